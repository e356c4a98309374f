/* app/session_inside.h - what the files of the session share: session.c opens, tells the time and looks
 * things up, session_refresh.c makes snapshots. */
#ifndef APP_SESSION_INSIDE_H
#define APP_SESSION_INSIDE_H

#include "app/entries.h"
#include "app/session.h"

struct session {
	const struct config *config;
	const struct places *places; /* borrowed */
	enum session_use use;
	struct cache *cache;
	struct journal *journal;
	struct snapshot *snapshot;
	int64_t revision;          /* the newest of the cache that is in the snapshot */
	bool is_cache_new;         /* the snapshot may hold what another cache held */
	bool is_team_new;          /* the snapshot's entries are still those of another team */
	const struct marks *marks; /* borrowed; NULL: none */
	int64_t still_utc;         /* what --now says; UTC_NONE: the machine's clock */
};

struct entries session_entries(const struct session *session);

#endif
