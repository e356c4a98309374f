#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/keymap.h"
#include "view/view.h"

/* The program's own keys. */
static struct arena *home;
static struct keymap keymap;

static int set_up(void **state)
{
	(void)state;
	home = arena_new();
	keymap_make(&keymap, home);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(home);
	return 0;
}

static bool begins(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b)
{
	return n_a <= n_b && memcmp(a, b, n_a * sizeof *a) == 0;
}

static void no_binding_in_a_scope_is_the_prefix_of_another(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_bindings; i++)
		for (size_t k = 0; k < n_bindings; k++) {
			uint32_t a[STROKES_MAX], b[STROKES_MAX];
			size_t n_a, n_b;
			bool meet = bindings[i].scope == bindings[k].scope ||
				    bindings[k].scope == SCOPE_ANY || bindings[i].scope == SCOPE_ANY;
			assert_true(strokes_parse(bindings[i].keys, a, &n_a));
			assert_true(strokes_parse(bindings[k].keys, b, &n_b));
			/* A scope may replace what holds everywhere; it cannot say two things itself. */
			bool replaces = n_a == n_b && bindings[i].scope != bindings[k].scope;
			assert_false(i != k && meet && !replaces && begins(a, n_a, b, n_b));
		}
}

static void keys_are_found_where_they_hold(void **state)
{
	static const struct {
		enum key_scope scope;
		const char *keys;
		enum keys_match match;
		const char *line;
	} rows[] = {
		{SCOPE_PAGE, "j", KEYS_FOUND, "down"},      {SCOPE_PAGE, "g", KEYS_MORE, NULL},
		{SCOPE_PAGE, "gg", KEYS_FOUND, "first"},    {SCOPE_PAGE, "gx", KEYS_UNKNOWN, NULL},
		{SCOPE_PAGE, "q", KEYS_FOUND, "quit"},      {SCOPE_BUG, "q", KEYS_FOUND, "back"},
		{SCOPE_PAGE, "f", KEYS_FOUND, "filter"},    {SCOPE_BUG, "f", KEYS_UNKNOWN, NULL},
		{SCOPE_HELP, "w", KEYS_UNKNOWN, NULL},      {SCOPE_WHY, "Esc", KEYS_FOUND, "back"},
		{SCOPE_PAGE, "1", KEYS_FOUND, "view ours"}, {SCOPE_BUG, "w", KEYS_FOUND, "why"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct binding *found;
		uint32_t strokes[STROKES_MAX];
		size_t n;
		assert_true(strokes_parse(rows[i].keys, strokes, &n));
		assert_int_equal(keymap_find(&keymap, rows[i].scope, strokes, n, &found), rows[i].match);
		if (rows[i].line)
			assert_string_equal(found->line, rows[i].line);
	}
}

static void the_digits_are_the_views_in_their_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_views; i++) {
		const struct binding *found;
		uint32_t digit = '1' + (uint32_t)i;
		struct str line = {0};
		str_addf(&line, "view %s", views[i].name);
		assert_int_equal(keymap_find(&keymap, SCOPE_PAGE, &digit, 1, &found), KEYS_FOUND);
		assert_string_equal(found->line, str_text(&line));
		str_free(&line);
	}
}

static void a_replaced_binding_is_not_in_force(void **state)
{
	size_t n_quit = 0, n_back = 0;
	(void)state;
	for (size_t i = 0; i < keymap.n; i++) {
		const struct key *key = &keymap.keys[i];
		if (!str_equals(key->binding.keys, "q") || !keymap_in_force(&keymap, key, SCOPE_PAGE))
			continue;
		n_quit += str_equals(key->binding.line, "quit");
		n_back += str_equals(key->binding.line, "back");
	}
	assert_int_equal(n_quit, 1);
	assert_int_equal(n_back, 0);
}

static void an_unknown_verb_is_an_error_that_names_it(void **state)
{
	struct error err;
	(void)state;
	assert_null(keymap_verb("fitler", &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_non_null(str_find_nocase(err.text, "fitler"));
	assert_non_null(str_find_nocase(err.text, "filter"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_binding_in_a_scope_is_the_prefix_of_another),
		cmocka_unit_test(keys_are_found_where_they_hold),
		cmocka_unit_test(the_digits_are_the_views_in_their_order),
		cmocka_unit_test(a_replaced_binding_is_not_in_force),
		cmocka_unit_test(an_unknown_verb_is_an_error_that_names_it),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
