#include "tests/bench/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

#define NS_PER_MS 1000000
#define PATIENCE_MS 60000
#define END_MS 2000
/* Until something comes, silence says nothing. */
#define FIRST_BYTE_MS 10000
/* It is at rest when the clock of its CPU stands still for so long. */
#define REST_MS 300

struct pty {
	int master;
	pid_t program;
	const char *name;
	int64_t started_ns; /* before the fork, or the last key */
	int64_t forked_ns;
	int64_t last_ns; /* of the last byte */
	struct pty_writing writing;
	struct str raw; /* since the start: for pty_await */
	bool has_ended;
};

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 * NS_PER_MS + now.tv_nsec;
}

static double ms_between(int64_t from_ns, int64_t to_ns)
{
	return (double)(to_ns - from_ns) / NS_PER_MS;
}

/* --- start and end --- */

static _Noreturn void become(const struct pty_launch *launch)
{
	/* execvpe wants them writable and leaves them alone. */
	execvpe(launch->words[0], (char *const *)(uintptr_t)launch->words, launch->environment);
	_exit(127);
}

static void start_clock(struct pty *pty)
{
	pty->writing = (struct pty_writing){0};
	pty->started_ns = now_ns();
}

struct pty *pty_start(const struct pty_launch *launch, struct error *err)
{
	struct pty *pty = mem_alloc(sizeof *pty);
	struct winsize size = {.ws_row = (unsigned short)launch->rows,
			       .ws_col = (unsigned short)launch->cols};

	pty->name = launch->words[0];
	start_clock(pty);
	pty->forked_ns = pty->started_ns;
	pty->program = forkpty(&pty->master, NULL, NULL, &size);
	if (pty->program == 0)
		become(launch);
	if (pty->program < 0) {
		error_set(err, FAULT_IO, "no pseudo-terminal: %s", strerror(errno));
		free(pty);
		return NULL;
	}
	fcntl(pty->master, F_SETFD, FD_CLOEXEC);
	return pty;
}

/* Whether there was something to read. What is read is counted. */
static bool take(struct pty *pty, int timeout_ms, int silence_ms)
{
	struct pollfd at = {.fd = pty->master, .events = POLLIN};
	char bytes[65536];

	if (poll(&at, 1, timeout_ms) <= 0)
		return false;
	ssize_t n = read(pty->master, bytes, sizeof bytes);
	int64_t read_ns = now_ns();
	if (n <= 0) {
		pty->has_ended = true;
		return false;
	}
	if (pty->writing.bytes == 0 || ms_between(pty->last_ns, read_ns) >= silence_ms)
		pty->writing.bursts++;
	pty->last_ns = read_ns;
	pty->writing.last_ms = ms_between(pty->started_ns, pty->last_ns);
	pty->writing.bytes += (size_t)n;
	str_add_bytes(&pty->raw, bytes, (size_t)n);
	return true;
}

/* A program that writes its last words to a terminal nobody reads would wait for ever. */
void pty_end(struct pty *pty)
{
	if (!pty)
		return;
	int64_t asked_ns = now_ns();
	kill(pty->program, SIGTERM);
	while (!pty->has_ended && ms_between(asked_ns, now_ns()) < END_MS)
		take(pty, END_MS, 0);
	if (!pty->has_ended)
		kill(pty->program, SIGKILL);
	waitpid(pty->program, NULL, 0);
	close(pty->master);
	str_free(&pty->raw);
	free(pty);
}

int64_t pty_started_ms(const struct pty *pty)
{
	return pty->forked_ns / NS_PER_MS;
}

/* --- reading --- */

bool pty_read(struct pty *pty, int silence_ms, struct pty_writing *writing, struct error *err)
{
	bool comes = take(pty, FIRST_BYTE_MS, silence_ms);

	while (comes && pty->writing.last_ms < PATIENCE_MS)
		comes = take(pty, silence_ms, silence_ms);
	*writing = pty->writing;
	return !comes || error_set(err, FAULT_IO, "%s: writes without end", pty->name);
}

bool pty_press(struct pty *pty, const char *keys, struct error *err)
{
	size_t len = strlen(keys);

	start_clock(pty);
	if (write(pty->master, keys, len) != (ssize_t)len)
		return error_set(err, FAULT_IO, "%s: takes no keys", pty->name);
	return true;
}

void pty_listen(struct pty *pty, int64_t duration_ms, int silence_ms, struct pty_writing *writing)
{
	start_clock(pty);
	double left_ms = (double)duration_ms;
	while (left_ms > 0 && !pty->has_ended) {
		take(pty, (int)left_ms + 1, silence_ms);
		left_ms = (double)duration_ms - ms_between(pty->started_ns, now_ns());
	}
	*writing = pty->writing;
}

bool pty_await(struct pty *pty, const char *text, int timeout_ms, double *at_ms, struct error *err)
{
	int64_t end_ns = now_ns() + (int64_t)timeout_ms * NS_PER_MS;

	while (!strstr(str_text(&pty->raw), text)) {
		int64_t left_ns = end_ns - now_ns();
		if (left_ns <= 0 || pty->has_ended)
			return error_set(err, FAULT_IO, "%s: `%s` does not appear", pty->name, text);
		take(pty, (int)(left_ns / NS_PER_MS) + 1, 0);
	}
	*at_ms = ms_between(pty->forked_ns, pty->last_ns);
	return true;
}

bool pty_settle(struct pty *pty, struct error *err)
{
	struct pty_usage before, after = {.ticks = -1};

	do {
		before = after;
		while (take(pty, REST_MS, REST_MS))
			;
		if (!pty_usage(pty, &after, err))
			return false;
	} while (after.ticks != before.ticks);
	return true;
}

/* --- what the kernel says --- */

/* The beginning of the file; "" when it cannot be read. */
static void read_text(const char *path, char *text, size_t bytes)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = file < 0 ? -1 : read(file, text, bytes - 1);

	if (file >= 0)
		close(file);
	text[n > 0 ? n : 0] = '\0';
}

/* The number after the name; 0 when it is not there. */
static long number_after(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at ? strtol(at + strlen(name), NULL, 10) : 0;
}

/* Of each thread: a thread that waits is woken, and goes to sleep once more. */
static long count_wakeups(pid_t program)
{
	char pattern[64], text[8192];
	glob_t found = {0};
	long wakeups = 0;

	snprintf(pattern, sizeof pattern, "/proc/%d/task/*/status", (int)program);
	if (glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++) {
			read_text(found.gl_pathv[i], text, sizeof text);
			wakeups += number_after(text, "\nvoluntary_ctxt_switches:");
		}
	globfree(&found);
	return wakeups;
}

bool pty_usage(const struct pty *pty, struct pty_usage *usage, struct error *err)
{
	char path[64], text[8192];
	long user = 0, system = 0;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pty->program);
	read_text(path, text, sizeof text);
	const char *fields = strrchr(text, ')'); /* the name before may hold anything */
	if (!fields ||
	    sscanf(fields, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system) != 2)
		return error_set(err, FAULT_IO, "%s: has ended", pty->name);
	snprintf(path, sizeof path, "/proc/%d/status", (int)pty->program);
	read_text(path, text, sizeof text);
	*usage = (struct pty_usage){.ticks = user + system,
				    .wakeups = count_wakeups(pty->program),
				    .resident_kb = number_after(text, "\nVmRSS:")};
	return true;
}
