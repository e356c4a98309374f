/* The set-up in plain lines, as a script or a screen reader has it: through the program, against a server. */
#include "live_fixture.h"

#define CONFIG "home/.config/bugclock/config"

/* The answers, in which @ is the server's address. */
static struct result answer(const struct fake *fake, const char *line, const char *answers)
{
	char *text = format(answers, fake_url(fake));
	struct result result = run_with_input(line, text);

	free(text);
	return result;
}

static void assert_not_written(void)
{
	char *path = in_folder("home/.config");

	assert_false(os_exists(path));
	free(path);
}

static struct fake *start_fake(void)
{
	return fake_with(FAKE_BMO, EXAMPLE_BUGS);
}

static void answers_a_line_make_a_configuration_with_which_commands_work(void **state)
{
	struct fake *fake = start_fake();
	/* Server, CA, members, short and full name, domains, addresses.
	 */
	struct result result = answer(
		fake, "init", "@\nExample Trust\nana@example-trust.example\n\nAna Example\n\n\n\n\n\n\n");
	char *config;

	(void)state;
	if (result.exit_code != 0)
		fail_msg("exit code %d: %s", result.exit_code, result.err);
	assert_string_equal(result.out, "");
	assert_non_null(strstr(result.err, "CA (? lists "));
	assert_non_null(strstr(result.err, "are yours"));
	assert_non_null(strstr(result.err, "/config is written\n"));
	result_free(&result);
	config = read_back(CONFIG);
	assert_non_null(strstr(config, "\nca = Example Trust\n"));
	assert_non_null(strstr(config, "\nmember = ana\n"));
	free(config);
	free(output_of(AT_NOON " sync"));
	config = output_of(AT_NOON " list --format json");
	assert_non_null(strstr(config, "\"owner\":\t\"ana\""));
	free(config);
	fake_stop(fake);
}

static void a_question_mark_lists_what_might_be_answered(void **state)
{
	struct fake *fake = start_fake();
	struct result result = answer(fake, "init", "@\n?\n");

	(void)state;
	assert_non_null(strstr(result.err, "  Example Trust: "));
	result_free(&result);
	fake_stop(fake);
}

static void the_end_of_input_leaves_without_having_written(void **state)
{
	struct fake *fake = start_fake();
	struct result result = answer(fake, "init", "@\nExample Trust");

	(void)state;
	assert_int_equal(result.exit_code, 64);
	assert_non_null(
		strstr(result.err, "\nbugclock: the set-up was left before its end: nothing was written\n"));
	assert_not_written();
	result_free(&result);
	fake_stop(fake);
}

static void three_wrong_answers_end_it(void **state)
{
	struct fake *fake = start_fake();
	struct result result = answer(fake, "init", "@\n\n\n\nExample Trust\n");

	(void)state;
	assert_int_equal(result.exit_code, 64);
	assert_non_null(strstr(result.err, "\nbugclock: CA: this is needed"));
	assert_not_written();
	result_free(&result);
	fake_stop(fake);
}

/* It says so, and ends as a program that a signal ends. */
static void an_interrupt_while_the_server_is_waited_for_leaves(void **state)
{
	struct fake *fake = start_fake();
	char *text = format("@\n", fake_url(fake)), *input = write_file("input", text);
	struct result result;
	pid_t child;

	(void)state;
	fake_add_fault(fake, &(const struct fake_fault){.delay_ms = 600000});
	child = start_from("init", input, "out");
	assert_true(fake_wait_count(fake, NULL, 1, 20000));
	kill(child, SIGINT);
	result = finish(child);
	assert_int_equal(result.signal, SIGINT);
	assert_non_null(
		strstr(result.err, "bugclock: the set-up was left before its end: nothing was written\n"));
	assert_not_written();
	result_free(&result);
	free(input);
	free(text);
	fake_stop(fake);
}

static void a_profile_has_a_configuration_of_its_own(void **state)
{
	struct fake *fake = start_fake();
	static const char answers[] = "@\nExample Trust\n-\n\n\n\n\n\n";
	struct result result = answer(fake, "--profile other init", answers);
	char *config;

	(void)state;
	if (result.exit_code != 0)
		fail_msg("exit code %d: %s", result.exit_code, result.err);
	result_free(&result);
	config = read_back("home/.config/bugclock/other.config");
	assert_non_null(strstr(config, "\nca = Example Trust\n"));
	free(config);
	result = answer(fake, "--profile other init", answers);
	assert_int_equal(result.exit_code, 64);
	assert_non_null(strstr(result.err, "other.config is there already"));
	result_free(&result);
	fake_stop(fake);
}

static void where_nothing_may_be_written_it_does_not_begin(void **state)
{
	(void)state;
	assert_fails("--read-only init", 64, "init writes; leave out --read-only");
	assert_fails("--demo init", 64, "leave out --demo");
	assert_fails("--bundle x init", 64, "leave out --bundle");
	assert_fails("--ca X init", 64, "leave out --ca");
	assert_fails("init --team /nowhere/team.ini", 78, "/nowhere/team.ini");
	assert_not_written();
}

static void without_a_configuration_the_ways_in_are_named(void **state)
{
	(void)state;
	assert_fails("", 78, "`bugclock init` writes ");
	assert_fails("list", 78, "`bugclock --ca NAME` or `bugclock --demo`");
	assert_fails("--profile other list", 78, "`bugclock --profile other init` writes ");
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		T(answers_a_line_make_a_configuration_with_which_commands_work),
		T(a_question_mark_lists_what_might_be_answered),
		T(the_end_of_input_leaves_without_having_written),
		T(three_wrong_answers_end_it),
		T(an_interrupt_while_the_server_is_waited_for_leaves),
		T(a_profile_has_a_configuration_of_its_own),
		T(where_nothing_may_be_written_it_does_not_begin),
		T(without_a_configuration_the_ways_in_are_named),
	};
	int failed;

	(void)argc;
	program_find(argv[0]);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(program);
	return failed;
}
