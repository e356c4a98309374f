/* deadline/lines.h - the lines of a comment, and which of them are its author's own words. The engine keeps
 * its own few classes of lines: it must get through Markdown that is broken, or none. Pure. */
#ifndef DEADLINE_LINES_H
#define DEADLINE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum line_class {
	LINE_TEXT,
	LINE_QUOTE, /* begins with > */
	LINE_CODE,  /* a fence of ``` or ~~~, or within one; an unclosed fence runs to the end */
};

struct line {
	struct span text; /* without its end */
	enum line_class class;
};

/* Not yet read is `rest`; the fence is the reader's own. */
struct lines {
	struct span rest;
	char fence; /* ` or ~ while within one, else 0 */
	size_t fence_len;
};

struct lines lines_of(const char *text);
bool lines_next(struct lines *lines, struct line *line); /* false when nothing is left */

/* Columns of white space before the first sign; a tab reaches to the next multiple of 4. */
size_t line_indent(struct span line);

/* The bytes of a link (http://…, https://…, up to white space) that begins there; 0 when none does. */
size_t link_bytes(struct span text, size_t at);

/* bool comment_asks(const char *text) is in assess.h. */

#endif
