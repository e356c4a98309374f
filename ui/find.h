/* ui/find.h - looking for a text: where it stands, and which of these places comes next. A place is a row of
 * a list or a byte of a text; whoever is searched (ui/screen.h, `find`) collects them in ascending order.
 * Case counts only when a capital is typed. Pure, but needs setlocale(LC_CTYPE). */
#ifndef UI_FIND_H
#define UI_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum find_step {
	FIND_BEGIN,    /* somebody begins to type: remember where we are */
	FIND_TYPED,    /* from there, there included */
	FIND_NEXT,     /* from where we are */
	FIND_PREVIOUS, /* the same, backwards */
	FIND_LEAVE,    /* back to where it began, looking for what was looked for then */
};

#define FIND_NOTHING SIZE_MAX

struct find {
	char *text;     /* NULL: nothing is looked for */
	char *before;   /* what was when it began */
	size_t *places; /* ascending */
	size_t n, cap;
	size_t at; /* the index of the place that was found last; FIND_NOTHING, or beyond n: none was */
};

/* What came of a step. */
struct found {
	const char *what; /* "row", "line": what was searched */
	size_t at, of;    /* the third of twelve; of 0: it stands nowhere */
	bool is_wrapped;  /* went on at the other end */
};

void find_free(struct find *find); /* looks for nothing */
/* Takes part of each step first: what is looked for, and no places yet. */
void find_begin(struct find *find, enum find_step step, const char *text);
void find_add(struct find *find, size_t place);
/* Goes to the first place from `from` on, as the step says, round the end if need be; false when there is
 * none. */
bool find_go(struct find *find, enum find_step step, size_t from, struct found *found);

/* The first match in `text` from byte `from` on; false: there is none, nor is one of an empty needle. */
bool find_match(const char *needle, struct span text, size_t from, struct span *match);

#endif
