/* app/fetch.h - where a session's bugs come from, and one pass over it: as the worker does it, the `sync`
 * command, and the start with a bundle. One thread, the session's; fetch_wake is for any.
 * Order: fetch_open, then passes, fetch_close. */
#ifndef APP_FETCH_H
#define APP_FETCH_H

#include <stdatomic.h>
#include <stdint.h>

#include "app/session.h"
#include "base/error.h"
#include "net/bugzilla.h"
#include "net/sync.h"

struct fetch;

/* What the configuration says of its server. `api_key` is borrowed; NULL: none. */
struct server fetch_server(const struct config *config, const char *api_key);

/* Reads the bundle, or obtains the key (which may take its time) and opens libcurl; asks no server yet. This
 * and a pass end early once *stop is set. The session outlives the fetch. NULL and *err: the bundle is
 * broken, libcurl is missing. */
struct fetch *fetch_open(struct session *session, const atomic_bool *stop, struct error *err);
void fetch_close(struct fetch *fetch); /* NULL is fine */

/* Why the key that is configured could not be had, so that only public data is read; NULL: nothing is wrong
 * with it, or there is none. */
const struct error *fetch_key_failure(const struct fetch *fetch);
/* A further pass wants a fetch that is opened anew: the file may be another by now, a key store be unlocked.
 */
bool fetch_is_used_up(const struct fetch *fetch);

/* One pass, as sync_run. Where nothing is shown without a key that could not be had, *err says why not. */
bool fetch_run(struct fetch *fetch, const struct sync_options *options, const struct sync_events *events,
	       struct sync_report *report, struct error *err);
/* Lets ms pass; false when *stop was set meanwhile. */
bool fetch_wait(struct fetch *fetch, int64_t ms);
/* Any thread, while the fetch is open: a pass that waits looks at *stop now. */
void fetch_wake(struct fetch *fetch);
/* The first moment after the session's now at which the demo has something new; UTC_NONE: never. */
int64_t fetch_next_arrival(const struct fetch *fetch);

#endif
