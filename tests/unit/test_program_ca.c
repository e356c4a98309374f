/* bugclock --ca NAME from outside: any CA's page, with a team that is inferred and said to be so. */
#include "program_fixture.h"

#define BUNDLE "--bundle tests/data/examples/bundle.json"
#define CA "--ca 'Example Trust' " BUNDLE " " AT_NOON

static void assert_says(const char *text, const char *wanted)
{
	if (!strstr(text, wanted))
		fail_msg("not said: %s\n%s", wanted, text);
}

static void assert_silent_on(const char *text, const char *unwanted)
{
	if (strstr(text, unwanted))
		fail_msg("said: %s\n%s", unwanted, text);
}

static void a_table_marks_each_countdown_and_says_whose_team_is_meant(void **state)
{
	struct result result = run(CA " list");

	(void)state;
	assert_int_equal(result.exit_code, 0);
	assert_says(result.out, "!    ≈-1d 03h first answer        2   ");
	assert_says(result.out, "          10d closing             12  ");
	assert_says(result.out, " ≈Thu 19 09:00 ");
	assert_string_equal(result.err, "bugclock: ≈ inferred team of Example Trust: ana\n");
	result_free(&result);
}

/* Programs read numbers and moments: they know that they asked for an inferred team. */
static void json_and_csv_are_what_they_are_without(void **state)
{
	struct result json = run(CA " list --format json"), csv = run(CA " list --format csv");

	(void)state;
	assert_says(json.out, "\"due\":\t\"2026-11-19T09:00:00Z\"");
	assert_says(json.out, "\"owner\":\t\"ana\"");
	assert_silent_on(json.out, "≈");
	assert_silent_on(csv.out, "≈");
	assert_string_equal(json.err, "");
	assert_string_equal(csv.err, "");
	result_free(&json);
	result_free(&csv);
}

static void markdown_why_and_show_mark_due_times(void **state)
{
	char *list = output_of(CA " list --format md"), *why = output_of(CA " why 2"),
	     *show = output_of(CA " show 2"), *document = output_of(CA " show 2 --format md");

	(void)state;
	assert_says(list, "| ! ≈2026-11-19 09:00 UTC |");
	assert_says(why, "I  due ≈2026-11-19 09:00 UTC  overdue by ≈1d 03h");
	assert_says(why, "   due         ≈2026-11-19 09:00 UTC (");
	assert_says(show, "   inferred    team of Example Trust: ana\n");
	assert_says(document, "due ≈2026-11-19 09:00 UTC (overdue)");
	free(list);
	free(why);
	free(show);
	free(document);
}

static void check_marks_what_it_prints(void **state)
{
	struct result result = run(CA " check");

	(void)state;
	assert_int_equal(result.exit_code, 2);
	assert_says(result.out, "overdue  ≈-1d 03h  first answer         2  ana ");
	assert_says(result.err, "inferred team of Example Trust: ana");
	result_free(&result);
}

/* What a message tells to type means the same copy, and is taken by a shell as it stands. */
static void the_cure_that_is_named_is_for_this_ca(void **state)
{
	(void)state;
	assert_fails("--ca \"O'Brien Trust\" check", 69, "run `bugclock --ca 'O'\\''Brien Trust' sync`");
	assert_fails("--ca Example --config tests/data/examples/config check", 69,
		     "run `bugclock --ca Example --config tests/data/examples/config sync`");
}

static void outside_utf_8_the_sign_is_a_tilde(void **state)
{
	char *list;

	(void)state;
	setenv("LANG", "C", 1);
	list = output_of(CA " list");
	assert_says(list, " ~-1d 03h ");
	free(list);
}

static void a_filter_names_members_who_are_inferred(void **state)
{
	char *list = output_of(CA " list owner:ana id:2 --format json");

	(void)state;
	assert_says(list, "\"id\":\t2,");
	free(list);
	assert_fails(CA " list owner:zoe", 64, "owner:zoe");
}

/* An empty answer would look like an all-clear. */
static void a_ca_that_no_bug_is_of_is_an_error_with_the_nearest_names(void **state)
{
	static const char says[] = "--ca: no bug is of `Exampel Trust`; did you mean `Example Trust`?";

	(void)state;
	assert_fails("--ca 'Exampel Trust' " BUNDLE " list", 64, says);
	assert_fails("--ca 'Exampel Trust' " BUNDLE " list --format json", 64, says);
	assert_fails("--ca 'Exampel Trust' " BUNDLE " check", 64, says);
	assert_fails("--ca 'Exampel Trust' " BUNDLE " why 1", 64, says);
	assert_fails("--ca 'Exampel Trust' " BUNDLE " news", 64, says);
	assert_fails("--ca example " BUNDLE " list", 64,
		     "no bug is of `example`; did you mean `Example Trust`?");
	assert_fails("--ca 'X, Y' " BUNDLE " list", 64,
		     "no bug is of `X` or `Y`; name the CA as its bugs do");
}

static void names_count_in_any_case_and_one_of_several_is_enough(void **state)
{
	char *list = output_of("--ca 'Nobody Known,  other  ca' " BUNDLE " " AT_NOON " list --format json");

	(void)state;
	assert_says(list, "\"id\":\t19,");
	assert_silent_on(list, "\"id\":\t1,");
	free(list);
}

static void whoever_answers_for_two_cas_is_of_neither(void **state)
{
	char *list = output_of("--ca 'Harbor Sign' --demo " AT_NOON " list id:1900940 --format json");

	(void)state;
	assert_says(list, "\"assignee\":\t\"ana@example-trust.example\"");
	assert_says(list, "\"owner\":\tnull");
	free(list);
}

static void it_has_no_profile_of_a_configuration(void **state)
{
	(void)state;
	assert_fails("--ca X --profile y list", 64, "--ca and --profile");
	assert_fails("--profile .ca list", 64, "--profile: `.ca` cannot be a name");
}

static void what_is_kept_lies_in_a_profile_of_its_own(void **state)
{
	char *list = output_of(CA " --keep list"), *cache = in_folder("home/.cache/bugclock/.ca/cache.db"),
	     *other = in_folder("home/.cache/bugclock/default");

	(void)state;
	assert_true(os_exists(cache));
	assert_false(os_exists(other));
	free(list);
	free(cache);
	free(other);
}

/* Nobody is me there. */
static void there_is_no_view_of_mine(void **state)
{
	(void)state;
	assert_fails(CA " list --view mine", 64,
		     "there is no view `mine`; there are ours, due, asked, watch");
}

static void doctor_says_whom_it_takes_for_the_team(void **state)
{
	struct result result = run(CA " doctor");

	(void)state;
	assert_says(result.out, "none, and none is needed, profile .ca");
	assert_says(result.out, "inferred: ana\n");
	assert_silent_on(result.out, "who you are");
	result_free(&result);
}

static void a_set_up_asks_for_the_ca_itself(void **state)
{
	(void)state;
	assert_fails("--ca X init", 64, "leave out --ca");
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		T(a_table_marks_each_countdown_and_says_whose_team_is_meant),
		T(json_and_csv_are_what_they_are_without),
		T(markdown_why_and_show_mark_due_times),
		T(check_marks_what_it_prints),
		T(the_cure_that_is_named_is_for_this_ca),
		T(outside_utf_8_the_sign_is_a_tilde),
		T(a_filter_names_members_who_are_inferred),
		T(a_ca_that_no_bug_is_of_is_an_error_with_the_nearest_names),
		T(names_count_in_any_case_and_one_of_several_is_enough),
		T(whoever_answers_for_two_cas_is_of_neither),
		T(it_has_no_profile_of_a_configuration),
		T(what_is_kept_lies_in_a_profile_of_its_own),
		T(there_is_no_view_of_mine),
		T(doctor_says_whom_it_takes_for_the_team),
		T(a_set_up_asks_for_the_ca_itself),
	};
	int failed;

	(void)argc;
	program_find(argv[0]);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(program);
	return failed;
}
