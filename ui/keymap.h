/* ui/keymap.h - the bindings that hold, and the verbs that there are: those of ui/keys.c, over them what the
 * user has bound in [keys], as far as the options of this run leave them. What was typed is looked up here;
 * hints, help and completion ask here too. Pure. A keymap is made once and then read; its strings are the
 * tables' and the configuration's, which outlive it.
 *
 * The user's key holds on all screens, and on each takes the place of what bugclock has bound to it; behind
 * the name of a screen ("page o") it holds there alone, before one that holds everywhere. */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/command.h"
#include "app/config.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "ui/keys.h"
#include "ui/stroke.h"

struct key {
	struct binding binding; /* a line of "": the user wants the key to do nothing */
	uint32_t strokes[STROKES_MAX];
	size_t n_strokes;
	const struct verb *verb;    /* of the line; NULL: it does nothing, or nothing yet */
	bool is_begun;              /* the line wants more: words are missing, or it ends in `=` */
	const struct setting *from; /* the user's; NULL: bugclock's own */
};

/* The same strokes, whatever they do and wherever. */
bool key_is_same(const struct key *key, const struct key *other);

struct keymap {
	struct key *keys; /* in the order of hints and help */
	size_t n;
	unsigned refused; /* bits of the verbs that are not there in this run */
};

/* FAULT_CONFIG with file and line: a key that is none, two that are the same, one that another begins with; a
 * line that no verb takes. In `home`. */
bool keymap_make(struct keymap *keymap, const struct config *config, struct arena *home, struct error *err);

enum keys_match { KEYS_UNKNOWN, KEYS_MORE, KEYS_FOUND };
/* The binding for what was typed so far on a screen of this scope; KEYS_MORE: a longer one begins so. */
enum keys_match keymap_find(const struct keymap *keymap, enum key_scope scope, const uint32_t *typed,
			    size_t n, const struct key **found);
/* Whether this key does, on a screen of this scope, what it says: it is neither of another scope nor
 * replaced, and its verb is there. Help and hints show these. */
bool keymap_in_force(const struct keymap *keymap, const struct key *key, enum key_scope scope);
/* The same whatever the verb: typing the key on a screen of this scope comes to this one. */
bool keymap_holds(const struct keymap *keymap, const struct key *key, enum key_scope scope);
/* What the line of hints says of a key in force: as of bugclock's own for that line there; NULL: nothing. */
const char *keymap_hint(const struct key *key, enum key_scope scope);
/* The first key in force on a screen of this scope that runs the verb with this one word; NULL: none does. */
const struct key *keymap_key(const struct keymap *keymap, enum key_scope scope, const char *verb,
			     const char *word);

/* Whether a key in force runs the verb, on any screen and with any words. */
bool keymap_binds(const struct keymap *keymap, const struct verb *verb);
/* What to type on a screen of this scope for a verb without words: its first key in force, or ":verb". */
void keymap_print_way(const struct keymap *keymap, enum key_scope scope, const char *verb, struct str *out);

/* What the screen understands by this name: its own verbs, then those of the shell that it shares. */
const struct verb *keymap_verb(const char *name, struct error *err);
/* It is named in the contract of the keys (screens.md) and is not there yet: a configuration may bind it. */
bool keymap_is_later(const char *name);

#endif
