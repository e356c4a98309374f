/* view/field.h - the table of facts of a row. One row of it is a column of the screen, a sort key, a filter
 * term and a member of JSON at once; help, completion and the man page walk it too. A new fact is one row
 * here and the function it names.
 * Values carry absolute times; "4h 12m", "Thu 26 17:40" and RFC 3339 are printers of the same value.
 * Pure and without state: any thread. Values and spans borrow from the entry. */
#ifndef VIEW_FIELD_H
#define VIEW_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "view/look.h"
#include "view/row.h"
#include "view/value.h"

/* What looking for a text (`/`) does with a field. */
enum searched {
	SEARCHED_NOT,
	SEARCHED,         /* it tells one bug from another */
	SEARCHED_IN_PART, /* it shows a part of one that does: what is found there is marked here too */
};

struct field {
	const char *key;   /* sort, filter and column: `due` */
	const char *title; /* column head: `DUE`; NULL: no column */
	const char *json;  /* member of `list --format json`; NULL: none */
	const char *help;  /* one phrase */
	enum field_type type;
	struct value (*get)(const struct row *row);
	/* What a filter compares, where that is more than the value that is shown. NULL: get. */
	struct value (*get_filter)(const struct row *row);
	/* Appends the cell's text to an empty `out` where its type alone does not tell how; it may use up to
	 * width_cols, or as much as it likes when that is 0. NULL: by type. */
	enum hint (*print)(const struct row *row, const struct look *look, size_t width_cols,
			   struct str *out);
	uint8_t width_min;      /* columns of the sketch in screens.md */
	uint8_t width_absolute; /* columns that absolute times need; 0: no more than width_min */
	uint8_t width_about;    /* with the sign of a time that rests on an inferred team; 0: it has room */
	uint8_t width_full;     /* columns that show most values whole, where there is room */
	uint8_t gives_way;      /* where there is no room, the highest number goes first */
	uint8_t full_before; /* columns that give way before this place come after it is full; 0: none wait */
	bool takes_rest;     /* grows first, gets all room that is left, and can be squeezed */
	bool is_right;       /* aligned to the right */
	bool is_bug;         /* the bug's own number: documents link it, and a selection marks it */
	bool is_assessed;    /* of a pending entry it is not known (view/snapshot.h) */
	const char *spoken;  /* plain: the word before the value; "": it speaks for itself; NULL: the key */
	enum scope scope;    /* what a filter says about by naming it */
	enum searched searched;
};

extern const struct field fields[];
extern const size_t n_fields;

/* What programs call it: its JSON member, or its key where it is none. */
const char *field_name(const struct field *field);

/* By key or JSON member, without regard to case; NULL when there is none. */
const struct field *field_find(struct span name);

/* The text of a cell that has nothing to say. */
#define NOTHING_TEXT "-"

/* Appends the cell: printable, cut with the look's ellipsis and padded to exactly width_cols. Width 0: all
 * of it, unpadded. */
enum hint field_text(const struct field *field, const struct row *row, const struct look *look,
		     size_t width_cols, struct str *out);

#endif
