#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

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
static const struct question line = {
	.label = ":", .choices = choices, .n_choices = sizeof choices / sizeof choices[0], .accept = accept};
static const struct question other_line = {.label = "filter", .accept = accept};

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
	prompt_open(&prompt, &menu, NULL);
	assert_int_equal(press(&prompt, "wh"), PROMPT_GOES_ON);
	assert_int_equal(prompt.n_matches, 1);
	assert_int_equal(prompt_stroke(&prompt, STROKE_ENTER), PROMPT_ANSWERED);
	assert_string_equal(prompt_answer(&prompt), "owner");
	assert_false(prompt.is_open);
	prompt_free(&prompt);
}

static void arrows_choose_within_a_menu(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, &menu, "owner");
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
	prompt_open(&prompt, &menu, NULL);
	press(&prompt, "zzz");
	assert_int_equal(prompt_stroke(&prompt, STROKE_ENTER), PROMPT_GOES_ON);
	assert_int_equal(prompt.mistake.fault, FAULT_USAGE);
	prompt_stroke(&prompt, STROKE_CTRL('U'));
	assert_int_equal(prompt.n_matches, menu.n_choices);
	assert_int_equal(prompt.mistake.fault, FAULT_NONE);
	prompt_free(&prompt);
}

static void esc_leaves(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, &line, "due");
	assert_int_equal(prompt_stroke(&prompt, STROKE_ESC), PROMPT_LEFT);
	assert_false(prompt.is_open);
	prompt_free(&prompt);
}

static void tab_completes_as_far_as_all_agree(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, &line, NULL);
	press(&prompt, "o\t");
	assert_string_equal(prompt_answer(&prompt), "o");
	press(&prompt, "p\t");
	assert_string_equal(prompt_answer(&prompt), "open ");
	prompt_free(&prompt);
}

static void up_recalls_answers_to_the_same_question(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	prompt_open(&prompt, &line, NULL);
	press(&prompt, "first\r");
	prompt_open(&prompt, &other_line, NULL);
	press(&prompt, "is:soon\r");
	prompt_open(&prompt, &line, NULL);
	press(&prompt, "second\r");
	prompt_open(&prompt, &line, NULL);
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

static void only_so_many_answers_are_kept(void **state)
{
	struct prompt prompt = {0};
	(void)state;
	for (int i = 0; i < RECALL_MAX + 5; i++) {
		char text[32];
		snprintf(text, sizeof text, "line %d\r", i);
		prompt_open(&prompt, &line, NULL);
		press(&prompt, text);
	}
	assert_int_equal(prompt.n_recall, RECALL_MAX);
	assert_string_equal(prompt.recall[0].line, "line 5");
	prompt_free(&prompt);
}

static void a_refused_answer_stays_to_be_mended(void **state)
{
	struct prompt prompt = {0};
	struct error err;
	(void)state;
	prompt_open(&prompt, &other_line, NULL);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_edited_as_in_a_shell),
		cmocka_unit_test(control_characters_do_not_get_into_a_line),
		cmocka_unit_test(typing_narrows_a_menu_and_enter_takes),
		cmocka_unit_test(arrows_choose_within_a_menu),
		cmocka_unit_test(a_menu_that_nothing_fits_takes_nothing),
		cmocka_unit_test(esc_leaves),
		cmocka_unit_test(tab_completes_as_far_as_all_agree),
		cmocka_unit_test(up_recalls_answers_to_the_same_question),
		cmocka_unit_test(only_so_many_answers_are_kept),
		cmocka_unit_test(a_refused_answer_stays_to_be_mended),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
