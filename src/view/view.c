#include "view/view.h"

#include <assert.h>

#include "base/utc.h"

#define OURS_COLUMNS \
	"due kinds id summary owner buddy asked tasks when next_update updated fuse label status ticket"
#define OURS_SORT "due,waits"

const struct view views[] = {
	{.name = "ours",
	 .title = "Ours",
	 .help = "our open bugs",
	 .filter = "",
	 .sort = OURS_SORT,
	 .columns = OURS_COLUMNS},
	{.name = "mine",
	 .title = "Mine",
	 .help = "I am owner, buddy or poster",
	 .is_mine = true,
	 .filter = "owner:me | buddy:me | poster:me",
	 .sort = OURS_SORT,
	 .columns = OURS_COLUMNS},
	{.name = "due",
	 .title = "Due",
	 .help = "overdue, soon, or due before the next meeting",
	 .filter = "is:overdue | is:soon | due:<meeting",
	 .sort = OURS_SORT,
	 .columns = OURS_COLUMNS},
	{.name = "asked",
	 .title = "Asked",
	 .help = "questions that wait for an answer",
	 .filter = "asked:>0",
	 .sort = OURS_SORT,
	 .columns = OURS_COLUMNS},
	{.name = "watch",
	 .title = "Watch",
	 .help = "others' open bugs: perhaps ours first, then newest activity",
	 .is_others = true,
	 .filter = "",
	 .sort = "-maybe_ours,-changed",
	 .columns = "changed id ca subject status label"},
};

const size_t n_views = sizeof views / sizeof *views;

static void unknown_view(const struct view_list *list, struct span name, struct error *err)
{
	struct str known = {0};
	for (size_t i = 0; i < list->n; i++)
		str_addf(&known, "%s%s", i ? ", " : "", list->at[i].name);
	error_set(err, FAULT_USAGE, "there is no view `%.*s`; there are %s", (int)name.len, name.at,
		  str_text(&known));
	str_free(&known);
}

const struct view *view_find(const struct view_list *list, struct span name, struct error *err)
{
	for (size_t i = 0; i < list->n; i++)
		if (span_equals_nocase(name, list->at[i].name))
			return &list->at[i];
	unknown_view(list, name, err);
	return NULL;
}

/* --- selecting --- */

/* What a row must pass. */
struct sieve {
	bool any_resolution, anybodys; /* the filter says which */
	bool is_others;
	const struct filter *view_filter, *filter;
};

/* The view's text is a row of the table, or was tried when the configuration was read (view.h): any member
 * key is good. */
static const struct filter *own_filter(const struct view *view, struct arena *home)
{
	struct error err;
	const struct filter *filter = filter_parse(view->filter, NULL, home, NULL, &err);
	assert(filter);
	return filter;
}

static struct sieve sieve_make(const struct view *view, const struct filter *filter, struct arena *home)
{
	const struct filter *own = own_filter(view, home);
	return (struct sieve){
		.any_resolution = filter_says(filter, SCOPE_OPEN) || filter_says(own, SCOPE_OPEN),
		.anybodys = filter_says(filter, SCOPE_OURS) || filter_says(own, SCOPE_OURS),
		.is_others = view->is_others,
		.view_filter = own,
		.filter = filter,
	};
}

enum reach view_reach(const struct view_query *query)
{
	struct arena *home = arena_new();
	struct sieve sieve = sieve_make(query->view, query->filter, home);
	bool is_ours = !sieve.anybodys && !sieve.is_others;
	arena_free(home);
	return sieve.any_resolution ? REACH_ALL : is_ours ? REACH_OURS : REACH_OPEN;
}

static bool is_in_scope(const struct sieve *sieve, const struct row *row)
{
	const struct entry *entry = row->entry;
	if (!sieve->any_resolution && !entry->is_open)
		return false;
	return sieve->anybodys || entry->assessment->is_ours != sieve->is_others;
}

/* Both speak of a row that is in scope. */
static bool passes(const struct sieve *sieve, const struct row *row)
{
	return filter_matches(sieve->view_filter, row) && filter_matches(sieve->filter, row);
}

static int64_t next_change(const struct sieve *sieve, const struct row *row)
{
	return sooner_utc(filter_next_change(sieve->view_filter, row),
			  filter_next_change(sieve->filter, row));
}

static void sort_selection(const struct view_query *query, const struct moment *at,
			   struct selection *selection)
{
	struct sort own = {0};
	struct error err;
	bool is_sort = query->sort || sort_parse(query->view->sort, &own, &err);
	assert(is_sort);
	(void)is_sort;
	sort_entries(query->sort ? query->sort : &own, at, selection->entries, selection->n);
}

void view_select(const struct snapshot *snapshot, const struct view_query *query, const struct moment *at,
		 struct arena *home, struct selection *selection)
{
	struct sieve sieve = sieve_make(query->view, query->filter, home);
	selection->entries = arena_array(home, snapshot->n, sizeof *selection->entries);
	selection->n = 0;
	selection->next_change_utc = UTC_NONE;
	for (size_t i = 0; i < snapshot->n; i++) {
		struct row row = {.entry = snapshot->entries[i], .at = at};
		if (!is_in_scope(&sieve, &row))
			continue;
		selection->next_change_utc =
			sooner_utc(selection->next_change_utc, next_change(&sieve, &row));
		if (passes(&sieve, &row))
			selection->entries[selection->n++] = row.entry;
	}
	sort_selection(query, at, selection);
}

size_t view_count(const struct snapshot *snapshot, const struct view *view, const struct moment *at)
{
	struct arena *home = arena_new();
	struct sieve sieve = sieve_make(view, NULL, home);
	size_t n = 0;
	for (size_t i = 0; i < snapshot->n; i++) {
		struct row row = {.entry = snapshot->entries[i], .at = at};
		n += is_in_scope(&sieve, &row) && passes(&sieve, &row);
	}
	arena_free(home);
	return n;
}

/* --- line 2 --- */

static unsigned count(const struct snapshot *snapshot, const struct condition *condition,
		      const struct moment *at)
{
	unsigned n = 0;
	for (size_t i = 0; i < snapshot->n; i++) {
		struct row row = {.entry = snapshot->entries[i], .at = at};
		n += (condition->is_of_others || row_is_ours_open(&row)) && condition->holds(&row);
	}
	return n;
}

size_t view_alarms(const struct snapshot *snapshot, const struct moment *at, struct alarm alarms[ALARMS_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < n_conditions; i++) {
		struct alarm alarm = {.condition = &conditions[i]};
		alarm.n = alarm.condition->alarm ? count(snapshot, alarm.condition, at) : 0;
		if (alarm.n == 0)
			continue;
		size_t place = n++;
		assert(n <= ALARMS_MAX);
		for (; place && alarms[place - 1].condition->alarm_place > alarm.condition->alarm_place;
		     place--)
			alarms[place] = alarms[place - 1];
		alarms[place] = alarm;
	}
	return n;
}
