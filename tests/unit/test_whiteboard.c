/* The whiteboard (deadlines.md, Whiteboard grammar). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utc.h"
#include "deadline/whiteboard.h"

static struct arena *home;

static int open_home(void **state)
{
	(void)state;
	home = arena_new();
	return 0;
}

static int close_home(void **state)
{
	(void)state;
	arena_free(home);
	return 0;
}

static void assert_utc(const char *text, int64_t utc, const char *wanted)
{
	char date[UTC_TEXT_BYTES] = "none";
	if (utc != UTC_NONE)
		utc_print_date(utc, date);
	if (strcmp(date, wanted) != 0)
		fail_msg("`%s` gives %s, not %s", text, date, wanted);
}

static void assert_next(const char *text, const char *wanted)
{
	struct whiteboard board = whiteboard_read(text, home);
	assert_utc(text, board.next_update_utc, wanted);
	assert_utc(text, whiteboard_next_update(text), wanted);
	assert_int_equal(board.unreadable.len, 0);
}

static void assert_unreadable(const char *text, const char *phrase)
{
	struct whiteboard board = whiteboard_read(text, home);
	assert_utc(text, board.next_update_utc, "none");
	if (!span_equals(board.unreadable, phrase))
		fail_msg("`%s`: unreadable is `%.*s`", text, (int)board.unreadable.len, board.unreadable.at);
}

static void assert_labels(const char *text, const char *wanted, bool has_lone_bracket)
{
	struct whiteboard board = whiteboard_read(text, home);
	struct str all = {0};
	for (size_t i = 0; i < board.n_labels; i++)
		str_addf(&all, "%s|", board.labels[i]);
	assert_string_equal(str_text(&all), wanted);
	assert_int_equal(board.has_lone_bracket, has_lone_bracket);
	str_free(&all);
}

static void assert_bugs(const char *text, const char *wanted)
{
	struct whiteboard board = whiteboard_read(text, home);
	struct str all = {0};
	for (size_t i = 0; i < board.n_bugs; i++)
		str_addf(&all, "%lld ", (long long)board.bugs[i]);
	assert_string_equal(str_text(&all), wanted);
	str_free(&all);
}

static void what_was_seen_on_real_bugs_is_read(void **state)
{
	(void)state;
	assert_next("[ca-compliance] [ov-misissuance] Next update: 2025-02-01", "2025-02-01");
	assert_next("Next update 2025-02-01", "2025-02-01");
	assert_next("Next update 2022-10-15", "2022-10-15");
	assert_next("[ca-compliance][audit-delay][covid-19]", "none");
	assert_labels("[ca-compliance][audit-delay][covid-19]", "ca-compliance|audit-delay|covid-19|", false);
	assert_labels("[close on 2025-12-10] [ca-compliance] [policy-failure]",
		      "ca-compliance|policy-failure|", false);
	assert_bugs("[ca-compliance] Updates in Bug #1648717", "1648717 ");
}

static void case_and_white_space_do_not_matter(void **state)
{
	(void)state;
	assert_next("NEXT UPDATE 2025-02-01", "2025-02-01");
	assert_next("next  \t update  :  2025-02-01", "2025-02-01");
	assert_next("nextupdate:2025-02-01", "2025-02-01");
	assert_next("Next-Update:2025-02-01", "2025-02-01");
	assert_next("[ca-compliance]Next update2025-02-01", "2025-02-01");
	assert_next("Next\u00a0update:\u00a02025-02-01", "2025-02-01");
	assert_next("Next\nupdate\n2025-02-01", "2025-02-01");
}

static void a_bracket_around_it_is_optional(void **state)
{
	(void)state;
	assert_next("[Next update: 2025-02-01]", "2025-02-01");
	assert_next("[ Next update: 2025-02-01 ]", "2025-02-01");
	assert_next("[Next update: 2025-02-01", "2025-02-01");
	assert_next("[ca-compliance, next update 2025-02-01]", "2025-02-01");
	assert_next("(next update 2025-02-01)", "2025-02-01");
	assert_next("[Next update] 2025-02-01", "2025-02-01");
	assert_next("Next update: [2025-02-01]", "2025-02-01");
	assert_labels("[Next update: 2025-02-01] [ca-compliance]", "ca-compliance|", false);
}

static void any_run_of_words_and_signs_may_stand_before_the_date(void **state)
{
	(void)state;
	assert_next("Next update due on 2025-02-01", "2025-02-01");
	assert_next("Next update by: 2025-02-01", "2025-02-01");
	assert_next("Next update at = 2025-02-01", "2025-02-01");
	assert_next("Next update -- due - by -- 2025-02-01", "2025-02-01");
	assert_next("Next update \u2013 2025-02-01", "2025-02-01");
	assert_next("Next update=2025-02-01", "2025-02-01");
	assert_next("Next update DUE BY 1 February 2025", "2025-02-01");
	assert_next("Next update on February 1st, 2025", "2025-02-01");
}

static void an_impossible_date_or_none_is_unreadable(void **state)
{
	(void)state;
	assert_unreadable("[ca-compliance] Next update: 2025-02-30", "Next update: 2025-02-30");
	assert_unreadable("Next update", "Next update");
	assert_unreadable("[next update: soon] x", "next update: soon");
	assert_unreadable("Next update 02/03/2025 [ca-compliance]", "Next update 02/03/2025");
	assert_unreadable("Next update before 2025-02-01", "Next update before 2025-02-01");
	assert_unreadable("Next updates: 2025-02-01", "Next updates: 2025-02-01");
}

static void words_that_only_look_like_it_are_none(void **state)
{
	(void)state;
	assert_next("the context update 2025-02-01", "none");
	assert_next("next 2025-02-01 update", "none");
	assert_next("update 2025-02-01", "none");
	assert_next("", "none");
}

static void of_several_the_last_readable_counts(void **state)
{
	(void)state;
	assert_next("Next update 2025-02-01 Next update 2025-01-15", "2025-01-15");
	struct whiteboard board = whiteboard_read("Next update 2025-02-01 Next update 2025-02-30", home);
	assert_utc("the first one", board.next_update_utc, "2025-02-01");
	assert_true(span_equals(board.unreadable, "Next update 2025-02-30"));
	assert_utc("alone", whiteboard_next_update("Next update 2025-02-01 Next update 2025-02-30"),
		   "2025-02-01");
}

static void close_on_is_the_announced_closing_day(void **state)
{
	(void)state;
	assert_utc("", whiteboard_read("[close on 2025-12-10] [x]", home).close_on_utc, "2025-12-10");
	assert_utc("", whiteboard_read("Close On: Dec 10, 2025", home).close_on_utc, "2025-12-10");
	assert_utc("", whiteboard_read("close on 2025-12-10 close on 2025-12-12", home).close_on_utc,
		   "2025-12-12");
	assert_utc("", whiteboard_read("disclose on 2025-12-10", home).close_on_utc, "none");
	assert_next("[close on 2025-12-10]", "none");
}

static void close_on_without_a_date_is_a_label(void **state)
{
	(void)state;
	assert_labels("[close on Friday]", "close on Friday|", false);
	assert_utc("", whiteboard_read("[close on Friday]", home).close_on_utc, "none");
}

static void every_other_bracket_is_a_label_as_typed(void **state)
{
	(void)state;
	assert_labels("[CA-Compliance] [Leaf revocation delay]", "CA-Compliance|Leaf revocation delay|",
		      false);
	assert_labels("[ ca-compliance\u00a0]", "ca-compliance|", false);
	assert_labels("[ ca-compliance ]", "ca-compliance|", false);
	assert_labels("free text [x] more [y]", "x|y|", false);
	assert_labels("[] [  ]", "", false);
	assert_labels("no bracket", "", false);
}

static void a_bracket_without_its_partner_is_free_text(void **state)
{
	(void)state;
	assert_labels("[ca-compliance [ov-misissuance]", "ov-misissuance|", true);
	assert_labels("ca-compliance] [x]", "x|", true);
	assert_labels("[x] [y", "x|", true);
	assert_labels("[[x]]", "x|", true);
	assert_labels("]", "", true);
}

static void labels_of_delayed_revocation_are_known_by_their_words(void **state)
{
	(void)state;
	assert_true(label_is_revocation_delay("leaf-revocation-delay"));
	assert_true(label_is_revocation_delay("CA-Revocation-Delay"));
	assert_true(label_is_revocation_delay("leaf revocation delay"));
	assert_true(label_is_revocation_delay("leaf\u00a0revocation\u2011delay"));
	assert_true(label_is_revocation_delay("delayed-revocation-leaf"));
	assert_true(label_is_revocation_delay("Delayed Revocation CA"));
	assert_true(label_is_revocation_delay("delayed-revocation"));
	assert_true(label_is_revocation_delay("some-revocation-delayed"));
	assert_false(label_is_revocation_delay("no-delayed-revocation"));
	assert_false(label_is_revocation_delay("revocation"));
	assert_false(label_is_revocation_delay("audit-delay"));
	assert_false(label_is_revocation_delay(""));
}

static void updates_in_other_bugs_with_or_without_the_sign(void **state)
{
	(void)state;
	assert_bugs("Updates in Bug 5", "5 ");
	assert_bugs("updates  in  bug  # 5", "5 ");
	assert_bugs("UPDATES IN BUG#5.", "5 ");
	assert_bugs("[Updates in Bug 5]", "5 ");
	assert_bugs("see updates in bug 5-see there", "5 ");
}

static void several_bugs_may_be_named(void **state)
{
	(void)state;
	assert_bugs("Updates in Bug 5 Updates in Bug 4", "4 5 ");
	assert_bugs("Updates in Bug 5, Bug #4 and #3", "3 4 5 ");
	assert_bugs("Updates in Bugs 5, 4 and 3", "3 4 5 ");
	assert_bugs("Updates in Bug 5 & 4", "4 5 ");
	assert_bugs("Updates in Bug 5, 5 and 5", "5 ");
}

static void other_numbers_are_no_bugs(void **state)
{
	(void)state;
	assert_bugs("Updates in 5 days", "");
	assert_bugs("Bug 5", "");
	assert_bugs("Updates in Bug 5, 3 certificates left", "5 ");
	assert_bugs("Updates in Bug 5, 2025-02-01", "5 ");
	assert_bugs("Updates in Bug 5abc", "");
	assert_bugs("Updates in Bug", "");
}

static void a_megabyte_is_read_in_one_go(void **state)
{
	(void)state;
	static const char *const pieces[] = {"[", "]",         "next update ", "updates in bug 1, ",
					     " ", "close on ", "[x]"};
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct str text = {0};
		str_add_repeat(&text, pieces[i], (1 << 20) / strlen(pieces[i]));
		struct arena *own = arena_new();
		struct whiteboard board = whiteboard_read(str_text(&text), own);
		assert_int_equal(board.next_update_utc, UTC_NONE);
		arena_free(own);
		str_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_seen_on_real_bugs_is_read),
		cmocka_unit_test(case_and_white_space_do_not_matter),
		cmocka_unit_test(a_bracket_around_it_is_optional),
		cmocka_unit_test(any_run_of_words_and_signs_may_stand_before_the_date),
		cmocka_unit_test(an_impossible_date_or_none_is_unreadable),
		cmocka_unit_test(words_that_only_look_like_it_are_none),
		cmocka_unit_test(of_several_the_last_readable_counts),
		cmocka_unit_test(close_on_is_the_announced_closing_day),
		cmocka_unit_test(close_on_without_a_date_is_a_label),
		cmocka_unit_test(every_other_bracket_is_a_label_as_typed),
		cmocka_unit_test(a_bracket_without_its_partner_is_free_text),
		cmocka_unit_test(labels_of_delayed_revocation_are_known_by_their_words),
		cmocka_unit_test(updates_in_other_bugs_with_or_without_the_sign),
		cmocka_unit_test(several_bugs_may_be_named),
		cmocka_unit_test(other_numbers_are_no_bugs),
		cmocka_unit_test(a_megabyte_is_read_in_one_go),
	};
	return cmocka_run_group_tests(tests, open_home, close_home);
}
