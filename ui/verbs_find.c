/* Looking for a text on whatever screen is shown (ui/verbs.h). */
#include "base/str.h"
#include "ui/screen.h"
#include "ui/verbs.h"

#define HISTORY "find"

/* "3 of 12", and whether it went round the end. */
static void add_place(struct str *out, const struct found *found, enum find_step step)
{
	str_addf(out, "%zu of %zu", found->at, found->of);
	if (found->is_wrapped)
		str_addf(out, ", wrapped to the %s", step == FIND_PREVIOUS ? "bottom" : "top");
}

static bool is_nowhere(const struct found *found, const char *text, struct error *err)
{
	if (found->of > 0)
		return false;
	error_set(err, FAULT_USAGE, "no %s matches `%s`", found->what, text);
	return true;
}

static bool take_step(struct app *app, enum find_step step, const char *text, struct error *err)
{
	struct found found;
	struct str said = {0};
	app_find(app, step, text, &found);
	if (is_nowhere(&found, text, err))
		return false;
	str_addf(&said, "/%s  ", text);
	add_place(&said, &found, step);
	app_say(app, STYLE_DIM, str_text(&said));
	str_free(&said);
	return true;
}

/* What was looked for last, on any screen and in any run. */
static bool repeat(struct app *app, enum find_step step, struct error *err)
{
	const char *text = history_newest(app_history(app), HISTORY);
	if (!text)
		return error_set(err, FAULT_USAGE, "nothing was looked for yet");
	return take_step(app, step, text, err);
}

/* --- the question --- */

static bool watch_text(struct app *app, const char *line, struct str *note)
{
	struct found found;
	app_find(app, FIND_TYPED, line, &found);
	if (!*line)
		return true;
	if (found.of == 0) {
		str_add(note, "no match");
		return false;
	}
	add_place(note, &found, FIND_TYPED);
	return true;
}

static void leave_text(struct app *app)
{
	struct found found;
	app_find(app, FIND_LEAVE, NULL, &found);
}

static bool accept_text(struct app *app, const char *answer, size_t *at_byte, struct error *err)
{
	(void)at_byte; /* all of it is what stands nowhere */
	if (!*answer)
		return repeat(app, FIND_NEXT, err);
	return take_step(app, FIND_TYPED, answer, err);
}

bool verb_find_text(struct invocation *invocation, struct error *err)
{
	struct app *app = invocation->app;
	struct found found;
	app_find(app, FIND_BEGIN, NULL, &found);
	if (invocation->n_words == 0) {
		app_ask(app,
			&(struct question){.label = "/",
					   .history = HISTORY,
					   .watch = watch_text,
					   .leave = leave_text,
					   .accept = accept_text},
			NULL);
		return true;
	}
	const char *text = words_join(invocation->words, invocation->n_words, invocation->home);
	history_add(app_history(app), HISTORY, text);
	return take_step(app, FIND_TYPED, text, err);
}

bool verb_find_next(struct invocation *invocation, struct error *err)
{
	return repeat(invocation->app, FIND_NEXT, err);
}

bool verb_find_previous(struct invocation *invocation, struct error *err)
{
	return repeat(invocation->app, FIND_PREVIOUS, err);
}
