#include "tests/screen/picture.h"

#include <string.h>

#define CELL_WIDTH 9
#define CELL_HEIGHT 19
#define FONT_SIZE 15
#define BASELINE 14 /* of the text, below the top of its cell */
#define UNDERLINE 16
#define MARGIN 14
#define ROUNDING 8
#define FIRST_ALONE 0x250 /* characters from here on come from any font: each is put into its own cell */

/* --- colours --- */

#define OWN_TEXT 16
#define OWN_GROUND 17
#define INKS 18

/* The sixteen of a terminal, its own colour of text and its ground. */
static const struct {
	const char *dark, *light;
} inks[INKS] = {
	{"#2b303b", "#24292f"}, {"#ff6b66", "#c21f1f"}, {"#7fc97f", "#1f7a35"}, {"#e3b95b", "#8f6200"},
	{"#6fb1ff", "#0b57c9"}, {"#dd94e8", "#97219f"}, {"#66c8cf", "#0c6b78"}, {"#ccd2dc", "#6b737d"},
	{"#6a7280", "#57606a"}, {"#ff8c85", "#a40f15"}, {"#9be09b", "#116329"}, {"#f2d27e", "#6e4b00"},
	{"#9ccbff", "#0a419b"}, {"#ecb5f3", "#74157c"}, {"#8fe0e5", "#08505a"}, {"#f2f4f8", "#424a53"},
	{"#d3d8e1", "#23282f"}, {"#15181e", "#fcfcfa"},
};

/* Where a colour comes from: an ink, or a colour of its own. */
struct ink {
	int index; /* of inks; -1: red, green and blue */
	uint8_t red, green, blue;
};

static struct ink ink_of(const struct terminal *terminal, VTermColor colour, int own)
{
	bool is_own =
		own == OWN_TEXT ? VTERM_COLOR_IS_DEFAULT_FG(&colour) : VTERM_COLOR_IS_DEFAULT_BG(&colour);
	if (is_own)
		return (struct ink){.index = own};
	if (VTERM_COLOR_IS_INDEXED(&colour) && colour.indexed.idx < OWN_TEXT)
		return (struct ink){.index = colour.indexed.idx};
	terminal_to_rgb(terminal, &colour);
	return (struct ink){-1, colour.rgb.red, colour.rgb.green, colour.rgb.blue};
}

static bool same_ink(struct ink a, struct ink b)
{
	return a.index == b.index && a.red == b.red && a.green == b.green && a.blue == b.blue;
}

/* Classes, so that one style sheet turns the whole picture dark or light. */
static void add_inks(struct str *out, bool is_light)
{
	for (int i = 0; i < INKS; i++)
		str_addf(out, ".i%d{fill:%s}", i, is_light ? inks[i].light : inks[i].dark);
}

static void add_ink(struct str *out, struct ink ink)
{
	if (ink.index >= 0)
		str_addf(out, " class=\"i%d\"", ink.index);
	else
		str_addf(out, " fill=\"#%02x%02x%02x\"", ink.red, ink.green, ink.blue);
}

/* --- one cell --- */

struct cell {
	VTermScreenCell vterm;
	struct ink text, ground;
	bool is_dim;
};

static struct cell cell_at(const struct terminal *terminal, int row, int col)
{
	struct cell cell = {.vterm = terminal_cell(terminal, row, col)};
	VTermPos cursor = terminal_cursor(terminal);
	bool has_cursor = terminal_cursor_is_visible(terminal) && cursor.row == row && cursor.col == col;
	cell.is_dim = terminal_is_dim(&cell.vterm);
	cell.text = ink_of(terminal, cell.vterm.fg, OWN_TEXT);
	cell.ground = ink_of(terminal, cell.vterm.bg, OWN_GROUND);
	if (cell.vterm.attrs.reverse != has_cursor) {
		struct ink text = cell.text;
		cell.text = cell.ground;
		cell.ground = text;
	}
	return cell;
}

static bool is_blank(const struct cell *cell)
{
	return cell->vterm.chars[0] == 0 || cell->vterm.chars[0] == ' ';
}

static bool is_right_half(const struct cell *cell)
{
	return cell->vterm.chars[0] == (uint32_t)-1;
}

static bool same_look(const struct cell *a, const struct cell *b)
{
	return same_ink(a->text, b->text) && a->is_dim == b->is_dim &&
	       a->vterm.attrs.bold == b->vterm.attrs.bold && a->vterm.attrs.italic == b->vterm.attrs.italic;
}

/* --- rectangles: grounds, underlines, lines and bars --- */

static void add_rect(struct str *out, int x, int y, int width, int height, struct ink ink, bool is_dim)
{
	str_addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"", MARGIN + x, MARGIN + y, width,
		 height);
	add_ink(out, ink);
	str_addf(out, "%s/>\n", is_dim ? " opacity=\".6\"" : "");
}

/* What holds for a cell, with the ink that fills the rectangle. */
typedef bool fills(const struct cell *cell, struct ink *ink);

static bool has_ground(const struct cell *cell, struct ink *ink)
{
	*ink = cell->ground;
	return cell->ground.index != OWN_GROUND;
}

static bool is_underlined(const struct cell *cell, struct ink *ink)
{
	*ink = cell->text;
	return cell->vterm.attrs.underline != VTERM_UNDERLINE_OFF;
}

/* One rectangle for each stretch of cells that have it in the same ink. */
static void add_stretches(const struct terminal *terminal, int row, fills *has, int top, int height,
			  struct str *out)
{
	int cols = terminal_cols(terminal);
	for (int col = 0, end; col < cols; col = end) {
		struct cell cell = cell_at(terminal, row, col);
		struct ink ink, next_ink;
		end = col + 1;
		if (!has(&cell, &ink))
			continue;
		for (; end < cols; end++) {
			struct cell next = cell_at(terminal, row, end);
			if (!has(&next, &next_ink) || !same_ink(ink, next_ink) || next.is_dim != cell.is_dim)
				break;
		}
		add_rect(out, col * CELL_WIDTH, row * CELL_HEIGHT + top, (end - col) * CELL_WIDTH, height,
			 ink, cell.is_dim);
	}
}

/* How a character is drawn that has to fit its neighbours: in parts of the cell, from its top left. */
static const struct shape {
	uint32_t character;
	int x, y, width, height;
} shapes[] = {
	{0x2500, 0, 9, CELL_WIDTH, 1},                                  /* ─ */
	{0x2501, 0, 8, CELL_WIDTH, 2},                                  /* ━ */
	{0x2502, 4, 0, 1, CELL_HEIGHT},                                 /* │ */
	{0x250C, 4, 9, 5, 1},           {0x250C, 4, 9, 1, 10},          /* ┌ */
	{0x2510, 0, 9, 5, 1},           {0x2510, 4, 9, 1, 10},          /* ┐ */
	{0x2514, 4, 9, 5, 1},           {0x2514, 4, 0, 1, 10},          /* └ */
	{0x2518, 0, 9, 5, 1},           {0x2518, 4, 0, 1, 10},          /* ┘ */
	{0x251C, 4, 9, 5, 1},           {0x251C, 4, 0, 1, CELL_HEIGHT}, /* ├ */
	{0x2524, 0, 9, 5, 1},           {0x2524, 4, 0, 1, CELL_HEIGHT}, /* ┤ */
};

#define BAR_TOP 3 /* bars of two rows do not grow together */
#define FULL_BLOCK 0x2588
#define ONE_EIGHTH 0x258F /* the seven between them have 7 to 1 eighths */

/* 0: the character is no bar. */
static int bar_width(uint32_t character)
{
	if (character < FULL_BLOCK || character > ONE_EIGHTH)
		return 0;
	int eighths = (int)(ONE_EIGHTH - character) + 1;
	return (eighths * CELL_WIDTH + 4) / 8;
}

static bool add_shape(const struct cell *cell, int row, int col, struct str *out)
{
	uint32_t character = cell->vterm.chars[0];
	int x = col * CELL_WIDTH, y = row * CELL_HEIGHT, width = bar_width(character);
	bool is_drawn = width > 0;
	if (is_drawn)
		add_rect(out, x, y + BAR_TOP, width, CELL_HEIGHT - 2 * BAR_TOP, cell->text, cell->is_dim);
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		const struct shape *shape = &shapes[i];
		if (shape->character != character)
			continue;
		add_rect(out, x + shape->x, y + shape->y, shape->width, shape->height, cell->text,
			 cell->is_dim);
		is_drawn = true;
	}
	return is_drawn;
}

/* --- text --- */

static void add_escaped(struct str *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.at[i]) {
		case '&':
			str_add(out, "&amp;");
			break;
		case '<':
			str_add(out, "&lt;");
			break;
		case '>':
			str_add(out, "&gt;");
			break;
		case '"':
			str_add(out, "&quot;");
			break;
		default:
			str_add_char(out, text.at[i]);
		}
	}
}

static void add_text(const struct terminal *terminal, int row, int col, int end, struct str *out)
{
	struct cell cell = cell_at(terminal, row, col);
	struct str text = {0};
	for (int at = col; at < end; at++)
		terminal_add_cell(terminal, row, at, &text);
	str_addf(out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\"", MARGIN + col * CELL_WIDTH,
		 MARGIN + row * CELL_HEIGHT + BASELINE, (end - col) * CELL_WIDTH);
	add_ink(out, cell.text);
	str_add(out, cell.vterm.attrs.bold ? " font-weight=\"700\"" : "");
	str_add(out, cell.vterm.attrs.italic ? " font-style=\"italic\"" : "");
	str_add(out, cell.is_dim ? " opacity=\".6\">" : ">");
	add_escaped(out, (struct span){.at = str_text(&text), .len = text.len});
	str_add(out, "</text>\n");
	str_free(&text);
}

/* Where the text ends that begins here: one look, no two blanks, nothing wide and nothing from other fonts.
 */
static int end_of_text(const struct terminal *terminal, int row, int col)
{
	struct cell first = cell_at(terminal, row, col);
	int cols = terminal_cols(terminal), end = col + first.vterm.width, last = end;
	if (first.vterm.chars[0] >= FIRST_ALONE)
		return end;
	for (; end < cols; end++) {
		struct cell cell = cell_at(terminal, row, end);
		if (is_blank(&cell) && end > last)
			break;
		if (is_blank(&cell))
			continue;
		if (!same_look(&first, &cell) || cell.vterm.chars[0] >= FIRST_ALONE)
			break;
		last = end + 1;
	}
	return last;
}

static void add_row(const struct terminal *terminal, int row, struct str *out)
{
	add_stretches(terminal, row, has_ground, 0, CELL_HEIGHT, out);
	add_stretches(terminal, row, is_underlined, UNDERLINE, 1, out);
	for (int col = 0, end; col < terminal_cols(terminal); col = end) {
		struct cell cell = cell_at(terminal, row, col);
		end = col + 1;
		if (is_blank(&cell) || is_right_half(&cell) || add_shape(&cell, row, col, out))
			continue;
		end = end_of_text(terminal, row, col);
		add_text(terminal, row, col, end, out);
	}
}

/* --- the whole --- */

static void add_style(struct str *out)
{
	str_addf(out,
		 "<style>text{font-family:\"DejaVu Sans Mono\",Menlo,Consolas,\"Liberation Mono\",monospace;"
		 "font-size:%dpx;white-space:pre}\n",
		 FONT_SIZE);
	add_inks(out, false);
	str_add(out, "\n@media(prefers-color-scheme:light){");
	add_inks(out, true);
	str_add(out, "}</style>\n");
}

void picture_add(const struct terminal *terminal, struct span title, struct str *out)
{
	int rows = terminal_rows(terminal);
	int width = terminal_cols(terminal) * CELL_WIDTH + 2 * MARGIN;
	int height = rows * CELL_HEIGHT + 2 * MARGIN;
	str_addf(out,
		 "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		 "viewBox=\"0 0 %d %d\" role=\"img\">\n<title>",
		 width, height, width, height);
	add_escaped(out, title);
	str_add(out, "</title>\n");
	add_style(out);
	str_addf(out, "<rect width=\"%d\" height=\"%d\" rx=\"%d\" class=\"i%d\"/>\n", width, height, ROUNDING,
		 OWN_GROUND);
	str_add(out, "<g xml:space=\"preserve\">\n");
	for (int row = 0; row < rows; row++)
		add_row(terminal, row, out);
	str_add(out, "</g>\n</svg>\n");
}
