/* tests/bench/pty.h - a program on a pseudo-terminal and a clock: how long until it has painted, how long a
 * key takes, what it wrote, what it costs while nothing happens. Nobody looks at what is on the screen here
 * (tests/screen does); so the clock measures the program and not an emulator.
 * One thread. Times are of the monotonic clock. */
#ifndef TESTS_BENCH_PTY_H
#define TESTS_BENCH_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Silence that ends a first frame, and a repaint (speed.md, How each is measured). */
#define PTY_FRAME_SILENCE_MS 120
#define PTY_KEY_SILENCE_MS 25

struct pty;

struct pty_launch {
	const char *const *words; /* the program, looked for in PATH, and its arguments; NULL at the end */
	char *const *environment;
	int rows, cols;
};

/* The clock starts just before the fork. NULL and *err when there is no terminal to be had. */
struct pty *pty_start(const struct pty_launch *launch, struct error *err);
/* Tells it to end, waits for that, and kills it when it does not. NULL is fine. */
void pty_end(struct pty *pty);

/* What was written since the start, or since the last pty_press. */
struct pty_writing {
	double last_ms; /* from there to the last byte; 0: nothing was written */
	size_t bytes;
	unsigned bursts; /* stretches of output with the silence between them */
};

/* Reads until nothing more comes for silence_ms, or the program has ended; nothing at all is waited for a
 * while longer. FAULT_IO when it is not silent within a minute. */
bool pty_read(struct pty *pty, int silence_ms, struct pty_writing *writing, struct error *err);
/* Types this; the clock starts anew just before. */
bool pty_press(struct pty *pty, const char *keys, struct error *err);
/* Reads all that comes in this time. */
void pty_listen(struct pty *pty, int64_t duration_ms, int silence_ms, struct pty_writing *writing);
/* Reads until the text has come, in one piece, since the start: *at_ms from there. */
bool pty_await(struct pty *pty, const char *text, int timeout_ms, double *at_ms, struct error *err);
/* Reads until it neither writes nor computes for a while. */
bool pty_settle(struct pty *pty, struct error *err);

/* What the kernel says of the program, all its threads together. */
struct pty_usage {
	long ticks; /* of the CPU, since its start */
	long wakeups;
	long resident_kb;
};
bool pty_usage(const struct pty *pty, struct pty_usage *usage, struct error *err);

/* os_monotonic_ms of the start, for those who compare with it. */
int64_t pty_started_ms(const struct pty *pty);

#endif
