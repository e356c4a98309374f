#include "view/when.h"

#include <stdlib.h>

#include "base/utc.h"

/* Within four weeks no two days have the same number. */
#define NEAR_S (2 * WEEK_S)

/* English names, whatever the locale's language: %u is 1 on Monday, %m is 01 in January. */
static const char weekdays[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
				   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static const char *weekday_of(int64_t utc)
{
	char number[UTC_TEXT_BYTES];
	return weekdays[strtol(utc_local(utc, "%u", number), NULL, 10) - 1];
}

static const char *month_of(int64_t utc)
{
	char number[UTC_TEXT_BYTES];
	return months[strtol(utc_local(utc, "%m", number), NULL, 10) - 1];
}

static void add_near(struct str *out, int64_t utc)
{
	char rest[UTC_TEXT_BYTES];
	str_addf(out, "%s %s", weekday_of(utc), utc_local(utc, "%d %H:%M", rest));
}

void when_add_local(struct str *out, int64_t utc, int64_t now_utc)
{
	char day[UTC_TEXT_BYTES];
	if (utc > now_utc - NEAR_S && utc < now_utc + NEAR_S)
		add_near(out, utc);
	else
		str_addf(out, "%s %s %s", weekday_of(utc), utc_local(utc, "%d", day), month_of(utc));
}

void when_add_both(struct str *out, int64_t utc)
{
	char text[UTC_TEXT_BYTES];
	str_add(out, utc_print_human(utc, text));
	if (utc == UTC_NONE)
		return;
	str_add(out, " (");
	add_near(out, utc);
	str_add(out, " here)");
}
