/* From stored bugs to assessed entries (app/session.h): what is read again, what is shared, what disappears.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/session.h"
#include "base/os.h"
#include "base/str.h"
#include "base/utc.h"
#include "net/bundle.h"
#include "store/cache.h"

#define BUNDLE "tests/data/examples/bundle.json"
#define CONFIG "tests/data/examples/config"

static struct config *config;
static struct places places;
static struct session *session;
static struct arena *home;

static int64_t at(const char *text)
{
	int64_t utc;

	assert_true(utc_parse(text, &utc));
	return utc;
}

static void store(const struct bug *bug, const struct conversation *conversation)
{
	struct cache *cache = session_cache(session);
	struct error err;

	assert_true(cache_begin(cache, &err) && cache_put_bug(cache, bug, &err) &&
		    cache_put_conversation(cache, bug->id, conversation, &err) && cache_commit(cache, &err));
}

/* The twenty worked examples, in a session whose clock stands at noon of the 20th. */
static int set_up(void **state)
{
	const struct globals globals = {
		.config_path = CONFIG, .bundle_path = BUNDLE, .now_utc = at("2026-11-20T12:00:00Z")};
	struct bundle bundle;
	struct error err;

	(void)state;
	home = arena_new();
	config = config_load(&globals, &err);
	assert_non_null(config);
	assert_true(places_open(&places, config, &err));
	session = session_open(config, &places, SESSION_WRITES, NULL, &err);
	assert_non_null(session);
	assert_true(bundle_read(BUNDLE, home, &bundle, &err));
	for (size_t i = 0; i < bundle.n; i++)
		store(bundle.records[i].bug, &bundle.records[i].conversation);
	return 0;
}

static int tear_down(void **state)
{
	struct error err;

	(void)state;
	session_close(session);
	config_unref(config);
	arena_free(home);
	return places_close(&places, &err) ? 0 : -1;
}

static void refresh_all(void)
{
	struct error err;

	if (!session_refresh_all(session, REACH_ALL, &err))
		fail_msg("%s", err.text);
}

static void refresh(const int64_t *ids, size_t n)
{
	struct error err;

	if (!session_refresh(session, ids, n, &err))
		fail_msg("%s", err.text);
}

static const struct entry *find(int64_t id)
{
	return snapshot_find(session_snapshot(session), id);
}

static int64_t due_of(int64_t id)
{
	const struct obligation *countdown = find(id)->assessment->countdown;

	return countdown ? countdown->due_utc : UTC_NONE;
}

/* Adds a comment by ana to what is stored of a bug. */
static void add_comment(int64_t id, const char *text, int64_t time_utc)
{
	struct conversation conversation;
	struct error err;
	const struct bug *bug;
	size_t cap;

	assert_true(cache_get_bug(session_cache(session), id, home, &bug, NULL, &err));
	assert_true(session_conversation(session, id, home, &conversation, &err));
	cap = conversation.n_comments;
	conversation.comments = arena_push(home, conversation.comments, &conversation.n_comments, &cap,
					   sizeof(struct comment));
	conversation.comments[conversation.n_comments - 1] = (struct comment){
		.id = 100000 + id,
		.number = (int)conversation.n_comments - 1,
		.author = "ana@example-trust.example",
		.time_utc = time_utc,
		.text = text,
	};
	store(bug, &conversation);
}

static void all_stored_bugs_are_assessed(void **state)
{
	(void)state;
	refresh_all();
	assert_int_equal(session_snapshot(session)->n, 20);
	assert_int_equal(due_of(1), at("2026-11-23T09:00:00Z"));
	assert_int_equal(find(2)->activity.others_changed_utc, at("2026-11-16T09:00:00Z"));
	assert_string_equal(find(1)->team.owner, "ana");
	assert_false(find(19)->assessment->is_ours);
}

/* Jo asked on the 17th in example 3. */
static void what_was_owed_is_assessed_with_what_was_known_then(void **state)
{
	const struct assessment *then;
	struct error err;

	(void)state;
	assert_true(session_assess_past(session, 3, at("2026-11-17T09:59:59Z"), home, &then, &err));
	assert_int_equal(then->countdown->kind, KIND_WEEKLY);
	assert_int_equal(then->asked, 0);
	assert_true(session_assess_past(session, 3, at("2026-11-17T10:00:00Z"), home, &then, &err));
	assert_int_equal(then->n_obligations, 2);
	assert_true(session_assess_past(session, 3, at("2026-11-01T00:00:00Z"), home, &then, &err));
	assert_null(then); /* not filed yet */
	assert_true(session_assess_past(session, 999, at("2026-11-17T10:00:00Z"), home, &then, &err));
	assert_null(then);
}

/* Example 14 gives its updates in bug 1, from the 16th on. */
static void updates_elsewhere_count_from_when_they_were_made(void **state)
{
	const struct assessment *before, *after;
	struct error err;

	(void)state;
	assert_true(session_assess_past(session, 14, at("2026-11-16T08:59:59Z"), home, &before, &err));
	assert_true(session_assess_past(session, 14, at("2026-11-16T09:00:00Z"), home, &after, &err));
	assert_int_equal(after->countdown->due_utc, at("2026-11-23T09:00:00Z"));
	assert_true(before->countdown->due_utc < after->countdown->due_utc);
}

static void the_first_picture_is_of_the_open_bugs(void **state)
{
	struct error err;

	(void)state;
	assert_true(session_refresh_first(session, &err));
	assert_int_equal(session_snapshot(session)->n, 19);
	assert_null(find(16));     /* closed */
	assert_non_null(find(19)); /* another CA's: the number of its view stands in the first picture */
}

/* Example 14 gives its updates in bug 1. */
static void a_bug_that_gives_its_updates_elsewhere_is_assessed_with_that_one(void **state)
{
	const int64_t one = 1;

	(void)state;
	refresh_all();
	add_comment(1, "The fix is deployed.", at("2026-11-20T10:00:00Z"));
	refresh(&one, 1);
	assert_int_equal(due_of(1), at("2026-11-27T10:00:00Z"));
	assert_int_equal(due_of(14), at("2026-11-27T10:00:00Z"));
}

static void what_did_not_change_is_shared_and_what_did_leaves_the_old_snapshot_alone(void **state)
{
	const int64_t three = 3;
	struct snapshot *before;
	const struct entry *old;

	(void)state;
	refresh_all();
	before = session_share(session);
	old = snapshot_find(before, 3);
	add_comment(3, "In reply to comment 2: no.", at("2026-11-20T10:00:00Z"));
	refresh(&three, 1);
	assert_ptr_equal(snapshot_find(before, 4), find(4));
	assert_ptr_not_equal(old, find(3));
	assert_int_equal(old->assessment->countdown->due_utc, at("2026-11-24T08:00:00Z"));
	assert_int_equal(due_of(3), at("2026-11-27T10:00:00Z"));
	snapshot_free(before);
}

static void what_left_the_cache_leaves_the_snapshot(void **state)
{
	const int64_t five = 5;
	struct error err;

	(void)state;
	refresh_all();
	assert_true(cache_delete_bug(session_cache(session), 5, &err));
	assert_true(cache_delete_bug(session_cache(session), 6, &err));
	refresh(&five, 1);
	assert_null(find(5));
	assert_non_null(find(6));
	refresh_all();
	assert_null(find(6));
	assert_int_equal(session_snapshot(session)->n, 18);
}

static void a_refresh_of_nothing_keeps_all(void **state)
{
	const int64_t none = 0;

	(void)state;
	refresh_all();
	refresh(&none, 0);
	assert_int_equal(session_snapshot(session)->n, 20);
}

static void entries_keep_facts_and_no_comment_texts(void **state)
{
	const int64_t three = 3;
	struct str text = {0};

	(void)state;
	str_add_repeat(&text, "What we found. ", 100000);
	add_comment(3, str_text(&text), at("2026-11-20T10:00:00Z"));
	refresh(&three, 1);
	assert_true(arena_bytes(find(3)->home) < 100000);
	str_free(&text);
}

static void a_snapshot_that_knows_less_of_the_journal_is_not_adopted(void **state)
{
	struct snapshot *older, *newer;

	(void)state;
	refresh_all();
	newer = session_share(session);
	newer->journal_seq = 2;
	older = session_share(session);
	older->journal_seq = 1;
	assert_true(session_adopt(session, newer));
	assert_ptr_equal(session_snapshot(session), newer);
	assert_false(session_adopt(session, older));
	assert_ptr_equal(session_snapshot(session), newer);
}

static void the_clock_of_now_stands_still_until_it_is_moved(void **state)
{
	struct moment moment;

	(void)state;
	assert_int_equal(session_now(session), at("2026-11-20T12:00:00Z"));
	session_set_now(session, at("2026-11-20T12:01:00Z"));
	moment = session_moment(session);
	assert_int_equal(moment.now_utc, at("2026-11-20T12:01:00Z"));
	/* A Friday: soon reaches to Tuesday. */
	assert_int_equal(moment.soon_until_utc, at("2026-11-24T23:59:59Z"));
	assert_int_equal(moment.next_meeting_utc, UTC_NONE);
}

static void a_damaged_cache_is_moved_aside_and_said(void **state)
{
	struct session *other;
	struct error err;
	char *notice = NULL;

	(void)state;
	session_close(session);
	session = NULL;
	assert_true(os_write_file(places.cache_path, "this is no database, and never was", 34, &err));
	other = session_open(config, &places, SESSION_WRITES, &notice, &err);
	assert_non_null(other);
	assert_non_null(notice);
	assert_non_null(strstr(notice, "cache.db"));
	free(notice);
	assert_true(session_refresh_all(other, REACH_ALL, &err));
	assert_int_equal(session_snapshot(other)->n, 0);
	session_close(other);
}

static void a_damaged_journal_stops_it_and_stays_as_it_is(void **state)
{
	static const char damage[] = "this is no database, and never was";
	struct error err;
	char *text;

	(void)state;
	session_close(session);
	session = NULL;
	assert_true(os_write_file(places.team_path, damage, strlen(damage), &err));
	assert_null(session_open(config, &places, SESSION_WRITES, NULL, &err));
	assert_int_equal(err.fault, FAULT_DATA);
	assert_non_null(strstr(err.text, "team.db"));
	text = os_read_file(places.team_path, 1000, NULL, &err);
	assert_string_equal(text, damage);
	free(text);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(all_stored_bugs_are_assessed),
		T(what_was_owed_is_assessed_with_what_was_known_then),
		T(updates_elsewhere_count_from_when_they_were_made),
		T(the_first_picture_is_of_the_open_bugs),
		T(a_bug_that_gives_its_updates_elsewhere_is_assessed_with_that_one),
		T(what_did_not_change_is_shared_and_what_did_leaves_the_old_snapshot_alone),
		T(what_left_the_cache_leaves_the_snapshot),
		T(a_refresh_of_nothing_keeps_all),
		T(entries_keep_facts_and_no_comment_texts),
		T(a_snapshot_that_knows_less_of_the_journal_is_not_adopted),
		T(the_clock_of_now_stands_still_until_it_is_moved),
		T(a_damaged_cache_is_moved_aside_and_said),
		T(a_damaged_journal_stops_it_and_stays_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
