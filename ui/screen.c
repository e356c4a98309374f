#include "ui/screen.h"

#include <curses.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ui/app_inside.h"
#include "ui/term.h"

/* --- the world, as screens see it --- */

struct session *app_session(struct app *app)
{
	return app->session;
}

const struct snapshot *app_snapshot(struct app *app)
{
	return session_snapshot(app->session);
}

unsigned app_generation(const struct app *app)
{
	return app->generation;
}

int64_t app_now(const struct app *app)
{
	return app->now_utc;
}

const struct look *app_look(const struct app *app)
{
	return &app->look;
}

int app_head_rows(const struct app *app)
{
	return session_roster(app->session)->is_inferred ? 1 : 0;
}

int app_rows(const struct app *app)
{
	return LINES - app_head_rows(app) - 1; /* curses keeps the size of its only screen in a global */
}

int app_cols(const struct app *app)
{
	(void)app;
	return COLS;
}

struct worker *app_worker(struct app *app)
{
	return app->worker;
}

const struct worker_status *app_worker_status(const struct app *app)
{
	return app->worker ? &app->status : NULL;
}

void app_want(struct app *app, enum reach reach)
{
	reach = reach > REACH_OPEN ? reach : REACH_OPEN;
	if (reach == app->reach)
		return;
	app->reach = reach;
	if (app->worker)
		worker_request_reach(app->worker, reach);
	else if (app->generation > 0) /* the first picture is painted */
		app_refresh(app);
}

const struct entry *app_entry(struct app *app, int64_t bug_id, struct error *err)
{
	const struct entry *entry = snapshot_find(app_snapshot(app), bug_id);
	if (entry && !entry->is_pending)
		return entry;
	if (!session_refresh(app->session, &bug_id, 1, err))
		return NULL;
	app->generation++;
	entry = snapshot_find(app_snapshot(app), bug_id);
	if (!entry)
		error_set(err, FAULT_DATA, "bug %" PRId64 " is not in the local copy", bug_id);
	return entry;
}

bool app_load_since(struct app *app, int64_t since_utc, struct error *err)
{
	app->generation++;
	return session_refresh_since(app->session, since_utc, err);
}

const struct state *app_chosen(const struct app *app)
{
	return &app->chosen;
}

const struct keymap *app_keymap(const struct app *app)
{
	return &app->keymap;
}

const struct verb *app_previous_verb(const struct app *app)
{
	return app->previous_verb;
}

/* --- the stack of screens --- */

struct layer *app_layer(struct app *app)
{
	return &app->layers[app->n_layers - 1];
}

const struct screen *app_top(const struct app *app)
{
	return app->layers[app->n_layers - 1].screen;
}

static void drop_message(struct app *app)
{
	free(app->message);
	app->message = NULL;
}

bool app_push(struct app *app, const struct screen *screen, int64_t bug_id, struct error *err)
{
	if (app->n_layers == LAYERS_MAX)
		return error_set(err, FAULT_USAGE, "too many screens are open: q goes back");
	void *state = mem_alloc(screen->state_size);
	if (!screen->open(state, app, bug_id, err)) {
		free(state);
		return false;
	}
	if (app->n_layers > 0)
		drop_message(app);
	app->layers[app->n_layers++] = (struct layer){screen, state};
	return true;
}

void app_pop(struct app *app)
{
	struct layer *layer = app_layer(app);
	layer->screen->close(layer->state);
	free(layer->state);
	app->n_layers--;
}

void app_back(struct app *app)
{
	if (app->n_layers == 1)
		return;
	drop_message(app);
	app_pop(app);
}

void *app_state(struct app *app, const struct screen *screen)
{
	for (size_t i = app->n_layers; i > 0; i--)
		if (app->layers[i - 1].screen == screen)
			return app->layers[i - 1].state;
	return NULL;
}

bool app_bug(struct app *app, int64_t *bug_id, struct error *err)
{
	struct layer *layer = app_layer(app);
	*bug_id = layer->screen->bug ? layer->screen->bug(layer->state) : 0;
	return *bug_id != 0 || error_set(err, FAULT_USAGE, "no bug is chosen here: name one by its number");
}

bool app_selected(struct app *app, struct arena *home, const int64_t **ids, size_t *n, struct error *err)
{
	struct layer *layer = app_layer(app);
	int64_t *one;
	*n = layer->screen->selected ? layer->screen->selected(layer->state, home, ids) : 0;
	if (*n > 0)
		return true;
	*ids = one = arena_array(home, 1, sizeof *one);
	*n = 1;
	return app_bug(app, one, err);
}

struct history *app_history(struct app *app)
{
	return &app->prompt.history;
}

/* --- what verbs do to the loop --- */

void app_find(struct app *app, enum find_step step, const char *text, struct found *found)
{
	struct layer *layer = app_layer(app);
	*found = (struct found){.what = "line"};
	if (layer->screen->find)
		layer->screen->find(layer->state, step, text, found);
}

void app_quit(struct app *app)
{
	app->is_over = true;
}

void app_say(struct app *app, enum style style, const char *text)
{
	free(app->message);
	app->message = mem_strdup(text);
	app->message_style = style;
}

void app_hush(struct app *app)
{
	if (!look_is_plain(&app->look))
		drop_message(app);
}

void app_move(struct app *app, enum motion motion)
{
	app_layer(app)->screen->motion(app_layer(app)->state, motion);
}

void app_toggle_times(struct app *app)
{
	app->look.absolute_times = !app->look.absolute_times;
}

void app_set_signs(struct app *app, bool is_plain)
{
	term_set_look(&app->look, is_plain);
}

void app_toggle_plain(struct app *app)
{
	app_set_signs(app, !look_is_plain(&app->look));
}

void app_ask(struct app *app, const struct question *question, const char *initial)
{
	prompt_open(&app->prompt, app, question, initial);
}
