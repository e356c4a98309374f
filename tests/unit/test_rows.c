/* Ready rows (app/entries.h, table page): they say what working it out anew would say, over all data there
 * is; each ingredient of the stamp makes a row that is of no use; and a first picture needs nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "app/cmd_data.h"
#include "app/entries.h"
#include "app/session.h"
#include "base/os.h"
#include "base/str.h"
#include "base/utc.h"
#include "view/format.h"
#include "view/pack.h"
#include "view/view.h"

static struct config *config;
static struct places places;

static int64_t at(const char *text)
{
	int64_t utc;

	assert_true(utc_parse(text, &utc));
	return utc;
}

static struct session *open_session(enum session_use use)
{
	struct error err;
	struct session *session = session_open(config, &places, use, NULL, &err);

	if (!session)
		fail_msg("%s", err.text);
	return session;
}

/* Reads a bundle into a private folder, rows and all. */
static void fill(struct globals globals)
{
	struct session *session;
	struct error err;

	globals.now_utc = globals.start_utc = at("2026-11-24T14:05:00Z");
	config = config_load(&globals, &err);
	if (!config)
		fail_msg("%s", err.text);
	assert_true(places_open(&places, config, &err));
	session = open_session(SESSION_WRITES);
	if (!data_fill(session, NULL, &err))
		fail_msg("%s", err.text);
	session_close(session);
}

static void fill_examples(void)
{
	fill((struct globals){.config_path = "tests/data/examples/config",
			      .bundle_path = "tests/data/examples/bundle.json"});
}

static int tear_down(void **state)
{
	struct error err;
	bool ok = places_close(&places, &err);

	(void)state;
	config_unref(config);
	config = NULL;
	return ok ? 0 : -1;
}

static void run_sql(const char *path, const char *sql)
{
	sqlite3 *handle;

	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(handle);
}

/* --- the same in every word --- */

/* All bugs as bytes, as `list` and as `why` write them. */
static struct str all_texts(void)
{
	struct session *session = open_session(SESSION_READS);
	const struct snapshot *snapshot;
	struct selection selection;
	struct str text = {0};
	struct moment moment;
	struct error err;

	if (!session_refresh_all(session, REACH_ALL, &err))
		fail_msg("%s", err.text);
	snapshot = session_snapshot(session);
	moment = session_moment(session);
	selection = (struct selection){.entries = (const struct entry **)snapshot->entries, .n = snapshot->n};
	format_list_json(&selection, &moment, JSON_INDENTED, &text);
	for (size_t i = 0; i < snapshot->n; i++) {
		struct row row = {.entry = snapshot->entries[i], .at = &moment};

		assert_false(row.entry->is_pending);
		format_why_json(&row, JSON_ONE_LINE, &text);
		entry_pack(row.entry, &text);
	}
	assert_true(snapshot->n > 0);
	session_close(session);
	return text;
}

static void assert_rows_say_what_is_worked_out(struct globals globals)
{
	struct str ready, fresh;

	fill(globals);
	ready = all_texts();
	run_sql(places.cache_path, "DELETE FROM page");
	fresh = all_texts();
	assert_int_equal(ready.len, fresh.len);
	assert_memory_equal(ready.at, fresh.at, ready.len);
	str_free(&ready);
	str_free(&fresh);
}

static void rows_of_the_examples_say_what_is_worked_out(void **state)
{
	(void)state;
	assert_rows_say_what_is_worked_out(
		(struct globals){.config_path = "tests/data/examples/config",
				 .bundle_path = "tests/data/examples/bundle.json"});
}

static void rows_of_the_page_say_what_is_worked_out(void **state)
{
	(void)state;
	assert_rows_say_what_is_worked_out((struct globals){.config_path = "tests/data/page.config",
							    .bundle_path = "tests/data/page.json"});
}

static void rows_of_hostile_bugs_say_what_is_worked_out(void **state)
{
	(void)state;
	assert_rows_say_what_is_worked_out((struct globals){.config_path = "tests/data/page.config",
							    .bundle_path = "tests/data/hostile.json"});
}

static void rows_of_the_demo_say_what_is_worked_out(void **state)
{
	(void)state;
	assert_rows_say_what_is_worked_out((struct globals){.is_demo = true});
}

/* --- the stamp --- */

/* Whether the row of bug 14, which gives its updates in bug 1, is of use. */
static bool has_ready_row(const struct roster *roster)
{
	struct error err;
	char *notice;
	struct cache *cache = cache_open(places.cache_path, &notice, &err);
	struct journal *journal = journal_open(places.team_path, &err);
	const struct entries entries = {
		.cache = cache, .journal = journal, .roster = roster, .maker = entries_maker(roster)};
	struct entry *entry;
	bool is_ready;

	assert_true(cache && journal && !notice);
	if (!entries_read(&entries, 14, &entry, &err))
		fail_msg("%s", err.text);
	is_ready = entry != NULL;
	entry_unref(entry);
	cache_close(cache);
	journal_close(journal);
	return is_ready;
}

static void assert_miss_after(const char *path, const char *sql)
{
	assert_true(has_ready_row(&config->roster));
	run_sql(path, sql);
	if (has_ready_row(&config->roster))
		fail_msg("still taken for ready after: %s", sql);
}

static void a_row_of_other_sources_is_of_no_use(void **state)
{
	(void)state;
	fill_examples();
	assert_miss_after(places.cache_path, "UPDATE page SET maker = maker + 1");
}

static void a_row_of_another_roster_is_of_no_use(void **state)
{
	struct roster other;

	(void)state;
	fill_examples();
	other = config->roster;
	other.me = NULL;
	other.workdays ^= 1;
	assert_false(has_ready_row(&other));
	assert_true(has_ready_row(&config->roster));
}

/* A new member wants its line in model/team_stamp.c: then this number is another. */
static void every_member_of_a_roster_is_in_its_stamp(void **state)
{
	(void)state;
	assert_int_equal(sizeof(struct roster), 128);
	assert_int_equal(sizeof(struct member), 72);
	assert_int_equal(sizeof(struct absence), 16);
}

static uint64_t stamp_with(void (*change)(struct roster *roster, struct member *member))
{
	const char *one[] = {"one"};
	struct absence away = {.from_utc = 1, .to_utc = 2};
	struct member member = {.key = "ana", .name = "Ana", .accounts = one, .n_accounts = 1};
	struct roster roster = {.ca_names = one, .n_ca_names = 1, .members = &member, .n_members = 1};

	member.buddy = "ben";
	member.topics = one;
	member.n_topics = 1;
	member.away = &away;
	member.n_away = 1;
	change(&roster, &member);
	return roster_stamp(&roster);
}

static const char *others[] = {"other"};

#define CHANGE(name, statement)                                        \
	static void name(struct roster *roster, struct member *member) \
	{                                                              \
		(void)roster;                                          \
		(void)member;                                          \
		statement;                                             \
	}

CHANGE(nothing, (void)0)
CHANGE(ca_names, roster->ca_names = others)
CHANGE(also, (roster->also = others, roster->n_also = 1))
CHANGE(domains, (roster->domains = others, roster->n_domains = 1))
CHANGE(aliases, (roster->aliases = others, roster->n_aliases = 1))
CHANGE(bots, (roster->bots = others, roster->n_bots = 1))
CHANGE(members, roster->n_members = 0)
CHANGE(me, roster->me = "ana")
CHANGE(workdays, roster->workdays = 1)
CHANGE(is_inferred, roster->is_inferred = true)
CHANGE(key, member->key = "anna")
CHANGE(full_name, member->name = "Anna")
CHANGE(accounts, member->accounts = others)
CHANGE(buddy, member->buddy = NULL)
CHANGE(topics, member->topics = others)
CHANGE(absences, member->n_away = 0)
CHANGE(away_from, member->away->from_utc = 0)
CHANGE(away_to, member->away->to_utc = 3)

/* No two of them are mistaken for each other either. */
static void whatever_changes_in_a_roster_makes_another_stamp(void **state)
{
	void (*const changes[])(struct roster *, struct member *) = {
		nothing,     ca_names, also,      domains,  aliases, bots,   members,  me,        workdays,
		is_inferred, key,      full_name, accounts, buddy,   topics, absences, away_from, away_to};
	enum { N = sizeof changes / sizeof changes[0] };
	uint64_t stamps[N];

	(void)state;
	for (size_t i = 0; i < N; i++) {
		stamps[i] = stamp_with(changes[i]);
		for (size_t k = 0; k < i; k++)
			if (stamps[i] == stamps[k])
				fail_msg("change %zu has the stamp of change %zu", i, k);
	}
}

/* Each put and each removal goes by these two ways. */
static void a_row_of_another_revision_of_the_bug_is_of_no_use(void **state)
{
	struct arena *home = arena_new();
	struct conversation conversation;
	const struct bug *bug;
	struct error err;
	struct session *session;

	(void)state;
	fill_examples();
	session = open_session(SESSION_WRITES);
	for (int what = 0; what < 2; what++) {
		struct cache *cache = session_cache(session);
		size_t n;

		assert_true(has_ready_row(&config->roster));
		assert_true(cache_get_bug(cache, 14, home, &bug, NULL, &err));
		assert_true(cache_get_conversation(cache, 14, home, &conversation, &err));
		assert_true(cache_begin(cache, &err));
		assert_true(what ? cache_put_conversation(cache, 14, &conversation, &err)
				 : cache_put_bug(cache, bug, &err));
		assert_true(cache_commit(cache, &err));
		assert_false(has_ready_row(&config->roster));
		assert_true(session_prepare(session, 10, &n, &err));
		assert_int_equal(n, 1);
	}
	session_close(session);
	arena_free(home);
}

static void a_row_is_of_no_use_when_a_bug_that_it_refers_to_was_touched(void **state)
{
	(void)state;
	fill_examples();
	assert_miss_after(places.cache_path, "INSERT OR REPLACE INTO touch (bug_id) VALUES (1)");
}

static void a_row_is_of_no_use_when_a_bug_that_it_refers_to_comes_later(void **state)
{
	struct session *session;
	struct error err;
	size_t n;

	(void)state;
	fill_examples();
	run_sql(places.cache_path, "DELETE FROM touch WHERE bug_id = 1; DELETE FROM bug WHERE id = 1;"
				   "DELETE FROM page WHERE bug_id = 14");
	session = open_session(SESSION_WRITES);
	assert_true(session_prepare(session, 10, &n, &err));
	session_close(session);
	assert_miss_after(places.cache_path, "INSERT INTO touch (bug_id) VALUES (1)");
}

static void a_row_is_of_no_use_after_an_event_about_its_bug_and_none_other(void **state)
{
	static const char *const events[] = {"INSERT INTO event (id, clock, at, actor, bug, kind, body) "
					     "VALUES ('a', 1, 1, 'ana', 13, 'x', '{}')",
					     "INSERT INTO event (id, clock, at, actor, bug, kind, body) "
					     "VALUES ('b', 2, 1, 'ana', 14, 'x', '{}')"};

	(void)state;
	fill_examples();
	run_sql(places.team_path, events[0]);
	assert_miss_after(places.team_path, events[1]);
}

static void a_damaged_row_is_none(void **state)
{
	(void)state;
	fill_examples();
	assert_miss_after(
		places.cache_path,
		"UPDATE page SET entry = CAST(substr(entry, 1, 40) || x'00' || substr(entry, 42) AS BLOB)");
}

static void a_row_of_another_bug_is_none(void **state)
{
	(void)state;
	fill_examples();
	assert_miss_after(places.cache_path,
			  "UPDATE page SET entry = (SELECT entry FROM page WHERE bug_id = 3)");
}

/* --- the first picture --- */

static const struct snapshot *first_picture(struct session *session)
{
	struct error err;

	if (!session_refresh_first(session, &err))
		fail_msg("%s", err.text);
	return session_snapshot(session);
}

static size_t count_pending(const struct snapshot *snapshot)
{
	size_t n = 0;

	for (size_t i = 0; i < snapshot->n; i++)
		n += snapshot->entries[i]->is_pending;
	return n;
}

/* Whoever asks for a comment, a change or a flag fails: the tables are not there. */
static void the_first_picture_is_made_of_rows_alone(void **state)
{
	struct session *session;
	const struct snapshot *snapshot;

	(void)state;
	fill_examples();
	run_sql(places.cache_path,
		"DROP TABLE comment; DROP TABLE change; DROP TABLE flag; DROP TABLE bug_list");
	session = open_session(SESSION_READS);
	snapshot = first_picture(session);
	assert_int_equal(snapshot->n, 19);
	assert_int_equal(count_pending(snapshot), 0);
	assert_int_equal(snapshot_find(snapshot, 1)->assessment->countdown->due_utc,
			 at("2026-11-23T09:00:00Z"));
	session_close(session);
}

static void what_has_no_row_is_pending_in_the_first_picture_and_reads_no_comment(void **state)
{
	struct session *session;
	const struct snapshot *snapshot;

	(void)state;
	fill_examples();
	run_sql(places.cache_path,
		"DROP TABLE comment; DROP TABLE change; DELETE FROM page WHERE bug_id IN (3, 19);"
		"INSERT OR REPLACE INTO touch (bug_id) VALUES (5)");
	session = open_session(SESSION_READS);
	snapshot = first_picture(session);
	assert_int_equal(snapshot->n, 19);
	assert_int_equal(count_pending(snapshot), 3);
	assert_true(snapshot_find(snapshot, 3)->is_pending && snapshot_find(snapshot, 5)->is_pending);
	assert_true(snapshot_find(snapshot, 19)->is_pending); /* another CA's */
	assert_null(snapshot_find(snapshot, 3)->assessment->countdown);
	session_close(session);
}

/* Then the others' would keep ours waiting. */
static void of_very_many_open_bugs_the_first_picture_is_of_ours_alone(void **state)
{
	struct session *session;
	const struct snapshot *snapshot;

	(void)state;
	fill_examples();
	run_sql(places.cache_path,
		"WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
		" INSERT INTO bug SELECT i, status, resolution, created_utc, changed_utc, conversation_utc,"
		" n_comments, resolved_utc, dupe_of, product, component, creator, assignee, assignee_name,"
		" summary, whiteboard FROM n, bug WHERE id = 19");
	session = open_session(SESSION_READS);
	snapshot = first_picture(session);
	assert_int_equal(snapshot->reach, REACH_OURS);
	assert_int_equal(snapshot->n, 18);
	session_close(session);
}

static void whoever_computes_leaves_nothing_pending(void **state)
{
	struct session *session;
	struct error err;

	(void)state;
	fill_examples();
	run_sql(places.cache_path, "UPDATE page SET maker = 0");
	session = open_session(SESSION_READS);
	assert_int_equal(count_pending(first_picture(session)), 19);
	assert_true(session_refresh_all(session, REACH_OURS, &err));
	assert_int_equal(session_snapshot(session)->n, 18);
	assert_int_equal(count_pending(session_snapshot(session)), 0);
	session_close(session);
}

static void who_only_reads_stores_no_rows_and_who_writes_does(void **state)
{
	struct session *session;
	struct error err;

	(void)state;
	fill_examples();
	run_sql(places.cache_path, "DELETE FROM page");
	for (enum session_use use = SESSION_READS; use <= SESSION_WRITES; use++) {
		session = open_session(use);
		assert_true(session_refresh_all(session, REACH_OURS, &err));
		session_close(session);
		assert_int_equal(has_ready_row(&config->roster), use == SESSION_WRITES);
	}
}

/* As on a full disk: whoever tried until all are ready would not rest any more. */
static void where_no_row_can_be_stored_there_is_none_left_to_be_prepared(void **state)
{
	struct session *session;
	struct error err;
	size_t n = 1;

	(void)state;
	fill_examples();
	run_sql(places.cache_path, "DELETE FROM page; CREATE TRIGGER full BEFORE INSERT ON page BEGIN"
				   " SELECT raise(ABORT, 'no room'); END");
	session = open_session(SESSION_WRITES);
	assert_false(session_prepare(session, 2, &n, &err));
	assert_int_equal(n, 0);
	run_sql(places.cache_path, "DROP TRIGGER full");
	assert_true(session_prepare(session, 2, &n, &err));
	assert_int_equal(n, 2);
	session_close(session);
}

#define T(test) cmocka_unit_test_teardown(test, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(rows_of_the_examples_say_what_is_worked_out),
		T(rows_of_the_page_say_what_is_worked_out),
		T(rows_of_hostile_bugs_say_what_is_worked_out),
		T(rows_of_the_demo_say_what_is_worked_out),
		T(a_row_of_other_sources_is_of_no_use),
		T(a_row_of_another_roster_is_of_no_use),
		cmocka_unit_test(every_member_of_a_roster_is_in_its_stamp),
		cmocka_unit_test(whatever_changes_in_a_roster_makes_another_stamp),
		T(a_row_of_another_revision_of_the_bug_is_of_no_use),
		T(a_row_is_of_no_use_when_a_bug_that_it_refers_to_was_touched),
		T(a_row_is_of_no_use_when_a_bug_that_it_refers_to_comes_later),
		T(a_row_is_of_no_use_after_an_event_about_its_bug_and_none_other),
		T(a_damaged_row_is_none),
		T(a_row_of_another_bug_is_none),
		T(the_first_picture_is_made_of_rows_alone),
		T(what_has_no_row_is_pending_in_the_first_picture_and_reads_no_comment),
		T(of_very_many_open_bugs_the_first_picture_is_of_ours_alone),
		T(whoever_computes_leaves_nothing_pending),
		T(who_only_reads_stores_no_rows_and_who_writes_does),
		T(where_no_row_can_be_stored_there_is_none_left_to_be_prepared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
