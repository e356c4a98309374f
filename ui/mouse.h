/* ui/mouse.h - what the mouse did, and where. A click is a command line, as a key is: what it means at its
 * place is said by the screen (ui/screen.h), and the verb does it. */
#ifndef UI_MOUSE_H
#define UI_MOUSE_H

enum mouse_act { MOUSE_CLICK, MOUSE_DOUBLE_CLICK, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct mouse {
	enum mouse_act act; /* a double click comes after the click that it began with */
	int row, col;       /* of the screen, from 0 */
};

#endif
