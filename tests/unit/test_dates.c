/* Every spelling of a date (deadlines.md, Whiteboard grammar). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/utc.h"
#include "deadline/dates.h"

static void assert_read(const char *text, const char *wanted, const char *left)
{
	struct span rest = span_of(text);
	int64_t utc = 0;
	char date[UTC_TEXT_BYTES];
	if (!date_scan(&rest, &utc))
		fail_msg("`%s` is not read", text);
	if (strcmp(utc_print_date(utc, date), wanted) != 0)
		fail_msg("`%s` is read as %s", text, date);
	if (!span_equals(rest, left))
		fail_msg("`%s` leaves `%.*s`", text, (int)rest.len, rest.at);
	assert_int_equal(utc, utc_day_start(utc));
}

static void assert_date(const char *text, const char *wanted)
{
	assert_read(text, wanted, "");
}

static void assert_none(const char *text)
{
	struct span rest = span_of(text);
	int64_t utc = 77;
	if (date_scan(&rest, &utc))
		fail_msg("`%s` is read", text);
	assert_int_equal(utc, 77);
	assert_ptr_equal(rest.at, text);
	assert_int_equal(rest.len, strlen(text));
}

static void year_first_with_hyphens_or_slashes(void **state)
{
	(void)state;
	assert_date("2025-02-01", "2025-02-01");
	assert_date("2025-2-1", "2025-02-01");
	assert_date("2025/02/01", "2025-02-01");
	assert_date("2025/2/1", "2025-02-01");
	assert_date("2023-Oct-27", "2023-10-27");
	assert_date("2023-october-7", "2023-10-07");
	assert_date("2023-SEPT.-27", "2023-09-27");
	assert_date("2025-02-1st", "2025-02-01");
}

static void day_month_year_with_spaces_or_hyphens(void **state)
{
	(void)state;
	assert_date("1 February 2025", "2025-02-01");
	assert_date("20-sep-2019", "2019-09-20");
	assert_date("3-March 2025", "2025-03-03");
	assert_date("3 March-2025", "2025-03-03");
	assert_date("3rd of March 2025", "2025-03-03");
	assert_date("3rd-of-March-2025", "2025-03-03");
	assert_date("22 OF sept. 2025", "2025-09-22");
	assert_date("1   February\t2025", "2025-02-01");
	assert_date("01 feb 2025", "2025-02-01");
	assert_date("1 February, 2025", "2025-02-01");
}

static void month_day_year_with_an_optional_comma(void **state)
{
	(void)state;
	assert_date("February 1, 2025", "2025-02-01");
	assert_date("February 1 2025", "2025-02-01");
	assert_date("Feb. 1st 2025", "2025-02-01");
	assert_date("May the 20th 2025", "2025-05-20");
	assert_date("MAY THE 20TH, 2025", "2025-05-20");
	assert_date("Sep-20-2019", "2019-09-20");
	assert_date("February 1,2025", "2025-02-01");
	assert_date("February 1 , 2025", "2025-02-01");
}

static void months_in_full_by_three_letters_or_sept(void **state)
{
	(void)state;
	static const char *const full[] = {"January",   "February", "March",    "April",
					   "May",       "June",     "July",     "August",
					   "September", "October",  "November", "December"};
	for (int i = 0; i < 12; i++) {
		char text[40], wanted[40];
		snprintf(wanted, sizeof wanted, "2025-%02d-05", i + 1);
		snprintf(text, sizeof text, "5 %s 2025", full[i]);
		assert_date(text, wanted);
		snprintf(text, sizeof text, "%.3s 5, 2025", full[i]);
		assert_date(text, wanted);
		snprintf(text, sizeof text, "%.3s. 5, 2025", full[i]);
		assert_date(text, wanted);
	}
	assert_date("5 Sept 2025", "2025-09-05");
	assert_date("5 Sept. 2025", "2025-09-05");
	assert_none("5 Septem 2025");
	assert_none("5 Marchen 2025");
	assert_none("5 Fe 2025");
}

static void days_with_any_ending(void **state)
{
	(void)state;
	assert_date("1st February 2025", "2025-02-01");
	assert_date("2nd February 2025", "2025-02-02");
	assert_date("3RD February 2025", "2025-02-03");
	assert_date("4th February 2025", "2025-02-04");
	assert_none("4xy February 2025");
}

static void full_stops_mean_day_month_year(void **state)
{
	(void)state;
	assert_date("23.2.2024", "2024-02-23");
	assert_date("01.02.2024", "2024-02-01");
	assert_none("2.23.2024");
}

static void with_hyphens_or_slashes_exactly_one_number_is_above_12(void **state)
{
	(void)state;
	assert_date("23/2/2024", "2024-02-23");
	assert_date("2/23/2024", "2024-02-23");
	assert_date("23-2-2024", "2024-02-23");
	assert_date("02-23-2024", "2024-02-23");
	assert_date("13/12/2024", "2024-12-13");
	assert_date("12/13/2024", "2024-12-13");
	assert_none("02/03/2025");
	assert_none("02-03-2025");
	assert_none("12/12/2025");
	assert_none("13/13/2025");
}

static void impossible_dates_are_none(void **state)
{
	(void)state;
	assert_none("2025-02-30");
	assert_none("2025-02-29");
	assert_date("2024-02-29", "2024-02-29");
	assert_none("2025-13-01");
	assert_none("2025-00-10");
	assert_none("2025-01-00");
	assert_none("31 June 2025");
	assert_none("31/4/2024");
	assert_none("0000-01-01");
}

static void unicode_hyphens_are_hyphens(void **state)
{
	(void)state;
	assert_date("2025\u201002\u201001", "2025-02-01");
	assert_date("2025\u201102\u201201", "2025-02-01");
	assert_date("20\u2013sep\u20142019", "2019-09-20");
	assert_date("23\u20152\u20152024", "2024-02-23");
	assert_none("2025\u221202\u221201");
}

static void other_blanks_are_blanks(void **state)
{
	(void)state;
	assert_date("1\u00a0February\u202f2025", "2025-02-01");
}

static void a_date_ends_where_no_letter_or_digit_follows(void **state)
{
	(void)state;
	assert_read("2025-02-01.", "2025-02-01", ".");
	assert_read("2025-02-01] more", "2025-02-01", "] more");
	assert_read("2025-02-01 10:00 UTC", "2025-02-01", " 10:00 UTC");
	assert_read("2025-02-01T10:00Z", "2025-02-01", "T10:00Z");
	assert_none("2025-02-011");
	assert_none("2025-02-01x");
	assert_none("2025-02-01Tuesday");
	assert_none("1 February 20255");
}

static void what_is_no_date_is_none(void **state)
{
	(void)state;
	assert_none("");
	assert_none("TBD");
	assert_none("2025");
	assert_none("2025-02");
	assert_none("February 2025");
	assert_none("1 February");
	assert_none("25-02-01");
	assert_none("2025-02/01");
	assert_none("111111111111111111111111-02-01");
	assert_none(" 2025-02-01");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(year_first_with_hyphens_or_slashes),
		cmocka_unit_test(day_month_year_with_spaces_or_hyphens),
		cmocka_unit_test(month_day_year_with_an_optional_comma),
		cmocka_unit_test(months_in_full_by_three_letters_or_sept),
		cmocka_unit_test(days_with_any_ending),
		cmocka_unit_test(full_stops_mean_day_month_year),
		cmocka_unit_test(with_hyphens_or_slashes_exactly_one_number_is_above_12),
		cmocka_unit_test(impossible_dates_are_none),
		cmocka_unit_test(unicode_hyphens_are_hyphens),
		cmocka_unit_test(other_blanks_are_blanks),
		cmocka_unit_test(a_date_ends_where_no_letter_or_digit_follows),
		cmocka_unit_test(what_is_no_date_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
