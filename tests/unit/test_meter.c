#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "net/meter.h"

#define MINUTE_MS 60000

static void sixty_calls_go_at_once_and_the_next_waits_for_the_first(void **state)
{
	(void)state;
	struct meter meter = {0};
	for (int i = 0; i < METER_CALLS; i++) {
		assert_int_equal(meter_wait_ms(&meter, 1, 1000 + i), 0);
		meter_count(&meter, 1, 1000 + i);
	}
	assert_int_equal(meter_wait_ms(&meter, 0, 1060), 0);
	assert_int_equal(meter_wait_ms(&meter, 1, 1060), MINUTE_MS - 60);
	assert_int_equal(meter_wait_ms(&meter, 2, 1060), MINUTE_MS - 59);
	assert_int_equal(meter_wait_ms(&meter, 1, 1000 + MINUTE_MS), 0);
	assert_int_equal(meter_wait_ms(&meter, 2, 1000 + MINUTE_MS), 1);
}

static void no_minute_holds_more_than_sixty(void **state)
{
	(void)state;
	struct meter meter = {0};
	static int64_t made_ms[1000];
	int64_t now_ms = 5;
	uint32_t chance = 1;
	for (size_t i = 0; i < 1000;) {
		chance = chance * 1664525 + 1013904223;
		now_ms += chance % 900;
		size_t n = 1 + chance / 7 % 2;
		now_ms += meter_wait_ms(&meter, n, now_ms);
		meter_count(&meter, n, now_ms);
		for (; n > 0 && i < 1000; n--)
			made_ms[i++] = now_ms;
	}
	for (size_t i = METER_CALLS; i < 1000; i++)
		assert_true(made_ms[i] - made_ms[i - METER_CALLS] >= MINUTE_MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sixty_calls_go_at_once_and_the_next_waits_for_the_first),
		cmocka_unit_test(no_minute_holds_more_than_sixty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
