/* Draws a question (ui/prompt.h): what fits, the line, and what is wrong with it. */
#include "base/str.h"
#include "ui/prompt.h"

/* A line question leaves the page in sight; on a high screen there is room for more. */
#define SHOWN_LINE 6
#define SHOWN_MENU 14
#define SHOWN_SHARE 4 /* of the screen's rows: a fourth */
#define GAP_COLS 2
#define LINE_COLS_MIN 8 /* a note gives way before less than this is left to type in */

/* --- the line --- */

/* The first byte of the line that is shown, so that the cursor is in sight. */
static size_t shown_from(const struct prompt *prompt, const char *text, int width_cols)
{
	size_t from = 0;
	struct str head = {0};
	str_add_bytes(&head, text, prompt->edit.at);
	while (from < prompt->edit.at && str_width_cols(str_text(&head) + from) >= (size_t)width_cols)
		from += str_fit(str_text(&head) + from, 2, NULL); /* 2: the widest character */
	str_free(&head);
	return from;
}

static int cols_between(const char *text, size_t from, size_t to)
{
	struct str part = {0};
	if (to > from)
		str_add_bytes(&part, text + from, to - from);
	int cols = (int)str_width_cols(str_text(&part));
	str_free(&part);
	return cols;
}

static bool has_place(const struct prompt *prompt)
{
	return prompt->mistake.fault != FAULT_NONE && prompt->mistake_at != NOWHERE;
}

/* What `watch` says, at the right end; returns the columns that it leaves to the line. */
static int draw_note(const struct prompt *prompt, struct canvas canvas, int room_cols)
{
	int cols = (int)str_width_cols(str_text(&prompt->note));
	if (cols == 0 || room_cols - cols - GAP_COLS < LINE_COLS_MIN)
		return room_cols;
	draw_right(canvas, 0, canvas.cols - cols, cols, prompt->is_bad_note ? STYLE_ERROR : STYLE_DIM,
		   str_text(&prompt->note));
	return room_cols - cols - GAP_COLS;
}

/* One star a byte: a secret is ASCII. */
static void add_shown(const struct prompt *prompt, struct str *shown)
{
	if (prompt->question.is_secret)
		str_add_repeat(shown, "*", prompt->edit.line.len);
	else
		str_add(shown, str_text(&prompt->edit.line));
}

static void draw_line(const struct prompt *prompt, struct canvas canvas)
{
	struct str shown = {0};
	add_shown(prompt, &shown);
	const char *text = str_text(&shown);
	int col = draw_text(canvas, 0, 0, canvas.cols, STYLE_NAME, prompt->question.label);
	int room_cols = draw_note(prompt, canvas, canvas.cols - col);
	size_t from = shown_from(prompt, text, room_cols);
	draw_text(canvas, 0, col, room_cols, STYLE_TEXT, text + from);
	if (has_place(prompt) && prompt->mistake_at >= from)
		draw_text(canvas, 1, col + cols_between(text, from, prompt->mistake_at), 1, STYLE_ERROR, "^");
	draw_cursor(canvas, 0, col + cols_between(text, from, prompt->edit.at));
	str_free(&shown);
}

/* --- what fits --- */

static bool has_choice(const struct prompt *prompt)
{
	return prompt->question.is_menu || prompt->is_cycling;
}

/* The first one that is shown, so that the chosen one is in sight. */
static size_t first_shown(const struct prompt *prompt, size_t rows)
{
	return has_choice(prompt) && prompt->chosen >= rows ? prompt->chosen - rows + 1 : 0;
}

/* As wide as the words are; what follows a word is shown as far as two fifths of the row go. */
static int words_cols(const struct completion *completion, int canvas_cols)
{
	size_t words = 0, with_args = 0, most = (size_t)canvas_cols * 2 / 5;
	for (size_t i = 0; i < completion->n; i++) {
		const struct suggestion *suggestion = &completion->at[i];
		size_t cols = str_width_cols(suggestion->word);
		words = cols > words ? cols : words;
		cols += suggestion->args ? 1 + str_width_cols(suggestion->args) : 0;
		with_args = cols > with_args ? cols : with_args;
	}
	with_args = with_args < most ? with_args : most;
	return (int)(words > with_args ? words : with_args);
}

static void draw_suggestion(struct canvas row, const struct suggestion *suggestion, int cols)
{
	draw_blank(row, 0);
	int used = draw_text(row, 0, GAP_COLS, cols, STYLE_KEY, suggestion->word);
	if (suggestion->args)
		draw_text(row, 0, GAP_COLS + used + 1, cols - used - 1, STYLE_DIM, suggestion->args);
	if (suggestion->help)
		draw_text(row, 0, GAP_COLS + cols + GAP_COLS, row.cols, STYLE_TEXT, suggestion->help);
}

static void draw_fitting(const struct prompt *prompt, struct canvas canvas)
{
	const struct completion *completion = &prompt->completion;
	int cols = words_cols(completion, canvas.cols);
	size_t rows = (size_t)canvas.rows, first = first_shown(prompt, rows);
	for (size_t i = first; i < completion->n && i < first + rows; i++) {
		struct canvas row = canvas_part(canvas, (int)(i - first), 1);
		row.is_selected = has_choice(prompt) && i == prompt->chosen;
		draw_suggestion(row, &completion->at[i], cols);
	}
}

/* Over them: what belongs here, and which are in sight when not all are. */
static void draw_fitting_rule(const struct prompt *prompt, struct canvas canvas, size_t rows)
{
	struct str about = {0}, place = {0};
	size_t first = first_shown(prompt, rows), n = prompt->completion.n;
	draw_rule(canvas, 0);
	if (prompt->completion.about)
		str_addf(&about, " %s ", prompt->completion.about);
	if (rows > 0 && rows < n)
		str_addf(&place, " %zu-%zu of %zu ", first + 1, first + rows, n);
	int place_cols = (int)str_width_cols(str_text(&place));
	int place_col = canvas.cols - place_cols - GAP_COLS;
	draw_text(canvas, 0, GAP_COLS, place_col - 2 * GAP_COLS, STYLE_DIM, str_text(&about));
	draw_text(canvas, 0, place_col, place_cols, STYLE_DIM, str_text(&place));
	str_free(&about);
	str_free(&place);
}

/* --- all of it --- */

static int rows_of_fitting(const struct prompt *prompt, int rows, int rows_free)
{
	int shown = prompt->question.is_menu ? SHOWN_MENU : SHOWN_LINE;
	if (shown < rows / SHOWN_SHARE)
		shown = rows / SHOWN_SHARE;
	if (shown > (int)prompt->completion.n)
		shown = (int)prompt->completion.n;
	return shown > rows_free ? rows_free : shown;
}

/* Some errors name all that would be right. */
static int rows_of_mistake(const struct prompt *prompt, struct canvas canvas)
{
	if (prompt->mistake.fault == FAULT_NONE)
		return 0;
	int rows = draw_rows_wrapped(prompt->mistake.text, 0, canvas.cols), rows_max = canvas.rows / 2;
	return rows > rows_max ? rows_max : rows;
}

/* Where things stand, in rows of the canvas. */
struct layout {
	int rule_rows; /* above what fits */
	int from, fitting_rows;
	int line_rows; /* the line, a caret, a mistake */
	int mistake_rows;
};

static struct layout layout_of(const struct prompt *prompt, struct canvas canvas)
{
	struct layout layout = {.mistake_rows = rows_of_mistake(prompt, canvas)};
	layout.line_rows = 1 + (has_place(prompt) ? 1 : 0) + layout.mistake_rows;
	layout.fitting_rows = rows_of_fitting(prompt, canvas.rows, canvas.rows - layout.line_rows - 1);
	layout.rule_rows = layout.fitting_rows > 0 || prompt->completion.about ? 1 : 0;
	layout.from = canvas.rows - layout.line_rows - layout.fitting_rows;
	return layout;
}

int prompt_rows(const struct prompt *prompt, struct canvas canvas)
{
	struct layout layout = layout_of(prompt, canvas);
	return layout.rule_rows + layout.fitting_rows + layout.line_rows;
}

bool prompt_click(struct prompt *prompt, struct canvas canvas, int row)
{
	struct layout layout = layout_of(prompt, canvas);
	int at = row - layout.from;
	if (!prompt->question.is_menu || at < 0 || at >= layout.fitting_rows)
		return false;
	prompt->chosen = first_shown(prompt, (size_t)layout.fitting_rows) + (size_t)at;
	return true;
}

void prompt_draw(const struct prompt *prompt, struct canvas canvas)
{
	struct layout layout = layout_of(prompt, canvas);
	int mistake_rows = layout.mistake_rows, line_rows = layout.line_rows;
	int fitting_rows = layout.fitting_rows, rule_rows = layout.rule_rows, from = layout.from;
	struct canvas all = canvas_part(canvas, from - rule_rows, canvas.rows);
	for (int i = 0; i < all.rows; i++)
		draw_blank(all, i);
	if (rule_rows > 0)
		draw_fitting_rule(prompt, all, (size_t)fitting_rows);
	draw_fitting(prompt, canvas_part(canvas, from, fitting_rows));
	if (mistake_rows > 0)
		draw_wrapped(canvas_part(canvas, canvas.rows - mistake_rows, mistake_rows), 0, STYLE_ERROR,
			     prompt->mistake.text);
	draw_line(prompt, canvas_part(canvas, from + fitting_rows, line_rows));
	/* As in a list, the cursor tells a screen reader which row is chosen. */
	if (prompt->question.is_menu && fitting_rows > 0)
		draw_cursor(canvas, from + (int)(prompt->chosen - first_shown(prompt, (size_t)fitting_rows)),
			    0);
}
