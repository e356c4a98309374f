/* One pass after another over a fake Bugzilla of either kind: net/sync.h. The quirks of bugzilla.md are
 * test_sync_quirks', faults test_sync_faults'. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/data.h"
#include "base/os.h"
#include "net/bundle.h"
#include "sync_fixture.h"

/* --- the ordinary --- */

static void a_first_sync_stores_sixty_bugs_of_either_kind(void **state)
{
	(void)state;
	char *dumps[2] = {0};
	FOR_BOTH(60, f)
	{
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 60);
		assert_int_equal(f->report.bugs_new, 60);
		assert_int_equal(f->report.bugs_changed, 0);
		assert_int_equal(f->report.comments_new, 150);
		assert_int_equal(f->n_stored, 60);
		assert_int_equal(f->report.requests, fake_count(f->fake, NULL));
		assert_string_equal(f->report.notice, "");
		assert_true(f->report.retry_utc == UTC_NONE);
		dumps[f->kind] = dump(f->cache);
	}
	assert_non_null(strstr(dumps[FAKE_BMO], "  1033 3 jo@reader.example "));
	assert_non_null(strstr(dumps[FAKE_BMO], "comment 1 of bug 7, \033[31m \uFFFD ü"));
	assert_string_equal(dumps[FAKE_BMO], dumps[FAKE_5X]);
	free(dumps[FAKE_BMO]);
	free(dumps[FAKE_5X]);
}

static void a_first_sync_needs_few_requests(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{ /* speed.md, row 13: 1.1 x 60 / 50 + 5, three times that for 5.x */
		give_key(f, KEY);
		must_sync(f);
		assert_in_range(fake_count(f->fake, NULL), 1, f->kind == FAKE_BMO ? 6 : 18);
	}
}

static void open_bugs_of_ours_come_first(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		assert_int_equal(f->n_first, 8);
		for (size_t i = 0; i < f->n_first; i++) {
			int nth = (int)f->first_stored[i] - FIRST_ID;
			assert_true(is_ours(nth) && is_open(nth));
		}
	}
}

static void a_sync_that_finds_nothing_needs_few_requests(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{ /* speed.md, row 14 */
		give_key(f, KEY);
		must_sync(f);
		must_sync(f);
		assert_int_equal(f->n_stored, 0);
		assert_int_equal(f->report.bugs_new + f->report.bugs_changed + f->report.comments_new, 0);
		assert_in_range(fake_count(f->fake, NULL), 1, 4);

		f->source = bugzilla_open(&f->server, &f->err);
		must_sync(f);
		must_sync(f);
		assert_in_range(fake_count(f->fake, NULL), 1, 2);
	}
}

static void a_later_sync_finds_three_changes_and_reads_little_else(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		make_three_changes(f);
		must_sync(f);
		assert_int_equal(f->report.bugs_changed, 3);
		assert_int_equal(f->report.bugs_new, 0);
		assert_int_equal(f->report.comments_new, 1);
		assert_int_equal(f->n_stored, 3);
		assert_in_range(fake_count(f->fake, NULL), 1, f->kind == FAKE_BMO ? 2 : 5);
		assert_like_new(f);
	}
}

static void a_new_bug_is_found(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		fake_put_bug(f->fake,
			     "{\"id\":900,\"summary\":\"Example Trust: new\",\"product\":\"CA Program\","
			     "\"component\":\"CA Certificate Compliance\","
			     "\"creation_time\":\"2026-11-20T10:30:00Z\","
			     "\"last_change_time\":\"2026-11-20T10:30:00Z\"}");
		must_sync(f);
		assert_int_equal(f->report.bugs_new, 1);
		assert_int_equal(count_ids(f->cache), 61);
	}
}

static void many_changes_are_read_in_pages_and_none_is_lost(void **state)
{
	(void)state;
	FOR_BOTH(160, f)
	{
		must_sync(f);
		for (int i = 0; i < 120; i++)
			fake_change(f->fake, FIRST_ID + i, "whiteboard", "[ca-compliance] new",
				    "k@root.example", SERVER_NOW + HOUR_S + i * 20);
		must_sync(f);
		assert_int_equal(f->report.bugs_changed, 120);
		assert_like_new(f);
		must_sync(f);
		assert_int_equal(f->report.bugs_changed, 0);
		assert_in_range(fake_count(f->fake, NULL), 1, 4);
	}
}

/* --- keys --- */

static void a_good_key_is_proved_and_sent_as_the_server_wants_it(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		give_key(f, KEY);
		must_sync(f);
		assert_true(f->report.is_authenticated);
		assert_false(f->report.key_refused);
		size_t n = 0;
		struct fake_request *requests = fake_requests(f->fake, &n);
		for (size_t i = 0; i < n; i++) {
			bool is_parameter = strstr(requests[i].query, KEY) != NULL;
			if (strcmp(requests[i].path, "/whoami") != 0)
				assert_int_equal(is_parameter, f->kind == FAKE_5X);
			if (strcmp(requests[i].path, "/bug") == 0)
				assert_string_equal(requests[i].login, ME);
		}
		free(requests);
	}
}

static void a_wrong_key_is_sent_once_and_the_public_view_is_read(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		give_key(f, "0123456789012345678901234567890123456789");
		must_sync(f);
		assert_true(f->report.key_refused);
		assert_false(f->report.is_authenticated);
		assert_non_null(strstr(f->report.notice, "key was refused"));
		assert_int_equal(count_ids(f->cache), 60);
		size_t n = 0, refused = 0, after = 0;
		struct fake_request *requests = fake_requests(f->fake, &n);
		for (size_t i = 0; i < n; i++) {
			after += refused > 0 && requests[i].has_key;
			refused += requests[i].has_key && requests[i].status == 400;
		}
		free(requests);
		assert_int_equal(refused, 1);
		assert_int_equal(after, 0);
	}
}

static void a_key_that_is_revoked_on_the_way_is_dropped_and_the_pass_goes_on(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		give_key(f, KEY);
		f->source = bugzilla_open(&f->server, &f->err);
		must_sync(f);
		struct fake_user user = {.login = ME, .key = KEY, .key_is_revoked = true};
		fake_put_user(f->fake, &user);
		make_three_changes(f);
		must_sync(f);
		assert_true(f->report.key_refused);
		assert_int_equal(f->report.bugs_changed, 3);
	}
}

static void without_a_login_a_key_of_5x_is_used_but_not_proved(void **state)
{
	(void)state;
	struct fixture *f = start(FAKE_5X, 60);
	give_key(f, KEY);
	f->server.login = NULL;
	must_sync(f);
	assert_false(f->report.is_authenticated);
	assert_non_null(strstr(f->report.notice, "cannot be proved"));
	end(f);
}

static void a_site_that_requires_login_says_so(void **state)
{
	(void)state;
	FOR_BOTH(10, f)
	{
		struct fake_site site = fake_site(f->fake);
		site.requires_login = true;
		fake_set_site(f->fake, &site);
		assert_false(sync_once(f));
		assert_int_equal(f->err.fault, FAULT_KEY);
		assert_non_null(strstr(f->err.text, "without a login"));
		give_key(f, KEY);
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 10);
	}
}

static void names_read_anonymously_are_read_again_once_a_key_works(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		struct fake_site site = fake_site(f->fake);
		site.hides_email = true;
		fake_set_site(f->fake, &site);
		must_sync(f);
		char *text = dump(f->cache);
		assert_null(strstr(text, "|jo@reader.example|"));
		free(text);
		give_key(f, KEY);
		must_sync(f);
		text = dump(f->cache);
		assert_non_null(strstr(text, "|jo@reader.example|"));
		assert_null(strstr(text, "|jo|"));
		free(text);
		must_sync(f);
		assert_in_range(fake_count(f->fake, NULL), 1, 4);
	}
}

/* --- a server in trouble --- */

static const struct {
	const char *what;
	struct fake_fault fault;
	const char *says;
} troubles[] = {
	{"200 with an error", {.body = FAKE_BODY_ERROR, .code = 100500}, "100500"},
	{"HTML with 200", {.body = FAKE_BODY_HTML}, "a web page (status 200)"},
	{"nothing with 200", {.body = FAKE_BODY_EMPTY}, "nothing (status 200)"},
	{"bad JSON", {.body = FAKE_BODY_BAD_JSON}, "not JSON"},
	{"something after the answer", {.body = FAKE_BODY_TRAILING}, "not JSON"},
	{"an error without a code", {.status = 400, .body = FAKE_BODY_STRING}, "Contact"},
	{"a cut-off answer", {.cut_bytes = 60}, ""},
	{"a dropped connection", {.drop = true}, ""},
	{"a bad gateway", {.status = 502}, "502"},
	{"a redirect",
	 {.status = 302, .location = "https://elsewhere.example/x?Bugzilla_api_key=K"},
	 "redirects to https://elsewhere.example/x, "},
};

static void an_answer_that_is_not_what_it_should_be_leaves_the_copy_as_it_was(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		make_three_changes(f);
		char *before = dump(f->cache);
		for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
			struct fake_fault fault = troubles[i].fault;
			fault.path = "/bug";
			fake_add_fault(f->fake, &fault);
			if (sync_once(f))
				fail_msg("%s was not noticed", troubles[i].what);
			assert_int_equal(f->err.fault, FAULT_UNREACHABLE);
			assert_memory_equal(f->err.text, f->server.url, strlen(f->server.url));
			if (!strstr(f->err.text, troubles[i].says))
				fail_msg("%s: %s", troubles[i].what, f->err.text);
			assert_true(f->report.retry_utc > NOW);
			char *after = dump(f->cache);
			assert_string_equal(before, after);
			free(after);
			fake_clear_faults(f->fake);
		}
		free(before);
		must_sync(f);
		assert_int_equal(f->report.bugs_changed, 3);
	}
}

static void trouble_that_passes_is_waited_for(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		fake_add_fault(f->fake,
			       &(struct fake_fault){.path = "/bug", .after = 1, .times = 2, .status = 503});
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 60);
	}
}

/* The query of the first search of the last pass. */
static const char *first_search(struct fixture *f)
{
	static char query[4096];
	size_t n = 0;
	struct fake_request *requests = fake_requests(f->fake, &n);
	query[0] = '\0';
	for (size_t i = n; i-- > 0;)
		if (strcmp(requests[i].path, "/bug") == 0)
			snprintf(query, sizeof query, "%s", requests[i].query);
	free(requests);
	return query;
}

static void a_server_that_dies_midway_loses_nothing(void **state)
{
	(void)state;
	FOR_BOTH(160, f)
	{
		fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug", .after = 3, .drop = true});
		assert_false(sync_once(f));
		assert_in_range(count_ids(f->cache), 50, 159);
		size_t n_before = count_ids(f->cache);
		fake_down(f->fake);
		assert_false(sync_once(f));
		assert_int_equal(count_ids(f->cache), n_before);
		assert_int_equal(f->err.fault, FAULT_UNREACHABLE);
		fake_up(f->fake);
		fake_clear_faults(f->fake);
		must_sync(f);
		assert_int_equal(f->report.bugs_new, 160 - n_before);
		assert_non_null(strstr(first_search(f), "v1=")); /* it went on where it was */
		assert_like_new(f);
	}
}

static void changes_during_an_interruption_are_not_lost(void **state)
{
	(void)state;
	FOR_BOTH(160, f)
	{
		fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug", .after = 3, .drop = true});
		assert_false(sync_once(f));
		fake_clear_faults(f->fake);
		make_three_changes(f);
		must_sync(f);
		assert_like_new(f);
	}
}

static void the_wish_to_be_left_alone_is_obeyed(void **state)
{
	(void)state;
	FOR_BOTH(10, f)
	{
		fake_add_fault(f->fake, &(struct fake_fault){.status = 503, .retry_after_s = 3600});
		assert_false(sync_once(f));
		assert_int_equal(fake_count(f->fake, NULL), 1);
		assert_true(f->report.retry_utc >= NOW + 3600);
		assert_true(f->report.is_blocked);
		fake_clear_faults(f->fake);
		assert_false(sync_once(f)); /* another process, which knows it from the cache */
		assert_int_equal(fake_count(f->fake, NULL), 0);
		f->options.now_utc = NOW + 3602;
		must_sync(f);
	}
}

static void after_a_429_no_request_is_made_for_more_than_an_hour(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug", .status = 429});
		assert_false(sync_once(f));
		assert_int_equal(fake_count(f->fake, "/bug"), 1);
		assert_true(f->report.is_blocked);
		assert_true(f->report.retry_utc > NOW + HOUR_S);

		f->options.now_utc = NOW + HOUR_S;
		assert_false(sync_once(f));
		assert_int_equal(fake_count(f->fake, NULL), 0);
		assert_true(f->report.is_blocked);
		assert_non_null(strstr(f->err.text, "2026-11-24 07:0"));
		assert_int_equal(count_ids(f->cache), 60);

		fake_clear_faults(f->fake);
		f->options.now_utc = NOW + 2 * HOUR_S;
		must_sync(f);
		assert_false(f->report.is_blocked);
	}
}

static void an_empty_first_answer_asks_for_the_names(void **state)
{
	(void)state;
	FOR_BOTH(10, f)
	{
		f->server.component = "CA Certificate Complaints";
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 0);
		assert_non_null(strstr(f->report.notice, "check `product` and `component`"));
	}
}

static void a_refused_search_that_looks_empty_costs_no_change(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		make_three_changes(f);
		fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug", .body = FAKE_BODY_NO_BUGS});
		must_sync(f);
		assert_int_equal(f->report.bugs_changed, 0);
		fake_clear_faults(f->fake);
		must_sync(f);
		assert_int_equal(f->report.bugs_changed, 3);
	}
}

/* Whichever search of a first sync it is that looks empty, the copy is whole in the end. */
static void a_refused_search_of_a_first_sync_loses_no_bug(void **state)
{
	(void)state;
	for (int nth = 0; nth < 8; nth++) {
		FOR_BOTH(60, f)
		{
			struct fake_site site = fake_site(f->fake);
			site.search_cap = 20;
			fake_set_site(f->fake, &site);
			fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug",
								     .after = nth,
								     .times = 1,
								     .body = FAKE_BODY_NO_BUGS});
			must_sync(f);
			assert_int_equal(count_ids(f->cache), 60);
		}
	}
}

/* Nor when it looks empty as often as it is asked: the list of numbers at the end finds what is missing. */
static void a_first_sync_ends_with_a_look_at_what_is_missing(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug",
							     .after = 2, /* ours, and the newest */
							     .times = 2,
							     .body = FAKE_BODY_NO_BUGS});
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 60);
	}
}

/* --- pages --- */

static void a_cap_below_the_page_loses_no_bug(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		struct fake_site site = fake_site(f->fake);
		site.search_cap = 7;
		fake_set_site(f->fake, &site);
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 60);
		assert_like_new(f);
	}
}

/* After each page something that was read, and something that was not, changes. */
static void change_while_paging(struct fixture *f)
{
	static int64_t when_utc;
	static struct fixture *of;
	if (of != f)
		when_utc = SERVER_NOW;
	of = f;
	when_utc += 20 * MINUTE_S;
	fake_change(f->fake, FIRST_ID + 1, "whiteboard", "[ca-compliance] again", "k@root.example", when_utc);
	fake_change(f->fake, FIRST_ID + 158, "status", "REOPENED", "k@root.example",
		    when_utc + 10 * MINUTE_S);
	fake_change(f->fake, FIRST_ID + 158, "resolution", "", "k@root.example", when_utc + 10 * MINUTE_S);
}

static void bugs_that_change_while_pages_are_read_are_read_again(void **state)
{
	(void)state;
	FOR_BOTH(160, f)
	{
		f->on_stored = change_while_paging;
		must_sync(f);
		f->on_stored = NULL;
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 160);
		assert_like_new(f);
	}
}

static void two_comments_in_the_second_of_the_mark_are_both_found(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		struct fake_comment comment = {.bug_id = 110, .who = "jo@reader.example", .text = "one"};
		comment.when_utc = SERVER_NOW + HOUR_S;
		fake_comment(f->fake, &comment);
		must_sync(f);
		comment.text = "two";
		fake_comment(f->fake, &comment);
		must_sync(f);
		assert_int_equal(f->report.comments_new, 1);
		assert_int_equal(f->report.bugs_changed, 1);
		assert_like_new(f);
	}
}

static void a_hidden_bug_in_a_batch_takes_none_of_the_others_with_it(void **state)
{
	(void)state;
	struct fixture *f = start(FAKE_5X, 60);
	/* The search still shows it, as a replica may; asked about by number it is refused: in the batch of
	 * 32 open bugs, then of 16, 8, 4, 2, and alone. */
	struct fake_fault hidden = {.path = "/bug/N/comment",
				    .after = 1, /* the batch of ours */
				    .times = 6,
				    .status = 401,
				    .body = FAKE_BODY_ERROR,
				    .code = 102};
	fake_add_fault(f->fake, &hidden);
	must_sync(f);
	assert_int_equal(count_ids(f->cache), 59);
	assert_false(f->report.key_refused);
	must_sync(f);
	assert_int_equal(count_ids(f->cache), 59);
	f->options.now_utc = NOW + DAY_S; /* by then it may be read again */
	must_sync(f);
	assert_int_equal(f->report.bugs_new, 1);
	assert_like_new(f);
	end(f);
}

/* --- bugs that go --- */

static void a_moved_or_hidden_bug_goes_with_the_daily_comparison(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		fake_change(f->fake, 110, "component", "CA Certificate Root Program", "k@root.example",
			    SERVER_NOW + HOUR_S);
		fake_hide_bug(f->fake, 120, true);
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 60);
		f->options.now_utc = NOW + DAY_S;
		must_sync(f);
		assert_int_equal(f->report.bugs_dropped, 2);
		assert_int_equal(count_ids(f->cache), 58);
		assert_like_new(f);
		must_sync(f);
		assert_in_range(fake_count(f->fake, NULL), 1, 4); /* once a day is enough */
	}
}

static void many_lost_bugs_are_asked_for_in_request_lines_that_servers_take(void **state)
{
	(void)state;
	FOR_BOTH(500, f)
	{
		must_sync(f);
		for (int i = 10; i < 490; i++)
			fake_hide_bug(f->fake, FIRST_ID + i, true);
		f->options.now_utc = NOW + DAY_S;
		must_sync(f);
		assert_int_equal(f->report.bugs_dropped, 480);
		size_t n = 0;
		struct fake_request *requests = fake_requests(f->fake, &n);
		for (size_t i = 0; i < n; i++)
			assert_in_range(strlen(requests[i].query), 0, 8000);
		free(requests);
		assert_like_new(f);
	}
}

static void an_empty_list_drops_nothing(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug", .body = FAKE_BODY_NO_BUGS});
		f->options.now_utc = NOW + DAY_S;
		must_sync(f);
		assert_int_equal(f->report.bugs_dropped, 0);
		assert_int_equal(count_ids(f->cache), 60);
		assert_non_null(strstr(f->report.notice, "what is here stays"));
		f->options.is_full = true;
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 60);
	}
}

/* The nth search of the comparison is refused in silence, and once more when it is repeated. */
static int refused_search;

static void refuse_in_comparison(struct fixture *f, const struct sync_progress *progress)
{
	struct fake_fault refused = {
		.path = "/bug", .after = refused_search, .times = 2, .body = FAKE_BODY_NO_BUGS};
	if (strcmp(progress->phase, "comparison") == 0)
		fake_add_fault(f->fake, &refused);
}

static void a_list_that_was_cut_short_drops_nothing(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		struct fake_site site = fake_site(f->fake);
		site.search_cap = 20;
		fake_set_site(f->fake, &site);
		must_sync(f);
		f->options.now_utc = NOW + DAY_S;
		f->on_progress = refuse_in_comparison;
		refused_search = 1; /* the second page of the list */
		must_sync(f);
		assert_int_equal(f->report.bugs_dropped, 0);
		assert_int_equal(count_ids(f->cache), 60);
	}
}

static void a_refused_question_about_a_bug_drops_nothing(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		fake_hide_bug(f->fake, 120, true);
		f->options.now_utc = NOW + DAY_S;
		f->on_progress = refuse_in_comparison;
		refused_search = 3; /* after the list and the empty page that ends it, asked for twice */
		must_sync(f);
		assert_int_equal(f->report.bugs_dropped, 0);
		f->on_progress = NULL;
		f->options.now_utc = NOW + 2 * DAY_S;
		must_sync(f);
		assert_int_equal(f->report.bugs_dropped, 1);
	}
}

static void a_full_sync_reads_all_again_and_drops_what_is_gone(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		fake_hide_bug(f->fake, 120, true);
		fake_edit_comment(f->fake, 1000, "edited later");
		f->options.is_full = true;
		must_sync(f);
		assert_int_equal(f->report.bugs_dropped, 1);
		assert_like_new(f);
	}
}

static void an_edited_comment_of_an_open_bug_is_found_within_a_day(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		fake_edit_comment(f->fake, 1000, "edited later");
		fake_delete_comment(f->fake, 1033);
		must_sync(f);
		assert_int_equal(f->n_stored, 0);
		f->options.now_utc = NOW + DAY_S;
		must_sync(f);
		assert_like_new(f);
	}
}

static void a_copy_of_another_component_is_replaced(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		fake_change(f->fake, 110, "component", "CA Certificate Root Program", "k@root.example",
			    SERVER_NOW + HOUR_S);
		f->server.component = "CA Certificate Root Program";
		fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug", .status = 503});
		assert_false(sync_once(f));
		assert_int_equal(count_ids(f->cache), 60); /* not before there is something in its place */
		fake_clear_faults(f->fake);
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 1);
		assert_like_new(f);
	}
}

/* --- while a page is stored --- */

/* Ours and the list came; then three pages of open bugs, an empty one that ends them (asked for twice), and
 * so on. */
static void expect_the_next_page(struct fixture *f)
{
	static const size_t n_searches[] = {2, 4, 5};
	if (f->n_told < sizeof n_searches / sizeof *n_searches)
		assert_true(fake_wait_count(f->fake, "/bug", n_searches[f->n_told], 5000));
	f->n_told++;
}

static void the_next_page_is_asked_for_before_the_last_one_is_stored(void **state)
{
	(void)state;
	FOR_BOTH(200, f)
	{
		f->on_stored = expect_the_next_page;
		must_sync(f);
		assert_true(f->n_told > 3);
		assert_like_new(f);
	}
}

static void the_last_page_is_followed_by_nothing(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		size_t n = fake_count(f->fake, NULL);
		assert_int_equal(f->report.requests, n);
		make_three_changes(f);
		must_sync(f);
		assert_int_equal(fake_count(f->fake, "/bug"), 1);
	}
}

static const char *last_search(const struct fake_request *requests, size_t n)
{
	while (n > 0 && strcmp(requests[n - 1].path, "/bug") != 0)
		n--;
	assert_true(n > 0);
	return requests[n - 1].query;
}

static atomic_bool stop_at_page;

static void stop_with_the_next_page_asked_for(struct fixture *f)
{
	if (f->n_told++ == 1) {
		assert_true(fake_wait_count(f->fake, "/bug", 4, 5000));
		atomic_store(&stop_at_page, true);
	}
}

/* What was on its way may be old by the time somebody goes on. */
static void after_a_stop_the_page_on_its_way_is_asked_for_anew(void **state)
{
	(void)state;
	FOR_BOTH(200, f)
	{
		size_t n;
		f->source = bugzilla_open(&f->server, &f->err);
		assert_non_null(f->source);
		f->source->stop = &stop_at_page;
		f->on_stored = stop_with_the_next_page_asked_for;
		assert_false(sync_once(f));
		assert_string_equal(f->err.text, "stopped");
		struct fake_request *before = fake_requests(f->fake, &n);
		const char *on_its_way = last_search(before, n);
		atomic_store(&stop_at_page, false);
		must_sync(f);
		struct fake_request *after = fake_requests(f->fake, &n);
		assert_string_equal(after[0].path, "/bug");
		assert_string_equal(after[0].query, on_its_way);
		free(before);
		free(after);
		assert_like_new(f);
	}
}

static void expect_no_more_than_all(struct fixture *f, const struct sync_progress *progress)
{
	(void)f;
	assert_true(progress->total == 0 || progress->done <= progress->total);
}

static void a_page_whose_bugs_cannot_be_completed_comes_again_before_the_next(void **state)
{
	struct fake_fault trouble = {.path = "/bug/N/comment", .status = 500, .after = 1, .times = 1};
	struct fixture *f = start(FAKE_5X, 200);
	(void)state;
	must_sync(f);
	size_t n = fake_count(f->fake, "/bug");
	cache_close(f->cache);
	f->cache = open_cache(":memory:");
	fake_add_fault(f->fake, &trouble);
	f->on_progress = expect_no_more_than_all; /* a page that comes again counts once */
	must_sync(f);
	/* The page once more, and what was asked for after it in vain. */
	assert_int_equal(fake_count(f->fake, "/bug"), n + 2);
	assert_int_equal(f->report.bugs_new, 200);
	assert_like_new(f);
	end(f);
}

/* --- stopping --- */

struct stopper {
	struct fixture *f;
	struct source *source;
	atomic_bool stop;
	int64_t stopped_ms;
};

static void *stop_soon(void *context)
{
	struct stopper *stopper = context;
	fake_wait_count(stopper->f->fake, "/bug", 1, 5000);
	stopper->stopped_ms = os_monotonic_ms();
	atomic_store(&stopper->stop, true);
	stopper->source->calls->wake(stopper->source);
	return NULL;
}

static void stop_in_the_middle_of(struct fixture *f, const struct fake_fault *fault)
{
	pthread_t thread;
	struct stopper stopper = {.f = f, .source = bugzilla_open(&f->server, &f->err)};
	assert_non_null(stopper.source);
	stopper.source->stop = &stopper.stop;
	fake_add_fault(f->fake, fault);
	assert_int_equal(pthread_create(&thread, NULL, stop_soon, &stopper), 0);
	assert_false(sync_run(stopper.source, f->cache, &f->options, NULL, &f->report, &f->err));
	int64_t ended_ms = os_monotonic_ms();
	assert_int_equal(pthread_join(thread, NULL), 0);
	stopper.source->calls->close(stopper.source);
	assert_in_range(ended_ms - stopper.stopped_ms, 0, 199);
	assert_in_range(os_monotonic_ms() - stopper.stopped_ms, 0, 199);
	assert_int_equal(f->err.fault, FAULT_UNREACHABLE);
	fake_clear_faults(f->fake);
}

static void a_stop_takes_less_than_a_fifth_of_a_second(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		stop_in_the_middle_of(f,
				      &(struct fake_fault){.path = "/bug", .drip_bytes = 10, .drip_ms = 50});
		assert_string_equal(f->err.text, "stopped");
		stop_in_the_middle_of(f, &(struct fake_fault){.path = "/bug", .delay_ms = 20000});
		f->options.backoff_ms = 9000; /* while it waits for another try */
		stop_in_the_middle_of(f, &(struct fake_fault){.path = "/bug", .status = 503});
		f->options.backoff_ms = 1;
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 60);
	}
}

/* --- killed --- */

/* What this program does as a child: --sync URL FILE. */
static int sync_as_child(const char *url, const char *path)
{
	struct fixture f = {.options = {.now_utc = NOW, .backoff_ms = 1}};
	f.ca_names[0] = "Example Trust";
	f.server = server_at(url, f.ca_names);
	struct source *source = bugzilla_open(&f.server, &f.err);
	struct cache *cache = open_cache(path);
	bool ok = source && sync_run(source, cache, &f.options, NULL, &f.report, &f.err);
	if (source)
		source->calls->close(source);
	cache_close(cache);
	return ok ? 0 : 1;
}

/* The fake has threads, so nothing but exec is safe after the fork. */
static pid_t start_child(struct fixture *f, const char *path)
{
	pid_t child = fork();
	if (child == 0) {
		execl("/proc/self/exe", "test_sync", "--sync", f->server.url, path, (char *)NULL);
		_exit(127);
	}
	assert_true(child > 0);
	return child;
}

static int64_t time_one_sync_us(struct fixture *f, const char *path)
{
	int status = 0;
	int64_t start_ms = os_monotonic_ms();
	pid_t child = start_child(f, path);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	return (os_monotonic_ms() - start_ms) * 1000;
}

static void killed_at_any_moment_the_next_sync_completes_the_copy(void **state)
{
	(void)state;
	FOR_BOTH(160, f)
	{
		char *folder = os_temp_folder(&f->err), *path = os_path(folder, "cache.db");
		must_sync(f);
		char *undisturbed = dump(f->cache);
		int64_t whole_us = time_one_sync_us(f, path);
		for (int round = 0; round < 25; round++) {
			uint32_t chance;
			os_random(&chance, sizeof chance);
			pid_t child = start_child(f, path);
			usleep((useconds_t)((int64_t)chance % (whole_us + 1)));
			kill(child, SIGKILL);
			assert_int_equal(waitpid(child, NULL, 0), child);

			struct cache *cache = open_cache(path);
			if (!sync_into(f, cache))
				fail_msg("round %d: %s", round, f->err.text);
			char *text = dump(cache);
			assert_string_equal(text, undisturbed);
			free(text);
			cache_close(cache);
			if (round % 2 == 0)
				assert_int_equal(unlink(path), 0); /* the next round is a first sync again */
		}
		free(undisturbed);
		assert_true(os_remove_tree(folder, &f->err));
		free(path);
		free(folder);
	}
}

/* --- bundles --- */

static int64_t clock_utc(void *context)
{
	return *(int64_t *)context;
}

static void a_bundle_is_synced_like_a_server(void **state)
{
	(void)state;
	struct fixture *f = start(FAKE_BMO, 120);
	must_sync(f);
	char *text = make_bundle(120), *live = dump(f->cache);
	struct arena *home = arena_new();
	struct bundle bundle;
	struct cache *cache = open_cache(":memory:");
	int64_t synced_utc = 0;
	assert_true(bundle_read_demo(text, strlen(text), 0, home, &bundle, &f->err));
	struct source *source = bundle_source(&bundle, NULL);
	assert_true(sync_run(source, cache, &f->options, NULL, &f->report, &f->err));
	char *read = dump(cache);
	assert_string_equal(read, live);
	assert_true(sync_last(cache, &synced_utc, &f->err));
	assert_int_equal(synced_utc, SERVER_NOW);
	source->calls->close(source);
	cache_close(cache);
	arena_free(home);
	free(read);
	free(live);
	free(text);
	end(f);
}

static void what_arrives_in_the_demo_is_found_by_the_next_pass(void **state)
{
	(void)state;
	struct error err;
	struct sync_options options = {.now_utc = NOW};
	struct sync_report report;
	struct arena *home = arena_new();
	struct bundle bundle;
	int64_t now_utc = NOW;
	assert_true(bundle_read_demo((const char *)data_demo_json, data_demo_json_bytes, NOW, home, &bundle,
				     &err));
	struct source *source = bundle_source(&bundle, &(struct bundle_clock){clock_utc, &now_utc});
	struct cache *cache = open_cache(":memory:");
	assert_true(sync_run(source, cache, &options, NULL, &report, &err));
	assert_int_equal(report.bugs_new, bundle.n);
	assert_true(sync_run(source, cache, &options, NULL, &report, &err));
	assert_int_equal(report.bugs_changed + report.comments_new, 0);
	now_utc = options.now_utc = bundle_next_arrival(&bundle, NOW);
	assert_true(sync_run(source, cache, &options, NULL, &report, &err));
	assert_int_equal(report.bugs_changed, 1);
	assert_int_equal(report.comments_new, 1);
	source->calls->close(source);
	cache_close(cache);
	arena_free(home);
}

static void the_moment_of_the_last_good_pass_is_known(void **state)
{
	(void)state;
	FOR_BOTH(10, f)
	{
		int64_t synced_utc = 0;
		assert_true(sync_last(f->cache, &synced_utc, &f->err));
		assert_true(synced_utc == UTC_NONE);
		must_sync(f);
		fake_down(f->fake);
		f->options.now_utc = NOW + HOUR_S;
		assert_false(sync_once(f));
		assert_true(sync_last(f->cache, &synced_utc, &f->err));
		assert_int_equal(synced_utc, NOW);
		fake_up(f->fake);
	}
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "--sync") == 0)
		return sync_as_child(argv[2], argv[3]);

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_first_sync_stores_sixty_bugs_of_either_kind),
		cmocka_unit_test(a_first_sync_needs_few_requests),
		cmocka_unit_test(open_bugs_of_ours_come_first),
		cmocka_unit_test(a_sync_that_finds_nothing_needs_few_requests),
		cmocka_unit_test(a_later_sync_finds_three_changes_and_reads_little_else),
		cmocka_unit_test(a_new_bug_is_found),
		cmocka_unit_test(many_changes_are_read_in_pages_and_none_is_lost),
		cmocka_unit_test(a_good_key_is_proved_and_sent_as_the_server_wants_it),
		cmocka_unit_test(a_wrong_key_is_sent_once_and_the_public_view_is_read),
		cmocka_unit_test(a_key_that_is_revoked_on_the_way_is_dropped_and_the_pass_goes_on),
		cmocka_unit_test(without_a_login_a_key_of_5x_is_used_but_not_proved),
		cmocka_unit_test(a_site_that_requires_login_says_so),
		cmocka_unit_test(names_read_anonymously_are_read_again_once_a_key_works),
		cmocka_unit_test(an_answer_that_is_not_what_it_should_be_leaves_the_copy_as_it_was),
		cmocka_unit_test(trouble_that_passes_is_waited_for),
		cmocka_unit_test(a_server_that_dies_midway_loses_nothing),
		cmocka_unit_test(changes_during_an_interruption_are_not_lost),
		cmocka_unit_test(the_wish_to_be_left_alone_is_obeyed),
		cmocka_unit_test(after_a_429_no_request_is_made_for_more_than_an_hour),
		cmocka_unit_test(an_empty_first_answer_asks_for_the_names),
		cmocka_unit_test(a_refused_search_that_looks_empty_costs_no_change),
		cmocka_unit_test(a_refused_search_of_a_first_sync_loses_no_bug),
		cmocka_unit_test(a_first_sync_ends_with_a_look_at_what_is_missing),
		cmocka_unit_test(a_cap_below_the_page_loses_no_bug),
		cmocka_unit_test(bugs_that_change_while_pages_are_read_are_read_again),
		cmocka_unit_test(two_comments_in_the_second_of_the_mark_are_both_found),
		cmocka_unit_test(a_hidden_bug_in_a_batch_takes_none_of_the_others_with_it),
		cmocka_unit_test(a_moved_or_hidden_bug_goes_with_the_daily_comparison),
		cmocka_unit_test(many_lost_bugs_are_asked_for_in_request_lines_that_servers_take),
		cmocka_unit_test(an_empty_list_drops_nothing),
		cmocka_unit_test(a_list_that_was_cut_short_drops_nothing),
		cmocka_unit_test(a_refused_question_about_a_bug_drops_nothing),
		cmocka_unit_test(a_full_sync_reads_all_again_and_drops_what_is_gone),
		cmocka_unit_test(an_edited_comment_of_an_open_bug_is_found_within_a_day),
		cmocka_unit_test(a_copy_of_another_component_is_replaced),
		cmocka_unit_test(the_next_page_is_asked_for_before_the_last_one_is_stored),
		cmocka_unit_test(the_last_page_is_followed_by_nothing),
		cmocka_unit_test(after_a_stop_the_page_on_its_way_is_asked_for_anew),
		cmocka_unit_test(a_page_whose_bugs_cannot_be_completed_comes_again_before_the_next),
		cmocka_unit_test(a_stop_takes_less_than_a_fifth_of_a_second),
		cmocka_unit_test(killed_at_any_moment_the_next_sync_completes_the_copy),
		cmocka_unit_test(a_bundle_is_synced_like_a_server),
		cmocka_unit_test(what_arrives_in_the_demo_is_found_by_the_next_pass),
		cmocka_unit_test(the_moment_of_the_last_good_pass_is_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
