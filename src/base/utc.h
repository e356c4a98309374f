/* base/utc.h - moments as seconds since 1970 in UTC, and their spellings. Pure: asks no clock, and local
 * time appears only where a moment is printed for people (utc_local). Days of the Gregorian calendar,
 * years 1 to 9999, whatever TZ says. */
#ifndef BASE_UTC_H
#define BASE_UTC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTC_NONE INT64_MIN /* no moment */
#define MINUTE_S 60
#define HOUR_S 3600
#define DAY_S 86400
#define WEEK_S 604800

struct civil {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second;
};

int utc_days_in_month(int year, int month); /* month from 1 to 12 */
bool utc_date_exists(int year, int month, int day);
int64_t utc_from_civil(struct civil civil);
int64_t utc_from_date(int year, int month, int day); /* 00:00:00 of that day, which must exist */
struct civil utc_to_civil(int64_t utc); /* outside the years 1 to 9999: the nearest moment inside */
int64_t utc_day_start(int64_t utc);     /* 00:00:00 of its day */
int64_t utc_day_end(int64_t utc);       /* 23:59:59 of its day: what a date without a time means */
int utc_weekday(int64_t utc);           /* 0 Monday .. 6 Sunday */

/* All three: the whole text, nothing around it; false leaves the result as it was.
 * RFC 3339: date, T or blank, time, optional fraction (dropped), Z or an offset, letters of either case. A
 * leap second (23:59:60 in UTC) becomes the second before it. */
bool utc_parse(const char *text, int64_t *utc);
/* YYYY-MM-DD: 00:00:00 of that day. */
bool utc_parse_date(const char *text, int64_t *utc);
/* One number and its unit: 90s, 30m, 48h, 7d, 2w. At most 10,000 years, so that adding it to a moment is
 * safe. */
bool utc_parse_duration(const char *text, int64_t *seconds);

/* Each returns `out`. UTC_NONE is "-". */
#define UTC_TEXT_BYTES 40
const char *utc_print(int64_t utc, char out[UTC_TEXT_BYTES]);       /* 2026-11-24T07:05:00Z */
const char *utc_print_date(int64_t utc, char out[UTC_TEXT_BYTES]);  /* 2026-11-24 */
const char *utc_print_human(int64_t utc, char out[UTC_TEXT_BYTES]); /* 2026-11-24 07:05 UTC */
/* This machine's zone, as of the last tzset(), with strftime's format; what does not fit, or is empty, gives
 * utc_print_human. */
const char *utc_local(int64_t utc, const char *format, char out[UTC_TEXT_BYTES]);
/* Two units: "1d 02h", "4h 12m", "41m 07s", "34d" from 30 days on; a minus when negative. */
const char *utc_print_left(int64_t seconds, char out[UTC_TEXT_BYTES]);
/* One unit: "9d", "5h", "3m", "12s"; a negative age is 0s (deadlines.md, detail 10). */
const char *utc_print_age(int64_t seconds, char out[UTC_TEXT_BYTES]);

#endif
