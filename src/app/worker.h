/* app/worker.h - the thread that keeps the local copy fresh. It has a session of its own; with the screen it
 * shares a ring of requests, a mailbox with room for one snapshot, a status that is copied out, and a pipe
 * that wakes the screen. The screen's thread makes all calls; none of them waits for the network, and the
 * mutex behind them is held for the moving of pointers and the copying of the status only.
 * Order: worker_start after the first paint (libcurl is opened by the thread, not before),
 *   poll(worker_fd) -> worker_drain, worker_status, worker_take -> session_adopt; worker_stop. */
#ifndef APP_WORKER_H
#define APP_WORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/config.h"
#include "app/places.h"
#include "base/error.h"
#include "view/snapshot.h"

struct worker;

enum worker_phase {
	WORKER_IDLE,        /* waits for the next sync */
	WORKER_SYNCING,     /* done of total; total 0: not known yet */
	WORKER_OFFLINE,     /* the server does not answer as it should: since, retry, text */
	WORKER_BLOCKED,     /* the server wants no requests before retry */
	WORKER_KEY_REFUSED, /* the public view is in sync; the key is not good */
	WORKER_KEY_MISSING, /* the same; the key could not be had, which is tried again */
	WORKER_ELSEWHERE,   /* another bugclock syncs; what it stores is shown here too */
};

#define WORKER_TEXT_BYTES 512

struct worker_status {
	enum worker_phase phase;
	size_t done, total;           /* bugs */
	int64_t since_utc;            /* OFFLINE, BLOCKED: the first failure of this row of them */
	int64_t retry_utc;            /* OFFLINE, BLOCKED: the next attempt; SYNCING: the next request, while
				       * the server's limit makes it wait; else UTC_NONE */
	int64_t synced_utc;           /* when the data was last known to be the server's; UTC_NONE: never */
	unsigned n_texts;             /* counts the texts: a change means that there is a new one to show */
	char text[WORKER_TEXT_BYTES]; /* newest error or notice: one printable line; "" when none */
};

/* Starts the thread. For --offline do not call this. Config and places are borrowed; the thread keeps what
 * it needs of them should it be left behind. FAULT_IO when there is no thread or pipe to be had. */
struct worker *worker_start(const struct config *config, const struct places *places, struct error *err);
/* Ends the sync where it is and waits at most 150 ms. A thread that hangs longer (the resolver of names may)
 * is left behind and takes nothing with it: all it does is transactions. From then on exit() ends the process
 * without the libraries' last rites, which that thread would not survive. NULL is fine. */
void worker_stop(struct worker *worker);

/* Readable when there is a new snapshot or status. */
int worker_fd(const struct worker *worker);
/* Makes it unreadable again; call this before looking, or news that come in between are slept over. */
void worker_drain(struct worker *worker);
/* The newest snapshot, now the caller's; NULL when there is none since the last call. */
struct snapshot *worker_take(struct worker *worker);
void worker_status(struct worker *worker, struct worker_status *status);

void worker_request_sync(struct worker *worker);    /* at once; ends a wait for a retry */
void worker_request_refresh(struct worker *worker); /* the journal changed: assess anew */
/* Which bugs the snapshots that follow are of; open ones, as long as nobody asked. */
void worker_request_reach(struct worker *worker, enum reach reach);
void worker_request_clock(struct worker *worker, int64_t now_utc); /* --now was moved */

#endif
