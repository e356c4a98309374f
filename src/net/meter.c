#include "net/meter.h"

#include <assert.h>

#define MINUTE_MS 60000

int64_t meter_wait_ms(const struct meter *meter, size_t n, int64_t now_ms)
{
	assert(n <= METER_CALLS);
	if (meter->n + n <= METER_CALLS)
		return 0;
	/* With n more, the call that was made METER_CALLS before the last of them must be a minute old. */
	int64_t free_ms = meter->at_ms[(meter->n + n - 1) % METER_CALLS] + MINUTE_MS;
	return free_ms > now_ms ? free_ms - now_ms : 0;
}

void meter_count(struct meter *meter, size_t n, int64_t now_ms)
{
	for (size_t i = 0; i < n; i++)
		meter->at_ms[meter->n++ % METER_CALLS] = now_ms;
}
