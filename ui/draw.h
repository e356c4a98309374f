/* ui/draw.h - cells on the screen: the only way from a text to the terminal. Whatever comes in passes
 * str_printable, is cut to the room it was given and ends in "…" when it was; outside UTF-8 the signs of
 * ours and the typography of others become ASCII. Nothing here fails or waits; curses sends the difference
 * when the loop calls doupdate. Main thread, between term_enter and term_leave. */
#ifndef UI_DRAW_H
#define UI_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "ui/theme.h"
#include "view/look.h"

/* A rectangle of the screen; what does not fit in is not drawn. */
struct canvas {
	int row, col; /* of the screen */
	int rows, cols;
	const struct theme *theme;
	const struct look *look;
	bool is_selected; /* everything in reverse: the row under the cursor */
};

/* All that drawing needs to know of the world. */
struct frame {
	struct canvas canvas; /* without the line of hints */
	int64_t now_utc;
};

/* `rows` rows from row `from`, as far as the canvas has them. */
struct canvas canvas_part(struct canvas canvas, int from, int rows);

/* Draws at a place of the canvas, in at most width_cols columns; returns the columns used. */
int draw_text(struct canvas canvas, int row, int col, int width_cols, enum style style, const char *text);
/* The same against the right end of these columns. */
void draw_right(struct canvas canvas, int row, int col, int width_cols, enum style style, const char *text);
/* Draws bytes `from` to `to` of a text that stands at this place anew, in another style. */
void draw_part(struct canvas canvas, int row, int col, enum style style, const char *text, size_t from,
	       size_t to);
/* In all rows of the canvas, wrapped between words; what does not fit is cut in the last one. All rows but
 * the first are indented. */
void draw_wrapped(struct canvas canvas, int indent_cols, enum style style, const char *text);
/* How many rows of this width the whole text takes when it is wrapped so. */
int draw_rows_wrapped(const char *text, int indent_cols, int width_cols);
/* Blanks, in reverse when the canvas is selected. */
void draw_blank(struct canvas canvas, int row);
/* Blanks of a style: one that underlines draws a line across the row. */
void draw_fill(struct canvas canvas, int row, enum style style);
void draw_rule(struct canvas canvas, int row);

/* Where the hardware cursor shall stand when the frame is done. */
void draw_cursor(struct canvas canvas, int row, int col);

/* How many bytes of printable text go into a row: up to the last blank that leaves the rest a whole word, or,
 * where a single word is longer than the row, as much as fits. The text goes on to a NUL, perhaps beyond the
 * span. Never 0 unless `rest` is empty. */
size_t draw_row_bytes(struct span rest, size_t width_cols);

/* The style of what a cell's text (view/look.h) stresses. */
enum style draw_style(enum hint hint);

#endif
