/* The verb list: which bugs, in which order and columns, as what. */
#include <assert.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/cmd_read.h"
#include "view/columns.h"
#include "view/filter.h"
#include "view/format.h"
#include "view/sort.h"
#include "view/view.h"

#define REPORT_COLS 80

struct list_format;

struct list {
	const struct list_format *format;
	struct view_query query;
	struct sort sort;
	struct columns columns;
	struct moment at;
	struct selection selection;
};

/* --- formats --- */

/* 0: not a terminal, so each column may be as wide as it likes. */
static size_t terminal_cols(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

static bool print_table(struct invocation *invocation, const struct list *list, struct error *err)
{
	struct look look = read_look();

	(void)err;
	read_note_inferred(invocation);
	format_list_table(&list->selection, &list->at, &list->columns, &look, terminal_cols(),
			  invocation->out);
	return true;
}

static bool print_json(struct invocation *invocation, const struct list *list, struct error *err)
{
	(void)err;
	format_list_json(&list->selection, &list->at, JSON_INDENTED, invocation->out);
	return true;
}

static bool print_csv(struct invocation *invocation, const struct list *list, struct error *err)
{
	(void)err;
	format_list_csv(&list->selection, &list->at, &list->columns, invocation->out);
	return true;
}

static bool print_md(struct invocation *invocation, const struct list *list, struct error *err)
{
	const char *server;

	if (!read_document(invocation, &server, err))
		return false;
	read_note_inferred(invocation);
	format_list_md(&list->selection, &list->at, &list->columns, server, invocation->out);
	return true;
}

/* The columns that were asked for, or those of the view. */
static bool page_columns(struct list *list, const char *keys, struct error *err)
{
	const struct view *view = list->query.view;

	if (!columns_parse(keys ? keys : view->columns, &list->columns, err))
		return false;
	list->columns.are_chosen = keys || view->has_chosen_columns;
	return true;
}

/* A table in a report has no more room than a small terminal. */
static bool md_columns(struct list *list, const char *keys, struct error *err)
{
	struct column fitted[COLUMNS_MAX];

	if (!page_columns(list, keys, err))
		return false;
	if (keys)
		return true;
	list->columns.n = columns_fit(&list->columns, &look_document, REPORT_COLS, fitted);
	for (size_t i = 0; i < list->columns.n; i++)
		list->columns.fields[i] = fitted[i].field;
	return true;
}

static bool csv_columns(struct list *list, const char *keys, struct error *err)
{
	if (keys)
		return columns_parse_fields(keys, &list->columns, err);
	columns_members(&list->columns);
	return true;
}

/* A program picks the members it wants, and finds them in every version. */
static bool json_columns(struct list *list, const char *keys, struct error *err)
{
	(void)list;
	return !keys || error_set(err, FAULT_USAGE, "json always has all members; leave it out, or take csv");
}

/* The first is what is printed without --format. */
static const struct list_format {
	const char *name;
	bool is_for_programs; /* cli.md: it stands by due, then id, in whatever order the page shows that view
			       */
	bool (*columns)(struct list *list, const char *keys, struct error *err); /* keys NULL: not given */
	bool (*print)(struct invocation *invocation, const struct list *list, struct error *err);
} list_formats[] = {
	{"table", false, page_columns, print_table},
	{"json", true, json_columns, print_json},
	{"csv", true, csv_columns, print_csv},
	{"md", false, md_columns, print_md},
};

/* The first one without a name. Any other is not let through by the verb's grammar. */
static const struct list_format *find_format(const char *name)
{
	size_t i = 0, n = sizeof list_formats / sizeof list_formats[0];

	while (name && i < n && !str_equals(list_formats[i].name, name))
		i++;
	assert(i < n);
	return &list_formats[i];
}

/* --- which bugs --- */

static bool find_view(const struct invocation *invocation, const struct view **view, struct error *err)
{
	const struct view_list *list = &session_config(invocation->session)->views;
	const char *name = invocation_option(invocation, "--view");

	*view = name ? view_find(list, span_of(name), err) : &list->at[0];
	return *view || error_prefix(err, "--view: ");
}

/* An error is one line (cli.md), so what a caret would point at is said in words. */
static bool read_filter(const struct invocation *invocation, const struct filter **filter, struct error *err)
{
	const char *text = words_join(invocation->words, invocation->n_words, invocation->home);

	*filter = filter_read(text, session_roster(invocation->session), invocation->home, err);
	return *filter != NULL;
}

static bool read_list(const struct invocation *invocation, struct list *list, struct error *err)
{
	const char *sort = invocation_option(invocation, "--sort");

	list->format = find_format(invocation_option(invocation, "--format"));
	if (!find_view(invocation, &list->query.view, err))
		return false;
	if (!sort && list->format->is_for_programs)
		sort = "due";
	if (sort) {
		if (!sort_parse(sort, &list->sort, err))
			return error_prefix(err, "--sort: ");
		list->query.sort = &list->sort;
	}
	if (!list->format->columns(list, invocation_option(invocation, "--columns"), err))
		return error_prefix(err, "--columns: ");
	return read_filter(invocation, &list->query.filter, err);
}

bool cmd_list(struct invocation *invocation, struct error *err)
{
	struct list list = {0};

	/* A filter names members: where they are inferred, the data says who they are. */
	if (session_roster(invocation->session)->is_inferred &&
	    !session_refresh_first(invocation->session, err))
		return false;
	/* Closed bugs and those of others are read only where they can be listed. */
	if (!read_list(invocation, &list, err) ||
	    !session_refresh_all(invocation->session, view_reach(&list.query), err) ||
	    !session_check_ca(invocation->session, err))
		return false;
	list.at = session_moment(invocation->session);
	list.columns.are_about = list.at.roster->is_inferred;
	view_select(session_snapshot(invocation->session), &list.query, &list.at, invocation->home,
		    &list.selection);
	if (list.selection.n == 0)
		read_note_empty(invocation, list.query.view);
	read_note_old(invocation);
	return list.format->print(invocation, &list, err);
}
