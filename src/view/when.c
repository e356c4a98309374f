#include "view/when.h"

#include "base/utc.h"

void when_add_local(struct str *out, int64_t utc)
{
	static const char weekdays[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	char weekday[UTC_TEXT_BYTES], rest[UTC_TEXT_BYTES];
	/* %u is 1 on Monday; %a would speak the locale's language. */
	utc_local(utc, "%u", weekday);
	str_addf(out, "%s %s", weekdays[weekday[0] - '1'], utc_local(utc, "%d %H:%M", rest));
}

void when_add_both(struct str *out, int64_t utc)
{
	char text[UTC_TEXT_BYTES];
	str_add(out, utc_print_human(utc, text));
	if (utc == UTC_NONE)
		return;
	str_add(out, " (");
	when_add_local(out, utc);
	str_add(out, " here)");
}
