/* store/db_inside.h - what the two files of a database share: the handle, and how a failure is told.
 * db_open.c owns a file from its making to its closing: schema, migration, backup, what is moved aside. db.c
 * owns the queries on it, and all words about failures. */
#ifndef STORE_DB_INSIDE_H
#define STORE_DB_INSIDE_H

#include "store/db.h"

struct db {
	sqlite3 *handle;
	char *path;
	const struct db_schema *schema;
	enum db_mode mode;
	sqlite3_stmt *kept[]; /* by statement; NULL until it is first used */
};

/* No file is behind it. */
bool db_is_private(const char *path);
/* Whether closing the last connection may move the -wal into the file. */
void db_checkpoint_on_close(struct db *db, bool is_wanted);

/* Each is always false. */

/* SQLite or the system failed with this code. */
bool db_complain(const char *path, sqlite3 *handle, int code, struct error *err);
/* The content is at fault: a copy is fetched again; of what is precious the advice is said. */
bool db_refuse(const struct db *db, const char *what, const char *advice, struct error *err);
bool db_refuse_damaged(const struct db *db, const char *how, struct error *err);
/* A call on the handle failed: says why, rolls back, and sees to it that damage does no more harm. */
bool db_fail(struct db *db, int code, struct error *err);

/* Our SQL is right: when it is refused, the schema is not what its version says. */
int db_schema_code(int code);

#endif
