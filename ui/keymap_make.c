/* A keymap of the tables and of the configuration (ui/keymap.h). */
#include <assert.h>
#include <string.h>

#include "ui/key_line.h"
#include "ui/keymap.h"

/* --- the keys of the user --- */

/* Always false. */
static bool refuse(const struct setting *from, struct error *err)
{
	err->fault = FAULT_CONFIG;
	return error_prefix(err, "%s:%u: %s: ", from->file, from->line, from->instance);
}

static bool is_one_key(struct span word, struct arena *home)
{
	uint32_t strokes[STROKES_MAX];
	size_t n;
	return strokes_parse(span_dup(home, word), strokes, &n) && n == 1;
}

static bool unknown_screen(struct span word, struct error *err)
{
	struct str known = {0};
	for (enum key_scope scope = SCOPE_ANY + 1; scope < SCOPES; scope++)
		str_addf(&known, "%s%s", known.len > 0 ? ", " : "", scope_names[scope]);
	error_set(err, FAULT_CONFIG, "no screen is called `%.*s`; there are %s", (int)word.len, word.at,
		  str_text(&known));
	str_free(&known);
	return false;
}

/* "page o": a first word that is no key is the name of a screen. */
static bool take_scope(struct span *written, struct arena *home, enum key_scope *scope, struct error *err)
{
	struct span rest = *written, word;
	*scope = SCOPE_ANY;
	if (!span_next_part(&rest, ' ', &word) || rest.len == 0 || is_one_key(word, home))
		return true;
	for (*scope = SCOPE_ANY + 1; *scope < SCOPES; (*scope)++)
		if (span_equals(word, scope_names[*scope])) {
			*written = rest;
			return true;
		}
	return unknown_screen(word, err);
}

static bool read_keys(struct key *key, const char *written, struct arena *home, struct error *err)
{
	struct span keys = span_of(written);
	if (!take_scope(&keys, home, &key->binding.scope, err))
		return false;
	key->binding.keys = span_dup(home, span_trim(keys));
	return strokes_parse(key->binding.keys, key->strokes, &key->n_strokes) ||
	       error_set(
		       err, FAULT_CONFIG,
		       "`%s` is no key; write o, gg, ^L or a name such as Enter, and `page o` for one screen",
		       key->binding.keys);
}

static bool check_new(const struct keymap *keymap, const struct key *key, struct error *err)
{
	for (size_t i = 0; i < keymap->n; i++) {
		const struct key *other = &keymap->keys[i];
		if (other->from && other->binding.scope == key->binding.scope && key_is_same(other, key))
			return error_set(err, FAULT_CONFIG, "the same key as `%s` in line %u; keep one",
					 other->from->instance, other->from->line);
	}
	return true;
}

/* Where a key of this line stands in hints and help: before bugclock's own. */
static size_t place_of(const struct keymap *keymap, const struct binding *binding)
{
	for (size_t i = 0; i < keymap->n; i++) {
		const struct binding *other = &keymap->keys[i].binding;
		bool is_wide_enough = binding->scope == SCOPE_ANY || binding->scope == other->scope;
		if (is_wide_enough && str_equals(other->line, binding->line))
			return i;
	}
	return keymap->n;
}

static void insert(struct keymap *keymap, struct key key)
{
	size_t at = place_of(keymap, &key.binding);
	struct key *place = &keymap->keys[at];
	memmove(place + 1, place, (keymap->n - at) * sizeof *place);
	*place = key;
	keymap->n++;
}

static bool add_setting(struct keymap *keymap, const struct config *config, const struct setting *from,
			struct arena *home, struct error *err)
{
	struct key key = {.binding.line = from->value, .from = from};
	if (!read_keys(&key, from->instance, home, err) || !check_new(keymap, &key, err) ||
	    !key_read_line(&key, home, err) || !key_check_line(&key, config, home, err))
		return refuse(from, err);
	insert(keymap, key);
	return true;
}

/* --- what the user's keys take the place of --- */

static bool replaces(const struct key *key, const struct key *own)
{
	return key->from && !own->from && key_is_same(key, own) &&
	       (key->binding.scope == SCOPE_ANY || key->binding.scope == own->binding.scope);
}

static bool is_replaced(const struct keymap *keymap, const struct key *own)
{
	for (size_t i = 0; i < keymap->n; i++)
		if (replaces(&keymap->keys[i], own))
			return true;
	return false;
}

static void drop_replaced(struct keymap *keymap, struct arena *home)
{
	struct key *left = arena_array(home, keymap->n, sizeof *left);
	size_t n = 0;
	for (size_t i = 0; i < keymap->n; i++)
		if (!is_replaced(keymap, &keymap->keys[i]))
			left[n++] = keymap->keys[i];
	keymap->keys = left;
	keymap->n = n;
}

/* --- no binding in a scope is a prefix of another --- */

static bool is_cut_off(const struct key *key, const struct key *longer)
{
	return *key->binding.line && *longer->binding.line && key->n_strokes < longer->n_strokes &&
	       memcmp(key->strokes, longer->strokes, key->n_strokes * sizeof *key->strokes) == 0;
}

/* Bugclock's own do not clash (a test says so), so one of them is the user's, or both. */
static bool clash(const struct key *key, const struct key *longer, struct error *err)
{
	struct str advice = {0};
	if (longer->from && key->from)
		str_add(&advice, "take another key for one of them");
	else
		str_addf(&advice, "take another key, or free it: %s =",
			 longer->from ? key->binding.keys : longer->binding.keys);
	error_set(err, FAULT_CONFIG, "`%s` (%s) could never be typed after `%s` (%s); %s",
		  longer->binding.keys, longer->binding.line, key->binding.keys, key->binding.line,
		  str_text(&advice));
	str_free(&advice);
	return refuse(longer->from ? longer->from : key->from, err);
}

static bool check_scope(const struct keymap *keymap, enum key_scope scope, struct error *err)
{
	for (size_t i = 0; i < keymap->n; i++) {
		const struct key *key = &keymap->keys[i];
		for (size_t k = 0; k < keymap->n; k++) {
			const struct key *longer = &keymap->keys[k];
			if (is_cut_off(key, longer) && keymap_holds(keymap, key, scope) &&
			    keymap_holds(keymap, longer, scope))
				return clash(key, longer, err);
		}
	}
	return true;
}

static bool check_prefixes(const struct keymap *keymap, struct error *err)
{
	for (enum key_scope scope = SCOPE_ANY + 1; scope < SCOPES; scope++)
		if (!check_scope(keymap, scope, err))
			return false;
	return true;
}

/* --- all --- */

static bool add_own(struct keymap *keymap, const struct binding *binding, struct arena *home,
		    struct error *err)
{
	struct key *key = &keymap->keys[keymap->n++];
	key->binding = *binding;
	return strokes_parse(binding->keys, key->strokes, &key->n_strokes) && key_read_line(key, home, err);
}

bool keymap_make(struct keymap *keymap, const struct config *config, struct arena *home, struct error *err)
{
	keymap->keys = arena_array(home, n_bindings + config->n_settings, sizeof *keymap->keys);
	keymap->n = 0;
	keymap->refused = verbs_refused(&config->globals);
	for (size_t i = 0; i < n_bindings; i++) {
		bool is_right = add_own(keymap, &bindings[i], home, err);
		assert(is_right);
		(void)is_right;
	}
	for (size_t i = 0; i < config->n_settings; i++)
		if (config->settings[i].option->section == SECTION_KEYS &&
		    !add_setting(keymap, config, &config->settings[i], home, err))
			return false;
	drop_replaced(keymap, home);
	return check_prefixes(keymap, err);
}
