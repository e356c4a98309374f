/* Text: what base/str.h promises, hostile text above all. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/os.h"
#include "base/str.h"

/* What becomes of `text` on a terminal; the caller frees. */
static char *shown(const char *text, size_t len, enum printable how)
{
	struct str out = {0};
	str_printable(&out, text, len, how);
	assert_int_equal(out.len, strlen(str_text(&out)));
	return str_take(&out);
}

static void assert_shown(enum printable how, const char *text, const char *expected)
{
	char *got = shown(text, strlen(text), how);
	assert_string_equal(got, expected);
	free(got);
}

static void assert_line(const char *text, const char *expected)
{
	assert_shown(PRINTABLE_LINE, text, expected);
}

static int set_utf8(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

static int set_c(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C") ? 0 : -1;
}

/* --- buffers --- */

static void an_empty_buffer_is_an_empty_text(void **state)
{
	(void)state;
	struct str str = {0};
	assert_string_equal(str_text(&str), "");
	str_clear(&str);
	char *taken = str_take(&str);
	assert_string_equal(taken, "");
	free(taken);
	str_free(&str);
}

static void a_buffer_grows_with_what_is_added(void **state)
{
	(void)state;
	struct str str = {0};
	str_add(&str, "");
	assert_string_equal(str.at, "");
	str_add(&str, "due ");
	str_add_char(&str, 'i');
	str_add_bytes(&str, "n 3h!", 4);
	str_addf(&str, " %dm%s", 55, "");
	str_add_repeat(&str, "=-", 3);
	str_add_repeat(&str, "x", 0);
	str_add_repeat(&str, "", 5);
	assert_string_equal(str.at, "due in 3h 55m=-=-=-");
	assert_int_equal(str.len, strlen(str.at));
	str_free(&str);
	assert_null(str.at);
	str_add_repeat(&str, "x", 0);
	assert_string_equal(str_text(&str), "");
	assert_int_equal(str.len + str.cap, 0);
}

static void a_buffer_keeps_nul_bytes_and_an_end(void **state)
{
	(void)state;
	struct str str = {0};
	str_add_bytes(&str, "a\0b", 3);
	assert_int_equal(str.len, 3);
	assert_memory_equal(str.at, "a\0b", 4);
	str_free(&str);
}

static void a_long_text_is_whole_at_every_size(void **state)
{
	(void)state;
	struct str str = {0};
	for (size_t i = 0; i < 5000; i++) {
		str_addf(&str, "%c", (char)('a' + i % 26));
		assert_int_equal(str.len, i + 1);
		assert_int_equal(str.at[i + 1], '\0');
	}
	for (size_t i = 0; i < 5000; i++)
		assert_int_equal(str.at[i], 'a' + i % 26);
	str_addf(&str, "%100000d", 1);
	assert_int_equal(strlen(str.at), 105000);
	str_clear(&str);
	assert_true(str.cap > 105000);
	assert_string_equal(str.at, "");
	char *taken = str_take(&str);
	assert_null(str.at);
	free(taken);
}

/* --- spans --- */

static void a_span_is_cut_to_what_exists(void **state)
{
	(void)state;
	struct span span = span_of("needinfo");
	assert_true(span_equals(span_sub(span, 0, 4), "need"));
	assert_true(span_equals(span_sub(span, 4, 99), "info"));
	assert_true(span_equals(span_sub(span, 4, 4), ""));
	assert_true(span_equals(span_sub(span, 5, 2), ""));
	assert_true(span_equals(span_sub(span, 99, 100), ""));
	assert_int_equal(span_of(NULL).len, 0);
	assert_true(span_equals(span_sub(span_of(NULL), 0, 3), ""));
	assert_true(span_equals(span_trim(span_of(" \t\r\n\v\f a b \n")), "a b"));
	assert_true(span_equals(span_trim(span_of(" \t ")), ""));
	assert_true(span_equals(span_trim(span_of("\u00a0a")), "\u00a0a"));
}

static void spans_are_compared_by_bytes_or_without_ascii_case(void **state)
{
	(void)state;
	struct span span = span_of("Next Update 2026");
	assert_true(span_equals(span, "Next Update 2026"));
	assert_false(span_equals(span, "Next Update 202"));
	assert_false(span_equals(span, "Next Update 2026 "));
	assert_false(span_equals(span, "next update 2026"));
	assert_true(span_equals_nocase(span, "nEXT uPDATE 2026"));
	assert_false(span_equals_nocase(span, "next update"));
	assert_false(span_equals_nocase(span, "next update 20266"));
	assert_true(span_starts_nocase(span, "NEXT U"));
	assert_true(span_starts_nocase(span, ""));
	assert_false(span_starts_nocase(span, "next update 2026!"));
	assert_false(span_starts_nocase(span_of(NULL), "n"));
	assert_true(span_equals_nocase(span_of(NULL), ""));
	assert_false(span_equals_nocase(span_of("ä"), "Ä"));
}

static void assert_lines(const char *text, size_t n, const char *const expected[])
{
	struct span rest = span_of(text), line;
	for (size_t i = 0; i < n; i++) {
		assert_true(span_next_line(&rest, &line));
		assert_true(span_equals(line, expected[i]));
	}
	assert_false(span_next_line(&rest, &line));
}

static void lines_end_in_lf_or_crlf(void **state)
{
	(void)state;
	assert_lines(NULL, 0, NULL);
	assert_lines("", 0, NULL);
	assert_lines("\n", 1, (const char *[]){""});
	assert_lines("a", 1, (const char *[]){"a"});
	assert_lines("a\n", 1, (const char *[]){"a"});
	assert_lines("a\n\nb\r\n\r\nc", 5, (const char *[]){"a", "", "b", "", "c"});
	assert_lines("a\rb\r\r\n", 1, (const char *[]){"a\rb\r"});
	assert_lines("a\r", 1, (const char *[]){"a\r"});
}

static void parts_are_trimmed(void **state)
{
	(void)state;
	static const char *const expected[] = {"ana", "ben", "", "carla dev"};
	struct span rest = span_of(" ana,ben , ,carla dev,"), part;
	for (size_t i = 0; i < 4; i++) {
		assert_true(span_next_part(&rest, ',', &part));
		assert_true(span_equals(part, expected[i]));
	}
	assert_false(span_next_part(&rest, ',', &part));
}

static void a_span_is_copied_with_its_bytes(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	assert_string_equal(span_dup(home, span_sub(span_of("needinfo"), 4, 8)), "info");
	assert_string_equal(span_dup(home, span_of(NULL)), "");
	assert_memory_equal(span_dup(home, (struct span){.at = "a\0b", .len = 3}), "a\0b", 4);
	arena_free(home);
}

/* --- ASCII --- */

static void null_equals_null_only(void **state)
{
	(void)state;
	assert_true(str_equals(NULL, NULL));
	assert_false(str_equals(NULL, ""));
	assert_false(str_equals("", NULL));
	assert_true(str_equals("a", "a"));
	assert_false(str_equals("a", "A"));
	assert_true(str_equals_nocase(NULL, NULL));
	assert_false(str_equals_nocase("", NULL));
	assert_false(str_equals_nocase(NULL, ""));
	assert_true(str_equals_nocase("[Ab-z]", "[aB-Z]"));
	assert_false(str_equals_nocase("a", "ab"));
	assert_false(str_equals_nocase("@", "`"));
	assert_false(str_equals_nocase("[", "{"));
}

static void a_needle_is_found_without_ascii_case(void **state)
{
	(void)state;
	const char *text = "Please nEEDINFO or needinfo";
	assert_ptr_equal(str_find_nocase(text, "needinfo"), text + 7);
	assert_ptr_equal(str_find_nocase(text, "O"), text + 14);
	assert_ptr_equal(str_find_nocase(text, ""), text);
	assert_ptr_equal(str_find_nocase(text, "INFO OR"), text + 11);
	assert_null(str_find_nocase(text, "needinfos"));
	assert_null(str_find_nocase("", "a"));
	assert_non_null(str_find_nocase("", ""));
	assert_null(str_find_nocase("MÜLLER", "müller"));
	assert_non_null(str_find_nocase("MüLLER", "müller"));
}

static void ascii_is_the_same_in_every_locale(void **state)
{
	(void)state;
	for (int i = -128; i < 128; i++) {
		char c = (char)i;
		bool is_lower = i >= 'a' && i <= 'z', is_upper = i >= 'A' && i <= 'Z',
		     is_digit = i >= '0' && i <= '9';
		assert_int_equal(ascii_is_alpha(c), is_lower || is_upper);
		assert_int_equal(ascii_is_digit(c), is_digit);
		assert_int_equal(ascii_is_alnum(c), is_lower || is_upper || is_digit);
		assert_int_equal(ascii_is_space(c), i == ' ' || (i >= 9 && i <= 13));
		assert_int_equal(ascii_lower(c), is_upper ? i + 32 : i);
	}
}

/* --- UTF-8 --- */

static void every_code_point_survives_a_round_trip(void **state)
{
	(void)state;
	for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
		char bytes[UTF8_BYTES_MAX];
		uint32_t back;
		size_t len = utf8_encode(code_point, bytes);
		bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
		if (utf8_decode(bytes, len, &back) != len ||
		    back != (is_surrogate ? UTF8_REPLACEMENT : code_point))
			fail_msg("U+%04X came back as U+%04X", (unsigned)code_point, (unsigned)back);
	}
}

static void utf8_has_one_to_four_bytes(void **state)
{
	(void)state;
	char bytes[UTF8_BYTES_MAX];
	assert_int_equal(utf8_encode(0x7F, bytes), 1);
	assert_int_equal(utf8_encode(0x80, bytes), 2);
	assert_memory_equal(bytes, "\xc2\x80", 2);
	assert_int_equal(utf8_encode(0x7FF, bytes), 2);
	assert_int_equal(utf8_encode(0x800, bytes), 3);
	assert_memory_equal(bytes, "\xe0\xa0\x80", 3);
	assert_int_equal(utf8_encode(0xFFFF, bytes), 3);
	assert_int_equal(utf8_encode(0x10000, bytes), 4);
	assert_memory_equal(bytes, "\xf0\x90\x80\x80", 4);
	assert_int_equal(utf8_encode(0x110000, bytes), 3);
	assert_memory_equal(bytes, "\xef\xbf\xbd", 3);
	assert_int_equal(utf8_encode(UINT32_MAX, bytes), 3);
}

static void spaces_are_those_of_ascii_and_the_fixed_widths(void **state)
{
	(void)state;
	static const uint32_t spaces[] = {' ',  '\t',   '\n',   '\v',   '\f',  '\r',
					  0xA0, 0x2000, 0x200A, 0x202F, 0x3000};
	static const uint32_t others[] = {0,      'a',    0x1F,   0x85,   0x9F,   0x120,
					  0x1FFF, 0x200B, 0x2028, 0x3001, 0x10020};
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
		assert_true(utf8_is_space(spaces[i]));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(utf8_is_space(others[i]));
}

/* Sequences no byte of which may be taken for a character. */
static const char *const broken[] = {
	"\x80",
	"\xbf",
	"\xc0",
	"\xc1",
	"\xc2",
	"\xff",
	"\xfe",
	"\xf5\x80\x80\x80",
	"\xf8\x88\x80\x80\x80",
	"\xfc\x84\x80\x80\x80\x80",
	"\xc0\x80",
	"\xc0\xaf",
	"\xc1\xbf",
	"\xe0\x80\x80",
	"\xe0\x9f\xbf",
	"\xf0\x80\x80\x80",
	"\xf0\x8f\xbf\xbf",
	"\xed\xa0\x80",
	"\xed\xbf\xbf",
	"\xed\xa0\xbd\xed\xb8\x80",
	"\xf4\x90\x80\x80",
	"\xf7\xbf\xbf\xbf",
	"\xe2\x80",
	"\xf0\x9f\x98",
	"\xe0\x80\x9b",
	"\xc2\xc2",
	"\xe2\xe2\x80",
	"\x9b",
};

static void broken_sequences_are_taken_byte_by_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		size_t len = strlen(broken[i]);
		for (size_t at = 0; at < len; at++) {
			uint32_t code_point = 0;
			assert_int_equal(utf8_decode(broken[i] + at, len - at, &code_point), 1);
			assert_int_equal(code_point, UTF8_REPLACEMENT);
		}
	}
	uint32_t code_point = 7;
	assert_int_equal(utf8_decode("a", 0, &code_point), 0);
	/* The bytes after the given length do not count. */
	assert_int_equal(utf8_decode("\xe2\x82\xac", 2, &code_point), 1);
	assert_int_equal(utf8_decode("\xe2\x82\xac", 3, &code_point), 3);
	assert_int_equal(code_point, 0x20AC);
	/* The letter after a broken sequence is not lost with it. */
	assert_int_equal(utf8_decode("\xe2\x82(", 3, &code_point), 1);
}

/* --- what a terminal shows --- */

static void ordinary_text_is_left_alone(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		" ",
		"Wrong policy OID in S/MIME certs ~!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}",
		"grün “…” –",
		"日本語の要約",
		"Příliš žluťoučký кůň",
		"שלום عربي",
		"नमस्ते",
		"한국어",
		"😀 👍",
		"½ ☃ ▸ ✓ ─ ▲",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_line(texts[i], texts[i]);
		assert_shown(PRINTABLE_TEXT, texts[i], texts[i]);
	}
}

static void c0_and_del_are_spelled_out(void **state)
{
	(void)state;
	assert_line("\x01\x02\x07\x08\x0b\x0c\x0e\x1a\x1b\x1c\x1d\x1e\x1f\x7f",
		    "^A^B^G^H^K^L^N^Z^[^\\^]^^^_^?");
	char *got = shown("a\0b", 3, PRINTABLE_LINE);
	assert_string_equal(got, "a^@b");
	free(got);
	assert_line("\x1b[31mred\x1b[0m", "^[[31mred^[[0m");
	assert_line("\x1b]0;title\x07\x1b]52;c;ZXZpbA==\x1b\\", "^[]0;title^G^[]52;c;ZXZpbA==^[\\");
	assert_line("\x1bP0;1|17/ab\x1b\\\x1b_x\x1b\\\x1b^y\x1b\\", "^[P0;1|17/ab^[\\^[_x^[\\^[^y^[\\");
}

static void c1_is_spelled_out_and_its_raw_bytes_are_unknown(void **state)
{
	(void)state;
	for (unsigned c = 0x80; c <= 0x9F; c++) {
		char text[] = {(char)0xC2, (char)c, '\0'}, raw[] = {(char)c, '\0'}, expected[16];
		snprintf(expected, sizeof expected, "<U+%04X>", c);
		assert_line(text, expected);
		assert_shown(PRINTABLE_TEXT, text, expected);
		assert_line(raw, "\uFFFD");
	}
	assert_line("\xc2\x9b"
		    "31m\xc2\x9d"
		    "0;x\xc2\x9c",
		    "<U+009B>31m<U+009D>0;x<U+009C>");
	assert_line("\x9b"
		    "31m",
		    "\uFFFD"
		    "31m");
}

static void what_hides_or_turns_text_is_spelled_out(void **state)
{
	(void)state;
	static const uint32_t hidden[] = {
		0x00AD,  0x034F,  0x061C,  0x115F,  0x1160,  0x17B4,  0x180B,  0x180E,  0x200B,  0x200C,
		0x200D,  0x200E,  0x200F,  0x2028,  0x2029,  0x202A,  0x202B,  0x202C,  0x202D,  0x202E,
		0x2060,  0x2061,  0x2064,  0x2065,  0x2066,  0x2067,  0x2068,  0x2069,  0x206A,  0x206F,
		0x3164,  0xFE00,  0xFE0D,  0xFEFF,  0xFFA0,  0xFFF0,  0xFFF9,  0xFFFB,  0x110BD, 0x13430,
		0x1BCA0, 0x1D173, 0xE0000, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE01EF,
	};
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		char text[UTF8_BYTES_MAX + 3] = "a", expected[20];
		size_t len = 1 + utf8_encode(hidden[i], text + 1);
		text[len] = 'b';
		snprintf(expected, sizeof expected, "a<U+%04X>b", (unsigned)hidden[i]);
		assert_line(text, expected);
		assert_shown(PRINTABLE_TEXT, text, expected);
		assert_true(utf8_is_control(hidden[i]));
	}
	static const uint32_t seen[] = {' ',    '~',    0xA0,   0xAE,   0x301, 0x2010,
					0x202F, 0x20AC, 0x3000, 0xFFFC, 0xFFFD};
	for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
		assert_false(utf8_is_control(seen[i]));
}

static void signs_that_choose_a_picture_are_left_out(void **state)
{
	(void)state;
	assert_line("⚠\uFE0F late ✓\uFE0E", "⚠ late ✓");
	assert_line("\uFE0F", "");
}

static void what_has_no_known_width_is_unknown(void **state)
{
	(void)state;
	assert_line("a\u0378b", "a\uFFFDb");             /* unassigned */
	assert_line("a\uFFFEb\uFFFF", "a\uFFFDb\uFFFD"); /* no characters */
	assert_line("a\uE000\uF8FFb", "a\uFFFD\uFFFDb"); /* private use: whatever the font makes of it */
	assert_line("\U000F0000\U0010FFFD", "\uFFFD\uFFFD");
	assert_line("\xed\xa0\xbd", "\uFFFD\uFFFD\uFFFD"); /* a lone surrogate */
	assert_line("\xc0\x9b"
		    "A",
		    "\uFFFD\uFFFDA"); /* overlong */
	assert_line("\xe0\x80\x9b"
		    "A",
		    "\uFFFD\uFFFD\uFFFDA");
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		char *got = shown(broken[i], strlen(broken[i]), PRINTABLE_TEXT);
		assert_int_equal(strlen(got), 3 * strlen(broken[i]));
		free(got);
	}
}

static void a_line_has_no_line_ends_and_no_tabs(void **state)
{
	(void)state;
	assert_line("a\nb\r\nc\rd\te\n", "a b c d e ");
	assert_line("\n\n", "  ");
	assert_line("\r\r\n", "  ");
}

static void a_text_keeps_its_lines_and_spreads_its_tabs(void **state)
{
	(void)state;
	assert_shown(PRINTABLE_TEXT, "a\nb\r\n\nc", "a\nb\n\nc");
	assert_shown(PRINTABLE_TEXT, "a\rb", "a^Mb");
	assert_shown(PRINTABLE_TEXT, "\tx", "        x");
	assert_shown(PRINTABLE_TEXT, "1234567\tx", "1234567 x");
	assert_shown(PRINTABLE_TEXT, "12345678\tx", "12345678        x");
	assert_shown(PRINTABLE_TEXT, "ab\n\tx", "ab\n        x");
	assert_shown(PRINTABLE_TEXT, "日本\tx", "日本    x");
	assert_shown(PRINTABLE_TEXT, "e\u0301\tx", "e\u0301       x");
	assert_shown(PRINTABLE_TEXT, "\x1b\tx", "^[      x");
	assert_shown(PRINTABLE_TEXT, "\u202E\tx", "<U+202E>        x");
	assert_shown(PRINTABLE_TEXT, "\uE000\tx", "\uFFFD       x");
}

static void a_letter_keeps_at_most_four_marks(void **state)
{
	(void)state;
	assert_line("e\u0301", "e\u0301");
	assert_line("a\u0300\u0301\u0302\u0303z", "a\u0300\u0301\u0302\u0303z");
	assert_line("a\u0300\u0301\u0302\u0303\u0304\u0305z", "a\u0300\u0301\u0302\u0303z");
	assert_line("a\u0300\u0301\u0302\u0303\u0304b\u0305", "a\u0300\u0301\u0302\u0303b\u0305");
	assert_line("日\u3099x", "日\u3099x");
}

static void a_mark_without_a_letter_gets_a_blank(void **state)
{
	(void)state;
	assert_line("\u0301", " \u0301");
	assert_line("\u0301\u0302x", " \u0301\u0302x");
	assert_line("\x1b\u0301", "^[ \u0301"); /* our own sign is no letter of theirs */
	assert_line("\u202E\u0301", "<U+202E> \u0301");
	assert_line("\xff\u0301", "\uFFFD \u0301");
	assert_line("\n\u0301", "  \u0301");
	assert_shown(PRINTABLE_TEXT, "a\n\u0301", "a\n \u0301");
	assert_shown(PRINTABLE_TEXT, "\t\u0301", "         \u0301");
	assert_line(" \u0301", " \u0301");
	assert_line("\u0301\u0302\u0303\u0304\u0305\u0306", " \u0301\u0302\u0303\u0304");
}

/* No control, nothing invisible, no broken byte, at most four marks on a letter: what any terminal bears. */
static void assert_harmless(const char *text, size_t len)
{
	int marks = MB_CUR_MAX > 1 ? 5 : 0;
	for (size_t i = 0, taken; i < len; i += taken) {
		uint32_t code_point;
		taken = utf8_decode(text + i, len - i, &code_point);
		if (code_point == '\n') {
			marks = 5;
			continue;
		}
		int cols = wcwidth((wchar_t)code_point);
		assert_false(utf8_is_control(code_point));
		assert_false(code_point == UTF8_REPLACEMENT && taken == 1);
		assert_true(cols >= 0);
		marks = cols ? 0 : marks + 1;
		assert_true(marks <= 4);
	}
}

static void no_bytes_whatever_reach_the_terminal_unescaped(void **state)
{
	(void)state;
	static const char *const pieces[] = {"\x1b",     "[",        "\xc2",         "\x9b", "\xe2\x80\xae",
					     "\xcc\x81", "a",        "\n",           "\t",   "\r",
					     "\xf0\x9f", "\x98\x80", "\xef\xb8\x8f", "\0",   "\xed\xa0\x80",
					     "日",       "\x7f",     "\xff"};
	uint32_t seed = 12345;
	for (int round = 0; round < 20000; round++) {
		char text[64];
		size_t len = 0;
		while (len < 40) {
			seed = seed * 1664525 + 1013904223;
			const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
			size_t bytes = *piece ? strlen(piece) : 1;
			if (seed >> 30 == 0)
				text[len++] = (char)(seed >> 8);
			else
				memcpy(text + len, piece, bytes), len += bytes;
		}
		for (enum printable how = PRINTABLE_LINE; how <= PRINTABLE_TEXT; how++) {
			char *got = shown(text, len, how);
			assert_harmless(got, strlen(got));
			assert_true(how == PRINTABLE_TEXT || !strchr(got, '\n'));
			free(got);
		}
	}
}

static void every_code_point_is_shown_harmlessly(void **state)
{
	(void)state;
	for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
		char bytes[UTF8_BYTES_MAX];
		char *got = shown(bytes, utf8_encode(code_point, bytes), PRINTABLE_LINE);
		assert_harmless(got, strlen(got));
		free(got);
	}
}

static double seconds_for(const char *piece, size_t bytes)
{
	struct str text = {0}, out = {0};
	struct timespec from, to;
	str_add_repeat(&text, piece, bytes / strlen(piece));
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
	str_printable(&out, text.at, text.len, PRINTABLE_TEXT);
	str_width_cols(str_text(&out));
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
	str_free(&text);
	str_free(&out);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void a_megabyte_takes_time_in_proportion(void **state)
{
	(void)state;
	static const char *const texts[] = {"a",  "\x1b", "\u202E",  "\u0301", "日",
					    "\t", "\xff", "a\u0301", "\n",     "a\t"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		/* Quadratic time would be 64 times as long, and minutes. */
		double small = seconds_for(texts[i], 1 << 17), large = seconds_for(texts[i], 1 << 20);
		if (large > 0.2 + 32 * small)
			fail_msg("piece %zu: %f s for 128 KiB, %f s for 1 MiB", i, small, large);
	}
}

static void outside_utf8_only_ascii_is_shown(void **state)
{
	(void)state;
	assert_line("grün 日\u0301 \u202E \xff \x1b[0m \uFE0F.", "gr?n ?? <U+202E> ? ^[[0m .");
	assert_shown(PRINTABLE_TEXT, "ä\tx\n", "?       x\n");
	assert_int_equal(str_width_cols("gr?n"), 4);
	for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point += 7) {
		char bytes[UTF8_BYTES_MAX];
		char *got = shown(bytes, utf8_encode(code_point, bytes), PRINTABLE_TEXT);
		for (const char *c = got; *c; c++)
			assert_true(*c == '\n' || (*c >= 0x20 && *c < 0x7F));
		free(got);
	}
	struct str out = {0};
	str_add_cell(&out, "Wrong policy OID", 8, ">", true);
	assert_string_equal(str_text(&out), "Wrong p>");
	str_free(&out);
}

/* There wcwidth knows the letter, but the terminal would read our two bytes as two other ones. */
static void in_a_locale_of_eight_bits_only_ascii_is_shown(void **state)
{
	(void)state;
	struct error err = {0};
	struct str command = {0};
	char *folder = os_temp_folder(&err);
	str_addf(&command, "localedef -i en_US -f ISO-8859-1 %s/en_US.ISO-8859-1 2>&1 || :", folder);
	char *said = os_run(command.at, 1 << 20, 60000, NULL, &err);
	setenv("LOCPATH", folder, 1);
	if (!setlocale(LC_CTYPE, "en_US.ISO-8859-1"))
		fail_msg("localedef says: %s", said);
	assert_int_equal(wcwidth(0xFC), 1);
	assert_line("gr\u00fcn", "gr?n");
	setlocale(LC_CTYPE, "C");
	unsetenv("LOCPATH");
	assert_true(os_remove_tree(folder, &err));
	free(said);
	free(folder);
	str_free(&command);
}

/* --- widths --- */

static void width_is_counted_in_columns(void **state)
{
	(void)state;
	assert_int_equal(str_width_cols(""), 0);
	assert_int_equal(str_width_cols("abc"), 3);
	assert_int_equal(str_width_cols("grün"), 4);
	assert_int_equal(str_width_cols("gru\u0308n"), 4);
	assert_int_equal(str_width_cols("日本語"), 6);
	assert_int_equal(str_width_cols("ｆｕｌｌ"), 8);
	assert_int_equal(str_width_cols("ﾊﾝ"), 2);
	assert_int_equal(str_width_cols("😀…✓"), 4);
	assert_int_equal(str_width_cols("\xe2"), 1);
	assert_int_equal(str_width_cols("\xe2\x80"), 2);
}

static void assert_fit(const char *text, size_t width, size_t bytes, size_t cols)
{
	size_t got = 99;
	assert_int_equal(str_fit(text, width, &got), bytes);
	assert_int_equal(got, cols);
	assert_int_equal(str_fit(text, width, NULL), bytes);
}

static void what_fits_is_never_half_a_character(void **state)
{
	(void)state;
	assert_fit("abc", 0, 0, 0);
	assert_fit("abc", 2, 2, 2);
	assert_fit("abc", 3, 3, 3);
	assert_fit("abc", 99, 3, 3);
	assert_fit("", 5, 0, 0);
	assert_fit("日本", 1, 0, 0);
	assert_fit("日本", 2, 3, 2);
	assert_fit("日本", 3, 3, 2);
	assert_fit("日本", 4, 6, 4);
	assert_fit("a日b", 2, 1, 1);
	assert_fit("e\u0301\u0302x", 1, 5, 1);
	assert_fit("xe\u0301", 1, 1, 1);
	assert_fit("ab\u0301", 2, 4, 2);
	assert_fit("日\u0301x", 1, 0, 0);
	assert_fit("\xe2", 1, 1, 1);
}

static void assert_cell(const char *text, size_t width, const char *ellipsis, bool pad, const char *expected)
{
	struct str out = {0};
	str_add(&out, "|");
	str_add_cell(&out, text, width, ellipsis, pad);
	assert_string_equal(str_text(&out) + 1, expected);
	str_free(&out);
}

static void a_cell_is_cut_with_an_ellipsis_and_padded(void **state)
{
	(void)state;
	assert_cell("ana", 5, "…", true, "ana  ");
	assert_cell("ana", 5, "…", false, "ana");
	assert_cell("ana", 3, "…", true, "ana");
	assert_cell("carla", 3, "…", true, "ca…");
	assert_cell("carla", 3, ">", false, "ca>");
	assert_cell("carla", 1, "…", true, "…");
	assert_cell("carla", 0, "…", true, "");
	assert_cell("", 0, "…", true, "");
	assert_cell("", 2, "…", true, "  ");
	assert_cell("carla", 2, "...", true, "ca");
	assert_cell("carla", 3, "...", true, "...");
	assert_cell("carla", 3, "", true, "car");
}

static void a_cell_of_wide_characters_has_its_width(void **state)
{
	(void)state;
	assert_cell("日本語", 6, "…", true, "日本語");
	assert_cell("日本語", 5, "…", true, "日本…");
	assert_cell("日本語", 4, "…", true, "日… ");
	assert_cell("日本語", 4, "…", false, "日…");
	assert_cell("日本語", 2, "…", true, "… ");
	assert_cell("日本語", 1, "…", true, "…");
	assert_cell("e\u0301e\u0301e\u0301", 2, "…", true, "e\u0301…");
	assert_cell("e\u0301e\u0301", 2, "…", true, "e\u0301e\u0301");
	for (size_t width = 0; width < 12; width++) {
		struct str out = {0};
		str_add_cell(&out, "a日e\u0301本b語c", width, "…", true);
		assert_int_equal(str_width_cols(str_text(&out)), width);
		str_free(&out);
	}
}

static void widths_agree_with_wcwidth_for_every_character(void **state)
{
	(void)state;
	for (uint32_t code_point = 1; code_point <= 0x10FFFF; code_point++) {
		char bytes[UTF8_BYTES_MAX + 1] = {0};
		utf8_encode(code_point, bytes);
		int cols = wcwidth((wchar_t)code_point);
		if (cols >= 0)
			assert_int_equal(str_width_cols(bytes), cols);
	}
}

#define TEST(test) cmocka_unit_test_setup(test, set_utf8)

static void bytes_are_written_in_base64_as_the_rfc_shows(void **state)
{
	static const struct {
		const char *text, *base64;
	} rows[] = {
		{"", ""},
		{"f", "Zg=="},
		{"fo", "Zm8="},
		{"foo", "Zm9v"},
		{"foob", "Zm9vYg=="},
		{"fooba", "Zm9vYmE="},
		{"foobar", "Zm9vYmFy"},
		{"\xff\xfe>?", "//4+Pw=="},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str out = {0};
		str_add_base64(&out, rows[i].text, strlen(rows[i].text));
		assert_string_equal(str_text(&out), rows[i].base64);
		str_free(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_buffer_is_an_empty_text),
		TEST(a_buffer_grows_with_what_is_added),
		TEST(a_buffer_keeps_nul_bytes_and_an_end),
		TEST(a_long_text_is_whole_at_every_size),
		TEST(a_span_is_cut_to_what_exists),
		TEST(spans_are_compared_by_bytes_or_without_ascii_case),
		TEST(lines_end_in_lf_or_crlf),
		TEST(parts_are_trimmed),
		TEST(a_span_is_copied_with_its_bytes),
		TEST(null_equals_null_only),
		TEST(a_needle_is_found_without_ascii_case),
		TEST(ascii_is_the_same_in_every_locale),
		TEST(every_code_point_survives_a_round_trip),
		TEST(utf8_has_one_to_four_bytes),
		TEST(spaces_are_those_of_ascii_and_the_fixed_widths),
		TEST(broken_sequences_are_taken_byte_by_byte),
		TEST(ordinary_text_is_left_alone),
		TEST(c0_and_del_are_spelled_out),
		TEST(c1_is_spelled_out_and_its_raw_bytes_are_unknown),
		TEST(what_hides_or_turns_text_is_spelled_out),
		TEST(signs_that_choose_a_picture_are_left_out),
		TEST(what_has_no_known_width_is_unknown),
		TEST(a_line_has_no_line_ends_and_no_tabs),
		TEST(a_text_keeps_its_lines_and_spreads_its_tabs),
		TEST(a_letter_keeps_at_most_four_marks),
		TEST(a_mark_without_a_letter_gets_a_blank),
		TEST(no_bytes_whatever_reach_the_terminal_unescaped),
		TEST(every_code_point_is_shown_harmlessly),
		TEST(a_megabyte_takes_time_in_proportion),
		cmocka_unit_test_setup(outside_utf8_only_ascii_is_shown, set_c),
		cmocka_unit_test_setup(in_a_locale_of_eight_bits_only_ascii_is_shown, set_c),
		cmocka_unit_test(bytes_are_written_in_base64_as_the_rfc_shows),
		TEST(width_is_counted_in_columns),
		TEST(what_fits_is_never_half_a_character),
		TEST(a_cell_is_cut_with_an_ellipsis_and_padded),
		TEST(a_cell_of_wide_characters_has_its_width),
		TEST(widths_agree_with_wcwidth_for_every_character),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
