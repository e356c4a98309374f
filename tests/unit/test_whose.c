/* The line that says whose page it is where the team is inferred (view/whose.h). */
#include "view_fixture.h"

#include "view/whose.h"

static const char *const names[] = {"Example Trust"};

static void assert_line(const struct roster *roster, const struct look *look, size_t width_cols,
			const char *wanted)
{
	struct str out = {0};

	whose_add_line(roster, look, width_cols, &out);
	assert_string_equal(str_text(&out), wanted);
	str_free(&out);
}

static struct roster team_of(size_t n)
{
	struct roster roster = *fixture_roster();

	roster.ca_names = (const char **)names;
	roster.n_ca_names = 1;
	roster.n_members = n;
	roster.is_inferred = true;
	return roster;
}

static void as_many_are_named_as_there_is_room_for(void **state)
{
	const struct roster roster = team_of(3);
	const struct look look = {.signs = &signs_utf8};

	(void)state;
	assert_line(&roster, &look, 0, "≈ inferred team of Example Trust: ana, ben, carla");
	assert_line(&roster, &look, 49, "≈ inferred team of Example Trust: ana, ben, carla");
	assert_line(&roster, &look, 48, "≈ inferred team of Example Trust: ana, ben +1");
	assert_line(&roster, &look, 44, "≈ inferred team of Example Trust: ana +2");
	assert_line(&roster, &look, 39, "≈ inferred team of Example Trust: +3");
	assert_line(&roster, &look, 20, "≈ inferred team of …");
}

static void a_team_of_nobody_is_said(void **state)
{
	const struct roster roster = team_of(0);
	const struct look look = {.signs = &signs_ascii};

	(void)state;
	assert_line(&roster, &look, 80, "~ inferred team of Example Trust: nobody");
}

static void who_hears_it_is_told_no_sign(void **state)
{
	const struct roster roster = team_of(1);
	const struct look look = {.signs = &signs_plain};

	(void)state;
	assert_line(&roster, &look, 80, "inferred team of Example Trust: ana");
}

static void what_comes_from_outside_cannot_command_a_terminal(void **state)
{
	static const char *const hostile[] = {"\x1b[2J"};
	struct roster roster = team_of(1);
	const struct look look = {.signs = &signs_utf8};

	(void)state;
	roster.ca_names = (const char **)hostile;
	assert_line(&roster, &look, 80, "≈ inferred team of ^[[2J: ana");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_many_are_named_as_there_is_room_for),
		cmocka_unit_test(a_team_of_nobody_is_said),
		cmocka_unit_test(who_hears_it_is_told_no_sign),
		cmocka_unit_test(what_comes_from_outside_cannot_command_a_terminal),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
