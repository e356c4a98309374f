/* view/look.h - how cells and texts are written: the signs, and relative or absolute times; and what the
 * screen may stress. A state is never told by a hint alone: there is always a letter, a sign or a word. */
#ifndef VIEW_LOOK_H
#define VIEW_LOOK_H

#include <stdbool.h>
#include <stddef.h>

struct signs {
	const char *overdue, *soon; /* before the time in DUE; one column, as the next */
	const char *about;          /* right before a due time that rests on an inferred team */
	const char *uncovered;
	const char *ellipsis;  /* where a text was cut */
	const char *pending;   /* where a value is not worked out yet */
	const char *poster;    /* before the name of who posts the next update */
	const char *changed;   /* by others since this user last looked */
	const char *arrow;     /* from the old to the new value */
	const char *away;      /* after a name */
	const char *nobody;    /* where a name should be */
	const char *closing;   /* in K: waits to be closed */
	const char *done;      /* nothing is left before closing */
	const char *up, *down; /* the column that sorts, ascending and descending */
	const char *selected;  /* before the number of a bug that was selected */
	const char *more;      /* views that did not fit */
	const char *dot;       /* between the alarms */
	const char *rule;      /* one column of a horizontal line */
	const char *fuse[9];   /* a bar's last cell, filled by 0 to 8 eighths */
};

extern const struct signs signs_utf8;
extern const struct signs signs_ascii;
extern const struct signs signs_plain; /* words, for screen readers; nothing that is only to be looked at */

/* What the signs of the page mean, for help: one row a sign, in the order in which a row of the page is read.
 */
struct sign_meaning {
	size_t at; /* in struct signs */
	const char *meaning;
};
extern const struct sign_meaning sign_meanings[];
extern const size_t n_sign_meanings;
const char *sign_text(const struct signs *signs, const struct sign_meaning *row);

struct look {
	const struct signs *signs;
	bool absolute_times; /* local time with weekday instead of the time left (`T`) */
	bool in_utc;         /* absolute ones with their date in UTC */
	bool is_ascii;       /* the terminal knows nothing else, also where the signs are words */
};

/* For what is read elsewhere and later. */
extern const struct look look_document;

/* Words instead of signs, rows that read from left to right, no seconds. */
bool look_is_plain(const struct look *look);

enum hint {
	HINT_PLAIN,
	HINT_DIM,   /* nothing to do here: "-" */
	HINT_ALARM, /* overdue */
	HINT_SOON,
	HINT_WARN,   /* needs a person, but no deadline is near: nobody is owner, uncovered */
	HINT_AWAY,   /* this person is away today */
	HINT_POSTER, /* this person posts the next update */
	HINT_DONE,
	HINTS
};

#endif
