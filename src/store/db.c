/* store/db.c - queries, and what becomes of a failure (store/db.h). SQLite meets damage where it reads,
 * perhaps long after the file was opened. A copy is then marked in user_version, so that the next db_open
 * moves it aside although it opens well. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utc.h"
#include "store/db_inside.h"

#define VERSION_DAMAGED (-1)

bool db_is_private(const char *path)
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

int db_schema_code(int code)
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

bool db_complain(const char *path, sqlite3 *handle, int code, struct error *err)
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

bool db_refuse(const struct db *db, const char *what, const char *advice, struct error *err)
{
	if (db->schema->is_copy)
		return error_set(err, FAULT_DATA, "%s: %s: `sync` fetches it again", db->path, what);
	return error_set(err, FAULT_DATA, "%s: %s; nothing was changed: %s", db->path, what, advice);
}

bool db_refuse_damaged(const struct db *db, const char *how, struct error *err)
{
	struct str what = {0};
	str_addf(&what, "damaged (%s)", how);
	db_refuse(db, str_text(&what),
		  "copy it and its -wal to a safe place, then bring back a backup, or save what can be read "
		  "with "
		  "`sqlite3 OLD .recover | sqlite3 NEW`",
		  err);
	str_free(&what);
	return false;
}

void db_checkpoint_on_close(struct db *db, bool is_wanted)
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

bool db_fail(struct db *db, int code, struct error *err)
{
	if (is_damage(code))
		db_refuse_damaged(db, reason(db->handle, code), err);
	else
		db_complain(db->path, db->handle, code, err);
	db_rollback(db);
	if (is_damage(code)) {
		db_checkpoint_on_close(db, false);
		if (db->schema->is_copy && !db_is_private(db->path))
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
		code = db_schema_code(sqlite3_prepare_v3(db->handle, db->schema->statements[statement], -1,
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
