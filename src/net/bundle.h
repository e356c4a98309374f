/* net/bundle.h - bugs from a file instead of a server: REST answers kept in one JSON object (cli.md,
 * "Bundle"). Everything lives in the caller's arena; a bundle is immutable once read. bundle_source makes
 * it a source like any server, for net/sync.
 *
 * In the demo, and only there, a time may be written relative to the start of the program:
 *   @-3d4h   sign, then one or more of days, hours, minutes, seconds: digits and d, h, m or s, each unit
 *            at most once and in this order. @+0s is the start.
 * A JSON string that is nothing but such a word becomes a time (2026-11-24T07:05:00Z); inside a longer
 * text the word becomes a date (2026-11-24). A word ends where no letter, digit or _ follows, and begins
 * where none stands before its @: "me@+3d" is left alone.
 * What is dated later than the clock (a bug by its creation_time, a comment, a history entry, a flag by
 * its creation_date) arrives when the clock gets there, and moves the bug's last change. */
#ifndef NET_BUNDLE_H
#define NET_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/os.h"
#include "net/source.h"
#include "store/cache.h"

#define BUNDLE_MAX_BYTES ((size_t)512 << 20) /* that are read */

struct bundle {
	const char *base_url; /* http:// or https:// and a host: links lead there */
	int64_t fetched_utc;
	struct record *records; /* by id; comments and history are always there */
	size_t n;
};

/* A file; "-" is standard input. FAULT_IO when it cannot be read, FAULT_DATA when it is no bundle: the line
 * names the file, the member and what to do. */
bool bundle_read(const char *path, struct arena *home, struct bundle *bundle, struct error *err);
/* The demo's text: its relative times count from start_utc. */
bool bundle_read_demo(const char *text, size_t len, int64_t start_utc, struct arena *home,
		      struct bundle *bundle, struct error *err);

/* The first moment after now_utc at which something arrives; UTC_NONE when nothing does any more. */
int64_t bundle_next_arrival(const struct bundle *bundle, int64_t now_utc);

/* The moment up to which a source shows what its bundle holds. */
struct bundle_clock {
	int64_t (*now_utc)(void *context);
	void *context;
};

/* A source that reads the bundle, which must outlive it. `clock` is copied; NULL: all of it is shown,
 * whatever its date. The caller ends it with calls->close. */
struct source *bundle_source(const struct bundle *bundle, const struct bundle_clock *clock);

/* --- the other way round --- */

struct bundle_written {
	size_t n_private; /* comments that were left out: a bundle is made to be handed on */
	size_t bytes;
};

/* Writes what is in the cache, as it is at one moment; read back, it is the same but for private comments.
 * FAULT_DATA when no sync was ever complete. The caller opens the draft and ends it. */
bool bundle_write(struct cache *cache, struct os_draft *draft, struct bundle_written *written,
		  struct error *err);
/* False, and FAULT_USAGE, when a file is there that bundle_write did not write: it is not to be lost to a
 * slip of the hand. An empty one is fine, and "-". */
bool bundle_may_replace(const char *path, struct error *err);

#endif
