/* deadline/history.h - what the history of a bug tells the rules. Without a history every answer is "not
 * known", which the rules take as it is. Pure; everything points into the conversation, but for the sorted
 * list, which lives in the arena. */
#ifndef DEADLINE_HISTORY_H
#define DEADLINE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/bug.h"

struct history {
	const struct change **changes; /* oldest first */
	size_t n_changes;
};

struct history history_of(const struct conversation *conversation, struct arena *home);

/* The newest moment at which a resolution was removed; UTC_NONE (deadlines.md, detail 5). */
int64_t history_reopened(const struct history *history);

/* The newest change after which another Next update was read than before, when what was read then is
 * `date_utc`; else NULL: the history does not show who set this date (detail 1). */
const struct change *history_date_change(const struct history *history, int64_t date_utc);

/* Less than 60 s before or after that moment this person did such a thing. */
bool history_has_beside(const struct history *history, const char *who, int64_t utc,
			bool (*is_such)(const struct change *change));
bool change_is_administrative(const struct change *change); /* changed the whiteboard or closed the bug */
bool change_sets_needinfo(const struct change *change);     /* to anybody */

/* A needinfo to this login was set at that moment or later; it may be gone by now. */
bool history_needinfo_since(const struct history *history, const char *login, int64_t since_utc);

#define BESIDE_S 60

#endif
