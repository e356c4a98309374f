/* ui/stroke.h - one press of a key, as a number: a character as its code point, Ctrl with a letter as the
 * control character it sends, and what is no character as one of the numbers beyond Unicode. Pure.
 *
 * Keys are written as they are read: characters stand for themselves, ^L is Ctrl with L, and Enter, Esc, Tab,
 * S-Tab, Space, Up, Down, Left, Right, PgUp, PgDn, Home, End, Backspace, Delete are names, and so are Equals,
 * Hash and Semicolon, which mean something else in a configuration. Several characters in a row ("gg"), and
 * words with blanks between, are pressed one after the other. */
#ifndef UI_STROKE_H
#define UI_STROKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define STROKE_TAB 0x09u
#define STROKE_ENTER 0x0Du
#define STROKE_ESC 0x1Bu
#define STROKE_SPACE 0x20u
#define STROKE_CTRL(letter) ((uint32_t)(letter)&0x1Fu)
/* Only these exist: b, f and d, which edit a line. A terminal sends Esc and the letter. */
#define STROKE_ALT(letter) (0x200000u | (uint32_t)(letter))
#define STROKE_IS_ALT(stroke) (((stroke)&0x200000u) != 0)
#define STROKE_WITHOUT_ALT(stroke) ((stroke) & ~0x200000u)

enum {
	STROKE_UP = 0x110000,
	STROKE_DOWN,
	STROKE_LEFT,
	STROKE_RIGHT,
	STROKE_PAGE_UP,
	STROKE_PAGE_DOWN,
	STROKE_HOME,
	STROKE_END,
	STROKE_BACKSPACE,
	STROKE_DELETE,
	STROKE_BACK_TAB,
	STROKE_MOUSE,   /* the mouse did something: term_read_mouse */
	STROKE_UNKNOWN, /* a key that the terminal names and we do not */
};

#define STROKES_MAX 4 /* pressed one after the other to mean one thing */

/* The strokes of written keys; false for an empty text, more than STROKES_MAX, or a word of several
 * characters that begins with a capital and is no name. */
bool strokes_parse(const char *text, uint32_t strokes[STROKES_MAX], size_t *n);
/* Appends the written form of one stroke. */
void stroke_print(struct str *out, uint32_t stroke);

#endif
