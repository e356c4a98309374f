/* tests/screen/keeper.h - the child that stands where a shell stands: leader of the session that owns the
 * pseudo-terminal. It starts the program as a job of its own and tells what becomes of it. Without it the
 * program would lead the session, and the kernel would ignore its ^Z.
 *
 * It tells the runner by events on a pipe and is told by single bytes on another. Both it and the program
 * die with the runner. */
#ifndef TESTS_SCREEN_KEEPER_H
#define TESTS_SCREEN_KEEPER_H

enum keeper_event_kind { KEEPER_STARTED, KEEPER_STOPPED, KEEPER_EXITED, KEEPER_KILLED };

struct keeper_event {
	enum keeper_event_kind kind;
	int value; /* process id, signal, exit code, signal */
};

#define KEEPER_CONTINUE 'c'

/* Runs in the child after forkpty and never returns. Async-signal-safe: the runner may have threads. */
_Noreturn void keeper_run(const char *program, char *const argv[], char *const envp[], const char *folder,
			  int events, int orders);

#endif
