#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/keys.h"
#include "ui/stroke.h"
#include "view/view.h"

static void written_keys_are_read(void **state)
{
	static const struct {
		const char *text;
		uint32_t strokes[KEYS_MAX];
		size_t n;
	} rows[] = {
		{"j", {'j'}, 1},
		{"gg", {'g', 'g'}, 2},
		{"G", {'G'}, 1},
		{"^D", {4}, 1},
		{"^[", {STROKE_ESC}, 1},
		{"^", {'^'}, 1},
		{"^^", {0x1E}, 1},
		{"Enter", {STROKE_ENTER}, 1},
		{"PgDn", {STROKE_PAGE_DOWN}, 1},
		{"g Enter", {'g', STROKE_ENTER}, 2},
		{"Space q", {' ', 'q'}, 2},
		{"ä", {0xE4}, 1},
		{"<", {'<'}, 1},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint32_t strokes[KEYS_MAX];
		size_t n;
		assert_true(keys_parse(rows[i].text, strokes, &n));
		assert_int_equal(n, rows[i].n);
		assert_memory_equal(strokes, rows[i].strokes, n * sizeof *strokes);
	}
}

static void keys_that_mean_nothing_are_refused(void **state)
{
	static const char *const rows[] = {"", "  ", "abcde", "Entr", "PageDown", "g g g g g"};
	uint32_t strokes[KEYS_MAX];
	size_t n;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_false(keys_parse(rows[i], strokes, &n));
}

static void printed_keys_can_be_read_again(void **state)
{
	static const uint32_t strokes[] = {'j', 4, STROKE_ESC, STROKE_TAB, ' ', STROKE_HOME, 0xE4, '^', 0x1F};
	(void)state;
	for (size_t i = 0; i < sizeof strokes / sizeof strokes[0]; i++) {
		uint32_t again[KEYS_MAX];
		size_t n;
		struct str text = {0};
		keys_print(&text, strokes[i]);
		assert_true(keys_parse(str_text(&text), again, &n));
		assert_int_equal(n, 1);
		assert_int_equal(again[0], strokes[i]);
		str_free(&text);
	}
}

static void every_binding_can_be_read_and_names_a_verb_with_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_bindings; i++) {
		uint32_t strokes[KEYS_MAX];
		size_t n;
		assert_true(keys_parse(bindings[i].keys, strokes, &n));
		assert_string_not_equal(binding_help(&bindings[i]), "");
	}
}

/* The line of each binding is read by the grammar of its verb. */
static void every_binding_has_the_words_that_its_verb_wants(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_bindings; i++) {
		struct error err;
		struct arena *home = arena_new();
		struct invocation invocation = {.home = home};
		char **words;
		size_t n;
		assert_true(command_split(bindings[i].line, home, &words, &n, &err));
		const struct verb *verb = keys_verb(words[0], &err);
		assert_non_null(verb);
		assert_true(invocation_read(&invocation, verb, words + 1, n - 1, &err));
		arena_free(home);
	}
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
			uint32_t a[KEYS_MAX], b[KEYS_MAX];
			size_t n_a, n_b;
			bool meet = bindings[i].scope == bindings[k].scope ||
				    bindings[k].scope == SCOPE_ANY || bindings[i].scope == SCOPE_ANY;
			assert_true(keys_parse(bindings[i].keys, a, &n_a));
			assert_true(keys_parse(bindings[k].keys, b, &n_b));
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
		uint32_t strokes[KEYS_MAX];
		size_t n;
		assert_true(keys_parse(rows[i].keys, strokes, &n));
		assert_int_equal(keys_find(rows[i].scope, strokes, n, &found), rows[i].match);
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
		assert_int_equal(keys_find(SCOPE_PAGE, &digit, 1, &found), KEYS_FOUND);
		assert_string_equal(found->line, str_text(&line));
		str_free(&line);
	}
}

static void a_replaced_binding_is_not_in_force(void **state)
{
	size_t n_quit = 0, n_back = 0;
	(void)state;
	for (size_t i = 0; i < n_bindings; i++) {
		if (!str_equals(bindings[i].keys, "q"))
			continue;
		n_quit += keys_in_force(&bindings[i], SCOPE_PAGE) && str_equals(bindings[i].line, "quit");
		n_back += keys_in_force(&bindings[i], SCOPE_PAGE) && str_equals(bindings[i].line, "back");
	}
	assert_int_equal(n_quit, 1);
	assert_int_equal(n_back, 0);
}

static void an_unknown_verb_is_an_error_that_names_it(void **state)
{
	struct error err;
	(void)state;
	assert_null(keys_verb("fitler", &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_non_null(str_find_nocase(err.text, "fitler"));
	assert_non_null(str_find_nocase(err.text, "filter"));
}

static void no_two_verbs_of_the_screen_share_a_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_screen_verbs; i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(screen_verbs[i].name, screen_verbs[k].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_keys_are_read),
		cmocka_unit_test(keys_that_mean_nothing_are_refused),
		cmocka_unit_test(printed_keys_can_be_read_again),
		cmocka_unit_test(every_binding_can_be_read_and_names_a_verb_with_help),
		cmocka_unit_test(every_binding_has_the_words_that_its_verb_wants),
		cmocka_unit_test(no_binding_in_a_scope_is_the_prefix_of_another),
		cmocka_unit_test(keys_are_found_where_they_hold),
		cmocka_unit_test(the_digits_are_the_views_in_their_order),
		cmocka_unit_test(a_replaced_binding_is_not_in_force),
		cmocka_unit_test(an_unknown_verb_is_an_error_that_names_it),
		cmocka_unit_test(no_two_verbs_of_the_screen_share_a_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
