/* A key: where it is, and whose (app/setup_inside.h). It is never asked for as text of the configuration; one
 * that is typed goes into a file of its own. */
#include <stdlib.h>
#include <string.h>

#include "app/fetch.h"
#include "app/setup_inside.h"
#include "base/mem.h"
#include "base/secret.h"
#include "net/bugzilla.h"

/* Five wrong keys a minute count as abuse (bugzilla.md, "Limits on use"). */
#define TRIES 3

const char *setup_key_path(const struct setup *setup)
{
	return arena_printf(setup->home, "%s.key", setup->path);
}

/* A place of the configuration's own was named. */
static bool is_configured(const struct setup *setup)
{
	return *setup_get(setup, SECTION_BUGZILLA, AT(bugzilla_config, api_key_command), "") ||
	       *setup_get(setup, SECTION_BUGZILLA, AT(bugzilla_config, api_key_file), "");
}

/* --- trying it --- */

struct trial {
	struct work work; /* first: it is handed to try_key() */
	const struct setup *setup;
	const struct config *config;
	struct server server;
	char *key; /* as it was typed, or as it was found */
	bool is_refused;
	const char *login, *notice; /* in the setup's home */
};

static bool try_key(struct work *work, struct error *err)
{
	struct trial *trial = (struct trial *)work;
	struct source *source;
	bool ok;

	if (!trial->key && !config_api_key(trial->config, work->stop, &trial->key, err))
		return false;
	trial->server.api_key = trial->key;
	source = bugzilla_open(&trial->server, err);
	if (!source)
		return false;
	source->stop = work->stop;
	ok = source->calls->connect(source, err);
	trial->is_refused = source->facts.key_refused;
	trial->login =
		source->facts.is_authenticated ? arena_strdup(trial->setup->home, source->facts.login) : NULL;
	trial->notice = arena_strdup(trial->setup->home, source->facts.notice);
	source->calls->close(source);
	return ok;
}

enum outcome { KEY_GOOD, KEY_WRONG, KEY_OVER };

static enum outcome judge(struct setup *setup, const struct trial *trial, bool ok, const struct error *why)
{
	if (trial->is_refused) {
		setup_tell(setup, TONE_WARN, "the server refuses this key");
		return KEY_WRONG;
	}
	if (!ok && !trial->key) {
		setup_tell(setup, TONE_WARN, "%s", why->text);
		return KEY_WRONG;
	}
	if (!ok)
		setup_tell(setup, TONE_WARN, "it cannot be tried now: %s", why->text);
	else if (trial->login)
		setup_tell(setup, TONE_GOOD, "it is %s's", trial->login);
	else
		setup_tell(setup, TONE_WARN, "%s", trial->notice);
	return KEY_GOOD;
}

static enum outcome try(struct setup *setup, struct error *err)
{
	struct trial trial = {.work = {.run = try_key, .label = "trying the key"}, .setup = setup};
	struct config *config = setup_config(setup, err);
	enum outcome outcome = KEY_OVER;
	struct error why;
	bool ok;

	if (!config)
		return KEY_OVER;
	if (is_configured(setup))
		config->globals.api_key = NULL; /* which would go before it */
	trial.config = config;
	trial.server = fetch_server(config, NULL);
	trial.key = setup->typed_key ? mem_strdup(setup->typed_key) : NULL;
	ok = setup_work(setup, &trial.work, &why);
	if (setup->face->is_left)
		setup_leave(err);
	else
		outcome = judge(setup, &trial, ok, &why);
	free(trial.key);
	config_unref(config);
	return outcome;
}

/* --- where it is --- */

static bool ask_command(struct setup *setup, struct error *err)
{
	const struct inquiry inquiry = {
		.ask = {.label = "Command that prints it"},
		.option = option_at(SECTION_BUGZILLA, AT(bugzilla_config, api_key_command)),
		.is_needed = true,
	};

	return setup_ask_option(setup, &inquiry, "", err);
}

static bool ask_file(struct setup *setup, struct error *err)
{
	const struct inquiry inquiry = {
		.ask = {.label = "File that holds it"},
		.option = option_at(SECTION_BUGZILLA, AT(bugzilla_config, api_key_file)),
		.is_needed = true,
	};

	return setup_ask_option(setup, &inquiry, "", err);
}

static bool tell_variable(struct setup *setup, struct error *err)
{
	(void)err;
	if (!setup->globals->api_key)
		setup_tell(setup, TONE_WARN, CONFIG_KEY_VARIABLE " is not set here: nothing can be tried");
	return true;
}

static bool check_typed(struct setup *setup, const char *answer, struct error *err)
{
	(void)setup;
	return config_check_key(answer, "what was typed", err);
}

static bool ask_typed(struct setup *setup, struct error *err)
{
	const struct inquiry inquiry = {
		.ask = {.label = "Key (not shown)", .is_secret = true},
		.is_needed = true,
		.check = check_typed,
	};

	setup->typed_key = setup_ask(setup, &inquiry, err);
	if (!setup->typed_key)
		return false;
	secret_announce(setup->typed_key);
	setup_set(setup, SECTION_BUGZILLA, AT(bugzilla_config, api_key_file), "", setup_key_path(setup));
	return true;
}

static const struct place {
	struct suggestion word;
	bool (*run)(struct setup *setup, struct error *err); /* NULL: there is none */
} places[] = {
	{{.word = "none", .help = "read what everybody may read"}, NULL},
	{{.word = "command", .help = "of a key store: pass show bugzilla"}, ask_command},
	{{.word = "file", .help = "that nobody else can read"}, ask_file},
	{{.word = "type", .help = "it here; it is stored in a file of its own"}, ask_typed},
	{{.word = "environment", .help = "the variable " CONFIG_KEY_VARIABLE}, tell_variable},
};
#define N_PLACES (sizeof places / sizeof places[0])

static const struct place *ask_place(struct setup *setup, struct error *err)
{
	struct suggestion words[N_PLACES];
	const struct inquiry inquiry = {
		.ask = {.label = "API key", .initial = "none", .words = words, .n_words = N_PLACES},
		.is_needed = true,
		.must_choose = true,
	};
	const char *word;

	for (size_t i = 0; i < N_PLACES; i++)
		words[i] = places[i].word;
	word = setup_ask(setup, &inquiry, err);
	for (size_t i = 0; word && i < N_PLACES; i++)
		if (str_equals(words[i].word, word))
			return &places[i];
	return NULL;
}

static void forget(struct setup *setup)
{
	setup->typed_key = NULL;
	setup_set(setup, SECTION_BUGZILLA, AT(bugzilla_config, api_key_command), "", NULL);
	setup_set(setup, SECTION_BUGZILLA, AT(bugzilla_config, api_key_file), "", NULL);
}

/* KEY_GOOD also when there shall be none. */
static enum outcome ask_once(struct setup *setup, struct error *err)
{
	const struct place *place;

	forget(setup);
	place = ask_place(setup, err);
	if (!place || (place->run && !place->run(setup, err)))
		return KEY_OVER;
	if (!is_configured(setup) && (!place->run || !setup->globals->api_key))
		return KEY_GOOD;
	if (setup->has_census)
		return try(setup, err);
	setup_tell(setup, TONE_TEXT, "It is not tried now.");
	return KEY_GOOD;
}

bool setup_ask_key(struct setup *setup, struct error *err)
{
	setup_tell(setup, TONE_HEADING, "An API key");
	setup_tell(setup, TONE_TEXT,
		   "Optional. bugclock only reads; with a key, as you: whole addresses, and no "
		   "limit on requests. It is made in the preferences of your account.");
	for (int i = 0; i < TRIES; i++)
		switch (ask_once(setup, err)) {
		case KEY_GOOD:
			return true;
		case KEY_OVER:
			return false;
		case KEY_WRONG:
			break;
		}
	forget(setup);
	setup_tell(setup, TONE_WARN,
		   "Going on without a key: look for it in peace, and write it down later.");
	return true;
}
