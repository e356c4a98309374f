#include "ui/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/stroke.h"

#define MATCHES_SHOWN_LINE 6 /* a line question leaves the page in sight */
#define MATCHES_SHOWN_MENU 14

/* --- which choices fit --- */

static bool choice_fits(const struct prompt *prompt, const struct choice *choice, const char *typed)
{
	if (prompt->question.is_menu)
		return str_find_nocase(choice->word, typed) || str_find_nocase(choice->help, typed);
	return span_starts_nocase(span_of(choice->word), typed);
}

static void find_matches(struct prompt *prompt)
{
	const char *typed = str_text(&prompt->edit.line);
	prompt->n_matches = 0;
	for (size_t i = 0; i < prompt->question.n_choices; i++)
		if (choice_fits(prompt, &prompt->question.choices[i], typed))
			prompt->matches[prompt->n_matches++] = i;
	if (prompt->chosen >= prompt->n_matches)
		prompt->chosen = 0;
}

static const struct choice *match(const struct prompt *prompt, size_t i)
{
	return &prompt->question.choices[prompt->matches[i]];
}

/* --- open and over --- */

static void choose_word(struct prompt *prompt, const char *word)
{
	for (size_t i = 0; i < prompt->n_matches; i++)
		if (str_equals(match(prompt, i)->word, word))
			prompt->chosen = i;
}

static void take_question(struct prompt *prompt, const struct question *question)
{
	size_t n = question->n_choices;
	free(prompt->choices);
	free(prompt->matches);
	prompt->choices = mem_array(n, sizeof *prompt->choices);
	prompt->matches = mem_array(n, sizeof *prompt->matches);
	if (n > 0)
		memcpy(prompt->choices, question->choices, n * sizeof *prompt->choices);
	prompt->question = *question;
	prompt->question.choices = prompt->choices;
}

void prompt_open(struct prompt *prompt, const struct question *question, const char *initial)
{
	take_question(prompt, question);
	prompt->is_open = true;
	prompt->mistake.fault = FAULT_NONE;
	prompt->recalled = prompt->n_recall;
	prompt->chosen = 0;
	edit_set(&prompt->edit, !question->is_menu && initial ? initial : "");
	find_matches(prompt);
	if (question->is_menu)
		choose_word(prompt, initial);
}

static void remember(struct prompt *prompt)
{
	const char *line = str_text(&prompt->edit.line);
	size_t n = prompt->n_recall;
	if (prompt->question.is_menu || !*line || (n && str_equals(prompt->recall[n - 1].line, line)))
		return;
	if (n == RECALL_MAX) {
		free(prompt->recall[0].line);
		memmove(prompt->recall, prompt->recall + 1, (RECALL_MAX - 1) * sizeof prompt->recall[0]);
		n--;
	}
	prompt->recall[n].label = prompt->question.label;
	prompt->recall[n].line = mem_strdup(line);
	prompt->n_recall = n + 1;
}

void prompt_refuse(struct prompt *prompt, size_t at_byte, const struct error *err)
{
	prompt->is_open = true;
	prompt->mistake = *err;
	prompt->mistake_at = at_byte;
}

void prompt_free(struct prompt *prompt)
{
	for (size_t i = 0; i < prompt->n_recall; i++)
		free(prompt->recall[i].line);
	free(prompt->choices);
	free(prompt->matches);
	edit_free(&prompt->edit);
	*prompt = (struct prompt){0};
}

const char *prompt_answer(const struct prompt *prompt)
{
	if (!prompt->question.is_menu)
		return str_text(&prompt->edit.line);
	return match(prompt, prompt->chosen)->word;
}

/* --- strokes --- */

/* Up and Down in a line question: the earlier answers to the same question. */
static void recall(struct prompt *prompt, bool is_older)
{
	size_t at = prompt->recalled;
	do {
		if (is_older ? at == 0 : at >= prompt->n_recall)
			return;
		at += is_older ? (size_t)-1 : 1;
	} while (at < prompt->n_recall && !str_equals(prompt->recall[at].label, prompt->question.label));
	prompt->recalled = at;
	edit_set(&prompt->edit, at < prompt->n_recall ? prompt->recall[at].line : "");
}

static void choose(struct prompt *prompt, bool is_up)
{
	if (is_up && prompt->chosen > 0)
		prompt->chosen--;
	if (!is_up && prompt->chosen + 1 < prompt->n_matches)
		prompt->chosen++;
}

/* Tab: as far as all that fit agree, and a blank when only one is left. */
static void complete(struct prompt *prompt)
{
	if (prompt->n_matches == 0 || prompt->question.is_menu)
		return;
	size_t same = strlen(match(prompt, 0)->word);
	for (size_t i = 1; i < prompt->n_matches; i++) {
		size_t agree = 0;
		while (agree < same && match(prompt, i)->word[agree] == match(prompt, 0)->word[agree])
			agree++;
		same = agree;
	}
	struct str line = {0};
	str_add_bytes(&line, match(prompt, 0)->word, same);
	if (prompt->n_matches == 1)
		str_add_char(&line, ' ');
	edit_set(&prompt->edit, str_text(&line));
	str_free(&line);
}

static enum prompt_event answer(struct prompt *prompt)
{
	if (prompt->question.is_menu && prompt->n_matches == 0) {
		error_set(&prompt->mistake, FAULT_USAGE, "nothing here matches: ^U shows all again");
		prompt->mistake_at = NOWHERE;
		return PROMPT_GOES_ON;
	}
	remember(prompt);
	prompt->is_open = false;
	return PROMPT_ANSWERED;
}

static void type(struct prompt *prompt, uint32_t stroke)
{
	switch (stroke) {
	case STROKE_UP:
	case STROKE_DOWN:
		if (prompt->question.is_menu)
			choose(prompt, stroke == STROKE_UP);
		else
			recall(prompt, stroke == STROKE_UP);
		break;
	case STROKE_TAB:
		complete(prompt);
		break;
	default:
		edit_stroke(&prompt->edit, stroke);
	}
	find_matches(prompt);
}

enum prompt_event prompt_stroke(struct prompt *prompt, uint32_t stroke)
{
	prompt->mistake.fault = FAULT_NONE;
	switch (stroke) {
	case STROKE_ENTER:
		return answer(prompt);
	case STROKE_ESC:
	case STROKE_CTRL('C'):
		prompt->is_open = false;
		return PROMPT_LEFT;
	default:
		type(prompt, stroke);
		return PROMPT_GOES_ON;
	}
}

/* --- drawing --- */

/* The first byte of the line that is shown, so that the cursor is in sight. */
static size_t shown_from(const struct prompt *prompt, int width_cols)
{
	const char *text = str_text(&prompt->edit.line);
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

static void draw_line(const struct prompt *prompt, struct canvas canvas)
{
	const char *text = str_text(&prompt->edit.line);
	int col = draw_text(canvas, 0, 0, canvas.cols, STYLE_NAME, prompt->question.label);
	size_t from = shown_from(prompt, canvas.cols - col);
	draw_text(canvas, 0, col, canvas.cols - col, STYLE_TEXT, text + from);
	if (has_place(prompt) && prompt->mistake_at >= from)
		draw_text(canvas, 1, col + cols_between(text, from, prompt->mistake_at), 1, STYLE_ERROR, "^");
	draw_cursor(canvas, 0, col + cols_between(text, from, prompt->edit.at));
}

static int widest_word(const struct prompt *prompt)
{
	size_t widest = 0;
	for (size_t i = 0; i < prompt->question.n_choices; i++) {
		size_t cols = str_width_cols(prompt->question.choices[i].word);
		widest = cols > widest ? cols : widest;
	}
	return (int)widest;
}

/* The first choice that is shown, so that the chosen one is in sight. */
static size_t first_match(const struct prompt *prompt, size_t rows)
{
	return prompt->question.is_menu && prompt->chosen >= rows ? prompt->chosen - rows + 1 : 0;
}

static void draw_matches(const struct prompt *prompt, struct canvas canvas)
{
	int word_cols = widest_word(prompt);
	size_t rows = (size_t)canvas.rows;
	size_t first = first_match(prompt, rows);
	for (size_t i = first; i < prompt->n_matches && i < first + rows; i++) {
		struct canvas row = canvas_part(canvas, (int)(i - first), 1);
		row.is_selected = prompt->question.is_menu && i == prompt->chosen;
		draw_blank(row, 0);
		draw_text(row, 0, 2, word_cols, STYLE_KEY, match(prompt, i)->word);
		draw_text(row, 0, word_cols + 4, canvas.cols, STYLE_TEXT, match(prompt, i)->help);
	}
}

/* Over the choices: which of them are in sight when not all are. */
static void draw_match_rule(const struct prompt *prompt, struct canvas canvas, size_t rows)
{
	struct str text = {0};
	size_t first = first_match(prompt, rows);
	draw_rule(canvas, 0);
	if (rows < prompt->n_matches) {
		str_addf(&text, " %zu-%zu of %zu ", first + 1, first + rows, prompt->n_matches);
		draw_right(canvas, 0, 0, canvas.cols - 2, STYLE_DIM, str_text(&text));
	}
	str_free(&text);
}

static int rows_of_matches(const struct prompt *prompt, int rows_free)
{
	int shown = prompt->question.is_menu ? MATCHES_SHOWN_MENU : MATCHES_SHOWN_LINE;
	if (shown > (int)prompt->n_matches)
		shown = (int)prompt->n_matches;
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

void prompt_draw(const struct prompt *prompt, struct canvas canvas)
{
	int mistake_rows = rows_of_mistake(prompt, canvas);
	int line_rows = 1 + (has_place(prompt) ? 1 : 0) + mistake_rows;
	int match_rows = rows_of_matches(prompt, canvas.rows - line_rows - 1);
	int from = canvas.rows - line_rows - match_rows;
	struct canvas all = canvas_part(canvas, match_rows > 0 ? from - 1 : from, canvas.rows);
	for (int i = 0; i < all.rows; i++)
		draw_blank(all, i);
	if (match_rows > 0)
		draw_match_rule(prompt, all, (size_t)match_rows);
	draw_matches(prompt, canvas_part(canvas, from, match_rows));
	if (mistake_rows > 0)
		draw_wrapped(canvas_part(canvas, canvas.rows - mistake_rows, mistake_rows), 0, STYLE_ERROR,
			     prompt->mistake.text);
	draw_line(prompt, canvas_part(canvas, from + match_rows, line_rows));
	/* As in a list, the cursor tells a screen reader which row is chosen. */
	if (prompt->question.is_menu && match_rows > 0)
		draw_cursor(canvas, from + (int)(prompt->chosen - first_match(prompt, (size_t)match_rows)),
			    0);
}
