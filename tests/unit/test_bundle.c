/* Bundles as net/bundle.h promises: files, what is wrong with them, the demo's relative times, and a bundle
 * as a source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/data.h"
#include "base/os.h"
#include "base/str.h"
#include "base/utc.h"
#include "net/bundle.h"

/* JSON in this file is written with ' for ". */
#define BUG_WITH(id, resolution, more)                                                                 \
	"{'id':" #id ",'summary':'A: b','whiteboard':'','status':'NEW','resolution':'" resolution "'," \
	"'creator':'a@b.example','assigned_to':'c@d.example','flags':[],"                              \
	"'creation_time':'2026-01-01T00:00:00Z','last_change_time':'2026-01-02T00:00:00Z'" more "}"
#define BUG(id) BUG_WITH(id, "", "")
#define COMMENT(id, time, text) \
	"{'id':" #id ",'count':" #id ",'creator':'a@b.example','time':'" time "','text':'" text "'}"
#define HEAD "{'bundle':1,'base_url':'https://b.example','fetched_at':'2026-01-03T00:00:00Z',"
#define OLD "2026-01-01T00:00:00Z"

struct fixture {
	struct arena *home;
	struct bundle bundle;
	struct error err;
	char path[64];
};

static int set_up(void **state)
{
	static struct fixture fixture;
	fixture = (struct fixture){.home = arena_new(), .path = "/tmp/bundle-XXXXXX"};
	int file = mkstemp(fixture.path);
	*state = &fixture;
	return file < 0 || close(file) != 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	arena_free(f->home);
	return unlink(f->path);
}

static char *as_json(struct fixture *f, const char *text)
{
	char *json = arena_strdup(f->home, text);
	for (char *at = json; (at = strchr(at, '\''));)
		*at = '"';
	return json;
}

static bool read_text(struct fixture *f, const char *text)
{
	assert_true(os_write_file(f->path, as_json(f, text), strlen(text), &f->err));
	f->err.text[0] = '\0';
	return bundle_read(f->path, f->home, &f->bundle, &f->err);
}

static bool read_demo(struct fixture *f, const char *text, const char *start)
{
	int64_t start_utc = 0;
	assert_true(utc_parse(start, &start_utc));
	return bundle_read_demo(as_json(f, text), strlen(text), start_utc, f->home, &f->bundle, &f->err);
}

static const char *printed(int64_t utc)
{
	static char text[UTC_TEXT_BYTES];
	return utc_print(utc, text);
}

/* --- files --- */

/* clang-format off */
static const char two_bugs[] =
	HEAD "'bugs':[" BUG(7) "," BUG(3) "],'comments':{'3':[],'7':[" COMMENT(1, OLD, "hello") "]},"
	"'history':{'7':[{'when':'2026-01-02T00:00:00Z','who':'a',"
	"'changes':[{'field_name':'cc','removed':'','added':'x'}]}]}}";
/* clang-format on */

static void a_bundle_is_read_with_its_conversations(void **state)
{
	struct fixture *f = *state;
	assert_true(read_text(f, two_bugs));
	assert_string_equal(f->bundle.base_url, "https://b.example");
	assert_string_equal(printed(f->bundle.fetched_utc), "2026-01-03T00:00:00Z");
	assert_int_equal(f->bundle.n, 2);
	const struct record *record = f->bundle.records;
	assert_int_equal(record[0].bug->id, 3);
	assert_true(record[0].has_comments && record[0].has_history);
	assert_int_equal(record[1].bug->id, 7);
	assert_string_equal(record[1].conversation.comments[0].text, "hello");
	assert_int_equal(record[1].conversation.n_changes, 1);
}

static void the_history_may_be_absent(void **state)
{
	struct fixture *f = *state;
	assert_true(read_text(f, HEAD "'bugs':[" BUG(3) "],'comments':{'3':[]}}"));
	assert_true(f->bundle.records[0].has_history);
}

static void an_empty_bundle_is_one(void **state)
{
	struct fixture *f = *state;
	assert_true(read_text(f, HEAD "'bugs':[],'comments':{}}"));
	assert_int_equal(f->bundle.n, 0);
}

static const struct {
	const char *text, *says;
} broken[] = {
	{"", "not JSON"},
	{"<html>", "not JSON"},
	{HEAD "'bugs':[],'comments':{}}}", "not JSON"},
	{"[]", "no bundle"},
	{"{'bugs':[]}", "no bundle"},
	{"{'bundle':2}", "`bundle` is 2, but this program reads 1"},
	{"{'bundle':'1'}", "`bundle` is not a whole number"},
	{"{'bundle':1}", "`base_url` is missing"},
	{"{'bundle':1,'base_url':'https://b.example','fetched_at':'@-0s'}", "`fetched_at` is not a time"},
	{"{'bundle':1,'base_url':'b.example'}", "`base_url` is no address"},
	{"{'bundle':1,'base_url':'file:///etc'}", "`base_url` is no address"},
	{"{'bundle':1,'base_url':'https://'}", "`base_url` is no address"},
	{"{'bundle':1,'base_url':'https:///x'}", "`base_url` is no address"},
	{"{'bundle':1,'base_url':'https://b.example/?x'}", "`base_url` is no address"},
	{"{'bundle':1,'base_url':'https://a@b.example'}", "`base_url` is no address"},
	{"{'bundle':1,'base_url':'https://b.example/\\u001b]0;x'}", "`base_url` is no address"},
	{"{'bundle':1,'base_url':'https://b.example/ x'}", "`base_url` is no address"},
	{HEAD "'comments':{}}", "`bugs` is missing"},
	{HEAD "'bugs':{},'comments':{}}", "`bugs` is not a list"},
	{HEAD "'bugs':[]}", "`comments` is missing"},
	{HEAD "'bugs':[" BUG(3) "],'comments':{'4':[]}}", "bug 3 is without its comments"},
	{HEAD "'bugs':[" BUG(3) "],'comments':{'3':{}}}", "bug 3: `comments` is not a list"},
	{HEAD "'bugs':[" BUG(3) "," BUG(3) "],'comments':{'3':[]}}", "bug 3 is there twice"},
	{HEAD "'bugs':[" BUG_WITH(3, "", ",'cc':1") "],'comments':{'3':[]}}", "bug 3: `cc` is not a list"},
	{HEAD "'bugs':[" BUG(3) "],'comments':{'3':[" COMMENT(9, OLD, "a") "," COMMENT(9, OLD, "b") "]}}",
	 "bug 3: two comments have the `count` 9"},
	{HEAD "'bugs':[],'comments':{},'history':[]}", "`history` is not an object"},
	{HEAD "'bugs':[" BUG(3) "],'comments':{'3':[" COMMENT(9, "@-3d", "") "]}}",
	 "bug 3: comment 9: `time` is not a time"},
};

static void a_broken_bundle_names_file_and_member(void **state)
{
	struct fixture *f = *state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		assert_false(read_text(f, broken[i].text));
		assert_int_equal(f->err.fault, FAULT_DATA);
		assert_memory_equal(f->err.text, f->path, strlen(f->path));
		if (!strstr(f->err.text, broken[i].says))
			fail_msg("%s: does not say: %s", f->err.text, broken[i].says);
	}
}

static void a_bug_without_comments_says_what_to_fetch(void **state)
{
	struct fixture *f = *state;
	assert_false(read_text(f, HEAD "'bugs':[" BUG(3) "],'comments':{}}"));
	assert_non_null(strstr(f->err.text, "GET /rest/bug/3/comment"));
}

static void an_absent_file_is_named(void **state)
{
	struct fixture *f = *state;
	assert_false(bundle_read("/nowhere/at-all.json", f->home, &f->bundle, &f->err));
	assert_int_equal(f->err.fault, FAULT_IO);
	assert_non_null(strstr(f->err.text, "/nowhere/at-all.json"));
}

static void relative_times_stay_text_in_a_file(void **state)
{
	struct fixture *f = *state;
	assert_true(read_text(f, HEAD
			      "'bugs':[" BUG(3) "],"
						"'comments':{'3':[" COMMENT(9, OLD, "since @-3d") "]}}"));
	assert_string_equal(f->bundle.records[0].conversation.comments[0].text, "since @-3d");
}

/* --- the demo --- */

static const struct {
	const char *written, *read;
} words[] = {
	/* The start is 2026-11-24T12:00:00Z. */
	{"@-3d4h", "2026-11-21T08:00:00Z"},
	{"@+20s", "2026-11-24T12:00:20Z"},
	{"@+1d2h3m4s", "2026-11-25T14:03:04Z"},
	{"@-0s", "2026-11-24T12:00:00Z"},
	{"@-36h", "2026-11-23T00:00:00Z"},
	{"by @+7d.", "by 2026-12-01."},
	{"@+7d", "2026-12-01T12:00:00Z"},
	{" @+7d", " 2026-12-01"},
	{"(@-12h)", "(2026-11-24)"},
	{"@-13h, or @+1d", "2026-11-23, or 2026-11-25"},
	{"[close on @+2d]", "[close on 2026-11-26]"},
	{"@-22d 01:05", "2026-11-02 01:05"},
	{"me@+3d", "me@+3d"},
	{"x @+3days", "x @+3days"},
	{"x @+3d_", "x @+3d_"},
	{"x @+3", "x @+3"},
	{"x @3d", "x @3d"},
	{"x @+h", "x @+h"},
	{"x @+4h3d", "x @+4h3d"},
	{"x @+3d3d", "x @+3d3d"},
	{"x @+3d4", "x @+3d4"},
	{"x @+99999999d", "x @+99999999d"},
	{"a@b.example", "a@b.example"},
	{"@", "@"},
	{"", ""},
};

static void words_of_the_demo_become_times_and_dates(void **state)
{
	struct fixture *f = *state;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		char *text = arena_printf(
			f->home,
			HEAD "'bugs':[" BUG_WITH(3, "", ",'see_also':['%s']") "],"
									      "'comments':{'3':[]}}",
			words[i].written);
		assert_true(read_demo(f, text, "2026-11-24T12:00:00Z"));
		assert_string_equal(f->bundle.records[0].bug->see_also[0], words[i].read);
	}
}

/* clang-format off */
static const char relative[] =
	"{'bundle':1,'base_url':'https://b.example','fetched_at':'@-0s','bugs':[" BUG(3) "],"
	"'comments':{'3':[" COMMENT(9, "@-3d4h", "until @+5d") "]}}";
/* clang-format on */

static void times_of_the_demo_count_from_its_start(void **state)
{
	struct fixture *f = *state;
	assert_true(read_demo(f, relative, "2026-11-24T12:00:00Z"));
	assert_string_equal(printed(f->bundle.fetched_utc), "2026-11-24T12:00:00Z");
	const struct comment *comment = f->bundle.records[0].conversation.comments;
	assert_string_equal(printed(comment->time_utc), "2026-11-21T08:00:00Z");
	assert_string_equal(comment->text, "until 2026-11-29");
}

static void the_bundled_demo_is_a_bundle(void **state)
{
	struct fixture *f = *state;
	if (!bundle_read_demo((const char *)data_demo_json, data_demo_json_bytes, 1795000000, f->home,
			      &f->bundle, &f->err))
		fail_msg("%s", f->err.text);
	assert_true(f->bundle.n >= 30);
	for (size_t i = 0; i < f->bundle.n; i++)
		assert_true(f->bundle.records[i].conversation.n_comments >= 1);
	assert_true(bundle_next_arrival(&f->bundle, 1795000000) != UTC_NONE);
}

/* --- as a source --- */

static struct page search(struct fixture *f, struct source *source, struct query query)
{
	struct page page;
	assert_true(source->calls->search(source, &query, f->home, &page, &f->err));
	return page;
}

static const struct query everything = {.which = WHICH_ALL, .changed_since_utc = UTC_NONE};

static int64_t clock_utc(void *context)
{
	return *(int64_t *)context;
}

/* Two open bugs and a closed one; things arrive 20 and 40 s after the start. */
/* clang-format off */
static const char arriving[] =
	HEAD "'bugs':[" BUG(3) "," BUG_WITH(5, "FIXED", "") ","
	"{'id':9,'summary':'A: new','whiteboard':'','status':'NEW','resolution':'','creator':'a',"
	"'assigned_to':'c','flags':[],'creation_time':'@+40s','last_change_time':'@+40s'}],"
	"'comments':{'3':[" COMMENT(1, OLD, "old") "," COMMENT(2, "@+20s", "new") "],'5':[],'9':[]}}";
/* clang-format on */

static void what_is_dated_later_arrives_when_the_clock_gets_there(void **state)
{
	struct fixture *f = *state;
	int64_t start_utc = 0;
	assert_true(utc_parse("2026-11-24T12:00:00Z", &start_utc));
	int64_t now_utc = start_utc;
	assert_true(read_demo(f, arriving, "2026-11-24T12:00:00Z"));
	struct source *source = bundle_source(&f->bundle, &(struct bundle_clock){clock_utc, &now_utc});

	struct page page = search(f, source, everything);
	assert_int_equal(page.n, 2);
	assert_int_equal(page.records[0].conversation.n_comments, 1);
	assert_string_equal(printed(page.records[0].bug->changed_utc), "2026-01-02T00:00:00Z");
	assert_int_equal(bundle_next_arrival(&f->bundle, now_utc), start_utc + 20);

	now_utc = start_utc + 20;
	struct query since = {.which = WHICH_ALL, .changed_since_utc = start_utc};
	page = search(f, source, since);
	assert_int_equal(page.n, 1);
	assert_int_equal(page.records[0].bug->id, 3);
	assert_int_equal(page.records[0].bug->changed_utc, start_utc + 20);
	assert_int_equal(page.records[0].conversation.n_comments, 2);
	assert_int_equal(bundle_next_arrival(&f->bundle, now_utc), start_utc + 40);

	now_utc = start_utc + 40;
	assert_int_equal(search(f, source, everything).n, 3);
	assert_true(bundle_next_arrival(&f->bundle, now_utc) == UTC_NONE);
	source->calls->close(source);
}

static void without_a_clock_everything_is_shown_as_it_stands(void **state)
{
	struct fixture *f = *state;
	assert_true(read_demo(f, arriving, "2026-11-24T12:00:00Z"));
	struct source *source = bundle_source(&f->bundle, NULL);
	struct page page = search(f, source, everything);
	assert_int_equal(page.n, 3);
	assert_true(page.is_last);
	assert_int_equal(page.records[0].conversation.n_comments, 2);
	assert_string_equal(printed(page.records[0].bug->changed_utc), "2026-01-02T00:00:00Z");
	assert_string_equal(source->facts.kind, "bundle");
	assert_string_equal(source->facts.origin, "https://b.example");
	assert_int_equal(source->facts.as_of_utc, f->bundle.fetched_utc);
	source->calls->close(source);
}

static void a_query_selects_open_closed_later_and_named_bugs(void **state)
{
	struct fixture *f = *state;
	assert_true(read_demo(f, arriving, "2026-11-24T12:00:00Z"));
	struct source *source = bundle_source(&f->bundle, NULL);
	struct query query = everything;
	query.which = WHICH_OPEN;
	assert_int_equal(search(f, source, query).n, 2);
	query.which = WHICH_CLOSED;
	struct page page = search(f, source, query);
	assert_int_equal(page.n, 1);
	assert_int_equal(page.records[0].bug->id, 5);
	query = everything;
	query.after_id = 3;
	assert_int_equal(search(f, source, query).n, 2);
	query = everything;
	query.ids = (int64_t[]){5, 77};
	query.n_ids = 2;
	page = search(f, source, query);
	assert_int_equal(page.n, 1);
	assert_int_equal(page.records[0].bug->id, 5);
	query = everything;
	query.newest_first = true;
	query.fields = FIELDS_IDS;
	assert_int_equal(search(f, source, query).records[0].bug->id, 9);
	source->calls->close(source);
}

static void a_large_bundle_comes_in_pages(void **state)
{
	struct fixture *f = *state;
	struct str text = {0};
	const char *rest = strchr(BUG(1), ',');
	str_add(&text, HEAD "'bugs':[");
	for (int i = 1; i <= 120; i++)
		str_addf(&text, "%s{'id':%d%s", i > 1 ? "," : "", i, rest);
	str_add(&text, "],'comments':{");
	for (int i = 1; i <= 120; i++)
		str_addf(&text, "%s'%d':[]", i > 1 ? "," : "", i);
	str_add(&text, "}}");
	assert_true(read_text(f, text.at));
	str_free(&text);

	struct source *source = bundle_source(&f->bundle, NULL);
	struct query query = everything;
	size_t n = 0, pages = 0;
	for (struct page page = {0}; !page.is_last; pages++) {
		page = search(f, source, query);
		assert_true(page.n > 0 && page.records[0].bug->id == query.after_id + 1);
		query.after_id = page.records[page.n - 1].bug->id;
		n += page.n;
	}
	assert_int_equal(n, 120);
	assert_int_equal(pages, 3);
	query = everything;
	query.fields = FIELDS_IDS;
	assert_int_equal(search(f, source, query).n, 120);
	source->calls->close(source);
}

#define with_file(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_file(a_bundle_is_read_with_its_conversations),
		with_file(the_history_may_be_absent),
		with_file(an_empty_bundle_is_one),
		with_file(a_broken_bundle_names_file_and_member),
		with_file(a_bug_without_comments_says_what_to_fetch),
		with_file(an_absent_file_is_named),
		with_file(relative_times_stay_text_in_a_file),
		with_file(words_of_the_demo_become_times_and_dates),
		with_file(times_of_the_demo_count_from_its_start),
		with_file(the_bundled_demo_is_a_bundle),
		with_file(what_is_dated_later_arrives_when_the_clock_gets_there),
		with_file(without_a_clock_everything_is_shown_as_it_stands),
		with_file(a_query_selects_open_closed_later_and_named_bugs),
		with_file(a_large_bundle_comes_in_pages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
