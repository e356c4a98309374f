/* store/db_open.c - a file from its making to its closing (store/db.h). What may surprise:
 * - A file begins empty, made by us so that it is 0600 (SQLite gives -wal and -shm the mode of the file),
 *   and gets its tables in one transaction: whoever comes second, or after a crash, finds none or all.
 * - Closing the last connection moves the -wal into the file. Until the file is known to be good, and from
 *   the moment it is known not to be, this is switched off: a damaged team.db keeps every byte. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"
#include "store/db_inside.h"

#define BUSY_TIMEOUT_MS 3000
#define WAL_RETRY_MS 5

static char *beside(const char *path, const char *suffix)
{
	struct str name = {0};
	str_addf(&name, "%s%s", path, suffix);
	return str_take(&name);
}

/* --- SQL that runs once in the life of a handle --- */

static bool run_sql(struct db *db, const char *sql, struct error *err)
{
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	return code == SQLITE_OK || db_fail(db, db_schema_code(code), err);
}

static bool read_number(struct db *db, const char *sql, int64_t *number, struct error *err)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW || db_fail(db, code, err);
}

/* --- schema --- */

/* Where step n begins; NULL when there is none. */
static const char *find_step(const struct db_schema *schema, int64_t n)
{
	char heading[40];
	snprintf(heading, sizeof heading, "-- step %lld\n", (long long)n);
	return strstr(schema->steps, heading);
}

static int64_t newest_version(const struct db_schema *schema)
{
	int64_t n = 0;
	while (find_step(schema, n + 1))
		n++;
	return n;
}

/* Is it ours, and do we know its schema? An empty file is version 0. The three are read at one moment: else a
 * file that another bugclock is just making looks like one of something else. */
static bool check_schema(struct db *db, int64_t *version, struct error *err)
{
	int64_t application_id, tables;
	bool ok = run_sql(db, "BEGIN", err) && read_number(db, "PRAGMA user_version", version, err) &&
		  read_number(db, "PRAGMA application_id", &application_id, err) &&
		  read_number(db, "SELECT count(*) FROM sqlite_schema", &tables, err);
	db_rollback(db);
	if (!ok)
		return false;
	bool is_blank = *version == 0 && application_id == 0 && tables == 0;
	if (!is_blank && application_id != db->schema->application_id)
		return db_refuse(db, "a database of something else", "move it away", err);
	if (*version < 0)
		return db_refuse_damaged(db, "found when it was last used", err);
	if (*version > newest_version(db->schema))
		return db_refuse(db, "made by a newer bugclock", "update this one", err);
	if (*version < newest_version(db->schema) && db->mode == DB_READ)
		return error_set(err, FAULT_DATA, "%s: made by an older bugclock: `sync` first", db->path);
	return true;
}

/* SQLite asks its busy handler in vain here: two that make the same file at once would both give up. */
static bool use_wal(struct db *db, struct error *err)
{
	int64_t until_ms = os_monotonic_ms() + BUSY_TIMEOUT_MS;
	int code;
	for (;;) {
		code = sqlite3_exec(db->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
		if ((code & 0xff) != SQLITE_BUSY || os_monotonic_ms() >= until_ms)
			break;
		sqlite3_sleep(WAL_RETRY_MS);
	}
	return code == SQLITE_OK || db_fail(db, code, err);
}

static bool system_failed(const char *path, struct error *err)
{
	return error_set(err, FAULT_IO, "%s: cannot be made: %s", path, strerror(errno));
}

/* An empty file that only its owner reads. */
static bool make_file(const char *path, struct error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno == EEXIST || system_failed(path, err);
	bool ok = fchmod(fd, 0600) == 0 || system_failed(path, err);
	close(fd);
	return ok;
}

static int copy_pages(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	if (!backup)
		return sqlite3_errcode(to);
	sqlite3_backup_step(backup, -1);
	return sqlite3_backup_finish(backup);
}

/* Reads through a connection of its own: one that holds the lock for writing cannot be copied from. */
static bool copy_database(const char *from_path, const char *to_path, struct error *err)
{
	sqlite3 *from = NULL, *to = NULL;
	int code = sqlite3_open_v2(from_path, &from, SQLITE_OPEN_READONLY, NULL);
	bool ok = code == SQLITE_OK || db_complain(from_path, from, code, err);
	if (ok) {
		code = sqlite3_open_v2(to_path, &to, SQLITE_OPEN_READWRITE, NULL);
		if (code == SQLITE_OK)
			code = copy_pages(from, to);
		ok = code == SQLITE_OK || db_complain(to_path, to, code, err);
	}
	sqlite3_close(to);
	sqlite3_close(from);
	return ok;
}

/* PATH.version-N, complete or not there. */
static bool back_up(const struct db *db, int64_t version, struct error *err)
{
	char suffix[40];
	snprintf(suffix, sizeof suffix, ".version-%lld", (long long)version);
	char *path = beside(db->path, suffix), *part = beside(path, ".part");
	bool ok = unlink(part) == 0 || errno == ENOENT || system_failed(part, err);
	ok = ok && make_file(part, err) && copy_database(db->path, part, err) &&
	     (rename(part, path) == 0 || system_failed(path, err));
	free(part);
	free(path);
	return ok;
}

/* All missing steps, or none. */
static bool migrate(struct db *db, struct error *err)
{
	int64_t from;
	char stamp[128];
	int64_t newest = newest_version(db->schema);

	if (!run_sql(db, "BEGIN IMMEDIATE", err) || !read_number(db, "PRAGMA user_version", &from, err))
		return false;
	if (from >= newest) { /* another bugclock came first */
		db_rollback(db);
		return check_schema(db, &from, err);
	}
	if (from > 0 && !db->schema->is_copy && !back_up(db, from, err)) {
		db_rollback(db);
		return false;
	}
	snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %lld; COMMIT",
		 (int)db->schema->application_id, (long long)newest);
	return run_sql(db, find_step(db->schema, from + 1), err) && run_sql(db, stamp, err);
}

/* --- open and close --- */

static off_t file_bytes(const char *path)
{
	struct stat info;
	return stat(path, &info) == 0 ? info.st_size : 0;
}

static bool is_folder(const char *path)
{
	struct stat info;
	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* A -wal with transactions in it whose file is empty or gone: SQLite would throw it away. The -wal is asked
 * first, since a new file is never empty when its -wal begins to fill. */
static bool has_lost_its_file(const char *path)
{
	char *wal = beside(path, "-wal");
	bool has_wal = file_bytes(wal) > 0;
	free(wal);
	return has_wal && file_bytes(path) == 0;
}

static bool reach_file(const struct db *db, struct error *err)
{
	if (db_is_private(db->path))
		return true;
	if (is_folder(db->path))
		return error_set(err, FAULT_IO, "%s: is a folder: move it away", db->path);
	if (has_lost_its_file(db->path))
		return db_refuse_damaged(db, "empty beside a -wal that is not", err);
	if (db->mode == DB_READ)
		return os_exists(db->path) ||
		       error_set(err, FAULT_IO, "%s: not there: `sync` first", db->path);

	const char *slash = strrchr(db->path, '/');
	if (slash && slash != db->path) {
		char *folder = mem_strndup(db->path, (size_t)(slash - db->path));
		bool ok = os_make_folders(folder, err);
		free(folder);
		if (!ok)
			return false;
	}
	return make_file(db->path, err);
}

static bool connect_to_file(struct db *db, struct error *err)
{
	int flags = db->mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	int code = sqlite3_open_v2(db->path, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (code != SQLITE_OK)
		return db_complain(db->path, db->handle, code, err);
	sqlite3_extended_result_codes(db->handle, true);
	sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
	db_checkpoint_on_close(db, false);
	/* SQLite is content to read what it may not write. */
	if (db->mode == DB_WRITE && sqlite3_db_readonly(db->handle, "main") == 1)
		return db_complain(db->path, db->handle, SQLITE_READONLY, err);
	return true;
}

/* The schema is looked at before anything is changed: what is not ours stays as it is. */
static bool settle(struct db *db, struct error *err)
{
	int64_t version;
	if (!run_sql(db, "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON", err) ||
	    !run_sql(db, db->schema->pragmas, err) || !check_schema(db, &version, err))
		return false;
	if (db->mode == DB_WRITE &&
	    (!use_wal(db, err) || (version < newest_version(db->schema) && !migrate(db, err))))
		return false;
	db_checkpoint_on_close(db, true);
	return true;
}

static struct db *try_open(const char *path, const struct db_schema *schema, enum db_mode mode,
			   struct error *err)
{
	struct db *db = mem_alloc(sizeof *db + schema->n_statements * sizeof *db->kept);
	db->path = mem_strdup(path);
	db->schema = schema;
	db->mode = mode;
	if (reach_file(db, err) && connect_to_file(db, err) && settle(db, err))
		return db;
	db_close(db);
	return NULL;
}

/* A file that opens might be in use: its owner would delete our new -wal on closing. Leaving WAL mode needs
 * the file alone. What is too damaged to be opened cannot be asked. */
static bool is_in_use(const char *path)
{
	sqlite3 *handle = NULL;
	int code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(handle, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	sqlite3_close(handle);
	return code == SQLITE_BUSY;
}

/* Renames the file, then what SQLite left beside it: the next file must not meet the old one's -wal. */
static bool set_aside(const char *path, char **moved_to, struct error *err)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
	bool ok = true;

	if (is_in_use(path))
		return error_set(err, FAULT_IO, "%s: unusable, and open in another bugclock: close that one",
				 path);
	*moved_to = NULL;
	for (size_t i = 0; ok && i < sizeof suffixes / sizeof *suffixes; i++) {
		char *from = beside(path, suffixes[i]), *to = NULL;
		ok = !os_exists(from) || os_move_aside(from, "old", &to, err);
		if (*moved_to)
			free(to);
		else
			*moved_to = to;
		free(from);
	}
	return ok;
}

struct db *db_open(const char *path, const struct db_schema *schema, enum db_mode mode, char **notice,
		   struct error *err)
{
	char *moved_to = NULL;
	*notice = NULL;
	struct db *db = try_open(path, schema, mode, err);
	if (db || mode == DB_READ || !schema->is_copy || err->fault != FAULT_DATA)
		return db;

	struct error why = *err;
	if (set_aside(path, &moved_to, err))
		db = try_open(path, schema, mode, err);
	if (db) {
		struct str line = {0};
		str_addf(&line, "%s; the old file is now %s", why.text, moved_to);
		*notice = str_take(&line);
	}
	free(moved_to);
	return db;
}

/* For sqlite3_progress_handler: other than 0 ends the statement. */
static int is_late(void *until_ms)
{
	return os_monotonic_ms() >= *(const int64_t *)until_ms;
}

bool db_check(struct db *db, int64_t timeout_ms, struct error *err)
{
	enum { STEPS = 1000 };
	int64_t until_ms = os_monotonic_ms() + timeout_ms;
	sqlite3_stmt *statement = NULL;
	bool ok = false;
	int code = sqlite3_prepare_v2(db->handle, "PRAGMA quick_check(1)", -1, &statement, NULL);

	sqlite3_progress_handler(db->handle, STEPS, is_late, &until_ms);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	sqlite3_progress_handler(db->handle, 0, NULL, NULL);
	if (code == SQLITE_INTERRUPT)
		error_set(err, FAULT_IO, "%s: not read to its end within %lld s", db->path,
			  (long long)timeout_ms / 1000);
	else if (code != SQLITE_ROW)
		db_fail(db, code, err);
	else
		ok = str_equals((const char *)sqlite3_column_text(statement, 0), "ok") ||
		     db_fail(db, SQLITE_CORRUPT, err);
	sqlite3_finalize(statement);
	return ok;
}

bool db_has_moved(const struct db *db)
{
	int has_moved = 0;
	sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
	return has_moved;
}

/* Whoever opens the file next, with nobody else at it, reads all of the -wal that is left. SQLite empties it
 * on the last close; but a connection that only reads cannot, and the screen's is closed after the worker's.
 * When others are reading, it is left to them. */
static void empty_wal(struct db *db)
{
	int is_off = 0;

	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &is_off);
	if (db->mode != DB_WRITE || is_off)
		return;
	sqlite3_busy_timeout(db->handle, 0);
	sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	for (size_t i = 0; i < db->schema->n_statements; i++)
		sqlite3_finalize(db->kept[i]);
	if (db->handle)
		empty_wal(db);
	sqlite3_close(db->handle);
	free(db->path);
	free(db);
}
