/* Views of the configuration (app/config.h): what is made of them, and what is refused. */
#include "config_fixture.h"

static const struct view *find(const struct config *config, const char *name)
{
	struct error err;
	const struct view *view = view_find(&config->views, span_of(name), &err);

	assert_non_null(view);
	return view;
}

static void without_any_there_are_the_programs_own(void **state)
{
	struct config *config = load_well("[team]\nca = a\n");

	(void)state;
	assert_int_equal(config->views.n, n_views);
	for (size_t i = 0; i < n_views; i++) {
		assert_string_equal(config->views.at[i].name, views[i].name);
		assert_string_equal(config->views.at[i].columns, views[i].columns);
	}
	config_unref(config);
}

static void a_view_has_what_is_written_and_else_what_ours_has(void **state)
{
	struct config *config = load_well("[view audits]\nfilter = label:audit\n"
					  "[view mail]\nsort = owner,-asked\ncolumns = due id, summary\n"
					  "[view all]\n");
	const struct view *audits = find(config, "Audits"), *mail = find(config, "mail");

	(void)state;
	assert_int_equal(config->views.n, n_views + 3);
	assert_string_equal(audits->title, "audits");
	assert_string_equal(audits->filter, "label:audit");
	assert_string_equal(audits->sort, views[0].sort);
	assert_string_equal(audits->columns, views[0].columns);
	assert_false(audits->is_others);
	assert_string_equal(mail->filter, "");
	assert_string_equal(mail->sort, "owner,-asked");
	assert_string_equal(mail->columns, "due id, summary");
	assert_string_equal(find(config, "all")->filter, "");
	config_unref(config);
}

static void columns_of_the_screen_are_for_our_bugs(void **state)
{
	struct config *config = load_well("[screen]\ncolumns = due id\n"
					  "[view audits]\n[view mail]\ncolumns = id\n");

	(void)state;
	assert_string_equal(find(config, "ours")->columns, "due id");
	assert_string_equal(find(config, "asked")->columns, "due id");
	assert_string_equal(find(config, "audits")->columns, "due id");
	assert_string_equal(find(config, "mail")->columns, "id");
	assert_true(find(config, "ours")->has_chosen_columns && find(config, "audits")->has_chosen_columns);
	assert_false(find(config, "watch")->has_chosen_columns);
	assert_string_equal(find(config, "watch")->columns, views[n_views - 1].columns);
	config_unref(config);
}

static void a_filter_may_name_members_that_stand_below_it(void **state)
{
	struct config *config =
		load_well("[view hers]\nfilter = owner:ana | buddy:me\n[me]\nmember = ana\n[member ana]\n");

	(void)state;
	assert_string_equal(find(config, "hers")->filter, "owner:ana | buddy:me");
	config_unref(config);
}

static void what_cannot_be_is_said_with_file_and_line(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"[view audits]\nfilter = labl:audit\n", ":2: filter, at `labl:audit`: no term `labl:`"},
		{"[view audits]\nfilter = (a\n", ":2: filter, at `(a`: this `(` has no `)`"},
		{"[view audits]\nfilter = owner:anna\n[member ana]\n", ":2: filter, at `anna`: "},
		{"[view audits]\nfilter = owner:me\n[member ana]\n", ":2: filter, at `me`: "},
		{"[view audits]\nsort = due,colour\n", ":2: sort: cannot sort by `colour`; there are: id, "},
		{"[view audits]\ncolumns = due colour\n", ":2: columns: no column `colour`; there are: "},
		{"[view audits]\ncolumns = due due\n", ":2: columns: column `due` is named twice"},
		{"[screen]\ncolumns = duo\n", ":2: columns: no column `duo`; there are: "},
		{"[screen]\ncolumns = ,\n", ":2: columns: no columns are named"},
		{"[view ours]\n", ":1: bugclock has a view `ours` of its own"},
		{"[view Watch]\n", ":1: bugclock has a view `Watch` of its own"},
		{"[view two words]\n", ":1: `two words` cannot be a view's name"},
		{"[view a]\n[view A]\n", ":2: `A` and `a` are the same name"},
		{"[view a]\nfitler = x\n", ":2: unknown key `fitler` in [view]; did you mean `filter`?"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct error err;

		assert_null(load(cases[i].text, &err));
		assert_int_equal(err.fault, FAULT_CONFIG);
		if (!strstr(err.text, cases[i].says))
			fail_msg("expected: %s\n     got: %s", cases[i].says, err.text);
	}
}

#define T(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(without_any_there_are_the_programs_own),
		T(a_view_has_what_is_written_and_else_what_ours_has),
		T(columns_of_the_screen_are_for_our_bugs),
		T(a_filter_may_name_members_that_stand_below_it),
		T(what_cannot_be_is_said_with_file_and_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
