#include "view/format_text.h"

#include <inttypes.h>

#define LABEL_COLS 12

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

void format_add_printable(struct str *out, const char *text)
{
	struct span span = span_of(text);
	str_printable(out, span.at, span.len, PRINTABLE_LINE);
}
