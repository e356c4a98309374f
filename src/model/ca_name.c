#include "model/ca_name.h"

#include <string.h>

/* A name of fewer letters is found only as it is spelled: its words run together are some other word. */
#define LETTERS_TO_JOIN 5

/* --- letters --- */

static uint32_t letter_lower(uint32_t c)
{
	if (c < 0x80)
		return (uint32_t)(unsigned char)ascii_lower((char)c);
	if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
		return c + 32;
	if (c >= 0x400 && c <= 0x40F)
		return c + 80;
	if ((c >= 0x100 && c <= 0x12F) || (c >= 0x132 && c <= 0x137) || (c >= 0x14A && c <= 0x177))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
		return c + (c & 1);
	return c;
}

/* Letters and digits: in any script what is neither white space nor punctuation. */
static bool is_letter(uint32_t c)
{
	if (c < 0x80)
		return ascii_is_alnum((char)c);
	bool is_sign = c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x206F) ||
		       (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F);
	return !is_sign && !utf8_is_space(c);
}

/* What may stand between two words of one name. */
static bool is_joint(uint32_t c)
{
	return utf8_is_space(c) || (c >= 0x2010 && c <= 0x2015) || (c < 0x80 && c && strchr("-_.&'", (int)c));
}

/* --- the same --- */

/* The next letter in small form, a run of white space as one blank; 0 at the end. */
static uint32_t next_letter(struct span *rest)
{
	uint32_t c = 0, next;
	size_t bytes = utf8_decode(rest->at, rest->len, &c);
	*rest = span_sub(*rest, bytes, rest->len);
	if (bytes == 0)
		return 0;
	if (!utf8_is_space(c))
		return letter_lower(c);
	while ((bytes = utf8_decode(rest->at, rest->len, &next)) > 0 && utf8_is_space(next))
		*rest = span_sub(*rest, bytes, rest->len);
	return rest->len > 0 ? ' ' : 0;
}

bool ca_name_equals(struct span a, struct span b)
{
	uint32_t c;
	a = span_trim(a);
	b = span_trim(b);
	do {
		c = next_letter(&a);
		if (c != next_letter(&b))
			return false;
	} while (c != 0);
	return true;
}

/* --- somewhere in a title --- */

static uint32_t peek(struct span rest)
{
	uint32_t c = 0;
	return utf8_decode(rest.at, rest.len, &c) > 0 ? c : 0;
}

static void skip(struct span *rest)
{
	uint32_t c;
	size_t bytes = utf8_decode(rest->at, rest->len, &c);
	*rest = span_sub(*rest, bytes, rest->len);
}

/* Skips what stands between words; true when there was something. */
static bool skip_joints(struct span *rest)
{
	size_t len = rest->len;
	while (rest->len > 0 && is_joint(peek(*rest)))
		skip(rest);
	return rest->len < len;
}

static bool skip_signs(struct span *name)
{
	size_t len = name->len;
	while (name->len > 0 && !is_letter(peek(*name)))
		skip(name);
	return name->len < len;
}

static size_t count_letters(struct span name)
{
	size_t n = 0;
	for (; name.len > 0; skip(&name))
		n += is_letter(peek(name));
	return n;
}

/* In ExampleTrust the T after the e begins a word. */
static bool is_capital_after_small(uint32_t before, uint32_t c)
{
	return before && letter_lower(before) == before && letter_lower(c) != c;
}

/* The title begins with the name, and the name's last word ends there. */
static bool begins_with(struct span title, struct span name, bool may_join)
{
	uint32_t before = 0; /* the name's letter before this one; ' ' between its words */
	skip_signs(&name);
	while (name.len > 0) {
		uint32_t c = peek(name);
		bool is_apart = skip_joints(&title);
		bool may_be_apart = before == ' ' || is_capital_after_small(before, c);
		bool may_be_joined = before != ' ' || may_join;
		if (is_apart ? !may_be_apart : !may_be_joined)
			return false;
		if (letter_lower(peek(title)) != letter_lower(c))
			return false;
		skip(&title);
		skip(&name);
		before = skip_signs(&name) ? ' ' : c;
	}
	return !is_letter(peek(title));
}

bool ca_name_is_in(struct span title, const char *name)
{
	struct span wanted = span_of(name);
	size_t n_letters = count_letters(wanted);
	bool was_letter = false;
	for (; n_letters > 0 && title.len > 0; skip(&title)) {
		bool is_start = is_letter(peek(title)) && !was_letter;
		if (is_start && begins_with(title, wanted, n_letters >= LETTERS_TO_JOIN))
			return true;
		was_letter = is_letter(peek(title));
	}
	return false;
}
