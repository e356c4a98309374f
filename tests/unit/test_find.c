#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/find.h"

static void case_counts_only_when_a_capital_is_typed(void **state)
{
	static const struct {
		const char *needle, *text;
		size_t from, at, len; /* len 0: no match */
	} rows[] = {
		{"crl", "Missing CRL entries", 0, 8, 3},
		{"CRL", "Missing CRL entries", 0, 8, 3},
		{"Crl", "Missing CRL entries", 0, 0, 0},
		{"mis", "Missing mist", 1, 8, 3},
		{"mis", "Missing", 1, 0, 0},
		{"über", "Sind ÜBER", 0, 5, 5},
		{"Über", "Sind über", 0, 0, 0},
		{"本", "日本語", 0, 3, 3},
		{"", "anything", 0, 0, 0},
		{"aab", "aaab", 0, 1, 3},
		{"x", "", 0, 0, 0},
		{"entries!", "entries", 0, 0, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct span text = span_of(rows[i].text), match = {0};
		bool is_there = find_match(rows[i].needle, text, rows[i].from, &match);
		assert_int_equal(is_there, rows[i].len > 0);
		assert_int_equal(match.len, rows[i].len);
		if (is_there)
			assert_int_equal(match.at - text.at, rows[i].at);
	}
}

static struct find places(void)
{
	struct find find = {0};
	find_begin(&find, FIND_TYPED, "x");
	find_add(&find, 10);
	find_add(&find, 20);
	find_add(&find, 30);
	return find;
}

static void steps_go_to_the_nearest_place_and_round_the_end(void **state)
{
	static const struct {
		enum find_step step;
		size_t from, at;
		bool is_wrapped;
	} rows[] = {
		{FIND_TYPED, 0, 1, false},     {FIND_TYPED, 20, 2, false},    {FIND_TYPED, 31, 1, true},
		{FIND_NEXT, 10, 2, false},     {FIND_NEXT, 11, 2, false},     {FIND_NEXT, 30, 1, true},
		{FIND_PREVIOUS, 30, 2, false}, {FIND_PREVIOUS, 31, 3, false}, {FIND_PREVIOUS, 10, 3, true},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct find find = places();
		struct found found = {0};
		assert_true(find_go(&find, rows[i].step, rows[i].from, &found));
		assert_int_equal(found.at, rows[i].at);
		assert_int_equal(found.of, 3);
		assert_int_equal(found.is_wrapped, rows[i].is_wrapped);
		assert_int_equal(find.at, rows[i].at - 1);
		find_free(&find);
	}
}

static void nothing_is_found_where_nothing_is(void **state)
{
	struct find find = {0};
	struct found found = {0};
	(void)state;
	find_begin(&find, FIND_NEXT, "x");
	assert_false(find_go(&find, FIND_NEXT, 5, &found));
	assert_int_equal(found.of, 0);
	find_free(&find);
}

static void leaving_looks_again_for_what_was_looked_for(void **state)
{
	struct find find = {0};
	(void)state;
	find_begin(&find, FIND_TYPED, "old");
	find_begin(&find, FIND_BEGIN, NULL);
	assert_string_equal(find.text, "old");
	find_begin(&find, FIND_TYPED, "new");
	find_add(&find, 3);
	assert_string_equal(find.text, "new");
	find_begin(&find, FIND_TYPED, "");
	assert_null(find.text);
	assert_int_equal(find.n, 0);
	find_begin(&find, FIND_LEAVE, NULL);
	assert_string_equal(find.text, "old");
	find_free(&find);
	assert_null(find.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case_counts_only_when_a_capital_is_typed),
		cmocka_unit_test(steps_go_to_the_nearest_place_and_round_the_end),
		cmocka_unit_test(nothing_is_found_where_nothing_is),
		cmocka_unit_test(leaving_looks_again_for_what_was_looked_for),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
