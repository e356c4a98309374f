/* The verb `bundle`: what it writes is read back as the same bugs, and says nothing that is ours. */
#include <cjson/cJSON.h>

#include "live_fixture.h"

#define ALL "list 'is:open | is:closed' --format json"

/* The same command on the copy of the server, and on the bundle made of it. */
static void assert_same(const char *live, const char *bundle, const char *command)
{
	struct result expected = run_live(live, command), got = run_live(bundle, command);

	assert_int_equal(expected.exit_code, 0);
	if (!str_equals(expected.out, got.out))
		fail_msg("%s: %.400s\nis in the bundle: %.400s%s", command, expected.out, got.out, got.err);
	result_free(&expected);
	result_free(&got);
}

static void assert_same_bugs(const char *live, const char *bundle)
{
	struct result list = run_live(live, ALL);
	cJSON *bugs = cJSON_Parse(list.out), *bug;
	struct str command = {0};

	assert_same(live, bundle, ALL);
	assert_true(cJSON_GetArraySize(bugs) > 1);
	cJSON_ArrayForEach(bug, bugs) {
		int id = cJSON_GetObjectItem(bug, "id")->valueint;

		str_clear(&command);
		str_addf(&command, "show %d --format json", id);
		assert_same(live, bundle, str_text(&command));
		str_clear(&command);
		str_addf(&command, "why %d --json", id);
		assert_same(live, bundle, str_text(&command));
	}
	str_free(&command);
	cJSON_Delete(bugs);
	result_free(&list);
}

static void assert_comes_back(enum fake_kind kind, const char *bugs)
{
	struct fake *fake = fake_with(kind, bugs);
	char *live = live_options(fake), *path = in_folder("bundle.json");
	char *line = format("bundle @", path), *more = format(" --bundle @", path);
	struct str bundle = {0};

	assert_live(live, "sync", 0, "", "");
	assert_live(live, line, 0, "", "");
	fake_down(fake); /* nobody is asked any more */
	str_addf(&bundle, "%s%s", live, more);
	assert_same_bugs(live, str_text(&bundle));
	str_free(&bundle);
	free(more);
	free(line);
	free(path);
	free(live);
	fake_stop(fake);
}

static void what_was_synced_comes_back_from_either_kind_of_server(void **state)
{
	(void)state;
	assert_comes_back(FAKE_BMO, EXAMPLE_BUGS);
	assert_comes_back(FAKE_5X, EXAMPLE_BUGS);
}

static void a_bundle_of_hostile_text_comes_back_as_it_was(void **state)
{
	static const char options[] = "--config tests/data/page.config --now 2026-11-24T14:05:00Z --bundle ";
	char *path = in_folder("again.json"), *line = format("bundle @", path);
	struct str hostile = {0}, again = {0};

	(void)state;
	str_addf(&hostile, "%s tests/data/hostile.json", options);
	str_addf(&again, "%s %s", options, path);
	assert_live(str_text(&hostile), line, 0, "", "");
	assert_same_bugs(str_text(&hostile), str_text(&again));
	str_free(&hostile);
	str_free(&again);
	free(line);
	free(path);
}

static void it_names_the_server_and_the_moment_of_the_last_sync(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *live = live_options(fake);
	char *head = format("{\"bundle\":1,\"base_url\":\"@\",\"fetched_at\":\"2026-11-20T12:00:00Z\"",
			    fake_url(fake));

	(void)state;
	assert_live(live, "sync", 0, "", "");
	assert_live(live, "bundle -", 0, head, "");
	fake_stop(fake);
	free(head);
	free(live);
}

static void private_comments_are_left_out_and_counted(void **state)
{
	char *out;
	struct result result = run("--demo bundle -");

	(void)state;
	assert_int_equal(result.exit_code, 0);
	assert_string_equal(result.err, "bugclock: private comments left out: 1\n");
	assert_null(strstr(result.out, "\"is_private\":true"));
	result_free(&result);
	out = output_of(EXAMPLES " bundle -");
	assert_non_null(strstr(out, "\"history\":{"));
	free(out);
}

static void an_older_bundle_is_replaced_whole_and_for_its_owner_alone(void **state)
{
	char *path = in_folder("bundle.json"), *line = format(EXAMPLES " bundle @", path);
	char *old = write_file("bundle.json", "");
	struct stat status;

	(void)state;
	umask(0);
	assert_int_equal(chmod(path, 0666), 0);
	free(output_of(line)); /* an empty file, as mktemp leaves one */
	free(output_of(line));
	umask(022);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_true(status.st_size > 1000);
	free(old);
	free(line);
	free(path);
}

static void another_file_is_not_overwritten(void **state)
{
	char *path = write_file("thesis.tex", "years of work"), *line = format(EXAMPLES " bundle @", path);
	char *text;

	(void)state;
	assert_fails(line, 64, "is no bundle of bugclock's");
	assert_fails(EXAMPLES " bundle /dev/null", 64, "is no file");
	text = read_back("thesis.tex");
	assert_string_equal(text, "years of work");
	free(text);
	free(line);
	free(path);
}

static void without_a_whole_sync_there_is_nothing_to_hand_on(void **state)
{
	const struct fake_fault broken = {.path = "/bug", .status = 503, .after = 2};
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *live = live_options(fake), *path = in_folder("bundle.json");
	char *line = format("bundle @", path);

	(void)state;
	assert_live(live, line, 65, "", "`sync` first");
	fake_add_fault(fake, &broken);
	assert_live(live, "sync", 69, "", "");
	assert_live(live, line, 65, "", "`sync` first");
	assert_false(os_exists(path));
	fake_stop(fake);
	free(line);
	free(path);
	free(live);
}

static void a_reader_that_goes_away_and_a_full_disk_are_answered(void **state)
{
	struct result result = finish(start(EXAMPLES " bundle -", "/dev/full"));
	char *command = format("@ --demo bundle - | head -c 9", program), *text;
	struct error err;

	(void)state;
	assert_int_equal(result.exit_code, 74);
	result_free(&result);
	text = os_run(command, 1000, 60000, NULL, &err);
	assert_string_equal(text, "{\"bundle\"");
	free(text);
	free(command);
	assert_fails(EXAMPLES " bundle /nowhere/at/all", 74, "cannot write /nowhere/at/all");
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		T(what_was_synced_comes_back_from_either_kind_of_server),
		T(a_bundle_of_hostile_text_comes_back_as_it_was),
		T(it_names_the_server_and_the_moment_of_the_last_sync),
		T(private_comments_are_left_out_and_counted),
		T(an_older_bundle_is_replaced_whole_and_for_its_owner_alone),
		T(another_file_is_not_overwritten),
		T(without_a_whole_sync_there_is_nothing_to_hand_on),
		T(a_reader_that_goes_away_and_a_full_disk_are_answered),
	};
	int failed;

	(void)argc;
	program_find(argv[0]);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(program);
	return failed;
}
