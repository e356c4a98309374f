/* deadline/facts.c - see facts.h. The order of the fields is the order of reading: each needs those before.
 */
#include "deadline/facts.h"

#include <stdlib.h>

#include "base/utc.h"
#include "deadline/answers.h"
#include "deadline/scan.h"

#define BEFORE_DAYS 3 /* on so many days before its date an update may be the awaited one (detail 1) */

/* --- comments --- */

static bool counts(const struct comment *comment)
{
	return !comment->is_private && scan_trim(span_of(comment->text)).len > 0;
}

static int note_compare(const void *left, const void *right)
{
	const struct comment *a = ((const struct note *)left)->comment;
	const struct comment *b = ((const struct note *)right)->comment;
	if (a->time_utc != b->time_utc)
		return a->time_utc < b->time_utc ? -1 : 1;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static struct note read_note(const struct roster *roster, const struct comment *comment)
{
	struct note note = {.comment = comment, .party = roster_party(roster, comment->author)};
	if (note.party == PARTY_TEAM)
		note.report = report_read(comment->text);
	if (note.party == PARTY_OUTSIDE && comment->number != 0)
		note.asks = comment_asks(comment->text);
	return note;
}

static void read_notes(struct facts *facts, struct arena *home)
{
	const struct roster *roster = facts->input->roster;
	const struct conversation *conversation = facts->input->conversation;
	facts->notes = arena_array(home, conversation->n_comments, sizeof *facts->notes);
	for (size_t i = 0; i < conversation->n_comments; i++) {
		const struct comment *comment = &conversation->comments[i];
		if (!counts(comment))
			continue;
		facts->notes[facts->n_notes++] = read_note(roster, comment);
		facts->has_hidden = facts->has_hidden || roster_is_hidden(roster, comment->author);
	}
	if (facts->n_notes > 1)
		qsort(facts->notes, facts->n_notes, sizeof *facts->notes, note_compare);
}

/* Updates, reports, and closure summaries that stand: each time the newest. */
static void read_updates(struct facts *facts)
{
	for (size_t i = 0; i < facts->n_notes; i++) {
		const struct note *note = &facts->notes[i];
		int64_t time_utc = note->comment->time_utc;
		if (note->party != PARTY_TEAM)
			continue;
		facts->update = note;
		facts->update_utc = time_utc;
		facts->has_report |= note->report.is_full || note->report.is_closure;
		if (note->report.is_full)
			facts->report = note;
		if (note->report.is_closure && time_utc >= IRG3_1_UTC && time_utc >= facts->reopened_utc)
			facts->closure = note;
	}
}

/* --- other bugs (detail 4) --- */

static bool is_named(const struct whiteboard *whiteboard, int64_t bug_id)
{
	for (size_t i = 0; i < whiteboard->n_bugs; i++)
		if (whiteboard->bugs[i] == bug_id)
			return true;
	return false;
}

static void read_reference(struct facts *facts, const struct reference *reference)
{
	for (size_t i = 0; i < reference->n_comments; i++) {
		const struct comment *comment = &reference->comments[i];
		if (comment->time_utc > facts->update_utc &&
		    comment->time_utc >= facts->input->bug->created_utc && counts(comment) &&
		    roster_party(facts->input->roster, comment->author) == PARTY_TEAM) {
			facts->update_utc = comment->time_utc;
			facts->elsewhere_bug = reference->bug_id;
		}
	}
}

static void read_references(struct facts *facts)
{
	for (size_t i = 0; i < facts->input->n_references; i++) {
		const struct reference *reference = &facts->input->references[i];
		if (reference->bug_id != facts->input->bug->id &&
		    is_named(&facts->whiteboard, reference->bug_id))
			read_reference(facts, reference);
	}
}

/* --- Next update (detail 1) --- */

static bool is_used_up(const struct facts *facts)
{
	int64_t date_utc = facts->whiteboard.next_update_utc;
	/* The reopening stands in for the newest update (detail 5). An older update uses up nothing that the
	 * newest one does not. */
	int64_t newest_utc =
		facts->update_utc > facts->reopened_utc ? facts->update_utc : facts->reopened_utc;
	if (newest_utc >= date_utc)
		return true;
	return facts->date_set && newest_utc > facts->date_set->when_utc &&
	       newest_utc >= date_utc - BEFORE_DAYS * DAY_S;
}

static enum next_update_state next_update_state(const struct facts *facts)
{
	if (facts->whiteboard.next_update_utc == UTC_NONE)
		return facts->whiteboard.unreadable.len > 0 ? NEXT_UPDATE_UNREADABLE : NEXT_UPDATE_NONE;
	if (facts->date_set && roster_party(facts->input->roster, facts->date_set->who) == PARTY_TEAM)
		return NEXT_UPDATE_SELF_SET;
	return is_used_up(facts) ? NEXT_UPDATE_USED_UP : NEXT_UPDATE_LIVE;
}

int64_t facts_next_update_due(const struct facts *facts)
{
	return utc_day_end(facts->whiteboard.next_update_utc);
}

/* --- the whole --- */

struct facts facts_read(const struct deadline_input *input, struct arena *home)
{
	struct facts facts = {.input = input, .update_utc = UTC_NONE};
	facts.history = history_of(input->conversation, home);
	facts.reopened_utc = history_reopened(&facts.history);
	facts.whiteboard = whiteboard_read(input->bug->whiteboard, home);
	read_notes(&facts, home);
	notes_settle(facts.notes, facts.n_notes, home);
	read_updates(&facts);
	read_references(&facts);
	if (facts.whiteboard.next_update_utc != UTC_NONE)
		facts.date_set = history_date_change(&facts.history, facts.whiteboard.next_update_utc);
	facts.next_update_state = next_update_state(&facts);
	return facts;
}
