/* Bugs as Bugzilla tells them (deadlines.md, Words). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utc.h"
#include "model/bug.h"

static void open_is_what_has_no_resolution(void **state)
{
	(void)state;
	assert_true(bug_is_open(&(struct bug){.resolution = ""}));
	assert_true(bug_is_open(&(struct bug){.resolution = NULL}));
	assert_false(bug_is_open(&(struct bug){.resolution = "FIXED"}));
}

static void the_ca_is_the_summary_before_its_first_colon(void **state)
{
	(void)state;
	struct bug bug = {.summary = "  Example Trust / Other CA : late: very"};
	assert_true(span_equals(bug_ca(&bug), "Example Trust / Other CA"));
	bug.summary = "no colon";
	assert_int_equal(bug_ca(&bug).len, 0);
	bug.summary = ": nobody";
	assert_int_equal(bug_ca(&bug).len, 0);
}

static void comments_are_sorted_by_number_and_equal_ones_keep_their_order(void **state)
{
	(void)state;
	struct comment comments[] = {{.number = 4, .id = 1},
				     {.number = 0, .id = 2},
				     {.number = 4, .id = 3},
				     {.number = 2, .id = 4},
				     {.number = 0, .id = 5}};
	const int64_t wanted[] = {2, 5, 4, 1, 3};
	struct conversation conversation = {.comments = comments, .n_comments = 5};
	conversation_sort(&conversation);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(comments[i].id, wanted[i]);
}

static void changes_are_sorted_by_time_and_equal_ones_keep_their_order(void **state)
{
	(void)state;
	struct change changes[] = {{.when_utc = 30, .field = "a"},
				   {.when_utc = 10, .field = "b"},
				   {.when_utc = 30, .field = "c"},
				   {.when_utc = UTC_NONE, .field = "d"}};
	const char wanted[] = "dbac";
	struct conversation conversation = {.changes = changes, .n_changes = 4};
	conversation_sort(&conversation);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(changes[i].field[0], wanted[i]);
}

static void an_empty_conversation_is_sorted(void **state)
{
	(void)state;
	struct conversation conversation = {0};
	conversation_sort(&conversation);
	assert_int_equal(conversation.n_comments, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_is_what_has_no_resolution),
		cmocka_unit_test(the_ca_is_the_summary_before_its_first_colon),
		cmocka_unit_test(comments_are_sorted_by_number_and_equal_ones_keep_their_order),
		cmocka_unit_test(changes_are_sorted_by_time_and_equal_ones_keep_their_order),
		cmocka_unit_test(an_empty_conversation_is_sorted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
