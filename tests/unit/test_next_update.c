/* Next update, and updates elsewhere (deadlines.md, details 1, 4 and 5). */
#include "tests/unit/case.h"

#define NEXT "Next update: 2026-12-10"

static void expect_live(struct bug_case *c)
{
	assert_int_equal(assess(c)->next_update_state, NEXT_UPDATE_LIVE);
	assert_string_equal(listed_only(c, KIND_WEEKLY), "");
}

static void expect_used_up(struct bug_case *c)
{
	assert_int_equal(assess(c)->next_update_state, NEXT_UPDATE_USED_UP);
	assert_string_equal(listed_only(c, KIND_NEXT_UPDATE), "");
	assert_int_equal(assess(c)->next_update_utc, at("2026-12-10")); /* still the date that is read */
}

static void a_live_date_replaces_the_weekly_update_and_is_due_at_its_end(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.whiteboard = NEXT;
	expect(c, "next-update 2026-12-10 2026-11-10 09:00:00 > 2026-12-10 23:59:59\n");
	assert_int_equal(assess(c)->next_update_state, NEXT_UPDATE_LIVE);
}

static void without_an_update_it_runs_from_the_creation(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", ANA);
	c->bug.whiteboard = NEXT;
	expect_only(c, KIND_NEXT_UPDATE,
		    "next-update 2026-12-10 2026-11-10 09:00:00 > 2026-12-10 23:59:59\n");
}

static void while_there_is_no_update_a_past_date_is_live(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2027-11-10 09:00", JO);
	c->bug.whiteboard = NEXT;
	expect_only(c, KIND_NEXT_UPDATE,
		    "next-update 2026-12-10 2027-11-10 09:00:00 > 2026-12-10 23:59:59\n");
}

static void next_update_on_its_own_day_is_met(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.whiteboard = NEXT;
	say(c, "2026-12-09 23:59:59", ANA, "x");
	expect_live(c);
	say(c, "2026-12-10 00:00:00", ANA, "x");
	expect_used_up(c);
	expect(c, "weekly c2 2026-12-10 00:00:00 > 2026-12-17 00:00:00\n");
}

static void next_update_later_is_met_too(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.whiteboard = NEXT;
	say(c, "2027-02-01 00:00:00", ANA, "x");
	expect_used_up(c);
}

static void an_update_on_the_three_days_before_counts_when_newer_than_the_change(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	write_board(c, "2026-11-12 09:00", KIM, NEXT);
	say(c, "2026-12-06 23:59:59", ANA, "x");
	expect_live(c);
	say(c, "2026-12-07 00:00:00", ANA, "x");
	expect_used_up(c);
	expect(c, "weekly c2 2026-12-07 00:00:00 > 2026-12-14 00:00:00\n");
}

static void an_update_in_the_second_of_the_change_is_not_newer(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-12-08 09:00:00", ANA, "x");
	write_board(c, "2026-12-08 09:00:00", KIM, NEXT);
	expect_live(c);
	c->talk.comments[1].time_utc++;
	expect_used_up(c);
}

static void an_answer_weeks_before_does_not_use_it_up(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	write_board(c, "2026-11-12 09:00", KIM, NEXT);
	say(c, "2026-11-20 09:00", ANA, "x");
	expect(c, "next-update 2026-12-10 2026-11-20 09:00:00 > 2026-12-10 23:59:59\n");
}

static void the_change_is_the_newest_after_which_another_date_was_read(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	write_board(c, "2026-11-12 09:00", KIM, NEXT);
	say(c, "2026-12-08 09:00", ANA, "x");
	write_board(c, "2026-12-08 10:00", KIM,
		    "[a-label] Next update by December 10, 2026"); /* the same date */
	expect_used_up(c);
	write_board(c, "2026-12-08 11:00", KIM, "[a-label] " NEXT);
	expect_used_up(c);
	write_board(c, "2026-12-08 12:00", KIM, "[a-label]");
	write_board(c, "2026-12-08 13:00", KIM, "[a-label] " NEXT); /* taken away and set again */
	expect_live(c);
}

static void a_date_that_was_moved_is_another_one(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	write_board(c, "2026-11-12 09:00", KIM, "Next update 2026-12-09");
	say(c, "2026-12-08 09:00", ANA, "x");
	write_board(c, "2026-12-08 10:00", KIM, NEXT);
	expect_live(c);
}

static void without_a_change_in_the_history_only_the_day_itself_and_later_count(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.whiteboard = NEXT;
	say(c, "2026-12-09 09:00", ANA, "x");
	expect_live(c);
	write_board(c, "2026-11-12 09:00", KIM, "Next update 2026-11-20");
	c->bug.whiteboard = NEXT; /* the history is older than the whiteboard */
	expect_live(c);
	assert_null(assess(c)->next_update_by);
}

static void an_older_change_to_the_same_date_did_not_set_it(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	write_board(c, "2026-11-12 09:00", KIM, NEXT);
	write_board(c, "2026-11-13 09:00", KIM, "Next update 2026-11-20");
	c->bug.whiteboard = NEXT; /* set again, which the history does not show yet */
	say(c, "2026-12-09 09:00", ANA, "x");
	expect_live(c);
	assert_null(assess(c)->next_update_by);
}

static void a_date_that_nobody_met_stays_due(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	write_board(c, "2026-11-12 09:00", KIM, "Next update 2026-11-15");
	say(c, "2027-01-10 09:00", JO, "Is there an update?");
	expect_only(c, KIND_NEXT_UPDATE,
		    "next-update 2026-11-15 2026-11-10 09:00:00 > 2026-11-15 23:59:59\n");
}

static void a_date_that_we_wrote_is_self_set_and_absent(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	write_board(c, "2026-11-10 09:05", "ANA@example-trust.example", NEXT);
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
	assert_int_equal(assess(c)->next_update_state, NEXT_UPDATE_SELF_SET);
	assert_int_equal(assess(c)->next_update_utc, at("2026-12-10"));
	assert_string_equal(assess(c)->next_update_by, "ANA@example-trust.example");
}

static void who_only_touches_the_whiteboard_did_not_write_the_date(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	write_board(c, "2026-11-10 09:05", KIM, NEXT);
	write_board(c, "2026-11-10 09:06", ANA, "[a-label] " NEXT);
	expect_live(c);
	assert_string_equal(assess(c)->next_update_by, KIM);
	write_board(c, "2026-11-10 09:07", ANA, "[a-label] Next update 2026-12-11");
	assert_int_equal(assess(c)->next_update_state, NEXT_UPDATE_SELF_SET);
	write_board(c, "2026-11-10 09:08", BOT, "[a-label] " NEXT);
	expect_live(c);
}

static void changes_of_one_second_are_told_apart_by_what_they_say(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	write_board(c, "2026-11-12 09:00", ANA, "Next update 2026-12-11");
	write_board(c, "2026-11-12 09:00", KIM, NEXT);
	expect_live(c);
	write_board(c, "2026-11-12 09:00", LEE, "Next update 2026-12-11");
	c->bug.whiteboard = NEXT;
	assert_string_equal(assess(c)->next_update_by, KIM);
	struct change first = c->talk.changes[0];
	c->talk.changes[0] = c->talk.changes[1];
	c->talk.changes[1] = first;
	expect_live(c);
	assert_string_equal(assess(c)->next_update_by, KIM);
}

static void an_unreadable_date_counts_as_none_and_is_said(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.whiteboard = "[ca-compliance] Next update: 2026-02-30";
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
	const struct assessment *assessment = assess(c);
	assert_int_equal(assessment->next_update_state, NEXT_UPDATE_UNREADABLE);
	assert_int_equal(assessment->next_update_utc, UTC_NONE);
	assert_int_equal(assessment->n_remarks, 1);
	assert_string_equal(assessment->remarks[0],
			    "the whiteboard has no date that can be read in `Next update: 2026-02-30`");
}

static void a_long_unreadable_text_is_cut_between_characters(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.whiteboard =
		"Next update when the \u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
		"\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9 are counted";
	assert_string_equal(assess(c)->remarks[0],
			    "the whiteboard has no date that can be read in `Next update when the "
			    "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
			    "\u00e9\u00e9\u00e9"
			    "\u00e9\u00e9\u00e9\u2026`");
}

static void a_lone_bracket_is_said_and_closing_day_and_labels_are_shown(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.whiteboard = "[close on 2026-12-12] [One] [Two";
	const struct assessment *assessment = assess(c);
	assert_int_equal(assessment->close_on_utc, at("2026-12-12"));
	assert_int_equal(assessment->n_labels, 1);
	assert_string_equal(assessment->labels[0], "One");
	assert_int_equal(assessment->n_remarks, 1);
	assert_string_equal(assessment->remarks[0], "the whiteboard has a bracket without its partner");
	assert_int_equal(assessment->next_update_state, NEXT_UPDATE_NONE);
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
}

/* --- reopened --- */

static void the_reopening_stands_in_for_the_newest_update(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	write_board(c, "2026-11-12 09:00", KIM, NEXT);
	resolve(c, "2026-11-20 09:00", KIM, "FIXED");
	resolve(c, "2026-12-06 23:59:59", KIM, "");
	expect(c, "next-update 2026-12-10 2026-12-06 23:59:59 > 2026-12-10 23:59:59\n");
	c->talk.changes[2].when_utc++; /* within the three days, and newer than the change */
	expect(c, "weekly c0 2026-12-07 00:00:00 > 2026-12-14 00:00:00\n");
	assert_int_equal(assess(c)->next_update_state, NEXT_UPDATE_USED_UP);
}

static void a_date_before_the_reopening_is_gone_even_without_an_update(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", ANA);
	c->bug.whiteboard = NEXT;
	resolve(c, "2026-11-20 09:00", KIM, "FIXED");
	resolve(c, "2026-12-10 00:00:00", KIM, "");
	expect_only(c, KIND_NEXT_UPDATE, "");
	assert_int_equal(assess(c)->next_update_state, NEXT_UPDATE_USED_UP);
}

/* --- updates elsewhere --- */

static struct comment elsewhere(const char *time, const char *author)
{
	return (struct comment){.number = 5, .author = author, .time_utc = at(time), .text = "x"};
}

static void updates_on_a_named_bug_count_for_weekly(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	struct comment there[] = {elsewhere("2026-11-14 09:00", ANA), elsewhere("2026-11-12 09:00", BEN),
				  elsewhere("2026-11-15 09:00", JO)};
	refer(c, 7, there, 3);
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
	c->bug.whiteboard = "[x] Updates in Bug #7";
	expect(c, "weekly {} 2026-11-14 09:00:00 > 2026-11-21 09:00:00\n");
	assert_int_equal(assess(c)->last_update_utc, at("2026-11-10 09:00"));
	assert_string_equal(assess(c)->countdown->text,
			    "Our newest update is on bug 7 (2026-11-14 09:00 UTC); the "
			    "next one is owed within 7 days (IRG 3.2)");
	say(c, "2026-11-14 09:00", ANA, "x"); /* one here in the same second is named */
	expect(c, "weekly c1 2026-11-14 09:00:00 > 2026-11-21 09:00:00\n");
}

static void they_count_for_revocation_and_next_update_and_use_a_date_up(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	struct comment there = elsewhere("2026-12-09 23:59:59", ANA);
	refer(c, 7, &there, 1);
	c->bug.whiteboard = "[leaf-revocation-delay] Updates in bug 7 " NEXT;
	expect(c, "next-update 2026-12-10 2026-12-09 23:59:59 > 2026-12-10 23:59:59\n"
		  "revocation-3d {} 2026-12-09 23:59:59 > 2026-12-12 23:59:59\n"
		  "revocation {} 2026-12-09 23:59:59 > 2026-12-16 23:59:59\n");
	there.time_utc++;
	expect(c, "revocation-3d {} 2026-12-10 00:00:00 > 2026-12-13 00:00:00\n"
		  "revocation {} 2026-12-10 00:00:00 > 2026-12-17 00:00:00\n");
}

static void they_count_since_this_bugs_creation(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", ANA);
	struct comment there = elsewhere("2026-11-10 08:59:59", ANA);
	refer(c, 7, &there, 1);
	c->bug.whiteboard = "Updates in Bug 7";
	expect_only(c, KIND_WEEKLY, "");
	there.time_utc++;
	expect_only(c, KIND_WEEKLY, "weekly {} 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
}

static void private_and_empty_ones_elsewhere_do_not_count(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	struct comment there[] = {elsewhere("2026-11-14 09:00", ANA), elsewhere("2026-11-15 09:00", ANA)};
	there[0].is_private = true;
	there[1].text = " ";
	refer(c, 7, there, 2);
	c->bug.whiteboard = "Updates in Bug 7";
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
}

static void they_answer_nothing_here_and_are_no_report(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", JO);
	say(c, "2026-11-10 09:00", JO, "Expired?");
	say(c, "2026-11-11 09:00", JO, "Anybody?");
	needinfo(c, "2026-11-11 09:00", JO, ANA);
	struct comment there = elsewhere("2026-11-12 09:00", ANA);
	there.text = REPORT;
	refer(c, 7, &there, 1);
	c->bug.whiteboard = "Updates in Bug 7";
	expect(c, "initial c0 2026-11-10 09:00:00 > 2026-11-13 09:00:00\n"
		  "respond c1 2026-11-11 09:00:00 > 2026-11-18 09:00:00\n"
		  "needinfo f7001 2026-11-11 09:00:00 > 2026-11-18 09:00:00\n"
		  "weekly {} 2026-11-12 09:00:00 > 2026-11-19 09:00:00\n"
		  "full-report c0 2026-11-10 09:00:00 > 2026-11-24 09:00:00\n");
}

static void of_several_named_bugs_the_newest_update_counts(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	struct comment one = elsewhere("2026-11-15 09:00", ANA), two = elsewhere("2026-11-14 09:00", ANA),
		       other = elsewhere("2026-11-18 09:00", ANA);
	refer(c, 7, &one, 1);
	refer(c, 8, &two, 1);
	refer(c, 9, &other, 1); /* known, but not named */
	c->bug.whiteboard = "Updates in Bug 8, Updates in Bug 7";
	expect(c, "weekly {} 2026-11-15 09:00:00 > 2026-11-22 09:00:00\n");
}

static void a_named_bug_that_is_this_one_or_not_known_is_ignored_and_said(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	struct comment here = elsewhere("2026-11-15 09:00", ANA);
	refer(c, 100, &here, 1);
	c->bug.whiteboard = "Updates in Bug 100 and 7";
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
	const struct assessment *assessment = assess(c);
	assert_int_equal(assessment->n_remarks, 2);
	assert_string_equal(assessment->remarks[0],
			    "the whiteboard says `Updates in Bug 7`, which is not known here: ignored");
	assert_string_equal(assessment->remarks[1],
			    "the whiteboard names this bug itself in `Updates in Bug`: ignored");
}

static void references_are_the_named_bugs_but_this_one(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	const int64_t *ids;
	assert_int_equal(deadline_references(&c->bug, c->home, &ids), 0);
	c->bug.whiteboard = "Updates in Bug 9, Bug #100 and Bug 7. Updates in bug 9";
	assert_int_equal(deadline_references(&c->bug, c->home, &ids), 2);
	assert_int_equal(ids[0], 7);
	assert_int_equal(ids[1], 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_live_date_replaces_the_weekly_update_and_is_due_at_its_end),
		cmocka_unit_test(without_an_update_it_runs_from_the_creation),
		cmocka_unit_test(while_there_is_no_update_a_past_date_is_live),
		cmocka_unit_test(next_update_on_its_own_day_is_met),
		cmocka_unit_test(next_update_later_is_met_too),
		cmocka_unit_test(an_update_on_the_three_days_before_counts_when_newer_than_the_change),
		cmocka_unit_test(an_update_in_the_second_of_the_change_is_not_newer),
		cmocka_unit_test(an_answer_weeks_before_does_not_use_it_up),
		cmocka_unit_test(the_change_is_the_newest_after_which_another_date_was_read),
		cmocka_unit_test(a_date_that_was_moved_is_another_one),
		cmocka_unit_test(without_a_change_in_the_history_only_the_day_itself_and_later_count),
		cmocka_unit_test(an_older_change_to_the_same_date_did_not_set_it),
		cmocka_unit_test(a_date_that_nobody_met_stays_due),
		cmocka_unit_test(a_date_that_we_wrote_is_self_set_and_absent),
		cmocka_unit_test(who_only_touches_the_whiteboard_did_not_write_the_date),
		cmocka_unit_test(changes_of_one_second_are_told_apart_by_what_they_say),
		cmocka_unit_test(an_unreadable_date_counts_as_none_and_is_said),
		cmocka_unit_test(a_long_unreadable_text_is_cut_between_characters),
		cmocka_unit_test(a_lone_bracket_is_said_and_closing_day_and_labels_are_shown),
		cmocka_unit_test(the_reopening_stands_in_for_the_newest_update),
		cmocka_unit_test(a_date_before_the_reopening_is_gone_even_without_an_update),
		cmocka_unit_test(updates_on_a_named_bug_count_for_weekly),
		cmocka_unit_test(they_count_for_revocation_and_next_update_and_use_a_date_up),
		cmocka_unit_test(they_count_since_this_bugs_creation),
		cmocka_unit_test(private_and_empty_ones_elsewhere_do_not_count),
		cmocka_unit_test(they_answer_nothing_here_and_are_no_report),
		cmocka_unit_test(of_several_named_bugs_the_newest_update_counts),
		cmocka_unit_test(a_named_bug_that_is_this_one_or_not_known_is_ignored_and_said),
		cmocka_unit_test(references_are_the_named_bugs_but_this_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
