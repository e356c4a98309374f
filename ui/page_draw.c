/* Draws the page (screens.md, "The one page"); reads the state and nothing else (ui/page.h). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utc.h"
#include "ui/page.h"
#include "ui/pager.h"
#include "view/sentence.h"

/* Heights from which on a part of the page is worth its rows. */
#define ROWS_FOR_HEADING 7
#define ROWS_FOR_REASON 12
/* Older data is not to be trusted (screens.md, "The one page"). */
#define STALE_S HOUR_S
#define GAP_COLS 2

struct page_layout page_layout(int rows)
{
	struct page_layout layout = {.heading = -1, .list = 2, .rule = -1, .reason = -1};
	if (rows >= ROWS_FOR_HEADING) {
		layout.heading = 2;
		layout.list = 3;
	}
	if (rows >= ROWS_FOR_REASON) {
		layout.reason_rows = 2;
		layout.reason = rows - layout.reason_rows;
		layout.rule = layout.reason - 1;
	}
	layout.list_rows = (layout.rule >= 0 ? layout.rule : rows) - layout.list;
	return layout;
}

/* --- line 2: what is wrong, and how fresh the data is --- */

static int cols_of(const struct str *text)
{
	return (int)str_width_cols(str_text(text));
}

static void add_stale(const struct page *page, int64_t now_utc, struct str *out)
{
	char age[UTC_TEXT_BYTES];
	if (page->synced_utc != UTC_NONE && now_utc - page->synced_utc > STALE_S)
		str_addf(out, "DATA %s OLD", utc_print_age(now_utc - page->synced_utc, age));
}

/* From `col` on, as many alarms as fit before `end`. */
static void draw_alarm_list(const struct page *page, struct canvas canvas, int col, int end)
{
	for (size_t i = 0; i < page->n_alarms; i++) {
		struct str text = {0};
		str_addf(&text, "%u %s", page->alarms[i].n, page->alarms[i].condition->alarm);
		int cols = cols_of(&text);
		int before_cols = look_is_plain(canvas.look) ? 0 : 1; /* no blank before a comma */
		int dot_cols = i > 0 ? before_cols + (int)str_width_cols(canvas.look->signs->dot) + 1 : 0;
		if (col + dot_cols + cols <= end) {
			if (i > 0)
				draw_text(canvas, 0, col + before_cols, dot_cols, STYLE_DIM,
					  canvas.look->signs->dot);
			draw_text(canvas, 0, col + dot_cols, cols,
				  draw_style(page->alarms[i].condition->hint), str_text(&text));
		}
		col += dot_cols + cols;
		str_free(&text);
	}
}

static void draw_alarms(const struct page *page, struct canvas canvas, int64_t now_utc)
{
	struct str stale = {0}, state = {0}, clock = {0};
	struct civil civil = utc_to_civil(now_utc);
	enum style style = page_sync_text(page, canvas.look, now_utc, &state);
	add_stale(page, now_utc, &stale);
	str_addf(&clock, "%s%s %02d:%02dZ", look_is_plain(canvas.look) ? "" : " ", canvas.look->signs->dot,
		 civil.hour, civil.minute);
	/* The state is always whole: the time of day gives way to it, then the data's age, which it implies.
	 */
	int stale_cols = stale.len > 0 ? cols_of(&stale) + GAP_COLS : 0;
	if (stale_cols + cols_of(&state) + cols_of(&clock) > canvas.cols)
		str_clear(&clock);
	if (stale_cols + cols_of(&state) > canvas.cols)
		stale_cols = 0;
	int end = canvas.cols - cols_of(&state) - cols_of(&clock);
	draw_text(canvas, 0, 0, stale_cols, STYLE_STALE, str_text(&stale));
	draw_alarm_list(page, canvas, stale_cols, end - GAP_COLS);
	draw_text(canvas, 0, end > 0 ? end : 0, canvas.cols, style, str_text(&state));
	draw_text(canvas, 0, canvas.cols - cols_of(&clock), canvas.cols, STYLE_DIM, str_text(&clock));
	str_free(&stale);
	str_free(&state);
	str_free(&clock);
}

/* --- the list --- */

/* "DUE ▲": the sign takes the blank's place, then the title's end, where the column is narrow. */
static void add_sorted_title(struct str *out, const char *title, const char *sign, size_t width_cols)
{
	size_t title_cols = str_width_cols(title), sign_cols = str_width_cols(sign);
	if (title_cols + sign_cols > width_cols) {
		str_add_cell(out, title, width_cols > sign_cols ? width_cols - sign_cols : 0, "", false);
		str_add(out, sign);
		return;
	}
	str_add(out, title);
	if (title_cols + 1 + sign_cols <= width_cols)
		str_add_char(out, ' ');
	str_add(out, sign);
}

/* "sorted by due, then waits": a title above a column says nothing to who hears one row. */
static void draw_order(const struct page *page, struct canvas canvas)
{
	struct sort sort = page_order(page);
	struct str text = {0};
	for (size_t i = 0; i < sort.n; i++)
		str_addf(&text, "%s%s%s", i ? ", then " : "sorted by ", sort.keys[i].field->key,
			 sort.keys[i].is_reversed ? " reversed" : "");
	draw_text(canvas, 0, 0, canvas.cols, STYLE_TEXT, str_text(&text));
	str_free(&text);
}

static void draw_heading(const struct page *page, struct canvas canvas)
{
	struct sort sort = page_order(page);
	if (look_is_plain(canvas.look)) {
		draw_order(page, canvas);
		return;
	}
	size_t shown = page_order_shown(page, &sort);
	draw_fill(canvas, 0, STYLE_HEADING);
	for (size_t i = 0; i < page->n_columns; i++) {
		const struct column *column = &page->columns[i];
		struct str title = {0};
		bool is_sorted = column->field == sort.keys[shown].field;
		const char *sign =
			sort.keys[shown].is_reversed ? canvas.look->signs->down : canvas.look->signs->up;
		if (is_sorted)
			add_sorted_title(&title, column->field->title, sign, column->width_cols);
		else
			str_add(&title, column->field->title);
		if (column->field->is_right)
			draw_right(canvas, 0, (int)column->x_cols, (int)column->width_cols, STYLE_HEADING,
				   str_text(&title));
		else
			draw_text(canvas, 0, (int)column->x_cols, (int)column->width_cols, STYLE_HEADING,
				  str_text(&title));
		str_free(&title);
	}
}

/* Without the blanks around it: in reverse they would show the colour of the word. */
static void draw_word(struct canvas canvas, int col, enum style style, const char *cell)
{
	struct span word = span_trim(span_of(cell));
	char *text = mem_strndup(word.at, word.len);
	draw_text(canvas, 0, col + (int)(word.at - cell), canvas.cols, style, text);
	free(text);
}

/* Where a reader stands is told by the hardware cursor alone. */
static void draw_sentence(const struct page *page, struct canvas canvas, const struct row *row)
{
	struct str text = {0};
	if (picks_has(&page->picks, row->entry->bug->id))
		str_addf(&text, "%s, ", canvas.look->signs->selected);
	sentence_add(row, page->columns, page->n_columns, canvas.look, (size_t)canvas.cols - text.len, &text);
	draw_text(canvas, 0, 0, canvas.cols, STYLE_TEXT, str_text(&text));
	str_free(&text);
}

/* On the row under the cursor they are turned back out of its reverse. */
static void draw_matches(const struct page *page, struct canvas canvas, int col, const char *cell)
{
	struct span text = span_of(cell), match;
	for (size_t from = 0; page->find.text && find_match(page->find.text, text, from, &match);) {
		size_t at = (size_t)(match.at - cell);
		draw_part(canvas, 0, col, canvas.is_selected ? STYLE_FOUND : STYLE_MATCH, cell, at,
			  at + match.len);
		from = at + match.len;
	}
}

static void draw_row(const struct page *page, struct canvas canvas, const struct row *row)
{
	struct str cell = {0};
	if (canvas.is_selected)
		draw_blank(canvas, 0);
	for (size_t i = 0; i < page->n_columns; i++) {
		const struct column *column = &page->columns[i];
		str_clear(&cell);
		enum hint hint = field_text(column->field, row, canvas.look, column->width_cols, &cell);
		draw_word(canvas, (int)column->x_cols, draw_style(hint), str_text(&cell));
		if (column->field->searched != SEARCHED_NOT)
			draw_matches(page, canvas, (int)column->x_cols, str_text(&cell));
	}
	str_free(&cell);
}

/* A sign before the number and both the other way round, so that it is seen from afar, on the row under the
 * cursor too, and needs no colour. The sign takes the blank between two columns; where the number comes first
 * it stands behind. */
static void draw_pick(const struct page *page, struct canvas canvas, const struct row *row)
{
	const struct column *column = &page->columns[0];
	for (size_t i = 0; i < page->n_columns; i++)
		if (page->columns[i].field->is_bug)
			column = &page->columns[i];
	int col = (int)column->x_cols, cols = (int)column->width_cols;
	struct str cell = {0};
	canvas.is_selected = !canvas.is_selected;
	field_text(column->field, row, canvas.look, column->width_cols, &cell);
	draw_text(canvas, 0, col, cols, STYLE_NAME, str_text(&cell));
	draw_text(canvas, 0, col > 0 ? col - 1 : cols, 1, STYLE_NAME, canvas.look->signs->selected);
	str_free(&cell);
}

static void draw_nothing(const struct page *page, struct canvas canvas)
{
	struct str text = {0};
	str_add_repeat(&text, " ", GAP_COLS);
	if (!page->is_reached) {
		str_add(&text, canvas.look->signs->pending);
	} else if (page->nothing) {
		str_add(&text, page->nothing);
	} else if (page->filter) {
		str_add(&text, "nothing matches the filter; ");
		keymap_print_way(page->keymap, SCOPE_PAGE, "clear-filter", &text);
		str_add(&text, " clears it");
	} else if (page->synced_utc != UTC_NONE) {
		str_add(&text, "nothing here");
	} else if (page->has_worker && !page_sync_waits(page)) {
		str_add(&text, "no bugs yet: the first sync is under way");
	} else {
		str_add(&text, "no bugs yet: never synced");
	}
	int row = canvas.rows > 2 ? 1 : 0;
	draw_wrapped(canvas_part(canvas, row, canvas.rows), GAP_COLS, STYLE_DIM, str_text(&text));
	str_free(&text);
}

static void draw_list(const struct page *page, struct canvas canvas)
{
	const struct list *list = &page->list;
	if (list->n == 0)
		draw_nothing(page, canvas);
	for (int i = 0; i < canvas.rows && list->top + (size_t)i < list->n; i++) {
		struct canvas line = canvas_part(canvas, i, 1);
		struct row row = page_row(page, list->top + (size_t)i);
		if (look_is_plain(canvas.look)) {
			draw_sentence(page, line, &row);
			continue;
		}
		line.is_selected = list->top + (size_t)i == list->cursor;
		draw_row(page, line, &row);
		if (picks_has(&page->picks, row.entry->bug->id))
			draw_pick(page, line, &row);
	}
}

/* --- the bottom: filter and place, and why the countdown is what it is --- */

/* On the rule: what is selected, what narrows the list, and where in it the cursor is when it does not fit.
 */
static void draw_rule_line(const struct page *page, struct canvas canvas)
{
	struct str filter = {0}, place = {0};
	draw_rule(canvas, 0);
	if (page->picks.n > 0)
		str_addf(&filter, " %zu selected ", page->picks.n);
	if (page->picks.n > 0 && page->filter)
		str_add_repeat(&filter, canvas.look->signs->rule, 2);
	if (page->filter)
		str_addf(&filter, " filter: %s ", page->filter_text);
	if (page->list.n > page->list.rows)
		str_addf(&place, " %zu of %zu ", page->list.cursor + 1, page->list.n);
	int place_cols = cols_of(&place);
	int place_col = canvas.cols - place_cols - GAP_COLS;
	draw_text(canvas, 0, GAP_COLS, place_col - 2 * GAP_COLS, STYLE_NAME, str_text(&filter));
	draw_text(canvas, 0, place_col, place_cols, STYLE_DIM, str_text(&place));
	str_free(&filter);
	str_free(&place);
}

static bool reason_fits(const struct page *page, struct canvas canvas, const struct row *row,
			struct reason_room room, struct str *text)
{
	const struct conversation *talk = page->has_talk ? &page->talk : NULL;
	str_clear(text);
	reason_text(row, talk, canvas.look, room, text);
	reason_add_news(row, talk, canvas.look, text);
	return draw_rows_wrapped(str_text(text), GAP_COLS, canvas.cols) <= canvas.rows;
}

/* The longest quotation with which all else can be read. */
static struct reason_room reason_room(const struct page *page, struct canvas canvas, const struct row *row,
				      struct str *text)
{
	struct reason_room room = {0};
	size_t too_long = (size_t)(canvas.cols * canvas.rows);
	/* Who changed something is worth more than what the citation says as well. */
	room.is_short = !reason_fits(page, canvas, row, room, text);
	while (too_long - room.words_cols > 1) {
		struct reason_room middle = room;
		middle.words_cols = (room.words_cols + too_long) / 2;
		if (reason_fits(page, canvas, row, middle, text))
			room = middle;
		else
			too_long = middle.words_cols;
	}
	return room;
}

static void draw_reason(const struct page *page, struct canvas canvas)
{
	struct row row = page_row(page, page->list.cursor);
	struct str text = {0};
	if (!row.entry)
		return;
	reason_fits(page, canvas, &row, reason_room(page, canvas, &row, &text), &text);
	draw_wrapped(canvas, GAP_COLS, STYLE_TEXT, str_text(&text));
	str_free(&text);
}

void page_draw(const void *state, const struct frame *frame)
{
	const struct page *page = state;
	struct canvas canvas = frame->canvas;
	struct page_layout layout = page_layout(canvas.rows);
	page_draw_tabs(page, canvas_part(canvas, 0, 1));
	draw_alarms(page, canvas_part(canvas, 1, 1), frame->now_utc);
	if (layout.heading >= 0)
		draw_heading(page, canvas_part(canvas, layout.heading, 1));
	draw_list(page, canvas_part(canvas, layout.list, layout.list_rows));
	if (layout.rule >= 0)
		draw_rule_line(page, canvas_part(canvas, layout.rule, 1));
	if (layout.reason >= 0)
		draw_reason(page, canvas_part(canvas, layout.reason, layout.reason_rows));
	draw_cursor(canvas, layout.list + (int)(page->list.cursor - page->list.top), 0);
}
