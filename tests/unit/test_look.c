#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "view/look.h"

/* All members of struct signs are texts. */
#define N_SIGNS (sizeof(struct signs) / sizeof(const char *))

static void every_sign_is_there_in_every_alphabet(void **state)
{
	const char *const *utf8 = (const void *)&signs_utf8, *const *ascii = (const void *)&signs_ascii;
	(void)state;
	for (size_t i = 0; i < N_SIGNS; i++) {
		assert_non_null(utf8[i]);
		assert_non_null(ascii[i]);
	}
}

static void outside_utf8_no_sign_needs_more_than_ascii(void **state)
{
	const char *const *ascii = (const void *)&signs_ascii;
	(void)state;
	for (size_t i = 0; i < N_SIGNS; i++)
		for (const char *at = ascii[i]; *at; at++)
			assert_in_range(*at, ' ', '~');
}

/* DUE has a cell for each of them. */
static void the_signs_before_the_time_are_one_column_wide(void **state)
{
	const struct signs *const alphabets[] = {&signs_utf8, &signs_ascii};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(str_width_cols(alphabets[i]->overdue), 1);
		assert_int_equal(str_width_cols(alphabets[i]->soon), 1);
		assert_int_equal(str_width_cols(alphabets[i]->uncovered), 1);
	}
}

static void a_meaning_is_given_once_a_sign(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_sign_meanings; i++) {
		assert_true(strlen(sign_meanings[i].meaning) > 0);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(sign_text(&signs_utf8, &sign_meanings[i]),
						sign_text(&signs_utf8, &sign_meanings[k]));
	}
	assert_string_equal(sign_text(&signs_utf8, &sign_meanings[0]), "!");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sign_is_there_in_every_alphabet),
		cmocka_unit_test(outside_utf8_no_sign_needs_more_than_ascii),
		cmocka_unit_test(the_signs_before_the_time_are_one_column_wide),
		cmocka_unit_test(a_meaning_is_given_once_a_sign),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
