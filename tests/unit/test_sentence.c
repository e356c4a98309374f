#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/view_fixture.h"
#include "view/sentence.h"

static const struct look plain = {.signs = &signs_plain};

static void expect(const struct spec *spec, const char *keys, size_t width_cols, const char *expected)
{
	struct columns columns;
	struct column fitted[COLUMNS_MAX];
	struct error err;
	struct str out = {0};
	struct entry *entry = fixture_entry(*spec);
	struct row row = fixture_row(entry);
	assert_true(columns_parse(keys, &columns, &err));
	size_t n = columns_fit(&columns, &plain, 500, fitted);
	sentence_add(&row, fitted, n, &plain, width_cols, &out);
	assert_string_equal(str_text(&out), expected);
	str_free(&out);
	entry_unref(entry);
}

static void a_row_reads_from_left_to_right(void **state)
{
	(void)state;
	expect(&(struct spec){.id = 1900412,
			      .summary = "Example Trust: Delayed revocation",
			      .team = {.owner = "ana", .buddy = "carla", .poster = "ana"}},
	       "id summary owner buddy", 200,
	       "bug 1900412, Delayed revocation, owner ana, posts next, buddy carla");
}

static void what_is_absent_is_not_said(void **state)
{
	(void)state;
	expect(&(struct spec){.id = 7, .is_others = true}, "due kinds id owner asked tasks", 200, "bug 7");
}

static void the_title_gives_way_but_stays_known(void **state)
{
	struct spec spec = {
		.id = 7, .summary = "A title that is longer than the room that is left", .is_others = true};
	(void)state;
	expect(&spec, "summary id", 40, "A title that is longer than th..., bug 7");
	expect(&spec, "summary id", 10, "A title that ..., bug 7");
}

/* A third person who posts stands in BUDDY's cell of a table; in words that would be a lie. */
static void a_third_person_is_not_called_the_buddy(void **state)
{
	(void)state;
	expect(&(struct spec){.id = 7,
			      .summary = "Example Trust: x",
			      .team = {.owner = "ana", .buddy = "ben", .poster = "carla"}},
	       "owner buddy", 200, "owner ana, buddy ben, posts next carla");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_reads_from_left_to_right),
		cmocka_unit_test(what_is_absent_is_not_said),
		cmocka_unit_test(the_title_gives_way_but_stays_known),
		cmocka_unit_test(a_third_person_is_not_called_the_buddy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
