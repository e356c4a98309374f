/* What a click on the page means (ui/page.h). */
#include "ui/page.h"

static const struct column *column_at(const struct page *page, int col)
{
	for (size_t i = 0; i < page->n_columns; i++) {
		const struct column *column = &page->columns[i];
		if ((size_t)col >= column->x_cols && (size_t)col < column->x_cols + column->width_cols)
			return column;
	}
	return NULL;
}

static void click_view(const struct page *page, const struct look *look, int col, struct str *line)
{
	const struct view *view = page_tab_at(page, look, col);
	if (view)
		str_addf(line, "view %s", view->name);
}

static void click_heading(const struct page *page, int col, struct str *line)
{
	const struct column *column = column_at(page, col);
	struct sort sort = page_order(page);
	if (!column)
		return;
	if (sort.keys[page_order_shown(page, &sort)].field == column->field)
		str_add(line, "reverse");
	else
		str_addf(line, "sort %s", column->field->key);
}

static void click_row(struct page *page, size_t row, bool is_double, struct str *line)
{
	size_t index = page->list.top + row;
	if (index >= page->list.n)
		return;
	list_go(&page->list, index);
	if (is_double)
		str_add(line, "open");
}

/* In plain mode no titles stand above the columns. */
void page_click(void *state, struct app *app, const struct mouse *mouse, struct str *line)
{
	struct page *page = state;
	struct page_layout layout = page_layout(page->rows);
	const struct look *look = app_look(app);
	bool is_double = mouse->act == MOUSE_DOUBLE_CLICK;
	if (mouse->row >= layout.list && mouse->row < layout.list + layout.list_rows)
		click_row(page, (size_t)(mouse->row - layout.list), is_double, line);
	else if (mouse->row == 0)
		click_view(page, look, mouse->col, line);
	else if (mouse->row == layout.heading && !look_is_plain(look))
		click_heading(page, mouse->col, line);
}
