/* tests/screen/keys.h - keys as a person names them: text stands for itself, <Enter> <C-l> <PgDn> <F1> for
 * keys, <lt> for <. What a key sends depends on the mode the program put the terminal in; libvterm knows. */
#ifndef TESTS_SCREEN_KEYS_H
#define TESTS_SCREEN_KEYS_H

#include <stdbool.h>

#include "base/str.h"
#include "tests/screen/terminal.h"

/* False when a name is not known; *bad is that name. */
bool keys_press(struct terminal *terminal, struct span keys, struct span *bad);

/* Whether the last key is <Esc>, which a program tells from the beginning of another key by waiting. */
bool keys_end_in_escape(struct span keys);

#endif
