/* tests/unit/view_fixture.h - rows made by hand for the tests of src/view: a roster of four, a clock that
 * stands still, and assessments that no engine computed. */
#ifndef TESTS_VIEW_FIXTURE_H
#define TESTS_VIEW_FIXTURE_H

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utc.h"
#include "view/look.h"
#include "view/row.h"
#include "view/snapshot.h"

#define NOW INT64_C(1795529100)      /* 2026-11-24T14:05:00Z, a Tuesday */
#define SOON INT64_C(1795737599)     /* 2026-11-26T23:59:59Z, the end of Thursday */
#define MIDNIGHT INT64_C(1795564800) /* 2026-11-25T00:00:00Z */
#define LEFT(days, hours, minutes, seconds) \
	(((days)*INT64_C(24) + (hours)) * HOUR_S + (minutes)*INT64_C(60) + (seconds))

static inline const struct roster *fixture_roster(void)
{
	static const char *ana[] = {"ana@example-trust.example"}, *ben[] = {"ben@example-trust.example"};
	static const char *carla[] = {"carla@example-trust.example"}, *dev[] = {"dev@contractor.example"};
	static const char *names[] = {"Example Trust"}, *domains[] = {"example-trust.example"};
	static const char *aliases[] = {"incident-response@example-trust.example"};
	static struct absence away[] = {{INT64_C(1795478400), INT64_C(1796083200)}}; /* 11-24..12-01 */
	static struct member members[] = {
		{.key = "ana", .name = "Ana Example", .accounts = ana, .n_accounts = 1},
		{.key = "ben", .name = "Ben Example", .accounts = ben, .n_accounts = 1},
		{.key = "carla", .name = "Carla", .accounts = carla, .n_accounts = 1},
		{.key = "dev", .name = "Dev", .accounts = dev, .n_accounts = 1},
		{.key = "eve", .name = "Eve", .accounts = dev, .away = away, .n_away = 1},
		{.key = "fay", .name = "Fay", .accounts = dev, .away = away, .n_away = 1},
	};
	static const struct roster roster = {
		.ca_names = names,
		.n_ca_names = 1,
		.domains = domains,
		.n_domains = 1,
		.aliases = aliases,
		.n_aliases = 1,
		.members = members,
		.n_members = sizeof members / sizeof *members,
		.me = "ana",
		.workdays = WORKDAYS_MON_FRI,
	};
	return &roster;
}

static inline const struct moment *fixture_moment(void)
{
	static struct moment moment;
	moment = (struct moment){.roster = fixture_roster(),
				 .now_utc = NOW,
				 .soon_until_utc = SOON,
				 .next_meeting_utc = UTC_NONE};
	return &moment;
}

static inline const struct look *fixture_look(void)
{
	static const struct look look = {.signs = &signs_utf8};
	return &look;
}

/* What is owed: `left_s` from now; UTC_NONE: no due time. */
struct owed {
	bool is_there; /* set by OWED: a row of zeros ends the list */
	enum obligation_kind kind;
	int64_t left_s;
	enum level level;
	enum obligation_state state;
	struct cause cause;
	int64_t since_s; /* before now */
	bool asks;
};
/* kind, left_s, and what follows in the struct */
#define OWED(...)                             \
	{                                     \
		.is_there = true, __VA_ARGS__ \
	}

/* All ages are seconds before now; 0 is absent. */
struct spec {
	int64_t id;
	const char *summary;    /* NULL: "Example Trust: Something" */
	const char *resolution; /* NULL: open */
	const char *assignee;   /* NULL: ana's */
	const char *cc;         /* NULL: the alias; "": nobody */
	struct bug_team team;
	bool is_others, names_hidden;
	const char *labels[4];
	struct owed owed[6]; /* by due, as the engine gives them */
	unsigned asked, acknowledged;
	int64_t asked_age, updated_age, changed_age;
	int64_t closing_age;
	bool lacks_needinfo;
	int64_t next_update_utc; /* 0: none */
	enum next_update_state next_update_state;
	int64_t others_age;       /* since somebody else changed it */
	const char *unlisted;     /* an author of ours whom nobody knows */
	const char *perhaps_ours; /* the word of ours in its title */
	bool is_put_off;          /* a dismissal stands with the first that is owed */
};

static inline int64_t fixture_ago(int64_t age_s)
{
	return age_s ? NOW - age_s : UTC_NONE;
}

static inline struct bug *fixture_bug(struct arena *home, const struct spec *spec)
{
	struct bug *bug = arena_alloc(home, sizeof *bug);
	const char *cc = spec->cc ? spec->cc : "incident-response@example-trust.example";
	bug->id = spec->id;
	bug->summary = arena_strdup(home, spec->summary ? spec->summary : "Example Trust: Something");
	bug->whiteboard = "";
	bug->status = spec->resolution ? "RESOLVED" : "ASSIGNED";
	bug->resolution = spec->resolution ? spec->resolution : "";
	bug->product = "CA Program";
	bug->component = "CA Certificate Compliance";
	bug->creator = "jo@reader.example";
	bug->assignee = spec->assignee ? spec->assignee : "ana@example-trust.example";
	bug->assignee_name = "";
	bug->created_utc = NOW - 30 * (int64_t)DAY_S;
	bug->changed_utc = NOW - spec->changed_age;
	bug->resolved_utc = UTC_NONE;
	bug->cc = arena_array(home, 1, sizeof *bug->cc);
	bug->cc[0] = cc;
	bug->n_cc = cc[0] != '\0';
	return bug;
}

static inline void fixture_obligation(struct obligation *obligation, const struct owed *owed)
{
	static const struct rule rule = {
		.id = "rule", .duration_s = 7 * DAY_S, .citation = "IRG 3.2", .demands = "Do something."};
	*obligation = (struct obligation){
		.kind = owed->kind,
		.level = owed->level,
		.state = owed->state,
		.since_utc = NOW - owed->since_s,
		.due_utc = owed->left_s == UTC_NONE ? UTC_NONE : NOW + owed->left_s,
		.rule = &rule,
		.cause = owed->cause,
		.asks = owed->asks,
		.text = "Because it is so (IRG 3.2).",
	};
}

static inline void fixture_owe(struct arena *home, struct assessment *assessment, const struct owed owed[6])
{
	assessment->obligations = arena_array(home, 6, sizeof *assessment->obligations);
	for (size_t i = 0; i < 6 && owed[i].is_there; i++) {
		struct obligation *obligation = &assessment->obligations[assessment->n_obligations++];
		fixture_obligation(obligation, &owed[i]);
		bool counts = obligation->state == STATE_OPEN && obligation->level != LEVEL_SHOULD &&
			      obligation->due_utc != UTC_NONE;
		if (counts && !assessment->countdown)
			assessment->countdown = obligation;
	}
}

static inline struct assessment *fixture_assessment(struct arena *home, const struct spec *spec)
{
	struct assessment *assessment = arena_alloc(home, sizeof *assessment);
	assessment->is_ours = !spec->is_others;
	assessment->names_hidden = spec->names_hidden;
	fixture_owe(home, assessment, spec->owed);
	static const struct dismissal dismissal = {.who = "ana", .reason = "agreed"};
	if (spec->is_put_off)
		assessment->obligations[0].dismissal = &dismissal;
	assessment->asked = spec->asked;
	assessment->acknowledged = spec->acknowledged;
	assessment->asked_since_utc = fixture_ago(spec->asked_age);
	assessment->last_update_utc = fixture_ago(spec->updated_age);
	assessment->next_update_utc = spec->next_update_utc ? spec->next_update_utc : UTC_NONE;
	assessment->next_update_state = spec->next_update_state;
	assessment->close_on_utc = UTC_NONE;
	assessment->full_report_utc = UTC_NONE;
	assessment->is_closing = spec->closing_age != 0;
	assessment->closing_lacks_needinfo = spec->lacks_needinfo;
	assessment->closing_since_utc = fixture_ago(spec->closing_age);
	assessment->labels = arena_array(home, 4, sizeof *assessment->labels);
	for (size_t i = 0; i < 4 && spec->labels[i]; i++)
		assessment->labels[assessment->n_labels++] = spec->labels[i];
	return assessment;
}

/* The caller gives the reference back with entry_unref. */
static inline struct entry *fixture_entry(struct spec spec)
{
	struct arena *home = arena_new();
	struct bug *bug = fixture_bug(home, &spec);
	struct activity activity = {.others_changed_utc = fixture_ago(spec.others_age),
				    .unlisted = spec.unlisted};
	return entry_new(home, bug, fixture_assessment(home, &spec), spec.team, activity, spec.perhaps_ours);
}

static inline struct row fixture_row(const struct entry *entry)
{
	return (struct row){.entry = entry, .at = fixture_moment()};
}

/* Takes over the entries. */
static inline struct snapshot *fixture_snapshot(struct entry *const entries[], size_t n)
{
	struct snapshot *empty = snapshot_new(fixture_roster());
	struct snapshot *snapshot = snapshot_with(empty, entries, n, NULL, 0);
	snapshot_free(empty);
	return snapshot;
}

/* Widths and printable text depend on the encoding, local times on the zone. */
static inline int fixture_set_up(void **state)
{
	(void)state;
	if (setenv("TZ", "UTC", 1) != 0)
		return -1;
	return setlocale(LC_ALL, "C.UTF-8") ? 0 : -1;
}

#endif
