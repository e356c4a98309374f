/* Who answers for a CA whose team nobody has written down (cli.md, PROFILE). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/infer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *names[] = {"Example Trust", "Example Trust Services"};
static const char *bots[] = {"release-mgmt-account-bot@mozilla.tld", "wikibot"};
static const struct roster ca = {.ca_names = names,
				 .n_ca_names = COUNT(names),
				 .bots = bots,
				 .n_bots = COUNT(bots),
				 .is_inferred = true};

/* The keys of the team, by comma. */
static const char *keys_of(const struct roster *roster)
{
	static char text[256];

	text[0] = '\0';
	for (size_t i = 0; i < roster->n_members; i++) {
		strcat(text, i ? "," : "");
		strcat(text, roster->members[i].key);
	}
	return text;
}

static void assert_team(const struct title *titles, size_t n, const char *wanted)
{
	const struct roster *roster = infer_team(&ca, titles, n);
	struct error err;

	assert_string_equal(keys_of(roster), wanted);
	if (!roster_check(roster, &err))
		fail_msg("%s", err.text);
	roster_unref(roster);
}

static void whoever_is_assigned_a_bug_of_the_ca_is_team(void **state)
{
	const struct title titles[] = {{"Example Trust: a", "ana@example-trust.example", ""},
				       {"Other CA: b", "x@other.example", ""},
				       {"Example Trust: c", "ben@contractor.example", ""},
				       {"Example Trust: d", "ANA@Example-Trust.example", ""}};

	(void)state;
	assert_team(titles, COUNT(titles), "ana,ben");
}

static void a_name_counts_in_any_case_and_beside_others(void **state)
{
	const struct title titles[] = {{"EXAMPLE  trust : a", "ana@a.example", ""},
				       {"Other CA / example trust services: b", "ben@b.example", ""},
				       {"Example Trusted: c", "carla@c.example", ""},
				       {"Example Trust d", "dev@d.example", ""}};

	(void)state;
	assert_team(titles, COUNT(titles), "ana,ben");
}

static void whoever_is_assigned_bugs_of_another_ca_is_not(void **state)
{
	const struct title titles[] = {{"Other CA: a", "Steward@root.example", ""},
				       {"Example Trust: b", "steward@root.example", ""},
				       {"Example Trust: c", "ana@example-trust.example", ""},
				       {"Example Trust: d", "staff@mozilla.example", ""},
				       {"third ca / Fourth CA: e", "staff@mozilla.example", ""}};

	(void)state;
	assert_team(titles, COUNT(titles), "ana");
}

static void a_bug_that_names_no_ca_says_nothing_of_its_assignee(void **state)
{
	const struct title titles[] = {{"Example Trust: a", "ana@example-trust.example", ""},
				       {"CRLs are missing", "ana@example-trust.example", ""},
				       {": c", "ana@example-trust.example", ""},
				       {"No name either", "zoe@example-trust.example", ""}};

	(void)state;
	assert_team(titles, COUNT(titles), "ana");
}

static void another_spelling_of_the_name_makes_no_member_and_costs_none(void **state)
{
	const struct title titles[] = {{"Example Trust: a", "ana@example-trust.example", ""},
				       {"ExampleTrust Ltd.: b", "ana@example-trust.example", ""},
				       {"Example-Trust: c", "ben@example-trust.example", ""}};

	(void)state;
	assert_team(titles, COUNT(titles), "ana");
}

static void nobody_and_bots_are_never_team(void **state)
{
	const struct title titles[] = {{"Example Trust: a", "nobody@mozilla.org", ""},
				       {"Example Trust: b", "Nobody", ""},
				       {"Example Trust: c", "release-mgmt-account-bot@mozilla.tld", ""},
				       {"Example Trust: d", "wikibot@bots.example", ""},
				       {"Example Trust: e", "triage-bot@mozilla.example", ""},
				       {"Example Trust: f", "bot@mozilla.example", ""},
				       {"Example Trust: g", "", ""},
				       {"Example Trust: h", "talbot@example-trust.example", ""}};

	(void)state;
	assert_team(titles, COUNT(titles), "talbot");
}

static void a_hidden_domain_is_no_other_person(void **state)
{
	const struct title titles[] = {{"Example Trust: a", "ana", ""},
				       {"Example Trust: b", "ana@example-trust.example", ""},
				       {"Example Trust: c", "compliance", ""},
				       {"Other CA: d", "compliance", ""}};

	(void)state;
	assert_team(titles, COUNT(titles), "ana");
}

static void accounts_with_one_name_are_one_member_without_those_that_work_elsewhere(void **state)
{
	const struct title titles[] = {{"Example Trust: a", "ana@old.example", ""},
				       {"Example Trust: b", "Ana@new.example", "Ana Example"},
				       {"Example Trust: c", "ana@root.example", ""},
				       {"Other CA: d", "ana@root.example", ""}};
	const struct roster *roster = infer_team(&ca, titles, COUNT(titles));

	(void)state;
	assert_string_equal(keys_of(roster), "Ana");
	assert_int_equal(roster->members[0].n_accounts, 2);
	assert_string_equal(roster->members[0].name, "Ana Example");
	assert_int_equal(roster_party(roster, "ana@old.example"), PARTY_TEAM);
	assert_int_equal(roster_party(roster, "ana@new.example"), PARTY_TEAM);
	assert_int_equal(roster_party(roster, "ana@root.example"), PARTY_OUTSIDE);
	roster_unref(roster);
}

static void keys_are_words_each_once(void **state)
{
	const struct title titles[] = {{"Example Trust: a", "me@example-trust.example", ""},
				       {"Example Trust: b", "None@example-trust.example", ""},
				       {"Example Trust: c", "a b@example-trust.example", ""},
				       {"Example Trust: d", "a+b@example-trust.example", ""},
				       {"Example Trust: e", "\x1b[2J@example-trust.example", ""},
				       {"Example Trust: f", "++@example-trust.example", ""}};

	(void)state;
	assert_team(titles, COUNT(titles), "2J,member,a-b,a-b-2,me-2,None-2");
}

static void a_team_of_nobody_is_a_team(void **state)
{
	(void)state;
	assert_team(NULL, 0, "");
}

static void the_order_of_the_bugs_changes_nothing(void **state)
{
	const struct title titles[] = {{"Example Trust: a", "ben@b.example", "Ben"},
				       {"Example Trust: b", "ana@a.example", ""},
				       {"Other CA: c", "ben@b.example", ""},
				       {"Example Trust: d", "dev@a.example", ""},
				       {"Example Trust: e", "carla@c.example", "Carla"}};
	struct title reversed[COUNT(titles)];
	const struct roster *a = infer_team(&ca, titles, COUNT(titles)), *b;

	(void)state;
	for (size_t i = 0; i < COUNT(titles); i++)
		reversed[i] = titles[COUNT(titles) - 1 - i];
	b = infer_team(&ca, reversed, COUNT(titles));
	assert_int_equal(roster_stamp(a), roster_stamp(b));
	roster_unref(b);
	b = infer_team(&ca, titles, COUNT(titles) - 1);
	assert_int_not_equal(roster_stamp(a), roster_stamp(b));
	roster_unref(a);
	roster_unref(b);
}

static void a_new_name_or_account_is_another_team(void **state)
{
	struct title titles[] = {{"Example Trust: a", "ana@a.example", ""},
				 {"Example Trust: b", "ana@a.example", ""}};
	const struct roster *before = infer_team(&ca, titles, 1), *after;

	(void)state;
	titles[0].assignee_name = "Ana";
	after = infer_team(&ca, titles, 1);
	assert_int_not_equal(roster_stamp(before), roster_stamp(after));
	roster_unref(after);
	titles[0].assignee_name = "";
	titles[1].assignee = "ana@b.example";
	after = infer_team(&ca, titles, 2);
	assert_int_not_equal(roster_stamp(before), roster_stamp(after));
	roster_unref(after);
	roster_unref(before);
}

static void ours_is_what_the_title_says_whoever_is_assigned(void **state)
{
	const struct title title = {"Example Trust: a", "ana@a.example", ""};
	const struct roster *roster = infer_team(&ca, &title, 1);

	(void)state;
	assert_true(roster->is_inferred);
	assert_true(roster_is_ours(roster, &(struct bug){.summary = "example trust: b"}));
	assert_false(roster_is_ours(
		roster, &(struct bug){.summary = "CRLs are missing", .assignee = "ana@a.example"}));
	assert_int_equal(roster_party(roster, "ana@a.example"), PARTY_TEAM);
	assert_int_equal(roster_party(roster, "zoe@a.example"), PARTY_OUTSIDE);
	assert_int_equal(roster_party(roster, "wikibot"), PARTY_BOT);
	roster_unref(roster);
}

static void nothing_is_kept_of_the_titles(void **state)
{
	char login[] = "ana@a.example", name[] = "Ana";
	const struct title title = {"Example Trust: a", login, name};
	const struct roster *roster = infer_team(&ca, &title, 1);

	(void)state;
	login[0] = name[0] = 'x';
	assert_string_equal(roster->members[0].key, "ana");
	assert_string_equal(roster->members[0].name, "Ana");
	assert_string_equal(roster->members[0].accounts[0], "ana@a.example");
	roster_unref(roster);
}

/* What is typed in any case is shown as people know it. */
static void a_name_is_spelled_as_most_titles_have_it(void **state)
{
	const struct title titles[] = {{"EXAMPLE TRUST: a", "", ""},
				       {"Other CA / Example trust: b", "", ""},
				       {"Example trust: c", "", ""},
				       {"Example  Trusts: d", "", ""}};
	const char *typed[] = {"example trust", "another ca"};
	const struct roster wanted = {.ca_names = typed, .n_ca_names = 2, .is_inferred = true};
	const struct roster *roster = infer_team(&wanted, titles, COUNT(titles));

	(void)state;
	assert_int_equal(roster->n_ca_names, 2);
	assert_string_equal(roster->ca_names[0], "Example trust");
	assert_string_equal(roster->ca_names[1], "another ca");
	roster_unref(roster);
}

static void of_spellings_that_are_as_frequent_the_order_of_the_bugs_takes_none(void **state)
{
	const struct title titles[] = {{"example trust: a", "", ""}, {"Example Trust: b", "", ""}};
	const struct title turned[] = {titles[1], titles[0]};
	const struct roster *roster = infer_team(&ca, titles, 2), *other = infer_team(&ca, turned, 2);

	(void)state;
	assert_string_equal(roster->ca_names[0], "Example Trust");
	assert_string_equal(other->ca_names[0], "Example Trust");
	roster_unref(roster);
	roster_unref(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_is_assigned_a_bug_of_the_ca_is_team),
		cmocka_unit_test(a_name_counts_in_any_case_and_beside_others),
		cmocka_unit_test(whoever_is_assigned_bugs_of_another_ca_is_not),
		cmocka_unit_test(a_bug_that_names_no_ca_says_nothing_of_its_assignee),
		cmocka_unit_test(another_spelling_of_the_name_makes_no_member_and_costs_none),
		cmocka_unit_test(nobody_and_bots_are_never_team),
		cmocka_unit_test(a_hidden_domain_is_no_other_person),
		cmocka_unit_test(accounts_with_one_name_are_one_member_without_those_that_work_elsewhere),
		cmocka_unit_test(keys_are_words_each_once),
		cmocka_unit_test(a_team_of_nobody_is_a_team),
		cmocka_unit_test(the_order_of_the_bugs_changes_nothing),
		cmocka_unit_test(a_new_name_or_account_is_another_team),
		cmocka_unit_test(ours_is_what_the_title_says_whoever_is_assigned),
		cmocka_unit_test(nothing_is_kept_of_the_titles),
		cmocka_unit_test(a_name_is_spelled_as_most_titles_have_it),
		cmocka_unit_test(of_spellings_that_are_as_frequent_the_order_of_the_bugs_takes_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
