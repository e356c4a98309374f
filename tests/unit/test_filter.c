/* The filter language: what each term means, what is wrong where, and when an answer changes by itself. */
#include "view_fixture.h"

#include <stdio.h>

#include "view/condition.h"
#include "view/field.h"
#include "view/filter.h"

#define ELEMENTS(array) (sizeof(array) / sizeof *(array))

struct verdict {
	bool matches;
	int64_t next_change_utc;
};

static struct verdict judge(const char *text, struct spec spec, const struct moment *at)
{
	struct arena *home = arena_new();
	struct error err = {0};
	struct entry *entry = fixture_entry(spec);
	struct row row = {.entry = entry, .at = at};
	const struct filter *filter = filter_parse(text, at->roster, home, NULL, &err);
	if (!filter)
		fail_msg("%s: %s", text, err.text);
	struct verdict verdict = {filter_matches(filter, &row), filter_next_change(filter, &row)};
	entry_unref(entry);
	arena_free(home);
	return verdict;
}

static bool matches(const char *text, struct spec spec)
{
	return judge(text, spec, fixture_moment()).matches;
}

static int64_t next_change(const char *text, struct spec spec)
{
	return judge(text, spec, fixture_moment()).next_change_utc;
}

static void assert_mistake(const char *text, size_t at_byte, const char *part)
{
	struct arena *home = arena_new();
	struct error err = {0};
	size_t at = SIZE_MAX;
	if (filter_parse(text, fixture_roster(), home, &at, &err))
		fail_msg("%s was accepted", text);
	if (at != at_byte || !strstr(err.text, part))
		fail_msg("%s: byte %zu: %s", text, at, err.text);
	assert_int_equal(err.fault, FAULT_USAGE);
	arena_free(home);
}

static const struct spec bug = {
	.id = 1900412,
	.summary = "Example Trust: Delayed revocation (OV), part-2",
	.team = {.owner = "ana", .poster = "dev", .ticket = "IR-101"},
	.labels = {"ca-compliance", "Leaf Revocation Delay"},
	.owed = {OWED(KIND_WEEKLY, LEFT(1, 12, 0, 0)), OWED(KIND_RESPOND, LEFT(6, 0, 0, 0))},
	.asked = 2,
	.asked_age = LEFT(9, 0, 0, 0),
	.updated_age = LEFT(5, 12, 0, 0),
	.next_update_utc = INT64_C(1796083200), /* 2026-12-01 */
	.next_update_state = NEXT_UPDATE_USED_UP,
};

/* --- joining --- */

static void an_empty_filter_matches_everything(void **state)
{
	(void)state;
	struct entry *entry = fixture_entry(bug);
	struct row row = fixture_row(entry);
	assert_true(matches("", bug));
	assert_true(matches(" \t ", bug));
	assert_true(filter_matches(NULL, &row));
	assert_int_equal(filter_next_change(NULL, &row), UTC_NONE);
	entry_unref(entry);
}

static void terms_join_by_and_or_not_and_parentheses(void **state)
{
	(void)state;
	assert_true(matches("delayed owner:ana", bug));
	assert_false(matches("delayed owner:ben", bug));
	assert_true(matches("owner:ben | delayed", bug));
	assert_true(matches("owner:ben|delayed", bug));
	assert_false(matches("-delayed", bug));
	assert_true(matches("!owner:ben", bug));
	assert_true(matches("--delayed", bug));
	assert_false(matches("!-!delayed", bug));
	assert_true(matches("(owner:ben | owner:ana) delayed", bug));
	assert_false(matches("owner:ben (owner:ana | delayed)", bug));
	/* "and" binds more tightly than "or" */
	assert_true(matches("owner:ana | owner:ben owner:ben", bug));
	assert_false(matches("(owner:ana | owner:ben) owner:ben", bug));
	assert_false(matches("-(owner:ana | owner:ben)", bug));
	assert_true(matches("delayed(revocation)", bug));
}

static void quotes_keep_blanks_and_signs(void **state)
{
	(void)state;
	assert_true(matches("\"delayed revocation\"", bug));
	assert_false(matches("\"revocation delayed\"", bug));
	assert_true(matches("\"(OV), part-2\"", bug));
	assert_true(matches("summary:\"trust: delayed\"", bug));
	assert_true(matches("summary:delayed\" rev\"ocation", bug));
	assert_true(matches("\"-2\"", bug));
	assert_false(matches("-\"-2\"", bug));
}

/* --- words --- */

static void a_word_matches_summary_id_and_labels(void **state)
{
	(void)state;
	assert_true(matches("DELAYED", bug));
	assert_true(matches("1900412", bug));
	assert_true(matches("0041", bug));
	assert_true(matches("leaf-revocation-delay", bug));
	assert_true(matches("part-2", bug));
	assert_false(matches("IR-101", bug));
	assert_false(matches("1900413", bug));
}

/* --- is: --- */

static void every_condition_is_a_term(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_conditions; i++) {
		struct entry *entry = fixture_entry(bug);
		struct row row = fixture_row(entry);
		char text[64];
		snprintf(text, sizeof text, "is:%s", conditions[i].key);
		assert_int_equal(matches(text, bug), conditions[i].holds(&row));
		entry_unref(entry);
	}
	assert_true(matches("is:soon,overdue", bug));
	assert_true(matches("IS:SOON", bug));
	assert_false(matches("is:closed,overdue", bug));
}

/* --- people --- */

static void people_match_by_key_me_and_none(void **state)
{
	(void)state;
	assert_true(matches("owner:ana", bug));
	assert_true(matches("owner:me", bug));
	assert_false(matches("owner:none", bug));
	assert_true(matches("buddy:none", bug));
	assert_false(matches("buddy:me", bug));
	assert_true(matches("poster:dev", bug));
	assert_true(matches("owner:ben,ana", bug));
	assert_false(matches("owner:ben,none", bug));
}

static void me_is_nobody_for_who_has_no_member(void **state)
{
	(void)state;
	struct roster nobody = *fixture_roster();
	struct moment at = *fixture_moment();
	struct arena *home = arena_new();
	struct error err = {0};
	struct entry *entry = fixture_entry(bug);
	struct row row = {.entry = entry, .at = &at};
	nobody.me = NULL;
	at.roster = &nobody;
	assert_null(filter_parse("owner:me", &nobody, home, NULL, &err));
	assert_non_null(strstr(err.text, "[me]"));
	const struct filter *unchecked = filter_parse("owner:me | owner:zoe", NULL, home, NULL, &err);
	assert_non_null(unchecked);
	assert_false(filter_matches(unchecked, &row));
	entry_unref(entry);
	arena_free(home);
}

/* --- due: and other times --- */

static void due_compares_the_time_left(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .owed = {OWED(KIND_WEEKLY, 2 * DAY_S)}};
	assert_false(matches("due:<48h", spec));
	assert_true(matches("due:<=48h", spec));
	assert_true(matches("due:>=48h", spec));
	assert_false(matches("due:>2d", spec));
	assert_true(matches("due:1d..2d", spec));
	assert_true(matches("due:48h..1w", spec));
	assert_false(matches("due:1h..47h", spec));
	assert_false(matches("due:none", spec));
	spec.owed[0].left_s = -5;
	assert_true(matches("due:<48h", spec));
	assert_true(matches("due:<0s", spec));
	assert_false(matches("due:0s..1d", spec));
}

static void due_compares_dates_by_the_whole_day(void **state)
{
	(void)state;
	struct spec spec = {.id = 1,
			    .owed = {OWED(KIND_WEEKLY, INT64_C(1796169599) - NOW)}}; /* the end of 12-01 */
	assert_true(matches("due:2026-12-01", spec));
	assert_false(matches("due:<2026-12-01", spec));
	assert_true(matches("due:<=2026-12-01", spec));
	assert_false(matches("due:>2026-12-01", spec));
	assert_true(matches("due:>=2026-12-01", spec));
	assert_true(matches("due:2026-11-25..2026-12-01", spec));
	assert_true(matches("due:>2026-11-30", spec));
	assert_false(matches("due:2026-12-02", spec));
	assert_true(matches("when:2026-12-01", spec));
}

static void what_owes_nothing_matches_none_only(void **state)
{
	(void)state;
	struct spec spec = {.id = 1};
	assert_true(matches("due:none", spec));
	assert_false(matches("due:<48h", spec));
	assert_false(matches("due:>0s", spec));
	assert_true(matches("-due:<48h", spec));
	assert_true(matches("label:none ticket:none kind:none flags:unowned", spec));
}

static void before_the_meeting_needs_a_meeting(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .owed = {OWED(KIND_WEEKLY, HOUR_S)}};
	struct moment at = *fixture_moment();
	assert_false(judge("due:<meeting", spec, &at).matches);
	at.next_meeting_utc = NOW + HOUR_S;
	assert_false(judge("due:<meeting", spec, &at).matches);
	at.next_meeting_utc = NOW + HOUR_S + 1;
	assert_true(judge("due:<meeting", spec, &at).matches);
	assert_int_equal(judge("due:<meeting", spec, &at).next_change_utc, at.next_meeting_utc);
}

static void ages_look_back_and_are_never_negative(void **state)
{
	(void)state;
	assert_true(matches("updated:>5d", bug));
	assert_false(matches("updated:>6d", bug));
	assert_true(matches("updated:<1w", bug));
	assert_true(matches("updated:2026-11-19", bug));
	assert_true(matches("updated:0s..1h", (struct spec){.id = 1, .updated_age = -50}));
	assert_false(matches("updated:<1h", (struct spec){.id = 1}));
	assert_true(matches("last_update:>5d", bug));
}

static void a_day_ends_with_its_last_second(void **state)
{
	(void)state;
	assert_true(matches("next_update:2026-12-01", bug));
	assert_true(matches("next_update:<=2026-12-01", bug));
	/* 7 d 9 h 54 min 59 s are left to the end of that day */
	assert_true(matches("next_update:>7d", bug));
	assert_false(matches("next_update:<7d", bug));
}

/* --- other types --- */

static void kinds_match_by_word_or_letter_whenever_they_are_due(void **state)
{
	(void)state;
	assert_true(matches("kind:R", bug));
	assert_true(matches("kind:respond", bug));
	assert_true(matches("kind:r,Q", bug));
	assert_false(matches("kind:needinfo", bug));
	assert_true(matches("kind:weekly", bug));
	struct spec late = {.id = 1, .owed = {OWED(KIND_NEXT_UPDATE, LEFT(40, 0, 0, 0))}};
	assert_true(matches("kind:N", late));
	assert_false(matches("kinds:N", late));
	struct spec done = {.id = 1, .owed = {OWED(KIND_RESPOND, UTC_NONE, LEVEL_MUST, STATE_ACKNOWLEDGED)}};
	assert_false(matches("kind:R", done));
}

static void numbers_texts_lists_and_flags_compare_by_their_type(void **state)
{
	(void)state;
	assert_true(matches("asked:>0", bug));
	assert_true(matches("asked:2", bug));
	assert_true(matches("asked:1..2", bug));
	assert_false(matches("asked:<2", bug));
	assert_true(matches("asked:>=2", bug));
	assert_true(matches("id:1900412", bug));
	assert_true(matches("ticket:ir-1", bug));
	assert_true(matches("ca:example", bug));
	assert_false(matches("ca:delayed", bug));
	assert_true(matches("label:revocation", bug));
	assert_true(matches("labels:revocation-delay", bug));
	assert_false(matches("label:audit", bug));
	assert_true(matches("flags:no-buddy", bug));
	assert_false(matches("flags:unowned", bug));
	assert_true(matches("overdue:no", bug));
	assert_false(matches("overdue:yes", bug));
	assert_true(matches("status:assigned", bug));
}

/* A value that every field understands or refuses: none of the table may be without a meaning. */
static void every_field_is_a_term(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_fields; i++) {
		struct entry *entry = fixture_entry(bug);
		struct row row = fixture_row(entry);
		struct value value = fields[i].get_filter ? fields[i].get_filter(&row) : fields[i].get(&row);
		char text[64];
		snprintf(text, sizeof text, "%s:none", fields[i].key);
		assert_int_equal(matches(text, bug), value.is_absent);
		entry_unref(entry);
	}
}

/* --- scope --- */

static bool says(const char *text, enum scope scope)
{
	struct arena *home = arena_new();
	struct error err;
	bool answer = filter_says(filter_parse(text, fixture_roster(), home, NULL, &err), scope);
	arena_free(home);
	return answer;
}

static void a_filter_says_what_it_names_however_deep(void **state)
{
	(void)state;
	assert_false(filter_says(NULL, SCOPE_OPEN));
	assert_false(says("", SCOPE_OPEN));
	assert_false(says("is:overdue delayed", SCOPE_OPEN));
	assert_true(says("is:closed", SCOPE_OPEN));
	assert_true(says("x | -(y is:open)", SCOPE_OPEN));
	assert_true(says("status:RESOLVED", SCOPE_OPEN));
	assert_false(says("is:closed", SCOPE_OURS));
	assert_true(says("-is:ours", SCOPE_OURS));
	assert_true(says("ca:other", SCOPE_OURS));
}

/* --- mistakes --- */

static void a_mistake_is_pointed_at(void **state)
{
	(void)state;
	assert_mistake("is:sooon", 3, "there are: open, closed, ours, overdue, soon");
	assert_mistake("delayed is:", 11, "there are:");
	assert_mistake("is:soon,overdoe", 8, "overdoe");
	assert_mistake("ownr:ana", 0, "no term `ownr:`; there are: is, id, summary");
	assert_mistake("x  -https://a", 4, "quotes");
	assert_mistake("owner:anna", 6, "known: ana, ben, carla");
	assert_mistake("owner:\"me\"", 6, "known: ana");
	assert_mistake("owner:", 6, "expected a member");
	assert_mistake("owner:ana,", 10, "expected a member");
	assert_mistake("due:soon", 4, "<48h");
	assert_mistake("due:48h", 4, "<48h");
	assert_mistake("due:<", 4, "<48h");
	assert_mistake("due:<2026-02-30", 4, "a date");
	assert_mistake("due:1d..2026-12-01", 4, "1d..3d");
	assert_mistake("due:3d..1d", 4, "1d..3d");
	assert_mistake("due:1d..", 4, "1d..3d");
	assert_mistake("due:..1d", 4, "1d..3d");
	assert_mistake("due:<99999999999999999999d", 4, "a duration");
	assert_mistake("updated:<meeting", 8, "a duration");
	assert_mistake("kind:Z", 5, "known: initial, full-report, respond");
	assert_mistake("asked:many", 6, "a number");
	assert_mistake("asked:-1", 6, "a number");
	assert_mistake("asked:9999999999999999", 6, "a number");
	assert_mistake("overdue:maybe", 8, "yes or no");
	assert_mistake("flags:soon", 6, "known: unowned");
	assert_mistake("summary:", 8, "part of the text");
}

static void broken_structure_is_pointed_at(void **state)
{
	(void)state;
	assert_mistake("(a", 0, "no `)`");
	assert_mistake("a (b (c)", 2, "no `)`");
	assert_mistake("a)", 1, "no `(`");
	assert_mistake("()", 1, "missing");
	assert_mistake("a |", 3, "missing");
	assert_mistake("| a", 0, "missing");
	assert_mistake("a || b", 3, "missing");
	assert_mistake("a -", 2, "missing");
	assert_mistake("- a", 0, "missing");
	assert_mistake("a \"b", 2, "quote");
	assert_mistake("label:\"b", 6, "quote");
	assert_mistake("a \"\"", 2, "between these quotes");
}

static void a_bomb_of_parentheses_is_refused_and_of_signs_is_read(void **state)
{
	(void)state;
	size_t bytes = 1000000;
	char *text = malloc(bytes + 2);
	memset(text, '(', bytes);
	text[bytes] = '\0';
	assert_mistake(text, 64, "too many");
	memset(text, '!', bytes);
	strcpy(text + bytes, "x"); /* an even number of them */
	assert_true(matches(text, bug));
	for (size_t i = 0; i < bytes; i += 2)
		memcpy(text + i, "x ", 2);
	strcpy(text + bytes, "z");
	assert_false(matches(text, bug));
	memset(text, '"', bytes);
	text[bytes - 1] = '\0';
	assert_mistake(text, bytes - 2, "quote");
	free(text);
}

static void sixty_four_parentheses_are_enough_for_anybody(void **state)
{
	(void)state;
	struct str text = {0};
	str_add_repeat(&text, "(", 64);
	str_add(&text, "delayed");
	str_add_repeat(&text, ")", 64);
	assert_true(matches(str_text(&text), bug));
	str_free(&text);
}

/* --- when an answer changes by itself --- */

/* Walks over the change: the answer just before it is the old one, and at it the new one. */
static void assert_changes_at(const char *text, struct spec spec, int64_t utc)
{
	struct moment at = *fixture_moment();
	assert_int_equal(next_change(text, spec), utc);
	bool before = matches(text, spec);
	at.now_utc = utc - 1;
	assert_int_equal(judge(text, spec, &at).matches, before);
	at.now_utc = utc;
	assert_int_not_equal(judge(text, spec, &at).matches, before);
}

static void a_filter_tells_when_the_clock_changes_its_answer(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .owed = {OWED(KIND_WEEKLY, LEFT(10, 0, 0, 0))}, .updated_age = DAY_S};
	int64_t due = NOW + LEFT(10, 0, 0, 0);
	assert_changes_at("is:overdue", spec, due + 1);
	assert_changes_at("overdue due:none | is:overdue", spec, due + 1);
	assert_changes_at("due:<48h", spec, due - 2 * DAY_S + 1);
	assert_changes_at("due:<=48h", spec, due - 2 * DAY_S);
	assert_changes_at("-due:>2d", spec, due - 2 * DAY_S);
	assert_changes_at("due:1d..3d", spec, due - 3 * DAY_S);
	assert_changes_at("due:1d..11d", spec, due - DAY_S + 1);
	assert_changes_at("is:no-poster", spec, due - WEEK_S);
	assert_changes_at("updated:>5d", spec, NOW + 4 * DAY_S + 1);
	assert_changes_at("updated:<5d", spec, NOW + 4 * DAY_S);
	assert_changes_at("next_update:<7d", bug, INT64_C(1796169599) - 7 * DAY_S + 1);
}

static void soon_may_change_at_midnight_or_when_it_is_overdue(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .owed = {OWED(KIND_WEEKLY, LEFT(10, 0, 0, 0))}};
	assert_int_equal(next_change("is:soon", spec), MIDNIGHT);
	spec.owed[0].left_s = HOUR_S;
	assert_changes_at("is:soon", spec, NOW + HOUR_S + 1);
	spec.owed[0].left_s = -1;
	assert_int_equal(next_change("is:soon", spec), UTC_NONE);
	assert_int_equal(next_change("is:overdue due:<2d", spec), UTC_NONE);
	assert_int_equal(next_change("owner:none x kind:R due:2026-12-01", spec), UTC_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_filter_matches_everything),
		cmocka_unit_test(terms_join_by_and_or_not_and_parentheses),
		cmocka_unit_test(quotes_keep_blanks_and_signs),
		cmocka_unit_test(a_word_matches_summary_id_and_labels),
		cmocka_unit_test(every_condition_is_a_term),
		cmocka_unit_test(people_match_by_key_me_and_none),
		cmocka_unit_test(me_is_nobody_for_who_has_no_member),
		cmocka_unit_test(due_compares_the_time_left),
		cmocka_unit_test(due_compares_dates_by_the_whole_day),
		cmocka_unit_test(what_owes_nothing_matches_none_only),
		cmocka_unit_test(before_the_meeting_needs_a_meeting),
		cmocka_unit_test(ages_look_back_and_are_never_negative),
		cmocka_unit_test(a_day_ends_with_its_last_second),
		cmocka_unit_test(kinds_match_by_word_or_letter_whenever_they_are_due),
		cmocka_unit_test(numbers_texts_lists_and_flags_compare_by_their_type),
		cmocka_unit_test(every_field_is_a_term),
		cmocka_unit_test(a_filter_says_what_it_names_however_deep),
		cmocka_unit_test(a_mistake_is_pointed_at),
		cmocka_unit_test(broken_structure_is_pointed_at),
		cmocka_unit_test(a_bomb_of_parentheses_is_refused_and_of_signs_is_read),
		cmocka_unit_test(sixty_four_parentheses_are_enough_for_anybody),
		cmocka_unit_test(a_filter_tells_when_the_clock_changes_its_answer),
		cmocka_unit_test(soon_may_change_at_midnight_or_when_it_is_overdue),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
