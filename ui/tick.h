/* ui/tick.h - when a printed time changes, so that the screen sleeps until then and not a second less.
 * The moments fit utc_print_left and utc_print_age (base/utc.h) exactly. Pure. UTC_NONE: never. */
#ifndef UI_TICK_H
#define UI_TICK_H

#include <stdint.h>

/* The next moment after now at which utc_print_left(due - now) reads otherwise. */
int64_t tick_left(int64_t due_utc, int64_t now_utc);
/* The same of utc_print_age(now - since). */
int64_t tick_age(int64_t since_utc, int64_t now_utc);
/* The same of utc_print_age(until - now), which shrinks; never again once it is over. */
int64_t tick_wait(int64_t until_utc, int64_t now_utc);
/* The next full minute: what a clock shows. */
int64_t tick_minute(int64_t now_utc);

/* The earlier of two moments; UTC_NONE is no moment. */
int64_t tick_earlier(int64_t a_utc, int64_t b_utc);

#endif
