#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/stroke.h"

static void written_keys_are_read(void **state)
{
	static const struct {
		const char *text;
		uint32_t strokes[STROKES_MAX];
		size_t n;
	} rows[] = {
		{"j", {'j'}, 1},
		{"gg", {'g', 'g'}, 2},
		{"G", {'G'}, 1},
		{"^D", {4}, 1},
		{"^[", {STROKE_ESC}, 1},
		{"^", {'^'}, 1},
		{"^^", {0x1E}, 1},
		{"Enter", {STROKE_ENTER}, 1},
		{"PgDn", {STROKE_PAGE_DOWN}, 1},
		{"g Enter", {'g', STROKE_ENTER}, 2},
		{"Space q", {' ', 'q'}, 2},
		{"ä", {0xE4}, 1},
		{"<", {'<'}, 1},
		{"Equals Hash Semicolon", {'=', '#', ';'}, 3},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint32_t strokes[STROKES_MAX];
		size_t n;
		assert_true(strokes_parse(rows[i].text, strokes, &n));
		assert_int_equal(n, rows[i].n);
		assert_memory_equal(strokes, rows[i].strokes, n * sizeof *strokes);
	}
}

static void keys_that_mean_nothing_are_refused(void **state)
{
	static const char *const rows[] = {"", "  ", "abcde", "Entr", "PageDown", "g g g g g"};
	uint32_t strokes[STROKES_MAX];
	size_t n;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_false(strokes_parse(rows[i], strokes, &n));
}

static void printed_keys_can_be_read_again(void **state)
{
	static const uint32_t strokes[] = {'j',         4,    STROKE_ESC, STROKE_TAB, ' ',
					   STROKE_HOME, 0xE4, '^',        0x1F,       '='};
	(void)state;
	for (size_t i = 0; i < sizeof strokes / sizeof strokes[0]; i++) {
		uint32_t again[STROKES_MAX];
		size_t n;
		struct str text = {0};
		stroke_print(&text, strokes[i]);
		assert_true(strokes_parse(str_text(&text), again, &n));
		assert_int_equal(n, 1);
		assert_int_equal(again[0], strokes[i]);
		str_free(&text);
	}
}

static void a_sign_is_printed_as_itself(void **state)
{
	struct str text = {0};
	(void)state;
	stroke_print(&text, '=');
	stroke_print(&text, ';');
	assert_string_equal(str_text(&text), "=;");
	str_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_keys_are_read),
		cmocka_unit_test(keys_that_mean_nothing_are_refused),
		cmocka_unit_test(printed_keys_can_be_read_again),
		cmocka_unit_test(a_sign_is_printed_as_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
