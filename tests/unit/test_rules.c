/* The table of rules (deadlines.md, Sources and Obligations). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utc.h"
#include "deadline/rules.h"

static void versions_are_in_force_from_the_days_of_the_sources(void **state)
{
	(void)state;
	assert_int_equal(MOZ_UTC, utc_from_date(2017, 1, 1));
	assert_int_equal(IRG1_UTC, utc_from_date(2023, 2, 15));
	assert_int_equal(IRG2_UTC, utc_from_date(2023, 10, 17));
	assert_int_equal(IRG3_UTC, utc_from_date(2025, 3, 1));
	assert_int_equal(IRG3_1_UTC, utc_from_date(2025, 7, 15));
	assert_int_equal(IRG3_2_UTC, utc_from_date(2026, 3, 20));
}

static void a_boundary_second_belongs_to_the_newer_rules(void **state)
{
	(void)state;
	static const struct {
		int64_t from_utc;
		const char *citation, *before;
	} versions[] = {
		{IRG1_UTC, "IRG 1.0", "MOZ"},       {IRG2_UTC, "IRG 2.0", "IRG 1.0"},
		{IRG3_UTC, "IRG 3.0", "IRG 2.0"},   {IRG3_1_UTC, "IRG 3.1", "IRG 3.0"},
		{IRG3_2_UTC, "IRG 3.2", "IRG 3.1"},
	};
	for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
		assert_string_equal(rule_find("weekly", versions[i].from_utc)->citation,
				    versions[i].citation);
		assert_string_equal(rule_find("weekly", versions[i].from_utc - 1)->citation,
				    versions[i].before);
	}
}

static void before_the_first_source_nothing_is_owed(void **state)
{
	(void)state;
	assert_null(rule_find("weekly", MOZ_UTC - 1));
	assert_non_null(rule_find("weekly", MOZ_UTC));
	assert_null(rule_find("full-report", IRG1_UTC - 1));
	assert_null(rule_find("revocation", IRG3_UTC - 1));
	assert_null(rule_find("revocation-3d", IRG3_UTC - 1));
	assert_null(rule_find("closure-needinfo", IRG3_1_UTC - 1));
	assert_null(rule_find("no-such-rule", IRG3_2_UTC));
}

static void durations_are_those_of_the_documents(void **state)
{
	(void)state;
	assert_int_equal(rule_find("initial", IRG2_UTC - 1)->duration_s, 7 * 86400);
	assert_int_equal(rule_find("initial", IRG2_UTC)->duration_s, 72 * 3600);
	assert_int_equal(rule_find("full-report", IRG1_UTC)->duration_s, 14 * 86400);
	assert_int_equal(rule_find("respond", MOZ_UTC)->duration_s, 7 * 86400);
	assert_int_equal(rule_find("needinfo", IRG3_2_UTC)->duration_s, 7 * 86400);
	assert_int_equal(rule_find("weekly", IRG3_2_UTC)->duration_s, 7 * 86400);
	assert_int_equal(rule_find("revocation", IRG3_UTC)->duration_s, 7 * 86400);
	assert_int_equal(rule_find("revocation-3d", IRG3_UTC)->duration_s, 3 * 86400);
}

static void a_rule_id_is_the_word_of_its_kind_but_for_the_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_rules; i++) {
		const struct rule *rule = &rules[i];
		bool is_should = str_equals(rule->id, "revocation-3d");
		assert_string_equal(is_should ? "revocation" : rule->id, kinds[rule->kind].word);
		assert_int_equal(rule->level, is_should ? LEVEL_SHOULD : LEVEL_MUST);
		assert_true(rule->demands[0] != '\0');
	}
}

static void rows_of_an_id_follow_each_other_in_time(void **state)
{
	(void)state;
	for (size_t i = 1; i < n_rules; i++)
		if (str_equals(rules[i].id, rules[i - 1].id))
			assert_true(rules[i].from_utc > rules[i - 1].from_utc);
}

static void kinds_are_found_by_word_and_by_letter(void **state)
{
	(void)state;
	const char letters[] = "IFRQNWVAPC";
	for (size_t i = 0; i < KINDS; i++) {
		enum obligation_kind found;
		assert_int_equal(kinds[i].kind, i);
		assert_int_equal(kinds[i].letter, letters[i]);
		assert_true(kind_find(span_of(kinds[i].word), &found));
		assert_int_equal(found, i);
		const char small[] = {ascii_lower(kinds[i].letter), '\0'};
		assert_true(kind_find(span_of(small), &found));
		assert_int_equal(found, i);
	}
}

static void what_is_no_kind_is_not_found(void **state)
{
	(void)state;
	enum obligation_kind found;
	assert_false(kind_find(span_of("x"), &found));
	assert_false(kind_find(span_of(""), &found));
	assert_false(kind_find(span_of("week"), &found));
}

static void levels_have_the_words_of_the_contract(void **state)
{
	(void)state;
	assert_string_equal(level_word(LEVEL_MUST), "MUST");
	assert_string_equal(level_word(LEVEL_PROMISE), "PROMISE");
	assert_string_equal(level_word(LEVEL_SHOULD), "SHOULD");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_are_in_force_from_the_days_of_the_sources),
		cmocka_unit_test(a_boundary_second_belongs_to_the_newer_rules),
		cmocka_unit_test(before_the_first_source_nothing_is_owed),
		cmocka_unit_test(durations_are_those_of_the_documents),
		cmocka_unit_test(a_rule_id_is_the_word_of_its_kind_but_for_the_should),
		cmocka_unit_test(rows_of_an_id_follow_each_other_in_time),
		cmocka_unit_test(kinds_are_found_by_word_and_by_letter),
		cmocka_unit_test(what_is_no_kind_is_not_found),
		cmocka_unit_test(levels_have_the_words_of_the_contract),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
