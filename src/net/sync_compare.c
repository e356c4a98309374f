#include "base/utc.h"
#include "net/sync_run.h"

/* Ids in one question: as many as a request line holds, and never more than the server's cap, which would
 * cut the answer. A cap below the least of these is no server's. */
#define CONFIRM_IDS_MAX 400
#define CONFIRM_IDS_MIN 5

struct id_list {
	int64_t *ids; /* ascending */
	size_t n, cap;
};

static void add_id(struct id_list *list, int64_t id, struct arena *home)
{
	list->ids = arena_push(home, list->ids, &list->n, &list->cap, sizeof *list->ids);
	list->ids[list->n - 1] = id;
}

/* What the server lists, and the cache's copies among that which are not what the server has. */
struct listing {
	struct id_list all, stale;
};

static bool add_listed(struct run *run, const struct bug *bug, struct arena *home, struct listing *listing,
		       struct error *err)
{
	int64_t stored_utc = UTC_NONE;
	add_id(&listing->all, bug->id, home);
	if (!cache_stored_change(run->cache, bug->id, false, &stored_utc, err))
		return false;
	if (stored_utc != UTC_NONE && stored_utc != bug->changed_utc)
		add_id(&listing->stale, bug->id, home);
	return true;
}

static bool list_server(struct run *run, struct arena *home, struct listing *listing, struct error *err)
{
	struct page page = {0};
	struct query query = plan_query(&run->pass);
	do {
		if (!run->source->calls->search(run->source, &query, home, &page, err))
			return false;
		for (size_t i = 0; i < page.n; i++)
			if (!add_listed(run, page.records[i].bug, home, listing, err))
				return false;
		if (page.n > 0)
			query.after_id = page.records[page.n - 1].bug->id;
	} while (!page.is_last);
	return true;
}

static bool list_cache(struct run *run, struct arena *home, struct id_list *list, struct error *err)
{
	const int64_t *ids = NULL;
	size_t n = 0;
	if (!cache_ids(run->cache, CACHE_ALL, home, &ids, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		add_id(list, ids[i], home);
	return true;
}

/* What is in `all` and not in `some`. */
static struct id_list without(const struct id_list *all, const struct id_list *some, struct arena *home)
{
	struct id_list rest = {0};
	for (size_t a = 0, s = 0; a < all->n; a++) {
		while (s < some->n && some->ids[s] < all->ids[a])
			s++;
		if (s == some->n || some->ids[s] != all->ids[a])
			add_id(&rest, all->ids[a], home);
	}
	return rest;
}

static bool page_holds(const struct page *page, int64_t id)
{
	for (size_t i = 0; i < page->n; i++)
		if (page->records[i].bug->id == id)
			return true;
	return false;
}

/* Which of these bugs does the server not show even by number? The first of them is known to be there: an
 * answer without it says nothing about the others either (a refused search is empty, quirk 2). */
static bool ask_for(struct run *run, const struct id_list *asked, struct arena *home, struct id_list *gone,
		    struct error *err)
{
	struct page page;
	struct query query = {.which = WHICH_ALL,
			      .changed_since_utc = UTC_NONE,
			      .ids = asked->ids,
			      .n_ids = asked->n,
			      .fields = FIELDS_IDS};
	if (!run->source->calls->search(run->source, &query, home, &page, err))
		return false;
	for (size_t i = 1; i < asked->n && page_holds(&page, asked->ids[0]); i++)
		if (!page_holds(&page, asked->ids[i]))
			add_id(gone, asked->ids[i], home);
	return true;
}

static bool confirm_gone(struct run *run, const struct id_list *missing, int64_t known_id, struct arena *home,
			 struct id_list *gone, struct error *err)
{
	size_t most = run->source->largest_page;
	most = most > CONFIRM_IDS_MAX ? CONFIRM_IDS_MAX : most < CONFIRM_IDS_MIN ? CONFIRM_IDS_MIN : most;
	for (size_t i = 0; i < missing->n;) {
		struct id_list asked = {0};
		add_id(&asked, known_id, home);
		while (i < missing->n && asked.n < most)
			add_id(&asked, missing->ids[i++], home);
		if (!ask_for(run, &asked, home, gone, err))
			return false;
	}
	return true;
}

/* Bugs that came into the component, or changed, without a sign of it after the mark. */
static bool fetch_these(struct run *run, const struct id_list *these, struct arena *home, struct error *err)
{
	for (size_t from = 0; from < these->n; from += PAGE_BUGS) {
		struct page page;
		struct query query = {.which = WHICH_ALL,
				      .changed_since_utc = UTC_NONE,
				      .ids = these->ids + from,
				      .n_ids = these->n - from < PAGE_BUGS ? these->n - from : PAGE_BUGS};
		if (!run->source->calls->search(run->source, &query, home, &page, err) ||
		    !run_take_page(run, &page, &run->pass, home, err))
			return false;
	}
	return true;
}

static bool end_comparison(struct run *run, const struct id_list *gone, struct error *err)
{
	struct pass next = run->pass;
	plan_end_phase(&next);
	return run_drop(run, gone->ids, gone->n, &next, err);
}

bool run_comparison(struct run *run, struct arena *home, struct error *err)
{
	struct listing listed = {0};
	struct id_list cached = {0}, gone = {0};
	if (!list_cache(run, home, &cached, err) || !list_server(run, home, &listed, err))
		return false;
	if (listed.all.n == 0) {
		if (cached.n > 0)
			run_add_notice(run, "the server shows no bug any more; what is here stays: check "
					    "`product` and `component`");
		return end_comparison(run, &gone, err);
	}
	struct id_list missing = without(&cached, &listed.all, home),
		       extra = without(&listed.all, &cached, home);
	return confirm_gone(run, &missing, listed.all.ids[0], home, &gone, err) &&
	       fetch_these(run, &extra, home, err) && fetch_these(run, &listed.stale, home, err) &&
	       end_comparison(run, &gone, err);
}
