#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define STR_BYTES_FIRST 64

/* Room for `more` bytes and the NUL. */
static void reserve(struct str *str, size_t more)
{
	if (more < str->cap - str->len)
		return;
	size_t needed = str->len + mem_bytes(more, 1) + 1;
	size_t cap = str->cap ? mem_bytes(str->cap, 2) : STR_BYTES_FIRST;
	str->cap = cap > needed ? cap : needed;
	str->at = mem_resize(str->at, str->cap, 1);
}

void str_free(struct str *str)
{
	free(str->at);
	*str = (struct str){0};
}

void str_clear(struct str *str)
{
	str->len = 0;
	if (str->at)
		str->at[0] = '\0';
}

void str_add(struct str *str, const char *text)
{
	str_add_bytes(str, text, strlen(text));
}

void str_add_bytes(struct str *str, const char *at, size_t len)
{
	reserve(str, len);
	if (len)
		memcpy(str->at + str->len, at, len);
	str->len += len;
	str->at[str->len] = '\0';
}

void str_add_char(struct str *str, char c)
{
	str_add_bytes(str, &c, 1);
}

void str_add_repeat(struct str *str, const char *text, size_t times)
{
	size_t len = strlen(text);
	if (times > 0)
		reserve(str, mem_bytes(len, times));
	for (size_t i = 0; i < times; i++)
		str_add_bytes(str, text, len);
}

void str_addf(struct str *str, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	str_vaddf(str, format, args);
	va_end(args);
}

void str_vaddf(struct str *str, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int wanted = vsnprintf(NULL, 0, format, again);
	va_end(again);
	/* Negative is a text beyond INT_MAX bytes, which as a size is more than memory holds. */
	size_t len = mem_bytes((size_t)wanted, 1);
	reserve(str, len);
	vsnprintf(str->at + str->len, len + 1, format, args);
	str->len += len;
}

void str_add_base64(struct str *str, const char *at, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *bytes = (const unsigned char *)at;
	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		uint32_t group = (uint32_t)bytes[i] << 16;
		group |= n > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
		group |= n > 2 ? bytes[i + 2] : 0;
		for (size_t k = 0; k < 4; k++)
			str_add_char(str, k <= n ? digits[group >> (18 - 6 * k) & 63] : '=');
	}
}

const char *str_text(const struct str *str)
{
	return str->at ? str->at : "";
}

char *str_take(struct str *str)
{
	char *at = str->at ? str->at : mem_alloc(1);
	*str = (struct str){0};
	return at;
}

/* --- spans --- */

struct span span_of(const char *text)
{
	return (struct span){.at = text, .len = text ? strlen(text) : 0};
}

struct span span_sub(struct span span, size_t from, size_t to)
{
	to = to < span.len ? to : span.len;
	from = from < to ? from : to;
	return (struct span){.at = span.len ? span.at + from : span.at, .len = to - from};
}

struct span span_trim(struct span span)
{
	while (span.len && ascii_is_space(span.at[0])) {
		span.at++;
		span.len--;
	}
	while (span.len && ascii_is_space(span.at[span.len - 1]))
		span.len--;
	return span;
}

bool span_equals(struct span span, const char *text)
{
	size_t len = strlen(text);
	return span.len == len && (len == 0 || memcmp(span.at, text, len) == 0);
}

bool span_equals_nocase(struct span span, const char *text)
{
	return span.len == strlen(text) && span_starts_nocase(span, text);
}

bool span_starts_nocase(struct span span, const char *prefix)
{
	size_t i = 0;
	while (prefix[i] && i < span.len && ascii_lower(span.at[i]) == ascii_lower(prefix[i]))
		i++;
	return prefix[i] == '\0';
}

/* The front of *rest up to the first `end`, which goes too; *rest is not empty. */
static struct span take_until(struct span *rest, char end)
{
	const char *found = memchr(rest->at, end, rest->len);
	size_t len = found ? (size_t)(found - rest->at) : rest->len;
	struct span front = {.at = rest->at, .len = len};
	size_t taken = found ? len + 1 : len;
	rest->at += taken;
	rest->len -= taken;
	return front;
}

bool span_next_line(struct span *rest, struct span *line)
{
	if (rest->len == 0)
		return false;
	const char *end = rest->at + rest->len;
	*line = take_until(rest, '\n');
	bool has_end = line->at + line->len != end;
	if (has_end && line->len && line->at[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool span_next_part(struct span *rest, char separator, struct span *part)
{
	if (rest->len == 0)
		return false;
	*part = span_trim(take_until(rest, separator));
	return true;
}

char *span_dup(struct arena *home, struct span span)
{
	char *copy = arena_alloc(home, span.len + 1);
	if (span.len)
		memcpy(copy, span.at, span.len);
	return copy;
}

/* --- ASCII --- */

char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool ascii_is_alpha(char c)
{
	c = ascii_lower(c);
	return c >= 'a' && c <= 'z';
}

bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool ascii_is_alnum(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c);
}

bool ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool str_equals(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool str_equals_nocase(const char *a, const char *b)
{
	return a && b ? span_equals_nocase(span_of(a), b) : a == b;
}

const char *str_find_nocase(const char *text, const char *needle)
{
	for (struct span rest = span_of(text);; rest.at++, rest.len--) {
		if (span_starts_nocase(rest, needle))
			return rest.at;
		if (rest.len == 0)
			return NULL;
	}
}
