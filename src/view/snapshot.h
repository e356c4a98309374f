/* view/snapshot.h - what the screen shows at one moment: immutable entries, counted and shared.
 * The thread that makes a snapshot owns it until it hands it on; the counts are atomic, nothing else is
 * shared. snapshot_with makes the next one from the old and what changed. */
#ifndef VIEW_SNAPSHOT_H
#define VIEW_SNAPSHOT_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "deadline/assess.h"
#include "model/bug.h"
#include "model/team.h"
#include "view/activity.h"

/* One bug: facts (no comment texts), what is owed, what the team decided. Everything lives in `home`. */
struct entry {
	atomic_int refs;
	bool is_open; /* the bug is; views sift thousands by it without a look elsewhere in memory */
	/* Not worked out yet: of `assessment` only is_ours is known, of `activity` nothing. Such an entry is
	 * for a first picture (session_refresh_first); its unknown cells are `…` (view/field.h). */
	bool is_pending;
	struct arena *home;
	const struct bug *bug;
	const struct assessment *assessment;
	const char *perhaps_ours; /* the word of ours that its title names, of somebody else's bug; or NULL */
	struct bug_team team;
	struct activity activity;
};

/* Takes over `home`, in which the bug and the assessment live; the words of `team` and `perhaps_ours` (or
 * NULL) are copied, since their roster may go before the entry. Starts with one reference. */
struct entry *entry_new(struct arena *home, const struct bug *bug, const struct assessment *assessment,
			struct bug_team team, struct activity activity, const char *perhaps_ours);
struct entry *entry_new_pending(struct arena *home, const struct bug *bug, bool is_ours, struct bug_team team,
				const char *perhaps_ours);
struct entry *entry_ref(struct entry *entry);
void entry_unref(struct entry *entry); /* NULL is fine */

/* Which bugs are looked at. */
enum reach {
	REACH_OURS, /* open and ours */
	REACH_OPEN,
	REACH_ALL,
};

struct snapshot {
	const struct roster *roster; /* counted: lives as long as the snapshot */
	enum reach reach;            /* some bugs beyond may be there beside */
	uint64_t journal_seq;        /* newest team event folded in */
	int64_t synced_utc;          /* when the data was last known to be the server's; UTC_NONE: never */
	size_t n;
	struct entry **entries; /* by bug id */
};

struct snapshot *snapshot_new(const struct roster *roster); /* empty */
/* Takes over one reference of each entry in `changed`; those replace the old ones of the same id. `gone`
 * ids are left out. `old` stays as it is. All else is copied from it. */
struct snapshot *snapshot_with(const struct snapshot *old, struct entry *const changed[], size_t n_changed,
			       const int64_t gone[], size_t n_gone);
void snapshot_free(struct snapshot *snapshot);                                      /* NULL is fine */
const struct entry *snapshot_find(const struct snapshot *snapshot, int64_t bug_id); /* NULL: not there */

#endif
