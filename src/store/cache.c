#include "store/cache.h"

#include <assert.h>
#include <stdlib.h>

#include "base/data.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utc.h"
#include "store/db.h"

/* Written and read in this order by put_fields and get_fields. */
#define BUG_FIELDS                                                                                           \
	"status, resolution, created_utc, changed_utc, resolved_utc, dupe_of, product, component, creator, " \
	"assignee, assignee_name, summary, whiteboard"
#define BUG_VALUES "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14"
#define FLAG_FIELDS "id, name, status, setter, requestee, created_utc, modified_utc"
#define COMMENT_FIELDS "id, number, author, time_utc, is_private, attachment_id, text"
#define CHANGE_FIELDS "when_utc, who, field, removed, added"

enum {
	BEGIN_WRITE,
	BEGIN_LOOK,
	COMMIT,
	BEGIN_READ,
	END_READ,
	PUT_BUG,
	PUT_LIST_ITEM,
	PUT_FLAG,
	CLEAR_LISTS,
	CLEAR_FLAGS,
	PUT_COMMENT,
	PUT_CHANGE,
	CLEAR_COMMENTS,
	CLEAR_CHANGES,
	STAMP_CONVERSATION,
	DELETE_BUG,
	GET_BUG,
	GET_LISTS,
	GET_FLAGS,
	GET_COMMENTS,
	GET_CHANGES,
	ALL_IDS,
	OPEN_IDS,
	CLOSED_IDS,
	TITLES,
	STORED_CHANGE,
	GET_MARK,
	PUT_MARK,
	DELETE_MARK,
	DATA_VERSION,
	AUTHORS,
};

static const char *const statements[] = {
	[BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[BEGIN_LOOK] = "BEGIN",
	[COMMIT] = "COMMIT",
	/* A savepoint, since it may stand in a transaction or alone. */
	[BEGIN_READ] = "SAVEPOINT one_moment",
	[END_READ] = "RELEASE one_moment",

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

	/* Open is what has no resolution, as in bug_is_open. */
	[ALL_IDS] = "SELECT id FROM bug ORDER BY id",
	[OPEN_IDS] = "SELECT id FROM bug WHERE resolution = '' ORDER BY id",
	[CLOSED_IDS] = "SELECT id FROM bug WHERE resolution <> '' ORDER BY id",
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

struct cache {
	struct db *db;
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

/* A statement without parameters. */
static bool run(struct cache *cache, unsigned statement, struct error *err)
{
	struct db_query query = db_query(cache->db, statement);
	return db_run(&query, err);
}

/* A statement whose only parameter is the bug's id. */
static bool run_on_bug(struct cache *cache, unsigned statement, int64_t bug_id, struct error *err)
{
	struct db_query query = db_query(cache->db, statement);
	db_bind_int(&query, bug_id);
	return db_run(&query, err);
}

bool cache_begin(struct cache *cache, struct error *err)
{
	return run(cache, BEGIN_WRITE, err);
}

bool cache_begin_read(struct cache *cache, struct error *err)
{
	return run(cache, BEGIN_LOOK, err);
}

bool cache_commit(struct cache *cache, struct error *err)
{
	return run(cache, COMMIT, err);
}

void cache_rollback(struct cache *cache)
{
	db_rollback(cache->db);
}

/* --- the lists of a bug, written and read alike --- */

struct list {
	const char *name;    /* in table bug_list */
	const char ***texts; /* either */
	int64_t **numbers;   /* or */
	size_t *n;
	size_t cap; /* while it is read */
};

#define N_LISTS 5

struct lists {
	struct list of[N_LISTS];
};

static struct lists lists_of(struct bug *bug)
{
	return (struct lists){{
		{"cc", .texts = &bug->cc, .n = &bug->n_cc},
		{"keywords", .texts = &bug->keywords, .n = &bug->n_keywords},
		{"see_also", .texts = &bug->see_also, .n = &bug->n_see_also},
		{"depends_on", .numbers = &bug->depends_on, .n = &bug->n_depends_on},
		{"blocks", .numbers = &bug->blocks, .n = &bug->n_blocks},
	}};
}

static struct list *list_find(struct lists *lists, const char *name)
{
	for (size_t i = 0; i < N_LISTS; i++)
		if (str_equals(lists->of[i].name, name))
			return &lists->of[i];
	return NULL;
}

/* --- put --- */

static bool put_fields(struct cache *cache, const struct bug *bug, struct error *err)
{
	struct db_query query = db_query(cache->db, PUT_BUG);
	db_bind_int(&query, bug->id);
	db_bind_text(&query, bug->status);
	db_bind_text(&query, bug->resolution);
	db_bind_int(&query, bug->created_utc);
	db_bind_int(&query, bug->changed_utc);
	db_bind_utc(&query, bug->resolved_utc);
	db_bind_int(&query, bug->dupe_of);
	db_bind_text(&query, bug->product);
	db_bind_text(&query, bug->component);
	db_bind_text(&query, bug->creator);
	db_bind_text(&query, bug->assignee);
	db_bind_text(&query, bug->assignee_name);
	db_bind_text(&query, bug->summary);
	db_bind_text(&query, bug->whiteboard);
	return db_run(&query, err);
}

static bool put_list(struct cache *cache, int64_t bug_id, const struct list *list, struct error *err)
{
	for (size_t i = 0; i < *list->n; i++) {
		struct db_query query = db_query(cache->db, PUT_LIST_ITEM);
		db_bind_int(&query, bug_id);
		db_bind_text(&query, list->name);
		db_bind_int(&query, (int64_t)i);
		if (list->texts)
			db_bind_text(&query, (*list->texts)[i]);
		else
			db_bind_int(&query, (*list->numbers)[i]);
		if (!db_run(&query, err))
			return false;
	}
	return true;
}

static bool put_lists(struct cache *cache, const struct bug *bug, struct error *err)
{
	struct bug borrowed = *bug;
	struct lists lists = lists_of(&borrowed);
	if (!run_on_bug(cache, CLEAR_LISTS, bug->id, err))
		return false;
	for (size_t i = 0; i < N_LISTS; i++)
		if (!put_list(cache, bug->id, &lists.of[i], err))
			return false;
	return true;
}

static bool put_flags(struct cache *cache, const struct bug *bug, struct error *err)
{
	if (!run_on_bug(cache, CLEAR_FLAGS, bug->id, err))
		return false;
	for (size_t i = 0; i < bug->n_flags; i++) {
		const struct flag *flag = &bug->flags[i];
		const char status[] = {flag->status, '\0'};
		struct db_query query = db_query(cache->db, PUT_FLAG);
		db_bind_int(&query, bug->id);
		db_bind_int(&query, (int64_t)i);
		db_bind_int(&query, flag->id);
		db_bind_text(&query, flag->name);
		db_bind_text(&query, status);
		db_bind_text(&query, flag->setter);
		db_bind_text(&query, flag->requestee);
		db_bind_int(&query, flag->created_utc);
		db_bind_int(&query, flag->modified_utc);
		if (!db_run(&query, err))
			return false;
	}
	return true;
}

bool cache_put_bug(struct cache *cache, const struct bug *bug, struct error *err)
{
	assert(db_in_transaction(cache->db));
	return put_fields(cache, bug, err) && put_lists(cache, bug, err) && put_flags(cache, bug, err);
}

static bool put_comments(struct cache *cache, int64_t bug_id, const struct conversation *conversation,
			 struct error *err)
{
	if (!run_on_bug(cache, CLEAR_COMMENTS, bug_id, err))
		return false;
	for (size_t i = 0; i < conversation->n_comments; i++) {
		const struct comment *comment = &conversation->comments[i];
		struct db_query query = db_query(cache->db, PUT_COMMENT);
		db_bind_int(&query, bug_id);
		db_bind_int(&query, (int64_t)i);
		db_bind_int(&query, comment->id);
		db_bind_int(&query, comment->number);
		db_bind_text(&query, comment->author);
		db_bind_int(&query, comment->time_utc);
		db_bind_int(&query, comment->is_private);
		db_bind_int(&query, comment->attachment_id);
		db_bind_text(&query, comment->text);
		if (!db_run(&query, err))
			return false;
	}
	return true;
}

static bool put_changes(struct cache *cache, int64_t bug_id, const struct conversation *conversation,
			struct error *err)
{
	if (!run_on_bug(cache, CLEAR_CHANGES, bug_id, err))
		return false;
	for (size_t i = 0; i < conversation->n_changes; i++) {
		const struct change *change = &conversation->changes[i];
		struct db_query query = db_query(cache->db, PUT_CHANGE);
		db_bind_int(&query, bug_id);
		db_bind_int(&query, (int64_t)i);
		db_bind_int(&query, change->when_utc);
		db_bind_text(&query, change->who);
		db_bind_text(&query, change->field);
		db_bind_text(&query, change->removed);
		db_bind_text(&query, change->added);
		if (!db_run(&query, err))
			return false;
	}
	return true;
}

static bool stamp_conversation(struct cache *cache, int64_t bug_id, size_t n_comments, struct error *err)
{
	struct db_query query = db_query(cache->db, STAMP_CONVERSATION);
	db_bind_int(&query, (int64_t)n_comments);
	db_bind_int(&query, bug_id);
	return db_run(&query, err);
}

bool cache_put_conversation(struct cache *cache, int64_t bug_id, const struct conversation *conversation,
			    struct error *err)
{
	assert(db_in_transaction(cache->db));
	return put_comments(cache, bug_id, conversation, err) &&
	       put_changes(cache, bug_id, conversation, err) &&
	       stamp_conversation(cache, bug_id, conversation->n_comments, err);
}

bool cache_delete_bug(struct cache *cache, int64_t bug_id, struct error *err)
{
	return run_on_bug(cache, DELETE_BUG, bug_id, err);
}

/* --- get --- */

/* *bug stays NULL when it is not there. */
static bool get_fields(struct cache *cache, int64_t bug_id, struct arena *home, struct bug **bug,
		       unsigned *n_comments, struct error *err)
{
	struct db_query query = db_query(cache->db, GET_BUG);
	db_bind_int(&query, bug_id);
	if (db_next(&query)) {
		struct bug *row = arena_alloc(home, sizeof *row);
		row->id = bug_id;
		*n_comments = (unsigned)db_int(&query);
		row->status = db_text(&query, home);
		row->resolution = db_text(&query, home);
		row->created_utc = db_int(&query);
		row->changed_utc = db_int(&query);
		row->resolved_utc = db_utc(&query);
		row->dupe_of = db_int(&query);
		row->product = db_text(&query, home);
		row->component = db_text(&query, home);
		row->creator = db_text(&query, home);
		row->assignee = db_text(&query, home);
		row->assignee_name = db_text(&query, home);
		row->summary = db_text(&query, home);
		row->whiteboard = db_text(&query, home);
		*bug = row;
	}
	return db_end(&query, err);
}

static void get_list_item(struct db_query *query, struct arena *home, struct list *list)
{
	if (list->texts) {
		*list->texts = arena_push(home, *list->texts, list->n, &list->cap, sizeof **list->texts);
		(*list->texts)[*list->n - 1] = db_text(query, home);
	} else {
		*list->numbers =
			arena_push(home, *list->numbers, list->n, &list->cap, sizeof **list->numbers);
		(*list->numbers)[*list->n - 1] = db_int(query);
	}
}

static bool get_lists(struct cache *cache, struct arena *home, struct bug *bug, struct error *err)
{
	struct lists lists = lists_of(bug);
	struct db_query query = db_query(cache->db, GET_LISTS);
	db_bind_int(&query, bug->id);
	while (db_next(&query)) {
		struct list *list = list_find(&lists, db_peek(&query));
		if (list)
			get_list_item(&query, home, list);
		else
			db_reject(&query);
	}
	return db_end(&query, err);
}

static bool get_flags(struct cache *cache, struct arena *home, struct bug *bug, struct error *err)
{
	size_t cap = 0;
	struct db_query query = db_query(cache->db, GET_FLAGS);
	db_bind_int(&query, bug->id);
	while (db_next(&query)) {
		bug->flags = arena_push(home, bug->flags, &bug->n_flags, &cap, sizeof *bug->flags);
		struct flag *flag = &bug->flags[bug->n_flags - 1];
		flag->id = db_int(&query);
		flag->name = db_text(&query, home);
		flag->status = db_text(&query, home)[0];
		flag->setter = db_text(&query, home);
		flag->requestee = db_text_or_null(&query, home);
		flag->created_utc = db_int(&query);
		flag->modified_utc = db_int(&query);
	}
	return db_end(&query, err);
}

bool cache_get_bug(struct cache *cache, int64_t bug_id, struct arena *home, const struct bug **bug,
		   unsigned *n_comments, struct error *err)
{
	struct bug *found = NULL;
	unsigned stored = 0;
	*bug = NULL;
	if (!run(cache, BEGIN_READ, err) || !get_fields(cache, bug_id, home, &found, &stored, err))
		return false;
	if (found && !(get_lists(cache, home, found, err) && get_flags(cache, home, found, err)))
		return false;
	if (!run(cache, END_READ, err))
		return false;
	*bug = found;
	if (n_comments)
		*n_comments = stored;
	return true;
}

static bool get_comments(struct cache *cache, int64_t bug_id, struct arena *home,
			 struct conversation *conversation, struct error *err)
{
	size_t cap = 0;
	struct db_query query = db_query(cache->db, GET_COMMENTS);
	db_bind_int(&query, bug_id);
	while (db_next(&query)) {
		conversation->comments = arena_push(home, conversation->comments, &conversation->n_comments,
						    &cap, sizeof *conversation->comments);
		struct comment *comment = &conversation->comments[conversation->n_comments - 1];
		comment->id = db_int(&query);
		comment->number = (int)db_int(&query);
		comment->author = db_text(&query, home);
		comment->time_utc = db_int(&query);
		comment->is_private = db_int(&query) != 0;
		comment->attachment_id = db_int(&query);
		comment->text = db_text(&query, home);
	}
	return db_end(&query, err);
}

static bool get_changes(struct cache *cache, int64_t bug_id, struct arena *home,
			struct conversation *conversation, struct error *err)
{
	size_t cap = 0;
	struct db_query query = db_query(cache->db, GET_CHANGES);
	db_bind_int(&query, bug_id);
	while (db_next(&query)) {
		conversation->changes = arena_push(home, conversation->changes, &conversation->n_changes,
						   &cap, sizeof *conversation->changes);
		struct change *change = &conversation->changes[conversation->n_changes - 1];
		change->when_utc = db_int(&query);
		change->who = db_text(&query, home);
		change->field = db_text(&query, home);
		change->removed = db_text(&query, home);
		change->added = db_text(&query, home);
	}
	return db_end(&query, err);
}

bool cache_get_conversation(struct cache *cache, int64_t bug_id, struct arena *home,
			    struct conversation *conversation, struct error *err)
{
	*conversation = (struct conversation){0};
	return run(cache, BEGIN_READ, err) && get_comments(cache, bug_id, home, conversation, err) &&
	       get_changes(cache, bug_id, home, conversation, err) && run(cache, END_READ, err);
}

/* --- lists of bugs, revisions, marks --- */

bool cache_ids(struct cache *cache, enum cache_which which, struct arena *home, const int64_t **ids,
	       size_t *n, struct error *err)
{
	static const unsigned of[] = {
		[CACHE_ALL] = ALL_IDS, [CACHE_OPEN] = OPEN_IDS, [CACHE_CLOSED] = CLOSED_IDS};
	int64_t *list = NULL;
	size_t count = 0, cap = 0;
	struct db_query query = db_query(cache->db, of[which]);
	while (db_next(&query)) {
		list = arena_push(home, list, &count, &cap, sizeof *list);
		list[count - 1] = db_int(&query);
	}
	*ids = list;
	*n = count;
	return db_end(&query, err);
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
