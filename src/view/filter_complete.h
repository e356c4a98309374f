/* view/filter_complete.h - what may stand at a place in a filter (view/filter.h): terms, and behind a colon
 * the values of that field; all from the tables, and texts that occur in the data. Pure. */
#ifndef VIEW_FILTER_COMPLETE_H
#define VIEW_FILTER_COMPLETE_H

#include <stddef.h>

#include "view/completion.h"
#include "view/row.h"
#include "view/snapshot.h"

/* The filter begins at byte `begin` of completion->line. */
void filter_complete(struct completion *completion, size_t begin, const struct snapshot *snapshot,
		     const struct moment *at);

#endif
