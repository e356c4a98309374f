/* net/copy.h - what the cache knows about itself as a copy of a server: its marks, read and written as one.
 * They are written in the transaction of the page they speak of. */
#ifndef NET_COPY_H
#define NET_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "net/plan.h"
#include "store/cache.h"

/* A moment that is not known is UTC_NONE. */
struct copy {
	const char *origin;    /* as in source_facts; NULL: a copy of nothing yet */
	int64_t mark_utc;      /* the server's clock: all changes up to here are stored */
	int64_t compared_utc;  /* our clock: the last comparison of ids */
	int64_t synced_utc;    /* our clock: the start of the last complete pass */
	bool names_are_hidden; /* some of it was read anonymously (bugzilla.md, quirk 13) */
	size_t largest_page;   /* as in source */
	const char *left_out;  /* bugs that could not be read and stay as they were, each a line "ID why";
				* NULL:  none */
	bool has_pass;         /* a pass was interrupted: */
	struct pass pass;
};

/* Texts live in `home`. A mark that cannot be read counts as absent: that costs one sync. */
bool copy_read(struct cache *cache, struct arena *home, struct copy *copy, struct error *err);
bool copy_write(struct cache *cache, const struct copy *copy, struct error *err);

/* These lines with the bug among them, or (`why` NULL) not. The result lives in `home`, or is `lines`. */
const char *copy_leave_out(const char *lines, int64_t bug_id, const char *why, struct arena *home);

/* Our clock: no request to this server from the moment it said so until then (quirk 18). It holds whatever
 * the copy is of. */
struct block {
	int64_t since_utc, until_utc; /* UTC_NONE: none */
};
bool copy_read_block(struct cache *cache, const char *server, struct arena *home, struct block *block,
		     struct error *err);
bool copy_write_block(struct cache *cache, const char *server, const struct block *block, struct error *err);

#endif
