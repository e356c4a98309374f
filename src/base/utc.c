#include "base/utc.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/str.h"

#define YEAR_MIN 1
#define YEAR_MAX 9999
#define DURATION_MAX_S (INT64_C(10000) * 366 * DAY_S) /* the calendar ends before */

static bool is_leap_year(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int utc_days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month - 1] + (month == 2 && is_leap_year(year));
}

bool utc_date_exists(int year, int month, int day)
{
	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12)
		return false;
	return day >= 1 && day <= utc_days_in_month(year, month);
}

/* Days since 1970-01-01. The year is counted from March, so that the leap day is its last: then month m
 * begins (153 m + 2) / 5 days after 1 March, and years repeat every 400 (an era of 146,097 days). The same
 * frame serves the way back. */
static int64_t days_from_date(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t m = month <= 2 ? month + 9 : month - 3;
	int64_t era = y / 400;
	int64_t year_of_era = y % 400;
	int64_t day_of_year = (153 * m + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468; /* 0000-03-01 to 1970-01-01 */
}

int64_t utc_from_date(int year, int month, int day)
{
	return days_from_date(year, month, day) * DAY_S;
}

int64_t utc_from_civil(struct civil civil)
{
	int64_t second_of_day =
		(int64_t)civil.hour * HOUR_S + (int64_t)civil.minute * MINUTE_S + civil.second;
	return utc_from_date(civil.year, civil.month, civil.day) + second_of_day;
}

/* The moments that have a date; others are taken for the nearest. */
static int64_t within_calendar(int64_t utc)
{
	int64_t first = utc_from_date(YEAR_MIN, 1, 1);
	int64_t last = utc_from_date(YEAR_MAX, 12, 31) + DAY_S - 1;
	return utc < first ? first : utc > last ? last : utc;
}

/* Rounds down, before 1970 too. */
static int64_t day_of(int64_t utc)
{
	return utc / DAY_S - (utc % DAY_S < 0);
}

struct civil utc_to_civil(int64_t utc)
{
	utc = within_calendar(utc);
	int64_t days = day_of(utc) + 719468;
	int64_t second = utc - day_of(utc) * DAY_S;
	int64_t era = days / 146097;
	int64_t day_of_era = days % 146097;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t m = (5 * day_of_year + 2) / 153;
	int month = (int)(m < 10 ? m + 3 : m - 9);
	return (struct civil){
		.year = (int)(era * 400 + year_of_era) + (month <= 2),
		.month = month,
		.day = (int)(day_of_year - (153 * m + 2) / 5) + 1,
		.hour = (int)(second / HOUR_S),
		.minute = (int)(second % HOUR_S / MINUTE_S),
		.second = (int)(second % MINUTE_S),
	};
}

int64_t utc_day_start(int64_t utc)
{
	return day_of(within_calendar(utc)) * DAY_S;
}

int64_t utc_day_end(int64_t utc)
{
	return utc_day_start(utc) + DAY_S - 1;
}

int utc_weekday(int64_t utc)
{
	int64_t weekday = (day_of(utc) + 3) % 7; /* 1970-01-01 was a Thursday */
	return (int)(weekday < 0 ? weekday + 7 : weekday);
}

/* --- parsing --- */

/* Takes exactly `digits` digits off the front. */
static bool take_number(const char **at, int digits, int *number)
{
	*number = 0;
	for (int i = 0; i < digits; i++, (*at)++) {
		if (!ascii_is_digit(**at))
			return false;
		*number = *number * 10 + (**at - '0');
	}
	return true;
}

static bool take_char(const char **at, char c)
{
	if (ascii_lower(**at) != c)
		return false;
	(*at)++;
	return true;
}

static bool take_date(const char **at, struct civil *civil)
{
	return take_number(at, 4, &civil->year) && take_char(at, '-') && take_number(at, 2, &civil->month) &&
	       take_char(at, '-') && take_number(at, 2, &civil->day) &&
	       utc_date_exists(civil->year, civil->month, civil->day);
}

/* HH:MM:SS and an optional fraction, of any length, which is dropped. */
static bool take_time(const char **at, struct civil *civil)
{
	if (!take_number(at, 2, &civil->hour) || !take_char(at, ':') || !take_number(at, 2, &civil->minute) ||
	    !take_char(at, ':') || !take_number(at, 2, &civil->second))
		return false;
	if (civil->hour > 23 || civil->minute > 59 || civil->second > 60)
		return false;
	if (!take_char(at, '.'))
		return true;
	if (!ascii_is_digit(**at))
		return false;
	while (ascii_is_digit(**at))
		(*at)++;
	return true;
}

static bool take_offset(const char **at, int *offset_s)
{
	int hours, minutes;
	*offset_s = 0;
	if (take_char(at, 'z'))
		return true;
	bool is_west = **at == '-';
	if (!take_char(at, '+') && !take_char(at, '-'))
		return false;
	if (!take_number(at, 2, &hours) || !take_char(at, ':') || !take_number(at, 2, &minutes))
		return false;
	*offset_s = (hours * HOUR_S + minutes * MINUTE_S) * (is_west ? -1 : 1);
	return hours <= 23 && minutes <= 59;
}

bool utc_parse(const char *text, int64_t *utc)
{
	struct civil civil = {0};
	int offset_s;
	if (!take_date(&text, &civil) || (!take_char(&text, 't') && !take_char(&text, ' ')))
		return false;
	if (!take_time(&text, &civil) || !take_offset(&text, &offset_s) || *text)
		return false;
	/* Seconds since 1970 have no room for a leap second: it becomes the one before. */
	bool is_leap_second = civil.second == 60;
	if (is_leap_second)
		civil.second = 59;
	int64_t moment = utc_from_civil(civil) - offset_s;
	if (is_leap_second && moment != utc_day_end(moment))
		return false;
	if (moment != within_calendar(moment))
		return false;
	*utc = moment;
	return true;
}

bool utc_parse_date(const char *text, int64_t *utc)
{
	struct civil civil = {0};
	if (!take_date(&text, &civil) || *text)
		return false;
	*utc = utc_from_civil(civil);
	return true;
}

static int64_t unit_s(char unit)
{
	switch (unit) {
	case 's':
		return 1;
	case 'm':
		return MINUTE_S;
	case 'h':
		return HOUR_S;
	case 'd':
		return DAY_S;
	case 'w':
		return WEEK_S;
	default:
		return 0;
	}
}

bool utc_parse_duration(const char *text, int64_t *seconds)
{
	int64_t number = 0;
	const char *at = text;
	for (; ascii_is_digit(*at); at++) {
		number = number * 10 + (*at - '0');
		if (number > DURATION_MAX_S)
			return false;
	}
	int64_t unit = unit_s(*at);
	if (at == text || unit == 0 || at[1] || number > DURATION_MAX_S / unit)
		return false;
	*seconds = number * unit;
	return true;
}

/* --- printing --- */

/* The text and its NUL. */
static char *put_text(char *at, const char *text)
{
	return memcpy(at, text, strlen(text) + 1);
}

static char *put_digits(char *at, int number, int digits)
{
	for (int i = digits - 1; i >= 0; i--, number /= 10)
		at[i] = (char)('0' + number % 10);
	return at + digits;
}

static char *put_date(char *at, struct civil civil)
{
	at = put_digits(at, civil.year, 4);
	*at++ = '-';
	at = put_digits(at, civil.month, 2);
	*at++ = '-';
	return put_digits(at, civil.day, 2);
}

static char *put_hour_minute(char *at, struct civil civil)
{
	at = put_digits(at, civil.hour, 2);
	*at++ = ':';
	return put_digits(at, civil.minute, 2);
}

const char *utc_print(int64_t utc, char out[UTC_TEXT_BYTES])
{
	if (utc == UTC_NONE)
		return put_text(out, "-");
	struct civil civil = utc_to_civil(utc);
	char *at = put_date(out, civil);
	*at++ = 'T';
	at = put_hour_minute(at, civil);
	*at++ = ':';
	put_text(put_digits(at, civil.second, 2), "Z");
	return out;
}

const char *utc_print_date(int64_t utc, char out[UTC_TEXT_BYTES])
{
	if (utc == UTC_NONE)
		return put_text(out, "-");
	*put_date(out, utc_to_civil(utc)) = '\0';
	return out;
}

const char *utc_print_human(int64_t utc, char out[UTC_TEXT_BYTES])
{
	if (utc == UTC_NONE)
		return put_text(out, "-");
	struct civil civil = utc_to_civil(utc);
	char *at = put_date(out, civil);
	*at++ = ' ';
	put_text(put_hour_minute(at, civil), " UTC");
	return out;
}

const char *utc_local(int64_t utc, const char *format, char out[UTC_TEXT_BYTES])
{
	time_t moment = (time_t)within_calendar(utc);
	struct tm local;
	if (utc == UTC_NONE)
		return put_text(out, "-");
	if (!localtime_r(&moment, &local) || strftime(out, UTC_TEXT_BYTES, format, &local) == 0)
		return utc_print_human(utc, out);
	return out;
}

const char *utc_print_left(int64_t seconds, char out[UTC_TEXT_BYTES])
{
	const char *sign = seconds < 0 ? "-" : "";
	uint64_t left = seconds < 0 ? -(uint64_t)seconds : (uint64_t)seconds;
	uint64_t days = left / DAY_S;
	unsigned hours = (unsigned)(left % DAY_S / HOUR_S);
	unsigned minutes = (unsigned)(left % HOUR_S / MINUTE_S);
	if (days >= 30)
		snprintf(out, UTC_TEXT_BYTES, "%.1s%" PRIu64 "d", sign, days);
	else if (days > 0)
		snprintf(out, UTC_TEXT_BYTES, "%.1s%" PRIu64 "d %02uh", sign, days, hours);
	else if (hours > 0)
		snprintf(out, UTC_TEXT_BYTES, "%.1s%uh %02um", sign, hours, minutes);
	else
		snprintf(out, UTC_TEXT_BYTES, "%.1s%um %02us", sign, minutes, (unsigned)(left % MINUTE_S));
	return out;
}

const char *utc_print_age(int64_t seconds, char out[UTC_TEXT_BYTES])
{
	static const struct {
		int64_t size_s;
		char letter;
	} units[] = {{DAY_S, 'd'}, {HOUR_S, 'h'}, {MINUTE_S, 'm'}, {1, 's'}};
	size_t i = 0;
	if (seconds < 0)
		seconds = 0;
	while (units[i].size_s > 1 && seconds < units[i].size_s)
		i++;
	snprintf(out, UTC_TEXT_BYTES, "%" PRId64 "%c", seconds / units[i].size_s, units[i].letter);
	return out;
}
