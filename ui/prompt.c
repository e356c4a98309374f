#include "ui/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/stroke.h"

static const char *line_of(const struct prompt *prompt)
{
	return str_text(&prompt->edit.line);
}

/* --- what fits --- */

/* How well a choice fits what is typed, the best first. */
enum fit { FIT_BEGINS, FIT_NAME, FIT_HELP, FITS };

static enum fit fit_of(const struct choice *choice, const char *typed)
{
	if (span_starts_nocase(span_of(choice->word), typed))
		return FIT_BEGINS;
	if (str_find_nocase(choice->word, typed))
		return FIT_NAME;
	return str_find_nocase(choice->help, typed) ? FIT_HELP : FITS;
}

static void add_choices(struct prompt *prompt)
{
	const char *typed = line_of(prompt);
	completion_word(&prompt->completion, prompt->edit.at); /* words are added whatever they begin with */
	for (enum fit fit = FIT_BEGINS; fit < FITS; fit++)
		for (size_t i = 0; i < prompt->question.n_choices; i++) {
			const struct choice *choice = &prompt->question.choices[i];
			if (fit_of(choice, typed) == fit)
				completion_add(
					&prompt->completion,
					(struct suggestion){.word = choice->word, .help = choice->help});
		}
}

/* Where the item under the cursor begins. */
static size_t item_from(const struct prompt *prompt)
{
	const char *line = line_of(prompt);
	size_t from = prompt->edit.at;
	while (from > 0 && line[from - 1] != ',')
		from--;
	while (from < prompt->edit.at && line[from] == ' ')
		from++;
	return from;
}

/* Blanks may be within a word, so none is put behind one. */
static void add_words(struct prompt *prompt)
{
	completion_word(&prompt->completion, prompt->question.is_list ? item_from(prompt) : 0);
	for (size_t i = 0; i < prompt->question.n_words; i++) {
		struct suggestion word = prompt->question.words[i];
		word.goes_on = true;
		completion_add(&prompt->completion, word);
	}
}

static void find_fitting(struct prompt *prompt)
{
	arena_free(prompt->home);
	prompt->home = arena_new();
	prompt->is_cycling = false;
	prompt->completion = (struct completion){.line = arena_strdup(prompt->home, line_of(prompt)),
						 .cursor = prompt->edit.at,
						 .home = prompt->home};
	if (prompt->question.is_menu)
		add_choices(prompt);
	else if (prompt->question.complete)
		prompt->question.complete(prompt->app, &prompt->completion);
	else
		add_words(prompt);
	if (prompt->chosen >= prompt->completion.n)
		prompt->chosen = 0;
}

/* What the line now is may be worth a word. */
static void watch(struct prompt *prompt)
{
	str_clear(&prompt->note);
	if (prompt->question.watch)
		prompt->is_bad_note = !prompt->question.watch(prompt->app, line_of(prompt), &prompt->note);
}

/* --- open and over --- */

static void choose_word(struct prompt *prompt, const char *word)
{
	for (size_t i = 0; i < prompt->completion.n; i++)
		if (str_equals(prompt->completion.at[i].word, word))
			prompt->chosen = i;
}

static void take_question(struct prompt *prompt, const struct question *question)
{
	size_t n = question->n_choices;
	free(prompt->choices);
	prompt->choices = mem_array(n, sizeof *prompt->choices);
	if (n > 0)
		memcpy(prompt->choices, question->choices, n * sizeof *prompt->choices);
	prompt->question = *question;
	prompt->question.choices = prompt->choices;
}

void prompt_open(struct prompt *prompt, struct app *app, const struct question *question, const char *initial)
{
	take_question(prompt, question);
	prompt->app = app;
	prompt->is_open = true;
	prompt->mistake.fault = FAULT_NONE;
	prompt->recalled = prompt->history.n;
	prompt->is_typed = prompt->has_agreed = false;
	prompt->chosen = 0;
	edit_set(&prompt->edit, !question->is_menu && initial ? initial : "");
	find_fitting(prompt);
	str_clear(&prompt->note);
	if (question->is_menu)
		choose_word(prompt, initial);
}

void prompt_refuse(struct prompt *prompt, size_t at_byte, const struct error *err)
{
	prompt->is_open = true;
	prompt->mistake = *err;
	prompt->mistake_at = at_byte;
}

void prompt_free(struct prompt *prompt)
{
	history_free(&prompt->history);
	arena_free(prompt->home);
	free(prompt->own);
	free(prompt->choices);
	str_free(&prompt->note);
	edit_free(&prompt->edit);
	*prompt = (struct prompt){0};
}

const char *prompt_answer(const struct prompt *prompt)
{
	return prompt->question.is_menu ? prompt->completion.at[prompt->chosen].word : line_of(prompt);
}

/* Completion leaves a blank behind the last word, which is no part of the answer. */
static void cut_blanks(struct prompt *prompt)
{
	struct str *line = &prompt->edit.line;
	while (line->len > 0 && line->at[line->len - 1] == ' ')
		line->at[--line->len] = '\0';
	if (prompt->edit.at > line->len)
		prompt->edit.at = line->len;
}

static enum prompt_event answer(struct prompt *prompt)
{
	if (prompt->question.is_menu && prompt->completion.n == 0) {
		error_set(&prompt->mistake, FAULT_USAGE, "nothing here matches: ^U shows all again");
		prompt->mistake_at = NOWHERE;
		return PROMPT_GOES_ON;
	}
	if (!prompt->question.is_menu)
		cut_blanks(prompt);
	if (prompt->question.history)
		history_add(&prompt->history, prompt->question.history, line_of(prompt));
	prompt->recalled = prompt->history.n;
	prompt->is_open = false;
	return PROMPT_ANSWERED;
}

static enum prompt_event leave(struct prompt *prompt)
{
	prompt->is_open = false;
	if (prompt->question.leave)
		prompt->question.leave(prompt->app);
	return PROMPT_LEFT;
}

/* --- recall --- */

/* A line that was there from the beginning narrows nothing: nobody typed it. */
static const char *begin_recall(struct prompt *prompt)
{
	if (prompt->recalled == prompt->history.n) {
		free(prompt->own);
		prompt->own = mem_strdup(line_of(prompt));
	}
	return prompt->is_typed ? prompt->own : "";
}

static void recall(struct prompt *prompt, bool is_older)
{
	const char *name = prompt->question.history;
	if (!name || (!is_older && prompt->recalled == prompt->history.n))
		return;
	const char *prefix = begin_recall(prompt);
	const char *line;
	prompt->has_agreed = false;
	do { /* a line that stands there already would be a key that does nothing */
		line = is_older ? history_older(&prompt->history, name, prefix, &prompt->recalled)
				: history_newer(&prompt->history, name, prefix, &prompt->recalled);
	} while (line && str_equals(line, line_of(prompt)));
	if (line) {
		edit_set(&prompt->edit, line);
	} else if (!is_older) {
		prompt->recalled = prompt->history.n;
		edit_set(&prompt->edit, prompt->own);
	}
	find_fitting(prompt);
}

/* --- completion --- */

static void choose(struct prompt *prompt, bool is_up)
{
	if (is_up && prompt->chosen > 0)
		prompt->chosen--;
	if (!is_up && prompt->chosen + 1 < prompt->completion.n)
		prompt->chosen++;
}

/* Goes through the words that fit, round and round; they stay as they were found. */
static void cycle(struct prompt *prompt, bool is_up)
{
	size_t n = prompt->completion.n, last = n - 1;
	if (!prompt->is_cycling)
		prompt->chosen = is_up ? last : 0;
	else
		prompt->chosen = (prompt->chosen + (is_up ? last : 1)) % n;
	prompt->is_cycling = true;
	edit_replace(&prompt->edit, prompt->completion.from, prompt->completion.at[prompt->chosen].word);
}

/* The only word that fits, and a blank when it is whole and there is none yet. */
static void take_only(struct prompt *prompt)
{
	const struct suggestion *only = &prompt->completion.at[0];
	bool has_blank = line_of(prompt)[prompt->edit.at] == ' ';
	edit_replace(&prompt->edit, prompt->completion.from, only->word);
	if (!only->goes_on && !has_blank)
		edit_stroke(&prompt->edit, ' ');
	find_fitting(prompt);
}

static void take_agreed(struct prompt *prompt)
{
	const struct completion *completion = &prompt->completion;
	size_t agreed = completion_agreed(completion);
	if (agreed > completion_typed(completion).len) {
		char *same = mem_strndup(completion->at[0].word, agreed);
		edit_replace(&prompt->edit, completion->from, same);
		find_fitting(prompt);
		free(same);
	}
	prompt->has_agreed = true;
}

static void complete(struct prompt *prompt, bool is_up)
{
	bool is_begun = completion_typed(&prompt->completion).len > 0;
	if (prompt->completion.n == 0)
		return;
	prompt->is_typed = true;
	if (prompt->completion.n == 1)
		take_only(prompt);
	else if (is_begun && !is_up && !prompt->has_agreed && !prompt->is_cycling)
		take_agreed(prompt);
	else
		cycle(prompt, is_up);
}

/* --- strokes --- */

static void type(struct prompt *prompt, uint32_t stroke)
{
	if (!edit_stroke(&prompt->edit, stroke))
		return;
	prompt->is_typed = true;
	prompt->has_agreed = false;
	prompt->recalled = prompt->history.n;
	find_fitting(prompt);
}

static void act(struct prompt *prompt, uint32_t stroke)
{
	bool is_menu = prompt->question.is_menu;
	bool is_up = stroke == STROKE_UP || stroke == STROKE_BACK_TAB || stroke == STROKE_CTRL('P');
	switch (stroke) {
	case STROKE_UP:
	case STROKE_DOWN:
	case STROKE_CTRL('P'):
	case STROKE_CTRL('N'):
		if (is_menu)
			choose(prompt, is_up);
		else
			recall(prompt, is_up);
		break;
	case STROKE_TAB:
	case STROKE_BACK_TAB:
		if (is_menu)
			choose(prompt, is_up);
		else
			complete(prompt, is_up);
		break;
	default:
		type(prompt, stroke);
	}
}

enum prompt_event prompt_stroke(struct prompt *prompt, uint32_t stroke)
{
	prompt->mistake.fault = FAULT_NONE;
	switch (stroke) {
	case STROKE_ENTER:
		return answer(prompt);
	case STROKE_ESC:
	case STROKE_CTRL('C'):
		return leave(prompt);
	case STROKE_CTRL('D'): /* the end of input, as in a shell */
		if (!*line_of(prompt))
			return leave(prompt);
		break;
	default:
		break;
	}
	char *before = mem_strdup(line_of(prompt));
	act(prompt, stroke);
	if (!str_equals(before, line_of(prompt)))
		watch(prompt);
	free(before);
	return PROMPT_GOES_ON;
}
