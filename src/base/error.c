#include "base/error.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

static const char ellipsis[] = "…";

/* Every control and invisible character becomes one blank, every broken byte a question mark: what takes
 * their place is never longer, so the text shrinks where it stands. */
static void clean(char *text)
{
	size_t len = strlen(text);
	char *out = text;
	for (size_t i = 0, taken; i < len; i += taken) {
		uint32_t code_point;
		taken = utf8_decode(text + i, len - i, &code_point);
		if (utf8_is_control(code_point)) {
			*out++ = ' ';
		} else if (code_point == UTF8_REPLACEMENT && taken == 1) {
			*out++ = '?';
		} else {
			memmove(out, text + i, taken);
			out += taken;
		}
	}
	*out = '\0';
}

/* Ends a text that fills the buffer in "…", where a character begins. */
static void mark_cut(char text[ERROR_TEXT_BYTES])
{
	size_t end = ERROR_TEXT_BYTES - sizeof ellipsis;
	for (int i = 0; i < UTF8_BYTES_MAX - 1 && ((unsigned char)text[end] & 0xC0) == 0x80; i++)
		end--;
	memcpy(text + end, ellipsis, sizeof ellipsis);
}

/* `wanted` is what vsnprintf would have liked to write; negative when that is beyond INT_MAX. */
static void keep(struct error *err, char text[ERROR_TEXT_BYTES], int wanted)
{
	if (wanted < 0 || wanted >= ERROR_TEXT_BYTES)
		mark_cut(text);
	clean(text);
	memcpy(err->text, text, ERROR_TEXT_BYTES);
}

/* Both format beside *err first: the arguments may be the text that stands there. */
bool error_set(struct error *err, enum fault fault, const char *format, ...)
{
	char text[ERROR_TEXT_BYTES] = "";
	va_list args;
	va_start(args, format);
	int wanted = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	err->fault = fault;
	keep(err, text, wanted);
	return false;
}

bool error_prefix(struct error *err, const char *format, ...)
{
	char text[ERROR_TEXT_BYTES] = "";
	va_list args;
	va_start(args, format);
	int wanted = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (wanted >= 0 && wanted < ERROR_TEXT_BYTES) {
		size_t used = (size_t)wanted;
		wanted += snprintf(text + used, sizeof text - used, "%s", err->text);
	}
	keep(err, text, wanted);
	return false;
}
