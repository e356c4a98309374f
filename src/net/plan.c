#include "net/plan.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/utc.h"

/* "Within a day", though a pass may come late or fail. */
#define COMPARE_EVERY_S (20 * HOUR_S)
#define SECOND_MS 1000
#define PASS_CAP_MS (15 * MINUTE_S * SECOND_MS)
/* The server blocks for an hour, and each request starts that hour anew (quirk 18). */
#define BLOCKED_S (HOUR_S + 5 * MINUTE_S)
/* A server, or a clock, may be wrong about when it wants to be asked again. */
#define RETRY_MOST_S DAY_S

static const char *const phase_words[] = {
	[PHASE_OURS] = "our open bugs",
	[PHASE_NEWEST] = "list of bugs",
	[PHASE_OPEN] = "open bugs",
	[PHASE_CLOSED] = "closed bugs",
	[PHASE_CHANGED] = "changes",
	[PHASE_COMPARE] = "comparison",
	[PHASE_END] = "end",
};

const char *plan_phase_word(enum phase phase)
{
	return phase_words[phase];
}

static unsigned bit(enum phase phase)
{
	return 1U << phase;
}

/* --- which pass is due --- */

static struct pass whole_pass(const struct plan_facts *facts, bool is_forced)
{
	return (struct pass){
		.phases = (facts->knows_ours ? bit(PHASE_OURS) : 0) | bit(PHASE_NEWEST) | bit(PHASE_OPEN) |
			  bit(PHASE_CLOSED) | (facts->is_full ? bit(PHASE_COMPARE) : 0),
		.since_utc = UTC_NONE,
		.bound_utc = UTC_NONE,
		.is_whole = true,
		.is_forced = is_forced,
		.is_full = facts->is_full,
	};
}

struct pass plan_pass(const struct plan_facts *facts)
{
	bool names_were_hidden = facts->was_anonymous && facts->is_authenticated;
	if (facts->mark_utc == UTC_NONE || facts->is_full || names_were_hidden)
		return whole_pass(facts, facts->is_full || names_were_hidden);

	struct pass pass = {
		.phases = bit(PHASE_CHANGED),
		.since_utc = facts->mark_utc - PLAN_OVERLAP_S,
		.bound_utc = UTC_NONE,
	};
	int64_t age_s =
		facts->compared_utc == UTC_NONE ? COMPARE_EVERY_S : facts->now_utc - facts->compared_utc;
	/* A moment that is still to come was noted by a clock that was wrong. */
	if (age_s >= COMPARE_EVERY_S || age_s < 0) {
		/* A comment that was edited moves no time: open bugs are read again (quirk 8). */
		pass.phases |= bit(PHASE_OPEN) | bit(PHASE_COMPARE);
		pass.is_forced = true;
	}
	return pass;
}

bool plan_may_resume(const struct pass *interrupted, const struct pass *due)
{
	/* Only a whole pass is worth it; and one that is due for more reasons than the other had is not the
	 * same. */
	return interrupted->is_whole && (interrupted->is_full || !due->is_full) &&
	       (interrupted->is_forced || !due->is_forced || !due->is_whole);
}

/* --- how it goes on --- */

enum phase plan_phase(const struct pass *pass)
{
	for (enum phase phase = 0; phase < PHASE_END; phase++)
		if (pass->phases & bit(phase))
			return phase;
	return PHASE_END;
}

struct query plan_query(const struct pass *pass)
{
	struct query query = {.which = WHICH_ALL, .changed_since_utc = UTC_NONE, .after_id = pass->after_id};
	switch (plan_phase(pass)) {
	case PHASE_OURS:
		query.which = WHICH_OURS_OPEN;
		break;
	case PHASE_NEWEST:
		query.fields = FIELDS_IDS;
		query.newest_first = true;
		break;
	case PHASE_OPEN:
		query.which = WHICH_OPEN;
		break;
	case PHASE_CLOSED:
		query.which = WHICH_CLOSED;
		break;
	case PHASE_CHANGED:
		query.changed_since_utc = pass->since_utc;
		break;
	case PHASE_COMPARE:
		query.fields = FIELDS_IDS;
		break;
	case PHASE_END:
		break;
	}
	return query;
}

static int64_t newest_change(const struct page *page)
{
	int64_t newest_utc = UTC_NONE;
	for (size_t i = 0; i < page->n; i++)
		if (page->records[i].bug->changed_utc > newest_utc)
			newest_utc = page->records[i].bug->changed_utc;
	return newest_utc;
}

void plan_end_phase(struct pass *pass)
{
	pass->phases &= ~bit(plan_phase(pass));
	pass->after_id = 0;
}

/* Changes that fit into one answer bound themselves. More of them take time to read, in which the first may
 * change again: they are bounded first, and read from the start. */
static bool must_be_bounded(struct pass *pass, const struct page *page)
{
	if (plan_phase(pass) != PHASE_CHANGED || pass->bound_utc != UTC_NONE)
		return false;
	if (page->is_last) {
		pass->bound_utc = newest_change(page);
		return false;
	}
	pass->phases |= bit(PHASE_NEWEST);
	return true;
}

void plan_advance(struct pass *pass, const struct page *page)
{
	enum phase phase = plan_phase(pass);
	if (must_be_bounded(pass, page))
		return;
	if (phase == PHASE_NEWEST)
		pass->bound_utc = newest_change(page);
	/* Ours come again among the open ones, so one page of them is enough. */
	if (page->is_last || phase == PHASE_NEWEST || phase == PHASE_OURS)
		plan_end_phase(pass);
	else
		pass->after_id = page->records[page->n - 1].bug->id;
}

int64_t plan_mark(const struct pass *pass, int64_t mark_utc)
{
	return pass->bound_utc > mark_utc ? pass->bound_utc : mark_utc; /* UTC_NONE is the least of all */
}

/* --- as text --- */

const char *plan_print(const struct pass *pass, char out[PLAN_TEXT_BYTES])
{
	snprintf(out, PLAN_TEXT_BYTES, "%u %" PRId64 " %" PRId64 " %" PRId64 " %d %d %d", pass->phases,
		 pass->after_id, pass->since_utc, pass->bound_utc, pass->is_whole, pass->is_forced,
		 pass->is_full);
	return out;
}

bool plan_parse(const char *text, struct pass *pass)
{
	int is_whole = 0, is_forced = 0, is_full = 0, end = 0;
	*pass = (struct pass){0};
	int n = sscanf(text, "%u %" SCNd64 " %" SCNd64 " %" SCNd64 " %d %d %d%n", &pass->phases,
		       &pass->after_id, &pass->since_utc, &pass->bound_utc, &is_whole, &is_forced, &is_full,
		       &end);
	pass->is_whole = is_whole;
	pass->is_forced = is_forced;
	pass->is_full = is_full;
	return n == 7 && !text[end] && pass->phases && pass->phases < bit(PHASE_END);
}

/* --- waiting --- */

int64_t plan_backoff_ms(unsigned failures, int64_t first_ms, int64_t cap_ms, uint32_t random)
{
	int64_t ms = first_ms;
	for (unsigned i = 1; i < failures && ms < cap_ms; i++)
		ms *= 2;
	if (ms > cap_ms)
		ms = cap_ms;
	return ms - (int64_t)random % (ms / 2 + 1);
}

int64_t plan_retry_s(unsigned failures, int64_t interval_s, enum setback setback, int64_t retry_after_s,
		     uint32_t random)
{
	int64_t first_s = interval_s < PLAN_RETRY_S ? interval_s : PLAN_RETRY_S;
	int64_t s = plan_backoff_ms(failures, first_s * SECOND_MS, PASS_CAP_MS, random) / SECOND_MS;
	if (setback == SETBACK_BLOCKED)
		s = BLOCKED_S + (int64_t)random % MINUTE_S;
	if (retry_after_s > RETRY_MOST_S)
		retry_after_s = RETRY_MOST_S;
	return s > retry_after_s ? s : retry_after_s;
}
