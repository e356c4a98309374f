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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_wrapped_between_words),
		cmocka_unit_test(the_line_at_the_top_stays_there_when_the_width_changes),
		cmocka_unit_test(the_last_page_is_full),
		cmocka_unit_test(a_line_of_a_megabyte_is_wrapped_in_no_time),
		cmocka_unit_test(the_place_is_told_when_not_all_is_in_sight),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
