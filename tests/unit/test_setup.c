#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/setup.h"
#include "base/utc.h"
#include "tests/fake/fake.h"
#include "tests/unit/config_fixture.h"

/* --- a face that says what is written down beforehand --- */

struct reply {
	const char *label;  /* the beginning of the question that must come */
	const char *answer; /* NULL: what is proposed; @: the fake's address */
};

struct script {
	struct face face; /* first */
	const struct reply *replies;
	size_t n, next;
	size_t leave_at;     /* before this question, from 0 on; SIZE_MAX: never */
	atomic_bool stop;    /* of the work */
	struct str heard;    /* what was told, what was proposed, what was wrong */
	bool may_leave_core; /* while a key was typed */
};

static bool may_leave_core(void)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	return limit.rlim_cur > 0;
}

static const char *url;

static bool say(struct face *face, const struct ask *ask, struct str *answer)
{
	struct script *script = (struct script *)face;
	const struct reply *reply = &script->replies[script->next];

	if (script->next == script->leave_at) {
		face->is_left = true;
		return false;
	}
	if (script->next == script->n || strncmp(ask->label, reply->label, strlen(reply->label)) != 0)
		fail_msg("question %zu is \"%s\"; heard:\n%s", script->next, ask->label,
			 str_text(&script->heard));
	script->next++;
	if (ask->is_secret)
		script->may_leave_core = may_leave_core();
	str_addf(&script->heard, "%s [%s]\n", ask->label, ask->initial);
	if (ask->mistake)
		str_addf(&script->heard, "! %s\n", ask->mistake);
	for (size_t i = 0; i < ask->n_words; i++)
		str_addf(&script->heard, "? %s: %s\n", ask->words[i].word,
			 ask->words[i].help ? ask->words[i].help : "");
	str_clear(answer);
	str_add(answer, !reply->answer ? ask->initial : str_equals(reply->answer, "@") ? url : reply->answer);
	return true;
}

static void hear(struct face *face, enum tone tone, const char *text)
{
	(void)tone;
	str_addf(&((struct script *)face)->heard, "%s\n", text);
}

static bool let_work(struct face *face, struct work *work, struct error *err)
{
	struct script *script = (struct script *)face;
	bool ok;

	work->stop = &script->stop;
	ok = work->run(work, err);
	face->is_left = atomic_load(&script->stop);
	return ok && !face->is_left;
}

static const struct face_calls calls = {.ask = say, .tell = hear, .work = let_work};

/* --- one run --- */

static struct fake *fake;
static char *path; /* of the configuration */
static struct str notes;

static int set_up(void **state)
{
	struct error err;
	char *folder_path;

	if (make_place(state) != 0)
		return -1;
	folder_path = os_path(folder, ".config/bugclock");
	path = os_path(folder_path, "config");
	free(folder_path);
	fake = fake_start(FAKE_BMO, 0, &err);
	url = fake_url(fake);
	return fake ? 0 : -1;
}

static int tear_down(void **state)
{
	fake_stop(fake);
	free(path);
	str_free(&notes);
	return remove_place(state);
}

static void use_5x(void)
{
	struct error err;

	fake_stop(fake);
	fake = fake_start(FAKE_5X, 0, &err);
	url = fake_url(fake);
}

static const struct globals live = {.now_utc = UTC_NONE};

static bool run(struct script *script, const struct setup_options *options, struct error *err)
{
	bool ok;

	script->face.calls = &calls;
	*err = (struct error){0};
	ok = setup_run(&script->face, options, &notes, err);
	if (ok && script->next != script->n)
		fail_msg("only %zu of %zu questions came; heard:\n%s", script->next, script->n,
			 str_text(&script->heard));
	return ok;
}

#define SCRIPT(replies_)                                                                                 \
	{                                                                                                \
		.replies = (replies_), .n = sizeof(replies_) / sizeof(replies_)[0], .leave_at = SIZE_MAX \
	}

static void run_well(struct script *script)
{
	const struct setup_options options = {.globals = &live};
	struct error err;

	if (!run(script, &options, &err))
		fail_msg("%s; heard:\n%s", err.text, str_text(&script->heard));
}

static struct config *load_written(void)
{
	struct error err;
	struct config *config = config_load(&live, &err);

	if (!config)
		fail_msg("%s", err.text);
	return config;
}

#define assert_heard(script, text)                                                                 \
	do {                                                                                       \
		if (!strstr(str_text(&(script).heard), text))                                      \
			fail_msg("\"%s\" was not heard in:\n%s", text, str_text(&(script).heard)); \
	} while (0)

#define assert_not_heard(script, text) assert_null(strstr(str_text(&(script).heard), text))

static void assert_nothing_written(void)
{
	char *below = os_path(folder, ".config");

	assert_false(os_exists(below));
	free(below);
}

static void assert_mode(const char *of, mode_t mode)
{
	struct stat status;

	assert_int_equal(stat(of, &status), 0);
	assert_int_equal(status.st_mode & 07777, mode);
}

/* The members of one, behind the brace. */
static void put_bug(const char *members)
{
	struct str json = {0};

	str_add(&json, "{\"last_change_time\":\"2026-11-20T10:00:00Z\",");
	if (!strstr(members, "\"product\""))
		str_add(&json, "\"product\":\"CA Program\",\"component\":\"CA Certificate Compliance\",");
	str_add(&json, members + 1);
	fake_put_bug(fake, str_text(&json));
	str_free(&json);
}

/* Four bugs of ours in two spellings, and two of others. */
static void fill(void)
{
	static const char *const bugs[] = {
		"{\"id\":1,\"summary\":\"Example Trust: "
		"one\",\"assigned_to\":\"ana.example@example-trust.example\"}",
		"{\"id\":2,\"summary\":\"Example Trust: two\",\"assigned_to\":\"ben@example-trust.example\"}",
		"{\"id\":3,\"summary\":\"ExampleTrust: three\",\"assigned_to\":\"nobody@mozilla.org\"}",
		"{\"id\":4,\"summary\":\"Example Trust: four\",\"assigned_to\":\"steward@root.example\"}",
		"{\"id\":5,\"summary\":\"Other: five\",\"assigned_to\":\"steward@root.example\"}",
		"{\"id\":6,\"summary\":\"Other: "
		"six\",\"assigned_to\":\"olga@mail.example\",\"resolution\":\"FIXED\"}",
	};
	const struct fake_user ana = {.login = "ana.example@example-trust.example",
				      .real_name = "Ana Example [:ana] (away)",
				      .key = "0123456789012345678901234567890123456789"};

	for (size_t i = 0; i < sizeof bugs / sizeof bugs[0]; i++)
		put_bug(bugs[i]);
	fake_put_user(fake, &ana);
}

#define GOOD_KEY "0123456789012345678901234567890123456789"
#define WRONG_KEY "9999999999999999999999999999999999999999"

#define UP_TO_ME                                                                                           \
	{"Server", "@"}, {"CA", "Example Trust"}, {"Also", NULL}, {"Members", NULL},                       \
		{"Short name of ana.example@", NULL}, {"Full name of ana", NULL},                          \
		{"Short name of ben@", NULL}, {"Full name of ben", "Ben Example"}, {"Buddy of ana", NULL}, \
		{"Buddy of ben", ""}, {"Mail domains", NULL}, {"Shared", "ir@example-trust.example"},      \
	{                                                                                                  \
		"You are", "ana"                                                                           \
	}

static const struct reply whole[] = {
	UP_TO_ME, {"API key", NULL}, {"File of the team", NULL}, {"Write it", NULL}};

/* --- what comes of it --- */

static void assert_whole(const struct config *config)
{
	const struct roster *roster = &config->roster;

	assert_int_equal(roster->n_ca_names, 2);
	assert_string_equal(roster->ca_names[1], "ExampleTrust");
	assert_int_equal(roster->n_members, 2);
	assert_string_equal(roster->members[0].key, "ana");
	assert_string_equal(roster->members[0].name, "Ana Example");
	assert_string_equal(roster->members[0].accounts[0], "ana.example@example-trust.example");
	assert_string_equal(roster->members[0].buddy, "ben");
	assert_null(roster->members[1].buddy);
	assert_string_equal(roster->domains[0], "example-trust.example");
	assert_int_equal(roster->n_domains, 1);
	assert_string_equal(roster->aliases[0], "ir@example-trust.example");
	assert_string_equal(roster->me, "ana");
	assert_string_equal(config->bugzilla.url, url);
}

static void a_configuration_is_what_was_answered_on_both_kinds_of_server(void **state)
{
	(void)state;
	for (int kind = 0; kind < 2; kind++) {
		struct script script = SCRIPT(whole);
		struct config *config;

		if (kind == 1) {
			use_5x();
			assert_int_equal(remove(path), 0);
		}
		fill();
		run_well(&script);
		config = load_written();
		assert_whole(config);
		assert_heard(script, "6 bugs, of 3 CAs");
		assert_heard(script, "4 of the bugs are yours, 4 of them open");
		config_unref(config);
		str_free(&script.heard);
	}
}

static void what_titles_tell_is_proposed(void **state)
{
	struct script script = SCRIPT(whole);

	(void)state;
	fill();
	run_well(&script);
	assert_heard(script, "? Example Trust: 3 bugs, 3 open\n");
	assert_heard(script, "? Other: 2 bugs, 1 open\n");
	assert_heard(script, "Also [ExampleTrust]\n");
	assert_heard(script, "Members [ana.example@example-trust.example, ben@example-trust.example]\n");
	assert_heard(script,
		     "? ana.example@example-trust.example: Ana Example [:ana] (away), 1 bug, 1 open\n");
	assert_heard(script, "? steward@root.example: 1 bug, 1 open; 1 of other CAs\n");
	assert_not_heard(script, "nobody@");
	assert_heard(script, "Mail domains [example-trust.example]\n");
	assert_heard(script, "Buddy of ben [ana]\n");
	str_free(&script.heard);
}

static void files_are_private_whatever_the_umask(void **state)
{
	static const struct reply replies[] = {UP_TO_ME,
					       {"API key", "type"},
					       {"Key", GOOD_KEY},
					       {"File of the team", NULL},
					       {"Write it", NULL}};
	struct script script = SCRIPT(replies);
	char *own = os_path(folder, ".config/bugclock"), *key_path = os_path(own, "config.key");
	mode_t mask = umask(0);
	struct rlimit limit;
	struct error err;
	struct config *config;
	char *key;

	(void)state;
	fill();
	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_CORE, &limit), 0);
	run_well(&script);
	umask(mask);
	assert_false(script.may_leave_core);
	assert_mode(own, 0700);
	assert_mode(path, 0600);
	assert_mode(key_path, 0600);
	config = load_written();
	assert_string_equal(config->bugzilla.api_key_file, key_path);
	assert_true(config_api_key(config, NULL, &key, &err));
	assert_string_equal(key, GOOD_KEY);
	assert_heard(script, "it is ana.example@example-trust.example's");
	assert_not_heard(script, GOOD_KEY);
	free(key);
	config_unref(config);
	str_free(&script.heard);
	free(key_path);
	free(own);
}

static void what_is_named_relatively_is_found_from_everywhere(void **state)
{
	static const struct reply replies[] = {UP_TO_ME,
					       {"API key", "type"},
					       {"Key", GOOD_KEY},
					       {"File of the team", "team.ini"},
					       {"Write it", NULL}};
	struct script script = SCRIPT(replies);
	const struct globals globals = {.now_utc = UTC_NONE, .config_path = "sub/own"};
	const struct setup_options options = {.globals = &globals};
	char *here = getcwd(NULL, 0), *own = os_path(folder, "sub/own"), *key;
	struct config *config;
	struct error err;

	(void)state;
	fill();
	assert_int_equal(chdir(folder), 0);
	/* Beside the configuration, whose folder is not there before its end. */
	assert_int_equal(mkdir("sub", 0700), 0);
	if (!run(&script, &options, &err))
		fail_msg("%s", err.text);
	assert_int_equal(chdir(here), 0);
	config = load_from(own, &err);
	assert_whole(config);
	assert_true(config_api_key(config, NULL, &key, &err));
	free(key);
	config_unref(config);
	str_free(&script.heard);
	free(own);
	free(here);
}

static void a_hidden_domain_is_said(void **state)
{
	static const struct reply replies[] = {
		{"Server", "@"},   {"CA", "Example Trust"},    {"Also", ""},
		{"Members", ""},   {"Mail domains", ""},       {"Shared", ""},
		{"API key", NULL}, {"File of the team", NULL}, {"Write it", NULL}};
	struct script script = SCRIPT(replies);
	struct fake_site site = fake_site(fake);

	(void)state;
	site.hides_email = true;
	fake_set_site(fake, &site);
	fill();
	run_well(&script);
	assert_heard(script, "hides what stands behind the @");
	assert_heard(script, "Members [ana.example, ben]");
	str_free(&script.heard);
}

static void a_key_of_a_stock_server_is_proved_by_my_account(void **state)
{
	static const struct reply replies[] = {UP_TO_ME,
					       {"API key", "type"},
					       {"Key", GOOD_KEY},
					       {"File of the team", NULL},
					       {"Write it", NULL}};
	struct script script = SCRIPT(replies);

	(void)state;
	use_5x();
	fill();
	run_well(&script);
	assert_heard(script, "it is ana.example@example-trust.example's");
	str_free(&script.heard);
}

static size_t count_keys(void)
{
	size_t n, found = 0;
	struct fake_request *requests = fake_requests(fake, &n);

	for (size_t i = 0; i < n; i++)
		found += requests[i].has_key;
	free(requests);
	return found;
}

static void a_wrong_key_is_said_and_asked_for_three_times_at_most(void **state)
{
	static const struct reply replies[] = {UP_TO_ME,
					       {"API key", "command"},
					       {"Command", "echo " WRONG_KEY},
					       {"API key", "type"},
					       {"Key", "no key"},
					       {"Key", WRONG_KEY},
					       {"API key", "command"},
					       {"Command", "false"},
					       {"File of the team", NULL},
					       {"Write it", NULL}};
	struct script script = SCRIPT(replies);
	struct config *config;

	(void)state;
	fill();
	run_well(&script);
	config = load_written();
	assert_null(config->bugzilla.api_key_command);
	assert_null(config->bugzilla.api_key_file);
	assert_int_equal(count_keys(), 2);
	assert_heard(script, "the server refuses this key");
	assert_heard(script, "! what was typed: more than an API key");
	assert_heard(script, "`false` ends with status 1");
	assert_heard(script, "Going on without a key");
	assert_not_heard(script, "no key\n");
	config_unref(config);
	str_free(&script.heard);
}

static void a_variable_that_is_not_set_here_is_said_and_not_tried(void **state)
{
	static const struct reply replies[] = {
		UP_TO_ME, {"API key", "environment"}, {"File of the team", NULL}, {"Write it", NULL}};
	struct script script = SCRIPT(replies);

	(void)state;
	fill();
	run_well(&script);
	assert_heard(script, "BUGCLOCK_API_KEY is not set here: nothing can be tried\nColleagues\n");
	str_free(&script.heard);
}

/* In the run that follows, the variable may not be there any more. */
static void a_command_is_tried_whatever_the_variable_holds(void **state)
{
	static const struct reply replies[] = {
		UP_TO_ME,          {"API key", "command"},     {"Command", "echo " WRONG_KEY},
		{"API key", NULL}, {"File of the team", NULL}, {"Write it", NULL}};
	const struct globals globals = {.now_utc = UTC_NONE, .api_key = GOOD_KEY};
	const struct setup_options options = {.globals = &globals};
	struct script script = SCRIPT(replies);
	struct error err;

	(void)state;
	fill();
	assert_true(run(&script, &options, &err));
	assert_heard(script, "the server refuses this key");
	str_free(&script.heard);
}

/* --- servers that do not answer --- */

static const struct reply by_hand[] = {
	{"Server", "@"},
	{"What now", NULL},
	{"What now", "hand"},
	{"CA", "New CA"},
	{"Members", "ana@new.example"},
	{"Short name", NULL},
	{"Full name", "Ana"},
	{"Mail domains", NULL},
	{"Shared", ""},
	{"You are", NULL},
	{"API key", NULL},
	{"File of the team", NULL},
	{"Write it", NULL},
};

static void without_an_answer_all_is_typed_by_hand(void **state)
{
	struct script script = SCRIPT(by_hand);
	struct config *config;

	(void)state;
	fake_down(fake);
	run_well(&script);
	config = load_written();
	assert_string_equal(config->roster.ca_names[0], "New CA");
	assert_string_equal(config->roster.domains[0], "new.example");
	assert_string_equal(config->roster.me, "ana");
	assert_heard(script, "Couldn't connect");
	config_unref(config);
	str_free(&script.heard);
}

static void an_answer_that_is_no_bugzilla_s_is_said(void **state)
{
	struct script script = SCRIPT(by_hand);

	(void)state;
	fill();
	fake_add_fault(fake, &(const struct fake_fault){.path = "/bug", .body = FAKE_BODY_HTML});
	run_well(&script);
	assert_heard(script, url);
	assert_int_equal(fake_count(fake, "/bug"), 2);
	str_free(&script.heard);
}

static void offline_asks_no_server(void **state)
{
	struct reply replies[sizeof by_hand / sizeof by_hand[0] - 2];
	struct script script = SCRIPT(replies);
	const struct globals offline = {.now_utc = UTC_NONE, .is_offline = true};
	const struct setup_options options = {.globals = &offline};
	struct error err;

	(void)state;
	replies[0] = by_hand[0];
	memcpy(replies + 1, by_hand + 3, sizeof replies - sizeof replies[0]);
	assert_true(run(&script, &options, &err));
	assert_int_equal(fake_count(fake, NULL), 0);
	str_free(&script.heard);
}

static void another_component_may_be_named(void **state)
{
	static const struct reply replies[] = {{"Server", "@"},          {"What now", NULL},
					       {"Product", "Elsewhere"}, {"Component", "Certificates"},
					       {"CA", "Example Trust"},  {"Members", ""},
					       {"Mail domains", ""},     {"Shared", ""},
					       {"API key", NULL},        {"File of the team", NULL},
					       {"Write it", NULL}};
	struct script script = SCRIPT(replies);
	struct config *config;

	(void)state;
	put_bug("{\"id\":1,\"summary\":\"Example Trust: one\",\"product\":\"Elsewhere\","
		"\"component\":\"Certificates\"}");
	run_well(&script);
	config = load_written();
	assert_string_equal(config->bugzilla.product, "Elsewhere");
	assert_string_equal(config->bugzilla.component, "Certificates");
	assert_heard(script, "What now [component]");
	config_unref(config);
	str_free(&script.heard);
}

/* --- leaving --- */

static void a_file_of_certificates_that_is_mistyped_is_asked_for_again(void **state)
{
	static const struct reply replies[] = {
		{"Server", "@"},    {"What now", "certificates"}, {"Certificates", "/nowhere/ca.pem"},
		{"What now", NULL}, {"Certificates", ""},         {"What now", "hand"}};
	struct script script = SCRIPT(replies);
	const struct setup_options options = {.globals = &live};
	struct error err;

	(void)state;
	fake_down(fake);
	script.leave_at = sizeof replies / sizeof replies[0];
	assert_false(run(&script, &options, &err));
	assert_heard(script, "What now [again]");
	assert_heard(script, "What now [certificates]");
	assert_heard(script, "Certificates (PEM) [/nowhere/ca.pem]");
	str_free(&script.heard);
}

static void whoever_leaves_anywhere_has_written_nothing(void **state)
{
	const struct setup_options options = {.globals = &live};
	struct error err;

	(void)state;
	fill();
	for (size_t at = 0; at < sizeof whole / sizeof whole[0]; at++) {
		struct script script = SCRIPT(whole);

		script.leave_at = at;
		assert_false(run(&script, &options, &err));
		assert_int_equal(err.fault, FAULT_USAGE);
		assert_non_null(strstr(err.text, "nothing was written"));
		assert_nothing_written();
		str_free(&script.heard);
	}
}

static void whoever_does_not_want_to_wait_has_written_nothing(void **state)
{
	struct script script = SCRIPT(whole);
	const struct setup_options options = {.globals = &live};
	struct error err;

	(void)state;
	fake_add_fault(fake, &(const struct fake_fault){.delay_ms = 600000});
	atomic_store(&script.stop, true);
	assert_false(run(&script, &options, &err));
	assert_non_null(strstr(err.text, "nothing was written"));
	assert_nothing_written();
	str_free(&script.heard);
}

static void whoever_says_no_at_the_end_has_written_nothing(void **state)
{
	static const struct reply replies[] = {
		UP_TO_ME, {"API key", NULL}, {"File of the team", NULL}, {"Write it", "no"}};
	struct script script = SCRIPT(replies);
	const struct setup_options options = {.globals = &live};
	struct error err;

	(void)state;
	fill();
	assert_false(run(&script, &options, &err));
	assert_nothing_written();
	str_free(&script.heard);
}

static void what_is_there_is_never_written_over(void **state)
{
	struct script script = SCRIPT(whole);
	char *there = write_file("mine", "[me]\n", 5), *text;
	const struct globals globals = {.now_utc = UTC_NONE, .config_path = there};
	const struct setup_options options = {.globals = &globals};
	struct error err;

	(void)state;
	assert_false(run(&script, &options, &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_non_null(strstr(err.text, there));
	assert_non_null(strstr(err.text, "--profile"));
	assert_int_equal(script.next, 0);
	text = os_read_file(there, 100, NULL, &err);
	assert_string_equal(text, "[me]\n");
	free(text);
	free(there);
}

/* Root may write anywhere: a file where a folder must be stops anybody. */
static void where_nothing_can_be_written_nothing_is_asked(void **state)
{
	struct script script = SCRIPT(whole);
	char *there = write_file(".config", "", 0);
	const struct setup_options options = {.globals = &live};
	struct error err;

	(void)state;
	assert_false(run(&script, &options, &err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_non_null(
		strstr(err.text, "/.config: Not a directory; the configuration cannot be written there"));
	assert_int_equal(script.next, 0);
	free(there);
}

/* --- mistakes --- */

static void a_mistake_is_said_at_once_and_asked_again(void **state)
{
	static const struct reply replies[] = {
		{"Server", "ftp://x"},
		{"Server", "@"},
		{"CA", ""},
		{"CA", "Exemple"},
		{"Take it", "maybe"},
		{"Take it", NULL},
		{"CA", "Other"},
		{"Members", "ana, ben@x.example; carla"},
		{"Members", "ana@a.example, ana@b.example"},
		{"Members", "ana@a.example"},
		{"Short name", "me"},
		{"Short name", "ana example"},
		{"Short name", "ana"},
		{"Full name", "Ana ; Example"},
		{"Full name", "Ana"},
		{"Mail domains", "@a.example"},
		{"Mail domains", "a.example"},
		{"Shared", "ana@elsewhere.example"},
		{"Shared", ""},
		{"You are", "anna"},
		{"You are", "ana"},
		{"API key", "pass"},
		{"API key", "none"},
		{"File of the team", "/nowhere/at/all"},
		{"File of the team", ""},
		{"Write it", "yes"},
	};
	static const char *const said[] = {
		"! `ftp://x` is no address",
		"! this is needed",
		"no title has Exemple before its colon",
		"! `maybe` is no answer",
		"is no account",
		"cannot be told apart",
		"! `me` cannot be a member's key",
		"! `ana example` cannot be a member's key",
		"! this cannot be written",
		"is no domain",
		"did you mean `ana`?",
		"/nowhere/at: there is no such folder",
	};
	struct script script = SCRIPT(replies);

	(void)state;
	fill();
	run_well(&script);
	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
		assert_heard(script, said[i]);
	str_free(&script.heard);
}

static void a_face_that_counts_gives_up(void **state)
{
	static const struct reply replies[] = {{"Server", "x"}, {"Server", "y"}, {"Server", "z"}};
	struct script script = SCRIPT(replies);
	const struct setup_options options = {.globals = &live};
	struct error err;

	(void)state;
	script.face.tries = 3;
	assert_false(run(&script, &options, &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_non_null(strstr(err.text, "Server: `z` is no address"));
	assert_int_equal(script.next, 3);
	str_free(&script.heard);
}

static void hostile_titles_are_no_names(void **state)
{
	static const char *const bugs[] = {
		"{\"id\":1,\"summary\":\"Example \\u001b]0;x\\u0007Trust: a\",\"assigned_to\":\"x\\ny\"}",
		"{\"id\":2,\"summary\":\"Example Trust, Inc.: b\",\"assigned_to\":\"a, b\"}",
		"{\"id\":3,\"summary\":\"Example Trust ; x: c\",\"assigned_to\":\"[c]\"}",
		"{\"id\":4,\"summary\":\"Example\\u202eTrust: d\",\"assigned_to\":\"\"}",
		"{\"id\":5,\"summary\":\" / / : e\",\"assigned_to\":\"@\"}",
		"{\"id\":6,\"summary\":\"Example Trust: f\",\"assigned_to\":\"+++@x.example\"}",
	};
	static const struct reply replies[] = {{"Server", "@"},
					       {"CA", "Example Trust"},
					       {"Members", NULL},
					       {"Short name of +++@x.example", NULL},
					       {"Full name of member", NULL},
					       {"Mail domains", NULL},
					       {"Shared", ""},
					       {"You are", NULL},
					       {"API key", NULL},
					       {"File of the team", NULL},
					       {"Write it", NULL}};
	struct script script = SCRIPT(replies);
	struct config *config;

	(void)state;
	for (size_t i = 0; i < sizeof bugs / sizeof bugs[0]; i++)
		put_bug(bugs[i]);
	run_well(&script);
	config = load_written();
	assert_int_equal(config->roster.n_members, 1);
	assert_string_equal(config->roster.members[0].accounts[0], "+++@x.example");
	assert_not_heard(script, "? Example Trust, Inc.");
	assert_heard(script, "6 bugs, of 1 CA\n"); /* as many as can be chosen */
	assert_not_heard(script, "\x1b");
	config_unref(config);
	str_free(&script.heard);
}

/* --- colleagues --- */

static void a_colleague_joins_the_team_s_file(void **state)
{
	char *team = os_path(folder, "team.ini"), *theirs = os_path(folder, "ben/config");
	const struct reply first[] = {
		UP_TO_ME, {"API key", NULL}, {"File of the team", team}, {"Write it", NULL}};
	static const struct reply second[] = {
		{"Server", "@"}, {"You are", "ben"}, {"API key", NULL}, {"Write it", NULL}};
	struct script script = SCRIPT(first), joining = SCRIPT(second);
	const struct globals globals = {.now_utc = UTC_NONE, .config_path = theirs};
	const struct setup_options options = {.globals = &globals, .team_path = team};
	struct config *config;
	struct error err;

	(void)state;
	fill();
	run_well(&script);
	assert_mode(team, 0600);
	assert_non_null(strstr(str_text(&notes), "team.ini"));
	config = load_written();
	assert_whole(config);
	config_unref(config);
	if (!run(&joining, &options, &err))
		fail_msg("%s", err.text);
	assert_heard(joining, "4 of the bugs are yours");
	assert_heard(joining, "ana: Ana Example");
	config = load_from(theirs, &err);
	assert_string_equal(config->roster.me, "ben");
	assert_int_equal(config->roster.n_members, 2);
	config_unref(config);
	str_free(&script.heard);
	str_free(&joining.heard);
	free(theirs);
	free(team);
}

static void whoever_is_no_member_is_told_whom_to_ask(void **state)
{
	static const struct reply replies[] = {
		{"Server", "@"}, {"You are", ""}, {"API key", NULL}, {"Write it", NULL}};
	static const char text[] = "[team]\nca = Example Trust\n[member ana]\n[member ben]\n";
	struct script script = SCRIPT(replies);
	char *team = write_file("team.ini", text, strlen(text));
	const struct setup_options options = {.globals = &live, .team_path = team};
	struct config *config;
	struct error err;

	(void)state;
	fill();
	assert_true(run(&script, &options, &err));
	assert_heard(script, "Ask whoever keeps");
	config = load_written();
	assert_null(config->roster.me);
	config_unref(config);
	str_free(&script.heard);
	free(team);
}

static void a_team_s_file_that_cannot_be_used_is_said_before_anything_is_asked(void **state)
{
	struct script script = SCRIPT(whole);
	char *team = write_file("team.ini", "[team]\ncaa = x\n", 15);
	struct setup_options options = {.globals = &live, .team_path = team};
	struct error err;

	(void)state;
	assert_false(run(&script, &options, &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, "team.ini:2: unknown key `caa`"));
	free(team);
	team = write_file("team.ini", "[member ana]\n", 13);
	options.team_path = team;
	assert_false(run(&script, &options, &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, "team.ini: names no CA (`ca` in [team])"));
	options.team_path = "/nowhere/team.ini";
	assert_false(run(&script, &options, &err));
	assert_non_null(strstr(err.text, "/nowhere/team.ini"));
	options.team_path = "/";
	assert_false(run(&script, &options, &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_string_equal(err.text, "cannot read /: Is a directory");
	assert_int_equal(script.next, 0);
	free(team);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_configuration_is_what_was_answered_on_both_kinds_of_server),
		T(what_titles_tell_is_proposed),
		T(files_are_private_whatever_the_umask),
		T(what_is_named_relatively_is_found_from_everywhere),
		T(a_hidden_domain_is_said),
		T(a_key_of_a_stock_server_is_proved_by_my_account),
		T(a_wrong_key_is_said_and_asked_for_three_times_at_most),
		T(a_variable_that_is_not_set_here_is_said_and_not_tried),
		T(a_command_is_tried_whatever_the_variable_holds),
		T(without_an_answer_all_is_typed_by_hand),
		T(an_answer_that_is_no_bugzilla_s_is_said),
		T(offline_asks_no_server),
		T(another_component_may_be_named),
		T(a_file_of_certificates_that_is_mistyped_is_asked_for_again),
		T(whoever_leaves_anywhere_has_written_nothing),
		T(whoever_does_not_want_to_wait_has_written_nothing),
		T(whoever_says_no_at_the_end_has_written_nothing),
		T(what_is_there_is_never_written_over),
		T(where_nothing_can_be_written_nothing_is_asked),
		T(a_mistake_is_said_at_once_and_asked_again),
		T(a_face_that_counts_gives_up),
		T(hostile_titles_are_no_names),
		T(a_colleague_joins_the_team_s_file),
		T(whoever_is_no_member_is_told_whom_to_ask),
		T(a_team_s_file_that_cannot_be_used_is_said_before_anything_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
