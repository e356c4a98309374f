#include "app/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/utc.h"

/* A laptop that was closed for a night must not wait for the rest of an interval when it is opened. */
#define AWAKE_MS 60000

enum end { END_READ, END_WRITE };

struct exchange {
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	struct request ring[REQUEST_KINDS]; /* each kind at most once, so it cannot overflow */
	size_t first, n;
	struct snapshot *mail;
	struct worker_status status;
	bool has_ended, is_left_behind;
	int to_screen[2], to_worker[2];
};

/* --- pipes: one byte or many, it is a wake-up --- */

static bool open_pipe(int ends[2], struct error *err)
{
	return pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0 ||
	       error_set(err, FAULT_IO, "no pipe between screen and sync: %s", strerror(errno));
}

static void close_pipe(const int ends[2])
{
	close(ends[END_READ]);
	close(ends[END_WRITE]);
}

/* A full pipe wakes as well. */
static void wake(const int ends[2])
{
	ssize_t ignored = write(ends[END_WRITE], "", 1);

	(void)ignored;
}

static void drain(const int ends[2])
{
	char bytes[64];

	while (read(ends[END_READ], bytes, sizeof bytes) > 0)
		;
}

/* --- open and close --- */

static void init_condition(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

struct exchange *exchange_new(struct error *err)
{
	struct exchange *exchange = mem_alloc(sizeof *exchange);

	if (!open_pipe(exchange->to_screen, err)) {
		free(exchange);
		return NULL;
	}
	if (!open_pipe(exchange->to_worker, err)) {
		close_pipe(exchange->to_screen);
		free(exchange);
		return NULL;
	}
	pthread_mutex_init(&exchange->mutex, NULL);
	init_condition(&exchange->ended);
	exchange->status = (struct worker_status){
		.phase = WORKER_IDLE, .since_utc = UTC_NONE, .retry_utc = UTC_NONE, .synced_utc = UTC_NONE};
	return exchange;
}

void exchange_free(struct exchange *exchange)
{
	if (!exchange)
		return;
	snapshot_free(exchange->mail);
	close_pipe(exchange->to_screen);
	close_pipe(exchange->to_worker);
	pthread_cond_destroy(&exchange->ended);
	pthread_mutex_destroy(&exchange->mutex);
	free(exchange);
}

/* --- the screen's side --- */

int exchange_fd(const struct exchange *exchange)
{
	return exchange->to_screen[END_READ];
}

void exchange_drain(struct exchange *exchange)
{
	drain(exchange->to_screen);
}

struct snapshot *exchange_take(struct exchange *exchange)
{
	struct snapshot *snapshot;

	pthread_mutex_lock(&exchange->mutex);
	snapshot = exchange->mail;
	exchange->mail = NULL;
	pthread_mutex_unlock(&exchange->mutex);
	return snapshot;
}

void exchange_status(struct exchange *exchange, struct worker_status *status)
{
	pthread_mutex_lock(&exchange->mutex);
	*status = exchange->status;
	pthread_mutex_unlock(&exchange->mutex);
}

/* The place of a kind in the ring, or where the next one goes. */
static struct request *place_of(struct exchange *exchange, enum request_kind kind)
{
	size_t i = 0;

	while (i < exchange->n && exchange->ring[(exchange->first + i) % REQUEST_KINDS].kind != kind)
		i++;
	if (i == exchange->n)
		exchange->n++;
	return &exchange->ring[(exchange->first + i) % REQUEST_KINDS];
}

void exchange_ask(struct exchange *exchange, struct request request)
{
	pthread_mutex_lock(&exchange->mutex);
	*place_of(exchange, request.kind) = request;
	pthread_mutex_unlock(&exchange->mutex);
	wake(exchange->to_worker);
}

bool exchange_await_end(struct exchange *exchange, int64_t ms)
{
	struct timespec until = os_in_ms(ms);
	bool has_ended;

	pthread_mutex_lock(&exchange->mutex);
	while (!exchange->has_ended &&
	       pthread_cond_timedwait(&exchange->ended, &exchange->mutex, &until) != ETIMEDOUT)
		;
	has_ended = exchange->has_ended;
	exchange->is_left_behind = !has_ended;
	pthread_mutex_unlock(&exchange->mutex);
	return has_ended;
}

/* --- the worker's side --- */

static bool take_request(struct exchange *exchange, struct request *request)
{
	bool any;

	pthread_mutex_lock(&exchange->mutex);
	any = exchange->n > 0;
	if (any) {
		*request = exchange->ring[exchange->first];
		exchange->first = (exchange->first + 1) % REQUEST_KINDS;
		exchange->n--;
	}
	pthread_mutex_unlock(&exchange->mutex);
	return any;
}

/* As poll wants it: -1 is for ever. */
static int left_ms(int64_t until_ms)
{
	int64_t left = until_ms - os_monotonic_ms();

	if (until_ms == INT64_MAX)
		return -1;
	return left < 0 ? 0 : left > AWAKE_MS ? AWAKE_MS : (int)left;
}

bool exchange_next(struct exchange *exchange, int watch, int64_t until_ms, struct request *request)
{
	enum { REQUESTS, WATCH, N_FDS };
	struct pollfd fds[N_FDS] = {
		[REQUESTS] = {.fd = exchange->to_worker[END_READ], .events = POLLIN},
		[WATCH] = {.fd = watch, .events = POLLIN},
	};

	for (;;) {
		/* First this, then the look: what is asked in between wakes once more. */
		drain(exchange->to_worker);
		if (take_request(exchange, request))
			return true;
		if (fds[WATCH].revents || os_monotonic_ms() >= until_ms)
			return false;
		poll(fds, N_FDS, left_ms(until_ms));
	}
}

void exchange_forget(struct exchange *exchange, enum request_kind kind)
{
	size_t kept = 0;

	pthread_mutex_lock(&exchange->mutex);
	for (size_t i = 0; i < exchange->n; i++) {
		struct request request = exchange->ring[(exchange->first + i) % REQUEST_KINDS];

		if (request.kind != kind)
			exchange->ring[(exchange->first + kept++) % REQUEST_KINDS] = request;
	}
	exchange->n = kept;
	pthread_mutex_unlock(&exchange->mutex);
}

void exchange_post(struct exchange *exchange, const struct worker_status *status)
{
	pthread_mutex_lock(&exchange->mutex);
	exchange->status = *status;
	pthread_mutex_unlock(&exchange->mutex);
	wake(exchange->to_screen);
}

void exchange_publish(struct exchange *exchange, struct snapshot *snapshot)
{
	struct snapshot *old;

	pthread_mutex_lock(&exchange->mutex);
	old = exchange->mail;
	exchange->mail = snapshot;
	pthread_mutex_unlock(&exchange->mutex);
	snapshot_free(old);
	/* Publish before waking the screen: the other way round it may look, find nothing, and sleep. */
	wake(exchange->to_screen);
}

bool exchange_end(struct exchange *exchange)
{
	bool is_awaited;

	pthread_mutex_lock(&exchange->mutex);
	exchange->has_ended = true;
	is_awaited = !exchange->is_left_behind;
	pthread_cond_signal(&exchange->ended);
	pthread_mutex_unlock(&exchange->mutex);
	return is_awaited;
}
