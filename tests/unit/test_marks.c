/* What this user has seen of each bug. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utc.h"
#include "view/marks.h"

static void a_bug_without_a_mark_was_seen_up_to_the_baseline(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct marks marks = {.baseline_utc = 1000};
	marks_put(&marks, (struct mark){7, 2000}, home);
	assert_int_equal(marks_seen(&marks, 7), 2000);
	assert_int_equal(marks_seen(&marks, 8), 1000);
	assert_int_equal(marks_get(&marks, 8), UTC_NONE);
	arena_free(home);
}

static void without_marks_or_a_baseline_nothing_is_told(void **state)
{
	(void)state;
	assert_int_equal(marks_seen(NULL, 7), UTC_NONE);
	assert_int_equal(marks_seen(&MARKS_NONE, 7), UTC_NONE);
}

static void a_mark_may_go_back_and_be_taken_away(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct marks marks = {.baseline_utc = 1000};
	marks_put(&marks, (struct mark){7, 2000}, home);
	marks_put(&marks, (struct mark){7, 500}, home);
	assert_int_equal(marks_seen(&marks, 7), 500);
	assert_int_equal(marks.n, 1);
	marks_put(&marks, (struct mark){7, UTC_NONE}, home);
	assert_int_equal(marks_seen(&marks, 7), 1000);
	marks_put(&marks, (struct mark){7, UTC_NONE}, home);
	assert_int_equal(marks.n, 0);
	arena_free(home);
}

static void marks_stand_by_bug_whatever_order_they_come_in(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct marks marks = MARKS_NONE;
	for (int64_t i = 0; i < 100; i++)
		marks_put(&marks, (struct mark){i * 37 % 100 + 1, i}, home);
	assert_int_equal(marks.n, 100);
	for (size_t i = 0; i < marks.n; i++)
		assert_int_equal(marks.at[i].bug_id, i + 1);
	for (int64_t i = 0; i < 100; i += 2)
		marks_put(&marks, (struct mark){i + 1, UTC_NONE}, home);
	assert_int_equal(marks.n, 50);
	for (int64_t i = 0; i < 100; i++)
		assert_int_equal(marks_get(&marks, i * 37 % 100 + 1), i * 37 % 100 % 2 ? i : UTC_NONE);
	arena_free(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bug_without_a_mark_was_seen_up_to_the_baseline),
		cmocka_unit_test(without_marks_or_a_baseline_nothing_is_told),
		cmocka_unit_test(a_mark_may_go_back_and_be_taken_away),
		cmocka_unit_test(marks_stand_by_bug_whatever_order_they_come_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
