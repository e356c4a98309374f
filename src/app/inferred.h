/* app/inferred.h - the team of a run with --ca: what the local copy lets one infer (model/infer.h). */
#ifndef APP_INFERRED_H
#define APP_INFERRED_H

#include <stdbool.h>

#include "base/error.h"
#include "model/team.h"

struct cache;

/* The team as of what is in the cache now: a reference of the caller's. `ca` is the configuration's roster,
 * whose names it borrows. */
bool inferred_team(struct cache *cache, const struct roster *ca, const struct roster **team,
		   struct error *err);

/* FAULT_USAGE, naming the nearest there are, when no title in the cache begins with one of the CA's names:
 * nothing is owed then, and that would be no all-clear. */
bool inferred_check(struct cache *cache, const struct roster *ca, struct error *err);

#endif
