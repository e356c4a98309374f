#include "app/setup.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/config_write.h"
#include "app/ini.h"
#include "app/loader.h"
#include "app/nearest.h"
#include "app/setup_inside.h"
#include "base/os.h"

/* --- what is known --- */

static struct setting *find(const struct setup *setup, const struct option *option, const char *instance)
{
	for (size_t i = 0; i < setup->n; i++)
		if (setup->settings[i].option == option && str_equals(setup->settings[i].instance, instance))
			return &setup->settings[i];
	return NULL;
}

static void unset(struct setup *setup, struct setting *setting)
{
	size_t behind = setup->n - (size_t)(setting - setup->settings) - 1;

	memmove(setting, setting + 1, behind * sizeof *setting);
	setup->n--;
}

void setup_set(struct setup *setup, enum section_id section, size_t at, const char *instance,
	       const char *value)
{
	const struct option *option = option_at(section, at);
	struct setting *setting = find(setup, option, instance);

	if (!value || !*value) {
		if (setting)
			unset(setup, setting);
		return;
	}
	if (!setting) {
		setup->settings = arena_push(setup->home, setup->settings, &setup->n, &setup->cap,
					     sizeof *setup->settings);
		setting = &setup->settings[setup->n - 1];
	}
	*setting = (struct setting){.option = option,
				    .instance = arena_strdup(setup->home, instance),
				    .value = arena_strdup(setup->home, value)};
}

const char *setup_get(const struct setup *setup, enum section_id section, size_t at, const char *instance)
{
	const struct option *option = option_at(section, at);
	const struct setting *setting = find(setup, option, instance);

	if (setting)
		return setting->value;
	return option->fallback ? option->fallback : "";
}

const char **setup_members(const struct setup *setup, size_t *n)
{
	const char **keys = arena_array(setup->home, setup->n, sizeof *keys);
	const struct option *name = option_at(SECTION_MEMBER, AT(member_config, name));

	*n = 0;
	for (size_t i = 0; i < setup->n; i++)
		if (setup->settings[i].option == name)
			keys[(*n)++] = setup->settings[i].instance;
	return keys;
}

struct config *setup_config(const struct setup *setup, struct error *err)
{
	struct str text = {0};
	struct config *config;

	config_write(setup->settings, setup->n, setup->team_path ? CONFIG_PERSONAL : CONFIG_BOTH, &text);
	config = config_load_text(setup->globals, setup->path, str_text(&text), text.len, err);
	str_free(&text);
	return config;
}

static struct option_place place_of(const struct setup *setup)
{
	return (struct option_place){.home = setup->home, .folder = loader_folder(setup->home, setup->path)};
}

const char *setup_open_path(const struct setup *setup, const char *typed)
{
	const struct option_place place = place_of(setup);
	const char *path = NULL;
	struct error ignored;

	option_read(option_at(SECTION_ME, AT(me_config, team_path)), typed, &place, &path, &ignored);
	return path ? path : typed;
}

/* --- how it is asked for --- */

void setup_tell(struct setup *setup, enum tone tone, const char *format, ...)
{
	struct str text = {0};
	va_list args;

	va_start(args, format);
	str_vaddf(&text, format, args);
	va_end(args);
	setup->face->calls->tell(setup->face, tone, str_text(&text));
	str_free(&text);
}

bool setup_leave(struct error *err)
{
	return error_set(err, FAULT_USAGE, "the set-up was left before its end: nothing was written");
}

bool setup_work(struct setup *setup, struct work *work, struct error *err)
{
	return setup->face->calls->work(setup->face, work, err);
}

/* Every option's value goes into a file; room for whatever its reader makes of it. */
static bool can_be_read(struct setup *setup, const struct option *option, const char *answer,
			struct error *err)
{
	union {
		const char *text;
		int64_t number;
		struct text_list list;
	} ignored = {0};
	const struct option_place place = place_of(setup);

	if (!ini_can_hold(answer))
		return error_set(
			err, FAULT_USAGE,
			"this cannot be written: no control characters, and no ; or # after a blank");
	return option_read(option, answer, &place, &ignored, err);
}

static bool is_a_word(const struct ask *ask, const char *answer, struct error *err)
{
	struct nearest nearest = nearest_to(answer);

	for (size_t i = 0; i < ask->n_words; i++) {
		if (str_equals(ask->words[i].word, answer))
			return true;
		nearest_try(&nearest, ask->words[i].word);
	}
	if (nearest.word)
		return error_set(err, FAULT_USAGE, "`%s` is no answer; did you mean `%s`?", answer,
				 nearest.word);
	return error_set(err, FAULT_USAGE, "`%s` is no answer to this", answer);
}

static bool is_good(struct setup *setup, const struct inquiry *inquiry, const char *answer, struct error *err)
{
	if (!*answer)
		return !inquiry->is_needed ||
		       error_set(err, FAULT_USAGE, "this is needed: there is no going on without");
	if (inquiry->option && !can_be_read(setup, inquiry->option, answer, err))
		return false;
	if (inquiry->must_choose && !is_a_word(&inquiry->ask, answer, err))
		return false;
	return !inquiry->check || inquiry->check(setup, answer, err);
}

const char *setup_ask(struct setup *setup, const struct inquiry *inquiry, struct error *err)
{
	struct face *face = setup->face;
	struct ask ask = inquiry->ask;
	struct str line = {0};
	const char *answer = NULL;
	struct error why;

	if (!ask.initial)
		ask.initial = "";
	for (int tries = 1;; tries++) {
		if (!face->calls->ask(face, &ask, &line)) {
			setup_leave(err);
			break;
		}
		answer = span_dup(setup->home, span_trim((struct span){str_text(&line), line.len}));
		if (is_good(setup, inquiry, answer, &why))
			break;
		if (tries == face->tries) {
			error_set(err, FAULT_USAGE, "%s: %s; nothing was written", ask.label, why.text);
			answer = NULL;
			break;
		}
		ask.mistake = why.text;
		ask.typed = ask.is_secret ? NULL : answer;
	}
	str_free(&line);
	return answer;
}

bool setup_ask_option(struct setup *setup, const struct inquiry *inquiry, const char *instance,
		      struct error *err)
{
	const char *answer = setup_ask(setup, inquiry, err);

	if (!answer)
		return false;
	setup_set(setup, inquiry->option->section, inquiry->option->at, instance, answer);
	return true;
}

bool setup_ask_yes_no(struct setup *setup, const char *label, bool initial, bool *answer, struct error *err)
{
	static const struct suggestion words[] = {{.word = "yes"}, {.word = "no"}};
	const struct inquiry inquiry = {
		.ask = {.label = label, .initial = initial ? "yes" : "no", .words = words, .n_words = 2},
		.is_needed = true,
		.must_choose = true,
	};
	const char *word = setup_ask(setup, &inquiry, err);

	*answer = word && str_equals(word, words[0].word);
	return word != NULL;
}

/* --- from beginning to end --- */

enum who { FIRST = 1 << 0, JOINS = 1 << 1, EVERYBODY = FIRST | JOINS };

static const struct {
	enum who who;
	bool (*run)(struct setup *setup, struct error *err);
} steps[] = {
	{EVERYBODY, setup_ask_server}, {FIRST, setup_ask_ca},        {FIRST, setup_ask_members},
	{FIRST, setup_ask_buddies},    {FIRST, setup_ask_addresses}, {JOINS, setup_tell_team},
	{EVERYBODY, setup_ask_me},     {EVERYBODY, setup_ask_key},   {FIRST, setup_ask_share},
	{EVERYBODY, setup_write},
};

/* The file is looked for from here, and written down so that it is found from everywhere. */
static bool take_team(struct setup *setup, const char *path, struct error *err)
{
	char *whole = realpath(path, NULL);
	struct config *config;
	bool ok;

	if (!whole)
		return error_set(err, FAULT_CONFIG, "%s: there is no such file; ask who keeps the team's",
				 path);
	setup->team_path = arena_strdup(setup->home, whole);
	free(whole);
	if (!config_check_file(setup->team_path, err))
		return false;
	if (!ini_can_hold(setup->team_path))
		return error_set(err, FAULT_USAGE, "%s: the configuration cannot name it; rename it", path);
	setup_set(setup, SECTION_ME, AT(me_config, team_path), "", setup->team_path);
	config = setup_config(setup, err);
	ok = config && (config->roster.n_ca_names > 0 ||
			error_set(err, FAULT_CONFIG,
				  "%s: names no CA (`ca` in [team]); ask who keeps the team's file", path));
	config_unref(config);
	return ok;
}

/* What is written beside it is named in it, and must be found from everywhere. */
static const char *whole_path(struct setup *setup, const char *path)
{
	char *here = *path == '/' ? NULL : getcwd(NULL, 0);
	const char *whole =
		here ? arena_printf(setup->home, "%s/%s", here, path) : arena_strdup(setup->home, path);

	free(here);
	return whole;
}

/* Found out before the many questions, not after them. Only a folder has a "." in it. */
static bool can_write(struct setup *setup, struct error *err)
{
	const char *folder = loader_folder(setup->home, setup->path);

	while (!os_exists(folder) && strcmp(folder, "/") != 0)
		folder = loader_folder(setup->home, folder);
	if (access(arena_printf(setup->home, "%s/.", folder), W_OK | X_OK) == 0)
		return true;
	return error_set(err, FAULT_IO, "%s: %s; the configuration cannot be written there", folder,
			 strerror(errno));
}

static bool begin(struct setup *setup, const struct setup_options *options, struct error *err)
{
	char *path = config_file(options->globals, err);

	if (!path)
		return false;
	setup->path = whole_path(setup, path);
	free(path);
	if (os_exists(setup->path))
		return error_set(err, FAULT_USAGE,
				 "%s is there already; change it with an editor, or set up another:"
				 " bugclock --profile NAME init",
				 setup->path);
	if (!can_write(setup, err))
		return false;
	return !options->team_path || take_team(setup, options->team_path, err);
}

bool setup_run(struct face *face, const struct setup_options *options, struct str *notes, struct error *err)
{
	struct arena *home = arena_new();
	struct setup setup = {.face = face, .globals = options->globals, .home = home, .notes = notes};
	enum who who = options->team_path ? JOINS : FIRST;
	bool ok;

	os_leave_no_core(); /* before a key can be typed */
	ok = begin(&setup, options, err);
	for (size_t i = 0; ok && i < sizeof steps / sizeof steps[0]; i++)
		ok = !(steps[i].who & who) || steps[i].run(&setup, err);
	arena_free(home);
	return ok;
}
