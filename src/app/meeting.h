/* app/meeting.h - when the team meets next. The zone of the machine enters here, and nowhere below. */
#ifndef APP_MEETING_H
#define APP_MEETING_H

#include <stddef.h>
#include <stdint.h>

#include "app/config.h"

/* The first meeting that begins after now_utc; UTC_NONE without meetings. */
int64_t meeting_next(const struct meeting *meetings, size_t n, int64_t now_utc);

#endif
