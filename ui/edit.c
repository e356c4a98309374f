#include "ui/edit.h"

#include <string.h>

#include "ui/stroke.h"

void edit_free(struct edit *edit)
{
	str_free(&edit->line);
	edit->at = 0;
}

static bool is_control(uint32_t code_point)
{
	return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || code_point > 0x10FFFF;
}

/* The only way to change the line: the bytes from `from` to `to` become these, the cursor stands behind. */
static void replace(struct edit *edit, size_t from, size_t to, const char *bytes, size_t len)
{
	struct str tail = {0};
	str_add(&tail, str_text(&edit->line) + to);
	edit->line.len = from;
	str_add_bytes(&edit->line, bytes, len);
	str_add(&edit->line, str_text(&tail));
	edit->at = from + len;
	str_free(&tail);
}

void edit_set(struct edit *edit, const char *text)
{
	uint32_t code_point;
	str_clear(&edit->line);
	edit->at = 0;
	for (size_t i = 0, len = strlen(text), taken; i < len; i += taken) {
		taken = utf8_decode(text + i, len - i, &code_point);
		if (!is_control(code_point))
			replace(edit, edit->at, edit->at, text + i, taken);
	}
}

static size_t before(const struct edit *edit, size_t at)
{
	const char *text = str_text(&edit->line);
	while (at > 0 && ((unsigned char)text[--at] & 0xC0) == 0x80)
		;
	return at;
}

static size_t after(const struct edit *edit, size_t at)
{
	uint32_t code_point;
	return at + utf8_decode(str_text(&edit->line) + at, edit->line.len - at, &code_point);
}

/* Over blanks, then over what is none: as ^W in a shell. */
static size_t word_before(const struct edit *edit)
{
	const char *text = str_text(&edit->line);
	size_t at = edit->at;
	while (at > 0 && text[at - 1] == ' ')
		at--;
	while (at > 0 && text[at - 1] != ' ')
		at--;
	return at;
}

static void cut(struct edit *edit, size_t from, size_t to)
{
	replace(edit, from, to, "", 0);
}

bool edit_stroke(struct edit *edit, uint32_t stroke)
{
	char bytes[4];
	switch (stroke) {
	case STROKE_BACKSPACE:
		cut(edit, before(edit, edit->at), edit->at);
		return true;
	case STROKE_DELETE:
		cut(edit, edit->at, after(edit, edit->at));
		return true;
	case STROKE_LEFT:
		edit->at = before(edit, edit->at);
		return true;
	case STROKE_RIGHT:
		edit->at = after(edit, edit->at);
		return true;
	case STROKE_HOME:
	case STROKE_CTRL('A'):
		edit->at = 0;
		return true;
	case STROKE_END:
	case STROKE_CTRL('E'):
		edit->at = edit->line.len;
		return true;
	case STROKE_CTRL('W'):
		cut(edit, word_before(edit), edit->at);
		return true;
	case STROKE_CTRL('U'):
		cut(edit, 0, edit->at);
		return true;
	case STROKE_CTRL('K'):
		cut(edit, edit->at, edit->line.len);
		return true;
	default:
		if (is_control(stroke))
			return false;
		replace(edit, edit->at, edit->at, bytes, utf8_encode(stroke, bytes));
		return true;
	}
}
