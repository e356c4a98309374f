/* "No answer needed" (deadlines.md, Dismissed). */
#include "tests/unit/case.h"

/* --- dismissed --- */

static void a_dismissed_answer_is_owed_no_more(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	say(c, "2026-11-11 09:00", JO, "A question?");
	say(c, "2026-11-12 09:00", JO, "Another?");
	dismissed(c, "2026-11-13 09:00", KIND_RESPOND, CAUSE(1));
	expect_only(c, KIND_RESPOND,
		    "respond c2 2026-11-12 09:00:00 > 2026-11-19 09:00:00\n"
		    "respond c1 2026-11-11 09:00:00 > - dismissed\n");
	assert_int_equal(assess(c)->asked, 1);
	assert_string_equal(assess(c)->obligations[2].dismissal->who, "ana");
}

static void a_dismissal_holds_for_one_rule_and_one_cause(void **state)
{
	(void)state;
	struct bug_case *c = case_new("2026-11-10 09:00", JO);
	dismissed(c, "2026-11-11 09:00", KIND_INITIAL, CAUSE(0));
	dismissed(c, "2026-11-11 09:00", KIND_WEEKLY, CAUSE(0));
	expect(c, "full-report c0 2026-11-10 09:00:00 > 2026-11-24 09:00:00\n"
		  "initial c0 2026-11-10 09:00:00 > - dismissed\n");
}

static void a_new_cause_is_a_new_obligation(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	dismissed(c, "2026-11-16 09:00", KIND_WEEKLY, CAUSE(0));
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-23 09:00:00\n");
	say(c, "2026-11-12 09:00", ANA, "x");
	expect(c, "weekly c1 2026-11-12 09:00:00 > 2026-11-19 09:00:00\n");
}

static void what_recurs_is_only_put_off_by_7_days_and_shown(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	needinfo(c, "2026-11-11 09:00", KIM, BEN);
	dismissed(c, "2026-11-17 10:00", KIND_WEEKLY, CAUSE(0));
	dismissed(c, "2026-11-17 11:00", KIND_NEEDINFO, (struct cause){.type = CAUSE_FLAG, .number = 7001});
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-24 10:00:00\n"
		  "needinfo f7001 2026-11-11 09:00:00 > 2026-11-24 11:00:00\n");
	assert_string_equal(assess(c)->obligations[0].dismissal->reason, "a reason");
	assert_int_equal(assess(c)->asked, 1);
}

static void a_dismissed_next_update_is_put_off(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.whiteboard = "Next update 2026-11-15";
	dismissed(c, "2026-11-16 10:00", KIND_NEXT_UPDATE,
		  (struct cause){.type = CAUSE_WHITEBOARD, .date_utc = at("2026-11-15")});
	expect(c, "next-update 2026-11-15 2026-11-10 09:00:00 > 2026-11-23 10:00:00\n");
	c->dismissals[0].at_utc = at("2026-11-10 09:00:00");
	expect(c, "next-update 2026-11-15 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
	c->bug.whiteboard = "Next update 2026-11-14"; /* another cause */
	expect(c, "next-update 2026-11-14 2026-11-10 09:00:00 > 2026-11-14 23:59:59\n");
	c->bug.whiteboard = "Next update 2026-11-15";
	c->dismissals[0].at_utc = at("2026-11-10 08:59:59"); /* before it began */
	expect(c, "next-update 2026-11-15 2026-11-10 09:00:00 > 2026-11-15 23:59:59\n");
}

static void a_dismissed_revocation_is_put_off_to_the_end_of_a_live_date(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	c->bug.whiteboard = "[leaf-revocation-delay]";
	dismissed(c, "2026-11-16 10:00", KIND_REVOCATION, CAUSE(0));
	expect_only(c, KIND_REVOCATION,
		    "revocation c0 2026-11-10 09:00:00 > 2026-11-23 10:00:00\n"
		    "revocation-3d c0 2026-11-10 09:00:00 > 2026-11-23 10:00:00\n");
	c->bug.whiteboard = "[leaf-revocation-delay] Next update 2026-12-24";
	expect_only(c, KIND_REVOCATION,
		    "revocation c0 2026-11-10 09:00:00 > 2026-12-24 23:59:59\n"
		    "revocation-3d c0 2026-11-10 09:00:00 > 2026-12-24 23:59:59\n");
}

static void the_newest_dismissal_counts(void **state)
{
	(void)state;
	struct bug_case *c = reported("2026-11-10 09:00");
	dismissed(c, "2026-11-18 10:00", KIND_WEEKLY, CAUSE(0));
	dismissed(c, "2026-11-17 10:00", KIND_WEEKLY, CAUSE(0));
	expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-25 10:00:00\n");
}

static void what_is_suspended_or_acknowledged_stays_so_when_dismissed(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	needinfo(c, "2026-11-02 09:00", KIM, BEN);
	dismissed(c, "2026-11-18 10:00", KIND_WEEKLY, CAUSE(1));
	dismissed(c, "2026-11-18 10:00", KIND_NEEDINFO, (struct cause){.type = CAUSE_FLAG, .number = 7002});
	expect(c, "needinfo f7002 2026-11-02 09:00:00 > - acknowledged\n"
		  "weekly c1 2026-11-10 09:00:00 > - suspended\n");
}

static void a_missing_closing_needinfo_and_a_report_can_be_dismissed(void **state)
{
	(void)state;
	struct bug_case *c = closing();
	c->bug.n_flags = 0;
	dismissed(c, "2026-11-18 10:00", KIND_CLOSURE_NEEDINFO, CAUSE(1));
	expect_only(c, KIND_CLOSURE_NEEDINFO, "closure-needinfo c1 2026-11-10 09:00:00 > - dismissed\n");
	c = case_new("2026-11-10 09:00", ANA);
	dismissed(c, "2026-11-18 10:00", KIND_FULL_REPORT, CAUSE(0));
	expect(c, "full-report c0 2026-11-10 09:00:00 > - dismissed\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dismissed_answer_is_owed_no_more),
		cmocka_unit_test(a_dismissal_holds_for_one_rule_and_one_cause),
		cmocka_unit_test(a_new_cause_is_a_new_obligation),
		cmocka_unit_test(what_recurs_is_only_put_off_by_7_days_and_shown),
		cmocka_unit_test(a_dismissed_next_update_is_put_off),
		cmocka_unit_test(a_dismissed_revocation_is_put_off_to_the_end_of_a_live_date),
		cmocka_unit_test(the_newest_dismissal_counts),
		cmocka_unit_test(what_is_suspended_or_acknowledged_stays_so_when_dismissed),
		cmocka_unit_test(a_missing_closing_needinfo_and_a_report_can_be_dismissed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
