#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/list.h"

static const int64_t ids[] = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
#define N (sizeof ids / sizeof ids[0])

static struct list list_of(size_t rows)
{
	struct list list = {0};
	list_renew(&list, ids, N, rows);
	return list;
}

static void the_cursor_goes_with_its_id_when_rows_are_sorted_anew(void **state)
{
	static const int64_t sorted[] = {20, 19, 13, 11, 12, 14, 15, 16, 17, 18};
	struct list list = list_of(5);
	(void)state;
	list_move(&list, MOTION_DOWN);
	assert_int_equal(list.id, 12);
	list_renew(&list, sorted, N, 5);
	assert_int_equal(list.id, 12);
	assert_int_equal(list.cursor, 4);
}

static void and_stays_at_its_height_on_the_screen(void **state)
{
	static const int64_t sorted[] = {15, 16, 17, 18, 19, 11, 12, 13, 14, 20};
	struct list list = list_of(4);
	(void)state;
	list_move(&list, MOTION_DOWN); /* 12, in the second row */
	list_renew(&list, sorted, N, 4);
	assert_int_equal(list.id, 12);
	assert_int_equal(list.cursor - list.top, 1);
}

static void an_id_that_is_gone_leaves_the_cursor_on_its_line(void **state)
{
	static const int64_t fewer[] = {11, 12, 14, 15};
	struct list list = list_of(10);
	(void)state;
	list_move(&list, MOTION_DOWN);
	list_move(&list, MOTION_DOWN);
	list_renew(&list, fewer, 4, 10);
	assert_int_equal(list.id, 14);
	list_move(&list, MOTION_LAST);
	list_renew(&list, fewer, 2, 10);
	assert_int_equal(list.id, 12);
}

static void an_empty_list_has_no_id_and_moves_nowhere(void **state)
{
	struct list list = list_of(5);
	(void)state;
	list_renew(&list, NULL, 0, 5);
	for (int motion = MOTION_DOWN; motion <= MOTION_LAST; motion++)
		list_move(&list, (enum motion)motion);
	assert_int_equal(list.id, 0);
	assert_int_equal(list.cursor, 0);
	assert_int_equal(list.top, 0);
}

static void the_cursor_is_always_in_sight_and_no_room_is_wasted(void **state)
{
	(void)state;
	for (size_t rows = 0; rows <= N + 2; rows++) {
		struct list list = list_of(rows);
		for (int step = 0; step < 64; step++) {
			list_move(&list, (enum motion)(step * 5 % (MOTION_LAST + 1)));
			size_t height = rows > 0 ? rows : 1;
			assert_true(list.cursor < N);
			assert_true(list.top <= list.cursor && list.cursor < list.top + height);
			assert_true(list.top == 0 || list.top + height <= N);
			assert_int_equal(list.id, ids[list.cursor]);
		}
	}
}

static void motions_go_where_their_names_say(void **state)
{
	static const struct {
		enum motion motion;
		size_t from, to;
	} rows[] = {
		{MOTION_DOWN, 3, 4},     {MOTION_DOWN, 99, 99},     {MOTION_UP, 3, 2},
		{MOTION_UP, 0, 0},       {MOTION_PAGE_DOWN, 3, 12}, {MOTION_PAGE_DOWN, 95, 99},
		{MOTION_PAGE_UP, 12, 3}, {MOTION_PAGE_UP, 5, 0},    {MOTION_HALF_DOWN, 3, 8},
		{MOTION_HALF_UP, 8, 3},  {MOTION_HALF_UP, 1, 0},    {MOTION_FIRST, 50, 0},
		{MOTION_LAST, 50, 99},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(motion_apply(rows[i].motion, rows[i].from, 100, 10), rows[i].to);
}

static void a_page_further_shows_the_next_page_with_a_line_of_the_old(void **state)
{
	struct list list = list_of(4);
	(void)state;
	list_move(&list, MOTION_PAGE_DOWN);
	assert_int_equal(list.top, 3);
	assert_int_equal(list.cursor, 3);
}

static void a_lower_window_keeps_the_cursor_in_sight(void **state)
{
	struct list list = list_of(8);
	(void)state;
	for (int i = 0; i < 7; i++)
		list_move(&list, MOTION_DOWN);
	list_renew(&list, ids, N, 3);
	assert_int_equal(list.id, 18);
	assert_true(list.cursor < list.top + 3);
}

static void a_hoped_id_is_taken_as_soon_as_it_appears(void **state)
{
	struct list list = {.hoped_id = 17, .is_pinned = true};
	(void)state;
	list_renew(&list, ids, 3, 5);
	assert_int_equal(list.id, 11);
	list_renew(&list, ids, N, 5);
	assert_int_equal(list.id, 17);
	assert_int_equal(list.hoped_id, 0);
}

static void a_motion_ends_hope_and_pin(void **state)
{
	struct list list = {.hoped_id = 17, .is_pinned = true};
	(void)state;
	list_renew(&list, ids, 3, 5);
	list_move(&list, MOTION_DOWN);
	list_renew(&list, ids, N, 5);
	assert_int_equal(list.id, 12);
}

static void a_pinned_cursor_stays_at_the_top_while_rows_come_in(void **state)
{
	static const int64_t more[] = {5, 11, 12};
	struct list list = {.is_pinned = true};
	(void)state;
	list_renew(&list, ids, 1, 5);
	list_renew(&list, more, 3, 5);
	assert_int_equal(list.id, 5);
}

static void another_list_begins_at_its_top_unless_the_id_is_in_it(void **state)
{
	static const int64_t with[] = {31, 14, 32}, without[] = {31, 32, 33, 34, 35};
	struct list list = list_of(3);
	(void)state;
	for (int i = 0; i < 3; i++)
		list_move(&list, MOTION_DOWN);
	list_replace(&list, with, 3, 3);
	assert_int_equal(list.id, 14);
	list_replace(&list, without, 5, 3);
	assert_int_equal(list.id, 31);
	assert_int_equal(list.top, 0);
}

static void a_row_that_was_found_is_gone_to(void **state)
{
	static const int64_t rows[] = {11, 12, 13, 14, 15, 16, 17};
	struct list list = {.hoped_id = 99, .is_pinned = true};
	(void)state;
	list_renew(&list, rows, 7, 3);
	list_go(&list, 5);
	assert_int_equal(list.id, 16);
	assert_int_equal(list.top, 3);
	list_renew(&list, rows, 7, 3);
	assert_int_equal(list.id, 16);
	assert_int_equal(list.hoped_id, 0);
}

static void and_the_window_stays_when_it_is_in_sight(void **state)
{
	struct list list = list_of(4);
	(void)state;
	list_move(&list, MOTION_PAGE_DOWN);
	size_t top = list.top;
	list_go(&list, top + 3);
	assert_int_equal(list.id, ids[top + 3]);
	assert_int_equal(list.top, top);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(and_the_window_stays_when_it_is_in_sight),
		cmocka_unit_test(the_cursor_goes_with_its_id_when_rows_are_sorted_anew),
		cmocka_unit_test(and_stays_at_its_height_on_the_screen),
		cmocka_unit_test(an_id_that_is_gone_leaves_the_cursor_on_its_line),
		cmocka_unit_test(an_empty_list_has_no_id_and_moves_nowhere),
		cmocka_unit_test(the_cursor_is_always_in_sight_and_no_room_is_wasted),
		cmocka_unit_test(motions_go_where_their_names_say),
		cmocka_unit_test(a_page_further_shows_the_next_page_with_a_line_of_the_old),
		cmocka_unit_test(a_lower_window_keeps_the_cursor_in_sight),
		cmocka_unit_test(a_hoped_id_is_taken_as_soon_as_it_appears),
		cmocka_unit_test(a_motion_ends_hope_and_pin),
		cmocka_unit_test(a_pinned_cursor_stays_at_the_top_while_rows_come_in),
		cmocka_unit_test(a_row_that_was_found_is_gone_to),
		cmocka_unit_test(another_list_begins_at_its_top_unless_the_id_is_in_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
