#include "app/config.h"

#include <stdlib.h>
#include <string.h>

#include "app/loader.h"
#include "base/data.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"

#define DEFAULT_PROFILE "default"
#define CA_PROFILE ".ca" /* --profile takes no name that begins with a full stop */
/* Accounts of programs that comment on bugs of any CA. */
#define CA_BOTS "release-mgmt-account-bot@mozilla.tld, phab-bot@bmo.tld, pulsebot@bmo.tld, wikibot"
#define CONFIG_BYTES_MAX (4u << 20)

/* named_by: what says to read it; NULL: nothing in a file. */
static bool load_file(struct loader *loader, const char *path, const struct setting *named_by)
{
	size_t len;
	char *text = os_read_file(path, CONFIG_BYTES_MAX, &len, loader->err);
	bool ok;

	if (!text) {
		loader->err->fault = FAULT_CONFIG;
		return named_by && error_prefix(loader->err, "%s:%u: %s: ", named_by->file, named_by->line,
						named_by->option->key);
	}
	ok = loader_read_text(loader, path, text, len);
	free(text);
	return ok;
}

bool config_check_file(const char *path, struct error *err)
{
	size_t len;
	char *text = os_read_file(path, CONFIG_BYTES_MAX, &len, err);

	if (!text) {
		err->fault = FAULT_CONFIG;
		return false;
	}
	free(text);
	return true;
}

char *config_file(const struct globals *globals, struct error *err)
{
	struct str name = {0};
	char *folder, *path;

	if (globals->config_path)
		return mem_strdup(globals->config_path);
	folder = os_home(OS_CONFIG, err);
	if (!folder)
		return NULL;
	if (globals->profile)
		str_addf(&name, "%s.", globals->profile);
	str_add(&name, "config");
	path = os_path(folder, str_text(&name));
	free(folder);
	str_free(&name);
	return path;
}

bool config_is_missing(const struct globals *globals)
{
	struct error ignored;
	char *path;
	bool is_missing;

	if (globals->config_path || globals->ca || globals->is_demo || globals->bundle_path)
		return false;
	path = config_file(globals, &ignored);
	is_missing = path && !os_exists(path);
	free(path);
	return is_missing;
}

const char *config_profile(const struct globals *globals)
{
	if (globals->ca)
		return CA_PROFILE;
	return globals->profile ? globals->profile : DEFAULT_PROFILE;
}

/* Words of a shell mean what they say between single quotes, these excepted. */
static void add_shell_word(struct str *line, const char *word)
{
	if (word[strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+-")] ==
	    '\0') {
		str_add(line, word);
		return;
	}
	str_add_char(line, '\'');
	for (const char *c = word; *c; c++)
		if (*c == '\'')
			str_add(line, "'\\''");
		else
			str_add_char(line, *c);
	str_add_char(line, '\'');
}

const char *config_command(const struct globals *globals, const char *command, struct arena *home)
{
	const struct {
		const char *option, *value;
	} options[] = {
		{"--ca", globals->ca}, {"--profile", globals->profile}, {"--config", globals->config_path}};
	struct str line = {0};
	const char *text;

	str_add(&line, "bugclock ");
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
		if (options[i].value) {
			str_addf(&line, "%s ", options[i].option);
			add_shell_word(&line, options[i].value);
			str_add_char(&line, ' ');
		}
	str_add(&line, command);
	text = arena_strdup(home, str_text(&line));
	str_free(&line);
	return text;
}

/* NULL and no error: there is no file, and that is fine. */
static bool config_path(struct loader *loader, const char **path)
{
	const struct globals *globals = &loader->config->globals;
	char *file;

	*path = globals->config_path;
	if (*path || globals->is_demo)
		return true;
	file = config_file(globals, loader->err);
	if (!file)
		return false;
	*path = arena_strdup(loader->home, file);
	free(file);
	if (config_is_missing(globals))
		return error_set(loader->err, FAULT_CONFIG,
				 "no configuration: `%s` writes %s; or look around with `bugclock"
				 " --ca NAME` or `bugclock --demo`",
				 config_command(globals, "init", loader->home), *path);
	if (!os_exists(*path))
		*path = NULL;
	return true;
}

static bool load_defaults(struct loader *loader)
{
	for (size_t i = 0; i < n_config_options; i++)
		if (config_options[i].fallback &&
		    !loader_read_value(loader, &config_options[i], config_options[i].fallback))
			return error_prefix(loader->err, "default of %s: ", config_options[i].key);
	return true;
}

static bool load_own(struct loader *loader)
{
	struct config *config = loader->config;

	if (!config_path(loader, &config->path))
		return false;
	if (config->path)
		return load_file(loader, config->path, NULL);
	return !config->globals.is_demo ||
	       loader_read_text(loader, "demo.ini", (const char *)data_demo_ini, data_demo_ini_bytes);
}

/* --ca stands for a [team]. */
static bool load_ca(struct loader *loader)
{
	static const char origin[] = "--ca";

	if (loader_give(loader, option_find(SECTION_TEAM, "ca"), loader->config->globals.ca, origin) &&
	    loader_give(loader, option_find(SECTION_TEAM, "bots"), CA_BOTS, origin))
		return true;
	loader->err->fault = FAULT_USAGE;
	return error_prefix(loader->err, "%s: ", origin);
}

static bool load_team(struct loader *loader)
{
	if (loader->config->globals.ca)
		return load_ca(loader);
	if (!loader->me.team_path)
		return true;
	loader->is_team_file = true;
	return load_file(loader, loader->me.team_path,
			 loader_given(loader, SECTION_ME, offsetof(struct me_config, team_path)));
}

/* What was given, and the defaults of the rest, in the order of the table. */
static void list_settings(struct loader *loader)
{
	struct setting *all = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < n_config_options; i++) {
		const struct option *option = &config_options[i];
		size_t before = n;

		for (size_t k = 0; k < loader->n_given; k++)
			if (loader->given[k].option == option) {
				all = arena_push(loader->home, all, &n, &cap, sizeof *all);
				all[n - 1] = loader->given[k];
			}
		if (n > before || config_sections[option->section].instance || !option->key)
			continue;
		all = arena_push(loader->home, all, &n, &cap, sizeof *all);
		all[n - 1] = (struct setting){.option = option, .instance = "", .value = option->fallback};
	}
	loader->config->settings = all;
	loader->config->n_settings = n;
	loader->config->sections = loader->seen;
	loader->config->n_sections = loader->n_seen;
}

/* text NULL: from the files. */
static struct config *load(const struct globals *globals, const char *path, const char *text, size_t len,
			   struct error *err)
{
	struct arena *home = arena_new();
	struct config *config = arena_alloc(home, sizeof *config);
	struct loader loader = {.config = config, .home = home, .err = err};

	config->home = home;
	config->refs = arena_alloc(home, sizeof *config->refs);
	atomic_init(config->refs, 1);
	config->globals = *globals;
	if (globals->api_key)
		config->globals.api_key = arena_strdup(home, globals->api_key);
	loader.values = (struct option_place){
		.home = home, .folder = ".", .is_demo = globals->is_demo, .start_utc = globals->start_utc};
	if (text)
		config->path = arena_strdup(home, path);
	if (!load_defaults(&loader) ||
	    !(text ? loader_read_text(&loader, path, text, len) : load_own(&loader)) || !load_team(&loader) ||
	    !loader_finish(&loader)) {
		config_unref(config);
		return NULL;
	}
	list_settings(&loader);
	return config;
}

struct config *config_load(const struct globals *globals, struct error *err)
{
	return load(globals, NULL, NULL, 0, err);
}

struct config *config_load_text(const struct globals *globals, const char *path, const char *text, size_t len,
				struct error *err)
{
	return load(globals, path, text, len, err);
}

const struct config *config_ref(const struct config *config)
{
	atomic_fetch_add(config->refs, 1);
	return config;
}

void config_unref(const struct config *config)
{
	if (config && atomic_fetch_sub(config->refs, 1) == 1)
		arena_free(config->home);
}

const struct setting *config_setting(const struct config *config, enum section_id section, size_t at)
{
	for (size_t i = 0; i < config->n_settings; i++)
		if (config->settings[i].option->section == section && config->settings[i].option->at == at)
			return &config->settings[i];
	return NULL;
}

bool config_is_bundle(const struct config *config)
{
	return config->globals.bundle_path || config->globals.is_demo;
}
