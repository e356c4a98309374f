/* The table of facts, and the cells it makes. */
#include "view_fixture.h"

#include <time.h>

#include "view/columns.h"
#include "view/field.h"

#define ELEMENTS(array) (sizeof(array) / sizeof *(array))

static char cell_text[4096];

/* The cell of `key`, trimmed of nothing; *hint may be NULL. */
static const char *cell_of(struct spec spec, const char *key, const struct look *look, size_t width_cols,
			   enum hint *hint)
{
	struct entry *entry = fixture_entry(spec);
	struct row row = fixture_row(entry);
	struct str out = {0};
	enum hint found = field_text(field_find(span_of(key)), &row, look, width_cols, &out);
	assert_true(out.len < sizeof cell_text);
	memcpy(cell_text, str_text(&out), out.len + 1);
	if (hint)
		*hint = found;
	str_free(&out);
	entry_unref(entry);
	return cell_text;
}

static const char *cell(struct spec spec, const char *key, size_t width_cols)
{
	return cell_of(spec, key, fixture_look(), width_cols, NULL);
}

static enum hint hint_of(struct spec spec, const char *key)
{
	enum hint hint;
	cell_of(spec, key, fixture_look(), 12, &hint);
	return hint;
}

/* --- the table --- */

static void every_name_leads_to_one_field_and_each_has_help(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_fields; i++) {
		const struct field *field = &fields[i];
		assert_true(field->help && field->help[0]);
		assert_non_null(field->get);
		assert_ptr_equal(field_find(span_of(field->key)), field);
		if (field->json)
			assert_ptr_equal(field_find(span_of(field->json)), field);
		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(field->key, fields[j].key);
			assert_false(field->json && str_equals(field->json, fields[j].json));
			assert_false(field->title && str_equals(field->title, fields[j].title));
		}
	}
	assert_null(field_find(span_of("is")));
	assert_null(field_find(span_of("")));
}

static void every_column_has_widths_that_hold_its_title(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_fields; i++) {
		const struct field *field = &fields[i];
		if (!field->title)
			continue;
		assert_true(field->width_min >= str_width_cols(field->title));
		assert_true(field->width_full >= field->width_min);
	}
}

/* cli.md names what `list --format json` prints at least. */
static void the_members_of_the_command_line_contract_are_all_there(void **state)
{
	(void)state;
	static const char *const members[] = {
		"id",     "summary", "ca",          "status",      "assignee",   "owner",        "buddy",
		"poster", "labels",  "next_update", "last_update", "asked",      "acknowledged", "due",
		"kind",   "kinds",   "overdue",     "flags",       "tasks_open", "tasks_total",  "ticket"};
	size_t n = 0;
	for (size_t i = 0; i < n_fields; i++) {
		if (fields[i].json)
			assert_string_equal(fields[i].json, members[n++]);
	}
	assert_int_equal(n, ELEMENTS(members));
}

static void every_cell_of_a_bare_bug_fills_its_width(void **state)
{
	(void)state;
	const struct look absolute = {.signs = &signs_ascii, .absolute_times = true};
	struct entry *entry = fixture_entry((struct spec){.id = 1});
	struct row row = fixture_row(entry);
	for (size_t i = 0; i < n_fields; i++) {
		for (size_t width = 1; width < 40; width++) {
			struct str out = {0}, other = {0};
			enum hint hint = field_text(&fields[i], &row, fixture_look(), width, &out);
			assert_int_equal(str_width_cols(str_text(&out)), width);
			assert_in_range(hint, 0, HINTS - 1);
			field_text(&fields[i], &row, &absolute, width, &other);
			assert_int_equal(str_width_cols(str_text(&other)), width);
			str_free(&out);
			str_free(&other);
		}
	}
	entry_unref(entry);
}

/* --- the sketch of screens.md --- */

static const struct spec sketch[] = {
	{.id = 1900412,
	 .summary = "Example Trust: Delayed revocation of 3,167 OV certificates",
	 .team = {.owner = "ana", .buddy = "ben", .poster = "ben", .tasks_open = 1, .tasks_total = 4},
	 .owed = {OWED(KIND_RESPOND, LEFT(-2, -4, 0, 0)), OWED(KIND_REVOCATION, LEFT(1, 0, 0, 0))},
	 .asked = 2,
	 .asked_age = LEFT(9, 3, 0, 0)},
	{.id = 1900377,
	 .summary = "Example Trust: Missing CRL entries in partitioned CRLs",
	 .team = {.owner = "ben", .buddy = "ana", .tasks_total = 2},
	 .owed = {OWED(KIND_WEEKLY, LEFT(0, 0, -41, -7))}},
	{.id = 1900501,
	 .summary = "Example Trust: Wrong policy OID in S/MIME certs",
	 .team = {.owner = "carla", .tasks_open = 3, .tasks_total = 3},
	 .owed = {OWED(KIND_PROMISE, LEFT(0, 4, 12, 0), LEVEL_PROMISE)},
	 .asked = 1,
	 .acknowledged = 1,
	 .asked_age = LEFT(3, 0, 0, 0)},
	{.id = 1900388,
	 .summary = "Example Trust: CPS out of date in CCADB",
	 .team = {.owner = "dev", .buddy = "ana", .poster = "dev", .tasks_open = 2, .tasks_total = 5},
	 .owed = {OWED(KIND_ACTION_ITEM, LEFT(1, 2, 0, 0))}},
	{.id = 1899904,
	 .summary = "Example Trust: Audit finding: log retention",
	 .team = {.owner = "eve", .buddy = "fay", .tasks_total = 1},
	 .owed = {OWED(KIND_NEXT_UPDATE, LEFT(6, 9, 0, 0))}},
	{.id = 1899120,
	 .summary = "Example Trust: OCSP responder returned \"unknown\"",
	 .team = {.owner = "ben", .buddy = "dev"},
	 .owed = {OWED(KIND_WEEKLY, UTC_NONE, LEVEL_MUST, STATE_SUSPENDED)},
	 .closing_age = LEFT(34, 0, 0, 0)},
};

static const char *const sketch_lines[] = {
	"!    -2d 04h RV  1900412 Delayed revocation of 3,167 … ana    ▸ben   2 9d    1/4",
	"!   -41m 07s W   1900377 Missing CRL entries in parti… ben    ana    -       0/2",
	"*     4h 12m P   1900501 Wrong policy OID in S/MIME c… carla  ?      1+1     3/3",
	"*     1d 02h A   1900388 CPS out of date in CCADB      ▸dev   ana    -       2/5",
	"  U   6d 09h N   1899904 Audit finding: log retention  eve~   fay~   -       0/1",
	"         34d c   1899120 OCSP responder returned \"unk… ben    dev    -         ✓",
};

static void rows_are_drawn_as_in_the_sketch(void **state)
{
	(void)state;
	struct columns columns;
	struct column fitted[COLUMNS_MAX];
	struct error err;
	assert_true(columns_parse("due kinds id summary owner buddy asked tasks", &columns, &err));
	assert_int_equal(columns_fit(&columns, fixture_look(), 80, fitted), 8);
	for (size_t i = 0; i < ELEMENTS(sketch); i++) {
		struct entry *entry = fixture_entry(sketch[i]);
		struct row row = fixture_row(entry);
		struct str line = {0};
		for (size_t c = 0; c < 8; c++) {
			str_add(&line, c ? " " : "");
			field_text(fitted[c].field, &row, fixture_look(), fitted[c].width_cols, &line);
		}
		assert_string_equal(str_text(&line), sketch_lines[i]);
		str_free(&line);
		entry_unref(entry);
	}
}

/* --- DUE --- */

static void due_tells_its_state_by_sign_and_hint(void **state)
{
	(void)state;
	assert_int_equal(hint_of(sketch[0], "due"), HINT_ALARM);
	assert_int_equal(hint_of(sketch[2], "due"), HINT_SOON);
	assert_int_equal(hint_of(sketch[4], "due"), HINT_PLAIN);
	assert_int_equal(hint_of(sketch[5], "due"), HINT_DIM);
	assert_string_equal(cell((struct spec){.id = 1}, "due", 12), "           -");
}

static void at_due_itself_nothing_is_overdue(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .owed = {OWED(KIND_WEEKLY, 0)}};
	assert_string_equal(cell(spec, "due", 12), "*     0m 00s");
	spec.owed[0].left_s = -1;
	assert_string_equal(cell(spec, "due", 12), "!    -0m 01s");
	spec.owed[0].left_s = SOON - NOW;
	assert_string_equal(cell(spec, "due", 12), "*     2d 09h");
	spec.owed[0].left_s = SOON - NOW + 1;
	assert_string_equal(cell(spec, "due", 12), "      2d 09h");
}

static void absolute_times_are_local_with_an_english_weekday(void **state)
{
	(void)state;
	const struct look look = {.signs = &signs_utf8, .absolute_times = true};
	assert_int_equal(setenv("TZ", "CET-1", 1), 0);
	tzset();
	assert_string_equal(cell_of(sketch[2], "due", &look, 16, NULL), "*   Tue 24 19:17");
	assert_string_equal(cell(sketch[2], "when", 12), "Tue 24 19:17");
	assert_string_equal(cell_of(sketch[5], "due", &look, 16, NULL), "      Wed 21 Oct");
	assert_int_equal(setenv("TZ", "UTC", 1), 0);
	tzset();
	assert_string_equal(cell(sketch[2], "when", 12), "Tue 24 18:17");
	assert_string_equal(cell(sketch[5], "when", 12), "-           ");
}

/* "Fri 30" in November may be one of October: beyond two weeks the month is said. */
static void a_day_is_written_so_that_it_can_mean_one_only(void **state)
{
	(void)state;
	assert_int_equal(setenv("TZ", "UTC", 1), 0);
	tzset();
	struct spec spec = sketch[2];
	spec.owed[0].left_s = 2 * WEEK_S - 1;
	assert_string_equal(cell(spec, "when", 12), "Tue 08 14:04");
	spec.owed[0].left_s = 2 * WEEK_S;
	assert_string_equal(cell(spec, "when", 12), "Tue 08 Dec  ");
	spec.owed[0].left_s = -2 * WEEK_S;
	assert_string_equal(cell(spec, "when", 12), "Tue 10 Nov  ");
}

static void the_fuse_shortens_in_eighths(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .owed = {OWED(KIND_WEEKLY, 50, .since_s = 50)}};
	assert_string_equal(cell(spec, "fuse", 8), "████    ");
	spec.owed[0] = (struct owed)OWED(KIND_WEEKLY, 45, .since_s = 55);
	assert_string_equal(cell(spec, "fuse", 8), "███▌    ");
	spec.owed[0] = (struct owed)OWED(KIND_WEEKLY, 100, .since_s = -10);
	assert_string_equal(cell(spec, "fuse", 8), "████████");
	spec.owed[0] = (struct owed)OWED(KIND_WEEKLY, -5, .since_s = 55);
	assert_string_equal(cell(spec, "fuse", 8), "        ");
}

/* --- K --- */

static void answers_come_first_and_letters_are_at_most_three(void **state)
{
	(void)state;
	struct spec spec = {.id = 1,
			    .owed = {OWED(KIND_WEEKLY, -50), OWED(KIND_REVOCATION, 5, LEVEL_SHOULD),
				     OWED(KIND_NEEDINFO, 10), OWED(KIND_INITIAL, 20), OWED(KIND_RESPOND, 30),
				     OWED(KIND_RESPOND, 40)}};
	assert_string_equal(cell(spec, "kinds", 3), "QRW");
	assert_string_equal(cell(spec, "kinds", 40), "needinfo, answer, weekly, first answer  ");
	assert_string_equal(cell(spec, "kinds", 16), "needinfo, answe…");
}

static void kinds_are_what_is_due_within_seven_days(void **state)
{
	(void)state;
	struct spec spec = {.id = 1,
			    .owed = {OWED(KIND_WEEKLY, WEEK_S), OWED(KIND_RESPOND, WEEK_S + 1),
				     OWED(KIND_NEEDINFO, UTC_NONE, LEVEL_MUST, STATE_ACKNOWLEDGED)}};
	assert_string_equal(cell(spec, "kinds", 3), "W  ");
	spec.owed[0].left_s = WEEK_S + 1;
	assert_string_equal(cell(spec, "kinds", 3), "-  ");
}

static void a_closing_request_without_its_needinfo_is_a_capital(void **state)
{
	(void)state;
	struct spec spec = {.id = 1,
			    .closing_age = DAY_S,
			    .lacks_needinfo = true,
			    .owed = {OWED(KIND_CLOSURE_NEEDINFO, UTC_NONE)}};
	assert_string_equal(cell(spec, "kinds", 3), "C  ");
	assert_int_equal(hint_of(spec, "kinds"), HINT_WARN);
	assert_string_equal(cell(spec, "tasks", 5), "    -");
	spec.lacks_needinfo = false;
	spec.owed[0].is_there = false;
	assert_string_equal(cell(spec, "kinds", 3), "c  ");
	assert_string_equal(cell(spec, "kinds", 10), "closing   ");
	assert_string_equal(cell(spec, "tasks", 5), "    ✓");
}

static void who_asks_after_a_closing_request_is_owed_an_answer_like_anybody(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .closing_age = DAY_S, .owed = {OWED(KIND_RESPOND, LEFT(5, 1, 0, 0))}};
	assert_string_equal(cell(spec, "kinds", 3), "R  ");
	assert_string_equal(cell(spec, "due", 12), "      5d 01h");
}

/* --- people --- */

static void a_third_person_who_posts_takes_the_buddys_cell(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .team = {.owner = "ana", .buddy = "ben", .poster = "dev"}};
	assert_string_equal(cell(spec, "owner", 6), "ana   ");
	assert_string_equal(cell(spec, "buddy", 6), "▸dev  ");
	assert_int_equal(hint_of(spec, "buddy"), HINT_POSTER);
	spec.team.poster = "ana";
	assert_string_equal(cell(spec, "owner", 6), "▸ana  ");
	assert_string_equal(cell(spec, "buddy", 6), "ben   ");
}

static void a_long_name_gives_way_to_its_signs(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .team = {.owner = "maximiliane", .poster = "maximiliane"}};
	assert_string_equal(cell(spec, "owner", 6), "▸maxi…");
	spec.team = (struct bug_team){.owner = "eve", .poster = "eve"};
	assert_string_equal(cell(spec, "owner", 6), "▸eve~ ");
	assert_string_equal(cell(spec, "owner", 4), "▸e…~");
	assert_int_equal(hint_of(spec, "owner"), HINT_AWAY);
}

static void nobody_is_a_question_only_where_we_owe(void **state)
{
	(void)state;
	struct spec spec = {.id = 1};
	assert_string_equal(cell(spec, "owner", 6), "?     ");
	assert_int_equal(hint_of(spec, "owner"), HINT_WARN);
	spec.is_others = true;
	assert_string_equal(cell(spec, "owner", 6), "-     ");
	assert_int_equal(hint_of(spec, "buddy"), HINT_DIM);
}

/* --- texts --- */

static void our_own_name_is_left_out_of_the_summary_and_others_are_not(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .summary = "Example Trust:  Late"};
	assert_string_equal(cell(spec, "summary", 0), "Late");
	spec.is_others = true;
	assert_string_equal(cell(spec, "summary", 0), "Example Trust:  Late");
	assert_string_equal(cell(spec, "subject", 0), "Late");
	spec = (struct spec){.id = 1, .summary = "Example Trust:"};
	assert_string_equal(cell(spec, "summary", 0), "Example Trust:");
	spec.summary = ": nobody's";
	assert_string_equal(cell(spec, "summary", 0), ": nobody's");
	spec.summary = "no colon";
	assert_string_equal(cell(spec, "summary", 0), "no colon");
}

static void hostile_texts_reach_no_terminal(void **state)
{
	(void)state;
	struct spec spec = {.id = 1,
			    .summary = "a\x1b[2Jb\xc2\x9b\xe2\x80\xae\nc",
			    .assignee = "e\x1b]0;x\x07@x.example",
			    .labels = {"l\x1b"
				       "c"},
			    .team = {.owner = "o\x1b", .ticket = "t\x9b"}};
	static const char *const keys[] = {"summary", "assignee", "label", "owner", "ticket"};
	for (size_t i = 0; i < ELEMENTS(keys); i++) {
		const char *text = cell(spec, keys[i], 30);
		assert_null(strchr(text, '\x1b'));
		assert_null(strchr(text, '\n'));
		assert_null(strchr(text, '\a'));
		assert_null(strstr(text, "\xc2\x9b"));
		assert_null(strstr(text, "\xe2\x80\xae"));
		assert_int_equal(str_width_cols(text), 30);
	}
}

static void a_summary_of_a_megabyte_is_cut_where_a_character_begins(void **state)
{
	(void)state;
	size_t bytes = 3 * 350000;
	char *summary = malloc(bytes + 1);
	for (size_t i = 0; i < bytes; i += 3)
		memcpy(summary + i, "語", 3);
	summary[bytes] = '\0';
	assert_string_equal(cell((struct spec){.id = 1, .summary = summary}, "summary", 8), "語語語… ");
	free(summary);
}

/* --- ASKED and others --- */

static void asked_tells_the_age_where_there_is_room(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .asked = 12, .asked_age = LEFT(14, 0, 0, 0)};
	assert_string_equal(cell(spec, "asked", 5), "12   ");
	assert_string_equal(cell(spec, "asked", 7), "12 14d ");
	spec = (struct spec){.id = 1, .acknowledged = 2};
	assert_string_equal(cell(spec, "asked", 5), "0+2  ");
	assert_int_equal(hint_of(spec, "asked"), HINT_DIM);
	assert_string_equal(cell((struct spec){.id = 1}, "asked", 5), "-    ");
}

static void a_question_from_the_future_has_no_negative_age(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .asked = 1, .asked_age = -500, .updated_age = -500};
	assert_string_equal(cell(spec, "asked", 5), "1 0s ");
	assert_string_equal(cell(spec, "updated", 7), "     0s");
}

static void a_next_update_that_does_not_count_is_dim(void **state)
{
	(void)state;
	struct spec spec = {
		.id = 1, .next_update_utc = INT64_C(1796083200), .next_update_state = NEXT_UPDATE_LIVE};
	assert_string_equal(cell(spec, "next_update", 10), "2026-12-01");
	assert_int_equal(hint_of(spec, "next_update"), HINT_PLAIN);
	spec.next_update_state = NEXT_UPDATE_USED_UP;
	assert_int_equal(hint_of(spec, "next_update"), HINT_DIM);
	spec = (struct spec){.id = 1, .next_update_state = NEXT_UPDATE_UNREADABLE};
	assert_string_equal(cell(spec, "next_update", 10), "unreadable");
}

static void lists_and_flags_are_joined_by_commas(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .labels = {"audit failure", "delayed"}, .cc = ""};
	assert_string_equal(cell(spec, "label", 0), "audit failure, delayed");
	assert_string_equal(cell(spec, "flags", 0), "unowned, no-buddy, no-alias, no-ticket");
}

/* Each bug of the component has it; who reads a document may not know that. */
static void the_label_of_all_bugs_stands_in_documents_only(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .labels = {"ca-compliance", "audit failure"}};
	assert_string_equal(cell(spec, "label", 0), "audit failure");
	struct str out = {0};
	struct entry *entry = fixture_entry(spec);
	struct row row = fixture_row(entry);
	field_text(field_find(span_of("label")), &row, &look_document, 0, &out);
	assert_string_equal(str_text(&out), "ca-compliance, audit failure");
	str_free(&out);
	entry_unref(entry);
	spec.labels[1] = NULL;
	assert_string_equal(cell(spec, "label", 0), "-");
}

static const char *cell_with_marks(struct spec spec, const char *key, const struct look *look,
				   size_t width_cols)
{
	static struct marks marks = {.baseline_utc = NOW - HOUR_S};
	struct entry *entry = fixture_entry(spec);
	struct moment moment = *fixture_moment();
	struct row row = {.entry = entry, .at = &moment};
	struct str out = {0};
	moment.marks = &marks;
	field_text(field_find(span_of(key)), &row, look, width_cols, &out);
	assert_true(out.len < sizeof cell_text);
	memcpy(cell_text, str_text(&out), out.len + 1);
	str_free(&out);
	entry_unref(entry);
	return cell_text;
}

static void what_others_changed_has_a_dot_and_uncovered_wins(void **state)
{
	(void)state;
	static const struct look ascii = {.signs = &signs_ascii};
	struct spec spec = {
		.id = 1, .owed = {OWED(KIND_WEEKLY, LEFT(2, 9, 0, 0))}, .others_age = 60, .changed_age = 60};
	assert_string_equal(cell_with_marks(spec, "due", fixture_look(), 12), "* •   2d 09h");
	assert_string_equal(cell_with_marks(spec, "due", &ascii, 12), "* o   2d 09h");
	assert_string_equal(cell_with_marks(spec, "changed", fixture_look(), 7), "•    1m");
	assert_string_equal(cell_with_marks(spec, "changed", fixture_look(), 0), "• 1m");
	spec.team = (struct bug_team){.owner = "eve", .buddy = "fay"};
	assert_string_equal(cell_with_marks(spec, "due", fixture_look(), 12), "* U   2d 09h");
	spec = (struct spec){.id = 1, .others_age = DAY_S, .changed_age = 60};
	assert_string_equal(cell_with_marks(spec, "due", fixture_look(), 12), "           -");
	assert_string_equal(cell_with_marks(spec, "changed", fixture_look(), 7), "     1m");
}

static void what_is_perhaps_ours_says_so_beside_the_name(void **state)
{
	(void)state;
	struct spec spec = {.id = 1, .summary = "Meridian: for Example Trust", .is_others = true};
	assert_string_equal(cell(spec, "ca", 16), "Meridian        ");
	spec.perhaps_ours = "Example Trust";
	assert_string_equal(cell(spec, "ca", 16), "ours? Meridian  ");
	assert_int_equal(hint_of(spec, "ca"), HINT_WARN);
	spec.summary = "Example Trust without a colon";
	assert_string_equal(cell(spec, "ca", 16), "ours?           ");
	assert_string_equal(cell(spec, "ca", 5), "ours?");
}

/* --- order --- */

static void assert_rank_agrees(enum field_type type, const struct value *a, const struct value *b, int order)
{
	uint64_t rank_a = value_rank(type, a), rank_b = value_rank(type, b);
	if (rank_a != rank_b)
		assert_int_equal(rank_a < rank_b ? -1 : 1, order);
	else if (value_rank_is_exact(type))
		assert_int_equal(order, 0);
	assert_int_equal(a->is_absent, rank_a == VALUE_RANK_ABSENT);
}

static int order_of(const char *key, struct spec a, struct spec b)
{
	const struct field *field = field_find(span_of(key));
	struct entry *first = fixture_entry(a), *second = fixture_entry(b);
	struct row row_a = fixture_row(first), row_b = fixture_row(second);
	struct value value_a = field->get(&row_a), value_b = field->get(&row_b);
	int order = value_compare(field->type, &value_a, &value_b);
	assert_int_equal(order, -value_compare(field->type, &value_b, &value_a));
	assert_rank_agrees(field->type, &value_a, &value_b, order);
	entry_unref(first);
	entry_unref(second);
	return order;
}

static void values_compare_by_what_they_are(void **state)
{
	(void)state;
	assert_int_equal(order_of("id", (struct spec){.id = 9}, (struct spec){.id = 10}), -1);
	assert_int_equal(
		order_of("summary", (struct spec){.summary = "abc"}, (struct spec){.summary = "ABD"}), -1);
	assert_int_equal(order_of("summary", (struct spec){.summary = "ab"}, (struct spec){.summary = "ABC"}),
			 -1);
	assert_int_equal(
		order_of("label", (struct spec){.labels = {"a"}}, (struct spec){.labels = {"a", "b"}}), -1);
	assert_int_equal(order_of("due", (struct spec){.owed = {OWED(KIND_WEEKLY, 5)}},
				  (struct spec){.owed = {OWED(KIND_WEEKLY, 6)}}),
			 -1);
	assert_int_equal(order_of("kind", (struct spec){.owed = {OWED(KIND_RESPOND, 5)}},
				  (struct spec){.owed = {OWED(KIND_WEEKLY, 5)}}),
			 -1);
	assert_int_equal(order_of("id", (struct spec){.id = -1}, (struct spec){.id = 1}), -1);
	assert_int_equal(order_of("summary", (struct spec){.summary = "the same beginning, a"},
				  (struct spec){.summary = "The same beginning, b"}),
			 -1);
	assert_int_equal(
		order_of("summary", (struct spec){.summary = "z"}, (struct spec){.summary = "\xc3\xa9"}), -1);
	assert_int_equal(order_of("ticket", (struct spec){.id = 1}, (struct spec){.id = 2}), 0);
	assert_int_equal(
		order_of("due", (struct spec){.id = 1}, (struct spec){.owed = {OWED(KIND_WEEKLY, 6)}}), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_leads_to_one_field_and_each_has_help),
		cmocka_unit_test(every_column_has_widths_that_hold_its_title),
		cmocka_unit_test(the_members_of_the_command_line_contract_are_all_there),
		cmocka_unit_test(every_cell_of_a_bare_bug_fills_its_width),
		cmocka_unit_test(rows_are_drawn_as_in_the_sketch),
		cmocka_unit_test(due_tells_its_state_by_sign_and_hint),
		cmocka_unit_test(at_due_itself_nothing_is_overdue),
		cmocka_unit_test(absolute_times_are_local_with_an_english_weekday),
		cmocka_unit_test(a_day_is_written_so_that_it_can_mean_one_only),
		cmocka_unit_test(the_fuse_shortens_in_eighths),
		cmocka_unit_test(answers_come_first_and_letters_are_at_most_three),
		cmocka_unit_test(kinds_are_what_is_due_within_seven_days),
		cmocka_unit_test(a_closing_request_without_its_needinfo_is_a_capital),
		cmocka_unit_test(who_asks_after_a_closing_request_is_owed_an_answer_like_anybody),
		cmocka_unit_test(a_third_person_who_posts_takes_the_buddys_cell),
		cmocka_unit_test(a_long_name_gives_way_to_its_signs),
		cmocka_unit_test(nobody_is_a_question_only_where_we_owe),
		cmocka_unit_test(our_own_name_is_left_out_of_the_summary_and_others_are_not),
		cmocka_unit_test(hostile_texts_reach_no_terminal),
		cmocka_unit_test(a_summary_of_a_megabyte_is_cut_where_a_character_begins),
		cmocka_unit_test(asked_tells_the_age_where_there_is_room),
		cmocka_unit_test(a_question_from_the_future_has_no_negative_age),
		cmocka_unit_test(a_next_update_that_does_not_count_is_dim),
		cmocka_unit_test(lists_and_flags_are_joined_by_commas),
		cmocka_unit_test(the_label_of_all_bugs_stands_in_documents_only),
		cmocka_unit_test(values_compare_by_what_they_are),
		cmocka_unit_test(what_others_changed_has_a_dot_and_uncovered_wins),
		cmocka_unit_test(what_is_perhaps_ours_says_so_beside_the_name),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
