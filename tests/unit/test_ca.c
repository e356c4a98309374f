/* A run with --ca NAME (cli.md, PROFILE): what is read of a configuration, and a team that is inferred from
 * what the cache holds, and again when that changes. */
#include "config_fixture.h"

#include "app/globals.h"
#include "app/places.h"
#include "app/session.h"
#include "store/cache.h"

/* --- the configuration --- */

static struct config *load_ca(const char *ca, const char *config_path, struct error *err)
{
	const struct globals globals = {.ca = ca, .config_path = config_path, .now_utc = UTC_NONE};

	*err = (struct error){0};
	return config_load(&globals, err);
}

static struct config *load_ca_well(const char *ca, const char *config_path)
{
	struct error err;
	struct config *loaded = load_ca(ca, config_path, &err);

	if (!loaded)
		fail_msg("%s", err.text);
	return loaded;
}

/* Where a configuration lies that nobody names. */
static char *write_default(const char *text)
{
	struct error err;
	char *path = config_file(&(struct globals){0}, &err);
	char *end = strrchr(path, '/');

	*end = '\0';
	assert_true(os_make_folders(path, &err));
	*end = '/';
	assert_true(os_write_file(path, text, strlen(text), &err));
	return path;
}

static void it_needs_no_configuration(void **state)
{
	struct config *loaded = load_ca_well("Example Trust, Example Trust Services", NULL);

	(void)state;
	assert_null(loaded->path);
	assert_int_equal(loaded->roster.n_ca_names, 2);
	assert_string_equal(loaded->roster.ca_names[1], "Example Trust Services");
	assert_true(loaded->roster.is_inferred);
	assert_null(loaded->roster.me);
	assert_int_equal(loaded->roster.n_domains, 0);
	assert_true(loaded->roster.n_bots > 0);
	assert_string_equal(loaded->bugzilla.url, "https://bugzilla.mozilla.org");
	assert_string_equal(config_profile(&loaded->globals), ".ca");
	config_unref(loaded);
}

static void a_name_that_is_none_is_refused(void **state)
{
	struct error err;

	(void)state;
	assert_null(load_ca("Example Trust,,", NULL, &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_non_null(strstr(err.text, "--ca: "));
}

static const char another_team[] =
	"[me]\nmember = zoe\nteam = /nowhere\n"
	"[team]\nca = Our Own\nnonsense = 1\n[member ana]\n[member ana]\n[memer x]\n"
	"[bugzilla]\nurl = https://other.example\ninterval = never\n"
	"[view x]\nfilter = owner:nobody-we-know\n[keys]\no = view x\n"
	"[screen]\nplain = yes\n";

static void of_ones_own_configuration_the_screen_counts_however_wrong_the_rest(void **state)
{
	char *path = write_default(another_team);
	struct config *loaded = load_ca_well("Example Trust", NULL);

	(void)state;
	assert_true(loaded->screen.plain);
	assert_string_equal(loaded->bugzilla.url, "https://bugzilla.mozilla.org");
	assert_string_equal(loaded->roster.ca_names[0], "Example Trust");
	assert_int_equal(loaded->roster.n_members, 0);
	assert_int_equal(loaded->roster.n_ca_names, 1);
	assert_int_equal(loaded->views.n, n_views - 1);
	config_unref(loaded);
	free(path);
}

static void a_screen_that_cannot_be_is_still_a_mistake(void **state)
{
	char *path = write_default("[screen]\nmouse = perhaps\n");
	struct error err;

	(void)state;
	assert_null(load_ca("Example Trust", NULL, &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, "config:2: mouse: "));
	free(path);
}

static void of_a_configuration_that_is_named_the_server_counts_too(void **state)
{
	static const char text[] =
		"[team]\nca = Our Own\n[bugzilla]\nurl = https://mirror.example\n[screen]\nmouse = no\n";
	char *path = write_file("c", text, strlen(text));
	struct config *loaded = load_ca_well("Example Trust", path);

	(void)state;
	assert_string_equal(loaded->bugzilla.url, "https://mirror.example");
	assert_false(loaded->screen.mouse);
	assert_string_equal(loaded->roster.ca_names[0], "Example Trust");
	config_unref(loaded);
	free(path);
}

/* It would be sent to a server for which it was never meant. */
static void the_environments_key_goes_to_no_server_that_no_configuration_names(void **state)
{
	char *alone[] = {"bugclock", "--ca", "Example Trust"};
	char *named[] = {"bugclock", "--ca", "Example Trust", "--config", "c"};
	struct command_line line;
	struct error err;

	(void)state;
	setenv(CONFIG_KEY_VARIABLE, "secret", 1);
	assert_true(command_line_read(3, alone, &line, &err));
	assert_null(line.globals.api_key);
	free(line.api_key);
	setenv(CONFIG_KEY_VARIABLE, "secret", 1);
	assert_true(command_line_read(5, named, &line, &err));
	assert_string_equal(line.globals.api_key, "secret");
	free(line.api_key);
}

static void what_is_in_force_says_that_it_is_from_the_command_line(void **state)
{
	struct config *loaded = load_ca_well("Example Trust", NULL);
	struct str out = {0};

	(void)state;
	config_print(loaded, NULL, &out);
	assert_non_null(strstr(str_text(&out), "ca = Example Trust                              ; --ca\n"));
	str_free(&out);
	config_unref(loaded);
}

/* --- the session --- */

static struct config *config;
static struct places places;
static struct session *session;

static int open_all(void **state)
{
	const struct globals globals = {
		.ca = "Example Trust", .bundle_path = "-", .now_utc = 1000000, .start_utc = 1000000};
	struct error err;

	assert_int_equal(make_place(state), 0);
	config = config_load(&globals, &err);
	assert_non_null(config);
	assert_true(places_open(&places, config, &err));
	session = session_open(config, &places, SESSION_WRITES, NULL, &err);
	return session ? 0 : -1;
}

static int close_all(void **state)
{
	struct error err;

	session_close(session);
	config_unref(config);
	return places_close(&places, &err) ? remove_place(state) : -1;
}

/* A bug on which its assignee said something, stored and, alone, read again. */
static void put(int64_t id, const char *summary, const char *assignee)
{
	struct comment comment = {.id = id, .author = assignee, .time_utc = 500000, .text = "An update."};
	const struct conversation conversation = {.comments = &comment, .n_comments = 1};
	const struct bug bug = {.id = id,
				.summary = summary,
				.whiteboard = "",
				.status = "ASSIGNED",
				.resolution = "",
				.product = "CA Program",
				.component = "CA Certificate Compliance",
				.creator = assignee,
				.assignee = assignee,
				.assignee_name = "",
				.created_utc = 500000,
				.changed_utc = 500000,
				.resolved_utc = UTC_NONE};
	struct cache *cache = session_cache(session);
	struct error err;

	assert_true(cache_begin(cache, &err) && cache_put_bug(cache, &bug, &err) &&
		    cache_put_conversation(cache, id, &conversation, &err) && cache_commit(cache, &err));
}

static void store(int64_t id, const char *summary, const char *assignee)
{
	struct error err;

	put(id, summary, assignee);
	if (!session_refresh(session, &id, 1, &err))
		fail_msg("%s", err.text);
}

static const struct entry *find(int64_t id)
{
	return snapshot_find(session_snapshot(session), id);
}

static bool has_update(int64_t id)
{
	return find(id)->assessment->last_update_utc != UTC_NONE;
}

static void the_team_grows_as_bugs_come_and_all_is_assessed_by_it(void **state)
{
	(void)state;
	store(1, "Example Trust: a", "nobody@mozilla.org");
	assert_int_equal(session_roster(session)->n_members, 0);
	assert_false(has_update(1));
	store(2, "Example Trust: b", "ana@example-trust.example");
	assert_int_equal(session_roster(session)->n_members, 1);
	assert_string_equal(find(2)->team.owner, "ana");
	assert_true(has_update(2));
	assert_true(session_roster(session)->is_inferred);
}

static void who_turns_out_to_work_for_others_leaves_and_what_he_said_counts_no_more(void **state)
{
	(void)state;
	store(1, "Example Trust: a", "steward@root.example");
	assert_true(has_update(1));
	store(2, "Other CA: b", "steward@root.example");
	assert_false(has_update(1));
	assert_null(find(1)->team.owner);
	assert_int_equal(session_roster(session)->n_members, 0);
}

static void while_the_team_is_the_same_only_what_changed_is_assessed(void **state)
{
	const struct entry *before;
	const struct roster *roster;

	(void)state;
	store(1, "Example Trust: a", "ana@example-trust.example");
	before = find(1);
	roster = session_roster(session);
	store(2, "Example Trust: b", "ana@example-trust.example");
	assert_ptr_equal(find(1), before);
	assert_ptr_equal(session_roster(session), roster);
	store(3, "Example Trust: c", "ben@example-trust.example");
	assert_ptr_not_equal(find(1), before);
	assert_ptr_not_equal(session_roster(session), roster);
}

/* As the worker does while somebody watches. */
static void a_bug_that_changes_hands_is_followed_with_all_that_its_new_team_changes(void **state)
{
	struct error err;
	bool is_newer;

	(void)state;
	store(1, "Example Trust: a", "ana@example-trust.example");
	store(2, "Example Trust: b", "ana@example-trust.example");
	assert_true(session_follow(session, &is_newer, &err));
	put(1, "Example Trust: a", "ben@example-trust.example");
	assert_true(session_follow(session, &is_newer, &err));
	assert_true(is_newer);
	assert_int_equal(session_roster(session)->n_members, 2);
	assert_string_equal(find(1)->team.owner, "ben");
	assert_string_equal(find(2)->team.owner, "ana");
	put(2, "Example Trust: b", "ben@example-trust.example");
	assert_true(session_follow(session, &is_newer, &err));
	assert_true(is_newer);
	assert_int_equal(session_roster(session)->n_members, 1);
	assert_string_equal(find(2)->team.owner, "ben");
	assert_true(session_follow(session, &is_newer, &err));
	assert_false(is_newer);
}

static void what_was_shared_keeps_its_team(void **state)
{
	struct snapshot *shared;

	(void)state;
	store(1, "Example Trust: a", "ana@example-trust.example");
	shared = session_share(session);
	store(2, "Example Trust: b", "ben@example-trust.example");
	assert_int_equal(session_roster(session)->n_members, 2);
	assert_int_equal(shared->roster->n_members, 1);
	assert_string_equal(shared->roster->members[0].key, "ana");
	assert_true(session_adopt(session, shared));
	assert_int_equal(session_roster(session)->n_members, 1);
}

static void open_bugs_are_enough_to_begin_with(void **state)
{
	struct error err;

	(void)state;
	store(1, "Example Trust: a", "ana@example-trust.example");
	store(2, "Other CA: b", "x@other.example");
	session_close(session);
	session = session_open(config, &places, SESSION_WRITES, NULL, &err);
	assert_true(session_refresh_first(session, &err));
	assert_int_equal(session_snapshot(session)->n, 2);
	assert_string_equal(find(1)->team.owner, "ana");
}

static void rows_are_prepared_with_the_team_that_is_inferred(void **state)
{
	struct error err;
	size_t n = 1;

	(void)state;
	store(1, "Example Trust: a", "ana@example-trust.example");
	session_close(session);
	session = session_open(config, &places, SESSION_WRITES, NULL, &err);
	assert_true(session_prepare(session, 10, &n, &err));
	assert_int_equal(n, 0); /* the row that is there is of that team */
	assert_int_equal(session_roster(session)->n_members, 1);
}

int main(void)
{
	const struct CMUnitTest loads[] = {
		cmocka_unit_test_setup_teardown(it_needs_no_configuration, make_place, remove_place),
		cmocka_unit_test_setup_teardown(a_name_that_is_none_is_refused, make_place, remove_place),
		cmocka_unit_test_setup_teardown(
			of_ones_own_configuration_the_screen_counts_however_wrong_the_rest, make_place,
			remove_place),
		cmocka_unit_test_setup_teardown(a_screen_that_cannot_be_is_still_a_mistake, make_place,
						remove_place),
		cmocka_unit_test_setup_teardown(of_a_configuration_that_is_named_the_server_counts_too,
						make_place, remove_place),
		cmocka_unit_test_setup_teardown(
			the_environments_key_goes_to_no_server_that_no_configuration_names, make_place,
			remove_place),
		cmocka_unit_test_setup_teardown(what_is_in_force_says_that_it_is_from_the_command_line,
						make_place, remove_place),
	};
	const struct CMUnitTest sessions[] = {
		cmocka_unit_test_setup_teardown(the_team_grows_as_bugs_come_and_all_is_assessed_by_it,
						open_all, close_all),
		cmocka_unit_test_setup_teardown(
			who_turns_out_to_work_for_others_leaves_and_what_he_said_counts_no_more, open_all,
			close_all),
		cmocka_unit_test_setup_teardown(while_the_team_is_the_same_only_what_changed_is_assessed,
						open_all, close_all),
		cmocka_unit_test_setup_teardown(
			a_bug_that_changes_hands_is_followed_with_all_that_its_new_team_changes, open_all,
			close_all),
		cmocka_unit_test_setup_teardown(what_was_shared_keeps_its_team, open_all, close_all),
		cmocka_unit_test_setup_teardown(open_bugs_are_enough_to_begin_with, open_all, close_all),
		cmocka_unit_test_setup_teardown(rows_are_prepared_with_the_team_that_is_inferred, open_all,
						close_all),
	};

	return cmocka_run_group_tests(loads, NULL, NULL) | cmocka_run_group_tests(sessions, NULL, NULL);
}
