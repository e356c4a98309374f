#include "app/config_write.h"

struct writer {
	const struct setting *settings;
	size_t n;
	struct str *out;
};

static const struct setting *find(const struct writer *writer, const struct option *option,
				  const char *instance)
{
	for (size_t i = 0; i < writer->n; i++)
		if (writer->settings[i].option == option &&
		    str_equals(writer->settings[i].instance, instance))
			return &writer->settings[i];
	return NULL;
}

static void add_pair(struct str *out, const char *begin, const char *key, const char *value)
{
	str_addf(out, "%s%s =%s%s\n", begin, key, *value ? " " : "", value);
}

/* Whoever reads the file for the first time wants to know what may stand there; below a second member it is
 * known. */
static void add_option(const struct writer *writer, const struct option *option, const char *instance,
		       bool is_explained)
{
	const struct setting *setting = find(writer, option, instance);
	const char *key = option->key ? option->key : "KEY";

	if (is_explained)
		str_addf(writer->out, "; %s\n", option->help);
	if (setting)
		add_pair(writer->out, "", key, setting->value);
	else if (is_explained)
		add_pair(writer->out, "; ", key, option->fallback ? option->fallback : "");
}

static void add_options(const struct writer *writer, enum section_id id, const char *instance,
			bool is_explained)
{
	for (size_t i = 0; i < n_config_options; i++)
		if (config_options[i].section == id)
			add_option(writer, &config_options[i], instance, is_explained);
}

static bool came_before(const struct writer *writer, size_t at)
{
	const struct setting *setting = &writer->settings[at];

	for (size_t i = 0; i < at; i++)
		if (writer->settings[i].option->section == setting->option->section &&
		    str_equals(writer->settings[i].instance, setting->instance))
			return true;
	return false;
}

/* Without any, what one would look like. */
static void add_instances(const struct writer *writer, enum section_id id)
{
	const struct section *section = &config_sections[id];
	bool is_first = true;

	for (size_t i = 0; i < writer->n; i++) {
		const struct setting *setting = &writer->settings[i];

		if (setting->option->section != id || came_before(writer, i))
			continue;
		str_addf(writer->out, "%s[%s %s]\n", is_first ? "" : "\n", section->name, setting->instance);
		add_options(writer, id, setting->instance, is_first);
		is_first = false;
	}
	if (!is_first)
		return;
	str_addf(writer->out, "; [%s %s]\n", section->name, section->instance);
	add_options(writer, id, section->instance, true);
}

void config_write(const struct setting *settings, size_t n, unsigned parts, struct str *out)
{
	const struct writer writer = {settings, n, out};

	str_add(out,
		"; bugclock-config(5) describes every key. A line that begins with ; is not in force: the\n"
		"; value that stands there, if one does, is the default.\n");
	for (enum section_id id = 0; id < SECTIONS; id++) {
		const struct section *section = &config_sections[id];

		if (!(parts & (section->is_shared ? CONFIG_SHARED : CONFIG_PERSONAL)))
			continue;
		str_addf(out, "\n; --- %s ---\n", section->help);
		if (section->instance) {
			add_instances(&writer, id);
		} else {
			str_addf(out, "[%s]\n", section->name);
			add_options(&writer, id, "", true);
		}
	}
}
