/* What only the screen knows of a configuration is tried when it is read (ui/checked.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/os.h"
#include "base/utc.h"
#include "ui/checked.h"

static char *folder;

static int make_place(void **state)
{
	struct error err;
	(void)state;
	folder = os_temp_folder(&err);
	return folder ? 0 : -1;
}

static int remove_place(void **state)
{
	struct error err;
	bool ok = os_remove_tree(folder, &err);
	(void)state;
	free(folder);
	return ok ? 0 : -1;
}

static struct config *load(const char *text, struct error *err)
{
	char *path = os_path(folder, "c");
	const struct globals globals = {.config_path = path, .now_utc = UTC_NONE};
	struct config *config = NULL;
	if (os_write_file(path, text, strlen(text), err))
		config = config_load_checked(&globals, err);
	free(path);
	return config;
}

/* cli.md, "Configuration": one of its keys is for a verb to come. */
static void screen_views_and_keys_of_the_contract_are_read(void **state)
{
	struct error err;
	struct config *config = load("[screen]\n"
				     "theme = default\n"
				     "mouse = yes\n"
				     "columns = due kinds id summary owner buddy asked tasks\n"
				     "\n"
				     "[view audits]\n"
				     "filter = label:audit\n"
				     "sort = due\n"
				     "\n"
				     "[keys]\n"
				     "o = set owner=\n",
				     &err);
	(void)state;
	if (!config)
		fail_msg("%s", err.text);
	config_unref(config);
}

static void every_theme_can_be_chosen_and_no_other(void **state)
{
	static const char *const names[] = {"default", "high-contrast", "mono"};
	struct error err;
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct str text = {0};
		str_addf(&text, "[screen]\ntheme = %s\n", names[i]);
		struct config *config = load(str_text(&text), &err);
		assert_non_null(config);
		config_unref(config);
		str_free(&text);
	}
	assert_null(load("[screen]\n\ntheme = solarized\n", &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, "c:3: theme: no theme is called `solarized`; there are default, "));
}

static void what_the_keymap_refuses_is_refused(void **state)
{
	struct error err;
	(void)state;
	assert_null(load("[keys]\nEntr = open\n", &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, "c:2: Entr: `Entr` is no key"));
}

static void what_config_refuses_is_refused(void **state)
{
	struct error err;
	(void)state;
	assert_null(load("[view a]\nfilter = (\n", &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
}

#define T(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(screen_views_and_keys_of_the_contract_are_read),
		T(every_theme_can_be_chosen_and_no_other),
		T(what_the_keymap_refuses_is_refused),
		T(what_config_refuses_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
