/* deadline/assess.c - the rules, one function each, in the order of the table in deadlines.md. Each looks at
 * the facts and adds what is owed; dismissals, sentences, order and counts come after. */
#include "deadline/assess.h"

#include <stdlib.h>

#include "base/utc.h"
#include "deadline/answers.h"
#include "deadline/explain.h"
#include "deadline/facts.h"

static const char *const state_words[] = {
	[STATE_OPEN] = "open",
	[STATE_ACKNOWLEDGED] = "acknowledged",
	[STATE_SUSPENDED] = "suspended",
	[STATE_DISMISSED] = "dismissed",
};

const char *state_word(enum obligation_state state)
{
	return state_words[state];
}

struct owed {
	struct obligation *all;
	size_t n, cap;
	struct arena *home;
};

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Adds an obligation, by the rule that is in force at its `since`. NULL when none is. */
static struct obligation *owe(struct owed *owed, const char *rule_id, int64_t since_utc, struct cause cause)
{
	const struct rule *rule = rule_find(rule_id, since_utc);
	if (!rule)
		return NULL;
	owed->all = arena_push(owed->home, owed->all, &owed->n, &owed->cap, sizeof *owed->all);
	struct obligation *obligation = &owed->all[owed->n - 1];
	*obligation = (struct obligation){
		.kind = rule->kind,
		.level = rule->level,
		.since_utc = since_utc,
		.due_utc = since_utc + rule->duration_s,
		.rule = rule,
		.cause = cause,
	};
	return obligation;
}

/* In every state but open there is nothing to count down to. */
static void set_state(struct obligation *obligation, enum obligation_state state)
{
	obligation->state = state;
	obligation->due_utc = UTC_NONE;
}

static struct cause cause_comment(const struct note *note)
{
	return (struct cause){.type = CAUSE_COMMENT, .number = note->comment->number};
}

/* --- reports --- */

/* The clocks of the first and the full report start when the CA learned of the incident, if that was before
 * the creation; and never before a reopening (detail 5). */
static int64_t reports_since(const struct facts *facts)
{
	int64_t since_utc = facts->input->bug->created_utc, aware_utc = facts->input->aware_utc;
	if (aware_utc != UTC_NONE && aware_utc < since_utc)
		since_utc = aware_utc;
	return later(since_utc, facts->reopened_utc);
}

static const struct cause description = {.type = CAUSE_COMMENT, .number = 0};

static void owe_initial(const struct facts *facts, struct owed *owed)
{
	enum party creator = roster_party(facts->input->roster, facts->input->bug->creator);
	if (creator == PARTY_OUTSIDE && !facts->update)
		owe(owed, "initial", reports_since(facts), description);
}

static void owe_full_report(const struct facts *facts, struct owed *owed)
{
	if (facts->input->bug->created_utc >= IRG1_UTC && !facts->has_report)
		owe(owed, "full-report", reports_since(facts), description);
}

/* --- answers --- */

static void owe_respond(const struct facts *facts, struct owed *owed)
{
	for (const struct note *note = facts->notes; note < facts->notes + facts->n_notes; note++) {
		bool is_answered = facts->update && note < facts->update;
		bool is_left = note->asks && !note->is_settled && !facts->closure; /* detail 12 */
		if (is_answered ? !is_left : !note_wants_answer(facts, note))
			continue;
		struct obligation *obligation =
			owe(owed, "respond", later(note->comment->time_utc, facts->reopened_utc),
			    cause_comment(note));
		if (!obligation)
			continue;
		obligation->asks = note->asks;
		if (is_answered)
			set_state(obligation, STATE_ACKNOWLEDGED);
	}
}

static bool is_needinfo(const struct flag *flag)
{
	return str_equals(flag->name, "needinfo") && flag->status == '?';
}

static bool asks_team(const struct facts *facts, const struct flag *flag)
{
	const char *asked = flag->requestee ? flag->requestee : facts->input->bug->assignee;
	return asked && roster_party(facts->input->roster, asked) == PARTY_TEAM;
}

static void owe_needinfo(const struct facts *facts, struct owed *owed)
{
	const struct bug *bug = facts->input->bug;
	for (const struct flag *flag = bug->flags; flag < bug->flags + bug->n_flags; flag++) {
		if (!is_needinfo(flag) || !asks_team(facts, flag))
			continue;
		struct obligation *obligation =
			owe(owed, "needinfo", later(flag->created_utc, facts->reopened_utc),
			    (struct cause){.type = CAUSE_FLAG, .number = flag->id});
		if (!obligation)
			continue;
		obligation->asks = true;
		if (facts->update && facts->update->comment->time_utc > flag->created_utc)
			set_state(obligation, STATE_ACKNOWLEDGED);
	}
}

/* --- updates --- */

/* While a closure summary stands no updates are owed (detail 2). */
static void suspend_if_closing(const struct facts *facts, struct obligation *obligation)
{
	if (obligation && facts->closure)
		set_state(obligation, STATE_SUSPENDED);
}

static void owe_next_update(const struct facts *facts, struct owed *owed)
{
	int64_t newest_utc =
		facts->update_utc != UTC_NONE ? facts->update_utc : facts->input->bug->created_utc;
	if (facts->next_update_state != NEXT_UPDATE_LIVE)
		return;
	struct obligation *obligation =
		owe(owed, "next-update", later(newest_utc, facts->reopened_utc),
		    (struct cause){.type = CAUSE_WHITEBOARD, .date_utc = facts->whiteboard.next_update_utc});
	if (!obligation)
		return;
	obligation->due_utc = facts_next_update_due(facts);
	/* An operator who sets a date after the closure summary wants to hear more. */
	if (!facts->closure || !facts->date_set ||
	    facts->date_set->when_utc <= facts->closure->comment->time_utc)
		suspend_if_closing(facts, obligation);
}

static bool is_delayed_revocation(const struct facts *facts)
{
	for (size_t i = 0; i < facts->whiteboard.n_labels; i++)
		if (label_is_revocation_delay(facts->whiteboard.labels[i]))
			return true;
	return false;
}

/* `weekly`, or `revocation` in its place. */
static void owe_updates(const struct facts *facts, struct owed *owed)
{
	if (facts->update_utc == UTC_NONE)
		return;
	int64_t since_utc = later(facts->update_utc, facts->reopened_utc);
	struct cause cause = facts->elsewhere_bug ? (struct cause){0} : cause_comment(facts->update);
	if (since_utc >= IRG3_UTC && is_delayed_revocation(facts)) {
		suspend_if_closing(facts, owe(owed, "revocation", since_utc, cause));
		suspend_if_closing(facts, owe(owed, "revocation-3d", since_utc, cause));
	} else if (facts->next_update_state != NEXT_UPDATE_LIVE) {
		suspend_if_closing(facts, owe(owed, "weekly", since_utc, cause));
	}
}

/* --- closing --- */

static bool lacks_closing_needinfo(const struct facts *facts)
{
	const struct bug *bug = facts->input->bug;
	if (!facts->closure)
		return false;
	for (size_t i = 0; i < bug->n_flags; i++) {
		const struct flag *flag = &bug->flags[i];
		if (is_needinfo(flag) && flag->requestee && login_equals(flag->requestee, CCADB_LOGIN))
			return false;
	}
	return !history_needinfo_since(&facts->history, CCADB_LOGIN, facts->closure->comment->time_utc);
}

static void owe_closure_needinfo(const struct facts *facts, struct owed *owed)
{
	if (!lacks_closing_needinfo(facts))
		return;
	struct obligation *obligation = owe(owed, "closure-needinfo", facts->closure->comment->time_utc,
					    cause_comment(facts->closure));
	if (obligation)
		obligation->due_utc = UTC_NONE; /* a warning */
}

/* --- dismissals --- */

static bool same_cause(struct cause a, struct cause b)
{
	return a.type == b.type && a.number == b.number && a.date_utc == b.date_utc;
}

/* The newest that holds for this obligation. */
static const struct dismissal *find_dismissal(const struct deadline_input *input,
					      const struct obligation *obligation)
{
	const struct dismissal *found = NULL;
	for (size_t i = 0; i < input->n_dismissals; i++) {
		const struct dismissal *dismissal = &input->dismissals[i];
		if (dismissal->kind == obligation->kind && same_cause(dismissal->cause, obligation->cause) &&
		    (!found || dismissal->at_utc > found->at_utc))
			found = dismissal;
	}
	return found;
}

/* Nothing that recurs can be silenced for good; it is put off. What was dismissed before it began (before a
 * reopening) has not been put off by that. */
static void put_off(const struct facts *facts, struct obligation *obligation)
{
	if (obligation->dismissal->at_utc < obligation->since_utc)
		return;
	if (obligation->kind == KIND_REVOCATION && facts->next_update_state == NEXT_UPDATE_LIVE)
		obligation->due_utc = facts_next_update_due(facts);
	else
		obligation->due_utc = obligation->dismissal->at_utc + WEEK_S;
}

static void dismiss(const struct facts *facts, struct obligation *obligation)
{
	obligation->dismissal = find_dismissal(facts->input, obligation);
	if (!obligation->dismissal)
		return;
	if (!kinds[obligation->kind].recurs)
		set_state(obligation, STATE_DISMISSED);
	else if (obligation->state == STATE_OPEN)
		put_off(facts, obligation);
}

/* --- the answer --- */

static int compare(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* UTC_NONE comes last. */
static int due_compare(int64_t a, int64_t b)
{
	if ((a == UTC_NONE) != (b == UTC_NONE))
		return a == UTC_NONE ? 1 : -1;
	return compare(a, b);
}

static int obligation_compare(const void *left, const void *right)
{
	const struct obligation *a = left, *b = right;
	int order = due_compare(a->due_utc, b->due_utc);
	if (order == 0)
		order = compare(a->level, b->level);
	if (order == 0)
		order = compare(a->kind, b->kind);
	if (order == 0)
		order = compare(a->cause.number, b->cause.number);
	return order;
}

static struct owed owe_all(const struct facts *facts, struct arena *home)
{
	static void (*const rules_of_table[])(const struct facts *facts, struct owed *owed) = {
		owe_initial,     owe_full_report, owe_respond,          owe_needinfo,
		owe_next_update, owe_updates,     owe_closure_needinfo,
	};
	struct owed owed = {.home = home};
	for (size_t i = 0; i < sizeof rules_of_table / sizeof *rules_of_table; i++)
		rules_of_table[i](facts, &owed);
	for (size_t i = 0; i < owed.n; i++) {
		dismiss(facts, &owed.all[i]);
		owed.all[i].text = explain_obligation(facts, &owed.all[i], home);
	}
	if (owed.n > 1)
		qsort(owed.all, owed.n, sizeof *owed.all, obligation_compare);
	return owed;
}

static void count(struct assessment *assessment)
{
	for (size_t i = 0; i < assessment->n_obligations; i++) {
		const struct obligation *obligation = &assessment->obligations[i];
		assessment->acknowledged += obligation->state == STATE_ACKNOWLEDGED;
		if (obligation->state != STATE_OPEN)
			continue;
		if (!assessment->countdown && obligation->due_utc != UTC_NONE &&
		    obligation->level != LEVEL_SHOULD)
			assessment->countdown = obligation;
		if (!obligation->asks)
			continue;
		assessment->asked++;
		if (assessment->asked_since_utc == UTC_NONE ||
		    obligation->since_utc < assessment->asked_since_utc)
			assessment->asked_since_utc = obligation->since_utc;
	}
}

static int64_t time_of(const struct note *note)
{
	return note ? note->comment->time_utc : UTC_NONE;
}

static const char **copy_texts(const char *const *texts, size_t n, struct arena *home)
{
	const char **copies = arena_array(home, n, sizeof *copies);
	for (size_t i = 0; i < n; i++)
		copies[i] = arena_strdup(home, texts[i]);
	return copies;
}

static void describe(const struct facts *facts, struct assessment *assessment, struct arena *home)
{
	const struct whiteboard *whiteboard = &facts->whiteboard;
	assessment->names_hidden = facts->has_hidden;
	assessment->last_update_utc = time_of(facts->update);
	assessment->next_update_utc = whiteboard->next_update_utc;
	assessment->next_update_state = facts->next_update_state;
	assessment->next_update_by = facts->date_set ? arena_strdup(home, facts->date_set->who) : NULL;
	assessment->close_on_utc = whiteboard->close_on_utc;
	assessment->labels = copy_texts(whiteboard->labels, whiteboard->n_labels, home);
	assessment->n_labels = whiteboard->n_labels;
	assessment->is_closing = facts->closure && bug_is_open(facts->input->bug);
	assessment->closing_lacks_needinfo = assessment->is_closing && lacks_closing_needinfo(facts);
	assessment->closing_since_utc = time_of(facts->closure);
	assessment->full_report_utc = time_of(facts->report);
	assessment->n_remarks = explain_whiteboard(facts, home, &assessment->remarks);
}

const struct assessment *deadline_assess(const struct deadline_input *input, struct arena *home)
{
	struct assessment *assessment = arena_alloc(home, sizeof *assessment);
	struct arena *scratch = arena_new(); /* the facts hold as much as the comments, and are not kept */
	struct facts facts = facts_read(input, scratch);
	describe(&facts, assessment, home);
	assessment->asked_since_utc = UTC_NONE;
	assessment->is_ours = roster_is_ours(input->roster, input->bug);
	if (assessment->is_ours && bug_is_open(input->bug)) {
		struct owed owed = owe_all(&facts, home);
		assessment->obligations = owed.all;
		assessment->n_obligations = owed.n;
		count(assessment);
	}
	arena_free(scratch);
	return assessment;
}

size_t deadline_references(const struct bug *bug, struct arena *home, const int64_t **ids)
{
	struct whiteboard whiteboard = whiteboard_read(bug->whiteboard, home);
	size_t n = 0;
	for (size_t i = 0; i < whiteboard.n_bugs; i++)
		if (whiteboard.bugs[i] != bug->id)
			whiteboard.bugs[n++] = whiteboard.bugs[i];
	*ids = whiteboard.bugs;
	return n;
}

int64_t deadline_soon_until(const struct roster *roster, int64_t now_utc)
{
	unsigned workdays = roster->workdays ? roster->workdays : WORKDAYS_MON_FRI;
	int64_t day_utc = now_utc;
	for (int left = 2; left > 0;) {
		day_utc += DAY_S;
		left -= (int)(workdays >> utc_weekday(day_utc) & 1);
	}
	return utc_day_end(day_utc);
}
