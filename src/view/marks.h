/* view/marks.h - what this user has seen of each bug: the server's moment up to which he has read it, and a
 * baseline for the bugs that he never opened, so that a first look does not show everything as new.
 * Pure; not for two threads at once. The list lives in the arena that is given where it grows. */
#ifndef VIEW_MARKS_H
#define VIEW_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct mark {
	int64_t bug_id;
	int64_t seen_utc; /* everything up to this second was seen; UTC_NONE: there is no mark */
};

struct marks {
	int64_t baseline_utc; /* for bugs without a mark; UTC_NONE: nobody has looked yet, nothing is new */
	struct mark *at;      /* by bug id, each once, each with a moment */
	size_t n, cap;
};

#define MARKS_NONE ((struct marks){.baseline_utc = UTC_NONE})

/* The bug's own mark; UTC_NONE when it has none. */
int64_t marks_get(const struct marks *marks, int64_t bug_id);
/* Up to when the bug was seen: its mark, else the baseline. UTC_NONE: nothing is told apart as new. */
int64_t marks_seen(const struct marks *marks, int64_t bug_id); /* NULL: no marks at all */
/* Sets or replaces the bug's mark; one of UTC_NONE takes it away. */
void marks_put(struct marks *marks, struct mark mark, struct arena *home);

#endif
