#include "ui/edit.h"

#include <string.h>

#include "ui/stroke.h"

void edit_free(struct edit *edit)
{
	str_free(&edit->line);
	edit->at = 0;
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

void edit_replace(struct edit *edit, size_t from, const char *text)
{
	uint32_t code_point;
	replace(edit, from, edit->at, "", 0);
	for (size_t i = 0, len = strlen(text), taken; i < len; i += taken) {
		taken = utf8_decode(text + i, len - i, &code_point);
		if (!utf8_is_control(code_point))
			replace(edit, edit->at, edit->at, text + i, taken);
	}
}

void edit_set(struct edit *edit, const char *text)
{
	str_clear(&edit->line);
	edit->at = 0;
	edit_replace(edit, 0, text);
}

/* --- places in the line --- */

/* Behind the character at `at`, with its marks. */
static size_t after(const struct edit *edit, size_t at)
{
	const char *rest = str_text(&edit->line) + at;
	uint32_t code_point;
	size_t bytes = str_fit(rest, 1, NULL);
	if (bytes == 0)
		bytes = str_fit(rest, 2, NULL); /* the widest character */
	return at + (bytes > 0 ? bytes : utf8_decode(rest, edit->line.len - at, &code_point));
}

static size_t before(const struct edit *edit, size_t at)
{
	size_t from = 0;
	for (size_t next = 0; next < at; next = after(edit, next))
		from = next;
	return from;
}

/* Over blanks, then over what is none: as ^W in a shell. */
static size_t blank_before(const struct edit *edit)
{
	const char *text = str_text(&edit->line);
	size_t at = edit->at;
	while (at > 0 && text[at - 1] == ' ')
		at--;
	while (at > 0 && text[at - 1] != ' ')
		at--;
	return at;
}

/* Whatever is not ASCII is a letter. */
static bool is_letter(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static size_t word_before(const struct edit *edit)
{
	const char *text = str_text(&edit->line);
	size_t at = edit->at;
	while (at > 0 && !is_letter(text[at - 1]))
		at--;
	while (at > 0 && is_letter(text[at - 1]))
		at--;
	return at;
}

static size_t word_after(const struct edit *edit)
{
	const char *text = str_text(&edit->line);
	size_t at = edit->at;
	while (at < edit->line.len && !is_letter(text[at]))
		at++;
	while (at < edit->line.len && is_letter(text[at]))
		at++;
	return at;
}

static size_t char_before(const struct edit *edit)
{
	return before(edit, edit->at);
}

static size_t char_after(const struct edit *edit)
{
	return after(edit, edit->at);
}

static size_t first(const struct edit *edit)
{
	(void)edit;
	return 0;
}

static size_t last(const struct edit *edit)
{
	return edit->line.len;
}

/* --- strokes --- */

/* A key goes to a place, or cuts what lies between that and the cursor. */
static const struct {
	uint32_t stroke;
	size_t (*place)(const struct edit *edit);
	bool cuts;
} keys[] = {
	{STROKE_LEFT, char_before, false},
	{STROKE_CTRL('B'), char_before, false},
	{STROKE_RIGHT, char_after, false},
	{STROKE_CTRL('F'), char_after, false},
	{STROKE_HOME, first, false},
	{STROKE_CTRL('A'), first, false},
	{STROKE_END, last, false},
	{STROKE_CTRL('E'), last, false},
	{STROKE_ALT('b'), word_before, false},
	{STROKE_ALT('f'), word_after, false},
	{STROKE_BACKSPACE, char_before, true},
	{STROKE_DELETE, char_after, true},
	{STROKE_CTRL('D'), char_after, true},
	{STROKE_CTRL('W'), blank_before, true},
	{STROKE_ALT('d'), word_after, true},
	{STROKE_CTRL('U'), first, true},
	{STROKE_CTRL('K'), last, true},
};

bool edit_stroke(struct edit *edit, uint32_t stroke)
{
	char bytes[UTF8_BYTES_MAX];
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (keys[i].stroke != stroke)
			continue;
		size_t place = keys[i].place(edit);
		if (keys[i].cuts && place < edit->at)
			replace(edit, place, edit->at, "", 0);
		else if (keys[i].cuts)
			replace(edit, edit->at, place, "", 0);
		else
			edit->at = place;
		return true;
	}
	if (stroke > 0x10FFFF || utf8_is_control(stroke))
		return false;
	replace(edit, edit->at, edit->at, bytes, utf8_encode(stroke, bytes));
	return true;
}
