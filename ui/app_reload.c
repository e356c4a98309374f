/* The configuration read again while the screen runs (ui/screen.h, ui/app_inside.h). All that can fail is
 * done before anything is replaced. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/utc.h"
#include "ui/app_inside.h"
#include "ui/checked.h"
#include "ui/term.h"

/* What takes the place of the app's. */
struct next {
	const struct config *config;
	struct arena *keymap_home;
	struct keymap keymap;
	struct session *session;
};

/* With another roster everything is to be worked out again: that comes after the first picture, as it does
 * after the start. */
static bool open_session(struct app *app, struct next *next, struct error *err)
{
	next->session = session_open(next->config, app->places, SESSION_READS, NULL, err);
	if (!next->session)
		return false;
	if (app->config->globals.now_utc != UTC_NONE)
		session_set_now(next->session, session_now(app->session));
	return session_refresh_first(next->session, err);
}

static bool prepare(struct app *app, struct next *next, struct error *err)
{
	next->config = config_load_checked(&app->config->globals, err);
	return next->config && keymap_make(&next->keymap, next->config, next->keymap_home, err) &&
	       open_session(app, next, err);
}

static void discard(struct next *next)
{
	session_close(next->session);
	arena_free(next->keymap_home);
	config_unref(next->config);
}

static void retire_config(struct app *app)
{
	app->old_configs =
		mem_resize(app->old_configs, app->n_old_configs + 1, sizeof(const struct config *));
	app->old_configs[app->n_old_configs++] = app->config;
}

static void replace(struct app *app, const struct next *next)
{
	retire_config(app);
	session_close(app->session);
	arena_free(app->keymap_home);
	app->config = next->config;
	app->session = next->session;
	app->keymap_home = next->keymap_home;
	app->keymap = next->keymap;
	session_set_marks(app->session, &app->chosen.marks);
	app->generation++;
}

static void start_work(struct app *app)
{
	app_start_work(app);
	if (app->worker && app->config->globals.now_utc != UTC_NONE)
		worker_request_clock(app->worker, session_now(app->session));
}

bool app_reload(struct app *app, struct error *err)
{
	struct next next = {.keymap_home = arena_new()};
	if (!prepare(app, &next, err)) {
		discard(&next);
		return false;
	}
	worker_stop(app->worker);
	app->worker = NULL;
	app_keep(app);
	replace(app, &next);
	app_set_looks(app);
	for (size_t i = 0; i < app->n_layers; i++)
		if (app->layers[i].screen->adopt)
			app->layers[i].screen->adopt(app->layers[i].state, app);
	term_repaint();
	start_work(app);
	return true;
}
