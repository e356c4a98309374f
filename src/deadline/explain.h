/* deadline/explain.h - the sentences of `why`: what is owed, because of what, and who says so. Pure. */
#ifndef DEADLINE_EXPLAIN_H
#define DEADLINE_EXPLAIN_H

#include "base/arena.h"
#include "deadline/facts.h"

/* One sentence with the citation, in plain English. Names of people come from the network: they are not yet
 * fit for a terminal. Lives in `home`. */
const char *explain_obligation(const struct facts *facts, const struct obligation *obligation,
			       struct arena *home);

/* What a reader should know of the whiteboard: an unreadable date, a bracket without its partner, bugs that
 * are named but do not count. Returns how many. */
size_t explain_whiteboard(const struct facts *facts, struct arena *home, const char ***remarks);

#endif
