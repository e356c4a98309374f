/* tests/screen/terminal.h - a program in a real pseudo-terminal, and the screen it paints, as libvterm
 * understands its bytes. Rows and columns count from 0 here. One thread; the program's job control is the
 * business of a child between (keeper.h), so that ^Z works as under a shell. */
#ifndef TESTS_SCREEN_TERMINAL_H
#define TESTS_SCREEN_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <vterm.h>

#include "base/error.h"
#include "base/str.h"

struct terminal;

struct launch {
	const char *program; /* a path */
	char *const *argv;
	char *const *envp;
	const char *folder; /* where it runs */
	int rows, cols;
};

enum life { LIFE_STARTING, LIFE_RUNNING, LIFE_STOPPED, LIFE_EXITED, LIFE_KILLED };

/* NULL and *err when the pseudo-terminal or the program cannot be had. */
struct terminal *terminal_start(const struct launch *launch, struct error *err);
void terminal_free(struct terminal *terminal); /* kills what still runs; NULL is fine */

/* Takes in what the program wrote and hands over what was typed. Waits at most timeout_ms for something to
 * happen. */
void terminal_pump(struct terminal *terminal, int timeout_ms);

/* At rest: all that was typed has been read, nothing was written for a little while, and the program's main
 * thread is blocked in poll or the like, or is no more. Pump between two looks. */
bool terminal_is_at_rest(struct terminal *terminal);

/* Typing is queued; terminal_pump hands it over. */
void terminal_type(struct terminal *terminal, const char *bytes, size_t len);
void terminal_press(struct terminal *terminal, VTermKey key, VTermModifier modifier);
/* A button is pressed on this cell and let go: 1 to 3; 4 and 5 are the wheel, up and down. The program hears
 * of it only if it has asked for the mouse. */
void terminal_click(struct terminal *terminal, int button, int row, int col);

void terminal_resize(struct terminal *terminal, int rows, int cols);
void terminal_signal(struct terminal *terminal, int number);
void terminal_continue(struct terminal *terminal); /* after a stop, as `fg` does */

/* What became of the program; *value is the exit code or the signal. */
enum life terminal_life(const struct terminal *terminal, int *value);

/* What the kernel says is mapped into the memory of the program that runs: /proc/PID/maps. */
void terminal_add_maps(const struct terminal *terminal, struct str *out);

/* --- what the screen shows --- */

int terminal_rows(const struct terminal *terminal);
int terminal_cols(const struct terminal *terminal);
VTermScreenCell terminal_cell(const struct terminal *terminal, int row, int col);
bool terminal_is_dim(const VTermScreenCell *cell); /* faint.h says why it is not among the attributes */
void terminal_to_rgb(const struct terminal *terminal, VTermColor *colour);
VTermPos terminal_cursor(const struct terminal *terminal);
bool terminal_cursor_is_visible(const struct terminal *terminal);
/* The cell's character, a blank when it has none, nothing for the right half of a wide one. */
void terminal_add_cell(const struct terminal *terminal, int row, int col, struct str *out);
/* The row as UTF-8, without trailing blanks. */
void terminal_add_row(const struct terminal *terminal, int row, struct str *out);

/* Whether typing is echoed and taken by the line: how a shell wants its terminal. */
bool terminal_is_cooked(const struct terminal *terminal);

/* All bytes written by the program since terminal_forget_raw. */
const struct str *terminal_raw(const struct terminal *terminal);
void terminal_forget_raw(struct terminal *terminal);

#endif
