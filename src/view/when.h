/* view/when.h - moments in this machine's zone, for people. The weekday is English as all other words are,
 * whatever the locale says. */
#ifndef VIEW_WHEN_H
#define VIEW_WHEN_H

#include <stdint.h>

#include "base/str.h"

/* Thu 26 17:40, as long as that can mean one day only; what lies further from now: Fri 30 Oct. */
void when_add_local(struct str *out, int64_t utc, int64_t now_utc);
/* 2026-11-26 16:40 UTC (Thu 26 17:40 here): as detail views show a moment. "-" for UTC_NONE. */
void when_add_both(struct str *out, int64_t utc);

#endif
