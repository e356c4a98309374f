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
	find_free(&pager->find);
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

static void collect_places(struct pager *pager)
{
	struct span text = span_of(pager->text), match;
	size_t from = 0;
	pager->find.n = 0;
	while (pager->find.text && find_match(pager->find.text, text, from, &match)) {
		find_add(&pager->find, (size_t)(match.at - text.at));
		from = (size_t)(match.at - text.at) + match.len;
	}
}

void pager_renew(struct pager *pager, char *text, int rows, int cols)
{
	struct pager_line anchor = pager->n_lines > 0 ? pager->lines[pager->top] : (struct pager_line){0};
	free(pager->text);
	pager->text = text;
	pager->rows = rows;
	pager->cols = cols;
	wrap(pager);
	collect_places(pager);
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

/* --- looking for a text --- */

/* The last line that begins at this byte or before it. */
static size_t line_of(const struct pager *pager, size_t byte)
{
	size_t line = 0;
	while (line + 1 < pager->n_lines && pager->lines[line + 1].at <= byte)
		line++;
	return line;
}

static size_t byte_at_top(const struct pager *pager)
{
	return pager->n_lines > 0 ? pager->lines[pager->top].at : 0;
}

static bool is_in_sight(const struct pager *pager, size_t line)
{
	return line >= pager->top && line < pager->top + (size_t)(pager->rows > 0 ? pager->rows : 1);
}

/* With some of what stands before it, unless it is in sight. */
static void show(struct pager *pager, size_t byte)
{
	size_t line = line_of(pager, byte), above = (size_t)(pager->rows > 0 ? pager->rows : 0) / 3;
	if (!is_in_sight(pager, line))
		pager->top = line > above ? line - above : 0;
	settle(pager);
}

/* Where the next step begins: what was found last, unless somebody has scrolled away from it since. */
static size_t find_start(const struct pager *pager, enum find_step *step)
{
	const struct find *find = &pager->find;
	if (*step == FIND_TYPED)
		return pager->find_from;
	if (find->at < find->n && is_in_sight(pager, line_of(pager, find->places[find->at])))
		return find->places[find->at];
	if (*step == FIND_NEXT)
		*step = FIND_TYPED; /* there included */
	return byte_at_top(pager);
}

void pager_find(struct pager *pager, enum find_step step, const char *text, struct found *found)
{
	found->what = "line";
	if (step == FIND_BEGIN)
		pager->find_from = byte_at_top(pager);
	find_begin(&pager->find, step, text);
	collect_places(pager);
	if (step == FIND_BEGIN)
		return;
	if (step == FIND_LEAVE || step == FIND_TYPED) {
		pager->top = line_of(pager, pager->find_from);
		settle(pager);
	}
	if (step == FIND_LEAVE)
		return;
	size_t from = find_start(pager, &step);
	if (find_go(&pager->find, step, from, found))
		show(pager, pager->find.places[pager->find.at]);
}

/* --- drawing --- */

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
	bool is_key = strncmp(text + blanks, ">  ", 3) == 0; /* in a table of help */
	if (text[blanks] == '>' && !is_key)
		return STYLE_QUOTE;
	bool is_rule =
		bytes > 0 && strncmp(text, rule, bytes) == 0 && strncmp(text + bytes, rule, bytes) == 0;
	bool is_owed = text[0] >= 'A' && text[0] <= 'Z' && text[1] == ' ' && text[2] == ' ';
	return is_rule || is_owed || text[blanks] == '#' ? STYLE_NAME : STYLE_TEXT;
}

/* The stretch of a line that a match takes, which may have begun on the line before; false: none of it. */
static bool match_in_line(const struct pager *pager, const struct pager_line *line, size_t place,
			  size_t *from, size_t *to)
{
	struct span match;
	if (!find_match(pager->find.text, span_of(pager->text), place, &match))
		return false;
	size_t end = place + match.len, line_end = line->at + line->len;
	*from = place > line->at ? place - line->at : 0;
	*to = (end < line_end ? end : line_end) - line->at;
	return place < line_end && end > line->at;
}

static void draw_matches(const struct pager *pager, struct canvas canvas, int row,
			 const struct pager_line *line, const char *text)
{
	const struct find *find = &pager->find;
	size_t i = find->n, from, to;
	while (i > 0 && find->places[i - 1] >= line->at)
		i--;
	for (i = i > 0 ? i - 1 : 0; i < find->n && find->places[i] < line->at + line->len; i++) {
		if (!match_in_line(pager, line, find->places[i], &from, &to))
			continue;
		draw_part(canvas, row, line->indent_cols, i == find->at ? STYLE_FOUND : STYLE_MATCH, text,
			  from, to);
	}
}

static void draw_row(const struct pager *pager, struct canvas canvas, int row, const struct pager_line *line)
{
	char *text = mem_strndup(pager->text + line->at, line->len);
	draw_text(canvas, row, line->indent_cols, canvas.cols,
		  style_of(source_of(pager, line), canvas.look->signs->rule), text);
	draw_matches(pager, canvas, row, line, text);
	free(text);
}

/* On what was found, so that a screen reader reads on from there. */
static int cursor_row(const struct pager *pager)
{
	const struct find *find = &pager->find;
	size_t line = find->at < find->n ? line_of(pager, find->places[find->at]) : pager->top;
	return is_in_sight(pager, line) ? (int)(line - pager->top) : 0;
}

void pager_draw(const struct pager *pager, struct canvas canvas)
{
	for (int row = 0; row < canvas.rows; row++)
		if (pager->top + (size_t)row < pager->n_lines)
			draw_row(pager, canvas, row, &pager->lines[pager->top + (size_t)row]);
	draw_cursor(canvas, cursor_row(pager), 0);
}

void pager_print_place(const struct pager *pager, struct str *out)
{
	size_t end = pager->top + (size_t)(pager->rows > 0 ? pager->rows : 0);
	if (end > pager->n_lines)
		end = pager->n_lines;
	if (pager->top > 0 || end < pager->n_lines)
		str_addf(out, "%zu-%zu of %zu", pager->top + 1, end, pager->n_lines);
}
