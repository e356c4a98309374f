/* A CA's name in titles: compared, and found again in other spellings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/ca_name.h"

struct sample {
	const char *name, *title;
	bool is_in;
};

static void check(const struct sample samples[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ca_name_is_in(span_of(samples[i].title), samples[i].name) != samples[i].is_in)
			fail_msg("%s %s: %s", samples[i].name, samples[i].is_in ? "not found in" : "found in",
				 samples[i].title);
}
#define CHECK(samples) check(samples, sizeof(samples) / sizeof *(samples))

static void a_name_is_found_anywhere_in_a_title(void **state)
{
	(void)state;
	static const struct sample samples[] = {
		{"Example Trust", "Example Trust - Missing CRL entries", true},
		{"Example Trust", "Missing CRL entries: Example Trust", true},
		{"Example Trust", "Meridian: certificates for EXAMPLE  trust customers", true},
		{"Example Trust", "Is this Example\xc2\xa0Trust's to report?", true},
		{"Example Trust", "(Example Trust)", true},
		{"Certificación", "Autoridad de CERTIFICACIÓN, CRL", true},
		{"Example Trust", "", false},
		{"", "Example Trust", false},
	};
	CHECK(samples);
}

static void its_words_may_be_joined_in_another_way(void **state)
{
	(void)state;
	static const struct sample samples[] = {
		{"Example Trust", "Example-Trust issued", true},
		{"Example Trust", "Example\xe2\x80\x90Trust issued", true},
		{"Example Trust", "certificates of exampletrust.com", true},
		{"ExampleTrust", "Example Trust: no CRL", true},
		{"exampletrust", "ExampleTrust: no CRL", true},
		{"D-TRUST", "D TRUST and DTrust", true},
		{"D-TRUST", "DTrust", true},
		{"T & T Trust", "T&T Trust", true},
		{"Example Trust", "for example: trust stores", false},
		{"Example Trust", "for example, trust stores", false},
	};
	CHECK(samples);
}

static void words_inside_others_are_no_name(void **state)
{
	(void)state;
	static const struct sample samples[] = {
		{"Example Trust", "Example Trustees", false},
		{"Example Trust", "Counterexample Trust", false},
		{"Example Trust", "Exam pletrust", false},
		{"exampletrust", "example trust", false},
		{"ACE", "replacement of an interface", false},
		{"ACE", "a CE mark", false},
		{"ACE", "the ACE root", true},
		{"A CT", "act on it", false},
		{"A CT", "a-CT on it", true},
		{"Certificaci", "Certificación", false},
		{"Trust", "Trust2 roots", false},
	};
	CHECK(samples);
}

static void a_second_place_is_looked_at_when_the_first_fails(void **state)
{
	(void)state;
	static const struct sample samples[] = {
		{"Example Trust", "Example of an Example Trust root", true},
		{"Example Trust", "example example trust", true},
	};
	CHECK(samples);
}

static void names_compare_without_regard_to_case_and_white_space(void **state)
{
	(void)state;
	assert_true(ca_name_equals(span_of(" example \t TRUST"), span_of("Example Trust")));
	assert_false(ca_name_equals(span_of("ExampleTrust"), span_of("Example Trust")));
	assert_false(ca_name_equals(span_of("Example"), span_of("Example Trust")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_found_anywhere_in_a_title),
		cmocka_unit_test(its_words_may_be_joined_in_another_way),
		cmocka_unit_test(words_inside_others_are_no_name),
		cmocka_unit_test(a_second_place_is_looked_at_when_the_first_fails),
		cmocka_unit_test(names_compare_without_regard_to_case_and_white_space),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
