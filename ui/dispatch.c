/* From strokes to verbs (ui/app_inside.h). */
#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "base/mem.h"
#include "ui/app_inside.h"
#include "ui/verbs.h"

/* --- lines --- */

static bool run_words(struct app *app, struct invocation *invocation, char *const *words, size_t n,
		      struct error *err)
{
	const struct verb *verb = keymap_verb(words[0], err);
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

/* Behind the first word; the line has one. */
static const char *behind_verb(const char *line)
{
	while (ascii_is_space(*line))
		line++;
	while (*line && !ascii_is_space(*line))
		line++;
	while (ascii_is_space(*line))
		line++;
	return line;
}

bool app_run_line(struct app *app, const char *line, struct error *err)
{
	struct arena *home = arena_new();
	struct str out = {0};
	struct invocation invocation = {.home = home,
					.globals = &app->config->globals,
					.session = app->session,
					.state = &app->chosen,
					.app = app,
					.rest = behind_verb(line),
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

/* A line that wants more is opened to be completed, as it is or with the blank before the next word. */
static void open_line(struct app *app, const char *line)
{
	struct str begun = {0};
	str_addf(&begun, "%s%s", line, line[strlen(line) - 1] == '=' ? "" : " ");
	command_ask(app, str_text(&begun));
	str_free(&begun);
}

static void run_key(struct app *app, const struct key *key)
{
	struct error err;
	if (key->is_begun && verb_allowed(key->verb, &app->config->globals, &err))
		open_line(app, key->binding.line);
	else if (!app_run_line(app, key->binding.line, &err))
		app_say(app, STYLE_ERROR, err.text);
}

static void say_unknown(struct app *app)
{
	struct str text = {0};
	for (size_t i = 0; i < app->n_typed; i++)
		stroke_print(&text, app->typed[i]);
	str_add(&text, " does nothing here; ");
	keymap_print_way(&app->keymap, app_top(app)->scope, "help", &text);
	str_add(&text, " shows the keys that do");
	app_say(app, STYLE_DIM, str_text(&text));
	str_free(&text);
}

static void take_key(struct app *app, uint32_t stroke)
{
	const struct key *key;
	app->typed[app->n_typed++] = stroke;
	switch (keymap_find(&app->keymap, app_top(app)->scope, app->typed, app->n_typed, &key)) {
	case KEYS_MORE:
		return;
	case KEYS_FOUND:
		run_key(app, key);
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

void dispatch_stroke(struct app *app, uint32_t stroke)
{
	if (stroke == STROKE_MOUSE) {
		app_take_mouse(app);
		return;
	}
	app_hush(app);
	if (app->prompt.is_open) {
		if (prompt_stroke(&app->prompt, stroke) == PROMPT_ANSWERED)
			take_answer(app);
	} else if (STROKE_IS_ALT(stroke)) {
		/* Alt edits a line; elsewhere it was Esc, and the letter typed right after it. */
		take_key(app, STROKE_ESC);
		take_key(app, STROKE_WITHOUT_ALT(stroke));
	} else {
		take_key(app, stroke);
	}
	frame_renew(app);
}
