/* model/past.h - a bug as it was: its history undone down to a moment. What history does not tell stays as it
 * is now: values that were given when the bug was filed, and everything of a bug without history. Pure. */
#ifndef MODEL_PAST_H
#define MODEL_PAST_H

#include <stdint.h>

#include "base/arena.h"
#include "model/bug.h"

struct past {
	struct bug bug;
	struct conversation conversation; /* what had been said and done by then */
};

/* At the end of that second. NULL: it was not filed yet. Strings are the bug's own or live in `home`. A flag
 * that is gone now has an id below 0; who set it and when is what history says, else the filing. */
const struct past *past_of(const struct bug *bug, const struct conversation *conversation, int64_t at_utc,
			   struct arena *home);

/* The comments that had been written by the end of that second. */
struct comment *past_comments(const struct comment *comments, size_t n_comments, int64_t at_utc,
			      struct arena *home, size_t *n);

#endif
