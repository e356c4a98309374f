/* deadline/assess.h - what is owed on a bug, and when: the heart (deadlines.md).
 * A pure function of its input. It takes no clock: the same input gives the same answer today and next
 * year, so the answer may be stored; "how long until" is a subtraction where it is printed. The order of
 * comments, flags and changes in the input does not matter. */
#ifndef DEADLINE_ASSESS_H
#define DEADLINE_ASSESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "deadline/rules.h"
#include "model/bug.h"
#include "model/team.h"

enum obligation_state { STATE_OPEN, STATE_ACKNOWLEDGED, STATE_SUSPENDED, STATE_DISMISSED };
const char *state_word(enum obligation_state state);

enum cause_type { CAUSE_NONE, CAUSE_COMMENT, CAUSE_FLAG, CAUSE_WHITEBOARD };
struct cause {
	enum cause_type type;
	int64_t number;   /* of the comment, or id of the flag */
	int64_t date_utc; /* CAUSE_WHITEBOARD: 00:00:00 of the date read */
};

/* A member said "no answer needed" to one rule and one cause, with a reason (deadlines.md, Dismissed). */
struct dismissal {
	enum obligation_kind kind;
	struct cause cause;
	int64_t at_utc;
	const char *who;    /* member key */
	const char *reason; /* as it was typed */
};

struct obligation {
	enum obligation_kind kind;
	enum level level;
	enum obligation_state state;
	int64_t since_utc;
	int64_t due_utc; /* UTC_NONE in every state but open, and for closure-needinfo */
	const struct rule *rule;
	struct cause cause;
	bool asks;                         /* respond: the comment asks; needinfo: always */
	const struct dismissal *dismissal; /* NULL: none; also set where it only puts off */
	const char *text;                  /* one sentence: why this is owed, with the citation */
};

/* A bug that this one's whiteboard names in "Updates in Bug N". */
struct reference {
	int64_t bug_id;
	const struct comment *comments;
	size_t n_comments;
};

struct deadline_input {
	const struct roster *roster;
	const struct bug *bug;
	const struct conversation *conversation;
	const struct reference *references; /* those that are known, of deadline_references */
	size_t n_references;
	const struct dismissal *dismissals;
	size_t n_dismissals;
	int64_t aware_utc; /* UTC_NONE: not recorded */
};

enum next_update_state {
	NEXT_UPDATE_NONE,
	NEXT_UPDATE_LIVE,
	NEXT_UPDATE_USED_UP,
	NEXT_UPDATE_SELF_SET,  /* the history shows a team account to have written it: counts for nothing */
	NEXT_UPDATE_UNREADABLE /* "next update" with an impossible date or none */
};

struct assessment {
	bool is_ours;                   /* others' bugs have labels and dates, but owe nothing */
	bool names_hidden;              /* the countdown needs an API key to be trusted */
	struct obligation *obligations; /* by due (none last), level, kind, then cause */
	size_t n_obligations;
	const struct obligation
		*countdown; /* the earliest due among open MUST and PROMISE; NULL: nothing owed */

	unsigned asked;          /* open respond whose comment asks, plus open needinfo */
	unsigned acknowledged;   /* obligations in that state */
	int64_t asked_since_utc; /* of the oldest counted in asked; UTC_NONE */
	int64_t last_update_utc; /* newest update on this bug; UTC_NONE */

	int64_t next_update_utc; /* 00:00:00 of the date in the whiteboard, used up or not; UTC_NONE */
	enum next_update_state next_update_state;
	const char *next_update_by; /* who wrote it, as the history says; NULL: not known */
	int64_t close_on_utc;       /* announced closing day; UTC_NONE */
	const char **labels;        /* as typed, without the brackets */
	size_t n_labels;

	bool is_closing;             /* a closure summary stands */
	bool closing_lacks_needinfo; /* and the needinfo to the CCADB address is missing */
	int64_t closing_since_utc;   /* the newest closure summary; UTC_NONE */
	int64_t full_report_utc;     /* the newest full report; UTC_NONE */
	const char **remarks; /* what a reader should know: an unreadable date, a bracket without its */
	size_t n_remarks;     /* partner, a bug that is named but not known */
};

/* Everything in the answer lives in `home`; dismissals, roster and bug are borrowed from the input. */
const struct assessment *deadline_assess(const struct deadline_input *input, struct arena *home);

/* The bugs whose comments deadline_assess wants as references: named in the whiteboard, not the bug itself.
 * Returns how many; *ids lives in `home`. */
size_t deadline_references(const struct bug *bug, struct arena *home, const int64_t **ids);

/* Does the text ask: a `?` outside quoted lines, fenced code and links (deadlines.md, Words). */
bool comment_asks(const char *text);

/* Soon: due at or before the end of the second working day (UTC) after today. The last such second. */
int64_t deadline_soon_until(const struct roster *roster, int64_t now_utc);

#endif
