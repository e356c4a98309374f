/* team.db: what store/journal.h promises of a file that is precious. */
#include "tests/unit/db_files.h"

#include "store/journal.h"

#define ADD_EVENT                                                           \
	"INSERT INTO event (id, clock, at, actor, bug, kind, body) VALUES " \
	"('0190163d-8694-739b-aea5-966c26f8ad91', 1, 1795000000, 'ana', 1900501, 'owner', '{}')"

static struct journal *open_well(const char *path)
{
	struct error err;
	struct journal *journal = journal_open(path, &err);
	if (!journal)
		fail_msg("%s", err.text);
	return journal;
}

static uint64_t seq_of(struct journal *journal)
{
	struct error err;
	uint64_t seq = 99;
	assert_true(journal_seq(journal, &seq, &err));
	return seq;
}

static void a_new_journal_is_private_and_empty(void **state)
{
	char *path = os_path(*state, "team.db");
	mode_t before = umask(0);
	struct journal *journal = open_well(path);
	umask(before);
	assert_int_equal(mode_of(path), 0600);
	assert_int_equal(seq_of(journal), 0);
	journal_close(journal);
	assert_answer(path, "PRAGMA user_version", "2");
	assert_answer(path, "PRAGMA journal_mode", "wal");
	free(path);
}

static void a_journal_in_memory_needs_no_file(void **state)
{
	(void)state;
	struct journal *journal = open_well(":memory:");
	assert_int_equal(seq_of(journal), 0);
	journal_close(journal);
	journal_close(NULL);
}

static void seq_is_that_of_the_newest_event_whoever_wrote_it(void **state)
{
	char *path = os_path(*state, "team.db");
	struct journal *journal = open_well(path);
	run_raw(path, ADD_EVENT);
	assert_int_equal(seq_of(journal), 1);
	journal_close(journal);
	journal = open_well(path);
	assert_int_equal(seq_of(journal), 1);
	journal_close(journal);
	free(path);
}

static void events_are_never_changed_deleted_or_doubled(void **state)
{
	static const char *const attempts[] = {"DELETE FROM event", "UPDATE event SET actor = 'ben'",
					       ADD_EVENT};
	char *path = os_path(*state, "team.db");
	journal_close(open_well(path));
	run_raw(path, ADD_EVENT);
	sqlite3 *handle = open_raw(path);
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
		assert_int_equal(sqlite3_exec(handle, attempts[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
	sqlite3_close(handle);
	assert_answer(path, "SELECT group_concat(actor) FROM event", "ana");
	free(path);
}

static void a_newer_journal_is_left_alone(void **state)
{
	struct error err;
	char *path = os_path(*state, "team.db");
	journal_close(open_well(path));
	run_raw(path, "PRAGMA user_version = 3; " ADD_EVENT);
	struct bytes before = read_bytes(path);
	assert_null(journal_open(path, &err));
	assert_error(err, FAULT_DATA, path, "update");
	assert_unchanged(path, before);
	free(path);
}

static void a_cache_in_its_place_is_left_alone(void **state)
{
	struct error err;
	char *path = os_path(*state, "team.db");
	run_raw(path, "PRAGMA application_id = 0x62634361; PRAGMA user_version = 1; CREATE TABLE bug (id)");
	struct bytes before = read_bytes(path);
	assert_null(journal_open(path, &err));
	assert_error(err, FAULT_DATA, path, "something else");
	assert_unchanged(path, before);
	free(path);
}

static void a_damaged_journal_gives_advice_and_keeps_every_byte(void **state)
{
	struct error err;
	char *path = os_path(*state, "team.db");
	journal_close(open_well(path));
	run_raw(path, ADD_EVENT);
	overwrite(path, 0, "No SQLite here.", 16);
	struct bytes before = read_bytes(path);
	assert_null(journal_open(path, &err));
	assert_error(err, FAULT_DATA, path, "damaged");
	assert_error(err, FAULT_DATA, path, "backup");
	assert_unchanged(path, before);
	free(path);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(a_new_journal_is_private_and_empty),
		cmocka_unit_test(a_journal_in_memory_needs_no_file),
		IN_A_FOLDER(seq_is_that_of_the_newest_event_whoever_wrote_it),
		IN_A_FOLDER(events_are_never_changed_deleted_or_doubled),
		IN_A_FOLDER(a_newer_journal_is_left_alone),
		IN_A_FOLDER(a_cache_in_its_place_is_left_alone),
		IN_A_FOLDER(a_damaged_journal_gives_advice_and_keeps_every_byte),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
