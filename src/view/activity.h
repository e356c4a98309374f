/* view/activity.h - who was at work on a bug: what a row must know of its conversation beside the deadlines.
 * Worked out once, when a bug is read, so that no comment is kept for it. Pure. */
#ifndef VIEW_ACTIVITY_H
#define VIEW_ACTIVITY_H

#include <stdint.h>

#include "base/arena.h"
#include "model/bug.h"
#include "model/team.h"

struct activity {
	/* The newest comment or change by anybody but the person who uses this program. Private and empty
	 * comments are changes too: who is shown them wants to know of them. UTC_NONE: there is none. */
	int64_t others_changed_utc;
	const char *unlisted; /* an author of our domains whom the roster does not know; NULL: none */
};

/* The strings live in `home`. */
struct activity activity_of(const struct roster *roster, const struct conversation *conversation,
			    struct arena *home);

#endif
