#include "ui/draw.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

/* No text shows more bytes a column than this, unless somebody hides something in it. */
#define BYTES_A_COLUMN 32
/* A chtype has eight bits for it. */
#define PAIR_OF_CHTYPE_MAX 255

/* What stands in for signs outside UTF-8. Everything else that ASCII has not is str_printable's `?`. */
static const struct {
	const char *sign, *ascii;
} substitutes[] = {
	{"…", ">"}, {"·", "-"}, {"•", "+"}, {"▸", ">"},  {"✓", "ok"}, {"◆", "#"},
	{"›", ">"}, {"▲", "^"}, {"▼", "v"}, {"─", "-"},  {"→", "->"}, {"–", "-"},
	{"—", "-"}, {"‘", "'"}, {"’", "'"}, {"“", "\""}, {"”", "\""},
};

static size_t add_substitute(struct str *out, const char *at, size_t len)
{
	for (size_t i = 0; i < sizeof substitutes / sizeof substitutes[0]; i++) {
		size_t bytes = strlen(substitutes[i].sign);
		if (bytes <= len && memcmp(at, substitutes[i].sign, bytes) == 0) {
			str_add(out, substitutes[i].ascii);
			return bytes;
		}
	}
	str_add_char(out, *at);
	return 1;
}

static void add_printable(struct canvas canvas, struct str *out, const char *text, size_t len)
{
	struct str ascii = {0};
	if (!canvas.look->is_ascii) {
		str_printable(out, text, len, PRINTABLE_LINE);
		return;
	}
	for (size_t i = 0; i < len;)
		i += add_substitute(&ascii, text + i, len - i);
	str_printable(out, str_text(&ascii), ascii.len, PRINTABLE_LINE);
	str_free(&ascii);
}

/* A summary of a megabyte costs what its visible beginning costs. Cut between characters. */
static size_t visible_bytes(const char *text, int width_cols)
{
	size_t max = ((size_t)width_cols + 1) * BYTES_A_COLUMN;
	size_t len = strnlen(text, max + 1);
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)text[max] & 0xC0) == 0x80)
		max--;
	return max;
}

struct canvas canvas_part(struct canvas canvas, int from, int rows)
{
	if (from > canvas.rows)
		from = canvas.rows;
	if (rows > canvas.rows - from)
		rows = canvas.rows - from;
	canvas.row += from;
	canvas.rows = rows < 0 ? 0 : rows;
	return canvas;
}

static void set_paint(struct canvas canvas, enum style style)
{
	attr_set(theme_attributes(canvas.theme, style, canvas.is_selected),
		 theme_pair(canvas.theme, style, canvas.is_selected), NULL);
}

static bool is_inside(struct canvas canvas, int row, int col)
{
	return row >= 0 && row < canvas.rows && col >= 0 && col < canvas.cols;
}

/* Cells as they are, which costs a fifth of what mvaddstr does. It mends no wide character that it halves: a
 * row is blank before it is drawn. */
static void put_ascii(struct canvas canvas, int row, int col, chtype paint, const char *text)
{
	chtype cells[128];
	while (*text) {
		int n = 0;
		while (n < (int)(sizeof cells / sizeof *cells) && *text)
			cells[n++] = (unsigned char)*text++ | paint;
		mvaddchnstr(canvas.row + row, canvas.col + col, cells, n);
		col += n;
	}
}

static bool is_ascii(const char *text)
{
	while (*text >= ' ' && *text <= '~')
		text++;
	return *text == '\0';
}

/* In the last cell of the screen curses says ERR, because the cursor cannot go on, and draws all the same. */
static void put(struct canvas canvas, int row, int col, enum style style, const char *text)
{
	attr_t attributes = theme_attributes(canvas.theme, style, canvas.is_selected);
	short pair = theme_pair(canvas.theme, style, canvas.is_selected);
	if (pair <= PAIR_OF_CHTYPE_MAX && is_ascii(text)) {
		put_ascii(canvas, row, col, attributes | (chtype)COLOR_PAIR(pair), text);
		return;
	}
	set_paint(canvas, style);
	mvaddstr(canvas.row + row, canvas.col + col, text);
}

static int draw_at(struct canvas canvas, int row, int col, int width_cols, enum style style, const char *text,
		   bool to_the_right)
{
	if (!is_inside(canvas, row, col) || width_cols <= 0)
		return 0;
	if (width_cols > canvas.cols - col)
		width_cols = canvas.cols - col;
	struct str printable = {0}, cell = {0};
	add_printable(canvas, &printable, text, visible_bytes(text, width_cols));
	str_add_cell(&cell, str_text(&printable), (size_t)width_cols, canvas.look->signs->ellipsis, false);
	int used = (int)str_width_cols(str_text(&cell));
	put(canvas, row, to_the_right ? col + width_cols - used : col, style, str_text(&cell));
	str_free(&printable);
	str_free(&cell);
	return used;
}

int draw_text(struct canvas canvas, int row, int col, int width_cols, enum style style, const char *text)
{
	return draw_at(canvas, row, col, width_cols, style, text, false);
}

void draw_right(struct canvas canvas, int row, int col, int width_cols, enum style style, const char *text)
{
	draw_at(canvas, row, col, width_cols, style, text, true);
}

void draw_part(struct canvas canvas, int row, int col, enum style style, const char *text, size_t from,
	       size_t to)
{
	struct str before = {0};
	add_printable(canvas, &before, text, from);
	char *part = mem_strndup(text + from, to - from);
	draw_text(canvas, row, col + (int)str_width_cols(str_text(&before)), canvas.cols, style, part);
	str_free(&before);
	free(part);
}

void draw_wrapped(struct canvas canvas, int indent_cols, enum style style, const char *text)
{
	struct span rest = span_of(text);
	for (int row = 0; row < canvas.rows && rest.len > 0; row++) {
		int col = row > 0 ? indent_cols : 0;
		size_t bytes = draw_row_bytes(rest, (size_t)(canvas.cols - col));
		/* The last row takes all that is left, and shows by its end that there is more. */
		size_t taken = row + 1 < canvas.rows ? bytes : rest.len;
		char *line = mem_strndup(rest.at, taken);
		draw_text(canvas, row, col, canvas.cols, style, line);
		free(line);
		rest = span_trim(span_sub(rest, taken, rest.len));
	}
}

int draw_rows_wrapped(const char *text, int indent_cols, int width_cols)
{
	struct span rest = span_of(text);
	int rows = 0;
	for (; rest.len > 0; rows++) {
		int room_cols = width_cols - (rows > 0 ? indent_cols : 0);
		rest = span_trim(span_sub(rest, draw_row_bytes(rest, (size_t)room_cols), rest.len));
	}
	return rows;
}

void draw_fill(struct canvas canvas, int row, enum style style)
{
	if (!is_inside(canvas, row, 0))
		return;
	set_paint(canvas, style);
	mvhline(canvas.row + row, canvas.col, ' ', canvas.cols);
}

void draw_blank(struct canvas canvas, int row)
{
	draw_fill(canvas, row, STYLE_TEXT);
}

void draw_rule(struct canvas canvas, int row)
{
	wchar_t sign[2] = {0};
	cchar_t cell;
	if (!is_inside(canvas, row, 0) || mbtowc(sign, canvas.look->signs->rule, MB_CUR_MAX) <= 0 ||
	    setcchar(&cell, sign, A_NORMAL, 0, NULL) == ERR)
		return;
	set_paint(canvas, STYLE_DIM); /* the cell takes it from the window */
	mvhline_set(canvas.row + row, canvas.col, &cell, canvas.cols);
}

void draw_cursor(struct canvas canvas, int row, int col)
{
	if (is_inside(canvas, row, col))
		move(canvas.row + row, canvas.col + col);
}

/* A parenthesis of a word or two is read as one. */
#define PARENTHESIS_BYTES 12

/* The nearest parenthesis before the blank opens, and soon closes behind it: "(IRG 3.2)". */
static bool is_in_parenthesis(struct span rest, size_t blank)
{
	size_t from = blank, to = blank;
	while (from > 0 && blank - from < PARENTHESIS_BYTES && !strchr("()", rest.at[from - 1]))
		from--;
	while (to < rest.len && to - blank < PARENTHESIS_BYTES && !strchr("()", rest.at[to]))
		to++;
	return from > 0 && rest.at[from - 1] == '(' && to < rest.len && rest.at[to] == ')';
}

/* "new: filed by k.stone": a label stays with the first word of what it labels. */
static bool is_after_label(struct span rest, size_t blank)
{
	return blank > 0 && rest.at[blank - 1] == ':';
}

/* The row may end at this byte: a blank is there, or before it. */
static bool may_end(struct span rest, size_t bytes, bool is_strict)
{
	size_t blank = rest.at[bytes] == ' ' ? bytes : bytes - 1;
	return rest.at[blank] == ' ' &&
	       !(is_strict && (is_in_parenthesis(rest, blank) || is_after_label(rest, blank)));
}

/* The last place up to `fits` where the row may end, behind the blanks that it begins with; 0: none. */
static size_t last_end(struct span rest, size_t fits, bool is_strict)
{
	size_t blanks = 0, bytes = fits;
	while (blanks < fits && rest.at[blanks] == ' ')
		blanks++;
	while (bytes > blanks && !may_end(rest, bytes, is_strict))
		bytes--;
	return bytes > blanks ? bytes : 0;
}

size_t draw_row_bytes(struct span rest, size_t width_cols)
{
	/* The whole text ends in NUL: what is measured beyond this line is not taken. */
	size_t fits = str_fit(rest.at, width_cols, NULL);
	if (fits >= rest.len)
		return rest.len;
	size_t bytes = last_end(rest, fits, true);
	if (bytes == 0)
		bytes = last_end(rest, fits, false);
	if (bytes == 0)
		bytes = fits > 0 ? fits : rest.len; /* not even one character fits */
	return bytes;
}

enum style draw_style(enum hint hint)
{
	static const enum style styles[HINTS] = {
		[HINT_PLAIN] = STYLE_TEXT,  [HINT_DIM] = STYLE_DIM,   [HINT_ALARM] = STYLE_OVERDUE,
		[HINT_SOON] = STYLE_SOON,   [HINT_WARN] = STYLE_WARN, [HINT_AWAY] = STYLE_DIM,
		[HINT_POSTER] = STYLE_NAME, [HINT_DONE] = STYLE_GOOD,
	};
	return styles[hint];
}
