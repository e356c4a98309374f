/* deadline/facts.h - what the rules ask a bug: who said what in which order, when it was reopened, what its
 * whiteboard says and who wrote it. Read once, for deadline/assess. Pure.
 * Everything lives in the arena that facts_read gets, or in the input. */
#ifndef DEADLINE_FACTS_H
#define DEADLINE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "deadline/assess.h"
#include "deadline/history.h"
#include "deadline/report.h"
#include "deadline/whiteboard.h"

/* A comment that counts: neither private nor empty (deadlines.md, Words). */
struct note {
	const struct comment *comment;
	enum party party;
	struct report report; /* team */
	bool asks;            /* outside */
	bool is_settled;      /* outside, asks: was answered (detail 12) */
};

struct facts {
	const struct deadline_input *input;
	struct history history;
	struct whiteboard whiteboard;
	struct note *notes; /* oldest first: by time, then by number (Newer) */
	size_t n_notes;
	bool has_hidden;      /* some author cannot be told without an API key */
	int64_t reopened_utc; /* the newest reopening; UTC_NONE */

	const struct note *update;     /* the newest update on this bug; NULL: none */
	int64_t update_utc;            /* the newest one here or on a named bug (detail 4); UTC_NONE: none */
	int64_t elsewhere_bug;         /* the bug which that one is on; 0: this one */
	const struct note *closure;    /* the newest closure summary that stands (detail 2); NULL: none */
	const struct note *report;     /* the newest full report; NULL: none */
	bool has_report;               /* some update is a full report or a closure summary */
	const struct change *date_set; /* what set the Next update date; NULL: the history does not show it */
	enum next_update_state next_update_state;
};

/* Who is to be asked for the closing of a bug (IRG3.1 on). */
#define CCADB_LOGIN "incident-reporting@ccadb.org"

struct facts facts_read(const struct deadline_input *input, struct arena *home);

/* The end of the live Next update date. Only when the state is NEXT_UPDATE_LIVE. */
int64_t facts_next_update_due(const struct facts *facts);

#endif
