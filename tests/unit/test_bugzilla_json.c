/* Answers of a real 5.2 server (tests/data/recorded) and what bugzilla.mozilla.org adds to them, read as
 * net/bugzilla_json.h promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utc.h"
#include "net/bugzilla_json.h"

/* JSON in this file is written with ' for ". */
static char *as_json(struct arena *home, const char *text)
{
	char *json = arena_strdup(home, text);
	for (char *at = json; (at = strchr(at, '\''));)
		*at = '"';
	return json;
}

static cJSON *parsed(const char *text)
{
	struct error err;
	struct arena *home = arena_new();
	cJSON *root = json_parse(as_json(home, text), strlen(text), &err);
	assert_non_null(root);
	arena_free(home);
	return root;
}

/* --- what was recorded --- */

struct recorded {
	int status;
	char *body;
	size_t len;
	char *whole; /* of the file; freed by the test */
};

static struct recorded recorded(const char *name)
{
	char path[128];
	struct recorded got = {0};
	snprintf(path, sizeof path, "tests/data/recorded/%s.http", name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	got.whole = calloc(1, 1 << 20);
	size_t size = fread(got.whole, 1, (1 << 20) - 1, file);
	fclose(file);
	const char *status = strstr(got.whole, "HTTP/1.1 ");
	assert_non_null(status);
	got.status = atoi(status + strlen("HTTP/1.1 "));
	got.body = strstr(got.whole, "\r\n\r\n") + 4;
	got.len = size - (size_t)(got.body - got.whole);
	return got;
}

/* The JSON of a recorded answer, which must be a good one. */
static cJSON *good(const char *name)
{
	struct error err;
	enum verdict verdict;
	struct recorded got = recorded(name);
	cJSON *root = bugzilla_json_answer(got.status, got.body, got.len, &verdict, &err);
	assert_non_null(root);
	assert_int_equal(verdict, ANSWER_GOOD);
	free(got.whole);
	return root;
}

static struct page search(struct arena *home, const char *name, enum query_fields fields)
{
	struct error err = {0};
	struct page page;
	cJSON *root = good(name);
	if (!bugzilla_json_search(root, fields, home, &page, &err))
		fail_msg("%s: %s", name, err.text);
	cJSON_Delete(root);
	return page;
}

static enum verdict verdict_of(int status, const char *body, struct error *err)
{
	enum verdict verdict;
	struct arena *home = arena_new();
	cJSON *root = bugzilla_json_answer(status, as_json(home, body), strlen(body), &verdict, err);
	assert_int_equal(root != NULL, verdict == ANSWER_GOOD);
	cJSON_Delete(root);
	arena_free(home);
	return verdict;
}

/* --- verdicts --- */

static const struct {
	const char *name;
	enum verdict verdict;
	enum fault fault;
} judged[] = {
	{"version", ANSWER_GOOD, FAULT_NONE},
	{"requirelogin_version", ANSWER_GOOD, FAULT_NONE},
	{"search_anon", ANSWER_GOOD, FAULT_NONE},
	{"wrong_component", ANSWER_GOOD, FAULT_NONE},
	{"auth_key_valid_login", ANSWER_GOOD, FAULT_NONE},
	{"requirelogin", ANSWER_LOGIN, FAULT_KEY},
	{"auth_wrong", ANSWER_KEY_REFUSED, FAULT_KEY},
	{"auth_revoked", ANSWER_KEY_REFUSED, FAULT_KEY},
	{"auth_lowercased", ANSWER_KEY_REFUSED, FAULT_KEY},
	{"auth_disabled", ANSWER_KEY_REFUSED, FAULT_KEY},
	{"valid_login_wrong_key", ANSWER_KEY_REFUSED, FAULT_KEY},
	{"get_hidden_anon", ANSWER_HIDDEN, FAULT_UNREACHABLE},
	{"comments_hidden", ANSWER_HIDDEN, FAULT_UNREACHABLE},
	{"comments_multi_missing", ANSWER_HIDDEN, FAULT_UNREACHABLE},
	{"comments_missing", ANSWER_HIDDEN, FAULT_UNREACHABLE},
	{"whoami", ANSWER_NO_ROUTE, FAULT_UNREACHABLE},
	{"noroute", ANSWER_NO_ROUTE, FAULT_UNREACHABLE},
	{"db_down", ANSWER_BROKEN, FAULT_UNREACHABLE},   /* 200 with an error object */
	{"put_array", ANSWER_BROKEN, FAULT_UNREACHABLE}, /* 200 with nothing */
	{"callback", ANSWER_BROKEN, FAULT_UNREACHABLE},  /* 200 with JavaScript */
	{"shutdown", ANSWER_BROKEN, FAULT_UNREACHABLE},  /* 503 with HTML */
	{"long_url", ANSWER_WRONG, FAULT_UNREACHABLE},   /* 414 with HTML */
	{"post_comment_badjson", ANSWER_WRONG, FAULT_UNREACHABLE},
	{"since_bad", ANSWER_WRONG, FAULT_UNREACHABLE},
	{"no_criteria", ANSWER_WRONG, FAULT_UNREACHABLE},
	{"limit_negative", ANSWER_WRONG, FAULT_UNREACHABLE},
};

static void every_recorded_answer_gets_its_verdict(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof judged / sizeof *judged; i++) {
		struct error err = {0};
		enum verdict verdict;
		struct recorded got = recorded(judged[i].name);
		cJSON *root = bugzilla_json_answer(got.status, got.body, got.len, &verdict, &err);
		if (verdict != judged[i].verdict || err.fault != judged[i].fault)
			fail_msg("%s: verdict %d, fault %d: %s", judged[i].name, verdict, err.fault,
				 err.text);
		assert_int_equal(root != NULL, verdict == ANSWER_GOOD);
		cJSON_Delete(root);
		free(got.whole);
	}
}

static void a_2xx_that_is_not_one_json_value_is_broken(void **state)
{
	struct error err;
	(void)state;
	assert_int_equal(verdict_of(200, "<!DOCTYPE html><p>Sorry", &err), ANSWER_BROKEN);
	assert_string_equal(err.text, "the answer is a web page (status 200)");
	assert_int_equal(verdict_of(200, "", &err), ANSWER_BROKEN);
	assert_string_equal(err.text, "the answer is nothing (status 200)");
	assert_int_equal(verdict_of(200, "{'bugs':[]} {}", &err), ANSWER_BROKEN);
	assert_int_equal(verdict_of(200, "{'bugs':[{'id':1", &err), ANSWER_BROKEN);
	assert_int_equal(verdict_of(200, "{'error':true,'code':100500,'message':'DBI'}", &err),
			 ANSWER_BROKEN);
}

static void a_429_is_a_rate_limit_whatever_its_body_says(void **state)
{
	struct error err;
	(void)state;
	assert_int_equal(verdict_of(429, "<html>", &err), ANSWER_RATE_LIMIT);
	assert_int_equal(verdict_of(429, "{'bugs':[]}", &err), ANSWER_RATE_LIMIT);
}

static void code_32000_is_a_rate_limit_only_when_it_says_so(void **state)
{
	struct error err;
	(void)state;
	const char *limit = "{'error':true,'code':32000,'message':'You have exceeded the rate limit'}";
	const char *other = "{'error':true,'code':-32000,'message':'needinfo refused'}";
	assert_int_equal(verdict_of(400, limit, &err), ANSWER_RATE_LIMIT);
	assert_int_equal(verdict_of(400, other, &err), ANSWER_WRONG);
}

static void an_error_may_be_a_text_without_a_code(void **state)
{
	struct error err;
	(void)state;
	assert_int_equal(verdict_of(400, "{'error':'Contact the admins'}", &err), ANSWER_WRONG);
	assert_non_null(strstr(err.text, "Contact the admins"));
}

static void a_message_with_paths_and_line_breaks_becomes_one_line(void **state)
{
	struct error err;
	(void)state;
	assert_int_equal(
		verdict_of(500, "{'error':true,'code':-1,'message':'at /srv/x.pl\\n\\tline 2\\u001b[31m'}",
			   &err),
		ANSWER_BROKEN);
	assert_null(strpbrk(err.text, "\n\t\033"));
}

static void false_is_no_error(void **state)
{
	struct error err;
	(void)state;
	assert_int_equal(verdict_of(200, "{'error':false,'bugs':[]}", &err), ANSWER_GOOD);
}

static void a_404_with_a_page_asks_for_the_address(void **state)
{
	struct error err;
	(void)state;
	assert_int_equal(verdict_of(404, "<html>Not Found", &err), ANSWER_WRONG);
	assert_non_null(strstr(err.text, "address of a Bugzilla"));
}

/* --- bugs --- */

static void recorded_bugs_are_read_whole(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct page page = search(home, "search_key", FIELDS_ALL);
	assert_int_equal(page.n, 1);
	const struct bug *bug = page.records[0].bug;
	assert_int_equal(bug->id, 1);
	assert_string_equal(bug->summary, "Harbor Sign: Weak key accepted: Debian list not consulted");
	assert_string_equal(bug->whiteboard, "[ca-compliance] [dv-misissuance]");
	assert_string_equal(bug->status, "CONFIRMED");
	assert_string_equal(bug->resolution, "");
	assert_string_equal(bug->product, "CA Program");
	assert_string_equal(bug->component, "CA Certificate Compliance");
	assert_string_equal(bug->creator, "steward@rootprogram.example");
	assert_string_equal(bug->assignee, "compliance@harborsign.example");
	assert_string_equal(bug->assignee_name, "Harbor Sign Compliance");
	int64_t created_utc = 0, changed_utc = 0;
	assert_true(utc_parse("2026-09-12T15:29:00Z", &created_utc));
	assert_true(utc_parse("2026-09-16T09:31:00Z", &changed_utc));
	assert_int_equal(bug->created_utc, created_utc);
	assert_int_equal(bug->changed_utc, changed_utc);
	assert_true(bug->resolved_utc == UTC_NONE);
	assert_int_equal(bug->n_cc, 1);
	assert_string_equal(bug->cc[0], "second.steward@rootprogram.example");
	assert_int_equal(bug->n_flags, 0);
	assert_false(page.records[0].has_comments);
	assert_false(page.records[0].has_history);
	arena_free(home);
}

static void all_recorded_shapes_of_a_bug_are_read(void **state)
{
	(void)state;
	const char *names[] = {"search_anon", "double_slash", "include_empty", "include_default_extra"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct arena *home = arena_new();
		struct page page = search(home, names[i], FIELDS_ALL);
		assert_true(page.n >= 1);
		for (size_t b = 0; b < page.n; b++)
			assert_true(page.records[b].bug->summary[0] && page.records[b].bug->changed_utc > 0);
		arena_free(home);
	}
}

static void ids_alone_are_enough_when_only_they_are_asked_for(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	assert_int_equal(search(home, "since_z", FIELDS_IDS).n, 10);
	assert_int_equal(search(home, "keyset_since", FIELDS_IDS).n, 3);
	struct page page = search(home, "order_changeddate_desc", FIELDS_IDS);
	assert_int_equal(page.n, 4);
	for (size_t i = 1; i < page.n; i++)
		assert_true(page.records[i].bug->id > page.records[i - 1].bug->id);
	assert_int_equal(search(home, "since_future", FIELDS_IDS).n, 0);
	assert_int_equal(search(home, "limit_past_end", FIELDS_IDS).n, 0);
	arena_free(home);
}

/* A complete bug, with some members put in place of, or beside, its own. */
static bool read_bug_with(const char *members, struct arena *home, struct page *page, struct error *err)
{
	cJSON *object = parsed("{'id':12,'summary':'A: b','whiteboard':'','status':'NEW','resolution':'',"
			       "'creator':'a@b.example','assigned_to':'c@d.example','flags':[],"
			       "'creation_time':'2026-01-01T00:00:00Z',"
			       "'last_change_time':'2026-01-02T00:00:00Z'}");
	cJSON *extra = parsed(members);
	cJSON *bugs = cJSON_CreateArray();
	while (extra->child) {
		cJSON *item = cJSON_DetachItemViaPointer(extra, extra->child);
		cJSON_DeleteItemFromObjectCaseSensitive(object, item->string);
		cJSON_AddItemToObject(object, item->string, item);
	}
	cJSON_AddItemToArray(bugs, object);
	bool ok = bugzilla_json_bugs(bugs, FIELDS_ALL, home, page, err);
	cJSON_Delete(extra);
	cJSON_Delete(bugs);
	return ok &&
	       (!page->records[0].trouble || error_set(err, FAULT_DATA, "%s", page->records[0].trouble));
}

static const struct bug *bug_with(const char *members, struct arena *home)
{
	struct error err = {0};
	struct page page;
	if (!read_bug_with(members, home, &page, &err))
		fail_msg("%s: %s", members, err.text);
	return page.records[0].bug;
}

static void the_alias_may_be_a_list_a_text_or_null(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	assert_int_equal(bug_with("{'alias':[]}", home)->id, 12);
	assert_int_equal(bug_with("{'alias':['x']}", home)->id, 12);
	assert_int_equal(bug_with("{'alias':'x'}", home)->id, 12);
	assert_int_equal(bug_with("{'alias':null}", home)->id, 12);
	arena_free(home);
}

static void the_last_resolution_may_be_a_time_null_empty_or_absent(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	assert_true(bug_with("{}", home)->resolved_utc == UTC_NONE);
	assert_true(bug_with("{'cf_last_resolved':null}", home)->resolved_utc == UTC_NONE);
	assert_true(bug_with("{'cf_last_resolved':''}", home)->resolved_utc == UTC_NONE);
	assert_int_equal(bug_with("{'cf_last_resolved':'1970-01-01T00:01:00Z'}", home)->resolved_utc, 60);
	arena_free(home);
}

static void unknown_fields_of_any_type_are_ignored(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	const struct bug *bug = bug_with("{'cf_new':[{'a':[null]}],'tags':7,'votes':'many'}", home);
	assert_string_equal(bug->summary, "A: b");
	arena_free(home);
}

static void a_duplicate_names_its_other(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	assert_int_equal(bug_with("{'dupe_of':7}", home)->dupe_of, 7);
	assert_int_equal(bug_with("{'dupe_of':null}", home)->dupe_of, 0);
	arena_free(home);
}

static void lists_of_bugs_keep_their_order(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	const struct bug *bug = bug_with("{'depends_on':[9,3],'blocks':[5]}", home);
	assert_int_equal(bug->n_depends_on, 2);
	assert_int_equal(bug->depends_on[0], 9);
	assert_int_equal(bug->depends_on[1], 3);
	assert_int_equal(bug->n_blocks, 1);
	arena_free(home);
}

/* The flags of a recorded answer, on a complete bug. */
static const struct bug *bug_with_flags_of(const char *name, struct arena *home)
{
	cJSON *root = good(name);
	const cJSON *bugs = json_member(root, "bugs");
	char *flags = cJSON_PrintUnformatted(json_member(cJSON_GetArrayItem(bugs, 0), "flags"));
	const struct bug *bug = bug_with(arena_printf(home, "{'flags':%s}", flags), home);
	cJSON_free(flags);
	cJSON_Delete(root);
	return bug;
}

static void recorded_flags_are_read_with_and_without_requestee(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	assert_int_equal(bug_with_flags_of("flags_none", home)->n_flags, 0);
	const struct bug *bug = bug_with_flags_of("flags", home);
	assert_int_equal(bug->n_flags, 1);
	assert_int_equal(bug->flags[0].id, 7);
	assert_string_equal(bug->flags[0].name, "needinfo");
	assert_string_equal(bug->flags[0].setter, "steward");
	assert_string_equal(bug->flags[0].requestee, "robin.keller");
	assert_int_equal(bug->flags[0].status, '?');

	bug = bug_with_flags_of("flags_anyone", home);
	assert_int_equal(bug->n_flags, 2);
	assert_string_equal(bug->flags[0].requestee, "compliance@harborsign.example");
	assert_null(bug->flags[1].requestee);
	arena_free(home);
}

static void a_flag_keeps_its_id_when_handed_on_and_answered(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	const struct flag *asked = bug_with_flags_of("ni_retarget", home)->flags;
	const struct flag *handed_on = bug_with_flags_of("ni_after", home)->flags;
	const struct flag *granted = bug_with_flags_of("ni_after2", home)->flags;
	assert_int_equal(asked->id, handed_on->id);
	assert_int_equal(asked->created_utc, handed_on->created_utc);
	assert_true(handed_on->modified_utc > asked->modified_utc);
	assert_string_not_equal(asked->requestee, handed_on->requestee);
	assert_int_equal(granted->id, asked->id);
	assert_int_equal(granted->status, '+');
	assert_null(granted->requestee);
	arena_free(home);
}

/* --- what is wrong is named --- */

static const struct {
	const char *members, *text;
} broken[] = {
	{"{'id':'12'}", "a bug's `id` is missing or not a bug's number"},
	{"{'id':0}", "a bug's `id` is missing or not a bug's number"},
	{"{'id':1.5}", "a bug's `id` is missing or not a bug's number"},
	{"{'summary':null}", "`summary` is missing"},
	{"{'summary':7}", "`summary` is not a text"},
	{"{'whiteboard':null}", "`whiteboard` is missing"},
	{"{'resolution':[]}", "`resolution` is not a text"},
	{"{'creation_time':'2026-02-30T00:00:00Z'}",
	 "`creation_time` is not a time like 2026-11-24T07:05:00Z"},
	{"{'last_change_time':''}", "`last_change_time` is not a time like 2026-11-24T07:05:00Z"},
	{"{'cc':'a'}", "`cc` is not a list"},
	{"{'cc':[1]}", "`cc` holds something that is not a text"},
	{"{'depends_on':['3']}", "`depends_on` holds something that is not a bug's number"},
	{"{'flags':null}", "`flags` is missing"},
	{"{'flags':[{'id':3}]}", "flag 1: `name` is missing"},
	{"{'flags':[{'id':3,'name':'n','status':'!','setter':'s','creation_date':'2026-01-01T00:00:00Z'}]}",
	 "flag 1: `status` is none of ? + - X"},
	{"{'comments':{}}", "`comments` is not a list"},
	{"{'comments':[{'id':901,'count':0,'creator':'a','time':'yesterday','text':''}]}",
	 "comment 901: `time` is not a time like 2026-11-24T07:05:00Z"},
	{"{'comments':[{'id':901,'count':-1,'creator':'a','time':'2026-01-01T00:00:00Z','text':''}]}",
	 "comment 901: `count` is not a comment's number"},
	{"{'comments':[{'text':''}]}", "a comment's `id` is missing"},
	{"{'history':[{'who':'a','changes':[]}]}", "history entry 1: `when` is missing"},
};

static void a_wrong_field_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		struct arena *home = arena_new();
		struct error err = {0};
		struct page page;
		assert_false(read_bug_with(broken[i].members, home, &page, &err));
		assert_int_equal(err.fault, FAULT_DATA);
		assert_string_equal(err.text, broken[i].text);
		arena_free(home);
	}
}

/* Records for these bugs, nothing of them known but the number. */
static struct record *records_of(struct arena *home, const int64_t *ids, size_t n)
{
	struct record *records = arena_array(home, n, sizeof *records);
	for (size_t i = 0; i < n; i++) {
		records[i].bug = arena_alloc(home, sizeof *records[i].bug);
		records[i].bug->id = ids[i];
	}
	return records;
}

static void one_bug_in_trouble_keeps_no_other_from_being_read(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err = {0};
	struct record *records = records_of(home, (int64_t[]){20, 21}, 2);
	cJSON *root = parsed("{'bugs':{'20':{'comments':[]},'21':{'comments':[{'id':901,'count':0}]}}}");
	assert_true(bugzilla_json_comment_batch(root, records, 2, home, &err));
	cJSON_Delete(root);
	assert_true(records[0].has_comments && !records[0].trouble);
	assert_string_equal(records[1].trouble, "comment 901: `creator` is missing");
	assert_false(records[1].has_comments);

	root = parsed("{'bugs':[{'id':20,'history':[{}]},{'id':21,'history':[]}]}");
	records = records_of(home, (int64_t[]){20, 21}, 2);
	assert_true(bugzilla_json_history_batch(root, records, 2, home, &err));
	cJSON_Delete(root);
	assert_string_equal(records[0].trouble, "history entry 1: `when` is missing");
	assert_true(records[1].has_history && !records[1].trouble);
	arena_free(home);
}

static bool search_text(const char *text, struct page *page, struct arena *home, struct error *err)
{
	cJSON *root = parsed(text);
	bool ok = bugzilla_json_search(root, FIELDS_IDS, home, page, err);
	cJSON_Delete(root);
	return ok;
}

static void an_answer_without_the_list_that_was_asked_for_is_refused(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err;
	struct page page;
	assert_false(search_text("{'bug_count':3}", &page, home, &err));
	assert_string_equal(err.text, "`bugs` is missing");
	assert_false(search_text("[]", &page, home, &err));
	assert_false(search_text("{'bugs':{}}", &page, home, &err));
	arena_free(home);
}

static void bugs_come_out_by_number_whatever_the_order_of_the_answer(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err;
	struct page page;
	assert_true(search_text("{'bugs':[{'id':5,'last_change_time':'2026-01-01T00:00:00Z'},"
				"{'id':3,'last_change_time':'2026-01-02T00:00:00Z'}]}",
				&page, home, &err));
	assert_int_equal(page.n, 2);
	assert_int_equal(page.records[0].bug->id, 3);
	assert_int_equal(page.records[1].bug->id, 5);
	arena_free(home);
}

static void a_bug_listed_twice_is_refused(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err;
	struct page page;
	assert_false(search_text("{'bugs':[{'id':3,'last_change_time':'2026-01-01T00:00:00Z'},{'id':3,'last_"
				 "change_time':'2026-01-01T00:00:00Z'}]}",
				 &page, home, &err));
	assert_string_equal(err.text, "bug 3 is there twice");
	arena_free(home);
}

/* --- conversations --- */

static void recorded_comments_are_read_in_order(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err;
	struct record *record = records_of(home, (int64_t[]){21}, 1);
	cJSON *root = good("comments");
	assert_true(bugzilla_json_comment_batch(root, record, 1, home, &err));
	cJSON_Delete(root);
	assert_true(record->has_comments);
	assert_false(record->has_history);
	const struct conversation *said = &record->conversation;
	assert_true(said->n_comments >= 4);
	for (size_t i = 0; i < said->n_comments; i++)
		assert_true(i == 0 || said->comments[i].number > said->comments[i - 1].number);
	assert_int_equal(said->comments[0].id, 72);
	assert_string_equal(said->comments[0].author, "ana.silva");
	assert_non_null(strstr(said->comments[0].text, "straße «örtlich»"));
	assert_int_equal(said->comments[0].attachment_id, 0);
	assert_false(said->comments[0].is_private);
	arena_free(home);
}

static void a_bug_that_the_answer_lacks_keeps_what_it_had(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err;
	struct record *records = records_of(home, (int64_t[]){20, 21}, 2);
	cJSON *root = good("comments");
	assert_true(bugzilla_json_comment_batch(root, records, 2, home, &err));
	cJSON_Delete(root);
	assert_false(records[0].has_comments);
	assert_true(records[1].has_comments);
	arena_free(home);
}

static void numbers_keep_the_gaps_of_private_comments(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct page page;
	struct error err;
	assert_true(read_bug_with(
		"{'comment_count':9,'comments':[{'id':5,'count':4,'creator':'a','time':'2026-01-01T00:00:00Z'"
		",'text':''},{'id':1,'count':0,'creator':'a','author':'a','raw_text':'x','reactions':{},'"
		"time':'2026-01-01T00:00:00Z','text':'x','is_private':true,'attachment_id':17}]}",
		home, &page, &err));
	const struct conversation *said = &page.records[0].conversation;
	assert_true(page.records[0].has_comments);
	assert_int_equal(said->n_comments, 2);
	assert_int_equal(said->comments[0].number, 0);
	assert_true(said->comments[0].is_private);
	assert_int_equal(said->comments[0].attachment_id, 17);
	assert_int_equal(said->comments[1].number, 4);
	arena_free(home);
}

static void a_nul_does_not_cut_a_comment_and_escapes_come_as_they_are(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err;
	struct recorded got = recorded("comment_ctrl_read");
	cJSON *root = json_parse(got.body, got.len, &err);
	cJSON *bug = cJSON_GetObjectItem(cJSON_GetObjectItem(root, "bugs"), "3"), *item = NULL;
	cJSON_ArrayForEach(item, cJSON_GetObjectItem(bug, "comments")) {
		cJSON_AddNumberToObject(item, "count", 1); /* the request had left these out */
		cJSON_AddStringToObject(item, "creator", "a");
		cJSON_AddStringToObject(item, "time", "2026-01-01T00:00:00Z");
	}
	struct record *record = records_of(home, (int64_t[]){3}, 1);
	assert_true(bugzilla_json_comment_batch(root, record, 1, home, &err));
	assert_int_equal(record->conversation.n_comments, 5);
	assert_string_equal(record->conversation.comments[4].text,
			    "bell \a nul \uFFFD esc \033[31m red \u202E rtl");
	cJSON_Delete(root);
	free(got.whole);
	arena_free(home);
}

static void recorded_history_is_read_change_by_change(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err;
	struct record *record = records_of(home, (int64_t[]){15}, 1);
	cJSON *root = good("history");
	assert_true(bugzilla_json_history_batch(root, record, 1, home, &err));
	cJSON_Delete(root);
	const struct conversation *done = &record->conversation;
	assert_true(record->has_history);
	assert_int_equal(done->n_changes, 8);
	assert_string_equal(done->changes[0].field, "cc");
	assert_string_equal(done->changes[1].removed, "CONFIRMED");
	assert_string_equal(done->changes[1].added, "IN_PROGRESS");
	assert_string_equal(done->changes[4].field, "flagtypes.name");
	assert_string_equal(done->changes[4].added, "needinfo?(robin.keller@exampletrust.example)");
	assert_string_equal(done->changes[7].who, "steward@rootprogram.example");
	assert_true(done->changes[3].when_utc == done->changes[0].when_utc);
	assert_true(done->changes[4].when_utc > done->changes[3].when_utc);
	arena_free(home);
}

static void every_recorded_history_is_read(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		int64_t id;
	} files[] = {{"history_key", 15}, {"tz_history", 3}, {"dep_hidden_history", 2}, {"ni_history", 13}};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct arena *home = arena_new();
		struct error err;
		struct record *record = records_of(home, &files[i].id, 1);
		cJSON *root = good(files[i].name);
		assert_true(bugzilla_json_history_batch(root, record, 1, home, &err));
		assert_true(record->conversation.n_changes >= 1);
		cJSON_Delete(root);
		arena_free(home);
	}
}

static void histories_of_several_bugs_find_their_bugs(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err;
	struct record *records = records_of(home, (int64_t[]){1, 2, 3}, 3);
	cJSON *root = good("history_multi");
	assert_true(bugzilla_json_history_batch(root, records, 3, home, &err));
	cJSON_Delete(root);
	assert_int_equal(records[0].conversation.n_changes, 3);
	assert_true(records[1].has_history);
	assert_false(records[2].has_history);
	arena_free(home);
}

static void changes_of_unknown_fields_with_more_members_are_kept(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err;
	struct page page;
	assert_true(read_bug_with("{'history':[{'when':'2026-01-01T00:00:00Z','who':'a','changes':[{'field_"
				  "name':'comment_revision','removed':'old','added':'new','comment_id':7,'"
				  "comment_count':2},{'field_name':'cf_odd','removed':null}]}]}",
				  home, &page, &err));
	assert_int_equal(page.records[0].conversation.n_changes, 2);
	assert_string_equal(page.records[0].conversation.changes[1].field, "cf_odd");
	assert_string_equal(page.records[0].conversation.changes[1].added, "");
	arena_free(home);
}

/* --- who and what --- */

static void the_version_and_the_proofs_are_read(void **state)
{
	(void)state;
	struct arena *home = arena_new();
	struct error err;
	const char *version = NULL, *login = NULL;
	bool is_valid = false;
	cJSON *root = good("version");
	assert_true(bugzilla_json_version(root, home, &version, &err));
	assert_string_equal(version, "5.2+");
	cJSON_Delete(root);

	root = good("auth_key_valid_login");
	assert_true(bugzilla_json_valid_login(root, &is_valid, &err));
	assert_true(is_valid);
	cJSON_Delete(root);
	root = good("valid_login_case");
	assert_true(bugzilla_json_valid_login(root, &is_valid, &err));
	assert_false(is_valid);
	cJSON_Delete(root);

	root = parsed("true"); /* BMO's */
	assert_true(bugzilla_json_valid_login(root, &is_valid, &err));
	assert_true(is_valid);
	cJSON_Delete(root);

	root = parsed("{'id':7,'name':'a@ca.example','real_name':'A','groups':[]}");
	assert_true(bugzilla_json_whoami(root, home, &login, &err));
	assert_string_equal(login, "a@ca.example");
	assert_false(bugzilla_json_valid_login(root, &is_valid, &err));
	cJSON_Delete(root);
	arena_free(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_recorded_answer_gets_its_verdict),
		cmocka_unit_test(a_2xx_that_is_not_one_json_value_is_broken),
		cmocka_unit_test(a_429_is_a_rate_limit_whatever_its_body_says),
		cmocka_unit_test(code_32000_is_a_rate_limit_only_when_it_says_so),
		cmocka_unit_test(an_error_may_be_a_text_without_a_code),
		cmocka_unit_test(a_message_with_paths_and_line_breaks_becomes_one_line),
		cmocka_unit_test(false_is_no_error),
		cmocka_unit_test(a_404_with_a_page_asks_for_the_address),
		cmocka_unit_test(recorded_bugs_are_read_whole),
		cmocka_unit_test(all_recorded_shapes_of_a_bug_are_read),
		cmocka_unit_test(ids_alone_are_enough_when_only_they_are_asked_for),
		cmocka_unit_test(the_alias_may_be_a_list_a_text_or_null),
		cmocka_unit_test(the_last_resolution_may_be_a_time_null_empty_or_absent),
		cmocka_unit_test(unknown_fields_of_any_type_are_ignored),
		cmocka_unit_test(a_duplicate_names_its_other),
		cmocka_unit_test(lists_of_bugs_keep_their_order),
		cmocka_unit_test(recorded_flags_are_read_with_and_without_requestee),
		cmocka_unit_test(a_flag_keeps_its_id_when_handed_on_and_answered),
		cmocka_unit_test(a_wrong_field_is_named),
		cmocka_unit_test(one_bug_in_trouble_keeps_no_other_from_being_read),
		cmocka_unit_test(an_answer_without_the_list_that_was_asked_for_is_refused),
		cmocka_unit_test(bugs_come_out_by_number_whatever_the_order_of_the_answer),
		cmocka_unit_test(a_bug_listed_twice_is_refused),
		cmocka_unit_test(recorded_comments_are_read_in_order),
		cmocka_unit_test(a_bug_that_the_answer_lacks_keeps_what_it_had),
		cmocka_unit_test(numbers_keep_the_gaps_of_private_comments),
		cmocka_unit_test(a_nul_does_not_cut_a_comment_and_escapes_come_as_they_are),
		cmocka_unit_test(recorded_history_is_read_change_by_change),
		cmocka_unit_test(every_recorded_history_is_read),
		cmocka_unit_test(histories_of_several_bugs_find_their_bugs),
		cmocka_unit_test(changes_of_unknown_fields_with_more_members_are_kept),
		cmocka_unit_test(the_version_and_the_proofs_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
