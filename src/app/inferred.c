#include "app/inferred.h"

#include <string.h>

#include "app/nearest.h"
#include "model/ca_name.h"
#include "store/cache.h"

#define NEAREST_MOST 3

bool inferred_team(struct cache *cache, const struct roster *ca, const struct roster **team,
		   struct error *err)
{
	struct arena *scratch = arena_new();
	struct title *titles;
	size_t n;
	bool ok = cache_titles(cache, scratch, &titles, &n, err);

	*team = ok ? infer_team(ca, titles, n) : NULL;
	arena_free(scratch);
	return ok;
}

/* --- a name that nobody has --- */

/* The names that may be meant, each once. */
struct meant {
	struct arena *scratch;
	const char *at[NEAREST_MOST];
	size_t n;
};

static void add(struct meant *meant, const char *name)
{
	for (size_t i = 0; i < meant->n; i++)
		if (ca_name_equals(span_of(meant->at[i]), span_of(name)))
			return;
	if (meant->n < NEAREST_MOST)
		meant->at[meant->n++] = name;
}

static const char *in_small(struct arena *scratch, const char *text)
{
	char *small = arena_strdup(scratch, text);

	for (char *c = small; *c; c++)
		*c = ascii_lower(*c);
	return small;
}

/* Nearly the same letters, or one holds the words of the other. */
static bool is_near(struct arena *scratch, const char *typed, const char *name)
{
	struct nearest nearest = nearest_to(in_small(scratch, typed));

	nearest_try(&nearest, in_small(scratch, name));
	return nearest.word || ca_name_is_in(span_of(name), typed) || ca_name_is_in(span_of(typed), name);
}

static void look_at(struct meant *meant, const struct roster *ca, const struct title *title)
{
	struct span rest = bug_ca(&(struct bug){.summary = title->summary}), part;

	while (span_next_part(&rest, '/', &part)) {
		const char *name = span_dup(meant->scratch, part);

		for (size_t i = 0; *name && i < ca->n_ca_names; i++)
			if (is_near(meant->scratch, ca->ca_names[i], name))
				add(meant, name);
	}
}

static const char *joined(struct arena *scratch, const char *const *names, size_t n, const char *quote)
{
	const char *all = "";

	for (size_t i = 0; i < n; i++)
		all = arena_printf(scratch, "%s%s%s%s%s", all, i ? " or " : "", quote, names[i], quote);
	return all;
}

static bool unknown(const struct roster *ca, const struct meant *meant, struct error *err)
{
	const char *typed = joined(meant->scratch, (const char *const *)ca->ca_names, ca->n_ca_names, "`");

	if (meant->n == 0)
		return error_set(err, FAULT_USAGE,
				 "--ca: no bug is of %s; name the CA as its bugs do, before the colon",
				 typed);
	return error_set(err, FAULT_USAGE, "--ca: no bug is of %s; did you mean %s?", typed,
			 joined(meant->scratch, meant->at, meant->n, "`"));
}

bool inferred_check(struct cache *cache, const struct roster *ca, struct error *err)
{
	struct meant meant = {.scratch = arena_new()};
	struct title *titles;
	size_t n;
	bool is_known = false, ok = cache_titles(cache, meant.scratch, &titles, &n, err);

	for (size_t i = 0; ok && !is_known && i < n; i++)
		is_known = roster_is_ours(ca, &(struct bug){.summary = titles[i].summary});
	for (size_t i = 0; ok && !is_known && i < n; i++)
		look_at(&meant, ca, &titles[i]);
	ok = ok && (is_known || unknown(ca, &meant, err));
	arena_free(meant.scratch);
	return ok;
}
