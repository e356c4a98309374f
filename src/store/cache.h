/* store/cache.h - the local copy of Bugzilla. Losing it costs one sync, never an answer: what people decide
 * is in store/journal.h. A handle belongs to the thread that opened it; several threads and processes may
 * have the file open, one of them writes. Bugs and comments lie in separate tables, so that reading a page
 * of bugs touches no comment text.
 * Order: cache_open, then any number of (cache_begin, cache_put_..., cache_commit), cache_close. */
#ifndef STORE_CACHE_H
#define STORE_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "model/bug.h"
#include "model/infer.h"

struct cache;

/* Makes the file (0600) and its folder when they are not there, and migrates an older schema. A damaged
 * file, or one of an unknown schema, is moved aside and a new one made: then *notice says so in one line
 * (the caller frees; else NULL). Damage that is met later is FAULT_DATA; the next cache_open moves the file
 * aside. ":memory:" is a private one. NULL and *err on failure. */
struct cache *cache_open(const char *path, char **notice, struct error *err);
/* Reads only: makes and migrates nothing. An absent file is FAULT_IO. */
struct cache *cache_open_read(const char *path, struct error *err);
void cache_close(struct cache *cache); /* NULL is fine */

/* One transaction a page. Any failure rolls it back at once, so that what is committed is whole; bugs and
 * conversations are put in one only. A reader is never kept waiting and sees each bug, and each
 * conversation, as it was at one moment. cache_rollback is fine without a transaction. */
bool cache_begin(struct cache *cache, struct error *err);
/* What is read until cache_commit or cache_rollback is of one moment, and read faster. Nothing is put
 * meanwhile. */
bool cache_begin_read(struct cache *cache, struct error *err);
bool cache_commit(struct cache *cache, struct error *err);
void cache_rollback(struct cache *cache);

/* Stores the bug's own fields, flags and lists in place of what was there. Its conversation stays. */
bool cache_put_bug(struct cache *cache, const struct bug *bug, struct error *err);
/* The conversation as a whole, in place of what was there. The bug must be stored first. */
bool cache_put_conversation(struct cache *cache, int64_t bug_id, const struct conversation *conversation,
			    struct error *err);
/* Removes the bug with all that belongs to it; no error when it is not there. */
bool cache_delete_bug(struct cache *cache, int64_t bug_id, struct error *err);

/* The bug and all its strings live in `home`. *bug is NULL when it is not there. *n_comments (may be NULL):
 * how many comments are stored. */
bool cache_get_bug(struct cache *cache, int64_t bug_id, struct arena *home, const struct bug **bug,
		   unsigned *n_comments, struct error *err);
/* Empty when there is none. Sorted as struct conversation promises. */
bool cache_get_conversation(struct cache *cache, int64_t bug_id, struct arena *home,
			    struct conversation *conversation, struct error *err);
/* No more of it than the excerpt names. */
bool cache_get_excerpt(struct cache *cache, int64_t bug_id, const struct excerpt *excerpt, struct arena *home,
		       struct conversation *conversation, struct error *err);

enum cache_which { CACHE_ALL, CACHE_OPEN };
/* Ids in ascending order, in `home`. */
bool cache_ids(struct cache *cache, enum cache_which which, struct arena *home, const int64_t **ids,
	       size_t *n, struct error *err);
/* Of all bugs by id, in `home`. */
bool cache_titles(struct cache *cache, struct arena *home, struct title **titles, size_t *n,
		  struct error *err);
/* The last_change_time under which a bug's fields (and, with `with_conversation`, its conversation) were
 * stored; UTC_NONE when not. A sync asks this before it fetches a conversation again. */
bool cache_stored_change(struct cache *cache, int64_t bug_id, bool with_conversation, int64_t *changed_utc,
			 struct error *err);

/* Named facts about the copy (the sync mark, the server's kind, a moment before which no request may be
 * made): small texts. NULL when absent; lives in `home`. NULL as value deletes. */
bool cache_get_mark(struct cache *cache, const char *name, struct arena *home, const char **value,
		    struct error *err);
bool cache_put_mark(struct cache *cache, const char *name, const char *value, struct error *err);

/* Reads all of the file: FAULT_DATA for damage, FAULT_IO when timeout_ms is not enough (store/db.h). */
bool cache_check(struct cache *cache, int64_t timeout_ms, struct error *err);

/* Who has written comments, and on which bug last; by login, in `home`. */
struct cache_author {
	const char *login;
	int64_t n_comments, bug_id;
};
bool cache_authors(struct cache *cache, struct arena *home, struct cache_author **authors, size_t *n,
		   struct error *err);

/* --- what happened to the bugs ---
 * Each cache_put_... and cache_delete_bug gives its bug a revision that no bug had before. */
bool cache_revision(struct cache *cache, int64_t bug_id, int64_t *revision, struct error *err); /* 0: none */
/* The newest of all; 0: nothing was ever stored. */
bool cache_newest(struct cache *cache, int64_t *revision, struct error *err);
/* Bugs that were stored or removed after that revision, in ascending order, in `home`. */
bool cache_touched(struct cache *cache, int64_t revision, struct arena *home, const int64_t **ids, size_t *n,
		   struct error *err);

/* Bugs whose last_change_time is later than that, in ascending order, in `home`. */
bool cache_changed_ids(struct cache *cache, int64_t since_utc, struct arena *home, const int64_t **ids,
		       size_t *n, struct error *err);

/* --- ready rows ---
 * What was worked out for a bug is kept with a stamp that says from what; whoever reads it compares. */
struct cache_stamp {
	int64_t maker;     /* stands for the program's engine and the roster */
	int64_t revision;  /* of the bug */
	int64_t elsewhere; /* the newest revision among the bugs that its whiteboard names; 0: it names none,
			    * -1: none of them is stored */
	int64_t event;     /* the newest of the journal about it; 0: none */
};
struct cache_row {
	struct cache_stamp stamp;
	bool is_first;     /* an open bug of ours */
	struct span entry; /* the bytes of view/pack.h */
};

/* *is_there is false when there is none, or one of an older revision of the bug. The bytes live in `home`. */
bool cache_get_row(struct cache *cache, int64_t bug_id, struct arena *home, struct cache_row *row,
		   bool *is_there, struct error *err);
/* In place of what was there; nothing when the bug is not stored any more. */
bool cache_put_row(struct cache *cache, int64_t bug_id, const struct cache_row *row, struct error *err);
/* Bugs in ascending order, in `home`: those whose row says is_first, and the open ones that have no row of
 * this maker and their revision. The cost does not depend on how many are closed. */
bool cache_first_ids(struct cache *cache, int64_t maker, struct arena *home, const int64_t **ids, size_t *n,
		     struct error *err);
/* At most `most` of all that have no such row, the newest revision first. */
bool cache_unready_ids(struct cache *cache, int64_t maker, size_t most, struct arena *home,
		       const int64_t **ids, size_t *n, struct error *err);

/* Changes when another connection has written (PRAGMA data_version). */
bool cache_version(struct cache *cache, int64_t *version, struct error *err);
/* The file was deleted, or another stands in its place. */
bool cache_has_moved(const struct cache *cache);

#endif
