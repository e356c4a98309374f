/* app/state.h - what this user has chosen and seen, kept between runs: view, filter, cursor, sort and columns
 * of each view, lines that were typed, what was read. One small file of lines, replaced as a whole; losing
 * it costs nothing but a habit. No text in it holds a line end. */
#ifndef APP_STATE_H
#define APP_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "view/marks.h"

/* Of one view; what is NULL is the view's own. */
struct view_choice {
	const char *view;    /* its name: one word */
	const char *sort;    /* as --sort takes it */
	const char *columns; /* field keys, by blanks */
};

/* A line that was typed in answer to a question. */
struct typed_line {
	const char *label; /* of the question; no tab in it */
	const char *line;
};

struct state {
	const char *view;   /* name; NULL: the default */
	const char *filter; /* as typed; NULL: none */
	int64_t cursor_bug; /* 0: none */
	int64_t looked_utc; /* when the dashboard was last left; UTC_NONE: never */
	struct view_choice *views;
	size_t n_views, cap_views;
	struct typed_line *typed; /* the oldest first */
	size_t n_typed, cap_typed;
	struct marks marks;
};

/* Strings live in `home`. No file is the empty state. False: something could not be read and *err says what;
 * *state holds all the rest (FAULT_DATA: lines that state_save does not write; they are left out). */
bool state_load(const char *path, struct arena *home, struct state *state, struct error *err);
bool state_save(const char *path, const struct state *state, struct error *err);

/* For a file that other dashboards of this user write too: their marks are kept beside ours. Both leave the
 * marks of all in *state.
 * state_put_marks changes nothing in the file but these marks (UTC_NONE takes one away), at once.
 * state_keep saves all else as *state has it, and no mark of ours: those are in the file. */
bool state_put_marks(const char *path, const struct mark marks[], size_t n, struct arena *home,
		     struct state *state, struct error *err);
bool state_keep(const char *path, struct arena *home, struct state *state, struct error *err);

/* What was chosen for a view; NULL: nothing. */
const struct view_choice *state_view(const struct state *state, const char *view);
/* The row of this view, to be changed; made when there is none. Valid until the next one is made. */
struct view_choice *state_change_view(struct state *state, struct arena *home, const char *view);
void state_add_typed(struct state *state, struct arena *home, const char *label, const char *line);

#endif
