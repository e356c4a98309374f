/* Snapshots: what they share, what they own, and that two threads may hold the same entries. */
#include "view_fixture.h"

#include <pthread.h>

static struct entry *entry_of(int64_t id, const char *summary)
{
	return fixture_entry((struct spec){.id = id, .summary = summary});
}

static void assert_ids(const struct snapshot *snapshot, const int64_t *ids, size_t n)
{
	assert_int_equal(snapshot->n, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(snapshot->entries[i]->bug->id, ids[i]);
}

static void entries_stand_by_id_whatever_order_they_come_in(void **state)
{
	(void)state;
	struct entry *entries[] = {entry_of(7, "a"), entry_of(-3, "b"), entry_of(INT64_C(1) << 40, "c"),
				   entry_of(5, "d")};
	struct snapshot *snapshot = fixture_snapshot(entries, 4);
	assert_ids(snapshot, (const int64_t[]){-3, 5, 7, INT64_C(1) << 40}, 4);
	assert_string_equal(snapshot_find(snapshot, 5)->bug->summary, "d");
	assert_null(snapshot_find(snapshot, 6));
	snapshot_free(snapshot);
}

static void an_empty_snapshot_finds_nothing_and_was_never_synced(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_new(fixture_roster());
	assert_null(snapshot_find(snapshot, 1));
	assert_int_equal(snapshot->synced_utc, UTC_NONE);
	assert_int_equal(snapshot->n, 0);
	assert_ptr_equal(snapshot->roster, fixture_roster());
	snapshot_free(snapshot);
	snapshot_free(NULL);
	entry_unref(NULL);
}

static void what_changed_replaces_the_old_and_the_rest_is_shared(void **state)
{
	(void)state;
	struct entry *entries[] = {entry_of(1, "one"), entry_of(2, "two"), entry_of(3, "three")};
	struct snapshot *old = fixture_snapshot(entries, 3);
	old->journal_seq = 42;
	old->synced_utc = NOW;
	struct entry *changed[] = {entry_of(4, "four"), entry_of(2, "TWO")};
	struct snapshot *next = snapshot_with(old, changed, 2, NULL, 0);

	assert_ids(old, (const int64_t[]){1, 2, 3}, 3);
	assert_string_equal(snapshot_find(old, 2)->bug->summary, "two");
	assert_ids(next, (const int64_t[]){1, 2, 3, 4}, 4);
	assert_string_equal(snapshot_find(next, 2)->bug->summary, "TWO");
	assert_ptr_equal(snapshot_find(next, 1), snapshot_find(old, 1));
	assert_int_equal(next->journal_seq, 42);
	assert_int_equal(next->synced_utc, NOW);

	snapshot_free(old);
	assert_string_equal(snapshot_find(next, 3)->bug->summary, "three");
	snapshot_free(next);
}

static void what_is_gone_is_left_out_also_when_it_changed(void **state)
{
	(void)state;
	struct entry *entries[] = {entry_of(1, "one"), entry_of(2, "two"), entry_of(3, "three")};
	struct snapshot *old = fixture_snapshot(entries, 3);
	struct entry *changed[] = {entry_of(2, "TWO"), entry_of(9, "nine")};
	struct snapshot *next = snapshot_with(old, changed, 2, (const int64_t[]){9, 2, 77}, 3);
	assert_ids(next, (const int64_t[]){1, 3}, 2);
	assert_ids(old, (const int64_t[]){1, 2, 3}, 3);
	snapshot_free(next);
	snapshot_free(old);
}

static void the_same_bug_twice_among_the_changed_stands_once(void **state)
{
	(void)state;
	struct entry *changed[] = {entry_of(2, "a"), entry_of(1, "b"), entry_of(2, "c"), entry_of(2, "d")};
	struct snapshot *snapshot = fixture_snapshot(changed, 4);
	assert_ids(snapshot, (const int64_t[]){1, 2}, 2);
	snapshot_free(snapshot);
}

static void nothing_changed_makes_a_copy_that_shares_everything(void **state)
{
	(void)state;
	struct entry *entries[] = {entry_of(1, "one")};
	struct snapshot *old = fixture_snapshot(entries, 1);
	struct snapshot *copy = snapshot_with(old, NULL, 0, NULL, 0);
	assert_ptr_equal(copy->entries[0], old->entries[0]);
	assert_int_equal(atomic_load(&copy->entries[0]->refs), 2);
	snapshot_free(old);
	assert_int_equal(atomic_load(&copy->entries[0]->refs), 1);
	snapshot_free(copy);
}

/* --- the team --- */

/* A team that may change, with one reference. */
static const struct roster *counted_roster(void)
{
	struct arena *home = arena_new();
	struct roster *roster = arena_alloc(home, sizeof *roster);
	*roster = *fixture_roster();
	roster->home = home;
	roster->refs = arena_alloc(home, sizeof *roster->refs);
	atomic_init(roster->refs, 1);
	return roster;
}

static void a_counted_team_lives_as_long_as_the_last_snapshot(void **state)
{
	(void)state;
	const struct roster *roster = counted_roster();
	struct snapshot *old = snapshot_new(roster);
	struct snapshot *copy = snapshot_with(old, NULL, 0, NULL, 0);
	assert_int_equal(atomic_load(roster->refs), 3);
	roster_unref(roster);
	snapshot_free(old);
	assert_ptr_equal(copy->roster, roster);
	assert_int_equal(atomic_load(copy->roster->refs), 1);
	snapshot_free(copy);
}

static void an_entry_keeps_the_words_of_a_team_that_is_gone(void **state)
{
	(void)state;
	char owner[] = "ana", buddy[] = "ben", poster[] = "carla", ticket[] = "IR-1", word[] = "Example";
	struct entry *entry = fixture_entry(
		(struct spec){.id = 1,
			      .team = {.owner = owner, .buddy = buddy, .poster = poster, .ticket = ticket},
			      .perhaps_ours = word});
	owner[0] = buddy[0] = poster[0] = ticket[0] = word[0] = '\0';
	assert_string_equal(entry->team.owner, "ana");
	assert_string_equal(entry->team.buddy, "ben");
	assert_string_equal(entry->team.poster, "carla");
	assert_string_equal(entry->team.ticket, "IR-1");
	assert_string_equal(entry->perhaps_ours, "Example");
	entry_unref(entry);
}

/* --- two threads --- */

#define ROUNDS 200

/* Makes snapshots of the shared one and drops them, as the worker and the screen do side by side. */
static void *renew_again_and_again(void *at)
{
	const struct snapshot *shared = at;
	size_t seen = 0;
	for (int i = 0; i < ROUNDS; i++) {
		struct entry *changed[] = {entry_of(2, "changed")};
		struct snapshot *next = snapshot_with(shared, changed, 1, NULL, 0);
		seen += strlen(snapshot_find(next, 1)->bug->summary);
		snapshot_free(next);
	}
	return (void *)seen;
}

static void two_threads_share_entries_and_the_last_one_frees_them(void **state)
{
	(void)state;
	struct entry *entries[] = {entry_of(1, "one"), entry_of(2, "two"), entry_of(3, "three")};
	const struct roster *roster = counted_roster();
	struct snapshot *empty = snapshot_new(roster);
	struct snapshot *mine = snapshot_with(empty, entries, 3, NULL, 0);
	struct snapshot *theirs = snapshot_with(mine, NULL, 0, NULL, 0);
	pthread_t thread;
	void *seen;
	assert_int_equal(pthread_create(&thread, NULL, renew_again_and_again, theirs), 0);
	assert_int_equal((size_t)renew_again_and_again(mine), ROUNDS * strlen("one"));
	assert_int_equal(pthread_join(thread, &seen), 0);
	assert_int_equal((size_t)seen, ROUNDS * strlen("one"));
	for (size_t i = 0; i < mine->n; i++)
		assert_int_equal(atomic_load(&mine->entries[i]->refs), 2);
	assert_int_equal(atomic_load(roster->refs), 4);
	roster_unref(roster);
	snapshot_free(empty);
	snapshot_free(mine);
	snapshot_free(theirs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_stand_by_id_whatever_order_they_come_in),
		cmocka_unit_test(an_empty_snapshot_finds_nothing_and_was_never_synced),
		cmocka_unit_test(what_changed_replaces_the_old_and_the_rest_is_shared),
		cmocka_unit_test(what_is_gone_is_left_out_also_when_it_changed),
		cmocka_unit_test(the_same_bug_twice_among_the_changed_stands_once),
		cmocka_unit_test(nothing_changed_makes_a_copy_that_shares_everything),
		cmocka_unit_test(a_counted_team_lives_as_long_as_the_last_snapshot),
		cmocka_unit_test(an_entry_keeps_the_words_of_a_team_that_is_gone),
		cmocka_unit_test(two_threads_share_entries_and_the_last_one_frees_them),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
