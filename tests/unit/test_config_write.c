#include "app/config_write.h"

#include "app/ini.h"
#include "app/option.h"
#include "tests/unit/config_fixture.h"

#define AT(type, member) offsetof(struct type, member)

static struct setting set(enum section_id section, size_t at, const char *instance, const char *value)
{
	return (struct setting){.option = option_at(section, at), .instance = instance, .value = value};
}

#define N_SETTINGS 9

static void fill(struct setting settings[N_SETTINGS])
{
	const struct setting all[N_SETTINGS] = {
		set(SECTION_ME, AT(me_config, member), "", "ana"),
		set(SECTION_TEAM, AT(team_config, ca), "", "Example Trust, Beispiel-Vertrauen"),
		set(SECTION_MEMBER, AT(member_config, name), "ana", "Ana \"x=y\" Example#1;"),
		set(SECTION_MEMBER, AT(member_config, bugzilla), "ana", "ana@example-trust.example"),
		set(SECTION_MEMBER, AT(member_config, bugzilla), "ben", "ben@example-trust.example"),
		set(SECTION_MEMBER, AT(member_config, buddy), "ben", "ana"),
		set(SECTION_MEMBER, AT(member_config, name), "ben", "[Ben]"),
		set(SECTION_BUGZILLA, AT(bugzilla_config, url), "", "https://bugs.example/x"),
		set(SECTION_BUGZILLA, AT(bugzilla_config, api_key_command), "", "pass show 'a  b'"),
	};

	memcpy(settings, all, sizeof all);
}

static struct config *read_back(const struct str *text)
{
	struct error err;
	const struct globals globals = {.now_utc = UTC_NONE};
	struct config *config =
		config_load_text(&globals, "/nowhere/config", str_text(text), text->len, &err);

	if (!config)
		fail_msg("%s", err.text);
	return config;
}

static const struct setting *find(const struct config *config, const struct setting *wanted)
{
	for (size_t i = 0; i < config->n_settings; i++)
		if (config->settings[i].option == wanted->option &&
		    str_equals(config->settings[i].instance, wanted->instance))
			return &config->settings[i];
	return NULL;
}

/* What was set, in a file; all else is a default. */
static void assert_same(const struct config *config, const struct setting *settings, size_t n)
{
	size_t n_given = 0;

	for (size_t i = 0; i < config->n_settings; i++)
		n_given += config->settings[i].file != NULL;
	assert_int_equal(n_given, n);
	for (size_t i = 0; i < n; i++) {
		const struct setting *found = find(config, &settings[i]);

		assert_non_null(found);
		assert_string_equal(found->value, settings[i].value);
	}
}

static void what_was_set_is_read_back_and_nothing_else(void **state)
{
	struct setting settings[N_SETTINGS];
	struct str text = {0};
	struct config *config;

	(void)state;
	fill(settings);
	config_write(settings, N_SETTINGS, CONFIG_BOTH, &text);
	config = read_back(&text);
	assert_same(config, settings, N_SETTINGS);
	assert_string_equal(config->roster.members[0].key, "ana");
	assert_string_equal(config->roster.members[1].key, "ben");
	config_unref(config);
	str_free(&text);
}

static void without_anything_set_it_is_the_defaults(void **state)
{
	struct str text = {0};
	struct config *config;

	(void)state;
	config_write(NULL, 0, CONFIG_BOTH, &text);
	config = read_back(&text);
	assert_same(config, NULL, 0);
	config_unref(config);
	str_free(&text);
}

static const char *line_of(const struct option *option, struct arena *home)
{
	return arena_printf(home, "\n; %s =%s%s\n", option->key ? option->key : "KEY",
			    option->fallback ? " " : "", option->fallback ? option->fallback : "");
}

static void every_option_stands_there_with_its_meaning_and_default(void **state)
{
	struct arena *home = arena_new();
	struct str text = {0};

	(void)state;
	config_write(NULL, 0, CONFIG_BOTH, &text);
	for (size_t i = 0; i < n_config_options; i++) {
		const char *help = arena_printf(home, "\n; %s\n", config_options[i].help);

		assert_non_null(strstr(str_text(&text), help));
		assert_non_null(strstr(str_text(&text), line_of(&config_options[i], home)));
	}
	str_free(&text);
	arena_free(home);
}

/* Whoever takes the ; away before a default has changed nothing. */
static void the_values_behind_a_semicolon_are_the_defaults(void **state)
{
	struct arena *home = arena_new();
	struct str text = {0};
	struct config *config;

	(void)state;
	config_write(NULL, 0, CONFIG_BOTH, &text);
	for (size_t i = 0; i < n_config_options; i++) {
		char *at = config_options[i].fallback
				   ? strstr(str_text(&text), line_of(&config_options[i], home))
				   : NULL;

		if (at)
			memcpy(at + 1, "  ", 2);
	}
	config = read_back(&text);
	for (size_t i = 0; i < config->n_settings; i++)
		if (config->settings[i].option->fallback)
			assert_non_null(config->settings[i].file);
	config_unref(config);
	str_free(&text);
	arena_free(home);
}

static void the_team_s_part_and_the_personal_one_make_the_whole(void **state)
{
	struct setting settings[N_SETTINGS + 1];
	struct str shared = {0}, personal = {0};
	struct config *config;
	char *path;

	(void)state;
	fill(settings);
	config_write(settings, N_SETTINGS, CONFIG_SHARED, &shared);
	assert_null(strstr(str_text(&shared), "[bugzilla]"));
	path = write_file("team.ini", str_text(&shared), shared.len);
	settings[N_SETTINGS] = set(SECTION_ME, AT(me_config, team_path), "", path);
	config_write(settings, N_SETTINGS + 1, CONFIG_PERSONAL, &personal);
	assert_null(strstr(str_text(&personal), "Example Trust"));
	config = read_back(&personal);
	assert_same(config, settings, N_SETTINGS + 1);
	config_unref(config);
	free(path);
	str_free(&shared);
	str_free(&personal);
}

static void what_a_line_cannot_hold_is_known_before(void **state)
{
	static const char *const fine[] = {"", "a", "a;b", "a#b", "a = b", "[a]", "pass show x", "漢"};
	static const char *const wrong[] = {"a ;b", "a #1", ";", "#a", " a", "a ", "a\nb", "a\x01", "\xff"};

	(void)state;
	for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
		assert_true(ini_can_hold(fine[i]));
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(ini_can_hold(wrong[i]));
}

#define T(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_was_set_is_read_back_and_nothing_else),
		T(without_anything_set_it_is_the_defaults),
		T(every_option_stands_there_with_its_meaning_and_default),
		T(the_values_behind_a_semicolon_are_the_defaults),
		T(the_team_s_part_and_the_personal_one_make_the_whole),
		T(what_a_line_cannot_hold_is_known_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
