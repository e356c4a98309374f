#include "app/cmd_data.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "app/fetch.h"
#include "base/log.h"
#include "base/os.h"
#include "net/bundle.h"

#define LOCK_LOOK_MS 100
#define LOCK_WAIT_MS 60000

/* --- progress: one line that is written over, on a terminal only --- */

struct progress {
	struct session *session;
	bool is_shown;
	int cols; /* of the last line, to be blanked */
};

static void show(struct progress *progress, const char *text)
{
	int cols = fprintf(stderr, "\r%-*s", progress->cols, text) - 1;

	progress->cols = cols > 0 ? cols : 0;
	fflush(stderr);
}

static void on_progress(void *context, const struct sync_progress *now)
{
	struct progress *progress = context;
	struct str line = {0};

	if (!progress->is_shown)
		return;
	if (now->total > 0)
		str_addf(&line, "syncing %s %zu/%zu", now->phase, now->done, now->total);
	else
		str_addf(&line, "syncing %s", now->phase);
	if (now->wait_s > 0)
		str_addf(&line, ", waits %" PRId64 "s (not with an API key)", now->wait_s);
	show(progress, line.at);
	str_free(&line);
}

#define ROWS_AT_ONCE 100

/* While the server works on the next page. No more than was stored: those come first, and a look for others
 * would go through all that are ready. A team that is inferred may be another after each page, and rows that
 * were made for the last of no use. What is left, or fails, is prepare_rows's. */
static void on_stored(void *context, const int64_t *ids, size_t n)
{
	const struct progress *progress = context;
	struct error err;

	(void)ids;
	if (session_roster(progress->session)->is_inferred)
		return;
	if (!session_prepare(progress->session, n < ROWS_AT_ONCE ? n : ROWS_AT_ONCE, &n, &err))
		log_line(LOG_WARN, "ready rows are not stored: %s", err.text);
}

static void clear_progress(struct progress *progress)
{
	if (!progress->is_shown)
		return;
	show(progress, "");
	fputc('\r', stderr);
}

/* Waits while another bugclock of this profile syncs. Returns the lock, or -1. */
static int take_lock(const char *path, struct fetch *fetch, struct error *err)
{
	for (int64_t waited_ms = 0;; waited_ms += LOCK_LOOK_MS) {
		bool is_taken = false;
		int lock = os_lock(path, &is_taken, err);

		if (lock >= 0 || !is_taken)
			return lock;
		if (waited_ms >= LOCK_WAIT_MS || !fetch_wait(fetch, LOCK_LOOK_MS)) {
			error_set(err, FAULT_UNREACHABLE,
				  "another bugclock has been syncing for a while (it holds %s); try again "
				  "later",
				  path);
			return -1;
		}
	}
}

static void add_summary(const struct sync_report *report, struct str *notes)
{
	str_addf(notes, "%zu bugs read, %zu new, %zu changed, %zu gone, %zu new comments; %u requests\n",
		 report->bugs_read, report->bugs_new, report->bugs_changed, report->bugs_dropped,
		 report->comments_new, report->requests);
}

static bool locked_pass(struct invocation *invocation, struct fetch *fetch, struct sync_report *report,
			struct error *err)
{
	struct progress progress = {.session = invocation->session, .is_shown = isatty(STDERR_FILENO) != 0};
	const struct sync_events events = {
		.context = &progress, .progress = on_progress, .stored = on_stored};
	const struct sync_options options = {
		.is_full = invocation_option(invocation, "--full") != NULL,
		.now_utc = session_now(invocation->session),
	};
	int lock = take_lock(invocation->places->lock_path, fetch, err);
	bool ok;

	if (lock < 0)
		return false;
	ok = fetch_run(fetch, &options, &events, report, err);
	os_unlock(lock);
	clear_progress(&progress);
	if (ok && progress.is_shown)
		add_summary(report, invocation->notes);
	return ok;
}

/* After a good pass: was it made with the key that is configured? */
static bool check_key(const struct fetch *fetch, const struct sync_report *report, struct error *err)
{
	const struct error *failure = fetch_key_failure(fetch);

	if (failure)
		return error_set(err, failure->fault, "%s; only the public data was read", failure->text);
	return !report->key_refused ||
	       error_set(err, FAULT_KEY,
			 "the server refused the API key; only the public data was read."
			 " Make a new one in the preferences of your account there");
}

/* So that who reads next finds ready rows (session.h). */
static bool prepare_rows(struct session *session, const atomic_bool *stop, struct error *err)
{
	size_t n = ROWS_AT_ONCE;

	while (n == ROWS_AT_ONCE && !(stop && atomic_load(stop)))
		if (!session_prepare(session, ROWS_AT_ONCE, &n, err))
			return false;
	return true;
}

static bool sync_once(struct invocation *invocation, struct error *err)
{
	struct sync_report report = {0};
	struct fetch *fetch = fetch_open(invocation->session, invocation->stop, err);
	bool ok;

	if (!fetch)
		return false;
	ok = locked_pass(invocation, fetch, &report, err) && check_key(fetch, &report, err);
	fetch_close(fetch);
	ok = ok && prepare_rows(invocation->session, invocation->stop, err);
	if (report.notice[0])
		str_addf(invocation->notes, "%s\n", report.notice);
	return ok;
}

bool cmd_sync(struct invocation *invocation, struct error *err)
{
	bool ok;

	if (config_is_bundle(session_config(invocation->session)))
		return true; /* the start has read it: data_fill */
	if (session_config(invocation->session)->globals.is_offline)
		return error_set(err, FAULT_USAGE, "sync asks the server; leave out --offline");
	if (!log_open(invocation->places->log_path, err))
		return false;
	ok = sync_once(invocation, err);
	log_close();
	return ok;
}

static void add_bundle_notes(const struct bundle_written *written, struct str *notes)
{
	if (written->n_private > 0)
		str_addf(notes, "private comments left out: %zu\n", written->n_private);
	if (written->bytes > BUNDLE_MAX_BYTES)
		str_addf(notes, "it is too large for --bundle, which reads %zu MiB\n",
			 BUNDLE_MAX_BYTES >> 20);
}

bool cmd_bundle(struct invocation *invocation, struct error *err)
{
	const char *path = invocation->words[0];
	struct bundle_written written;
	struct os_draft *draft;
	bool ok;

	if (!bundle_may_replace(path, err))
		return false;
	draft = os_draft_open(path, invocation->stop, err);
	if (!draft)
		return false;
	ok = bundle_write(session_cache(invocation->session), draft, &written, err);
	if (!os_draft_end(draft, ok, err))
		return err->fault == FAULT_NONE; /* the reader had enough */
	add_bundle_notes(&written, invocation->notes);
	return true;
}

bool data_fill(struct session *session, const atomic_bool *stop, struct error *err)
{
	/* What is kept is of another bundle, perhaps, and no date in the two tells which one is newer. */
	const struct sync_options options = {
		.is_full = session_config(session)->globals.keep,
		.now_utc = session_now(session),
	};
	struct sync_report report;
	struct fetch *fetch = fetch_open(session, stop, err);
	bool ok = fetch && fetch_run(fetch, &options, NULL, &report, err);

	fetch_close(fetch);
	return ok && prepare_rows(session, stop, err);
}
