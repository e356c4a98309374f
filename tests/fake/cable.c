#include "tests/fake/cable.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "tests/fake/parts.h"

#define LINES_MAX 16
#define BLOCK_BYTES 16384

/* One connection: to the client, and on to the server. */
struct line {
	int client, server;
};

struct cable {
	char url[64];
	int port_of_server, listener;
	int ends[2]; /* closed at one end: the thread ends */
	pthread_t thread;
	struct line lines[LINES_MAX]; /* the thread's */
	size_t n_lines;

	pthread_mutex_t mutex; /* of what follows */
	int64_t bytes, cut_after;
	bool is_reset;
	char *text; /* what is said instead; NULL: nothing */
};

/* --- sockets --- */

static struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
				    .sin_port = htons((uint16_t)port),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int connect_to(int port)
{
	struct sockaddr_in at = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* What comes in small pieces goes on as such, at once. */
static void hurry(int fd)
{
	const int yes = 1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

static bool send_all(int fd, const char *at, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		at += sent;
		n -= (size_t)sent;
	}
	return true;
}

static void hang_up(int fd, bool is_reset)
{
	struct linger at_once = {.l_onoff = 1};
	if (is_reset)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	close(fd);
}

/* --- what befalls it --- */

/* How many of these bytes may pass; they count as passed. */
static size_t let_pass(struct cable *cable, size_t n, bool *is_reset)
{
	pthread_mutex_lock(&cable->mutex);
	int64_t left = cable->cut_after < 0 ? (int64_t)n : cable->cut_after - cable->bytes;
	if (left < (int64_t)n)
		n = left > 0 ? (size_t)left : 0;
	cable->bytes += (int64_t)n;
	*is_reset = cable->is_reset;
	pthread_mutex_unlock(&cable->mutex);
	return n;
}

static bool is_cut(struct cable *cable, bool *is_reset)
{
	pthread_mutex_lock(&cable->mutex);
	bool cut = cable->cut_after >= 0 && cable->bytes >= cable->cut_after;
	*is_reset = cable->is_reset;
	pthread_mutex_unlock(&cable->mutex);
	return cut;
}

static char *copy_text(struct cable *cable)
{
	pthread_mutex_lock(&cable->mutex);
	char *text = cable->text ? mem_strdup(cable->text) : NULL;
	pthread_mutex_unlock(&cable->mutex);
	return text;
}

/* --- the thread --- */

static void end_line(struct cable *cable, size_t i, bool is_reset)
{
	hang_up(cable->lines[i].client, is_reset);
	close(cable->lines[i].server);
	cable->lines[i] = cable->lines[--cable->n_lines];
}

static void say_and_close(int client, const char *text)
{
	char ignored[BLOCK_BYTES];
	/* Heard out first: what is not read would turn the end into a reset. */
	if (recv(client, ignored, sizeof ignored, 0) > 0)
		send_all(client, text, strlen(text));
	close(client);
}

static void take_connection(struct cable *cable)
{
	bool is_reset;
	int client = accept(cable->listener, NULL, NULL);
	char *text = copy_text(cable);
	if (client >= 0 && text) {
		say_and_close(client, text);
	} else if (client >= 0 && (is_cut(cable, &is_reset) || cable->n_lines == LINES_MAX)) {
		hang_up(client, true);
	} else if (client >= 0) {
		int server = connect_to(cable->port_of_server);
		hurry(client);
		hurry(server);
		if (server >= 0)
			cable->lines[cable->n_lines++] = (struct line){client, server};
		else
			hang_up(client, true);
	}
	free(text);
}

/* False when the line has ended. */
static bool pump_up(const struct line *line)
{
	char bytes[BLOCK_BYTES];
	ssize_t n = recv(line->client, bytes, sizeof bytes, 0);
	return n > 0 && send_all(line->server, bytes, (size_t)n);
}

static bool pump_down(struct cable *cable, const struct line *line, bool *is_reset)
{
	char bytes[BLOCK_BYTES];
	ssize_t n = recv(line->server, bytes, sizeof bytes, 0);
	size_t passed = n > 0 ? let_pass(cable, (size_t)n, is_reset) : 0;
	return passed > 0 && send_all(line->client, bytes, passed) && passed == (size_t)n;
}

static void pump(struct cable *cable, const struct pollfd *fds)
{
	for (size_t i = cable->n_lines; i-- > 0;) {
		bool is_reset = false, goes_on = true;
		if (fds[2 * i].revents)
			goes_on = pump_up(&cable->lines[i]);
		if (goes_on && fds[2 * i + 1].revents)
			goes_on = pump_down(cable, &cable->lines[i], &is_reset);
		if (!goes_on)
			end_line(cable, i, is_reset);
	}
}

static void *run(void *context)
{
	struct cable *cable = context;
	struct pollfd fds[2 * LINES_MAX + 2];
	for (;;) {
		nfds_t n = 0;
		for (size_t i = 0; i < cable->n_lines; i++) {
			fds[n++] = (struct pollfd){.fd = cable->lines[i].client, .events = POLLIN};
			fds[n++] = (struct pollfd){.fd = cable->lines[i].server, .events = POLLIN};
		}
		fds[n] = (struct pollfd){.fd = cable->listener, .events = POLLIN};
		fds[n + 1] = (struct pollfd){.fd = cable->ends[0], .events = POLLIN};
		if (poll(fds, n + 2, -1) < 0)
			continue;
		if (fds[n + 1].revents)
			break;
		bool is_asked = fds[n].revents;
		pump(cable, fds);
		if (is_asked)
			take_connection(cable);
	}
	while (cable->n_lines > 0)
		end_line(cable, 0, false);
	return NULL;
}

/* --- life --- */

struct cable *cable_start(const char *url)
{
	struct cable *cable = mem_alloc(sizeof *cable);
	struct sockaddr_in at = loopback(0);
	socklen_t len = sizeof at;
	const char *port = strrchr(url, ':');
	cable->port_of_server = atoi(port + 1);
	cable->cut_after = -1;
	pthread_mutex_init(&cable->mutex, NULL);
	cable->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (cable->listener < 0 || bind(cable->listener, (struct sockaddr *)&at, sizeof at) != 0 ||
	    listen(cable->listener, LINES_MAX) != 0 ||
	    getsockname(cable->listener, (struct sockaddr *)&at, &len) != 0 || pipe(cable->ends) != 0 ||
	    pthread_create(&cable->thread, NULL, run, cable) != 0)
		fake_die("no cable to %s can be laid", url);
	snprintf(cable->url, sizeof cable->url, "%.*s:%d", (int)(port - url), url, ntohs(at.sin_port));
	return cable;
}

void cable_stop(struct cable *cable)
{
	close(cable->ends[1]);
	pthread_join(cable->thread, NULL);
	close(cable->ends[0]);
	close(cable->listener);
	pthread_mutex_destroy(&cable->mutex);
	free(cable->text);
	free(cable);
}

const char *cable_url(const struct cable *cable)
{
	return cable->url;
}

static void set(struct cable *cable, int64_t cut_after, bool is_reset, const char *text)
{
	pthread_mutex_lock(&cable->mutex);
	cable->bytes = 0;
	cable->cut_after = cut_after;
	cable->is_reset = is_reset;
	free(cable->text);
	cable->text = text ? mem_strdup(text) : NULL;
	pthread_mutex_unlock(&cable->mutex);
}

void cable_cut_after(struct cable *cable, int64_t bytes, bool is_reset)
{
	set(cable, bytes, is_reset, NULL);
}

void cable_say(struct cable *cable, const char *text)
{
	set(cable, -1, false, text);
}

void cable_mend(struct cable *cable)
{
	set(cable, -1, false, NULL);
}

int64_t cable_bytes(struct cable *cable)
{
	pthread_mutex_lock(&cable->mutex);
	int64_t bytes = cable->bytes;
	pthread_mutex_unlock(&cable->mutex);
	return bytes;
}
