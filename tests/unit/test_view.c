/* Orders, views, selections and the alarms of line 2. */
#include "view_fixture.h"

#include "view/columns.h"
#include "view/view.h"

#define ENTRIES_MAX 12

static struct snapshot *snapshot_of(const struct spec *specs, size_t n)
{
	struct entry *entries[ENTRIES_MAX];
	assert_true(n <= ENTRIES_MAX);
	for (size_t i = 0; i < n; i++)
		entries[i] = fixture_entry(specs[i]);
	return fixture_snapshot(entries, n);
}

static const struct view *own(const char *name)
{
	const struct view_list list = {views, n_views};
	struct error err;
	return view_find(&list, span_of(name), &err);
}

static char ids_text[256];

/* "1 2 3": what is selected, in order; *next_change_utc may be NULL. */
static const char *selected(const struct spec *specs, size_t n, const char *view, const char *filter,
			    const char *sort, int64_t *next_change_utc)
{
	struct arena *home = arena_new();
	struct snapshot *snapshot = snapshot_of(specs, n);
	struct view_query query = {.view = own(view)};
	struct sort keys;
	struct error err;
	struct selection selection;
	struct str ids = {0};
	assert_non_null(query.view);
	if (filter) {
		query.filter = filter_parse(filter, fixture_roster(), home, NULL, &err);
		assert_non_null(query.filter);
	}
	if (sort) {
		assert_true(sort_parse(sort, &keys, &err));
		query.sort = &keys;
	}
	view_select(snapshot, &query, fixture_moment(), home, &selection);
	for (size_t i = 0; i < selection.n; i++)
		str_addf(&ids, "%s%d", i ? " " : "", (int)selection.entries[i]->bug->id);
	if (next_change_utc)
		*next_change_utc = selection.next_change_utc;
	assert_true(ids.len < sizeof ids_text);
	strcpy(ids_text, str_text(&ids));
	str_free(&ids);
	snapshot_free(snapshot);
	arena_free(home);
	return ids_text;
}

static const struct spec bugs[] = {
	{.id = 1, .owed = {OWED(KIND_WEEKLY, LEFT(3, 0, 0, 0))}, .team.owner = "ben"},
	{.id = 2, .owed = {OWED(KIND_RESPOND, -HOUR_S)}, .asked = 2, .team.owner = "ana", .changed_age = 9},
	{.id = 3, .closing_age = DAY_S, .team = {.owner = "ben", .buddy = "ana"}},
	{.id = 4, .resolution = "FIXED", .team.owner = "ana"},
	{.id = 5, .is_others = true, .changed_age = 500},
	{.id = 6, .is_others = true, .changed_age = 5},
	{.id = 7, .is_others = true, .resolution = "FIXED"},
	{.id = 8, .team = {.owner = "ben", .poster = "ana"}},
	{.id = 9, .owed = {OWED(KIND_NEEDINFO, HOUR_S)}, .asked = 1, .changed_age = 1},
};
#define BUGS (sizeof bugs / sizeof *bugs)

static const char *view_of(const char *view, const char *filter)
{
	return selected(bugs, BUGS, view, filter, NULL, NULL);
}

/* --- views --- */

static void every_view_has_a_filter_an_order_and_columns_that_are_read(void **state)
{
	(void)state;
	static const char *const names[] = {"ours", "mine", "due", "asked", "watch"};
	assert_int_equal(n_views, 5);
	for (size_t i = 0; i < n_views; i++) {
		struct arena *home = arena_new();
		struct sort sort;
		struct columns columns;
		struct error err;
		assert_string_equal(views[i].name, names[i]);
		assert_true(views[i].title[0] && views[i].help[0]);
		assert_non_null(filter_parse(views[i].filter, NULL, home, NULL, &err));
		assert_true(sort_parse(views[i].sort, &sort, &err));
		assert_true(columns_parse(views[i].columns, &columns, &err));
		arena_free(home);
	}
	assert_ptr_equal(own("OURS"), &views[0]);
}

static void a_view_that_is_not_there_is_an_error_that_lists_the_names(void **state)
{
	(void)state;
	const struct view_list list = {views, n_views};
	struct error err;
	assert_null(view_find(&list, span_of("tasks"), &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_string_equal(err.text, "there is no view `tasks`; there are ours, mine, due, asked, watch");
}

static size_t count(const char *filter)
{
	struct snapshot *snapshot = snapshot_of(bugs, BUGS);
	const struct view named = {.filter = filter, .sort = "due"};
	size_t n = view_count(snapshot, &named, fixture_moment());
	snapshot_free(snapshot);
	return n;
}

static void a_view_of_ones_own_may_say_itself_whether_open_and_whose(void **state)
{
	(void)state;
	assert_int_equal(count(""), 5);
	assert_int_equal(count("is:closed"), 1);
	assert_int_equal(count("-is:ours"), 2);
	assert_int_equal(count("-is:ours is:closed"), 1);
}

static enum reach reach(const char *view_filter, bool is_others, const char *filter)
{
	struct arena *home = arena_new();
	struct error err;
	const struct view view = {.filter = view_filter, .sort = "due", .is_others = is_others};
	struct view_query query = {.view = &view, .filter = filter_parse(filter, NULL, home, NULL, &err)};
	enum reach answer = view_reach(&query);
	arena_free(home);
	return answer;
}

static void it_is_known_which_views_want_closed_bugs_or_those_of_others(void **state)
{
	(void)state;
	assert_int_equal(reach("", false, "owner:me"), REACH_OURS);
	assert_int_equal(reach("", true, ""), REACH_OPEN);
	assert_int_equal(reach("", false, "ca:other"), REACH_OPEN);
	assert_int_equal(reach("is:closed", false, ""), REACH_ALL);
	assert_int_equal(reach("", false, "status:new"), REACH_ALL);
}

static void views_show_what_screens_say(void **state)
{
	(void)state;
	assert_string_equal(view_of("ours", NULL), "2 9 1 8 3");
	assert_string_equal(view_of("mine", NULL), "2 8 3");
	assert_string_equal(view_of("due", NULL), "2 9");
	assert_string_equal(view_of("asked", NULL), "2 9");
	assert_string_equal(view_of("watch", NULL), "6 5");
}

static void the_due_view_reaches_to_the_next_meeting(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_of(bugs, BUGS);
	struct moment at = *fixture_moment();
	assert_int_equal(view_count(snapshot, own("due"), &at), 2);
	at.next_meeting_utc = NOW + LEFT(3, 0, 0, 1);
	assert_int_equal(view_count(snapshot, own("due"), &at), 3);
	assert_int_equal(view_count(snapshot, own("ours"), &at), 5);
	assert_int_equal(view_count(snapshot, own("watch"), &at), 2);
	snapshot_free(snapshot);
}

static void what_a_filter_says_of_open_and_ours_takes_the_views_place(void **state)
{
	(void)state;
	assert_string_equal(view_of("ours", "is:closed"), "4");
	assert_string_equal(view_of("ours", "is:closed | is:open"), "2 9 1 4 8 3");
	assert_string_equal(view_of("ours", "-is:ours"), "5 6");
	assert_string_equal(view_of("ours", "-is:ours is:closed"), "7");
	assert_string_equal(view_of("ours", "status:resolved"), "4");
	assert_string_equal(view_of("ours", "ca:example is:closed"), "4 7");
	assert_string_equal(view_of("watch", "is:closed"), "7");
	assert_string_equal(view_of("mine", "is:closed"), "4");
	assert_string_equal(view_of("ours", "owner:none"), "9");
}

/* --- order --- */

static void what_waits_to_be_closed_comes_after_all_else(void **state)
{
	(void)state;
	const struct spec specs[] = {{.id = 1, .closing_age = DAY_S},
				     {.id = 2},
				     {.id = 3, .closing_age = DAY_S, .owed = {OWED(KIND_RESPOND, DAY_S)}},
				     {.id = 4, .owed = {OWED(KIND_WEEKLY, 2 * DAY_S)}}};
	assert_string_equal(selected(specs, 4, "ours", NULL, NULL, NULL), "3 4 2 1");
	assert_string_equal(selected(specs, 4, "ours", NULL, "due", NULL), "3 4 1 2");
}

static void keys_decide_in_turn_and_the_id_last(void **state)
{
	(void)state;
	assert_string_equal(selected(bugs, BUGS, "ours", NULL, "owner", NULL), "2 1 3 8 9");
	assert_string_equal(selected(bugs, BUGS, "ours", NULL, "owner,-id", NULL), "2 8 3 1 9");
	assert_string_equal(selected(bugs, BUGS, "ours", NULL, "", NULL), "1 2 3 8 9");
	assert_string_equal(selected(bugs, BUGS, "ours", NULL, "-asked", NULL), "2 9 1 3 8");
}

static void what_is_absent_is_last_in_both_directions(void **state)
{
	(void)state;
	assert_string_equal(selected(bugs, BUGS, "ours", NULL, "due", NULL), "2 9 1 3 8");
	assert_string_equal(selected(bugs, BUGS, "ours", NULL, "-due", NULL), "1 9 2 3 8");
}

static void sort_keys_are_read_and_printed_alike(void **state)
{
	(void)state;
	struct sort sort;
	struct error err;
	struct str text = {0};
	assert_true(sort_parse("owner, -last_update,id", &sort, &err));
	sort_print(&sort, &text);
	assert_string_equal(str_text(&text), "owner,-updated,id");
	str_free(&text);
	assert_false(sort_parse("owner,-wat", &sort, &err));
	assert_non_null(strstr(err.text, "`wat`"));
	assert_non_null(strstr(err.text, "due"));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_false(sort_parse("due,,id", &sort, &err));
	assert_true(sort_parse("id,id,id,id,id,id,id,id", &sort, &err));
	assert_false(sort_parse("id,id,id,id,id,id,id,id,id", &sort, &err));
}

/* --- the next change --- */

static void a_selection_tells_when_the_clock_changes_it(void **state)
{
	(void)state;
	int64_t next_utc;
	selected(bugs, BUGS, "ours", NULL, NULL, &next_utc);
	assert_int_equal(next_utc, UTC_NONE);
	selected(bugs, BUGS, "ours", "is:overdue", NULL, &next_utc);
	assert_int_equal(next_utc, NOW + HOUR_S + 1);
	selected(bugs, BUGS, "due", NULL, NULL, &next_utc);
	assert_int_equal(next_utc, NOW + HOUR_S + 1);
	selected(bugs, BUGS, "ours", "due:<48h id:1", NULL, &next_utc);
	assert_int_equal(next_utc, NOW + DAY_S + 1);
}

static void what_is_not_in_the_view_does_not_wake_it(void **state)
{
	(void)state;
	const struct spec specs[] = {{.id = 1, .is_others = true, .updated_age = HOUR_S},
				     {.id = 2, .resolution = "FIXED", .updated_age = HOUR_S}};
	int64_t next_utc;
	selected(specs, 2, "ours", "updated:>5d", NULL, &next_utc);
	assert_int_equal(next_utc, UTC_NONE);
	selected(specs, 2, "watch", "updated:>5d", NULL, &next_utc);
	assert_int_equal(next_utc, NOW - HOUR_S + 5 * DAY_S + 1);
}

static void an_empty_snapshot_selects_nothing(void **state)
{
	(void)state;
	int64_t next_utc;
	assert_string_equal(selected(bugs, 0, "due", "is:soon", NULL, &next_utc), "");
	assert_int_equal(next_utc, UTC_NONE);
}

/* --- line 2 --- */

static void alarms_are_counted_over_our_open_bugs_and_stand_in_order(void **state)
{
	(void)state;
	struct snapshot *snapshot = snapshot_of(bugs, BUGS);
	struct alarm alarms[ALARMS_MAX];
	struct str text = {0};
	size_t n = view_alarms(snapshot, fixture_moment(), alarms);
	for (size_t i = 0; i < n; i++)
		str_addf(&text, "%s%u %s", i ? " · " : "", alarms[i].n, alarms[i].condition->alarm);
	assert_string_equal(str_text(&text), "1 overdue · 1 soon · 1 no owner · 4 no buddy · 3 no poster");
	assert_int_equal(alarms[0].condition->hint, HINT_ALARM);
	str_free(&text);
	snapshot_free(snapshot);
}

static void what_is_zero_or_others_is_no_alarm(void **state)
{
	(void)state;
	const struct spec calm[] = {{.id = 1, .team = {.owner = "ana", .buddy = "ben"}},
				    {.id = 2, .is_others = true, .names_hidden = true}};
	struct snapshot *snapshot = snapshot_of(calm, 2);
	struct alarm alarms[ALARMS_MAX];
	assert_int_equal(view_alarms(snapshot, fixture_moment(), alarms), 0);
	snapshot_free(snapshot);
}

static void bugs_that_are_perhaps_ours_are_an_alarm_and_stand_first_in_watch(void **state)
{
	(void)state;
	const struct spec others[] = {
		{.id = 1, .is_others = true, .changed_age = HOUR_S},
		{.id = 2, .is_others = true, .changed_age = DAY_S, .perhaps_ours = "Example Trust"},
		{.id = 3, .is_others = true, .changed_age = MINUTE_S},
		{.id = 4, .is_others = true, .resolution = "FIXED", .perhaps_ours = "Example Trust"},
	};
	struct snapshot *snapshot = snapshot_of(others, 4);
	struct alarm alarms[ALARMS_MAX];
	assert_int_equal(view_alarms(snapshot, fixture_moment(), alarms), 1);
	assert_string_equal(alarms[0].condition->alarm, "perhaps ours");
	assert_int_equal(alarms[0].n, 1);
	assert_string_equal(selected(others, 4, "watch", NULL, NULL, NULL), "2 3 1");
	assert_string_equal(selected(others, 4, "ours", "is:maybe-ours", NULL, NULL), "2");
	snapshot_free(snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_view_has_a_filter_an_order_and_columns_that_are_read),
		cmocka_unit_test(a_view_that_is_not_there_is_an_error_that_lists_the_names),
		cmocka_unit_test(a_view_of_ones_own_may_say_itself_whether_open_and_whose),
		cmocka_unit_test(it_is_known_which_views_want_closed_bugs_or_those_of_others),
		cmocka_unit_test(views_show_what_screens_say),
		cmocka_unit_test(the_due_view_reaches_to_the_next_meeting),
		cmocka_unit_test(what_a_filter_says_of_open_and_ours_takes_the_views_place),
		cmocka_unit_test(what_waits_to_be_closed_comes_after_all_else),
		cmocka_unit_test(keys_decide_in_turn_and_the_id_last),
		cmocka_unit_test(what_is_absent_is_last_in_both_directions),
		cmocka_unit_test(sort_keys_are_read_and_printed_alike),
		cmocka_unit_test(a_selection_tells_when_the_clock_changes_it),
		cmocka_unit_test(what_is_not_in_the_view_does_not_wake_it),
		cmocka_unit_test(an_empty_snapshot_selects_nothing),
		cmocka_unit_test(alarms_are_counted_over_our_open_bugs_and_stand_in_order),
		cmocka_unit_test(what_is_zero_or_others_is_no_alarm),
		cmocka_unit_test(bugs_that_are_perhaps_ours_are_an_alarm_and_stand_first_in_watch),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
