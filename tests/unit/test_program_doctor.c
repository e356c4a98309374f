/* The verb `doctor`: for each thing that can be wrong, the line that says so and how to mend it. */
#include <pty.h>
#include <time.h>

#include "live_fixture.h"

#define KEY "s3cr3tk3y"

static const struct fake_user ana = {.login = "ana@example-trust.example", .key = KEY};

/* Each line of `says` stands at the beginning of one of the sheet's. */
static void assert_says(const char *options, int exit_code, const char *says)
{
	struct result result = run_live(options, "doctor");
	struct span rest = span_of(says), line;

	if (result.exit_code != exit_code)
		fail_msg("exit code %d: %s%s", result.exit_code, result.out, result.err);
	while (span_next_line(&rest, &line)) {
		struct span sheet = span_of(result.out), found = {0};

		while (span_next_line(&sheet, &found))
			if (found.len >= line.len && memcmp(found.at, line.at, line.len) == 0)
				break;
		if (found.len < line.len || memcmp(found.at, line.at, line.len) != 0)
			fail_msg("not said: %.*s\nbut: %s", (int)line.len, line.at, result.out);
	}
	result_free(&result);
}

static struct fake *fake_in_time(enum fake_kind kind)
{
	struct fake *fake = fake_with(kind, EXAMPLE_BUGS);

	fake_set_clock(fake, (int64_t)time(NULL));
	fake_put_user(fake, &ana);
	return fake;
}

static void where_all_is_well_each_line_says_ok(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, "api_key_command = printf s3cr3tk%sy 3");
	struct result result;

	(void)state;
	assert_live(options, "sync", 0, "", "");
	assert_says(options, 0,
		    "ok     permissions:    what bugclock keeps is yours alone\n"
		    "ok     API key:        from api_key_command\n"
		    "ok     login:          the server takes the key for ana@example-trust.example's\n"
		    "ok     clock:          this machine's agrees with the server's\n"
		    "ok     copy:           20 bugs, synced 0s ago\n"
		    "ok     terminal:       xterm, 8 colours, UTF-8\n"
		    "ok     members:        1, each with an account\n"
		    "ok     our bugs:       19, of which 18 are open\n");
	result = run_live(options, "doctor");
	assert_null(strstr(result.out, "warn "));
	assert_null(strstr(result.out, "\x1b")); /* no colour into a file */
	result_free(&result);
	fake_stop(fake);
	free(options);
}

static void a_5x_is_known_and_takes_the_key_too(void **state)
{
	struct fake *fake = fake_in_time(FAKE_5X);
	char *options = options_with(fake, "api_key_command = printf s3cr3tk%sy 3");
	char *line = format("ok     server:         @ answers: 5.x", fake_url(fake));

	(void)state;
	assert_says(options, 0, line);
	assert_says(options, 0, "ok     login:          the server takes the key for ana");
	fake_stop(fake);
	free(line);
	free(options);
}

static void a_clock_that_is_off_is_said_with_its_distance(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, "");

	(void)state;
	fake_set_clock(fake, (int64_t)time(NULL) - 2 * 3600 - 60);
	assert_says(options, 0, "warn   clock:          this machine's is 2h 01m ahead of the server's");
	fake_set_clock(fake, (int64_t)time(NULL) + 2 * 3600 + 90);
	assert_says(options, 0, "warn   clock:          this machine's is 2h 01m behind the server's");
	fake_stop(fake);
	free(options);
}

static void a_key_that_is_not_good_gives_the_exit_code(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options, *path = write_file("key", "wr0ngwr0ng"), *file = format("api_key_file = @", path);

	(void)state;
	options = options_with(fake, file);
	assert_says(options, 77, "wrong  login:          the server refused the API key");
	assert_int_equal(chmod(path, 0644), 0);
	assert_says(options, 78, "wrong  API key:        ");
	free(options);
	options = options_with(fake, "api_key_command = echo locked >&2; exit 1");
	assert_says(options, 74,
		    "wrong  API key:        api_key_command: `echo locked >&2; exit 1` ends with status 1:"
		    " locked; try it in a shell");
	free(options);
	options = options_with(fake, "api_key_command = true");
	assert_says(options, 78,
		    "wrong  API key:        api_key_command: the API key is empty; it should be one word of"
		    " letters and digits");
	free(options);
	options = options_with(fake, "api_key_file = /nowhere/key");
	assert_says(
		options, 74,
		"wrong  API key:        cannot read /nowhere/key: No such file or directory; write the key"
		" there, or name another in `api_key_file`");
	free(options);
	options = options_with(fake, "");
	assert_says(options, 0, "warn   API key:        there is none");
	free(options);
	options = options_with(fake, "api_key_command = echo " KEY);
	assert_says(options, 0, "warn   API key:        it stands in api_key_command");
	free(options);
	fake_stop(fake);
	free(file);
	free(path);
}

static void the_key_of_somebody_else_is_said(void **state)
{
	const struct fake_user ben = {.login = "ben@elsewhere.example", .key = "b3nsk3yb3nsk3y"};
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *path = write_file("key", ben.key), *file = format("api_key_file = @", path);
	char *options = options_with(fake, file);

	(void)state;
	fake_put_user(fake, &ben);
	assert_says(options, 0,
		    "warn   login:          the key is ben@elsewhere.example's, which is no account of member"
		    " ana");
	fake_stop(fake);
	free(options);
	free(file);
	free(path);
}

static void a_broken_configuration_is_said_with_its_line_and_the_rest_is_looked_at(void **state)
{
	char *path = write_file("broken", "[team]\nca = A\nkolour = red\n");
	char *options = format("--config @", path), *line = format("wrong  configuration:  @:3: ", path);

	(void)state;
	assert_says(options, 78, line);
	assert_says(options, 78, "ok     terminal:       xterm");
	assert_says("", 78, "wrong  configuration:  no configuration");
	setenv("TERM", "no-such-terminal", 1);
	assert_says(options, 78, "warn   terminal:       TERM=no-such-terminal: this system knows no such");
	free(line);
	free(options);
	free(path);
}

static void a_server_that_is_gone_is_69_and_what_is_here_is_looked_at(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, ""), *line;

	(void)state;
	assert_live(options, "sync", 0, "", "");
	fake_down(fake);
	line = format(
		"wrong  server:         @: Couldn't connect to server; is the network up, and `url` right?",
		fake_url(fake));
	assert_says(options, 69, line);
	assert_says(options, 69, "ok     copy:           20 bugs");
	fake_stop(fake);
	free(line);
	free(options);
}

static void a_server_that_wants_no_requests_gets_none(void **state)
{
	const struct fake_fault limit = {.status = 429, .body = FAKE_BODY_HTML};
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, ""), *at;

	(void)state;
	/* The block is kept by the clock of --now; doctor, which compares clocks, has the machine's. */
	at = strstr(options, " --now");
	*at = '\0';
	fake_add_fault(fake, &limit);
	assert_live(options, "sync", 69, "", "");
	fake_forget_requests(fake);
	assert_says(options, 0, "warn   server:         http://127.0.0.1");
	assert_int_equal(fake_count(fake, NULL), 0);
	fake_stop(fake);
	free(options);
}

static void offline_asks_nobody(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, ""), *offline = format("@ --offline", options);

	(void)state;
	assert_says(offline, 0, "ok     server:         http://127.0.0.1");
	assert_int_equal(fake_count(fake, NULL), 0);
	fake_stop(fake);
	free(offline);
	free(options);
}

static void spoil(const char *name)
{
	char *path = in_folder(name), noise[2048];
	int file = open(path, O_WRONLY);

	memset(noise, 0xa5, sizeof noise);
	assert_true(file >= 0);
	assert_int_equal(pwrite(file, noise, sizeof noise, 4096), sizeof noise);
	close(file);
	free(path);
}

static void damaged_databases_are_found(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, "");

	(void)state;
	assert_live(options, "sync", 0, "", "");
	spoil("home/.local/share/bugclock/default/team.db");
	assert_says(options, 65, "wrong  team data:      ");
	spoil("home/.cache/bugclock/default/cache.db");
	assert_says(options, 65, "wrong  copy:           ");
	fake_stop(fake);
	free(options);
}

static void a_folder_where_a_database_should_be_is_said_with_its_cure(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, "");
	char *cache = in_folder("home/.cache/bugclock/default/cache.db");
	char *says = format("wrong  copy:           @: is a folder: move it away", cache);
	struct error err;

	(void)state;
	assert_true(os_make_folders(cache, &err));
	assert_says(options, 74, says);
	fake_stop(fake);
	free(says);
	free(cache);
	free(options);
}

static void rights_that_are_too_wide_are_said_with_their_cure(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, ""), *cache = in_folder("home/.cache/bugclock/default");
	char *config = in_folder("live.config");
	struct str lines = {0};

	(void)state;
	assert_live(options, "sync", 0, "", "");
	assert_int_equal(chmod(cache, 0755), 0);
	assert_int_equal(chmod(config, 0666), 0);
	str_addf(&lines,
		 "warn   permissions:    others may change %s, and what it says is done as you; run `chmod "
		 "go-w\n"
		 "warn   permissions:    others have rights to %s (mode 755); run `chmod go= %s`\n",
		 config, cache, cache);
	assert_says(options, 0, str_text(&lines));
	assert_int_equal(chmod(config, 0600), 0);
	assert_int_equal(chmod(cache, 0700), 0);
	assert_int_equal(chmod(folder, 0777), 0);
	str_clear(&lines);
	str_addf(&lines,
		 "warn   permissions:    others may change %s, and what it says is done as you; run `chmod "
		 "go-w "
		 "%s`\n",
		 config, folder);
	assert_says(options, 0, str_text(&lines));
	assert_int_equal(chmod(folder, 01777), 0);
	assert_says(options, 0, "ok     permissions:");
	assert_int_equal(chmod(folder, 0700), 0);
	fake_stop(fake);
	str_free(&lines);
	free(config);
	free(cache);
	free(options);
}

static void what_the_copy_says_of_the_roster_is_told(void **state)
{
	const struct fake_comment comment = {
		.bug_id = 1, .who = "new@example-trust.example", .text = "Hello.", .when_utc = 1795176000};
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, "[member ben]\nbugzilla = ben@elsewhere.example\n[member carla]");

	(void)state;
	fake_comment(fake, &comment);
	fake_change(fake, 1, "assigned_to", "steward@root.example", "steward@root.example", 1795176000);
	fake_change(fake, 1, "summary", "Other CA: like Example Trust", "steward@root.example", 1795176000);
	assert_says(options, 0, "warn   copy:           there is none yet; run `bugclock --config /");
	assert_live(options, "sync", 0, "", "");
	assert_says(options, 0,
		    "warn   members:        without an account: carla;\n"
		    "warn   members:        on no bug here: ben;\n"
		    "warn   perhaps ours:   titles name us: 1;\n"
		    "warn   authors:        new@example-trust.example of our domains is no member; last on "
		    "bug 1:\n");
	fake_stop(fake);
	free(options);
}

/* Advice is for what was typed: with --ca no file names it, and an inferred team has no mail domains. */
static void advice_is_for_what_was_typed(void **state)
{
	char *bundle =
		output_of("--bundle tests/data/examples/bundle.json --ca 'Other CA' " AT_NOON " doctor");

	(void)state;
	assert_non_null(strstr(bundle, "ok     authors:        an inferred team has no mail domains\n"));
	free(bundle);
	bundle = output_of("--bundle tests/data/examples/bundle.json " AT_NOON " doctor");
	assert_non_null(strstr(bundle, "warn   authors:        "));
	free(bundle);
}

static void it_makes_nothing(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, "");

	(void)state;
	assert_says(options, 0, "ok     team data:      nothing was decided yet");
	assert_true(is_empty_folder("home"));
	assert_true(is_empty_folder("tmp"));
	fake_stop(fake);
	free(options);
}

static void without_a_home_it_says_so_and_looks_at_the_rest(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, "");

	(void)state;
	unsetenv("HOME");
	assert_says(options, 78,
		    "wrong  permissions:    HOME is not set to a folder\n"
		    "ok     clock:          this machine's agrees with the server's");
	fake_stop(fake);
	free(options);
}

static void another_that_syncs_is_said_and_not_disturbed(void **state)
{
	struct fake *fake = fake_in_time(FAKE_BMO);
	char *options = options_with(fake, "");
	char *path = in_folder("home/.cache/bugclock/default/sync.lock");
	struct error err;
	bool is_taken;
	int lock;

	(void)state;
	assert_live(options, "sync", 0, "", "");
	lock = os_lock(path, &is_taken, &err);
	assert_true(lock >= 0);
	assert_says(options, 0, "ok     copy:           another bugclock syncs now");
	os_unlock(lock);
	fake_stop(fake);
	free(path);
	free(options);
}

static void only_a_terminal_gets_colours(void **state)
{
	struct str shown = {0};
	char bytes[4096];
	int terminal;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);
	ssize_t n;

	(void)state;
	assert_true(child >= 0);
	if (child == 0)
		become_program("--demo doctor");
	while ((n = read(terminal, bytes, sizeof bytes)) > 0)
		str_add_bytes(&shown, bytes, (size_t)n);
	close(terminal);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_non_null(strstr(str_text(&shown), "\x1b[32mok   \x1b[m  configuration:  the demo's own"));
	str_free(&shown);
}

static void a_bundle_and_the_demo_are_looked_at_too(void **state)
{
	(void)state;
	assert_says("--demo", 0,
		    "ok     server:         none is asked: this is the demo\nok     members:        4,");
	assert_says(EXAMPLES, 0, "ok     copy:           20 bugs");
	assert_fails("--bundle /nowhere/at/all doctor", 74, "/nowhere/at/all");
	assert_true(is_empty_folder("tmp"));
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		T(where_all_is_well_each_line_says_ok),
		T(a_5x_is_known_and_takes_the_key_too),
		T(a_clock_that_is_off_is_said_with_its_distance),
		T(a_key_that_is_not_good_gives_the_exit_code),
		T(the_key_of_somebody_else_is_said),
		T(a_broken_configuration_is_said_with_its_line_and_the_rest_is_looked_at),
		T(a_server_that_is_gone_is_69_and_what_is_here_is_looked_at),
		T(a_server_that_wants_no_requests_gets_none),
		T(offline_asks_nobody),
		T(damaged_databases_are_found),
		T(a_folder_where_a_database_should_be_is_said_with_its_cure),
		T(rights_that_are_too_wide_are_said_with_their_cure),
		T(what_the_copy_says_of_the_roster_is_told),
		T(advice_is_for_what_was_typed),
		T(it_makes_nothing),
		T(without_a_home_it_says_so_and_looks_at_the_rest),
		T(another_that_syncs_is_said_and_not_disturbed),
		T(only_a_terminal_gets_colours),
		T(a_bundle_and_the_demo_are_looked_at_too),
	};
	int failed;

	(void)argc;
	program_find(argv[0]);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(program);
	return failed;
}
