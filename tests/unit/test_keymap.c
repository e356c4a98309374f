#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/option.h"
#include "base/utc.h"
#include "ui/keymap.h"
#include "view/view.h"

#define LINES_MAX 8

static struct arena *home;
static struct setting settings[LINES_MAX];
static struct config config;
/* The program's views, and one of the user's. */
static struct view all_views[16];
/* The program's own keys, until a test makes another. */
static struct keymap keymap;

/* Lines of [keys], "o = view mine", from line 2 on. */
static bool make(const char *const *lines, struct error *err)
{
	config = (struct config){.globals.now_utc = UTC_NONE,
				 .settings = settings,
				 .views = {.at = all_views, .n = n_views + 1}};
	memcpy(all_views, views, n_views * sizeof *views);
	all_views[n_views] = (struct view){.name = "audits"};
	for (; lines[config.n_settings]; config.n_settings++) {
		struct span line = span_of(lines[config.n_settings]);
		const char *equals = strstr(line.at, " =");
		size_t at = (size_t)(equals - line.at);
		settings[config.n_settings] = (struct setting){
			.option = option_find(SECTION_KEYS, ""),
			.instance = span_dup(home, span_sub(line, 0, at)),
			.value = span_dup(home, span_trim(span_sub(line, at + 2, line.len))),
			.file = "c",
			.line = 2 + (unsigned)config.n_settings,
		};
	}
	return keymap_make(&keymap, &config, home, err);
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void make_well(const char *const *lines)
{
	struct error err;
	if (!make(lines, &err))
		fail_msg("%s", err.text);
}

static int set_up(void **state)
{
	(void)state;
	home = arena_new();
	make_well((const char *const[]){NULL});
	return 0;
}

/* The line that is run on a screen of this scope; "more", or NULL when the keys do nothing. */
static const char *line_of(enum key_scope scope, const char *keys)
{
	const struct key *key;
	uint32_t strokes[STROKES_MAX];
	size_t n;
	assert_true(strokes_parse(keys, strokes, &n));
	switch (keymap_find(&keymap, scope, strokes, n, &key)) {
	case KEYS_FOUND:
		return key->binding.line;
	case KEYS_MORE:
		return "more";
	case KEYS_UNKNOWN:
		break;
	}
	return NULL;
}

/* In the order of hints: the keys in force for the line, "x w". */
static const char *keys_for(enum key_scope scope, const char *line)
{
	const char *all = "";
	for (size_t i = 0; i < keymap.n; i++)
		if (str_equals(keymap.keys[i].binding.line, line) &&
		    keymap_in_force(&keymap, &keymap.keys[i], scope))
			all = arena_printf(home, "%s%s%s", all, *all ? " " : "", keymap.keys[i].binding.keys);
	return all;
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
		const char *line;
	} rows[] = {
		{SCOPE_PAGE, "j", "down"},      {SCOPE_PAGE, "g", "more"},  {SCOPE_PAGE, "gg", "first"},
		{SCOPE_PAGE, "gx", NULL},       {SCOPE_PAGE, "q", "quit"},  {SCOPE_BUG, "q", "back"},
		{SCOPE_PAGE, "f", "filter"},    {SCOPE_BUG, "f", NULL},     {SCOPE_HELP, "w", NULL},
		{SCOPE_PAGE, "1", "view ours"}, {SCOPE_WHY, "Esc", "back"}, {SCOPE_BUG, "w", "why"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *line = line_of(rows[i].scope, rows[i].keys);
		assert_true(str_equals(line, rows[i].line));
	}
}

static void the_digits_are_the_views_in_their_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_views; i++) {
		const struct key *key = keymap_key(&keymap, SCOPE_PAGE, "view", views[i].name);
		assert_non_null(key);
		assert_int_equal(key->n_strokes, 1);
		assert_int_equal(key->strokes[0], '1' + i);
	}
	assert_null(keymap_key(&keymap, SCOPE_PAGE, "view", "audits"));
	assert_null(keymap_key(&keymap, SCOPE_BUG, "view", "ours"));
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

/* --- the user's own --- */

static void a_key_holds_on_all_screens_and_takes_the_place_of_what_was_there(void **state)
{
	(void)state;
	make_well(LINES("w = times", "o = view mine"));
	assert_string_equal(line_of(SCOPE_PAGE, "w"), "times");
	assert_string_equal(line_of(SCOPE_BUG, "w"), "times");
	assert_string_equal(line_of(SCOPE_HELP, "w"), "times");
	assert_string_equal(line_of(SCOPE_WHY, "o"), "view mine");
	assert_string_equal(keys_for(SCOPE_PAGE, "why"), "");
}

static void a_key_for_one_screen_holds_there_alone(void **state)
{
	(void)state;
	make_well(LINES("page j = up", "j = last", "bug Enter = back"));
	assert_string_equal(line_of(SCOPE_PAGE, "j"), "up");
	assert_string_equal(line_of(SCOPE_BUG, "j"), "last");
	assert_string_equal(line_of(SCOPE_BUG, "Enter"), "back");
	assert_string_equal(line_of(SCOPE_PAGE, "Enter"), "open");
}

static void an_empty_line_takes_a_key_its_meaning(void **state)
{
	(void)state;
	make_well(LINES("T =", "page q =", "gg ="));
	assert_null(line_of(SCOPE_PAGE, "T"));
	assert_null(line_of(SCOPE_BUG, "T"));
	assert_null(line_of(SCOPE_PAGE, "q"));
	assert_string_equal(line_of(SCOPE_BUG, "q"), "back");
	assert_null(line_of(SCOPE_PAGE, "g"));
	assert_string_equal(keys_for(SCOPE_PAGE, "times"), "");
	assert_string_equal(keys_for(SCOPE_PAGE, "first"), "Home");
}

static void a_freed_key_may_begin_others_or_be_begun(void **state)
{
	(void)state;
	make_well(LINES("gg =", "g = first", "w =", "wo = why", "wd = times"));
	assert_string_equal(line_of(SCOPE_PAGE, "g"), "first");
	assert_string_equal(line_of(SCOPE_PAGE, "w"), "more");
	assert_string_equal(line_of(SCOPE_PAGE, "wd"), "times");
}

static void a_key_that_is_free_on_one_screen_leaves_its_beginning_to_others(void **state)
{
	(void)state;
	make_well(LINES("page gx =", "page Space ="));
	assert_string_equal(line_of(SCOPE_PAGE, "g"), "more");
	assert_string_equal(line_of(SCOPE_PAGE, "gg"), "first");
	assert_null(line_of(SCOPE_PAGE, "gx"));
}

/* So hints and help show the new key where the old one stood. */
static void a_key_stands_where_its_line_stood_with_its_hint(void **state)
{
	size_t at = 0;
	(void)state;
	make_well(LINES("x = why", "w =", "bug y = why"));
	assert_string_equal(keys_for(SCOPE_PAGE, "why"), "x");
	assert_string_equal(keys_for(SCOPE_BUG, "why"), "x y");
	while (!str_equals(keymap.keys[at].binding.keys, "x"))
		at++;
	assert_string_equal(keymap_hint(&keymap.keys[at], SCOPE_PAGE), "why");
	assert_null(keymap_hint(&keymap.keys[at], SCOPE_WHY));
	assert_true(at < 5);
}

static void the_key_of_a_view_is_known(void **state)
{
	(void)state;
	make_well(LINES("page a = view audits", "1 = view Audits"));
	assert_string_equal(keymap_key(&keymap, SCOPE_PAGE, "view", "audits")->binding.keys, "a");
	assert_null(keymap_key(&keymap, SCOPE_PAGE, "view", "ours"));
}

static void a_line_that_wants_more_is_known(void **state)
{
	static const struct {
		const char *line;
		bool is_begun;
	} rows[] = {{"x = view", true},
		    {"x = view mine", false},
		    {"x = filter", false},
		    {"x = filter a=", true},
		    {"x = sort-column", true},
		    {"x = open", false},
		    {"x = filter owner:none", false},
		    {"x = columns due id", false},
		    {"x = sort -due,id", false},
		    {"x = sort-column left", false}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		make_well(LINES(rows[i].line));
		for (size_t k = 0; k < keymap.n; k++)
			if (keymap.keys[k].from)
				assert_int_equal(keymap.keys[k].is_begun, rows[i].is_begun);
	}
}

static void a_verb_to_come_may_be_bound_and_says_so(void **state)
{
	struct error err;
	(void)state;
	make_well(LINES("o = set owner=", "Equals = triage looking", "[ = previous-comment"));
	assert_string_equal(line_of(SCOPE_PAGE, "o"), "set owner=");
	assert_string_equal(keys_for(SCOPE_PAGE, "set owner="), "");
	assert_null(keymap_verb("set", &err));
	assert_string_equal(err.text, "set: a later version of bugclock has it");
}

static void what_cannot_be_is_said_with_file_and_line(void **state)
{
	static const struct {
		const char *first, *second;
		const char *says;
	} rows[] = {
		{"Entr = why", NULL, "c:2: Entr: `Entr` is no key; write o, gg, ^L or a name such as Enter"},
		{"ggggg = why", NULL, "c:2: ggggg: `ggggg` is no key"},
		{"x = why", "pgae o = why",
		 "c:3: pgae o: no screen is called `pgae`; there are page, bug, why, news, help"},
		{"Esc = why", "^[ = why", "c:3: ^[: the same key as `Esc` in line 2; keep one"},
		{"g g = why", "gg =", "c:3: gg: the same key as `g g` in line 2; keep one"},
		{"page o = why", "page  o = open", "c:3: page  o: the same key as `page o` in line 2"},
		{"o = vew mine", NULL, "c:2: o: unknown command `vew`; did you mean `view`?"},
		{"o = filter 'a", NULL, "c:2: o: a quote does not end"},
		{"o = ''", NULL, "c:2: o: unknown command ``"},
		{"o = view mine due", NULL, "c:2: o: view: `due` is one word too many"},
		{"o = why --jsn", NULL, "c:2: o: why has no option --jsn"},
		{"o = view audist", NULL, "c:2: o: there is no view `audist`; there are ours, "},
		{"o = sort due,colour", NULL, "c:2: o: cannot sort by `colour`"},
		{"o = columns due colour", NULL, "c:2: o: no column `colour`"},
		{"o = filter is:overdue labl:x", NULL, "c:2: o: filter, at `labl:x`: no term"},
		{"o = sort-column up", NULL, "c:2: o: sort-column cannot be up; it is one of left|right"},
		{"g = first", NULL,
		 "c:2: g: `gg` (first) could never be typed after `g` (first); take another key, or free it:"
		 " gg ="},
		{"page g = first", NULL, "c:2: page g: `gg` (first) could never be typed after `g` (first)"},
		{"jk = up", NULL,
		 "c:2: jk: `jk` (up) could never be typed after `j` (down); take another key, or free it: j "
		 "="},
		{"x = why", "page xy = open",
		 "c:3: page xy: `xy` (open) could never be typed after `x` (why); take another key for one "
		 "of "
		 "them"},
		{"page xy = open", "page x = why",
		 "c:2: page xy: `xy` (open) could never be typed after `x` (why); take another key for one "
		 "of "
		 "them"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct error err;
		assert_false(make(LINES(rows[i].first, rows[i].second), &err));
		assert_int_equal(err.fault, FAULT_CONFIG);
		if (strncmp(err.text, rows[i].says, strlen(rows[i].says)) != 0)
			fail_msg("expected: %s\n     got: %s", rows[i].says, err.text);
	}
}

static void a_verb_that_the_options_refuse_is_on_no_line_of_help(void **state)
{
	(void)state;
	make_well(LINES("x = clock +60s"));
	assert_string_equal(keys_for(SCOPE_PAGE, "clock +60s"), "");
	assert_string_equal(keys_for(SCOPE_PAGE, "mark-unread"), "M");
	config.globals.now_utc = 0;
	config.globals.is_read_only = true;
	struct error err;
	assert_true(keymap_make(&keymap, &config, home, &err));
	assert_string_equal(keys_for(SCOPE_PAGE, "clock +60s"), "x");
	assert_string_equal(keys_for(SCOPE_PAGE, "mark-unread"), "");
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

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(no_binding_in_a_scope_is_the_prefix_of_another),
		T(keys_are_found_where_they_hold),
		T(the_digits_are_the_views_in_their_order),
		T(a_replaced_binding_is_not_in_force),
		T(a_key_holds_on_all_screens_and_takes_the_place_of_what_was_there),
		T(a_key_for_one_screen_holds_there_alone),
		T(an_empty_line_takes_a_key_its_meaning),
		T(a_freed_key_may_begin_others_or_be_begun),
		T(a_key_that_is_free_on_one_screen_leaves_its_beginning_to_others),
		T(a_key_stands_where_its_line_stood_with_its_hint),
		T(the_key_of_a_view_is_known),
		T(a_line_that_wants_more_is_known),
		T(a_verb_to_come_may_be_bound_and_says_so),
		T(what_cannot_be_is_said_with_file_and_line),
		T(a_verb_that_the_options_refuse_is_on_no_line_of_help),
		T(an_unknown_verb_is_an_error_that_names_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
