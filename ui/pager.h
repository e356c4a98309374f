/* ui/pager.h - a text to be read: wrapped to the width there is, scrolled by lines. When the text or the
 * width changes, the line at the top stays the line at the top. Pure but for pager_draw. */
#ifndef UI_PAGER_H
#define UI_PAGER_H

#include <stddef.h>

#include "base/str.h"
#include "ui/draw.h"
#include "ui/find.h"
#include "ui/list.h"

/* One row on the screen: a stretch of the text, and where it comes from. */
struct pager_line {
	size_t at, len;
	size_t source;   /* number of the text's own line */
	size_t part;     /* 0: its beginning; else how many rows of it stand above */
	int indent_cols; /* of what was wrapped: as deep as its line began */
};

struct pager {
	char *text; /* printable; owned */
	struct pager_line *lines;
	size_t n_lines, cap;
	size_t top;
	int rows, cols;
	struct find find;
	size_t find_from; /* the byte at the top when somebody began to look for something */
};

void pager_free(struct pager *pager);
/* Takes over `text` (printable, lines end in \n), and wraps it. */
void pager_renew(struct pager *pager, char *text, int rows, int cols);
void pager_move(struct pager *pager, enum motion motion);
/* Looks for a text (ui/find.h), as a screen's `find` does. */
void pager_find(struct pager *pager, enum find_step step, const char *text, struct found *found);
/* Draws what is in sight; the cursor stands on what was found, else on the first line. */
void pager_draw(const struct pager *pager, struct canvas canvas);
/* "12–30 of 88"; empty when all is in sight. */
void pager_print_place(const struct pager *pager, struct str *out);

#endif
