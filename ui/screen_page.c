#include "ui/screen_page.h"

#include <stdlib.h>

#include "base/utc.h"
#include "ui/page.h"
#include "ui/tick.h"

/* Columns that the list leaves free on the right, as drawn in screens.md; where it is narrow none is spared.
 */
#define MARGIN_COLS 2
#define COLS_FOR_MARGIN 80

struct page *page_of(struct app *app)
{
	return app_state(app, &screen_page);
}

/* --- open and close --- */

static bool page_open(void *state, struct app *app, int64_t bug_id, struct error *err)
{
	struct page *page = state;
	(void)bug_id;
	(void)err;
	page->home = arena_new();
	page->talk_home = arena_new();
	page->is_changed = true;
	page->list.is_pinned = true;
	page_restore(page, app);
	return true;
}

static void page_adopt(void *state, struct app *app)
{
	struct page *page = state;
	page_restore(page, app);
	page->is_changed = true;
}

static void page_close(void *state)
{
	struct page *page = state;
	free(page->views);
	arena_free(page->filter_home);
	arena_free(page->home);
	arena_free(page->talk_home);
	picks_free(&page->picks);
	find_free(&page->find);
}

/* --- rows --- */

struct row page_row(const struct page *page, size_t index)
{
	return (struct row){.entry = index < page->selection.n ? page->selection.entries[index] : NULL,
			    .at = &page->moment};
}

/* Whether all bugs that it can select are among those of the snapshot. */
static bool reaches(const struct snapshot *snapshot, const struct view_query *query)
{
	return view_reach(query) <= snapshot->reach;
}

static bool any_is_pending(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->n; i++)
		if (snapshot->entries[i]->is_pending)
			return true;
	return false;
}

/* A CA that no bug is of owes nothing: that must not look like an all-clear. */
static const char *why_nothing(const struct page *page, struct app *app)
{
	struct error err;
	return session_check_ca(app_session(app), &err) ? NULL : arena_strdup(page->home, err.text);
}

static void select_rows(struct page *page, struct app *app)
{
	const struct snapshot *snapshot = app_snapshot(app);
	struct arena *home = arena_new();
	struct sort sort = page_order(page);
	struct view_query query = {.view = page->view, .filter = page->filter, .sort = &sort};
	view_select(snapshot, &query, &page->moment, home, &page->selection);
	int64_t *ids = arena_array(home, page->selection.n, sizeof *ids);
	for (size_t i = 0; i < page->selection.n; i++)
		ids[i] = page->selection.entries[i]->bug->id;
	size_t rows = (size_t)page_layout(page->rows).list_rows;
	if (page->is_other_view)
		list_replace(&page->list, ids, page->selection.n, rows);
	else
		list_renew(&page->list, ids, page->selection.n, rows);
	picks_retain(&page->picks, ids, page->selection.n);
	arena_free(page->home);
	page->home = home;
	page->nothing = page->selection.n == 0 ? why_nothing(page, app) : NULL;
	page->is_changed = page->is_other_view = false;
	/* The first sync is over, and the rows stand where they belong: from now on the cursor stays on its
	 * bug.
	 */
	if (page->synced_utc != UTC_NONE && !any_is_pending(snapshot))
		page->list.is_pinned = false;
}

/* Counts and alarms speak of all rows, so they are not made anew every second: at each minute, and when a
 * deadline passes. */
static void count(struct page *page, const struct snapshot *snapshot)
{
	const struct view_list *all = &page->config->views;
	bool has_pending = any_is_pending(snapshot);
	for (size_t i = 0; i < all->n; i++) {
		const struct view *view = &all->at[i];
		page->views[i].count = view_count(snapshot, view, &page->moment);
		page->views[i].is_counted = reaches(snapshot, &(struct view_query){.view = view}) &&
					    !(has_pending && view->filter[0]);
	}
	page->n_alarms = view_alarms(snapshot, &page->moment, page->alarms);
	page->recount_utc = tick_minute(page->moment.now_utc);
	for (size_t i = 0; i < snapshot->n; i++) {
		struct row row = {.entry = snapshot->entries[i], .at = &page->moment};
		int64_t due_utc = row_due_utc(&row);
		if (due_utc != UTC_NONE && due_utc >= page->moment.now_utc)
			page->recount_utc = tick_earlier(page->recount_utc, due_utc + 1);
	}
}

static void fit(struct page *page, struct app *app)
{
	struct columns columns = page_columns(page);
	page->look = *app_look(app);
	page->rows = app_rows(app);
	page->cols = app_cols(app);
	int margin_cols = page->cols >= COLS_FOR_MARGIN ? MARGIN_COLS : 0;
	size_t width_cols = (size_t)(page->cols - margin_cols);
	page->n_columns = columns_fit(&columns, app_look(app), width_cols, page->columns);
	page->list.rows = (size_t)page_layout(page->rows).list_rows;
}

/* --- what was said on the bug under the cursor --- */

/* What cannot be read here is said when the bug is opened; the reason stands without its quotation. */
static void renew_talk(struct page *page, struct app *app)
{
	struct row row = page_row(page, page->list.cursor);
	struct excerpt excerpt;
	struct error err;
	if (page->talk_bug_id == page->list.id && page->talk_generation == page->generation)
		return;
	arena_free(page->talk_home);
	page->talk_home = arena_new();
	page->talk_bug_id = page->list.id;
	page->talk_generation = page->generation;
	/* The first picture reads no comment (architecture.md, "Start"). */
	page->has_talk = app_snapshot(app)->reach != REACH_OURS && row.entry &&
			 reason_excerpt(&row, &excerpt) && page_layout(page->rows).reason >= 0 &&
			 session_excerpt(app_session(app), page->list.id, &excerpt, page->talk_home,
					 &page->talk, &err);
}

/* --- renew --- */

static void renew_status(struct page *page, struct app *app)
{
	const struct worker_status *status = app_worker_status(app);
	page->has_worker = status != NULL;
	page->synced_utc = app_snapshot(app)->synced_utc;
	if (status) {
		page->status = *status;
		/* Before its first look the worker does not know what the first frame has shown. */
		if (status->synced_utc != UTC_NONE)
			page->synced_utc = status->synced_utc;
	}
}

/* Closed bugs are in memory only while something that is shown, or counted in line 1, is about them. */
static void renew_reach(struct page *page, struct app *app)
{
	const struct view_list *all = &page->config->views;
	struct view_query shown = {.view = page->view, .filter = page->filter};
	enum reach reach = view_reach(&shown);
	for (size_t i = 0; i < all->n; i++) {
		enum reach counted = view_reach(&(struct view_query){.view = &all->at[i]});
		reach = counted > reach ? counted : reach;
	}
	app_want(app, reach);
	page->is_reached = reaches(app_snapshot(app), &shown);
}

static void page_renew(void *state, struct app *app)
{
	struct page *page = state;
	if (page->is_changed || page->generation != app_generation(app))
		renew_reach(page, app); /* may replace the snapshot */
	const struct snapshot *snapshot = app_snapshot(app);
	bool is_newer = page->generation != app_generation(app) || page->rows == 0;
	page->generation = app_generation(app);
	page->moment = session_moment(app_session(app));
	renew_status(page, app);
	fit(page, app);
	bool is_late = page->selection.next_change_utc != UTC_NONE &&
		       page->selection.next_change_utc <= page->moment.now_utc;
	if (is_newer || is_late || page->is_changed)
		select_rows(page, app);
	else
		list_renew(&page->list, page->list.ids, page->list.n, page->list.rows);
	if (is_newer || page->recount_utc <= page->moment.now_utc)
		count(page, snapshot);
	renew_talk(page, app);
}

static void page_motion(void *state, enum motion motion)
{
	struct page *page = state;
	list_move(&page->list, motion);
}

static int64_t page_bug(const void *state)
{
	const struct page *page = state;
	return page->list.id;
}

static size_t page_selected(const void *state, struct arena *home, const int64_t **ids)
{
	const struct page *page = state;
	int64_t *selected = arena_array(home, page->picks.n, sizeof *selected);
	size_t n = 0;
	for (size_t i = 0; i < page->list.n; i++)
		if (picks_has(&page->picks, page->list.ids[i]))
			selected[n++] = page->list.ids[i];
	*ids = selected;
	return n;
}

/* --- when a drawn word changes --- */

static int64_t cell_wake(const struct field *field, const struct row *row, int64_t now_utc)
{
	struct value value = field->get(row);
	if (value.is_absent)
		return UTC_NONE;
	if (field->type == FIELD_DUE)
		return tick_left(value.number, now_utc);
	return field->type == FIELD_AGE ? tick_age(value.number, now_utc) : UTC_NONE;
}

static int64_t row_wake(const struct page *page, const struct row *row, int64_t now_utc)
{
	const struct assessment *assessment = row->entry->assessment;
	int64_t wake_utc = tick_age(assessment->asked_since_utc, now_utc);
	wake_utc = tick_earlier(wake_utc, tick_left(assessment->closing_since_utc, now_utc));
	for (size_t i = 0; i < page->n_columns; i++)
		wake_utc = tick_earlier(wake_utc, cell_wake(page->columns[i].field, row, now_utc));
	return wake_utc;
}

static int64_t page_wake(const void *state, int64_t now_utc)
{
	const struct page *page = state;
	const struct list *list = &page->list;
	int64_t wake_utc = tick_earlier(tick_minute(now_utc), page->recount_utc);
	wake_utc = tick_earlier(wake_utc, page->selection.next_change_utc);
	wake_utc = tick_earlier(wake_utc, page_sync_wake(page, now_utc));
	for (size_t i = list->top; i < list->n && i < list->top + list->rows; i++) {
		struct row row = page_row(page, i);
		wake_utc = tick_earlier(wake_utc, row_wake(page, &row, now_utc));
	}
	return wake_utc;
}

const struct screen screen_page = {
	.name = "page",
	.scope = SCOPE_PAGE,
	.state_size = sizeof(struct page),
	.open = page_open,
	.renew = page_renew,
	.motion = page_motion,
	.draw = page_draw,
	.click = page_click,
	.wake = page_wake,
	.bug = page_bug,
	.selected = page_selected,
	.find = page_find,
	.keep = page_keep,
	.adopt = page_adopt,
	.close = page_close,
};
