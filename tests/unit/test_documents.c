/* What `list` and `show` write for others than a terminal: CSV and Markdown (view/format.h). */
#include "view_fixture.h"

#include <csv.h>

#include "view/format.h"

static struct entry *entry;
static const struct entry *entries[1];
static struct selection selection;
static struct row row;
static struct str out;

static void show(struct spec spec)
{
	entry = fixture_entry(spec);
	entries[0] = entry;
	selection = (struct selection){.entries = entries, .n = 1};
	row = fixture_row(entry);
}

static int tear_down(void **state)
{
	(void)state;
	str_free(&out);
	entry_unref(entry);
	entry = NULL;
	return 0;
}

static struct columns columns_of(const char *keys)
{
	struct columns columns;
	struct error err;

	if (!columns_parse_fields(keys, &columns, &err))
		fail_msg("%s", err.text);
	return columns;
}

static void assert_has(const char *part)
{
	if (!strstr(str_text(&out), part))
		fail_msg("no \"%s\" in:\n%s", part, str_text(&out));
}

/* --- CSV --- */

static const char *csv_of(struct spec spec, const char *keys)
{
	struct columns columns = columns_of(keys);

	str_clear(&out);
	entry_unref(entry);
	show(spec);
	format_list_csv(&selection, row.at, &columns, &out);
	return str_text(&out);
}

static void csv_has_the_names_and_values_of_json(void **state)
{
	(void)state;
	csv_of((struct spec){.id = 1900501,
			     .summary = "Example Trust: Wrong \"policy\", OID",
			     .team = {.owner = "ana"},
			     .labels = {"ca-compliance", "smime"},
			     .owed = {OWED(KIND_WEEKLY, -HOUR_S), OWED(KIND_RESPOND, HOUR_S)},
			     .updated_age = DAY_S,
			     .next_update_utc = INT64_C(1796083200)},
	       "id summary owner buddy label next_update updated due kind kinds overdue flags");
	assert_string_equal(
		str_text(&out),
		"id,summary,owner,buddy,labels,next_update,last_update,due,kind,kinds,overdue,flags\r\n"
		"\"1900501\",\"Example Trust: Wrong \"\"policy\"\", OID\",\"ana\",,\"ca-compliance, smime\","
		"\"2026-12-01\",\"2026-11-23T14:05:00Z\",\"2026-11-24T13:05:00Z\",\"weekly\","
		"\"weekly, respond\",\"true\",\"no-buddy, no-poster\"\r\n");
}

static void an_empty_csv_is_its_head_line(void **state)
{
	struct columns columns = columns_of("id waits");
	const struct selection none = {0};

	(void)state;
	format_list_csv(&none, fixture_moment(), &columns, &out);
	assert_string_equal(str_text(&out), "id,waits\r\n");
}

static void foreign_text_is_no_formula_of_a_spreadsheet(void **state)
{
	static const struct {
		const char *summary, *cell;
	} cases[] = {
		{"=1+1", "'=1+1"},
		{"+1", "'+1"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\t=1", " '=1"},
		{"\r=1", " '=1"},
		{"\n=1", " '=1"},
		{"  =1", "  '=1"},
		{"\xc2\xa0=1", "\xc2\xa0'=1"},
		{"\xef\xbc\x9d"
		 "1",
		 "'\xef\xbc\x9d"
		 "1"}, /* a wide = */
		{"\"=1", "\"\"'=1"},
		{"x;=1", "x;'=1"},
		{"x; \"=1", "x; \"\"'=1"},
		{"a = b; c - d", "a = b; c - d"},
		{"a,=1", "a,=1"}, /* between our quotes */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str wanted = {0};

		str_addf(&wanted, "summary\r\n\"%s\"\r\n", cases[i].cell);
		assert_string_equal(csv_of((struct spec){.id = 1, .summary = cases[i].summary}, "summary"),
				    str_text(&wanted));
		str_free(&wanted);
	}
}

static void foreign_text_in_csv_is_one_line_and_commands_no_terminal(void **state)
{
	(void)state;
	csv_of((struct spec){.id = 1,
			     .summary = "a\r\nb\tc\x1b[2J\xc2\x9b\xe2\x80\xae\xff語",
			     .labels = {"=x"}},
	       "summary label");
	assert_string_equal(str_text(&out),
			    "summary,labels\r\n\"a  b "
			    "c\xef\xbf\xbd[2J\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd語\",\"'=x\"\r\n");
}

static void count_field(void *text, size_t len, void *context)
{
	(void)text;
	(void)len;
	++*(size_t *)context;
}

static void csv_of_all_members_can_be_read_back(void **state)
{
	struct csv_parser parser;
	struct columns columns;
	size_t n = 0;

	(void)state;
	show((struct spec){.id = 1, .summary = "\"\",\r\n\"", .labels = {"\"", ","}});
	columns_members(&columns);
	format_list_csv(&selection, row.at, &columns, &out);
	assert_int_equal(csv_init(&parser, CSV_STRICT), 0);
	assert_int_equal(csv_parse(&parser, str_text(&out), out.len, count_field, NULL, &n), out.len);
	csv_fini(&parser, count_field, NULL, &n);
	csv_free(&parser);
	assert_int_equal(n, 2 * columns.n);
	assert_true(columns.n >= 21);
}

static void every_field_may_be_a_column_of_a_file(void **state)
{
	struct str keys = {0};

	(void)state;
	assert_true(n_fields <= COLUMNS_MAX);
	for (size_t i = 0; i < n_fields; i++)
		str_addf(&keys, "%s ", fields[i].key);
	csv_of((struct spec){.id = 1}, str_text(&keys));
	for (size_t i = 0; i < n_fields; i++)
		assert_has(field_name(&fields[i]));
	str_free(&keys);
}

#define T(test) cmocka_unit_test_teardown(test, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(csv_has_the_names_and_values_of_json),
		T(an_empty_csv_is_its_head_line),
		T(foreign_text_is_no_formula_of_a_spreadsheet),
		T(foreign_text_in_csv_is_one_line_and_commands_no_terminal),
		T(csv_of_all_members_can_be_read_back),
		T(every_field_may_be_a_column_of_a_file),
	};

	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
