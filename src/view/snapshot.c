#include "view/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utc.h"

struct entry *entry_new(struct arena *home, const struct bug *bug, const struct assessment *assessment,
			struct bug_team team, struct activity activity, const char *perhaps_ours)
{
	struct entry *entry = arena_alloc(home, sizeof *entry);
	atomic_init(&entry->refs, 1);
	entry->home = home;
	entry->bug = bug;
	entry->is_open = bug_is_open(bug);
	entry->assessment = assessment;
	entry->team = team;
	entry->team.owner = arena_strdup(home, team.owner);
	entry->team.buddy = arena_strdup(home, team.buddy);
	entry->team.poster = arena_strdup(home, team.poster);
	entry->team.ticket = arena_strdup(home, team.ticket);
	entry->activity = activity;
	entry->perhaps_ours = arena_strdup(home, perhaps_ours);
	return entry;
}

/* Says that nothing is owed; what shows it must ask is_pending. */
static struct assessment *assessment_new(struct arena *home)
{
	struct assessment *assessment = arena_alloc(home, sizeof *assessment);
	assessment->asked_since_utc = assessment->last_update_utc = UTC_NONE;
	assessment->next_update_utc = assessment->close_on_utc = UTC_NONE;
	assessment->closing_since_utc = assessment->full_report_utc = UTC_NONE;
	return assessment;
}

struct entry *entry_new_pending(struct arena *home, const struct bug *bug, bool is_ours, struct bug_team team,
				const char *perhaps_ours)
{
	struct assessment *assessment = assessment_new(home);
	struct activity activity = {.others_changed_utc = UTC_NONE};
	assessment->is_ours = is_ours;
	struct entry *entry = entry_new(home, bug, assessment, team, activity, perhaps_ours);
	entry->is_pending = true;
	return entry;
}

struct entry *entry_ref(struct entry *entry)
{
	atomic_fetch_add(&entry->refs, 1);
	return entry;
}

void entry_unref(struct entry *entry)
{
	/* The entry lies in its own arena. */
	if (entry && atomic_fetch_sub(&entry->refs, 1) == 1)
		arena_free(entry->home);
}

struct snapshot *snapshot_new(const struct roster *roster)
{
	struct snapshot *snapshot = mem_alloc(sizeof *snapshot);
	snapshot->roster = roster_ref(roster);
	snapshot->synced_utc = UTC_NONE;
	return snapshot;
}

static int compare_ids(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_id(const void *a, const void *b)
{
	const struct entry *const *first = a, *const *second = b;
	return compare_ids((*first)->bug->id, (*second)->bug->id);
}

static int by_number(const void *a, const void *b)
{
	const int64_t *first = a, *second = b;
	return compare_ids(*first, *second);
}

/* A sorted copy; the caller frees. */
static void *sorted(const void *items, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	void *copy = mem_array(n, size);
	if (n) {
		memcpy(copy, items, n * size);
		qsort(copy, n, size, compare);
	}
	return copy;
}

/* Takes over `entry`. */
static void add(struct snapshot *snapshot, struct entry *entry, const int64_t *gone, size_t n_gone)
{
	if (n_gone && bsearch(&entry->bug->id, gone, n_gone, sizeof *gone, by_number))
		entry_unref(entry);
	else
		snapshot->entries[snapshot->n++] = entry;
}

struct snapshot *snapshot_with(const struct snapshot *old, struct entry *const changed[], size_t n_changed,
			       const int64_t gone[], size_t n_gone)
{
	struct entry **newer = sorted(changed, n_changed, sizeof *newer, by_id);
	int64_t *gone_ids = sorted(gone, n_gone, sizeof *gone_ids, by_number);
	struct snapshot *next = snapshot_new(old->roster);
	next->reach = old->reach;
	next->journal_seq = old->journal_seq;
	next->synced_utc = old->synced_utc;
	next->entries = mem_array(old->n + n_changed, sizeof(struct entry *));
	size_t o = 0, c = 0;
	while (o < old->n || c < n_changed) {
		int order = c == n_changed ? -1 : o == old->n ? 1 : by_id(&old->entries[o], &newer[c]);
		if (order < 0) {
			add(next, entry_ref(old->entries[o++]), gone_ids, n_gone);
			continue;
		}
		o += order == 0;
		while (c + 1 < n_changed && by_id(&newer[c], &newer[c + 1]) == 0)
			entry_unref(newer[c++]);
		add(next, newer[c++], gone_ids, n_gone);
	}
	free(newer);
	free(gone_ids);
	return next;
}

void snapshot_free(struct snapshot *snapshot)
{
	if (!snapshot)
		return;
	for (size_t i = 0; i < snapshot->n; i++)
		entry_unref(snapshot->entries[i]);
	free(snapshot->entries);
	roster_unref(snapshot->roster);
	free(snapshot);
}

static int id_to_entry(const void *id, const void *entry)
{
	const struct entry *const *candidate = entry;
	return compare_ids(*(const int64_t *)id, (*candidate)->bug->id);
}

const struct entry *snapshot_find(const struct snapshot *snapshot, int64_t bug_id)
{
	if (snapshot->n == 0)
		return NULL;
	struct entry **found = bsearch(&bug_id, snapshot->entries, snapshot->n, sizeof *found, id_to_entry);
	return found ? *found : NULL;
}
