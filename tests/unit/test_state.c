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

static void what_was_saved_is_loaded(void **state)
{
	const struct state saved = {.view = "due",
				    .sort = "-owner,due",
				    .filter = "owner:ana \"two  blanks\" # no comment",
				    .cursor_bug = 1900412,
				    .looked_utc = 1795000000};
	struct state loaded;
	struct error err;

	(void)state;
	assert_true(state_save(path, &saved, &err));
	assert_true(state_load(path, home, &loaded, &err));
	assert_string_equal(loaded.view, saved.view);
	assert_string_equal(loaded.sort, saved.sort);
	assert_string_equal(loaded.filter, saved.filter);
	assert_int_equal(loaded.cursor_bug, saved.cursor_bug);
	assert_int_equal(loaded.looked_utc, saved.looked_utc);
}

static void nothing_saved_is_the_empty_state(void **state)
{
	const struct state empty = {.looked_utc = UTC_NONE};
	struct state loaded = {.view = "x"};
	struct error err;

	(void)state;
	assert_true(state_load(path, home, &loaded, &err));
	assert_null(loaded.view);
	assert_int_equal(loaded.looked_utc, UTC_NONE);
	assert_true(state_save(path, &empty, &err));
	assert_true(state_load(path, home, &loaded, &err));
	assert_null(loaded.filter);
	assert_int_equal(loaded.cursor_bug, 0);
	assert_int_equal(loaded.looked_utc, UTC_NONE);
}

static void a_line_that_it_did_not_write_is_said_and_nothing_of_the_file_is_taken(void **state)
{
	static const char *const lines[] = {"view due\ncursor many\n", "view due\ncolour red\n",
					    "view due\nlooked soon\n", "view due\n\n"};
	struct state loaded;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		assert_true(os_write_file(path, lines[i], strlen(lines[i]), &err));
		assert_false(state_load(path, home, &loaded, &err));
		assert_int_equal(err.fault, FAULT_DATA);
		assert_non_null(strstr(err.text, "state:2: "));
		assert_null(loaded.view);
	}
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
		T(nothing_saved_is_the_empty_state),
		T(a_line_that_it_did_not_write_is_said_and_nothing_of_the_file_is_taken),
		T(the_next_meeting_is_the_first_that_begins_after_now),
		T(a_meeting_in_local_time_stays_at_its_hour_when_the_clocks_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
