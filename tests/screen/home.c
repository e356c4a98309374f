#include "tests/screen/home.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/os.h"

#define REPORT_MAX_BYTES 65536

struct home {
	char *folder;
	char **variables; /* NAME=VALUE, then NULL */
	size_t n;
};

static size_t find(const struct home *home, const char *name)
{
	size_t len = strlen(name), i = 0;
	while (i < home->n &&
	       !(strncmp(home->variables[i], name, len) == 0 && home->variables[i][len] == '='))
		i++;
	return i;
}

void home_set(struct home *home, const char *name, const char *value)
{
	struct str text = {0};
	size_t at = find(home, name);
	if (at < home->n) { /* the last one takes its place */
		free(home->variables[at]);
		home->variables[at] = home->variables[--home->n];
	}
	if (value) {
		str_addf(&text, "%s=%s", name, value);
		home->variables = mem_resize(home->variables, home->n + 2, sizeof *home->variables);
		home->variables[home->n++] = str_take(&text);
	}
	home->variables[home->n] = NULL;
}

char *const *home_environment(struct home *home)
{
	return home->variables;
}

const char *home_folder(const struct home *home)
{
	return home->folder;
}

char *home_config_path(const struct home *home)
{
	struct str path = {0};
	str_addf(&path, "%s/config/bugclock/config", home->folder);
	return str_take(&path);
}

static bool set_folder(struct home *home, const char *name, const char *below, struct error *err)
{
	struct str path = {0};
	str_addf(&path, "%s/%s", home->folder, below);
	bool ok = os_make_folders(str_text(&path), err);
	home_set(home, name, str_text(&path));
	str_free(&path);
	return ok;
}

/* Sanitizers write beside the screen, not on it. */
static void set_sanitizers(struct home *home)
{
	static const char *const names[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"};
	struct str options = {0};
	str_addf(&options, "log_path=%s/sanitizer", home->folder);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		home_set(home, names[i], str_text(&options));
	str_free(&options);
}

struct home *home_new(struct error *err)
{
	struct home *home = mem_alloc(sizeof *home);
	home->variables = mem_array(1, sizeof *home->variables);
	home->folder = os_temp_folder(err);
	bool ok = home->folder && set_folder(home, "HOME", "home", err) &&
		  set_folder(home, "TMPDIR", "tmp", err) &&
		  set_folder(home, "XDG_CONFIG_HOME", "config", err) &&
		  set_folder(home, "XDG_CACHE_HOME", "cache", err) &&
		  set_folder(home, "XDG_DATA_HOME", "data", err) &&
		  set_folder(home, "XDG_STATE_HOME", "state", err);
	if (!ok) {
		home_free(home);
		return NULL;
	}
	home_set(home, "TERM", "xterm-256color");
	home_set(home, "LANG", "C.UTF-8");
	home_set(home, "TZ", "UTC");
	set_sanitizers(home);
	return home;
}

void home_free(struct home *home)
{
	struct error err;
	if (!home)
		return;
	if (home->folder)
		os_remove_tree(home->folder, &err); /* what stays behind is the system's to clean */
	for (size_t i = 0; i < home->n; i++)
		free(home->variables[i]);
	free(home->variables);
	free(home->folder);
	free(home);
}

bool home_sanitizer_report(const struct home *home, struct str *out)
{
	struct str pattern = {0};
	glob_t found = {0};
	bool any = false;
	str_addf(&pattern, "%s/sanitizer.*", home->folder);
	if (glob(str_text(&pattern), 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			struct error err;
			char *text = os_read_file(found.gl_pathv[i], REPORT_MAX_BYTES, NULL, &err);
			str_add(out, text ? text : err.text);
			any = true;
			free(text);
		}
	}
	globfree(&found);
	str_free(&pattern);
	return any;
}
