#include "ui/app.h"

#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/utc.h"
#include "ui/app_inside.h"
#include "ui/screen_page.h"
#include "ui/term.h"
#include "ui/tick.h"

/* --- the loop --- */

/* How long nothing drawn changes by itself; -1: for ever. A clock that stands still wakes nobody, and a
 * screen that has no room is not kept up to date: it cannot tell. */
static int sleep_ms(struct app *app)
{
	struct layer *layer = app_layer(app);
	if (frame_is_too_small())
		return -1;
	int64_t wake_utc = layer->screen->wake(layer->state, app->now_utc);
	/* A reader that is told each second gets nowhere. */
	if (look_is_plain(&app->look) && wake_utc != UTC_NONE && wake_utc < tick_minute(app->now_utc))
		wake_utc = tick_minute(app->now_utc);
	if (wake_utc == UTC_NONE || app->config->globals.now_utc != UTC_NONE)
		return -1;
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	int64_t left_ms = (wake_utc - (int64_t)now.tv_sec) * 1000 - now.tv_nsec / 1000000;
	return left_ms < 0 ? 0 : left_ms > INT_MAX ? INT_MAX : (int)left_ms;
}

static void take_signals(struct app *app)
{
	if (!term_obey_signals())
		app_quit(app);
}

/* The cache that the worker has filled anew: until it has, the old one holds what is shown. */
static void reattach(struct app *app)
{
	struct error err;
	bool is_other;
	if (session_snapshot(app->session)->synced_utc == UTC_NONE)
		return;
	if (!session_reattach(app->session, &is_other, &err))
		app_say(app, STYLE_ERROR, err.text);
}

/* What was said and is over goes by itself: nobody may be there to press a key. */
static void heed(struct app *app, const struct worker_status *before)
{
	const char *text = app->status.text;
	if (text[0] && app->status.n_texts != before->n_texts)
		app_say(app, STYLE_TEXT, text);
	else if (!text[0] && before->text[0] && app->message && strcmp(app->message, before->text) == 0)
		app_hush(app);
}

static void take_news(struct app *app)
{
	struct worker_status before = app->status;
	worker_drain(app->worker);
	worker_status(app->worker, &app->status);
	struct snapshot *snapshot = worker_take(app->worker);
	if (snapshot && session_adopt(app->session, snapshot)) {
		reattach(app);
		app->generation++;
	}
	heed(app, &before);
}

static void take_strokes(struct app *app)
{
	uint32_t stroke;
	while (!app->is_over && term_read_stroke(&stroke))
		dispatch_stroke(app, stroke);
}

static void wait_and_take(struct app *app)
{
	enum { KEYBOARD, SIGNALS, NEWS, N_FDS };
	struct pollfd fds[N_FDS] = {
		[KEYBOARD] = {.fd = STDIN_FILENO, .events = POLLIN},
		[SIGNALS] = {.fd = term_signal_fd(), .events = POLLIN},
		[NEWS] = {.fd = app->worker ? worker_fd(app->worker) : -1, .events = POLLIN},
	};
	if (poll(fds, N_FDS, sleep_ms(app)) < 0)
		return; /* interrupted: what interrupted is in the pipe by now */
	if (fds[SIGNALS].revents)
		take_signals(app);
	if (fds[NEWS].revents)
		take_news(app);
	if (fds[KEYBOARD].revents & POLLIN)
		take_strokes(app);
	if (fds[KEYBOARD].revents & (POLLHUP | POLLERR | POLLNVAL))
		app_quit(app); /* the terminal is gone */
}

static void start_worker(struct app *app)
{
	struct error err;
	app->worker = worker_start(app->config, app->places, &err);
	if (!app->worker) {
		app_say(app, STYLE_ERROR, err.text);
		return;
	}
	worker_status(app->worker, &app->status);
	if (app->reach != REACH_OPEN)
		worker_request_reach(app->worker, app->reach);
}

void app_refresh(struct app *app)
{
	struct error err;
	if (!session_refresh_all(app->session, app->reach, &err))
		app_say(app, STYLE_ERROR, err.text);
	app->generation++;
}

/* Without a worker the screen reads the rest itself. */
void app_start_work(struct app *app)
{
	if (!app->config->globals.is_offline)
		start_worker(app);
	if (!app->worker)
		app_refresh(app);
}

static void loop(struct app *app)
{
	frame_paint(app);
	app_start_work(app);
	while (!app->is_over) {
		tzset(); /* a laptop travels */
		frame_paint(app);
		wait_and_take(app);
	}
}

/* --- from start to end --- */

/* A state that cannot be read is worth a word, not a refusal. */
static void load_chosen(struct app *app)
{
	struct error err;
	if (!state_load(app->places->state_path, app->home, &app->chosen, &err))
		app_say(app, STYLE_ERROR, err.text);
	for (size_t i = 0; i < app->chosen.n_typed; i++)
		history_add(&app->prompt.history, app->chosen.typed[i].label, app->chosen.typed[i].line);
	app_begin_marks(app);
}

static void keep_history(const struct history *history, struct state *chosen, struct arena *home)
{
	chosen->n_typed = 0;
	for (size_t i = 0; i < history->n; i++)
		state_add_typed(chosen, home, history->at[i].name, history->at[i].line);
}

void app_keep(struct app *app)
{
	for (size_t i = 0; i < app->n_layers; i++)
		if (app->layers[i].screen->keep)
			app->layers[i].screen->keep(app->layers[i].state, &app->chosen, app->home);
}

static void save_chosen(struct app *app)
{
	struct error err;
	if (app->config->globals.is_read_only)
		return;
	app_keep(app);
	keep_history(&app->prompt.history, &app->chosen, app->home);
	app_end_marks(app);
	if (!state_keep(app->places->state_path, app->home, &app->chosen, &err))
		log_line(LOG_WARN, "what was chosen is not kept: %s", err.text);
}

static bool open_session(struct app *app, struct error *err)
{
	char *notice = NULL;
	app->session = session_open(app->config, app->places, SESSION_READS, &notice, err);
	if (!app->session || !session_refresh_first(app->session, err)) {
		free(notice);
		return false;
	}
	load_chosen(app);
	if (notice)
		app_say(app, STYLE_TEXT, notice);
	free(notice);
	return true;
}

void app_set_looks(struct app *app)
{
	app->theme = theme_start(app->config->screen.theme);
	app_use_mouse(app, app->config->screen.mouse);
	app_set_signs(app, app->config->screen.plain);
}

static bool open_screen(struct app *app, struct error *err)
{
	if (!term_enter(err))
		return false;
	app_set_looks(app);
	return app_push(app, &screen_page, 0, err);
}

static void finish(struct app *app)
{
	worker_stop(app->worker);
	term_leave();
	if (app->session && app->n_layers > 0)
		save_chosen(app);
	while (app->n_layers > 0)
		app_pop(app);
	session_close(app->session);
	undo_free(&app->undo);
	prompt_free(&app->prompt);
	arena_free(app->keymap_home);
	arena_free(app->home);
	free(app->message);
	for (size_t i = 0; i < app->n_old_configs; i++)
		config_unref(app->old_configs[i]);
	free(app->old_configs);
	config_unref(app->config);
}

bool app_run(const struct config *config, const struct places *places, struct error *err)
{
	struct app app = {.config = config_ref(config),
			  .places = places,
			  .home = arena_new(),
			  .keymap_home = arena_new(),
			  .reach = REACH_OPEN,
			  .chosen.looked_utc = UTC_NONE};
	bool ok = keymap_make(&app.keymap, config, app.keymap_home, err) && open_session(&app, err) &&
		  open_screen(&app, err);
	if (ok)
		loop(&app);
	finish(&app);
	return ok;
}
