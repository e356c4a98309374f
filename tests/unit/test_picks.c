#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ui/picks.h"

static const int64_t shown[] = {1900412, 1900377, 1900501};

static void a_bug_is_selected_and_let_go_by_its_id(void **state)
{
	struct picks picks = {0};
	(void)state;
	assert_false(picks_has(&picks, 1900412));
	picks_toggle(&picks, 1900412);
	picks_toggle(&picks, 1900377);
	assert_true(picks_has(&picks, 1900412));
	assert_true(picks_has(&picks, 1900377));
	assert_false(picks_has(&picks, 1900501));
	picks_toggle(&picks, 1900412);
	assert_false(picks_has(&picks, 1900412));
	assert_int_equal(picks.n, 1);
	picks_free(&picks);
}

static void all_are_selected_unless_all_are_already(void **state)
{
	struct picks picks = {0};
	(void)state;
	picks_toggle(&picks, 1900377);
	picks_toggle_all(&picks, shown, 3);
	for (size_t i = 0; i < 3; i++)
		assert_true(picks_has(&picks, shown[i]));
	assert_int_equal(picks.n, 3);
	picks_toggle_all(&picks, shown, 3);
	assert_int_equal(picks.n, 0);
	picks_free(&picks);
}

static void what_is_not_shown_any_more_is_not_selected_any_more(void **state)
{
	static const int64_t later[] = {1900501, 1900600, 1900412};
	struct picks picks = {0};
	(void)state;
	picks_toggle_all(&picks, shown, 3);
	picks_retain(&picks, later, 3);
	assert_int_equal(picks.n, 2);
	assert_true(picks_has(&picks, 1900412));
	assert_true(picks_has(&picks, 1900501));
	assert_false(picks_has(&picks, 1900600));
	picks_retain(&picks, NULL, 0);
	assert_int_equal(picks.n, 0);
	picks_free(&picks);
}

static void many_are_selected_in_whatever_order(void **state)
{
	struct picks picks = {0};
	(void)state;
	for (int64_t i = 0; i < 100; i++)
		picks_toggle(&picks, (i * 37) % 100);
	assert_int_equal(picks.n, 100);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(picks.ids[i], i);
	picks_free(&picks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bug_is_selected_and_let_go_by_its_id),
		cmocka_unit_test(all_are_selected_unless_all_are_already),
		cmocka_unit_test(what_is_not_shown_any_more_is_not_selected_any_more),
		cmocka_unit_test(many_are_selected_in_whatever_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
