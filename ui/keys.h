/* ui/keys.h - which key does what: one table of bindings, from a key to a command line, and one table of the
 * verbs that only a screen has. Dispatch, hints, help and completion walk these tables, so that they cannot
 * drift apart. Pure but for the verbs' run functions.
 *
 * Keys are written as they are read: characters stand for themselves, ^L is Ctrl with L, and Enter, Esc, Tab,
 * S-Tab, Space, Up, Down, Left, Right, PgUp, PgDn, Home, End, Backspace, Delete are names. Several
 * characters in a row ("gg"), and words with blanks between, are pressed one after the other. */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/command.h"
#include "base/str.h"

/* Where a binding holds: on one kind of screen, or on all that have no other for this key. */
enum key_scope { SCOPE_ANY, SCOPE_PAGE, SCOPE_BUG, SCOPE_WHY, SCOPE_HELP, SCOPES };

struct binding {
	enum key_scope scope;
	const char *keys;
	const char *line; /* a verb and its words */
	const char *hint; /* one or two words for the line of hints; NULL: only in help */
};

extern const struct binding bindings[];
extern const size_t n_bindings;

extern const struct verb screen_verbs[];
extern const size_t n_screen_verbs;

/* What the screen understands by this name: its own verbs, then those of the shell that it shares. */
const struct verb *keys_verb(const char *name, struct error *err);
/* One line: what the key does. The verb says it. */
const char *binding_help(const struct binding *binding);

#define KEYS_MAX 4 /* strokes of one binding */

/* Strokes (ui/stroke.h) of written keys; false for an empty text, more than KEYS_MAX, or a word of several
 * characters that begins with a capital and is no name. */
bool keys_parse(const char *text, uint32_t strokes[KEYS_MAX], size_t *n);
/* Appends the written form of one stroke. */
void keys_print(struct str *out, uint32_t stroke);

enum keys_match { KEYS_UNKNOWN, KEYS_MORE, KEYS_FOUND };
/* The binding for what was typed so far on a screen of this scope; KEYS_MORE: a longer one begins so. */
enum keys_match keys_find(enum key_scope scope, const uint32_t *typed, size_t n,
			  const struct binding **found);

/* The binding in force for this row's keys on a screen of this scope is this row: it is neither of another
 * scope nor replaced. Help and hints show these. */
bool keys_in_force(const struct binding *binding, enum key_scope scope);

#endif
