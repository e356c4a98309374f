/* From the lines of a configuration to values (app/loader.h). */
#include <string.h>

#include "app/ini.h"
#include "app/loader.h"
#include "app/nearest.h"
#include "base/str.h"
#include "view/view.h"

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

static bool add_member(struct loader *loader, const struct ini_line *line)
{
	if (!option_check_member_key(line->instance, loader->err))
		return error_prefix(loader->err, "%s:%u: ", loader->file, line->line);
	loader->members = arena_push(loader->home, loader->members, &loader->n_members, &loader->cap_members,
				     sizeof *loader->members);
	loader->members[loader->n_members - 1].key = line->instance;
	return true;
}

static bool is_own_view(const char *name)
{
	for (size_t i = 0; i < n_views; i++)
		if (str_equals_nocase(views[i].name, name))
			return true;
	return false;
}

/* Views are found without regard to case. */
static const struct view_config *find_view(const struct loader *loader, const char *name)
{
	for (size_t i = 0; i < loader->n_views; i++)
		if (str_equals_nocase(loader->views[i].name, name))
			return &loader->views[i];
	return NULL;
}

static bool add_view(struct loader *loader, const struct ini_line *line)
{
	const char *name = line->instance;
	const struct view_config *other = find_view(loader, name);

	if (!option_is_word(name))
		return error_set(loader->err, FAULT_CONFIG,
				 "%s:%u: `%s` cannot be a view's name; use letters, digits, - _ and .",
				 loader->file, line->line, name);
	if (is_own_view(name))
		return error_set(loader->err, FAULT_CONFIG,
				 "%s:%u: bugclock has a view `%s` of its own; take another name",
				 loader->file, line->line, name);
	if (other)
		return error_set(loader->err, FAULT_CONFIG,
				 "%s:%u: `%s` and `%s` are the same name; take another for one of them",
				 loader->file, line->line, name, other->name);
	loader->views = arena_push(loader->home, loader->views, &loader->n_views, &loader->cap_views,
				   sizeof *loader->views);
	loader->views[loader->n_views - 1].name = name;
	return true;
}

/* With --ca a configuration says how the screen looks, and the one that was named which server is meant; the
 * rest is about another team, be it right or wrong. */
static bool is_skipped(const struct loader *loader, const struct ini_line *line)
{
	const struct globals *globals = &loader->config->globals;
	bool is_server = str_equals(line->section, config_sections[SECTION_BUGZILLA].name);

	if (!globals->ca || str_equals(line->section, config_sections[SECTION_SCREEN].name))
		return false;
	return !is_server || !globals->config_path;
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
	return loader->section != SECTION_VIEW || add_view(loader, line);
}

/* The struct into which the section's values go. */
static void *section_at(struct loader *loader, enum section_id id)
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
		return &loader->views[loader->n_views - 1];
	case SECTION_KEYS:
		return &loader->key_line;
	case SECTIONS:
		break;
	}
	return NULL;
}

bool loader_read_value(struct loader *loader, const struct option *option, const char *value)
{
	char *at = section_at(loader, option->section);

	return option_read(option, value, &loader->values, at + option->at, loader->err);
}

static void note_given(struct loader *loader, struct setting given)
{
	loader->given = arena_push(loader->home, loader->given, &loader->n_given, &loader->cap_given,
				   sizeof *loader->given);
	loader->given[loader->n_given - 1] = given;
}

bool loader_give(struct loader *loader, const struct option *option, const char *value, const char *origin)
{
	if (!loader_read_value(loader, option, value))
		return false;
	note_given(loader,
		   (struct setting){.option = option, .instance = "", .value = value, .file = origin});
	return true;
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
	if (!loader_read_value(loader, option, line->value))
		return error_prefix(loader->err, "%s:%u: %s: ", loader->file, line->line, line->key);
	note_given(loader, (struct setting){.option = option,
					    .instance = instance,
					    .value = line->value,
					    .file = loader->file,
					    .line = line->line});
	return true;
}

const char *loader_folder(struct arena *home, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return arena_strndup(home, path, (size_t)(slash - path) + (slash == path));
}

bool loader_read_text(struct loader *loader, const char *file, const char *text, size_t len)
{
	struct ini_line *lines;
	size_t n;

	loader->file = arena_strdup(loader->home, file);
	loader->values.folder = loader_folder(loader->home, file);
	if (!ini_read(loader->file, text, len, loader->home, &lines, &n, loader->err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_skipped(loader, &lines[i]) &&
		    !(lines[i].key ? add_value(loader, &lines[i]) : begin_section(loader, &lines[i])))
			return false;
	return true;
}
