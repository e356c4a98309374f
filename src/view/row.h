/* view/row.h - one bug at one moment: what every fact, condition and filter term is read from.
 * Nothing here asks a clock: the caller makes one `struct moment` a frame (or a command) and all rows of
 * that frame point to it. Both structs only borrow. */
#ifndef VIEW_ROW_H
#define VIEW_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/look.h"
#include "view/marks.h"
#include "view/snapshot.h"

struct moment {
	const struct roster *roster;
	int64_t now_utc;
	int64_t soon_until_utc;    /* the last second that is "soon" (deadlines.md, "In JSON") */
	int64_t next_meeting_utc;  /* UTC_NONE: none is known */
	const struct marks *marks; /* what this user has seen; NULL: no marks, and nothing is new */
};

/* Fills soon_until_utc from the roster's workdays. */
struct moment moment_at(const struct roster *roster, int64_t now_utc, int64_t next_meeting_utc);

struct row {
	const struct entry *entry;
	const struct moment *at;
};

/* `list` and the page show our open bugs unless the filter says otherwise: what a condition or a field that
 * it names says about. */
enum scope { SCOPE_NOTHING, SCOPE_OPEN, SCOPE_OURS };

/* Of two moments the earlier one; UTC_NONE is never. */
int64_t sooner_utc(int64_t a, int64_t b);
/* The moment when it lies after now, else UTC_NONE. */
int64_t row_if_later(const struct row *row, int64_t utc);

/* The countdown's due; UTC_NONE when nothing is owed. */
int64_t row_due_utc(const struct row *row);
bool row_is_ours_open(const struct row *row);
/* A bug is overdue or soon, never both: at `due` itself nothing is overdue. */
bool row_is_overdue(const struct row *row);
bool row_is_soon(const struct row *row);
/* Owes nothing with a due time and waits to be closed: `c` on the page. */
bool row_waits(const struct row *row);
/* Others changed it after this user last saw it. Without marks nothing is new. */
bool row_is_new(const struct row *row);
/* An open bug of somebody else whose title names us: perhaps it was filed on us. */
bool row_is_perhaps_ours(const struct row *row);
/* The summary without the CA's name before the colon; all of it when nothing else is there. */
struct span row_subject(const struct row *row);
/* NULL: there is none, or the key is no member (any more). */
const struct member *row_owner(const struct row *row);
/* The sign that stands before a due time which rests on an inferred team; "" where the team is known. */
const char *row_about(const struct row *row, const struct look *look);
/* Owner and buddy are both away on the UTC day it is due (deadlines.md, detail 8). */
bool row_is_uncovered(const struct row *row);
/* The share of the countdown's time that is left, 0 to 100; -1 when nothing is owed. */
int row_percent_left(const struct row *row);

/* Kinds of obligations, each once, the most urgent first. */
struct kind_list {
	uint8_t n;
	uint8_t at[KINDS]; /* enum obligation_kind */
};
/* Of all open MUST and PROMISE obligations due within 7 days, overdue ones included (cli.md, `kinds`). */
struct kind_list row_kinds(const struct row *row);
/* Of all open MUST and PROMISE obligations, whenever they are due. */
struct kind_list row_open_kinds(const struct row *row);

#endif
