/* What this user has read, while the screen runs (ui/screen.h, ui/app_inside.h). */
#include <stdlib.h>

#include "base/mem.h"
#include "base/utc.h"
#include "ui/app_inside.h"

/* Whoever looks at the demo has an invented user's eyes, who looked last before the latest changes. */
#define DEMO_AWAY_S (20 * (int64_t)HOUR_S)

/* Up to when the data on the screen is the server's. */
static int64_t shown_utc(const struct app *app)
{
	return app->worker ? app->status.synced_utc : session_snapshot(app->session)->synced_utc;
}

void app_begin_marks(struct app *app)
{
	struct marks *marks = &app->chosen.marks;
	int64_t shown = shown_utc(app), now_utc = session_now(app->session);
	/* A clock that was wrong must not make everything old that is said until then. */
	if (marks->baseline_utc == UTC_NONE || marks->baseline_utc > now_utc)
		marks->baseline_utc = shown == UTC_NONE ? now_utc : shown;
	if (app->config->globals.is_demo && app->chosen.looked_utc == UTC_NONE)
		app->chosen.looked_utc = marks->baseline_utc = now_utc - DEMO_AWAY_S;
	session_set_marks(app->session, marks);
}

void app_end_marks(struct app *app)
{
	int64_t shown = shown_utc(app);
	if (shown != UTC_NONE)
		app->chosen.looked_utc = shown;
}

struct undo *app_undo(struct app *app)
{
	return &app->undo;
}

bool app_swap_marks(struct app *app, struct mark marks[], size_t n, struct error *err)
{
	int64_t *old_utc = mem_array(n, sizeof *old_utc);
	for (size_t i = 0; i < n; i++)
		old_utc[i] = marks_get(&app->chosen.marks, marks[i].bug_id);
	bool ok = state_put_marks(app->places->state_path, marks, n, app->home, &app->chosen, err);
	for (size_t i = 0; ok && i < n; i++)
		marks[i].seen_utc = old_utc[i];
	app->generation += ok;
	free(old_utc);
	return ok;
}

void app_mark_read(struct app *app, int64_t bug_id)
{
	const struct entry *entry = snapshot_find(app_snapshot(app), bug_id);
	struct moment at = session_moment(app->session);
	struct row row = {.entry = entry, .at = &at};
	struct error err;
	if (!entry || app->config->globals.is_read_only || !row_is_new(&row))
		return;
	struct mark mark = {bug_id, entry->activity.others_changed_utc};
	if (!app_swap_marks(app, &mark, 1, &err))
		app_say(app, STYLE_ERROR, err.text);
}
