#include "ui/keymap.h"

#include <string.h>

#include "base/str.h"

/* --- which key --- */

static bool begins(const struct key *key, const uint32_t *typed, size_t n)
{
	return key->n_strokes >= n && memcmp(key->strokes, typed, n * sizeof *typed) == 0;
}

bool key_is_same(const struct key *key, const struct key *other)
{
	return key->n_strokes == other->n_strokes && begins(key, other->strokes, other->n_strokes);
}

static bool does_nothing(const struct key *key)
{
	return !*key->binding.line;
}

bool keymap_holds(const struct keymap *keymap, const struct key *key, enum key_scope scope)
{
	if (key->binding.scope == scope)
		return true;
	for (size_t i = 0; i < keymap->n; i++)
		if (keymap->keys[i].binding.scope == scope && key_is_same(&keymap->keys[i], key))
			return false;
	return key->binding.scope == SCOPE_ANY;
}

enum keys_match keymap_find(const struct keymap *keymap, enum key_scope scope, const uint32_t *typed,
			    size_t n, const struct key **found)
{
	enum keys_match match = KEYS_UNKNOWN;
	for (size_t i = 0; i < keymap->n && match != KEYS_FOUND; i++) {
		const struct key *key = &keymap->keys[i];
		if (does_nothing(key) || !begins(key, typed, n) || !keymap_holds(keymap, key, scope))
			continue;
		match = key->n_strokes == n ? KEYS_FOUND : KEYS_MORE;
		*found = key;
	}
	return match;
}

bool keymap_in_force(const struct keymap *keymap, const struct key *key, enum key_scope scope)
{
	return key->verb && !(key->verb->where & keymap->refused) && keymap_holds(keymap, key, scope);
}

const char *keymap_hint(const struct key *key, enum key_scope scope)
{
	for (size_t i = 0; i < n_bindings; i++) {
		bool is_here = bindings[i].scope == scope || bindings[i].scope == SCOPE_ANY;
		if (is_here && bindings[i].hint && str_equals(bindings[i].line, key->binding.line))
			return bindings[i].hint;
	}
	return NULL;
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

bool keymap_binds(const struct keymap *keymap, const struct verb *verb)
{
	for (size_t i = 0; i < keymap->n; i++) {
		const struct key *key = &keymap->keys[i];
		if (key->verb == verb && keymap_in_force(keymap, key, key->binding.scope))
			return true;
	}
	return false;
}

void keymap_print_way(const struct keymap *keymap, enum key_scope scope, const char *verb, struct str *out)
{
	const struct key *key = keymap_key(keymap, scope, verb, "");
	if (key)
		str_add(out, key->binding.keys);
	else
		str_addf(out, ":%s", verb);
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

bool keymap_is_later(const char *name)
{
	for (size_t i = 0; i < n_later_verbs; i++)
		if (str_equals(later_verbs[i], name))
			return true;
	return false;
}

const struct verb *keymap_verb(const char *name, struct error *err)
{
	const struct verb *verb = find_verb(span_of(name));
	if (!verb && keymap_is_later(name)) {
		error_set(err, FAULT_USAGE, "%s: a later version of bugclock has it", name);
		return NULL;
	}
	if (!verb && verb_find(shell_verbs, n_shell_verbs, name, VERB_SHELL, err)) {
		error_set(err, FAULT_USAGE, "`%s` is a command for the shell, not for the screen", name);
		return NULL;
	}
	/* None of both tables: the error names the nearest. */
	return verb ? verb : verb_find(screen_verbs, n_screen_verbs, name, VERB_SCREEN, err);
}
