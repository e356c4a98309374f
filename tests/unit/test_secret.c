/* What base/secret.h promises, and that errors keep to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/secret.h"

static void assert_masked(const char *text, const char *expected)
{
	char *copy = mem_strdup(text);

	assert_int_equal(secret_mask(copy, strlen(copy)), strlen(expected));
	assert_string_equal(copy, expected);
	free(copy);
}

static int announce(void **state)
{
	(void)state;
	secret_announce("k3y-of-ana");
	secret_announce("k3y-of-ana-longer");
	secret_announce("a+b/c d");
	return 0;
}

static void a_secret_is_masked_wherever_it_stands(void **state)
{
	(void)state;
	assert_masked("", "");
	assert_masked("k3y-of-ana", "***");
	assert_masked("<k3y-of-anak3y-of-ana>", "<******>");
	assert_masked("k3y-of-ana-longer, k3y-of-an, 3y-of-ana", "***, k3y-of-an, 3y-of-ana");
}

static void it_is_masked_as_an_address_writes_it(void **state)
{
	(void)state;
	assert_masked("?api_key=a%2Bb%2Fc%20d&x", "?api_key=***&x");
	assert_masked("a%2bb%2fc%20d", "***");
	assert_masked("%6B3y%2Dof%2Dana.", "***.");
	assert_masked("a%2Bb%2", "a%2Bb%2");
	assert_masked("k%", "k%");
}

static void what_is_too_short_to_be_a_secret_is_not_masked(void **state)
{
	(void)state;
	secret_announce("");
	secret_announce("bug");
	assert_masked("bug 3", "bug 3");
}

static void bytes_behind_a_nul_are_masked_too(void **state)
{
	char text[] = "x\0k3y-of-ana\0y";

	(void)state;
	assert_int_equal(secret_mask(text, sizeof text - 1), 7);
	assert_memory_equal(text, "x\0***\0y", 8);
}

static void an_error_says_no_secret_nor_half_of_one_where_it_is_cut(void **state)
{
	char before[ERROR_TEXT_BYTES + 1];
	struct error err = {0};

	(void)state;
	error_set(&err, FAULT_UNREACHABLE, "the server says: %s is no key", "k3y-of-ana");
	assert_string_equal(err.text, "the server says: *** is no key");
	error_prefix(&err, "https://b.example/?k=%s: ", "k3y-of-ana");
	assert_string_equal(err.text, "https://b.example/?k=***: the server says: *** is no key");
	for (size_t n = ERROR_TEXT_BYTES - 20; n < ERROR_TEXT_BYTES; n++) {
		memset(before, '.', sizeof before);
		before[n] = '\0';
		error_set(&err, FAULT_DATA, "%sk3y-of-ana", before);
		assert_null(strstr(err.text, "k3"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_is_masked_wherever_it_stands),
		cmocka_unit_test(it_is_masked_as_an_address_writes_it),
		cmocka_unit_test(what_is_too_short_to_be_a_secret_is_not_masked),
		cmocka_unit_test(bytes_behind_a_nul_are_masked_too),
		cmocka_unit_test(an_error_says_no_secret_nor_half_of_one_where_it_is_cut),
	};

	return cmocka_run_group_tests(tests, announce, NULL);
}
