/* model/census.h - what the titles of a component's bugs tell of those who write them: which CAs there are,
 * by the names before the colon, and who is assigned the bugs of one. The names are hostile text. Pure. */
#ifndef MODEL_CENSUS_H
#define MODEL_CENSUS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/bug.h"
#include "model/team.h"

struct census {
	struct arena *home; /* of everything here; the caller's */
	struct bug *bugs;   /* id, summary, resolution and assignee alone */
	size_t n, cap;
};

/* Counts the bug in; what is kept of it is copied. */
void census_add(struct census *census, const struct bug *bug);

struct census_name {
	const char *name; /* as it is written most often */
	size_t n_bugs, n_open;
};

/* The names before the colons, those between slashes one by one, the most frequent first; in the census's
 * home. Names that differ in case and white space alone are one. */
struct census_name *census_names(const struct census *census, size_t *n);

struct census_person {
	const char *login, *name; /* name "" when it is not known */
	size_t n_ours, n_ours_open;
	size_t n_others;  /* bugs of other CAs that this person is assigned */
	bool is_inferred; /* likely of the team (model/infer.h) */
};

/* Whoever is assigned a bug that the roster calls ours, those with most open ones first; nobody@… is nobody.
 * In the census's home. */
struct census_person *census_people(const struct census *census, const struct roster *roster, size_t *n);

/* Whether somebody with an account of this mail domain is assigned a bug that is not ours. */
bool census_domain_is_others(const struct census *census, const struct roster *roster, const char *domain);

struct census_count {
	size_t n_bugs, n_open;
};
struct census_count census_count(const struct census *census, const struct roster *roster);

#endif
