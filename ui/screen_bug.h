/* ui/screen_bug.h - one bug as a text: its facts, what is owed and the conversation (what `show` prints), and
 * why its countdown is what it is (what `why` prints). */
#ifndef UI_SCREEN_BUG_H
#define UI_SCREEN_BUG_H

#include "ui/screen.h"

extern const struct screen screen_bug;
extern const struct screen screen_why;

#endif
