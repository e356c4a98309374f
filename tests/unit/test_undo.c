/* What u takes back and ^R does again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "ui/undo.h"

static int now_in_force;
static bool may_swap;

static bool swap(struct app *app, void *kept, struct error *err)
{
	int *value = kept, old = now_in_force;
	(void)app;
	if (!may_swap)
		return error_set(err, FAULT_IO, "no");
	now_in_force = *value;
	*value = old;
	return true;
}

static void set(struct undo *undo, int value, const char *said)
{
	int *kept = mem_alloc(sizeof *kept);
	*kept = now_in_force;
	now_in_force = value;
	undo_push(undo, (struct deed){.said = mem_strdup(said), .kept = kept, .swap = swap});
}

static int set_up(void **state)
{
	(void)state;
	now_in_force = 0;
	may_swap = true;
	return 0;
}

static void deeds_are_taken_back_in_turn_and_done_again(void **state)
{
	(void)state;
	struct undo undo = {0};
	const char *said;
	struct error err;
	set(&undo, 1, "one");
	set(&undo, 2, "two");
	assert_true(undo_take_back(&undo, NULL, &said, &err));
	assert_string_equal(said, "two");
	assert_int_equal(now_in_force, 1);
	assert_true(undo_take_back(&undo, NULL, &said, &err));
	assert_int_equal(now_in_force, 0);
	assert_false(undo_take_back(&undo, NULL, &said, &err));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_true(undo_do_again(&undo, NULL, &said, &err));
	assert_string_equal(said, "one");
	assert_int_equal(now_in_force, 1);
	assert_true(undo_do_again(&undo, NULL, &said, &err));
	assert_int_equal(now_in_force, 2);
	assert_false(undo_do_again(&undo, NULL, &said, &err));
	undo_free(&undo);
}

static void a_new_deed_ends_what_could_be_done_again(void **state)
{
	(void)state;
	struct undo undo = {0};
	const char *said;
	struct error err;
	set(&undo, 1, "one");
	assert_true(undo_take_back(&undo, NULL, &said, &err));
	set(&undo, 5, "five");
	assert_false(undo_do_again(&undo, NULL, &said, &err));
	assert_true(undo_take_back(&undo, NULL, &said, &err));
	assert_int_equal(now_in_force, 0);
	undo_free(&undo);
}

static void a_deed_that_cannot_be_taken_back_stays(void **state)
{
	(void)state;
	struct undo undo = {0};
	const char *said;
	struct error err;
	set(&undo, 1, "one");
	may_swap = false;
	assert_false(undo_take_back(&undo, NULL, &said, &err));
	assert_int_equal(err.fault, FAULT_IO);
	may_swap = true;
	assert_true(undo_take_back(&undo, NULL, &said, &err));
	assert_int_equal(now_in_force, 0);
	undo_free(&undo);
}

static void the_oldest_deeds_are_forgotten(void **state)
{
	(void)state;
	struct undo undo = {0};
	const char *said;
	struct error err;
	for (int i = 1; i <= UNDO_DEEDS_MAX + 3; i++)
		set(&undo, i, "one more");
	for (int i = 0; i < UNDO_DEEDS_MAX; i++)
		assert_true(undo_take_back(&undo, NULL, &said, &err));
	assert_int_equal(now_in_force, 3);
	assert_false(undo_take_back(&undo, NULL, &said, &err));
	undo_free(&undo);
}

#define T(test) cmocka_unit_test_setup(test, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(deeds_are_taken_back_in_turn_and_done_again),
		T(a_new_deed_ends_what_could_be_done_again),
		T(a_deed_that_cannot_be_taken_back_stays),
		T(the_oldest_deeds_are_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
