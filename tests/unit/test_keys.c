#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/keymap.h"

static void every_binding_can_be_read_and_names_a_verb_with_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_bindings; i++) {
		uint32_t strokes[STROKES_MAX];
		size_t n;
		assert_true(strokes_parse(bindings[i].keys, strokes, &n));
		assert_string_not_equal(binding_help(&bindings[i]), "");
	}
}

/* The line of each binding is read by the grammar of its verb. */
static void every_binding_has_the_words_that_its_verb_wants(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_bindings; i++) {
		struct error err;
		struct arena *home = arena_new();
		struct invocation invocation = {.home = home};
		char **words;
		size_t n;
		assert_true(command_split(bindings[i].line, home, &words, &n, &err));
		const struct verb *verb = keymap_verb(words[0], &err);
		assert_non_null(verb);
		assert_true(invocation_read(&invocation, verb, words + 1, n - 1, &err));
		arena_free(home);
	}
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
		cmocka_unit_test(every_binding_can_be_read_and_names_a_verb_with_help),
		cmocka_unit_test(every_binding_has_the_words_that_its_verb_wants),
		cmocka_unit_test(no_two_verbs_of_the_screen_share_a_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
