/* app/complete.h - what may stand at a place in the `:` line: verbs, and behind one what its grammar
 * (app/command.h) takes there, from the tables. Pure. */
#ifndef APP_COMPLETE_H
#define APP_COMPLETE_H

#include <stddef.h>
#include <stdint.h>

#include "app/command.h"
#include "view/completion.h"
#include "view/row.h"
#include "view/snapshot.h"
#include "view/view.h"

struct line_words {
	const struct verb *const *verbs; /* that may be typed here */
	size_t n_verbs;
	const struct view_list *views;
	const struct snapshot *snapshot;
	const struct moment *at;
	const int64_t *bug_ids; /* worth being offered, the likeliest first */
	size_t n_bug_ids;
};

void line_complete(struct completion *completion, const struct line_words *known);

#endif
