/* Who is team, outside or bot, and whose bug it is (deadlines.md, Words). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utc.h"
#include "model/team.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *ana_accounts[] = {"ana@example-trust.example", "u654666@disabled.tld"};
static const char *ben_accounts[] = {"ben@contractor.example"};
static struct absence ana_away[] = {{.from_utc = 86400 * 10, .to_utc = 86400 * 11}};
static struct member members[] = {
	{.key = "ana",
	 .accounts = ana_accounts,
	 .n_accounts = 2,
	 .buddy = "ben",
	 .away = ana_away,
	 .n_away = 1},
	{.key = "ben", .accounts = ben_accounts, .n_accounts = 1},
};
static const char *names[] = {"Example Trust", "Example  Trust Services", "Autoridad de Certificación",
			      "Alpha/Beta Trust"};
static const char *domains[] = {"example-trust.example"};
static const char *aliases[] = {"incident@alias.example"};
static const char *bots[] = {"release-bot@mozilla.tld", "wikibot", "robot@example-trust.example"};

static struct roster example_roster(void)
{
	return (struct roster){.ca_names = names,
			       .n_ca_names = COUNT(names),
			       .domains = domains,
			       .n_domains = COUNT(domains),
			       .aliases = aliases,
			       .n_aliases = COUNT(aliases),
			       .bots = bots,
			       .n_bots = COUNT(bots),
			       .members = members,
			       .n_members = COUNT(members),
			       .workdays = WORKDAYS_MON_FRI};
}

static void assert_party(const char *login, enum party wanted)
{
	struct roster roster = example_roster();
	if (roster_party(&roster, login) != wanted)
		fail_msg("%s is %s", login, party_word(roster_party(&roster, login)));
}

static void a_members_account_present_or_former_is_team(void **state)
{
	(void)state;
	assert_party("ben@contractor.example", PARTY_TEAM);
	assert_party("u654666@disabled.tld", PARTY_TEAM);
}

static void an_alias_is_team(void **state)
{
	(void)state;
	struct roster roster = example_roster();
	assert_party("incident@alias.example", PARTY_TEAM);
	assert_true(roster_is_alias(&roster, "Incident@alias.example"));
	assert_false(roster_is_alias(&roster, "ben@contractor.example"));
}

static void a_domain_is_team_and_a_subdomain_is_another(void **state)
{
	(void)state;
	assert_party("anybody@example-trust.example", PARTY_TEAM);
	assert_party("anybody@mail.example-trust.example", PARTY_OUTSIDE);
	assert_party("anybody@not-example-trust.example", PARTY_OUTSIDE);
	assert_party("example-trust.example", PARTY_OUTSIDE);
}

static void bots_are_looked_at_first(void **state)
{
	(void)state;
	assert_party("robot@example-trust.example", PARTY_BOT);
	assert_party("release-bot@mozilla.tld", PARTY_BOT);
	assert_party("wikibot", PARTY_BOT);
}

static void everybody_else_is_outside(void **state)
{
	(void)state;
	assert_party("jo@reader.example", PARTY_OUTSIDE);
	assert_party("", PARTY_OUTSIDE);
	assert_party("@", PARTY_OUTSIDE);
}

static void logins_compare_without_regard_to_case(void **state)
{
	(void)state;
	assert_party("BEN@Contractor.EXAMPLE", PARTY_TEAM);
	assert_party("Somebody@EXAMPLE-Trust.example", PARTY_TEAM);
	assert_party("WikiBot", PARTY_BOT);
}

static void without_a_domain_accounts_aliases_and_bots_match_by_the_part_before_it(void **state)
{
	(void)state;
	assert_party("ana", PARTY_TEAM);
	assert_party("Ben", PARTY_TEAM);
	assert_party("incident", PARTY_TEAM);
	assert_party("release-bot", PARTY_BOT);
	assert_party("anybody", PARTY_OUTSIDE);
	assert_party("be", PARTY_OUTSIDE);
}

static void with_a_domain_the_part_before_it_is_not_enough(void **state)
{
	(void)state;
	assert_party("ben@elsewhere.example", PARTY_OUTSIDE);
	assert_party("wikibot@elsewhere.example", PARTY_OUTSIDE);
}

static void a_name_without_domain_that_matches_nobody_is_hidden_where_domains_count(void **state)
{
	(void)state;
	struct roster roster = example_roster();
	assert_true(roster_is_hidden(&roster, "anybody"));
	assert_false(roster_is_hidden(&roster, "ana"));
	assert_false(roster_is_hidden(&roster, "wikibot"));
	assert_false(roster_is_hidden(&roster, "anybody@reader.example"));
	roster.n_domains = 0;
	assert_false(roster_is_hidden(&roster, "anybody"));
}

static bool is_ours(const char *summary, const char *assignee)
{
	struct roster roster = example_roster();
	return roster_is_ours(&roster, &(struct bug){.summary = summary, .assignee = assignee});
}

static void ours_by_the_name_before_the_colon(void **state)
{
	(void)state;
	assert_true(is_ours("Example Trust: late", "nobody@mozilla.org"));
	assert_true(is_ours("  EXAMPLE \t trust : late", "nobody@mozilla.org"));
	assert_true(is_ours("Example Trust\xc2\xa0Services: late", "nobody@mozilla.org"));
	assert_true(is_ours("AUTORIDAD DE CERTIFICACI\xc3\x93N: late", "nobody@mozilla.org"));
	assert_false(is_ours("Example Trust Group: late", "nobody@mozilla.org"));
	assert_false(is_ours("Example: late", "nobody@mozilla.org"));
	assert_false(is_ours("Example Trust late", "nobody@mozilla.org"));
	assert_false(is_ours("Other CA: Example Trust: late", "nobody@mozilla.org"));
}

static void ours_by_a_part_between_slashes(void **state)
{
	(void)state;
	assert_true(is_ours("Other CA / example trust: late", "nobody@mozilla.org"));
	assert_true(is_ours("Example Trust/Other CA: late", "nobody@mozilla.org"));
	assert_true(is_ours("Alpha/Beta Trust: late", "nobody@mozilla.org"));
	assert_false(is_ours("Alpha: late", "nobody@mozilla.org"));
	assert_false(is_ours("//: late", "nobody@mozilla.org"));
}

static void ours_by_a_name_with_a_comma_that_a_list_holds_as_two(void **state)
{
	static const char *listed[] = {"Beta", "Example", "Inc.", "Alpha"};
	const struct roster roster = {.ca_names = listed, .n_ca_names = 4};
	static const struct {
		const char *summary;
		bool is_ours;
	} cases[] = {
		{"Example, Inc.: late", true},
		{"Other CA / example,inc. : late", true},
		{"Example: late", true},
		{"Inc., Alpha: late", true},
		{"Example, Ltd.: late", false},
		{"Inc., Example: late", false},
		{"Alpha, Beta: late", false},
		{"Example, Inc., Alpha, Beta: late", false},
		{", : late", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (roster_is_ours(&roster, &(struct bug){.summary = cases[i].summary}) != cases[i].is_ours)
			fail_msg("%s", cases[i].summary);
}

static void ours_by_an_assignee_of_the_team(void **state)
{
	(void)state;
	assert_true(is_ours("Other CA: late", "ben@contractor.example"));
	assert_true(is_ours("Other CA: late", "incident"));
	assert_false(is_ours("Other CA: late", "robot@example-trust.example"));
	assert_false(is_ours("Other CA: late", "jo@reader.example"));
	assert_false(is_ours("Other CA: late", NULL));
}

static void a_bug_of_others_whose_title_names_us_is_perhaps_ours(void **state)
{
	(void)state;
	struct roster roster = example_roster();
	static const char *also[] = {"extrust"};
	roster.also = also;
	roster.n_also = 1;
	struct bug bug = {.summary = "Meridian: for Example Trust customers",
			  .assignee = "nobody@mozilla.org"};
	assert_string_equal(roster_perhaps_ours(&roster, &bug), "Example Trust");
	bug.summary = "ExTrust issues without a log";
	assert_string_equal(roster_perhaps_ours(&roster, &bug), "extrust");
	bug.summary = "Meridian: wrong extrusted";
	assert_null(roster_perhaps_ours(&roster, &bug));
	bug.summary = "Example Trust: as it should be written";
	assert_null(roster_perhaps_ours(&roster, &bug));
	bug.summary = "Example Trust without a colon";
	assert_string_equal(roster_perhaps_ours(&roster, &bug), "Example Trust");
	bug.assignee = "ben@contractor.example";
	assert_null(roster_perhaps_ours(&roster, &bug));
}

static void i_am_whoever_has_one_of_my_accounts(void **state)
{
	(void)state;
	struct roster roster = example_roster();
	assert_false(roster_is_me(&roster, "ana@example-trust.example"));
	roster.me = "ana";
	assert_true(roster_is_me(&roster, "ANA@example-trust.example"));
	assert_true(roster_is_me(&roster, "u654666@disabled.tld"));
	assert_false(roster_is_me(&roster, "ben@contractor.example"));
	assert_false(roster_is_me(&roster, "reader@else.example"));
}

static void somebody_of_our_domains_whom_no_list_names_is_unlisted(void **state)
{
	(void)state;
	struct roster roster = example_roster();
	assert_true(roster_is_unlisted(&roster, "new@example-trust.example"));
	assert_false(roster_is_unlisted(&roster, "ana@example-trust.example"));
	assert_false(roster_is_unlisted(&roster, "incident@alias.example"));
	assert_false(roster_is_unlisted(&roster, "robot@example-trust.example"));
	assert_false(roster_is_unlisted(&roster, "reader@else.example"));
}

static void members_are_found_by_key_and_by_login(void **state)
{
	(void)state;
	struct roster roster = example_roster();
	assert_ptr_equal(roster_member(&roster, "ben"), &members[1]);
	assert_null(roster_member(&roster, "carla"));
	assert_null(roster_member(&roster, NULL));
	assert_ptr_equal(roster_member_by_login(&roster, "U654666@disabled.tld"), &members[0]);
	assert_ptr_equal(roster_member_by_login(&roster, "ben"), &members[1]);
	assert_null(roster_member_by_login(&roster, "anybody@example-trust.example"));
}

static void a_login_is_short_up_to_its_domain_but_never_empty(void **state)
{
	(void)state;
	assert_true(span_equals(login_name(span_of("ana@ca.example")), "ana"));
	assert_true(span_equals(login_name(span_of("ana")), "ana"));
	assert_true(span_equals(login_name(span_of("ana@b@c")), "ana"));
	assert_true(span_equals(login_name(span_of("@ca.example")), "@ca.example"));
	assert_true(span_equals(login_name(span_of("")), ""));
}

static void logins_are_the_same_when_only_one_of_them_lacks_its_domain(void **state)
{
	(void)state;
	assert_true(login_equals("kim@root.example", "KIM@root.example"));
	assert_true(login_equals("kim", "kim@root.example"));
	assert_true(login_equals("kim@root.example", "Kim"));
	assert_true(login_equals("kim", "KIM"));
	assert_false(login_equals("kim@root.example", "kim@other.example"));
	assert_false(login_equals("kim", "kimberly@root.example"));
	assert_false(login_equals("", "@root.example"));
}

static void an_absence_lasts_from_its_first_second_to_its_last(void **state)
{
	(void)state;
	assert_false(member_is_away(&members[0], 86400 * 10 - 1));
	assert_true(member_is_away(&members[0], 86400 * 10));
	assert_true(member_is_away(&members[0], 86400 * 12 - 1));
	assert_false(member_is_away(&members[0], 86400 * 12));
	assert_false(member_is_away(&members[1], 86400 * 10));
}

static void assert_refused(struct roster roster, const char *wanted)
{
	struct error err = {0};
	assert_false(roster_check(&roster, &err));
	assert_int_equal(err.fault, FAULT_CONFIG);
	assert_string_equal(err.text, wanted);
}

static void a_sound_roster_is_accepted(void **state)
{
	(void)state;
	struct error err = {0};
	struct roster roster = example_roster();
	assert_true(roster_check(&roster, &err));
	roster.me = "ana";
	assert_true(roster_check(&roster, &err));
	assert_true(roster_check(&(struct roster){0}, &err));
}

static void the_same_local_part_at_two_members_is_an_error(void **state)
{
	(void)state;
	const char *accounts[] = {"BEN@elsewhere.example"};
	struct member three[] = {
		members[0], members[1], {.key = "bob", .accounts = accounts, .n_accounts = 1}};
	struct roster roster = example_roster();
	roster.members = three;
	roster.n_members = 3;
	assert_refused(roster, "member bob: account BEN@elsewhere.example cannot be told apart from "
			       "ben@contractor.example of ben: both have the same part before the @");
}

static void the_same_local_part_at_a_member_and_an_alias_or_bot_is_an_error(void **state)
{
	(void)state;
	const char *logins[] = {"ana@elsewhere.example"};
	struct roster roster = example_roster();
	roster.aliases = logins;
	roster.n_aliases = 1;
	assert_refused(roster, "member ana: account ana@example-trust.example cannot be told apart from "
			       "ana@elsewhere.example of aliases: both have the same part before the @");
	roster = example_roster();
	roster.bots = logins;
	roster.n_bots = 1;
	assert_refused(roster, "member ana: account ana@example-trust.example cannot be told apart from "
			       "ana@elsewhere.example of bots: both have the same part before the @");
}

static void the_same_local_part_twice_at_one_member_is_fine(void **state)
{
	(void)state;
	const char *accounts[] = {"ana@example-trust.example", "ana@old.example"};
	struct member one = {.key = "ana", .accounts = accounts, .n_accounts = 2};
	struct roster roster = {.members = &one, .n_members = 1};
	struct error err = {0};
	assert_true(roster_check(&roster, &err));
}

static void a_buddy_must_be_another_member(void **state)
{
	(void)state;
	struct member two[] = {members[0], members[1]};
	struct roster roster = example_roster();
	roster.members = two;
	two[0].buddy = "ana";
	assert_refused(roster, "member ana: buddy must be somebody else");
	two[0].buddy = "carla";
	assert_refused(roster, "member ana: buddy carla is no member");
}

static void me_must_be_a_member(void **state)
{
	(void)state;
	struct roster roster = example_roster();
	roster.me = "carla";
	assert_refused(roster, "member = carla: there is no [member carla]");
}

static void without_a_decision_the_assignee_owns_and_brings_the_buddy(void **state)
{
	(void)state;
	struct roster roster = example_roster();
	struct bug_team team = team_fold(&roster, &(struct bug){.assignee = "ana@example-trust.example"});
	assert_string_equal(team.owner, "ana");
	assert_string_equal(team.buddy, "ben");
	assert_null(team.poster);
	assert_null(team.ticket);
	assert_int_equal(team.aware_utc, UTC_NONE);
	team = team_fold(&roster, &(struct bug){.assignee = "ben"});
	assert_string_equal(team.owner, "ben");
	assert_null(team.buddy);
}

static void an_assignee_who_is_no_member_is_no_owner(void **state)
{
	(void)state;
	struct roster roster = example_roster();
	assert_null(team_fold(&roster, &(struct bug){.assignee = "jo@reader.example"}).owner);
	assert_null(team_fold(&roster, &(struct bug){.assignee = "incident@alias.example"}).owner);
	assert_null(team_fold(&roster, &(struct bug){.assignee = NULL}).owner);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_members_account_present_or_former_is_team),
		cmocka_unit_test(an_alias_is_team),
		cmocka_unit_test(a_domain_is_team_and_a_subdomain_is_another),
		cmocka_unit_test(bots_are_looked_at_first),
		cmocka_unit_test(everybody_else_is_outside),
		cmocka_unit_test(logins_compare_without_regard_to_case),
		cmocka_unit_test(without_a_domain_accounts_aliases_and_bots_match_by_the_part_before_it),
		cmocka_unit_test(with_a_domain_the_part_before_it_is_not_enough),
		cmocka_unit_test(a_name_without_domain_that_matches_nobody_is_hidden_where_domains_count),
		cmocka_unit_test(ours_by_the_name_before_the_colon),
		cmocka_unit_test(ours_by_a_part_between_slashes),
		cmocka_unit_test(ours_by_a_name_with_a_comma_that_a_list_holds_as_two),
		cmocka_unit_test(ours_by_an_assignee_of_the_team),
		cmocka_unit_test(a_bug_of_others_whose_title_names_us_is_perhaps_ours),
		cmocka_unit_test(i_am_whoever_has_one_of_my_accounts),
		cmocka_unit_test(somebody_of_our_domains_whom_no_list_names_is_unlisted),
		cmocka_unit_test(members_are_found_by_key_and_by_login),
		cmocka_unit_test(a_login_is_short_up_to_its_domain_but_never_empty),
		cmocka_unit_test(logins_are_the_same_when_only_one_of_them_lacks_its_domain),
		cmocka_unit_test(an_absence_lasts_from_its_first_second_to_its_last),
		cmocka_unit_test(a_sound_roster_is_accepted),
		cmocka_unit_test(the_same_local_part_at_two_members_is_an_error),
		cmocka_unit_test(the_same_local_part_at_a_member_and_an_alias_or_bot_is_an_error),
		cmocka_unit_test(the_same_local_part_twice_at_one_member_is_fine),
		cmocka_unit_test(a_buddy_must_be_another_member),
		cmocka_unit_test(me_must_be_a_member),
		cmocka_unit_test(without_a_decision_the_assignee_owns_and_brings_the_buddy),
		cmocka_unit_test(an_assignee_who_is_no_member_is_no_owner),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
