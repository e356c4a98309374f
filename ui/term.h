/* ui/term.h - the terminal: taken over, handed back, and put right whatever happens.
 * There is one terminal, and a signal handler gets no argument, so this module alone keeps its state in a
 * file variable. Main thread only. Order: term_enter, anything, term_leave; between them a crash, a lack of
 * memory or a deadly signal leaves the terminal as it was found. Signals that ask for something (a new
 * size, stop, end) are written into a pipe, which the loop polls together with the keyboard. */
#ifndef UI_TERM_H
#define UI_TERM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "ui/mouse.h"
#include "view/look.h"

/* What the screen would find here, in a line: kind, colours, signs, size. FAULT_USAGE when it could not open
 * for the kind of terminal. Nothing is written to it. */
bool term_describe(struct str *out, struct error *err);

/* FAULT_USAGE when standard input or output is no terminal, or TERM is missing, unknown or unable to place
 * a cursor; nothing was written then. */
bool term_enter(struct error *err);
void term_leave(void); /* also when not entered */

/* Hands the terminal back and stops the process group, as ^Z does in a shell; returns when it goes on. */
void term_suspend(void);
/* Paints everything anew with the next frame, whatever the terminal shows now. */
void term_repaint(void);

int term_signal_fd(void); /* readable when there is something to take */
/* Takes them and does what they ask for: a new size, stop and go on. False: leave in good order. */
bool term_obey_signals(void);

/* Signs or words, by what the terminal can show and by whether they are for a screen reader. */
void term_set_look(struct look *look, bool is_plain);

/* Asks the terminal to put the text on the clipboard (OSC 52), which works over ssh too. Whether it does is
 * the terminal's affair, and not told. FAULT_USAGE when the text is longer than terminals take. */
bool term_copy(const char *text, struct error *err);
/* What term_copy writes. Inside tmux, which by default neither takes nor passes on what a program in it says,
 * it is said in both ways that tmux can be told to hear. */
void term_add_copy(struct str *out, const char *text, bool is_in_tmux);

/* The next stroke (ui/stroke.h) that was typed; false when none waits. Never blocks, but for the 25 ms in
 * which an Esc may turn out to be the beginning of another key. */
bool term_read_stroke(uint32_t *stroke);

/* Takes hold of the mouse, where the terminal has one; false: leaves it alone, so that the terminal selects
 * text with it. */
void term_use_mouse(bool is_wanted);
/* After STROKE_MOUSE, until it is false: what the mouse did, one thing after the other. */
bool term_read_mouse(struct mouse *mouse);

#endif
