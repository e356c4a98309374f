/* The `:` line: any verb, with completion (ui/verbs.h). */

#include "app/complete.h"
#include "ui/page.h"
#include "ui/verbs.h"

static bool accept_command(struct app *app, const char *answer, size_t *at_byte, struct error *err)
{
	(void)at_byte; /* what is wrong with a verb or its words is said by name */
	return app_run_line(app, answer, err);
}

/* Those of a table that this run of the screen can do. */
static size_t add_verbs(const struct verb **verbs, size_t n, const struct verb *table, size_t n_table,
			const struct globals *globals)
{
	struct error err;
	for (size_t i = 0; i < n_table; i++)
		if ((table[i].where & VERB_SCREEN) && verb_allowed(&table[i], globals, &err))
			verbs[n++] = &table[i];
	return n;
}

/* The bug in question comes first, then those on the page. */
static const int64_t *likely_bugs(struct app *app, struct arena *home, size_t *n)
{
	const struct list *list = &page_of(app)->list;
	int64_t *ids = arena_array(home, list->n + 1, sizeof *ids);
	struct error err;
	*n = app_bug(app, &ids[0], &err) ? 1 : 0;
	for (size_t i = 0; i < list->n; i++)
		if (*n == 0 || list->ids[i] != ids[0])
			ids[(*n)++] = list->ids[i];
	return ids;
}

static void complete_command(struct app *app, struct completion *completion)
{
	const struct config *config = session_config(app_session(app));
	const struct verb **verbs =
		arena_array(completion->home, n_screen_verbs + n_shell_verbs, sizeof *verbs);
	struct moment moment = session_moment(app_session(app));
	struct line_words known = {
		.verbs = verbs,
		.views = &config->views,
		.snapshot = app_snapshot(app),
		.at = &moment,
	};
	known.n_verbs = add_verbs(verbs, 0, screen_verbs, n_screen_verbs, &config->globals);
	known.n_verbs = add_verbs(verbs, known.n_verbs, shell_verbs, n_shell_verbs, &config->globals);
	known.bug_ids = likely_bugs(app, completion->home, &known.n_bug_ids);
	line_complete(completion, &known);
}

void command_ask(struct app *app, const char *line)
{
	app_ask(app,
		&(struct question){.label = ":",
				   .history = "command",
				   .complete = complete_command,
				   .accept = accept_command},
		line);
}

bool verb_command(struct invocation *invocation, struct error *err)
{
	(void)err;
	command_ask(invocation->app, NULL);
	return true;
}
