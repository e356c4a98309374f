#include "ui/keymap.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"

void keymap_make(struct keymap *keymap, struct arena *home)
{
	keymap->keys = arena_array(home, n_bindings, sizeof *keymap->keys);
	keymap->n = n_bindings;
	for (size_t i = 0; i < n_bindings; i++) {
		struct key *key = &keymap->keys[i];
		key->binding = bindings[i];
		bool is_written_right = strokes_parse(key->binding.keys, key->strokes, &key->n_strokes);
		assert(is_written_right);
		(void)is_written_right;
	}
}

/* --- which binding --- */

static bool begins(const struct key *key, const uint32_t *typed, size_t n)
{
	return key->n_strokes >= n && memcmp(key->strokes, typed, n * sizeof *typed) == 0;
}

/* What this scope, and no other, says of the strokes. */
static enum keys_match find_in(const struct keymap *keymap, enum key_scope scope, const uint32_t *typed,
			       size_t n, const struct binding **found)
{
	enum keys_match match = KEYS_UNKNOWN;
	for (size_t i = 0; i < keymap->n && match != KEYS_FOUND; i++) {
		const struct key *key = &keymap->keys[i];
		if (key->binding.scope != scope || !begins(key, typed, n))
			continue;
		match = key->n_strokes == n ? KEYS_FOUND : KEYS_MORE;
		*found = &key->binding;
	}
	return match;
}

enum keys_match keymap_find(const struct keymap *keymap, enum key_scope scope, const uint32_t *typed,
			    size_t n, const struct binding **found)
{
	enum keys_match match = find_in(keymap, scope, typed, n, found);
	return match == KEYS_UNKNOWN ? find_in(keymap, SCOPE_ANY, typed, n, found) : match;
}

bool keymap_in_force(const struct keymap *keymap, const struct key *key, enum key_scope scope)
{
	const struct binding *found = NULL;
	return keymap_find(keymap, scope, key->strokes, key->n_strokes, &found) == KEYS_FOUND &&
	       found == &key->binding;
}

static bool runs(const struct binding *binding, const char *verb, const char *word)
{
	struct span rest = span_of(binding->line), name = {0}, argument = {0};
	span_next_part(&rest, ' ', &name);
	rest = span_trim(rest);
	span_next_part(&rest, ' ', &argument);
	return span_equals(name, verb) && span_equals_nocase(argument, word) && rest.len == 0;
}

const struct key *keymap_key(const struct keymap *keymap, enum key_scope scope, const char *verb,
			     const char *word)
{
	for (size_t i = 0; i < keymap->n; i++)
		if (runs(&keymap->keys[i].binding, verb, word) &&
		    keymap_in_force(keymap, &keymap->keys[i], scope))
			return &keymap->keys[i];
	return NULL;
}

/* --- verbs --- */

static const struct verb *find_in_table(const struct verb *table, size_t n, struct span name)
{
	for (size_t i = 0; i < n; i++)
		if ((table[i].where & VERB_SCREEN) && span_equals(name, table[i].name))
			return &table[i];
	return NULL;
}

static const struct verb *find_verb(struct span name)
{
	const struct verb *verb = find_in_table(screen_verbs, n_screen_verbs, name);
	return verb ? verb : find_in_table(shell_verbs, n_shell_verbs, name);
}

const struct verb *keymap_verb(const char *name, struct error *err)
{
	const struct verb *verb = find_verb(span_of(name));
	/* None of both tables: the error names the nearest. */
	return verb ? verb : verb_find(screen_verbs, n_screen_verbs, name, VERB_SCREEN, err);
}

const struct verb *binding_verb(const struct binding *binding)
{
	struct span rest = span_of(binding->line), name = {0};
	span_next_part(&rest, ' ', &name);
	return find_verb(name);
}

const char *binding_help(const struct binding *binding)
{
	const struct verb *verb = binding_verb(binding);
	return verb ? verb->help : "";
}
