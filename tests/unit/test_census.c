#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/census.h"

static struct census census;

static void count(const char *summary, const char *resolution, const char *assignee, const char *name)
{
	const struct bug bug = {
		.summary = summary, .resolution = resolution, .assignee = assignee, .assignee_name = name};

	census_add(&census, &bug);
}

static int begin(void **state)
{
	(void)state;
	census = (struct census){.home = arena_new()};
	count("Other: a", "", "olga@other.example", "Olga");
	count("Example Trust: a", "", "ana@example-trust.example", "");
	count("Example Trust : b", "FIXED", "ana@example-trust.example", "Ana Example");
	count("EXAMPLE  trust: c", "", "Ben@example-trust.example", "Ben");
	count("Example Trust / Other: d", "", "nobody@mozilla.org", "Nobody");
	count("no colon, no name", "", "ana@example-trust.example", "Ana");
	count("Other: e", "", "ben@mail.example", "Ben, elsewhere");
	count("Example Trust: f", "", "ben@mail.example", "");
	count(": g", "", NULL, NULL);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(census.home);
	return 0;
}

static const char *ca_names[] = {"Example Trust"};
static const struct roster ours = {.ca_names = ca_names, .n_ca_names = 1};

static void names_are_counted_by_their_most_frequent_spelling(void **state)
{
	size_t n;
	struct census_name *names = census_names(&census, &n);

	(void)state;
	assert_int_equal(n, 2);
	assert_string_equal(names[0].name, "Example Trust");
	assert_int_equal(names[0].n_bugs, 5);
	assert_int_equal(names[0].n_open, 4);
	assert_string_equal(names[1].name, "Other");
	assert_int_equal(names[1].n_bugs, 3);
}

static void nobody_is_no_person_and_work_for_other_cas_is_told(void **state)
{
	size_t n;
	struct census_person *people = census_people(&census, &ours, &n);

	(void)state;
	assert_int_equal(n, 3);
	assert_string_equal(people[0].login, "ana@example-trust.example");
	assert_string_equal(people[0].name, "Ana Example");
	assert_int_equal(people[0].n_ours, 2);
	assert_int_equal(people[0].n_ours_open, 1);
	assert_int_equal(people[0].n_others, 1); /* the bug without a CA */
	assert_string_equal(people[1].login, "Ben@example-trust.example");
	assert_string_equal(people[2].login, "ben@mail.example");
	assert_int_equal(people[2].n_others, 1);
	assert_true(people[0].is_inferred); /* a bug without a CA is no other CA's */
	assert_false(people[2].is_inferred);
}

static void a_domain_of_others_is_known(void **state)
{
	(void)state;
	assert_true(census_domain_is_others(&census, &ours, "MAIL.example"));
	assert_false(census_domain_is_others(&census, &ours, "trust.example"));
	assert_false(census_domain_is_others(&census, &ours, "nowhere.example"));
}

static void ours_are_counted_as_the_page_counts_them(void **state)
{
	struct census_count found = census_count(&census, &ours);

	(void)state;
	assert_int_equal(found.n_bugs, 5);
	assert_int_equal(found.n_open, 4);
}

static void nothing_gives_nothing(void **state)
{
	struct census empty = {.home = census.home};
	size_t n = 7;

	(void)state;
	census_names(&empty, &n);
	assert_int_equal(n, 0);
	n = 7;
	census_people(&empty, &ours, &n);
	assert_int_equal(n, 0);
	assert_int_equal(census_count(&empty, &ours).n_bugs, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(names_are_counted_by_their_most_frequent_spelling),
		T(nobody_is_no_person_and_work_for_other_cas_is_told),
		T(a_domain_of_others_is_known),
		T(ours_are_counted_as_the_page_counts_them),
		T(nothing_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
