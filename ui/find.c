#include "ui/find.h"

#include <stdlib.h>
#include <wctype.h>

#include "base/mem.h"

/* --- matching --- */

static bool has_capital(const char *text)
{
	uint32_t code_point;
	for (size_t taken; *text; text += taken) {
		taken = utf8_decode(text, UTF8_BYTES_MAX, &code_point);
		if (iswupper((wint_t)code_point))
			return true;
	}
	return false;
}

static uint32_t fold(uint32_t code_point, bool is_exact)
{
	return is_exact ? code_point : (uint32_t)towlower((wint_t)code_point);
}

/* How many bytes of the text's beginning the needle takes; 0: it does not stand there. */
static size_t match_bytes(const char *needle, struct span text, bool is_exact)
{
	size_t bytes = 0, taken;
	uint32_t wanted, there;
	for (; *needle; needle += taken) {
		taken = utf8_decode(needle, UTF8_BYTES_MAX, &wanted);
		size_t more = utf8_decode(text.at + bytes, text.len - bytes, &there);
		if (more == 0 || fold(wanted, is_exact) != fold(there, is_exact))
			return 0;
		bytes += more;
	}
	return bytes;
}

/* Nearly all places are told from one by their first letter, which need not be decoded for it. */
static bool may_begin(const char *needle, char c)
{
	bool are_ascii = (unsigned char)*needle < 0x80 && (unsigned char)c < 0x80;
	return !are_ascii || ascii_lower(*needle) == ascii_lower(c);
}

bool find_match(const char *needle, struct span text, size_t from, struct span *match)
{
	bool is_exact = has_capital(needle);
	uint32_t code_point;
	for (size_t at = from, taken; *needle && at < text.len; at += taken) {
		struct span rest = span_sub(text, at, text.len);
		size_t bytes = may_begin(needle, *rest.at) ? match_bytes(needle, rest, is_exact) : 0;
		if (bytes > 0) {
			*match = span_sub(rest, 0, bytes);
			return true;
		}
		taken = utf8_decode(rest.at, rest.len, &code_point);
	}
	return false;
}

/* --- places --- */

void find_free(struct find *find)
{
	free(find->text);
	free(find->before);
	free(find->places);
	*find = (struct find){0};
}

static void set_text(struct find *find, const char *text)
{
	char *copy = text && *text ? mem_strdup(text) : NULL;
	if (!str_equals(copy, find->text))
		find->at = FIND_NOTHING;
	free(find->text);
	find->text = copy;
}

void find_begin(struct find *find, enum find_step step, const char *text)
{
	if (step == FIND_BEGIN) {
		free(find->before);
		find->before = find->text ? mem_strdup(find->text) : NULL;
	} else {
		set_text(find, step == FIND_LEAVE ? find->before : text);
	}
	find->n = 0;
}

void find_add(struct find *find, size_t place)
{
	if (find->n == find->cap) {
		find->cap = find->cap ? 2 * find->cap : 64;
		find->places = mem_resize(find->places, find->cap, sizeof *find->places);
	}
	find->places[find->n++] = place;
}

/* How many places lie before this one. */
static size_t count_before(const struct find *find, size_t place)
{
	size_t n = 0;
	while (n < find->n && find->places[n] < place)
		n++;
	return n;
}

bool find_go(struct find *find, enum find_step step, size_t from, struct found *found)
{
	size_t before = count_before(find, from), n = find->n;
	found->of = n;
	if (n == 0)
		return false;
	if (step == FIND_PREVIOUS) {
		found->is_wrapped = before == 0;
		find->at = before == 0 ? n - 1 : before - 1;
	} else {
		bool is_past = step == FIND_NEXT && before < n && find->places[before] == from;
		size_t next = before + is_past;
		found->is_wrapped = next >= n;
		find->at = next % n;
	}
	found->at = find->at + 1;
	return true;
}
