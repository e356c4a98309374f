/* net/sync.h - one pass that makes the local copy equal to its source: plan -> fetch -> parse -> store, a
 * transaction a page (architecture.md, Syncing). It can be killed at any instant: the next pass goes on where
 * this one was. No transaction is open while the network is waited for.
 * Used by one thread, which owns both handles; another may set *source->stop and call `wake`. */
#ifndef NET_SYNC_H
#define NET_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "net/source.h"
#include "store/cache.h"

struct sync_options {
	bool is_full;       /* re-read everything, and drop what the server no longer shows */
	int64_t now_utc;    /* our clock: for "once a day" and for waits, never for marks */
	unsigned failures;  /* passes in a row that failed before this one: the next wait grows with them */
	int64_t interval_s; /* between passes: the first wait is no longer; 0 is PLAN_RETRY_S */
	unsigned tries;     /* of one request that fails for the moment, within this pass; 0 is 3 */
	int64_t backoff_ms; /* the first wait between them; 0 is 1000 */
};

struct sync_progress {
	const char *phase;  /* "our open bugs", "list of bugs", "open bugs", "closed bugs", "changes",
			       "comparison" */
	size_t done, total; /* bugs read in this pass; total 0: not known */
	int64_t wait_s; /* so long nothing is asked, because the server wants few requests without a key */
};

/* Both may be NULL. They are called on the thread that runs the pass, with no transaction open. */
struct sync_events {
	void *context;
	void (*progress)(void *context, const struct sync_progress *progress);
	/* These bugs were stored, changed or dropped, and are committed. */
	void (*stored)(void *context, const int64_t *ids, size_t n);
};

#define SYNC_NOTICE_BYTES 512

/* Filled in whether the pass succeeds or not. */
struct sync_report {
	size_t bugs_read, bugs_new, bugs_changed, bugs_dropped, comments_new;
	unsigned requests;
	bool is_authenticated;
	bool key_refused;  /* the public view was read; exit code 77 of `sync` */
	bool is_blocked;   /* the server said so: no request before retry_utc, whatever the user asks for */
	int64_t retry_utc; /* of a failed pass: when to try again; UTC_NONE after a good one */
	char notice[SYNC_NOTICE_BYTES]; /* one printable line for people, such as names that match nothing; ""
					 */
};

/* `events` may be NULL. False when the pass is not complete: stopped, or a failure that tries did not mend.
 * What was stored until then stays, and is whole. */
bool sync_run(struct source *source, struct cache *cache, const struct sync_options *options,
	      const struct sync_events *events, struct sync_report *report, struct error *err);

/* When the copy was last known to be the server's: the start of the last complete pass, by our clock;
 * UTC_NONE: never. For a bundle the moment it was fetched. */
bool sync_last(struct cache *cache, int64_t *synced_utc, struct error *err);

#endif
