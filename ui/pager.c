#include "ui/pager.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* So many blanks stand between columns, and not after a full stop. */
#define TABLE_GAP 3

void pager_free(struct pager *pager)
{
	free(pager->text);
	free(pager->lines);
	*pager = (struct pager){0};
}

static struct pager_line *new_line(struct pager *pager)
{
	if (pager->n_lines == pager->cap) {
		pager->cap = pager->cap ? 2 * pager->cap : 256;
		pager->lines = mem_resize(pager->lines, pager->cap, sizeof *pager->lines);
	}
	return &pager->lines[pager->n_lines++];
}

static int cols_of(struct span span)
{
	char *text = mem_strndup(span.at, span.len);
	int cols = (int)str_width_cols(text);
	free(text);
	return cols;
}

/* What is wrapped goes on below the first word of its line, not below its bullet; in a table ("   since
 * 2026-11-15 …") below the last column that begins in the first half of the row. */
static int indent_of(struct span line, int cols)
{
	size_t half = (size_t)cols / 2, indent = 0, blanks = 0;
	while (indent < line.len && strchr(" >-*", line.at[indent]))
		indent++;
	for (size_t i = indent; i < line.len && i <= half; i++) {
		bool is_column = blanks >= TABLE_GAP || (blanks >= 2 && i == blanks + 1);
		if (line.at[i] != ' ' && is_column)
			indent = i;
		blanks = line.at[i] == ' ' ? blanks + 1 : 0;
	}
	return indent > half ? 0 : cols_of(span_sub(line, 0, indent));
}

static void wrap_line(struct pager *pager, struct span line, size_t source)
{
	struct span rest = line;
	int indent_cols = indent_of(line, pager->cols);
	for (size_t part = 0; part == 0 || rest.len > 0; part++) {
		int room = pager->cols - (part > 0 ? indent_cols : 0);
		size_t bytes = draw_row_bytes(rest, (size_t)(room > 0 ? room : 1)), len = bytes;
		while (len > 0 && rest.at[len - 1] == ' ')
			len--;
		*new_line(pager) = (struct pager_line){.at = (size_t)(rest.at - pager->text),
						       .len = len,
						       .source = source,
						       .part = part,
						       .indent_cols = part > 0 ? indent_cols : 0};
		rest = span_sub(rest, bytes, rest.len);
		while (rest.len > 0 && rest.at[0] == ' ')
			rest = span_sub(rest, 1, rest.len);
	}
}

static void wrap(struct pager *pager)
{
	struct span rest = span_of(pager->text), line;
	pager->n_lines = 0;
	for (size_t source = 0; span_next_line(&rest, &line); source++)
		wrap_line(pager, line, source);
}

static void settle(struct pager *pager)
{
	size_t rows = pager->rows > 0 ? (size_t)pager->rows : 1;
	size_t last = pager->n_lines > rows ? pager->n_lines - rows : 0;
	if (pager->top > last)
		pager->top = last;
}

void pager_renew(struct pager *pager, char *text, int rows, int cols)
{
	struct pager_line anchor = pager->n_lines > 0 ? pager->lines[pager->top] : (struct pager_line){0};
	free(pager->text);
	pager->text = text;
	pager->rows = rows;
	pager->cols = cols;
	wrap(pager);
	pager->top = 0;
	for (size_t i = 0; i < pager->n_lines && pager->lines[i].source <= anchor.source; i++)
		if (pager->lines[i].source < anchor.source || pager->lines[i].part <= anchor.part)
			pager->top = i;
	settle(pager);
}

void pager_move(struct pager *pager, enum motion motion)
{
	size_t rows = pager->rows > 0 ? (size_t)pager->rows : 1;
	pager->top = motion_apply(motion, pager->top, pager->n_lines, rows);
	settle(pager);
}

/* The beginning of the text's own line. */
static const char *source_of(const struct pager *pager, const struct pager_line *line)
{
	size_t at = line->at;
	while (at > 0 && pager->text[at - 1] != '\n')
		at--;
	return pager->text + at;
}

/* A quotation is quiet; a heading stands out, and so does what begins at the left: the rule before a comment,
 * what is owed. `text` is a line of the source, `rule` one column of a rule. */
static enum style style_of(const char *text, const char *rule)
{
	size_t blanks = strspn(text, " "), bytes = strlen(rule);
	if (text[blanks] == '>')
		return STYLE_QUOTE;
	bool is_rule =
		bytes > 0 && strncmp(text, rule, bytes) == 0 && strncmp(text + bytes, rule, bytes) == 0;
	bool is_owed = text[0] >= 'A' && text[0] <= 'Z' && text[1] == ' ' && text[2] == ' ';
	return is_rule || is_owed || text[blanks] == '#' ? STYLE_NAME : STYLE_TEXT;
}

static void draw_row(const struct pager *pager, struct canvas canvas, int row, const struct pager_line *line)
{
	char *text = mem_strndup(pager->text + line->at, line->len);
	draw_text(canvas, row, line->indent_cols, canvas.cols,
		  style_of(source_of(pager, line), canvas.look->signs->rule), text);
	free(text);
}

void pager_draw(const struct pager *pager, struct canvas canvas)
{
	for (int row = 0; row < canvas.rows; row++)
		if (pager->top + (size_t)row < pager->n_lines)
			draw_row(pager, canvas, row, &pager->lines[pager->top + (size_t)row]);
	draw_cursor(canvas, 0, 0);
}

void pager_print_place(const struct pager *pager, struct str *out)
{
	size_t end = pager->top + (size_t)(pager->rows > 0 ? pager->rows : 0);
	if (end > pager->n_lines)
		end = pager->n_lines;
	if (pager->top > 0 || end < pager->n_lines)
		str_addf(out, "%zu-%zu of %zu", pager->top + 1, end, pager->n_lines);
}
