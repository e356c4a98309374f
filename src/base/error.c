#include "base/error.h"

#include <string.h>

#include "base/secret.h"
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

/* Cuts it where a character begins, so that it fits with "…" behind it. */
static void cut(char text[ERROR_TEXT_BYTES])
{
	size_t end = ERROR_TEXT_BYTES - sizeof ellipsis;
	for (int i = 0; i < UTF8_BYTES_MAX - 1 && ((unsigned char)text[end] & 0xC0) == 0x80; i++)
		end--;
	memcpy(text + end, ellipsis, sizeof ellipsis);
}

/* Takes the text over. Masked before it is cut: half a secret is one too. */
static void keep(struct error *err, struct str *text)
{
	text->len = secret_mask(text->at, text->len);
	if (text->len >= ERROR_TEXT_BYTES)
		cut(text->at);
	clean(text->at);
	memcpy(err->text, text->at, strlen(text->at) + 1);
	str_free(text);
}

/* Both format beside *err first: the arguments may be the text that stands there. */
bool error_set(struct error *err, enum fault fault, const char *format, ...)
{
	struct str text = {0};
	va_list args;
	va_start(args, format);
	str_vaddf(&text, format, args);
	va_end(args);
	err->fault = fault;
	keep(err, &text);
	return false;
}

bool error_prefix(struct error *err, const char *format, ...)
{
	struct str text = {0};
	va_list args;
	va_start(args, format);
	str_vaddf(&text, format, args);
	va_end(args);
	str_add(&text, err->text);
	keep(err, &text);
	return false;
}
