#include "view/row.h"

#include <string.h>

#include "base/utc.h"

struct moment moment_at(const struct roster *roster, int64_t now_utc, int64_t next_meeting_utc)
{
	return (struct moment){
		.roster = roster,
		.now_utc = now_utc,
		.soon_until_utc = deadline_soon_until(roster, now_utc),
		.next_meeting_utc = next_meeting_utc,
	};
}

int64_t sooner_utc(int64_t a, int64_t b)
{
	if (a == UTC_NONE || b == UTC_NONE)
		return a == UTC_NONE ? b : a;
	return a < b ? a : b;
}

int64_t row_if_later(const struct row *row, int64_t utc)
{
	return utc > row->at->now_utc ? utc : UTC_NONE;
}

int64_t row_due_utc(const struct row *row)
{
	const struct obligation *countdown = row->entry->assessment->countdown;
	return countdown ? countdown->due_utc : UTC_NONE;
}

bool row_is_ours_open(const struct row *row)
{
	return row->entry->assessment->is_ours && row->entry->is_open;
}

bool row_is_overdue(const struct row *row)
{
	int64_t due_utc = row_due_utc(row);
	return due_utc != UTC_NONE && due_utc < row->at->now_utc;
}

bool row_is_soon(const struct row *row)
{
	int64_t due_utc = row_due_utc(row);
	return due_utc != UTC_NONE && due_utc >= row->at->now_utc && due_utc <= row->at->soon_until_utc;
}

bool row_waits(const struct row *row)
{
	return row_is_ours_open(row) && row->entry->assessment->is_closing && row_due_utc(row) == UTC_NONE;
}

bool row_is_new(const struct row *row)
{
	int64_t seen_utc = marks_seen(row->at->marks, row->entry->bug->id);
	return seen_utc != UTC_NONE && row->entry->activity.others_changed_utc > seen_utc;
}

bool row_is_perhaps_ours(const struct row *row)
{
	return row->entry->perhaps_ours && row->entry->is_open;
}

struct span row_subject(const struct row *row)
{
	struct span summary = span_of(row->entry->bug->summary);
	const char *colon = bug_ca(row->entry->bug).len ? memchr(summary.at, ':', summary.len) : NULL;
	if (!colon)
		return summary;
	struct span rest = span_trim(span_sub(summary, (size_t)(colon - summary.at) + 1, summary.len));
	return rest.len ? rest : summary;
}

static const struct member *member_of(const struct row *row, const char *key)
{
	return key ? roster_member(row->at->roster, key) : NULL;
}

const struct member *row_owner(const struct row *row)
{
	return member_of(row, row->entry->team.owner);
}

const char *row_about(const struct row *row, const struct look *look)
{
	return row->at->roster->is_inferred ? look->signs->about : "";
}

bool row_is_uncovered(const struct row *row)
{
	int64_t due_utc = row_due_utc(row);
	const struct member *owner = row_owner(row);
	const struct member *buddy = member_of(row, row->entry->team.buddy);
	if (!row_is_ours_open(row) || due_utc == UTC_NONE || !owner || !buddy)
		return false;
	return member_is_away(owner, due_utc) && member_is_away(buddy, due_utc);
}

int row_percent_left(const struct row *row)
{
	const struct obligation *countdown = row->entry->assessment->countdown;
	if (!countdown)
		return -1;
	int64_t left = countdown->due_utc - row->at->now_utc;
	int64_t whole = countdown->due_utc - countdown->since_utc;
	if (left <= 0 || whole <= 0)
		return 0;
	return left >= whole ? 100 : (int)(left * 100 / whole);
}

static void add_kind(struct kind_list *list, enum obligation_kind kind)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->at[i] == kind)
			return;
	}
	list->at[list->n++] = (uint8_t)kind;
}

static bool is_owed(const struct obligation *obligation)
{
	return obligation->state == STATE_OPEN && obligation->level != LEVEL_SHOULD;
}

/* Obligations come by due, so that the most urgent kind is the first. */
struct kind_list row_kinds(const struct row *row)
{
	const struct assessment *assessment = row->entry->assessment;
	int64_t until_utc = row->at->now_utc + WEEK_S;
	struct kind_list list = {0};
	for (size_t i = 0; i < assessment->n_obligations; i++) {
		const struct obligation *obligation = &assessment->obligations[i];
		if (is_owed(obligation) && obligation->due_utc != UTC_NONE &&
		    obligation->due_utc <= until_utc)
			add_kind(&list, obligation->kind);
	}
	return list;
}

struct kind_list row_open_kinds(const struct row *row)
{
	const struct assessment *assessment = row->entry->assessment;
	struct kind_list list = {0};
	for (size_t i = 0; i < assessment->n_obligations; i++) {
		if (is_owed(&assessment->obligations[i]))
			add_kind(&list, assessment->obligations[i].kind);
	}
	return list;
}
