/* The bottom lines of the page: why the countdown is what it is. */
#include "view_fixture.h"

#include "view/reason.h"

static char reason[2048];

static const char *reason_of(struct spec spec, const struct conversation *conversation)
{
	struct entry *entry = fixture_entry(spec);
	struct row row = fixture_row(entry);
	struct str out = {0};
	reason_text(&row, conversation, fixture_look(), REASON_WHOLE, &out);
	assert_true(out.len > 0 && out.len < sizeof reason);
	memcpy(reason, str_text(&out), out.len + 1);
	str_free(&out);
	entry_unref(entry);
	return reason;
}

static const struct cause comment_14 = {.type = CAUSE_COMMENT, .number = 14};

static struct spec asked(void)
{
	return (struct spec){
		.id = 1,
		.owed = {OWED(KIND_RESPOND, -DAY_S, .cause = comment_14, .since_s = LEFT(9, 1, 0, 0))}};
}

static const char *reason_for(const char *text)
{
	struct comment comments[] = {{.number = 3, .author = "x", .text = "other"},
				     {.number = 14, .author = "j.doe@reader.example", .text = text}};
	struct conversation conversation = {.comments = comments, .n_comments = 2};
	return reason_of(asked(), &conversation);
}

static void a_question_is_told_with_its_author_age_and_words(void **state)
{
	(void)state;
	assert_string_equal(reason_for("Thanks.\n> How?\nCan you confirm how many?\nBye"),
			    "R answer owed to comment 14 by j.doe, 9d ago: \"Can you confirm how many?\"   "
			    "7 days to answer (IRG 3.2)");
}

static void without_a_question_the_first_line_of_its_own_is_quoted(void **state)
{
	(void)state;
	assert_non_null(
		strstr(reason_for("(In reply to ana from comment 2)\n> old\n\n  Please update. \nNow."),
		       ": \"Please update.\"   "));
	assert_null(strchr(reason_for("> all is\n> quoted"), '"'));
	assert_null(strchr(reason_for(""), '"'));
}

static void long_and_hostile_words_are_cut_and_printable(void **state)
{
	(void)state;
	const char *text = reason_for("\x1b[31m Can you tell us how many of the certificates that were "
				      "issued by the new profile are still valid today?");
	assert_null(strchr(text, '\x1b'));
	assert_non_null(strstr(text, "…\"   7 days"));
}

static void where_the_room_is_small_the_quotation_is_cut_and_the_rule_is_not(void **state)
{
	(void)state;
	struct comment comment = {.number = 14, .author = "jo", .text = "Can you confirm how many?"};
	struct conversation conversation = {.comments = &comment, .n_comments = 1};
	struct entry *entry = fixture_entry(asked());
	struct row row = fixture_row(entry);
	struct str out = {0};
	reason_text(&row, &conversation, fixture_look(), (struct reason_room){.words_cols = 8}, &out);
	assert_string_equal(str_text(&out), "R answer owed to comment 14 by jo, 9d ago: \"Can you…\"   "
					    "7 days to answer (IRG 3.2)");
	str_clear(&out);
	reason_text(&row, &conversation, fixture_look(), (struct reason_room){0}, &out);
	assert_string_equal(str_text(&out),
			    "R answer owed to comment 14 by jo, 9d ago   7 days to answer (IRG 3.2)");
	str_clear(&out);
	reason_text(&row, &conversation, fixture_look(), (struct reason_room){.is_short = true}, &out);
	assert_string_equal(str_text(&out), "R answer owed to comment 14 by jo, 9d ago (IRG 3.2)");
	str_free(&out);
	entry_unref(entry);
}

static void what_is_not_loaded_is_not_quoted(void **state)
{
	(void)state;
	assert_string_equal(reason_of(asked(), NULL),
			    "R answer owed to comment 14, 9d ago   7 days to answer (IRG 3.2)");
	struct conversation empty = {0};
	assert_string_equal(reason_of(asked(), &empty),
			    "R answer owed to comment 14, 9d ago   7 days to answer (IRG 3.2)");
}

static void each_cause_has_its_words(void **state)
{
	(void)state;
	static const struct {
		enum obligation_kind kind;
		struct cause cause;
		const char *text;
	} cases[] = {
		{KIND_NEEDINFO,
		 {.type = CAUSE_FLAG, .number = 7},
		 "Q answer owed to the needinfo request, 2d ago   "},
		{KIND_NEXT_UPDATE,
		 {.type = CAUSE_WHITEBOARD, .date_utc = INT64_C(1796083200)},
		 "N update owed by Next update 2026-12-01   "},
		{KIND_WEEKLY,
		 {.type = CAUSE_NONE},
		 "W weekly update owed after our update on another bug, 2d ago   "},
		{KIND_REVOCATION,
		 {.type = CAUSE_COMMENT, .number = 4},
		 "V revocation update owed after comment 4, 2d ago   "},
		{KIND_FULL_REPORT, {.type = CAUSE_COMMENT}, "F full report owed since comment 0, 2d ago   "},
		{KIND_INITIAL, {.type = CAUSE_COMMENT}, "I first answer owed to comment 0, 2d ago   "},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct spec spec = {
			.id = 1,
			.owed = {OWED(cases[i].kind, DAY_S, .cause = cases[i].cause, .since_s = 2 * DAY_S)}};
		const char *text = reason_of(spec, NULL);
		assert_memory_equal(text, cases[i].text, strlen(cases[i].text));
	}
}

static void a_question_that_waits_is_told_after_what_is_due_before_it(void **state)
{
	(void)state;
	struct comment said[] = {{.number = 4, .author = "ana", .text = "Our update. Right?"},
				 {.number = 14, .author = "jo", .text = "How many?"}};
	struct conversation conversation = {.comments = said, .n_comments = 2};
	struct spec spec = {
		.id = 1,
		.owed = {OWED(KIND_WEEKLY, HOUR_S, .cause = {.type = CAUSE_COMMENT, .number = 4},
			      .since_s = DAY_S),
			 OWED(KIND_RESPOND, DAY_S, .cause = comment_14, .since_s = HOUR_S, .asks = true)}};
	assert_string_equal(
		reason_of(spec, &conversation),
		"W weekly update owed after comment 4, 1d ago   7 days between updates (IRG 3.2)   "
		"R comment 14 by jo, 1h ago: \"How many?\"");
	spec.owed[1].asks = false;
	assert_null(strstr(reason_of(spec, &conversation), "How many"));
	spec.owed[1].asks = true;
	spec.owed[1].state = STATE_ACKNOWLEDGED;
	assert_null(strstr(reason_of(spec, &conversation), "How many"));
}

/* What a reason of this bug reads of the conversation; seen_utc UTC_NONE: without marks. */
static bool excerpt_of(struct spec spec, int64_t seen_utc, struct excerpt *excerpt)
{
	struct marks marks = {.baseline_utc = seen_utc};
	struct moment moment = *fixture_moment();
	struct entry *entry = fixture_entry(spec);
	struct row row = {.entry = entry, .at = &moment};
	moment.marks = seen_utc != UTC_NONE ? &marks : NULL;
	bool reads = reason_excerpt(&row, excerpt);
	entry_unref(entry);
	return reads;
}

static void no_more_is_read_than_is_told(void **state)
{
	(void)state;
	struct excerpt excerpt;
	struct spec quiet = {.id = 1}, spec = asked();
	spec.owed[1] = spec.owed[0];
	spec.owed[0] =
		(struct owed)OWED(KIND_WEEKLY, -2 * DAY_S, .cause = {.type = CAUSE_COMMENT, .number = 4});
	spec.owed[1].asks = true;
	assert_false(excerpt_of(quiet, UTC_NONE, &excerpt));
	assert_true(excerpt_of(spec, UTC_NONE, &excerpt));
	assert_int_equal(excerpt.number, 4); /* due first */
	assert_int_equal(excerpt.other_number, 14);
	assert_true(excerpt.since_utc == INT64_MAX);
	quiet.others_age = HOUR_S;
	assert_true(excerpt_of(quiet, NOW - DAY_S, &excerpt));
	assert_int_equal(excerpt.number, -1);
	assert_int_equal(excerpt.since_utc, NOW - DAY_S);
}

/* --- what changed --- */

static const char *reason_with_marks(struct spec spec, const struct conversation *conversation,
				     int64_t seen_utc)
{
	struct marks marks = {.baseline_utc = seen_utc};
	struct moment moment = *fixture_moment();
	struct entry *entry = fixture_entry(spec);
	struct row row = {.entry = entry, .at = &moment};
	struct str out = {0};
	moment.marks = &marks;
	reason_text(&row, conversation, fixture_look(), REASON_WHOLE, &out);
	reason_add_news(&row, conversation, fixture_look(), &out);
	assert_true(out.len < sizeof reason);
	memcpy(reason, str_text(&out), out.len + 1);
	str_free(&out);
	entry_unref(entry);
	return reason;
}

static void what_changed_is_told_with_what_and_by_whom(void **state)
{
	(void)state;
	struct comment comments[] = {
		{.number = 14, .author = "j.doe@reader.example", .time_utc = NOW - 9 * DAY_S, .text = "Why?"},
		{.number = 15,
		 .author = "lee@reader.example",
		 .time_utc = NOW - 2 * HOUR_S,
		 .text = "Me too."},
	};
	struct change changes[] = {
		{NOW - HOUR_S, "k.stone@root.example", "whiteboard", "Next update: 2026-12-15", ""}};
	struct conversation conversation = {comments, 2, changes, 1};
	struct spec spec = {.id = 1, .others_age = HOUR_S};
	assert_string_equal(reason_with_marks(spec, &conversation, NOW - DAY_S),
			    "nothing is owed   new: Next update 12-15 → none, k.stone, 1h ago; 1 comment by "
			    "lee, 2h ago");
	assert_string_equal(reason_with_marks(spec, &conversation, NOW - HOUR_S), "nothing is owed");
	assert_string_equal(reason_with_marks(spec, NULL, NOW - DAY_S), "nothing is owed");
	spec.is_others = true;
	assert_string_equal(
		reason_with_marks(spec, &conversation, NOW - HOUR_S - 1),
		"another CA's bug: we owe nothing   new: Next update 12-15 → none, k.stone, 1h ago");
}

static void the_comment_that_is_owed_an_answer_is_not_told_twice(void **state)
{
	(void)state;
	struct comment comments[] = {
		{.number = 14, .author = "j.doe@reader.example", .time_utc = NOW - HOUR_S, .text = "Why?"}};
	struct conversation conversation = {.comments = comments, .n_comments = 1};
	struct spec spec = asked();
	spec.others_age = HOUR_S;
	assert_null(strstr(reason_with_marks(spec, &conversation, NOW - DAY_S), "new:"));
	assert_non_null(strstr(reason, "\"Why?\""));
}

static void what_is_perhaps_ours_tells_which_word_says_so(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .is_others = true, .perhaps_ours = "Example Trust"};
	assert_string_equal(reason_of(spec, NULL),
			    "perhaps ours: the title says \"Example Trust\", but it is "
			    "filed on somebody else, so nothing is counted");
}

static void what_owes_nothing_says_so(void **state)
{
	(void)state;
	struct spec waits = {.id = 1, .closing_age = LEFT(34, 0, 0, 0)};
	assert_string_equal(reason_of(waits, NULL),
			    "c waits to be closed: closure summary posted 34d ago, nothing is owed");
	waits.lacks_needinfo = true;
	assert_memory_equal(reason_of(waits, NULL), "C closure summary posted 34d ago, but without", 45);
	assert_string_equal(reason_of((struct spec){.id = 1}, NULL), "nothing is owed");
	assert_string_equal(reason_of((struct spec){.id = 1, .resolution = "FIXED"}, NULL),
			    "closed: nothing is owed");
	assert_string_equal(reason_of((struct spec){.id = 1, .is_others = true}, NULL),
			    "another CA's bug: we owe nothing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_is_told_with_its_author_age_and_words),
		cmocka_unit_test(without_a_question_the_first_line_of_its_own_is_quoted),
		cmocka_unit_test(long_and_hostile_words_are_cut_and_printable),
		cmocka_unit_test(where_the_room_is_small_the_quotation_is_cut_and_the_rule_is_not),
		cmocka_unit_test(what_is_not_loaded_is_not_quoted),
		cmocka_unit_test(each_cause_has_its_words),
		cmocka_unit_test(a_question_that_waits_is_told_after_what_is_due_before_it),
		cmocka_unit_test(what_owes_nothing_says_so),
		cmocka_unit_test(no_more_is_read_than_is_told),
		cmocka_unit_test(what_changed_is_told_with_what_and_by_whom),
		cmocka_unit_test(the_comment_that_is_owed_an_answer_is_not_told_twice),
		cmocka_unit_test(what_is_perhaps_ours_tells_which_word_says_so),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
