/* app/session_refresh.c - the next snapshot out of the last one and what the cache says (app/session.h).
 * Every refresh is the same pass over a list of ids; which ids these are, and what becomes of an entry, is
 * all that differs. */
#include <stdlib.h>

#include "app/inferred.h"
#include "app/session_inside.h"
#include "base/log.h"
#include "base/utc.h"
#include "net/sync.h"

/* To read so many ready rows takes a few milliseconds. */
#define FIRST_OPEN_MOST 500

/* One pass. Entries stand at `entries` until the snapshot takes them over. */
struct refresh {
	struct session *session;
	struct entries source;
	struct arena *scratch;
	int64_t revision;     /* the session is up to it when all goes well */
	int64_t synced_utc;   /* what the cache says of the last sync */
	enum reach reach;     /* what is kept in the snapshot */
	bool may_be_pending;  /* what has no ready row waits */
	const int64_t *named; /* these are kept whatever they are; sorted */
	size_t n_named;
	int64_t *ids; /* what is read */
	size_t n;
	struct entry **entries; /* what is kept */
	size_t n_entries;
	int64_t *gone; /* what is not, or is not there */
	size_t n_gone;
	struct made *made; /* what was worked out */
	size_t n_made, cap_made;
};

struct made {
	struct entry *entry; /* a reference of its own */
	struct cache_stamp stamp;
};

static int compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool has_id(const int64_t *ids, size_t n, int64_t id)
{
	return n > 0 && bsearch(&id, ids, n, sizeof *ids, compare_ids);
}

/* Sorts, and leaves each id once. Returns how many. */
static size_t unique_ids(int64_t *ids, size_t n)
{
	size_t kept = 0;

	if (n > 1)
		qsort(ids, n, sizeof *ids, compare_ids);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	return kept;
}

/* --- one bug --- */

static bool is_kept(const struct refresh *refresh, const struct bug *bug, bool is_ours)
{
	if (has_id(refresh->named, refresh->n_named, bug->id))
		return true;
	switch (refresh->reach) {
	case REACH_OURS:
		return is_ours && bug_is_open(bug);
	case REACH_OPEN:
		return bug_is_open(bug);
	case REACH_ALL:
		break;
	}
	return true;
}

static void keep(struct refresh *refresh, struct entry *entry)
{
	if (is_kept(refresh, entry->bug, entry->assessment->is_ours)) {
		refresh->entries[refresh->n_entries++] = entry;
		return;
	}
	refresh->gone[refresh->n_gone++] = entry->bug->id;
	entry_unref(entry);
}

/* Takes over `home`, in which the bug lives. */
static bool make(struct refresh *refresh, struct arena *home, const struct bug *bug, struct error *err)
{
	struct entry *entry;
	struct made *made;

	if (refresh->may_be_pending) {
		keep(refresh, entries_make_pending(&refresh->source, home, bug));
		return true;
	}
	refresh->made = arena_push(refresh->scratch, refresh->made, &refresh->n_made, &refresh->cap_made,
				   sizeof *refresh->made);
	made = &refresh->made[refresh->n_made - 1];
	if (!entries_make(&refresh->source, home, bug, &entry, &made->stamp, err)) {
		refresh->n_made--;
		return false;
	}
	made->entry = entry_ref(entry);
	keep(refresh, entry);
	return true;
}

/* Who stores rows works out all; others only what they keep. */
static bool read_bug(struct refresh *refresh, int64_t bug_id, struct error *err)
{
	struct arena *home = arena_new();
	const struct bug *bug;
	bool ok = cache_get_bug(refresh->source.cache, bug_id, home, &bug, NULL, err);
	bool is_wanted = ok && bug &&
			 (refresh->session->use == SESSION_WRITES ||
			  is_kept(refresh, bug, roster_is_ours(refresh->source.roster, bug)));

	if (is_wanted)
		return make(refresh, home, bug, err);
	arena_free(home);
	refresh->gone[refresh->n_gone++] = bug_id;
	return ok;
}

static bool read_one(struct refresh *refresh, int64_t bug_id, struct error *err)
{
	struct entry *entry;

	if (!entries_read(&refresh->source, bug_id, &entry, err))
		return false;
	if (!entry)
		return read_bug(refresh, bug_id, err);
	keep(refresh, entry);
	return true;
}

/* --- all of them --- */

static bool read_all(struct refresh *refresh, struct error *err)
{
	refresh->n = unique_ids(refresh->ids, refresh->n);
	refresh->entries = arena_array(refresh->scratch, refresh->n, sizeof(struct entry *));
	refresh->gone = arena_array(refresh->scratch, refresh->n, sizeof *refresh->gone);
	for (size_t i = 0; i < refresh->n; i++)
		if (!read_one(refresh, refresh->ids[i], err))
			return false;
	return true;
}

static bool is_unchanged(const struct refresh *refresh, const struct snapshot *next)
{
	const struct snapshot *old = refresh->session->snapshot;

	return refresh->n == 0 && next->reach == old->reach && next->journal_seq == old->journal_seq &&
	       next->synced_utc == old->synced_utc;
}

/* The snapshot takes over the entries. */
static struct snapshot *next_snapshot(struct refresh *refresh, uint64_t seq)
{
	struct snapshot *next = snapshot_with(refresh->session->snapshot, refresh->entries,
					      refresh->n_entries, refresh->gone, refresh->n_gone);

	refresh->n_entries = 0;
	next->reach = refresh->reach;
	next->journal_seq = seq;
	next->synced_utc = refresh->synced_utc;
	return next;
}

/* A moment that is still to come was noted by a clock that was wrong: it says nothing about how old the data
 * is. Another instance's clock may be read a little later than ours was. */
static bool last_sync(struct session *session, int64_t *synced_utc, struct error *err)
{
	if (!sync_last(session->cache, synced_utc, err))
		return false;
	if (!config_is_bundle(session->config) && *synced_utc > session_now(session) + HOUR_S)
		*synced_utc = UTC_NONE;
	return true;
}

/* Which ids, asked in the transaction that reads them. */
typedef bool chooser(struct refresh *refresh, struct error *err);

static bool read_at_one_moment(struct refresh *refresh, chooser *choose, struct snapshot **next,
			       struct error *err)
{
	struct session *session = refresh->session;
	uint64_t seq;
	bool ok = cache_begin_read(session->cache, err) && journal_begin_read(session->journal, err) &&
		  journal_seq(session->journal, &seq, err) && last_sync(session, &refresh->synced_utc, err) &&
		  choose(refresh, err) && read_all(refresh, err) && cache_commit(session->cache, err);

	journal_end_read(session->journal);
	if (ok)
		*next = next_snapshot(refresh, seq);
	else
		cache_rollback(session->cache);
	return ok;
}

static bool store_rows(struct refresh *refresh, struct error *err)
{
	struct cache *cache = refresh->source.cache;
	bool ok = cache_begin(cache, err);

	for (size_t i = 0; ok && i < refresh->n_made; i++)
		ok = entries_store(&refresh->source, refresh->made[i].entry, &refresh->made[i].stamp, err);
	ok = ok && cache_commit(cache, err);
	if (!ok)
		cache_rollback(cache);
	return ok;
}

/* Where the team is inferred, what came into the cache may have changed it: then all that is shown must be
 * assessed anew. */
static bool renew_team(struct session *session, struct error *err)
{
	const struct roster *team;
	struct snapshot *next;

	if (!session_roster(session)->is_inferred)
		return true;
	if (!inferred_team(session->cache, &session->config->roster, &team, err))
		return false;
	if (roster_stamp(session_roster(session)) != roster_stamp(team)) {
		next = session_share(session);
		roster_unref(next->roster);
		next->roster = roster_ref(team);
		snapshot_free(session->snapshot);
		session->snapshot = next;
		session->is_team_new = true;
	}
	roster_unref(team);
	return true;
}

static struct refresh refresh_of(struct session *session)
{
	return (struct refresh){.session = session,
				.scratch = arena_new(),
				.revision = session->revision,
				.reach = session->snapshot->reach};
}

static void refresh_end(struct refresh *refresh)
{
	for (size_t i = 0; i < refresh->n_entries; i++)
		entry_unref(refresh->entries[i]);
	for (size_t i = 0; i < refresh->n_made; i++)
		entry_unref(refresh->made[i].entry);
	arena_free(refresh->scratch);
}

/* The next start does without rows that could not be stored; what was asked for is there. */
static void keep_rows(struct refresh *refresh)
{
	struct error err;

	if (refresh->session->use == SESSION_WRITES && refresh->n_made > 0 && !store_rows(refresh, &err))
		log_line(LOG_WARN, "ready rows are not stored: %s", err.text);
}

/* Puts the next snapshot in place of the session's. Ends the refresh. */
static bool run(struct refresh *refresh, chooser *choose, bool *is_newer, struct error *err)
{
	struct session *session = refresh->session;
	struct snapshot *next = NULL;
	bool ok = renew_team(session, err);

	refresh->source = session_entries(session);
	ok = ok && read_at_one_moment(refresh, choose, &next, err);
	if (ok) {
		*is_newer = !is_unchanged(refresh, next);
		snapshot_free(session->snapshot);
		session->snapshot = next;
		session->revision = refresh->revision;
		session->is_team_new = false;
		keep_rows(refresh);
	}
	refresh_end(refresh);
	return ok;
}

/* --- which ids --- */

/* All of the snapshot too, so that what left the cache, or is out of reach, leaves it. */
static void add_snapshot(struct refresh *refresh, const int64_t *ids, size_t n)
{
	const struct snapshot *snapshot = refresh->session->snapshot;

	refresh->ids = arena_array(refresh->scratch, n + snapshot->n, sizeof *refresh->ids);
	for (size_t i = 0; i < n; i++)
		refresh->ids[refresh->n++] = ids[i];
	for (size_t i = 0; i < snapshot->n; i++)
		refresh->ids[refresh->n++] = snapshot->entries[i]->bug->id;
}

static bool choose_reach(struct refresh *refresh, struct error *err)
{
	struct session *session = refresh->session;
	const int64_t *ids;
	size_t n;
	bool ok = cache_newest(session->cache, &refresh->revision, err);

	if (refresh->reach == REACH_OURS)
		ok = ok &&
		     cache_first_ids(session->cache, refresh->source.maker, refresh->scratch, &ids, &n, err);
	else
		ok = ok && cache_ids(session->cache, refresh->reach == REACH_OPEN ? CACHE_OPEN : CACHE_ALL,
				     refresh->scratch, &ids, &n, err);
	if (ok)
		add_snapshot(refresh, ids, n);
	return ok;
}

/* All open bugs, since a picture without the others' would be painted again for their number; ours alone when
 * the others are so many that it would wait for them. */
static bool choose_first(struct refresh *refresh, struct error *err)
{
	const int64_t *open_ids;
	size_t n_open;

	if (!cache_ids(refresh->session->cache, CACHE_OPEN, refresh->scratch, &open_ids, &n_open, err))
		return false;
	refresh->reach = n_open <= FIRST_OPEN_MOST ? REACH_OPEN : REACH_OURS;
	return choose_reach(refresh, err);
}

/* Whether the whiteboard sends readers to one of these for updates. */
static bool depends_on(const struct entry *entry, const int64_t *ids, size_t n, struct arena *scratch)
{
	const int64_t *named;
	size_t n_named = n > 0 ? deadline_references(entry->bug, scratch, &named) : 0;

	for (size_t i = 0; i < n_named; i++)
		if (has_id(ids, n, named[i]))
			return true;
	return false;
}

/* These (sorted), and what of the snapshot depends on them. */
static void choose_with_dependents(struct refresh *refresh, const int64_t *ids, size_t n)
{
	const struct snapshot *snapshot = refresh->session->snapshot;
	struct arena *scratch = arena_new();

	refresh->ids = arena_array(refresh->scratch, n + snapshot->n, sizeof *refresh->ids);
	for (size_t i = 0; i < n; i++)
		refresh->ids[refresh->n++] = ids[i];
	for (size_t i = 0; i < snapshot->n; i++)
		if (refresh->session->is_team_new || depends_on(snapshot->entries[i], ids, n, scratch))
			refresh->ids[refresh->n++] = snapshot->entries[i]->bug->id;
	arena_free(scratch);
}

static bool choose_touched(struct refresh *refresh, struct error *err)
{
	struct session *session = refresh->session;
	const int64_t *ids;
	size_t n;

	if (!cache_touched(session->cache, session->revision, refresh->scratch, &ids, &n, err) ||
	    !cache_newest(session->cache, &refresh->revision, err))
		return false;
	/* What an unfinished sync has not brought yet may still come. */
	if (session->is_cache_new && refresh->synced_utc != UTC_NONE)
		add_snapshot(refresh, ids, n);
	else
		choose_with_dependents(refresh, ids, n);
	return true;
}

static bool choose_named(struct refresh *refresh, struct error *err)
{
	(void)err;
	choose_with_dependents(refresh, refresh->named, refresh->n_named);
	return true;
}

/* --- what a session offers --- */

bool session_refresh_first(struct session *session, struct error *err)
{
	struct refresh refresh = refresh_of(session);
	bool is_newer;

	refresh.may_be_pending = true;
	return run(&refresh, choose_first, &is_newer, err);
}

bool session_refresh_all(struct session *session, enum reach reach, struct error *err)
{
	struct refresh refresh = refresh_of(session);
	bool is_newer;

	refresh.reach = reach;
	return run(&refresh, choose_reach, &is_newer, err);
}

bool session_refresh(struct session *session, const int64_t *ids, size_t n, struct error *err)
{
	struct refresh refresh = refresh_of(session);
	int64_t *named = arena_array(refresh.scratch, n, sizeof *named);
	bool is_newer;

	for (size_t i = 0; i < n; i++)
		named[i] = ids[i];
	refresh.named = named;
	refresh.n_named = unique_ids(named, n);
	return run(&refresh, choose_named, &is_newer, err);
}

bool session_refresh_since(struct session *session, int64_t since_utc, struct error *err)
{
	struct refresh refresh = refresh_of(session);
	bool is_newer;

	if (!cache_changed_ids(session->cache, since_utc, refresh.scratch, &refresh.named, &refresh.n_named,
			       err)) {
		refresh_end(&refresh);
		return false;
	}
	return run(&refresh, choose_named, &is_newer, err);
}

bool session_follow(struct session *session, bool *is_newer, struct error *err)
{
	struct refresh refresh = refresh_of(session);
	bool ok = run(&refresh, choose_touched, is_newer, err);

	if (ok && session->snapshot->synced_utc != UTC_NONE)
		session->is_cache_new = false;
	return ok;
}

/* --- rows for all --- */

static bool make_rows(struct refresh *refresh, size_t most, struct error *err)
{
	struct cache *cache = refresh->source.cache;
	const int64_t *ids;
	bool ok = cache_begin_read(cache, err) && cache_unready_ids(cache, refresh->source.maker, most,
								    refresh->scratch, &ids, &refresh->n, err);

	if (ok) {
		refresh->ids = arena_array(refresh->scratch, refresh->n, sizeof *refresh->ids);
		for (size_t i = 0; i < refresh->n; i++)
			refresh->ids[i] = ids[i];
		ok = read_all(refresh, err) && cache_commit(cache, err);
	}
	if (!ok)
		cache_rollback(cache);
	return ok;
}

bool session_prepare(struct session *session, size_t most, size_t *n, struct error *err)
{
	struct refresh refresh = refresh_of(session);
	bool ok = renew_team(session, err);

	refresh.source = session_entries(session);
	ok = ok && make_rows(&refresh, most, err) && store_rows(&refresh, err);
	*n = ok ? refresh.n : 0;
	refresh_end(&refresh);
	return ok;
}
