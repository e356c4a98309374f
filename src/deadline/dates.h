/* deadline/dates.h - dates as people type them (deadlines.md, Whiteboard grammar). Pure, knows no today. */
#ifndef DEADLINE_DATES_H
#define DEADLINE_DATES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Reads the date at the front of *rest, takes it off and gives 00:00:00 of that day. False, with nothing
 * taken, when there is none, or one that is ambiguous (02/03/2025) or impossible (2025-02-30). Neither a
 * letter nor a digit may follow it, but for the T of a time. */
bool date_scan(struct span *rest, int64_t *date_utc);

#endif
