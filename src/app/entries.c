#include "app/entries.h"

#include "base/data.h"
#include "base/hash.h"
#include "base/utc.h"
#include "model/past.h"
#include "view/pack.h"

#define NEWEST_TOO INT64_MAX
/* For cache_stamp.elsewhere (store/cache.h). */
#define NONE_IS_THERE (-1)

int64_t entries_maker(const struct roster *roster)
{
	return (int64_t)hash_int(hash_int(HASH_START, (int64_t)data_engine), (int64_t)roster_stamp(roster));
}

/* --- the stamp --- */

static bool newest_elsewhere(struct cache *cache, const struct bug *bug, int64_t *newest, struct error *err)
{
	struct arena *scratch = arena_new();
	const int64_t *ids;
	size_t n = deadline_references(bug, scratch, &ids);
	bool ok = true;

	*newest = 0;
	for (size_t i = 0; ok && i < n; i++) {
		int64_t revision;

		ok = cache_revision(cache, ids[i], &revision, err);
		if (ok && revision > *newest)
			*newest = revision;
	}
	if (n > 0 && *newest == 0)
		*newest = NONE_IS_THERE;
	arena_free(scratch);
	return ok;
}

static bool present_stamp(const struct entries *entries, const struct bug *bug, struct cache_stamp *stamp,
			  struct error *err)
{
	stamp->maker = entries->maker;
	return cache_revision(entries->cache, bug->id, &stamp->revision, err) &&
	       newest_elsewhere(entries->cache, bug, &stamp->elsewhere, err) &&
	       journal_seq_of(entries->journal, bug->id, &stamp->event, err);
}

/* --- ready rows --- */

/* NULL when it is damaged, or of another bug. */
static struct entry *unpack(int64_t bug_id, struct span bytes)
{
	struct entry *entry = entry_unpack(bytes);

	if (entry && entry->bug->id != bug_id) {
		entry_unref(entry);
		entry = NULL;
	}
	return entry;
}

/* Most whiteboards name no bug, and stay unread: the stamp says so for as long as the bug is the same. */
static bool is_same_elsewhere(const struct entries *entries, const struct bug *bug, int64_t stamped,
			      bool *is_same, struct error *err)
{
	int64_t newest = 0;
	bool ok = stamped == 0 || newest_elsewhere(entries->cache, bug, &newest, err);

	*is_same = ok && newest == stamped;
	return ok;
}

/* The entry of a row of the bug's present revision; NULL when other facts are newer than the row. */
static bool read_row(const struct entries *entries, int64_t bug_id, const struct cache_row *row,
		     struct entry **entry, struct error *err)
{
	int64_t event;
	bool is_same;

	*entry = NULL;
	if (row->stamp.maker != entries->maker)
		return true;
	if (!journal_seq_of(entries->journal, bug_id, &event, err))
		return false;
	*entry = event == row->stamp.event ? unpack(bug_id, row->entry) : NULL;
	if (!*entry)
		return true;
	bool ok = is_same_elsewhere(entries, (*entry)->bug, row->stamp.elsewhere, &is_same, err);
	if (!is_same) {
		entry_unref(*entry);
		*entry = NULL;
	}
	return ok;
}

bool entries_read(const struct entries *entries, int64_t bug_id, struct entry **entry, struct error *err)
{
	struct arena *scratch = arena_new();
	struct cache_row row;
	bool is_there;
	bool ok = cache_get_row(entries->cache, bug_id, scratch, &row, &is_there, err);

	*entry = NULL;
	if (ok && is_there)
		ok = read_row(entries, bug_id, &row, entry, err);
	arena_free(scratch);
	return ok;
}

bool entries_store(const struct entries *entries, const struct entry *entry, const struct cache_stamp *stamp,
		   struct error *err)
{
	struct str bytes = {0};
	struct cache_row row = {.stamp = *stamp, .is_first = entry->assessment->is_ours && entry->is_open};
	bool ok;

	entry_pack(entry, &bytes);
	row.entry = (struct span){bytes.at, bytes.len};
	ok = cache_put_row(entries->cache, entry->bug->id, &row, err);
	str_free(&bytes);
	return ok;
}

/* --- working it out --- */

bool entries_references(const struct entries *entries, const struct bug *bug, int64_t until_utc,
			struct arena *home, struct deadline_input *input, struct error *err)
{
	const int64_t *ids;
	size_t n = deadline_references(bug, home, &ids);
	struct reference *references = arena_array(home, n, sizeof *references);

	input->references = references;
	for (size_t i = 0; i < n; i++) {
		struct conversation conversation;

		if (!cache_get_conversation(entries->cache, ids[i], home, &conversation, err))
			return false;
		if (conversation.n_comments == 0)
			continue;
		struct reference *reference = &references[input->n_references++];
		reference->bug_id = ids[i];
		reference->comments = past_comments(conversation.comments, conversation.n_comments, until_utc,
						    home, &reference->n_comments);
	}
	return true;
}

/* Comment texts stay in `scratch`; the entry keeps facts only. */
static bool assess(const struct entries *entries, struct arena *home, const struct bug *bug,
		   struct arena *scratch, struct entry **entry, struct error *err)
{
	const struct roster *roster = entries->roster;
	struct conversation conversation;
	struct bug_team team = team_fold(roster, bug);
	struct deadline_input input = {
		.roster = roster, .bug = bug, .conversation = &conversation, .aware_utc = team.aware_utc};

	if (!cache_get_conversation(entries->cache, bug->id, scratch, &conversation, err) ||
	    !entries_references(entries, bug, NEWEST_TOO, scratch, &input, err))
		return false;
	*entry = entry_new(home, bug, deadline_assess(&input, home), team,
			   activity_of(roster, &conversation, home), roster_perhaps_ours(roster, bug));
	return true;
}

bool entries_make(const struct entries *entries, struct arena *home, const struct bug *bug,
		  struct entry **entry, struct cache_stamp *stamp, struct error *err)
{
	struct arena *scratch = arena_new();
	bool ok = present_stamp(entries, bug, stamp, err) && assess(entries, home, bug, scratch, entry, err);

	arena_free(scratch);
	if (!ok)
		arena_free(home);
	return ok;
}

struct entry *entries_make_pending(const struct entries *entries, struct arena *home, const struct bug *bug)
{
	const struct roster *roster = entries->roster;

	return entry_new_pending(home, bug, roster_is_ours(roster, bug), team_fold(roster, bug),
				 roster_perhaps_ours(roster, bug));
}
