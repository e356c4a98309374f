/* deadline/scan.c - see scan.h. */
#include "deadline/scan.h"

#include <string.h>

static void take(struct span *rest, size_t bytes)
{
	*rest = span_sub(*rest, bytes, rest->len);
}

bool scan_char(struct span *rest, char c)
{
	if (rest->len == 0 || rest->at[0] != c)
		return false;
	take(rest, 1);
	return true;
}

bool scan_hyphen(struct span *rest)
{
	uint32_t c = 0;
	size_t bytes = utf8_decode(rest->at, rest->len, &c);
	if (c != '-' && (c < 0x2010 || c > 0x2015))
		return false;
	take(rest, bytes);
	return true;
}

bool scan_blanks(struct span *rest)
{
	size_t before = rest->len, bytes;
	uint32_t c;
	if (before > 0 && rest->at[0] > ' ' && rest->at[0] < 0x7f) /* most bytes */
		return false;
	while ((bytes = utf8_decode(rest->at, rest->len, &c)) > 0 && utf8_is_space(c))
		take(rest, bytes);
	return rest->len < before;
}

bool scan_gap(struct span *rest)
{
	size_t before = rest->len;
	while (scan_blanks(rest) || scan_hyphen(rest))
		;
	return rest->len < before;
}

bool scan_prefix(struct span *rest, const char *text)
{
	if (!span_starts_nocase(*rest, text))
		return false;
	take(rest, strlen(text));
	return true;
}

bool scan_phrase(struct span *rest, const char *phrase)
{
	struct span ahead = *rest;
	for (; *phrase; phrase++) {
		const char letter[] = {*phrase, '\0'};
		if (!(*phrase == ' ' ? scan_blanks(&ahead) : scan_prefix(&ahead, letter)))
			return false;
	}
	*rest = ahead;
	return true;
}

bool scan_word(struct span *rest, const char *word)
{
	struct span ahead = *rest;
	if (!scan_prefix(&ahead, word) || (ahead.len > 0 && ascii_is_alpha(ahead.at[0])))
		return false;
	*rest = ahead;
	return true;
}

bool scan_letters(struct span *rest, struct span *letters)
{
	size_t n = 0;
	while (n < rest->len && ascii_is_alpha(rest->at[n]))
		n++;
	*letters = span_sub(*rest, 0, n);
	take(rest, n);
	return n > 0;
}

size_t scan_digits(struct span *rest, int64_t *number)
{
	size_t n = 0;
	*number = 0;
	for (; n < rest->len && ascii_is_digit(rest->at[n]); n++) {
		int digit = rest->at[n] - '0';
		*number = *number > (INT64_MAX - digit) / 10 ? INT64_MAX : *number * 10 + digit;
	}
	take(rest, n);
	return n;
}

struct span scan_trim(struct span span)
{
	scan_blanks(&span);
	while (span.len > 0) {
		size_t last = span.len - 1;
		while (last > 0 && ((unsigned char)span.at[last] & 0xC0) == 0x80)
			last--;
		struct span end = span_sub(span, last, span.len);
		if (!scan_blanks(&end))
			break;
		span.len = last;
	}
	return span;
}

bool scan_has_word(struct span span, const char *word)
{
	size_t len = strlen(word);
	for (size_t i = 0; i + len <= span.len; i++) {
		if (ascii_lower(span.at[i]) != ascii_lower(word[0]) ||
		    (i > 0 && ascii_is_alnum(span.at[i - 1])))
			continue;
		struct span rest = span_sub(span, i, span.len);
		if (scan_prefix(&rest, word) && (rest.len == 0 || !ascii_is_alnum(rest.at[0])))
			return true;
	}
	return false;
}
