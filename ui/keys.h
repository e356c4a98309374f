/* ui/keys.h - which key does what: one table of bindings, from a key to a command line, and one table of the
 * verbs that only a screen has. Dispatch, hints, help and completion walk these tables, by way of
 * ui/keymap.h, so that they cannot drift apart. */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stddef.h>

#include "app/command.h"

/* Where a binding holds: on one kind of screen, or on all that have no other for this key. */
enum key_scope { SCOPE_ANY, SCOPE_PAGE, SCOPE_BUG, SCOPE_WHY, SCOPE_NEWS, SCOPE_HELP, SCOPES };

/* How the configuration names them; SCOPE_ANY has no name. */
extern const char *const scope_names[SCOPES];

struct binding {
	enum key_scope scope;
	const char *keys; /* written as ui/stroke.h says */
	const char *line; /* a verb and its words */
	const char *hint; /* one or two words for the line of hints; NULL: only in help */
};

extern const struct binding bindings[];
extern const size_t n_bindings;

extern const struct verb screen_verbs[];
extern const size_t n_screen_verbs;

/* Names of verbs to come, which a configuration may bind to keys already. */
extern const char *const later_verbs[];
extern const size_t n_later_verbs;

#endif
