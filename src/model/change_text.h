/* model/change_text.h - what the two texts of a change hold: flags, or the items of a list. History joins
 * them by commas, and by blanks where one person saved several times within a second (bugzilla.md, "Comments
 * and history"). Pure; everything points into the text. */
#ifndef MODEL_CHANGE_TEXT_H
#define MODEL_CHANGE_TEXT_H

#include <stdbool.h>

#include "base/str.h"

/* needinfo?(ana@ca.example) */
struct flag_text {
	struct span name;
	char status;
	struct span requestee; /* empty: anybody may answer */
};

/* Takes the next item off the front of *rest; false when none is left. Text that is no flag is passed over by
 * the second. */
bool change_text_next(struct span *rest, struct span *item);
bool change_text_next_flag(struct span *rest, struct flag_text *flag);

#endif
