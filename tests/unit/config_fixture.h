/* tests/unit/config_fixture.h - a folder for one test, in an environment without ours, and configurations
 * read from files in it. */
#ifndef TESTS_CONFIG_FIXTURE_H
#define TESTS_CONFIG_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/config.h"
#include "base/os.h"
#include "base/utc.h"

static char *folder;
static const char *given_key; /* as BUGCLOCK_API_KEY gives it */

static inline int make_place(void **state)
{
	struct error err;

	(void)state;
	folder = os_temp_folder(&err);
	if (!folder)
		return -1;
	setenv("HOME", folder, 1);
	unsetenv("XDG_CONFIG_HOME");
	return 0;
}

static inline int remove_place(void **state)
{
	struct error err;
	bool ok = os_remove_tree(folder, &err);

	(void)state;
	free(folder);
	return ok ? 0 : -1;
}

/* Returns its path; the caller frees it. */
static inline char *write_file(const char *name, const char *text, size_t len)
{
	struct error err;
	char *path = os_path(folder, name);

	assert_true(os_write_file(path, text, len, &err));
	return path;
}

static inline struct config *load_from(const char *path, struct error *err)
{
	const struct globals globals = {.config_path = path, .now_utc = UTC_NONE, .api_key = given_key};

	*err = (struct error){0};
	return config_load(&globals, err);
}

static inline struct config *load(const char *text, struct error *err)
{
	char *path = write_file("c", text, strlen(text));
	struct config *config = load_from(path, err);

	free(path);
	return config;
}

static inline struct config *load_well(const char *text)
{
	struct error err;
	struct config *config = load(text, &err);

	if (!config)
		fail_msg("%s", err.text);
	return config;
}

#endif
