/* ui/key_line.h - the line that a key is bound to, read when the keymap is made (ui/keymap.h). Pure. */
#ifndef UI_KEY_LINE_H
#define UI_KEY_LINE_H

#include <stdbool.h>

#include "app/config.h"
#include "base/arena.h"
#include "base/error.h"
#include "ui/keymap.h"

/* Sets the key's verb and whether its line is begun. FAULT_USAGE: a verb that is not there, words that do not
 * fit its grammar. */
bool key_read_line(struct key *key, struct arena *home, struct error *err);
/* Whether its words can be, as far as that is known before it runs: views, orders, columns, filters. */
bool key_check_line(const struct key *key, const struct config *config, struct arena *home,
		    struct error *err);

#endif
