/* ui/screen_help.h - all keys of the screen below, and on the page what its letters and words mean. Made from
 * the tables that dispatch, draw and filter: nothing is written down twice. */
#ifndef UI_SCREEN_HELP_H
#define UI_SCREEN_HELP_H

#include "ui/screen.h"

extern const struct screen screen_help;

#endif
