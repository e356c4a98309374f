/* JSON from outside: what base/json.h promises. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/str.h"

static cJSON *parse(const char *text)
{
	struct error err = {0};
	cJSON *root = json_parse(text, strlen(text), &err);
	if (!root)
		fail_msg("%s: %s", text, err.text);
	return root;
}

static void assert_refused_at(const char *text, size_t len, const char *message)
{
	struct error err = {0};
	assert_null(json_parse(text, len, &err));
	assert_int_equal(err.fault, FAULT_DATA);
	assert_string_equal(err.text, message);
}

/* What the member `s` of the object holds; `text` need not end in NUL. */
static void assert_string(const char *text, size_t len, const char *expected)
{
	struct error err = {0};
	struct arena *home = arena_new();
	const char *got = NULL;
	cJSON *root = json_parse(text, len, &err);
	assert_string_equal(err.text, "");
	assert_true(json_get_string(root, "s", home, &got, &err));
	cJSON_Delete(root);
	assert_string_equal(got, expected); /* lives in the arena */
	arena_free(home);
}

#define ASSERT_STRING(text, expected) assert_string(text, sizeof(text) - 1, expected)

/* --- parsing --- */

static void a_whole_value_is_read(void **state)
{
	(void)state;
	static const char *const good[] = {"{}",    "[]", " {\"a\":1}\r\n\t", "null",          "true",
					   "\"x\"", "0",  "-1.5e3",           "\xef\xbb\xbf{}"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		cJSON_Delete(parse(good[i]));
}

static void what_is_not_one_whole_value_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"",          " ",           "<html>",     "{\"a\":1} x", "{} {}",    "{}]",
		"[1,]",      "[,1]",        "{\"a\":1,}", "{\"a\" 1}",   "{a:1}",    "{\"a\":}",
		"'a'",       "nul",         "truefalse",  "NaN",         "Infinity", "-",
		"+1",        ".5",          "[1",         "{\"a\":1",    "\"a",      "\"\\x\"",
		"\"\\u12\"", "\"\\u12G4\"", "\"a\\",      "// c\n{}",    "\xff",     "\\u0041",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct error err = {0};
		if (json_parse(wrong[i], strlen(wrong[i]), &err))
			fail_msg("%s was read", wrong[i]);
		assert_int_equal(err.fault, FAULT_DATA);
		assert_ptr_equal(strstr(err.text, "not JSON at byte "), err.text);
	}
}

static void the_place_of_the_fault_is_that_in_the_original_text(void **state)
{
	(void)state;
	assert_refused_at("<!DOCTYPE html>", 15, "not JSON at byte 0");
	assert_refused_at("{\"a\":1} x", 9, "not JSON at byte 8");
	/* Cleaned, each of these bytes takes three, and each escape three for six. */
	assert_refused_at("[\"\xff\xff\xff\" x]", 9, "not JSON at byte 7");
	assert_refused_at("[\"\\u0000\\u0000\" x]", 18, "not JSON at byte 16");
	assert_refused_at("[\"日本\" x]", 13, "not JSON at byte 10");
}

static void the_length_counts_not_a_nul(void **state)
{
	(void)state;
	assert_refused_at("{}\0", 3, "not JSON at byte 2");
	assert_refused_at("{}\0{}", 5, "not JSON at byte 2");
	struct error err = {0};
	cJSON *root = json_parse("{}garbage", 2, &err);
	assert_non_null(root);
	cJSON_Delete(root);
	const char unended[] = {'[', '1', ']'};
	root = json_parse(unended, sizeof unended, &err);
	assert_non_null(root);
	cJSON_Delete(root);
	const char number[] = {'1', '2'};
	root = json_parse(number, sizeof number, &err);
	assert_non_null(root);
	cJSON_Delete(root);
}

static void nul_never_cuts_a_string(void **state)
{
	(void)state;
	ASSERT_STRING("{\"s\":\"a\0b\"}", "a\uFFFDb");
	ASSERT_STRING("{\"s\":\"a\\u0000b\"}", "a\uFFFDb");
	ASSERT_STRING("{\"s\":\"\\u0000\\u0000\"}", "\uFFFD\uFFFD");
	ASSERT_STRING("{\"s\0\":1,\"s\":\"x\"}", "x");
	ASSERT_STRING("{\"s\\u0000\":1,\"s\":\"x\"}", "x");
}

static void a_backslash_before_u0000_stays_text(void **state)
{
	(void)state;
	ASSERT_STRING("{\"s\":\"\\\\u0000\"}", "\\u0000");
	ASSERT_STRING("{\"s\":\"\\\\\\u0000\"}", "\\\uFFFD");
	ASSERT_STRING("{\"s\":\"\\\\\\\\u0000\"}", "\\\\u0000");
	ASSERT_STRING("{\"s\":\"\\\\ud800\"}", "\\ud800");
	ASSERT_STRING("{\"s\":\"\\\"\\u0000\\\\\"}", "\"\uFFFD\\");
	ASSERT_STRING("{\"s\":\"\\n\\t\\/\\b\\f\\r\"}", "\n\t/\b\f\r");
}

static void escapes_are_read(void **state)
{
	(void)state;
	ASSERT_STRING("{\"s\":\"\\u00e9\\u65E5\\u0001\"}", "é日\x01");
	ASSERT_STRING("{\"s\":\"\\ud83d\\ude00\\uD83D\\uDE00\"}", "😀😀");
	ASSERT_STRING("{\"s\":\"\\u202e\"}", "\u202E"); /* only what is shown is escaped, not what is kept */
}

static void half_a_surrogate_does_not_lose_the_answer(void **state)
{
	(void)state;
	ASSERT_STRING("{\"s\":\"a\\ud800b\"}", "a\uFFFDb");
	ASSERT_STRING("{\"s\":\"a\\udc00b\"}", "a\uFFFDb");
	ASSERT_STRING("{\"s\":\"\\ud83d\\ud83d\\ude00\"}", "\uFFFD😀");
	ASSERT_STRING("{\"s\":\"\\ude00\\ud83d\"}", "\uFFFD\uFFFD");
	ASSERT_STRING("{\"s\":\"\\ud83d\\u0041\"}", "\uFFFD"
						    "A");
	ASSERT_STRING("{\"s\":\"\\ud83d\\\\\"}", "\uFFFD\\");
	ASSERT_STRING("{\"s\":\"\\ud83d\"}", "\uFFFD");
	ASSERT_STRING("{\"s\":\"\\udc00\\udc01\"}", "\uFFFD\uFFFD");
	ASSERT_STRING("{\"s\":\"\\u0000\\udc01\"}", "\uFFFD\uFFFD");
	ASSERT_STRING("{\"s\":\"\\ud83d\\uff21\"}", "\uFFFDＡ");
}

static void broken_utf8_becomes_replacement_characters(void **state)
{
	(void)state;
	ASSERT_STRING("{\"s\":\"a\xff\xc0\x80z\"}", "a\uFFFD\uFFFD\uFFFDz");
	ASSERT_STRING("{\"s\":\"\xed\xa0\x80\"}", "\uFFFD\uFFFD\uFFFD");
	ASSERT_STRING("{\"s\":\"\xe2\x82\"}", "\uFFFD\uFFFD");
	ASSERT_STRING("{\"s\":\"\xc3\\u0000\"}", "\uFFFD\uFFFD");
	ASSERT_STRING("{\"s\":\"grün 日 😀\"}", "grün 日 😀");
}

/* Plain text is taken in steps of several bytes; what is not plain must be seen at each of them. */
static void cleaning_does_not_depend_on_where_it_is_needed(void **state)
{
	(void)state;
	static const struct {
		const char *piece;
		size_t len;
		const char *becomes;
	} cases[] = {{"\0", 1, "\uFFFD"},        {"\xff", 1, "\uFFFD"},
		     {"\\u0000", 6, "\uFFFD"},   {"\\ud800", 6, "\uFFFD"},
		     {"\\\\", 2, "\\"},          {"日", 3, "日"},
		     {"\\u00e9", 6, "é"},        {"\xe2\x82", 2, "\uFFFD\uFFFD"},
		     {"\\ud83d\\ude00", 12, "😀"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (size_t before = 0; before < 20; before++) {
			struct str text = {0}, expected = {0};
			str_add(&text, "{\"s\":\"");
			str_add_repeat(&text, "x", before);
			str_add_bytes(&text, cases[i].piece, cases[i].len);
			str_add(&text, "u0000yyyyyyyyy\"}");
			str_add_repeat(&expected, "x", before);
			str_addf(&expected, "%su0000yyyyyyyyy", cases[i].becomes);
			assert_string(text.at, text.len, expected.at);
			str_free(&text);
			str_free(&expected);
		}
	}
}

static void nesting_without_end_is_refused(void **state)
{
	(void)state;
	static const char *const pieces[] = {"[", "{\"a\":", "[{\"a\":"};
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct str text = {0};
		struct error err = {0};
		str_add_repeat(&text, pieces[i], 200000);
		assert_null(json_parse(text.at, text.len, &err));
		assert_int_equal(err.fault, FAULT_DATA);
		str_free(&text);
	}
	struct str text = {0};
	struct error err = {0};
	str_add_repeat(&text, "[", 900);
	str_add_repeat(&text, "]", 900);
	cJSON *root = json_parse(text.at, text.len, &err);
	assert_non_null(root);
	cJSON_Delete(root);
	str_free(&text);
}

static void a_megabyte_of_one_string_is_whole(void **state)
{
	(void)state;
	struct str text = {0}, expected = {0};
	str_add(&text, "{\"s\":\"");
	str_add_repeat(&text, "x\\u0000\xff", 250000);
	str_add(&text, "\"}");
	str_add_repeat(&expected, "x\uFFFD\uFFFD", 250000);
	assert_string(text.at, text.len, expected.at);
	str_free(&text);
	str_free(&expected);
}

/* --- members --- */

static void a_member_is_found_by_its_exact_name(void **state)
{
	(void)state;
	cJSON *root = parse("{\"Id\":1,\"id\":2,\"n\":null,\"list\":[1]}");
	assert_int_equal(json_member(root, "id")->valueint, 2);
	assert_int_equal(json_member(root, "Id")->valueint, 1);
	assert_null(json_member(root, "ID"));
	assert_null(json_member(root, "n"));
	assert_null(json_member(json_member(root, "list"), "id"));
	assert_null(json_member(json_member(root, "id"), "id"));
	assert_null(json_member(NULL, "id"));
	cJSON_Delete(root);
}

static void whole_numbers_are_read_exactly(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t value;
	} good[] = {{"0", 0},
		    {"-0", 0},
		    {"1900501", 1900501},
		    {"-7", -7},
		    {"1e3", 1000},
		    {"3.0", 3},
		    {"2147483648", INT64_C(2147483648)},
		    {"9007199254740991", INT64_C(9007199254740991)},
		    {"-9007199254740991", INT64_C(-9007199254740991)}};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct str text = {0};
		struct error err = {0};
		int64_t got = 42;
		str_addf(&text, "{\"id\":%s}", good[i].text);
		cJSON *root = parse(text.at);
		assert_true(json_get_int(root, "id", &got, &err));
		assert_int_equal(got, good[i].value);
		got = 42;
		assert_true(json_opt_int(root, "id", &got, &err));
		assert_int_equal(got, good[i].value);
		cJSON_Delete(root);
		str_free(&text);
	}
}

static void what_is_no_whole_number_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"1.5",  "-0.1", "1e999", "-1e999", "9007199254740992",    "1e300", "\"1\"",
		"true", "[]",   "{}",    "1e-3",   "99999999999999999999"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct str text = {0};
		struct error err = {0};
		int64_t got = 42;
		str_addf(&text, "{\"id\":%s}", wrong[i]);
		cJSON *root = parse(text.at);
		assert_false(json_get_int(root, "id", &got, &err));
		assert_string_equal(err.text, "`id` is not a whole number");
		assert_int_equal(err.fault, FAULT_DATA);
		assert_false(json_opt_int(root, "id", &got, &err));
		assert_int_equal(got, 42);
		cJSON_Delete(root);
		str_free(&text);
	}
	/* No JSON text gives it, but a double can hold it. */
	struct error err = {0};
	int64_t got = 42;
	cJSON *root = cJSON_CreateObject();
	cJSON_AddNumberToObject(root, "id", (double)NAN);
	assert_false(json_get_int(root, "id", &got, &err));
	assert_int_equal(got, 42);
	cJSON_Delete(root);
}

static void a_required_member_that_is_absent_or_null_is_missing(void **state)
{
	(void)state;
	static const char *const objects[] = {"{}", "{\"k\":null}", "[]", "3", "{\"K\":1}"};
	struct arena *home = arena_new();
	for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
		cJSON *root = parse(objects[i]);
		struct error err[5] = {0};
		int64_t number = 42;
		const char *text = "t";
		const cJSON *item = root;
		assert_false(json_get_int(root, "k", &number, &err[0]));
		assert_false(json_get_string(root, "k", home, &text, &err[1]));
		assert_false(json_get_time(root, "k", &number, &err[2]));
		assert_false(json_get_array(root, "k", &item, &err[3]));
		assert_false(json_get_object(root, "k", &item, &err[4]));
		for (size_t j = 0; j < 5; j++) {
			assert_string_equal(err[j].text, "`k` is missing");
			assert_int_equal(err[j].fault, FAULT_DATA);
		}
		assert_int_equal(number, 42);
		assert_string_equal(text, "t");
		assert_ptr_equal(item, root);
		cJSON_Delete(root);
	}
	arena_free(home);
}

static void an_optional_member_that_is_absent_or_null_changes_nothing(void **state)
{
	(void)state;
	static const char *const objects[] = {"{}", "{\"k\":null}"};
	struct arena *home = arena_new();
	for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
		cJSON *root = parse(objects[i]);
		struct error err = {0};
		int64_t number = 42;
		const char *text = "t";
		const cJSON *item = root;
		bool flag = true;
		assert_true(json_opt_int(root, "k", &number, &err));
		assert_true(json_opt_bool(root, "k", &flag, &err));
		assert_true(json_opt_string(root, "k", home, &text, &err));
		assert_true(json_opt_time(root, "k", &number, &err));
		assert_true(json_opt_array(root, "k", &item, &err));
		assert_string_equal(err.text, "");
		assert_int_equal(number, 42);
		assert_true(flag);
		assert_string_equal(text, "t");
		assert_ptr_equal(item, root);
		cJSON_Delete(root);
	}
	arena_free(home);
}

static void members_of_the_right_kind_are_read(void **state)
{
	(void)state;
	cJSON *root = parse("{\"s\":\"x\",\"e\":\"\",\"t\":\"2026-11-24T07:05:00Z\",\"b\":true,\"f\":false,"
			    "\"a\":[1],\"o\":{\"i\":1}}");
	struct arena *home = arena_new();
	struct error err = {0};
	const char *text = NULL;
	const cJSON *item = NULL;
	int64_t utc = 0;
	bool flag = false;
	assert_true(json_get_string(root, "s", home, &text, &err));
	assert_string_equal(text, "x");
	assert_true(json_opt_string(root, "e", home, &text, &err));
	assert_string_equal(text, "");
	assert_true(json_get_time(root, "t", &utc, &err));
	assert_int_equal(utc, 1795503900);
	utc = 0;
	assert_true(json_opt_time(root, "t", &utc, &err));
	assert_int_equal(utc, 1795503900);
	assert_true(json_opt_time(root, "e", &utc, &err)); /* BMO: "" where 5.x says null */
	assert_int_equal(utc, 1795503900);
	assert_true(json_opt_bool(root, "b", &flag, &err));
	assert_true(flag);
	assert_true(json_opt_bool(root, "f", &flag, &err));
	assert_false(flag);
	assert_true(json_get_array(root, "a", &item, &err));
	assert_int_equal(cJSON_GetArraySize(item), 1);
	assert_true(json_opt_array(root, "a", &item, &err));
	assert_true(json_get_object(root, "o", &item, &err));
	assert_non_null(json_member(item, "i"));
	arena_free(home);
	cJSON_Delete(root);
}

static void members_of_a_wrong_kind_are_named(void **state)
{
	(void)state;
	cJSON *root =
		parse("{\"n\":1,\"s\":\"x\",\"a\":[],\"o\":{},\"bad\":\"2026-02-30T00:00:00Z\",\"e\":\"\"}");
	struct arena *home = arena_new();
	struct error err = {0};
	const char *text;
	const cJSON *item;
	int64_t utc;
	bool flag;
	assert_false(json_get_string(root, "n", home, &text, &err));
	assert_string_equal(err.text, "`n` is not a text");
	assert_false(json_opt_string(root, "a", home, &text, &err));
	assert_string_equal(err.text, "`a` is not a text");
	assert_false(json_get_time(root, "bad", &utc, &err));
	assert_string_equal(err.text, "`bad` is not a time like 2026-11-24T07:05:00Z");
	assert_false(json_opt_time(root, "s", &utc, &err));
	assert_string_equal(err.text, "`s` is not a time like 2026-11-24T07:05:00Z");
	assert_false(json_opt_time(root, "n", &utc, &err));
	assert_false(json_get_time(root, "e", &utc, &err));
	assert_string_equal(err.text, "`e` is not a time like 2026-11-24T07:05:00Z");
	assert_false(json_opt_bool(root, "n", &flag, &err));
	assert_string_equal(err.text, "`n` is not true or false");
	assert_false(json_get_array(root, "o", &item, &err));
	assert_string_equal(err.text, "`o` is not a list");
	assert_false(json_opt_array(root, "s", &item, &err));
	assert_string_equal(err.text, "`s` is not a list");
	assert_false(json_get_object(root, "a", &item, &err));
	assert_string_equal(err.text, "`a` is not an object");
	assert_int_equal(err.fault, FAULT_DATA);
	arena_free(home);
	cJSON_Delete(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_value_is_read),
		cmocka_unit_test(what_is_not_one_whole_value_is_refused),
		cmocka_unit_test(the_place_of_the_fault_is_that_in_the_original_text),
		cmocka_unit_test(the_length_counts_not_a_nul),
		cmocka_unit_test(nul_never_cuts_a_string),
		cmocka_unit_test(a_backslash_before_u0000_stays_text),
		cmocka_unit_test(escapes_are_read),
		cmocka_unit_test(half_a_surrogate_does_not_lose_the_answer),
		cmocka_unit_test(broken_utf8_becomes_replacement_characters),
		cmocka_unit_test(cleaning_does_not_depend_on_where_it_is_needed),
		cmocka_unit_test(nesting_without_end_is_refused),
		cmocka_unit_test(a_megabyte_of_one_string_is_whole),
		cmocka_unit_test(a_member_is_found_by_its_exact_name),
		cmocka_unit_test(whole_numbers_are_read_exactly),
		cmocka_unit_test(what_is_no_whole_number_is_refused),
		cmocka_unit_test(a_required_member_that_is_absent_or_null_is_missing),
		cmocka_unit_test(an_optional_member_that_is_absent_or_null_changes_nothing),
		cmocka_unit_test(members_of_the_right_kind_are_read),
		cmocka_unit_test(members_of_a_wrong_kind_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
