/* A bug as it was, and the texts of changes that tell it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utc.h"
#include "model/change_text.h"
#include "model/past.h"

#define N(array) (sizeof(array) / sizeof *(array))

static struct arena *home;

static int set_up(void **state)
{
	(void)state;
	home = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(home);
	return 0;
}

static struct bug a_bug(void)
{
	return (struct bug){.id = 1,
			    .summary = "Example Trust: new title",
			    .whiteboard = "[a] Next update: 2026-12-01",
			    .status = "RESOLVED",
			    .resolution = "FIXED",
			    .product = "CA Program",
			    .component = "CA Certificate Compliance",
			    .creator = "jo@reader.example",
			    .assignee = "ana@ca.example",
			    .assignee_name = "Ana",
			    .created_utc = 100,
			    .changed_utc = 900,
			    .resolved_utc = 500};
}

static const struct past *past_at(const struct bug *bug, struct change *changes, size_t n, int64_t at_utc)
{
	struct conversation conversation = {.changes = changes, .n_changes = n};
	return past_of(bug, &conversation, at_utc, home);
}

/* --- texts --- */

static void flags_are_read_out_of_a_text(void **state)
{
	(void)state;
	struct span rest = span_of("approval-release+ needinfo?(a@ca.example), , needinfo? zork review-(x");
	struct flag_text flag;
	assert_true(change_text_next_flag(&rest, &flag));
	assert_true(span_equals(flag.name, "approval-release"));
	assert_int_equal(flag.status, '+');
	assert_true(change_text_next_flag(&rest, &flag));
	assert_true(span_equals(flag.name, "needinfo"));
	assert_true(span_equals(flag.requestee, "a@ca.example"));
	assert_true(change_text_next_flag(&rest, &flag));
	assert_int_equal(flag.requestee.len, 0);
	assert_false(change_text_next_flag(&rest, &flag));
}

/* --- a bug --- */

static void texts_are_as_they_were_at_the_end_of_that_second(void **state)
{
	(void)state;
	struct bug bug = a_bug();
	struct change changes[] = {
		{200, "kim", "whiteboard", "", "[a]"},
		{300, "kim", "whiteboard", "[a]", "[a] Next update: 2026-12-01"},
		{400, "kim", "summary", "old title", "Example Trust: new title"},
		{500, "kim", "status", "ASSIGNED", "RESOLVED"},
		{500, "kim", "resolution", "", "FIXED"},
		{500, "kim", "cf_last_resolved", "", "1970-01-01T00:08:20Z"},
		{600, "kim", "assigned_to", "nobody@mozilla.org", "ana@ca.example"},
		{600, "kim", "unheard_of", "a", "b"},
	};
	const struct past *past = past_at(&bug, changes, N(changes), 299);
	assert_string_equal(past->bug.whiteboard, "[a]");
	assert_string_equal(past->bug.summary, "old title");
	assert_string_equal(past->bug.status, "ASSIGNED");
	assert_true(bug_is_open(&past->bug));
	assert_int_equal(past->bug.resolved_utc, UTC_NONE);
	assert_string_equal(past->bug.assignee, "nobody@mozilla.org");
	assert_string_equal(past->bug.assignee_name, "");
	assert_int_equal(past->bug.changed_utc, 299);
	assert_int_equal(past->conversation.n_changes, 1);
	assert_string_equal(past_at(&bug, changes, N(changes), 300)->bug.whiteboard,
			    "[a] Next update: 2026-12-01");
	assert_string_equal(past_at(&bug, changes, N(changes), 199)->bug.whiteboard, "");
	assert_string_equal(past_at(&bug, changes, N(changes), 600)->bug.assignee, "ana@ca.example");
	assert_string_equal(bug.whiteboard, "[a] Next update: 2026-12-01");
}

static void lists_lose_what_was_added_and_get_back_what_was_removed(void **state)
{
	(void)state;
	const char *cc[] = {"a@x.example", "b@x.example", "c@x.example"};
	int64_t blocks[] = {7, 8};
	struct bug bug = a_bug();
	bug.cc = cc;
	bug.n_cc = 3;
	bug.blocks = blocks;
	bug.n_blocks = 2;
	struct change changes[] = {
		{200, "kim", "cc", "d@x.example, e@x.example", "b@x.example"},
		{300, "kim", "cc", "", "c@x.example"},
		{300, "kim", "blocks", "9", "7, 8"},
	};
	const struct past *past = past_at(&bug, changes, N(changes), 150);
	assert_int_equal(past->bug.n_cc, 3);
	assert_string_equal(past->bug.cc[0], "a@x.example");
	assert_string_equal(past->bug.cc[1], "d@x.example");
	assert_string_equal(past->bug.cc[2], "e@x.example");
	assert_int_equal(past->bug.n_blocks, 1);
	assert_int_equal(past->bug.blocks[0], 9);
	assert_int_equal(past_at(&bug, changes, N(changes), 250)->bug.n_cc, 2);
	assert_string_equal(cc[2], "c@x.example"); /* the bug itself is as it was */
	assert_int_equal(blocks[0], 7);
}

static void a_cleared_flag_stands_again_with_who_set_it_and_when(void **state)
{
	(void)state;
	struct bug bug = a_bug();
	struct change changes[] = {
		{200, "jo@reader.example", "flagtypes.name", "", "needinfo?(ana@ca.example)"},
		{300, "ana@ca.example", "flagtypes.name", "needinfo?(ana@ca.example)", ""},
	};
	const struct past *past = past_at(&bug, changes, N(changes), 250);
	assert_int_equal(past->bug.n_flags, 1);
	assert_string_equal(past->bug.flags[0].name, "needinfo");
	assert_string_equal(past->bug.flags[0].requestee, "ana@ca.example");
	assert_string_equal(past->bug.flags[0].setter, "jo@reader.example");
	assert_int_equal(past->bug.flags[0].created_utc, 200);
	assert_true(past->bug.flags[0].id < 0);
	assert_int_equal(past_at(&bug, changes, N(changes), 150)->bug.n_flags, 0);
	/* One that was set with the filing is in no history. */
	past = past_at(&bug, changes + 1, 1, 250);
	assert_int_equal(past->bug.flags[0].created_utc, 100);
	assert_string_equal(past->bug.flags[0].setter, "jo@reader.example");
}

static void a_flag_that_was_set_later_or_handed_over_is_undone(void **state)
{
	(void)state;
	struct flag flags[] = {{.id = 5,
				.name = "needinfo",
				.status = '?',
				.setter = "kim",
				.requestee = "ben@ca.example",
				.created_utc = 200}};
	struct bug bug = a_bug();
	bug.flags = flags;
	bug.n_flags = 1;
	struct change changes[] = {
		{200, "jo", "flagtypes.name", "", "needinfo?(ana@ca.example)"},
		{300, "kim", "flagtypes.name", "needinfo?(ana@ca.example)", "needinfo?(ben@ca.example)"},
	};
	const struct past *past = past_at(&bug, changes, N(changes), 250);
	assert_int_equal(past->bug.n_flags, 1);
	assert_string_equal(past->bug.flags[0].requestee, "ana@ca.example");
	assert_int_equal(past_at(&bug, changes, N(changes), 150)->bug.n_flags, 0);
	flags[0].requestee = "ben"; /* as an anonymous client sees him */
	assert_int_equal(past_at(&bug, changes, N(changes), 150)->bug.n_flags, 0);
	assert_int_equal(past_at(&bug, NULL, 0, 150)->bug.n_flags, 0); /* without a history */
	assert_int_equal(past_at(&bug, NULL, 0, 250)->bug.n_flags, 1);
}

static void what_was_said_later_was_not_said_and_a_bug_not_filed_is_none(void **state)
{
	(void)state;
	struct bug bug = a_bug();
	struct comment comments[] = {{.number = 0, .time_utc = 100},
				     {.number = 1, .time_utc = 200},
				     {.number = 2, .time_utc = 201}};
	struct conversation conversation = {.comments = comments, .n_comments = 3};
	const struct past *past = past_of(&bug, &conversation, 200, home);
	assert_int_equal(past->conversation.n_comments, 2);
	assert_int_equal(past->conversation.comments[1].number, 1);
	assert_null(past_of(&bug, &conversation, 99, home));
	assert_non_null(past_of(&bug, &conversation, 100, home));
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(flags_are_read_out_of_a_text),
		T(texts_are_as_they_were_at_the_end_of_that_second),
		T(lists_lose_what_was_added_and_get_back_what_was_removed),
		T(a_cleared_flag_stands_again_with_who_set_it_and_when),
		T(a_flag_that_was_set_later_or_handed_over_is_undone),
		T(what_was_said_later_was_not_said_and_a_bug_not_filed_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
