#include "tests/screen/faint.h"

#include <stdbool.h>
#include <string.h>

/* Longer than any sequence of attributes: what has no end by then is none. */
#define SEQUENCE_MAX_BYTES 128

/* "38;5;2" is one colour, not a faint one: how many of the parameters after this one belong to it. */
static int parts_of_colour(struct span part, struct span rest)
{
	struct span kind;
	if ((!span_equals(part, "38") && !span_equals(part, "48")) || !span_next_part(&rest, ';', &kind))
		return 0;
	return span_equals(kind, "5") ? 2 : span_equals(kind, "2") ? 4 : 0;
}

static void add_attributes(struct str *out, struct span parts)
{
	struct span part;
	const char *separator = "";
	int of_colour = 0;
	while (span_next_part(&parts, ';', &part)) {
		const char *other = NULL;
		if (of_colour > 0)
			of_colour--;
		else if (span_equals(part, "2"))
			other = "9";
		else if (span_equals(part, "22"))
			other = "22;29";
		else
			of_colour = parts_of_colour(part, parts);
		str_add(out, separator);
		str_add_bytes(out, other ? other : part.at, other ? strlen(other) : part.len);
		separator = ";";
	}
}

/* `sequence` begins with ESC [ and ends in its last byte. */
static void add_sequence(struct str *out, struct span sequence)
{
	struct span parts = span_sub(sequence, 2, sequence.len - 1);
	bool is_attributes =
		sequence.at[sequence.len - 1] == 'm' && (parts.len == 0 || ascii_is_digit(parts.at[0]));
	if (!is_attributes) {
		str_add_bytes(out, sequence.at, sequence.len);
		return;
	}
	str_add(out, "\x1b[");
	add_attributes(out, parts);
	str_add_char(out, 'm');
}

/* How long the sequence at the beginning is: 0 when its end is not there yet. */
static size_t sequence_bytes(struct span text)
{
	for (size_t i = 2; i < text.len; i++)
		if (text.at[i] >= 0x40 && text.at[i] <= 0x7E)
			return i + 1;
	return text.len > SEQUENCE_MAX_BYTES ? text.len : 0;
}

void faint_pass(struct faint *faint, const char *bytes, size_t len, struct str *out)
{
	str_add_bytes(&faint->held, bytes, len);
	struct span rest = {.at = str_text(&faint->held), .len = faint->held.len};
	while (rest.len > 0) {
		const char *escape = memchr(rest.at, '\x1b', rest.len);
		size_t before = escape ? (size_t)(escape - rest.at) : rest.len;
		str_add_bytes(out, rest.at, before);
		rest = span_sub(rest, before, rest.len);
		if (rest.len < 2)
			break;
		size_t taken = rest.at[1] == '[' ? sequence_bytes(rest) : 1;
		if (taken == 0)
			break;
		if (taken == 1)
			str_add_char(out, '\x1b');
		else
			add_sequence(out, span_sub(rest, 0, taken));
		rest = span_sub(rest, taken, rest.len);
	}
	struct str held = {0};
	str_add_bytes(&held, rest.at, rest.len);
	str_free(&faint->held);
	faint->held = held;
}

void faint_free(struct faint *faint)
{
	str_free(&faint->held);
}
