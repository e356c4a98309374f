/* Line 2 of the page, right side: how fresh the copy of the server's data is (ui/page.h). */
#include "base/utc.h"
#include "ui/page.h"
#include "ui/tick.h"

/* In plain mode nothing counts seconds. */
static void add_age(const struct look *look, int64_t age_s, struct str *out)
{
	char age[UTC_TEXT_BYTES];
	if (look_is_plain(look) && age_s < MINUTE_S)
		str_add(out, "less than 1m");
	else
		str_add(out, utc_print_age(age_s, age));
}

static void add_synced(const struct page *page, const struct look *look, int64_t now_utc, struct str *out)
{
	if (page->synced_utc == UTC_NONE) {
		str_add(out, "never synced");
		return;
	}
	str_add(out, "synced ");
	add_age(look, now_utc - page->synced_utc, out);
}

static void add_until(const struct page *page, const struct look *look, const char *words, int64_t now_utc,
		      struct str *out)
{
	if (page->status.retry_utc == UTC_NONE)
		return;
	str_add(out, words);
	add_age(look, page->status.retry_utc - now_utc, out);
}

/* In UTC, as the clock beside it. */
static void add_failure(const struct page *page, const struct look *look, int64_t now_utc, struct str *out)
{
	struct civil since = utc_to_civil(page->status.since_utc);
	str_addf(out, "offline since %02d:%02d", since.hour, since.minute);
	add_until(page, look, ", retry in ", now_utc, out);
}

static enum style add_phase(const struct page *page, const struct look *look, int64_t now_utc,
			    struct str *out)
{
	const struct worker_status *status = &page->status;
	switch (status->phase) {
	case WORKER_SYNCING:
		str_add(out, "syncing");
		if (status->total > 0 && !look_is_plain(look))
			str_addf(out, " %zu/%zu", status->done, status->total);
		add_until(page, look, ", waits ", now_utc, out);
		return STYLE_TEXT;
	case WORKER_OFFLINE:
		add_failure(page, look, now_utc, out);
		return STYLE_WARN;
	case WORKER_BLOCKED:
		str_add(out, "server asks to wait");
		add_until(page, look, ", retry in ", now_utc, out);
		return STYLE_WARN;
	case WORKER_KEY_REFUSED:
		str_add(out, "key refused");
		return STYLE_WARN;
	case WORKER_KEY_MISSING:
		str_add(out, "no API key");
		return STYLE_WARN;
	case WORKER_ELSEWHERE:
		str_add(out, "another bugclock syncs");
		return STYLE_DIM;
	case WORKER_IDLE:
		break;
	}
	add_synced(page, look, now_utc, out);
	return STYLE_DIM;
}

enum style page_sync_text(const struct page *page, const struct look *look, int64_t now_utc, struct str *out)
{
	if (page->has_worker)
		return add_phase(page, look, now_utc, out);
	if (page->config->globals.is_offline)
		str_add(out, "offline, ");
	add_synced(page, look, now_utc, out);
	return STYLE_DIM;
}

bool page_sync_waits(const struct page *page)
{
	return page->has_worker &&
	       (page->status.phase == WORKER_OFFLINE || page->status.phase == WORKER_BLOCKED);
}

int64_t page_sync_wake(const struct page *page, int64_t now_utc)
{
	int64_t wake_utc = tick_age(page->synced_utc, now_utc);
	if (!page->has_worker)
		return wake_utc;
	return tick_earlier(wake_utc, tick_wait(page->status.retry_utc, now_utc));
}
