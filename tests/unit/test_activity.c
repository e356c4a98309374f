/* What a row knows of its conversation. */
#include "view_fixture.h"

#include "view/activity.h"

#define N(array) (sizeof(array) / sizeof *(array))

static struct activity activity;

static void look_at(struct comment *comments, size_t n_comments, struct change *changes, size_t n_changes)
{
	static struct arena *home;
	struct conversation conversation = {comments, n_comments, changes, n_changes};
	arena_free(home);
	home = arena_new();
	activity = activity_of(fixture_roster(), &conversation, home);
}

static void the_newest_comment_or_change_by_others_counts_and_mine_does_not(void **state)
{
	(void)state;
	struct comment comments[] = {
		{.author = "jo@reader.example", .time_utc = 100},
		{.author = "ben@example-trust.example", .time_utc = 200}, /* a colleague is another */
		{.author = "ana@example-trust.example", .time_utc = 900},
	};
	struct change changes[] = {
		{.who = "kim@root.example", .when_utc = 150, .field = "whiteboard"},
		{.who = "ana@example-trust.example", .when_utc = 950, .field = "whiteboard"},
	};
	look_at(comments, N(comments), changes, N(changes));
	assert_int_equal(activity.others_changed_utc, 200);
	changes[0].when_utc = 300;
	look_at(comments, N(comments), changes, N(changes));
	assert_int_equal(activity.others_changed_utc, 300);
	look_at(comments + 2, 1, changes + 1, 1);
	assert_int_equal(activity.others_changed_utc, UTC_NONE);
	look_at(NULL, 0, NULL, 0);
	assert_int_equal(activity.others_changed_utc, UTC_NONE);
}

static void private_and_empty_comments_are_changes_too(void **state)
{
	(void)state;
	struct comment comments[] = {
		{.author = "jo@reader.example", .time_utc = 100, .text = "x"},
		{.author = "jo@reader.example", .time_utc = 200, .text = "x", .is_private = true},
		{.author = "jo@reader.example", .time_utc = 300, .text = ""},
	};
	look_at(comments, 2, NULL, 0);
	assert_int_equal(activity.others_changed_utc, 200);
	look_at(comments, 3, NULL, 0);
	assert_int_equal(activity.others_changed_utc, 300);
}

static void an_author_of_our_domains_whom_nobody_knows_is_named(void **state)
{
	(void)state;
	struct comment comments[] = {
		{.author = "jo@reader.example"},
		{.author = "ana@example-trust.example"},
		{.author = "incident-response@example-trust.example"},
		{.author = "new@example-trust.example"},
	};
	look_at(comments, 3, NULL, 0);
	assert_null(activity.unlisted);
	look_at(comments, 4, NULL, 0);
	assert_string_equal(activity.unlisted, "new@example-trust.example");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_newest_comment_or_change_by_others_counts_and_mine_does_not),
		cmocka_unit_test(private_and_empty_comments_are_changes_too),
		cmocka_unit_test(an_author_of_our_domains_whom_nobody_knows_is_named),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
