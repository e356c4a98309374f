#include <inttypes.h>

#include "base/utc.h"
#include "net/sync_run.h"

/* --- what a page needs --- */

enum need {
	NEED_NOTHING, /* it is stored as it is */
	NEED_ALL,     /* it is new or has changed */
	NEED_HISTORY, /* its comments, looked at again, were other than those stored */
};

/* A record, what the cache has of it, and what is to be done. */
struct item {
	struct record *record;
	bool is_there;            /* in the cache */
	int64_t changed_utc;      /* of the stored fields */
	int64_t conversation_utc; /* of the stored conversation */
	unsigned n_comments;      /* stored */
	enum need need;
};

static bool look_up(struct run *run, struct record *record, struct arena *home, struct item *item,
		    struct error *err)
{
	const struct bug *bug = NULL;
	*item = (struct item){.record = record};
	if (!cache_get_bug(run->cache, record->bug->id, home, &bug, &item->n_comments, err) ||
	    !cache_stored_change(run->cache, record->bug->id, true, &item->conversation_utc, err))
		return false;
	item->is_there = bug != NULL && !run->must_empty;
	item->changed_utc = item->is_there ? bug->changed_utc : UTC_NONE;
	return true;
}

static bool has_changed(const struct item *item)
{
	int64_t changed_utc = item->record->bug->changed_utc;
	return !item->is_there || item->changed_utc != changed_utc || item->conversation_utc != changed_utc;
}

/* Two comments in one second leave one last_change_time: only their number tells (quirk 6). */
static bool has_other_comments(const struct item *item)
{
	return item->record->has_comments && item->record->conversation.n_comments != item->n_comments;
}

static bool lacks(const struct record *record, unsigned parts)
{
	return (parts & PART_COMMENTS && !record->has_comments) ||
	       (parts & PART_HISTORY && !record->has_history);
}

/* Asks for these parts of the items with that need, where they are lacking. */
static bool fetch_parts(struct run *run, struct item *items, size_t n, enum need need, unsigned parts,
			struct arena *home, struct error *err)
{
	struct record *records = arena_array(home, n, sizeof *records);
	size_t n_records = 0;
	for (size_t i = 0; i < n; i++)
		if (items[i].need == need && lacks(items[i].record, parts))
			records[n_records++] = *items[i].record;
	if (n_records == 0)
		return true;
	if (!run->source->calls->conversations(run->source, records, n_records, parts, home, err))
		return false;
	for (size_t i = 0, r = 0; i < n && r < n_records; i++)
		if (items[i].record->bug == records[r].bug)
			*items[i].record = records[r++];
	return true;
}

static bool complete_items(struct run *run, struct item *items, size_t n, struct arena *home,
			   struct error *err)
{
	for (size_t i = 0; i < n; i++)
		if (run->pass.is_forced || has_changed(&items[i]))
			items[i].need = NEED_ALL;
	if (!fetch_parts(run, items, n, NEED_ALL, PART_ALL, home, err))
		return false;
	/* What changed around the mark comes again with each pass; there, and only there, more may have been
	 * said without a sign of it. */
	if (plan_phase(&run->pass) == PHASE_CHANGED &&
	    !fetch_parts(run, items, n, NEED_NOTHING, PART_COMMENTS, home, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (items[i].need == NEED_NOTHING && has_other_comments(&items[i]))
			items[i].need = NEED_HISTORY;
	return fetch_parts(run, items, n, NEED_HISTORY, PART_HISTORY, home, err);
}

/* --- storing --- */

/* What one transaction holds. */
struct work {
	const struct item *items;
	size_t n_items;
	const int64_t *gone;
	size_t n_gone;
	const char *left_out; /* as in copy */
	struct pass next;     /* what is left of the pass then */
};

static bool empty_copy(struct run *run, struct error *err)
{
	const int64_t *ids = NULL;
	size_t n = 0;
	if (!cache_ids(run->cache, CACHE_ALL, run->home, &ids, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!cache_delete_bug(run->cache, ids[i], err))
			return false;
	return true;
}

/* All bugs that the list at the start of a whole pass has told of were read. A search that the server refused
 * in silence would have left some out (quirk 2). */
static bool is_complete(const struct run *run)
{
	return run->pass.is_whole && run->total > 0 && run->done >= run->total;
}

/* What the copy is once this work is stored. */
static struct copy copy_after(const struct run *run, const struct work *work)
{
	const struct source_facts *facts = &run->source->facts;
	const struct pass *next = &work->next;
	struct copy copy = run->copy;
	copy.origin = facts->origin;
	copy.largest_page = run->source->largest_page;
	copy.left_out = work->left_out;
	copy.has_pass = plan_phase(next) != PHASE_END;
	copy.pass = *next;
	/* What is gone may be hidden from us alone. */
	if (work->n_items + work->n_gone > 0 && !facts->is_authenticated)
		copy.names_are_hidden = true;
	if (copy.has_pass)
		return copy;

	copy.mark_utc = plan_mark(next, copy.mark_utc);
	/* The start of the pass, not its end: what was read first is as old as that. */
	copy.synced_utc = facts->as_of_utc != UTC_NONE ? facts->as_of_utc : run->options->now_utc;
	if (plan_phase(&run->pass) == PHASE_COMPARE || is_complete(run))
		copy.compared_utc = run->options->now_utc;
	else if (next->is_whole)
		copy.compared_utc = UTC_NONE;
	if (next->is_whole && facts->is_authenticated)
		copy.names_are_hidden = false;
	return copy;
}

static bool write_work(struct run *run, const struct work *work, const struct copy *copy, struct error *err)
{
	if (run->must_empty && !empty_copy(run, err))
		return false;
	for (size_t i = 0; i < work->n_items; i++) {
		const struct record *record = work->items[i].record;
		if (!cache_put_bug(run->cache, record->bug, err) ||
		    !cache_put_conversation(run->cache, record->bug->id, &record->conversation, err))
			return false;
	}
	for (size_t i = 0; i < work->n_gone; i++)
		if (!cache_delete_bug(run->cache, work->gone[i], err))
			return false;
	return copy_write(run->cache, copy, err);
}

static void count_item(struct sync_report *report, const struct item *item)
{
	size_t n = item->record->conversation.n_comments, n_before = item->is_there ? item->n_comments : 0;
	report->bugs_new += !item->is_there;
	report->bugs_changed += item->is_there && (has_changed(item) || has_other_comments(item));
	report->comments_new += n > n_before ? n - n_before : 0;
}

static bool store_work(struct run *run, const struct work *work, struct error *err)
{
	struct copy copy = copy_after(run, work);
	if (!cache_begin(run->cache, err))
		return false;
	if (!write_work(run, work, &copy, err) || !cache_commit(run->cache, err)) {
		cache_rollback(run->cache);
		return false;
	}
	run->copy = copy;
	run->pass = work->next;
	run->must_empty = false;
	run->report->bugs_dropped += work->n_gone;
	for (size_t i = 0; i < work->n_items; i++)
		count_item(run->report, &work->items[i]);
	return true;
}

static void say_stored(const struct run *run, const int64_t *ids, size_t n)
{
	if (n > 0 && run->events && run->events->stored)
		run->events->stored(run->events->context, ids, n);
}

/* The list of those left out, as it is after this page and without these bugs. */
static const char *left_out_after(const struct run *run, const struct page *page, const int64_t *gone,
				  size_t n_gone)
{
	const char *lines = run->copy.left_out;
	for (size_t i = 0; i < page->n; i++)
		lines = copy_leave_out(lines, page->records[i].bug->id, page->records[i].trouble, run->home);
	for (size_t i = 0; i < n_gone; i++)
		lines = copy_leave_out(lines, gone[i], NULL, run->home);
	return lines;
}

/* Stores what is needed and whole. A bug that was hidden since the search is not: the comparison drops it. */
static bool store_items(struct run *run, struct item *items, size_t n, struct work *work, struct arena *home,
			struct error *err)
{
	int64_t *ids = arena_array(home, n, sizeof *ids);
	work->items = items;
	for (size_t i = 0; i < n; i++) {
		const struct record *record = items[i].record;
		if (items[i].need == NEED_NOTHING || record->trouble || lacks(record, PART_ALL))
			continue;
		ids[work->n_items] = record->bug->id;
		items[work->n_items++] = items[i];
	}
	if (!store_work(run, work, err))
		return false;
	say_stored(run, ids, work->n_items);
	return true;
}

bool run_drop(struct run *run, const int64_t *ids, size_t n, const struct pass *next, struct error *err)
{
	struct work work = {
		.gone = ids,
		.n_gone = n,
		.left_out = left_out_after(run, &(struct page){0}, ids, n),
		.next = *next,
	};
	if (!store_work(run, &work, err))
		return false;
	say_stored(run, ids, n);
	return true;
}

/* --- a page --- */

/* A bug that cannot be read is left out, so that it holds up no other; but an answer may be spoilt on its
 * way, so it is asked for once more first, and where nothing can be read it is the server that speaks
 * otherwise. */
static bool bear_trouble(struct run *run, const struct page *page, struct error *err)
{
	const struct record *first = NULL;
	size_t n = 0;
	for (size_t i = page->n; i-- > 0;) {
		if (!page->records[i].trouble)
			continue;
		first = &page->records[i];
		n++;
	}
	if (n == 0 || (run->failures > 0 && (n < page->n || n == 1)))
		return true;
	run->source->setback = SETBACK_TRANSIENT;
	return error_set(err, FAULT_UNREACHABLE, "%s: bug %" PRId64 " is not as expected: %s",
			 run->source->facts.server, first->bug->id, first->trouble);
}

bool run_take_page(struct run *run, const struct page *page, const struct pass *next, struct arena *home,
		   struct error *err)
{
	struct item *items = arena_array(home, page->n, sizeof *items);
	struct work work = {.next = *next};
	size_t n = 0;
	for (size_t i = 0; i < page->n; i++)
		if (!page->records[i].trouble && !look_up(run, &page->records[i], home, &items[n++], err))
			return false;
	if (!complete_items(run, items, n, home, err) || !bear_trouble(run, page, err))
		return false;
	work.left_out = left_out_after(run, page, NULL, 0);
	run->report->bugs_read += page->n;
	return store_items(run, items, n, &work, home, err);
}

/* A list that bounds the pass; it tells how many bugs there are, too. */
static bool take_list(struct run *run, const struct page *page, const struct pass *next, struct error *err)
{
	run->done = 0; /* what came before the bound is read again */
	run->total = run->pass.is_whole ? page->n : 0;
	return run_drop(run, NULL, 0, next, err);
}

/* The server works on what comes next while this page is stored. The comparison's list is held against what
 * is stored, and asked for after that. */
static void expect_next(struct run *run, const struct pass *next)
{
	struct query query = plan_query(next);
	if (plan_phase(next) < PHASE_COMPARE)
		run->source->calls->expect(run->source, &query);
}

bool run_page(struct run *run, struct arena *home, struct error *err)
{
	struct page page;
	struct query query = plan_query(&run->pass);
	enum phase phase = plan_phase(&run->pass);
	struct pass next = run->pass;
	if (!run->source->calls->search(run->source, &query, home, &page, err) ||
	    !bear_trouble(run, &page, err))
		return false;
	plan_advance(&next, &page);
	expect_next(run, &next);
	if (phase == PHASE_NEWEST)
		return take_list(run, &page, &next, err);
	run->done += page.n;
	if (run_take_page(run, &page, &next, home, err))
		return true;
	run->done -= page.n; /* it comes again */
	return false;
}
