/* What is chosen on the page: view, order, filter (ui/screen_page.h). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/page.h"
#include "ui/screen_page.h"
#include "view/filter_complete.h"

static void chose(struct page *page)
{
	page->is_changed = true;
}

/* --- view --- */

bool page_view(struct invocation *invocation, struct error *err)
{
	struct page *page = page_of(invocation->app);
	const struct view *view = view_find(&page->config->views, span_of(invocation->words[0]), err);
	if (!view)
		return false;
	page->is_other_view = page->is_other_view || view != page->view;
	page->view = view;
	chose(page);
	return true;
}

/* --- order --- */

static void set_order(struct page *page, const struct sort *sort)
{
	page_shown(page)->sort = *sort;
	chose(page);
}

static void order_by(struct page *page, const struct field *field)
{
	set_order(page, &(struct sort){.keys[0].field = field, .n = 1});
}

static bool accept_sort(struct app *app, const char *answer, size_t *at_byte, struct error *err)
{
	struct sort sort;
	(void)at_byte;
	if (!sort_parse(answer, &sort, err))
		return false;
	set_order(page_of(app), &sort);
	return true;
}

static bool accept_first_sort(struct app *app, const char *answer, size_t *at_byte, struct error *err)
{
	page_of(app)->has_first_key = true;
	return accept_sort(app, answer, at_byte, err);
}

/* Asked right after the first key was chosen: the new one decides between rows that are equal in it. */
static bool accept_second_sort(struct app *app, const char *answer, size_t *at_byte, struct error *err)
{
	struct page *page = page_of(app);
	struct sort sort = page_order(page), second;
	(void)at_byte;
	if (!sort_parse(answer, &second, err))
		return false;
	sort.n = 1;
	sort.keys[sort.n++] = second.keys[0];
	set_order(page, &sort);
	return true;
}

static bool is_among(const struct choice *choices, size_t n, const struct field *field)
{
	for (size_t i = 0; i < n; i++)
		if (choices[i].word == field->key)
			return true;
	return false;
}

/* What is shown comes first, from left to right; then what else there is. */
static size_t fill_choices(const struct page *page, struct choice *choices)
{
	size_t n = 0;
	for (size_t i = 0; i < page->n_columns; i++)
		choices[n++] = (struct choice){page->columns[i].field->key, page->columns[i].field->help};
	for (size_t i = 0; i < n_fields; i++)
		if (!is_among(choices, n, &fields[i]))
			choices[n++] = (struct choice){fields[i].key, fields[i].help};
	return n;
}

static void ask_order(struct app *app, bool is_second)
{
	struct page *page = page_of(app);
	struct sort sort = page_order(page);
	struct choice *choices = mem_array(n_fields, sizeof *choices);
	size_t n = fill_choices(page, choices);
	struct question question = {.label = is_second ? "then by " : "sort by ",
				    .choices = choices,
				    .n_choices = n,
				    .is_menu = true,
				    .accept = is_second ? accept_second_sort : accept_first_sort};
	app_ask(app, &question, sort.keys[0].field->key);
	free(choices);
}

bool page_sort(struct invocation *invocation, struct error *err)
{
	struct page *page = page_of(invocation->app);
	size_t at_byte;
	if (invocation->n_words > 0)
		return accept_sort(invocation->app, invocation->words[0], &at_byte, err);
	ask_order(invocation->app,
		  page->has_first_key && app_previous_verb(invocation->app) == invocation->verb);
	page->has_first_key = false;
	return true;
}

bool page_reverse(struct invocation *invocation, struct error *err)
{
	struct page *page = page_of(invocation->app);
	struct sort sort = page_order(page);
	size_t shown = page_order_shown(page, &sort);
	(void)err;
	sort.keys[shown].is_reversed = !sort.keys[shown].is_reversed;
	set_order(page, &sort);
	return true;
}

/* Among the columns that are shown; from a column that is not, to the first. */
bool page_sort_column(struct invocation *invocation, struct error *err)
{
	struct page *page = page_of(invocation->app);
	bool is_left = str_equals(invocation->words[0], "left");
	struct sort sort = page_order(page);
	size_t at = 0, shown = page_order_shown(page, &sort);
	(void)err;
	while (at < page->n_columns && page->columns[at].field != sort.keys[shown].field)
		at++;
	if (at == page->n_columns)
		at = 0;
	else
		at = (at + (is_left ? page->n_columns - 1 : 1)) % page->n_columns;
	order_by(page, page->columns[at].field);
	return true;
}

/* --- columns --- */

static bool is_blank(const char *text)
{
	return span_trim(span_of(text)).len == 0;
}

static bool accept_columns(struct app *app, const char *answer, size_t *at_byte, struct error *err)
{
	struct columns columns = {0};
	(void)at_byte; /* what is no column is named */
	if (!is_blank(answer) && !columns_parse(answer, &columns, err))
		return false;
	columns.are_chosen = true;
	page_shown(page_of(app))->columns = columns;
	return true;
}

static void complete_columns(struct app *app, struct completion *completion)
{
	(void)app;
	columns_complete(completion);
}

static void ask_columns(struct app *app)
{
	struct columns columns = page_columns(page_of(app));
	struct str present = {0};
	columns_print(&columns, &present);
	app_ask(app,
		&(struct question){.label = "columns ",
				   .history = "columns",
				   .complete = complete_columns,
				   .accept = accept_columns},
		str_text(&present));
	str_free(&present);
}

bool page_choose_columns(struct invocation *invocation, struct error *err)
{
	size_t at_byte;
	if (invocation->n_words == 0) {
		ask_columns(invocation->app);
		return true;
	}
	const char *keys = words_join(invocation->words, invocation->n_words, invocation->home);
	return accept_columns(invocation->app, keys, &at_byte, err);
}

/* --- filter --- */

static void set_filter(struct page *page, const struct filter *filter, struct arena *home, const char *text)
{
	arena_free(page->filter_home);
	page->filter_home = home;
	page->filter = filter;
	page->filter_text = filter ? arena_strdup(home, text) : NULL;
	chose(page);
}

static bool accept_filter(struct app *app, const char *answer, size_t *at_byte, struct error *err)
{
	struct page *page = page_of(app);
	struct arena *home = arena_new();
	const struct filter *filter = NULL;
	if (!is_blank(answer)) {
		filter = filter_parse(answer, session_roster(app_session(app)), home, at_byte, err);
		if (!filter) {
			arena_free(home);
			return false;
		}
	}
	set_filter(page, filter, home, answer);
	return true;
}

static void complete_filter(struct app *app, struct completion *completion)
{
	struct moment moment = session_moment(app_session(app));
	filter_complete(completion, 0, app_snapshot(app), &moment);
}

bool page_filter(struct invocation *invocation, struct error *err)
{
	struct app *app = invocation->app;
	size_t at_byte;
	if (invocation->n_words == 0) {
		app_ask(app,
			&(struct question){.label = "filter ",
					   .history = "filter",
					   .complete = complete_filter,
					   .accept = accept_filter},
			page_of(app)->filter_text);
		return true;
	}
	/* The same text as after `f`: quotes are the filter's own. */
	return accept_filter(app, invocation->rest, &at_byte, err);
}

bool page_clear_filter(struct invocation *invocation, struct error *err)
{
	(void)err;
	set_filter(page_of(invocation->app), NULL, arena_new(), NULL);
	return true;
}
