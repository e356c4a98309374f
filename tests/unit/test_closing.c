/* Closing and reopening (deadlines.md, details 2 and 5; closure-needinfo). */
#include "tests/unit/case.h"

/* --- closing (detail 2) --- */

static void a_closure_summary_suspends_updates(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	expect(c, "weekly c1 2026-11-10 09:00:00 > - suspended\n");
	c->bug.whiteboard = "[leaf-revocation-delay] Next update 2026-12-24";
	expect(c, "next-update 2026-12-24 2026-11-10 09:00:00 > - suspended\n"
		  "revocation c1 2026-11-10 09:00:00 > - suspended\n"
		  "revocation-3d c1 2026-11-10 09:00:00 > - suspended\n");
	assert_null(assess(c)->countdown);
	assert_true(assess(c)->is_closing);
	assert_int_equal(assess(c)->closing_since_utc, at("2026-11-10 09:00"));
}

static void a_closure_summary_stands_while_we_say_more(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	say(c, "2026-11-12 09:00", BEN, "One more thing.");
	expect(c, "weekly c2 2026-11-12 09:00:00 > - suspended\n");
}

static void somebody_who_asks_again_is_owed_an_answer_and_nothing_else_revives(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	say(c, "2026-11-12 09:00", JO, "And the second cause?");
	expect(c, "respond c2 2026-11-12 09:00:00 > 2026-11-19 09:00:00\n"
		  "weekly c1 2026-11-10 09:00:00 > - suspended\n");
}

static void a_closure_summary_counts_from_irg3_1_on(void **state)
{
	(void)state;
	struct bug_case *c = reported("2025-07-14 09:00");
	say(c, "2025-07-14 23:59:59", ANA, CLOSURE);
	expect(c, "weekly c1 2025-07-14 23:59:59 > 2025-07-21 23:59:59\n");
	assert_false(assess(c)->is_closing);
	c->talk.comments[1].time_utc++;
	expect(c, "weekly c1 2025-07-15 00:00:00 > - suspended\n"
		  "closure-needinfo c1 2025-07-15 00:00:00 > -\n");
}

static void a_closure_summary_of_others_or_without_substance_does_not_stand(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", ANA, "# Closure Summary\nsoon");
	say(c, "2026-11-11 08:00", JO, CLOSURE);
	expect(c, "weekly c1 2026-11-11 09:00:00 > 2026-11-18 09:00:00\n");
}

static void a_date_set_after_the_closure_summary_is_owed(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	write_board(c, "2026-11-10 09:00:00", KIM, "Next update 2026-12-24");
	expect(c, "next-update 2026-12-24 2026-11-10 09:00:00 > - suspended\n");
	c->talk.changes[0].when_utc++;
	expect(c, "next-update 2026-12-24 2026-11-10 09:00:00 > 2026-12-24 23:59:59\n");
}

/* --- closure-needinfo --- */

static void closure_needinfo_warns_when_none_was_set(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	expect_only(c, KIND_CLOSURE_NEEDINFO, "");
	assert_false(assess(c)->closing_lacks_needinfo);
	c->bug.n_flags = 0;
	expect_only(c, KIND_CLOSURE_NEEDINFO, "closure-needinfo c1 2026-11-10 09:00:00 > -\n");
	assert_true(assess(c)->closing_lacks_needinfo);
	assert_null(assess(c)->countdown);
}

static void closure_needinfo_is_met_by_one_that_stands_whenever_it_was_set(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	c->bug.flags[0].created_utc = at("2026-11-01 09:00");
	expect_only(c, KIND_CLOSURE_NEEDINFO, "");
	c->bug.flags[0].requestee = "Incident-Reporting";
	expect_only(c, KIND_CLOSURE_NEEDINFO, "");
	c->bug.flags[0].status = '+';
	expect_only(c, KIND_CLOSURE_NEEDINFO, "closure-needinfo c1 2026-11-10 09:00:00 > -\n");
}

static void closure_needinfo_is_met_by_one_that_was_set_at_the_summary_or_later(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	c->bug.n_flags = 0;
	change(c, "2026-11-10 08:59:59", ANA, "flagtypes.name", "", "needinfo?(" CCADB ")");
	expect_only(c, KIND_CLOSURE_NEEDINFO, "closure-needinfo c1 2026-11-10 09:00:00 > -\n");
	c->talk.changes[0].when_utc++;
	expect_only(c, KIND_CLOSURE_NEEDINFO, "");
	c->talk.changes[0].added = "needinfo?(" KIM "), needinfo?(INCIDENT-reporting@ccadb.org)";
	expect_only(c, KIND_CLOSURE_NEEDINFO, "");
	c->talk.changes[0].added = "needinfo?(" CCADB "), needinfo?(" KIM ")";
	expect_only(c, KIND_CLOSURE_NEEDINFO, "");
	c->talk.changes[0].added = "needinfo?(" KIM ")";
	expect_only(c, KIND_CLOSURE_NEEDINFO, "closure-needinfo c1 2026-11-10 09:00:00 > -\n");
	c->talk.changes[0].added = "";
	c->talk.changes[0].removed = "needinfo?(" CCADB ")";
	expect_only(c, KIND_CLOSURE_NEEDINFO, "closure-needinfo c1 2026-11-10 09:00:00 > -\n");
}

static void closure_needinfo_goes_by_the_newest_summary(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	c->bug.n_flags = 0;
	change(c, "2026-11-11 09:00", ANA, "flagtypes.name", "", "needinfo?(" CCADB ")");
	say(c, "2026-11-12 09:00", ANA, CLOSURE);
	expect_only(c, KIND_CLOSURE_NEEDINFO, "closure-needinfo c2 2026-11-12 09:00:00 > -\n");
}

/* --- reopened (detail 5) --- */

static void no_since_is_earlier_than_the_newest_reopening(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-10-01 09:00", JO);
	say(c, "2026-10-01 09:00", JO, "Expired?");
	say(c, "2026-10-02 09:00", LEE, "I see it too.");
	needinfo(c, "2026-10-02 09:00", JO, ANA);
	resolve(c, "2026-10-03 09:00", KIM, "INVALID");
	resolve(c, "2026-11-10 09:00", KIM, "");
	expect(c, "initial c0 2026-11-10 09:00:00 > 2026-11-13 09:00:00\n"
		  "respond c1 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n"
		  "needinfo f7001 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n"
		  "full-report c0 2026-11-10 09:00:00 > 2026-11-24 09:00:00\n");
}

static void weekly_runs_from_the_reopening(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-10-01 09:00");
	resolve(c, "2026-10-03 09:00", KIM, "FIXED");
	resolve(c, "2026-11-10 09:00", KIM, "");
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
	say(c, "2026-11-12 09:00", ANA, "x");
	expect(c, "weekly c1 2026-11-12 09:00:00 > 2026-11-19 09:00:00\n");
}

static void a_changed_resolution_is_no_reopening(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-01 09:00");
	change(c, "2026-11-10 09:00", KIM, "resolution", "FIXED", "INVALID");
	change(c, "2026-11-10 09:00", KIM, "status", "RESOLVED", "");
	expect(c, "weekly c0 2026-11-01 09:00:00 > 2026-11-08 09:00:00\n");
}

static void a_closure_summary_before_the_reopening_does_not_stand(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	resolve(c, "2026-11-10 09:00:01", KIM, "FIXED");
	resolve(c, "2026-11-10 09:00:01", KIM, "");
	expect(c, "weekly c1 2026-11-10 09:00:01 > 2026-11-17 09:00:01\n");
	assert_false(assess(c)->is_closing);
	c->talk.changes[1].when_utc--;
	expect(c, "weekly c1 2026-11-10 09:00:00 > - suspended\n");
}

static void a_report_before_the_reopening_stays_a_report(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	resolve(c, "2026-11-20 09:00", KIM, "FIXED");
	resolve(c, "2026-11-21 09:00", KIM, "");
	expect_only(c, KIND_FULL_REPORT, "");
	assert_int_equal(assess(c)->full_report_utc, at("2026-11-01 09:00"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_closure_summary_suspends_updates),
		cmocka_unit_test(a_closure_summary_stands_while_we_say_more),
		cmocka_unit_test(somebody_who_asks_again_is_owed_an_answer_and_nothing_else_revives),
		cmocka_unit_test(a_closure_summary_counts_from_irg3_1_on),
		cmocka_unit_test(a_closure_summary_of_others_or_without_substance_does_not_stand),
		cmocka_unit_test(a_date_set_after_the_closure_summary_is_owed),
		cmocka_unit_test(closure_needinfo_warns_when_none_was_set),
		cmocka_unit_test(closure_needinfo_is_met_by_one_that_stands_whenever_it_was_set),
		cmocka_unit_test(closure_needinfo_is_met_by_one_that_was_set_at_the_summary_or_later),
		cmocka_unit_test(closure_needinfo_goes_by_the_newest_summary),
		cmocka_unit_test(no_since_is_earlier_than_the_newest_reopening),
		cmocka_unit_test(weekly_runs_from_the_reopening),
		cmocka_unit_test(a_changed_resolution_is_no_reopening),
		cmocka_unit_test(a_closure_summary_before_the_reopening_does_not_stand),
		cmocka_unit_test(a_report_before_the_reopening_stays_a_report),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
