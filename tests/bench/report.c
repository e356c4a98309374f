#include <stdio.h>

#include "base/str.h"
#include "tests/bench/bench.h"

/* Whole numbers are counted, others measured. */
static void print_value(char out[32], double value, const char *unit)
{
	bool is_time = str_equals(unit, "ms");

	snprintf(out, 32, is_time ? "%.2f %s" : "%.0f %s", value, unit);
}

void report_head(const char *size)
{
	printf("size %s; %d pairs a row, but few of what takes seconds, one of what is counted\n", size,
	       PAIRS);
	printf("%2s %-35s %14s %14s  %14s %7s %6s\n", "", "name", "bugclock", "yardstick", "", "ratio",
	       "bound");
	fflush(stdout);
}

void report_line(const struct row *row, const struct result *result)
{
	char ours[32], yardstick[32], ratio[16] = "-", bound[16] = "-";

	print_value(ours, result->ours, row->unit);
	print_value(yardstick, result->yardstick, row->unit);
	if (result->has_ratio)
		snprintf(ratio, sizeof ratio, "%.2f", result->ratio);
	if (result->has_bound)
		snprintf(bound, sizeof bound, "%.2f", row->bound);
	printf("%2s %-35s %14s %14s  (p90 %8.2f) %7s %6s  %s\n", row->number, row->name, ours, yardstick,
	       result->yardstick_p90, ratio, bound, verdict_words[result->verdict]);
	fflush(stdout);
}

void report_add_json(const struct row *row, const struct result *result, struct str *out)
{
	str_addf(out, "%s\n{\"row\": %s, \"name\": \"%s\", \"unit\": \"%s\", \"bugclock\": %.3f, ",
		 out->len ? "," : "", row->number, row->name, row->unit, result->ours);
	str_addf(out, "\"yardstick\": %.3f, \"yardstick_p90\": %.3f, ", result->yardstick,
		 result->yardstick_p90);
	if (result->has_ratio)
		str_addf(out, "\"ratio\": %.3f, ", result->ratio);
	if (result->has_bound)
		str_addf(out, "\"bound\": %.3f, ", row->bound);
	str_addf(out, "\"pairs\": %zu, \"verdict\": \"%s\"}", row->pairs ? row->pairs : PAIRS,
		 verdict_words[result->verdict]);
}
