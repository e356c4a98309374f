/* What is kept between runs (app/state.h), and when the team meets next (app/meeting.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "app/meeting.h"
#include "app/state.h"
#include "base/os.h"
#include "base/utc.h"

static char *folder, *path;
static struct arena *home;

static int set_up(void **state)
{
	struct error err;

	(void)state;
	home = arena_new();
	folder = os_temp_folder(&err);
	path = os_path(folder, "state");
	return 0;
}

static int tear_down(void **state)
{
	struct error err;
	bool ok = os_remove_tree(folder, &err);

	(void)state;
	free(folder);
	free(path);
	arena_free(home);
	return ok ? 0 : -1;
}

static void save_text(const char *text)
{
	struct error err;

	assert_true(os_write_file(path, text, strlen(text), &err));
}

static void load(struct state *loaded)
{
	struct error err;

	assert_true(state_load(path, home, loaded, &err));
}

static void what_was_saved_is_loaded(void **state)
{
	const struct state saved = {.view = "due",
				    .filter = "owner:ana \"two  blanks\" # no comment ",
				    .cursor_bug = 1900412,
				    .looked_utc = 1795000000,
				    .marks = MARKS_NONE};
	struct state loaded;
	struct error err;

	(void)state;
	assert_true(state_save(path, &saved, &err));
	load(&loaded);
	assert_string_equal(loaded.view, saved.view);
	assert_string_equal(loaded.filter, saved.filter);
	assert_int_equal(loaded.cursor_bug, saved.cursor_bug);
	assert_int_equal(loaded.looked_utc, saved.looked_utc);
	assert_int_equal(loaded.marks.baseline_utc, UTC_NONE);
	assert_int_equal(loaded.n_views + loaded.n_typed + loaded.marks.n, 0);
}

static void each_view_has_a_sort_and_columns_of_its_own(void **state)
{
	struct state saved = {.view = "due", .looked_utc = UTC_NONE, .marks = MARKS_NONE}, loaded;
	struct error err;

	(void)state;
	state_change_view(&saved, home, "ours")->sort = "-owner,due";
	state_change_view(&saved, home, "audits")->columns = "due id summary";
	state_change_view(&saved, home, "ours")->columns = "id";
	state_change_view(&saved, home, "mine");
	assert_int_equal(saved.n_views, 3);
	assert_true(state_save(path, &saved, &err));
	load(&loaded);
	assert_string_equal(state_view(&loaded, "ours")->sort, "-owner,due");
	assert_string_equal(state_view(&loaded, "ours")->columns, "id");
	assert_null(state_view(&loaded, "audits")->sort);
	assert_string_equal(state_view(&loaded, "audits")->columns, "due id summary");
	assert_null(state_view(&loaded, "mine")); /* nothing was chosen for it */
}

static void typed_lines_keep_order_label_and_blanks(void **state)
{
	static const struct typed_line rows[] = {
		{":", "sort -id"}, {"filter ", " a\tb "}, {":", ""}, {"filter ", "text"}};
	struct state saved = {.looked_utc = UTC_NONE, .marks = MARKS_NONE}, loaded;
	struct error err;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		state_add_typed(&saved, home, rows[i].label, rows[i].line);
	assert_true(state_save(path, &saved, &err));
	load(&loaded);
	assert_int_equal(loaded.n_typed, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(loaded.typed[i].label, rows[i].label);
		assert_string_equal(loaded.typed[i].line, rows[i].line);
	}
}

static void what_was_read_is_kept_to_the_second(void **state)
{
	struct state saved = {.looked_utc = UTC_NONE, .marks = {.baseline_utc = 1790000000}}, loaded;
	struct error err;

	(void)state;
	marks_put(&saved.marks, (struct mark){1900412, 1795000001}, home);
	marks_put(&saved.marks, (struct mark){7, 1795000000}, home);
	assert_true(state_save(path, &saved, &err));
	load(&loaded);
	assert_int_equal(loaded.marks.baseline_utc, 1790000000);
	assert_int_equal(loaded.marks.n, 2);
	assert_int_equal(marks_get(&loaded.marks, 7), 1795000000);
	assert_int_equal(marks_get(&loaded.marks, 1900412), 1795000001);
}

static void two_dashboards_keep_each_others_marks(void **state)
{
	struct state one, other;
	struct error err;
	const struct mark first[] = {{7, 1795000000}}, second[] = {{8, 1795000001}}, gone[] = {{7, UTC_NONE}};

	(void)state;
	load(&one);
	load(&other);
	one.marks.baseline_utc = other.marks.baseline_utc = 1790000000;
	one.view = "due";
	assert_true(state_put_marks(path, first, 1, home, &one, &err));
	assert_true(state_put_marks(path, second, 1, home, &other, &err));
	assert_int_equal(other.marks.n, 2); /* what the other has read is known here too */
	assert_true(state_keep(path, home, &one, &err));
	load(&other);
	assert_string_equal(other.view, "due");
	assert_int_equal(marks_seen(&other.marks, 7), 1795000000);
	assert_int_equal(marks_seen(&other.marks, 8), 1795000001);
	assert_int_equal(marks_seen(&other.marks, 9), 1790000000);
	assert_true(state_put_marks(path, gone, 1, home, &other, &err));
	assert_true(state_keep(path, home, &one, &err));
	assert_int_equal(one.marks.n, 1);
	assert_int_equal(marks_get(&one.marks, 7), UTC_NONE);
}

static void a_baseline_once_kept_is_not_moved(void **state)
{
	struct state one, other;
	struct error err;

	(void)state;
	load(&one);
	load(&other);
	one.marks.baseline_utc = 1790000000;
	other.marks.baseline_utc = 1795000000;
	assert_true(state_keep(path, home, &one, &err));
	assert_true(state_keep(path, home, &other, &err));
	load(&one);
	assert_int_equal(one.marks.baseline_utc, 1790000000);
	assert_int_equal(other.marks.baseline_utc, 1790000000);
}

static void marks_that_cannot_be_written_change_nothing(void **state)
{
	struct state one;
	struct error err;
	const struct mark mark[] = {{7, 1795000000}};
	char *missing = os_path(folder, "no/state");

	(void)state;
	load(&one);
	assert_false(state_put_marks(missing, mark, 1, home, &one, &err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_int_equal(one.marks.n, 0);
	free(missing);
}

static void nothing_saved_is_the_empty_state(void **state)
{
	const struct state empty = {.looked_utc = UTC_NONE, .marks = MARKS_NONE};
	struct state loaded = {.view = "x"};
	struct error err;

	(void)state;
	load(&loaded);
	assert_null(loaded.view);
	assert_int_equal(loaded.looked_utc, UTC_NONE);
	assert_true(state_save(path, &empty, &err));
	load(&loaded);
	assert_null(loaded.filter);
	assert_int_equal(loaded.cursor_bug, 0);
	assert_int_equal(loaded.looked_utc, UTC_NONE);
	assert_int_equal(loaded.marks.baseline_utc, UTC_NONE);
}

static void a_file_with_one_sort_for_its_view_can_still_be_read(void **state)
{
	struct state loaded;

	(void)state;
	save_text("view due\nsort -owner,due\nfilter kind:R\ncursor 7\nlooked 2026-11-24T07:05:00Z\n");
	load(&loaded);
	assert_string_equal(state_view(&loaded, "due")->sort, "-owner,due");
	assert_string_equal(loaded.filter, "kind:R");
}

static void a_line_that_it_did_not_write_is_said_and_all_others_are_taken(void **state)
{
	static const char *const lines[] = {
		"cursor many",
		"cursor",
		"colour red",
		"looked soon",
		"",
		"sort id",
		"typed no tab",
		"mark 7",
		"mark x 2026-11-24T07:05:00Z",
		"mark 7 today",
		"baseline never ",
		"\xff\xfe\x01 \x02",
		"mark 2026-11-24T07:05:00Z 7",
	};
	struct state loaded;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct str text = {0};

		str_addf(&text, "filter x\n%s\nview due\nmark 8 2026-11-24T07:05:00Z\n", lines[i]);
		save_text(str_text(&text));
		str_free(&text);
		assert_false(state_load(path, home, &loaded, &err));
		assert_int_equal(err.fault, FAULT_DATA);
		assert_non_null(strstr(err.text, "state:2: "));
		assert_string_equal(loaded.view, "due");
		assert_string_equal(loaded.filter, "x");
		assert_int_equal(loaded.cursor_bug, 0);
		assert_int_equal(loaded.n_views, 0);
		assert_int_equal(loaded.marks.n, 1);
	}
}

static void several_unreadable_lines_are_one_message(void **state)
{
	struct state loaded;
	struct error err;

	(void)state;
	save_text("colour red\nview due\ncolour blue\n");
	assert_false(state_load(path, home, &loaded, &err));
	assert_non_null(strstr(err.text, "state:1: not readable, nor are others"));
	assert_string_equal(loaded.view, "due");
}

/* --- meetings --- */

static int64_t at(const char *text)
{
	int64_t utc;

	assert_true(utc_parse(text, &utc));
	return utc;
}

static void set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

static void the_next_meeting_is_the_first_that_begins_after_now(void **state)
{
	static const struct meeting meetings[] = {
		{.weekday = 0, .minute = 14 * 60, .is_utc = true}, /* Mon 14:00 */
		{.weekday = 3, .minute = 9 * 60, .is_utc = true},  /* Thu 09:00 */
	};

	(void)state;
	assert_int_equal(meeting_next(meetings, 2, at("2026-11-21T14:05:00Z")), at("2026-11-23T14:00:00Z"));
	assert_int_equal(meeting_next(meetings, 2, at("2026-11-23T13:59:59Z")), at("2026-11-23T14:00:00Z"));
	assert_int_equal(meeting_next(meetings, 2, at("2026-11-23T14:00:00Z")), at("2026-11-26T09:00:00Z"));
	assert_int_equal(meeting_next(meetings, 1, at("2026-11-23T14:00:00Z")), at("2026-11-30T14:00:00Z"));
	assert_int_equal(meeting_next(meetings, 0, 0), UTC_NONE);
}

static void a_meeting_in_local_time_stays_at_its_hour_when_the_clocks_change(void **state)
{
	static const struct meeting monday = {.weekday = 0, .minute = 14 * 60};

	(void)state;
	set_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	/* The clocks go back on Sunday the 25th of October 2026. */
	assert_int_equal(meeting_next(&monday, 1, at("2026-10-19T11:59:59Z")), at("2026-10-19T12:00:00Z"));
	assert_int_equal(meeting_next(&monday, 1, at("2026-10-19T12:00:00Z")), at("2026-10-26T13:00:00Z"));
	/* Late on Sunday in UTC it is Monday already in Auckland. */
	set_zone("NZST-12NZDT,M9.5.0,M4.1.0/3");
	assert_int_equal(meeting_next(&monday, 1, at("2026-11-22T23:00:00Z")), at("2026-11-23T01:00:00Z"));
	set_zone("UTC");
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_was_saved_is_loaded),
		T(each_view_has_a_sort_and_columns_of_its_own),
		T(typed_lines_keep_order_label_and_blanks),
		T(what_was_read_is_kept_to_the_second),
		T(two_dashboards_keep_each_others_marks),
		T(a_baseline_once_kept_is_not_moved),
		T(marks_that_cannot_be_written_change_nothing),
		T(nothing_saved_is_the_empty_state),
		T(a_file_with_one_sort_for_its_view_can_still_be_read),
		T(a_line_that_it_did_not_write_is_said_and_all_others_are_taken),
		T(several_unreadable_lines_are_one_message),
		T(the_next_meeting_is_the_first_that_begins_after_now),
		T(a_meeting_in_local_time_stays_at_its_hour_when_the_clocks_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
