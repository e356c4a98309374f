/* ui/welcome.h - the first start, when there is no configuration: what one may do about it. Main thread only.
 */
#ifndef UI_WELCOME_H
#define UI_WELCOME_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"

enum welcome {
	WELCOME_SET_UP,
	WELCOME_CA, /* look at the page of a CA */
	WELCOME_DEMO,
	WELCOME_LEAVE,
};

/* Shows the ways, those that may be taken, and `message` (NULL: nothing), which is why the last one taken led
 * back here. With WELCOME_CA the name of the CA is in `ca`. Errors as term_enter. */
bool welcome(bool may_write, const char *message, enum welcome *choice, struct str *ca, struct error *err);

#endif
