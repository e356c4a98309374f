/* view/view.h - named views, and the selection of rows that a view, a filter and an order make of a
 * snapshot. Pure. A selection borrows its entries from the snapshot. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "view/condition.h"
#include "view/filter.h"
#include "view/sort.h"

/* A row of the table is what keys 1, 2, … and --view show. */
struct view {
	const char *name;    /* ours: command line, state file */
	const char *title;   /* Ours: line 1 */
	const char *help;    /* one phrase */
	bool is_others;      /* others' bugs instead of ours */
	bool is_mine;        /* says something only to who is a member */
	const char *filter;  /* beside "open and ours" or "open and others'", where it does not say itself */
	const char *sort;    /* sort keys */
	const char *columns; /* field keys, from left to right */
	bool has_chosen_columns; /* by the user (view/columns.h) */
};

extern const struct view views[]; /* bugclock's own; key 1 is views[0] */
extern const size_t n_views;

/* All that a user has: bugclock's own, then those of the configuration (config->views). What is read there
 * as a filter, a sort or columns is tried before it comes in here. */
struct view_list {
	const struct view *at;
	size_t n;
};

/* By name, without regard to case; NULL and FAULT_USAGE, which lists the names, when there is none. */
const struct view *view_find(const struct view_list *list, struct span name, struct error *err);

struct view_query {
	const struct view *view;     /* never NULL */
	const struct filter *filter; /* NULL: none. What it says of open and ours takes the view's place */
	const struct sort *sort;     /* NULL: the view's */
};

struct selection {
	const struct entry **entries; /* in order */
	size_t n;
	/* The next moment at which the clock alone may change what is selected; UTC_NONE: never. */
	int64_t next_change_utc;
};

/* Which bugs can be among what it selects. */
enum reach view_reach(const struct view_query *query);

/* The array lives in `home`. */
void view_select(const struct snapshot *snapshot, const struct view_query *query, const struct moment *at,
		 struct arena *home, struct selection *selection);
/* How many rows the view has without a filter, for line 1. */
size_t view_count(const struct snapshot *snapshot, const struct view *view, const struct moment *at);

#define ALARMS_MAX 16
struct alarm {
	const struct condition *condition; /* its `alarm` is the words, "no owner" */
	unsigned n;                        /* open bugs; never 0 */
};
/* What line 2 says, from left to right. Returns how many. */
size_t view_alarms(const struct snapshot *snapshot, const struct moment *at, struct alarm alarms[ALARMS_MAX]);

#endif
