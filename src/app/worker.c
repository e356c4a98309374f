#include "app/worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/exchange.h"
#include "app/fetch.h"
#include "app/job.h"
#include "base/mem.h"

#define STOP_MS 150

struct worker {
	const struct config *config;
	struct places places;
	struct exchange *exchange;
	pthread_t thread;
	atomic_bool stop;
	pthread_mutex_t mutex; /* of `fetch` */
	struct fetch *fetch;   /* what to wake; NULL: none is open */
};

/* --- the thread --- */

static void worker_free(struct worker *worker)
{
	exchange_free(worker->exchange);
	places_free(&worker->places);
	pthread_mutex_destroy(&worker->mutex);
	config_unref(worker->config);
	free(worker);
}

static void note_fetch(void *context, struct fetch *fetch)
{
	struct worker *worker = context;

	pthread_mutex_lock(&worker->mutex);
	worker->fetch = fetch;
	pthread_mutex_unlock(&worker->mutex);
}

static void *run(void *context)
{
	struct worker *worker = context;
	const struct job_site site = {.config = worker->config,
				      .places = &worker->places,
				      .exchange = worker->exchange,
				      .stop = &worker->stop,
				      .on_fetch = note_fetch,
				      .context = worker};

	job_run(&site);
	if (!exchange_end(worker->exchange))
		worker_free(worker);
	return NULL;
}

/* The thread takes no signals: they are for the screen. */
static int start_thread(struct worker *worker)
{
	sigset_t all, before;
	int failure;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failure = pthread_create(&worker->thread, NULL, run, worker);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failure;
}

struct worker *worker_start(const struct config *config, const struct places *places, struct error *err)
{
	struct worker *worker = mem_alloc(sizeof *worker);
	int failure;

	worker->exchange = exchange_new(err);
	if (!worker->exchange) {
		free(worker);
		return NULL;
	}
	worker->config = config_ref(config);
	places_copy(&worker->places, places);
	pthread_mutex_init(&worker->mutex, NULL);
	failure = start_thread(worker);
	if (failure != 0) {
		error_set(err, FAULT_IO, "no thread for the sync: %s", strerror(failure));
		worker_free(worker);
		return NULL;
	}
	return worker;
}

/* Runs before the handlers that libraries have registered: they would pull the ground from under the thread.
 */
static void leave_at_once(int status, void *context)
{
	(void)context;
	_exit(status);
}

static void wake_fetch(struct worker *worker)
{
	pthread_mutex_lock(&worker->mutex);
	if (worker->fetch)
		fetch_wake(worker->fetch);
	pthread_mutex_unlock(&worker->mutex);
}

void worker_stop(struct worker *worker)
{
	pthread_t thread;

	if (!worker)
		return;
	thread = worker->thread;
	atomic_store(&worker->stop, true);
	exchange_ask(worker->exchange, (struct request){.kind = REQUEST_STOP});
	wake_fetch(worker);
	if (exchange_await_end(worker->exchange, STOP_MS)) {
		pthread_join(thread, NULL);
		worker_free(worker);
	} else {
		on_exit(leave_at_once, NULL);
		pthread_detach(thread);
	}
}

/* --- the screen's side --- */

int worker_fd(const struct worker *worker)
{
	return exchange_fd(worker->exchange);
}

void worker_drain(struct worker *worker)
{
	exchange_drain(worker->exchange);
}

struct snapshot *worker_take(struct worker *worker)
{
	return exchange_take(worker->exchange);
}

void worker_status(struct worker *worker, struct worker_status *status)
{
	exchange_status(worker->exchange, status);
}

void worker_request_sync(struct worker *worker)
{
	exchange_ask(worker->exchange, (struct request){.kind = REQUEST_SYNC});
}

void worker_request_refresh(struct worker *worker)
{
	exchange_ask(worker->exchange, (struct request){.kind = REQUEST_REFRESH});
}

void worker_request_clock(struct worker *worker, int64_t now_utc)
{
	exchange_ask(worker->exchange, (struct request){.kind = REQUEST_CLOCK, .value = now_utc});
}

void worker_request_reach(struct worker *worker, enum reach reach)
{
	exchange_ask(worker->exchange, (struct request){.kind = REQUEST_REACH, .value = reach});
}
