#include "tests/fake/parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/utc.h"

_Noreturn void fake_die(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}

bool fake_has(const struct fake *fake, int kinds)
{
	return kinds & (fake->kind == FAKE_BMO ? ON_BMO : ON_5X);
}

/* --- sockets --- */

static int bind_loopback(int port)
{
	const int yes = 1;
	struct sockaddr_in at = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
	    bind(fd, (struct sockaddr *)&at, sizeof at) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static int port_of(int fd)
{
	struct sockaddr_in at;
	socklen_t len = sizeof at;
	return getsockname(fd, (struct sockaddr *)&at, &len) == 0 ? ntohs(at.sin_port) : -1;
}

/* --- life --- */

static void init_lock(struct fake *fake)
{
	pthread_condattr_t attributes;
	pthread_mutex_init(&fake->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&fake->news, &attributes);
	pthread_condattr_destroy(&attributes);
}

/* Listens on our port. NULL with errno set. */
static struct MHD_Daemon *listen_on(struct fake *fake)
{
	int fd = bind_loopback(fake->port);
	if (fd < 0)
		return NULL;
	if (listen(fd, FAKE_CONNECTIONS) != 0) {
		close(fd);
		return NULL;
	}
	struct MHD_Daemon *daemon = serve_start(fake, fd); /* closes fd at its end */
	if (!daemon)
		close(fd);
	return daemon;
}

static struct fake *start(enum fake_kind kind, int port, const struct tls *tls, struct error *err)
{
	struct fake *fake = mem_alloc(sizeof *fake);
	fake->kind = kind;
	fake->tls = *tls;
	fake->site = (struct fake_site){.search_cap = 10000, .reads_per_minute = 75};
	init_lock(fake);
	/* Bound and not listening, this socket keeps others from our port, and connections to it are refused.
	 */
	fake->reservation = bind_loopback(port);
	fake->port = fake->reservation < 0 ? -1 : port_of(fake->reservation);
	snprintf(fake->url, sizeof fake->url, "%s://127.0.0.1:%d", tls->key ? "https" : "http", fake->port);
	if (fake->port > 0)
		fake->daemon = listen_on(fake);
	if (!fake->daemon) {
		error_set(err, FAULT_IO, "port %d of 127.0.0.1: %s", port, strerror(errno));
		fake_stop(fake);
		return NULL;
	}
	return fake;
}

struct fake *fake_start(enum fake_kind kind, int port, struct error *err)
{
	return start(kind, port, &(struct tls){0}, err);
}

struct fake *fake_start_tls(enum fake_kind kind, int port, enum fake_certificate certificate,
			    struct error *err)
{
	struct tls tls = tls_make(certificate);
	return start(kind, port, &tls, err);
}

void fake_down(struct fake *fake)
{
	pthread_mutex_lock(&fake->lock);
	fake->is_ending = true;
	pthread_cond_broadcast(&fake->news);
	pthread_mutex_unlock(&fake->lock);
	if (fake->daemon)
		MHD_stop_daemon(fake->daemon); /* joins every thread of a connection */
	fake->daemon = NULL;
}

void fake_up(struct fake *fake)
{
	if (fake->daemon)
		return;
	pthread_mutex_lock(&fake->lock);
	fake->is_ending = false;
	pthread_mutex_unlock(&fake->lock);
	fake->daemon = listen_on(fake);
	if (!fake->daemon)
		fake_die("port %d cannot be listened on again: %s", fake->port, strerror(errno));
}

void fake_stop(struct fake *fake)
{
	if (!fake)
		return;
	fake_down(fake);
	if (fake->reservation >= 0)
		close(fake->reservation);
	tls_free(&fake->tls);
	store_free(&fake->store);
	faults_clear(&fake->faults);
	log_forget(&fake->log);
	kept_free(&fake->kept);
	pthread_cond_destroy(&fake->news);
	pthread_mutex_destroy(&fake->lock);
	free(fake);
}

const char *fake_url(const struct fake *fake)
{
	return fake->url;
}

const char *fake_authority(const struct fake *fake)
{
	return fake->tls.authority;
}

/* --- the site --- */

struct fake_site fake_site(struct fake *fake)
{
	pthread_mutex_lock(&fake->lock);
	struct fake_site site = fake->site;
	pthread_mutex_unlock(&fake->lock);
	return site;
}

void fake_set_site(struct fake *fake, const struct fake_site *site)
{
	pthread_mutex_lock(&fake->lock);
	fake->site = *site;
	pthread_mutex_unlock(&fake->lock);
}

bool fake_is_blocked(struct fake *fake)
{
	pthread_mutex_lock(&fake->lock);
	bool is_blocked = fake->is_blocked;
	pthread_mutex_unlock(&fake->lock);
	return is_blocked;
}

void fake_unblock(struct fake *fake)
{
	pthread_mutex_lock(&fake->lock);
	fake->is_blocked = false;
	fake->bug_reads.n = fake->comment_reads.n = fake->wrong_keys.n = 0;
	pthread_mutex_unlock(&fake->lock);
}

/* --- waiting --- */

bool fake_pause(struct fake *fake, int ms, const unsigned *n_cures)
{
	struct timespec until = os_in_ms(ms);
	pthread_mutex_lock(&fake->lock);
	while (!fake->is_ending && (!n_cures || fake->n_cures == *n_cures) &&
	       pthread_cond_timedwait(&fake->news, &fake->lock, &until) != ETIMEDOUT)
		;
	bool goes_on = !fake->is_ending;
	pthread_mutex_unlock(&fake->lock);
	return goes_on;
}

bool fake_wait_count(struct fake *fake, const char *path, size_t n, int timeout_ms)
{
	struct timespec until = os_in_ms(timeout_ms);
	int result = 0;
	pthread_mutex_lock(&fake->lock);
	while (log_count(&fake->log, path) < n && result != ETIMEDOUT)
		result = pthread_cond_timedwait(&fake->news, &fake->lock, &until);
	bool reached = log_count(&fake->log, path) >= n;
	pthread_mutex_unlock(&fake->lock);
	return reached;
}
