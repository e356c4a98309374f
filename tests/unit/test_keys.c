#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utc.h"
#include "ui/keymap.h"

/* keymap_make asserts that each row can be read and that its line fits the grammar of its verb. */
static void every_binding_has_keys_and_a_verb_with_help(void **state)
{
	const struct config config = {.globals.now_utc = UTC_NONE};
	struct arena *home = arena_new();
	struct keymap keymap;
	struct error err;
	(void)state;
	assert_true(keymap_make(&keymap, &config, home, &err));
	assert_int_equal(keymap.n, n_bindings);
	for (size_t i = 0; i < keymap.n; i++) {
		assert_true(keymap.keys[i].n_strokes > 0);
		assert_non_null(keymap.keys[i].verb);
		assert_string_not_equal(keymap.keys[i].verb->help, "");
	}
	arena_free(home);
}

static void every_screen_can_be_named_in_a_configuration(void **state)
{
	(void)state;
	for (enum key_scope scope = SCOPE_ANY + 1; scope < SCOPES; scope++)
		assert_non_null(scope_names[scope]);
}

static void a_verb_that_is_there_is_not_one_to_come(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_screen_verbs; i++)
		assert_false(keymap_is_later(screen_verbs[i].name));
	for (size_t i = 0; i < n_shell_verbs; i++)
		assert_false((shell_verbs[i].where & VERB_SCREEN) && keymap_is_later(shell_verbs[i].name));
}

static void no_two_verbs_of_the_screen_share_a_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_screen_verbs; i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(screen_verbs[i].name, screen_verbs[k].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_binding_has_keys_and_a_verb_with_help),
		cmocka_unit_test(every_screen_can_be_named_in_a_configuration),
		cmocka_unit_test(a_verb_that_is_there_is_not_one_to_come),
		cmocka_unit_test(no_two_verbs_of_the_screen_share_a_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
