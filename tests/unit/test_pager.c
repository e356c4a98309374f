#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "ui/pager.h"

/* The rows that the pager made, joined with `|`. */
static char *rows_of(const char *text, int cols)
{
	struct pager pager = {0};
	struct str out = {0};
	pager_renew(&pager, mem_strdup(text), 10, cols);
	for (size_t i = 0; i < pager.n_lines; i++) {
		if (i > 0)
			str_add_char(&out, '|');
		str_add_repeat(&out, ".", (size_t)pager.lines[i].indent_cols);
		str_add_bytes(&out, pager.text + pager.lines[i].at, pager.lines[i].len);
	}
	pager_free(&pager);
	return str_take(&out);
}

static void lines_are_wrapped_between_words(void **state)
{
	static const struct {
		const char *text;
		int cols;
		const char *rows;
	} rows[] = {
		{"one two three\n", 20, "one two three"},
		{"one two three\n", 13, "one two three"},
		{"one two three\n", 8, "one two|three"},
		{"one two three\n", 7, "one two|three"},
		{"one\n\ntwo\n", 7, "one||two"},
		{"abcdefghij\n", 4, "abcd|efgh|ij"},
		{"ab cdefghij\n", 4, "ab|cdef|ghij"},
		{"  one two three\n", 9, "  one two|..three"},
		{"- one two three\n", 9, "- one two|..three"},
		{"    abcdefgh\n", 8, "    abcd|....efgh"},
		{"a week (IRG 3.2)\n", 12, "a week|(IRG 3.2)"},
		{"a week (IRG 3.2 or later)\n", 13, "a week (IRG|3.2 or later)"},
		{"(IRG 3.2) a\n", 6, "(IRG|3.2) a"},
		{"late new: filed\n", 12, "late|new: filed"},
		{"new: filed\n", 8, "new:|filed"},
		{"漢字漢字\n", 5, "漢字|漢字"},
		{"漢字\n", 1, "漢字"},
		{"", 5, ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *made = rows_of(rows[i].text, rows[i].cols);
		assert_string_equal(made, rows[i].rows);
		free(made);
	}
}

static void the_line_at_the_top_stays_there_when_the_width_changes(void **state)
{
	const char *text = "one two three four five six\nseven eight nine ten\neleven\ntwelve\nthirteen\n";
	struct pager pager = {0};
	(void)state;
	pager_renew(&pager, mem_strdup(text), 2, 40);
	pager_move(&pager, MOTION_DOWN);
	assert_memory_equal(pager.text + pager.lines[pager.top].at, "seven", 5);
	pager_renew(&pager, mem_strdup(text), 2, 10);
	assert_memory_equal(pager.text + pager.lines[pager.top].at, "seven", 5);
	pager_renew(&pager, mem_strdup(text), 2, 40);
	assert_memory_equal(pager.text + pager.lines[pager.top].at, "seven", 5);
	pager_free(&pager);
}

static void the_last_page_is_full(void **state)
{
	struct pager pager = {0};
	(void)state;
	pager_renew(&pager, mem_strdup("1\n2\n3\n4\n5\n"), 3, 10);
	pager_move(&pager, MOTION_LAST);
	assert_int_equal(pager.top, 2);
	pager_move(&pager, MOTION_DOWN);
	assert_int_equal(pager.top, 2);
	pager_renew(&pager, mem_strdup("1\n2\n"), 3, 10);
	assert_int_equal(pager.top, 0);
	pager_free(&pager);
}

static void a_line_of_a_megabyte_is_wrapped_in_no_time(void **state)
{
	struct pager pager = {0};
	struct str text = {0};
	(void)state;
	str_add_repeat(&text, "word ", 200000);
	pager_renew(&pager, str_take(&text), 20, 80);
	assert_int_equal(pager.n_lines, 12500);
	pager_free(&pager);
}

static void the_place_is_told_when_not_all_is_in_sight(void **state)
{
	struct pager pager = {0};
	struct str place = {0};
	(void)state;
	pager_renew(&pager, mem_strdup("1\n2\n3\n4\n5\n"), 3, 10);
	pager_move(&pager, MOTION_DOWN);
	pager_print_place(&pager, &place);
	assert_string_equal(str_text(&place), "2-4 of 5");
	str_clear(&place);
	pager_renew(&pager, mem_strdup("1\n2\n"), 3, 10);
	pager_print_place(&pager, &place);
	assert_string_equal(str_text(&place), "");
	str_free(&place);
	pager_free(&pager);
}

/* --- looking for a text --- */

static struct pager numbered(void)
{
	struct pager pager = {0};
	pager_renew(&pager, mem_strdup("a one\nb\nc\nd\ne\nf one\ng\nh\ni\nj one\n"), 4, 10);
	return pager;
}

static void what_is_found_comes_into_sight(void **state)
{
	struct pager pager = numbered();
	struct found found = {0};
	(void)state;
	pager_find(&pager, FIND_BEGIN, NULL, &found);
	pager_find(&pager, FIND_TYPED, "ONE", &found);
	assert_int_equal(found.of, 0);
	pager_find(&pager, FIND_TYPED, "one", &found);
	assert_int_equal(found.at, 1);
	assert_int_equal(found.of, 3);
	assert_int_equal(pager.top, 0);
	pager_find(&pager, FIND_NEXT, "one", &found);
	assert_int_equal(found.at, 2);
	assert_int_equal(pager.top, 4); /* line 5 in the second of four rows */
	pager_find(&pager, FIND_PREVIOUS, "one", &found);
	pager_find(&pager, FIND_PREVIOUS, "one", &found);
	assert_int_equal(found.at, 3);
	assert_true(found.is_wrapped);
	assert_int_equal(pager.top, 6);
	pager_free(&pager);
}

static void typing_more_begins_where_it_began_and_leaving_goes_back(void **state)
{
	struct pager pager = numbered();
	struct found found = {0};
	(void)state;
	pager_move(&pager, MOTION_DOWN);
	pager_find(&pager, FIND_BEGIN, NULL, &found);
	pager_find(&pager, FIND_TYPED, "j", &found);
	assert_int_equal(pager.top, 6);
	pager_find(&pager, FIND_TYPED, "b", &found);
	assert_int_equal(pager.top, 1);
	pager_find(&pager, FIND_TYPED, "j", &found);
	pager_find(&pager, FIND_LEAVE, NULL, &found);
	assert_int_equal(pager.top, 1);
	assert_null(pager.find.text);
	pager_free(&pager);
}

static void whoever_has_scrolled_goes_on_from_what_is_in_sight(void **state)
{
	struct pager pager = numbered();
	struct found found = {0};
	(void)state;
	pager_find(&pager, FIND_NEXT, "one", &found);
	assert_int_equal(found.at, 1);
	pager_move(&pager, MOTION_LAST);
	pager_find(&pager, FIND_NEXT, "one", &found);
	assert_int_equal(found.at, 3);
	pager_move(&pager, MOTION_FIRST);
	pager_find(&pager, FIND_PREVIOUS, "one", &found);
	assert_int_equal(found.at, 3);
	assert_true(found.is_wrapped);
	pager_free(&pager);
}

static void a_text_made_anew_is_searched_anew(void **state)
{
	struct pager pager = numbered();
	struct found found = {0};
	(void)state;
	pager_find(&pager, FIND_NEXT, "one", &found);
	pager_renew(&pager, mem_strdup("none\n"), 4, 10);
	assert_int_equal(pager.find.n, 1);
	assert_int_equal(pager.find.places[0], 1);
	pager_renew(&pager, mem_strdup(""), 4, 10);
	assert_int_equal(pager.find.n, 0);
	pager_find(&pager, FIND_NEXT, "one", &found);
	assert_int_equal(found.of, 0);
	pager_free(&pager);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_wrapped_between_words),
		cmocka_unit_test(the_line_at_the_top_stays_there_when_the_width_changes),
		cmocka_unit_test(the_last_page_is_full),
		cmocka_unit_test(a_line_of_a_megabyte_is_wrapped_in_no_time),
		cmocka_unit_test(the_place_is_told_when_not_all_is_in_sight),
		cmocka_unit_test(what_is_found_comes_into_sight),
		cmocka_unit_test(typing_more_begins_where_it_began_and_leaving_goes_back),
		cmocka_unit_test(whoever_has_scrolled_goes_on_from_what_is_in_sight),
		cmocka_unit_test(a_text_made_anew_is_searched_anew),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
