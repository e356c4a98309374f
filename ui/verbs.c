#include "ui/verbs.h"

#include <stdlib.h>

#include "app/worker.h"
#include "base/mem.h"
#include "base/utc.h"
#include "ui/screen.h"
#include "ui/screen_bug.h"
#include "ui/screen_help.h"
#include "ui/term.h"

/* --- motions --- */

static bool move_by(struct invocation *invocation, enum motion motion)
{
	app_move(invocation->app, motion);
	return true;
}

bool verb_down(struct invocation *invocation, struct error *err)
{
	(void)err;
	return move_by(invocation, MOTION_DOWN);
}

bool verb_up(struct invocation *invocation, struct error *err)
{
	(void)err;
	return move_by(invocation, MOTION_UP);
}

bool verb_page_down(struct invocation *invocation, struct error *err)
{
	(void)err;
	return move_by(invocation, MOTION_PAGE_DOWN);
}

bool verb_page_up(struct invocation *invocation, struct error *err)
{
	(void)err;
	return move_by(invocation, MOTION_PAGE_UP);
}

bool verb_half_down(struct invocation *invocation, struct error *err)
{
	(void)err;
	return move_by(invocation, MOTION_HALF_DOWN);
}

bool verb_half_up(struct invocation *invocation, struct error *err)
{
	(void)err;
	return move_by(invocation, MOTION_HALF_UP);
}

bool verb_first(struct invocation *invocation, struct error *err)
{
	(void)err;
	return move_by(invocation, MOTION_FIRST);
}

bool verb_last(struct invocation *invocation, struct error *err)
{
	(void)err;
	return move_by(invocation, MOTION_LAST);
}

/* --- screens --- */

static bool is_among(const int64_t *ids, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

bool verb_bugs(struct invocation *invocation, const int64_t **ids, size_t *n, struct error *err)
{
	int64_t *named = arena_array(invocation->home, invocation->n_words, sizeof *named);
	if (invocation->n_words == 0)
		return app_selected(invocation->app, invocation->home, ids, n, err);
	*n = 0;
	for (size_t i = 0; i < invocation->n_words; i++) {
		int64_t id;
		if (!invocation_bug(invocation, i, &id, err))
			return false;
		if (!is_among(named, *n, id))
			named[(*n)++] = id;
	}
	*ids = named;
	return true;
}

/* The bug that was named, or the one that is chosen. */
static bool push_for_bug(struct invocation *invocation, const struct screen *screen, struct error *err)
{
	int64_t bug_id;
	if (invocation->n_words > 0 ? !invocation_bug(invocation, 0, &bug_id, err)
				    : !app_bug(invocation->app, &bug_id, err))
		return false;
	return app_push(invocation->app, screen, bug_id, err);
}

bool verb_open(struct invocation *invocation, struct error *err)
{
	int64_t bug_id;
	if (!push_for_bug(invocation, &screen_bug, err) || !app_bug(invocation->app, &bug_id, err))
		return false;
	app_mark_read(invocation->app, bug_id);
	return true;
}

bool verb_why(struct invocation *invocation, struct error *err)
{
	return push_for_bug(invocation, &screen_why, err);
}

bool verb_help_screen(struct invocation *invocation, struct error *err)
{
	if (app_top(invocation->app) == &screen_help)
		return true; /* it is what is shown */
	return app_push(invocation->app, &screen_help, 0, err);
}

bool verb_back(struct invocation *invocation, struct error *err)
{
	(void)err;
	app_back(invocation->app);
	return true;
}

bool verb_quit(struct invocation *invocation, struct error *err)
{
	(void)err;
	app_quit(invocation->app);
	return true;
}

/* --- the rest --- */

bool verb_reload(struct invocation *invocation, struct error *err)
{
	if (!session_config(invocation->session)->path)
		return error_set(err, FAULT_USAGE,
				 "no file was read as configuration: there is none to read again");
	if (!app_reload(invocation->app, err))
		return false;
	str_add(invocation->out, "the configuration was read again");
	return true;
}

bool verb_sync(struct invocation *invocation, struct error *err)
{
	struct worker *worker = app_worker(invocation->app);
	const char *file = session_config(invocation->session)->globals.bundle_path;
	if (!worker)
		return error_set(err, FAULT_USAGE, "offline: nothing is fetched; start without --offline");
	worker_request_sync(worker);
	str_add(invocation->out, file ? "reading the file again" : "asking the server");
	return true;
}

bool verb_times(struct invocation *invocation, struct error *err)
{
	(void)err;
	app_toggle_times(invocation->app);
	return true;
}

bool verb_plain(struct invocation *invocation, struct error *err)
{
	(void)err;
	app_toggle_plain(invocation->app);
	return true;
}

bool verb_mouse(struct invocation *invocation, struct error *err)
{
	bool is_wanted = !app_uses_mouse(invocation->app);
	(void)err;
	app_use_mouse(invocation->app, is_wanted);
	str_add(invocation->out,
		is_wanted ? "the mouse selects, scrolls and opens" : "the mouse is the terminal's again");
	return true;
}

bool verb_redraw(struct invocation *invocation, struct error *err)
{
	(void)invocation;
	(void)err;
	term_repaint();
	return true;
}

bool verb_suspend(struct invocation *invocation, struct error *err)
{
	(void)invocation;
	(void)err;
	term_suspend();
	return true;
}

/* "+60s": the sign may be left out; a clock that stood still does not go backwards. */
bool verb_clock(struct invocation *invocation, struct error *err)
{
	const char *word = invocation->words[0];
	struct session *session = app_session(invocation->app);
	int64_t seconds;
	if (!utc_parse_duration(*word == '+' ? word + 1 : word, &seconds))
		return error_set(err, FAULT_USAGE, "clock %s: not a duration such as +60s, +48h or +7d",
				 word);
	int64_t now_utc = session_now(session) + seconds;
	session_set_now(session, now_utc);
	if (app_worker(invocation->app))
		worker_request_clock(app_worker(invocation->app), now_utc);
	return true;
}
