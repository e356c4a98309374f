/* app/session.h - one thread's view of everything: configuration, stores, clock, snapshot. The screen, the
 * worker and each command have one of their own. It turns stored bugs into assessed entries, by the ready
 * rows where there are any (app/entries.h); it is one of two places that ask the time of day. Order:
 * session_open, then session_refresh_first (to paint) or another session_refresh..., session_close. */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/config.h"
#include "app/places.h"
#include "base/arena.h"
#include "base/error.h"
#include "model/bug.h"
#include "view/row.h"
#include "view/snapshot.h"

struct cache;
struct session;

enum session_use {
	SESSION_READS,  /* cache.db is not written: the screen, and commands that show */
	SESSION_WRITES, /* what a refresh works out is stored as ready rows */
};

/* Opens the databases; makes them, or brings them to the schema of this program, whatever the use. `config`
 * and `places` are borrowed and outlive the session and its snapshots. *notice (may be NULL): a line worth
 * showing, such as a cache that was moved aside, or NULL; the caller frees. */
struct session *session_open(const struct config *config, const struct places *places, enum session_use use,
			     char **notice, struct error *err);
void session_close(struct session *session); /* NULL is fine */

/* A cache may be thrown away while somebody watches. Where its file is gone, or another is in its place,
 * opens that one, made anew if need be; *is_other says so. The snapshot stays as it is: session_follow brings
 * what is stored there, and lets go of the rest once that was synced. */
bool session_reattach(struct session *session, bool *is_other, struct error *err);

const struct config *session_config(const struct session *session);
/* Whose page it is and who is team, as of the snapshot; valid as long as that. */
const struct roster *session_roster(const struct session *session);
/* With --ca: FAULT_USAGE when there is data and no bug in it is of that CA, with the nearest names there are.
 * Nothing is owed then, and that would be no all-clear. */
bool session_check_ca(struct session *session, struct error *err);
/* For app/worker and the sync command; the screen only reads, through the calls below. */
struct cache *session_cache(struct session *session);

/* The machine's clock. */
int64_t session_machine_now(void);
/* The moment that is now: the machine's clock, or --now, which stands still until session_set_now. */
int64_t session_now(const struct session *session);
void session_set_now(struct session *session, int64_t now_utc);

/* What this user has seen, for session_moment; borrowed, and may change. NULL: no marks. */
void session_set_marks(struct session *session, const struct marks *marks);
/* The same with what follows from the roster: until when is soon, when the team meets next. */
struct moment session_moment(const struct session *session);

/* --- refreshing the snapshot: each reads at one moment, and replaces the session's when all went well --- */

/* The open bugs for a first picture, or ours of them when all are very many: ready rows, and pending entries
 * of those that have none. Reads no comment, and costs the same however many bugs are closed. */
bool session_refresh_first(struct session *session, struct error *err);
/* All bugs of that reach, none other, with nothing pending. From now on it is the snapshot's reach. */
bool session_refresh_all(struct session *session, enum reach reach, struct error *err);
/* These bugs too, whatever the reach; what is not in the cache any more disappears. */
bool session_refresh(struct session *session, const int64_t *ids, size_t n, struct error *err);
/* Likewise all that changed after that moment. */
bool session_refresh_since(struct session *session, int64_t since_utc, struct error *err);
/* What anybody stored or removed since the last session_refresh_all or this, and bugs that depend on it, as
 * far as the snapshot reaches. *is_newer: the snapshot is another one now. */
bool session_follow(struct session *session, bool *is_newer, struct error *err);

/* Works out and stores at most `most` of the bugs of any reach that have no ready row; SESSION_WRITES. *n:
 * how many there were, less than `most` when none are left; 0 when it fails, since another try at once would
 * fail as well. The snapshot's entries stay as they are. */
bool session_prepare(struct session *session, size_t most, size_t *n, struct error *err);

/* The session's own; valid until the next refresh or adoption. Never NULL. */
const struct snapshot *session_snapshot(const struct session *session);
/* Hands a copy over: entries are shared, the caller frees. */
struct snapshot *session_share(const struct session *session);
/* Takes over a snapshot that another session shared (worker_take). False, and the snapshot freed, when it
 * knows less of the journal than this session's own: a user sees at once what he has written. */
bool session_adopt(struct session *session, struct snapshot *snapshot);

/* The address of the server whose bugs these are, in `home`: the page of one is SERVER/show_bug.cgi?id=N.
 * *server is NULL when nothing was read from a bundle yet. */
bool session_server(struct session *session, struct arena *home, const char **server, struct error *err);

/* What was owed on a bug at the end of that second, as far as its history tells (model/past.h), in `home`.
 * *then is NULL when it was not filed yet, or is not in the cache. */
bool session_assess_past(struct session *session, int64_t bug_id, int64_t at_utc, struct arena *home,
			 const struct assessment **then, struct error *err);

/* What was said and done on a bug, in `home`. */
bool session_conversation(struct session *session, int64_t bug_id, struct arena *home,
			  struct conversation *conversation, struct error *err);
/* No more of it than that. */
bool session_excerpt(struct session *session, int64_t bug_id, const struct excerpt *excerpt,
		     struct arena *home, struct conversation *conversation, struct error *err);

#endif
