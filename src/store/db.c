/* store/db.c - see db.h. What may surprise:
 * - A file begins empty, made by us so that it is 0600 (SQLite gives -wal and -shm the mode of the file),
 *   and gets its tables in one transaction: whoever comes second, or after a crash, finds none or all.
 * - SQLite meets damage where it reads, perhaps long after the file was opened. A copy is then marked in
 *   user_version, so that the next db_open moves it aside although it opens well.
 * - Closing the last connection moves the -wal into the file. Until the file is known to be good, and from
 *   the moment it is known not to be, this is switched off: a damaged team.db keeps every byte. */
#include "store/db.h"

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
#include "base/utc.h"

#define BUSY_TIMEOUT_MS 3000
#define WAL_RETRY_MS 5
#define VERSION_DAMAGED (-1)

struct db {
	sqlite3 *handle;
	char *path;
	const struct db_schema *schema;
	enum db_mode mode;
	sqlite3_stmt *kept[]; /* by statement; NULL until it is first used */
};

static char *beside(const char *path, const char *suffix)
{
	struct str name = {0};
	str_addf(&name, "%s%s", path, suffix);
	return str_take(&name);
}

static bool is_private(const char *path)
{
	return str_equals(path, ":memory:");
}

/* --- failures --- */

static const struct failure {
	int code;
	enum fault fault;
	const char *what; /* NULL: as the system or SQLite calls it */
	const char *advice;
} failures[] = {
	{SQLITE_FULL, FAULT_IO, "the disk is full", "free some space; what was stored before is safe"},
	{SQLITE_READONLY, FAULT_IO, "may not be written", "check the permissions of the file and its folder"},
	{SQLITE_CANTOPEN, FAULT_IO, NULL, "check the permissions of the file and its folder"},
	{SQLITE_BUSY, FAULT_IO, "another program keeps it locked", "close that one, or try again"},
	{SQLITE_IOERR, FAULT_IO, NULL, "check the disk; what was stored before is safe"},
	{SQLITE_CONSTRAINT, FAULT_DATA, NULL, "this is not stored"},
};

static bool is_damage(int code)
{
	return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

/* Our SQL is right: when it is refused, the schema is not what its version says. */
static int schema_code(int code)
{
	return code == SQLITE_ERROR ? SQLITE_CORRUPT : code;
}

/* SQLite's own words are about the handle's last call; a result of ours has none. */
static const char *reason(sqlite3 *handle, int code)
{
	int primary = code & 0xff, last = sqlite3_errcode(handle);
	int system_errno = sqlite3_system_errno(handle);
	if ((primary == SQLITE_CANTOPEN || primary == SQLITE_IOERR) && system_errno)
		return strerror(system_errno);
	if (last == SQLITE_OK || last == SQLITE_ROW || last == SQLITE_DONE)
		return sqlite3_errstr(code);
	return sqlite3_errmsg(handle);
}

static bool complain(const char *path, sqlite3 *handle, int code, struct error *err)
{
	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
		const struct failure *failure = &failures[i];
		if (failure->code != (code & 0xff))
			continue;
		return error_set(err, failure->fault, "%s: %s: %s", path,
				 failure->what ? failure->what : reason(handle, code), failure->advice);
	}
	return error_set(err, FAULT_IO, "%s: %s", path, reason(handle, code));
}

/* The content is at fault, not the system. */
static bool refuse(const struct db *db, const char *what, const char *advice, struct error *err)
{
	if (db->schema->is_copy)
		return error_set(err, FAULT_DATA, "%s: %s: `sync` fetches it again", db->path, what);
	return error_set(err, FAULT_DATA, "%s: %s; nothing was changed: %s", db->path, what, advice);
}

static bool refuse_damaged(const struct db *db, const char *how, struct error *err)
{
	struct str what = {0};
	str_addf(&what, "damaged (%s)", how);
	refuse(db, str_text(&what),
	       "copy it and its -wal to a safe place, then bring back a backup, or save what can be read "
	       "with "
	       "`sqlite3 OLD .recover | sqlite3 NEW`",
	       err);
	str_free(&what);
	return false;
}

static void checkpoint_on_close(struct db *db, bool is_wanted)
{
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !is_wanted, NULL);
}

/* Through a connection of its own: ours may be one that only reads. When this fails, the next start meets
 * the damage where we did. */
static void mark_damaged(const struct db *db)
{
	sqlite3 *other = NULL;
	if (sqlite3_open_v2(db->path, &other, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK) {
		char sql[64];
		snprintf(sql, sizeof sql, "PRAGMA user_version = %d", VERSION_DAMAGED);
		sqlite3_exec(other, sql, NULL, NULL, NULL);
	}
	sqlite3_close(other);
}

/* Always false. */
static bool db_fail(struct db *db, int code, struct error *err)
{
	if (is_damage(code))
		refuse_damaged(db, reason(db->handle, code), err);
	else
		complain(db->path, db->handle, code, err);
	db_rollback(db);
	if (is_damage(code)) {
		checkpoint_on_close(db, false);
		if (db->schema->is_copy && !is_private(db->path))
			mark_damaged(db);
	}
	return false;
}

/* --- queries --- */

struct db_query db_query(struct db *db, unsigned statement)
{
	int code = SQLITE_OK;
	sqlite3_stmt **kept = &db->kept[statement];
	if (!*kept)
		code = schema_code(sqlite3_prepare_v3(db->handle, db->schema->statements[statement], -1,
						      SQLITE_PREPARE_PERSISTENT, kept, NULL));
	return (struct db_query){.db = db, .statement = *kept, .code = code, .place = 1};
}

void db_bind_int(struct db_query *query, int64_t value)
{
	if (query->code == SQLITE_OK)
		query->code = sqlite3_bind_int64(query->statement, query->place++, value);
}

void db_bind_text(struct db_query *query, const char *text)
{
	if (query->code == SQLITE_OK)
		query->code = sqlite3_bind_text(query->statement, query->place++, text, -1, SQLITE_STATIC);
}

void db_bind_bytes(struct db_query *query, const void *at, size_t len)
{
	if (query->code == SQLITE_OK)
		query->code = sqlite3_bind_blob64(query->statement, query->place++, at, len, SQLITE_STATIC);
}

void db_bind_utc(struct db_query *query, int64_t utc)
{
	if (utc == UTC_NONE)
		db_bind_text(query, NULL);
	else
		db_bind_int(query, utc);
}

bool db_next(struct db_query *query)
{
	if (query->code != SQLITE_OK && query->code != SQLITE_ROW)
		return false;
	query->code = sqlite3_step(query->statement);
	query->place = 0;
	return query->code == SQLITE_ROW;
}

int64_t db_int(struct db_query *query)
{
	return sqlite3_column_int64(query->statement, query->place++);
}

int64_t db_utc(struct db_query *query)
{
	if (sqlite3_column_type(query->statement, query->place) != SQLITE_NULL)
		return db_int(query);
	query->place++;
	return UTC_NONE;
}

const char *db_peek(struct db_query *query)
{
	return (const char *)sqlite3_column_text(query->statement, query->place++);
}

const char *db_text_or_null(struct db_query *query, struct arena *home)
{
	int column = query->place;
	const char *text = db_peek(query);
	return text ? arena_strndup(home, text, (size_t)sqlite3_column_bytes(query->statement, column))
		    : NULL;
}

const char *db_text(struct db_query *query, struct arena *home)
{
	const char *text = db_text_or_null(query, home);
	if (!text) /* a broken record reads as NULL where the schema allows none */
		db_reject(query);
	return text ? text : "";
}

size_t db_bytes(struct db_query *query, struct arena *home, const char **at)
{
	const void *bytes = sqlite3_column_blob(query->statement, query->place);
	size_t len = (size_t)sqlite3_column_bytes(query->statement, query->place++);
	char *copy = arena_alloc(home, len);
	if (len > 0)
		memcpy(copy, bytes, len);
	*at = copy;
	return len;
}

void db_reject(struct db_query *query)
{
	query->code = SQLITE_CORRUPT;
}

bool db_end(struct db_query *query, struct error *err)
{
	bool ok = query->code == SQLITE_OK || query->code == SQLITE_ROW || query->code == SQLITE_DONE;
	if (query->statement) {
		sqlite3_reset(query->statement);
		sqlite3_clear_bindings(query->statement);
	}
	return ok || db_fail(query->db, query->code, err);
}

bool db_run(struct db_query *query, struct error *err)
{
	db_next(query);
	return db_end(query, err);
}

bool db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}

void db_rollback(struct db *db)
{
	if (db_in_transaction(db))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

/* --- SQL that runs once in the life of a handle --- */

static bool run_sql(struct db *db, const char *sql, struct error *err)
{
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	return code == SQLITE_OK || db_fail(db, schema_code(code), err);
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
		return refuse(db, "a database of something else", "move it away", err);
	if (*version < 0)
		return refuse_damaged(db, "found when it was last used", err);
	if (*version > newest_version(db->schema))
		return refuse(db, "made by a newer bugclock", "update this one", err);
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
	bool ok = code == SQLITE_OK || complain(from_path, from, code, err);
	if (ok) {
		code = sqlite3_open_v2(to_path, &to, SQLITE_OPEN_READWRITE, NULL);
		if (code == SQLITE_OK)
			code = copy_pages(from, to);
		ok = code == SQLITE_OK || complain(to_path, to, code, err);
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
	if (is_private(db->path))
		return true;
	if (is_folder(db->path))
		return error_set(err, FAULT_IO, "%s: is a folder: move it away", db->path);
	if (has_lost_its_file(db->path))
		return refuse_damaged(db, "empty beside a -wal that is not", err);
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
		return complain(db->path, db->handle, code, err);
	sqlite3_extended_result_codes(db->handle, true);
	sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
	checkpoint_on_close(db, false);
	/* SQLite is content to read what it may not write. */
	if (db->mode == DB_WRITE && sqlite3_db_readonly(db->handle, "main") == 1)
		return complain(db->path, db->handle, SQLITE_READONLY, err);
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
	checkpoint_on_close(db, true);
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
