#include "app/session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/inferred.h"
#include "app/meeting.h"
#include "base/mem.h"
#include "base/utc.h"
#include "deadline/assess.h"
#include "model/past.h"
#include "net/copy.h"
#include "net/sync.h"
#include "store/cache.h"
#include "store/journal.h"

struct session {
	const struct config *config;
	struct cache *cache;
	struct journal *journal;
	struct snapshot *snapshot;
	const struct marks *marks; /* borrowed; NULL: none */
	bool is_team_new;          /* the snapshot's entries are still those of another team */
	int64_t still_utc;         /* what --now says; UTC_NONE: the machine's clock */
};

/* The entries of a refresh: what was read anew, and what is not there any more. */
struct renewal {
	struct entry **entries;
	size_t n_entries;
	int64_t *gone;
	size_t n_gone;
};

struct session *session_open(const struct config *config, const struct places *places, char **notice,
			     struct error *err)
{
	struct session *session = mem_alloc(sizeof *session);
	char *line = NULL;

	session->config = config;
	session->still_utc = config->globals.now_utc;
	session->snapshot = snapshot_new(&config->roster);
	session->cache = cache_open(places->cache_path, &line, err);
	if (session->cache)
		session->journal = journal_open(places->team_path, err);
	if (!session->journal) {
		session_close(session);
		session = NULL;
	}
	if (notice && session)
		*notice = line;
	else
		free(line);
	return session;
}

void session_close(struct session *session)
{
	if (!session)
		return;
	snapshot_free(session->snapshot);
	journal_close(session->journal);
	cache_close(session->cache);
	free(session);
}

const struct config *session_config(const struct session *session)
{
	return session->config;
}

bool session_check_ca(struct session *session, struct error *err)
{
	const struct roster *roster = session_roster(session);

	if (!roster->is_inferred || session->snapshot->synced_utc == UTC_NONE)
		return true;
	return inferred_check(session->cache, roster, err);
}

struct cache *session_cache(struct session *session)
{
	return session->cache;
}

const struct roster *session_roster(const struct session *session)
{
	return session->snapshot->roster;
}

int64_t session_machine_now(void)
{
	return (int64_t)time(NULL);
}

int64_t session_now(const struct session *session)
{
	return session->still_utc != UTC_NONE ? session->still_utc : session_machine_now();
}

void session_set_now(struct session *session, int64_t now_utc)
{
	session->still_utc = now_utc;
}

void session_set_marks(struct session *session, const struct marks *marks)
{
	session->marks = marks;
}

struct moment session_moment(const struct session *session)
{
	int64_t now_utc = session_now(session);
	struct moment at =
		moment_at(session_roster(session), now_utc,
			  meeting_next(session->config->meetings, session->config->n_meetings, now_utc));

	at.marks = session->marks;
	return at;
}

#define NEWEST_TOO INT64_MAX

/* What was said until then on the bugs that this one's whiteboard names; those that are not in the cache are
 * not known. */
static bool load_references(struct session *session, const struct bug *bug, int64_t until_utc,
			    struct arena *scratch, struct deadline_input *input, struct error *err)
{
	const int64_t *ids;
	size_t n = deadline_references(bug, scratch, &ids);
	struct reference *references = arena_array(scratch, n, sizeof *references);

	input->references = references;
	for (size_t i = 0; i < n; i++) {
		struct conversation conversation;

		if (!cache_get_conversation(session->cache, ids[i], scratch, &conversation, err))
			return false;
		if (conversation.n_comments == 0)
			continue;
		struct reference *reference = &references[input->n_references++];
		reference->bug_id = ids[i];
		reference->comments = past_comments(conversation.comments, conversation.n_comments, until_utc,
						    scratch, &reference->n_comments);
	}
	return true;
}

/* Comment texts stay in `scratch`; the entry keeps facts only. *entry is NULL when the bug is not there. */
static bool read_entry(struct session *session, int64_t bug_id, struct arena *scratch, struct entry **entry,
		       struct error *err)
{
	const struct roster *roster = session_roster(session);
	struct arena *home = arena_new();
	const struct bug *bug;
	struct conversation conversation;
	struct deadline_input input = {.roster = roster, .conversation = &conversation};
	struct bug_team team;

	*entry = NULL;
	if (!cache_get_bug(session->cache, bug_id, home, &bug, NULL, err))
		goto out;
	if (!bug) {
		arena_free(home);
		return true;
	}
	team = team_fold(roster, bug);
	input.bug = bug;
	input.aware_utc = team.aware_utc;
	if (!cache_get_conversation(session->cache, bug_id, scratch, &conversation, err) ||
	    !load_references(session, bug, NEWEST_TOO, scratch, &input, err))
		goto out;
	*entry = entry_new(home, bug, deadline_assess(&input, home), team,
			   activity_of(roster, &conversation, home), roster_perhaps_ours(roster, bug));
	return true;
out:
	arena_free(home);
	return false;
}

static bool renew(struct session *session, const int64_t *ids, size_t n, struct renewal *renewal,
		  struct error *err)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *scratch = arena_new();
		struct entry *entry;
		bool ok = read_entry(session, ids[i], scratch, &entry, err);

		arena_free(scratch);
		if (!ok)
			return false;
		if (entry)
			renewal->entries[renewal->n_entries++] = entry;
		else
			renewal->gone[renewal->n_gone++] = ids[i];
	}
	return true;
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

/* Puts a snapshot with these bugs read anew in place of the session's. */
static bool replace(struct session *session, const int64_t *ids, size_t n, struct error *err)
{
	struct renewal renewal = {
		.entries = mem_array(n + 1, sizeof(struct entry *)),
		.gone = mem_array(n + 1, sizeof(int64_t)),
	};
	struct snapshot *next = NULL;
	uint64_t seq;
	int64_t synced_utc;
	bool ok = journal_seq(session->journal, &seq, err) && last_sync(session, &synced_utc, err) &&
		  renew(session, ids, n, &renewal, err);

	if (ok) {
		next = snapshot_with(session->snapshot, renewal.entries, renewal.n_entries, renewal.gone,
				     renewal.n_gone);
		next->journal_seq = seq;
		next->synced_utc = synced_utc;
		snapshot_free(session->snapshot);
		session->snapshot = next;
		session->is_team_new = false;
	} else {
		for (size_t i = 0; i < renewal.n_entries; i++)
			entry_unref(renewal.entries[i]);
	}
	free(renewal.entries);
	free(renewal.gone);
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
	if (!infer_is_same(session_roster(session), team)) {
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

static int compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Sorts, and leaves each id once. Returns how many. */
static size_t unique_ids(int64_t *ids, size_t n)
{
	size_t kept = 0;

	qsort(ids, n, sizeof *ids, compare_ids);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	return kept;
}

/* Whether the whiteboard of an open bug of ours sends readers to one of these for updates. */
static bool depends_on(const struct entry *entry, const int64_t *ids, size_t n, struct arena *scratch)
{
	const int64_t *named;
	size_t n_named;

	if (!entry->assessment->is_ours || !bug_is_open(entry->bug))
		return false;
	n_named = deadline_references(entry->bug, scratch, &named);
	for (size_t i = 0; i < n_named; i++)
		if (bsearch(&named[i], ids, n, sizeof *ids, compare_ids))
			return true;
	return false;
}

/* Adds what of the snapshot must be read again too: all of it, so that what left the cache is missed, or what
 * depends on the bugs in `wanted`. */
static size_t add_from_snapshot(const struct snapshot *snapshot, bool is_all, struct arena *scratch,
				int64_t *wanted, size_t n)
{
	size_t n_all = n;

	for (size_t i = 0; i < snapshot->n; i++)
		if (is_all || depends_on(snapshot->entries[i], wanted, n, scratch))
			wanted[n_all++] = snapshot->entries[i]->bug->id;
	return n_all;
}

bool session_refresh(struct session *session, const int64_t *ids, size_t n, struct error *err)
{
	const struct snapshot *snapshot;
	struct arena *scratch = arena_new();
	bool is_all = !ids, ok = false;
	int64_t *wanted;

	if (!renew_team(session, err))
		goto out;
	snapshot = session->snapshot;
	if (is_all && !cache_ids(session->cache, CACHE_ALL, scratch, &ids, &n, err))
		goto out;
	wanted = arena_array(scratch, n + snapshot->n + 1, sizeof *wanted);
	for (size_t i = 0; i < n; i++)
		wanted[i] = ids[i];
	n = unique_ids(wanted, n);
	n = add_from_snapshot(snapshot, is_all || session->is_team_new, scratch, wanted, n);
	ok = replace(session, wanted, unique_ids(wanted, n), err);
out:
	arena_free(scratch);
	return ok;
}

bool session_refresh_first(struct session *session, struct error *err)
{
	struct arena *scratch = arena_new();
	const int64_t *ids;
	int64_t *ours;
	size_t n = 0, n_ours = 0;
	bool ok = renew_team(session, err) && cache_ids(session->cache, CACHE_OPEN, scratch, &ids, &n, err);

	ours = arena_array(scratch, n + 1, sizeof *ours);
	for (size_t i = 0; ok && i < n; i++) {
		const struct bug *bug;

		ok = cache_get_bug(session->cache, ids[i], scratch, &bug, NULL, err);
		if (ok && bug && roster_is_ours(session_roster(session), bug))
			ours[n_ours++] = ids[i];
	}
	ok = ok && replace(session, ours, n_ours, err);
	arena_free(scratch);
	return ok;
}

const struct snapshot *session_snapshot(const struct session *session)
{
	return session->snapshot;
}

struct snapshot *session_share(const struct session *session)
{
	return snapshot_with(session->snapshot, NULL, 0, NULL, 0);
}

bool session_adopt(struct session *session, struct snapshot *snapshot)
{
	if (snapshot->journal_seq < session->snapshot->journal_seq) {
		snapshot_free(snapshot);
		return false;
	}
	snapshot_free(session->snapshot);
	session->snapshot = snapshot;
	return true;
}

bool session_assess_past(struct session *session, int64_t bug_id, int64_t at_utc, struct arena *home,
			 const struct assessment **then, struct error *err)
{
	const struct roster *roster = session_roster(session);
	const struct bug *bug;
	const struct past *past;
	struct conversation conversation;
	struct deadline_input input = {.roster = roster};

	*then = NULL;
	if (!cache_get_bug(session->cache, bug_id, home, &bug, NULL, err) ||
	    !session_conversation(session, bug_id, home, &conversation, err))
		return false;
	past = bug ? past_of(bug, &conversation, at_utc, home) : NULL;
	if (!past)
		return true;
	if (!load_references(session, &past->bug, at_utc, home, &input, err))
		return false;
	input.bug = &past->bug;
	input.conversation = &past->conversation;
	input.aware_utc = team_fold(roster, &past->bug).aware_utc;
	*then = deadline_assess(&input, home);
	return true;
}

bool session_conversation(struct session *session, int64_t bug_id, struct arena *home,
			  struct conversation *conversation, struct error *err)
{
	return cache_get_conversation(session->cache, bug_id, home, conversation, err);
}

/* A bundle says its address as its maker wrote it. */
static const char *without_slash(const char *address, struct arena *home)
{
	size_t len = strlen(address);

	while (len > 0 && address[len - 1] == '/')
		len--;
	return arena_strndup(home, address, len);
}

bool session_server(struct session *session, struct arena *home, const char **server, struct error *err)
{
	struct copy copy;

	*server = session->config->bugzilla.url;
	if (!config_is_bundle(session->config))
		return true;
	if (!copy_read(session->cache, home, &copy, err))
		return false;
	if (copy.origin)
		copy.origin = without_slash(copy.origin, home);
	*server = copy.origin;
	return true;
}
