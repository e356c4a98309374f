/* app/entries.h - from what is stored of a bug to its entry: the ready row where its stamp is the present
 * one, else worked out from the conversation. Used by one thread, that of the databases. */
#ifndef APP_ENTRIES_H
#define APP_ENTRIES_H

#include <stdbool.h>
#include <stdint.h>

#include "deadline/assess.h"
#include "store/cache.h"
#include "store/journal.h"
#include "view/snapshot.h"

/* Borrowed. Within one cache_begin_read, so that a row and its stamp are of one moment. */
struct entries {
	struct cache *cache;
	struct journal *journal;
	const struct roster *roster;
	int64_t maker; /* entries_maker of that roster */
};

/* Stands for the engine of this program and the roster. */
int64_t entries_maker(const struct roster *roster);

/* *entry is NULL when there is no row, or its stamp is not the present one, or it is damaged. Reads no
 * comment. */
bool entries_read(const struct entries *entries, int64_t bug_id, struct entry **entry, struct error *err);
/* Works it out. Takes over `home`, in which the bug lives, also when it fails. *stamp: from what. */
bool entries_make(const struct entries *entries, struct arena *home, const struct bug *bug,
		  struct entry **entry, struct cache_stamp *stamp, struct error *err);
/* An entry whose deadlines are not worked out yet. Takes over `home`, in which the bug lives. */
struct entry *entries_make_pending(const struct entries *entries, struct arena *home, const struct bug *bug);
/* Keeps what entries_make has made, in a transaction of the caller. */
bool entries_store(const struct entries *entries, const struct entry *entry, const struct cache_stamp *stamp,
		   struct error *err);

/* What was said until then on the bugs that this one's whiteboard names, for `input`, in `home`; those that
 * are not in the cache are not known. */
bool entries_references(const struct entries *entries, const struct bug *bug, int64_t until_utc,
			struct arena *home, struct deadline_input *input, struct error *err);

#endif
