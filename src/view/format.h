/* view/format.h - rows and bugs as text for people and as JSON for programs (cli.md). Each function appends
 * to `out`; what it appends ends in a line end. Text is safe for a terminal (str_printable). JSON keeps
 * every character of the model, those that could command a terminal as \u escapes; times are RFC 3339 in
 * UTC, what is absent is null. Pure; any thread. */
#ifndef VIEW_FORMAT_H
#define VIEW_FORMAT_H

#include "base/str.h"
#include "model/bug.h"
#include "view/columns.h"
#include "view/look.h"
#include "view/view.h"

enum json_shape { JSON_ONE_LINE, JSON_INDENTED };

/* A head line and one line a row. width_cols 0 (a pipe): all columns, each as wide as its widest cell, up to
 * a limit that keeps one absurd title from widening every line. */
void format_list_table(const struct selection *selection, const struct moment *at,
		       const struct columns *columns, const struct look *look, size_t width_cols,
		       struct str *out);
/* An array in the order of the selection. */
void format_list_json(const struct selection *selection, const struct moment *at, enum json_shape shape,
		      struct str *out);

/* RFC 4180 in UTF-8: a head line of the fields' names (field_name), values as in JSON, lists joined by ", ",
 * what is absent empty, everything else between quotes. It is told apart from JSON by what it does to foreign
 * text: that is one line without controls, and an apostrophe stands before what a spreadsheet would take for
 * a formula: = + - @ at the beginning of a cell or behind a semicolon. */
void format_list_csv(const struct selection *selection, const struct moment *at,
		     const struct columns *columns, struct str *out);

/* A Markdown table with the heads of the columns: moments in UTC, numbers of bugs linked to SERVER's page of
 * them (NULL: not linked), and foreign text escaped. Columns must have a title. */
void format_list_md(const struct selection *selection, const struct moment *at, const struct columns *columns,
		    const char *server, struct str *out);

/* What is owed and why, after a heading and a blank line a block an obligation. `conversation` (may be NULL)
 * gives authors and words of the comments that are the cause. */
void format_why_text(const struct row *row, const struct conversation *conversation, const struct look *look,
		     struct str *out);
void format_why_json(const struct row *row, enum json_shape shape, struct str *out);

/* One bug: after a heading and a blank line facts, what is owed, and the conversation, oldest first. */
void format_show_text(const struct row *row, const struct conversation *conversation, const struct look *look,
		      struct str *out);
/* The same as Markdown; comments are quoted, and nothing in them is markup. */
void format_show_md(const struct row *row, const struct conversation *conversation, const char *server,
		    struct str *out);
void format_show_json(const struct row *row, const struct conversation *conversation, enum json_shape shape,
		      struct str *out);

/* The address of a bug's page. */
void format_bug_url(const char *server, int64_t bug_id, struct str *out);

#endif
