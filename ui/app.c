#include "ui/app.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/utc.h"
#include "ui/screen.h"
#include "ui/screen_page.h"
#include "ui/stroke.h"
#include "ui/term.h"

#define LAYERS_MAX 16
#define ROWS_MIN 5
#define COLS_MIN 20

struct layer {
	const struct screen *screen;
	void *state;
};

struct app {
	const struct config *config;
	const struct places *places;
	struct session *session;
	unsigned generation;
	struct worker *worker; /* NULL: none */
	struct worker_status status;
	struct arena *home; /* of `chosen` */
	struct state chosen;
	const struct theme *theme;
	struct look look;
	int64_t now_utc; /* of the frame */
	struct layer layers[LAYERS_MAX];
	size_t n_layers; /* never 0 while the loop runs */
	struct prompt prompt;
	char *message; /* NULL: the hints are shown */
	enum style message_style;
	uint32_t typed[KEYS_MAX]; /* the beginning of a binding of several keys */
	size_t n_typed;
	const struct verb *verb, *previous_verb;
	bool is_over;
};

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

int app_rows(const struct app *app)
{
	(void)app; /* curses keeps the size of its only screen in a global */
	return LINES - 1;
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

const struct state *app_chosen(const struct app *app)
{
	return &app->chosen;
}

const struct verb *app_previous_verb(const struct app *app)
{
	return app->previous_verb;
}

/* --- the stack of screens --- */

static struct layer *top(struct app *app)
{
	return &app->layers[app->n_layers - 1];
}

const struct screen *app_top(const struct app *app)
{
	return app->layers[app->n_layers - 1].screen;
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
	app->layers[app->n_layers++] = (struct layer){screen, state};
	return true;
}

static void pop(struct app *app)
{
	struct layer *layer = top(app);
	layer->screen->close(layer->state);
	free(layer->state);
	app->n_layers--;
}

void app_back(struct app *app)
{
	if (app->n_layers > 1)
		pop(app);
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
	struct layer *layer = top(app);
	*bug_id = layer->screen->bug ? layer->screen->bug(layer->state) : 0;
	return *bug_id != 0 || error_set(err, FAULT_USAGE, "no bug is chosen here: name one by its number");
}

/* --- what verbs do to the loop --- */

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

static void hush(struct app *app)
{
	free(app->message);
	app->message = NULL;
}

void app_move(struct app *app, enum motion motion)
{
	top(app)->screen->motion(top(app)->state, motion);
}

void app_toggle_times(struct app *app)
{
	app->look.absolute_times = !app->look.absolute_times;
}

void app_ask(struct app *app, const struct question *question, const char *initial)
{
	prompt_open(&app->prompt, question, initial);
}

static bool run_words(struct app *app, struct invocation *invocation, char *const *words, size_t n,
		      struct error *err)
{
	const struct verb *verb = keys_verb(words[0], err);
	if (!verb)
		return false;
	if (!verb_allowed(verb, invocation->globals, err))
		return false;
	if (!invocation_read(invocation, verb, words + 1, n - 1, err))
		return false;
	app->previous_verb = app->verb;
	app->verb = verb;
	return verb->run(invocation, err);
}

bool app_run_line(struct app *app, const char *line, struct error *err)
{
	struct arena *home = arena_new();
	struct str out = {0};
	struct invocation invocation = {.home = home,
					.globals = &app->config->globals,
					.session = app->session,
					.app = app,
					.out = &out};
	char **words;
	size_t n;
	bool ok = command_split(line, home, &words, &n, err) &&
		  (n == 0 || run_words(app, &invocation, words, n, err));
	if (ok && out.len > 0)
		app_say(app, STYLE_TEXT, str_text(&out));
	str_free(&out);
	arena_free(home);
	return ok;
}

/* --- strokes --- */

static void run_binding(struct app *app, const struct binding *binding)
{
	struct error err;
	if (!app_run_line(app, binding->line, &err))
		app_say(app, STYLE_ERROR, err.text);
}

static void say_unknown(struct app *app)
{
	struct str text = {0};
	for (size_t i = 0; i < app->n_typed; i++)
		keys_print(&text, app->typed[i]);
	str_add(&text, " does nothing here; ? shows the keys that do");
	app_say(app, STYLE_DIM, str_text(&text));
	str_free(&text);
}

static void take_key(struct app *app, uint32_t stroke)
{
	const struct binding *binding;
	app->typed[app->n_typed++] = stroke;
	switch (keys_find(app_top(app)->scope, app->typed, app->n_typed, &binding)) {
	case KEYS_MORE:
		return;
	case KEYS_FOUND:
		run_binding(app, binding);
		break;
	case KEYS_UNKNOWN:
		say_unknown(app);
		break;
	}
	app->n_typed = 0;
}

/* The answer and the question are copied: acting on them may open the prompt anew. */
static void take_answer(struct app *app)
{
	struct question question = app->prompt.question;
	char *answer = mem_strdup(prompt_answer(&app->prompt));
	size_t at_byte = NOWHERE;
	struct error err;
	if (!question.accept(app, answer, &at_byte, &err))
		prompt_refuse(&app->prompt, at_byte, &err);
	free(answer);
}

static bool is_too_small(void)
{
	return LINES < ROWS_MIN || COLS < COLS_MIN;
}

/* Keys may be typed ahead of the picture: each must find what the one before has made. */
static void renew(struct app *app)
{
	app->now_utc = session_now(app->session);
	if (!is_too_small())
		top(app)->screen->renew(top(app)->state, app);
}

static void take_stroke(struct app *app, uint32_t stroke)
{
	hush(app);
	if (!app->prompt.is_open)
		take_key(app, stroke);
	else if (prompt_stroke(&app->prompt, stroke) == PROMPT_ANSWERED)
		take_answer(app);
	renew(app);
}

/* --- one frame --- */

#define HINT_GAP_COLS 2

static int hint_cols(const struct binding *binding)
{
	return (int)(str_width_cols(binding->keys) + 1 + str_width_cols(binding->hint)) + HINT_GAP_COLS;
}

static int draw_hint(struct canvas canvas, int col, const struct binding *binding)
{
	col += draw_text(canvas, 0, col, canvas.cols, STYLE_KEY, binding->keys) + 1;
	return col + draw_text(canvas, 0, col, canvas.cols, STYLE_TEXT, binding->hint) + HINT_GAP_COLS;
}

/* The bindings in force that have a hint, as many as fit; the last one always. */
static void draw_hints(enum key_scope scope, struct canvas canvas)
{
	const struct binding *shown[n_bindings];
	size_t n = 0;
	for (size_t i = 0; i < n_bindings; i++)
		if (bindings[i].hint && keys_in_force(&bindings[i], scope))
			shown[n++] = &bindings[i];
	int col = 0;
	for (size_t i = 0; i + 1 < n; i++)
		if (col + hint_cols(shown[i]) + hint_cols(shown[n - 1]) - HINT_GAP_COLS <= canvas.cols)
			col = draw_hint(canvas, col, shown[i]);
	if (n > 0)
		draw_hint(canvas, col, shown[n - 1]);
}

static void draw_last_line(struct app *app, struct canvas canvas)
{
	if (app->message)
		draw_text(canvas, 0, 0, canvas.cols, app->message_style, app->message);
	else
		draw_hints(app_top(app)->scope, canvas);
}

static void draw_frame(struct app *app, struct canvas all)
{
	struct layer *layer = top(app);
	struct frame frame = {.canvas = canvas_part(all, 0, all.rows - 1), .now_utc = app->now_utc};
	draw_last_line(app, canvas_part(all, all.rows - 1, 1));
	layer->screen->draw(layer->state, &frame);
	if (app->prompt.is_open)
		prompt_draw(&app->prompt, all);
}

/* Everything is drawn anew into curses' memory; only cells that differ go to the terminal. */
static void paint(struct app *app)
{
	struct canvas all = {.rows = LINES, .cols = COLS, .theme = app->theme, .look = &app->look};
	renew(app);
	erase();
	if (is_too_small()) {
		draw_text(all, 0, 0, COLS, STYLE_TEXT, "terminal too small");
		draw_cursor(all, 0, 0);
	} else {
		draw_frame(app, all);
	}
	curs_set(app->prompt.is_open ? 1 : 0);
	wnoutrefresh(stdscr);
	doupdate();
}

/* --- the loop --- */

/* How long nothing drawn changes by itself; -1: for ever. A clock that stands still wakes nobody. */
static int sleep_ms(struct app *app)
{
	struct layer *layer = top(app);
	int64_t wake_utc = layer->screen->wake(layer->state, app->now_utc);
	if (wake_utc == UTC_NONE || app->config->globals.now_utc != UTC_NONE)
		return -1;
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	int64_t left_ms = (wake_utc - (int64_t)now.tv_sec) * 1000 - now.tv_nsec / 1000000;
	return left_ms < 0 ? 0 : left_ms > INT_MAX ? INT_MAX : (int)left_ms;
}

static void take_signals(struct app *app)
{
	unsigned signals = term_take_signals();
	if (signals & TERM_END)
		app_quit(app);
	if (signals & TERM_SUSPEND)
		term_suspend();
	if (signals & TERM_CONTINUED)
		term_repaint();
	if (signals & TERM_RESIZED)
		term_fit();
}

static void take_news(struct app *app)
{
	unsigned n_texts = app->status.n_texts;
	worker_drain(app->worker);
	worker_status(app->worker, &app->status);
	struct snapshot *snapshot = worker_take(app->worker);
	if (snapshot && session_adopt(app->session, snapshot))
		app->generation++;
	if (app->status.n_texts != n_texts && app->status.text[0])
		app_say(app, STYLE_TEXT, app->status.text);
}

static void take_strokes(struct app *app)
{
	uint32_t stroke;
	while (!app->is_over && term_read_stroke(&stroke))
		take_stroke(app, stroke);
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

/* What the first paint did not need. Without a worker the screen reads the rest itself. */
static void start_work(struct app *app)
{
	struct error err;
	bool ok;
	if (app->config->globals.is_offline) {
		ok = session_refresh(app->session, NULL, 0, &err);
		app->generation++;
	} else {
		app->worker = worker_start(app->config, app->places, &err);
		ok = app->worker != NULL;
	}
	if (ok && app->worker)
		worker_status(app->worker, &app->status);
	if (!ok)
		app_say(app, STYLE_ERROR, err.text);
}

static void loop(struct app *app)
{
	paint(app);
	start_work(app);
	while (!app->is_over) {
		paint(app);
		wait_and_take(app);
	}
}

/* --- from start to end --- */

/* A state that cannot be read is worth a word, not a refusal. */
static void load_chosen(struct app *app)
{
	struct error err;
	app->home = arena_new();
	if (!state_load(app->places->state_path, app->home, &app->chosen, &err))
		app_say(app, STYLE_ERROR, err.text);
}

static void save_chosen(struct app *app)
{
	struct error err;
	if (app->config->globals.is_read_only)
		return;
	for (size_t i = 0; i < app->n_layers; i++)
		if (app->layers[i].screen->keep)
			app->layers[i].screen->keep(app->layers[i].state, &app->chosen, app->home);
	app->chosen.looked_utc = session_now(app->session);
	if (!state_save(app->places->state_path, &app->chosen, &err))
		log_line(LOG_WARN, "what was chosen is not kept: %s", err.text);
}

static bool open_session(struct app *app, struct error *err)
{
	char *notice = NULL;
	app->session = session_open(app->config, app->places, &notice, err);
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

static bool open_screen(struct app *app, struct error *err)
{
	if (!term_enter(err))
		return false;
	app->theme = theme_start(app->config->screen.theme);
	app->look.signs = str_equals(nl_langinfo(CODESET), "UTF-8") ? &signs_utf8 : &signs_ascii;
	return app_push(app, &screen_page, 0, err);
}

static void finish(struct app *app)
{
	worker_stop(app->worker);
	term_leave();
	if (app->session && app->n_layers > 0)
		save_chosen(app);
	while (app->n_layers > 0)
		pop(app);
	session_close(app->session);
	prompt_free(&app->prompt);
	arena_free(app->home);
	free(app->message);
}

bool app_run(const struct config *config, const struct places *places, struct error *err)
{
	struct app app = {.config = config, .places = places, .chosen.looked_utc = UTC_NONE};
	bool ok = open_session(&app, err) && open_screen(&app, err);
	if (ok)
		loop(&app);
	finish(&app);
	return ok;
}
