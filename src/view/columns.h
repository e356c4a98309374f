/* view/columns.h - which columns a page or table has, and how wide each is in the room there is: columns
 * give way by priority, nothing wraps or overlaps (screens.md). */
#ifndef VIEW_COLUMNS_H
#define VIEW_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/str.h"
#include "view/completion.h"
#include "view/field.h"

#define COLUMNS_MAX 40 /* more than there are fields: a test looks */

struct columns {
	const struct field *fields[COLUMNS_MAX]; /* from left to right */
	size_t n;
	bool are_about;  /* due times rest on an inferred team, and say so by a sign */
	bool are_chosen; /* by the user: also those for wide terminals come before the summary has its room */
};

/* Field keys separated by blanks or commas. FAULT_USAGE: an unknown key (the known ones are listed), one
 * that is no column, one named twice, none at all. */
bool columns_parse(const char *text, struct columns *columns, struct error *err);

/* The same for a file, which has room for every field, whether it is a column of the page or not. */
bool columns_parse_fields(const char *text, struct columns *columns, struct error *err);
/* All members of JSON. */
void columns_members(struct columns *columns);
/* The text that columns_parse reads back. */
void columns_print(const struct columns *columns, struct str *out);
/* What may stand at the cursor of such a text. */
void columns_complete(struct completion *completion);

struct column {
	const struct field *field;
	size_t x_cols, width_cols; /* one blank column stands between two */
};

/* What fits into width_cols, from left to right. Returns how many; never 0 when columns->n is not. */
size_t columns_fit(const struct columns *columns, const struct look *look, size_t width_cols,
		   struct column fitted[COLUMNS_MAX]);

#endif
