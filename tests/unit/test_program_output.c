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

static void with_read_only_what_reads_works_as_without(void **state)
{
	char *out = output_of("--read-only " DEMO "list is:overdue --columns id");

	(void)state;
	assert_string_equal(out, "BUG\n1900412\n1900555\n1900377\n");
	free(out);
	assert_prints("--read-only " DEMO "sync", "");
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
		T(with_read_only_what_reads_works_as_without),
	};
	int failed;

	(void)argc;
	program_find(argv[0]);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(program);
	return failed;
}
