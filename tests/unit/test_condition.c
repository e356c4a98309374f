/* The flags of cli.md and the other yes-or-no facts. */
#include "view_fixture.h"

#include "view/condition.h"

static bool holds(const char *key, struct spec spec)
{
	struct entry *entry = fixture_entry(spec);
	struct row row = fixture_row(entry);
	bool answer = condition_find(span_of(key))->holds(&row);
	entry_unref(entry);
	return answer;
}

static void the_table_fits_its_set_and_every_key_is_its_own(void **state)
{
	(void)state;
	assert_true(n_conditions <= 32);
	for (size_t i = 0; i < n_conditions; i++) {
		const struct condition *condition = &conditions[i];
		assert_ptr_equal(condition_find(span_of(condition->key)), condition);
		assert_true(condition->help[0]);
		assert_non_null(condition->holds);
		assert_int_equal(condition->alarm != NULL, condition->alarm_place != 0);
		for (size_t j = 0; condition->alarm && j < i; j++)
			assert_int_not_equal(condition->alarm_place, conditions[j].alarm_place);
	}
	assert_null(condition_find(span_of("nonsense")));
}

static void flags_hold_for_our_open_bugs_alone(void **state)
{
	(void)state;
	struct spec spec = {.id = 1,
			    .cc = "",
			    .assignee = "new@example-trust.example",
			    .owed = {OWED(KIND_WEEKLY, HOUR_S)},
			    .unlisted = "new@example-trust.example",
			    .closing_age = DAY_S};
	static const char *const keys[] = {"unowned",  "no-buddy",         "no-poster", "closing",
					   "no-alias", "assignee-differs", "no-ticket", "unknown-author"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct spec closed = spec, others = spec;
		closed.resolution = "FIXED";
		others.is_others = true;
		assert_true(holds(keys[i], spec));
		assert_false(holds(keys[i], closed));
		assert_false(holds(keys[i], others));
	}
}

static void a_bug_is_overdue_or_soon_never_both(void **state)
{
	(void)state;
	static const struct {
		int64_t left_s;
		bool is_overdue, is_soon;
	} cases[] = {{-1, true, false},
		     {0, false, true},
		     {SOON - NOW, false, true},
		     {SOON - NOW + 1, false, false}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct spec spec = {.id = 1, .owed = {OWED(KIND_WEEKLY, cases[i].left_s)}};
		assert_int_equal(holds("overdue", spec), cases[i].is_overdue);
		assert_int_equal(holds("soon", spec), cases[i].is_soon);
	}
	assert_false(holds("soon", (struct spec){.id = 1}));
	assert_false(holds("overdue", (struct spec){.id = 1}));
}

static void a_poster_is_wanted_seven_days_before(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .owed = {OWED(KIND_WEEKLY, WEEK_S)}};
	assert_true(holds("no-poster", spec));
	spec.owed[0].left_s = -WEEK_S;
	assert_true(holds("no-poster", spec));
	spec.owed[0].left_s = WEEK_S + 1;
	assert_false(holds("no-poster", spec));
	spec.owed[0].left_s = 1;
	spec.team.poster = "ana";
	assert_false(holds("no-poster", spec));
	assert_false(holds("no-poster", (struct spec){.id = 1}));
}

/* eve and fay are away from 11-24 to 12-01, both included. */
static void uncovered_is_when_both_are_away_on_the_day_it_is_due(void **state)
{
	(void)state;
	struct spec spec = {.id = 1,
			    .team = {.owner = "eve", .buddy = "fay"},
			    .owed = {OWED(KIND_WEEKLY, INT64_C(1796169599) - NOW)}};
	assert_true(holds("uncovered", spec));
	spec.owed[0].left_s++;
	assert_false(holds("uncovered", spec));
	spec.owed[0].left_s--;
	spec.team.buddy = "ana";
	assert_false(holds("uncovered", spec));
	spec.team.buddy = NULL;
	assert_false(holds("uncovered", spec));
	spec.team = (struct bug_team){.owner = "ana", .buddy = "eve"};
	assert_false(holds("uncovered", spec));
}

static void the_alias_is_looked_for_in_cc_and_assignee(void **state)
{
	(void)state;
	struct spec spec = {.id = 1};
	assert_false(holds("no-alias", spec));
	spec.cc = "ana@example-trust.example";
	assert_true(holds("no-alias", spec));
	spec.cc = "incident-response"; /* as an anonymous client sees it */
	assert_false(holds("no-alias", spec));
	spec = (struct spec){.id = 1, .cc = "", .assignee = "Incident-Response@Example-Trust.example"};
	assert_false(holds("no-alias", spec));
}

static void without_aliases_none_is_missed(void **state)
{
	(void)state;
	struct roster roster = *fixture_roster();
	struct moment at = *fixture_moment();
	struct entry *entry = fixture_entry((struct spec){.id = 1, .cc = ""});
	struct row row = {.entry = entry, .at = &at};
	roster.n_aliases = 0;
	at.roster = &roster;
	assert_false(condition_find(span_of("no-alias"))->holds(&row));
	entry_unref(entry);
}

static void the_assignee_differs_from_another_owner_or_is_unknown_among_us(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .team.owner = "ana"};
	assert_false(holds("assignee-differs", spec));
	spec.team.owner = "ben";
	assert_true(holds("assignee-differs", spec));
	spec.assignee = "nobody@mozilla.org";
	assert_true(holds("assignee-differs", spec));
	spec.team.owner = NULL;
	assert_false(holds("assignee-differs", spec));
	spec.assignee = "new@example-trust.example";
	assert_true(holds("assignee-differs", spec));
}

static void open_closed_and_ours_are_what_they_say(void **state)
{
	(void)state;
	struct spec closed = {.id = 1, .resolution = "FIXED"}, others = {.id = 1, .is_others = true};
	assert_true(holds("open", others));
	assert_false(holds("ours", others));
	assert_true(holds("closed", closed));
	assert_false(holds("open", closed));
	assert_true(holds("ours", closed));
	assert_true(holds("names-hidden", (struct spec){.id = 1, .names_hidden = true}));
	assert_false(holds("names-hidden", closed));
}

static void flags_are_the_set_of_those_that_hold(void **state)
{
	(void)state;
	struct entry *entry = fixture_entry((struct spec){.id = 1, .owed = {OWED(KIND_WEEKLY, -1)}});
	struct row row = fixture_row(entry);
	uint32_t wanted = 0;
	static const char *const keys[] = {"unowned", "no-buddy", "no-poster", "no-ticket"};
	for (size_t i = 0; i < 4; i++)
		wanted |= UINT32_C(1) << (condition_find(span_of(keys[i])) - conditions);
	assert_int_equal(condition_flags(&row), wanted);
	entry_unref(entry);
}

static void a_bug_is_new_when_others_changed_it_after_it_was_seen(void **state)
{
	(void)state;
	struct mark seen = {.bug_id = 1, .seen_utc = NOW - HOUR_S};
	struct marks marks = {.baseline_utc = NOW - DAY_S, .at = &seen, .n = 1};
	struct moment moment = *fixture_moment();
	static const struct {
		int64_t id, others_age;
		bool is_new;
	} cases[] = {
		{1, HOUR_S - 1, true}, {1, HOUR_S, false}, {1, 0, false},
		{2, DAY_S - 1, true},  {2, DAY_S, false},
	};
	moment.marks = &marks;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct entry *entry = fixture_entry((struct spec){
			.id = cases[i].id, .others_age = cases[i].others_age, .is_others = true});
		struct row row = {.entry = entry, .at = &moment};
		assert_int_equal(condition_find(span_of("new"))->holds(&row), cases[i].is_new);
		entry_unref(entry);
	}
	assert_false(holds("new", (struct spec){.id = 1, .others_age = 1})); /* without marks */
}

static void perhaps_ours_are_open_bugs_of_others_that_name_us(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .is_others = true, .perhaps_ours = "Example Trust"};
	assert_true(holds("maybe-ours", spec));
	spec.resolution = "INVALID";
	assert_false(holds("maybe-ours", spec));
	assert_false(holds("maybe-ours", (struct spec){.id = 1, .is_others = true}));
}

static void what_was_dismissed_is_said_also_where_it_is_only_put_off(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .owed = {OWED(KIND_WEEKLY, HOUR_S)}};
	assert_false(holds("dismissed", spec));
	spec.is_put_off = true;
	assert_true(holds("dismissed", spec));
	spec.is_put_off = false;
	spec.owed[0].state = STATE_DISMISSED;
	assert_true(holds("dismissed", spec));
}

static void a_ticket_is_missed_until_one_is_named(void **state)
{
	(void)state;
	assert_true(holds("no-ticket", (struct spec){.id = 1}));
	assert_false(holds("no-ticket", (struct spec){.id = 1, .team.ticket = "IR-101"}));
}

static void flags_and_alarms_stand_in_the_order_that_was_agreed(void **state)
{
	(void)state;
	struct str flags = {0}, alarms = {0};
	for (size_t i = 0; i < n_conditions; i++)
		if (conditions[i].is_flag)
			str_addf(&flags, "%s ", conditions[i].key);
	for (unsigned place = 1; place <= n_conditions; place++)
		for (size_t i = 0; i < n_conditions; i++)
			if (conditions[i].alarm_place == place)
				str_addf(&alarms, "%s, ", conditions[i].alarm);
	assert_string_equal(str_text(&flags), "unowned no-buddy no-poster uncovered new closing no-alias "
					      "assignee-differs names-hidden maybe-ours no-ticket ");
	assert_string_equal(str_text(&alarms),
			    "not worked out yet, overdue, soon, perhaps ours, uncovered, no owner, no buddy, "
			    "no poster, dismissed, unknown author, names hidden, ");
	str_free(&flags);
	str_free(&alarms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_fits_its_set_and_every_key_is_its_own),
		cmocka_unit_test(flags_hold_for_our_open_bugs_alone),
		cmocka_unit_test(a_bug_is_overdue_or_soon_never_both),
		cmocka_unit_test(a_poster_is_wanted_seven_days_before),
		cmocka_unit_test(uncovered_is_when_both_are_away_on_the_day_it_is_due),
		cmocka_unit_test(the_alias_is_looked_for_in_cc_and_assignee),
		cmocka_unit_test(without_aliases_none_is_missed),
		cmocka_unit_test(the_assignee_differs_from_another_owner_or_is_unknown_among_us),
		cmocka_unit_test(open_closed_and_ours_are_what_they_say),
		cmocka_unit_test(flags_are_the_set_of_those_that_hold),
		cmocka_unit_test(a_bug_is_new_when_others_changed_it_after_it_was_seen),
		cmocka_unit_test(perhaps_ours_are_open_bugs_of_others_that_name_us),
		cmocka_unit_test(what_was_dismissed_is_said_also_where_it_is_only_put_off),
		cmocka_unit_test(a_ticket_is_missed_until_one_is_named),
		cmocka_unit_test(flags_and_alarms_stand_in_the_order_that_was_agreed),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
