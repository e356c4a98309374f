/* store/db.h - one SQLite file: made, brought to its schema, watched for damage, its statements prepared
 * once and kept. Only for the modules of this folder; each describes its file by a struct db_schema.
 * A handle belongs to the thread that opened it. Every error names the file and says what to do.
 * Order: db_open; any number of queries, each db_query, db_bind_..., db_next, db_..., db_end; db_close. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

#include <sqlite3.h>

/* What a module knows of its file. Lives as long as the program. */
struct db_schema {
	int32_t application_id; /* tells our files from others' and from each other */
	const char *steps;      /* SQL; each step below a line "-- step N"; user_version counts those taken */
	const char *pragmas;    /* for each connection */
	const char *const *statements; /* named by their index in db_query */
	size_t n_statements;
	/* What it holds can be fetched again: a file that is damaged or not ours is moved aside. Otherwise
	 * such a file is left as it is, and a migration makes a backup before it begins. */
	bool is_copy;
};

enum db_mode {
	DB_WRITE, /* makes the file (0600) and its folder (0700) when they are not there, and migrates */
	DB_READ,  /* an absent file is FAULT_IO */
};

struct db;

/* NULL and *err on failure: FAULT_DATA for what is damaged or of another schema, FAULT_IO for what cannot be
 * reached. *notice, the caller's to free, says that a copy was moved aside; else NULL. ":memory:" is a
 * private database. */
struct db *db_open(const char *path, const struct db_schema *schema, enum db_mode mode, char **notice,
		   struct error *err);
/* Reads all of the file (PRAGMA quick_check). FAULT_DATA for damage, with advice, after which a copy is moved
 * aside by the next db_open; FAULT_IO when it cannot be read or timeout_ms is not enough. */
bool db_check(struct db *db, int64_t timeout_ms, struct error *err);
/* The file was deleted, or the path leads to another by now: what is stored here is seen by nobody else. */
bool db_has_moved(const struct db *db);
void db_close(struct db *db); /* NULL is fine */

/* Ends an open transaction without its changes. Any failure has done so already: what is committed is whole.
 */
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);

/* One use of a statement. A failure is kept inside and comes out of db_end, so that nothing else need be
 * checked; a statement serves one query at a time. */
struct db_query {
	struct db *db;
	sqlite3_stmt *statement;
	int code;  /* SQLite's result so far */
	int place; /* of the parameter or column that comes next */
};

struct db_query db_query(struct db *db, unsigned statement);

/* Parameters, from the first on. Texts are borrowed until db_end. */
void db_bind_int(struct db_query *query, int64_t value);
void db_bind_utc(struct db_query *query, int64_t utc);       /* UTC_NONE is NULL */
void db_bind_text(struct db_query *query, const char *text); /* NULL is NULL */
void db_bind_bytes(struct db_query *query, const void *at, size_t len);

/* Takes the next row; false at the end or after a failure. */
bool db_next(struct db_query *query);
/* Columns of the row, from the first on; texts are copied to `home`. */
int64_t db_int(struct db_query *query);
int64_t db_utc(struct db_query *query);
const char *db_text(struct db_query *query, struct arena *home); /* never NULL: a NULL there is damage */
const char *db_text_or_null(struct db_query *query, struct arena *home);
/* *at lives in `home`; returns how many they are. */
size_t db_bytes(struct db_query *query, struct arena *home, const char **at);
const char *db_peek(struct db_query *query); /* a text that is not copied: valid until db_next */
/* This row makes no sense: damage. */
void db_reject(struct db_query *query);

/* Frees the statement for its next use; false and *err when anything failed since db_query. */
bool db_end(struct db_query *query, struct error *err);
/* db_next and db_end, for a statement that returns no row. */
bool db_run(struct db_query *query, struct error *err);

#endif
