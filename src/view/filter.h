/* view/filter.h - the filter language (screens.md, "Filter language"), from text to predicate.
 *
 *   filter = any ; any = all { "|" all } ; all = not { not } ; not = { "-" | "!" } term
 *   term   = "(" any ")" | KEY ":" values | WORD          values = value { "," value }, any of them
 *
 * A KEY is `is` or a field's (view/field.h); what a value may be follows from the field's type: a member
 * key, `me` or `none`; a number, `>0`, `1..3`; a duration or date, `<48h`, `>2026-12-01`, `1d..3d`, `none`,
 * `<meeting`; the word or letter of a kind; part of a text. "Quotes" keep blanks, signs and colons.
 * A WORD matches summary, id and labels. The empty filter matches everything.
 *
 * `list` and the page show open bugs, and ours, unless the filter says otherwise: that is, unless it names
 * anywhere a condition or field of that scope (is:open, is:closed, status:; is:ours, ca:).
 *
 * A filter is immutable and lives in the arena it was parsed into; any thread may match with it. */
#ifndef VIEW_FILTER_H
#define VIEW_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "view/row.h"

struct filter;

/* NULL and FAULT_USAGE on a mistake: *at_byte (may be NULL) is where it stands in the text, for a caret,
 * and the error names what is known. `roster` checks member keys; NULL accepts any. `text` is copied. */
const struct filter *filter_parse(const char *text, const struct roster *roster, struct arena *home,
				  size_t *at_byte, struct error *err);

/* The same where there is no line for a caret: the error says in words where the mistake stands. */
const struct filter *filter_read(const char *text, const struct roster *roster, struct arena *home,
				 struct error *err);

/* A NULL filter matches everything. */
bool filter_matches(const struct filter *filter, const struct row *row);
/* The next moment after now at which the clock alone may change the answer; UTC_NONE: never. */
int64_t filter_next_change(const struct filter *filter, const struct row *row);

/* Whether the filter names something of that scope; never true of a NULL filter. */
bool filter_says(const struct filter *filter, enum scope scope);

#endif
