/* What the cache knows about itself (net/copy.h): what was written is read back, and what is no mark of ours
 * is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/str.h"
#include "net/copy.h"

static struct cache *cache;
static struct arena *home;

static int set_up(void **state)
{
	struct error err;
	char *notice;

	(void)state;
	home = arena_new();
	cache = cache_open(":memory:", &notice, &err);
	return cache ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	cache_close(cache);
	arena_free(home);
	return 0;
}

static struct copy read_copy(void)
{
	struct copy copy;
	struct error err;

	if (!copy_read(cache, home, &copy, &err))
		fail_msg("%s", err.text);
	return copy;
}

static void bugs_that_were_left_out_are_read_back(void **state)
{
	struct copy copy = read_copy();
	struct error err;

	(void)state;
	assert_null(copy.left_out);
	copy.left_out = copy_leave_out(copy.left_out, 12, "`id` is\nno number", home);
	copy.left_out = copy_leave_out(copy.left_out, 7, "why", home);
	assert_true(copy_write(cache, &copy, &err));
	assert_string_equal(read_copy().left_out, copy.left_out);
	copy.left_out = copy_leave_out(copy_leave_out(copy.left_out, 12, NULL, home), 7, NULL, home);
	assert_null(copy.left_out);
	assert_true(copy_write(cache, &copy, &err));
	assert_null(read_copy().left_out);
}

static void a_list_of_them_that_is_damaged_is_none(void **state)
{
	static const char *const damaged[] = {"x",       "12",         "12\n",     "12 why",
					      "0 why\n", "\n12 why\n", "12 why\n3"};
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
		assert_true(cache_put_mark(cache, "sync-left-out", damaged[i], &err));
		if (read_copy().left_out)
			fail_msg("`%s` was taken for a list", damaged[i]);
	}
}

static void a_largest_page_that_no_server_gave_is_none(void **state)
{
	static const char *const damaged[] = {"10001", "x", "", "20x", "-1", "18446744073709551615"};
	struct error err;

	(void)state;
	assert_true(cache_put_mark(cache, "sync-largest-page", "10000", &err));
	assert_int_equal(read_copy().largest_page, 10000);
	for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
		assert_true(cache_put_mark(cache, "sync-largest-page", damaged[i], &err));
		if (read_copy().largest_page != 0)
			fail_msg("`%s` was taken for a size", damaged[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(bugs_that_were_left_out_are_read_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_list_of_them_that_is_damaged_is_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_largest_page_that_no_server_gave_is_none, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
