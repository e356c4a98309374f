/* What is owed (deadlines.md, Words, Obligations, and details 2, 5 to 7, 9 to 11). */
#include "tests/unit/case.h"

#include "base/str.h"

/* --- whose bug, open or closed --- */

static void a_bug_of_another_ca_owes_nothing_and_is_described(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.summary = "Other CA: late";
	c->bug.assignee = JO;
	c->bug.whiteboard = "[ca-compliance] Next update: 2026-12-01";
	expect(c, "");
	const struct assessment *assessment = assess(c);
	assert_false(assessment->is_ours);
	assert_null(assessment->countdown);
	assert_int_equal(assessment->n_labels, 1);
	assert_string_equal(assessment->labels[0], "ca-compliance");
	assert_int_equal(assessment->next_update_utc, at("2026-12-01"));
}

static void a_closed_bug_owes_nothing(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", JO, "Why?");
	needinfo(c, "2026-11-11 09:00", JO, ANA);
	resolve(c, "2026-11-12 09:00", KIM, "FIXED");
	expect(c, "");
	assert_true(assess(c)->is_ours);
	assert_int_equal(assess(c)->asked, 0);
}

static void an_assignee_of_the_team_makes_it_ours(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.summary = "Other CA: late";
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
}

/* --- what counts as a comment --- */

static void private_and_empty_comments_count_for_nobody(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", ANA, " \n\t ");
	say(c, "2026-11-12 09:00", BEN, "An update.")->is_private = true;
	say(c, "2026-11-13 09:00", JO, "A question?")->is_private = true;
	say(c, "2026-11-14 09:00", JO, "");
	say(c, "2026-11-14 09:00", JO, "\u00a0\n");
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
}

static void a_private_report_is_none(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", ANA);
	say(c, "2026-11-10 09:00", ANA, "We found something.");
	say(c, "2026-11-11 09:00", ANA, REPORT)->is_private = true;
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n"
		  "full-report c0 2026-11-10 09:00:00 > 2026-11-24 09:00:00\n");
}

static void a_bot_neither_updates_nor_asks(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", BOT, "Is anybody there?");
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
}

static void any_comment_of_any_of_us_is_an_update(void **state)
{
	(void)state;
	static const char *const us[] = {ANA, BEN, TEAM_ALIAS, "someone@EXAMPLE-trust.example", "ben"};
	for (size_t i = 0; i < sizeof us / sizeof *us; i++) {
		struct bug_case *c = reported("2026-11-10 09:00");
		say(c, "2026-11-12 09:00", us[i], "x");
		expect(c, "weekly c1 2026-11-12 09:00:00 > 2026-11-19 09:00:00\n");
	}
}

static void field_changes_are_no_updates(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	change(c, "2026-11-12 09:00", ANA, "assigned_to", JO, ANA);
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
}

static void within_a_second_the_higher_number_is_newer(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-12 09:00", ANA, "Ours.");
	say(c, "2026-11-12 09:00", JO, "Theirs.");
	expect_only(c, KIND_RESPOND, "respond c2 2026-11-12 09:00:00 > 2026-11-19 09:00:00\n");
	c = reported("2026-11-10 09:00");
	say(c, "2026-11-12 09:00", JO, "Theirs.");
	say(c, "2026-11-12 09:00", ANA, "Ours.");
	expect_only(c, KIND_RESPOND, "");
}

static void time_decides_before_the_number(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-12 09:00:01", JO, "Theirs, listed first.");
	say(c, "2026-11-12 09:00:00", ANA, "Ours.");
	expect_only(c, KIND_RESPOND, "respond c1 2026-11-12 09:00:01 > 2026-11-19 09:00:01\n");
}

static void names_are_hidden_where_an_author_without_domain_is_unknown(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	assert_false(assess(c)->names_hidden);
	say(c, "2026-11-11 09:00", "somebody", "")->number = 1;
	say(c, "2026-11-11 09:00", "somebody", "x")->is_private = true;
	say(c, "2026-11-11 09:00", "ana", "x");
	assert_false(assess(c)->names_hidden);
	say(c, "2026-11-11 09:00", "somebody", "x");
	assert_true(assess(c)->names_hidden);
	c->roster.n_domains = 0;
	assert_false(assess(c)->names_hidden);
}

static void flags_and_creators_without_domain_hide_nothing(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.creator = "somebody";
	needinfo(c, "2026-11-11 09:00", "somebody", "somebody");
	assert_false(assess(c)->names_hidden);
}

/* --- initial --- */

static void initial_is_owed_72_hours_after_an_outsider_filed(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", JO);
	say(c, "2026-11-10 09:00", JO, "Expired?");
	expect(c, "initial c0 2026-11-10 09:00:00 > 2026-11-13 09:00:00\n"
		  "full-report c0 2026-11-10 09:00:00 > 2026-11-24 09:00:00\n");
}

static void initial_is_met_by_any_update_on_this_bug(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", JO);
	say(c, "2026-11-10 09:00", JO, "Expired?");
	say(c, "2026-11-20 09:00", ANA, "We are looking.");
	expect_only(c, KIND_INITIAL, "");
}

static void initial_goes_by_the_creator_not_by_comment_0(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", ANA);
	expect_only(c, KIND_INITIAL, "");
	c = case_new("2026-11-10 09:00", BOT);
	expect_only(c, KIND_INITIAL, "");
	c = case_new("2026-11-10 09:00", "somebody");
	expect_only(c, KIND_INITIAL, "initial c0 2026-11-10 09:00:00 > 2026-11-13 09:00:00\n");
}

static void initial_took_7_days_before_irg2(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2023-10-16 23:59:59", JO);
	expect_only(c, KIND_INITIAL, "initial c0 2023-10-16 23:59:59 > 2023-10-23 23:59:59\n");
	c = case_new("2023-10-17 00:00:00", JO);
	expect_only(c, KIND_INITIAL, "initial c0 2023-10-17 00:00:00 > 2023-10-20 00:00:00\n");
}

static void reports_count_from_when_we_learned_of_it_if_that_was_earlier(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", JO);
	c->input.aware_utc = at("2026-11-09 08:00");
	expect(c, "initial c0 2026-11-09 08:00:00 > 2026-11-12 08:00:00\n"
		  "full-report c0 2026-11-09 08:00:00 > 2026-11-23 08:00:00\n");
	c->input.aware_utc = at("2026-11-11 08:00");
	expect(c, "initial c0 2026-11-10 09:00:00 > 2026-11-13 09:00:00\n"
		  "full-report c0 2026-11-10 09:00:00 > 2026-11-24 09:00:00\n");
}

/* --- full-report --- */

static void full_report_is_owed_14_days_after_the_creation_by_anybody(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", ANA);
	say(c, "2026-11-10 09:00", ANA, "We found something.");
	expect_only(c, KIND_FULL_REPORT, "full-report c0 2026-11-10 09:00:00 > 2026-11-24 09:00:00\n");
}

static void full_report_is_met_by_a_report_or_a_closure_summary_of_ours(void **state)
{
	(void)state;
	static const char *const met[] = {REPORT, CLOSURE,
					  "1. How your CA first became aware\n" CHARACTERS_200};
	for (size_t i = 0; i < sizeof met / sizeof *met; i++) {
		struct bug_case *c = case_new("2026-11-10 09:00", ANA);
		say(c, "2026-11-10 09:00", ANA, "We found something.");
		say(c, "2026-12-10 09:00", BEN, met[i]);
		say(c, "2026-12-11 09:00", BEN, "And more.");
		expect_only(c, KIND_FULL_REPORT, "");
	}
}

static void full_report_is_not_met_by_others_or_by_less(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", ANA);
	say(c, "2026-11-10 09:00", ANA, "# Preliminary Incident Report\n" CHARACTERS_200);
	say(c, "2026-11-11 09:00", JO, REPORT);
	say(c, "2026-11-12 09:00", ANA, "# Full Incident Report\nsoon");
	say(c, "2026-11-12 09:00", ANA, "# Full Incident Report (draft)\n" CHARACTERS_200);
	expect_only(c, KIND_FULL_REPORT, "full-report c0 2026-11-10 09:00:00 > 2026-11-24 09:00:00\n");
}

static void full_report_is_owed_for_bugs_created_since_irg1(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2023-02-14 23:59:59", ANA);
	expect_only(c, KIND_FULL_REPORT, "");
	c = case_new("2023-02-15 00:00:00", ANA);
	expect_only(c, KIND_FULL_REPORT, "full-report c0 2023-02-15 00:00:00 > 2023-03-01 00:00:00\n");
}

/* --- respond --- */

static void respond_runs_from_each_outside_comment_not_from_the_last(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", JO, "A remark.");
	say(c, "2026-11-12 10:00", LEE, "A question?");
	expect_only(c, KIND_RESPOND,
		    "respond c1 2026-11-11 09:00:00 > 2026-11-18 09:00:00\n"
		    "respond c2 2026-11-12 10:00:00 > 2026-11-19 10:00:00\n");
	assert_int_equal(assess(c)->countdown->cause.number, 0); /* weekly comes first */
	assert_int_equal(assess(c)->asked, 1);
	assert_int_equal(assess(c)->asked_since_utc, at("2026-11-12 10:00"));
}

static void respond_is_owed_where_we_never_said_anything(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", JO);
	say(c, "2026-11-10 09:00", JO, "Expired?");
	say(c, "2026-11-11 09:00", LEE, "I see it too.");
	expect_only(c, KIND_RESPOND, "respond c1 2026-11-11 09:00:00 > 2026-11-18 09:00:00\n");
}

static void respond_is_met_by_any_newer_update(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", JO, "A remark.");
	say(c, "2026-11-11 09:00", ANA, "Thanks.");
	expect_only(c, KIND_RESPOND, "");
}

static void respond_before_irg3_only_to_what_asks(void **state)
{
	(void)state;
	struct bug_case *c = reported("2025-02-01 09:00");
	say(c, "2025-02-28 23:59:58", JO, "A question?");
	say(c, "2025-02-28 23:59:59", JO, "A remark.");
	say(c, "2025-03-01 00:00:00", JO, "A remark.");
	expect_only(c, KIND_RESPOND,
		    "respond c1 2025-02-28 23:59:58 > 2025-03-07 23:59:58\n"
		    "respond c3 2025-03-01 00:00:00 > 2025-03-08 00:00:00\n");
}

static void respond_before_irg3_also_to_what_came_with_a_needinfo(void **state)
{
	(void)state;
	struct bug_case *c = reported("2025-02-01 09:00");
	say(c, "2025-02-20 09:00:00", JO, "A remark.");
	needinfo(c, "2025-02-20 09:00:59", "JO@reader.example", LEE);
	expect_only(c, KIND_RESPOND, "respond c1 2025-02-20 09:00:00 > 2025-02-27 09:00:00\n");
	c->bug.flags[0].created_utc++;
	expect_only(c, KIND_RESPOND, "");
	c->bug.flags[0].created_utc = at("2025-02-20 08:59:01");
	expect_only(c, KIND_RESPOND, "respond c1 2025-02-20 09:00:00 > 2025-02-27 09:00:00\n");
	c->bug.flags[0].created_utc--;
	expect_only(c, KIND_RESPOND, "");
	change(c, "2025-02-20 08:59:01", JO, "flagtypes.name", "", "review+, needinfo?(lee@other.example)");
	expect_only(c, KIND_RESPOND, "respond c1 2025-02-20 09:00:00 > 2025-02-27 09:00:00\n");
	c->talk.changes[0].when_utc--;
	expect_only(c, KIND_RESPOND, "");
	c->talk.changes[0].when_utc++;
	c->talk.changes[0].who = LEE;
	expect_only(c, KIND_RESPOND, "");
}

static void our_comment_that_quotes_a_question_is_an_update(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", ANA, "Is this the question?\n> Why?");
	expect(c, "weekly c1 2026-11-11 09:00:00 > 2026-11-18 09:00:00\n");
}

/* --- needinfo --- */

static void needinfo_on_one_of_us_is_owed_within_7_days_of_the_flag(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	needinfo(c, "2026-11-12 10:00", KIM, BEN);
	needinfo(c, "2026-11-13 10:00", ANA, TEAM_ALIAS);
	needinfo(c, "2026-11-13 11:00", KIM, JO);
	expect_only(c, KIND_NEEDINFO,
		    "needinfo f7001 2026-11-12 10:00:00 > 2026-11-19 10:00:00\n"
		    "needinfo f7002 2026-11-13 10:00:00 > 2026-11-20 10:00:00\n");
	assert_int_equal(assess(c)->asked, 2);
}

static void needinfo_on_nobody_asks_the_assignee(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	needinfo(c, "2026-11-12 10:00", KIM, NULL);
	expect_only(c, KIND_NEEDINFO, "needinfo f7001 2026-11-12 10:00:00 > 2026-11-19 10:00:00\n");
	c->bug.assignee = JO;
	expect_only(c, KIND_NEEDINFO, "");
}

static void only_a_standing_needinfo_is_one(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	needinfo(c, "2026-11-12 10:00", KIM, BEN)->status = '+';
	needinfo(c, "2026-11-12 10:00", KIM, BEN)->name = "review";
	expect_only(c, KIND_NEEDINFO, "");
}

static void needinfo_is_acknowledged_by_an_update_at_a_later_second(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	needinfo(c, "2026-11-12 10:00:00", KIM, BEN);
	struct comment *update = say(c, "2026-11-12 10:00:00", ANA, "x");
	expect_only(c, KIND_NEEDINFO, "needinfo f7001 2026-11-12 10:00:00 > 2026-11-19 10:00:00\n");
	update->time_utc++;
	expect_only(c, KIND_NEEDINFO, "needinfo f7001 2026-11-12 10:00:00 > - acknowledged\n");
	assert_int_equal(assess(c)->asked, 0);
	assert_int_equal(assess(c)->acknowledged, 1);
}

/* --- weekly, revocation --- */

static void weekly_runs_from_the_newest_update(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-12 09:00:01", BEN, "x");
	expect(c, "weekly c1 2026-11-12 09:00:01 > 2026-11-19 09:00:01\n");
}

static void weekly_needs_an_update(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", JO);
	say(c, "2026-11-10 09:00", JO, "Expired?");
	expect_only(c, KIND_WEEKLY, "");
}

static void revocation_replaces_weekly_and_adds_a_should(void **state)
{
	(void)state;
	static const char *const boards[] = {"[ca-revocation-delay]", "[Leaf Revocation Delay]",
					     "[delayed-revocation-leaf]", "[x] [DELAYED revocation]"};
	for (size_t i = 0; i < sizeof boards / sizeof *boards; i++) {
		struct bug_case *c = reported("2026-11-10 09:00");
		c->bug.whiteboard = boards[i];
		expect(c, "revocation-3d c0 2026-11-10 09:00:00 > 2026-11-13 09:00:00\n"
			  "revocation c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
		assert_string_equal(assess(c)->countdown->rule->id, "revocation");
	}
}

static void revocation_stands_beside_next_update(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.whiteboard = "[leaf-revocation-delay] Next update: 2026-11-15";
	expect(c, "revocation-3d c0 2026-11-10 09:00:00 > 2026-11-13 09:00:00\n"
		  "next-update 2026-11-15 2026-11-10 09:00:00 > 2026-11-15 23:59:59\n"
		  "revocation c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
}

static void revocation_is_in_force_since_irg3(void **state)
{
	(void)state;
	struct bug_case *c = reported("2025-02-28 23:59:59");
	c->bug.whiteboard = "[leaf-revocation-delay]";
	expect(c, "weekly c0 2025-02-28 23:59:59 > 2025-03-07 23:59:59\n");
	say(c, "2025-03-01 00:00:00", ANA, "x");
	expect(c, "revocation-3d c1 2025-03-01 00:00:00 > 2025-03-04 00:00:00\n"
		  "revocation c1 2025-03-01 00:00:00 > 2025-03-08 00:00:00\n");
}

static void before_irg3_a_live_date_replaces_weekly_on_a_delayed_revocation_too(void **state)
{
	(void)state;
	struct bug_case *c = reported("2025-02-28 23:59:59");
	c->bug.whiteboard = "[leaf-revocation-delay] Next update 2025-03-20";
	expect(c, "next-update 2025-03-20 2025-02-28 23:59:59 > 2025-03-20 23:59:59\n");
}

/* --- the order, the countdown, the words --- */

static void equal_due_times_follow_the_order_of_the_table(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	needinfo(c, "2026-11-10 09:00", KIM, BEN);
	needinfo(c, "2026-11-10 09:00", KIM, ANA);
	say(c, "2026-11-10 09:00", JO, "x?");
	say(c, "2026-11-10 09:00", JO, "y?");
	expect(c, "respond c1 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n"
		  "respond c2 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n"
		  "needinfo f7001 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n"
		  "needinfo f7002 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n"
		  "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
	assert_int_equal(assess(c)->countdown->kind, KIND_RESPOND);
}

static void a_must_comes_before_a_should_whatever_the_table_says(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-01 09:00");
	c->bug.whiteboard = "[leaf-revocation-delay]";
	say(c, "2026-11-10 09:00", ANA, CLOSURE);
	expect(c, "revocation c1 2026-11-10 09:00:00 > - suspended\n"
		  "closure-needinfo c1 2026-11-10 09:00:00 > -\n"
		  "revocation-3d c1 2026-11-10 09:00:00 > - suspended\n");
}

static void the_future_counts_like_the_past(void **state)
{
	(void)state;
	struct bug_case *c = reported("2999-11-10 09:00");
	say(c, "2999-11-11 09:00", JO, "A question?");
	expect(c, "weekly c0 2999-11-10 09:00:00 > 2999-11-17 09:00:00\n"
		  "respond c1 2999-11-11 09:00:00 > 2999-11-18 09:00:00\n");
}

static void a_deadline_may_be_past_when_it_comes_into_being(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-01 09:00");
	write_board(c, "2026-11-02 09:00", KIM, "Next update 2026-12-24");
	write_board(c, "2026-11-20 09:00", KIM, "");
	expect(c, "weekly c0 2026-11-01 09:00:00 > 2026-11-08 09:00:00\n");
	write_board(c, "2026-11-21 09:00", KIM, "[leaf-revocation-delay]");
	expect(c, "revocation-3d c0 2026-11-01 09:00:00 > 2026-11-04 09:00:00\n"
		  "revocation c0 2026-11-01 09:00:00 > 2026-11-08 09:00:00\n");
}

static void nothing_is_owed_under_no_rules(void **state)
{
	(void)state;
	struct bug_case *c = reported("2016-12-31 23:59:59");
	expect(c, "");
	c->talk.comments[0].time_utc++;
	expect(c, "weekly c0 2017-01-01 00:00:00 > 2017-01-08 00:00:00\n");
}

static void the_citation_names_the_version_in_force_at_since(void **state)
{
	(void)state;
	struct bug_case *c = reported("2025-07-14 23:59:59");
	assert_string_equal(assess(c)->countdown->rule->citation, "IRG 3.0");
	c->talk.comments[0].time_utc++;
	assert_string_equal(assess(c)->countdown->rule->citation, "IRG 3.1");
	c->talk.comments[0].time_utc = at("2019-01-01");
	assert_string_equal(assess(c)->countdown->rule->citation, "MOZ");
	c->talk.comments[0].time_utc = at("2026-03-20");
	assert_string_equal(assess(c)->countdown->rule->citation, "IRG 3.2");
}

static const char *text_of(struct bug_case *c, enum obligation_kind kind)
{
	const struct assessment *assessment = assess(c);
	for (size_t i = 0; i < assessment->n_obligations; i++)
		if (assessment->obligations[i].kind == kind)
			return assessment->obligations[i].text;
	return "none";
}

static void a_sentence_says_what_is_owed_and_why(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", JO);
	say(c, "2026-11-10 09:00", JO, "Expired?");
	assert_string_equal(text_of(c, KIND_INITIAL),
			    "jo filed this bug (2026-11-10 09:00 UTC); a first answer "
			    "is owed within 72 hours (IRG 3.2)");
	assert_string_equal(
		text_of(c, KIND_FULL_REPORT),
		"No full report was given on this bug (created 2026-11-10 09:00 UTC); one is owed "
		"within 14 days (IRG 3.2)");
	c->input.aware_utc = at("2026-11-09");
	assert_string_equal(
		text_of(c, KIND_INITIAL),
		"jo filed this bug (2026-11-10 09:00 UTC); a first answer is owed within 72 hours of "
		"our learning of it (2026-11-09 00:00 UTC) (IRG 3.2)");
	say(c, "2026-11-11 09:00", ANA, "x");
	say(c, "2026-11-12 10:02", JO, "A remark.");
	needinfo(c, "2026-11-12 10:02", KIM, BEN);
	assert_string_equal(text_of(c, KIND_RESPOND),
			    "jo commented (comment 2, 2026-11-12 10:02 UTC); an answer "
			    "is owed within 7 days (IRG 3.2)");
	assert_string_equal(
		text_of(c, KIND_NEEDINFO),
		"kim asked ben for information (needinfo, 2026-11-12 10:02 UTC); an answer is owed "
		"within 7 days (IRG 3.2)");
	assert_string_equal(text_of(c, KIND_WEEKLY),
			    "Our newest update is comment 1 (2026-11-11 09:00 UTC); the "
			    "next one is owed within 7 days (IRG 3.2)");
	write_board(c, "2026-11-12 10:00", KIM, "Next update 2026-12-24 [leaf-revocation-delay]");
	assert_string_equal(
		text_of(c, KIND_NEXT_UPDATE),
		"kim set Next update to 2026-12-24; an update is owed by the end of that day (IRG 3.2)");
	assert_string_equal(
		text_of(c, KIND_REVOCATION),
		"Revocation is delayed and our newest update is comment 1 (2026-11-11 09:00 UTC); the "
		"next one should come within 3 days (IRG 3.2)");
}

static void a_sentence_says_why_something_waits(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	c->bug.n_flags = 0;
	needinfo(c, "2026-11-02 09:00", KIM, NULL);
	assert_string_equal(text_of(c, KIND_WEEKLY),
			    "Our newest update is comment 1 (2026-11-10 09:00 UTC); none is owed while the "
			    "closure summary in comment 1 stands (IRG 3.2)");
	assert_string_equal(text_of(c, KIND_NEEDINFO),
			    "kim asked us for information (needinfo, 2026-11-02 09:00 "
			    "UTC); we replied, but the request still stands (IRG 3.2)");
	assert_string_equal(
		text_of(c, KIND_CLOSURE_NEEDINFO),
		"The closure summary in comment 1 (2026-11-10 09:00 UTC) asks to close this bug; the "
		"needinfo to incident-reporting@ccadb.org that must come with it is missing (IRG 3.2)");
	c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", JO, "Why?");
	say(c, "2026-11-12 09:00", ANA, "x");
	assert_string_equal(text_of(c, KIND_RESPOND),
			    "jo asked (comment 1, 2026-11-11 09:00 UTC); we replied, but "
			    "no update names or quotes that comment (IRG 3.2)");
	dismissed(c, "2026-11-13 09:00", KIND_WEEKLY, CAUSE(2));
	assert_string_equal(
		text_of(c, KIND_WEEKLY),
		"Our newest update is comment 2 (2026-11-12 09:00 UTC); the next one is owed within 7 "
		"days (IRG 3.2), put off by ana (2026-11-13 09:00 UTC): a reason");
	resolve(c, "2026-11-14 09:00", KIM, "FIXED");
	resolve(c, "2026-11-15 09:00", KIM, "");
	c->input.n_dismissals = 0;
	assert_string_equal(
		text_of(c, KIND_WEEKLY),
		"Our newest update is comment 2 (2026-11-12 09:00 UTC); the next one is owed within 7 "
		"days of the reopening (2026-11-15 09:00 UTC) (IRG 3.2)");
}

static void states_have_the_words_of_the_contract(void **state)
{
	(void)state;
	assert_string_equal(state_word(STATE_OPEN), "open");
	assert_string_equal(state_word(STATE_ACKNOWLEDGED), "acknowledged");
	assert_string_equal(state_word(STATE_SUSPENDED), "suspended");
	assert_string_equal(state_word(STATE_DISMISSED), "dismissed");
}

static void last_update_is_the_newest_on_this_bug(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", JO);
	say(c, "2026-11-10 09:00", JO, "Expired?");
	assert_int_equal(assess(c)->last_update_utc, UTC_NONE);
	say(c, "2026-11-11 09:00", ANA, "x");
	say(c, "2026-11-12 09:00", JO, "y");
	assert_int_equal(assess(c)->last_update_utc, at("2026-11-11 09:00"));
}

static void the_answer_outlives_the_comments(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	char who[] = KIM, board[] = "[one] Next update 2026-12-24";
	write_board(c, "2026-11-11 09:00", who, board);
	const struct assessment *assessment = assess(c);
	memset(who, '#', sizeof who - 1);
	memset(board, '#', sizeof board - 1);
	assert_string_equal(assessment->next_update_by, KIM);
	assert_string_equal(assessment->labels[0], "one");
}

static void soon_reaches_to_the_end_of_the_second_working_day(void **state)
{
	(void)state;
	struct roster roster = case_roster();
	static const char *const days[][2] = {
		{"2026-11-16 00:00:00", "2026-11-18 23:59:59"}, /* Monday to Wednesday */
		{"2026-11-19 23:59:59", "2026-11-23 23:59:59"}, /* Thursday to Monday */
		{"2026-11-20 12:00:00", "2026-11-24 23:59:59"}, /* Friday to Tuesday */
		{"2026-11-21 12:00:00", "2026-11-24 23:59:59"}, /* Saturday and Sunday too */
		{"2026-11-22 12:00:00", "2026-11-24 23:59:59"},
	};
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		assert_int_equal(deadline_soon_until(&roster, at(days[i][0])), at(days[i][1]));
	roster.workdays = 1 << 6; /* Sundays only */
	assert_int_equal(deadline_soon_until(&roster, at("2026-11-20 12:00")), at("2026-11-29 23:59:59"));
	roster.workdays = 0;
	assert_int_equal(deadline_soon_until(&roster, at("2026-11-20 12:00")), at("2026-11-24 23:59:59"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bug_of_another_ca_owes_nothing_and_is_described),
		cmocka_unit_test(a_closed_bug_owes_nothing),
		cmocka_unit_test(an_assignee_of_the_team_makes_it_ours),
		cmocka_unit_test(private_and_empty_comments_count_for_nobody),
		cmocka_unit_test(a_private_report_is_none),
		cmocka_unit_test(a_bot_neither_updates_nor_asks),
		cmocka_unit_test(any_comment_of_any_of_us_is_an_update),
		cmocka_unit_test(field_changes_are_no_updates),
		cmocka_unit_test(within_a_second_the_higher_number_is_newer),
		cmocka_unit_test(time_decides_before_the_number),
		cmocka_unit_test(names_are_hidden_where_an_author_without_domain_is_unknown),
		cmocka_unit_test(flags_and_creators_without_domain_hide_nothing),
		cmocka_unit_test(initial_is_owed_72_hours_after_an_outsider_filed),
		cmocka_unit_test(initial_is_met_by_any_update_on_this_bug),
		cmocka_unit_test(initial_goes_by_the_creator_not_by_comment_0),
		cmocka_unit_test(initial_took_7_days_before_irg2),
		cmocka_unit_test(reports_count_from_when_we_learned_of_it_if_that_was_earlier),
		cmocka_unit_test(full_report_is_owed_14_days_after_the_creation_by_anybody),
		cmocka_unit_test(full_report_is_met_by_a_report_or_a_closure_summary_of_ours),
		cmocka_unit_test(full_report_is_not_met_by_others_or_by_less),
		cmocka_unit_test(full_report_is_owed_for_bugs_created_since_irg1),
		cmocka_unit_test(respond_runs_from_each_outside_comment_not_from_the_last),
		cmocka_unit_test(respond_is_owed_where_we_never_said_anything),
		cmocka_unit_test(respond_is_met_by_any_newer_update),
		cmocka_unit_test(respond_before_irg3_only_to_what_asks),
		cmocka_unit_test(respond_before_irg3_also_to_what_came_with_a_needinfo),
		cmocka_unit_test(our_comment_that_quotes_a_question_is_an_update),
		cmocka_unit_test(needinfo_on_one_of_us_is_owed_within_7_days_of_the_flag),
		cmocka_unit_test(needinfo_on_nobody_asks_the_assignee),
		cmocka_unit_test(only_a_standing_needinfo_is_one),
		cmocka_unit_test(needinfo_is_acknowledged_by_an_update_at_a_later_second),
		cmocka_unit_test(weekly_runs_from_the_newest_update),
		cmocka_unit_test(weekly_needs_an_update),
		cmocka_unit_test(revocation_replaces_weekly_and_adds_a_should),
		cmocka_unit_test(revocation_stands_beside_next_update),
		cmocka_unit_test(revocation_is_in_force_since_irg3),
		cmocka_unit_test(before_irg3_a_live_date_replaces_weekly_on_a_delayed_revocation_too),
		cmocka_unit_test(equal_due_times_follow_the_order_of_the_table),
		cmocka_unit_test(a_must_comes_before_a_should_whatever_the_table_says),
		cmocka_unit_test(the_future_counts_like_the_past),
		cmocka_unit_test(a_deadline_may_be_past_when_it_comes_into_being),
		cmocka_unit_test(nothing_is_owed_under_no_rules),
		cmocka_unit_test(the_citation_names_the_version_in_force_at_since),
		cmocka_unit_test(a_sentence_says_what_is_owed_and_why),
		cmocka_unit_test(a_sentence_says_why_something_waits),
		cmocka_unit_test(states_have_the_words_of_the_contract),
		cmocka_unit_test(last_update_is_the_newest_on_this_bug),
		cmocka_unit_test(the_answer_outlives_the_comments),
		cmocka_unit_test(soon_reaches_to_the_end_of_the_second_working_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
