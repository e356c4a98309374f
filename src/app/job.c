#include "app/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/session.h"
#include "app/worker.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/utc.h"
#include "store/cache.h"

#define NEVER INT64_MAX
/* How often to look whether the other bugclock is done. */
#define ELSEWHERE_MS 1000
/* How long after a look at what others have stored the next one comes: while they sync, they store often. */
#define LOOK_GAP_MS 700
/* How many rows to work out before asking whether there is something better to do. */
#define ROWS_AT_ONCE 20
/* A key store that is locked, a library that is missing: worth a look now and then. */
#define REOPEN_MS 60000
/* One hiccup is not worth a word on the screen. */
#define TRIES 2

struct job {
	const struct job_site *site;
	struct session *session;
	struct fetch *fetch;
	struct worker_status status;
	unsigned failures;     /* passes in a row */
	int watch;             /* os_watch of the cache's folder; -1: none */
	int64_t version;       /* of the cache, as last seen */
	int64_t look_ms;       /* when to look for another version; os_monotonic_ms, NEVER: not needed */
	enum reach reach;      /* of the snapshots */
	bool lacks_rows;       /* some bugs may have no ready row */
	int64_t my_synced_utc; /* what this thread's last good pass left as the time of the last sync */
	int64_t due_ms;        /* of the next pass; os_monotonic_ms */
};

static bool is_stopped(const struct job *job)
{
	return atomic_load(job->site->stop);
}

/* --- telling the screen --- */

static void post(struct job *job)
{
	exchange_post(job->site->exchange, &job->status);
}

/* The same text again is no news. */
static void say(struct job *job, const char *text)
{
	if (strcmp(job->status.text, text) == 0)
		return;
	snprintf(job->status.text, sizeof job->status.text, "%s", text);
	if (*text) {
		job->status.n_texts++;
		log_line(LOG_WARN, "%s", text);
	}
}

static void publish(struct job *job)
{
	job->status.synced_utc = session_snapshot(job->session)->synced_utc;
	exchange_publish(job->site->exchange, session_share(job->session));
}

static void fail(struct job *job, const struct error *err, int64_t retry_ms)
{
	int64_t now_utc = session_now(job->session);

	job->failures++;
	if (job->status.since_utc == UTC_NONE)
		job->status.since_utc = now_utc;
	job->status.phase = WORKER_OFFLINE;
	job->status.retry_utc = now_utc + retry_ms / 1000;
	job->due_ms = os_monotonic_ms() + retry_ms;
	say(job, err->text);
}

static void settle(struct job *job, enum worker_phase phase, int64_t due_ms)
{
	job->failures = 0;
	job->status.phase = phase;
	job->status.since_utc = job->status.retry_utc = UTC_NONE;
	job->due_ms = due_ms;
}

/* --- reading the cache --- */

static void watch_cache(struct job *job)
{
	const char *path = job->site->places->cache_path;
	char *folder = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
	struct error err;

	job->watch = os_watch(folder, &err);
	if (job->watch < 0)
		log_line(LOG_WARN, "%s: so the cache is looked at now and then", err.text);
	job->look_ms = job->watch < 0 ? os_monotonic_ms() : NEVER;
	free(folder);
}

static bool read_reach(struct job *job, enum reach reach)
{
	struct error err;

	if (!session_refresh_all(job->session, reach, &err)) {
		fail(job, &err, REOPEN_MS);
		return false;
	}
	publish(job);
	return true;
}

/* Whatever was stored since, by this thread or by another bugclock. */
static bool follow(struct job *job)
{
	struct error err;
	bool is_newer;

	if (!session_follow(job->session, &is_newer, &err)) {
		fail(job, &err, REOPEN_MS);
		return false;
	}
	if (is_newer)
		publish(job);
	return true;
}

/* It moves when another connection has written. */
static bool read_version(struct job *job, int64_t *version)
{
	struct error err;

	if (cache_version(session_cache(job->session), version, &err))
		return true;
	fail(job, &err, REOPEN_MS);
	return false;
}

static bool look(struct job *job)
{
	int64_t version;

	job->look_ms = job->watch < 0 ? os_monotonic_ms() + LOOK_GAP_MS : NEVER;
	if (!read_version(job, &version))
		return false;
	if (version != job->version && !follow(job))
		return false;
	job->version = version; /* only now: what could not be read is looked for again */
	return true;
}

/* Whoever throws the cache away wants it fetched again, not a copy that nobody else sees. */
static bool reattach(struct job *job)
{
	struct error err;
	bool is_other;

	if (!session_reattach(job->session, &is_other, &err)) {
		fail(job, &err, REOPEN_MS);
		return false;
	}
	if (!is_other)
		return true;
	log_line(LOG_WARN, "%s was deleted: it is fetched again", job->site->places->cache_path);
	if (job->watch >= 0)
		close(job->watch);
	watch_cache(job);
	job->version = 0; /* no cache has that one */
	return true;
}

/* For the next start: what an older program, or one with another roster, has left behind. */
static void prepare_rows(struct job *job)
{
	struct error err;
	size_t n = 0;

	if (!session_prepare(job->session, ROWS_AT_ONCE, &n, &err))
		log_line(LOG_WARN, "ready rows are not stored: %s", err.text);
	job->lacks_rows = n == ROWS_AT_ONCE;
}

/* --- one pass --- */

static void on_progress(void *context, const struct sync_progress *progress)
{
	struct job *job = context;

	job->status.done = progress->done;
	job->status.total = progress->total;
	job->status.retry_utc =
		progress->wait_s > 0 ? session_now(job->session) + progress->wait_s : UTC_NONE;
	post(job);
}

static void on_stored(void *context, const int64_t *ids, size_t n)
{
	(void)ids;
	(void)n;
	follow(context);
}

static bool open_fetch(struct job *job, struct error *err)
{
	if (job->fetch)
		return true;
	job->fetch = fetch_open(job->session, job->site->stop, err);
	job->site->on_fetch(job->site->context, job->fetch);
	return job->fetch != NULL;
}

static void let_go_of_fetch(struct job *job)
{
	job->site->on_fetch(job->site->context, NULL);
	fetch_close(job->fetch);
	job->fetch = NULL;
}

static int64_t interval_ms(const struct job *job)
{
	return job->site->config->bugzilla.interval_s * 1000;
}

/* A server is asked again after the interval; a bundle has something new only when its own time has come,
 * and under a clock that stands still that is when somebody moves it. */
static int64_t next_due_ms(const struct job *job)
{
	int64_t arrival_utc;

	if (!config_is_bundle(job->site->config))
		return os_monotonic_ms() + interval_ms(job);
	arrival_utc = job->fetch ? fetch_next_arrival(job->fetch) : UTC_NONE;
	if (arrival_utc == UTC_NONE || job->site->config->globals.now_utc != UTC_NONE)
		return NEVER;
	return os_monotonic_ms() + (arrival_utc - session_now(job->session)) * 1000;
}

static enum worker_phase phase_after(const struct job *job, const struct sync_report *report)
{
	if (fetch_key_failure(job->fetch))
		return WORKER_KEY_MISSING;
	return report->key_refused ? WORKER_KEY_REFUSED : WORKER_IDLE;
}

static void say_after(struct job *job, const struct sync_report *report)
{
	const struct error *failure = fetch_key_failure(job->fetch);
	struct error line;

	if (failure) {
		error_set(&line, failure->fault, "%s; only public data is read", failure->text);
		say(job, line.text);
	} else {
		say(job, report->notice);
	}
}

static void pass_succeeded(struct job *job, const struct sync_report *report)
{
	settle(job, phase_after(job, report), next_due_ms(job));
	say_after(job, report);
	if (follow(job))
		job->my_synced_utc = job->status.synced_utc;
}

static void pass_failed(struct job *job, const struct sync_report *report, const struct error *err)
{
	int64_t wait_ms = REOPEN_MS;

	if (report->retry_utc != UTC_NONE)
		wait_ms = (report->retry_utc - session_now(job->session)) * 1000;
	fail(job, err, wait_ms > 0 ? wait_ms : 0);
	if (report->is_blocked)
		job->status.phase = WORKER_BLOCKED;
}

static void sync_now(struct job *job)
{
	const struct sync_events events = {.context = job, .progress = on_progress, .stored = on_stored};
	const struct sync_options options = {
		/* No date tells which of two files of one name is newer (data_fill). */
		.is_full = job->site->config->globals.bundle_path != NULL,
		.now_utc = session_now(job->session),
		.failures = job->failures,
		.interval_s = job->site->config->bugzilla.interval_s,
		.tries = TRIES,
	};
	struct sync_report report = {.retry_utc = UTC_NONE};
	struct error err;
	bool ok;

	job->status.phase = WORKER_SYNCING;
	job->status.done = job->status.total = 0;
	job->status.retry_utc = UTC_NONE;
	post(job);
	ok = open_fetch(job, &err) && fetch_run(job->fetch, &options, &events, &report, &err);
	if (is_stopped(job))
		return;
	exchange_forget(job->site->exchange, REQUEST_SYNC);
	if (ok)
		pass_succeeded(job, &report);
	else
		pass_failed(job, &report, &err);
	if (job->fetch && fetch_is_used_up(job->fetch))
		let_go_of_fetch(job);
}

/* Another bugclock has synced since this one did: then it is early enough an interval after that. */
static bool is_early(struct job *job)
{
	int64_t synced_utc = session_snapshot(job->session)->synced_utc;
	int64_t age_ms;

	/* The demo's next pass is due when something arrives, whoever read it before. */
	if (config_is_bundle(job->site->config))
		return false;
	if (job->failures > 0 || synced_utc == UTC_NONE || synced_utc == job->my_synced_utc)
		return false;
	age_ms = (session_now(job->session) - synced_utc) * 1000;
	if (age_ms < 0 || age_ms >= interval_ms(job))
		return false;
	settle(job, WORKER_IDLE, os_monotonic_ms() + interval_ms(job) - age_ms);
	return true;
}

static void take_turn(struct job *job, bool is_ours, bool is_asked)
{
	if (!is_ours)
		settle(job, WORKER_ELSEWHERE, os_monotonic_ms() + ELSEWHERE_MS);
	else if (is_asked || !is_early(job))
		sync_now(job);
}

/* One bugclock of a profile syncs at a time; what it stores is seen by all. */
static void pass(struct job *job, bool is_asked)
{
	struct error err;
	bool is_taken = false;
	int lock;

	if (!reattach(job)) {
		post(job);
		return;
	}
	lock = os_lock(job->site->places->lock_path, &is_taken, &err);
	if (lock < 0 && !is_taken)
		fail(job, &err, REOPEN_MS);
	else if (look(job))
		take_turn(job, lock >= 0, is_asked);
	if (lock >= 0)
		os_unlock(lock);
	post(job);
}

/* --- the thread --- */

static void act(struct job *job, const struct request *request)
{
	switch (request->kind) {
	case REQUEST_SYNC:
		pass(job, true);
		break;
	case REQUEST_REFRESH:
		read_reach(job, job->reach);
		post(job);
		break;
	case REQUEST_REACH:
		job->reach = (enum reach)request->value;
		read_reach(job, job->reach);
		post(job);
		break;
	case REQUEST_CLOCK:
		session_set_now(job->session, request->value);
		if (job->site->config->globals.is_demo)
			pass(job, true);
		break;
	case REQUEST_STOP:
	case REQUEST_KINDS:
		break;
	}
}

/* Nobody asked for anything: what there is to do, one thing at a time. */
static void act_alone(struct job *job)
{
	if (os_monotonic_ms() >= job->due_ms) {
		pass(job, false);
	} else if (os_monotonic_ms() >= job->look_ms) {
		look(job);
		post(job);
	} else if (job->look_ms == NEVER) {
		os_watch_drain(job->watch);
		job->look_ms = os_monotonic_ms() + LOOK_GAP_MS;
	}
}

static void wait_and_act(struct job *job)
{
	struct request request;
	bool is_told = job->look_ms != NEVER; /* then the watch is not needed */
	int64_t until_ms = is_told && job->look_ms < job->due_ms ? job->look_ms : job->due_ms;

	if (exchange_next(job->site->exchange, is_told ? -1 : job->watch, job->lacks_rows ? 0 : until_ms,
			  &request))
		act(job, &request);
	else if (job->lacks_rows && os_monotonic_ms() < until_ms)
		prepare_rows(job);
	else
		act_alone(job);
}

/* The open bugs of ours first: they are what the screen shows. */
static void begin(struct job *job)
{
	struct error err;

	if (read_version(job, &job->version) && read_reach(job, REACH_OURS))
		read_reach(job, job->reach);
	post(job);
	/* The start has read a bundle already; the demo has more to come. */
	if (!config_is_bundle(job->site->config))
		pass(job, true);
	else if (job->site->config->globals.is_demo && !open_fetch(job, &err))
		fail(job, &err, REOPEN_MS);
	else
		job->due_ms = next_due_ms(job);
}

static void work(struct job *job)
{
	watch_cache(job);
	begin(job);
	while (!is_stopped(job))
		wait_and_act(job);
	if (job->watch >= 0)
		close(job->watch);
}

void job_run(const struct job_site *site)
{
	struct job job = {.site = site, .my_synced_utc = UTC_NONE, .reach = REACH_OPEN, .lacks_rows = true};
	struct error err;
	char *notice = NULL;

	exchange_status(site->exchange, &job.status);
	job.session = session_open(site->config, site->places, SESSION_WRITES, &notice, &err);
	say(&job, !job.session ? err.text : notice ? notice : "");
	free(notice);
	if (job.session)
		work(&job);
	else
		post(&job);
	let_go_of_fetch(&job);
	session_close(job.session);
}
