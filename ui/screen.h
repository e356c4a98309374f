/* ui/screen.h - what a screen is, and what the loop does for it.
 * A screen is a struct of functions over a state of its own. Screens lie on a stack; the topmost is shown.
 * The loop calls `renew` after each stroke and before each frame, then `draw`. Drawing only reads, cannot
 * fail, asks no database and takes its time from the frame; whatever must be read or worked out, `renew`
 * does, and does again only what has changed: the generation of the snapshot, the size, the time, the
 * screen's own choices. Main thread only. */
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session.h"
#include "app/state.h"
#include "app/worker.h"
#include "base/arena.h"
#include "base/error.h"
#include "ui/draw.h"
#include "ui/find.h"
#include "ui/keymap.h"
#include "ui/list.h"
#include "ui/mouse.h"
#include "ui/prompt.h"
#include "view/snapshot.h"

struct app;

struct screen {
	const char *name;
	enum key_scope scope;
	size_t state_size;
	/* The state is zeroed; `bug_id` is 0 for a screen that is not about one bug. On failure `close` is
	 * not called. */
	bool (*open)(void *state, struct app *app, int64_t bug_id, struct error *err);
	void (*renew)(void *state, struct app *app);
	void (*motion)(void *state, enum motion motion);
	/* Puts the hardware cursor last, with draw_cursor. */
	void (*draw)(const void *state, const struct frame *frame);
	/* A click at a place of the screen: selects what is there, and appends the line that it stands for,
	 * as it would be typed after `:`. NULL: nothing there can be clicked. */
	void (*click)(void *state, struct app *app, const struct mouse *mouse, struct str *line);
	/* The next moment at which a drawn word changes; UTC_NONE: never. */
	int64_t (*wake)(const void *state, int64_t now_utc);
	/* The bug that a verb without an ID means; 0: none. */
	int64_t (*bug)(const void *state);
	/* The bugs selected here, in the order shown and in `home`; returns how many. NULL: none ever is. */
	size_t (*selected)(const void *state, struct arena *home, const int64_t **ids);
	/* Looks for a text (ui/find.h): takes the step and says what came of it. NULL: there is none here. */
	void (*find)(void *state, enum find_step step, const char *text, struct found *found);
	/* What of this screen is kept until the next run, in `home`; NULL: nothing. */
	void (*keep)(const void *state, struct state *chosen, struct arena *home);
	/* The configuration, the session and the keys are others now, and what was kept before is in
	 * app_chosen; NULL: `renew` sees all that by the generation. */
	void (*adopt)(void *state, struct app *app);
	void (*close)(void *state);
};

/* --- the world, as the loop sees it --- */
struct session *app_session(struct app *app);
const struct snapshot *app_snapshot(struct app *app);
unsigned app_generation(const struct app *app); /* counts the snapshots */
int64_t app_now(const struct app *app);
const struct look *app_look(const struct app *app);
/* The lines above the screen: whose page it is, where the team is inferred. */
int app_head_rows(const struct app *app);
/* The room in which the screen draws: all but those and the line of hints. */
int app_rows(const struct app *app);
int app_cols(const struct app *app);
/* NULL while there is no worker: --offline, and before the first paint. */
struct worker *app_worker(struct app *app);
const struct worker_status *app_worker_status(const struct app *app);
/* The keys that hold, for hints and help. */
const struct keymap *app_keymap(const struct app *app);
/* What this user had chosen when the program was left the last time. */
const struct state *app_chosen(const struct app *app);

/* --- what a screen or a verb may ask of the loop --- */
/* From now on the snapshots are of these bugs; REACH_OPEN at least. */
void app_want(struct app *app, enum reach reach);
/* The bug's entry, worked out; read into the snapshot when it is not there, which makes it another one. NULL
 * and FAULT_DATA when it is not in the local copy. */
const struct entry *app_entry(struct app *app, int64_t bug_id, struct error *err);
/* Reads into the snapshot what changed after that moment. */
bool app_load_since(struct app *app, int64_t since_utc, struct error *err);
/* Puts these marks in force and into the state file, and leaves in `marks` what was there before. On failure
 * nothing has changed. */
bool app_swap_marks(struct app *app, struct mark marks[], size_t n, struct error *err);
/* The bug was opened: what is known of it was read. Not with --read-only. */
void app_mark_read(struct app *app, int64_t bug_id);
/* What can be taken back. */
struct undo *app_undo(struct app *app);
bool app_push(struct app *app, const struct screen *screen, int64_t bug_id, struct error *err);
/* Closes the topmost screen; the last one stays. */
void app_back(struct app *app);
void app_quit(struct app *app);
/* Reads the configuration again; all of it takes effect. On an error nothing has changed. */
bool app_reload(struct app *app, struct error *err);
/* One line in place of the hints, until the next key. */
void app_say(struct app *app, enum style style, const char *text);
void app_move(struct app *app, enum motion motion);
void app_use_mouse(struct app *app, bool is_wanted);
bool app_uses_mouse(const struct app *app);
void app_toggle_times(struct app *app);
void app_toggle_plain(struct app *app);
/* The state of the uppermost screen of this kind; NULL: there is none. */
void *app_state(struct app *app, const struct screen *screen);
/* The topmost screen. */
const struct screen *app_top(const struct app *app);
/* The bug of the topmost screen; false and FAULT_USAGE when it is about none. */
bool app_bug(struct app *app, int64_t *bug_id, struct error *err);
/* What a verb without an ID acts on: the selected bugs of the topmost screen, else its one bug; in `home`,
 * never none. False and FAULT_USAGE when there is neither. */
bool app_selected(struct app *app, struct arena *home, const int64_t **ids, size_t *n, struct error *err);
/* Runs a line as it would be typed after `:`. */
bool app_run_line(struct app *app, const char *line, struct error *err);
/* Takes a step of looking for a text on the topmost screen. */
void app_find(struct app *app, enum find_step step, const char *text, struct found *found);
/* What was answered to questions, in this run and earlier ones. */
struct history *app_history(struct app *app);
/* The verb that ran before the one that runs now; NULL: none. */
const struct verb *app_previous_verb(const struct app *app);
void app_ask(struct app *app, const struct question *question, const char *initial);

#endif
