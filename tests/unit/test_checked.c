/* What only the screen knows of a configuration is tried when it is read (ui/checked.h). */
#include "config_fixture.h"
#include "ui/checked.h"

static struct config *load_checked(const char *text, struct error *err)
{
	char *path = write_file("c", text, strlen(text));
	const struct globals globals = {.config_path = path, .now_utc = UTC_NONE};
	struct config *config = config_load_checked(&globals, err);
	free(path);
	return config;
}

/* cli.md, "Configuration": one of its keys is for a verb to come. */
static void screen_views_and_keys_of_the_contract_are_read(void **state)
{
	struct error err;
	struct config *config = load_checked("[screen]\n"
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
		struct config *config = load_checked(str_text(&text), &err);
		assert_non_null(config);
		config_unref(config);
		str_free(&text);
	}
	assert_null(load_checked("[screen]\n\ntheme = solarized\n", &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, "c:3: theme: no theme is called `solarized`; there are default, "));
}

static void what_the_keymap_refuses_is_refused(void **state)
{
	struct error err;
	(void)state;
	assert_null(load_checked("[keys]\nEntr = open\n", &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_non_null(strstr(err.text, "c:2: Entr: `Entr` is no key"));
}

static void what_config_refuses_is_refused(void **state)
{
	struct error err;
	(void)state;
	assert_null(load_checked("[view a]\nfilter = (\n", &err));
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
