/* What `list`, `why` and `show` print. */
#include "view_fixture.h"

#include "base/json.h"
#include "view/format.h"

#define COMMENT_2                                  \
	{                                          \
		.type = CAUSE_COMMENT, .number = 2 \
	}

static const struct spec asked = {
	.id = 1900501,
	.summary = "Example Trust: Wrong policy OID",
	.team = {.owner = "ana", .buddy = "eve", .ticket = "IR-101"},
	.labels = {"ca-compliance", "smime-misissuance"},
	.owed = {OWED(KIND_WEEKLY, -HOUR_S, .cause = {.type = CAUSE_COMMENT, .number = 1},
		      .since_s = 8 * DAY_S),
		 OWED(KIND_RESPOND, LEFT(3, 22, 0, 0), .cause = COMMENT_2, .since_s = LEFT(3, 2, 0, 0)),
		 OWED(KIND_REVOCATION, LEFT(4, 0, 0, 0), LEVEL_SHOULD),
		 OWED(KIND_NEEDINFO, UTC_NONE, LEVEL_MUST, STATE_ACKNOWLEDGED,
		      .cause = {CAUSE_FLAG, 7090, 0})},
	.asked = 1,
	.acknowledged = 1,
	.asked_age = LEFT(3, 2, 0, 0),
	.updated_age = 8 * DAY_S,
	.next_update_utc = INT64_C(1796083200),
	.next_update_state = NEXT_UPDATE_USED_UP,
};

static struct comment comments[] = {
	{.number = 0,
	 .author = "jo@reader.example",
	 .time_utc = NOW - 30 * (int64_t)DAY_S,
	 .text = "It is wrong.\n"},
	{.number = 1,
	 .author = "ana@example-trust.example",
	 .time_utc = NOW - 8 * (int64_t)DAY_S,
	 .text = "We look."},
	{.number = 2,
	 .author = "jo@reader.example",
	 .time_utc = NOW - LEFT(3, 2, 0, 0),
	 .text = "Since when?\n\ttab \x1b[31m\xc2\x9b"},
	{.number = 4, .author = "wikibot", .time_utc = NOW + 5, .is_private = true, .text = ""},
};
static const struct conversation conversation = {.comments = comments, .n_comments = 4};

/* One entry and its selection. */
struct scene {
	struct entry *entry;
	const struct entry *entries[1];
	struct selection selection;
	struct row row;
	struct str out;
};

static struct scene *scene_of(struct spec spec)
{
	static struct scene scene;
	scene = (struct scene){.entry = fixture_entry(spec)};
	scene.entries[0] = scene.entry;
	scene.selection = (struct selection){.entries = scene.entries, .n = 1};
	scene.row = fixture_row(scene.entry);
	return &scene;
}

static void scene_end(struct scene *scene)
{
	str_free(&scene->out);
	entry_unref(scene->entry);
}

static struct columns columns_of(const char *keys)
{
	struct columns columns;
	struct error err;
	assert_true(columns_parse(keys, &columns, &err));
	return columns;
}

static cJSON *parsed(const struct str *out)
{
	struct error err;
	cJSON *json = json_parse(str_text(out), out->len, &err);
	assert_non_null(json);
	assert_int_equal(out->at[out->len - 1], '\n');
	return json;
}

/* --- list --- */

static void a_table_for_a_pipe_is_as_wide_as_its_cells(void **state)
{
	(void)state;
	struct scene *scene = scene_of(asked);
	struct columns columns = columns_of("due kinds id summary owner buddy asked tasks ticket");
	format_list_table(&scene->selection, scene->row.at, &columns, fixture_look(), 0, &scene->out);
	assert_string_equal(
		str_text(&scene->out),
		"DUE         K              BUG     SUMMARY          OWNER BUDDY ASKED  TASKS TICKET\n"
		"!   -1h 00m answer, weekly 1900501 Wrong policy OID ana   eve~  1+1 3d     - IR-101\n");
	scene_end(scene);
}

static void a_table_for_a_terminal_is_laid_out_as_the_page(void **state)
{
	(void)state;
	struct scene *scene = scene_of(asked);
	struct columns columns = columns_of("due kinds id summary owner buddy asked tasks ticket");
	format_list_table(&scene->selection, scene->row.at, &columns, fixture_look(), 60, &scene->out);
	assert_string_equal(str_text(&scene->out),
			    "DUE          K   BUG     SUMMARY                      OWNER\n"
			    "!    -1h 00m RW  1900501 Wrong policy OID             ana\n");
	scene_end(scene);
}

static void a_title_of_a_megabyte_does_not_widen_a_table_without_end(void **state)
{
	(void)state;
	struct str title = {0};
	str_add_repeat(&title, "wide ", 200000);
	struct spec spec = {.id = 1, .summary = str_text(&title)};
	struct scene *scene = scene_of(spec);
	struct columns columns = columns_of("summary id");
	format_list_table(&scene->selection, scene->row.at, &columns, fixture_look(), 0, &scene->out);
	assert_true(scene->out.len < 400);
	assert_non_null(strstr(str_text(&scene->out), "…"));
	scene_end(scene);
	str_free(&title);
}

static void an_empty_list_is_a_head_line_and_an_empty_array(void **state)
{
	(void)state;
	struct selection none = {0};
	struct columns columns = columns_of("id summary");
	struct str table = {0}, json = {0};
	format_list_table(&none, fixture_moment(), &columns, fixture_look(), 0, &table);
	format_list_json(&none, fixture_moment(), JSON_ONE_LINE, &json);
	assert_string_equal(str_text(&table), "BUG SUMMARY\n");
	assert_string_equal(str_text(&json), "[]\n");
	str_free(&table);
	str_free(&json);
}

static void list_json_has_the_members_of_the_contract(void **state)
{
	(void)state;
	struct scene *scene = scene_of(asked);
	format_list_json(&scene->selection, scene->row.at, JSON_ONE_LINE, &scene->out);
	assert_string_equal(
		str_text(&scene->out),
		"[{\"id\":1900501,\"summary\":\"Example Trust: Wrong policy OID\",\"ca\":\"Example Trust\","
		"\"status\":\"ASSIGNED\",\"assignee\":\"ana@example-trust.example\",\"owner\":\"ana\","
		"\"buddy\":\"eve\",\"poster\":null,\"labels\":[\"ca-compliance\",\"smime-misissuance\"],"
		"\"next_update\":\"2026-12-01\",\"last_update\":\"2026-11-16T14:05:00Z\",\"asked\":1,"
		"\"acknowledged\":1,\"due\":\"2026-11-24T13:05:00Z\",\"kind\":\"weekly\","
		"\"kinds\":[\"weekly\",\"respond\"],\"overdue\":true,\"flags\":[\"no-poster\"],\"tasks_"
		"open\":0,"
		"\"tasks_total\":0,\"ticket\":\"IR-101\"}]\n");
	scene_end(scene);
}

static void what_is_absent_is_null_and_lists_are_empty(void **state)
{
	(void)state;
	struct scene *scene =
		scene_of((struct spec){.id = 7, .summary = "x", .is_others = true, .assignee = ""});
	format_list_json(&scene->selection, scene->row.at, JSON_INDENTED, &scene->out);
	cJSON *array = parsed(&scene->out);
	const cJSON *bug = cJSON_GetArrayItem(array, 0);
	static const char *const nulls[] = {"ca",          "owner", "buddy", "poster", "next_update",
					    "last_update", "due",   "kind",  "ticket"};
	static const char *const lists[] = {"labels", "kinds", "flags"};
	for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
		assert_true(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(bug, nulls[i])));
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		const cJSON *list = cJSON_GetObjectItemCaseSensitive(bug, lists[i]);
		assert_true(cJSON_IsArray(list));
		assert_int_equal(cJSON_GetArraySize(list), 0);
	}
	assert_true(cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(bug, "overdue")));
	cJSON_Delete(array);
	scene_end(scene);
}

static void json_keeps_every_character_and_commands_no_terminal(void **state)
{
	(void)state;
	const char *hostile = "q\"\\\x01\x1b]0;\x07\x7f \xc2\x9b \xe2\x80\xae \xf3\xa0\x80\x81 é語";
	struct scene *scene = scene_of((struct spec){.id = INT64_C(9007199254740993), .summary = hostile});
	format_list_json(&scene->selection, scene->row.at, JSON_INDENTED, &scene->out);
	const char *text = str_text(&scene->out);
	for (const char *c = text; *c; c++)
		assert_true((unsigned char)*c >= 0x20 || *c == '\n' || *c == '\t');
	assert_null(strchr(text, '\x7f'));
	assert_null(strstr(text, "\xc2\x9b"));
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_non_null(strstr(text, "\\udb40\\udc01 é語"));
	assert_non_null(strstr(text, "9007199254740993"));
	cJSON *array = parsed(&scene->out);
	const cJSON *bug = cJSON_GetArrayItem(array, 0);
	assert_string_equal(cJSON_GetObjectItemCaseSensitive(bug, "summary")->valuestring, hostile);
	cJSON_Delete(array);
	scene_end(scene);
}

/* --- why --- */

static void why_json_is_one_line_with_a_cause_of_each_kind(void **state)
{
	(void)state;
	struct scene *scene = scene_of((struct spec){
		.id = 3,
		.owed = {OWED(KIND_RESPOND, HOUR_S, .cause = COMMENT_2, .since_s = DAY_S),
			 OWED(KIND_NEXT_UPDATE, 2 * HOUR_S,
			      .cause = {.type = CAUSE_WHITEBOARD, .date_utc = INT64_C(1796083200)}),
			 OWED(KIND_REVOCATION, 3 * HOUR_S, LEVEL_SHOULD),
			 OWED(KIND_NEEDINFO, UTC_NONE, LEVEL_MUST, STATE_ACKNOWLEDGED,
			      .cause = {CAUSE_FLAG, 7090, 0})}});
	format_why_json(&scene->row, JSON_ONE_LINE, &scene->out);
	assert_string_equal(
		str_text(&scene->out),
		"{\"id\":3,\"now\":\"2026-11-24T14:05:00Z\",\"obligations\":["
		"{\"kind\":\"respond\",\"level\":\"MUST\",\"since\":\"2026-11-23T14:05:00Z\","
		"\"due\":\"2026-11-24T15:05:00Z\",\"state\":\"open\",\"rule\":\"rule\",\"cause\":{"
		"\"comment\":2},"
		"\"text\":\"Because it is so (IRG 3.2).\"},"
		"{\"kind\":\"next-update\",\"level\":\"MUST\",\"since\":\"2026-11-24T14:05:00Z\","
		"\"due\":\"2026-11-24T16:05:00Z\",\"state\":\"open\",\"rule\":\"rule\","
		"\"cause\":{\"whiteboard\":\"2026-12-01\"},\"text\":\"Because it is so (IRG 3.2).\"},"
		"{\"kind\":\"revocation\",\"level\":\"SHOULD\",\"since\":\"2026-11-24T14:05:00Z\","
		"\"due\":\"2026-11-24T17:05:00Z\",\"state\":\"open\",\"rule\":\"rule\",\"cause\":{},"
		"\"text\":\"Because it is so (IRG 3.2).\"},"
		"{\"kind\":\"needinfo\",\"level\":\"MUST\",\"since\":\"2026-11-24T14:05:00Z\",\"due\":null,"
		"\"state\":\"acknowledged\",\"rule\":\"rule\",\"cause\":{\"flag\":7090},"
		"\"text\":\"Because it is so (IRG 3.2).\"}],\"ledger\":[]}\n");
	scene_end(scene);
}

static void why_text_is_a_block_an_obligation(void **state)
{
	(void)state;
	struct scene *scene =
		scene_of((struct spec){.id = 3,
				       .summary = "Example Trust: Late",
				       .owed = {OWED(KIND_RESPOND, LEFT(3, 22, 0, 0), .cause = COMMENT_2,
						     .since_s = LEFT(3, 2, 0, 0)),
						OWED(KIND_NEEDINFO, UTC_NONE, LEVEL_MUST, STATE_ACKNOWLEDGED,
						     .cause = {CAUSE_FLAG, 7090, 0}, .since_s = DAY_S)}});
	format_why_text(&scene->row, &conversation, fixture_look(), &scene->out);
	assert_string_equal(
		str_text(&scene->out),
		"3  Example Trust: Late\n"
		"\n"
		"R  due 2026-11-28 12:05 UTC  in 3d 22h    answer owed to comment 2 by jo, 3d ago\n"
		"   state       open, MUST\n"
		"   due         2026-11-28 12:05 UTC (Sat 28 12:05 here)\n"
		"   since       2026-11-21 12:05 UTC (Sat 21 12:05 here)\n"
		"   words       \"Since when?\"\n"
		"   rule        rule, IRG 3.2: Do something.\n"
		"   why         Because it is so (IRG 3.2).\n"
		"   met by      any comment by the team on this bug; naming or quoting the question settles "
		"it\n"
		"\n"
		"Q  no due time    answer owed to the needinfo request, 1d ago\n"
		"   state       acknowledged, MUST\n"
		"   since       2026-11-23 14:05 UTC (Mon 23 14:05 here)\n"
		"   rule        rule, IRG 3.2: Do something.\n"
		"   why         Because it is so (IRG 3.2).\n"
		"   met by      any comment by the team on this bug; clearing the flag settles it\n");
	scene_end(scene);
}

static void why_text_tells_what_is_overdue_by_how_much(void **state)
{
	(void)state;
	struct scene *scene = scene_of(asked);
	format_why_text(&scene->row, NULL, fixture_look(), &scene->out);
	assert_non_null(strstr(
		str_text(&scene->out),
		"W  due 2026-11-24 13:05 UTC  overdue by 1h 00m    weekly update owed after comment 1"));
	scene_end(scene);
}

static void what_owes_nothing_and_what_to_know_besides_are_said(void **state)
{
	(void)state;
	struct scene *scene = scene_of((struct spec){.id = 3, .resolution = "FIXED"});
	const char *remarks[] = {"Next update: 30 February cannot be \x1bread",
				 "a bracket without its partner"};
	struct assessment assessment = *scene->entry->assessment;
	assessment.remarks = remarks;
	assessment.n_remarks = 2;
	assessment.names_hidden = true;
	scene->entry->assessment = &assessment;
	format_why_text(&scene->row, NULL, fixture_look(), &scene->out);
	assert_string_equal(str_text(&scene->out),
			    "3  Example Trust: Something\n"
			    "\n"
			    "closed: nothing is owed\n"
			    "\n"
			    "note: Next update: 30 February cannot be ^[read\n"
			    "note: a bracket without its partner\n"
			    "note: authors are hidden: this needs an API key to be trusted\n");
	scene_end(scene);
}

static void a_dismissal_is_told_with_who_and_why(void **state)
{
	(void)state;
	struct scene *scene = scene_of(asked);
	struct dismissal dismissal = {.at_utc = NOW, .who = "ana", .reason = "spam"};
	scene->entry->assessment->obligations[3].dismissal = &dismissal;
	format_why_text(&scene->row, NULL, fixture_look(), &scene->out);
	assert_non_null(strstr(str_text(&scene->out), "   dismissed   2026-11-24 14:05 UTC by ana: spam\n"));
	scene_end(scene);
}

/* --- show --- */

static void show_json_adds_what_was_said_and_is_owed(void **state)
{
	(void)state;
	struct scene *scene = scene_of(asked);
	format_show_json(&scene->row, &conversation, JSON_INDENTED, &scene->out);
	cJSON *bug = parsed(&scene->out);
	const cJSON *said = cJSON_GetObjectItemCaseSensitive(bug, "comments");
	static const char *const parties[] = {"outside", "team", "outside", "outside"};
	assert_int_equal(cJSON_GetArraySize(said), 4);
	for (int i = 0; i < 4; i++) {
		const cJSON *comment = cJSON_GetArrayItem(said, i);
		assert_int_equal(cJSON_GetObjectItem(comment, "number")->valueint, comments[i].number);
		assert_string_equal(cJSON_GetObjectItem(comment, "author")->valuestring, comments[i].author);
		assert_string_equal(cJSON_GetObjectItem(comment, "party")->valuestring, parties[i]);
		assert_string_equal(cJSON_GetObjectItem(comment, "text")->valuestring, comments[i].text);
		assert_int_equal(cJSON_IsTrue(cJSON_GetObjectItem(comment, "is_private")),
				 comments[i].is_private);
	}
	assert_string_equal(cJSON_GetObjectItem(cJSON_GetArrayItem(said, 1), "time")->valuestring,
			    "2026-11-16T14:05:00Z");
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(bug, "obligations")), 4);
	static const char *const empty[] = {"ledger", "tasks", "notes"};
	for (size_t i = 0; i < 3; i++) {
		assert_true(cJSON_IsArray(cJSON_GetObjectItem(bug, empty[i])));
		assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(bug, empty[i])), 0);
	}
	assert_int_equal(cJSON_GetObjectItem(bug, "id")->valueint, 1900501);
	cJSON_Delete(bug);
	scene_end(scene);
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in:\n%s", part, text);
}

static void show_text_has_facts_debts_and_conversation(void **state)
{
	(void)state;
	struct scene *scene = scene_of(asked);
	format_show_text(&scene->row, &conversation, fixture_look(), &scene->out);
	const char *text = str_text(&scene->out);
	assert_memory_equal(text, "1900501  Example Trust: Wrong policy OID\n\n", 42);
	assert_has(text, "   status      ASSIGNED\n");
	assert_has(text, "   assignee    ana@example-trust.example\n");
	assert_has(text, "   team        owner ana, buddy eve (away today), posts next: nobody\n");
	assert_has(text, "   ticket      IR-101\n");
	assert_has(text, "   labels      ca-compliance, smime-misissuance\n");
	assert_has(text, "   next update 2026-12-01, used up by an update\n");
	assert_has(text, "   cc          incident-response@example-trust.example\n");
	assert_has(text, "   amiss       no-poster (due within 7 days and nobody is to post the update)\n");
	assert_has(text,
		   "\nR  due 2026-11-28 12:05 UTC  in 3d 22h    answer owed to comment 2 by jo, 3d ago\n");
	assert_has(text, "\n── comment 0  jo@reader.example  outside  30d ago  2026-10-25 14:05 UTC\n  It is "
			 "wrong.\n\n");
	assert_has(text, "── comment 2  jo@reader.example  outside  3d ago  2026-11-21 12:05 UTC  waits for "
			 "an answer\n"
			 "  Since when?\n          tab ^[[31m<U+009B>\n\n");
	assert_has(text, "── comment 4  wikibot  outside  0s ago  2026-11-24 14:05 UTC  private\n");
	assert_null(strstr(text, "closes on"));
	assert_null(strchr(text, '\x1b'));
	scene_end(scene);
}

static void show_text_lists_requests_links_and_how_it_was_closed(void **state)
{
	(void)state;
	struct scene *scene = scene_of((struct spec){.id = 5, .resolution = "DUPLICATE"});
	struct bug bug = *scene->entry->bug;
	struct flag flags[] = {
		{.name = "needinfo", .status = '?', .setter = "jo@x.example", .requestee = "ana@y.example"},
		{.name = "needinfo", .status = '?', .setter = "k@x.example"}};
	int64_t depends_on[] = {11, 12}, blocks[] = {13};
	bug.dupe_of = 99;
	bug.flags = flags;
	bug.n_flags = 2;
	bug.depends_on = depends_on;
	bug.n_depends_on = 2;
	bug.blocks = blocks;
	bug.n_blocks = 1;
	bug.assignee_name = "Ana \xe2\x80\xae";
	scene->entry->bug = &bug;
	format_show_text(&scene->row, &conversation, fixture_look(), &scene->out);
	const char *text = str_text(&scene->out);
	assert_has(text, "   status      RESOLVED DUPLICATE of 99\n");
	assert_has(text,
		   "   requests    needinfo? by jo@x.example to ana@y.example, needinfo? by k@x.example\n");
	assert_has(text, "   depends on  11, 12\n");
	assert_has(text, "   blocks      13\n");
	assert_has(text, "   assignee    Ana <U+202E>, ana@");
	scene_end(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_for_a_pipe_is_as_wide_as_its_cells),
		cmocka_unit_test(a_table_for_a_terminal_is_laid_out_as_the_page),
		cmocka_unit_test(a_title_of_a_megabyte_does_not_widen_a_table_without_end),
		cmocka_unit_test(an_empty_list_is_a_head_line_and_an_empty_array),
		cmocka_unit_test(list_json_has_the_members_of_the_contract),
		cmocka_unit_test(what_is_absent_is_null_and_lists_are_empty),
		cmocka_unit_test(json_keeps_every_character_and_commands_no_terminal),
		cmocka_unit_test(why_json_is_one_line_with_a_cause_of_each_kind),
		cmocka_unit_test(why_text_is_a_block_an_obligation),
		cmocka_unit_test(why_text_tells_what_is_overdue_by_how_much),
		cmocka_unit_test(what_owes_nothing_and_what_to_know_besides_are_said),
		cmocka_unit_test(a_dismissal_is_told_with_who_and_why),
		cmocka_unit_test(show_json_adds_what_was_said_and_is_owed),
		cmocka_unit_test(show_text_has_facts_debts_and_conversation),
		cmocka_unit_test(show_text_lists_requests_links_and_how_it_was_closed),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
