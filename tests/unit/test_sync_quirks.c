/* "Quirks a client must survive" (bugzilla.md), each by its number, against a fake Bugzilla of either kind
 * that behaves so: over real HTTP, through a whole pass, and out of the cache again. 20 to 22 concern
 * posting, which is not built. Each test fails when what handles the quirk is taken out.
 *
 *    1  a_failure_with_status_200_leaves_the_copy_as_it_was
 *    2  test_sync: an_empty_first_answer_asks_for_the_names,
 * a_refused_search_that_looks_empty_costs_no_change, a_refused_search_of_a_first_sync_loses_no_bug,
 * an_empty_list_drops_nothing, a_refused_question_about_a_bug_drops_nothing 3  test_sync:
 * a_cap_below_the_page_loses_no_bug, a_list_that_was_cut_short_drops_nothing 4  test_sync:
 * bugs_that_change_while_pages_are_read_are_read_again 5  test_sync:
 * a_moved_or_hidden_bug_goes_with_the_daily_comparison; days_of_the_dashboard_follow_the_server 6  test_sync:
 * two_comments_in_the_second_of_the_mark_are_both_found; a_comment_that_commits_late_is_found 7
 * numbers_of_comments_come_from_the_server 8  test_sync:
 * an_edited_comment_of_an_open_bug_is_found_within_a_day; revisions_of_comments_in_the_history_are_kept_whole
 *    9  a_change_next_door_is_no_activity
 *   10  flags_of_every_kind_are_kept
 *   11  a_hidden_bug_says_nothing_about_the_key; test_sync:
 * a_wrong_key_is_sent_once_and_the_public_view_is_read 12  test_sync:
 * a_good_key_is_proved_and_sent_as_the_server_wants_it, without_a_login_a_key_of_5x_is_used_but_not_proved;
 * a_key_of_somebody_else_is_not_proved 13  test_sync: names_read_anonymously_are_read_again_once_a_key_works;
 * test_condition and test_team for what is said of a name without a domain 14
 * members_that_are_absent_null_or_of_another_type_are_read 15  text_comes_back_as_it_was_written 16
 * another_order_is_no_change 17  test_sync: many_lost_bugs_are_asked_for_in_request_lines_that_servers_take;
 *       no_request_line_is_longer_than_servers_take
 *   18  test_sync: after_a_429_no_request_is_made_for_more_than_an_hour, the_wish_to_be_left_alone_is_obeyed;
 *       without_a_key_the_limit_is_never_met
 *   19  errors_without_a_code_and_with_an_odd_one_are_one_line
 *   23  marks_come_from_the_server_whatever_our_clock_says */
#include <pthread.h>

#include "sync_fixture.h"

/* JSON in this file is written with ' for "; the caller frees. */
static char *as_json(const char *text)
{
	char *json = mem_strdup(text);
	for (char *at = json; (at = strchr(at, '\''));)
		*at = '"';
	return json;
}

/* --- one bug that is peculiar --- */

#define ODD_ID 901

/* Adds bug 901; the parts are the members of the bug beyond the plain, its comments, and its history. */
static void load_odd(struct fixture *f, const char *members, const char *comments, const char *history)
{
	struct str text = {0};
	str_addf(
		&text,
		"{'bundle':1,'base_url':'https://b.example','fetched_at':'2026-11-20T10:00:00Z','bugs':[{"
		"'id':901,'summary':'Example Trust: odd','whiteboard':'','status':'ASSIGNED','resolution':'',"
		"'product':'CA Program','component':'CA Certificate "
		"Compliance','creator':'jo@reader.example',"
		"'assigned_to':'" ME "','creation_time':'2026-11-19T10:00:00Z',"
		"'last_change_time':'2026-11-19T11:00:00Z'%s}],'comments':{'901':[%s]},'history':{'901':[%s]}"
		"}",
		members, comments, history);
	char *json = as_json(text.at);
	if (!fake_load(f->fake, json, strlen(json), &f->err))
		fail_msg("%s", f->err.text);
	free(json);
	str_free(&text);
}

static const struct bug *stored_bug(struct fixture *f, struct arena *home)
{
	const struct bug *bug = NULL;
	assert_true(cache_get_bug(f->cache, ODD_ID, home, &bug, NULL, &f->err));
	assert_non_null(bug);
	return bug;
}

static struct conversation stored_conversation(struct fixture *f, int64_t id, struct arena *home)
{
	struct conversation said;
	assert_true(cache_get_conversation(f->cache, id, home, &said, &f->err));
	return said;
}

/* --- 1, 19: answers that are none --- */

static const struct fake_fault failures[] = {
	{.body = FAKE_BODY_ERROR, .code = 100500},
	{.body = FAKE_BODY_EMPTY},
	{.body = FAKE_BODY_HTML},
};

/* Every request of a pass that has something to read. */
static const char *const paths[] = {"/version", "/bug", "/bug/N/comment", "/bug/N/history"};

static void a_failure_with_status_200_leaves_the_copy_as_it_was(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		make_three_changes(f);
		char *before = dump(f->cache);
		size_t n_paths = f->kind == FAKE_BMO ? 2 : 4;
		for (size_t i = 0; i < n_paths * 3; i++) {
			struct fake_fault fault = failures[i % 3];
			fault.path = paths[i / 3];
			fake_add_fault(f->fake, &fault);
			if (sync_once(f))
				fail_msg("%s, failure %zu was not noticed", fault.path, i % 3);
			assert_true(fake_count(f->fake, fault.path) > 0);
			char *after = dump(f->cache);
			assert_string_equal(before, after);
			free(after);
			fake_clear_faults(f->fake);
		}
		free(before);
		must_sync(f);
		assert_like_new(f);
	}
}

static const struct {
	int status;
	const char *text, *says;
} odd_errors[] = {
	{400, "{'error':'Contact the administrators'}", "(400/0): Contact the administrators"},
	{400, "{'error':true,'code':-32000,'message':'needinfo refused'}", "(400/-32000): needinfo refused"},
	{400, "{'error':true,'code':'x','message':7}", "(400/0): "},
	{400, "{'error':true}", "(400/0): "},
	{200, "{'error':true,'code':100500,'message':'Lost it at\\n/srv/Bug.pm line 1.\\r\\n\\u001b[31m'}",
	 "(200/100500): Lost it at"},
	{400, "{'error':true,'code':1e300,'message':'x'}", "(400/0): x"},
};

static void errors_without_a_code_and_with_an_odd_one_are_one_line(void **state)
{
	(void)state;
	FOR_BOTH(5, f)
	{
		for (size_t i = 0; i < sizeof odd_errors / sizeof *odd_errors; i++) {
			char *text = as_json(odd_errors[i].text);
			struct fake_fault fault = {.path = "/bug",
						   .status = odd_errors[i].status,
						   .body = FAKE_BODY_TEXT,
						   .text = text};
			fake_add_fault(f->fake, &fault);
			assert_false(sync_once(f));
			assert_int_equal(f->err.fault, FAULT_UNREACHABLE);
			if (!strstr(f->err.text, odd_errors[i].says) || strpbrk(f->err.text, "\n\r\033"))
				fail_msg("%s: %s", text, f->err.text);
			assert_false(f->report.is_blocked);
			fake_clear_faults(f->fake);
			free(text);
		}
	}
}

/* --- 6, 7, 8: comments --- */

/* Its time is set before its transaction commits: two minutes before the newest change that was seen. */
static void a_comment_that_commits_late_is_found(void **state)
{
	(void)state;
	FOR_BOTH(20, f)
	{
		struct fake_comment late = {.bug_id = 110,
					    .who = "jo@reader.example",
					    .text = "late",
					    .when_utc = SERVER_NOW + HOUR_S - 120};
		fake_change(f->fake, 115, "whiteboard", "new", "k@root.example", SERVER_NOW + HOUR_S);
		must_sync(f);
		fake_comment(f->fake, &late);
		must_sync(f);
		assert_int_equal(f->report.comments_new, 1);
		assert_like_new(f);
	}
}

#define COMMENT(id, count, is_private)                                                    \
	"{'id':" #id ",'count':" #count ",'creator':'jo@reader.example','text':'c" #count \
	"','time':'2026-11-19T10:0" #count ":00Z','is_private':" #is_private "}"

static void numbers_of_comments_come_from_the_server(void **state)
{
	(void)state;
	FOR_BOTH(5, f)
	{
		struct arena *home = arena_new();
		load_odd(f, "",
			 COMMENT(9000, 0, false) "," COMMENT(9001, 1, true) "," COMMENT(
				 9002, 2, true) "," COMMENT(9003, 3, false) "," COMMENT(9004, 4, false),
			 "");
		must_sync(f);
		struct conversation said = stored_conversation(f, ODD_ID, home);
		assert_int_equal(said.n_comments, 3);
		assert_int_equal(said.comments[0].number, 0);
		assert_int_equal(said.comments[1].number, 3);
		assert_string_equal(said.comments[1].text, "c3");
		assert_int_equal(said.comments[2].number, 4);
		arena_free(home);
	}
}

#define REVISION_BYTES 65536

/* Older than anything asked for, of a field that nobody knows, and 64 KiB on either side. */
static void revisions_of_comments_in_the_history_are_kept_whole(void **state)
{
	(void)state;
	char *old = mem_alloc(REVISION_BYTES + 1), *new = mem_alloc(REVISION_BYTES + 1);
	memset(old, 'o', REVISION_BYTES);
	memset(new, 'n', REVISION_BYTES);
	FOR_BOTH(5, f)
	{
		struct arena *home = arena_new();
		struct str history = {0};
		str_addf(
			&history,
			"{'when':'2019-01-01T00:00:00Z','who':'k@root.example','changes':[{'field_name':"
			"'comment_revision','comment_id':9000,'comment_count':0,'removed':'%s','added':'%s'},"
			"{'field_name':'cf_of_tomorrow','removed':'','added':'x'}]}",
			old, new);
		load_odd(f, "", COMMENT(9000, 0, false), history.at);
		must_sync(f);
		struct conversation said = stored_conversation(f, ODD_ID, home);
		assert_int_equal(said.n_changes, 2);
		assert_string_equal(said.changes[0].field, "comment_revision");
		assert_string_equal(said.changes[0].removed, old);
		assert_string_equal(said.changes[0].added, new);
		assert_string_equal(said.changes[1].field, "cf_of_tomorrow");
		str_free(&history);
		arena_free(home);
	}
	free(old);
	free(new);
}

/* --- 9: next door --- */

static void a_change_next_door_is_no_activity(void **state)
{
	(void)state;
	FOR_BOTH(20, f)
	{
		must_sync(f);
		/* 110 depends on 111 from now on: both times move, and nothing was said on either. */
		fake_put_bug(f->fake, "{\"id\":110,\"depends_on\":[111],"
				      "\"last_change_time\":\"2026-11-20T11:00:00Z\"}");
		fake_put_bug(f->fake, "{\"id\":111,\"blocks\":[110],"
				      "\"last_change_time\":\"2026-11-20T11:00:00Z\"}");
		must_sync(f);
		assert_int_equal(f->report.bugs_changed, 2);
		assert_int_equal(f->report.comments_new, 0);
		assert_like_new(f);
		for (int pass = 0; pass < 3; pass++) {
			must_sync(f);
			assert_int_equal(f->n_stored, 0);
			assert_int_equal(f->report.bugs_changed, 0);
		}
	}
}

/* --- 10: flags --- */

static const struct flag *flag_by_id(const struct bug *bug, int64_t id)
{
	for (size_t i = 0; i < bug->n_flags; i++)
		if (bug->flags[i].id == id)
			return &bug->flags[i];
	return NULL;
}

static void flags_of_every_kind_are_kept(void **state)
{
	(void)state;
	FOR_BOTH(5, f)
	{
		struct arena *home = arena_new();
		load_odd(f,
			 ",'flags':[{'id':71,'name':'approval-of-tomorrow','status':'+','setter':'k@root."
			 "example',"
			 "'type_id':99,'creation_date':'2026-11-19T10:00:00Z',"
			 "'modification_date':'2026-11-19T10:30:00Z'}]",
			 COMMENT(9000, 0, false), "");
		int64_t anybody = fake_needinfo(f->fake, ODD_ID, "k@root.example", NULL, SERVER_NOW);
		int64_t ana = fake_needinfo(f->fake, ODD_ID, "k@root.example", ME, SERVER_NOW + 1);
		int64_t jo =
			fake_needinfo(f->fake, ODD_ID, "k@root.example", "jo@reader.example", SERVER_NOW + 2);
		must_sync(f);
		const struct bug *bug = stored_bug(f, home);
		assert_int_equal(bug->n_flags, 4);
		assert_int_equal(flag_by_id(bug, 71)->status, '+');
		assert_string_equal(flag_by_id(bug, 71)->name, "approval-of-tomorrow");
		assert_null(flag_by_id(bug, anybody)->requestee);
		assert_string_equal(flag_by_id(bug, ana)->requestee, ME);
		assert_string_equal(flag_by_id(bug, jo)->requestee, "jo@reader.example");

		fake_retarget_flag(f->fake, jo, "z@root.example", ME, SERVER_NOW + HOUR_S);
		must_sync(f);
		bug = stored_bug(f, home);
		assert_int_equal(bug->n_flags, 4);
		assert_string_equal(flag_by_id(bug, jo)->requestee, ME);
		assert_string_equal(flag_by_id(bug, jo)->setter, "z@root.example");
		assert_int_equal(flag_by_id(bug, jo)->created_utc, SERVER_NOW + 2);
		assert_int_equal(flag_by_id(bug, jo)->modified_utc, SERVER_NOW + HOUR_S);

		fake_clear_flag(f->fake, ana, ME, SERVER_NOW + 2 * HOUR_S);
		must_sync(f);
		assert_null(flag_by_id(stored_bug(f, home), ana));
		arena_free(home);
	}
}

/* --- 11, 12: keys --- */

static void a_hidden_bug_says_nothing_about_the_key(void **state)
{
	(void)state;
	FOR_BOTH(20, f)
	{
		struct fake_site site = fake_site(f->fake);
		site.is_terse = true; /* else BMO is never asked about a single bug */
		fake_set_site(f->fake, &site);
		give_key(f, KEY);
		fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug/N/comment",
							     .times = 1,
							     .status = 401,
							     .body = FAKE_BODY_ERROR,
							     .code = 102});
		must_sync(f);
		assert_false(f->report.key_refused);
		assert_true(f->report.is_authenticated);
		assert_string_equal(f->report.notice, "");
		assert_int_equal(count_ids(f->cache), 20);
	}
}

static void a_key_of_somebody_else_is_not_proved(void **state)
{
	(void)state;
	struct fixture *f = start(FAKE_5X, 5);
	give_key(f, KEY);
	f->server.login = "Ana@example-trust.example"; /* in another letter case it is another's */
	must_sync(f);
	assert_false(f->report.is_authenticated);
	assert_non_null(strstr(f->report.notice, "cannot be proved: it is not Ana@example-trust.example's"));
	end(f);
}

/* --- 14, 15, 16: content --- */

static const struct {
	const char *members;
	int64_t resolved_utc;
} shapes[] = {
	{",'alias':null,'cf_last_resolved':null", UTC_NONE},
	{",'alias':'odd','cf_last_resolved':''", UTC_NONE},
	{",'alias':['odd'],'cf_last_resolved':'2026-11-19T10:59:00Z'", INT64_C(1795085940)},
	{",'alias':[],'dupe_of':null,'see_also':null,'keywords':null,'cc':null", UTC_NONE},
	{",'new':{'x':[1,{}]},'votes':'many','regressed_by':3,'is_open':7,'comment_count':'9'", UTC_NONE},
};

/* The answer is sent as it stands here, whatever the kind of server; comments come with it. */
static void members_that_are_absent_null_or_of_another_type_are_read(void **state)
{
	(void)state;
	FOR_BOTH(5, f)
	{
		for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
			struct arena *home = arena_new();
			char *json = as_json(arena_printf(
				home,
				"{'bugs':[{'id':901,'summary':'A: odd','whiteboard':'w%zu','status':'NEW',"
				"'resolution':'','creator':'c','assigned_to':'a','flags':[],"
				"'creation_time':'2026-11-19T10:00:00Z','last_change_time':'2026-11-2%zuT10:"
				"00:00Z',"
				"'comments':[{'id':9000,'count':0,'creator':'c','time':'2026-11-19T10:00:00Z'"
				","
				"'text':'t','likes':3}],'history':[]%s}]}",
				i, i, shapes[i].members));
			struct fake_fault answer = {
				.path = "/bug", .body = FAKE_BODY_TEXT, .text = json, .times = 2};
			must_sync(f); /* what is said below comes as a change */
			fake_add_fault(f->fake, &answer);
			must_sync(f);
			fake_clear_faults(f->fake);
			const struct bug *bug = stored_bug(f, home);
			assert_int_equal(bug->whiteboard[1], '0' + (int)i);
			assert_true(bug->resolved_utc == shapes[i].resolved_utc);
			assert_int_equal(stored_conversation(f, ODD_ID, home).n_comments, 1);
			free(json);
			arena_free(home);
		}
	}
}

#define RUNES 65535

static void text_comes_back_as_it_was_written(void **state)
{
	(void)state;
	static const char clock[] = "\xF0\x9F\x95\x9B"; /* four bytes */
	struct str long_text = {0};
	for (int i = 0; i < RUNES; i++)
		str_add(&long_text, clock);
	FOR_BOTH(5, f)
	{
		struct arena *home = arena_new();
		struct fake_comment comment = {
			.bug_id = ODD_ID, .who = "jo@reader.example", .when_utc = SERVER_NOW + HOUR_S};
		load_odd(f, "",
			 "{'id':9000,'count':0,'creator':'jo@reader.example','time':'2026-11-19T10:00:00Z','"
			 "text':"
			 "'a \\u0000 b \\u001b[31m c \\u202e d'}",
			 "");
		comment.text = long_text.at;
		fake_comment(f->fake, &comment);
		must_sync(f);
		struct conversation said = stored_conversation(f, ODD_ID, home);
		assert_int_equal(said.n_comments, 2);
		/* But for NUL and half a surrogate the bytes are kept: what a terminal gets is another
		 * matter. */
		assert_string_equal(said.comments[0].text, "a \uFFFD b \033[31m c \u202E d");
		assert_string_equal(said.comments[1].text, long_text.at);
		arena_free(home);
	}
	str_free(&long_text);
}

static void another_order_is_no_change(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		load_odd(
			f, ",'depends_on':[101,104,102],'blocks':[103,105]", COMMENT(9000, 0, false),
			"{'when':'2026-11-19T10:30:00Z','who':'k@root.example','changes':[{'field_name':'cc',"
			"'removed':'','added':'x'},{'field_name':'status','removed':'NEW','added':'ASSIGNED'}"
			"]}");
		must_sync(f);
		fake_add_fault(f->fake, &(struct fake_fault){.body = FAKE_BODY_MIXED});
		must_sync(f);
		assert_int_equal(f->n_stored, 0);
		assert_int_equal(f->report.bugs_changed, 0);
		make_three_changes(f);
		must_sync(f);
		assert_int_equal(f->report.bugs_changed, 3);
		assert_int_equal(f->report.comments_new, 1);
		f->options.now_utc += DAY_S; /* all is read again */
		must_sync(f);
		assert_int_equal(f->report.bugs_changed, 0);
		assert_int_equal(f->report.comments_new, 0);
	}
}

/* --- 17, 18: limits --- */

static void no_request_line_is_longer_than_servers_take(void **state)
{
	(void)state;
	FOR_BOTH(160, f)
	{
		static char long_name[3][1500];
		static const char *names[300];
		for (size_t i = 0; i < 3; i++)
			memset(long_name[i], 'a' + (int)i, sizeof long_name[i] - 1);
		for (size_t i = 0; i < 300; i++)
			names[i] = i < 3 ? long_name[i] : "Some CA with a name that is long";
		f->server.ca_names = names;
		f->server.n_ca_names = 300;
		give_key(f, KEY);
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 160);
		size_t n = 0;
		struct fake_request *requests = fake_requests(f->fake, &n);
		for (size_t i = 0; i < n; i++) {
			assert_in_range(strlen(requests[i].path) + strlen(requests[i].query), 0, 8000);
			assert_int_not_equal(requests[i].status, 414);
		}
		free(requests);
	}
}

/* A pass in a thread, to be looked at while it waits. */
struct other {
	struct fixture *f;
	struct source *source;
	atomic_bool stop;
	pthread_mutex_t mutex;
	int64_t wait_s; /* as progress told it */
};

static void note_wait(void *context, const struct sync_progress *progress)
{
	struct other *other = context;
	pthread_mutex_lock(&other->mutex);
	if (progress->wait_s > other->wait_s)
		other->wait_s = progress->wait_s;
	pthread_mutex_unlock(&other->mutex);
	/* Once it waits there is nothing more to see. */
	if (progress->wait_s > 0)
		atomic_store(&other->stop, true);
}

static void *sync_in_thread(void *context)
{
	struct other *other = context;
	struct fixture *f = other->f;
	struct sync_events events = {.context = other, .progress = note_wait};
	sync_run(other->source, f->cache, &f->options, &events, &f->report, &f->err);
	return NULL;
}

/* Every bug is hidden from us but for the search: each must be asked about alone. */
static void without_a_key_the_limit_is_never_met(void **state)
{
	(void)state;
	struct fixture *f = start(FAKE_BMO, 120);
	struct other other = {.f = f, .source = bugzilla_open(&f->server, &f->err)};
	struct fake_site site = fake_site(f->fake);
	pthread_t thread;
	site.is_terse = true;
	fake_set_site(f->fake, &site);
	fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug/N/comment",
						     .status = 401,
						     .body = FAKE_BODY_ERROR,
						     .code = 102});
	pthread_mutex_init(&other.mutex, NULL);
	other.source->stop = &other.stop;
	assert_int_equal(pthread_create(&thread, NULL, sync_in_thread, &other), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(fake_count(f->fake, "/bug/N/comment"), 60);
	assert_in_range(other.wait_s, 30, 60);
	assert_int_equal(other.source->setback, SETBACK_STOPPED);
	assert_false(fake_is_blocked(f->fake));
	other.source->calls->close(other.source);
	pthread_mutex_destroy(&other.mutex);
	end(f);
}

/* --- 5, 8, 23: days and clocks --- */

/* The same source all the while, as in a dashboard that runs for a week; a pass every five hours. */
static void days_of_the_dashboard_follow_the_server(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		f->source = bugzilla_open(&f->server, &f->err);
		must_sync(f);
		for (int day = 0; day < 4; day++) {
			int64_t moved = FIRST_ID + 3 + day, hidden = FIRST_ID + 12 + day;
			fake_change(f->fake, moved, "component", "Elsewhere", "k@root.example",
				    SERVER_NOW + (day + 1) * DAY_S);
			fake_hide_bug(f->fake, hidden, true);
			fake_delete_bug(f->fake, FIRST_ID + 21 + day);
			fake_edit_comment(f->fake, 1000, day % 2 ? "edited" : "edited again");
			fake_delete_comment(f->fake, 1000 + 10 * (30 + 3 * day)); /* of open bugs */
			for (int pass = 0; pass < 5; pass++) {
				f->options.now_utc += 24 * HOUR_S / 5;
				must_sync(f);
			}
			assert_int_equal(count_ids(f->cache), 60 - 3 * (day + 1));
			assert_like_new(f);
		}
	}
}

static const int64_t jumps_s[] = {400 * DAY_S, -400 * DAY_S, -2 * HOUR_S, 2 * HOUR_S};

/* Our clock jumps, and back: changes are found all the same, and what went is noticed within a day. */
static void marks_come_from_the_server_whatever_our_clock_says(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		for (size_t i = 0; i < 4; i++) {
			int64_t right_utc = f->options.now_utc,
				change_utc = SERVER_NOW + (int64_t)(i + 1) * DAY_S;
			must_sync(f);
			f->options.now_utc = right_utc + jumps_s[i];
			must_sync(f);
			fake_change(f->fake, 110, "whiteboard", "[ca-compliance] jumped", "k@root.example",
				    change_utc);
			must_sync(f);
			assert_int_equal(f->report.bugs_changed, 1);

			f->options.now_utc = right_utc + HOUR_S;
			fake_change(f->fake, 115, "whiteboard", "[ca-compliance] back", "k@root.example",
				    change_utc + HOUR_S);
			must_sync(f);
			assert_int_equal(f->report.bugs_changed, 1);
			fake_hide_bug(f->fake, FIRST_ID + 20 + (int64_t)i, true);
			f->options.now_utc = right_utc + DAY_S;
			must_sync(f);
			assert_int_equal(count_ids(f->cache), 60 - (i + 1));
			assert_like_new(f);
		}
	}
}

/* The clock was a year ahead when the server blocked us; it was put right. */
static void a_block_does_not_last_until_a_wrong_clock_says_so(void **state)
{
	(void)state;
	FOR_BOTH(5, f)
	{
		fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug", .times = 1, .status = 429});
		f->options.now_utc = NOW + 365 * DAY_S;
		assert_false(sync_once(f));
		assert_true(f->report.is_blocked);

		f->options.now_utc = NOW;
		assert_false(sync_once(f));
		assert_int_equal(fake_count(f->fake, NULL), 0);
		assert_in_range(f->report.retry_utc, NOW + HOUR_S, NOW + 2 * HOUR_S);
		f->options.now_utc = NOW + HOUR_S;
		assert_false(sync_once(f));
		f->options.now_utc = NOW + 2 * HOUR_S;
		must_sync(f);
	}
}

/* A change that the server dated into the future takes the mark there: within a day all that changed since
 * is found, and that of closed bugs too. */
static void a_server_with_a_wrong_clock_is_caught_up_with(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		fake_change(f->fake, 110, "whiteboard", "from the future", "k@root.example",
			    SERVER_NOW + 365 * DAY_S);
		must_sync(f);
		fake_change(f->fake, FIRST_ID + 2, "whiteboard", "of now", "k@root.example",
			    SERVER_NOW + HOUR_S);
		f->options.now_utc += DAY_S;
		must_sync(f);
		assert_like_new(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failure_with_status_200_leaves_the_copy_as_it_was),
		cmocka_unit_test(errors_without_a_code_and_with_an_odd_one_are_one_line),
		cmocka_unit_test(a_comment_that_commits_late_is_found),
		cmocka_unit_test(numbers_of_comments_come_from_the_server),
		cmocka_unit_test(revisions_of_comments_in_the_history_are_kept_whole),
		cmocka_unit_test(a_change_next_door_is_no_activity),
		cmocka_unit_test(flags_of_every_kind_are_kept),
		cmocka_unit_test(a_hidden_bug_says_nothing_about_the_key),
		cmocka_unit_test(a_key_of_somebody_else_is_not_proved),
		cmocka_unit_test(members_that_are_absent_null_or_of_another_type_are_read),
		cmocka_unit_test(text_comes_back_as_it_was_written),
		cmocka_unit_test(another_order_is_no_change),
		cmocka_unit_test(no_request_line_is_longer_than_servers_take),
		cmocka_unit_test(without_a_key_the_limit_is_never_met),
		cmocka_unit_test(days_of_the_dashboard_follow_the_server),
		cmocka_unit_test(marks_come_from_the_server_whatever_our_clock_says),
		cmocka_unit_test(a_block_does_not_last_until_a_wrong_clock_says_so),
		cmocka_unit_test(a_server_with_a_wrong_clock_is_caught_up_with),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
