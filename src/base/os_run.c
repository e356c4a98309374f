/* Child processes (base/os.h). */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/os.h"
#include "base/str.h"

#define COMPLAINT_BYTES 500 /* of standard error, for the message */
#define REAP_STEP_MS 5
#define STOP_STEP_MS 100 /* how long *stop may go unseen */

extern char **environ;

struct run {
	const char *command;
	size_t max_bytes;
	int64_t end_ms;          /* on the monotonic clock */
	const atomic_bool *stop; /* NULL: nobody stops us */
	pid_t child;             /* 0 when there is none to wait for */
	struct pollfd out, err;  /* our ends of its standard output and error; fd -1 when closed */
	struct str text, complaint;
};

static bool open_pipes(int out[2], int err[2])
{
	if (pipe2(out, O_CLOEXEC) != 0)
		return false;
	if (pipe2(err, O_CLOEXEC) == 0)
		return true;
	int reason = errno;
	close(out[0]);
	close(out[1]);
	errno = reason;
	return false;
}

/* A session of its own: the child cannot touch our terminal, and is killed with all it started. Signals
 * are as after login, whatever we block or ignore. */
static int spawn(pid_t *child, const char *command, int out, int err)
{
	char *const argv[] = {"sh", "-c", "--", (char *)command, NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes,
				 POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	int reason = posix_spawn(child, "/bin/sh", &files, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return reason;
}

static bool start(struct run *run, struct error *err)
{
	int out[2], complaint[2];
	if (!open_pipes(out, complaint))
		return error_set(err, FAULT_IO, "cannot run `%s`: %s", run->command, strerror(errno));
	int reason = spawn(&run->child, run->command, out[1], complaint[1]);
	close(out[1]);
	close(complaint[1]);
	run->out = (struct pollfd){.fd = out[0], .events = POLLIN};
	run->err = (struct pollfd){.fd = complaint[0], .events = POLLIN};
	if (reason == 0)
		return true;
	run->child = 0;
	return error_set(err, FAULT_IO, "cannot run `%s`: %s", run->command, strerror(reason));
}

static int ms_left(const struct run *run)
{
	int64_t left = run->end_ms - os_monotonic_ms();
	return left <= 0 ? 0 : left < INT_MAX ? (int)left : INT_MAX;
}

/* True, and the error set, when it is not to be waited for any more. */
static bool is_over(const struct run *run, struct error *err)
{
	if (run->stop && atomic_load(run->stop))
		return !error_set(err, FAULT_IO, "`%s` was stopped", run->command);
	if (ms_left(run) == 0)
		return !error_set(err, FAULT_IO, "`%s` takes too long and was stopped", run->command);
	return false;
}

/* At most `most_ms` of what is left. */
static int step_ms(const struct run *run, int most_ms)
{
	int left = ms_left(run);
	return left < most_ms ? left : most_ms;
}

static void close_end(struct pollfd *end)
{
	if (end->fd >= 0)
		close(end->fd);
	end->fd = -1;
}

/* Takes what is there; at the end of the stream closes it. */
static void take(struct pollfd *end, struct str *text, size_t max_bytes)
{
	char buffer[4096];
	if (!end->revents)
		return;
	ssize_t got = read(end->fd, buffer, sizeof buffer);
	if (got == 0 || (got < 0 && errno != EINTR))
		close_end(end);
	if (got > 0 && text->len <= max_bytes)
		str_add_bytes(text, buffer, (size_t)got);
}

/* Until the child has closed both streams. */
static bool collect(struct run *run, struct error *err)
{
	while (run->out.fd >= 0 || run->err.fd >= 0) {
		struct pollfd ends[] = {run->out, run->err};
		int n = poll(ends, 2, step_ms(run, run->stop ? STOP_STEP_MS : INT_MAX));
		if (is_over(run, err))
			return false;
		if (n < 0 && errno != EINTR)
			return error_set(err, FAULT_IO, "`%s`: %s", run->command, strerror(errno));
		run->out.revents = n > 0 ? ends[0].revents : 0;
		run->err.revents = n > 0 ? ends[1].revents : 0;
		take(&run->out, &run->text, run->max_bytes);
		take(&run->err, &run->complaint, COMPLAINT_BYTES);
		if (run->text.len > run->max_bytes)
			return error_set(err, FAULT_IO, "`%s` prints more than %zu bytes", run->command,
					 run->max_bytes);
	}
	return true;
}

/* Waits in steps: a child that closed its streams may go on, and POSIX has no wait with a limit. */
static bool reap(struct run *run, int *status, struct error *err)
{
	for (;;) {
		pid_t reaped = waitpid(run->child, status, WNOHANG);
		if (reaped == run->child) {
			run->child = 0;
			return true;
		}
		if (reaped < 0 && errno != EINTR)
			return error_set(err, FAULT_IO, "`%s`: %s", run->command, strerror(errno));
		if (is_over(run, err))
			return false;
		poll(NULL, 0, step_ms(run, REAP_STEP_MS));
	}
}

static bool judge(const struct run *run, int status, struct error *err)
{
	struct span rest = span_of(str_text(&run->complaint)), line = {0};
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		if (strlen(str_text(&run->text)) == run->text.len)
			return true;
		return error_set(err, FAULT_DATA, "`%s` prints a NUL byte", run->command);
	}
	span_next_line(&rest, &line);
	const char *how = WIFEXITED(status) ? "ends with status" : "is killed by signal";
	int number = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
	return error_set(err, FAULT_IO, "`%s` %s %d%s%.*s", run->command, how, number, line.len ? ": " : "",
			 (int)line.len, line.len ? line.at : "");
}

/* Kills what is left of it, if it was not reaped. */
static void finish(struct run *run)
{
	close_end(&run->out);
	close_end(&run->err);
	if (run->child > 0) {
		kill(-run->child, SIGKILL);
		while (waitpid(run->child, NULL, 0) < 0 && errno == EINTR)
			;
	}
	str_free(&run->complaint);
}

/* --- a program that goes on by itself --- */

/* In a child, with async-signal-safe calls only: other threads may have held any lock. */
static void become(char *const words[], int report)
{
	struct sigaction standard = {.sa_handler = SIG_DFL};
	sigset_t none;
	int null = open("/dev/null", O_RDWR);
	sigemptyset(&none);
	for (int number = 1; number < NSIG; number++)
		sigaction(number, &standard, NULL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (null >= 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
	    dup2(null, STDERR_FILENO) >= 0)
		execvp(words[0], words);
	int reason = errno;
	if (write(report, &reason, sizeof reason) < 0)
		_exit(1); /* nobody is left to tell */
	_exit(127);
}

/* A child of a child that has ended is the system's, so that nobody has to wait for it. */
static void fork_away(char *const words[], int report)
{
	setsid();
	pid_t child = fork();
	if (child == 0)
		become(words, report);
	int reason = errno;
	if (child < 0 && write(report, &reason, sizeof reason) < 0)
		_exit(1);
	_exit(0);
}

/* The pipe closes when the program has begun, or brings the reason why it has not. */
static int read_reason(int report)
{
	int reason = 0;
	ssize_t got;
	do
		got = read(report, &reason, sizeof reason);
	while (got < 0 && errno == EINTR);
	return got == (ssize_t)sizeof reason ? reason : 0;
}

bool os_start(char *const words[], struct error *err)
{
	int ends[2], reason;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set(err, FAULT_IO, "cannot run %s: %s", words[0], strerror(errno));
	pid_t child = fork();
	if (child == 0)
		fork_away(words, ends[1]);
	reason = child < 0 ? errno : 0;
	close(ends[1]);
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	if (reason == 0)
		reason = read_reason(ends[0]);
	close(ends[0]);
	return reason == 0 || error_set(err, FAULT_IO, "cannot run %s: %s", words[0], strerror(reason));
}

/* --- what a command prints --- */

static void cut_line_end(struct str *text)
{
	if (text->len && text->at[text->len - 1] == '\n')
		text->at[--text->len] = '\0';
	if (text->len && text->at[text->len - 1] == '\r')
		text->at[--text->len] = '\0';
}

char *os_run(const char *command, size_t max_bytes, int timeout_ms, const atomic_bool *stop,
	     struct error *err)
{
	struct run run = {
		.command = command, .max_bytes = max_bytes, .stop = stop, .out.fd = -1, .err.fd = -1};
	int status;
	run.end_ms = os_monotonic_ms() + timeout_ms;
	bool ok = start(&run, err) && collect(&run, err) && reap(&run, &status, err) &&
		  judge(&run, status, err);
	finish(&run);
	if (!ok) {
		str_free(&run.text);
		return NULL;
	}
	cut_line_end(&run.text);
	return str_take(&run.text);
}
