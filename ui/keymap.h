/* ui/keymap.h - the bindings that hold, and the verbs that there are: what ui/keys.c has, as far as the
 * options of this run leave it. What was typed is looked up here; hints, help and completion ask here too.
 * Pure. A keymap is made once and then read; strings are borrowed from the tables. */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/command.h"
#include "base/arena.h"
#include "base/error.h"
#include "ui/keys.h"
#include "ui/stroke.h"

struct key {
	struct binding binding;
	uint32_t strokes[STROKES_MAX];
	size_t n_strokes;
};

struct keymap {
	struct key *keys; /* in the order of hints and help */
	size_t n;
};

void keymap_make(struct keymap *keymap, struct arena *home);

enum keys_match { KEYS_UNKNOWN, KEYS_MORE, KEYS_FOUND };
/* The binding for what was typed so far on a screen of this scope; KEYS_MORE: a longer one begins so. */
enum keys_match keymap_find(const struct keymap *keymap, enum key_scope scope, const uint32_t *typed,
			    size_t n, const struct binding **found);
/* Whether this key does, on a screen of this scope, what it says: it is neither of another scope nor
 * replaced. Help and hints show these. */
bool keymap_in_force(const struct keymap *keymap, const struct key *key, enum key_scope scope);

/* The first key in force on a screen of this scope that runs the verb with this one word; NULL: none does. */
const struct key *keymap_key(const struct keymap *keymap, enum key_scope scope, const char *verb,
			     const char *word);

/* What the screen understands by this name: its own verbs, then those of the shell that it shares. */
const struct verb *keymap_verb(const char *name, struct error *err);
/* The verb of its line; NULL: there is none of that name. */
const struct verb *binding_verb(const struct binding *binding);
/* One line: what the key does. The verb says it. */
const char *binding_help(const struct binding *binding);

#endif
