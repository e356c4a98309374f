/* What is chosen on the page, from one run to the next (ui/page.h). */
#include <stdlib.h>

#include "base/mem.h"
#include "ui/page.h"

struct page_view *page_shown(const struct page *page)
{
	return &page->views[page->view - page->config->views.at];
}

struct sort page_order(const struct page *page)
{
	struct sort sort = page_shown(page)->sort;
	struct error err;
	if (sort.n == 0)
		sort_parse(page->view->sort, &sort, &err); /* tried before: always right */
	return sort;
}

struct columns page_columns(const struct page *page)
{
	struct columns columns = page_shown(page)->columns;
	struct error err;
	if (columns.n == 0) {
		columns_parse(page->view->columns, &columns, &err); /* tried before: always right */
		columns.are_chosen = page->view->has_chosen_columns;
	}
	columns.are_about = page->config->roster.is_inferred;
	return columns;
}

static bool has_column(const struct page *page, const struct field *field)
{
	for (size_t i = 0; i < page->n_columns; i++)
		if (page->columns[i].field == field)
			return true;
	return false;
}

size_t page_order_shown(const struct page *page, const struct sort *order)
{
	for (size_t i = 0; i < order->n; i++)
		if (has_column(page, order->keys[i].field))
			return i;
	return 0;
}

/* --- from an earlier run: what is not known any more is forgotten --- */

static void restore_view(struct page_view *view, const struct view_choice *choice)
{
	struct error err;
	if (choice->sort && !sort_parse(choice->sort, &view->sort, &err))
		view->sort.n = 0;
	if (choice->columns && !columns_parse(choice->columns, &view->columns, &err))
		view->columns.n = 0;
	view->columns.are_chosen = true;
}

static void restore_views(struct page *page, struct app *app)
{
	const struct view_list *all = &page->config->views;
	free(page->views);
	page->views = mem_array(all->n, sizeof *page->views);
	for (size_t i = 0; i < all->n; i++) {
		const struct view_choice *choice = state_view(app_chosen(app), all->at[i].name);
		page->views[i].key = keymap_key(app_keymap(app), SCOPE_PAGE, "view", all->at[i].name);
		if (choice)
			restore_view(&page->views[i], choice);
	}
}

static void restore_filter(struct page *page, const struct roster *roster, const char *text)
{
	struct error err;
	arena_free(page->filter_home);
	page->filter_home = arena_new();
	page->filter = text ? filter_parse(text, roster, page->filter_home, NULL, &err) : NULL;
	page->filter_text = page->filter ? arena_strdup(page->filter_home, text) : NULL;
}

void page_restore(struct page *page, struct app *app)
{
	const struct state *chosen = app_chosen(app);
	struct error err;
	page->config = session_config(app_session(app));
	page->keymap = app_keymap(app);
	restore_views(page, app);
	page->view = chosen->view ? view_find(&page->config->views, span_of(chosen->view), &err) : NULL;
	if (!page->view)
		page->view = &page->config->views.at[0];
	restore_filter(page, session_roster(app_session(app)), chosen->filter);
	page->list.hoped_id = chosen->cursor_bug;
}

/* --- for the next one --- */

static const char *sort_text(const struct sort *sort, struct arena *home)
{
	struct str keys = {0};
	sort_print(sort, &keys);
	const char *text = sort->n > 0 ? arena_strdup(home, str_text(&keys)) : NULL;
	str_free(&keys);
	return text;
}

static const char *columns_text(const struct columns *columns, struct arena *home)
{
	struct str keys = {0};
	columns_print(columns, &keys);
	const char *text = columns->n > 0 ? arena_strdup(home, str_text(&keys)) : NULL;
	str_free(&keys);
	return text;
}

static void keep_view(const struct page_view *view, struct view_choice *choice, struct arena *home)
{
	choice->sort = sort_text(&view->sort, home);
	choice->columns = columns_text(&view->columns, home);
}

void page_keep(const void *state, struct state *chosen, struct arena *home)
{
	const struct page *page = state;
	const struct view_list *all = &page->config->views;
	for (size_t i = 0; i < all->n; i++)
		keep_view(&page->views[i], state_change_view(chosen, home, all->at[i].name), home);
	chosen->view = arena_strdup(home, page->view->name);
	chosen->filter = arena_strdup(home, page->filter_text);
	chosen->cursor_bug = page->list.hoped_id ? page->list.hoped_id : page->list.id;
}
