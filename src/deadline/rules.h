/* deadline/rules.h - the table of rules: what a CA owes, how long it may take, since when that is so, and
 * where it is written (deadlines.md, "Sources" and "Obligations"). The engine, `why`, help and the man page
 * read this table; a changed guideline is a new row. */
#ifndef DEADLINE_RULES_H
#define DEADLINE_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* The documents, in force from 00:00:00 UTC of these days; a boundary second belongs to the newer one. */
#define MOZ_UTC INT64_C(1483228800)    /* 2017-01-01 Mozilla wiki, "CA/Responding To An Incident" */
#define IRG1_UTC INT64_C(1676419200)   /* 2023-02-15 CCADB Incident Reporting Guidelines 1.0 */
#define IRG2_UTC INT64_C(1697500800)   /* 2023-10-17 the same, 2.0 */
#define IRG3_UTC INT64_C(1740787200)   /* 2025-03-01 the same, 3.0 */
#define IRG3_1_UTC INT64_C(1752537600) /* 2025-07-15 the same, 3.1 */
#define IRG3_2_UTC INT64_C(1773964800) /* 2026-03-20 the same, 3.2 (current) */

/* In the order that decides between equal due times (deadlines.md, detail 9). */
enum obligation_kind {
	KIND_INITIAL,
	KIND_FULL_REPORT,
	KIND_RESPOND,
	KIND_NEEDINFO,
	KIND_NEXT_UPDATE,
	KIND_WEEKLY,
	KIND_REVOCATION,
	KIND_ACTION_ITEM,
	KIND_PROMISE,
	KIND_CLOSURE_NEEDINFO,
	KINDS
};

enum level { LEVEL_MUST, LEVEL_PROMISE, LEVEL_SHOULD };

struct kind {
	enum obligation_kind kind;
	const char *word;  /* full-report: JSON, filters, command line */
	char letter;       /* F: screens, filters */
	const char *label; /* "full report": where there is room, in people's words */
	bool recurs;       /* a dismissal only puts it off (deadlines.md, Dismissed) */
	const char *meets; /* what would satisfy it, in one phrase */
};

struct rule {
	const char *id; /* weekly, revocation-3d: the `rule` of JSON */
	enum obligation_kind kind;
	enum level level;
	int64_t duration_s;   /* since + this = due; 0 where the due comes from elsewhere */
	int64_t from_utc;     /* in force from this second until the next row of the same id takes over */
	const char *citation; /* "IRG 3.2": short, with the version */
	const char *demands;  /* one sentence: what the document asks */
};

extern const struct kind kinds[KINDS];
extern const struct rule rules[];
extern const size_t n_rules;

const char *level_word(enum level level); /* MUST, PROMISE, SHOULD */

/* The row of `id` in force at that moment; NULL before the first one. */
const struct rule *rule_find(const char *id, int64_t at_utc);
/* By word or letter, without regard to case; false when it is neither. */
bool kind_find(struct span text, enum obligation_kind *kind);

#endif
