#include "net/sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/os.h"
#include "base/str.h"
#include "base/utc.h"
#include "net/sync_run.h"

#define TRIES 3
#define BACKOFF_MS 1000
#define SECOND_MS 1000
/* A wait that is longer than this is the caller's: it has other things to do meanwhile. */
#define WAIT_MAX_MS (10 * SECOND_MS)

/* Our clock, moved on: the time of day is asked by the caller of sync_run only. */
static int64_t run_now_utc(const struct run *run)
{
	return run->options->now_utc + (os_monotonic_ms() - run->started_ms) / SECOND_MS;
}

void run_add_notice(struct run *run, const char *text)
{
	struct sync_report *report = run->report;
	struct str line = {0};
	if (report->notice[0])
		str_addf(&line, "%s; ", report->notice);
	str_printable(&line, text, strlen(text), PRINTABLE_LINE);
	snprintf(report->notice, sizeof report->notice, "%s", line.at);
	str_free(&line);
}

static uint32_t random_number(void)
{
	uint32_t number;
	os_random(&number, sizeof number);
	return number;
}

/* --- which pass --- */

static struct copy copy_of_nothing(void)
{
	return (struct copy){.mark_utc = UTC_NONE, .compared_utc = UTC_NONE, .synced_utc = UTC_NONE};
}

static void choose_pass(struct run *run)
{
	const struct source_facts *facts = &run->source->facts;
	run->must_empty = run->copy.origin && !str_equals(run->copy.origin, facts->origin);
	if (run->must_empty)
		run->copy = copy_of_nothing();
	struct plan_facts plan = {
		.mark_utc = run->copy.mark_utc,
		.compared_utc = run->copy.compared_utc,
		.now_utc = run_now_utc(run),
		.is_full = run->options->is_full && !run->is_resumed, /* once is enough */
		.was_anonymous = run->copy.names_are_hidden,
		.is_authenticated = facts->is_authenticated,
		.knows_ours = facts->knows_ours,
	};
	struct pass due = plan_pass(&plan);
	run->is_resumed = run->copy.has_pass && plan_may_resume(&run->copy.pass, &due);
	run->pass = run->is_resumed ? run->copy.pass : due;
	run->done = run->total = 0;
	/* The server's cap may have been lowered: with each comparison it is found out anew. */
	bool relearns = run->pass.phases & (1U << PHASE_COMPARE);
	run->source->largest_page = relearns ? 0 : run->copy.largest_page;
	run->has_begun = true;
}

/* --- step by step --- */

static void say_progress(const struct run *run, int64_t wait_ms)
{
	struct sync_progress progress = {
		.phase = plan_phase_word(plan_phase(&run->pass)),
		.done = run->done,
		.total = run->total,
		.wait_s = (wait_ms + SECOND_MS - 1) / SECOND_MS,
	};
	if (run->events && run->events->progress)
		run->events->progress(run->events->context, &progress);
}

static void say_wait(void *context, int64_t wait_ms)
{
	say_progress(context, wait_ms);
}

/* The smallest piece of work that can be repeated: connecting, a page, a comparison. */
static bool run_step(struct run *run, struct error *err)
{
	struct source *source = run->source;
	source->setback = SETBACK_NONE;
	source->retry_after_s = 0;
	if (source->stop && atomic_load(source->stop)) {
		source->setback = SETBACK_STOPPED;
		return error_set(err, FAULT_UNREACHABLE, "stopped");
	}
	if (!run->has_begun) {
		if (!source->calls->connect(source, err))
			return false;
		choose_pass(run);
	}
	say_progress(run, 0);
	struct arena *home = arena_new();
	bool ok = plan_phase(&run->pass) == PHASE_COMPARE ? run_comparison(run, home, err)
							  : run_page(run, home, err);
	arena_free(home);
	return ok;
}

/* Is it worth another try in this pass? Then the wait for it has gone by. */
static bool wait_for_retry(struct run *run, const struct error *err)
{
	const struct sync_options *options = run->options;
	struct source *source = run->source;
	unsigned tries = options->tries ? options->tries : TRIES;
	int64_t first_ms = options->backoff_ms ? options->backoff_ms : BACKOFF_MS;
	if (source->setback != SETBACK_TRANSIENT || run->failures >= tries)
		return false;
	int64_t wait_ms = plan_backoff_ms(run->failures, first_ms, WAIT_MAX_MS, random_number());
	if (wait_ms < source->retry_after_s * SECOND_MS)
		wait_ms = source->retry_after_s * SECOND_MS;
	if (wait_ms > WAIT_MAX_MS)
		return false;
	log_line(LOG_INFO, "%s; again in %" PRId64 " ms", err->text, wait_ms);
	return source->calls->wait(source, wait_ms);
}

static bool run_pass(struct run *run, struct error *err)
{
	run->failures = 0;
	run->has_begun = false;
	while (!run->has_begun || plan_phase(&run->pass) != PHASE_END) {
		if (run_step(run, err)) {
			run->failures = 0;
			continue;
		}
		run->failures++;
		run->source->calls->expect(run->source, NULL);
		if (!wait_for_retry(run, err))
			return false;
	}
	return true;
}

/* A component without bugs is more likely a misspelt name (quirk 2). */
static bool check_names(struct run *run, struct error *err)
{
	const int64_t *ids = NULL;
	size_t n = 0;
	if (run->report->bugs_read > 0)
		return true;
	if (!cache_ids(run->cache, CACHE_ALL, run->home, &ids, &n, err))
		return false;
	if (n == 0)
		run_add_notice(run, "the server shows no bug; check `product` and `component`");
	return true;
}

static bool run_passes(struct run *run, struct error *err)
{
	if (!run_pass(run, err))
		return false;
	/* What was read before an interruption may have changed since; and what a whole pass has missed is
	 * found by comparing. */
	bool is_compared = run->copy.compared_utc != UTC_NONE;
	if ((run->is_resumed || !is_compared) && !run_pass(run, err))
		return false;
	return check_names(run, err);
}

/* --- the whole --- */

/* A clock that was put back since has the wait begin anew, so that it does not last until next year. */
static bool mend_block(struct run *run, struct block *block, struct error *err)
{
	if (block->since_utc <= run->options->now_utc)
		return true;
	block->until_utc = run->options->now_utc + (block->until_utc - block->since_utc);
	block->since_utc = run->options->now_utc;
	return copy_write_block(run->cache, run->source->facts.server, block, err);
}

static bool is_blocked(struct run *run, struct error *err)
{
	char until[UTC_TEXT_BYTES];
	struct block block;
	const char *server = run->source->facts.server;
	if (!copy_read_block(run->cache, server, run->home, &block, err))
		return true;
	if (block.until_utc == UTC_NONE)
		return false;
	if (!mend_block(run, &block, err))
		return true;
	if (block.until_utc <= run->options->now_utc)
		return false;
	run->report->is_blocked = true;
	run->report->retry_utc = block.until_utc;
	error_set(err, FAULT_UNREACHABLE,
		  "%s: it wants to be left alone until %s; a request before that may prolong it", server,
		  utc_print_human(block.until_utc, until));
	return true;
}

/* Says when to try again. What the server wants is kept in the cache, for the next process must know of it
 * too. */
static void note_failure(struct run *run, struct error *err)
{
	struct error write_err;
	const struct source *source = run->source;
	struct sync_report *report = run->report;
	int64_t now_utc = run_now_utc(run);
	const struct sync_options *options = run->options;
	int64_t interval_s = options->interval_s ? options->interval_s : PLAN_RETRY_S;
	int64_t retry_s = plan_retry_s(options->failures + 1, interval_s, source->setback,
				       source->retry_after_s, random_number());
	struct block block = {.since_utc = now_utc, .until_utc = now_utc + retry_s};
	report->retry_utc = block.until_utc;
	report->is_blocked = source->setback == SETBACK_BLOCKED || source->retry_after_s > 0;
	if (report->is_blocked && !copy_write_block(run->cache, source->facts.server, &block, &write_err))
		error_prefix(err, "%s; ", write_err.text);
}

/* What could not be read is said with each pass, until it can. */
static void add_left_out(struct run *run)
{
	const char *lines = run->copy.left_out;
	size_t n = 0;
	if (!lines)
		return;
	for (const char *at = lines; *at; at++)
		n += *at == '\n';
	int first = (int)strcspn(lines, "\n"), id = (int)strcspn(lines, " ");
	struct str text = {0};
	str_addf(&text, "bug %.*s cannot be read and stays as it was (%.*s)", id, lines, first - id - 1,
		 lines + id + 1);
	if (n > 1)
		str_addf(&text, ", and so do %zu more", n - 1);
	run_add_notice(run, text.at);
	str_free(&text);
}

bool sync_run(struct source *source, struct cache *cache, const struct sync_options *options,
	      const struct sync_events *events, struct sync_report *report, struct error *err)
{
	struct run run = {
		.source = source,
		.cache = cache,
		.options = options,
		.events = events,
		.report = report,
		.home = arena_new(),
		.started_ms = os_monotonic_ms(),
	};
	unsigned requests_before = source->requests;
	*report = (struct sync_report){.retry_utc = UTC_NONE};
	source->on_wait = say_wait;
	source->on_wait_context = &run;
	bool ok = copy_read(cache, run.home, &run.copy, err) && !is_blocked(&run, err);
	if (ok) {
		ok = run_passes(&run, err);
		if (!ok)
			note_failure(&run, err);
	}
	source->on_wait = NULL;
	source->on_wait_context = NULL;
	add_left_out(&run);
	report->requests = source->requests - requests_before;
	report->is_authenticated = source->facts.is_authenticated;
	report->key_refused = source->facts.key_refused;
	if (source->facts.notice[0])
		run_add_notice(&run, source->facts.notice);
	arena_free(run.home);
	return ok;
}

bool sync_last(struct cache *cache, int64_t *synced_utc, struct error *err)
{
	struct copy copy;
	struct arena *home = arena_new();
	bool ok = copy_read(cache, home, &copy, err);
	*synced_utc = ok ? copy.synced_utc : UTC_NONE;
	arena_free(home);
	return ok;
}
