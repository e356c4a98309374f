#include "view/format_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/utc.h"

#define LABEL_COLS 12
#define LEFT_COLS 8

void format_add_heading(struct str *out, const struct bug *bug)
{
	str_addf(out, "%" PRId64 "  ", bug->id);
	format_add_printable(out, bug->summary);
	str_add(out, "\n\n");
}

void format_add_label(struct str *out, const char *label)
{
	str_addf(out, "   %-*s", LABEL_COLS, label);
}

void format_add_left(struct str *out, const struct row *row, const struct look *look)
{
	char left[UTC_TEXT_BYTES];
	size_t cols = strlen(utc_print_left(row_due_utc(row) - row->at->now_utc, left));
	str_add_repeat(out, " ", cols < LEFT_COLS ? LEFT_COLS - cols : 0);
	str_addf(out, "%s%s", row_about(row, look), left);
}

void format_add_printable(struct str *out, const char *text)
{
	struct span span = span_of(text);
	str_printable(out, span.at, span.len, PRINTABLE_LINE);
}
