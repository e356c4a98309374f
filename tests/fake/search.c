/* GET /bug: which bugs, in which order, how many. Each oddity is one of bugzilla.md's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utc.h"
#include "tests/fake/parts.h"

/* --- criteria with a name of their own: any of the values given --- */

static bool equals(const struct view *view, const struct stored_bug *bug, const char *field,
		   const char *value)
{
	(void)view;
	return str_equals_nocase(store_text(bug->bug, field), value);
}

static bool contains(const struct view *view, const struct stored_bug *bug, const char *field,
		     const char *value)
{
	(void)view;
	return str_find_nocase(store_text(bug->bug, field), value) != NULL;
}

static bool has_status(const struct view *view, const struct stored_bug *bug, const char *field,
		       const char *value)
{
	if (str_equals(value, "__open__"))
		return store_is_open(bug);
	if (str_equals(value, "__closed__"))
		return !store_is_open(bug);
	return equals(view, bug, field, value);
}

static bool has_resolution(const struct view *view, const struct stored_bug *bug, const char *field,
			   const char *value)
{
	return equals(view, bug, field, str_equals(value, "---") ? "" : value);
}

/* For an anonymous reader the login without its domain will do. */
static bool has_person(const struct view *view, const struct stored_bug *bug, const char *field,
		       const char *value)
{
	struct str buffer = {0};
	const char *login = store_text(bug->bug, field);
	bool ok =
		str_equals_nocase(login, value) || str_equals_nocase(view_login(view, login, &buffer), value);
	str_free(&buffer);
	return ok;
}

/* "1,2,3". */
static bool has_id(const struct view *view, const struct stored_bug *bug, const char *field,
		   const char *value)
{
	struct span rest = span_of(value), part;
	char id[32];
	(void)view;
	(void)field;
	snprintf(id, sizeof id, "%lld", (long long)bug->id);
	while (span_next_part(&rest, ',', &part))
		if (span_equals(part, id))
			return true;
	return false;
}

static const struct criterion {
	const char *param;
	bool (*holds)(const struct view *view, const struct stored_bug *bug, const char *field,
		      const char *value);
} criteria[] = {
	{"id", has_id},
	{"bug_id", has_id},
	{"product", equals},
	{"component", equals},
	{"status", has_status},
	{"resolution", has_resolution},
	{"assigned_to", has_person},
	{"creator", has_person},
	{"whiteboard", contains},
	{"summary", contains},
};

static bool holds(const struct view *view, const struct stored_bug *bug, const struct criterion *criterion)
{
	const struct request *request = view->request;
	bool is_asked = false;
	for (size_t i = 0; i < request->n_params; i++) {
		if (!str_equals(request->params[i].name, criterion->param))
			continue;
		is_asked = true;
		if (criterion->holds(view, bug, criterion->param, request->params[i].value))
			return true;
	}
	return !is_asked;
}

/* --- f1/o1/v1 --- */

#define CHARTS_MAX 16

struct chart {
	long number;
	const char *field, *operator, * value;
	int64_t since_utc; /* of the two that are dates in disguise, which have no field */
	const char *date;
};

struct search {
	struct chart charts[CHARTS_MAX];
	size_t n;
};

static bool compare_number(int64_t actual, const char *operator, const char * value)
{
	int64_t wanted = strtoll(value, NULL, 10);
	if (str_equals(operator, "greaterthan"))
		return actual > wanted;
	if (str_equals(operator, "greaterthaneq"))
		return actual >= wanted;
	if (str_equals(operator, "lessthan"))
		return actual < wanted;
	return actual == wanted;
}

static bool compare_text(const char *actual, const char *operator, const char * value)
{
	if (str_equals(operator, "substring"))
		return str_find_nocase(actual, value) != NULL;
	return str_equals_nocase(actual, value);
}

static bool chart_bug_id(const struct stored_bug *bug, const struct chart *chart)
{
	return compare_number(bug->id, chart->operator, chart->value);
}

static bool chart_assignee(const struct stored_bug *bug, const struct chart *chart)
{
	return compare_text(store_text(bug->bug, "assigned_to"), chart->operator, chart->value);
}

static bool chart_requestee(const struct stored_bug *bug, const struct chart *chart)
{
	const cJSON *flag;
	cJSON_ArrayForEach(flag, cJSON_GetObjectItemCaseSensitive(bug->bug, "flags"))
		if (compare_text(store_text(flag, "requestee"), chart->operator, chart->value))
			return true;
	return false;
}

/* The flag's name and status together: "needinfo?". */
static bool chart_flag(const struct stored_bug *bug, const struct chart *chart)
{
	const cJSON *flag;
	bool found = false;
	cJSON_ArrayForEach(flag, cJSON_GetObjectItemCaseSensitive(bug->bug, "flags")) {
		struct str text = {0};
		str_addf(&text, "%s%s", store_text(flag, "name"), store_text(flag, "status"));
		found = found || compare_text(str_text(&text), chart->operator, chart->value);
		str_free(&text);
	}
	return found;
}

static const struct {
	const char *field;
	bool (*holds)(const struct stored_bug *bug, const struct chart *chart);
} chart_fields[] = {
	{"bug_id", chart_bug_id},
	{"assigned_to", chart_assignee},
	{"requestees.login_name", chart_requestee},
	{"flagtypes.name", chart_flag},
};

static bool chart_is_known(const struct chart *chart)
{
	for (size_t i = 0; i < sizeof chart_fields / sizeof *chart_fields; i++)
		if (str_equals(chart_fields[i].field, chart->field))
			return true;
	return false;
}

static bool chart_holds(const struct stored_bug *bug, const struct chart *chart)
{
	int64_t at_utc;
	if (chart->date) /* at or after, not after */
		return utc_parse(store_text(bug->bug, chart->date), &at_utc) && at_utc >= chart->since_utc;
	for (size_t i = 0; i < sizeof chart_fields / sizeof *chart_fields; i++)
		if (str_equals(chart_fields[i].field, chart->field))
			return chart_fields[i].holds(bug, chart);
	return false;
}

static const char *numbered_param(const struct request *request, char letter, long number)
{
	char name[32];
	snprintf(name, sizeof name, "%c%ld", letter, number);
	const char *value = request_param(request, name);
	return value ? value : "";
}

/* A criterion with the number of another takes its place. */
static void put_chart(struct search *search, const struct chart *chart)
{
	size_t i = 0;
	while (i < search->n && search->charts[i].number != chart->number)
		i++;
	if (i == search->n && search->n < CHARTS_MAX)
		search->n++;
	if (i < CHARTS_MAX)
		search->charts[i] = *chart;
}

static bool read_charts(const struct view *view, struct search *search, struct answer *answer)
{
	const struct request *request = view->request;
	for (size_t i = 0; i < request->n_params; i++) {
		const char *name = request->params[i].name;
		char *end = NULL;
		struct chart chart = {.field = request->params[i].value};
		if (name[0] == 'f')
			chart.number = strtol(name + 1, &end, 10);
		if (!end || end == name + 1 || *end)
			continue;
		chart.operator= numbered_param(request, 'o', chart.number);
		chart.value = numbered_param(request, 'v', chart.number);
		if (!chart_is_known(&chart))
			return answer_error(answer, 400, 108, "Can't use \"%s\" as a field name.",
					    chart.field);
		put_chart(search, &chart);
	}
	return true;
}

/* last_change_time and creation_time become criteria with the next free number, counting how many there are
 * and not looking at their numbers: behind a gap they displace one. */
static bool read_date(const struct view *view, const char *param, struct search *search,
		      struct answer *answer)
{
	const char *text = request_param(view->request, param);
	struct chart chart = {.number = (long)search->n + 1, .date = param};
	if (!text)
		return true;
	if (!read_time(view->fake, text, &chart.since_utc))
		return answer_error(answer, 400, 56, "'%s' is not a legal date.", text);
	put_chart(search, &chart);
	return true;
}

/* --- how many --- */

struct window {
	size_t offset, limit;
};

static bool read_window(const struct view *view, struct window *window, struct answer *answer)
{
	const char *limit = request_param(view->request, "limit");
	const char *offset = request_param(view->request, "offset");
	size_t cap = (size_t)view->fake->site.search_cap;
	if (offset && !limit)
		return answer_error(
			answer, 400, 50,
			"The function Bug.search() requires a limit argument, and that argument was "
			"not set.");
	long wanted = limit ? strtol(limit, NULL, 10) : 0;
	if (wanted < 0)
		return answer_error(
			answer, 400, 52,
			"Invalid parameter limit passed to Bugzilla::Search::new: It must be numeric.");
	*window = (struct window){.limit = cap};
	if (wanted == 0)
		return true; /* limit=0 throws the offset away */
	if ((size_t)wanted < cap)
		window->limit = (size_t)wanted;
	window->offset = offset ? (size_t)strtol(offset, NULL, 10) : 0;
	return true;
}

/* --- in which order --- */

typedef int comparison(const struct stored_bug *a, const struct stored_bug *b);

static int by_id(const struct stored_bug *a, const struct stored_bug *b)
{
	return (a->id > b->id) - (a->id < b->id);
}

static int by_change(const struct stored_bug *a, const struct stored_bug *b)
{
	return (a->changed_utc > b->changed_utc) - (a->changed_utc < b->changed_utc);
}

/* Sorts by one key, keeping the order of equals: from the last key to the first. The API's own names are
 * ignored in silence. */
static void sort_by(const struct stored_bug **found, size_t n, struct span key)
{
	comparison *compare = span_starts_nocase(key, "bug_id")        ? by_id
			      : span_starts_nocase(key, "changeddate") ? by_change
								       : NULL;
	bool is_descending = key.len > 5 && span_equals_nocase(span_sub(key, key.len - 5, key.len), " desc");
	for (size_t i = 1; compare && i < n; i++) {
		const struct stored_bug *bug = found[i];
		size_t at = i;
		while (at > 0 &&
		       (is_descending ? compare(found[at - 1], bug) < 0 : compare(found[at - 1], bug) > 0)) {
			found[at] = found[at - 1];
			at--;
		}
		found[at] = bug;
	}
}

static void sort_found(const struct stored_bug **found, size_t n, struct span order)
{
	struct span key;
	if (!span_next_part(&order, ',', &key))
		return;
	sort_found(found, n, order);
	sort_by(found, n, key);
}

/* --- the search --- */

static bool has_criteria(const struct view *view, const struct search *search)
{
	for (size_t i = 0; i < sizeof criteria / sizeof *criteria; i++)
		if (request_param(view->request, criteria[i].param))
			return true;
	return search->n > 0;
}

static bool is_found(const struct view *view, const struct search *search, const struct stored_bug *bug)
{
	bool ok = view_sees(view, bug);
	for (size_t i = 0; ok && i < sizeof criteria / sizeof *criteria; i++)
		ok = holds(view, bug, &criteria[i]);
	for (size_t i = 0; ok && i < search->n; i++)
		ok = chart_holds(bug, &search->charts[i]);
	return ok;
}

static size_t find_all(const struct view *view, const struct search *search, const struct stored_bug **found)
{
	const struct store *store = &view->fake->store;
	size_t n = 0;
	for (size_t i = 0; i < store->n_bugs; i++)
		if (is_found(view, search, &store->bugs[i]))
			found[n++] = &store->bugs[i];
	return n;
}

static bool answer_found(const struct view *view, const struct stored_bug **found, size_t n,
			 const struct window *window, struct answer *answer)
{
	cJSON *out = cJSON_CreateObject();
	if (view->fake->kind == FAKE_BMO && request_param(view->request, "count_only")) {
		cJSON_AddNumberToObject(out, "bug_count", (double)n);
		return answer_json(answer, out);
	}
	cJSON *bugs = cJSON_AddArrayToObject(out, "bugs");
	sort_found(found, n, span_of(request_param(view->request, "order")));
	for (size_t i = window->offset; i < n && i - window->offset < window->limit; i++)
		cJSON_AddItemToArray(bugs, shape_bug(view, found[i]));
	return answer_json(answer, out);
}

bool answer_search(const struct view *view, struct answer *answer)
{
	struct search search = {0};
	struct window window = {0};
	if (!read_window(view, &window, answer) || !read_charts(view, &search, answer) ||
	    !read_date(view, "last_change_time", &search, answer) ||
	    !read_date(view, "creation_time", &search, answer))
		return false;
	if (!has_criteria(view, &search))
		return answer_error(
			answer, 400, 1000,
			"You may not search, or create saved searches, without any search terms.");
	const struct stored_bug **found =
		mem_array(view->fake->store.n_bugs + 1, sizeof(struct stored_bug *));
	size_t n = find_all(view, &search, found);
	bool ok = answer_found(view, found, n, &window, answer);
	free(found);
	return ok;
}
