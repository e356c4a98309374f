/* store/cache_inside.h - what the files of the cache share: its statements by name, and the lists of a bug.
 * cache.c opens, counts and keeps marks, cache_put.c stores bugs, cache_get.c reads them, cache_page.c keeps
 * the ready rows. */
#ifndef STORE_CACHE_INSIDE_H
#define STORE_CACHE_INSIDE_H

#include "store/cache.h"
#include "store/db.h"

struct cache {
	struct db *db;
};

enum cache_statement {
	BEGIN_WRITE,
	COMMIT,
	BEGIN_READ,
	BEGIN_MOMENT,
	END_MOMENT,
	TOUCH,
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
	GET_EXCERPT,
	GET_NEWER_CHANGES,
	ALL_IDS,
	OPEN_IDS,
	TITLES,
	STORED_CHANGE,
	GET_MARK,
	PUT_MARK,
	DELETE_MARK,
	DATA_VERSION,
	AUTHORS,
	REVISION,
	NEWEST,
	TOUCHED_IDS,
	CHANGED_IDS,
	GET_ROW,
	PUT_ROW,
	FIRST_IDS,
	UNREADY_IDS,
};

/* A statement without parameters; one whose only parameter is the bug's id. */
bool cache_run(struct cache *cache, enum cache_statement statement, struct error *err);
bool cache_run_on_bug(struct cache *cache, enum cache_statement statement, int64_t bug_id, struct error *err);

/* The lists of a bug, written and read alike. */

struct bug_list {
	const char *name;    /* in table bug_list */
	const char ***texts; /* either */
	int64_t **numbers;   /* or */
	size_t *n;
	size_t cap; /* while it is read */
};

#define N_LISTS 5

struct bug_lists {
	struct bug_list of[N_LISTS];
};

/* The ids that a query returns, in `home`; ends it. */
bool cache_take_ids(struct db_query *query, struct arena *home, const int64_t **ids, size_t *n,
		    struct error *err);

struct bug_lists cache_lists_of(struct bug *bug);

#endif
