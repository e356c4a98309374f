/* view/format_text.h - what the texts for people share. Part of view/format.h. */
#ifndef VIEW_FORMAT_TEXT_H
#define VIEW_FORMAT_TEXT_H

#include "base/str.h"
#include "model/bug.h"
#include "view/look.h"
#include "view/row.h"

/* "1900501  Example Trust: Wrong policy OID", and a blank line. */
void format_add_heading(struct str *out, const struct bug *bug);
/* "   since      ": a label and the blanks up to the column of its value. */
void format_add_label(struct str *out, const char *label);
/* " 1d 02h": what is left of the countdown, which there must be, in a column of its own. */
void format_add_left(struct str *out, const struct row *row, const struct look *look);
/* One line of text from outside, safe for a terminal. NULL is nothing. */
void format_add_printable(struct str *out, const char *text);

/* Appends the i-th fact of a bug, which is to be left out when it is empty, and returns its label; NULL
 * behind the last. */
const char *format_fact(size_t i, const struct row *row, struct str *out);
/* What is still owed to a comment; NULL when nothing is. */
const char *format_debt(const struct assessment *assessment, const struct comment *comment);
extern const char format_names_hidden[];

/* The blocks of `why`, and what a reader should know besides. */
void format_add_obligations(const struct row *row, const struct conversation *conversation,
			    const struct look *look, struct str *out);

#endif
