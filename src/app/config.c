#include "app/config.h"

#include <stdlib.h>
#include <string.h>

#include "app/ini.h"
#include "app/nearest.h"
#include "app/option.h"
#include "base/data.h"
#include "base/os.h"
#include "base/str.h"

#define CONFIG_BYTES_MAX (4u << 20)

struct seen_section {
	enum section_id id;
	const char *instance;
	const char *file;
	unsigned line;
};

struct loader {
	struct config *config;
	struct arena *home;
	struct error *err;
	struct me_config me;
	struct team_config team;
	struct member_config *members;
	size_t n_members, cap_members, cap_views, cap_keys;
	struct seen_section *seen;
	size_t n_seen, cap_seen;
	struct setting *given; /* values so far */
	size_t n_given, cap_given;
	const char *file;
	bool is_team_file;
	struct option_place values; /* how the values of this file are read */
	enum section_id section;    /* the one being read */
};

static bool unknown_word(struct loader *loader, unsigned line, const char *what,
			 const struct nearest *nearest)
{
	if (nearest->word)
		return error_set(loader->err, FAULT_CONFIG, "%s:%u: unknown %s; did you mean `%s`?",
				 loader->file, line, what, nearest->word);
	return error_set(loader->err, FAULT_CONFIG,
			 "%s:%u: unknown %s; bugclock-config(5) lists what there is", loader->file, line,
			 what);
}

static bool find_section(struct loader *loader, const struct ini_line *line)
{
	struct nearest nearest = nearest_to(line->section);

	for (enum section_id id = 0; id < SECTIONS; id++) {
		if (str_equals(config_sections[id].name, line->section)) {
			loader->section = id;
			return true;
		}
		nearest_try(&nearest, config_sections[id].name);
	}
	return unknown_word(loader, line->line, arena_printf(loader->home, "section [%s]", line->section),
			    &nearest);
}

static const struct option *find_option(struct loader *loader, const struct ini_line *line)
{
	const struct option *option = option_find(loader->section, line->key);
	struct nearest nearest = nearest_to(line->key);

	if (option)
		return option;
	for (size_t i = 0; i < n_config_options; i++)
		if (config_options[i].section == loader->section)
			nearest_try(&nearest, config_options[i].key);
	unknown_word(loader, line->line,
		     arena_printf(loader->home, "key `%s` in [%s]", line->key, line->section), &nearest);
	return NULL;
}

/* How a section is written, for messages. */
static const char *section_title(struct loader *loader, enum section_id id, const char *instance)
{
	return arena_printf(loader->home, "[%s%s%s]", config_sections[id].name, *instance ? " " : "",
			    instance);
}

static bool check_section(struct loader *loader, const struct ini_line *line)
{
	const struct section *section = &config_sections[loader->section];
	const char *title = section_title(loader, loader->section, line->instance);

	if (!section->instance && *line->instance)
		return error_set(loader->err, FAULT_CONFIG, "%s:%u: %s: write [%s] alone", loader->file,
				 line->line, title, section->name);
	if (section->instance && !*line->instance)
		return error_set(loader->err, FAULT_CONFIG, "%s:%u: %s: write [%s %s]", loader->file,
				 line->line, title, section->name, section->instance);
	if (loader->is_team_file && !section->is_shared)
		return error_set(loader->err, FAULT_CONFIG,
				 "%s:%u: %s is personal; in a team's file stand [team] and [member KEY] only",
				 loader->file, line->line, title);
	for (size_t i = 0; i < loader->n_seen; i++)
		if (loader->seen[i].id == loader->section &&
		    str_equals(loader->seen[i].instance, line->instance))
			return error_set(loader->err, FAULT_CONFIG,
					 "%s:%u: %s stands at %s:%u already; join the two", loader->file,
					 line->line, title, loader->seen[i].file, loader->seen[i].line);
	return true;
}

/* Member keys are typed in filters and commands, beside `owner:me` and `buddy:none`. */
static bool is_member_key(const char *key)
{
	if (!ascii_is_alnum(*key) || str_equals_nocase(key, "me") || str_equals_nocase(key, "none"))
		return false;
	for (const char *c = key; *c; c++)
		if (!ascii_is_alnum(*c) && !strchr("-_.", *c))
			return false;
	return true;
}

static bool add_member(struct loader *loader, const struct ini_line *line)
{
	if (!is_member_key(line->instance))
		return error_set(loader->err, FAULT_CONFIG,
				 "%s:%u: `%s` cannot be a member's key; use letters, digits, - _ and . "
				 "(neither `me` nor `none`)",
				 loader->file, line->line, line->instance);
	loader->members = arena_push(loader->home, loader->members, &loader->n_members, &loader->cap_members,
				     sizeof *loader->members);
	loader->members[loader->n_members - 1].key = line->instance;
	return true;
}

static void add_view(struct loader *loader, const struct ini_line *line)
{
	struct config *config = loader->config;

	config->views = arena_push(loader->home, config->views, &config->n_views, &loader->cap_views,
				   sizeof *config->views);
	config->views[config->n_views - 1].name = line->instance;
}

static bool begin_section(struct loader *loader, const struct ini_line *line)
{
	if (!find_section(loader, line) || !check_section(loader, line))
		return false;
	loader->seen = arena_push(loader->home, loader->seen, &loader->n_seen, &loader->cap_seen,
				  sizeof *loader->seen);
	loader->seen[loader->n_seen - 1] = (struct seen_section){
		.id = loader->section, .instance = line->instance, .file = loader->file, .line = line->line};
	if (loader->section == SECTION_MEMBER)
		return add_member(loader, line);
	if (loader->section == SECTION_VIEW)
		add_view(loader, line);
	return true;
}

/* The struct into which the section's values go. */
static void *section_at(struct loader *loader, enum section_id id, const char *key)
{
	struct config *config = loader->config;

	switch (id) {
	case SECTION_ME:
		return &loader->me;
	case SECTION_TEAM:
		return &loader->team;
	case SECTION_MEMBER:
		return &loader->members[loader->n_members - 1];
	case SECTION_BUGZILLA:
		return &config->bugzilla;
	case SECTION_SCREEN:
		return &config->screen;
	case SECTION_VIEW:
		return &config->views[config->n_views - 1];
	case SECTION_KEYS:
		config->keys = arena_push(loader->home, config->keys, &config->n_keys, &loader->cap_keys,
					  sizeof *config->keys);
		config->keys[config->n_keys - 1].key = key;
		return &config->keys[config->n_keys - 1];
	case SECTIONS:
		break;
	}
	return NULL;
}

static bool read_value(struct loader *loader, const struct option *option, const char *key, const char *value)
{
	char *at = section_at(loader, option->section, key);

	return option_read(option, value, &loader->values, at + option->at, loader->err);
}

static bool add_value(struct loader *loader, const struct ini_line *line)
{
	const struct option *option = find_option(loader, line);
	const char *instance = loader->section == SECTION_KEYS ? line->key : line->instance;

	if (!option)
		return false;
	for (size_t i = 0; i < loader->n_given; i++)
		if (loader->given[i].option == option && str_equals(loader->given[i].instance, instance))
			return error_set(loader->err, FAULT_CONFIG,
					 "%s:%u: `%s` stands in line %u already; keep one", loader->file,
					 line->line, line->key, loader->given[i].line);
	if (!read_value(loader, option, line->key, line->value))
		return error_prefix(loader->err, "%s:%u: %s: ", loader->file, line->line, line->key);
	loader->given = arena_push(loader->home, loader->given, &loader->n_given, &loader->cap_given,
				   sizeof *loader->given);
	loader->given[loader->n_given - 1] = (struct setting){.option = option,
							      .instance = instance,
							      .value = line->value,
							      .file = loader->file,
							      .line = line->line};
	return true;
}

static const char *folder_of(struct arena *home, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return arena_strndup(home, path, (size_t)(slash - path) + (slash == path));
}

static bool load_text(struct loader *loader, const char *file, const char *text, size_t len)
{
	struct ini_line *lines;
	size_t n;

	loader->file = arena_strdup(loader->home, file);
	loader->values.folder = folder_of(loader->home, file);
	if (!ini_read(loader->file, text, len, loader->home, &lines, &n, loader->err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!(lines[i].key ? add_value(loader, &lines[i]) : begin_section(loader, &lines[i])))
			return false;
	return true;
}

/* The value given for the option whose place in its section's struct this is; NULL: none. */
static const struct setting *find_given(const struct loader *loader, enum section_id section, size_t at)
{
	for (size_t i = 0; i < loader->n_given; i++)
		if (loader->given[i].option->section == section && loader->given[i].option->at == at)
			return &loader->given[i];
	return NULL;
}

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
	ok = load_text(loader, path, text, len);
	free(text);
	return ok;
}

/* NULL and no error: there is no file, and that is fine. */
static bool config_path(struct loader *loader, const char **path)
{
	const struct globals *globals = &loader->config->globals;
	const char *name;
	char *folder, *full;

	*path = globals->config_path;
	if (*path || globals->is_demo)
		return true;
	folder = os_home(OS_CONFIG, loader->err);
	if (!folder)
		return false;
	name = globals->profile ? arena_printf(loader->home, "%s.config", globals->profile) : "config";
	full = os_path(folder, name);
	*path = arena_strdup(loader->home, full);
	free(full);
	free(folder);
	if (os_exists(*path))
		return true;
	if (!globals->bundle_path)
		return error_set(loader->err, FAULT_CONFIG,
				 "no configuration: write %s as bugclock-config(5) says, or look around with"
				 " `bugclock --demo`",
				 *path);
	*path = NULL;
	return true;
}

static bool load_defaults(struct loader *loader)
{
	for (size_t i = 0; i < n_config_options; i++)
		if (config_options[i].fallback &&
		    !read_value(loader, &config_options[i], config_options[i].key,
				config_options[i].fallback))
			return error_prefix(loader->err, "default of %s: ", config_options[i].key);
	return true;
}

static bool load_files(struct loader *loader)
{
	struct config *config = loader->config;

	if (!config_path(loader, &config->path))
		return false;
	if (config->path) {
		if (!load_file(loader, config->path, NULL))
			return false;
	} else if (config->globals.is_demo) {
		if (!load_text(loader, "demo.ini", (const char *)data_demo_ini, data_demo_ini_bytes))
			return false;
	}
	if (!loader->me.team_path)
		return true;
	loader->is_team_file = true;
	return load_file(loader, loader->me.team_path,
			 find_given(loader, SECTION_ME, offsetof(struct me_config, team_path)));
}

static const char **joined(struct arena *home, struct text_list a, struct text_list b, size_t *n)
{
	const char **all = arena_array(home, a.n + b.n, sizeof *all);

	for (size_t i = 0; i < a.n; i++)
		all[i] = a.at[i];
	for (size_t i = 0; i < b.n; i++)
		all[a.n + i] = b.at[i];
	*n = a.n + b.n;
	return all;
}

static struct member to_member(struct loader *loader, const struct member_config *from)
{
	struct member member = {
		.key = from->key,
		.name = from->name ? from->name : from->key,
		.buddy = from->buddy,
		.topics = from->topics.at,
		.n_topics = from->topics.n,
		.away = from->away.at,
		.n_away = from->away.n,
	};

	member.accounts = joined(loader->home, from->bugzilla, from->former, &member.n_accounts);
	return member;
}

static void make_roster(struct loader *loader)
{
	const struct team_config *team = &loader->team;
	struct roster *roster = &loader->config->roster;

	*roster = (struct roster){
		.ca_names = team->ca.at,
		.n_ca_names = team->ca.n,
		.also = team->also.at,
		.n_also = team->also.n,
		.domains = team->domains.at,
		.n_domains = team->domains.n,
		.aliases = team->aliases.at,
		.n_aliases = team->aliases.n,
		.bots = team->bots.at,
		.n_bots = team->bots.n,
		.me = loader->me.member,
		.workdays = team->workdays,
		.members = arena_array(loader->home, loader->n_members, sizeof *roster->members),
		.n_members = loader->n_members,
	};
	for (size_t i = 0; i < loader->n_members; i++)
		roster->members[i] = to_member(loader, &loader->members[i]);
}

static bool unknown_member(struct loader *loader, const struct setting *given)
{
	const struct roster *roster = &loader->config->roster;
	struct nearest nearest = nearest_to(given->value);

	error_set(loader->err, FAULT_CONFIG, "%s:%u: %s: there is no [member %s]", given->file, given->line,
		  given->option->key, given->value);
	for (size_t i = 0; i < roster->n_members; i++)
		nearest_try(&nearest, roster->members[i].key);
	if (!nearest.word)
		return false;
	return error_set(loader->err, FAULT_CONFIG, "%s; did you mean `%s`?", loader->err->text,
			 nearest.word);
}

/* `member` and `buddy` must name members; checked here, where file and line are known. */
static bool check_members(struct loader *loader)
{
	for (size_t i = 0; i < loader->n_given; i++) {
		const struct setting *given = &loader->given[i];

		if (given->option->type != OPTION_MEMBER || *given->value == '\0')
			continue;
		if (str_equals(given->value, given->instance))
			return error_set(loader->err, FAULT_CONFIG, "%s:%u: %s: name somebody else",
					 given->file, given->line, given->option->key);
		if (!roster_member(&loader->config->roster, given->value))
			return unknown_member(loader, given);
	}
	return true;
}

/* The first member with whom the roster stops being unambiguous; NULL: it is so without any. */
static const char *first_clash(const struct loader *loader)
{
	struct roster roster = loader->config->roster;
	struct error ignored;

	roster.me = NULL;
	for (size_t i = 0; i < roster.n_members; i++)
		roster.members[i].buddy = NULL;
	for (roster.n_members = 0; roster.n_members <= loader->n_members; roster.n_members++)
		if (!roster_check(&roster, &ignored))
			return roster.n_members > 0 ? roster.members[roster.n_members - 1].key : NULL;
	return NULL;
}

static bool check_roster(struct loader *loader)
{
	const char *key;

	if (roster_check(&loader->config->roster, loader->err))
		return true;
	key = first_clash(loader);
	for (size_t i = 0; i < loader->n_seen; i++) {
		const struct seen_section *seen = &loader->seen[i];

		if (key ? seen->id == SECTION_MEMBER && str_equals(seen->instance, key)
			: seen->id == SECTION_TEAM)
			return error_prefix(loader->err, "%s:%u: ", seen->file, seen->line);
	}
	return false;
}

static bool check_key_source(struct loader *loader)
{
	const struct setting *command =
		find_given(loader, SECTION_BUGZILLA, offsetof(struct bugzilla_config, api_key_command));
	const struct setting *file =
		find_given(loader, SECTION_BUGZILLA, offsetof(struct bugzilla_config, api_key_file));

	if (!command || !*command->value || !file || !*file->value)
		return true;
	return error_set(loader->err, FAULT_CONFIG, "%s:%u: %s and %s both say where the key is; keep one",
			 file->file, command->line > file->line ? command->line : file->line,
			 command->option->key, file->option->key);
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
}

struct config *config_load(const struct globals *globals, struct error *err)
{
	struct arena *home = arena_new();
	struct config *config = arena_alloc(home, sizeof *config);
	struct loader loader = {.config = config, .home = home, .err = err};

	config->home = home;
	config->refs = arena_alloc(home, sizeof *config->refs);
	atomic_init(config->refs, 1);
	config->globals = *globals;
	loader.values = (struct option_place){
		.home = home, .folder = ".", .is_demo = globals->is_demo, .start_utc = globals->start_utc};
	if (!load_defaults(&loader) || !load_files(&loader)) {
		config_unref(config);
		return NULL;
	}
	make_roster(&loader);
	if (!check_members(&loader) || !check_roster(&loader) || !check_key_source(&loader)) {
		config_unref(config);
		return NULL;
	}
	config->meetings = loader.team.meetings.at;
	config->n_meetings = loader.team.meetings.n;
	list_settings(&loader);
	return config;
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

bool config_is_bundle(const struct config *config)
{
	return config->globals.bundle_path || config->globals.is_demo;
}
