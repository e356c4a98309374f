/* The program from outside: words in, bytes and exit code out (cli.md). */
#include "live_fixture.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>

#include <sqlite3.h>
#include <sys/resource.h>

#include "base/json.h"
#include "base/utc.h"

/* --- what it says of bugs --- */

static cJSON *parse(const char *text, size_t len)
{
	struct error err = {0};
	cJSON *json = json_parse(text, len, &err);

	if (!json)
		fail_msg("%s: %.200s", err.text, text);
	return json;
}

static cJSON *take(cJSON *object, const char *key)
{
	cJSON *member = cJSON_DetachItemFromObjectCaseSensitive(object, key);

	assert_non_null(member);
	return member;
}

/* The examples say nothing of texts; ledger and action items come later. */
static cJSON *without_what_is_later(cJSON *bug)
{
	cJSON *obligations = cJSON_GetObjectItemCaseSensitive(bug, "obligations");

	cJSON_Delete(take(bug, "ledger"));
	for (int i = cJSON_GetArraySize(obligations) - 1; i >= 0; i--) {
		cJSON *obligation = cJSON_GetArrayItem(obligations, i);
		const char *kind = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(obligation, "kind"));

		cJSON_DeleteItemFromObjectCaseSensitive(obligation, "text");
		if (str_equals(kind, "action-item"))
			cJSON_DeleteItemFromArray(obligations, i);
	}
	return bug;
}

static void the_worked_examples_come_out_of_why(void **state)
{
	struct error err;
	char *got = output_of(EXAMPLES " " AT_NOON
				       " why --json 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20");
	char *wanted = os_read_file("tests/data/examples/why.jsonl", OUTPUT_BYTES_MAX, NULL, &err);
	struct span got_rest = span_of(got), wanted_rest = span_of(wanted), got_line, wanted_line;
	size_t n = 0;

	(void)state;
	for (; span_next_line(&wanted_rest, &wanted_line); n++) {
		cJSON *a, *b;

		assert_true(span_next_line(&got_rest, &got_line));
		a = without_what_is_later(parse(got_line.at, got_line.len));
		b = without_what_is_later(parse(wanted_line.at, wanted_line.len));
		if (!cJSON_Compare(a, b, true))
			fail_msg("wanted %.*s\n   got %.*s", (int)wanted_line.len, wanted_line.at,
				 (int)got_line.len, got_line.at);
		cJSON_Delete(a);
		cJSON_Delete(b);
	}
	assert_int_equal(n, 20);
	assert_false(span_next_line(&got_rest, &got_line));
	free(got);
	free(wanted);
}

static void list_prints_the_members_of_the_contract_ordered_by_due(void **state)
{
	static const char *const members[] = {
		"id",     "summary", "ca",          "status",      "assignee",   "owner",        "buddy",
		"poster", "labels",  "next_update", "last_update", "asked",      "acknowledged", "due",
		"kind",   "kinds",   "overdue",     "flags",       "tasks_open", "tasks_total",  "ticket"};
	char *out = output_of(EXAMPLES " " AT_NOON " list --format json");
	cJSON *list = parse(out, strlen(out));
	const char *due_before = "";
	cJSON *row;

	(void)state;
	assert_int_equal(cJSON_GetArraySize(list), 18); /* all but the closed one and the other CA's */
	cJSON_ArrayForEach(row, list) {
		const char *due = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "due"));

		for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
			if (!cJSON_GetObjectItemCaseSensitive(row, members[i]))
				fail_msg("no %s", members[i]);
		assert_true(!due || strcmp(due_before, due) <= 0);
		due_before = due ? due : "none, which is last";
	}
	cJSON_Delete(list);
	free(out);
}

static void a_filter_of_several_words_is_one_filter(void **state)
{
	char *out = output_of(EXAMPLES " " AT_NOON " list --format json -is:overdue owner:ana asked:'>0'");
	cJSON *list = parse(out, strlen(out));

	(void)state;
	assert_int_equal(cJSON_GetArraySize(list), 3); /* 3, 9 and 13 */
	cJSON_Delete(list);
	free(out);
}

static void others_and_closed_bugs_are_listed_where_they_are_asked_for(void **state)
{
	static const struct {
		const char *words;
		int n;
	} cases[] = {{"--view watch", 1}, {"is:closed", 1}, {"-is:ours", 1}, {"is:ours", 18}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *line = format(EXAMPLES " " AT_NOON " list --format json @", cases[i].words);
		char *out = output_of(line);
		cJSON *list = parse(out, strlen(out));

		assert_int_equal(cJSON_GetArraySize(list), cases[i].n);
		cJSON_Delete(list);
		free(out);
		free(line);
	}
}

static void show_prints_the_conversation(void **state)
{
	static const char *const members[] = {"comments", "obligations", "ledger", "tasks", "notes", "due"};
	char *out = output_of(EXAMPLES " " AT_NOON " show 3 --format json");
	cJSON *bug = parse(out, strlen(out));

	(void)state;
	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
		assert_non_null(cJSON_GetObjectItemCaseSensitive(bug, members[i]));
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(bug, "comments")), 3);
	cJSON_Delete(bug);
	free(out);
	out = output_of(EXAMPLES " " AT_NOON " show 3");
	assert_non_null(strstr(out, "Example Trust: Missing extension"));
	free(out);
}

static void text_from_a_bug_cannot_command_a_terminal(void **state)
{
	static const char bundle[] =
		"{\"bundle\":1,\"base_url\":\"https://"
		"b.example\",\"fetched_at\":\"2026-11-20T12:00:00Z\",\"bugs\":[{"
		"\"id\":1,\"summary\":\"Example Trust: "
		"\\u001b]0;title\\u0007\\u202eevil\",\"status\":\"NEW\","
		"\"resolution\":\"\",\"product\":\"p\",\"component\":\"c\",\"whiteboard\":\"[\\u001b[2J]\","
		"\"creation_time\":\"2026-11-16T09:00:00Z\",\"last_change_time\":\"2026-11-16T09:00:00Z\","
		"\"creator\":\"a\\u009b@x.example\",\"assigned_to\":\"nobody\",\"flags\":[]}],\"comments\":{"
		"\"1\":[{"
		"\"id\":1,"
		"\"count\":0,\"creator\":\"a\\u009b@x.example\",\"time\":\"2026-11-16T09:00:00Z\","
		"\"is_private\":false,\"text\":\"\\u001b[31mred\\u0085\"}]}}";
	static const char *const commands[] = {"list",
					       "list --format json",
					       "list --format csv",
					       "list --format md",
					       "show 1",
					       "show 1 --format json",
					       "show 1 --format md",
					       "why 1",
					       "why 1 --json",
					       "check"};
	char *path = write_file("hostile.json", bundle);

	(void)state;
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		struct str line = {0};
		struct result result;

		str_addf(&line, "--config tests/data/examples/config --bundle %s " AT_NOON " %s", path,
			 commands[i]);
		result = run(str_text(&line));
		assert_true(result.exit_code == 0 || result.exit_code == 2);
		assert_true(strlen(result.out) > 10);
		for (const char *c = result.out; *c; c++)
			if ((unsigned char)*c < ' ' && *c != '\n' && *c != '\t' &&
			    !(c[0] == '\r' && c[1] == '\n'))
				fail_msg("%s prints byte %d", commands[i], *c);
		assert_null(strstr(result.out, "\xe2\x80\xae")); /* U+202E */
		assert_null(strstr(result.out, "\xc2\x9b"));
		assert_null(strstr(result.out, "\xc2\x85"));
		result_free(&result);
		str_free(&line);
	}
	free(path);
}

/* --- check --- */

#define ONE_BUG                                                                                              \
	"{\"bundle\":1,\"base_url\":\"https://"                                                              \
	"b.example\",\"fetched_at\":\"2026-11-16T09:00:00Z\",\"bugs\":[{"                                    \
	"\"id\":7,\"summary\":\"Example Trust: One\",\"status\":\"NEW\",\"resolution\":\"\","                \
	"\"product\":\"CA Program\",\"component\":\"CA Certificate Compliance\",\"whiteboard\":\"\","        \
	"\"creation_time\":\"2026-11-16T09:00:00Z\",\"last_change_time\":\"2026-11-16T09:00:00Z\","          \
	"\"creator\":\"ana@example-trust.example\",\"assigned_to\":\"ana@example-trust.example\",\"flags\":" \
	"[]}],"                                                                                              \
	"\"comments\":{\"7\":[{\"id\":1,\"count\":0,\"creator\":\"ana@example-trust.example\","              \
	"\"time\":\"2026-11-16T09:00:00Z\",\"is_private\":false,\"text\":\"Preliminary Incident "            \
	"Report\"}]}}"

/* The update is owed on Monday the 23rd at 09:00. */
static void check_tells_by_its_exit_code_what_is_due(void **state)
{
	static const struct {
		const char *now, *options;
		int exit_code;
	} cases[] = {
		{"2026-11-18T12:00:00Z", "", 0},
		{"2026-11-19T12:00:00Z", "", 1}, /* a Thursday: soon reaches to Monday */
		{"2026-11-23T09:00:00Z", "", 1}, /* at due itself nothing is overdue */
		{"2026-11-23T09:00:01Z", "", 2},
		{"2026-11-19T12:00:00Z", "--within 48h", 0},
		{"2026-11-18T12:00:00Z", "--within 5d", 1},
		{"2026-11-21T09:00:00Z", "--within 48h", 1},
		{"2026-11-21T08:59:59Z", "--within 48h", 0},
		{"2026-11-24T12:00:00Z", "--within 1m --max-age 1m", 2},
	};
	char *path = write_file("one.json", ONE_BUG);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str line = {0};
		struct result result;

		str_addf(&line, "--config tests/data/examples/config --bundle %s --now %s check %s", path,
			 cases[i].now, cases[i].options);
		result = run(str_text(&line));
		if (result.exit_code != cases[i].exit_code)
			fail_msg("%s: %d %s", str_text(&line), result.exit_code, result.err);
		if (cases[i].exit_code == 0)
			assert_string_equal(result.out, "");
		else
			assert_non_null(strstr(result.out, " 7 "));
		result_free(&result);
		str_free(&line);
	}
	free(path);
}

static void an_old_all_clear_is_none(void **state)
{
	(void)state;
	assert_fails("--config tests/data/examples/config check", 69, "nothing was fetched yet");
}

/* --- sync --- */

static void a_sync_fetches_what_the_other_commands_read(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *options = live_options(fake);
	struct result result;

	(void)state;
	result = run_live(options, "sync");
	assert_int_equal(result.exit_code, 0);
	assert_string_equal(result.out, "");
	assert_string_equal(result.err, ""); /* into a pipe: no progress */
	result_free(&result);
	assert_live(options, "why --json 6", 0, "\"due\":\"2026-12-01T23:59:59Z\"", "");
	assert_live(options, "check", 2, "overdue", "");
	fake_stop(fake);
	free(options);
}

static void what_a_sync_logs_begins_with_the_moment(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *options = live_options(fake), *log;
	int64_t utc = UTC_NONE;

	(void)state;
	assert_live(options, "sync", 0, "", "");
	log = read_back("home/.local/state/bugclock/default/log");
	assert_true(strstr(log, "anonymous\n"));
	log[strcspn(log, " ")] = '\0';
	assert_true(utc_parse(log, &utc));
	free(log);
	fake_stop(fake);
	free(options);
}

static int count_in_cache(const char *sql)
{
	char *path = in_folder("home/.cache/bugclock/default/cache.db");
	sqlite3 *db;
	sqlite3_stmt *statement;
	int count;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	count = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	free(path);
	return count;
}

/* They are made page by page, while the server is at work. */
static void what_a_sync_stored_before_it_failed_has_ready_rows(void **state)
{
	const struct fake_fault gone = {.path = "/bug", .after = 1, .status = 503, .retry_after_s = 60};
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *options = live_options(fake);

	(void)state;
	fake_add_fault(fake, &gone);
	assert_live(options, "sync", 69, "", fake_url(fake));
	assert_in_range(count_in_cache("SELECT count(*) FROM bug"), 10, 19);
	assert_int_equal(count_in_cache("SELECT count(*) FROM bug WHERE id NOT IN (SELECT bug_id FROM page)"),
			 0);
	fake_stop(fake);
	free(options);
}

static void a_server_that_is_gone_is_69_and_the_data_stays(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *options = live_options(fake);

	(void)state;
	assert_live(options, "sync", 0, "", "");
	fake_down(fake);
	assert_live(options, "sync", 69, "", fake_url(fake));
	assert_live(options, "list", 0, "Missing extension", "");
	fake_stop(fake);
	free(options);
}

static void html_instead_of_json_is_refused_and_the_data_stays(void **state)
{
	const struct fake_fault html = {.path = "/bug", .body = FAKE_BODY_HTML};
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *options = live_options(fake);

	(void)state;
	assert_live(options, "sync", 0, "", "");
	fake_add_fault(fake, &html);
	assert_live(options, "sync", 69, "", fake_url(fake));
	assert_live(options, "why --json 6", 0, "next-update", "");
	fake_stop(fake);
	free(options);
}

static void a_refused_key_is_77_and_the_public_data_is_read(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *options = live_options(fake);
	char *line = format("@ sync", options);

	(void)state;
	setenv("BUGCLOCK_API_KEY", "wr0ngwr0ng", 1);
	assert_fails(line, 77, "refused the API key");
	assert_live(options, "list", 0, "Missing extension", "");
	fake_stop(fake);
	free(options);
	free(line);
}

/* "… api_key_command = COMMAND", in place of live_options. */
static char *options_with_key_from(const struct fake *fake, const char *command)
{
	char *options = live_options(fake), *text = read_back("live.config");
	struct str whole = {0};

	str_addf(&whole, "%sapi_key_command = %s\n", text, command);
	free(write_file("live.config", str_text(&whole)));
	str_free(&whole);
	free(text);
	return options;
}

static void a_key_that_cannot_be_had_is_said_and_the_public_data_is_read(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *options = options_with_key_from(fake, "echo locked >&2; exit 1");
	char *line = format("@ sync", options);

	(void)state;
	assert_fails(line, 74, "status 1: locked; try it in a shell; only the public data was read");
	assert_live(options, "list", 0, "Missing extension", "");
	fake_stop(fake);
	free(options);
	free(line);
}

static void where_nothing_is_shown_without_a_key_it_is_said_why_there_is_none(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	struct fake_site site = fake_site(fake);
	char *options = options_with_key_from(fake, "echo locked >&2; exit 1");

	(void)state;
	site.requires_login = true;
	fake_set_site(fake, &site);
	assert_live(options, "sync", 74, "", "status 1: locked; try it in a shell\n");
	fake_stop(fake);
	free(options);
}

/* Names that were read with a key are read again after some were not. */
static void a_pass_without_the_key_is_made_good_by_the_next_with_it(void **state)
{
	const struct fake_user ana = {.login = "ana@example-trust.example", .key = "s3cr3tk3y"};
	const struct fake_comment comment = {
		.bug_id = 1, .who = "steward@root.example", .text = "More?", .when_utc = 1795176000};
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	struct fake_site site = fake_site(fake);
	char *path = write_file("key", ana.key), *command = format("cat @", path);
	char *options = options_with_key_from(fake, command);

	(void)state;
	site.hides_email = true;
	fake_set_site(fake, &site);
	fake_put_user(fake, &ana);
	assert_live(options, "sync", 0, "", "");
	assert_live(options, "show 1 --format json", 0, "ana@example-trust.example", "");
	assert_int_equal(unlink(path), 0);
	fake_comment(fake, &comment);
	assert_live(options, "sync", 74, "", "only the public data was read");
	assert_live(options, "show 1 --format json", 0, "\"names-hidden\"", "");
	free(write_file("key", ana.key));
	assert_live(options, "sync", 0, "", "");
	assert_live(options, "show 1 --format json", 0, "steward@root.example", "");
	fake_stop(fake);
	free(options);
	free(command);
	free(path);
}

static void an_interrupt_ends_a_sync_that_waits_for_its_key(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *begun = in_folder("begun"), *command = format("touch @; sleep 300", begun);
	char *options = options_with_key_from(fake, command), *line = format("@ sync", options);
	pid_t child = start(line, "out");
	struct result result;

	(void)state;
	while (!os_exists(begun))
		poll(NULL, 0, 5);
	assert_int_equal(kill(child, SIGINT), 0);
	result = finish(child);
	assert_int_equal(result.signal, SIGINT);
	result_free(&result);
	fake_stop(fake);
	free(line);
	free(options);
	free(command);
	free(begun);
}

static void data_older_than_max_age_is_69_whatever_is_due(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *options = live_options(fake);
	char *later = format("@", options);

	(void)state;
	assert_live(options, "sync", 0, "", "");
	memcpy(strstr(later, "T12:00"), "T15:00", strlen("T12:00"));
	assert_live(later, "check", 69, "", "3h old");
	assert_live(later, "check --max-age 4h", 2, "overdue", "");
	fake_stop(fake);
	free(options);
	free(later);
}

/* --- mistakes --- */

static void each_kind_of_mistake_has_its_exit_code_and_one_line(void **state)
{
	static const struct {
		const char *line;
		int exit_code;
		const char *says;
	} cases[] = {
		{"lst", 64, "did you mean `list`?"},
		{"--confg x list", 64, "unknown option --confg"},
		{"--demo list --frmat json", 64, "did you mean --format?"},
		{"--demo list --format xml", 64, "table|json"},
		{"--demo list owner:nobody-we-know", 64, "owner"},
		{"--demo list (a", 64, "filter, at `(a`: "},
		{"--demo list is:ours owner:nobody-we-know due:<48h", 64,
		 "filter, at `nobody-we-know due:<48h`: `owner:nobody-we-know`: expected a member"},
		{"--demo list 'a |'", 64, "filter, at its end: a term is missing"},
		{"--demo list --format ''", 64, "--format needs a value: table|json"},
		{"--demo list --sort=", 64, "--sort needs a value: KEYS"},
		{"--demo list --sort nothing", 64, "--sort: "},
		{"--demo list --columns due,nothing", 64, "--columns: no column `nothing`; there are: "},
		{"--demo list --columns waits", 64, "--columns: no column `waits`"},
		{"--demo list --columns 'due due' --format md", 64, "--columns: column `due` is named twice"},
		{"--demo list --columns , --format csv", 64, "--columns: no columns are named"},
		{"--demo list --columns id --format json", 64, "--columns: json always has all members"},
		{"--demo list --view nothing", 64, "--view: there is no view `nothing`; there are ours, "},
		{"completion tcsh", 64, "completion cannot be tcsh; it is one of bash|zsh|fish"},
		{"completion", 64, "completion needs bash|zsh|fish"},
		{"--demo show", 64, "show needs ID"},
		{"--demo show 12x", 64, "`12x` is no bug number"},
		{"--demo check --within soon", 64, "--within: `soon` is no duration"},
		{"--demo --now 2026-02-30T00:00:00Z list", 64, "`2026-02-30T00:00:00Z` is no time"},
		{"--demo show 1", 65, "bug 1 is not"},
		{"--demo show 99999999999", 65, "bug 99999999999 is not"},
		{"--demo show 1000000000000000000", 64, "is no bug number"},
		{"--demo why 1900412 1", 65, "bug 1 is not"},
		{"--bundle /nowhere/b.json list", 74, "/nowhere/b.json"},
		{"--config /nowhere/config list", 78, "/nowhere/config"},
		{"--config /dev/null --offline sync", 64, "--offline"},
		{"list", 78, "no configuration: `bugclock init` writes "},
		{"", 78, "no configuration: `bugclock init` writes "},
		{"--demo", 64, "terminal"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_fails(cases[i].line, cases[i].exit_code, cases[i].says);
	assert_true(is_empty_folder("tmp"));
}

static void a_mistake_in_a_file_names_the_file_and_the_place(void **state)
{
	(void)state;
	assert_fails_with_file("--config @ list", "[team]\ncaa = x\n", 78, "/input:2: unknown key `caa`");
	assert_fails_with_file("--config @ list", "[member ana]\naway = 2026-02-30\n", 78,
			       "/input:2: away: ");
	assert_fails_with_file("--bundle @ list", "{\"bundle\": 1", 65, "/input: ");
	assert_fails_with_file("--bundle @ list", "<!DOCTYPE html><html></html>", 65, "/input: ");
	assert_fails_with_file("--bundle @ list", "", 65, "/input: ");
	assert_fails_with_file("--bundle @ list", "{\"bundle\": 2, \"bugs\": []}", 65, "/input: ");
	assert_fails_with_file("--bundle @ list", "{\"bugs\": [{\"id\": 1}]}", 65, "/input: ");
}

static void without_a_home_it_says_so(void **state)
{
	(void)state;
	unsetenv("HOME");
	assert_fails("list", 78, "HOME");
	assert_fails("--config tests/data/examples/config list", 78, "HOME");
}

static void set_schema(const char *path, int version)
{
	struct str statement = {0};
	sqlite3 *db;

	str_addf(&statement, "PRAGMA user_version = %d", version);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, str_text(&statement), NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	str_free(&statement);
}

static void a_newer_journal_is_left_alone_and_a_newer_cache_is_moved_aside(void **state)
{
	const char *keep =
		"--config tests/data/examples/config --bundle tests/data/examples/bundle.json --keep list";
	char *team = in_folder("home/.local/share/bugclock/default/team.db");
	char *cache = in_folder("home/.cache/bugclock/default/cache.db");
	struct result result;

	(void)state;
	free(output_of(keep));
	set_schema(cache, 9999);
	result = run(keep);
	assert_int_equal(result.exit_code, 0);
	assert_non_null(strstr(result.err, "cache.db"));
	result_free(&result);
	set_schema(team, 9999);
	assert_fails(keep, 65, "team.db");
	free(team);
	free(cache);
}

/* --- the world around it --- */

static void a_bundle_leaves_nothing_behind(void **state)
{
	(void)state;
	free(output_of(EXAMPLES " " AT_NOON " list"));
	free(output_of("--demo list"));
	assert_true(is_empty_folder("tmp"));
	assert_true(is_empty_folder("home"));
}

/* ONE_BUG with another number and another name. */
static char *other_bundle(int id, const char *name)
{
	cJSON *root = parse(ONE_BUG, strlen(ONE_BUG));
	cJSON *bug = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(root, "bugs"), 0);
	cJSON *comments = cJSON_GetObjectItemCaseSensitive(root, "comments");
	struct str key = {0};
	char *text;

	str_addf(&key, "%d", id);
	cJSON_ReplaceItemInObjectCaseSensitive(bug, "id", cJSON_CreateNumber(id));
	cJSON_ReplaceItemInObjectCaseSensitive(bug, "summary", cJSON_CreateString(name));
	cJSON_AddItemToObject(comments, str_text(&key), take(comments, "7"));
	text = cJSON_PrintUnformatted(root);
	cJSON_Delete(root);
	str_free(&key);
	return text;
}

/* It bears the same date, so nothing but reading all of it tells what is new. */
static void a_kept_bundle_takes_the_place_of_the_one_before(void **state)
{
	static const struct {
		int id;
		const char *name;
	} bundles[] = {
		{7, "Example Trust: First"}, {7, "Example Trust: Second"}, {8, "Example Trust: Third"}};

	(void)state;
	for (size_t i = 0; i < sizeof bundles / sizeof bundles[0]; i++) {
		char *text = other_bundle(bundles[i].id, bundles[i].name);
		char *path = write_file("kept.json", text);
		char *line = format(
			"--config tests/data/examples/config --bundle @ --keep list --format json", path);
		char *out = output_of(line);
		cJSON *list = parse(out, strlen(out));

		assert_int_equal(cJSON_GetArraySize(list), 1);
		assert_non_null(strstr(out, bundles[i].name));
		cJSON_Delete(list);
		free(out);
		free(line);
		free(path);
		free(text);
	}
}

static void a_signal_ends_it_and_removes_the_private_store(void **state)
{
	char *fifo = in_folder("fifo");
	char *line = format("--bundle @ list", fifo);
	struct result result;
	pid_t child;
	int end;

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	child = start(line, "out");
	/* Returns when the program has opened the other end: from then on it waits for the bundle. */
	end = open(fifo, O_WRONLY);
	assert_true(end >= 0);
	assert_int_equal(kill(child, SIGTERM), 0);
	result = finish(child);
	assert_int_equal(result.signal, SIGTERM);
	assert_string_equal(result.out, "");
	assert_true(is_empty_folder("tmp"));
	close(end);
	result_free(&result);
	free(line);
	free(fifo);
}

static void what_nohup_has_it_ignore_stays_ignored(void **state)
{
	char *fifo = in_folder("fifo");
	char *line = format("--config tests/data/examples/config --bundle @ list", fifo);
	struct result result;
	pid_t child;
	int end;

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	signal(SIGHUP, SIG_IGN);
	child = start(line, "out");
	signal(SIGHUP, SIG_DFL);
	end = open(fifo, O_WRONLY);
	assert_true(end >= 0);
	assert_int_equal(kill(child, SIGHUP), 0);
	assert_true(write(end, ONE_BUG, strlen(ONE_BUG)) > 0);
	close(end);
	result = finish(child);
	assert_int_equal(result.exit_code, 0);
	assert_non_null(strstr(result.out, " 7 "));
	result_free(&result);
	free(line);
	free(fifo);
}

static void a_full_disk_is_said(void **state)
{
	struct result result = finish(start("--demo list", "/dev/full"));

	(void)state;
	assert_int_equal(result.exit_code, 74);
	assert_non_null(strstr(result.err, "standard output"));
	result_free(&result);
	/* There would be more to say, that nothing is ours, but an error is one line. */
	result = finish(start("--bundle tests/data/examples/bundle.json list", "/dev/full"));
	assert_int_equal(result.exit_code, 74);
	assert_non_null(strstr(result.err, "standard output"));
	assert_ptr_equal(strchr(result.err, '\n'), result.err + strlen(result.err) - 1);
	result_free(&result);
}

/* Otherwise the program would end by SIGXFSZ, and leave its temporary store behind. */
static void a_limit_of_file_sizes_is_a_full_disk(void **state)
{
	struct rlimit old, small;
	struct result result;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = (struct rlimit){.rlim_cur = 4096, .rlim_max = old.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	result = finish(start("--demo list", "out"));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(result.exit_code, 74);
	assert_string_equal(result.out, "");
	assert_ptr_equal(strchr(result.err, '\n'), result.err + strlen(result.err) - 1);
	result_free(&result);
}

static void a_reader_that_goes_away_is_no_error(void **state)
{
	int ends[2];
	struct result result;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		dup2(ends[1], STDOUT_FILENO);
		redirect(STDERR_FILENO, "err");
		become_program("--demo list");
	}
	close(ends[0]);
	close(ends[1]);
	result = finish(child);
	assert_int_equal(result.exit_code, 0);
	assert_string_equal(result.err, "");
	result_free(&result);
}

/* The child is within one write as soon as its first byte is there: the pipe holds less than the list. */
static void a_signal_ends_it_while_nobody_reads(void **state)
{
	int ends[2];
	struct result result;
	pid_t child;
	char byte;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_true(fcntl(ends[1], F_SETPIPE_SZ, 4096) >= 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		redirect(STDERR_FILENO, "err");
		become_program(EXAMPLES " " AT_NOON " list --format json");
	}
	assert_int_equal(read(ends[0], &byte, 1), 1);
	assert_int_equal(kill(child, SIGTERM), 0);
	result = finish(child);
	assert_int_equal(result.signal, SIGTERM);
	assert_string_equal(result.err, "");
	close(ends[0]);
	close(ends[1]);
	result_free(&result);
}

static void a_closed_standard_output_is_no_place_for_a_database(void **state)
{
	struct result result;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		redirect(STDERR_FILENO, "err");
		become_program("--config tests/data/examples/config --bundle tests/data/examples/bundle.json"
			       " --keep list");
	}
	result = finish(child);
	assert_int_equal(result.exit_code, 74);
	result_free(&result);
	free(output_of("--config tests/data/examples/config --offline list"));
}

static void the_clock_may_come_from_the_environment(void **state)
{
	char *given, *taken;

	(void)state;
	given = output_of(EXAMPLES " " AT_NOON " list");
	setenv("BUGCLOCK_NOW", "2026-11-20T12:00:00Z", 1);
	taken = output_of(EXAMPLES " list");
	assert_string_equal(given, taken);
	free(given);
	free(taken);
}

static void a_bundle_without_configuration_says_why_nothing_is_ours(void **state)
{
	static const struct {
		const char *command, *out;
	} cases[] = {{"list --format json", "[]\n"}, {"check", ""}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *line = format("--bundle tests/data/examples/bundle.json @", cases[i].command);
		struct result result = run(line);

		assert_int_equal(result.exit_code, 0);
		assert_string_equal(result.out, cases[i].out);
		assert_non_null(strstr(result.err, "no configuration names a CA"));
		result_free(&result);
		free(line);
	}
}

static void the_view_of_nobody_says_that_nobody_is_me(void **state)
{
	char *path = write_file("config", "[team]\nca = Example Trust\n");
	char *line = format(
		"--config @ --bundle tests/data/examples/bundle.json list --view mine --format json", path);
	struct result result = run(line);

	(void)state;
	assert_int_equal(result.exit_code, 0);
	assert_string_equal(result.out, "[]\n");
	assert_non_null(strstr(result.err, "nobody is me"));
	result_free(&result);
	free(line);
	free(path);
}

/* Runs the dashboard on a terminal of that type. */
static struct result run_on_terminal(const char *term, const char *line)
{
	int terminal;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);
	char bytes[4096];
	struct result result;

	assert_true(child >= 0);
	if (child == 0) {
		setenv("TERM", term, 1);
		redirect(STDERR_FILENO, "err");
		become_program(line);
	}
	while (read(terminal, bytes, sizeof bytes) > 0)
		;
	result = finish(child);
	close(terminal);
	return result;
}

static void an_unknown_terminal_is_bad_usage(void **state)
{
	struct result result = run_on_terminal("no-such-terminal", "--demo");

	(void)state;
	assert_int_equal(result.exit_code, 64);
	assert_non_null(strstr(result.err, "no-such-terminal"));
	result_free(&result);
}

static void help_and_version_need_nothing(void **state)
{
	char *out;

	(void)state;
	unsetenv("HOME");
	out = output_of("--help");
	assert_non_null(strstr(out, "  check "));
	assert_non_null(strstr(out, "  --offline\n"));
	free(out);
	out = output_of("check --help");
	assert_non_null(strstr(out, "--max-age"));
	free(out);
	out = output_of("--version");
	assert_true(strncmp(out, "bugclock ", strlen("bugclock ")) == 0);
	free(out);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		T(the_worked_examples_come_out_of_why),
		T(list_prints_the_members_of_the_contract_ordered_by_due),
		T(a_filter_of_several_words_is_one_filter),
		T(others_and_closed_bugs_are_listed_where_they_are_asked_for),
		T(show_prints_the_conversation),
		T(text_from_a_bug_cannot_command_a_terminal),
		T(check_tells_by_its_exit_code_what_is_due),
		T(an_old_all_clear_is_none),
		T(a_sync_fetches_what_the_other_commands_read),
		T(what_a_sync_logs_begins_with_the_moment),
		T(what_a_sync_stored_before_it_failed_has_ready_rows),
		T(a_server_that_is_gone_is_69_and_the_data_stays),
		T(html_instead_of_json_is_refused_and_the_data_stays),
		T(a_refused_key_is_77_and_the_public_data_is_read),
		T(a_key_that_cannot_be_had_is_said_and_the_public_data_is_read),
		T(where_nothing_is_shown_without_a_key_it_is_said_why_there_is_none),
		T(a_pass_without_the_key_is_made_good_by_the_next_with_it),
		T(an_interrupt_ends_a_sync_that_waits_for_its_key),
		T(data_older_than_max_age_is_69_whatever_is_due),
		T(each_kind_of_mistake_has_its_exit_code_and_one_line),
		T(a_mistake_in_a_file_names_the_file_and_the_place),
		T(without_a_home_it_says_so),
		T(a_newer_journal_is_left_alone_and_a_newer_cache_is_moved_aside),
		T(a_bundle_leaves_nothing_behind),
		T(a_kept_bundle_takes_the_place_of_the_one_before),
		T(a_signal_ends_it_and_removes_the_private_store),
		T(what_nohup_has_it_ignore_stays_ignored),
		T(a_full_disk_is_said),
		T(a_limit_of_file_sizes_is_a_full_disk),
		T(a_reader_that_goes_away_is_no_error),
		T(a_signal_ends_it_while_nobody_reads),
		T(a_closed_standard_output_is_no_place_for_a_database),
		T(the_clock_may_come_from_the_environment),
		T(a_bundle_without_configuration_says_why_nothing_is_ours),
		T(the_view_of_nobody_says_that_nobody_is_me),
		T(an_unknown_terminal_is_bad_usage),
		T(help_and_version_need_nothing),
	};
	int failed;

	(void)argc;
	program_find(argv[0]);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(program);
	return failed;
}
