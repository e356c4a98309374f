/* model/infer.h - who answers for a CA whose team nobody has written down: whoever is assigned its bugs, but
 * never `nobody@...`, a bot, or somebody who is assigned bugs of other CAs (a root store's steward). Whose a
 * bug is, its title alone says. Pure. */
#ifndef MODEL_INFER_H
#define MODEL_INFER_H

#include <stddef.h>

#include "model/team.h"

/* What of a bug the team is inferred from. */
struct title {
	const char *summary, *assignee;
	const char *assignee_name; /* or "" */
};

/* The CA's roster with the members that the titles let one infer, by key: the part of their login before the
 * @. Of `ca` the bots and workdays are taken and borrowed, and is_inferred is set; its names too, spelled as
 * most titles have them. Of one account written in several ways the first counts. Counted, with one
 * reference; all else is copied into its own arena. */
const struct roster *infer_team(const struct roster *ca, const struct title *titles, size_t n);

#endif
