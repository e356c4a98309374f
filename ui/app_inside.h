/* ui/app_inside.h - what the files of the loop share: its state, and what one asks of another. app.c starts,
 * waits and ends, screen.c is what screens and verbs see of it (ui/screen.h), dispatch.c makes verbs of
 * strokes, frame.c draws. Main thread only. */
#ifndef UI_APP_INSIDE_H
#define UI_APP_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/config.h"
#include "app/places.h"
#include "ui/keymap.h"
#include "ui/screen.h"
#include "ui/undo.h"

#define LAYERS_MAX 16

struct layer {
	const struct screen *screen;
	void *state;
};

struct app {
	const struct config *config; /* a reference of our own */
	const struct config *
		*old_configs; /* replaced: an entry that a screen holds on to may name their members */
	size_t n_old_configs;
	const struct places *places;
	struct session *session;
	unsigned generation;
	enum reach reach;      /* as last asked for */
	struct worker *worker; /* NULL: none */
	struct worker_status status;
	struct arena *home; /* of `chosen` */
	struct arena *keymap_home;
	struct keymap keymap;
	struct state chosen;
	struct undo undo;
	const struct theme *theme;
	struct look look;
	int64_t now_utc; /* of the frame */
	struct layer layers[LAYERS_MAX];
	size_t n_layers; /* never 0 while the loop runs */
	struct prompt prompt;
	char *message; /* NULL: the hints are shown */
	enum style message_style;
	uint32_t typed[STROKES_MAX]; /* the beginning of a binding of several keys */
	size_t n_typed;
	const struct verb *verb, *previous_verb;
	bool uses_mouse;
	bool is_over;
};

/* app.c: as the configuration says, once the terminal is entered; starts the worker, or without one reads the
 * rest; reads what is wanted now; notes what is chosen in `chosen`. */
void app_set_looks(struct app *app);
void app_start_work(struct app *app);
void app_refresh(struct app *app);
void app_keep(struct app *app);

/* screen.c: the topmost layer; closes it, whatever is left; takes the message away. In plain mode it
 * stays, where a reader finds it, until the next one or another screen. */
struct layer *app_layer(struct app *app);
void app_pop(struct app *app);
void app_hush(struct app *app);
/* Signs or words, by what the terminal can and by `is_plain`. */
void app_set_signs(struct app *app, bool is_plain);

/* app_marks.c: when the state was loaded, what has changed before a first look is not new; when it is saved,
 * this was a look. */
void app_begin_marks(struct app *app);
void app_end_marks(struct app *app);

/* app_mouse.c: acts on what the mouse did. */
void app_take_mouse(struct app *app);

/* dispatch.c: acts on one stroke. */
void dispatch_stroke(struct app *app, uint32_t stroke);

/* frame.c: whether nothing but that can be shown; takes the time and brings the topmost screen up to date;
 * the same, and draws all. */
bool frame_is_too_small(void);
void frame_renew(struct app *app);
void frame_paint(struct app *app);

#endif
