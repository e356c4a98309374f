/* app/job.h - what the worker's thread does, one thing at a time: it serves requests, follows what others
 * store, syncs when it is due, and works out ready rows when there is nothing better to do. It owns the
 * thread's session and its connection to the server; what comes of it goes to the screen by the exchange
 * alone. How the thread begins and ends is app/worker.h. */
#ifndef APP_JOB_H
#define APP_JOB_H

#include <stdatomic.h>

#include "app/config.h"
#include "app/exchange.h"
#include "app/fetch.h"
#include "app/places.h"

/* Where it is done; all is borrowed and outlives it. */
struct job_site {
	const struct config *config;
	const struct places *places;
	struct exchange *exchange;
	const atomic_bool *stop; /* set by another thread, which then wakes the fetch and the exchange */
	/* Told by this thread what is to be woken; NULL: nothing, as it is about to be closed. */
	void (*on_fetch)(void *context, struct fetch *fetch);
	void *context;
};

/* Until it is stopped. What goes wrong is a status (app/worker.h). */
void job_run(const struct job_site *site);

#endif
