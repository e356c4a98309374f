/* ui/page.h - what the files of the page share: its state, and where things stand on it. screen_page.c keeps
 * the state up to date, page_choices.c remembers what is chosen, page_verbs.c changes it, page_tabs.c and
 * page_draw.c draw. */
#ifndef UI_PAGE_H
#define UI_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/config.h"
#include "base/arena.h"
#include "ui/find.h"
#include "ui/keymap.h"
#include "ui/list.h"
#include "ui/picks.h"
#include "ui/screen.h"
#include "view/columns.h"
#include "view/reason.h"
#include "view/view.h"

/* What the page knows of each view. */
struct page_view {
	const struct key *key;  /* that shows it; NULL: none does */
	struct sort sort;       /* without keys: the view's own */
	struct columns columns; /* none: the view's own */
	size_t count;           /* rows without a filter */
	bool is_counted;        /* else the snapshot cannot tell yet */
};

struct page {
	const struct config *config;
	const struct keymap *keymap;

	/* What is chosen. */
	struct page_view *views; /* of config->views, in their order; owned */
	const struct view *view;
	const struct filter *filter; /* NULL: none */
	struct arena *filter_home;
	const char *filter_text; /* in filter_home; NULL: none */
	bool has_first_key;      /* one was just taken from the menu */
	bool is_changed;         /* chosen anew since the rows were selected */
	bool is_other_view;      /* and the view is another one */

	/* What follows from it, the snapshot and the time. */
	unsigned generation;
	struct moment moment;
	struct arena *home; /* of the selection */
	struct selection selection;
	struct list list;
	struct picks picks;
	struct find find;
	int64_t find_from_id; /* under the cursor when somebody began to look for something, and the window */
	size_t find_from_top;
	const char *nothing; /* why the list is empty, in `home`; NULL: nothing special */
	struct alarm alarms[ALARMS_MAX];
	size_t n_alarms;
	int64_t recount_utc; /* when the clock may change counts or alarms */
	struct worker_status status;
	bool has_worker;
	bool is_reached;    /* all bugs that may be shown are in the snapshot */
	int64_t synced_utc; /* of the data shown; UTC_NONE: never */

	/* Layout. */
	struct look look;
	int rows, cols;
	struct column columns[COLUMNS_MAX];
	size_t n_columns;

	/* What was said on the bug under the cursor, for the question behind its countdown. */
	struct arena *talk_home;
	int64_t talk_bug_id;
	unsigned talk_generation;
	struct conversation talk;
	bool has_talk;
};

/* The page lies at the bottom of the stack: never NULL. */
struct page *page_of(struct app *app);
/* What it knows of the view that is shown. */
struct page_view *page_shown(const struct page *page);
/* The order in force: what was chosen for this view, else the view's own. */
struct sort page_order(const struct page *page);
/* Which of its keys the list is headed by: the first that has a column, else the first. */
size_t page_order_shown(const struct page *page, const struct sort *order);
/* The columns in force, likewise. */
struct columns page_columns(const struct page *page);
/* page_choices.c: from the configuration and what was chosen in an earlier run, and back. */
void page_restore(struct page *page, struct app *app);
void page_keep(const void *state, struct state *chosen, struct arena *home);

/* The row under the cursor; an entry of NULL when the list is empty. */
struct row page_row(const struct page *page, size_t index);

/* Where things stand, in rows of a page of this height; -1: not there. */
struct page_layout {
	int heading;
	int list, list_rows;
	int rule;
	int reason, reason_rows;
};
struct page_layout page_layout(int rows);

/* What line 2 says about the copy of the server's data: appended; the style it is drawn in. */
enum style page_sync_text(const struct page *page, const struct look *look, int64_t now_utc, struct str *out);
/* The last sync failed, and the server is left alone until the next. */
bool page_sync_waits(const struct page *page);
/* When that text changes. */
int64_t page_sync_wake(const struct page *page, int64_t now_utc);

/* page_tabs.c: line 1. */
/* The view whose name stands there; NULL: none. */
const struct view *page_tab_at(const struct page *page, const struct look *look, int col);
void page_draw_tabs(const struct page *page, struct canvas canvas);
/* page_find.c: as screen.find. */
void page_find(void *state, enum find_step step, const char *text, struct found *found);

/* page_mouse.c: as screen.click. */
void page_click(void *state, struct app *app, const struct mouse *mouse, struct str *line);
void page_draw(const void *state, const struct frame *frame);

#endif
