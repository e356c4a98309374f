/* net/meter.h - how many of the calls that a server counts were made in the last minute, so as to stay below
 * its limit: one more than it allows, and it blocks the address for an hour (bugzilla.md, "Limits on use").
 * Pure; moments are of any clock that only goes forward. */
#ifndef NET_METER_H
#define NET_METER_H

#include <stddef.h>
#include <stdint.h>

/* In any minute; the server allows 75, by its own idea of a minute. */
#define METER_CALLS 60

struct meter {
	int64_t at_ms[METER_CALLS]; /* of the last calls, in a ring */
	size_t n;                   /* calls ever */
};

/* How long to wait before so many more (at most METER_CALLS) may be made; 0: they may be made now. */
int64_t meter_wait_ms(const struct meter *meter, size_t n, int64_t now_ms);
void meter_count(struct meter *meter, size_t n, int64_t now_ms);

#endif
