/* One frame (ui/app_inside.h). */
#include <curses.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ui/app_inside.h"
#include "view/whose.h"

#define ROWS_MIN 5
#define COLS_MIN 20

bool frame_is_too_small(void)
{
	return LINES < ROWS_MIN || COLS < COLS_MIN;
}

/* Keys may be typed ahead of the picture: each must find what the one before has made. */
void frame_renew(struct app *app)
{
	app->now_utc = session_now(app->session);
	if (!frame_is_too_small())
		app_layer(app)->screen->renew(app_layer(app)->state, app);
}

/* --- one frame --- */

#define HINT_GAP_COLS 2

struct hint_shown {
	const struct binding *binding;
	const char *hint;
};

static int hint_cols(const struct hint_shown *shown)
{
	return (int)(str_width_cols(shown->binding->keys) + 1 + str_width_cols(shown->hint)) + HINT_GAP_COLS;
}

static int draw_hint(struct canvas canvas, int col, const struct hint_shown *shown)
{
	col += draw_text(canvas, 0, col, canvas.cols, STYLE_KEY, shown->binding->keys) + 1;
	return col + draw_text(canvas, 0, col, canvas.cols, STYLE_TEXT, shown->hint) + HINT_GAP_COLS;
}

static bool is_among(const struct hint_shown *shown, size_t n, const char *line)
{
	for (size_t i = 0; i < n; i++)
		if (str_equals(shown[i].binding->line, line))
			return true;
	return false;
}

/* Of the keys in force those with a hint; of several that do the same the first. */
static size_t find_hints(const struct keymap *keymap, enum key_scope scope, struct hint_shown *shown)
{
	size_t n = 0;
	for (size_t i = 0; i < keymap->n; i++) {
		const struct key *key = &keymap->keys[i];
		const char *hint = keymap_hint(key, scope);
		if (hint && keymap_in_force(keymap, key, scope) && !is_among(shown, n, key->binding.line))
			shown[n++] = (struct hint_shown){&key->binding, hint};
	}
	return n;
}

/* As many as fit; the last one always. */
static void draw_hints(const struct keymap *keymap, enum key_scope scope, struct canvas canvas)
{
	struct hint_shown *shown = mem_array(keymap->n, sizeof *shown);
	size_t n = find_hints(keymap, scope, shown);
	int col = 0;
	for (size_t i = 0; i + 1 < n; i++)
		if (col + hint_cols(&shown[i]) + hint_cols(&shown[n - 1]) - HINT_GAP_COLS <= canvas.cols)
			col = draw_hint(canvas, col, &shown[i]);
	if (n > 0)
		draw_hint(canvas, col, &shown[n - 1]);
	free(shown);
}

static void draw_last_line(struct app *app, struct canvas canvas)
{
	if (app->message)
		draw_text(canvas, 0, 0, canvas.cols, app->message_style, app->message);
	else
		draw_hints(&app->keymap, app_top(app)->scope, canvas);
}

/* On every screen (cli.md, PROFILE): what is owed rests on a guess. */
static void draw_head(struct app *app, struct canvas canvas)
{
	struct str line = {0};
	whose_add_line(session_roster(app->session), canvas.look, (size_t)canvas.cols, &line);
	draw_text(canvas, 0, 0, canvas.cols, STYLE_WARN, str_text(&line));
	str_free(&line);
}

static void draw_frame(struct app *app, struct canvas all)
{
	struct layer *layer = app_layer(app);
	int head_rows = app_head_rows(app);
	struct frame frame = {.canvas = canvas_part(all, head_rows, app_rows(app)), .now_utc = app->now_utc};
	if (head_rows > 0)
		draw_head(app, canvas_part(all, 0, head_rows));
	draw_last_line(app, canvas_part(all, all.rows - 1, 1));
	layer->screen->draw(layer->state, &frame);
	if (app->prompt.is_open)
		prompt_draw(&app->prompt, all);
}

/* Everything is drawn anew into curses' memory; only cells that differ go to the terminal. */
void frame_paint(struct app *app)
{
	struct canvas all = {.rows = LINES, .cols = COLS, .theme = app->theme, .look = &app->look};
	frame_renew(app);
	erase();
	if (frame_is_too_small()) {
		draw_text(all, 0, 0, COLS, STYLE_TEXT, "terminal too small");
		draw_cursor(all, 0, 0);
	} else {
		draw_frame(app, all);
	}
	curs_set(app->prompt.is_open || look_is_plain(&app->look) ? 1 : 0);
	wnoutrefresh(stdscr);
	doupdate();
}
