#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utc.h"
#include "ui/tick.h"

#define NOW INT64_C(1790000000)

/* Distances around every place where the printed form changes its units. */
static const int64_t distances[] = {
	0,      1,       59,      60,      61,      3598,    3599,        3600,    3601,
	3659,   3660,    86398,   86399,   86400,   86401,   86459,       90000,   172799,
	172800, 2591998, 2591999, 2592000, 2592001, 2678400, 8640000 - 1, 8640000,
};
#define N (sizeof distances / sizeof distances[0])

static const char *left_text(int64_t due_utc, int64_t now_utc, char out[UTC_TEXT_BYTES])
{
	return utc_print_left(due_utc - now_utc, out);
}

static const char *age_text(int64_t since_utc, int64_t now_utc, char out[UTC_TEXT_BYTES])
{
	return utc_print_age(now_utc - since_utc, out);
}

static const char *wait_text(int64_t until_utc, int64_t now_utc, char out[UTC_TEXT_BYTES])
{
	return utc_print_age(until_utc - now_utc, out);
}

/* The text is the same up to the second before the tick, and another at the tick. */
static void check(const char *(*text)(int64_t, int64_t, char *), int64_t (*tick)(int64_t, int64_t),
		  int64_t moment)
{
	char before[UTC_TEXT_BYTES], at[UTC_TEXT_BYTES];
	int64_t next = tick(moment, NOW);
	assert_true(next > NOW);
	text(moment, NOW, before);
	assert_string_equal(text(moment, next - 1, at), before);
	assert_string_not_equal(text(moment, next, at), before);
}

static void what_is_left_changes_at_its_tick_and_not_before(void **state)
{
	(void)state;
	for (size_t i = 0; i < N; i++) {
		check(left_text, tick_left, NOW + distances[i]);
		check(left_text, tick_left, NOW - distances[i]);
	}
}

static void an_age_changes_at_its_tick_and_not_before(void **state)
{
	(void)state;
	for (size_t i = 0; i < N; i++)
		check(age_text, tick_age, NOW - distances[i]);
}

/* An hour of waiting is no reason to wake up each second of it. */
static void a_wait_changes_at_its_tick_and_not_before(void **state)
{
	(void)state;
	for (size_t i = 1; i < N; i++)
		check(wait_text, tick_wait, NOW + distances[i]);
	assert_int_equal(tick_wait(NOW, NOW), UTC_NONE);
	assert_int_equal(tick_wait(NOW - 1, NOW), UTC_NONE);
	assert_int_equal(tick_wait(UTC_NONE, NOW), UTC_NONE);
}

static void an_age_of_what_lies_ahead_begins_to_count_when_it_is_there(void **state)
{
	(void)state;
	check(age_text, tick_age, NOW + 90);
}

static void a_clock_changes_on_the_full_minute(void **state)
{
	(void)state;
	assert_int_equal(tick_minute(120), 180);
	assert_int_equal(tick_minute(179), 180);
	assert_int_equal(tick_minute(-1), 0);
	assert_int_equal(tick_minute(-60), 0);
}

static void no_moment_is_later_than_any(void **state)
{
	(void)state;
	assert_int_equal(tick_earlier(UTC_NONE, 5), 5);
	assert_int_equal(tick_earlier(5, UTC_NONE), 5);
	assert_int_equal(tick_earlier(6, 5), 5);
	assert_true(tick_earlier(UTC_NONE, UTC_NONE) == UTC_NONE);
	assert_true(tick_left(UTC_NONE, NOW) == UTC_NONE);
	assert_true(tick_age(UTC_NONE, NOW) == UTC_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_left_changes_at_its_tick_and_not_before),
		cmocka_unit_test(an_age_changes_at_its_tick_and_not_before),
		cmocka_unit_test(a_wait_changes_at_its_tick_and_not_before),
		cmocka_unit_test(an_age_of_what_lies_ahead_begins_to_count_when_it_is_there),
		cmocka_unit_test(a_clock_changes_on_the_full_minute),
		cmocka_unit_test(no_moment_is_later_than_any),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
