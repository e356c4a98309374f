/* app/exchange.h - where the screen and the worker meet, and all that they share: a ring of requests one way,
 * and a pipe that wakes the worker; the other way a mailbox for one snapshot, a status that is copied, and a
 * pipe that wakes the screen. One mutex, held for the moving of pointers and the copying of the status only.
 */
#ifndef APP_EXCHANGE_H
#define APP_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "app/worker.h"
#include "base/error.h"
#include "view/snapshot.h"

struct exchange;

enum request_kind {
	REQUEST_SYNC,
	REQUEST_REFRESH,
	REQUEST_CLOCK,
	REQUEST_REACH,
	REQUEST_STOP,
	REQUEST_KINDS
};
struct request {
	enum request_kind kind;
	int64_t value; /* CLOCK: the moment that is now; REACH: enum reach */
};

struct exchange *exchange_new(struct error *err);
void exchange_free(struct exchange *exchange); /* NULL is fine */

/* --- the screen's side; as worker_fd and those after it --- */
int exchange_fd(const struct exchange *exchange);
void exchange_drain(struct exchange *exchange);
struct snapshot *exchange_take(struct exchange *exchange);
void exchange_status(struct exchange *exchange, struct worker_status *status);
/* Adds to the ring. A kind that waits there already is not added again: it gets the newer value. */
void exchange_ask(struct exchange *exchange, struct request request);
/* Waits for exchange_end, at most that long. False: the worker is left behind and frees what both share. */
bool exchange_await_end(struct exchange *exchange, int64_t ms);

/* --- the worker's side --- */
/* Waits for the next request, at most until that moment of os_monotonic_ms (INT64_MAX: for ever), or until
 * `watch` (os_watch; -1: none) is readable. False when there is none then. */
bool exchange_next(struct exchange *exchange, int watch, int64_t until_ms, struct request *request);
/* Takes a kind out of the ring: what it asks for has just been done. */
void exchange_forget(struct exchange *exchange, enum request_kind kind);
void exchange_post(struct exchange *exchange, const struct worker_status *status);
/* Takes over the snapshot; one that nobody took is freed. */
void exchange_publish(struct exchange *exchange, struct snapshot *snapshot);
/* The worker's last call. False: nobody awaits it any more; it frees what both share. */
bool exchange_end(struct exchange *exchange);

#endif
