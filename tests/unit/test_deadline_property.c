/* What must hold for every bug: the order of the input does not matter, the answer is in order, and no text
 * breaks anything. */
#include "tests/unit/case.h"

#include "base/str.h"

#define BUGS 3000
#define SHUFFLES 3

/* --- chance, the same on every machine --- */

static uint64_t chance = UINT64_C(0x9E3779B97F4A7C15);

static size_t below(size_t n)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (size_t)(chance % n);
}

#define PICK(array) ((array)[below(sizeof(array) / sizeof *(array))])

static void shuffle(void *items, size_t n, size_t size)
{
	char *base = items, spare[256];
	assert_true(size <= sizeof spare);
	for (size_t i = n; i > 1; i--) {
		size_t j = below(i);
		memcpy(spare, base + j * size, size);
		memmove(base + j * size, base + (i - 1) * size, size);
		memcpy(base + (i - 1) * size, spare, size);
	}
}

/* --- any bug --- */

static const char *const people[] = {ANA, BEN, JO, KIM, LEE, BOT, TEAM_ALIAS, CCADB, "ana", "somebody"};
static const char *const boards[] = {
	"",
	"[ca-compliance]",
	"[leaf-revocation-delay]",
	"Next update 2026-11-12",
	"[x] Next update: 2026-11-15",
	"[leaf-revocation-delay] Next update 2026-11-15",
	"Next update 2026-02-30",
	"Updates in Bug 7 [close on 2026-11-20]",
	"Next update 2026-11-12 Updates in Bug 100",
};
static const char *const texts[] = {
	REPORT,
	CLOSURE,
	"x",
	" ",
	"A question that is long enough?",
	"> A question that is long enough?\nYes.",
	"See comment 2, comment #3 and #c4.",
	"This is a final call.",
	"Why?",
	"# Incident Report (draft)\n" CHARACTERS_200,
};

/* A few moments close to each other, so that many of them are equal, around a version of the rules. */
static int64_t any_time(int64_t around_utc)
{
	return around_utc + (int64_t)below(12) * DAY_S + (int64_t)below(3) * 30;
}

static void any_comments(struct bug_case *c)
{
	size_t n = below(9);
	for (size_t i = 0; i < n; i++) {
		struct comment *comment = say(c, "2000-01-01", PICK(people), PICK(texts));
		comment->time_utc = any_time(c->bug.created_utc);
		comment->is_private = below(8) == 0;
	}
}

static void any_changes(struct bug_case *c)
{
	static const char *const flags[] = {"", "needinfo?(" CCADB ")", "needinfo?(" ANA "), review+"};
	static const char *const resolutions[] = {"", "FIXED", "INVALID"};
	size_t n = below(9);
	for (size_t i = 0; i < n; i++) {
		switch (below(3)) {
		case 0:
			change(c, "2000-01-01", PICK(people), "whiteboard", PICK(boards), PICK(boards));
			break;
		case 1:
			change(c, "2000-01-01", PICK(people), "resolution", PICK(resolutions),
			       PICK(resolutions));
			break;
		default:
			change(c, "2000-01-01", PICK(people), "flagtypes.name", PICK(flags), PICK(flags));
		}
		c->talk.changes[i].when_utc = any_time(c->bug.created_utc);
	}
}

static void any_flags(struct bug_case *c)
{
	size_t n = below(4);
	for (size_t i = 0; i < n; i++) {
		struct flag *flag =
			needinfo(c, "2000-01-01", PICK(people), below(3) == 0 ? NULL : PICK(people));
		flag->created_utc = any_time(c->bug.created_utc);
	}
}

static struct bug_case *any_bug(void)
{
	static const char *const days[] = {"2016-12-28", "2023-02-10", "2023-10-12", "2025-02-24",
					   "2025-07-10", "2026-03-14", "2026-11-06"};
	struct bug_case *c = case_new(PICK(days), PICK(people));
	c->bug.assignee = PICK(people);
	c->bug.whiteboard = PICK(boards);
	any_comments(c);
	any_changes(c);
	any_flags(c);
	struct comment *there = arena_array(c->home, 2, sizeof *there);
	for (size_t i = 0; i < 2; i++)
		there[i] = (struct comment){.number = (int)i,
					    .author = PICK(people),
					    .text = "x",
					    .time_utc = any_time(c->bug.created_utc)};
	refer(c, 7, there, below(3));
	if (below(3) == 0)
		c->input.aware_utc = any_time(c->bug.created_utc - 2 * DAY_S);
	return c;
}

/* All that the answer says. */
static const char *described(struct bug_case *c)
{
	const struct assessment *a = assess(c);
	struct str text = {0};
	str_addf(&text, "%s%d %d %u %u %lld %lld %lld %d %s %d %d %lld %lld\n", listed(c, a), a->is_ours,
		 a->names_hidden, a->asked, a->acknowledged, (long long)a->asked_since_utc,
		 (long long)a->last_update_utc, (long long)a->next_update_utc, (int)a->next_update_state,
		 a->next_update_by ? a->next_update_by : "-", a->is_closing, a->closing_lacks_needinfo,
		 (long long)a->closing_since_utc, (long long)a->full_report_utc);
	for (size_t i = 0; i < a->n_obligations; i++)
		str_addf(&text, "%s\n", a->obligations[i].text);
	for (size_t i = 0; i < a->n_remarks; i++)
		str_addf(&text, "%s\n", a->remarks[i]);
	const char *copy = arena_strdup(c->home, str_text(&text));
	str_free(&text);
	return copy;
}

static void the_order_of_comments_flags_and_changes_does_not_matter(void **state)
{
	(void)state;
	size_t owed = 0;
	for (size_t i = 0; i < BUGS; i++) {
		struct bug_case *c = any_bug();
		const char *before = described(c);
		owed += assess(c)->n_obligations;
		for (size_t j = 0; j < SHUFFLES; j++) {
			shuffle(c->talk.comments, c->talk.n_comments, sizeof *c->talk.comments);
			shuffle(c->talk.changes, c->talk.n_changes, sizeof *c->talk.changes);
			shuffle(c->bug.flags, c->bug.n_flags, sizeof *c->bug.flags);
			assert_string_equal(described(c), before);
		}
	}
	assert_true(owed > BUGS);
}

static void assert_sound(const struct assessment *assessment, const struct obligation *obligation)
{
	bool has_due = obligation->state == STATE_OPEN && obligation->kind != KIND_CLOSURE_NEEDINFO;
	assert_int_equal(obligation->due_utc != UTC_NONE, has_due);
	assert_ptr_equal(rule_find(obligation->rule->id, obligation->since_utc), obligation->rule);
	if (!has_due || obligation->level == LEVEL_SHOULD)
		return;
	assert_non_null(assessment->countdown);
	assert_true(assessment->countdown->due_utc <= obligation->due_utc);
}

static bool is_in_order(const struct obligation *a, const struct obligation *b)
{
	if (a->due_utc != b->due_utc)
		return b->due_utc == UTC_NONE || (a->due_utc != UTC_NONE && a->due_utc < b->due_utc);
	return a->level != b->level ? a->level < b->level : a->kind <= b->kind;
}

static void every_answer_is_sound_and_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < BUGS; i++) {
		const struct assessment *assessment = assess(any_bug());
		for (size_t j = 0; j < assessment->n_obligations; j++) {
			assert_sound(assessment, &assessment->obligations[j]);
			assert_true(j == 0 || is_in_order(&assessment->obligations[j - 1],
							  &assessment->obligations[j]));
		}
	}
}

/* --- any text --- */

/* Pieces that mean something somewhere, and bytes that mean nothing. */
static const char *any_text(struct bug_case *c)
{
	static const char *const pieces[] = {
		"\n",
		"# ",
		"```\n",
		"> ",
		"Full Incident Report",
		"Closure Summary",
		"1. ",
		"next ",
		"update ",
		"2026-12-",
		"3rd of March ",
		"[",
		"]",
		"(",
		"comment",
		" #",
		"9999999999999999999",
		"https://",
		"?",
		"will ",
		"close",
		"\xe2\x80\x94",
		"\xff",
		"\xe2\x80",
		"\u00a0",
		"bug ",
		"updates in ",
		"|",
		"how your ca first became aware",
		"preliminary",
	};
	struct str text = {0};
	for (size_t n = below(40); n > 0; n--) {
		if (below(4) == 0)
			str_add_char(&text, (char)(1 + below(255)));
		else
			str_add(&text, PICK(pieces));
	}
	const char *copy = arena_strdup(c->home, str_text(&text));
	str_free(&text);
	return copy;
}

static void no_text_whatever_breaks_it(void **state)
{
	(void)state;
	size_t owed = 0;
	for (size_t i = 0; i < BUGS; i++) {
		struct bug_case *c = any_bug();
		c->bug.whiteboard = any_text(c);
		c->bug.summary = below(2) ? any_text(c) : c->bug.summary;
		for (size_t j = 0; j < c->talk.n_comments; j++) {
			c->talk.comments[j].text = any_text(c);
			if (below(8) == 0)
				c->talk.comments[j].author = any_text(c);
		}
		for (size_t j = 0; j < c->talk.n_changes; j++)
			c->talk.changes[j].added = any_text(c);
		owed += assess(c)->n_obligations;
	}
	assert_true(owed > 0);
}

static void a_megabyte_of_anything_is_read_in_one_go(void **state)
{
	(void)state;
	static const char *const pieces[] = {"# ",
					     "(",
					     "`",
					     "> a\n",
					     "?",
					     "will ",
					     "1.1.",
					     "comment ",
					     "*_",
					     "[",
					     "final ",
					     "\n",
					     " ",
					     "a",
					     "1. How your CA first became aware\n",
					     "Full Incident Report\n",
					     "next update ",
					     "https://",
					     "```\n"};
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct str text = {0};
		str_add_repeat(&text, pieces[i], (1 << 20) / strlen(pieces[i]));
		struct bug_case *c = closing();
		say(c, "2026-11-12 09:00", JO, str_text(&text));
		say(c, "2026-11-13 09:00", ANA, str_text(&text));
		say(c, "2026-11-14 09:00", JO, str_text(&text));
		c->bug.whiteboard = str_text(&text);
		assert_true(assess(c)->is_closing);
		str_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_of_comments_flags_and_changes_does_not_matter),
		cmocka_unit_test(every_answer_is_sound_and_in_order),
		cmocka_unit_test(no_text_whatever_breaks_it),
		cmocka_unit_test(a_megabyte_of_anything_is_read_in_one_go),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
