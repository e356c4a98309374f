#include "model/census.h"

#include <stdlib.h>
#include <string.h>

#include "model/ca_name.h"
#include "model/infer.h"

void census_add(struct census *census, const struct bug *bug)
{
	struct bug *kept;

	census->bugs = arena_push(census->home, census->bugs, &census->n, &census->cap, sizeof *census->bugs);
	kept = &census->bugs[census->n - 1];
	kept->id = bug->id;
	kept->summary = arena_strdup(census->home, bug->summary);
	kept->resolution = arena_strdup(census->home, bug->resolution);
	kept->assignee = arena_strdup(census->home, bug->assignee);
	kept->assignee_name = arena_strdup(census->home, bug->assignee_name);
}

/* --- names --- */

/* One way to write a name. */
struct spelling {
	struct span text;
	size_t n_bugs, n_open;
};

struct spellings {
	struct spelling *at;
	size_t n, cap;
};

static void add_spelling(struct spellings *all, struct arena *home, struct span text, bool is_open)
{
	size_t i = 0;

	while (i < all->n &&
	       (all->at[i].text.len != text.len || memcmp(all->at[i].text.at, text.at, text.len) != 0))
		i++;
	if (i == all->n) {
		all->at = arena_push(home, all->at, &all->n, &all->cap, sizeof *all->at);
		all->at[i].text = text;
	}
	all->at[i].n_bugs++;
	all->at[i].n_open += is_open;
}

/* The most frequent one first; of several the order does not depend on that of the bugs. */
static int by_frequency(const void *a, const void *b)
{
	const struct spelling *left = a, *right = b;
	size_t len = left->text.len < right->text.len ? left->text.len : right->text.len;
	int order = memcmp(left->text.at, right->text.at, len);

	if (left->n_bugs != right->n_bugs)
		return left->n_bugs < right->n_bugs ? 1 : -1;
	return order ? order : (left->text.len > right->text.len) - (left->text.len < right->text.len);
}

static int by_bugs(const void *a, const void *b)
{
	const struct census_name *left = a, *right = b;

	if (left->n_bugs != right->n_bugs)
		return left->n_bugs < right->n_bugs ? 1 : -1;
	return strcmp(left->name, right->name);
}

static struct census_name *name_of(struct census_name *names, size_t n, struct span text)
{
	for (size_t i = 0; i < n; i++)
		if (ca_name_equals(span_of(names[i].name), text))
			return &names[i];
	return NULL;
}

static void find_spellings(const struct census *census, struct arena *home, struct spellings *all)
{
	for (size_t i = 0; i < census->n; i++) {
		struct span rest = bug_ca(&census->bugs[i]), part;

		while (span_next_part(&rest, '/', &part))
			if (part.len > 0)
				add_spelling(all, home, part, bug_is_open(&census->bugs[i]));
	}
	if (all->n > 0)
		qsort(all->at, all->n, sizeof *all->at, by_frequency);
}

struct census_name *census_names(const struct census *census, size_t *n)
{
	struct arena *scratch = arena_new();
	struct spellings spellings = {0};
	struct census_name *names;

	find_spellings(census, scratch, &spellings);
	names = arena_array(census->home, spellings.n, sizeof *names);
	*n = 0;
	for (size_t i = 0; i < spellings.n; i++) {
		const struct spelling *spelling = &spellings.at[i];
		struct census_name *name = name_of(names, *n, spelling->text);

		if (!name) { /* its most frequent spelling */
			name = &names[(*n)++];
			name->name = span_dup(census->home, spelling->text);
		}
		name->n_bugs += spelling->n_bugs;
		name->n_open += spelling->n_open;
	}
	if (*n > 0)
		qsort(names, *n, sizeof *names, by_bugs);
	arena_free(scratch);
	return names;
}

/* --- people --- */

static bool is_somebody(const char *login)
{
	return login && *login && !span_equals_nocase(login_name(span_of(login)), "nobody");
}

static struct census_person *person_of(struct census_person *people, size_t n, const char *login)
{
	for (size_t i = 0; i < n; i++)
		if (str_equals_nocase(people[i].login, login))
			return &people[i];
	return NULL;
}

static int by_ours(const void *a, const void *b)
{
	const struct census_person *left = a, *right = b;

	if (left->n_ours_open != right->n_ours_open)
		return left->n_ours_open < right->n_ours_open ? 1 : -1;
	if (left->n_ours != right->n_ours)
		return left->n_ours < right->n_ours ? 1 : -1;
	return strcmp(left->login, right->login);
}

static void add_ours(const struct census *census, const struct bug *bug, struct census_person **people,
		     size_t *n, size_t *cap)
{
	struct census_person *person = person_of(*people, *n, bug->assignee);

	if (!person) {
		*people = arena_push(census->home, *people, n, cap, sizeof **people);
		person = &(*people)[*n - 1];
		person->login = bug->assignee;
		person->name = "";
	}
	if (bug->assignee_name && *bug->assignee_name)
		person->name = bug->assignee_name;
	person->n_ours++;
	person->n_ours_open += bug_is_open(bug);
}

static void count_others(const struct census *census, const struct roster *roster,
			 struct census_person *people, size_t n)
{
	for (size_t i = 0; i < census->n; i++) {
		const struct bug *bug = &census->bugs[i];
		struct census_person *person = bug->assignee ? person_of(people, n, bug->assignee) : NULL;

		if (person && !roster_is_ours(roster, bug))
			person->n_others++;
	}
}

static void mark_inferred(const struct census *census, const struct roster *roster,
			  struct census_person *people, size_t n)
{
	struct title *titles = arena_array(census->home, census->n, sizeof *titles);
	const struct roster *team;
	size_t n_titles = 0;

	for (size_t i = 0; i < census->n; i++)
		if (census->bugs[i].assignee)
			titles[n_titles++] = (struct title){
				.summary = census->bugs[i].summary,
				.assignee = census->bugs[i].assignee,
				.assignee_name = "",
			};
	team = infer_team(roster, titles, n_titles);
	for (size_t i = 0; i < n; i++)
		people[i].is_inferred = roster_member_by_login(team, people[i].login) != NULL;
	roster_unref(team);
}

struct census_person *census_people(const struct census *census, const struct roster *roster, size_t *n)
{
	struct census_person *people = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < census->n; i++)
		if (is_somebody(census->bugs[i].assignee) && roster_is_ours(roster, &census->bugs[i]))
			add_ours(census, &census->bugs[i], &people, n, &cap);
	count_others(census, roster, people, *n);
	mark_inferred(census, roster, people, *n);
	if (*n > 0)
		qsort(people, *n, sizeof *people, by_ours);
	return people;
}

bool census_domain_is_others(const struct census *census, const struct roster *roster, const char *domain)
{
	for (size_t i = 0; i < census->n; i++) {
		const struct bug *bug = &census->bugs[i];
		const char *at = bug->assignee ? strrchr(bug->assignee, '@') : NULL;

		if (at && str_equals_nocase(at + 1, domain) && !roster_is_ours(roster, bug))
			return true;
	}
	return false;
}

struct census_count census_count(const struct census *census, const struct roster *roster)
{
	struct census_count count = {0};

	for (size_t i = 0; i < census->n; i++)
		if (roster_is_ours(roster, &census->bugs[i])) {
			count.n_bugs++;
			count.n_open += bug_is_open(&census->bugs[i]);
		}
	return count;
}
