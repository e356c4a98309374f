/* The mouse (ui/screen.h, ui/app_inside.h). */
#include "ui/app_inside.h"
#include "ui/term.h"

#define WHEEL_ROWS 3

void app_use_mouse(struct app *app, bool is_wanted)
{
	app->uses_mouse = is_wanted;
	term_use_mouse(is_wanted);
}

bool app_uses_mouse(const struct app *app)
{
	return app->uses_mouse;
}

static bool is_wheel(const struct mouse *mouse)
{
	return mouse->act == MOUSE_WHEEL_UP || mouse->act == MOUSE_WHEEL_DOWN;
}

/* --- a menu --- */

static void use_prompt(struct app *app, const struct mouse *mouse)
{
	struct canvas all = {.rows = app_head_rows(app) + app_rows(app) + 1, .cols = app_cols(app)};
	if (!app->prompt.question.is_menu)
		return;
	if (is_wheel(mouse))
		dispatch_stroke(app, mouse->act == MOUSE_WHEEL_UP ? STROKE_UP : STROKE_DOWN);
	else if (prompt_click(&app->prompt, all, mouse->row) && mouse->act == MOUSE_DOUBLE_CLICK)
		dispatch_stroke(app, STROKE_ENTER);
}

/* --- a screen --- */

static void turn_wheel(struct app *app, enum motion motion)
{
	for (int i = 0; i < WHEEL_ROWS; i++)
		app_move(app, motion);
}

static void click(struct app *app, const struct mouse *mouse)
{
	struct layer *layer = app_layer(app);
	struct mouse here = *mouse;
	struct str line = {0};
	struct error err;
	here.row -= app_head_rows(app);
	if (layer->screen->click && here.row >= 0)
		layer->screen->click(layer->state, app, &here, &line);
	if (!app_run_line(app, str_text(&line), &err))
		app_say(app, STYLE_ERROR, err.text);
	str_free(&line);
}

static void take(struct app *app, const struct mouse *mouse)
{
	if (app->prompt.is_open) {
		use_prompt(app, mouse);
		return;
	}
	app_hush(app);
	app->n_typed = 0;
	if (is_wheel(mouse))
		turn_wheel(app, mouse->act == MOUSE_WHEEL_UP ? MOTION_UP : MOTION_DOWN);
	else
		click(app, mouse);
	frame_renew(app);
}

void app_take_mouse(struct app *app)
{
	struct mouse mouse;
	while (term_read_mouse(&mouse))
		if (!frame_is_too_small())
			take(app, &mouse);
}
