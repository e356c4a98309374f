#include "app/session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/inferred.h"
#include "app/meeting.h"
#include "app/session_inside.h"
#include "base/mem.h"
#include "base/utc.h"
#include "model/past.h"
#include "net/copy.h"

/* A file that is not there, not of this program's schema, or damaged wants somebody who writes, once. */
static struct cache *open_for_reading(const char *path, char **notice, struct error *err)
{
	struct cache *cache = cache_open_read(path, err);

	if (cache)
		return cache;
	cache = cache_open(path, notice, err);
	if (!cache)
		return NULL;
	cache_close(cache);
	return cache_open_read(path, err);
}

static struct cache *open_cache(const struct session *session, char **notice, struct error *err)
{
	const char *path = session->places->cache_path;

	return session->use == SESSION_READS ? open_for_reading(path, notice, err)
					     : cache_open(path, notice, err);
}

struct session *session_open(const struct config *config, const struct places *places, enum session_use use,
			     char **notice, struct error *err)
{
	struct session *session = mem_alloc(sizeof *session);
	char *line = NULL;

	session->config = config;
	session->places = places;
	session->use = use;
	session->still_utc = config->globals.now_utc;
	session->snapshot = snapshot_new(&config->roster);
	session->cache = open_cache(session, &line, err);
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

bool session_reattach(struct session *session, bool *is_other, struct error *err)
{
	char *notice = NULL;
	struct cache *cache;

	*is_other = cache_has_moved(session->cache);
	if (!*is_other)
		return true;
	cache = open_cache(session, &notice, err);
	free(notice);
	if (!cache)
		return false;
	cache_close(session->cache);
	session->cache = cache;
	session->revision = 0;
	session->is_cache_new = true;
	return true;
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

struct entries session_entries(const struct session *session)
{
	return (struct entries){.cache = session->cache,
				.journal = session->journal,
				.roster = session_roster(session),
				.maker = entries_maker(session_roster(session))};
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
	const struct entries entries = session_entries(session);
	const struct bug *bug;
	const struct past *past;
	struct conversation conversation;
	struct deadline_input input = {.roster = entries.roster};

	*then = NULL;
	if (!cache_get_bug(session->cache, bug_id, home, &bug, NULL, err) ||
	    !session_conversation(session, bug_id, home, &conversation, err))
		return false;
	past = bug ? past_of(bug, &conversation, at_utc, home) : NULL;
	if (!past)
		return true;
	if (!entries_references(&entries, &past->bug, at_utc, home, &input, err))
		return false;
	input.bug = &past->bug;
	input.conversation = &past->conversation;
	input.aware_utc = team_fold(entries.roster, &past->bug).aware_utc;
	*then = deadline_assess(&input, home);
	return true;
}

bool session_conversation(struct session *session, int64_t bug_id, struct arena *home,
			  struct conversation *conversation, struct error *err)
{
	return cache_get_conversation(session->cache, bug_id, home, conversation, err);
}

bool session_excerpt(struct session *session, int64_t bug_id, const struct excerpt *excerpt,
		     struct arena *home, struct conversation *conversation, struct error *err)
{
	return cache_get_excerpt(session->cache, bug_id, excerpt, home, conversation, err);
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
