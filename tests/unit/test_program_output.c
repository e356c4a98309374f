/* What the program prints for others: the formats of `list` and `show`, from outside (cli.md). */
#include "program_fixture.h"

#define PAGE "--config tests/data/page.config --bundle tests/data/page.json --now 2026-11-24T14:05:00Z "
#define DEMO "--demo --now 2026-11-24T14:05:00Z "

static void assert_prints(const char *line, const char *wanted)
{
	char *out = output_of(line);

	if (strcmp(out, wanted) != 0)
		fail_msg("%s printed:\n%s\ninstead of:\n%s", line, out, wanted);
	free(out);
}

static void list_prints_the_columns_that_are_asked_for(void **state)
{
	(void)state;
	assert_prints(DEMO "list is:overdue --columns id,owner",
		      "BUG     OWNER\n1900412 ana\n1900555 ana\n1900377 ben\n");
	assert_prints(DEMO "list is:overdue --columns 'owner id' --sort id --format md",
		      "| OWNER | BUG |\n| --- | --- |\n"
		      "| ben | [1900377](https://bugzilla.mozilla.org/show_bug.cgi?id=1900377) |\n"
		      "| ana | [1900412](https://bugzilla.mozilla.org/show_bug.cgi?id=1900412) |\n"
		      "| ana | [1900555](https://bugzilla.mozilla.org/show_bug.cgi?id=1900555) |\n");
	assert_prints(DEMO "list is:overdue --columns 'last_update, waits' --format csv --sort -id",
		      "last_update,waits\r\n\"2026-11-03T14:05:00Z\",\"false\"\r\n"
		      "\"2026-11-15T10:05:00Z\",\"false\"\r\n\"2026-11-17T13:24:00Z\",\"false\"\r\n");
}

static void csv_stands_in_the_order_of_json_with_its_members(void **state)
{
	char *out = output_of(DEMO "list --view watch --format csv");

	(void)state;
	assert_true(strncmp(out, "id,summary,ca,status,assignee,owner,buddy,poster,labels,next_update,",
			    68) == 0);
	free(out);
	assert_prints(DEMO "list is:overdue --columns id --format csv",
		      "id\r\n\"1900412\"\r\n\"1900555\"\r\n\"1900377\"\r\n");
}

static void documents_are_utf_8_whatever_the_locale(void **state)
{
	char *out;

	(void)state;
	setenv("LANG", "C", 1);
	out = output_of(DEMO "list is:closing --format md --columns tasks");
	assert_non_null(strstr(out, "| ✓ |\n"));
	free(out);
	out = output_of(PAGE "list Na --format csv --columns summary");
	assert_non_null(strstr(out, "Naïve façade"));
	free(out);
	out = output_of(PAGE "list Na --format md --columns summary");
	assert_non_null(strstr(out, "Naïve façade"));
	free(out);
}

static void show_prints_markdown(void **state)
{
	char *out = output_of(DEMO "show 1900412 --format md");

	(void)state;
	assert_true(strncmp(out, "# [1900412](https://bugzilla.mozilla.org/show_bug.cgi?id=1900412) Example",
			    70) == 0);
	assert_non_null(strstr(
		out, "\n### Comment 0 by ana@example-trust.example, team, 2026-10-24 08:05 UTC\n\n> "));
	free(out);
}

/* --- help --- */

/* As documented: nothing but 0 says that it is done, unless the verb explains another code. */
static bool is_documented(const struct verb *verb, int exit_code)
{
	char code[16];

	snprintf(code, sizeof code, " %d: ", exit_code);
	return exit_code == 0 || (verb->details && strstr(verb->details, code));
}

static void each_verb_has_an_example_that_works(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_shell_verbs; i++) {
		const struct verb *verb = &shell_verbs[i];
		struct str line = {0};
		struct result result;

		if (!verb->example || strncmp(verb->example, verb->name, strlen(verb->name)) != 0)
			fail_msg("%s has no example", verb->name);
		str_addf(&line, DEMO "%s", verb->example);
		result = run(str_text(&line));
		if (!is_documented(verb, result.exit_code))
			fail_msg("bugclock %s: exit code %d: %s", str_text(&line), result.exit_code,
				 result.err);
		result_free(&result);
		str_clear(&line);
		str_addf(&line, "%s --help", verb->name);
		result = run(str_text(&line));
		assert_int_equal(result.exit_code, 0);
		assert_non_null(strstr(result.out, verb->example));
		result_free(&result);
		str_free(&line);
	}
}

static void config_says_what_is_in_force_and_keeps_the_key_to_itself(void **state)
{
	char *out;

	(void)state;
	setenv("BUGCLOCK_API_KEY", "s3cr3tk3y", 1);
	out = output_of(DEMO "config");
	assert_non_null(strstr(out, "\n[member ana]\nname = Ana Example "));
	assert_non_null(strstr(out, "; the API key comes from BUGCLOCK_API_KEY\n"));
	assert_null(strstr(out, "s3cr3tk3y"));
	unsetenv("BUGCLOCK_API_KEY");
	free(out);
}

/* A shell asks for it at every Tab. */
static void config_makes_no_database(void **state)
{
	char *path = os_path(folder, "home/.cache"), *out;

	(void)state;
	out = output_of("--config tests/data/examples/config config");
	assert_non_null(strstr(out, "[member ben]"));
	assert_false(os_exists(path));
	free(out);
	free(path);
}

static void with_read_only_what_reads_works_as_without(void **state)
{
	char *out = output_of("--read-only " DEMO "list is:overdue --columns id");

	(void)state;
	assert_string_equal(out, "BUG\n1900412\n1900555\n1900377\n");
	free(out);
	assert_prints("--read-only " DEMO "sync", "");
}

/* --- what is new --- */

static void news_tell_of_ours_with_their_deadlines_and_then_of_others(void **state)
{
	(void)state;
	assert_prints(
		EXAMPLES " " AT_NOON " news --since 2026-11-17T12:00:00Z",
		"13    4d 21h  Example Trust: Missing extension in OV certificates\n"
		"  2026-11-18 09:00 UTC  jo  comment 2: \"Why is the second cause not in the summary?\"\n"
		"  due: nothing → answer 2026-11-25 09:00 UTC\n"
		"4    4d 22h  Example Trust: Missing extension in OV certificates\n"
		"  2026-11-18 10:00 UTC  ben  comment 3: \"We are looking into several points.\"\n"
		"  due: weekly 2026-11-24 08:00 UTC → weekly 2026-11-25 10:00 UTC\n"
		"5    4d 22h  Example Trust: Missing extension in OV certificates\n"
		"  2026-11-18 10:00 UTC  ben  comment 3: \"Seventeen.\"\n"
		"  due: weekly 2026-11-24 08:00 UTC → weekly 2026-11-25 10:00 UTC\n"
		"12         -  Example Trust: Missing extension in OV certificates\n"
		"  2026-11-18 09:00 UTC  kim  comment 2: \"This is a final call for comments. I intend to "
		"close this b…\"\n");
	assert_prints(
		DEMO "news --since 1d",
		"1900412   -2d 04h  Example Trust: Delayed revocation of 3,167 OV certificates\n"
		"  2026-11-24 12:05 UTC  k.stone  Next update 12-15 → none\n"
		"1901101    2d 18h  Example Trust: Intermediate certificate missing from the CCADB\n"
		"  2026-11-24 08:05 UTC  lee.park  filed this bug: \"The intermediate \"Example Trust "
		"S/MIME CA 3\" (SHA-256 5c:01…\"\n"
		"  due: nothing → first answer 2026-11-27 08:05 UTC\n"
		"1900940    5d 22h  Harbor Sign / Example Trust: Shared registration authority without an "
		"audit\n"
		"  2026-11-24 11:05 UTC  j.doe  comment 5: \"Were the 25 that are open told to their "
		"subscribers?\"\n"
		"  2026-11-24 11:05 UTC  j.doe  needinfo asked of anybody\n"
		"\n"
		"1901088  Pacifica CA: CPS lacks the section on certificate problem reports  (labels "
		"ca-compliance, policy-failure added, k.stone, 18h ago; filed by pki-compliance, 19h ago)\n"
		"1901077  Nordlicht Trust: S/MIME certificates with an unvalidated display name  (1 comment "
		"by ria.novak, 20h ago)\n");
}

static void news_of_nothing_fetched_say_so(void **state)
{
	struct result result = run("--config tests/data/examples/config " AT_NOON " news");

	(void)state;
	assert_int_equal(result.exit_code, 0);
	assert_string_equal(result.out, "");
	assert_string_equal(result.err, "bugclock: nothing was fetched yet; run `bugclock --config"
					" tests/data/examples/config sync`\n");
	result_free(&result);
}

#define CONFIG_ALONE "--config tests/data/examples/config "

/* Leaves the examples in the profile's cache, as a sync would. */
static void keep_the_examples(void)
{
	struct result result = run(EXAMPLES " --keep " AT_NOON " list");

	assert_int_equal(result.exit_code, 0);
	result_free(&result);
}

static bool says_old(const char *line)
{
	struct result result = run(line);
	bool says = strstr(result.err, " old; run `bugclock ") != NULL;

	assert_int_equal(result.exit_code, 0);
	result_free(&result);
	return says;
}

/* An old all-clear is none. */
static void what_is_read_from_old_data_says_so(void **state)
{
	(void)state;
	keep_the_examples();
	assert_true(says_old(CONFIG_ALONE "--now 2026-11-25T12:00:00Z list"));
	assert_true(says_old(CONFIG_ALONE "--now 2026-11-25T12:00:00Z news --since 1d"));
	assert_false(says_old(CONFIG_ALONE AT_NOON " list"));
	assert_false(says_old(EXAMPLES " --now 2026-11-25T12:00:00Z list"));
}

static void a_cache_that_is_put_aside_is_no_all_clear(void **state)
{
	char *path = in_folder("home/.cache/bugclock/default/cache.db");
	struct result result;
	struct error err;

	(void)state;
	keep_the_examples();
	assert_true(os_write_file(path, "this is no database, and never was", 34, &err));
	result = run(CONFIG_ALONE AT_NOON " list --format json");
	assert_string_equal(result.out, "[]\n");
	assert_non_null(strstr(result.err, "the old file is now"));
	assert_non_null(strstr(result.err, "nothing was fetched yet"));
	result_free(&result);
	free(path);
}

static void news_run_from_a_date_a_duration_or_the_last_look(void **state)
{
	struct result result;

	(void)state;
	assert_prints(EXAMPLES " " AT_NOON " news --since 2026-11-20", "");
	assert_prints(EXAMPLES " " AT_NOON " news --since 1h", "");
	result = run(EXAMPLES " " AT_NOON " news");
	assert_int_equal(result.exit_code, 0);
	assert_non_null(strstr(result.out, "\"Seventeen.\""));
	assert_string_equal(result.err, "bugclock: no earlier look is known: this is the news of 7 days\n");
	result_free(&result);
	result = run(EXAMPLES " " AT_NOON " news --since soon");
	assert_int_equal(result.exit_code, 64);
	result_free(&result);
}

static void what_was_read_is_not_new_and_without_a_look_nothing_is(void **state)
{
	struct error err;
	char *state_folder = in_folder("home/.local/state/bugclock/default");
	char *path = os_path(state_folder, "state");
	static const char marks[] = "baseline 2026-11-17T00:00:00Z\nmark 13 2026-11-18T09:00:00Z\n"
				    "mark 1 2020-01-01T00:00:00Z\nlooked 2026-11-18T09:30:00Z\n";

	(void)state;
	assert_prints(EXAMPLES " " AT_NOON " list is:new --columns id", "BUG\n");
	assert_true(os_make_folders(state_folder, &err) &&
		    os_write_file(path, marks, sizeof marks - 1, &err));
	assert_prints("--keep " EXAMPLES " " AT_NOON " list is:new --columns id --sort id",
		      "BUG\n3\n4\n5\n12\n17\n");
	assert_prints("--keep " EXAMPLES " " AT_NOON " list 13 --columns flags",
		      "FLAGS\nno-buddy, no-poster, closing, no-alias, no-ticket\n");
	assert_prints("--keep " EXAMPLES " " AT_NOON " list id:5 --columns flags --format csv",
		      "flags\r\n\"no-buddy, no-poster, new, no-alias, no-ticket\"\r\n");
	assert_prints("--keep " EXAMPLES " " AT_NOON " news",
		      "4    4d 22h  Example Trust: Missing extension in OV certificates\n"
		      "  2026-11-18 10:00 UTC  ben  comment 3: \"We are looking into several points.\"\n"
		      "  due: weekly 2026-11-24 08:00 UTC → weekly 2026-11-25 10:00 UTC\n"
		      "5    4d 22h  Example Trust: Missing extension in OV certificates\n"
		      "  2026-11-18 10:00 UTC  ben  comment 3: \"Seventeen.\"\n"
		      "  due: weekly 2026-11-24 08:00 UTC → weekly 2026-11-25 10:00 UTC\n");
	free(path);
	free(state_folder);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		T(list_prints_the_columns_that_are_asked_for),
		T(csv_stands_in_the_order_of_json_with_its_members),
		T(documents_are_utf_8_whatever_the_locale),
		T(show_prints_markdown),
		T(each_verb_has_an_example_that_works),
		T(config_says_what_is_in_force_and_keeps_the_key_to_itself),
		T(news_tell_of_ours_with_their_deadlines_and_then_of_others),
		T(news_of_nothing_fetched_say_so),
		T(what_is_read_from_old_data_says_so),
		T(a_cache_that_is_put_aside_is_no_all_clear),
		T(news_run_from_a_date_a_duration_or_the_last_look),
		T(what_was_read_is_not_new_and_without_a_look_nothing_is),
		T(config_makes_no_database),
		T(with_read_only_what_reads_works_as_without),
	};
	int failed;

	(void)argc;
	program_find(argv[0]);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(program);
	return failed;
}
