/* The calendar and the spellings of base/utc.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/utc.h"

/* --- calendar --- */

/* Seconds from tables outside this program (GNU date, Python's datetime). */
static const struct {
	const char *text;
	int64_t utc;
	int weekday; /* 0 Monday */
} known[] = {
	{"0001-01-01T00:00:00Z", INT64_C(-62135596800), 0},
	{"1582-10-15T00:00:00Z", INT64_C(-12219292800), 4},
	{"1600-02-29T12:00:00Z", INT64_C(-11670955200), 1},
	{"1899-12-31T23:59:59Z", INT64_C(-2208988801), 6},
	{"1900-02-28T23:59:59Z", INT64_C(-2203891201), 2},
	{"1900-03-01T00:00:00Z", INT64_C(-2203891200), 3},
	{"1969-12-31T23:59:59Z", -1, 2},
	{"1970-01-01T00:00:00Z", 0, 3},
	{"1972-02-29T00:00:00Z", 68169600, 1},
	{"2000-02-29T00:00:00Z", 951782400, 1},
	{"2000-03-01T00:00:00Z", 951868800, 2},
	{"2001-09-09T01:46:40Z", 1000000000, 6},
	{"2024-02-29T23:59:59Z", 1709251199, 3},
	{"2026-11-24T07:05:00Z", 1795503900, 1},
	{"2038-01-19T03:14:07Z", INT64_C(2147483647), 1},
	{"2038-01-19T03:14:08Z", INT64_C(2147483648), 1},
	{"2100-02-28T23:59:59Z", INT64_C(4107542399), 6},
	{"2100-03-01T00:00:00Z", INT64_C(4107542400), 0},
	{"2400-02-29T00:00:00Z", INT64_C(13574563200), 1},
	{"9999-12-31T23:59:59Z", INT64_C(253402300799), 4},
};

static void known_moments_are_read_and_printed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		int64_t utc;
		char out[UTC_TEXT_BYTES];
		assert_true(utc_parse(known[i].text, &utc));
		assert_int_equal(utc, known[i].utc);
		assert_string_equal(utc_print(known[i].utc, out), known[i].text);
		assert_int_equal(utc_weekday(known[i].utc), known[i].weekday);
		assert_int_equal(utc_from_civil(utc_to_civil(utc)), utc);
	}
}

/* Counts the days one by one from 0001-01-01, a Monday, with nothing but the rule of leap years. */
static void every_day_of_ten_thousand_years_is_one_after_the_other(void **state)
{
	(void)state;
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t utc = INT64_C(-62135596800);
	int weekday = 0;
	for (int year = 1; year <= 9999; year++) {
		int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
		for (int month = 1; month <= 12; month++) {
			int n = days[month - 1] + (month == 2 ? leap : 0);
			if (utc_days_in_month(year, month) != n)
				fail_msg("%d-%d has %d days", year, month, utc_days_in_month(year, month));
			for (int day = 1; day <= n; day++, utc += DAY_S, weekday = (weekday + 1) % 7) {
				struct civil civil = utc_to_civil(utc + 86399);
				if (utc_from_date(year, month, day) != utc || civil.year != year ||
				    civil.month != month || civil.day != day || civil.hour != 23 ||
				    civil.minute != 59 || civil.second != 59 || utc_weekday(utc) != weekday)
					fail_msg("wrong at %d-%d-%d", year, month, day);
			}
		}
	}
	assert_int_equal(utc, INT64_C(253402300800));
}

static void the_calendar_agrees_with_the_c_library(void **state)
{
	(void)state;
	for (int64_t utc = INT64_C(-62135596800); utc < INT64_C(253402300800);
	     utc += INT64_C(86400) * 97 + 3671) {
		time_t moment = (time_t)utc;
		struct tm tm;
		assert_non_null(gmtime_r(&moment, &tm));
		struct civil civil = utc_to_civil(utc);
		assert_int_equal(civil.year, tm.tm_year + 1900);
		assert_int_equal(civil.month, tm.tm_mon + 1);
		assert_int_equal(civil.day, tm.tm_mday);
		assert_int_equal(civil.hour, tm.tm_hour);
		assert_int_equal(civil.minute, tm.tm_min);
		assert_int_equal(civil.second, tm.tm_sec);
		assert_int_equal(utc_weekday(utc), (tm.tm_wday + 6) % 7);
	}
}

static void dates_exist_as_the_gregorian_calendar_says(void **state)
{
	(void)state;
	assert_true(utc_date_exists(2024, 2, 29));
	assert_true(utc_date_exists(2000, 2, 29));
	assert_true(utc_date_exists(1, 1, 1));
	assert_true(utc_date_exists(9999, 12, 31));
	static const int wrong[][3] = {{2023, 2, 29}, {1900, 2, 29}, {2100, 2, 29}, {2026, 4, 31},
				       {2026, 0, 1},  {2026, 13, 1}, {2026, 1, 0},  {2026, 1, 32},
				       {0, 1, 1},     {10000, 1, 1}, {-1, 1, 1},    {2026, -1, 1},
				       {2026, 1, -1}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(utc_date_exists(wrong[i][0], wrong[i][1], wrong[i][2]));
}

static void a_day_ends_one_second_before_the_next(void **state)
{
	(void)state;
	assert_int_equal(utc_day_start(1795503900), 1795478400);
	assert_int_equal(utc_day_end(1795503900), 1795478400 + 86399);
	assert_int_equal(utc_day_start(1795478400), 1795478400);
	assert_int_equal(utc_day_end(1795478400 + 86399), 1795478400 + 86399);
	assert_int_equal(utc_day_start(-1), -86400);
	assert_int_equal(utc_day_end(-1), -1);
	assert_int_equal(utc_day_end(-86400), -1);
	assert_int_equal(utc_day_end(-86401), -86401);
}

static void moments_outside_the_calendar_are_the_nearest_inside(void **state)
{
	(void)state;
	char out[UTC_TEXT_BYTES];
	assert_string_equal(utc_print(INT64_MAX, out), "9999-12-31T23:59:59Z");
	assert_string_equal(utc_print(INT64_MIN + 1, out), "0001-01-01T00:00:00Z");
	assert_string_equal(utc_print_date(INT64_C(253402300800), out), "9999-12-31");
	assert_int_equal(utc_day_end(INT64_MAX), INT64_C(253402300799));
	assert_int_equal(utc_to_civil(UTC_NONE).year, 1);
	assert_in_range(utc_weekday(INT64_MIN), 0, 6);
	assert_in_range(utc_weekday(INT64_MAX), 0, 6);
}

/* --- parsing --- */

static void rfc_3339_is_read(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t utc;
	} good[] = {
		{"2026-11-24T07:05:00Z", 1795503900},
		{"2026-11-24t07:05:00z", 1795503900},
		{"2026-11-24 07:05:00Z", 1795503900},
		{"2026-11-24T07:05:00.999999Z", 1795503900},
		{"2026-11-24T07:05:00.0+00:00", 1795503900},
		{"2026-11-24T07:05:00-00:00", 1795503900},
		{"2026-11-24T09:05:00+02:00", 1795503900},
		{"2026-11-23T23:05:00-08:00", 1795503900},
		{"2026-11-24T12:50:00+05:45", 1795503900},
		{"2026-11-25T07:04:00+23:59", 1795503900},
		{"2026-11-24T07:05:00.12345678901234567890123456789012345678901234567890Z", 1795503900},
		{"0001-01-01T00:00:00Z", INT64_C(-62135596800)},
		{"1969-12-31T23:59:59.9Z", -1},
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		int64_t utc = 1;
		if (!utc_parse(good[i].text, &utc) || utc != good[i].utc)
			fail_msg("%s: %lld", good[i].text, (long long)utc);
	}
}

static void a_leap_second_is_the_second_before_it(void **state)
{
	(void)state;
	int64_t utc;
	assert_true(utc_parse("2016-12-31T23:59:60Z", &utc));
	assert_int_equal(utc, 1483228799);
	assert_true(utc_parse("1990-12-31T15:59:60-08:00", &utc));
	assert_int_equal(utc, 662687999);
	assert_false(utc_parse("2016-12-31T22:59:60Z", &utc));
	assert_false(utc_parse("2016-12-31T23:58:60Z", &utc));
	assert_false(utc_parse("2016-12-31T23:59:60-08:00", &utc));
	assert_false(utc_parse("2016-12-31T23:59:61Z", &utc));
}

static void what_is_not_rfc_3339_is_refused_and_changes_nothing(void **state)
{
	(void)state;
	static const char *wrong[] = {
		"",
		" ",
		"Z",
		"2026",
		"2026-11-24",
		"2026-11-24T",
		"2026-11-24T07:05Z",
		"2026-11-24T07:05:00",
		"2026-11-24T07:05:00+0200",
		"2026-11-24T07:05:00+02",
		"2026-11-24T07:05:00+2:00",
		"2026-11-24T07:05:00+24:00",
		"2026-11-24T07:05:00+02:60",
		"2026-11-24T07:05:00ZZ",
		"2026-11-24T07:05:00Z ",
		" 2026-11-24T07:05:00Z",
		"2026-11-24T07:05:00.Z",
		"2026-11-24T07:05:00,5Z",
		"2026-11-24  07:05:00Z",
		"2026-11-24_07:05:00Z",
		"2026-11-24T24:00:00Z",
		"2026-11-24T07:60:00Z",
		"2026-11-24T07:05:61Z",
		"2026-02-29T00:00:00Z",
		"1900-02-29T00:00:00Z",
		"2026-04-31T00:00:00Z",
		"2026-00-01T00:00:00Z",
		"2026-13-01T00:00:00Z",
		"2026-01-00T00:00:00Z",
		"0000-01-01T00:00:00Z",
		"0001-01-01T00:00:00+00:01",
		"9999-12-31T23:59:59-00:01",
		"10000-01-01T00:00:00Z",
		"-2026-11-24T07:05:00Z",
		"+2026-11-24T07:05:00Z",
		"26-11-24T07:05:00Z",
		"2026-1-24T07:05:00Z",
		"2026-11-4T07:05:00Z",
		"2026-11-24T7:05:00Z",
		"2026/11/24T07:05:00Z",
		"20261124T070500Z",
		"2026-11-24T07:05:00 Z",
		"2026-11-24T07:05:00UTC",
		"２０26-11-24T07:05:00Z",
		"2026-11-24T-7:05:00Z",
		"2026-11-24T07:05: 0Z",
		"2026-W48-2T07:05:00Z",
		"2026-11-24T07:05:00−02:00",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		int64_t utc = 42;
		if (utc_parse(wrong[i], &utc) || utc != 42)
			fail_msg("\"%s\" was read as %lld", wrong[i], (long long)utc);
	}
}

static void a_date_is_the_start_of_its_day(void **state)
{
	(void)state;
	int64_t utc;
	assert_true(utc_parse_date("2026-11-24", &utc));
	assert_int_equal(utc, 1795478400);
	assert_true(utc_parse_date("2024-02-29", &utc));
	static const char *wrong[] = {"",           "2026-11-24 ", "2026-11-24T00:00:00Z", "2026-11-2",
				      "2026-11",    "2026-02-30",  "2023-02-29",           "2026-11-31",
				      "24-11-2026", "2026.11.24",  "2026-11-241",          "0000-12-31"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		utc = 42;
		assert_false(utc_parse_date(wrong[i], &utc));
		assert_int_equal(utc, 42);
	}
}

static void durations_are_a_number_and_a_unit(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t seconds;
	} good[] = {{"90s", 90},     {"30m", 1800}, {"48h", 172800},  {"7d", 604800},
		    {"2w", 1209600}, {"0d", 0},     {"007d", 604800}, {"520000w", INT64_C(314496000000)}};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		int64_t seconds = -1;
		assert_true(utc_parse_duration(good[i].text, &seconds));
		assert_int_equal(seconds, good[i].seconds);
	}
	static const char *wrong[] = {"",
				      "d",
				      "48",
				      "48 h",
				      " 48h",
				      "48h ",
				      "-1d",
				      "+1d",
				      "1.5h",
				      "48H",
				      "1y",
				      "1M",
				      "1d2h",
				      "hh",
				      "600000w",
				      "99999999999999999999d",
				      "9223372036854775807w",
				      "4８h"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		int64_t seconds = 42;
		if (utc_parse_duration(wrong[i], &seconds) || seconds != 42)
			fail_msg("\"%s\" was read as %lld", wrong[i], (long long)seconds);
	}
}

/* --- printing --- */

static void moments_are_printed_in_three_ways(void **state)
{
	(void)state;
	char out[UTC_TEXT_BYTES];
	assert_string_equal(utc_print(1795503905, out), "2026-11-24T07:05:05Z");
	assert_string_equal(utc_print_date(1795503905, out), "2026-11-24");
	assert_string_equal(utc_print_human(1795503905, out), "2026-11-24 07:05 UTC");
	assert_string_equal(utc_print_human(INT64_C(-62135596800), out), "0001-01-01 00:00 UTC");
	assert_ptr_equal(utc_print(0, out), out);
}

static void no_moment_is_a_dash(void **state)
{
	(void)state;
	char out[UTC_TEXT_BYTES];
	assert_string_equal(utc_print(UTC_NONE, out), "-");
	assert_string_equal(utc_print_date(UTC_NONE, out), "-");
	assert_string_equal(utc_print_human(UTC_NONE, out), "-");
	assert_string_equal(utc_local(UTC_NONE, "%H:%M", out), "-");
}

static void local_time_follows_tz_and_summer_time(void **state)
{
	(void)state;
	char out[UTC_TEXT_BYTES];
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	assert_string_equal(utc_local(1795503900, "%Y-%m-%d %H:%M", out), "2026-11-24 08:05");
	assert_string_equal(utc_local(1782284700, "%Y-%m-%d %H:%M %Z", out), "2026-06-24 09:05 CEST");
	setenv("TZ", "EST5EDT,M3.2.0,M11.1.0", 1);
	tzset();
	assert_string_equal(utc_local(1795503900, "%a %d %H:%M", out), "Tue 24 02:05");
	/* Too long, or nothing: still a moment. */
	assert_string_equal(utc_local(1795503900, "%c %c %c %c %c %c", out), "2026-11-24 07:05 UTC");
	assert_string_equal(utc_local(1795503900, "", out), "2026-11-24 07:05 UTC");
	unsetenv("TZ");
	tzset();
}

static void utc_does_not_care_for_tz(void **state)
{
	(void)state;
	char out[UTC_TEXT_BYTES];
	int64_t utc;
	setenv("TZ", "XXX+11:30", 1);
	tzset();
	assert_true(utc_parse("2026-11-24T07:05:00Z", &utc));
	assert_int_equal(utc, 1795503900);
	assert_string_equal(utc_print(utc, out), "2026-11-24T07:05:00Z");
	assert_int_equal(utc_day_start(utc), 1795478400);
	unsetenv("TZ");
	tzset();
}

static void what_is_left_has_two_units(void **state)
{
	(void)state;
	static const struct {
		int64_t seconds;
		const char *text;
	} cases[] = {
		{93600, "1d 02h"},
		{15120, "4h 12m"},
		{2467, "41m 07s"},
		{34 * DAY_S, "34d"},
		{0, "0m 00s"},
		{7, "0m 07s"},
		{59, "0m 59s"},
		{60, "1m 00s"},
		{3599, "59m 59s"},
		{3600, "1h 00m"},
		{86399, "23h 59m"},
		{86400, "1d 00h"},
		{2591999, "29d 23h"},
		{2592000, "30d"},
		{-1, "-0m 01s"},
		{-2467, "-41m 07s"},
		{-15120, "-4h 12m"},
		{-187200, "-2d 04h"},
		{-34 * DAY_S, "-34d"},
		{INT64_MAX, "106751991167300d"},
		{INT64_MIN, "-106751991167300d"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[UTC_TEXT_BYTES];
		assert_string_equal(utc_print_left(cases[i].seconds, out), cases[i].text);
	}
}

static void an_age_has_one_unit_and_is_never_negative(void **state)
{
	(void)state;
	static const struct {
		int64_t seconds;
		const char *text;
	} cases[] = {
		{9 * DAY_S, "9d"},
		{10 * DAY_S - 1, "9d"},
		{5 * HOUR_S, "5h"},
		{DAY_S - 1, "23h"},
		{3 * MINUTE_S, "3m"},
		{3599, "59m"},
		{12, "12s"},
		{59, "59s"},
		{0, "0s"},
		{-1, "0s"},
		{-DAY_S, "0s"},
		{INT64_MIN, "0s"},
		{INT64_MAX, "106751991167300d"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char out[UTC_TEXT_BYTES];
		assert_string_equal(utc_print_age(cases[i].seconds, out), cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_moments_are_read_and_printed),
		cmocka_unit_test(every_day_of_ten_thousand_years_is_one_after_the_other),
		cmocka_unit_test(the_calendar_agrees_with_the_c_library),
		cmocka_unit_test(dates_exist_as_the_gregorian_calendar_says),
		cmocka_unit_test(a_day_ends_one_second_before_the_next),
		cmocka_unit_test(moments_outside_the_calendar_are_the_nearest_inside),
		cmocka_unit_test(rfc_3339_is_read),
		cmocka_unit_test(a_leap_second_is_the_second_before_it),
		cmocka_unit_test(what_is_not_rfc_3339_is_refused_and_changes_nothing),
		cmocka_unit_test(a_date_is_the_start_of_its_day),
		cmocka_unit_test(durations_are_a_number_and_a_unit),
		cmocka_unit_test(moments_are_printed_in_three_ways),
		cmocka_unit_test(no_moment_is_a_dash),
		cmocka_unit_test(local_time_follows_tz_and_summer_time),
		cmocka_unit_test(utc_does_not_care_for_tz),
		cmocka_unit_test(what_is_left_has_two_units),
		cmocka_unit_test(an_age_has_one_unit_and_is_never_negative),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
