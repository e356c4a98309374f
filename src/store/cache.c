#include "store/cache.h"

#include <stdlib.h>

#include "base/data.h"
#include "base/mem.h"
#include "base/utc.h"
#include "store/cache_inside.h"

/* Written and read in this order by put_fields and get_fields. */
#define BUG_FIELDS                                                                                           \
	"status, resolution, created_utc, changed_utc, resolved_utc, dupe_of, product, component, creator, " \
	"assignee, assignee_name, summary, whiteboard"
#define BUG_VALUES "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14"
#define FLAG_FIELDS "id, name, status, setter, requestee, created_utc, modified_utc"
#define COMMENT_FIELDS "id, number, author, time_utc, is_private, attachment_id, text"
#define CHANGE_FIELDS "when_utc, who, field, removed, added"

#define ROW_FIELDS "maker, revision, elsewhere, event, is_first, entry"
/* Asked of the index alone: the rows are long. */
#define IS_UNREADY                                                                                       \
	"NOT EXISTS (SELECT 1 FROM page INDEXED BY page_stamp WHERE page.bug_id = bug.id AND maker = ?1" \
	" AND page.revision = (SELECT revision FROM touch WHERE touch.bug_id = bug.id))"

static const char *const statements[] = {
	[BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[BEGIN_READ] = "BEGIN",
	/* A savepoint, since it may stand in a transaction or alone. */
	[BEGIN_MOMENT] = "SAVEPOINT one_moment",
	[END_MOMENT] = "RELEASE one_moment",

	/* The old row goes, the new one gets the next number. */
	[TOUCH] = "INSERT OR REPLACE INTO touch (bug_id) VALUES (?)",

	/* Not REPLACE, which would delete the old row and with it the conversation. */
	[PUT_BUG] = "INSERT INTO bug (id, " BUG_FIELDS ") VALUES (?1, " BUG_VALUES ")"
		    " ON CONFLICT (id) DO UPDATE SET (" BUG_FIELDS ") = (" BUG_VALUES ")",
	[PUT_LIST_ITEM] = "INSERT INTO bug_list (bug_id, list, position, value) VALUES (?, ?, ?, ?)",
	[PUT_FLAG] =
		"INSERT INTO flag (bug_id, position, " FLAG_FIELDS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[CLEAR_LISTS] = "DELETE FROM bug_list WHERE bug_id = ?",
	[CLEAR_FLAGS] = "DELETE FROM flag WHERE bug_id = ?",
	[PUT_COMMENT] = "INSERT INTO comment (bug_id, position, " COMMENT_FIELDS
			") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[PUT_CHANGE] =
		"INSERT INTO change (bug_id, position, " CHANGE_FIELDS ") VALUES (?, ?, ?, ?, ?, ?, ?)",
	[CLEAR_COMMENTS] = "DELETE FROM comment WHERE bug_id = ?",
	[CLEAR_CHANGES] = "DELETE FROM change WHERE bug_id = ?",
	[STAMP_CONVERSATION] = "UPDATE bug SET conversation_utc = changed_utc, n_comments = ? WHERE id = ?",
	[DELETE_BUG] = "DELETE FROM bug WHERE id = ?",

	[GET_BUG] = "SELECT n_comments, " BUG_FIELDS " FROM bug WHERE id = ?",
	[GET_LISTS] = "SELECT list, value FROM bug_list WHERE bug_id = ? ORDER BY list, position",
	[GET_FLAGS] = "SELECT " FLAG_FIELDS " FROM flag WHERE bug_id = ? ORDER BY position",
	[GET_COMMENTS] = "SELECT " COMMENT_FIELDS " FROM comment WHERE bug_id = ? ORDER BY position",
	[GET_CHANGES] = "SELECT " CHANGE_FIELDS " FROM change WHERE bug_id = ? ORDER BY position",
	[GET_EXCERPT] = "SELECT " COMMENT_FIELDS
			" FROM comment WHERE bug_id = ? AND (number IN (?, ?) OR time_utc > ?)"
			" ORDER BY position",
	[GET_NEWER_CHANGES] =
		"SELECT " CHANGE_FIELDS " FROM change WHERE bug_id = ? AND when_utc > ? ORDER BY position",

	/* Open is what has no resolution, as in bug_is_open. */
	[ALL_IDS] = "SELECT id FROM bug ORDER BY id",
	[OPEN_IDS] = "SELECT id FROM bug WHERE resolution = '' ORDER BY id",
	[TITLES] = "SELECT summary, assignee, assignee_name FROM bug ORDER BY id",
	[STORED_CHANGE] = "SELECT changed_utc, conversation_utc FROM bug WHERE id = ?",

	[GET_MARK] = "SELECT value FROM mark WHERE name = ?",
	[PUT_MARK] =
		"INSERT INTO mark (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
	[DELETE_MARK] = "DELETE FROM mark WHERE name = ?",
	[DATA_VERSION] = "PRAGMA data_version",
	/* Of the row with the largest time come the columns beside max() (SQLite's own rule). */
	[AUTHORS] =
		"SELECT author, count(*), bug_id, max(time_utc) FROM comment GROUP BY author ORDER BY author",

	[REVISION] = "SELECT revision FROM touch WHERE bug_id = ?",
	[NEWEST] = "SELECT coalesce(max(revision), 0) FROM touch",
	[TOUCHED_IDS] = "SELECT bug_id FROM touch WHERE revision > ? ORDER BY bug_id",
	[CHANGED_IDS] = "SELECT id FROM bug WHERE changed_utc > ? ORDER BY id",
	[GET_ROW] = "SELECT " ROW_FIELDS " FROM page JOIN touch USING (bug_id, revision) WHERE bug_id = ?",
	/* The bug may be gone by now. */
	[PUT_ROW] = "INSERT OR REPLACE INTO page (bug_id, " ROW_FIELDS ")"
		    " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 FROM bug WHERE id = ?1",
	[FIRST_IDS] = "SELECT bug_id AS id FROM page WHERE is_first UNION SELECT id FROM bug"
		      " WHERE resolution = '' AND " IS_UNREADY " ORDER BY id",
	[UNREADY_IDS] = "SELECT id FROM touch JOIN bug ON bug.id = touch.bug_id WHERE " IS_UNREADY
			" ORDER BY touch.revision DESC LIMIT ?2",
};

static const struct db_schema schema = {
	.application_id = 0x62634361, /* "bcCa" */
	.steps = (const char *)data_cache_sql,
	/* A commit that a power cut takes back costs one page of the next sync, and what is deleted here
	 * stays on the server: neither is worth the waiting. */
	.pragmas = "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = OFF",
	.statements = statements,
	.n_statements = sizeof statements / sizeof *statements,
	.is_copy = true,
};

static struct cache *cache_of(struct db *db)
{
	if (!db)
		return NULL;
	struct cache *cache = mem_alloc(sizeof *cache);
	cache->db = db;
	return cache;
}

struct cache *cache_open(const char *path, char **notice, struct error *err)
{
	return cache_of(db_open(path, &schema, DB_WRITE, notice, err));
}

struct cache *cache_open_read(const char *path, struct error *err)
{
	char *notice; /* only who may write moves a file aside */
	return cache_of(db_open(path, &schema, DB_READ, &notice, err));
}

void cache_close(struct cache *cache)
{
	if (!cache)
		return;
	db_close(cache->db);
	free(cache);
}

bool cache_run(struct cache *cache, enum cache_statement statement, struct error *err)
{
	struct db_query query = db_query(cache->db, statement);
	return db_run(&query, err);
}

bool cache_run_on_bug(struct cache *cache, enum cache_statement statement, int64_t bug_id, struct error *err)
{
	struct db_query query = db_query(cache->db, statement);
	db_bind_int(&query, bug_id);
	return db_run(&query, err);
}

bool cache_begin(struct cache *cache, struct error *err)
{
	return cache_run(cache, BEGIN_WRITE, err);
}

bool cache_begin_read(struct cache *cache, struct error *err)
{
	return cache_run(cache, BEGIN_READ, err);
}

bool cache_commit(struct cache *cache, struct error *err)
{
	return cache_run(cache, COMMIT, err);
}

void cache_rollback(struct cache *cache)
{
	db_rollback(cache->db);
}

/* --- lists of bugs, revisions, marks --- */

bool cache_take_ids(struct db_query *query, struct arena *home, const int64_t **ids, size_t *n,
		    struct error *err)
{
	int64_t *list = NULL;
	size_t count = 0, cap = 0;
	while (db_next(query)) {
		list = arena_push(home, list, &count, &cap, sizeof *list);
		list[count - 1] = db_int(query);
	}
	*ids = list;
	*n = count;
	return db_end(query, err);
}

bool cache_ids(struct cache *cache, enum cache_which which, struct arena *home, const int64_t **ids,
	       size_t *n, struct error *err)
{
	static const unsigned of[] = {[CACHE_ALL] = ALL_IDS, [CACHE_OPEN] = OPEN_IDS};
	struct db_query query = db_query(cache->db, of[which]);
	return cache_take_ids(&query, home, ids, n, err);
}

bool cache_titles(struct cache *cache, struct arena *home, struct title **titles, size_t *n,
		  struct error *err)
{
	size_t cap = 0;
	struct db_query query = db_query(cache->db, TITLES);
	*titles = NULL;
	*n = 0;
	while (db_next(&query)) {
		*titles = arena_push(home, *titles, n, &cap, sizeof **titles);
		struct title *title = &(*titles)[*n - 1];
		title->summary = db_text(&query, home);
		title->assignee = db_text(&query, home);
		title->assignee_name = db_text(&query, home);
	}
	return db_end(&query, err);
}

bool cache_stored_change(struct cache *cache, int64_t bug_id, bool with_conversation, int64_t *changed_utc,
			 struct error *err)
{
	struct db_query query = db_query(cache->db, STORED_CHANGE);
	*changed_utc = UTC_NONE;
	db_bind_int(&query, bug_id);
	if (db_next(&query)) {
		int64_t fields_utc = db_int(&query), conversation_utc = db_utc(&query);
		*changed_utc = with_conversation ? conversation_utc : fields_utc;
	}
	return db_end(&query, err);
}

bool cache_get_mark(struct cache *cache, const char *name, struct arena *home, const char **value,
		    struct error *err)
{
	struct db_query query = db_query(cache->db, GET_MARK);
	db_bind_text(&query, name);
	*value = db_next(&query) ? db_text(&query, home) : NULL;
	return db_end(&query, err);
}

bool cache_put_mark(struct cache *cache, const char *name, const char *value, struct error *err)
{
	struct db_query query = db_query(cache->db, value ? PUT_MARK : DELETE_MARK);
	db_bind_text(&query, name);
	if (value)
		db_bind_text(&query, value);
	return db_run(&query, err);
}

bool cache_version(struct cache *cache, int64_t *version, struct error *err)
{
	struct db_query query = db_query(cache->db, DATA_VERSION);
	*version = db_next(&query) ? db_int(&query) : 0;
	return db_end(&query, err);
}

bool cache_has_moved(const struct cache *cache)
{
	return db_has_moved(cache->db);
}

bool cache_check(struct cache *cache, int64_t timeout_ms, struct error *err)
{
	return db_check(cache->db, timeout_ms, err);
}

bool cache_authors(struct cache *cache, struct arena *home, struct cache_author **authors, size_t *n,
		   struct error *err)
{
	size_t cap = 0;
	struct db_query query = db_query(cache->db, AUTHORS);
	*authors = NULL;
	*n = 0;
	while (db_next(&query)) {
		*authors = arena_push(home, *authors, n, &cap, sizeof **authors);
		struct cache_author *author = &(*authors)[*n - 1];
		author->login = db_text(&query, home);
		author->n_comments = db_int(&query);
		author->bug_id = db_int(&query);
	}
	return db_end(&query, err);
}
