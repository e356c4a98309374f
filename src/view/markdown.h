/* view/markdown.h - text from anywhere in Markdown that we write: whatever it says, it shows as it was and
 * marks up nothing, links nothing, loads nothing. What is appended is printable (base/str.h), and escaped for
 * CommonMark and GitHub's tables, strikethrough and formulas. Pure. */
#ifndef VIEW_MARKDOWN_H
#define VIEW_MARKDOWN_H

#include "base/str.h"

/* One line, to stand behind something in a heading, an item or a cell of a table: without blanks at its ends,
 * and with one where there are several. */
void markdown_add_line(struct str *out, const char *text);
/* A quotation: every line begins with "> " and stays a line. Nothing when there is no text but blanks. */
void markdown_add_quote(struct str *out, const char *text);
/* [text](url); the text alone where url is no address that begins with http:// or https://, or is NULL. */
void markdown_add_link(struct str *out, const char *text, const char *url);

#endif
