/* What a terminal shows (base/str.h). */
#include <langinfo.h>
#include <string.h>
#include <wchar.h>

#include "base/str.h"

#define MARKS_MAX 4 /* CCHARW_MAX of ncursesw is 5: a letter and four marks */
#define TAB_COLS 8
#define TEXT_STYLE 0xFE0E
#define PICTURE_STYLE 0xFE0F

/* What is being written: where the line stands, and what a mark would lean on. */
struct printer {
	struct str *out;
	enum printable how;
	bool is_utf8; /* the locale's encoding: nothing else can be shown otherwise */
	bool has_letter;
	int marks; /* on that letter */
	size_t cols;
};

static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7F;
}

static bool is_private(uint32_t code_point)
{
	return (code_point >= 0xE000 && code_point <= 0xF8FF) || code_point >= 0xF0000;
}

/* Text of our own, in ASCII, that stands for a character: no mark may lean on it. */
static void put_sign(struct printer *printer, const char *sign)
{
	str_add(printer->out, sign);
	printer->cols += strlen(sign);
	printer->has_letter = false;
}

static void put_unknown(struct printer *printer)
{
	if (!printer->is_utf8) {
		put_sign(printer, "?");
		return;
	}
	str_add(printer->out, "\uFFFD");
	printer->cols++;
	printer->has_letter = false;
}

static void put_control(struct printer *printer, uint32_t code_point)
{
	struct str sign = {0};
	if (code_point < 0x80)
		str_addf(&sign, "^%c", (char)(code_point ^ 0x40));
	else
		str_addf(&sign, "<U+%04X>", (unsigned)code_point);
	put_sign(printer, str_text(&sign));
	str_free(&sign);
}

static void put_line_end(struct printer *printer)
{
	if (printer->how == PRINTABLE_LINE) {
		put_sign(printer, " ");
		return;
	}
	put_sign(printer, "\n");
	printer->cols = 0;
}

static void put_tab(struct printer *printer)
{
	size_t blanks = printer->how == PRINTABLE_LINE ? 1 : TAB_COLS - printer->cols % TAB_COLS;
	for (size_t i = 0; i < blanks; i++)
		put_sign(printer, " ");
}

static void put_letter(struct printer *printer, const char *at, size_t len, size_t cols)
{
	str_add_bytes(printer->out, at, len);
	printer->cols += cols;
	printer->has_letter = true;
	printer->marks = 0;
}

/* A mark beyond the fourth is dropped: no script stacks so many, and no cell holds them. */
static void put_mark(struct printer *printer, const char *at, size_t len)
{
	if (!printer->has_letter)
		put_letter(printer, " ", 1, 1);
	if (printer->marks == MARKS_MAX)
		return;
	str_add_bytes(printer->out, at, len);
	printer->marks++;
}

/* A character that is not plain ASCII; `len` bytes from `at` hold it. */
static void put_character(struct printer *printer, uint32_t code_point, const char *at, size_t len)
{
	if (code_point == TEXT_STYLE || code_point == PICTURE_STYLE)
		return;
	if (utf8_is_control(code_point)) {
		put_control(printer, code_point);
		return;
	}
	int cols = printer->is_utf8 && !is_private(code_point) ? wcwidth((wchar_t)code_point) : -1;
	bool is_broken = code_point == UTF8_REPLACEMENT && len == 1;
	if (cols < 0 || is_broken)
		put_unknown(printer);
	else if (cols == 0)
		put_mark(printer, at, len);
	else
		put_letter(printer, at, len, (size_t)cols);
}

/* Takes the next character, or a line end of two, off the front; returns the bytes taken. */
static size_t put_next(struct printer *printer, const char *at, size_t len)
{
	if (at[0] == '\t') {
		put_tab(printer);
		return 1;
	}
	bool is_crlf = len > 1 && at[0] == '\r' && at[1] == '\n';
	if (is_crlf || at[0] == '\n' || (at[0] == '\r' && printer->how == PRINTABLE_LINE)) {
		put_line_end(printer);
		return is_crlf ? 2 : 1;
	}
	uint32_t code_point;
	size_t taken = utf8_decode(at, len, &code_point);
	put_character(printer, code_point, at, taken);
	return taken;
}

void str_printable(struct str *out, const char *at, size_t len, enum printable how)
{
	struct printer printer = {.out = out, .how = how};
	printer.is_utf8 = str_equals(nl_langinfo(CODESET), "UTF-8");
	str_add_bytes(out, at, 0); /* so that there is a text even when nothing is added */
	for (size_t i = 0; i < len;) {
		size_t plain = 0;
		while (i + plain < len && is_plain(at[i + plain]))
			plain++;
		if (plain)
			put_letter(&printer, at + i, plain, plain);
		else
			plain = put_next(&printer, at + i, len - i);
		i += plain;
	}
}

/* --- widths --- */

static size_t cols_of(uint32_t code_point)
{
	if (code_point < 0x80)
		return 1;
	int cols = wcwidth((wchar_t)code_point);
	return cols < 0 ? 1 : (size_t)cols;
}

size_t str_width_cols(const char *text)
{
	size_t cols;
	str_fit(text, SIZE_MAX, &cols);
	return cols;
}

size_t str_fit(const char *text, size_t width_cols, size_t *cols)
{
	size_t used = 0, bytes = 0, taken;
	for (uint32_t code_point; text[bytes]; bytes += taken) {
		/* Never beyond the NUL: the first byte that does not continue a sequence ends it. */
		taken = utf8_decode(text + bytes, UTF8_BYTES_MAX, &code_point);
		size_t more = cols_of(code_point);
		if (more > width_cols - used)
			break;
		used += more;
	}
	if (cols)
		*cols = used;
	return bytes;
}

void str_add_cell(struct str *out, const char *text, size_t width_cols, const char *ellipsis, bool pad)
{
	size_t cols;
	size_t bytes = str_fit(text, width_cols, &cols);
	bool is_cut = text[bytes] != '\0';
	size_t ellipsis_cols = str_width_cols(ellipsis);
	if (is_cut && ellipsis_cols <= width_cols)
		bytes = str_fit(text, width_cols - ellipsis_cols, &cols);
	str_add_bytes(out, text, bytes);
	if (is_cut && ellipsis_cols <= width_cols) {
		str_add(out, ellipsis);
		cols += ellipsis_cols;
	}
	if (pad)
		str_add_repeat(out, " ", width_cols - cols);
}
