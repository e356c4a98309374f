#include "view/condition.h"

#include "base/utc.h"

/* Who posts is decided at the meeting of the week in which it is due (cli.md, `no-poster`). */
#define POSTER_WANTED_S WEEK_S

static bool is_open(const struct row *row)
{
	return row->entry->is_open;
}

static bool is_closed(const struct row *row)
{
	return !row->entry->is_open;
}

static bool is_ours(const struct row *row)
{
	return row->entry->assessment->is_ours;
}

static bool is_unowned(const struct row *row)
{
	return row_is_ours_open(row) && !row->entry->team.owner;
}

/* What a team has arranged among its members: of one that is inferred nobody can know. */
static bool is_arranged(const struct row *row)
{
	return row_is_ours_open(row) && !row->at->roster->is_inferred;
}

static bool has_no_buddy(const struct row *row)
{
	return is_arranged(row) && !row->entry->team.buddy;
}

static bool has_no_poster(const struct row *row)
{
	int64_t due_utc = row_due_utc(row);
	if (!is_arranged(row) || row->entry->team.poster || due_utc == UTC_NONE)
		return false;
	return due_utc <= row->at->now_utc + POSTER_WANTED_S;
}

static bool is_closing(const struct row *row)
{
	return row_is_ours_open(row) && row->entry->assessment->is_closing;
}

static bool lacks_alias(const struct row *row)
{
	const struct roster *roster = row->at->roster;
	const struct bug *bug = row->entry->bug;
	if (!row_is_ours_open(row) || roster->n_aliases == 0 || roster_is_alias(roster, bug->assignee))
		return false;
	for (size_t i = 0; i < bug->n_cc; i++) {
		if (roster_is_alias(roster, bug->cc[i]))
			return false;
	}
	return true;
}

/* Bugzilla and the team name different people, or Bugzilla one of us whom nobody knows. */
static bool differs_from_assignee(const struct row *row)
{
	const struct roster *roster = row->at->roster;
	const char *login = row->entry->bug->assignee;
	const struct member *assignee = roster_member_by_login(roster, login);
	if (!row_is_ours_open(row))
		return false;
	if (!assignee && roster_party(roster, login) == PARTY_TEAM)
		return true;
	const char *owner = row->entry->team.owner;
	return owner && !(assignee && str_equals(owner, assignee->key));
}

static bool lacks_ticket(const struct row *row)
{
	return is_arranged(row) && !row->entry->team.ticket;
}

static bool is_dismissed(const struct row *row)
{
	const struct assessment *assessment = row->entry->assessment;
	for (size_t i = 0; i < assessment->n_obligations; i++) {
		const struct obligation *obligation = &assessment->obligations[i];
		if (obligation->state == STATE_DISMISSED || obligation->dismissal)
			return true;
	}
	return false;
}

static bool has_unknown_author(const struct row *row)
{
	return row_is_ours_open(row) && row->entry->activity.unlisted;
}

static bool hides_names(const struct row *row)
{
	return row->entry->assessment->names_hidden;
}

static bool is_pending(const struct row *row)
{
	return row->entry->is_pending;
}

/* --- when the clock alone changes an answer --- */

static int64_t overdue_changes(const struct row *row)
{
	int64_t due_utc = row_due_utc(row);
	return due_utc == UTC_NONE ? UTC_NONE : row_if_later(row, due_utc + 1);
}

/* What is not soon may be so after midnight UTC; what is soon ends being so when it is overdue. */
static int64_t soon_changes(const struct row *row)
{
	int64_t due_utc = row_due_utc(row);
	if (due_utc == UTC_NONE || row_is_overdue(row))
		return UTC_NONE;
	return row_is_soon(row) ? due_utc + 1 : utc_day_end(row->at->now_utc) + 1;
}

static int64_t no_poster_changes(const struct row *row)
{
	int64_t due_utc = row_due_utc(row);
	return due_utc == UTC_NONE ? UTC_NONE : row_if_later(row, due_utc - POSTER_WANTED_S);
}

/* Flags in the order of cli.md, that of JSON. */
const struct condition conditions[] = {
	{.key = "open", .scope = SCOPE_OPEN, .help = "not resolved", .holds = is_open},
	{.key = "closed", .scope = SCOPE_OPEN, .help = "resolved", .holds = is_closed},
	{.key = "ours", .scope = SCOPE_OURS, .help = "filed on us, or assigned to us", .holds = is_ours},
	{.key = "overdue",
	 .help = "its due time has passed",
	 .alarm = "overdue",
	 .alarm_place = 2,
	 .hint = HINT_ALARM,
	 .holds = row_is_overdue,
	 .next_change_utc = overdue_changes},
	{.key = "soon",
	 .help = "due by the end of the second working day after today",
	 .alarm = "soon",
	 .alarm_place = 3,
	 .hint = HINT_SOON,
	 .holds = row_is_soon,
	 .next_change_utc = soon_changes},
	{.key = "unowned",
	 .is_flag = true,
	 .help = "nobody is the owner",
	 .alarm = "no owner",
	 .alarm_place = 6,
	 .hint = HINT_WARN,
	 .holds = is_unowned},
	{.key = "no-buddy",
	 .is_flag = true,
	 .help = "nobody is the owner's buddy",
	 .alarm = "no buddy",
	 .alarm_place = 7,
	 .hint = HINT_WARN,
	 .holds = has_no_buddy},
	{.key = "no-poster",
	 .is_flag = true,
	 .help = "due within 7 days and nobody is to post the update",
	 .alarm = "no poster",
	 .alarm_place = 8,
	 .hint = HINT_WARN,
	 .holds = has_no_poster,
	 .next_change_utc = no_poster_changes},
	{.key = "uncovered",
	 .is_flag = true,
	 .help = "owner and buddy are both away on the day it is due",
	 .alarm = "uncovered",
	 .alarm_place = 5,
	 .hint = HINT_WARN,
	 .holds = row_is_uncovered},
	{.key = "new",
	 .is_flag = true,
	 .help = "changed by others since you last opened it",
	 .holds = row_is_new},
	{.key = "closing", .is_flag = true, .help = "a closure summary stands", .holds = is_closing},
	{.key = "no-alias",
	 .is_flag = true,
	 .help = "the team's alias is neither in CC nor the assignee",
	 .holds = lacks_alias},
	{.key = "assignee-differs",
	 .is_flag = true,
	 .help = "the assignee in Bugzilla is not the owner",
	 .holds = differs_from_assignee},
	{.key = "names-hidden",
	 .is_flag = true,
	 .help = "authors are hidden: needs an API key to be trusted",
	 .alarm = "names hidden",
	 .alarm_place = 11,
	 .hint = HINT_WARN,
	 .holds = hides_names},
	{.key = "maybe-ours",
	 .is_flag = true,
	 .help = "somebody else's, but its title names us",
	 .scope = SCOPE_OURS,
	 .alarm = "perhaps ours",
	 .alarm_place = 4,
	 .hint = HINT_WARN,
	 .is_of_others = true,
	 .holds = row_is_perhaps_ours},
	{.key = "no-ticket", .is_flag = true, .help = "no ticket of ours is named", .holds = lacks_ticket},
	{.key = "dismissed",
	 .help = "somebody of us said that something needs no answer",
	 .alarm = "dismissed",
	 .alarm_place = 9,
	 .hint = HINT_PLAIN,
	 .holds = is_dismissed},
	{.key = "pending",
	 .help = "what is owed is not worked out yet",
	 .alarm = "not worked out yet",
	 .alarm_place = 1,
	 .hint = HINT_WARN,
	 .holds = is_pending},
	{.key = "unknown-author",
	 .help = "somebody of our domains who is no member has commented",
	 .alarm = "unknown author",
	 .alarm_place = 10,
	 .hint = HINT_WARN,
	 .holds = has_unknown_author},
};

const size_t n_conditions = sizeof conditions / sizeof *conditions;

const struct condition *condition_find(struct span key)
{
	for (size_t i = 0; i < n_conditions; i++) {
		if (span_equals_nocase(key, conditions[i].key))
			return &conditions[i];
	}
	return NULL;
}

uint32_t condition_flags(const struct row *row)
{
	uint32_t flags = 0;
	for (size_t i = 0; i < n_conditions; i++) {
		if (conditions[i].is_flag && conditions[i].holds(row))
			flags |= UINT32_C(1) << i;
	}
	return flags;
}
