#include "tests/screen/keeper.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOT_STARTED 127

static void tell(int events, enum keeper_event_kind kind, int value)
{
	struct keeper_event event = {.kind = kind, .value = value};
	if (write(events, &event, sizeof event) != sizeof event)
		_exit(NOT_STARTED); /* the runner is gone */
}

/* Waits for the runner's word; its end is ours. */
static void await_order(int orders)
{
	char order;
	if (read(orders, &order, 1) != 1)
		_exit(0);
}

/* The program becomes a job of its own in the foreground, and neither inherits our pipes nor outlives us. */
static _Noreturn void become_program(const char *program, char *const argv[], char *const envp[],
				     const char *folder)
{
	setpgid(0, 0);
	tcsetpgrp(STDIN_FILENO, getpid());
	signal(SIGTTOU, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close_range(STDERR_FILENO + 1, ~0U, 0);
	if (chdir(folder) == 0)
		execve(program, argv, envp);
	_exit(NOT_STARTED);
}

/* All but the terminal and our pipes: a socket of the fake server would stay open here when it goes down. */
static void close_others(int events, int orders)
{
	unsigned low = (unsigned)(events < orders ? events : orders);
	unsigned high = (unsigned)(events < orders ? orders : events);
	close_range(STDERR_FILENO + 1, low - 1, 0); /* an empty range is refused, and does no harm */
	close_range(low + 1, high - 1, 0);
	close_range(high + 1, ~0U, 0);
}

static void put_in_foreground(pid_t job)
{
	tcsetpgrp(STDIN_FILENO, job);
	kill(-job, SIGCONT);
}

_Noreturn void keeper_run(const char *program, char *const argv[], char *const envp[], const char *folder,
			  int events, int orders)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close_others(events, orders);
	signal(SIGTTOU, SIG_IGN); /* we set the foreground job from the background */
	pid_t job = fork();
	if (job == 0)
		become_program(program, argv, envp, folder);
	if (job < 0)
		_exit(NOT_STARTED);
	tell(events, KEEPER_STARTED, job);
	for (;;) {
		int status;
		if (waitpid(job, &status, WUNTRACED) != job)
			_exit(NOT_STARTED);
		if (WIFSTOPPED(status)) {
			tcsetpgrp(STDIN_FILENO, getpid());
			tell(events, KEEPER_STOPPED, WSTOPSIG(status));
			await_order(orders);
			put_in_foreground(job);
			continue;
		}
		bool is_killed = WIFSIGNALED(status);
		tell(events, is_killed ? KEEPER_KILLED : KEEPER_EXITED,
		     is_killed ? WTERMSIG(status) : WEXITSTATUS(status));
		await_order(orders); /* stay: the end of the session would hang up the terminal */
	}
}
