/* Which comments want an answer, and which have got one (deadlines.md, details 3 and 12). */
#include "tests/unit/case.h"

#include "base/str.h"
#include "deadline/answers.h"

#define OPEN "respond c2 2026-11-12 09:00:00 > 2026-11-19 09:00:00\n"
#define LEFT "respond c1 2026-11-12 09:00:00 > - acknowledged\n"

static void expect_answers(struct bug_case *c, const char *wanted)
{
	assert_string_equal(listed_only(c, KIND_RESPOND), wanted);
}

/* --- final calls --- */

static struct bug_case *closing_with(const char *text)
{
	struct bug_case *c = closing();
	say(c, "2026-11-12 09:00", KIM, text);
	return c;
}

static void a_final_call_wants_no_answer(void **state)
{
	(void)state;
	static const char *const calls[] = {
		"This is a final call for comments.",
		"FINAL\nCALL for comments",
		"I will close this bug on Friday.",
		"This bug will be closed next week.",
		"I intend to close it.",
		"We plan to close this.",
		"I am going to close this.",
		"Unless there are objections, I\nwill\nclose this.",
		"I will, if nobody objects, close this bug.",
		"I will probably go ahead and close this.",
		"I will wait one more week for comments on this report and then close this bug.",
		"It will then be closed.",
		"> Why?\n\nThis is a **final call**.",
		"Thanks. See https://crt.example/?x\nI intend to close this bug.",
	};
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		if (!comment_is_final_call(calls[i]))
			fail_msg("`%s` is no final call", calls[i]);
		expect_answers(closing_with(calls[i]), "");
	}
}

static void what_is_no_final_call_wants_an_answer(void **state)
{
	(void)state;
	static const char *const others[] = {
		"Please give more details.",
		"> This is a final call.\n\nNot so fast.",
		"```\nfinal call\n```\nSee above.",
		"I will not close this bug.",
		"We need to see the list; we are not going to close this.",
		"I do not intend to close this.",
		"I don't plan to close this.",
		"I don\u2019t plan to close this.",
		"We will need more data before we close this.",
		"You will have to send the list first. Then we can close it.",
		"I expect that you will publish the list, so that we can close this.",
		"The finally called function is close.",
		"It was closed, and will be looked at.",
		"I will see it closed.",
		"You will! Now close the gap in the report.",
		"You will; now close the gap in the report.",
		"Nothing more.\n\nWill\n\nclose",
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (comment_is_final_call(others[i]))
			fail_msg("`%s` is a final call", others[i]);
		expect_answers(closing_with(others[i]), OPEN);
	}
}

static void a_final_call_that_asks_wants_an_answer(void **state)
{
	(void)state;
	expect_answers(closing_with("This is a final call. Any objections?"), OPEN);
}

static void a_final_call_needs_a_closure_summary_before_it(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-12 09:00", KIM, "This is a final call.");
	expect_answers(c, "respond c1 2026-11-12 09:00:00 > 2026-11-19 09:00:00\n");
	c = closing_with("This is a final call.");
	resolve(c, "2026-11-11 09:00", KIM, "FIXED");
	resolve(c, "2026-11-11 10:00", KIM, "");
	expect_answers(c, OPEN);
}

static void a_final_call_comes_after_the_closure_summary(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-01 09:00");
	say(c, "2026-11-02 09:00", KIM, "This is a final call.");
	say(c, "2026-11-10 09:00", ANA, CLOSURE);
	say(c, "2026-11-12 09:00", KIM, "This is a final call.");
	struct facts facts = facts_read(&c->input, c->home);
	assert_true(note_wants_answer(&facts, &facts.notes[1]));
	assert_false(note_wants_answer(&facts, &facts.notes[3]));
}

/* --- administrative comments --- */

static struct bug_case *noted(const char *text)
{
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", ANA, "x");
	say(c, "2026-11-12 09:00", KIM, text);
	return c;
}

static void an_administrative_comment_wants_no_answer(void **state)
{
	(void)state;
	struct bug_case *c = noted("Thanks, I set Next update.");
	write_board(c, "2026-11-12 08:59:01", "Kim@rootprogram.example", "[a-label]");
	expect_answers(c, "");
	c->talk.changes[0].when_utc--;
	expect_answers(c, OPEN);
	c->talk.changes[0].when_utc = at("2026-11-12 09:00:59");
	expect_answers(c, "");
	c->talk.changes[0].when_utc++;
	expect_answers(c, OPEN);
}

static void an_author_without_domain_is_the_one_in_the_history(void **state)
{
	(void)state;
	struct bug_case *c = noted("Thanks, I set Next update.");
	c->talk.comments[2].author = "kim";
	write_board(c, "2026-11-12 09:00", KIM, "[a-label]");
	expect_answers(c, "");
}

static void closing_the_bug_is_administrative(void **state)
{
	(void)state;
	struct bug_case *c = noted("Closing.");
	resolve(c, "2026-11-12 09:00:10", KIM, "FIXED");
	expect(c, "");
	resolve(c, "2026-11-12 09:10:00", KIM, "");
	expect_answers(c, "");
}

static void an_administrative_comment_that_asks_wants_an_answer(void **state)
{
	(void)state;
	struct bug_case *c = noted("I set Next update. Is that fine?");
	write_board(c, "2026-11-12 09:00", KIM, "[a-label]");
	expect_answers(c, OPEN);
}

static void the_change_of_another_or_of_another_field_is_not_administrative(void **state)
{
	(void)state;
	struct bug_case *c = noted("A remark.");
	write_board(c, "2026-11-12 09:00", LEE, "[a-label]");
	change(c, "2026-11-12 09:00", KIM, "cc", "", KIM);
	change(c, "2026-11-12 09:00", KIM, "resolution", "FIXED", "");
	c->talk.changes[2].when_utc -= 10;
	expect_answers(c, OPEN);
}

static void a_needinfo_set_with_it_is_owed_on_its_own(void **state)
{
	(void)state;
	struct bug_case *c = noted("Thanks, I set Next update.");
	write_board(c, "2026-11-12 09:00", KIM, "[a-label]");
	needinfo(c, "2026-11-12 09:00", KIM, ANA);
	expect(c, "weekly c1 2026-11-11 09:00:00 > 2026-11-18 09:00:00\n"
		  "needinfo f7001 2026-11-12 09:00:00 > 2026-11-19 09:00:00\n");
}

/* --- met but not answered --- */

#define QUESTION "Thanks for this report.\nHow many certificates   were revoked late?\nWhy?"

static struct bug_case *replied(const char *question, const char *reply)
{
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-12 09:00", JO, question);
	say(c, "2026-11-13 09:00", ANA, reply);
	return c;
}

static void a_question_that_was_replied_to_stays_acknowledged(void **state)
{
	(void)state;
	struct bug_case *c = replied(QUESTION, "We are looking.");
	expect_answers(c, LEFT);
	assert_int_equal(assess(c)->acknowledged, 1);
	assert_int_equal(assess(c)->asked, 0);
	assert_int_equal(assess(c)->asked_since_utc, UTC_NONE);
	expect_answers(replied("A remark.", "We are looking."), "");
}

static void naming_the_comment_settles_it(void **state)
{
	(void)state;
	static const char *const names[] = {
		"(In reply to jo from comment #1)\n\nSeventeen.",
		"As comment 1 asks: seventeen.",
		"COMMENT #1",
		"see #c1.",
		"see bug 100#C1",
		"comment\n1",
		"> comment 1",
		"```\ncomment 1\n```",
		"(comment 1)",
		"comment 1's question, see https://crt.example",
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(listed_only(replied(QUESTION, names[i]), KIND_RESPOND), "") != 0)
			fail_msg("`%s` does not name comment 1", names[i]);
}

static void other_numbers_and_links_do_not_name_it(void **state)
{
	(void)state;
	static const char *const others[] = {
		"comment 11",
		"comment 0",
		"comment #10",
		"#c12",
		"see https://bugzilla.mozilla.org/show_bug.cgi?id=100#c1",
		"recomment 1",
		"comment",
		"comment1",
		"comments 1",
		"c1",
		"#1",
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(listed_only(replied(QUESTION, others[i]), KIND_RESPOND), LEFT) != 0)
			fail_msg("`%s` names comment 1", others[i]);
}

static void comment_31_does_not_name_comment_3(void **state)
{
	(void)state;
	struct bug_case *c = replied(QUESTION, "x");
	say(c, "2026-11-14 09:00", LEE, "Why?");
	say(c, "2026-11-15 09:00", ANA, "See comment 31 and comment 1.");
	expect_answers(c, "respond c3 2026-11-14 09:00:00 > - acknowledged\n");
	say(c, "2026-11-16 09:00", ANA, "See comment 3.");
	expect_answers(c, "");
}

static void only_a_newer_update_of_ours_names_it(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", ANA, "To comment 2: yes.")->number = 1;
	say(c, "2026-11-12 09:00", JO, "Why?");
	say(c, "2026-11-13 09:00", ANA, "x");
	say(c, "2026-11-14 09:00", LEE, "See comment 2.");
	say(c, "2026-11-15 09:00", BOT, "See comment 2.");
	say(c, "2026-11-16 09:00", ANA, "See comment 2.")->is_private = true;
	expect_only(c, KIND_RESPOND,
		    "respond c4 2026-11-14 09:00:00 > 2026-11-21 09:00:00\n"
		    "respond c2 2026-11-12 09:00:00 > - acknowledged\n");
}

static void a_later_update_may_settle_it_too(void **state)
{
	(void)state;
	struct bug_case *c = replied(QUESTION, "x");
	say(c, "2026-12-13 09:00", BEN, "comment 1: done");
	expect_answers(c, "");
}

static void quoting_a_line_of_20_characters_settles_it(void **state)
{
	(void)state;
	static const char *const quotes[] = {
		"> How many certificates were revoked late?\n\nSeventeen.",
		">How many   certificates were revoked\tlate?  \n\nSeventeen.",
		"  > \u00a0How many certificates were revoked late?\n",
		"Hello\n> Thanks for this report.\n",
	};
	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
		if (strcmp(listed_only(replied(QUESTION, quotes[i]), KIND_RESPOND), "") != 0)
			fail_msg("`%s` does not quote the question", quotes[i]);
}

static void what_is_not_a_whole_long_line_does_not_quote_it(void **state)
{
	(void)state;
	static const char *const others[] = {
		"> Why?",
		"> How many certificates were revoked",
		"> how many certificates were revoked late?",
		">> How many certificates were revoked late?",
		"How many certificates were revoked late?",
		"> How many certificates were revoked late? Seventeen.",
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(listed_only(replied(QUESTION, others[i]), KIND_RESPOND), LEFT) != 0)
			fail_msg("`%s` quotes the question", others[i]);
}

static void twenty_characters_are_enough_and_nineteen_are_not(void **state)
{
	(void)state;
	expect_answers(replied("1234567890123456789?", "> 1234567890123456789?"), "");
	expect_answers(replied("123456789012345678?", "> 123456789012345678?"), LEFT);
	expect_answers(replied("12345678901234567\u00e9\u00e9?", "> 12345678901234567\u00e9\u00e9?"), "");
	expect_answers(replied("1234567890   12345678?", "> 1234567890   12345678?"), "");
	expect_answers(replied("1234567890   1234567?", "> 1234567890   1234567?"), LEFT);
}

static void a_quoted_line_of_a_question_is_one_of_its_lines(void **state)
{
	(void)state;
	expect_answers(replied("> We revoked them in time.\nSure?", ">> We revoked them in time."), "");
}

static void a_line_that_two_questions_share_settles_both_older_ones(void **state)
{
	(void)state;
	struct bug_case *c = replied("Is the list complete now?", "x");
	say(c, "2026-11-14 09:00", LEE, "Is the list complete now?");
	say(c, "2026-11-15 09:00", ANA, "> Is the list complete now?\nYes.");
	say(c, "2026-11-16 09:00", KIM, "Is the list complete now?");
	say(c, "2026-11-17 09:00", ANA, "x");
	expect_answers(c, "respond c5 2026-11-16 09:00:00 > - acknowledged\n");
}

static void its_author_going_on_settles_it(void **state)
{
	(void)state;
	struct bug_case *c = replied(QUESTION, "x");
	say(c, "2026-11-14 09:00", "JO@reader.example", "Thanks.");
	expect_answers(c, "respond c3 2026-11-14 09:00:00 > 2026-11-21 09:00:00\n");
}

static void its_author_going_on_before_our_first_update_does_not(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-12 09:00", JO, QUESTION);
	say(c, "2026-11-12 10:00", JO, "I mean the leaf certificates.");
	say(c, "2026-11-13 09:00", ANA, "x");
	say(c, "2026-11-14 09:00", LEE, "Thanks.");
	say(c, "2026-11-15 09:00", ANA, "y");
	expect_answers(c, LEFT);
	say(c, "2026-11-13 09:00", JO, "In the same second, with a higher number.");
	expect_answers(c, "");
}

static void a_closure_summary_settles_it(void **state)
{
	(void)state;
	struct bug_case *c = replied(QUESTION, "x");
	say(c, "2026-11-20 09:00", ANA, CLOSURE);
	expect_answers(c, "");
	resolve(c, "2026-11-21 09:00", KIM, "FIXED");
	resolve(c, "2026-11-22 09:00", KIM, "");
	expect_answers(c, "respond c1 2026-11-22 09:00:00 > - acknowledged\n");
}

static void a_dismissal_settles_it(void **state)
{
	(void)state;
	struct bug_case *c = replied(QUESTION, "x");
	dismissed(c, "2026-11-14 09:00", KIND_RESPOND, CAUSE(1));
	expect_answers(c, "respond c1 2026-11-12 09:00:00 > - dismissed\n");
	assert_int_equal(assess(c)->acknowledged, 0);
}

static void the_description_is_no_question(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", JO);
	say(c, "2026-11-10 09:00", JO, "Why?");
	say(c, "2026-11-11 09:00", ANA, "x");
	expect_answers(c, "");
}

static void before_irg3_questions_stay_acknowledged_too(void **state)
{
	(void)state;
	struct bug_case *c = reported("2019-11-10 09:00");
	say(c, "2019-11-12 09:00", JO, "Why?");
	say(c, "2019-11-13 09:00", ANA, "x");
	expect_answers(c, "respond c1 2019-11-12 09:00:00 > - acknowledged\n");
}

static void a_megabyte_of_quotes_takes_no_time(void **state)
{
	(void)state;
	struct str question = {0}, reply = {0};
	for (int i = 0; i < 30000; i++) {
		str_addf(&question, "This is line %d of the question?\n", i % 20000);
		str_addf(&reply, "> This is line %d of the questiom?\ncomment %d\n", i % 20000, i + 5);
	}
	struct bug_case *c = replied(str_text(&question), str_text(&reply));
	expect_answers(c, LEFT);
	str_free(&question);
	str_free(&reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_final_call_wants_no_answer),
		cmocka_unit_test(what_is_no_final_call_wants_an_answer),
		cmocka_unit_test(a_final_call_that_asks_wants_an_answer),
		cmocka_unit_test(a_final_call_needs_a_closure_summary_before_it),
		cmocka_unit_test(a_final_call_comes_after_the_closure_summary),
		cmocka_unit_test(an_administrative_comment_wants_no_answer),
		cmocka_unit_test(an_author_without_domain_is_the_one_in_the_history),
		cmocka_unit_test(closing_the_bug_is_administrative),
		cmocka_unit_test(an_administrative_comment_that_asks_wants_an_answer),
		cmocka_unit_test(the_change_of_another_or_of_another_field_is_not_administrative),
		cmocka_unit_test(a_needinfo_set_with_it_is_owed_on_its_own),
		cmocka_unit_test(a_question_that_was_replied_to_stays_acknowledged),
		cmocka_unit_test(naming_the_comment_settles_it),
		cmocka_unit_test(other_numbers_and_links_do_not_name_it),
		cmocka_unit_test(comment_31_does_not_name_comment_3),
		cmocka_unit_test(only_a_newer_update_of_ours_names_it),
		cmocka_unit_test(a_later_update_may_settle_it_too),
		cmocka_unit_test(quoting_a_line_of_20_characters_settles_it),
		cmocka_unit_test(what_is_not_a_whole_long_line_does_not_quote_it),
		cmocka_unit_test(twenty_characters_are_enough_and_nineteen_are_not),
		cmocka_unit_test(a_quoted_line_of_a_question_is_one_of_its_lines),
		cmocka_unit_test(a_line_that_two_questions_share_settles_both_older_ones),
		cmocka_unit_test(its_author_going_on_settles_it),
		cmocka_unit_test(its_author_going_on_before_our_first_update_does_not),
		cmocka_unit_test(a_closure_summary_settles_it),
		cmocka_unit_test(a_dismissal_settles_it),
		cmocka_unit_test(the_description_is_no_question),
		cmocka_unit_test(before_irg3_questions_stay_acknowledged_too),
		cmocka_unit_test(a_megabyte_of_quotes_takes_no_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
