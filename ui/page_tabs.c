/* Line 1 of the page: who we are, and the views with their counts (ui/page.h). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/page.h"

#define GAP_COLS 2
#define PROGRAM "bugclock"

struct tab {
	struct str text;
	int col; /* where it begins */
	bool is_shown;
};

struct tabs {
	struct tab *at;
	size_t n, current;
	const char *name; /* of the CA; NULL: no room, or none known */
	int end_col;      /* behind the last that is shown */
	bool has_more;
	int more_cols; /* of the sign that says so */
};

static int tab_cols(const struct tab *tab)
{
	return (int)str_width_cols(str_text(&tab->text));
}

static int tabs_cols(const struct tabs *tabs)
{
	int cols = (int)strlen(PROGRAM);
	if (tabs->name)
		cols += GAP_COLS + (int)str_width_cols(tabs->name);
	for (size_t i = 0; i < tabs->n; i++)
		if (tabs->at[i].is_shown)
			cols += GAP_COLS + tab_cols(&tabs->at[i]);
	return cols + (tabs->has_more ? tabs->more_cols : 0);
}

/* The name gives way first, then views from the right; the current one always shows. */
static void tabs_fit(struct tabs *tabs, int width_cols)
{
	if (tabs_cols(tabs) > width_cols)
		tabs->name = NULL;
	for (size_t i = tabs->n; i > 0 && tabs_cols(tabs) > width_cols; i--) {
		if (i - 1 == tabs->current)
			continue;
		tabs->at[i - 1].is_shown = false;
		tabs->has_more = true;
	}
}

/* "1 Ours 12"; without the key where none is bound to the view. */
static void print_tab(const struct page_view *own, const struct view *view, const struct look *look,
		      struct str *out)
{
	if (own->key)
		str_addf(out, "%s ", own->key->binding.keys);
	str_addf(out, "%s ", view->title);
	if (own->is_counted)
		str_addf(out, "%zu", own->count);
	else
		str_add(out, look->signs->pending);
}

static void tabs_place(struct tabs *tabs)
{
	int col = (int)strlen(PROGRAM);
	if (tabs->name)
		col += GAP_COLS + (int)str_width_cols(tabs->name);
	for (size_t i = 0; i < tabs->n; i++) {
		if (!tabs->at[i].is_shown)
			continue;
		tabs->at[i].col = col + GAP_COLS;
		col = tabs->at[i].col + tab_cols(&tabs->at[i]);
	}
	tabs->end_col = col;
}

static struct tabs tabs_make(const struct page *page, const struct look *look, int width_cols)
{
	const struct view_list *all = &page->config->views;
	const struct roster *roster = page->moment.roster;
	struct tabs tabs = {.n = all->n, .current = (size_t)(page->view - all->at)};
	tabs.more_cols = 1 + (int)str_width_cols(look->signs->more);
	tabs.at = mem_array(tabs.n, sizeof *tabs.at);
	tabs.name = roster->n_ca_names > 0 ? roster->ca_names[0] : NULL;
	for (size_t i = 0; i < tabs.n; i++) {
		tabs.at[i].is_shown = true;
		print_tab(&page->views[i], &all->at[i], look, &tabs.at[i].text);
	}
	if (look_is_plain(look)) /* who hears it sees no underline */
		str_add(&tabs.at[tabs.current].text, " shown");
	tabs_fit(&tabs, width_cols);
	tabs_place(&tabs);
	return tabs;
}

static void tabs_free(struct tabs *tabs)
{
	for (size_t i = 0; i < tabs->n; i++)
		str_free(&tabs->at[i].text);
	free(tabs->at);
}

const struct view *page_tab_at(const struct page *page, const struct look *look, int col)
{
	struct tabs tabs = tabs_make(page, look, page->cols);
	const struct view *found = NULL;
	for (size_t i = 0; i < tabs.n; i++) {
		const struct tab *tab = &tabs.at[i];
		if (tab->is_shown && col >= tab->col && col < tab->col + tab_cols(tab))
			found = &page->config->views.at[i];
	}
	tabs_free(&tabs);
	return found;
}

void page_draw_tabs(const struct page *page, struct canvas canvas)
{
	struct tabs tabs = tabs_make(page, canvas.look, canvas.cols);
	int col = draw_text(canvas, 0, 0, canvas.cols, STYLE_NAME, PROGRAM);
	if (tabs.name)
		draw_text(canvas, 0, col + GAP_COLS, canvas.cols, STYLE_TEXT, tabs.name);
	for (size_t i = 0; i < tabs.n; i++) {
		const struct tab *tab = &tabs.at[i];
		enum style style = i == tabs.current ? STYLE_CURRENT : STYLE_TEXT;
		if (tab->is_shown)
			draw_text(canvas, 0, tab->col, canvas.cols, style, str_text(&tab->text));
	}
	if (tabs.has_more)
		draw_text(canvas, 0, tabs.end_col + 1, canvas.cols, STYLE_DIM, canvas.look->signs->more);
	tabs_free(&tabs);
}
