#include "tests/unit/view_fixture.h"
#include "view/condition.h"
#include "view/field.h"
#include "view/filter.h"
#include "view/filter_complete.h"
#include "view/filter_words.h"

static struct snapshot *snapshot;
static struct arena *home;

/* Three bugs of ours and one of others. */
static int set_up(void **state)
{
	struct entry *entries[] = {
		fixture_entry((struct spec){.id = 1, .labels = {"ca-compliance", "ov-misissuance"}}),
		fixture_entry((struct spec){.id = 2, .labels = {"ca-compliance", "audit delay"}}),
		fixture_entry((struct spec){.id = 3,
					    .team = {.ticket = "IR-101"},
					    .labels = {"\x1b[41m", "say \"no\"", "e\u202evil"}}),
		fixture_entry((struct spec){.id = 4, .summary = "Other (CA): Oh", .resolution = "FIXED"}),
	};
	if (fixture_set_up(state) != 0)
		return -1;
	snapshot = fixture_snapshot(entries, 4);
	home = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	snapshot_free(snapshot);
	arena_free(home);
	return 0;
}

static struct completion complete_at(const char *text, size_t cursor)
{
	struct completion completion = {.line = text, .cursor = cursor, .home = home};
	filter_complete(&completion, 0, snapshot, fixture_moment());
	return completion;
}

static struct completion complete(const char *text)
{
	return complete_at(text, strlen(text));
}

static const struct suggestion *offered(const struct completion *completion, const char *word)
{
	for (size_t i = 0; i < completion->n; i++)
		if (str_equals(completion->at[i].word, word))
			return &completion->at[i];
	return NULL;
}

static void every_term_of_the_tables_is_offered(void **state)
{
	struct completion completion = complete("");
	(void)state;
	assert_int_equal(completion.n, n_fields + 1);
	assert_string_equal(completion.at[0].word, "is:");
	for (size_t i = 0; i < n_fields; i++) {
		const struct suggestion *term =
			offered(&completion, arena_printf(home, "%s:", fields[i].key));
		assert_non_null(term);
		assert_string_equal(term->help, fields[i].help);
		assert_true(term->goes_on);
	}
}

static void a_term_begins_after_every_sign_of_the_language(void **state)
{
	static const struct {
		const char *text;
		size_t from;
	} rows[] = {
		{"own", 0},
		{"is:soon own", 8},
		{"-own", 1},
		{"!own", 1},
		{"(own", 1},
		{"-(!own", 3},
		{"is:soon|own", 8},
		{"is:soon | own", 10},
		{"(a) own", 4},
		{"--own", 2},
		{"owner:ana own", 10},
		{"\"a b\" own", 6},
		{"label:\"a:(b\" own", 13},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct completion completion = complete(rows[i].text);
		assert_int_equal(completion.from, rows[i].from);
		assert_int_equal(completion.n, 1);
		assert_string_equal(completion.at[0].word, "owner:");
	}
}

static void behind_is_stand_all_conditions(void **state)
{
	struct completion completion = complete("is:");
	(void)state;
	assert_int_equal(completion.n, n_conditions);
	for (size_t i = 0; i < n_conditions; i++)
		assert_string_equal(completion.at[i].word, conditions[i].key);
	completion = complete("-IS:soon,OVER");
	assert_int_equal(completion.n, 1);
	assert_string_equal(completion.at[0].word, "overdue");
	assert_int_equal(completion.from, 9);
}

static void behind_a_person_stand_members_me_and_none(void **state)
{
	struct completion completion = complete("owner:");
	(void)state;
	assert_int_equal(completion.n, fixture_roster()->n_members + 2);
	assert_string_equal(offered(&completion, "ana")->help, "Ana Example");
	assert_non_null(offered(&completion, "me"));
	assert_non_null(offered(&completion, "none"));
	assert_non_null(completion.about);
	completion = complete("owner:ana,c");
	assert_int_equal(completion.n, 1);
	assert_int_equal(completion.from, 10);
}

static void behind_other_fields_stands_what_their_type_takes(void **state)
{
	struct completion completion = complete("kind:r");
	(void)state;
	assert_string_equal(offered(&completion, "respond")->help, "answer");
	assert_string_equal(offered(&completion, "respond")->args, "R");
	assert_non_null(offered(&completion, "revocation"));
	completion = complete("flags:un");
	assert_non_null(offered(&completion, "unowned"));
	completion = complete("overdue:");
	assert_int_equal(completion.n, 2);
	completion = complete("due:<");
	assert_non_null(offered(&completion, "<48h"));
	assert_non_null(offered(&completion, "<meeting"));
	completion = complete("asked:");
	assert_non_null(offered(&completion, ">0"));
}

static void texts_are_those_that_occur(void **state)
{
	struct completion completion = complete("label:");
	(void)state;
	assert_string_equal(completion.at[0].word, "audit-delay");
	assert_string_equal(completion.at[0].help, "on 1 bug");
	assert_string_equal(offered(&completion, "ca-compliance")->help, "on 2 bugs");
	assert_non_null(offered(&completion, "ov-misissuance"));
	assert_int_equal(completion.n, 4);
	completion = complete("status:a");
	assert_int_equal(completion.n, 1);
	assert_string_equal(completion.at[0].word, "ASSIGNED");
	completion = complete("ticket:");
	assert_non_null(offered(&completion, "IR-101"));
}

static void a_text_with_signs_of_the_language_is_offered_in_quotes(void **state)
{
	struct completion completion = complete("ca:oth");
	(void)state;
	assert_int_equal(completion.n, 1);
	assert_string_equal(completion.at[0].word, "\"Other (CA)\"");
	completion = complete("ca:\"exa");
	assert_int_equal(completion.n, 1);
	assert_string_equal(completion.at[0].word, "\"Example Trust\"");
	assert_int_equal(completion.from, 3);
}

static void what_cannot_be_typed_is_not_offered(void **state)
{
	struct completion completion = complete("label:");
	(void)state;
	assert_null(offered(&completion, "\x1b[41m"));
	assert_null(offered(&completion, "say-\"no\""));
	assert_null(offered(&completion, "e\u202evil"));
}

static void prose_and_unknown_keys_have_nothing_to_offer(void **state)
{
	struct completion completion = complete("summary:Exa");
	(void)state;
	assert_int_equal(completion.n, 0);
	assert_int_equal(complete("summary:").n, 1); /* none */
	assert_int_equal(complete("nonsense:a").n, 0);
	assert_int_equal(complete("http://own").n, 0);
}

static void the_word_ends_at_the_cursor(void **state)
{
	struct completion completion = complete_at("ow is:soon", 2);
	(void)state;
	assert_int_equal(completion.n, 1);
	assert_int_equal(completion.from, 0);
	completion = complete_at("owner:an is:soon", 7);
	assert_int_equal(completion.n, 1);
	assert_string_equal(completion.at[0].word, "ana");
}

static void whatever_is_offered_is_a_filter(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_fields; i++) {
		const char *key = arena_printf(home, "%s:", fields[i].key);
		struct completion completion = complete(key);
		for (size_t k = 0; k < completion.n; k++) {
			struct error err;
			const char *text = arena_printf(home, "%s%s", key, completion.at[k].word);
			assert_non_null(filter_parse(text, fixture_roster(), home, NULL, &err));
		}
	}
}

static void words_agree_as_far_as_they_are_the_same(void **state)
{
	struct completion completion = complete("is:no");
	(void)state;
	assert_int_equal(completion_agreed(&completion), 3); /* no- */
	completion = complete("is:cl");
	assert_int_equal(completion_agreed(&completion), 4); /* clos: closed, closing */
	completion = complete("is:nothing");
	assert_int_equal(completion_agreed(&completion), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_term_of_the_tables_is_offered),
		cmocka_unit_test(a_term_begins_after_every_sign_of_the_language),
		cmocka_unit_test(behind_is_stand_all_conditions),
		cmocka_unit_test(behind_a_person_stand_members_me_and_none),
		cmocka_unit_test(behind_other_fields_stands_what_their_type_takes),
		cmocka_unit_test(texts_are_those_that_occur),
		cmocka_unit_test(a_text_with_signs_of_the_language_is_offered_in_quotes),
		cmocka_unit_test(what_cannot_be_typed_is_not_offered),
		cmocka_unit_test(prose_and_unknown_keys_have_nothing_to_offer),
		cmocka_unit_test(the_word_ends_at_the_cursor),
		cmocka_unit_test(whatever_is_offered_is_a_filter),
		cmocka_unit_test(words_agree_as_far_as_they_are_the_same),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
