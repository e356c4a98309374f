#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/edit.h"
#include "ui/prompt.h"
#include "ui/stroke.h"

/* --- the line --- */

static void type(struct edit *edit, const char *text)
{
	for (; *text; text++)
		assert_true(edit_stroke(edit, (unsigned char)*text));
}

static void a_line_is_edited_as_in_a_shell(void **state)
{
	static const struct {
		const char *typed;
		uint32_t strokes[6];
		const char *line;
		size_t at;
	} rows[] = {
		{"owner:ana", {STROKE_BACKSPACE}, "owner:an", 8},
		{"owner:ana is:soon", {STROKE_CTRL('W')}, "owner:ana ", 10},
		{"owner:ana  ", {STROKE_CTRL('W')}, "", 0},
		{"owner:ana", {STROKE_CTRL('A'), 'x'}, "xowner:ana", 1},
		{"owner:ana", {STROKE_HOME, STROKE_DELETE}, "wner:ana", 0},
		{"owner:ana", {STROKE_HOME, STROKE_END, '!'}, "owner:ana!", 10},
		{"ab", {STROKE_LEFT, STROKE_CTRL('U')}, "b", 0},
		{"ab", {STROKE_LEFT, STROKE_CTRL('K')}, "a", 1},
		{"ab", {STROKE_LEFT, STROKE_LEFT, STROKE_LEFT, STROKE_RIGHT, 'x'}, "axb", 2},
		{"ab", {STROKE_CTRL('A'), STROKE_CTRL('E'), 'c'}, "abc", 3},
		{"", {STROKE_BACKSPACE, STROKE_DELETE, STROKE_CTRL('W'), STROKE_LEFT, STROKE_RIGHT}, "", 0},
		{"", {0xE4, 0x6F22, STROKE_BACKSPACE, STROKE_LEFT, 'x'}, "xä", 1},
		{"", {0x6F22, 0x5B57, STROKE_LEFT, STROKE_LEFT, STROKE_RIGHT, 'x'}, "漢x字", 4},
		{"e", {0x301, 'x', STROKE_LEFT, STROKE_LEFT, STROKE_DELETE}, "x", 0},
		{"e", {0x301, STROKE_BACKSPACE}, "", 0},
		{"is:soon", {STROKE_CTRL('B'), STROKE_CTRL('D')}, "is:soo", 6},
		{"ab", {STROKE_CTRL('A'), STROKE_CTRL('F'), 'x'}, "axb", 2},
		{"owner:ana is", {STROKE_ALT('b'), STROKE_ALT('b'), 'x'}, "owner:xana is", 7},
		{"owner:ana is", {STROKE_HOME, STROKE_ALT('f'), STROKE_ALT('f'), 'x'}, "owner:anax is", 10},
		{"owner:ana is", {STROKE_HOME, STROKE_ALT('d')}, ":ana is", 0},
		{"", {STROKE_ALT('b'), STROKE_ALT('f'), STROKE_ALT('d'), STROKE_CTRL('D')}, "", 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct edit edit = {0};
		type(&edit, rows[i].typed);
		for (size_t k = 0; k < 6 && rows[i].strokes[k]; k++)
			assert_true(edit_stroke(&edit, rows[i].strokes[k]));
		assert_string_equal(str_text(&edit.line), rows[i].line);
		assert_int_equal(edit.at, rows[i].at);
		edit_free(&edit);
	}
}

static void control_characters_do_not_get_into_a_line(void **state)
{
	struct edit edit = {0};
	(void)state;
	assert_false(edit_stroke(&edit, STROKE_CTRL('G')));
	assert_false(edit_stroke(&edit, 0x9B));
	assert_false(edit_stroke(&edit, 0x202E)); /* turns the direction of the line */
	assert_false(edit_stroke(&edit, 0x200B)); /* is not seen */
	assert_false(edit_stroke(&edit, STROKE_PAGE_DOWN));
	edit_set(&edit, "a\x1b[31mb\nc");
	assert_string_equal(str_text(&edit.line), "a[31mbc");
	edit_free(&edit);
}

/* --- the prompt --- */

static const struct choice choices[] = {
	{"due", "time left"}, {"owner", "who answers"}, {"open", "the conversation"}, {"asked", "questions"}};

static bool accept(struct app *app, const char *answer, size_t *at_byte, struct error *err)
{
	(void)app;
	(void)answer;
	(void)at_byte;
	(void)err;
	return true;
}

static const struct question menu = {.label = "sort by",
				     .choices = choices,
				     .n_choices = sizeof choices / sizeof choices[0],
				     .is_menu = true,
				     .accept = accept};
/* The words of `choices`, wherever the cursor is; "open" goes on. */
static void complete(struct app *app, struct completion *completion)
{
	size_t from = completion->cursor;
	(void)app;
	while (from > 0 && completion->line[from - 1] != ' ')
		from--;
	completion_word(completion, from);
	for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++)
		completion_add(completion, (struct suggestion){.word = choices[i].word,
							       .help = choices[i].help,
							       .goes_on = choices[i].word[1] == 'p'});
}

static const struct question line = {
	.label = ":", .history = "command", .complete = complete, .accept = accept};
static const struct question other_line = {.label = "filter", .history = "filter", .accept = accept};

static enum prompt_event press(struct prompt *prompt, const char *text)
{
	enum prompt_event event = PROMPT_GOES_ON;
	for (; *text; text++)
		event = prompt_stroke(prompt, (unsigned char)*text);
	return event;
}

static void typing_narrows_a_menu_and_enter_takes(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &menu, NULL);
	assert_int_equal(press(&prompt, "wh"), PROMPT_GOES_ON);
	assert_int_equal(prompt.completion.n, 1);
	assert_int_equal(prompt_stroke(&prompt, STROKE_ENTER), PROMPT_ANSWERED);
	assert_string_equal(prompt_answer(&prompt), "owner");
	assert_false(prompt.is_open);
	prompt_free(&prompt);
}

static void a_name_that_begins_so_stands_before_one_that_only_says_so(void **state)
{
	static const struct choice fields_of_rows[] = {
		{.word = "summary", .help = "for our own bugs"},
		{.word = "disowned", .help = "nobody's"},
		{.word = "owner", .help = "who answers"},
	};
	struct question question = menu;
	struct prompt prompt = {0};
	(void)state;
	question.choices = fields_of_rows;
	question.n_choices = sizeof fields_of_rows / sizeof fields_of_rows[0];
	prompt_open(&prompt, NULL, &question, NULL);
	assert_string_equal(prompt.completion.at[0].word, "summary");
	press(&prompt, "ow");
	assert_int_equal(prompt.completion.n, 3);
	assert_string_equal(prompt.completion.at[0].word, "owner");
	assert_string_equal(prompt.completion.at[1].word, "disowned");
	assert_string_equal(prompt.completion.at[2].word, "summary");
	prompt_free(&prompt);
}

static void arrows_choose_within_a_menu(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &menu, "owner");
	prompt_stroke(&prompt, STROKE_DOWN);
	prompt_stroke(&prompt, STROKE_DOWN);
	prompt_stroke(&prompt, STROKE_DOWN);
	prompt_stroke(&prompt, STROKE_UP);
	prompt_stroke(&prompt, STROKE_ENTER);
	assert_string_equal(prompt_answer(&prompt), "open");
	prompt_free(&prompt);
}

static void a_menu_that_nothing_fits_takes_nothing(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &menu, NULL);
	press(&prompt, "zzz");
	assert_int_equal(prompt_stroke(&prompt, STROKE_ENTER), PROMPT_GOES_ON);
	assert_int_equal(prompt.mistake.fault, FAULT_USAGE);
	prompt_stroke(&prompt, STROKE_CTRL('U'));
	assert_int_equal(prompt.completion.n, menu.n_choices);
	assert_int_equal(prompt.mistake.fault, FAULT_NONE);
	prompt_free(&prompt);
}

static void esc_leaves(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &line, "due");
	assert_int_equal(prompt_stroke(&prompt, STROKE_ESC), PROMPT_LEFT);
	assert_false(prompt.is_open);
	prompt_free(&prompt);
}

static void the_end_of_input_leaves_an_empty_line_only(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &line, "x");
	assert_int_equal(prompt_stroke(&prompt, STROKE_CTRL('D')), PROMPT_GOES_ON);
	assert_string_equal(prompt_answer(&prompt), "x");
	prompt_stroke(&prompt, STROKE_CTRL('U'));
	assert_int_equal(prompt_stroke(&prompt, STROKE_CTRL('D')), PROMPT_LEFT);
	assert_false(prompt.is_open);
	prompt_free(&prompt);
}

static void tab_completes_as_far_as_all_agree(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &line, NULL);
	press(&prompt, "D\t");
	assert_string_equal(prompt_answer(&prompt), "due ");
	press(&prompt, "ow\t");
	assert_string_equal(prompt_answer(&prompt), "due owner ");
	/* What goes on gets no blank. */
	press(&prompt, "op\t");
	assert_string_equal(prompt_answer(&prompt), "due owner open");
	press(&prompt, " zz\t");
	assert_string_equal(prompt_answer(&prompt), "due owner open zz");
	/* The blank is no part of the answer. */
	press(&prompt, " du\t\r");
	assert_string_equal(prompt_answer(&prompt), "due owner open zz due");
	prompt_free(&prompt);
}

static void the_word_under_the_cursor_is_completed_and_the_rest_stays(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &line, "as owner");
	prompt_stroke(&prompt, STROKE_HOME);
	prompt_stroke(&prompt, STROKE_RIGHT);
	prompt_stroke(&prompt, STROKE_RIGHT);
	press(&prompt, "\t");
	assert_string_equal(prompt_answer(&prompt), "asked owner");
	assert_int_equal(prompt.edit.at, 5);
	prompt_free(&prompt);
}

static void tab_again_goes_through_the_words_that_fit(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &line, NULL);
	press(&prompt, "o\t");
	assert_string_equal(prompt_answer(&prompt), "o");
	press(&prompt, "\t");
	assert_string_equal(prompt_answer(&prompt), "owner");
	assert_int_equal(prompt.completion.n, 2);
	press(&prompt, "\t");
	assert_string_equal(prompt_answer(&prompt), "open");
	press(&prompt, "\t");
	assert_string_equal(prompt_answer(&prompt), "owner");
	prompt_stroke(&prompt, STROKE_BACK_TAB);
	assert_string_equal(prompt_answer(&prompt), "open");
	/* Any other key takes the word. */
	press(&prompt, " d");
	assert_string_equal(prompt_answer(&prompt), "open d");
	assert_int_equal(prompt.completion.n, 1);
	prompt_stroke(&prompt, STROKE_CTRL('U'));
	prompt_stroke(&prompt, STROKE_BACK_TAB);
	assert_string_equal(prompt_answer(&prompt), "asked");
	prompt_free(&prompt);
}

static void up_recalls_answers_to_the_same_question(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &line, NULL);
	press(&prompt, "first\r");
	prompt_open(&prompt, NULL, &other_line, NULL);
	press(&prompt, "is:soon\r");
	prompt_open(&prompt, NULL, &line, NULL);
	press(&prompt, "second\r");
	prompt_open(&prompt, NULL, &line, NULL);
	prompt_stroke(&prompt, STROKE_UP);
	assert_string_equal(prompt_answer(&prompt), "second");
	prompt_stroke(&prompt, STROKE_UP);
	assert_string_equal(prompt_answer(&prompt), "first");
	prompt_stroke(&prompt, STROKE_UP);
	assert_string_equal(prompt_answer(&prompt), "first");
	prompt_stroke(&prompt, STROKE_DOWN);
	prompt_stroke(&prompt, STROKE_DOWN);
	assert_string_equal(prompt_answer(&prompt), "");
	prompt_free(&prompt);
}

static void what_is_typed_narrows_what_is_recalled(void **state)
{
	static const char *const lines[] = {"sort due\r", "view mine\r", "sort owner\r"};
	struct prompt prompt = {0};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		prompt_open(&prompt, NULL, &line, NULL);
		press(&prompt, lines[i]);
	}
	prompt_open(&prompt, NULL, &line, NULL);
	press(&prompt, "so");
	prompt_stroke(&prompt, STROKE_UP);
	assert_string_equal(prompt_answer(&prompt), "sort owner");
	prompt_stroke(&prompt, STROKE_CTRL('P'));
	assert_string_equal(prompt_answer(&prompt), "sort due");
	prompt_stroke(&prompt, STROKE_UP);
	assert_string_equal(prompt_answer(&prompt), "sort due");
	prompt_stroke(&prompt, STROKE_DOWN);
	prompt_stroke(&prompt, STROKE_CTRL('N'));
	assert_string_equal(prompt_answer(&prompt), "so");
	prompt_stroke(&prompt, STROKE_DOWN);
	assert_string_equal(prompt_answer(&prompt), "so");
	prompt_free(&prompt);
}

static void a_line_that_was_there_narrows_nothing_and_is_not_recalled(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &other_line, NULL);
	press(&prompt, "is:soon\r");
	prompt_open(&prompt, NULL, &other_line, NULL);
	press(&prompt, "kind:R\r");
	prompt_open(&prompt, NULL, &other_line, "kind:R");
	prompt_stroke(&prompt, STROKE_UP);
	assert_string_equal(prompt_answer(&prompt), "is:soon");
	prompt_stroke(&prompt, STROKE_DOWN);
	assert_string_equal(prompt_answer(&prompt), "kind:R");
	prompt_free(&prompt);
}

static void a_question_without_a_history_recalls_nothing(void **state)
{
	static const struct question once = {.label = "sure? ", .accept = accept};
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &once, NULL);
	press(&prompt, "yes\r");
	assert_int_equal(prompt.history.n, 0);
	prompt_open(&prompt, NULL, &once, NULL);
	prompt_stroke(&prompt, STROKE_UP);
	assert_string_equal(prompt_answer(&prompt), "");
	prompt_free(&prompt);
}

/* --- who wants to know --- */

static unsigned n_watched, n_left;

static bool watch(struct app *app, const char *text, struct str *note)
{
	(void)app;
	n_watched++;
	str_addf(note, "%zu", strlen(text));
	return *text != 'x';
}

static void left(struct app *app)
{
	(void)app;
	n_left++;
}

static void each_change_of_the_line_is_watched_and_leaving_is_told(void **state)
{
	static const struct question watched = {
		.label = "/", .watch = watch, .leave = left, .accept = accept};
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &watched, NULL);
	assert_int_equal(n_watched, 0);
	press(&prompt, "ab");
	assert_int_equal(n_watched, 2);
	assert_string_equal(str_text(&prompt.note), "2");
	assert_false(prompt.is_bad_note);
	prompt_stroke(&prompt, STROKE_HOME);
	assert_int_equal(n_watched, 2);
	press(&prompt, "x");
	assert_true(prompt.is_bad_note);
	prompt_stroke(&prompt, STROKE_CTRL('C'));
	assert_int_equal(n_left, 1);
	prompt_open(&prompt, NULL, &watched, NULL);
	assert_string_equal(str_text(&prompt.note), "");
	press(&prompt, "\r");
	assert_int_equal(n_left, 1);
	prompt_free(&prompt);
}

static void a_refused_answer_stays_to_be_mended(void **state)
{
	struct prompt prompt = {0};
	struct error err;
	(void)state;
	prompt_open(&prompt, NULL, &other_line, NULL);
	press(&prompt, "due:<48x\r");
	error_set(&err, FAULT_USAGE, "not a duration");
	prompt_refuse(&prompt, 5, &err);
	assert_true(prompt.is_open);
	assert_string_equal(prompt_answer(&prompt), "due:<48x");
	assert_int_equal(prompt.mistake_at, 5);
	prompt_stroke(&prompt, STROKE_BACKSPACE);
	assert_int_equal(prompt.mistake.fault, FAULT_NONE);
	prompt_free(&prompt);
}

/* --- words known beforehand --- */

static const struct suggestion names[] = {
	{.word = "Example Trust", .help = "3 bugs"}, {.word = "Example Trust Services"}, {.word = "Other"}};

static void words_with_blanks_are_completed_up_to_what_they_share(void **state)
{
	const struct question question = {.label = "CA: ", .words = names, .n_words = 3};
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &question, "");
	assert_int_equal(prompt.completion.n, 3);
	press(&prompt, "exam\t");
	assert_string_equal(prompt_answer(&prompt), "Example Trust");
	press(&prompt, " s\t");
	assert_string_equal(prompt_answer(&prompt), "Example Trust Services");
	assert_int_equal(prompt_stroke(&prompt, STROKE_ENTER), PROMPT_ANSWERED);
	prompt_free(&prompt);
}

static void in_a_list_the_item_under_the_cursor_is_completed(void **state)
{
	const struct question question = {.label = "CA: ", .words = names, .n_words = 3, .is_list = true};
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, NULL, &question, "Mine,  ");
	assert_int_equal(prompt.completion.n, 3);
	press(&prompt, "ot\t,exa\t");
	assert_string_equal(prompt_answer(&prompt), "Mine,  Other,Example Trust");
	prompt_stroke(&prompt, STROKE_CTRL('A'));
	assert_int_equal(prompt.completion.n, 3);
	prompt_free(&prompt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_with_blanks_are_completed_up_to_what_they_share),
		cmocka_unit_test(in_a_list_the_item_under_the_cursor_is_completed),
		cmocka_unit_test(a_line_is_edited_as_in_a_shell),
		cmocka_unit_test(control_characters_do_not_get_into_a_line),
		cmocka_unit_test(typing_narrows_a_menu_and_enter_takes),
		cmocka_unit_test(a_name_that_begins_so_stands_before_one_that_only_says_so),
		cmocka_unit_test(arrows_choose_within_a_menu),
		cmocka_unit_test(a_menu_that_nothing_fits_takes_nothing),
		cmocka_unit_test(esc_leaves),
		cmocka_unit_test(the_end_of_input_leaves_an_empty_line_only),
		cmocka_unit_test(tab_completes_as_far_as_all_agree),
		cmocka_unit_test(the_word_under_the_cursor_is_completed_and_the_rest_stays),
		cmocka_unit_test(tab_again_goes_through_the_words_that_fit),
		cmocka_unit_test(up_recalls_answers_to_the_same_question),
		cmocka_unit_test(what_is_typed_narrows_what_is_recalled),
		cmocka_unit_test(a_line_that_was_there_narrows_nothing_and_is_not_recalled),
		cmocka_unit_test(a_question_without_a_history_recalls_nothing),
		cmocka_unit_test(each_change_of_the_line_is_watched_and_leaving_is_told),
		cmocka_unit_test(a_refused_answer_stays_to_be_mended),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
