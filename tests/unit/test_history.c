#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "ui/history.h"

static void the_newest_comes_first_then_the_older_ones(void **state)
{
	struct history history = {0};
	(void)state;
	history_add(&history, "command", "sort due");
	history_add(&history, "filter", "is:soon");
	history_add(&history, "command", "sort owner");
	size_t at = history.n;
	assert_string_equal(history_newest(&history, "command"), "sort owner");
	assert_string_equal(history_older(&history, "command", "", &at), "sort owner");
	assert_string_equal(history_older(&history, "command", "", &at), "sort due");
	assert_null(history_older(&history, "command", "", &at));
	assert_int_equal(at, 0);
	assert_string_equal(history_newer(&history, "command", "", &at), "sort owner");
	assert_null(history_newer(&history, "command", "", &at));
	assert_null(history_newest(&history, "find"));
	history_free(&history);
}

static void a_beginning_narrows_what_is_recalled(void **state)
{
	struct history history = {0};
	(void)state;
	history_add(&history, "command", "sort due");
	history_add(&history, "command", "view mine");
	history_add(&history, "command", "sort owner");
	size_t at = history.n;
	assert_string_equal(history_older(&history, "command", "so", &at), "sort owner");
	assert_string_equal(history_older(&history, "command", "so", &at), "sort due");
	assert_string_equal(history_newer(&history, "command", "so", &at), "sort owner");
	assert_null(history_older(&history, "command", "x", &at));
	history_free(&history);
}

static void a_line_that_nobody_types_is_not_kept(void **state)
{
	static char line[HISTORY_LINE_BYTES_MAX + 2];
	struct history history = {0};
	(void)state;
	for (size_t i = 0; i <= HISTORY_LINE_BYTES_MAX; i++)
		line[i] = 'a';
	history_add(&history, "filter", line);
	assert_int_equal(history.n, 0);
	history_add(&history, "filter", line + 1);
	assert_int_equal(history.n, 1);
	history_free(&history);
}

static void no_line_is_kept_twice_and_no_empty_one(void **state)
{
	struct history history = {0};
	(void)state;
	history_add(&history, "filter", "a");
	history_add(&history, "filter", "b");
	history_add(&history, "find", "a");
	history_add(&history, "filter", "a");
	history_add(&history, "filter", "");
	assert_int_equal(history.n, 3);
	assert_string_equal(history.at[0].line, "b");
	assert_string_equal(history.at[1].name, "find");
	assert_string_equal(history_newest(&history, "filter"), "a");
	history_free(&history);
}

static void of_each_question_only_the_newest_are_kept(void **state)
{
	struct history history = {0};
	char line[16];
	(void)state;
	history_add(&history, "find", "stays");
	for (int i = 0; i < HISTORY_MAX + 5; i++) {
		snprintf(line, sizeof line, "%d", i);
		history_add(&history, "filter", line);
	}
	assert_int_equal(history.n, HISTORY_MAX + 1);
	assert_string_equal(history.at[0].line, "stays");
	assert_string_equal(history.at[1].line, "5");
	history_free(&history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_newest_comes_first_then_the_older_ones),
		cmocka_unit_test(a_beginning_narrows_what_is_recalled),
		cmocka_unit_test(a_line_that_nobody_types_is_not_kept),
		cmocka_unit_test(no_line_is_kept_twice_and_no_empty_one),
		cmocka_unit_test(of_each_question_only_the_newest_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
