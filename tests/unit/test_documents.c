/* What `list` and `show` write for others than a terminal: CSV and Markdown (view/format.h). */
#include "view_fixture.h"

#include <csv.h>

#include "view/format.h"
#include "view/markdown.h"

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
		"\"weekly, respond\",\"true\",\"no-buddy, no-poster, no-ticket\"\r\n");
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

/* --- Markdown --- */

#define SERVER "https://bugs.example"

static const char *line_of(const char *text)
{
	str_clear(&out);
	markdown_add_line(&out, text);
	return str_text(&out);
}

static const char *quote_of(const char *text)
{
	str_clear(&out);
	markdown_add_quote(&out, text);
	return str_text(&out);
}

static void foreign_text_marks_up_nothing_in_a_line_of_markdown(void **state)
{
	static const struct {
		const char *text, *line;
	} cases[] = {
		{"plain, (text): it's 100 % - fine!", "plain, (text): it's 100 % - fine!"},
		{"a|b", "a\\|b"},
		{"a\\|b", "a\\\\\\|b"},
		{"`code` ``x", "\\`code\\` \\`\\`x"},
		{"*a* **b** ~~c~~ $d$", "\\*a\\* \\*\\*b\\*\\* \\~\\~c\\~\\~ \\$d\\$"},
		{"_a_ b_c https://x.example/a_b?c=d&e=f", "\\_a\\_ b_c https://x.example/a_b?c=d&e=f"},
		{"http://x.example/a_b?c=d http://x.example/a*b www.x.example/_",
		 "http://x.example/a_b?c=d http\\://x.example/a\\*b www\\.x.example/\\_"},
		{"[x](http://y) ![z](w)", "\\[x\\](http://y) !\\[z\\](w)"},
		{"<b>x</b><!-- y", "&lt;b>x&lt;/b>&lt;!-- y"},
		{"<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"},
		{"&lt; &#60; &c", "\\&lt; \\&#60; &c"},
		{"C# is # ## a", "C# is \\# \\## a"},
		{"  two\nlines\r\n\t here  ", "two lines here"},
		{"\x1b[31m\xe2\x80\xae", "^\\[\\[31m&lt;U+202E>"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(line_of(cases[i].text), cases[i].line);
}

static void a_quotation_keeps_its_lines_and_cannot_be_left(void **state)
{
	static const struct {
		const char *text, *quote;
	} cases[] = {
		{"one\ntwo\n\n\nthree\n\n", "> one  \n> two\n>\n>\n> three\n"},
		{"# head\n## head\nx\n===\ny\n---",
		 "> \\# head  \n> \\## head  \n> x  \n> \\===  \n> y  \n> \\---\n"},
		{"- a\n+ b\n* c\n1. d\n23) e\n1 f",
		 "> \\- a  \n> \\+ b  \n> \\* c  \n> 1\\. d  \n> 23\\) e  \n> 1 f\n"},
		{"> quoted\n>> twice", "> \\> quoted  \n> \\>> twice\n"},
		{"```\n~~~\n</div>", "> \\`\\`\\`  \n> \\~\\~\\~  \n> &lt;/div>\n"},
		{"[1]: http://evil.example", "> \\[1\\]: http://evil.example\n"},
		{"a | b\n:- | -:", "> a \\| b  \n> \\:- \\| -:\n"},
		{"    code\n\tcode", "> &nbsp;&nbsp;&nbsp;&nbsp;code  \n> "
				     "&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;code\n"},
		{"ends in \\", "> ends in \\\\\n"},
		{"\r\n\r\n", ""},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(quote_of(cases[i].text), cases[i].quote);
}

static void a_megabyte_of_addresses_takes_no_longer_than_one_of_prose(void **state)
{
	struct str text = {0};

	(void)state;
	str_add_repeat(&text, "www.://", 150000);
	line_of(str_text(&text));
	assert_int_equal(out.len, text.len);
	str_add_char(&text, '*');
	quote_of(str_text(&text));
	assert_int_equal(out.len,
			 2 + text.len + 2 * 150000 + 2); /* "> ", a backslash before each, \\* and the end */
	str_free(&text);
}

static void a_link_goes_where_it_says_or_nowhere(void **state)
{
	static const struct {
		const char *url, *link;
	} cases[] = {
		{"https://b.example/show_bug.cgi?id=1", "[1](https://b.example/show_bug.cgi?id=1)"},
		{"HTTP://b.example/a_b", "[1](HTTP://b.example/a_b)"},
		{"https://b.example/) <x>|\"\n", "[1](https://b.example/%29%20%3Cx%3E%7C%22%0A)"},
		{"javascript:alert(1)", "1"},
		{"", "1"},
		{NULL, "1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		str_clear(&out);
		markdown_add_link(&out, "1", cases[i].url);
		assert_string_equal(str_text(&out), cases[i].link);
	}
}

static void list_md_is_a_table_in_utc_with_links(void **state)
{
	struct columns columns = columns_of("due kinds id summary owner asked when updated next_update");

	(void)state;
	show((struct spec){.id = 1900501,
			   .summary = "Example Trust: Wrong | OID",
			   .team = {.owner = "ana"},
			   .owed = {OWED(KIND_WEEKLY, -HOUR_S), OWED(KIND_RESPOND, HOUR_S)},
			   .asked = 1,
			   .asked_age = LEFT(3, 2, 0, 0),
			   .updated_age = DAY_S});
	format_list_md(&selection, row.at, &columns, SERVER, &out);
	assert_string_equal(str_text(&out),
			    "| DUE | K | BUG | SUMMARY | OWNER | ASKED | WHEN | UPDATED | NEXT UPD |\n"
			    "| --- | --- | --- | --- | --- | --- | --- | ---: | --- |\n"
			    "| ! 2026-11-24 13:05 UTC | answer, weekly | [1900501](" SERVER
			    "/show_bug.cgi?id=1900501) |"
			    " Wrong \\| OID | ana | 1 since 2026-11-21 | 2026-11-24 13:05 UTC | 2026-11-23 "
			    "14:05 UTC | - |\n");
}

static void md_says_since_when_a_bug_waits_to_be_closed(void **state)
{
	struct columns columns = columns_of("due id");

	(void)state;
	show((struct spec){.id = 7, .closing_age = DAY_S});
	format_list_md(&selection, row.at, &columns, NULL, &out);
	assert_has("| since 2026-11-23 14:05 UTC | 7 |\n");
}

static void show_md_quotes_the_conversation(void **state)
{
	static struct comment comments[] = {
		{.author = "jo|@reader.example",
		 .time_utc = NOW - DAY_S,
		 .text = "Why?\n\n## What is owed\n\n<!--"},
		{.number = 1,
		 .author = "ana@example-trust.example",
		 .time_utc = NOW,
		 .is_private = true,
		 .text = ""},
	};
	const struct conversation conversation = {.comments = comments, .n_comments = 2};
	static const char *remarks[] = {"a *remark*"};
	struct assessment assessment;

	(void)state;
	show((struct spec){
		.id = 7,
		.summary = "Example Trust: *Late*",
		.team = {.ticket = "IR_1|"},
		.names_hidden = true,
		.owed = {OWED(KIND_RESPOND, HOUR_S, .cause = {.type = CAUSE_COMMENT}, .since_s = DAY_S),
			 OWED(KIND_NEEDINFO, UTC_NONE, LEVEL_MUST, STATE_ACKNOWLEDGED,
			      .cause = {CAUSE_FLAG, 7090, 0})}});
	assessment = *entry->assessment;
	assessment.remarks = remarks;
	assessment.n_remarks = 1;
	entry->assessment = &assessment;
	format_show_md(&row, &conversation, SERVER, &out);
	assert_has("# [7](" SERVER "/show_bug.cgi?id=7) Example Trust: \\*Late\\*\n\nAs of 2026-11-24 14:05 "
		   "UTC\n\n- **status**: ASSIGNED\n");
	assert_has("- **ticket**: IR_1\\|\n");
	assert_has("\n## What is owed\n\n- **answer**, MUST, open, due 2026-11-24 15:05 UTC: answer owed to "
		   "comment 0 by jo\\|, 1d ago. IRG 3.2: Do something.\n"
		   "- **needinfo**, MUST, acknowledged: ");
	assert_has("\n- note: a \\*remark\\*\n- note: authors are hidden: ");
	assert_has("\n### Comment 0 by jo\\|@reader.example, outside, 2026-11-23 14:05 UTC, waits for an "
		   "answer\n\n"
		   "> Why?\n>\n> \\## What is owed\n>\n> &lt;!--\n");
	assert_has("\n### Comment 1 by ana@example-trust.example, team, 2026-11-24 14:05 UTC, private\n\n");
}

static void show_md_says_that_nothing_is_owed(void **state)
{
	const struct conversation nothing = {0};

	(void)state;
	show((struct spec){.id = 7, .resolution = "FIXED"});
	format_show_md(&row, &nothing, NULL, &out);
	assert_has("# 7 Example Trust: Something\n");
	assert_has("\n## What is owed\n\n- closed: nothing is owed\n");
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
		T(foreign_text_marks_up_nothing_in_a_line_of_markdown),
		T(a_quotation_keeps_its_lines_and_cannot_be_left),
		T(a_megabyte_of_addresses_takes_no_longer_than_one_of_prose),
		T(a_link_goes_where_it_says_or_nowhere),
		T(list_md_is_a_table_in_utc_with_links),
		T(md_says_since_when_a_bug_waits_to_be_closed),
		T(show_md_quotes_the_conversation),
		T(show_md_says_that_nothing_is_owed),
	};

	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
