/* ui/stroke.h - one press of a key, as a number: a character as its code point, Ctrl with a letter as the
 * control character it sends, and what is no character as one of the numbers beyond Unicode. */
#ifndef UI_STROKE_H
#define UI_STROKE_H

#include <stdint.h>

#define STROKE_TAB 0x09u
#define STROKE_ENTER 0x0Du
#define STROKE_ESC 0x1Bu
#define STROKE_SPACE 0x20u
#define STROKE_CTRL(letter) ((uint32_t)(letter)&0x1Fu)

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
	STROKE_UNKNOWN, /* a key that the terminal names and we do not */
};

#endif
