/* bugclock - options, then a command or the dashboard. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/cmd_data.h"
#include "app/command.h"
#include "app/face_lines.h"
#include "app/globals.h"
#include "app/places.h"
#include "app/session.h"
#include "app/state.h"
#include "base/error.h"
#include "base/log.h"
#include "base/utc.h"
#include "ui/app.h"
#include "ui/checked.h"
#include "ui/face_screen.h"
#include "ui/first_start.h"
#include "ui/term.h"

/* Set by a signal while a command runs: it ends early, and the private store is removed. */
static atomic_bool interrupted;
static volatile sig_atomic_t interrupted_by;

/* It may have come just before a read that waits, and would not be heard: it comes again until it is. */
static void on_signal(int number)
{
	if (number != SIGALRM)
		interrupted_by = number;
	atomic_store(&interrupted, true);
	alarm(1);
}

/* Of the signals that end a program, those stay ignored that the parent had it ignore (nohup). */
static void handle_signals(void (*handler)(int number))
{
	static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = handler}, old;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++)
		if (sigaction(ending[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(ending[i], &action, NULL);
}

static void catch_signals(void)
{
	handle_signals(on_signal);
	sigaction(SIGALRM, &(const struct sigaction){.sa_handler = on_signal}, NULL);
	/* A reader that goes away is no error (cli.md): write() then says EPIPE. */
	signal(SIGPIPE, SIG_IGN);
	/* A file that may not grow (ulimit -f) is like a full disk: write() says EFBIG. */
	signal(SIGXFSZ, SIG_IGN);
}

static bool print(const struct str *out, struct error *err)
{
	const char *at = str_text(out);
	size_t left = out->len;

	while (left > 0) {
		ssize_t written = write(STDOUT_FILENO, at, left);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0 && errno == EPIPE)
			return true;
		if (written < 0)
			return error_set(err, FAULT_IO, "cannot write to standard output: %s",
					 strerror(errno));
		at += written;
		left -= (size_t)written;
	}
	return true;
}

static void print_notes(const struct str *notes)
{
	struct span rest = {str_text(notes), notes->len}, line;

	while (span_next_line(&rest, &line))
		fprintf(stderr, "bugclock: %.*s\n", (int)line.len, line.at);
}

/* --- a command --- */

/* A state that cannot be read is worth a word, not a refusal. */
static void load_state(struct invocation *invocation, struct state *state)
{
	struct error err;

	if (!state_load(invocation->places->state_path, invocation->home, state, &err))
		str_addf(invocation->notes, "%s\n", err.text);
	session_set_marks(invocation->session, &state->marks);
	invocation->state = state;
}

/* A bundle is read into its cache by each command. */
static enum session_use use_of(const struct verb *verb, const struct config *config)
{
	return config_is_bundle(config) || verb->where & VERB_FETCHES ? SESSION_WRITES : SESSION_READS;
}

static bool run_in_session(struct invocation *invocation, const struct config *config, struct error *err)
{
	char *notice = NULL;
	struct state state;
	bool ok;

	invocation->session =
		session_open(config, invocation->places, use_of(invocation->verb, config), &notice, err);
	if (notice)
		str_addf(invocation->notes, "%s\n", notice);
	free(notice);
	if (!invocation->session)
		return false;
	load_state(invocation, &state);
	ok = (!config_is_bundle(config) || data_fill(invocation->session, invocation->stop, err)) &&
	     invocation->verb->run(invocation, err);
	session_close(invocation->session);
	return ok;
}

static bool run_in_places(struct invocation *invocation, const struct config *config, struct error *err)
{
	struct places places = {0};
	struct error closing;
	bool ok;

	invocation->places = &places;
	ok = places_open(&places, config, err) && run_in_session(invocation, config, err);
	if (!places_close(&places, &closing) && ok) {
		*err = closing;
		ok = false;
	}
	return ok;
}

static bool run_with_config(struct invocation *invocation, const struct globals *globals, struct error *err)
{
	struct config *config = config_load_checked(globals, err);
	struct error config_error = *err;
	unsigned where = invocation->verb->where;
	bool ok;

	if (!config && !(where & VERB_ANYHOW))
		return false;
	invocation->config = config;
	invocation->config_error = config ? NULL : &config_error;
	ok = where & (VERB_CONFIG | VERB_ANYHOW) ? invocation->verb->run(invocation, err)
						 : run_in_places(invocation, config, err);
	config_unref(config);
	return ok;
}

static bool wants_help(char *const *words, size_t n)
{
	for (size_t i = 0; i < n && strcmp(words[i], "--") != 0; i++)
		if (strcmp(words[i], "--help") == 0)
			return true;
	return false;
}

static bool run_command(const struct command_line *line, struct invocation *invocation, struct error *err)
{
	const struct verb *verb = verb_find(shell_verbs, n_shell_verbs, line->words[0], VERB_SHELL, err);

	if (!verb || !verb_allowed(verb, &line->globals, err))
		return false;
	if (wants_help(line->words + 1, line->n_words - 1)) {
		verb_help(invocation->out, verb);
		return true;
	}
	if (!invocation_read(invocation, verb, line->words + 1, line->n_words - 1, err))
		return false;
	return verb->where & VERB_BARE ? verb->run(invocation, err)
				       : run_with_config(invocation, &line->globals, err);
}

static bool is_at_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* Plain lines also on a terminal that cannot place a cursor. */
static struct face *open_face(const atomic_bool *stop)
{
	struct error ignored;
	struct face *face = is_at_terminal() ? face_screen_open(&ignored) : NULL;

	return face ? face : face_lines_open(stop);
}

static bool command(const struct command_line *line, int *exit_code, bool *leads_to_page, struct error *err)
{
	struct str out = {0}, notes = {0};
	struct invocation invocation = {.home = arena_new(),
					.globals = &line->globals,
					.describe_terminal = term_describe,
					.stop = &interrupted,
					.open_face = open_face,
					.out = &out,
					.notes = &notes};
	bool ok = run_command(line, &invocation, err);

	/* All is closed, so a signal may end it at once: who waits for a reader that does not read must be
	 * able to leave. */
	handle_signals(SIG_DFL);
	ok = ok && (interrupted_by || print(&out, err));
	/* An error is one line (cli.md), so nothing else is said beside it. */
	if (ok && !interrupted_by)
		print_notes(&notes);
	*exit_code = invocation.exit_code;
	*leads_to_page = invocation.leads_to_page;
	arena_free(invocation.home);
	str_free(&out);
	str_free(&notes);
	return ok;
}

/* --- the dashboard --- */

/* A bundle is read before the screen opens, so that a broken one is said where it was named. */
static bool fill(const struct config *config, const struct places *places, struct error *err)
{
	struct session *session;
	bool ok;

	if (!config_is_bundle(config))
		return true;
	session = session_open(config, places, SESSION_WRITES, NULL, err);
	ok = session && data_fill(session, &interrupted, err);
	session_close(session);
	return ok;
}

static bool dashboard(const struct command_line *line, struct error *err)
{
	struct config *config = config_load_checked(&line->globals, err);
	struct places places = {0};
	struct error closing;
	bool ok;

	if (!config)
		return false;
	ok = places_open(&places, config, err) && log_open(places.log_path, err) &&
	     fill(config, &places, err) && app_run(config, &places, err);
	log_close();
	if (!places_close(&places, &closing) && ok) {
		*err = closing;
		ok = false;
	}
	config_unref(config);
	return ok;
}

static bool page(struct command_line *line, struct error *err)
{
	struct str ca = {0}, notes = {0};
	bool goes_on = true, ok;

	if (is_at_terminal() && config_is_missing(&line->globals))
		goes_on = first_start(&line->globals, &ca, &notes);
	print_notes(&notes);
	ok = !goes_on || dashboard(line, err);
	str_free(&ca);
	str_free(&notes);
	return ok;
}

static bool information(const struct command_line *line, struct error *err)
{
	struct str out = {0};
	bool ok;

	if (line->wants_help)
		program_help(&out, &line->globals);
	else
		str_add(&out, "bugclock " BUGCLOCK_VERSION "\n");
	ok = print(&out, err);
	str_free(&out);
	return ok;
}

static bool run_line(struct command_line *line, int *exit_code, struct error *err)
{
	bool leads_to_page = false;

	line->globals.start_utc =
		line->globals.now_utc != UTC_NONE ? line->globals.now_utc : session_machine_now();
	if (line->wants_help || line->wants_version)
		return information(line, err);
	if (line->n_words == 0)
		return page(line, err);
	if (!command(line, exit_code, &leads_to_page, err))
		return false;
	if (!leads_to_page)
		return true;
	handle_signals(on_signal);
	return dashboard(line, err);
}

static bool run(int argc, char **argv, int *exit_code, struct error *err)
{
	struct command_line line;
	bool ok = command_line_read(argc, argv, &line, err) && run_line(&line, exit_code, err);

	free(line.api_key);
	return ok;
}

int main(int argc, char **argv)
{
	struct error err;
	int exit_code = 0;

	setlocale(LC_ALL, "");
	tzset();
	log_set_clock(session_machine_now);
	catch_signals();
	if (!run(argc, argv, &exit_code, &err)) {
		exit_code = (int)err.fault;
		if (!interrupted_by)
			fprintf(stderr, "bugclock: %s\n", err.text);
	}
	if (interrupted_by) {
		signal(interrupted_by, SIG_DFL);
		raise(interrupted_by);
	}
	return exit_code;
}
