/* view/sentence.h - a row of the page in words, for a screen reader: "overdue 2d 4h, answer, bug 1900412,
 * Delayed revocation…, owner ana". What is absent is not said, and nothing is told by its place. Pure. */
#ifndef VIEW_SENTENCE_H
#define VIEW_SENTENCE_H

#include "view/columns.h"

/* The row's facts in the order of the columns, separated by commas, appended; look->signs is signs_plain.
 * The text that takes all that is left in a table is cut so that the others fit into width_cols, but not
 * below what is needed to know it. */
void sentence_add(const struct row *row, const struct column *columns, size_t n, const struct look *look,
		  size_t width_cols, struct str *out);

#endif
