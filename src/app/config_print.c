/* The effective configuration, to be read by people and back by bugclock (app/config.h). */
#include <string.h>

#include "app/config.h"
#include "app/loader.h"
#include "app/option.h"
#include "base/arena.h"
#include "base/str.h"

#define ORIGIN_COLS 48 /* where the comments begin */

/* A team's file is written by several. */
static void add_printable(struct str *out, const char *text)
{
	str_printable(out, text, strlen(text), PRINTABLE_LINE);
}

static void add_origin(struct str *out, const struct str *line, const struct setting *setting)
{
	size_t cols = str_width_cols(str_text(line));

	str_add(out, str_text(line));
	str_add_repeat(out, " ", cols < ORIGIN_COLS ? ORIGIN_COLS - cols : 1);
	str_add(out, "; ");
	if (setting->file) {
		add_printable(out, setting->file);
		if (setting->line > 0)
			str_addf(out, ":%u", setting->line);
		str_add_char(out, '\n');
	} else {
		str_add(out, setting->value ? "default\n" : "not set\n");
	}
}

/* A path as it is opened: what is relative to one file would not be so to another. It was read well once. */
static const char *value_of(const struct setting *setting, struct arena *scratch)
{
	const struct option_place place = {
		.home = scratch, .folder = setting->file ? loader_folder(scratch, setting->file) : "."};
	const char *path = NULL;
	struct error err;

	if (setting->option->type == OPTION_PATH && setting->value &&
	    option_read(setting->option, setting->value, &place, &path, &err) && path)
		return path;
	return setting->value ? setting->value : "";
}

/* Its sections follow, and each may stand only once. */
static bool names_team_file(const struct option *option)
{
	return option->section == SECTION_ME && option->at == offsetof(struct me_config, team_path);
}

static void add_setting(struct str *out, const struct setting *setting)
{
	const struct option *option = setting->option;
	struct arena *scratch = arena_new();
	const char *value = value_of(setting, scratch);
	struct str line = {0};

	if (!setting->value || names_team_file(option))
		str_add(&line, "; ");
	add_printable(&line, option->key ? option->key : setting->instance);
	str_add(&line, *value ? " = " : " =");
	add_printable(&line, value);
	add_origin(out, &line, setting);
	str_free(&line);
	arena_free(scratch);
}

static void add_section(struct str *out, const struct config *config, enum section_id id,
			const char *instance)
{
	const struct section *section = &config_sections[id];

	str_addf(out, "\n[%s%s", section->name, section->instance ? " " : "");
	add_printable(out, instance);
	str_add(out, "]\n");
	for (size_t i = 0; i < config->n_settings; i++) {
		const struct setting *setting = &config->settings[i];

		if (setting->option->section == id &&
		    (!section->instance || str_equals(setting->instance, instance)))
			add_setting(out, setting);
	}
}

static void add_instances(struct str *out, const struct config *config, enum section_id id)
{
	for (size_t i = 0; i < config->n_sections; i++)
		if (config->sections[i].id == id)
			add_section(out, config, id, config->sections[i].instance);
}

void config_print(const struct config *config, const char *key_origin, struct str *out)
{
	const char *none = config->globals.is_demo ? "the demo's own configuration" : "no file";

	str_add(out, "; ");
	add_printable(out, config->path ? config->path : none);
	str_addf(out, ", profile %s\n", config_profile(&config->globals));
	if (key_origin)
		str_addf(out, "; the API key comes from %s\n", key_origin);
	for (enum section_id id = 0; id < SECTIONS; id++) {
		if (config_sections[id].instance)
			add_instances(out, config, id);
		else
			add_section(out, config, id, "");
	}
}
