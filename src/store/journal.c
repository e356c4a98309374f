#include "store/journal.h"

#include <stdlib.h>

#include "base/data.h"
#include "base/mem.h"
#include "store/db.h"

enum { BEGIN_READ, NEWEST_SEQ, NEWEST_SEQ_OF };

static const char *const statements[] = {
	[BEGIN_READ] = "BEGIN",
	[NEWEST_SEQ] = "SELECT coalesce(max(seq), 0) FROM event",
	[NEWEST_SEQ_OF] = "SELECT coalesce(max(seq), 0) FROM event WHERE bug = ?",
};

static const struct db_schema schema = {
	.application_id = 0x62635465, /* "bcTe" */
	.steps = (const char *)data_team_sql,
	.pragmas = "PRAGMA synchronous = FULL", /* what a person was told is saved outlives a power cut */
	.statements = statements,
	.n_statements = sizeof statements / sizeof *statements,
	.is_copy = false,
};

struct journal {
	struct db *db;
};

static struct journal *open_as(const char *path, enum db_mode mode, struct error *err)
{
	char *notice; /* only a copy has one */
	struct db *db = db_open(path, &schema, mode, &notice, err);
	if (!db)
		return NULL;
	struct journal *journal = mem_alloc(sizeof *journal);
	journal->db = db;
	return journal;
}

struct journal *journal_open(const char *path, struct error *err)
{
	return open_as(path, DB_WRITE, err);
}

struct journal *journal_open_read(const char *path, struct error *err)
{
	return open_as(path, DB_READ, err);
}

bool journal_check(struct journal *journal, int64_t timeout_ms, struct error *err)
{
	return db_check(journal->db, timeout_ms, err);
}

void journal_close(struct journal *journal)
{
	if (!journal)
		return;
	db_close(journal->db);
	free(journal);
}

bool journal_begin_read(struct journal *journal, struct error *err)
{
	struct db_query query = db_query(journal->db, BEGIN_READ);
	return db_run(&query, err);
}

void journal_end_read(struct journal *journal)
{
	db_rollback(journal->db);
}

bool journal_seq(struct journal *journal, uint64_t *seq, struct error *err)
{
	struct db_query query = db_query(journal->db, NEWEST_SEQ);
	*seq = db_next(&query) ? (uint64_t)db_int(&query) : 0;
	return db_end(&query, err);
}

bool journal_seq_of(struct journal *journal, int64_t bug_id, int64_t *seq, struct error *err)
{
	struct db_query query = db_query(journal->db, NEWEST_SEQ_OF);
	db_bind_int(&query, bug_id);
	*seq = db_next(&query) ? db_int(&query) : 0;
	return db_end(&query, err);
}
