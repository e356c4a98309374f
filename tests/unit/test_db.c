/* One SQLite file: what store/db.h promises, tried on a small schema of its own in two versions. */
#include "tests/unit/db_files.h"

#include "base/arena.h"
#include "base/mem.h"
#include "store/db.h"

enum { ADD, COUNT, FOREIGN_KEYS, SYNCHRONOUS, TEXTS, N_STATEMENTS };

static const char *const statements[N_STATEMENTS] = {
	[ADD] = "INSERT INTO thing (name) VALUES (?)",
	[COUNT] = "SELECT count(*) FROM thing",

	[FOREIGN_KEYS] = "PRAGMA foreign_keys",
	[SYNCHRONOUS] = "PRAGMA synchronous",

	/* A row with all that a column may be. */
	[TEXTS] = "SELECT NULL, 'a', x'6200', NULL, 5",
};

#define STEP_1        \
	"-- step 1\n" \
	"CREATE TABLE thing (name TEXT NOT NULL) STRICT;\n"
#define STEP_2        \
	"-- step 2\n" \
	"ALTER TABLE thing ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';\n"
#define SCHEMA(sql, copy)                                                                        \
	{                                                                                        \
		.application_id = 0x1234, .steps = sql, .pragmas = "PRAGMA synchronous = EXTRA", \
		.statements = statements, .n_statements = N_STATEMENTS, .is_copy = copy          \
	}

static const struct db_schema precious_1 = SCHEMA(STEP_1, false), precious_2 = SCHEMA(STEP_1 STEP_2, false);
static const struct db_schema copy_1 = SCHEMA(STEP_1, true), copy_2 = SCHEMA(STEP_1 STEP_2, true);
static const struct db_schema precious_broken = SCHEMA(STEP_1 STEP_2 "-- step 3\nnonsense;\n", false);

/* --- opening, which is expected to go well or not --- */

static struct db *open_well(const char *path, const struct db_schema *schema)
{
	struct error err;
	char *notice;
	struct db *db = db_open(path, schema, DB_WRITE, &notice, &err);
	if (!db)
		fail_msg("%s", err.text);
	assert_null(notice);
	return db;
}

static struct error refused(const char *path, const struct db_schema *schema, enum db_mode mode)
{
	struct error err = {0};
	char *notice = NULL;
	assert_null(db_open(path, schema, mode, &notice, &err));
	assert_null(notice);
	return err;
}

/* Opens anew, with a notice that names the file and says `words`. */
static void assert_moved_aside(const char *path, const struct db_schema *schema, const char *words)
{
	struct error err = {0};
	char *notice = NULL;
	struct db *db = db_open(path, schema, DB_WRITE, &notice, &err);
	if (!db)
		fail_msg("%s", err.text);
	assert_non_null(notice);
	assert_non_null(strstr(notice, path));
	if (!strstr(notice, words))
		fail_msg("\"%s\" does not say \"%s\"", notice, words);
	assert_null(strchr(notice, '\n'));
	assert_true(exists_beside(path, ".old-1"));
	db_close(db);
	assert_answer(path, "SELECT count(*) FROM thing", "0");
	free(notice);
}

static bool add(struct db *db, const char *name, struct error *err)
{
	struct db_query query = db_query(db, ADD);
	db_bind_text(&query, name);
	return db_run(&query, err);
}

static bool count(struct db *db, int64_t *n, struct error *err)
{
	struct db_query query = db_query(db, COUNT);
	*n = db_next(&query) ? db_int(&query) : -1;
	return db_end(&query, err);
}

static int64_t pragma(struct db *db, unsigned statement)
{
	struct error err;
	struct db_query query = db_query(db, statement);
	int64_t value = db_next(&query) ? db_int(&query) : -1;
	assert_true(db_end(&query, &err));
	return value;
}

static void make_with_one_thing(const char *path, const struct db_schema *schema)
{
	struct error err;
	struct db *db = open_well(path, schema);
	assert_true(add(db, "one", &err));
	db_close(db);
}

/* More pages than SQLite reads on opening. */
static void make_large(const char *path, const struct db_schema *schema)
{
	db_close(open_well(path, schema));
	run_raw(path, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200)"
		      " INSERT INTO thing (name) SELECT hex(zeroblob(500)) FROM n");
}

/* All pages but the first, on which the schema stands. */
static void break_the_middle(const char *path)
{
	char noise[4096];
	struct stat info;
	memset(noise, 0x5a, sizeof noise);
	assert_int_equal(stat(path, &info), 0);
	for (long at = 4096; at < info.st_size; at += 4096)
		overwrite(path, at, noise, sizeof noise);
}

/* Leaves a file with a -wal that holds the newest rows, as a killed program does. */
static void make_and_die(const char *path, const struct db_schema *schema)
{
	make_large(path, schema);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct error err;
		_exit(add(open_well(path, schema), "newest", &err) ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_true(exists_beside(path, "-wal"));
}

/* --- files --- */

static void a_new_file_and_its_folders_are_private_whatever_the_umask(void **state)
{
	static const mode_t umasks[] = {0, 0777};
	for (size_t i = 0; i < 2; i++) {
		struct error err;
		char *folder = os_path(*state, i == 0 ? "all" : "none"), *inner = os_path(folder, "profile");
		char *path = os_path(inner, "x.db");
		mode_t before = umask(umasks[i]);
		struct db *db = open_well(path, &precious_1);
		assert_true(add(db, "one", &err));
		umask(before);
		assert_int_equal(mode_of(folder), 0700);
		assert_int_equal(mode_of(inner), 0700);
		assert_int_equal(mode_of(path), 0600);
		char *wal = os_path(inner, "x.db-wal"), *shm = os_path(inner, "x.db-shm");
		assert_int_equal(mode_of(wal), 0600);
		assert_int_equal(mode_of(shm), 0600);
		db_close(db);
		free(wal);
		free(shm);
		free(path);
		free(inner);
		free(folder);
	}
}

static void a_new_file_has_wal_foreign_keys_its_pragmas_and_its_version(void **state)
{
	char *path = os_path(*state, "x.db");
	struct db *db = open_well(path, &precious_2);
	assert_int_equal(pragma(db, FOREIGN_KEYS), 1);
	assert_int_equal(pragma(db, SYNCHRONOUS), 3); /* EXTRA, which is no default */
	db_close(db);
	assert_answer(path, "PRAGMA journal_mode", "wal");
	assert_answer(path, "PRAGMA user_version", "2");
	assert_answer(path, "PRAGMA application_id", "4660");
	assert_false(exists_beside(path, "-wal"));
	free(path);
}

static void an_empty_file_is_a_new_one(void **state)
{
	char *path = os_path(*state, "x.db");
	write_bytes(path, "", 0);
	make_with_one_thing(path, &precious_1);
	assert_answer(path, "SELECT count(*) FROM thing", "1");
	free(path);
}

static void a_private_database_needs_no_file(void **state)
{
	(void)state;
	struct error err;
	int64_t n;
	struct db *db = open_well(":memory:", &precious_1);
	assert_true(add(db, "one", &err));
	assert_true(count(db, &n, &err));
	assert_int_equal(n, 1);
	db_close(db);
	assert_false(os_exists(":memory:"));
}

static void many_that_start_at_once_share_one_new_file(void **state)
{
	for (int round = 0; round < 5; round++) {
		char name[16];
		snprintf(name, sizeof name, "%d.db", round);
		char *path = os_path(*state, name);
		int gate[2];
		assert_int_equal(pipe(gate), 0);
		for (int i = 0; i < 6; i++) {
			pid_t child = fork();
			assert_true(child >= 0);
			if (child > 0)
				continue;
			struct error err;
			char *notice, byte;
			close(gate[1]);
			if (read(gate[0], &byte, 1) != 0) /* the end of the pipe opens the gate for all */
				_exit(1);
			struct db *db = db_open(path, &copy_2, DB_WRITE, &notice, &err);
			bool ok = db && !notice && add(db, "one", &err);
			if (!ok)
				fprintf(stderr, "%s\n", err.text);
			db_close(db);
			_exit(ok ? 0 : 1);
		}
		close(gate[0]);
		close(gate[1]);
		for (int i = 0, status; i < 6; i++) {
			assert_true(wait(&status) > 0);
			assert_int_equal(status, 0);
		}
		assert_answer(path, "SELECT count(*) FROM thing", "6");
		free(path);
	}
}

/* --- migration --- */

static void missing_steps_are_taken_and_rows_are_kept(void **state)
{
	char *path = os_path(*state, "x.db");
	make_with_one_thing(path, &precious_1);
	db_close(open_well(path, &precious_2));
	db_close(open_well(path, &precious_2));
	assert_answer(path, "SELECT name || colour FROM thing", "onegrey");
	assert_answer(path, "PRAGMA user_version", "2");
	free(path);
}

static void a_migration_of_what_is_precious_leaves_a_private_backup(void **state)
{
	char *path = os_path(*state, "x.db"), *backup = os_path(*state, "x.db.version-1");
	mode_t before = umask(0);
	make_with_one_thing(path, &precious_1);
	assert_false(os_exists(backup));
	db_close(open_well(path, &precious_2));
	umask(before);
	assert_int_equal(mode_of(backup), 0600);
	assert_false(exists_beside(backup, ".part"));
	db_close(open_well(backup, &precious_1));
	assert_answer(backup, "SELECT name FROM thing", "one");
	assert_answer(backup, "PRAGMA integrity_check", "ok");
	free(backup);
	free(path);
}

static void a_backup_holds_what_is_still_in_the_wal(void **state)
{
	char *path = os_path(*state, "x.db"), *backup = os_path(*state, "x.db.version-1");
	make_and_die(path, &precious_1);
	db_close(open_well(path, &precious_2));
	assert_answer(backup, "SELECT count(*) FROM thing WHERE name = 'newest'", "1");
	free(backup);
	free(path);
}

static void a_migration_of_a_copy_leaves_no_backup(void **state)
{
	char *path = os_path(*state, "x.db");
	make_with_one_thing(path, &copy_1);
	db_close(open_well(path, &copy_2));
	assert_answer(path, "SELECT colour FROM thing", "grey");
	assert_false(exists_beside(path, ".version-1"));
	free(path);
}

static void without_its_backup_a_migration_does_not_begin(void **state)
{
	struct error err;
	char *path = os_path(*state, "x.db"), *part = os_path(*state, "x.db.version-1.part");
	char *in_the_way = os_path(part, "file");
	make_with_one_thing(path, &precious_1);
	assert_true(os_make_folders(part, &err));
	write_bytes(in_the_way, "", 0);
	err = refused(path, &precious_2, DB_WRITE);
	assert_error(err, FAULT_IO, part, "");
	assert_answer(path, "PRAGMA user_version", "1");
	assert_answer(path, "SELECT * FROM thing", "one");
	free(in_the_way);
	free(part);
	free(path);
}

static void a_step_that_fails_leaves_the_old_version(void **state)
{
	char *path = os_path(*state, "x.db");
	make_with_one_thing(path, &precious_1);
	struct error err = refused(path, &precious_broken, DB_WRITE);
	assert_error(err, FAULT_DATA, path, "nonsense");
	assert_answer(path, "PRAGMA user_version", "1");
	assert_answer(path, "SELECT * FROM thing", "one");
	free(path);
}

/* --- what is not ours --- */

static void a_precious_file_of_a_newer_version_is_left_alone(void **state)
{
	char *path = os_path(*state, "x.db"), *wal = os_path(*state, "x.db-wal");
	make_and_die(path, &precious_2);
	struct bytes before = read_bytes(path), wal_before = read_bytes(wal);
	assert_error(refused(path, &precious_1, DB_WRITE), FAULT_DATA, path, "newer bugclock");
	assert_error(refused(path, &precious_1, DB_READ), FAULT_DATA, path, "newer bugclock");
	assert_unchanged(path, before);
	assert_unchanged(wal, wal_before);
	free(wal);
	free(path);
}

static void a_copy_of_a_newer_version_is_moved_aside(void **state)
{
	char *path = os_path(*state, "x.db");
	make_with_one_thing(path, &copy_2);
	assert_error(refused(path, &copy_1, DB_READ), FAULT_DATA, path, "newer bugclock");
	assert_moved_aside(path, &copy_1, "newer bugclock");
	char *old = os_path(*state, "x.db.old-1");
	assert_answer(old, "SELECT name FROM thing", "one");
	free(old);
	free(path);
}

static void a_copy_that_another_program_has_open_is_not_moved(void **state)
{
	char *path = os_path(*state, "x.db");
	struct db *newer = open_well(path, &copy_2);
	assert_error(refused(path, &copy_1, DB_WRITE), FAULT_IO, path, "open in another bugclock");
	assert_false(exists_beside(path, ".old-1"));
	db_close(newer);
	assert_moved_aside(path, &copy_1, "newer bugclock");
	free(path);
}

static void an_older_copy_is_not_migrated_by_who_only_reads(void **state)
{
	char *path = os_path(*state, "x.db");
	make_with_one_thing(path, &copy_1);
	assert_error(refused(path, &copy_2, DB_READ), FAULT_DATA, path, "older bugclock");
	assert_answer(path, "PRAGMA user_version", "1");
	free(path);
}

static void a_database_of_another_program_is_not_taken_for_ours(void **state)
{
	char *path = os_path(*state, "x.db");
	run_raw(path, "CREATE TABLE thing (name)");
	struct bytes before = read_bytes(path);
	assert_error(refused(path, &precious_1, DB_WRITE), FAULT_DATA, path, "something else");
	assert_unchanged(path, before);
	assert_moved_aside(path, &copy_1, "something else");
	free(path);
}

static void a_text_file_is_no_database(void **state)
{
	static const char text[] = "Dear diary, today I renamed the wrong file.\n";
	char *path = os_path(*state, "x.db");
	write_bytes(path, text, sizeof text - 1);
	assert_error(refused(path, &precious_1, DB_WRITE), FAULT_DATA, path, "not a database");
	assert_unchanged(path, (struct bytes){strdup(text), sizeof text - 1});
	assert_moved_aside(path, &copy_1, "not a database");
	free(path);
}

/* --- damage --- */

static void overwrite_the_head(const char *path)
{
	overwrite(path, 0, "No SQLite here.", 16);
}

static void overwrite_the_schema(const char *path)
{
	char noise[3000];
	memset(noise, 0x5a, sizeof noise);
	overwrite(path, 100, noise, sizeof noise);
}

static void empty_it_beside_its_wal(const char *path)
{
	assert_int_equal(truncate(path, 0), 0);
}

static void remove_it_from_beside_its_wal(const char *path)
{
	assert_int_equal(unlink(path), 0);
}

static void (*const damages_seen_on_opening[])(const char *path) = {
	overwrite_the_head,
	overwrite_the_schema,
	empty_it_beside_its_wal,
	remove_it_from_beside_its_wal,
};
#define N_DAMAGES (sizeof damages_seen_on_opening / sizeof *damages_seen_on_opening)

static void a_damaged_precious_file_keeps_every_byte_and_its_wal_too(void **state)
{
	for (size_t i = 0; i < N_DAMAGES; i++) {
		char name[16], wal_name[16];
		snprintf(name, sizeof name, "%zu.db", i);
		snprintf(wal_name, sizeof wal_name, "%zu.db-wal", i);
		char *path = os_path(*state, name), *wal = os_path(*state, wal_name);
		make_and_die(path, &precious_1);
		damages_seen_on_opening[i](path);
		bool is_there = os_exists(path);
		struct bytes before = is_there ? read_bytes(path) : (struct bytes){0};
		struct bytes wal_before = read_bytes(wal);
		assert_error(refused(path, &precious_1, DB_WRITE), FAULT_DATA, path, "damaged");
		assert_error(refused(path, &precious_1, DB_WRITE), FAULT_DATA, path, ".recover");
		assert_int_equal(os_exists(path), is_there);
		if (is_there)
			assert_unchanged(path, before);
		assert_unchanged(wal, wal_before);
		free(wal);
		free(path);
	}
}

static void a_damaged_copy_is_moved_aside_with_its_wal(void **state)
{
	for (size_t i = 0; i < N_DAMAGES; i++) {
		char name[16];
		snprintf(name, sizeof name, "%zu.db", i);
		char *path = os_path(*state, name);
		make_and_die(path, &copy_1);
		damages_seen_on_opening[i](path);
		struct error err = {0};
		char *notice = NULL;
		struct db *db = db_open(path, &copy_1, DB_WRITE, &notice, &err);
		if (!db)
			fail_msg("%s", err.text);
		assert_non_null(strstr(notice, "damaged"));
		int64_t n;
		assert_true(count(db, &n, &err));
		assert_int_equal(n, 0);
		db_close(db);
		assert_answer(path, "PRAGMA integrity_check", "ok");
		free(notice);
		free(path);
	}
}

static void damage_that_is_met_later_stops_the_use_of_a_precious_file(void **state)
{
	struct error err;
	int64_t n;
	char *path = os_path(*state, "x.db"), *wal = os_path(*state, "x.db-wal");
	make_and_die(path, &precious_1);
	break_the_middle(path);
	struct bytes before = read_bytes(path), wal_before = read_bytes(wal);
	struct db *db = open_well(path, &precious_1);
	assert_false(count(db, &n, &err));
	assert_error(err, FAULT_DATA, path, ".recover");
	db_close(db);
	assert_unchanged(path, before);
	assert_unchanged(wal, wal_before);
	assert_false(exists_beside(path, ".old-1"));
	free(wal);
	free(path);
}

static void damage_that_is_met_later_moves_a_copy_aside_at_the_next_start(void **state)
{
	static const enum db_mode modes[] = {DB_WRITE, DB_READ};
	for (size_t i = 0; i < 2; i++) {
		struct error err;
		char *notice;
		int64_t n;
		char *path = os_path(*state, i == 0 ? "0.db" : "1.db");
		make_large(path, &copy_1);
		break_the_middle(path);
		struct db *db = db_open(path, &copy_1, modes[i], &notice, &err);
		assert_non_null(db);
		assert_null(notice);
		assert_false(count(db, &n, &err));
		assert_error(err, FAULT_DATA, path, "`sync` fetches it again");
		db_close(db);
		assert_error(refused(path, &copy_1, DB_READ), FAULT_DATA, path, "damaged");
		assert_moved_aside(path, &copy_1, "damaged");
		free(path);
	}
}

static void damage_that_is_met_in_a_transaction_is_marked_too(void **state)
{
	struct error err;
	char *path = os_path(*state, "x.db");
	make_large(path, &copy_1);
	break_the_middle(path);
	sqlite3 *other = open_raw(path); /* keeps the -wal alive */
	struct db *db = open_well(path, &copy_1);
	bool ok = true;
	for (int i = 0; ok && i < 100; i++)
		ok = add(db, "more", &err);
	assert_false(ok);
	assert_error(err, FAULT_DATA, path, "damaged");
	assert_false(db_in_transaction(db));
	db_close(db);
	sqlite3_close(other);
	assert_moved_aside(path, &copy_1, "damaged");
	free(path);
}

static void a_file_cut_short_is_damaged(void **state)
{
	char *path = os_path(*state, "x.db"), *copy = os_path(*state, "copy.db");
	make_large(path, &precious_1);
	make_large(copy, &copy_1);
	assert_int_equal(truncate(path, 4096 + 100), 0);
	assert_int_equal(truncate(copy, 4096 + 100), 0);
	struct bytes before = read_bytes(path);
	assert_error(refused(path, &precious_1, DB_WRITE), FAULT_DATA, path, "damaged");
	assert_unchanged(path, before);
	assert_moved_aside(copy, &copy_1, "damaged");
	free(copy);
	free(path);
}

/* --- what the system refuses --- */

static void who_only_reads_makes_nothing(void **state)
{
	char *folder = os_path(*state, "nothing"), *path = os_path(folder, "x.db");
	assert_error(refused(path, &copy_1, DB_READ), FAULT_IO, path, "not there");
	assert_false(os_exists(folder));
	free(path);
	free(folder);
}

/* SQLite would leave it to the last to close, who may not write; the next start would read all of it. */
static void the_wal_is_empty_when_the_writer_leaves_a_reader_behind(void **state)
{
	struct error err;
	char *path = os_path(*state, "x.db"), *wal = os_path(*state, "x.db-wal");
	struct stat info;
	char *notice = NULL;
	struct db *writer = open_well(path, &copy_1);
	struct db *reader = db_open(path, &copy_1, DB_READ, &notice, &err);
	assert_non_null(reader);
	assert_true(add(writer, "one", &err));
	assert_int_equal(stat(wal, &info), 0);
	assert_true(info.st_size > 0);
	db_close(writer);
	assert_int_equal(stat(wal, &info), 0);
	assert_int_equal(info.st_size, 0);
	db_close(reader);
	assert_answer(path, "SELECT name FROM thing", "one");
	free(notice);
	free(wal);
	free(path);
}

static void a_folder_in_place_of_the_file_is_said(void **state)
{
	struct error err;
	char *path = os_path(*state, "x.db");
	assert_true(os_make_folders(path, &err));
	assert_error(refused(path, &precious_1, DB_WRITE), FAULT_IO, path, "is a folder: move it away");
	assert_error(refused(path, &copy_1, DB_WRITE), FAULT_IO, path, "is a folder: move it away");
	assert_error(refused(path, &copy_1, DB_READ), FAULT_IO, path, "is a folder: move it away");
	assert_false(exists_beside(path, ".old-1"));
	free(path);
}

/* Root may write everywhere, so the test becomes somebody else; the folder is theirs. */
#define NOBODY 65534

static void become(void **state, uid_t user)
{
	if (getuid() != 0)
		return;
	assert_int_equal(seteuid(0), 0);
	assert_int_equal(chown(*state, user, (gid_t)-1), 0);
	assert_int_equal(seteuid(user), 0);
}

static void what_may_not_be_written_is_said(void **state)
{
	become(state, NOBODY);
	char *path = os_path(*state, "x.db"), *new_path = os_path(*state, "new.db");
	make_with_one_thing(path, &copy_1);

	assert_int_equal(chmod(path, 0400), 0);
	assert_error(refused(path, &copy_1, DB_WRITE), FAULT_IO, path, "may not be written");
	assert_int_equal(chmod(path, 0600), 0);

	assert_int_equal(chmod(*state, 0500), 0);
	assert_error(refused(path, &copy_1, DB_WRITE), FAULT_IO, path, "permission");
	assert_error(refused(path, &copy_1, DB_READ), FAULT_IO, path, "permission");
	assert_error(refused(new_path, &copy_1, DB_WRITE), FAULT_IO, new_path, "Permission denied");
	assert_int_equal(chmod(*state, 0700), 0);

	assert_int_equal(chmod(path, 0), 0);
	assert_error(refused(path, &copy_1, DB_READ), FAULT_IO, path, "Permission denied");
	assert_int_equal(chmod(path, 0600), 0);
	become(state, 0);
	assert_answer(path, "SELECT name FROM thing", "one");
	free(new_path);
	free(path);
}

static void a_full_disk_is_said_and_costs_only_the_transaction(void **state)
{
	struct error err;
	int64_t n;
	char *path = os_path(*state, "x.db");
	make_with_one_thing(path, &precious_1);
	struct db *db = open_well(path, &precious_1);
	fail_writes_after(0, ENOSPC);
	assert_false(add(db, "two", &err));
	let_writes_pass();
	assert_error(err, FAULT_IO, path, "the disk is full");
	assert_false(db_in_transaction(db));
	assert_true(count(db, &n, &err));
	assert_int_equal(n, 1);
	assert_true(add(db, "three", &err));
	db_close(db);
	assert_answer(path, "SELECT group_concat(name) FROM thing", "one,three");
	free(path);
}

static void a_write_that_fails_anywhere_is_said_and_leaves_all_or_nothing(void **state)
{
	static const int errors[] = {ENOSPC, EIO};
	for (size_t e = 0; e < 2; e++) {
		bool ok = false;
		int failed = 0;
		for (int n = 0; !ok; n++) {
			char name[32];
			snprintf(name, sizeof name, "%zu-%d.db", e, n);
			char *path = os_path(*state, name), *notice;
			struct error err = {0};
			fail_writes_after(n, errors[e]);
			struct db *db = db_open(path, &copy_2, DB_WRITE, &notice, &err);
			ok = db && add(db, "one", &err);
			db_close(db);
			let_writes_pass();
			if (!ok) {
				failed++;
				assert_error(err, FAULT_IO, path, "");
			}
			db_close(open_well(path, &copy_2));
			assert_answer(path, "SELECT count(*) FROM thing", ok ? "1" : "0");
			assert_answer(path, "PRAGMA integrity_check", "ok");
			free(path);
		}
		assert_true(failed > 3);
	}
}

static void a_lock_that_others_keep_is_said(void **state)
{
	struct error err;
	char *path = os_path(*state, "x.db");
	make_with_one_thing(path, &precious_1);
	struct db *db = open_well(path, &precious_1);
	sqlite3 *other = open_raw(path);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_false(add(db, "two", &err));
	assert_error(err, FAULT_IO, path, "locked");
	sqlite3_close(other);
	assert_true(add(db, "two", &err));
	db_close(db);
	free(path);
}

static void a_lock_that_is_refused_for_a_moment_is_asked_for_again(void **state)
{
	bool is_refused = true;
	int n = 0;
	for (; is_refused; n++) {
		char name[16];
		snprintf(name, sizeof name, "%d.db", n);
		char *path = os_path(*state, name);
		locks_before_one_is_refused = n;
		make_with_one_thing(path, &precious_1);
		is_refused = locks_before_one_is_refused < 0;
		locks_before_one_is_refused = -1;
		assert_answer(path, "SELECT name FROM thing", "one");
		free(path);
	}
	assert_true(n > 2);
}

/* --- queries --- */

static void columns_come_as_they_were_asked_for(void **state)
{
	(void)state;
	struct error err;
	struct arena *home = arena_new();
	struct db *db = open_well(":memory:", &precious_1);
	struct db_query query = db_query(db, TEXTS);
	assert_true(db_next(&query));
	assert_null(db_text_or_null(&query, home));
	assert_string_equal(db_text(&query, home), "a");
	assert_string_equal(db_peek(&query), "b");
	assert_string_equal(db_text(&query, home), ""); /* NULL where a text must be */
	assert_int_equal(db_int(&query), 5);
	assert_false(db_next(&query));
	assert_false(db_end(&query, &err));
	assert_error(err, FAULT_DATA, ":memory:", "damaged");

	query = db_query(db, TEXTS);
	assert_true(db_next(&query));
	assert_true(db_end(&query, &err));
	db_close(db);
	arena_free(home);
}

static void a_failure_rolls_the_transaction_back(void **state)
{
	struct error err;
	char *path = os_path(*state, "x.db");
	struct db *db = open_well(path, &precious_1);
	sqlite3 *other = open_raw(path);
	assert_true(add(db, "one", &err));
	assert_false(add(db, NULL, &err));
	assert_error(err, FAULT_DATA, path, "thing.name");
	db_close(db);
	sqlite3_close(other);
	assert_answer(path, "SELECT count(*) FROM thing", "1");
	free(path);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	watch_system_calls();
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(a_new_file_and_its_folders_are_private_whatever_the_umask),
		IN_A_FOLDER(a_new_file_has_wal_foreign_keys_its_pragmas_and_its_version),
		IN_A_FOLDER(an_empty_file_is_a_new_one),
		cmocka_unit_test(a_private_database_needs_no_file),
		IN_A_FOLDER(many_that_start_at_once_share_one_new_file),
		IN_A_FOLDER(missing_steps_are_taken_and_rows_are_kept),
		IN_A_FOLDER(a_migration_of_what_is_precious_leaves_a_private_backup),
		IN_A_FOLDER(a_backup_holds_what_is_still_in_the_wal),
		IN_A_FOLDER(a_migration_of_a_copy_leaves_no_backup),
		IN_A_FOLDER(without_its_backup_a_migration_does_not_begin),
		IN_A_FOLDER(a_step_that_fails_leaves_the_old_version),
		IN_A_FOLDER(a_precious_file_of_a_newer_version_is_left_alone),
		IN_A_FOLDER(a_copy_of_a_newer_version_is_moved_aside),
		IN_A_FOLDER(a_copy_that_another_program_has_open_is_not_moved),
		IN_A_FOLDER(an_older_copy_is_not_migrated_by_who_only_reads),
		IN_A_FOLDER(a_database_of_another_program_is_not_taken_for_ours),
		IN_A_FOLDER(a_text_file_is_no_database),
		IN_A_FOLDER(a_damaged_precious_file_keeps_every_byte_and_its_wal_too),
		IN_A_FOLDER(a_damaged_copy_is_moved_aside_with_its_wal),
		IN_A_FOLDER(damage_that_is_met_later_stops_the_use_of_a_precious_file),
		IN_A_FOLDER(damage_that_is_met_later_moves_a_copy_aside_at_the_next_start),
		IN_A_FOLDER(damage_that_is_met_in_a_transaction_is_marked_too),
		IN_A_FOLDER(a_file_cut_short_is_damaged),
		IN_A_FOLDER(who_only_reads_makes_nothing),
		IN_A_FOLDER(the_wal_is_empty_when_the_writer_leaves_a_reader_behind),
		IN_A_FOLDER(a_folder_in_place_of_the_file_is_said),
		IN_A_FOLDER(what_may_not_be_written_is_said),
		IN_A_FOLDER(a_full_disk_is_said_and_costs_only_the_transaction),
		IN_A_FOLDER(a_write_that_fails_anywhere_is_said_and_leaves_all_or_nothing),
		IN_A_FOLDER(a_lock_that_others_keep_is_said),
		IN_A_FOLDER(a_lock_that_is_refused_for_a_moment_is_asked_for_again),
		cmocka_unit_test(columns_come_as_they_were_asked_for),
		IN_A_FOLDER(a_failure_rolls_the_transaction_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
