#include "app/meeting.h"

#include <time.h>

#include "base/utc.h"

/* The first Monday-to-Sunday day after `days` from today's that is the meeting's; 0 is today. */
static int days_until(int weekday_today, int weekday)
{
	return (weekday - weekday_today + 7) % 7;
}

static int64_t next_utc(const struct meeting *meeting, int64_t now_utc)
{
	int64_t today = utc_day_start(now_utc);
	int64_t at = today + days_until(utc_weekday(now_utc), meeting->weekday) * (int64_t)DAY_S +
		     meeting->minute * MINUTE_S;

	return at > now_utc ? at : at + WEEK_S;
}

/* mktime, because a meeting stays at its hour when the clocks change; it knows the zone, we do not. */
static int64_t next_local(const struct meeting *meeting, int64_t now_utc)
{
	time_t now = (time_t)now_utc;
	struct tm local, at;
	time_t moment;

	if (!localtime_r(&now, &local))
		return UTC_NONE;
	at = (struct tm){
		.tm_year = local.tm_year,
		.tm_mon = local.tm_mon,
		.tm_mday = local.tm_mday + days_until((local.tm_wday + 6) % 7, meeting->weekday),
		.tm_hour = meeting->minute / 60,
		.tm_min = meeting->minute % 60,
		.tm_isdst = -1,
	};
	moment = mktime(&at);
	if (moment > now)
		return (int64_t)moment;
	at.tm_mday += 7;
	at.tm_hour = meeting->minute / 60;
	at.tm_min = meeting->minute % 60;
	at.tm_isdst = -1;
	return (int64_t)mktime(&at);
}

int64_t meeting_next(const struct meeting *meetings, size_t n, int64_t now_utc)
{
	int64_t next = UTC_NONE;

	for (size_t i = 0; i < n; i++) {
		int64_t at = meetings[i].is_utc ? next_utc(&meetings[i], now_utc)
						: next_local(&meetings[i], now_utc);
		if (at != UTC_NONE && (next == UTC_NONE || at < next))
			next = at;
	}
	return next;
}
