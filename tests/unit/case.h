/* tests/unit/case.h - a bug in a few lines, for tests of the deadline engine.
 *   struct bug_case *c = case_new("2026-11-10 09:00", ANA);
 *   say(c, "2026-11-10 09:00", ANA, REPORT);
 *   expect(c, "weekly c0 2026-11-10 09:00:00 > 2026-11-17 09:00:00\n");
 * Comments are numbered as they are said. case_new frees the case of the test before. Times are UTC:
 * "2026-11-10", with " 09:00" or " 09:00:00". */
#ifndef TESTS_UNIT_CASE_H
#define TESTS_UNIT_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utc.h"
#include "deadline/assess.h"

#define ANA "ana@example-trust.example" /* a member */
#define BEN "ben@contractor.example"    /* a member */
#define TEAM_ALIAS "incident-response@example-trust.example"
#define JO "jo@reader.example" /* outside */
#define LEE "lee@other.example"
#define KIM "kim@rootprogram.example" /* outside, an operator */
#define BOT "wikibot@bots.example"
#define CCADB "incident-reporting@ccadb.org"

#define CHARACTERS_200                                                                                       \
	"01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567" \
	"89"                                                                                                 \
	"01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567" \
	"89"
#define REPORT "## Full Incident Report\n\n" CHARACTERS_200
#define CLOSURE "## Report Closure Summary\n\n" CHARACTERS_200

#define CAUSE(comment_number) ((struct cause){.type = CAUSE_COMMENT, .number = (comment_number)})

struct bug_case {
	struct arena *home;
	struct roster roster;
	struct bug bug;
	struct conversation talk;
	struct reference references[4];
	struct dismissal dismissals[4];
	size_t comments_cap, changes_cap, flags_cap;
	struct deadline_input input;
};

static inline int64_t at(const char *time)
{
	static const char rest[] = "2000-01-01T00:00:00Z";
	char text[sizeof rest];
	int64_t utc;
	snprintf(text, sizeof text, "%s%s", time, rest + strlen(time));
	if (!utc_parse(text, &utc))
		fail_msg("no time: %s", time);
	return utc;
}

/* The roster of the worked examples. */
static inline struct roster case_roster(void)
{
	static const char *names[] = {"Example Trust", "Example Trust Services"};
	static const char *domains[] = {"example-trust.example"};
	static const char *aliases[] = {TEAM_ALIAS};
	static const char *bots[] = {BOT};
	static const char *ana[] = {ANA}, *ben[] = {BEN};
	static struct member members[] = {{.key = "ana", .accounts = ana, .n_accounts = 1},
					  {.key = "ben", .accounts = ben, .n_accounts = 1}};
	return (struct roster){.ca_names = names,
			       .n_ca_names = 2,
			       .domains = domains,
			       .n_domains = 1,
			       .aliases = aliases,
			       .n_aliases = 1,
			       .bots = bots,
			       .n_bots = 1,
			       .members = members,
			       .n_members = 2,
			       .workdays = WORKDAYS_MON_FRI};
}

static inline struct bug_case *case_new(const char *created, const char *creator)
{
	static struct arena *home;
	arena_free(home);
	home = arena_new();
	struct bug_case *c = arena_alloc(home, sizeof *c);
	c->home = home;
	c->roster = case_roster();
	c->bug = (struct bug){.id = 100,
			      .summary = "Example Trust: late",
			      .whiteboard = "",
			      .status = "ASSIGNED",
			      .resolution = "",
			      .creator = creator,
			      .assignee = ANA,
			      .created_utc = at(created),
			      .resolved_utc = UTC_NONE};
	c->input = (struct deadline_input){.roster = &c->roster,
					   .bug = &c->bug,
					   .conversation = &c->talk,
					   .references = c->references,
					   .dismissals = c->dismissals,
					   .aware_utc = UTC_NONE};
	return c;
}

static inline struct comment *say(struct bug_case *c, const char *time, const char *author, const char *text)
{
	c->talk.comments = arena_push(c->home, c->talk.comments, &c->talk.n_comments, &c->comments_cap,
				      sizeof *c->talk.comments);
	int number = (int)c->talk.n_comments - 1;
	struct comment *comment = &c->talk.comments[number];
	*comment = (struct comment){
		.id = 1000 + number, .number = number, .author = author, .time_utc = at(time), .text = text};
	return comment;
}

static inline void change(struct bug_case *c, const char *time, const char *who, const char *field,
			  const char *removed, const char *added)
{
	c->talk.changes = arena_push(c->home, c->talk.changes, &c->talk.n_changes, &c->changes_cap,
				     sizeof *c->talk.changes);
	c->talk.changes[c->talk.n_changes - 1] = (struct change){
		.when_utc = at(time), .who = who, .field = field, .removed = removed, .added = added};
}

/* Changes the whiteboard, as the history shows it. */
static inline void write_board(struct bug_case *c, const char *time, const char *who, const char *text)
{
	change(c, time, who, "whiteboard", c->bug.whiteboard, text);
	c->bug.whiteboard = text;
}

/* Closes the bug, or with "" reopens it. */
static inline void resolve(struct bug_case *c, const char *time, const char *who, const char *resolution)
{
	change(c, time, who, "resolution", c->bug.resolution, resolution);
	c->bug.resolution = resolution;
}

static inline struct flag *needinfo(struct bug_case *c, const char *time, const char *setter,
				    const char *requestee)
{
	c->bug.flags =
		arena_push(c->home, c->bug.flags, &c->bug.n_flags, &c->flags_cap, sizeof *c->bug.flags);
	struct flag *flag = &c->bug.flags[c->bug.n_flags - 1];
	*flag = (struct flag){.id = 7000 + (int64_t)c->bug.n_flags,
			      .name = "needinfo",
			      .status = '?',
			      .setter = setter,
			      .requestee = requestee,
			      .created_utc = at(time),
			      .modified_utc = at(time)};
	return flag;
}

/* A bug of ours with a report; nothing else is owed than the weekly update. */
static inline struct bug_case *reported(const char *time)
{
	struct bug_case *c = case_new(time, ANA);
	say(c, time, ANA, REPORT);
	return c;
}

static inline struct bug_case *closing(void)
{
	struct bug_case *c = reported("2026-11-01 09:00");
	say(c, "2026-11-10 09:00", ANA, CLOSURE);
	needinfo(c, "2026-11-10 09:00", ANA, CCADB);
	return c;
}

/* Another bug whose comments are known. */
static inline void refer(struct bug_case *c, int64_t bug_id, const struct comment *comments, size_t n)
{
	c->references[c->input.n_references++] = (struct reference){bug_id, comments, n};
}

static inline void dismissed(struct bug_case *c, const char *time, enum obligation_kind kind,
			     struct cause cause)
{
	c->dismissals[c->input.n_dismissals++] = (struct dismissal){
		.kind = kind, .cause = cause, .at_utc = at(time), .who = "ana", .reason = "a reason"};
}

static inline const struct assessment *assess(struct bug_case *c)
{
	return deadline_assess(&c->input, c->home);
}

static inline const char *short_time(struct bug_case *c, int64_t utc)
{
	char text[UTC_TEXT_BYTES];
	if (utc == UTC_NONE)
		return "-";
	char *copy = arena_strdup(c->home, utc_print(utc, text));
	copy[10] = ' ';
	copy[19] = '\0';
	return copy;
}

static inline const char *short_cause(struct bug_case *c, struct cause cause)
{
	char text[UTC_TEXT_BYTES];
	switch (cause.type) {
	case CAUSE_COMMENT:
		return arena_printf(c->home, "c%lld", (long long)cause.number);
	case CAUSE_FLAG:
		return arena_printf(c->home, "f%lld", (long long)cause.number);
	case CAUSE_WHITEBOARD:
		return arena_strdup(c->home, utc_print_date(cause.date_utc, text));
	case CAUSE_NONE:
		break;
	}
	return "{}";
}

/* One line an obligation: rule, cause, since > due, and the state unless it is open. */
static inline const char *listed(struct bug_case *c, const struct assessment *assessment)
{
	const char *list = "";
	for (size_t i = 0; i < assessment->n_obligations; i++) {
		const struct obligation *o = &assessment->obligations[i];
		list = arena_printf(c->home, "%s%s %s %s > %s%s%s\n", list, o->rule->id,
				    short_cause(c, o->cause), short_time(c, o->since_utc),
				    short_time(c, o->due_utc), o->state == STATE_OPEN ? "" : " ",
				    o->state == STATE_OPEN ? "" : state_word(o->state));
	}
	return list;
}

static inline void expect(struct bug_case *c, const char *wanted)
{
	assert_string_equal(listed(c, assess(c)), wanted);
}

/* Without the obligations of these kinds: for tests of another one. */
static inline const char *listed_only(struct bug_case *c, enum obligation_kind kind)
{
	const struct assessment *all = assess(c);
	struct assessment some = {.obligations =
					  arena_array(c->home, all->n_obligations, sizeof *all->obligations)};
	for (size_t i = 0; i < all->n_obligations; i++)
		if (all->obligations[i].kind == kind)
			some.obligations[some.n_obligations++] = all->obligations[i];
	return listed(c, &some);
}

static inline void expect_only(struct bug_case *c, enum obligation_kind kind, const char *wanted)
{
	assert_string_equal(listed_only(c, kind), wanted);
}

#endif
