#include "view/format.h"

#define CELL_COLS_MAX 120 /* in a pipe */

/* Blanks at the end of a line help nobody. */
static void end_line(struct str *out)
{
	while (out->len && out->at[out->len - 1] == ' ')
		out->len--;
	str_add_char(out, '\n');
}

static size_t cell_cols(const struct field *field, const struct row *row, const struct look *look)
{
	struct str text = {0};
	field_text(field, row, look, 0, &text);
	size_t cols = str_width_cols(str_text(&text));
	str_free(&text);
	return cols < CELL_COLS_MAX ? cols : CELL_COLS_MAX;
}

static size_t widest_cols(const struct field *field, const struct selection *selection,
			  const struct moment *at, const struct look *look)
{
	size_t widest = str_width_cols(field->title);
	for (size_t i = 0; i < selection->n; i++) {
		struct row row = {.entry = selection->entries[i], .at = at};
		size_t cols = cell_cols(field, &row, look);
		widest = cols > widest ? cols : widest;
	}
	return widest;
}

static size_t natural_columns(const struct selection *selection, const struct moment *at,
			      const struct columns *columns, const struct look *look,
			      struct column natural[COLUMNS_MAX])
{
	for (size_t i = 0; i < columns->n; i++) {
		natural[i].field = columns->fields[i];
		natural[i].width_cols = widest_cols(columns->fields[i], selection, at, look);
	}
	return columns->n;
}

static void add_head(const struct column *columns, size_t n, const struct look *look, struct str *out)
{
	for (size_t i = 0; i < n; i++) {
		const struct column *column = &columns[i];
		size_t title_cols = str_width_cols(column->field->title);
		if (i)
			str_add_char(out, ' ');
		if (column->field->is_right && title_cols < column->width_cols)
			str_add_repeat(out, " ", column->width_cols - title_cols);
		str_add_cell(out, column->field->title, column->width_cols, look->signs->ellipsis,
			     !column->field->is_right);
	}
	end_line(out);
}

static void add_row(const struct column *columns, size_t n, const struct row *row, const struct look *look,
		    struct str *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			str_add_char(out, ' ');
		field_text(columns[i].field, row, look, columns[i].width_cols, out);
	}
	end_line(out);
}

void format_list_table(const struct selection *selection, const struct moment *at,
		       const struct columns *columns, const struct look *look, size_t width_cols,
		       struct str *out)
{
	struct column fitted[COLUMNS_MAX];
	size_t n = width_cols ? columns_fit(columns, look, width_cols, fitted)
			      : natural_columns(selection, at, columns, look, fitted);
	add_head(fitted, n, look, out);
	for (size_t i = 0; i < selection->n; i++) {
		struct row row = {.entry = selection->entries[i], .at = at};
		add_row(fitted, n, &row, look, out);
	}
}
