/* tests/bench/cells.h - what a program has painted, as a file that hello_main.c paints once more. A line is
 *   ROW COL FOREGROUND BACKGROUND ATTRIBUTES TEXT
 * a colour is its number, -1 the terminal's own; the attributes are letters of `bdur`, `-` for none. */
#ifndef TESTS_BENCH_CELLS_H
#define TESTS_BENCH_CELLS_H

#include <stdbool.h>

#include "base/error.h"
#include "tests/bench/pty.h"

/* Runs the program in an emulator until it is at rest, and writes its screen to `path`. */
bool cells_capture(const struct pty_launch *launch, const char *path, struct error *err);

#endif
