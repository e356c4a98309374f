/* What others did since a moment, in words. */
#include "view_fixture.h"

#include "view/news.h"

#define N(array) (sizeof(array) / sizeof *(array))

static struct arena *home;

static int begin(void **state)
{
	(void)state;
	home = arena_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(home);
	return 0;
}

static struct news news_of(struct comment *comments, size_t n_comments, struct change *changes,
			   size_t n_changes, int64_t since_utc)
{
	struct conversation *conversation = arena_alloc(home, sizeof *conversation);
	*conversation = (struct conversation){comments, n_comments, changes, n_changes};
	return news_read(fixture_roster(), conversation, since_utc, fixture_look(), home);
}

/* A change by k.stone at noon of 2026-11-24 in words; "" for none. */
static const char *words_of(const char *field, const char *removed, const char *added)
{
	struct change *change = arena_alloc(home, sizeof *change);
	*change = (struct change){NOW - HOUR_S, "k.stone@root.example", field, removed, added};
	struct news news = news_of(NULL, 0, change, 1, NOW - DAY_S);
	return news.n ? news.items[0].words : "";
}

static void the_whiteboard_is_told_as_what_it_says(void **state)
{
	(void)state;
	static const struct {
		const char *removed, *added, *words;
	} cases[] = {
		{"[a] Next update: 2026-12-15", "[a]", "Next update 12-15 → none"},
		{"[a]", "[a] Next update 2026-12-01", "Next update none → 12-01"},
		{"Next update: 2026-12-15", "Next update: 2027-01-08", "Next update 12-15 → 01-08"},
		{"", "Next update: 2028-01-08", "Next update none → 2028-01-08"},
		{"", "[ca-compliance] [external]", "labels ca-compliance, external added"},
		{"[a] [b]", "[a] Next update 2026-12-01", "Next update none → 12-01; label b taken away"},
		{"[a]", "[A] [close on 2026-12-10]", "closing day none → 12-10"},
		{"[a]", "[a] please see above", "whiteboard now [a] please see above"},
	};
	for (size_t i = 0; i < N(cases); i++)
		assert_string_equal(words_of("whiteboard", cases[i].removed, cases[i].added), cases[i].words);
}

static void flags_people_and_states_have_their_words(void **state)
{
	(void)state;
	static const struct {
		const char *field, *removed, *added, *words;
	} cases[] = {
		{"flagtypes.name", "", "needinfo?(ana@x.example)", "needinfo asked of ana"},
		{"flagtypes.name", "", "needinfo?", "needinfo asked of anybody"},
		{"flagtypes.name", "needinfo?(ana@x.example)", "", "needinfo of ana cleared"},
		{"flagtypes.name", "needinfo?(a@x.example)", "needinfo?(b@x.example), review+",
		 "needinfo of a cleared; needinfo asked of b; review+ set"},
		{"resolution", "", "FIXED", "closed as FIXED"},
		{"resolution", "FIXED", "", "reopened"},
		{"resolution", "FIXED", "INVALID", "now closed as INVALID"},
		{"status", "NEW", "ASSIGNED", "status NEW → ASSIGNED"},
		{"assigned_to", "nobody@mozilla.org", "ana@example-trust.example", "assignee nobody → ana"},
		{"summary", "old", "Example Trust: new", "title now \"Example Trust: new\""},
		{"cc", "incident-response@example-trust.example", "", "our alias off CC"},
		{"cc", "", "lee@root.example, incident-response@example-trust.example",
		 "lee on CC; our alias on CC"},
		{"comment_revision", "long", "longer", "a comment was edited"},
		{"comment_tag", "", "spam", "a comment was tagged"},
		{"depends_on", "1, 2", "1", "depends_on 1, 2 → 1"},
		{"priority", "", "P1", "priority none → P1"},
		{"cf_last_resolved", "", "2026-11-24T00:00:00Z", ""},
	};
	for (size_t i = 0; i < N(cases); i++)
		assert_string_equal(words_of(cases[i].field, cases[i].removed, cases[i].added),
				    cases[i].words);
}

static void a_status_beside_its_resolution_is_not_told_twice(void **state)
{
	(void)state;
	struct change changes[] = {
		{NOW - 9, "kim@root.example", "status", "ASSIGNED", "RESOLVED"},
		{NOW - 9, "kim@root.example", "resolution", "", "FIXED"},
		{NOW - 8, "kim@root.example", "status", "RESOLVED", "VERIFIED"},
	};
	struct news news = news_of(NULL, 0, changes, N(changes), NOW - DAY_S);
	assert_int_equal(news.n, 2);
	assert_string_equal(news.items[0].words, "closed as FIXED");
	assert_string_equal(news.items[1].words, "status RESOLVED → VERIFIED");
}

static void comments_are_told_with_number_and_words_and_mine_are_not(void **state)
{
	(void)state;
	struct comment comments[] = {
		{.number = 0, .author = "jo@r.example", .time_utc = NOW - 50, .text = "Please report."},
		{.number = 1, .author = "jo@r.example", .time_utc = NOW - 40, .text = "> old\nWhy is that?"},
		{.number = 2, .author = "ana@example-trust.example", .time_utc = NOW - 30, .text = "So."},
		{.number = 4,
		 .author = "jo@r.example",
		 .time_utc = NOW - 20,
		 .text = "x",
		 .is_private = true},
		{.number = 5, .author = "jo@r.example", .time_utc = NOW - 10, .text = ""},
		{.number = 6, .author = "jo\033[2J@r.example", .time_utc = NOW - 5, .text = "\033]0;owned\a"},
	};
	struct news news = news_of(comments, N(comments), NULL, 0, NOW - 51);
	assert_int_equal(news.n, 5);
	assert_string_equal(news.items[0].words, "filed this bug: \"Please report.\"");
	assert_string_equal(news.items[1].words, "comment 1: \"Why is that?\"");
	assert_string_equal(news.items[2].words, "comment 4 (private): \"x\"");
	assert_string_equal(news.items[3].words, "comment 5");
	assert_null(strchr(news.items[4].words, '\033'));
	assert_null(strchr(news.items[4].who, '\033'));
	assert_int_equal(news_of(comments, N(comments), NULL, 0, NOW - 40).n, 3); /* later than, not at */
}

static void comments_and_changes_stand_by_time(void **state)
{
	(void)state;
	struct comment comments[] = {
		{.number = 1, .author = "jo@r.example", .time_utc = NOW - 20, .text = "a"},
		{.number = 2, .author = "jo@r.example", .time_utc = NOW - 10, .text = "b"},
	};
	struct change changes[] = {
		{NOW - 20, "jo@r.example", "priority", "", "P1"},
		{NOW - 15, "jo@r.example", "priority", "P1", "P2"},
	};
	struct news news = news_of(comments, 2, changes, 2, NOW - DAY_S);
	assert_int_equal(news.n, 4);
	assert_ptr_equal(news.items[0].comment, &comments[0]);
	assert_string_equal(news.items[1].words, "priority none → P1");
	assert_string_equal(news.items[2].words, "priority P1 → P2");
	assert_ptr_equal(news.items[3].comment, &comments[1]);
}

/* --- one line --- */

static void in_one_line_the_newest_is_first_and_an_authors_comments_are_counted(void **state)
{
	(void)state;
	struct comment comments[] = {
		{.number = 0, .author = "lee@r.example", .time_utc = NOW - DAY_S, .text = "a"},
		{.number = 1, .author = "jo@r.example", .time_utc = NOW - 5 * HOUR_S, .text = "a"},
		{.number = 2, .author = "jo@r.example", .time_utc = NOW - 3 * HOUR_S, .text = "b"},
		{.number = 3, .author = "sam@r.example", .time_utc = NOW - 4 * HOUR_S, .text = "b"},
	};
	struct change changes[] = {
		{NOW - 2 * HOUR_S, "k.stone@r.example", "whiteboard", "Next update: 2026-12-15", ""}};
	struct news news = news_of(comments, N(comments), changes, 1, NOW - WEEK_S);
	struct str line = {0};
	news_add_line(&line, &news, NULL, SIZE_MAX, NOW);
	assert_string_equal(str_text(&line),
			    "Next update 12-15 → none, k.stone, 2h ago; 2 comments by jo, 3h ago; "
			    "1 comment by sam, 4h ago; filed by lee, 1d ago");
	str_clear(&line);
	news_add_line(&line, &news, &comments[2], SIZE_MAX, NOW);
	assert_string_equal(str_text(&line),
			    "Next update 12-15 → none, k.stone, 2h ago; 1 comment by sam, 4h ago; "
			    "1 comment by jo, 5h ago; filed by lee, 1d ago");
	str_clear(&line);
	news_add_line(&line, &news, NULL, 1, NOW);
	assert_string_equal(str_text(&line), "Next update 12-15 → none, k.stone, 2h ago; 3 more");
	str_clear(&line);
	news = news_of(comments, 1, NULL, 0, NOW - WEEK_S);
	news_add_line(&line, &news, &comments[0], 2, NOW);
	assert_string_equal(str_text(&line), "");
	str_free(&line);
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_whiteboard_is_told_as_what_it_says),
		T(flags_people_and_states_have_their_words),
		T(a_status_beside_its_resolution_is_not_told_twice),
		T(comments_are_told_with_number_and_words_and_mine_are_not),
		T(comments_and_changes_stand_by_time),
		T(in_one_line_the_newest_is_first_and_an_authors_comments_are_counted),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
