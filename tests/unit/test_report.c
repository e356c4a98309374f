/* Lines, headings and reports (deadlines.md, Words and "Reports inside comments"). */
#include "tests/unit/case.h"

#include "deadline/lines.h"
#include "deadline/report.h"

#define CHARACTERS_100                                                                                       \
	"01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567" \
	"89"

/* --- lines --- */

/* T Q C for each line. */
static void assert_classes(const char *text, const char *wanted)
{
	struct lines lines = lines_of(text);
	struct line line;
	char found[100];
	size_t n = 0;
	while (lines_next(&lines, &line))
		found[n++] = "TQC"[line.class];
	found[n] = '\0';
	if (strcmp(found, wanted) != 0)
		fail_msg("`%s` has the classes %s, not %s", text, found, wanted);
}

static void quotes_begin_with_a_sign(void **state)
{
	(void)state;
	assert_classes("a\n> b\n>c\n  > d\n>> e\n-> f", "TQQQQT");
}

static void fences_enclose_code(void **state)
{
	(void)state;
	assert_classes("a\n```\nb\n> c\n```\nd", "TCCCCT");
	assert_classes("~~~~ text\nb\n~~~\nc\n~~~~~\nd", "CCCCCT");
	assert_classes("```\n~~~\n```\nd", "CCCT");
	assert_classes("   ```\nb\n   ```  \nd", "CCCT");
}

static void an_unclosed_fence_runs_to_the_end(void **state)
{
	(void)state;
	assert_classes("a\n```\nb\n\n> c\n# d", "TCCCCC");
	assert_classes("```\nb\n``` not its end\nc", "CCCC");
}

static void what_only_looks_like_a_fence_is_text(void **state)
{
	(void)state;
	assert_classes("``\na", "TT");
	assert_classes("    ```\na", "TT");
	assert_classes("\t```\na", "TT");
	assert_classes("```code``` in a line\na", "TT");
	assert_classes("> ```\na", "QT");
}

static void a_comment_asks_with_a_question_mark(void **state)
{
	(void)state;
	assert_true(comment_asks("Why?"));
	assert_true(comment_asks("one\n\ntwo ? three"));
	assert_false(comment_asks("Please explain."));
	assert_false(comment_asks(""));
}

static void question_marks_in_quotes_code_and_links_do_not_ask(void **state)
{
	(void)state;
	assert_false(comment_asks("> Why?\nSo."));
	assert_false(comment_asks("```\na ? b : c\n```"));
	assert_false(comment_asks("See https://crt.example/?id=5?x and HTTP://crt.example?y"));
	assert_false(comment_asks("See (https://crt.example/?id=5)?"));
	assert_true(comment_asks("See https://crt.example/\u00a0?"));
	assert_true(comment_asks("See https://crt.example/?id=5 ?"));
	assert_true(comment_asks("See https://crt.example/?id=5\nreally?"));
	assert_true(comment_asks("https:/crt.example/?id=5"));
	assert_true(comment_asks("> Why?\nWhy not?"));
}

/* --- headings --- */

static void assert_heading(const char *line, enum heading wanted)
{
	enum heading found = heading_of(span_of(line));
	if (found != wanted)
		fail_msg("`%s` is heading %d, not %d", line, (int)found, (int)wanted);
}

static void every_name_is_known(void **state)
{
	(void)state;
	assert_heading("# Preliminary Incident Report", HEADING_PRELIMINARY);
	assert_heading("# Full Incident Report", HEADING_FULL);
	assert_heading("# Audit Incident Report", HEADING_FULL);
	assert_heading("# Incident Report", HEADING_FULL);
	assert_heading("# Closure Summary", HEADING_CLOSURE);
	assert_heading("# Report Closure Summary", HEADING_CLOSURE);
	assert_heading("# Incident Closure Summary", HEADING_CLOSURE);
	assert_heading("# Incident Report Closure Summary", HEADING_CLOSURE);
	assert_heading("# Action Items", HEADING_ACTION_ITEMS);
	assert_heading("# Summary", HEADING_NONE);
	assert_heading("# Final Incident Report", HEADING_NONE);
	assert_heading("", HEADING_NONE);
	assert_heading("#", HEADING_NONE);
}

static void case_and_blanks_in_a_name_do_not_matter(void **state)
{
	(void)state;
	assert_heading("FULL  incident\tREPORT", HEADING_FULL);
	assert_heading("closure SUMMARY", HEADING_CLOSURE);
}

static void the_examples_of_the_document_hold(void **state)
{
	(void)state;
	assert_heading("## 1. Full Incident Report (updated)", HEADING_FULL);
	assert_heading("**Action Items:**", HEADING_ACTION_ITEMS);
	assert_heading("Incident Report", HEADING_FULL);
	assert_heading("## Full Incident Report template", HEADING_NONE);
}

static void marks_around_the_name_are_taken_off(void **state)
{
	(void)state;
	assert_heading("#Full Incident Report", HEADING_FULL);
	assert_heading("###### Full Incident Report ##", HEADING_FULL);
	assert_heading("**Full Incident Report**", HEADING_FULL);
	assert_heading("__Full Incident Report__", HEADING_FULL);
	assert_heading("## **_Full Incident Report_**", HEADING_FULL);
	assert_heading("**Full Incident Report**:", HEADING_FULL);
	assert_heading("*Full Incident Report*", HEADING_FULL);
	assert_heading("* Full Incident Report", HEADING_NONE);
	assert_heading("- Full Incident Report", HEADING_NONE);
}

static void a_leading_number_is_taken_off(void **state)
{
	(void)state;
	assert_heading("1. Full Incident Report", HEADING_FULL);
	assert_heading("7) Full Incident Report", HEADING_FULL);
	assert_heading("2.3 Full Incident Report", HEADING_FULL);
	assert_heading("## 2.3.1. Action Items", HEADING_ACTION_ITEMS);
	assert_heading("**7) Action Items**", HEADING_ACTION_ITEMS);
	assert_heading("7 Action Items", HEADING_NONE);
	assert_heading(") Action Items", HEADING_NONE);
	assert_heading("a. Action Items", HEADING_NONE);
}

static void updated_or_revised_is_taken_off(void **state)
{
	(void)state;
	assert_heading("Updated Full Incident Report", HEADING_FULL);
	assert_heading("## REVISED Incident Report", HEADING_FULL);
	assert_heading("## 1. Updated Action Items", HEADING_ACTION_ITEMS);
	assert_heading("**Revised** Action Items", HEADING_ACTION_ITEMS);
	assert_heading("Corrected Incident Report", HEADING_NONE);
	assert_heading("Updatedness Incident Report", HEADING_NONE);
}

static void behind_the_name_of_a_marked_heading_stands_what_begins_like_a_remark(void **state)
{
	(void)state;
	assert_heading("## Full Incident Report: late revocation", HEADING_FULL);
	assert_heading("## Full Incident Report (draft", HEADING_FULL);
	assert_heading("## Full Incident Report - Example Trust", HEADING_FULL);
	assert_heading("## Full Incident Report\u2014Example Trust", HEADING_FULL);
	assert_heading("## Full Incident Report \u2013 Example Trust", HEADING_FULL);
	assert_heading("## Full Incident Report, late", HEADING_NONE);
	assert_heading("## Full Incident Reports", HEADING_NONE);
	assert_heading("## Full Incident Report will follow", HEADING_NONE);
}

static void behind_the_name_of_any_other_line_only_a_colon_or_a_remark_in_brackets(void **state)
{
	(void)state;
	assert_heading("Full Incident Report:", HEADING_FULL);
	assert_heading("Full Incident Report (updated)", HEADING_FULL);
	assert_heading("Full Incident Report (updated):", HEADING_FULL);
	assert_heading("Full Incident Report (updated (twice))", HEADING_FULL);
	assert_heading("**Full Incident Report:** (updated)", HEADING_FULL);
	assert_heading("Full Incident Report: will follow by Friday", HEADING_NONE);
	assert_heading("Full Incident Report (updated) follows", HEADING_NONE);
	assert_heading("Full Incident Report (unclosed", HEADING_NONE);
	assert_heading("Full Incident Report - Example Trust", HEADING_NONE);
	assert_heading("Incident Report was posted", HEADING_NONE);
}

static void an_indented_line_is_no_heading(void **state)
{
	(void)state;
	assert_heading("   # Incident Report", HEADING_FULL);
	assert_heading("    # Incident Report", HEADING_NONE);
	assert_heading("\tIncident Report", HEADING_NONE);
	assert_heading("  \tIncident Report", HEADING_NONE);
}

static void a_line_with_a_pipe_is_no_heading(void **state)
{
	(void)state;
	assert_heading("| Incident Report |", HEADING_NONE);
	assert_heading("# Incident Report: this | that", HEADING_NONE);
}

/* --- reports --- */

static void assert_report(const char *text, bool is_full, bool is_closure)
{
	struct report report = report_read(text);
	if (report.is_full != is_full || report.is_closure != is_closure)
		fail_msg("`%.60s` is full %d, closure %d", text, report.is_full, report.is_closure);
}

static void a_heading_with_200_characters_is_a_report_with_199_none(void **state)
{
	(void)state;
	assert_report(REPORT, true, false);
	assert_report("## Full Incident Report\n" CHARACTERS_100
		      "012345678901234567890123456789012345678901234567"
		      "890123456789012345678901234567890123456789012345678",
		      false, false);
	assert_report(CLOSURE, false, true);
	assert_report("## Closure Summary\nTo be filled in.", false, false);
	assert_report("Full Incident Report: will follow by Friday", false, false);
}

static void lines_are_trimmed_and_their_ends_not_counted(void **state)
{
	(void)state;
	assert_report("# Incident Report\n   " CHARACTERS_100 "  \n\n\n  " CHARACTERS_100 "\t\n", true,
		      false);
	assert_report(
		"# Incident Report\n   " CHARACTERS_100 "  \n\n\n  "
		"012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
		"012345678   \n\n",
		false, false);
	assert_report("# Incident Report\r\n" CHARACTERS_100 "\r\n" CHARACTERS_100 "\r\n", true, false);
}

static void characters_are_counted_not_bytes(void **state)
{
	(void)state;
	struct str text = {0};
	str_add(&text, "# Incident Report\n");
	str_add_repeat(&text, "\u00e9", 199);
	assert_report(str_text(&text), false, false);
	str_add(&text, "\u20ac");
	assert_report(str_text(&text), true, false);
	str_free(&text);
}

static void sub_headings_and_tables_are_substance_quotes_and_code_are_none(void **state)
{
	(void)state;
	assert_report("# Incident Report\n## " CHARACTERS_100 "\n| a | " CHARACTERS_100, true, false);
	assert_report("# Incident Report\n> " CHARACTERS_200 "\n```\n" CHARACTERS_200 "\n```\n", false,
		      false);
	assert_report("# Incident Report\n```\n```\n" CHARACTERS_200, true, false);
}

static void what_stands_above_the_heading_is_no_substance(void **state)
{
	(void)state;
	assert_report(CHARACTERS_200 "\n# Incident Report\n" CHARACTERS_100, false, false);
}

static void a_heading_in_code_or_in_a_quote_is_none(void **state)
{
	(void)state;
	assert_report("> # Incident Report\n" CHARACTERS_200, false, false);
	assert_report("```\n# Incident Report\n```\n" CHARACTERS_200, false, false);
	assert_report("```\nunclosed\n# Incident Report\n" CHARACTERS_200, false, false);
}

static void preliminary_and_draft_in_the_heading_or_in_the_next_line_make_it_none(void **state)
{
	(void)state;
	assert_report("# Full Incident Report (draft)\n" CHARACTERS_200, false, false);
	assert_report("# Full Incident Report - PRELIMINARY\n" CHARACTERS_200, false, false);
	assert_report("# Full Incident Report\n\n  \nThis is a draft.\n" CHARACTERS_200, false, false);
	assert_report("# Full Incident Report\n> a preliminary one\n" CHARACTERS_200, false, false);
	assert_report("# Full Incident Report\n\nSummary\nThis is a draft.\n" CHARACTERS_200, true, false);
	assert_report("# Full Incident Report\ndrafted in a hurry\n" CHARACTERS_200, true, false);
	assert_report("A draft:\n# Full Incident Report\n" CHARACTERS_200, true, false);
}

static void a_preliminary_report_is_shown_and_no_full_one(void **state)
{
	(void)state;
	const char text[] = "# Preliminary Incident Report\n" CHARACTERS_200;
	assert_report(text, false, false);
	assert_true(report_read(text).is_preliminary);
	assert_false(report_read(REPORT).is_preliminary);
}

static void a_draft_above_does_not_take_a_later_report_away(void **state)
{
	(void)state;
	assert_report("# Incident Report (draft)\n# Full Incident Report\n" CHARACTERS_200, true, false);
	assert_report("# Closure Summary (draft)\n" CHARACTERS_200, false, true);
}

static void of_two_headings_the_first_has_more_below_it(void **state)
{
	(void)state;
	assert_report("# Incident Report\n" CHARACTERS_200 "\n# Incident Report\nAs above.", true, false);
}

static void the_old_form_begins_with_its_first_question(void **state)
{
	(void)state;
	assert_report("1. How your CA first became aware of the problem\n" CHARACTERS_200, true, false);
	assert_report("**1) how your ca first became aware**\n" CHARACTERS_200, true, false);
	assert_report("### 1. How your CA first became aware\n" CHARACTERS_200, true, false);
	assert_report("1. How your CA first became aware of the problem\n" CHARACTERS_100, false, false);
	assert_report("2. How your CA first became aware of the problem\n" CHARACTERS_200, false, false);
	assert_report("How your CA first became aware of the problem\n" CHARACTERS_200, false, false);
	assert_report("> 1. How your CA first became aware of the problem\n" CHARACTERS_200, false, false);
}

static void draft_and_preliminary_in_or_above_the_first_question_make_it_none(void **state)
{
	(void)state;
	assert_report(
		"This is a preliminary report.\n\nText.\n1. How your CA first became aware\n" CHARACTERS_200,
		false, false);
	assert_report("1. How your CA first became aware (draft)\n" CHARACTERS_200, false, false);
	assert_report("1. How your CA first became aware\nA draft was sent.\n" CHARACTERS_200, true, false);
}

static void one_comment_may_be_both(void **state)
{
	(void)state;
	assert_report("# Full Incident Report\n" CHARACTERS_200 "\n# Closure Summary\n" CHARACTERS_200, true,
		      true);
	assert_report("# Full Incident Report\n" CHARACTERS_200 "\n# Closure Summary\nsoon", true, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quotes_begin_with_a_sign),
		cmocka_unit_test(fences_enclose_code),
		cmocka_unit_test(an_unclosed_fence_runs_to_the_end),
		cmocka_unit_test(what_only_looks_like_a_fence_is_text),
		cmocka_unit_test(a_comment_asks_with_a_question_mark),
		cmocka_unit_test(question_marks_in_quotes_code_and_links_do_not_ask),
		cmocka_unit_test(every_name_is_known),
		cmocka_unit_test(case_and_blanks_in_a_name_do_not_matter),
		cmocka_unit_test(the_examples_of_the_document_hold),
		cmocka_unit_test(marks_around_the_name_are_taken_off),
		cmocka_unit_test(a_leading_number_is_taken_off),
		cmocka_unit_test(updated_or_revised_is_taken_off),
		cmocka_unit_test(behind_the_name_of_a_marked_heading_stands_what_begins_like_a_remark),
		cmocka_unit_test(behind_the_name_of_any_other_line_only_a_colon_or_a_remark_in_brackets),
		cmocka_unit_test(an_indented_line_is_no_heading),
		cmocka_unit_test(a_line_with_a_pipe_is_no_heading),
		cmocka_unit_test(a_heading_with_200_characters_is_a_report_with_199_none),
		cmocka_unit_test(lines_are_trimmed_and_their_ends_not_counted),
		cmocka_unit_test(characters_are_counted_not_bytes),
		cmocka_unit_test(sub_headings_and_tables_are_substance_quotes_and_code_are_none),
		cmocka_unit_test(what_stands_above_the_heading_is_no_substance),
		cmocka_unit_test(a_heading_in_code_or_in_a_quote_is_none),
		cmocka_unit_test(preliminary_and_draft_in_the_heading_or_in_the_next_line_make_it_none),
		cmocka_unit_test(a_preliminary_report_is_shown_and_no_full_one),
		cmocka_unit_test(a_draft_above_does_not_take_a_later_report_away),
		cmocka_unit_test(of_two_headings_the_first_has_more_below_it),
		cmocka_unit_test(the_old_form_begins_with_its_first_question),
		cmocka_unit_test(draft_and_preliminary_in_or_above_the_first_question_make_it_none),
		cmocka_unit_test(one_comment_may_be_both),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
