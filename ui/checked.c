#include "ui/checked.h"

#include "base/arena.h"
#include "base/str.h"
#include "ui/keymap.h"
#include "ui/theme.h"

static bool unknown_theme(const struct setting *given, struct error *err)
{
	struct str known = {0};
	for (size_t i = 0; theme_name(i); i++)
		str_addf(&known, "%s%s", i > 0 ? ", " : "", theme_name(i));
	error_set(err, FAULT_CONFIG, "%s:%u: %s: no theme is called `%s`; there are %s", given->file,
		  given->line, given->option->key, given->value, str_text(&known));
	str_free(&known);
	return false;
}

static bool check_theme(const struct config *config, struct error *err)
{
	for (size_t i = 0; theme_name(i); i++)
		if (str_equals(theme_name(i), config->screen.theme))
			return true;
	return unknown_theme(config_setting(config, SECTION_SCREEN, offsetof(struct screen_config, theme)),
			     err);
}

static bool check_keys(const struct config *config, struct error *err)
{
	struct arena *home = arena_new();
	struct keymap keymap;
	bool ok = keymap_make(&keymap, config, home, err);
	arena_free(home);
	return ok;
}

struct config *config_load_checked(const struct globals *globals, struct error *err)
{
	struct config *config = config_load(globals, err);
	if (!config || (check_theme(config, err) && check_keys(config, err)))
		return config;
	config_unref(config);
	return NULL;
}
