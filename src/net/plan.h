/* net/plan.h - what a sync does next: pure decisions, no clock, cache or network (net/sync.h carries them
 * out). A pass is a row of phases; its state is small enough to be stored with every page, so that a pass
 * that was killed goes on where it was.
 *
 * The mark is never a clock's. It is the newest change seen before the rest of a pass was read: whatever
 * changes later is newer, and the next pass asks from the mark on, minus an overlap (bugzilla.md, quirks 4,
 * 6, 23). Since the bug that changed last is in every later answer, an empty one moves nothing (quirk 2). */
#ifndef NET_PLAN_H
#define NET_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/source.h"

#define PLAN_OVERLAP_S 300

/* In the order in which they run. */
enum phase {
	PHASE_OURS,    /* one page of our open bugs, so that the screen is of use within seconds */
	PHASE_NEWEST,  /* a list of changes, for the mark and the number of bugs */
	PHASE_OPEN,    /* all open bugs */
	PHASE_CLOSED,  /* all closed ones */
	PHASE_CHANGED, /* what changed since the mark */
	PHASE_COMPARE, /* which bugs are there at all (quirk 5) */
	PHASE_END,
};

/* For people: "our open bugs", "changes", … */
const char *plan_phase_word(enum phase phase);

struct pass {
	unsigned phases;   /* still to do: bits 1 << enum phase */
	int64_t after_id;  /* in the present phase, the last bug read */
	int64_t since_utc; /* of PHASE_CHANGED */
	int64_t bound_utc; /* what the mark will be; UTC_NONE: not known yet */
	bool is_whole;     /* reads every bug */
	bool is_forced;    /* conversations are read again though nothing seems to have changed */
	bool is_full;      /* the user asked for it */
};

struct plan_facts {
	int64_t mark_utc;      /* UTC_NONE: there is no copy yet */
	int64_t compared_utc;  /* of the last PHASE_COMPARE, by our clock; UTC_NONE: never */
	int64_t now_utc;       /* our clock */
	bool is_full;          /* asked for by the user */
	bool was_anonymous;    /* names in the copy may lack their domains (quirk 13) … */
	bool is_authenticated; /* … and now they need not */
	bool knows_ours;
};

/* The pass that is due. */
struct pass plan_pass(const struct plan_facts *facts);
/* May a pass that was interrupted go on in place of the one that is due? */
bool plan_may_resume(const struct pass *interrupted, const struct pass *due);

enum phase plan_phase(const struct pass *pass);
/* What to ask for in the present phase. */
struct query plan_query(const struct pass *pass);
/* What came, once it is stored. */
void plan_advance(struct pass *pass, const struct page *page);
/* The present phase is through. */
void plan_end_phase(struct pass *pass);
/* The mark after a complete pass. */
int64_t plan_mark(const struct pass *pass, int64_t mark_utc);

#define PLAN_TEXT_BYTES 160
const char *plan_print(const struct pass *pass, char out[PLAN_TEXT_BYTES]);
bool plan_parse(const char *text, struct pass *pass);

/* How long to wait after so many failures in a row (1: the first): doubled each time up to the cap, and then
 * between half of it and all, by chance, so that clients do not come back together. */
int64_t plan_backoff_ms(unsigned failures, int64_t first_ms, int64_t cap_ms, uint32_t random);
/* Seconds until the next pass is tried, after so many failed ones, the first time after PLAN_RETRY_S, or
 * interval_s where passes are closer to each other; the server's wish is obeyed, for a day at most. */
#define PLAN_RETRY_S 30
int64_t plan_retry_s(unsigned failures, int64_t interval_s, enum setback setback, int64_t retry_after_s,
		     uint32_t random);

#endif
