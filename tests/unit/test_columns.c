/* Which columns there are, and what gives way when the room is small. */
#include "view_fixture.h"

#include <stdio.h>

#include "view/columns.h"
#include "view/view.h"

/* "due:12 kinds:3": what fits. */
static const char *fitted_text(const char *keys, size_t width_cols, bool absolute_times)
{
	static char text[1024];
	const struct look look = {.signs = &signs_utf8, .absolute_times = absolute_times};
	struct columns columns;
	struct column fitted[COLUMNS_MAX];
	struct error err;
	struct str out = {0};
	assert_true(columns_parse(keys, &columns, &err));
	size_t n = columns_fit(&columns, &look, width_cols, fitted);
	for (size_t i = 0; i < n; i++)
		str_addf(&out, "%s%s:%zu", i ? " " : "", fitted[i].field->key, fitted[i].width_cols);
	assert_true(out.len < sizeof text);
	memcpy(text, str_text(&out), out.len + 1);
	str_free(&out);
	return text;
}

static void assert_fit(size_t width_cols, const char *wanted)
{
	assert_string_equal(fitted_text(views[0].columns, width_cols, false), wanted);
}

static void eighty_columns_show_the_sketch(void **state)
{
	(void)state;
	assert_fit(80, "due:12 kinds:3 id:7 summary:29 owner:6 buddy:6 asked:5 tasks:5");
}

static void wider_screens_add_columns_in_order_where_the_summary_has_its_room(void **state)
{
	(void)state;
	assert_fit(103, "due:12 kinds:3 id:7 summary:42 owner:10 buddy:10 asked:7 tasks:5");
	assert_fit(104, "due:12 kinds:3 id:7 summary:40 owner:6 buddy:6 asked:5 tasks:5 when:12");
	assert_fit(132, "due:12 kinds:3 id:7 summary:40 owner:6 buddy:6 asked:5 tasks:5 when:12 "
			"next_update:10 updated:7 fuse:8");
	/* Words for kinds come before labels do. */
	assert_fit(148, "due:12 kinds:19 id:7 summary:40 owner:6 buddy:6 asked:5 tasks:5 when:12 "
			"next_update:10 updated:7 fuse:8");
	assert_fit(170, "due:12 kinds:19 id:7 summary:40 owner:6 buddy:6 asked:5 tasks:5 when:12 "
			"next_update:10 updated:7 fuse:8 label:21");
	assert_fit(200, "due:12 kinds:19 id:7 summary:42 owner:10 buddy:10 asked:7 tasks:5 when:12 "
			"next_update:10 updated:7 fuse:8 label:21 status:8 ticket:8");
}

static void narrow_screens_lose_the_least_important_first(void **state)
{
	(void)state;
	assert_fit(73, "due:12 kinds:3 id:7 summary:28 owner:6 buddy:6 asked:5");
	assert_fit(60, "due:12 kinds:3 id:7 summary:28 owner:6");
	assert_fit(40, "due:12 kinds:3 id:7 summary:15");
	assert_fit(33, "due:12 kinds:3 id:7 summary:8");
	assert_fit(32, "due:12 kinds:3 id:7");
	assert_fit(20, "due:12 id:7");
	assert_fit(19, "due:12");
	assert_fit(5, "due:5");
}

static void of_equals_the_one_on_the_right_gives_way(void **state)
{
	(void)state;
	assert_string_equal(fitted_text("poster when id", 20, false), "poster:10 id:7");
	assert_string_equal(fitted_text("when poster id", 20, false), "when:12 id:7");
}

static void absolute_times_take_their_room_from_the_summary(void **state)
{
	(void)state;
	assert_string_equal(fitted_text(views[0].columns, 80, true),
			    "due:16 kinds:3 id:7 summary:25 owner:6 buddy:6 asked:5 tasks:5");
}

static void columns_never_overlap_nor_leave_the_screen(void **state)
{
	(void)state;
	for (size_t v = 0; v < n_views; v++) {
		for (size_t width = 1; width <= 300; width++) {
			struct columns columns;
			struct column fitted[COLUMNS_MAX];
			struct error err;
			const struct look look = {.signs = &signs_utf8, .absolute_times = width % 2};
			assert_true(columns_parse(views[v].columns, &columns, &err));
			size_t n = columns_fit(&columns, &look, width, fitted);
			size_t x = 0;
			assert_true(n > 0);
			for (size_t i = 0; i < n; i++) {
				assert_int_equal(fitted[i].x_cols, x);
				assert_true(fitted[i].width_cols > 0);
				x += fitted[i].width_cols + 1;
			}
			assert_true(x - 1 <= width);
		}
	}
}

static void columns_without_a_summary_do_not_grow_past_their_fill(void **state)
{
	(void)state;
	assert_string_equal(fitted_text("id,owner", 80, false), "id:7 owner:10");
}

static void keys_are_read_by_blank_or_comma_and_mistakes_are_named(void **state)
{
	(void)state;
	struct columns columns;
	struct error err;
	assert_true(columns_parse(" due,  id\towner ", &columns, &err));
	assert_int_equal(columns.n, 3);
	assert_true(columns_parse("labels", &columns, &err));
	assert_string_equal(columns.fields[0]->key, "label");

	assert_false(columns_parse("due sumary", &columns, &err));
	assert_non_null(strstr(err.text, "`sumary`"));
	assert_non_null(strstr(err.text, "summary"));
	assert_null(strstr(err.text, "acknowledged"));
	assert_int_equal(err.fault, FAULT_USAGE);
	assert_false(columns_parse("due acknowledged", &columns, &err));
	assert_false(columns_parse("due id due", &columns, &err));
	assert_non_null(strstr(err.text, "twice"));
	assert_false(columns_parse(" , ", &columns, &err));
	assert_non_null(strstr(err.text, "no columns"));
}

/* All columns there are, in one table. */
static void every_column_may_be_chosen_at_once(void **state)
{
	(void)state;
	struct columns columns;
	struct error err;
	struct str keys = {0};
	size_t n = 0;
	for (size_t i = 0; i < n_fields; i++) {
		if (fields[i].title) {
			str_addf(&keys, "%s ", fields[i].key);
			n++;
		}
	}
	assert_true(columns_parse(str_text(&keys), &columns, &err));
	assert_int_equal(columns.n, n);
	str_free(&keys);
}

static void what_is_printed_is_read_back(void **state)
{
	(void)state;
	struct columns columns, again;
	struct error err;
	struct str text = {0};
	assert_true(columns_parse("summary, due id", &columns, &err));
	columns_print(&columns, &text);
	assert_string_equal(str_text(&text), "summary due id");
	assert_true(columns_parse(str_text(&text), &again, &err));
	assert_int_equal(again.n, 3);
	assert_ptr_equal(again.fields[0], columns.fields[0]);
	str_free(&text);
}

/* Whoever asks for the labels on 80 columns wants to see them. */
static void chosen_columns_come_at_the_cost_of_the_summary(void **state)
{
	(void)state;
	struct columns columns;
	struct column fitted[COLUMNS_MAX];
	struct error err;
	assert_true(columns_parse("due id summary label", &columns, &err));
	assert_int_equal(columns_fit(&columns, fixture_look(), 70, fitted), 3);
	columns.are_chosen = true;
	assert_int_equal(columns_fit(&columns, fixture_look(), 70, fitted), 4);
	assert_string_equal(fitted[3].field->key, "label");
	assert_int_equal(columns_fit(&columns, fixture_look(), 40, fitted), 3);
}

/* The words offered, by blanks, for a text with the cursor at `|`. */
static const char *offered(const char *text)
{
	static char line[128], words[512];
	struct arena *home = arena_new();
	const char *cursor = strchr(text, '|');
	struct completion completion = {.line = line, .cursor = (size_t)(cursor - text), .home = home};
	struct str out = {0};
	snprintf(line, sizeof line, "%.*s%s", (int)completion.cursor, text, cursor + 1);
	columns_complete(&completion);
	for (size_t i = 0; i < completion.n; i++)
		str_addf(&out, "%s%s", i ? " " : "", completion.at[i].word);
	snprintf(words, sizeof words, "%s", str_text(&out));
	str_free(&out);
	arena_free(home);
	return words;
}

static void columns_that_are_not_there_yet_complete_a_word(void **state)
{
	(void)state;
	assert_string_equal(offered("ow|"), "owner");
	assert_string_equal(offered("due,ow|"), "owner");
	assert_string_equal(offered("owner ow|"), "");
	assert_string_equal(offered("ow| owner"), "");
	assert_string_equal(offered("due owner|"), "owner");
	assert_null(strstr(offered("summary |"), "summary"));
	assert_non_null(strstr(offered("summary |"), "due"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eighty_columns_show_the_sketch),
		cmocka_unit_test(wider_screens_add_columns_in_order_where_the_summary_has_its_room),
		cmocka_unit_test(narrow_screens_lose_the_least_important_first),
		cmocka_unit_test(of_equals_the_one_on_the_right_gives_way),
		cmocka_unit_test(absolute_times_take_their_room_from_the_summary),
		cmocka_unit_test(columns_never_overlap_nor_leave_the_screen),
		cmocka_unit_test(columns_without_a_summary_do_not_grow_past_their_fill),
		cmocka_unit_test(keys_are_read_by_blank_or_comma_and_mistakes_are_named),
		cmocka_unit_test(every_column_may_be_chosen_at_once),
		cmocka_unit_test(what_is_printed_is_read_back),
		cmocka_unit_test(chosen_columns_come_at_the_cost_of_the_summary),
		cmocka_unit_test(columns_that_are_not_there_yet_complete_a_word),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
