/* Verbs and global options: what their words may be, and how a mistake is said (app/command.h,
 * app/globals.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/command.h"
#include "app/globals.h"
#include "base/utc.h"

static struct arena *home;

static int set_up(void **state)
{
	(void)state;
	home = arena_new();
	unsetenv("BUGCLOCK_NOW");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(home);
	return 0;
}

static const struct verb bugs = {.name = "bugs", .args = "ID… [--json]"};
static const struct verb page = {.name = "page", .args = "[FILTER] [--view NAME] [--format table|json]"};
static const struct verb side = {.name = "side", .args = "left|right"};

static const struct verb bare = {.name = "bare", .args = ""};

static bool read_line(const struct verb *verb, const char *line, struct invocation *invocation,
		      struct error *err)
{
	char **words;
	size_t n;

	*invocation = (struct invocation){.home = home};
	assert_true(command_split(line, home, &words, &n, err));
	return invocation_read(invocation, verb, words, n, err);
}

static void a_word_too_many_is_told_with_what_there_may_be(void **state)
{
	struct invocation invocation;
	struct error err;

	(void)state;
	assert_false(read_line(&bare, "x", &invocation, &err));
	assert_string_equal(err.text, "bare: `x` is one word too many: bare");
	assert_false(read_line(&page, "a b", &invocation, &err));
	assert_string_equal(err.text, "page: `b` is one word too many: page [FILTER] [--view NAME] "
				      "[--format table|json]");
}

static void words_and_options_may_stand_in_any_order(void **state)
{
	struct invocation invocation;
	struct error err;

	(void)state;
	assert_true(read_line(&bugs, "1 --json 2", &invocation, &err));
	assert_int_equal(invocation.n_words, 2);
	assert_string_equal(invocation.words[1], "2");
	assert_string_equal(invocation_option(&invocation, "--json"), "");
	assert_true(read_line(&page, "--view mine --format=json", &invocation, &err));
	assert_string_equal(invocation_option(&invocation, "--view"), "mine");
	assert_string_equal(invocation_option(&invocation, "--format"), "json");
	assert_null(invocation_option(&invocation, "--json"));
	assert_int_equal(invocation.n_words, 0);
}

static void a_filter_that_begins_with_a_minus_is_no_option(void **state)
{
	struct invocation invocation;
	struct error err;

	(void)state;
	assert_true(read_line(&page, "-is:closed", &invocation, &err));
	assert_string_equal(invocation.words[0], "-is:closed");
	assert_true(read_line(&page, "-- --format", &invocation, &err));
	assert_string_equal(invocation.words[0], "--format");
}

static void words_that_the_grammar_does_not_know_are_refused(void **state)
{
	static const struct {
		const struct verb *verb;
		const char *line, *says;
	} cases[] = {
		{&bugs, "", "bugs needs ID: bugs ID… [--json]"},
		{&bugs, "1 --jsn", "bugs has no option --jsn; did you mean --json?"},
		{&bugs, "1 --demo", "bugs has no option --demo; see `bugclock bugs --help`"},
		{&bugs, "1 --json=yes", "--json takes no value"},
		{&bugs, "1 --json --json", "--json is given twice"},
		{&page, "a b", "page: `b` is one word too many"},
		{&page, "--view", "--view needs a value: NAME"},
		{&page, "--format xml", "--format cannot be xml; it is one of table|json"},
		{&page, "--format=", "--format needs a value: table|json"},
		{&side, "up", "side cannot be up; it is one of left|right"},
		{&page, "--vie x", "page has no option --vie; did you mean --view?"},
	};
	struct invocation invocation;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_false(read_line(cases[i].verb, cases[i].line, &invocation, &err));
		assert_int_equal(err.fault, FAULT_USAGE);
		if (strncmp(err.text, cases[i].says, strlen(cases[i].says)) != 0)
			fail_msg("%s: expected %s, got %s", cases[i].line, cases[i].says, err.text);
	}
}

static void a_bug_number_is_a_whole_number_and_nothing_else(void **state)
{
	static const char *const bad[] = {"0",  "-1", "1x", "x", "1.5", "#12", "99999999999999999999999",
					  "1,2"};
	struct invocation invocation;
	struct error err;
	int64_t id;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_true(read_line(&bugs, bad[i], &invocation, &err));
		assert_false(invocation_bug(&invocation, 0, &id, &err));
		assert_int_equal(err.fault, FAULT_USAGE);
		assert_non_null(strstr(err.text, bad[i]));
	}
	assert_true(read_line(&bugs, "1900412", &invocation, &err));
	assert_true(invocation_bug(&invocation, 0, &id, &err));
	assert_int_equal(id, 1900412);
}

static void a_line_is_split_as_a_shell_does_it(void **state)
{
	static const char line[] = "  filter 'owner: ana' \"a \\\" b\" c\\ d '' e'f'g ";
	static const char *const expected[] = {"filter", "owner: ana", "a \" b", "c d", "", "efg"};
	struct error err;
	char **words;
	size_t n;

	(void)state;
	assert_true(command_split(line, home, &words, &n, &err));
	assert_int_equal(n, sizeof expected / sizeof expected[0]);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(words[i], expected[i]);
	assert_false(command_split("find 'x", home, &words, &n, &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_true(command_split(" \t", home, &words, &n, &err));
	assert_int_equal(n, 0);
}

static void every_verb_is_found_by_its_name_and_has_a_help_line(void **state)
{
	struct error err;
	struct str help = {0};

	(void)state;
	program_help(&help, &(const struct globals){.now_utc = UTC_NONE});
	for (size_t i = 0; i < n_shell_verbs; i++) {
		const struct verb *verb = &shell_verbs[i];

		assert_ptr_equal(verb_find(shell_verbs, n_shell_verbs, verb->name, VERB_SHELL, &err), verb);
		assert_non_null(verb->run);
		assert_non_null(strstr(str_text(&help), verb->args));
	}
	for (size_t i = 0; i < n_global_options; i++)
		assert_non_null(strstr(str_text(&help), global_options[i].help));
	str_free(&help);
}

static void a_mistyped_verb_is_told_the_nearest(void **state)
{
	struct error err;

	(void)state;
	assert_null(verb_find(shell_verbs, n_shell_verbs, "lst", VERB_SHELL, &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_string_equal(err.text, "unknown command `lst`; did you mean `list`?");
	assert_null(verb_find(shell_verbs, n_shell_verbs, "frobnicate", VERB_SHELL, &err));
	assert_string_equal(err.text, "unknown command `frobnicate`; `help` lists them");
	assert_null(verb_find(shell_verbs, n_shell_verbs, "list", VERB_SCREEN, &err));
}

static void what_writes_is_refused_and_left_out_with_read_only(void **state)
{
	static const struct verb verbs[] = {
		{.name = "look", .args = "", .help = "looks", .where = VERB_SHELL},
		{.name = "set", .args = "ID", .help = "sets", .where = VERB_SHELL | VERB_WRITES},
	};
	const struct globals free = {.now_utc = UTC_NONE}, bound = {.now_utc = 0, .is_read_only = true};
	struct str help = {0};
	struct error err;

	(void)state;
	assert_true(verb_allowed(&verbs[0], &bound, &err));
	assert_true(verb_allowed(&verbs[1], &free, &err));
	assert_false(verb_allowed(&verbs[1], &bound, &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_string_equal(err.text, "set writes; leave out --read-only");
	verb_list(&help, verbs, 2, VERB_SHELL, verbs_refused(&free));
	assert_string_equal(str_text(&help), "  look\n        looks\n  set ID\n        sets\n");
	str_clear(&help);
	verb_list(&help, verbs, 2, VERB_SHELL, verbs_refused(&bound));
	assert_string_equal(str_text(&help), "  look\n        looks\n");
	str_free(&help);
}

static void a_verb_for_a_clock_that_stands_still_needs_one(void **state)
{
	static const struct verb clock = {.name = "clock", .args = "", .where = VERB_STILL};
	struct error err;

	(void)state;
	assert_true(verb_allowed(&clock, &(const struct globals){.now_utc = 0}, &err));
	assert_false(verb_allowed(&clock, &(const struct globals){.now_utc = UTC_NONE}, &err));
	assert_int_equal(err.fault, FAULT_USAGE);
}

/* --- global options --- */

static bool read_globals(const char *text, struct command_line *line, struct error *err)
{
	char **words;
	char **argv;
	size_t n;

	assert_true(command_split(text, home, &words, &n, err));
	argv = arena_array(home, n + 2, sizeof *argv);
	argv[0] = arena_strdup(home, "bugclock");
	for (size_t i = 0; i < n; i++)
		argv[i + 1] = words[i];
	return command_line_read((int)n + 1, argv, line, err);
}

static void global_options_end_where_the_command_begins(void **state)
{
	struct command_line line;
	struct error err;

	(void)state;
	assert_true(read_globals("--config c --bundle=b --keep --now 2026-11-20T12:00:00Z list --view mine",
				 &line, &err));
	assert_string_equal(line.globals.config_path, "c");
	assert_string_equal(line.globals.bundle_path, "b");
	assert_true(line.globals.keep);
	assert_false(line.globals.is_demo);
	assert_int_equal(line.globals.now_utc, utc_from_date(2026, 11, 20) + 12 * HOUR_S);
	assert_int_equal(line.n_words, 3);
	assert_string_equal(line.words[0], "list");
	assert_true(read_globals("", &line, &err));
	assert_int_equal(line.n_words, 0);
	assert_int_equal(line.globals.now_utc, UTC_NONE);
}

static void the_clock_may_be_given_in_the_environment(void **state)
{
	struct command_line line;
	struct error err;

	(void)state;
	setenv("BUGCLOCK_NOW", "2026-11-20T00:00:00Z", 1);
	assert_true(read_globals("list", &line, &err));
	assert_int_equal(line.globals.now_utc, utc_from_date(2026, 11, 20));
	assert_true(read_globals("--now 2026-11-21T00:00:00Z list", &line, &err));
	assert_int_equal(line.globals.now_utc, utc_from_date(2026, 11, 21));
	setenv("BUGCLOCK_NOW", "yesterday", 1);
	assert_false(read_globals("list", &line, &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	setenv("BUGCLOCK_NOW", "", 1);
	assert_true(read_globals("list", &line, &err));
}

static void the_key_leaves_the_environment(void **state)
{
	struct command_line line;
	struct error err;
	char *key;

	(void)state;
	setenv("BUGCLOCK_API_KEY", "s3cr3tk3y", 1);
	key = getenv("BUGCLOCK_API_KEY");
	assert_true(read_globals("list", &line, &err));
	assert_string_equal(line.globals.api_key, "s3cr3tk3y");
	assert_null(getenv("BUGCLOCK_API_KEY"));
	assert_string_equal(key, "");
	free(line.api_key);
	setenv("BUGCLOCK_API_KEY", "", 1);
	assert_true(read_globals("list", &line, &err));
	assert_null(line.globals.api_key);
	free(line.api_key);
}

static void wrong_global_options_are_refused(void **state)
{
	static const struct {
		const char *line, *says;
	} cases[] = {
		{"--confg x", "unknown option --confg; did you mean --config?"},
		{"--ca", "--ca needs a value: NAME"},
		{"--ca ''", "--ca needs a value: NAME"},
		{"--ca Example --profile x", "--ca and --profile: --ca has a profile of its own"},
		{"--read-only=no", "--read-only takes no value"},
		{"-x", "unknown option -x"},
		{"--now soon", "--now: `soon` is no time"},
		{"--now 2026-02-30T00:00:00Z", "--now: `2026-02-30T00:00:00Z` is no time"},
		{"--config", "--config needs a value: FILE"},
		{"--config=", "--config needs a value: FILE"},
		{"--demo=yes", "--demo takes no value"},
		{"--keep --keep", "--keep is given twice"},
		{"--demo --bundle b", "--demo and --bundle: only one"},
		{"--profile ../x", "--profile: `../x` cannot be a name"},
		{"--profile ..", "--profile: `..` cannot be a name"},
		{"--profile ''", "--profile: `` cannot be a name"},
	};
	struct command_line line;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_false(read_globals(cases[i].line, &line, &err));
		assert_int_equal(err.fault, FAULT_USAGE);
		if (strncmp(err.text, cases[i].says, strlen(cases[i].says)) != 0)
			fail_msg("%s: expected %s, got %s", cases[i].line, cases[i].says, err.text);
	}
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(words_and_options_may_stand_in_any_order),
		T(a_word_too_many_is_told_with_what_there_may_be),
		T(a_filter_that_begins_with_a_minus_is_no_option),
		T(words_that_the_grammar_does_not_know_are_refused),
		T(a_bug_number_is_a_whole_number_and_nothing_else),
		T(a_line_is_split_as_a_shell_does_it),
		T(every_verb_is_found_by_its_name_and_has_a_help_line),
		T(a_mistyped_verb_is_told_the_nearest),
		T(what_writes_is_refused_and_left_out_with_read_only),
		T(a_verb_for_a_clock_that_stands_still_needs_one),
		T(global_options_end_where_the_command_begins),
		T(the_clock_may_be_given_in_the_environment),
		T(the_key_leaves_the_environment),
		T(wrong_global_options_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
