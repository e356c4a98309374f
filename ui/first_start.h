/* ui/first_start.h - the dashboard without a configuration: a person at a terminal chooses what there shall
 * be instead, a first set-up, the page of a CA, or the demo. */
#ifndef UI_FIRST_START_H
#define UI_FIRST_START_H

#include <stdbool.h>

#include "app/globals.h"
#include "base/str.h"

/* True: the dashboard goes on with *globals, which may name a CA that lies in `ca`. Also on a terminal that
 * cannot show the choice: there it says what is missing. What the set-up has to say once the screen is closed
 * is appended to `notes`, a line each. */
bool first_start(struct globals *globals, struct str *ca, struct str *notes);

#endif
