/* deadline/rules.c - the rules as rows. An id has one row for each version of the document that demands it,
 * oldest first, so that what is owed is cited by the words in force when it began. */
#include "deadline/rules.h"

#include "base/utc.h"

const struct kind kinds[KINDS] = {
	/* kind, word, letter, label, recurs, meets */
	[KIND_INITIAL] = {KIND_INITIAL, "initial", 'I', "first answer", false,
			  "any comment by the team on this bug"},
	[KIND_FULL_REPORT] = {KIND_FULL_REPORT, "full-report", 'F', "full report", false,
			      "a full incident report or a closure summary of at least 200 characters"},
	[KIND_RESPOND] = {KIND_RESPOND, "respond", 'R', "answer", false,
			  "any comment by the team on this bug; naming or quoting the question settles it"},
	[KIND_NEEDINFO] = {KIND_NEEDINFO, "needinfo", 'Q', "needinfo", true,
			   "any comment by the team on this bug; clearing the flag settles it"},
	[KIND_NEXT_UPDATE] = {KIND_NEXT_UPDATE, "next-update", 'N', "next update", true,
			      "a comment by the team on that day, or on one of the three days before"},
	[KIND_WEEKLY] = {KIND_WEEKLY, "weekly", 'W', "weekly", true, "any comment by the team"},
	[KIND_REVOCATION] = {KIND_REVOCATION, "revocation", 'V', "revocation", true,
			     "any comment by the team"},
	[KIND_ACTION_ITEM] = {KIND_ACTION_ITEM, "action-item", 'A', "action item", false,
			      "a comment by the team that says how the item stands"},
	[KIND_PROMISE] = {KIND_PROMISE, "promise", 'P', "promise", false,
			  "a comment by the team on the day before the promised one, or later"},
	[KIND_CLOSURE_NEEDINFO] = {KIND_CLOSURE_NEEDINFO, "closure-needinfo", 'C', "closing needinfo", false,
				   "a needinfo to incident-reporting@ccadb.org"},
};

/* What a document demands, where several of its versions say the same. */
static const char week_to_answer[] = "Give a first answer within a week when somebody else filed the bug.";
static const char hours_to_answer[] = "Give a first answer within 72 hours when somebody else filed the bug.";
static const char full_report[] = "Give the full incident report within two weeks of the first disclosure.";
static const char questions[] = "Answer questions within a week, even if only to say when the answer comes.";
static const char comments[] =
	"Answer comments and questions within a week, even if only to acknowledge them.";
static const char needinfo[] = "Answer a request for information within a week.";
static const char next_update[] = "Give an update on or before the date that a root store operator set.";
static const char weekly[] =
	"Give an update at least every week, unless an operator set a date for the next one.";
static const char revocation[] = "On a delayed revocation give an update at least every 7 days, whatever "
				 "Next update says.";
static const char revocation_soon[] = "On a delayed revocation updates should come every 3 days.";
static const char closing[] = "Set needinfo on incident-reporting@ccadb.org when asking to close the bug.";

/* A version: since when it is in force, and how it is cited. One word, so that the two cannot drift apart. */
#define MOZ MOZ_UTC, "MOZ"
#define IRG1 IRG1_UTC, "IRG 1.0"
#define IRG2 IRG2_UTC, "IRG 2.0"
#define IRG3 IRG3_UTC, "IRG 3.0"
#define IRG3_1 IRG3_1_UTC, "IRG 3.1"
#define IRG3_2 IRG3_2_UTC, "IRG 3.2"

const struct rule rules[] = {
	/* id, kind, level, duration, version, demands */
	{"initial", KIND_INITIAL, LEVEL_MUST, WEEK_S, MOZ, week_to_answer},
	{"initial", KIND_INITIAL, LEVEL_MUST, WEEK_S, IRG1, week_to_answer},
	{"initial", KIND_INITIAL, LEVEL_MUST, 72 * HOUR_S, IRG2, hours_to_answer},
	{"initial", KIND_INITIAL, LEVEL_MUST, 72 * HOUR_S, IRG3, hours_to_answer},
	{"initial", KIND_INITIAL, LEVEL_MUST, 72 * HOUR_S, IRG3_1, hours_to_answer},
	{"initial", KIND_INITIAL, LEVEL_MUST, 72 * HOUR_S, IRG3_2, hours_to_answer},

	{"full-report", KIND_FULL_REPORT, LEVEL_MUST, 14 * DAY_S, IRG1, full_report},
	{"full-report", KIND_FULL_REPORT, LEVEL_MUST, 14 * DAY_S, IRG2, full_report},
	{"full-report", KIND_FULL_REPORT, LEVEL_MUST, 14 * DAY_S, IRG3, full_report},
	{"full-report", KIND_FULL_REPORT, LEVEL_MUST, 14 * DAY_S, IRG3_1, full_report},
	{"full-report", KIND_FULL_REPORT, LEVEL_MUST, 14 * DAY_S, IRG3_2, full_report},

	{"respond", KIND_RESPOND, LEVEL_MUST, 7 * DAY_S, MOZ, questions},
	{"respond", KIND_RESPOND, LEVEL_MUST, 7 * DAY_S, IRG1, questions},
	{"respond", KIND_RESPOND, LEVEL_MUST, 7 * DAY_S, IRG2, questions},
	{"respond", KIND_RESPOND, LEVEL_MUST, 7 * DAY_S, IRG3, comments},
	{"respond", KIND_RESPOND, LEVEL_MUST, 7 * DAY_S, IRG3_1, comments},
	{"respond", KIND_RESPOND, LEVEL_MUST, 7 * DAY_S, IRG3_2, comments},

	{"needinfo", KIND_NEEDINFO, LEVEL_MUST, 7 * DAY_S, MOZ, needinfo},
	{"needinfo", KIND_NEEDINFO, LEVEL_MUST, 7 * DAY_S, IRG1, needinfo},
	{"needinfo", KIND_NEEDINFO, LEVEL_MUST, 7 * DAY_S, IRG2, needinfo},
	{"needinfo", KIND_NEEDINFO, LEVEL_MUST, 7 * DAY_S, IRG3, needinfo},
	{"needinfo", KIND_NEEDINFO, LEVEL_MUST, 7 * DAY_S, IRG3_1, needinfo},
	{"needinfo", KIND_NEEDINFO, LEVEL_MUST, 7 * DAY_S, IRG3_2, needinfo},

	{"next-update", KIND_NEXT_UPDATE, LEVEL_MUST, 0, MOZ, next_update},
	{"next-update", KIND_NEXT_UPDATE, LEVEL_MUST, 0, IRG1, next_update},
	{"next-update", KIND_NEXT_UPDATE, LEVEL_MUST, 0, IRG2, next_update},
	{"next-update", KIND_NEXT_UPDATE, LEVEL_MUST, 0, IRG3, next_update},
	{"next-update", KIND_NEXT_UPDATE, LEVEL_MUST, 0, IRG3_1, next_update},
	{"next-update", KIND_NEXT_UPDATE, LEVEL_MUST, 0, IRG3_2, next_update},

	{"weekly", KIND_WEEKLY, LEVEL_MUST, 7 * DAY_S, MOZ, weekly},
	{"weekly", KIND_WEEKLY, LEVEL_MUST, 7 * DAY_S, IRG1, weekly},
	{"weekly", KIND_WEEKLY, LEVEL_MUST, 7 * DAY_S, IRG2, weekly},
	{"weekly", KIND_WEEKLY, LEVEL_MUST, 7 * DAY_S, IRG3, weekly},
	{"weekly", KIND_WEEKLY, LEVEL_MUST, 7 * DAY_S, IRG3_1, weekly},
	{"weekly", KIND_WEEKLY, LEVEL_MUST, 7 * DAY_S, IRG3_2, weekly},

	{"revocation", KIND_REVOCATION, LEVEL_MUST, 7 * DAY_S, IRG3, revocation},
	{"revocation", KIND_REVOCATION, LEVEL_MUST, 7 * DAY_S, IRG3_1, revocation},
	{"revocation", KIND_REVOCATION, LEVEL_MUST, 7 * DAY_S, IRG3_2, revocation},

	{"revocation-3d", KIND_REVOCATION, LEVEL_SHOULD, 3 * DAY_S, IRG3, revocation_soon},
	{"revocation-3d", KIND_REVOCATION, LEVEL_SHOULD, 3 * DAY_S, IRG3_1, revocation_soon},
	{"revocation-3d", KIND_REVOCATION, LEVEL_SHOULD, 3 * DAY_S, IRG3_2, revocation_soon},

	{"closure-needinfo", KIND_CLOSURE_NEEDINFO, LEVEL_MUST, 0, IRG3_1, closing},
	{"closure-needinfo", KIND_CLOSURE_NEEDINFO, LEVEL_MUST, 0, IRG3_2, closing},
};

const size_t n_rules = sizeof rules / sizeof *rules;

static const char *const level_words[] = {
	[LEVEL_MUST] = "MUST",
	[LEVEL_PROMISE] = "PROMISE",
	[LEVEL_SHOULD] = "SHOULD",
};

const char *level_word(enum level level)
{
	return level_words[level];
}

const struct rule *rule_find(const char *id, int64_t at_utc)
{
	const struct rule *found = NULL;
	for (size_t i = 0; i < n_rules; i++)
		if (str_equals(rules[i].id, id) && rules[i].from_utc <= at_utc)
			found = &rules[i];
	return found;
}

bool kind_find(struct span text, enum obligation_kind *kind)
{
	for (size_t i = 0; i < KINDS; i++) {
		const char letter[] = {kinds[i].letter, '\0'};
		if (span_equals_nocase(text, kinds[i].word) || span_equals_nocase(text, letter)) {
			*kind = kinds[i].kind;
			return true;
		}
	}
	return false;
}
