/* What a sync does next: net/plan.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utc.h"
#include "net/plan.h"

#define NOW 1795000000
#define MARK (NOW - HOUR_S)

static const struct plan_facts nothing_yet = {
	.mark_utc = UTC_NONE, .compared_utc = UTC_NONE, .now_utc = NOW, .knows_ours = true};
static const struct plan_facts up_to_date = {
	.mark_utc = MARK, .compared_utc = NOW - HOUR_S, .now_utc = NOW, .knows_ours = true};

/* A page with these bugs, changed at these times. */
static struct bug page_bugs[3];
static struct record page_records[3];

static const struct page *page(size_t n, int64_t last_id, int64_t newest_utc, bool is_last)
{
	static struct page page;
	for (size_t i = 0; i < n; i++) {
		page_bugs[i] =
			(struct bug){.id = last_id - (int64_t)(n - 1 - i), .changed_utc = newest_utc - 60};
		page_records[i].bug = &page_bugs[i];
	}
	if (n > 0)
		page_bugs[0].changed_utc = newest_utc;
	page = (struct page){.records = page_records, .n = n, .is_last = is_last};
	return &page;
}

static void assert_phases(struct pass pass, const enum phase *phases)
{
	for (; *phases != PHASE_END; phases++) {
		assert_int_equal(plan_phase(&pass), *phases);
		plan_end_phase(&pass);
	}
	assert_int_equal(plan_phase(&pass), PHASE_END);
}

#define phases(...) ((const enum phase[]){__VA_ARGS__, PHASE_END})

/* --- which pass --- */

static void the_first_sync_takes_ours_then_open_then_closed(void **state)
{
	(void)state;
	struct pass pass = plan_pass(&nothing_yet);
	assert_phases(pass, phases(PHASE_OURS, PHASE_NEWEST, PHASE_OPEN, PHASE_CLOSED));
	assert_true(pass.is_whole);
	assert_false(pass.is_forced);
}

static void without_names_of_ours_there_is_no_phase_for_them(void **state)
{
	(void)state;
	struct plan_facts facts = nothing_yet;
	facts.knows_ours = false;
	assert_phases(plan_pass(&facts), phases(PHASE_NEWEST, PHASE_OPEN, PHASE_CLOSED));
}

static void a_later_sync_asks_from_the_mark_minus_an_overlap(void **state)
{
	(void)state;
	struct pass pass = plan_pass(&up_to_date);
	assert_phases(pass, phases(PHASE_CHANGED));
	assert_int_equal(plan_query(&pass).changed_since_utc, MARK - 5 * MINUTE_S);
	assert_int_equal(plan_query(&pass).which, WHICH_ALL);
	assert_false(pass.is_forced);
}

static void within_a_day_open_bugs_are_read_again_and_ids_compared(void **state)
{
	(void)state;
	struct plan_facts facts = up_to_date;
	facts.compared_utc = NOW - 20 * HOUR_S + 1;
	assert_phases(plan_pass(&facts), phases(PHASE_CHANGED));
	facts.compared_utc = NOW - 20 * HOUR_S;
	struct pass pass = plan_pass(&facts);
	assert_phases(pass, phases(PHASE_OPEN, PHASE_CHANGED, PHASE_COMPARE));
	assert_true(pass.is_forced);
	facts.compared_utc = UTC_NONE;
	assert_phases(plan_pass(&facts), phases(PHASE_OPEN, PHASE_CHANGED, PHASE_COMPARE));
}

static void a_clock_that_was_put_back_does_not_put_the_comparison_off(void **state)
{
	(void)state;
	struct plan_facts facts = up_to_date;
	facts.compared_utc = NOW + MINUTE_S;
	assert_phases(plan_pass(&facts), phases(PHASE_OPEN, PHASE_CHANGED, PHASE_COMPARE));
	facts.compared_utc = NOW + 400 * DAY_S;
	assert_phases(plan_pass(&facts), phases(PHASE_OPEN, PHASE_CHANGED, PHASE_COMPARE));
}

static void a_full_sync_reads_everything_again_and_compares(void **state)
{
	(void)state;
	struct plan_facts facts = up_to_date;
	facts.is_full = true;
	struct pass pass = plan_pass(&facts);
	assert_phases(pass, phases(PHASE_OURS, PHASE_NEWEST, PHASE_OPEN, PHASE_CLOSED, PHASE_COMPARE));
	assert_true(pass.is_forced);
}

static void a_copy_read_anonymously_is_read_again_once_a_key_works(void **state)
{
	(void)state;
	struct plan_facts facts = up_to_date;
	facts.was_anonymous = true;
	assert_phases(plan_pass(&facts), phases(PHASE_CHANGED));
	facts.is_authenticated = true;
	struct pass pass = plan_pass(&facts);
	assert_true(pass.is_whole);
	assert_true(pass.is_forced);
	facts.was_anonymous = false;
	assert_phases(plan_pass(&facts), phases(PHASE_CHANGED));
}

/* --- how a pass goes on --- */

static void open_bugs_are_paged_by_key_to_the_last_page(void **state)
{
	(void)state;
	struct plan_facts facts = nothing_yet;
	facts.knows_ours = false;
	struct pass pass = plan_pass(&facts);
	assert_true(plan_query(&pass).newest_first && plan_query(&pass).fields == FIELDS_IDS);
	plan_advance(&pass, page(3, 90, NOW, false));
	assert_int_equal(plan_query(&pass).which, WHICH_OPEN);
	assert_int_equal(plan_query(&pass).after_id, 0);
	plan_advance(&pass, page(2, 20, NOW, false));
	assert_int_equal(plan_query(&pass).which, WHICH_OPEN);
	assert_int_equal(plan_query(&pass).after_id, 20);
	plan_advance(&pass, page(1, 30, NOW, true));
	assert_int_equal(plan_query(&pass).which, WHICH_CLOSED);
	assert_int_equal(plan_query(&pass).after_id, 0);
	plan_advance(&pass, page(0, 0, 0, true));
	assert_int_equal(plan_phase(&pass), PHASE_END);
}

static void one_page_of_ours_is_enough(void **state)
{
	(void)state;
	struct pass pass = plan_pass(&nothing_yet);
	assert_int_equal(plan_query(&pass).which, WHICH_OURS_OPEN);
	plan_advance(&pass, page(3, 20, NOW, false));
	assert_int_equal(plan_phase(&pass), PHASE_NEWEST);
}

static void the_mark_of_a_whole_pass_is_the_newest_change_at_its_start(void **state)
{
	(void)state;
	struct pass pass = plan_pass(&nothing_yet);
	plan_advance(&pass, page(1, 5, MARK - 100, true)); /* ours */
	plan_advance(&pass, page(3, 90, MARK, true));      /* the list */
	plan_advance(&pass, page(3, 90, MARK + 50, true)); /* open: changed while we read */
	plan_advance(&pass, page(3, 91, MARK + 70, true)); /* closed */
	assert_int_equal(plan_phase(&pass), PHASE_END);
	assert_int_equal(plan_mark(&pass, UTC_NONE), MARK);
}

static void changes_in_one_answer_bound_themselves(void **state)
{
	(void)state;
	struct pass pass = plan_pass(&up_to_date);
	plan_advance(&pass, page(2, 7, MARK + 30, true));
	assert_int_equal(plan_phase(&pass), PHASE_END);
	assert_int_equal(plan_mark(&pass, MARK), MARK + 30);
}

static void changes_in_several_answers_are_bounded_first_and_read_from_the_start(void **state)
{
	(void)state;
	struct pass pass = plan_pass(&up_to_date);
	plan_advance(&pass, page(3, 7, MARK + 30, false));
	assert_int_equal(plan_phase(&pass), PHASE_NEWEST);
	plan_advance(&pass, page(3, 90, MARK + 40, true));
	assert_int_equal(plan_phase(&pass), PHASE_CHANGED);
	assert_int_equal(plan_query(&pass).after_id, 0);
	plan_advance(&pass, page(3, 7, MARK + 50, false));
	assert_int_equal(plan_query(&pass).after_id, 7);
	plan_advance(&pass, page(1, 9, MARK + 60, true));
	assert_int_equal(plan_phase(&pass), PHASE_END);
	assert_int_equal(plan_mark(&pass, MARK), MARK + 40);
}

static void an_empty_answer_moves_no_mark(void **state)
{
	(void)state;
	struct pass pass = plan_pass(&up_to_date);
	plan_advance(&pass, page(0, 0, 0, true));
	assert_int_equal(plan_phase(&pass), PHASE_END);
	assert_int_equal(plan_mark(&pass, MARK), MARK);
	pass = plan_pass(&nothing_yet);
	for (int i = 0; i < 4; i++)
		plan_advance(&pass, page(0, 0, 0, true));
	assert_int_equal(plan_phase(&pass), PHASE_END);
	assert_true(plan_mark(&pass, UTC_NONE) == UTC_NONE);
}

static void a_mark_never_goes_back(void **state)
{
	(void)state;
	struct pass pass = plan_pass(&up_to_date);
	plan_advance(&pass, page(2, 7, MARK - 100, true));
	assert_int_equal(plan_mark(&pass, MARK), MARK);
}

/* --- interrupted --- */

static void a_pass_survives_as_text(void **state)
{
	(void)state;
	char text[PLAN_TEXT_BYTES];
	struct pass pass = plan_pass(&nothing_yet), again;
	plan_advance(&pass, page(1, 5, MARK, true));
	plan_advance(&pass, page(1, 5, MARK, true));
	plan_advance(&pass, page(2, 20, MARK, false));
	assert_true(plan_parse(plan_print(&pass, text), &again));
	assert_int_equal(again.phases, pass.phases);
	assert_int_equal(again.after_id, 20);
	assert_true(again.since_utc == UTC_NONE);
	assert_int_equal(again.bound_utc, MARK);
	assert_true(again.is_whole);
	assert_false(again.is_forced || again.is_full);
}

static void a_text_that_is_no_pass_is_none(void **state)
{
	(void)state;
	struct pass pass;
	assert_false(plan_parse("", &pass));
	assert_false(plan_parse("12", &pass));
	assert_false(plan_parse("0 0 0 0 0 0 0", &pass));
	assert_false(plan_parse("4096 0 0 0 0 0 0", &pass));
	assert_false(plan_parse("12 0 0 0 1 0 0 x", &pass));
	assert_true(plan_parse("12 0 0 0 1 0 0", &pass));
}

static void only_a_pass_that_does_what_is_due_is_resumed(void **state)
{
	(void)state;
	struct plan_facts facts = nothing_yet;
	struct pass first = plan_pass(&facts);
	assert_true(plan_may_resume(&first, &first));
	facts.is_full = true;
	struct pass full = plan_pass(&facts);
	assert_false(plan_may_resume(&first, &full));
	assert_true(plan_may_resume(&full, &first));
	facts = up_to_date;
	struct pass changes = plan_pass(&facts);
	assert_false(plan_may_resume(&changes, &changes));
	assert_true(plan_may_resume(&full, &changes));
	facts.compared_utc = UTC_NONE;
	struct pass daily = plan_pass(&facts);
	assert_true(plan_may_resume(&first, &daily));
	facts.was_anonymous = facts.is_authenticated = true;
	struct pass names = plan_pass(&facts);
	assert_false(plan_may_resume(&first, &names));
}

/* --- waiting --- */

static void waits_double_up_to_the_cap(void **state)
{
	(void)state;
	assert_int_equal(plan_backoff_ms(1, 1000, 60000, 0), 1000);
	assert_int_equal(plan_backoff_ms(2, 1000, 60000, 0), 2000);
	assert_int_equal(plan_backoff_ms(5, 1000, 60000, 0), 16000);
	assert_int_equal(plan_backoff_ms(7, 1000, 60000, 0), 60000);
	assert_int_equal(plan_backoff_ms(4000000000U, 1000, 60000, 0), 60000);
}

static void chance_takes_away_up_to_half_of_a_wait(void **state)
{
	(void)state;
	bool differs = false;
	for (uint32_t random = 0; random < UINT32_MAX - 99999999; random += 99999999) {
		int64_t ms = plan_backoff_ms(3, 1000, 60000, random);
		assert_in_range(ms, 2000, 4000);
		differs |= ms != 4000;
	}
	assert_true(differs);
	assert_in_range(plan_backoff_ms(1, 1, 60000, UINT32_MAX), 1, 1);
}

static void the_wish_of_the_server_is_obeyed(void **state)
{
	(void)state;
	assert_int_equal(plan_retry_s(1, PLAN_RETRY_S, SETBACK_TRANSIENT, 3600, 0), 3600);
	assert_int_equal(plan_retry_s(1, PLAN_RETRY_S, SETBACK_TRANSIENT, 1000 * DAY_S, 0), DAY_S);
	assert_int_equal(plan_retry_s(1, PLAN_RETRY_S, SETBACK_TRANSIENT, 0, 0), 30);
	assert_int_equal(plan_retry_s(2, PLAN_RETRY_S, SETBACK_TRANSIENT, 0, 0), 60);
	assert_int_equal(plan_retry_s(1, 5, SETBACK_TRANSIENT, 0, 0), 5);
	assert_int_equal(plan_retry_s(1, 300, SETBACK_TRANSIENT, 0, 0), 30);
	assert_int_equal(plan_retry_s(99, PLAN_RETRY_S, SETBACK_TRANSIENT, 0, 0), 15 * MINUTE_S);
}

static void a_block_lasts_for_more_than_an_hour(void **state)
{
	(void)state;
	for (uint32_t random = 0; random < 1000; random++)
		assert_true(plan_retry_s(1, PLAN_RETRY_S, SETBACK_BLOCKED, 0, random) > HOUR_S);
	assert_int_equal(plan_retry_s(1, PLAN_RETRY_S, SETBACK_BLOCKED, 9000, 0), 9000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_sync_takes_ours_then_open_then_closed),
		cmocka_unit_test(without_names_of_ours_there_is_no_phase_for_them),
		cmocka_unit_test(a_later_sync_asks_from_the_mark_minus_an_overlap),
		cmocka_unit_test(within_a_day_open_bugs_are_read_again_and_ids_compared),
		cmocka_unit_test(a_clock_that_was_put_back_does_not_put_the_comparison_off),
		cmocka_unit_test(a_full_sync_reads_everything_again_and_compares),
		cmocka_unit_test(a_copy_read_anonymously_is_read_again_once_a_key_works),
		cmocka_unit_test(open_bugs_are_paged_by_key_to_the_last_page),
		cmocka_unit_test(one_page_of_ours_is_enough),
		cmocka_unit_test(the_mark_of_a_whole_pass_is_the_newest_change_at_its_start),
		cmocka_unit_test(changes_in_one_answer_bound_themselves),
		cmocka_unit_test(changes_in_several_answers_are_bounded_first_and_read_from_the_start),
		cmocka_unit_test(an_empty_answer_moves_no_mark),
		cmocka_unit_test(a_mark_never_goes_back),
		cmocka_unit_test(a_pass_survives_as_text),
		cmocka_unit_test(a_text_that_is_no_pass_is_none),
		cmocka_unit_test(only_a_pass_that_does_what_is_due_is_resumed),
		cmocka_unit_test(waits_double_up_to_the_cap),
		cmocka_unit_test(chance_takes_away_up_to_half_of_a_wait),
		cmocka_unit_test(the_wish_of_the_server_is_obeyed),
		cmocka_unit_test(a_block_lasts_for_more_than_an_hour),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
