#include "ui/tick.h"

#include "base/utc.h"

/* Two units are shown: the text changes with the smaller one. */
static int64_t left_step_s(int64_t distance_s)
{
	if (distance_s >= 30 * DAY_S)
		return DAY_S;
	if (distance_s >= DAY_S)
		return HOUR_S;
	return distance_s >= HOUR_S ? MINUTE_S : 1;
}

int64_t tick_left(int64_t due_utc, int64_t now_utc)
{
	if (due_utc == UTC_NONE)
		return UTC_NONE;
	int64_t left = due_utc - now_utc;
	if (left < 0) {
		/* Growing: the next full step. */
		int64_t step = left_step_s(-left);
		return now_utc + step - -left % step;
	}
	/* Shrinking: what is above a full step is used up, and one second more. */
	return now_utc + left % left_step_s(left) + 1;
}

/* One unit is shown. */
static int64_t age_step_s(int64_t age_s)
{
	return age_s >= DAY_S ? DAY_S : age_s >= HOUR_S ? HOUR_S : age_s >= MINUTE_S ? MINUTE_S : 1;
}

int64_t tick_age(int64_t since_utc, int64_t now_utc)
{
	if (since_utc == UTC_NONE)
		return UTC_NONE;
	int64_t age = now_utc - since_utc;
	if (age < 0)
		return since_utc + 1; /* shown as 0s until then */
	int64_t step = age_step_s(age);
	return now_utc + step - age % step;
}

int64_t tick_wait(int64_t until_utc, int64_t now_utc)
{
	if (until_utc == UTC_NONE || until_utc <= now_utc)
		return UTC_NONE;
	int64_t left = until_utc - now_utc;
	return now_utc + left % age_step_s(left) + 1;
}

int64_t tick_minute(int64_t now_utc)
{
	return now_utc - (now_utc % MINUTE_S + MINUTE_S) % MINUTE_S + MINUTE_S;
}

int64_t tick_earlier(int64_t a_utc, int64_t b_utc)
{
	if (a_utc == UTC_NONE)
		return b_utc;
	return b_utc == UTC_NONE || a_utc < b_utc ? a_utc : b_utc;
}
