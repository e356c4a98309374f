#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/theme.h"

static void a_terminal_without_colours_gets_none(void **state)
{
	(void)state;
	assert_false(theme_find(NULL, false)->needs_colour);
	assert_false(theme_find("default", false)->needs_colour);
	assert_true(theme_find("default", true)->needs_colour);
	assert_true(theme_find(NULL, true)->needs_colour);
	assert_false(theme_find("mono", true)->needs_colour);
}

static void an_unknown_theme_is_the_default(void **state)
{
	(void)state;
	assert_ptr_equal(theme_find("neon", true), theme_find(NULL, true));
}

/* The signs and words say everything; but what burns shall be seen from across the room as well. */
static void what_is_overdue_stands_out_in_every_theme(void **state)
{
	(void)state;
	for (int has_colour = 0; has_colour <= 1; has_colour++) {
		const struct theme *theme = theme_find(NULL, has_colour);
		struct paint text = theme->paints[STYLE_TEXT], overdue = theme->paints[STYLE_OVERDUE];
		assert_true(overdue.attributes & A_BOLD);
		assert_false(text.attributes & A_BOLD);
	}
}

static void a_theme_without_colours_names_none(void **state)
{
	const struct theme *mono = theme_find("mono", false);
	(void)state;
	for (int style = 0; style < STYLES; style++)
		assert_int_equal(mono->paints[style].colour, -1);
}

static void only_the_terminals_own_colours_are_used(void **state)
{
	const struct theme *theme = theme_find(NULL, true);
	(void)state;
	for (int style = 0; style < STYLES; style++)
		assert_in_range(theme->paints[style].colour + 1, 0, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_without_colours_gets_none),
		cmocka_unit_test(an_unknown_theme_is_the_default),
		cmocka_unit_test(what_is_overdue_stands_out_in_every_theme),
		cmocka_unit_test(a_theme_without_colours_names_none),
		cmocka_unit_test(only_the_terminals_own_colours_are_used),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
