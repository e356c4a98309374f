/* Configuration: what is read, what is refused, and how the refusal is said (app/config.h). */
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "config_fixture.h"

/* The text must be refused with exit code 78 and a line that begins with the file and `says`. */
static void assert_refused(const char *text, const char *says)
{
	struct error err;
	struct config *config = load(text, &err);
	char *path = os_path(folder, "c");
	char *expected;

	assert_null(config);
	assert_int_equal(err.fault, FAULT_CONFIG);
	expected = mem_alloc(strlen(path) + strlen(says) + 1);
	strcpy(expected, path);
	strcat(expected, says);
	if (strncmp(err.text, expected, strlen(expected)) != 0)
		fail_msg("expected: %s\n     got: %s", expected, err.text);
	free(expected);
	free(path);
}

static void the_example_of_the_contract_is_read_whole(void **state)
{
	struct config *config = load_well(
		"[me]\n"
		"member = ana\n"
		"[team]\n"
		"ca = Example Trust, Example Trust Services ; names before the colon in bug summaries\n"
		"also = ExampleTrust                        ; other words\n"
		"domains = example-trust.example\n"
		"aliases = incident-response@example-trust.example\n"
		"bots = release-mgmt-account-bot@mozilla.tld, wikibot\n"
		"workdays = Mon-Fri\n"
		"meetings = Mon 14:00, Thu 9:30 UTC         ; this machine's zone, or add UTC\n"
		"\n"
		"[member ana]\n"
		"name = Ana Example\n"
		"bugzilla = ana@example-trust.example\n"
		"former = u654666@disabled.tld\n"
		"buddy = ben\n"
		"topics = S/MIME, audits\n"
		"away = 2026-12-20..2027-01-03, 2027-02-01\n"
		"[member ben]\n"
		"[bugzilla]\n"
		"url = https://bugzilla.mozilla.org/\n"
		"product = CA Program\n"
		"component = CA Certificate Compliance\n"
		"api_key_command = pass show bugzilla       ; or api_key_file\n"
		"ca_file = /etc/ssl/company.pem\n"
		"interval = 5m\n"
		"timeout = 30s\n"
		"[screen]\n"
		"theme = default\n"
		"mouse = no\n"
		"columns = due, kinds, id\n"
		"[view audits]\n"
		"filter = label:audit\n"
		"sort = due\n"
		"[keys]\n"
		"o = set owner=\n"
		"= = triage looking\n"
		"[ = previous-comment\n");
	const struct roster *roster = &config->roster;
	const struct member *ana = roster_member(roster, "ana");

	(void)state;
	assert_string_equal(roster->me, "ana");
	assert_int_equal(roster->n_ca_names, 2);
	assert_string_equal(roster->ca_names[1], "Example Trust Services");
	assert_string_equal(roster->bots[1], "wikibot");
	assert_int_equal(roster->workdays, WORKDAYS_MON_FRI);
	assert_int_equal(roster->n_members, 2);
	assert_string_equal(ana->name, "Ana Example");
	assert_int_equal(ana->n_accounts, 2);
	assert_string_equal(ana->accounts[1], "u654666@disabled.tld");
	assert_string_equal(ana->buddy, "ben");
	assert_string_equal(ana->topics[0], "S/MIME");
	assert_int_equal(ana->n_away, 2);
	assert_int_equal(ana->away[0].to_utc, utc_from_date(2027, 1, 3));
	assert_int_equal(ana->away[1].from_utc, ana->away[1].to_utc);
	assert_int_equal(config->n_meetings, 2);
	assert_false(config->meetings[0].is_utc);
	assert_int_equal(config->meetings[0].minute, 14 * 60);
	assert_true(config->meetings[1].is_utc);
	assert_int_equal(config->meetings[1].weekday, 3);
	assert_string_equal(config->bugzilla.url, "https://bugzilla.mozilla.org");
	assert_string_equal(config->bugzilla.api_key_command, "pass show bugzilla");
	assert_int_equal(config->bugzilla.interval_s, 300);
	assert_false(config->screen.mouse);
	assert_string_equal(config->screen.columns, "due, kinds, id");
	assert_string_equal(config->views.at[n_views].name, "audits");
	assert_string_equal(config->views.at[n_views].filter, "label:audit");
	const struct setting *last = &config->settings[config->n_settings - 1];
	assert_string_equal(last[-2].instance, "o");
	assert_string_equal(last[-2].value, "set owner=");
	assert_string_equal(last[-1].instance, "=");
	assert_string_equal(last[0].instance, "[");
	config_unref(config);
}

static void what_is_not_written_has_its_default(void **state)
{
	struct config *config = load_well("[team]\nca = Example Trust\n");

	(void)state;
	assert_string_equal(config->bugzilla.url, "https://bugzilla.mozilla.org");
	assert_string_equal(config->bugzilla.component, "CA Certificate Compliance");
	assert_int_equal(config->bugzilla.timeout_s, 30);
	assert_int_equal(config->roster.workdays, WORKDAYS_MON_FRI);
	assert_true(config->screen.mouse);
	assert_null(config->roster.me);
	config_unref(config);
}

/* Every row of the table, so that a new one cannot be forgotten here. */
static void every_option_is_listed_with_its_origin(void **state)
{
	struct config *config = load_well("[team]\nca = Example Trust\n\n[bugzilla]\ntimeout = 1m\n");
	size_t expected = 0;

	(void)state;
	for (size_t i = 0; i < n_config_options; i++) {
		const struct option *option = &config_options[i];

		assert_non_null(option->help);
		expected += option->key && !config_sections[option->section].instance;
	}
	assert_int_equal(config->n_settings, expected);
	for (size_t i = 0; i < config->n_settings; i++) {
		const struct setting *setting = &config->settings[i];

		if (!setting->file)
			assert_ptr_equal(setting->value, setting->option->fallback);
		else if (setting->option->section == SECTION_BUGZILLA)
			assert_true(setting->line == 5 && strcmp(setting->value, "1m") == 0);
		else
			assert_int_equal(setting->line, 2);
	}
	config_unref(config);
}

static void marks_line_ends_and_long_lines_of_any_editor_are_fine(void **state)
{
	struct str text = {0};
	struct config *config;

	(void)state;
	str_add(&text, "\xef\xbb\xbf[team]\r\n  # a comment\r\n\tca = a#b;c, d # rest\r\nalso = ");
	str_add_repeat(&text, "x", 100000);
	str_add(&text, "\r\n[member ana]\r\nname = Ana");
	config = load_well(str_text(&text));
	assert_string_equal(config->roster.ca_names[0], "a#b;c");
	assert_string_equal(config->roster.ca_names[1], "d");
	assert_int_equal(strlen(config->roster.also[0]), 100000);
	assert_string_equal(config->roster.members[0].name, "Ana");
	config_unref(config);
	str_free(&text);
}

static void what_cannot_be_read_is_said_with_file_and_line(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"[team]\ncaa = x\n", ":2: unknown key `caa` in [team]; did you mean `ca`?"},
		{"[team]\nfrequency = x\n", ":2: unknown key `frequency` in [team]; bugclock-config(5)"},
		{"[teem]\n", ":1: unknown section [teem]; did you mean `team`?"},
		{"[team]\nca = x\nca = y\n", ":3: `ca` stands in line 2 already"},
		{"[team]\n[me]\n[team]\n", ":3: [team] stands at "},
		{"[member ana]\n[member ana]\n", ":2: [member ana] stands at "},
		{"[member]\n", ":1: [member]: write [member KEY]"},
		{"[me too]\n", ":1: [me too]: write [me] alone"},
		{"[member none]\n", ":1: `none` cannot be a member's key"},
		{"[member Me]\n", ":1: `Me` cannot be a member's key"},
		{"[member a b]\n", ":1: `a b` cannot be a member's key"},
		{"ca = x\n", ":1: a [section] must stand before the first key"},
		{"[team]\nca\n", ":2: neither `key = value` nor"},
		{"[team\nca = x\n", ":1: a section is written [name]"},
		{"[team]\nca = \xff\n", ":2: not UTF-8 text"},
		{"[team]\nca = \x1b[2J\n", ":2: not UTF-8 text"},
		{"[team]\nca = a,,b\n", ":2: ca: `a,,b` is a list with nothing between two commas"},
		{"[team]\ndomains = x.example, @ca.example\n", ":2: domains: `@ca.example` is no domain"},
		{"[team]\naliases = a@x.example b@x.example\n",
		 ":2: aliases: `a@x.example b@x.example` is no account"},
		{"[member ana]\nbugzilla = Ana Example\n", ":2: bugzilla: `Ana Example` is no account"},
		{"[team]\nworkdays = Mon-Fry\n", ":2: workdays: `Mon-Fry` is no day"},
		{"[team]\nworkdays = \n", ":2: workdays: needs a value"},
		{"[team]\nmeetings = Mon\n", ":2: meetings: `Mon` is no meeting"},
		{"[team]\nmeetings = Mon 24:00\n", ":2: meetings: `Mon 24:00` is no meeting"},
		{"[team]\nmeetings = Mon 14:00 CET\n", ":2: meetings: `Mon 14:00 CET` is no meeting"},
		{"[member ana]\naway = 2026-02-30\n", ":2: away: `2026-02-30` is no date that exists"},
		{"[member ana]\naway = 2026-03-02..2026-03-01\n",
		 ":2: away: `2026-03-02..2026-03-01` is an absence"
		 " that ends before it begins"},
		{"[member ana]\naway = @+1d\n", ":2: away: `@+1d` is no date"},
		{"[bugzilla]\nurl = http://bugzilla.mozilla.org\n",
		 ":2: url: `http://bugzilla.mozilla.org` is no"
		 " address"},
		{"[bugzilla]\nurl = bugzilla.mozilla.org\n", ":2: url: `bugzilla.mozilla.org` is no address"},
		{"[bugzilla]\nurl = https://me:pw@b.example\n",
		 ":2: url: `https://me:pw@b.example` is more than"},
		{"[bugzilla]\ninterval = soon\n", ":2: interval: `soon` is no duration"},
		{"[bugzilla]\ninterval = 0s\n", ":2: interval: `0s` is no duration"},
		{"[bugzilla]\ntimeout = 4w\n", ":2: timeout: `4w` is too long"},
		{"[bugzilla]\nproduct =\n", ":2: product: needs a value; without the line it is CA Program"},
		{"[screen]\nmouse = perhaps\n", ":2: mouse: `perhaps` is neither yes nor no"},
		{"[keys]\no = a\no = b\n", ":3: `o` stands in line 2 already"},
		{"[me]\nmember = anna\n[member ana]\n",
		 ":2: member: there is no [member anna]; did you mean `ana`?"},
		{"[member ana]\nbuddy = ben\n", ":2: buddy: there is no [member ben]"},
		{"[member ana]\nbuddy = ana\n", ":2: buddy: name somebody else"},
		{"[bugzilla]\napi_key_file = k\napi_key_command = k\n",
		 ":3: api_key_command and api_key_file both"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_refused(cases[i].text, cases[i].says);
}

static void an_account_that_two_members_have_is_an_error_at_the_second(void **state)
{
	(void)state;
	assert_refused(
		"[member ana]\nbugzilla = a@x.example\nbuddy = ben\n[member ben]\nbugzilla = a@y.example\n"
		"[me]\nmember = ana\n",
		":4: member ben: account a@y.example cannot be told apart from a@x.example");
	assert_refused("[team]\naliases = a@x.example\n[member ana]\nformer = a@x.example\n",
		       ":3: member ana");
}

static void plain_http_is_for_this_machine_only(void **state)
{
	static const char *const good[] = {"http://localhost:8080", "http://127.0.0.1",
					   "http://[::1]:80/bugs"};
	static const char *const bad[] = {"http://localhost.example.com", "http://127.example.com",
					  "http://[::2]", "ftp://localhost", "https://"};
	struct str text = {0};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct config *config;

		str_clear(&text);
		str_addf(&text, "[bugzilla]\nurl = %s\n", good[i]);
		config = load_well(str_text(&text));
		assert_string_equal(config->bugzilla.url, good[i]);
		config_unref(config);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		str_clear(&text);
		str_addf(&text, "[bugzilla]\nurl = %s\n", bad[i]);
		assert_refused(str_text(&text), ":2: url: ");
	}
	str_free(&text);
}

static void workdays_may_run_over_the_end_of_the_week(void **state)
{
	struct config *config = load_well("[team]\nworkdays = Sun-Tue, thu\n");

	(void)state;
	assert_int_equal(config->roster.workdays, 1 << 6 | 1 << 0 | 1 << 1 | 1 << 3);
	config_unref(config);
}

static void the_team_may_stand_in_a_shared_file_beside_this_one(void **state)
{
	const char *team = "[team]\nca = Example Trust\n[member ana]\nbugzilla = a@x.example\n";
	struct config *config;

	(void)state;
	free(write_file("team.ini", team, strlen(team)));
	config = load_well("[me]\nmember = ana\nteam = team.ini\n");
	assert_string_equal(config->roster.ca_names[0], "Example Trust");
	assert_string_equal(config->roster.me, "ana");
	config_unref(config);
	config = load_well("[me]\nteam = ~/team.ini\n");
	assert_int_equal(config->roster.n_members, 1);
	config_unref(config);
}

static void a_shared_file_holds_nothing_personal_and_nothing_twice(void **state)
{
	static const struct {
		const char *team, *says;
	} cases[] = {
		{"[team]\n[bugzilla]\n", "team.ini:2: [bugzilla] is personal"},
		{"[me]\n", "team.ini:1: [me] is personal"},
		{"[member ana]\n", "team.ini:1: [member ana] stands at "},
		{"[team]\nx = y\n", "team.ini:2: unknown key `x` in [team]"},
	};
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		free(write_file("team.ini", cases[i].team, strlen(cases[i].team)));
		assert_null(load("[me]\nteam = team.ini\n[member ana]\n", &err));
		assert_int_equal(err.fault, FAULT_CONFIG);
		assert_non_null(strstr(err.text, cases[i].says));
	}
	assert_null(load("[me]\nteam = nowhere.ini\n", &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, ":2: team: cannot read "));
	assert_non_null(strstr(err.text, "/nowhere.ini"));
}

static void a_file_that_is_not_there_or_no_file_is_a_configuration_error(void **state)
{
	struct error err;
	char *missing = os_path(folder, "missing");

	(void)state;
	assert_null(load_from(missing, &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, missing));
	assert_null(load_from(folder, &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	free(missing);
}

static void a_nul_in_the_file_does_not_cut_it(void **state)
{
	static const char text[] = "[team]\nca = a\0b\n";
	char *path = write_file("c", text, sizeof text - 1);
	struct error err;

	(void)state;
	assert_null(load_from(path, &err));
	assert_non_null(strstr(err.text, "c:2: not UTF-8 text"));
	free(path);
}

static void without_configuration_a_first_start_is_told_what_to_do(void **state)
{
	const struct globals live = {.now_utc = UTC_NONE};
	const struct globals named = {.now_utc = UTC_NONE, .profile = "test"};
	struct error err;

	(void)state;
	assert_null(config_load(&live, &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, "/.config/bugclock/config"));
	assert_non_null(strstr(err.text, "--demo"));
	assert_null(config_load(&named, &err));
	assert_non_null(strstr(err.text, "/.config/bugclock/test.config"));
	unsetenv("HOME");
	assert_null(config_load(&live, &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
}

static void a_bundle_can_be_read_without_configuration(void **state)
{
	const struct globals globals = {.now_utc = UTC_NONE, .bundle_path = "b.json"};
	struct error err;
	struct config *config = config_load(&globals, &err);

	(void)state;
	assert_non_null(config);
	assert_true(config_is_bundle(config));
	assert_int_equal(config->roster.n_ca_names, 0);
	config_unref(config);
}

static void the_demo_brings_a_team_whose_absences_count_from_the_start(void **state)
{
	const struct globals globals = {
		.now_utc = UTC_NONE, .is_demo = true, .start_utc = utc_from_date(2026, 11, 21) + 14 * HOUR_S};
	struct error err;
	struct config *config = config_load(&globals, &err);
	const struct member *dev;

	(void)state;
	assert_non_null(config);
	dev = roster_member(&config->roster, "dev");
	assert_non_null(dev);
	assert_true(member_is_away(dev, globals.start_utc));
	assert_int_equal(dev->away[0].from_utc, utc_from_date(2026, 11, 20));
	assert_string_equal(config->roster.me, "ana");
	config_unref(config);
}

/* --- the key --- */

static char *key_of(const char *text, struct error *err)
{
	struct config *config = load_well(text);
	char *key;

	*err = (struct error){0};
	if (!config_api_key(config, NULL, &key, err))
		assert_null(key);
	config_unref(config);
	return key;
}

static void the_key_comes_from_environment_file_or_command(void **state)
{
	struct error err;
	char *path = write_file("key", " k3y \n", 6);
	char *key = key_of("[bugzilla]\napi_key_file = key\n", &err);

	(void)state;
	assert_string_equal(key, "k3y");
	free(key);
	key = key_of("[bugzilla]\napi_key_command = echo c0mmand\n", &err);
	assert_string_equal(key, "c0mmand");
	free(key);
	assert_null(key_of("[team]\n", &err));
	assert_int_equal(err.fault, FAULT_NONE);
	given_key = "3nv";
	key = key_of("[bugzilla]\napi_key_file = key\n", &err);
	given_key = NULL;
	assert_string_equal(key, "3nv");
	free(key);
	free(path);
}

static void a_key_file_that_others_can_read_is_refused(void **state)
{
	struct error err;
	char *path = write_file("key", "k3y", 3);

	(void)state;
	assert_int_equal(chmod(path, 0640), 0);
	assert_null(key_of("[bugzilla]\napi_key_file = key\n", &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, "chmod 600"));
	free(path);
}

static void a_key_file_in_a_folder_open_to_all_is_refused_unless_it_is_sticky(void **state)
{
	struct error err;
	char *path = write_file("key", "k3y", 3);
	char *key;

	(void)state;
	assert_int_equal(chmod(folder, 0777), 0);
	assert_null(key_of("[bugzilla]\napi_key_file = key\n", &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, "chmod o-w"));
	assert_int_equal(chmod(folder, 01777), 0);
	key = key_of("[bugzilla]\napi_key_file = key\n", &err);
	assert_string_equal(key, "k3y");
	free(key);
	free(path);
}

static void whoever_has_a_key_leaves_no_core_file(void **state)
{
	struct rlimit limit;
	struct error err;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_CORE, &limit), 0);
	free(key_of("[bugzilla]\napi_key_command = echo c0mmand\n", &err));
	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	assert_int_equal(limit.rlim_cur, 0);
}

static void what_is_no_key_is_refused_without_being_shown(void **state)
{
	static const char *const texts[] = {"two words", "a\r\nX-Injected: 1", "", "k\xc3\xa9y"};
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		free(write_file("key", texts[i], strlen(texts[i])));
		assert_null(key_of("[bugzilla]\napi_key_file = key\n", &err));
		assert_int_equal(err.fault, FAULT_CONFIG);
		assert_non_null(strstr(err.text, "/key: "));
		assert_null(strstr(err.text, "words"));
	}
}

static void a_key_command_that_fails_is_named(void **state)
{
	struct error err;

	(void)state;
	assert_null(key_of("[bugzilla]\napi_key_command = echo no such entry >&2; exit 3\n", &err));
	assert_non_null(strstr(err.text, "api_key_command: "));
}

#define T(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_example_of_the_contract_is_read_whole),
		T(what_is_not_written_has_its_default),
		T(every_option_is_listed_with_its_origin),
		T(marks_line_ends_and_long_lines_of_any_editor_are_fine),
		T(what_cannot_be_read_is_said_with_file_and_line),
		T(an_account_that_two_members_have_is_an_error_at_the_second),
		T(plain_http_is_for_this_machine_only),
		T(workdays_may_run_over_the_end_of_the_week),
		T(the_team_may_stand_in_a_shared_file_beside_this_one),
		T(a_shared_file_holds_nothing_personal_and_nothing_twice),
		T(a_file_that_is_not_there_or_no_file_is_a_configuration_error),
		T(a_nul_in_the_file_does_not_cut_it),
		T(without_configuration_a_first_start_is_told_what_to_do),
		T(a_bundle_can_be_read_without_configuration),
		T(the_demo_brings_a_team_whose_absences_count_from_the_start),
		T(the_key_comes_from_environment_file_or_command),
		T(a_key_file_that_others_can_read_is_refused),
		T(a_key_file_in_a_folder_open_to_all_is_refused_unless_it_is_sticky),
		T(whoever_has_a_key_leaves_no_core_file),
		T(what_is_no_key_is_refused_without_being_shown),
		T(a_key_command_that_fails_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
