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
	for (enum style style = 0; style < STYLES; style++)
		assert_int_equal(mono->paints[style].colour, -1);
}

/* Yellow, cyan and green cannot be read on the white of many terminals, blue not on the black. */
static void no_colour_is_used_that_fades_on_black_or_on_white(void **state)
{
	(void)state;
	for (size_t i = 0; theme_name(i); i++) {
		const struct theme *theme = theme_find(theme_name(i), true);
		for (enum style style = 0; style < STYLES; style++) {
			short colour = theme->paints[style].colour;
			assert_true(colour == -1 || colour == COLOR_RED || colour == COLOR_MAGENTA);
		}
	}
}

static void every_theme_is_found_by_its_name(void **state)
{
	(void)state;
	assert_non_null(theme_name(0));
	for (size_t i = 0; theme_name(i); i++)
		assert_string_equal(theme_find(theme_name(i), true)->name, theme_name(i));
}

static void high_contrast_needs_no_colour_and_dims_nothing(void **state)
{
	const struct theme *theme = theme_find("high-contrast", false);
	(void)state;
	assert_string_equal(theme->name, "high-contrast");
	for (enum style style = 0; style < STYLES; style++) {
		assert_int_equal(theme->paints[style].colour, -1);
		assert_false(theme->paints[style].attributes & A_DIM);
	}
	assert_true(theme->paints[STYLE_OVERDUE].attributes & A_REVERSE);
	assert_true(theme->paints[STYLE_SOON].attributes & A_UNDERLINE);
}

static void the_row_under_the_cursor_is_one_bar_without_dim_words(void **state)
{
	const struct theme *theme = theme_find("default", true);
	(void)state;
	for (enum style style = 0; style < STYLES; style++) {
		assert_int_equal(theme_pair(theme, style, true), theme_pair(theme, STYLE_TEXT, true));
		assert_false(theme_attributes(theme, style, true) & (A_DIM | A_UNDERLINE));
	}
	assert_true(theme_attributes(theme, STYLE_DIM, true) & A_REVERSE);
}

static void what_is_in_reverse_stands_out_of_the_bar_as_well(void **state)
{
	const struct theme *theme = theme_find("high-contrast", false);
	(void)state;
	assert_false(theme_attributes(theme, STYLE_OVERDUE, true) & A_REVERSE);
	assert_true(theme_attributes(theme, STYLE_OVERDUE, true) & A_BOLD);
}

static void only_the_terminals_own_colours_are_used(void **state)
{
	const struct theme *theme = theme_find(NULL, true);
	(void)state;
	for (enum style style = 0; style < STYLES; style++)
		assert_in_range(theme->paints[style].colour + 1, 0, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_without_colours_gets_none),
		cmocka_unit_test(an_unknown_theme_is_the_default),
		cmocka_unit_test(what_is_overdue_stands_out_in_every_theme),
		cmocka_unit_test(a_theme_without_colours_names_none),
		cmocka_unit_test(no_colour_is_used_that_fades_on_black_or_on_white),
		cmocka_unit_test(every_theme_is_found_by_its_name),
		cmocka_unit_test(high_contrast_needs_no_colour_and_dims_nothing),
		cmocka_unit_test(the_row_under_the_cursor_is_one_bar_without_dim_words),
		cmocka_unit_test(what_is_in_reverse_stands_out_of_the_bar_as_well),
		cmocka_unit_test(only_the_terminals_own_colours_are_used),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
