/* One call after another of net/bugzilla.h's source, against a fake Bugzilla of either kind. What becomes of
 * the answers in a whole sync is test_sync's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/utc.h"
#include "net/bugzilla.h"
#include "tests/fake/fake.h"

#define LOGIN "ana@ca.example"
#define KEY "Ys8vLk2aQ0zX4wRt6bNm1cHd9eJf3gUp5iOo7kTl"

struct fixture {
	struct fake *fake;
	struct server server;
	struct source *source;
	struct arena *home;
	struct error err;
};

static struct fixture *start(enum fake_kind kind)
{
	struct fixture *f = mem_alloc(sizeof *f);
	f->fake = fake_start(kind, 0, &f->err);
	assert_non_null(f->fake);
	f->server = (struct server){.url = fake_url(f->fake),
				    .product = "CA Program",
				    .component = "CA Certificate Compliance",
				    .timeout_ms = 5000};
	f->source = bugzilla_open(&f->server, &f->err);
	assert_non_null(f->source);
	assert_true(f->source->calls->connect(f->source, &f->err));
	fake_forget_requests(f->fake);
	f->home = arena_new();
	return f;
}

static void end(struct fixture *f)
{
	f->source->calls->close(f->source);
	fake_stop(f->fake);
	arena_free(f->home);
	free(f);
}

/* Runs the body for both kinds of server. */
#define FOR_BOTH(f)                                           \
	for (int kind_ = FAKE_BMO; kind_ <= FAKE_5X; kind_++) \
		for (struct fixture *f = start((enum fake_kind)kind_); f; end(f), f = NULL)

static void the_names_of_all_bugs_come_in_one_answer(void **state)
{
	(void)state;
	FOR_BOTH(f)
	{
		struct page page;
		struct query query = {.changed_since_utc = UTC_NONE, .fields = FIELDS_NAMES};
		fake_fill(f->fake, 120);
		fake_put_user(f->fake,
			      &(struct fake_user){.login = "ana@ca.example", .real_name = "Ana Example"});
		fake_put_bug(f->fake, "{\"id\":1900000,\"summary\":\"Example Trust: a thing\","
				      "\"status\":\"RESOLVED\",\"resolution\":\"FIXED\","
				      "\"assigned_to\":\"ana@ca.example\"}");
		if (!f->source->calls->search(f->source, &query, f->home, &page, &f->err))
			fail_msg("%s", f->err.text);
		assert_int_equal(page.n, 120);
		assert_int_equal(fake_count(f->fake, NULL), 1);
		const struct bug *bug = page.records[0].bug;
		assert_int_equal(bug->id, 1900000);
		assert_string_equal(bug->summary, "Example Trust: a thing");
		assert_string_equal(bug->status, "RESOLVED");
		assert_string_equal(bug->resolution, "FIXED");
		assert_string_equal(bug->assignee, "ana@ca.example");
		assert_string_equal(bug->assignee_name, "Ana Example");
		assert_true(bug->changed_utc != UTC_NONE);
		assert_false(page.records[0].has_comments || page.records[0].has_history);
	}
}

/* --- a search that is expected --- */

static const struct query all_bugs = {.changed_since_utc = UTC_NONE};
static const struct query open_bugs = {.which = WHICH_OPEN, .changed_since_utc = UTC_NONE};

static void must_search(struct fixture *f, const struct query *query, struct page *page)
{
	if (!f->source->calls->search(f->source, query, f->home, page, &f->err))
		fail_msg("%s", f->err.text);
}

static void expect(struct fixture *f, const struct query *query)
{
	f->source->calls->expect(f->source, query);
}

static void a_search_that_is_expected_is_asked_before_it_is_made(void **state)
{
	(void)state;
	FOR_BOTH(f)
	{
		struct page page;
		unsigned requests = f->source->requests;
		fake_fill(f->fake, 20);
		expect(f, &all_bugs);
		assert_true(fake_wait_count(f->fake, "/bug", 1, 5000));
		must_search(f, &all_bugs, &page);
		assert_int_equal(page.n, 20);
		assert_int_equal(fake_count(f->fake, NULL), 1);
		assert_int_equal(f->source->requests - requests, 1);
		must_search(f, &all_bugs, &page); /* an answer is taken once */
		assert_int_equal(fake_count(f->fake, NULL), 2);
	}
}

static void another_search_than_the_expected_one_forgets_it(void **state)
{
	(void)state;
	FOR_BOTH(f)
	{
		struct page page;
		fake_fill(f->fake, 20);
		expect(f, &all_bugs);
		assert_true(fake_wait_count(f->fake, "/bug", 1, 5000));
		must_search(f, &open_bugs, &page);
		assert_int_equal(page.n, 16);
		fake_hide_bug(f->fake, 1900000, true);
		must_search(f, &all_bugs, &page); /* as it is now */
		assert_int_equal(page.n, 19);
		assert_int_equal(fake_count(f->fake, NULL), 3);
	}
}

static void an_expectation_can_be_taken_back(void **state)
{
	(void)state;
	FOR_BOTH(f)
	{
		struct page page;
		fake_fill(f->fake, 20);
		expect(f, &all_bugs);
		assert_true(fake_wait_count(f->fake, "/bug", 1, 5000));
		expect(f, NULL);
		fake_hide_bug(f->fake, 1900000, true);
		must_search(f, &all_bugs, &page);
		assert_int_equal(page.n, 19);
		expect(f, &all_bugs); /* and may be left */
	}
}

static void what_becomes_of_an_expected_search_is_told_when_it_is_made(void **state)
{
	(void)state;
	FOR_BOTH(f)
	{
		struct page page;
		fake_fill(f->fake, 20);
		fake_add_fault(
			f->fake,
			&(struct fake_fault){.path = "/bug", .status = 503, .retry_after_s = 40, .times = 1});
		expect(f, &all_bugs);
		assert_false(f->source->calls->search(f->source, &all_bugs, f->home, &page, &f->err));
		assert_int_equal(f->source->setback, SETBACK_TRANSIENT);
		assert_int_equal(f->source->retry_after_s, 40);
		must_search(f, &all_bugs, &page);
		assert_int_equal(page.n, 20);
	}
}

/* Nobody looks at it while the caller works: what came in meanwhile is no slower for that. */
static void an_expected_search_may_be_made_after_any_time(void **state)
{
	(void)state;
	FOR_BOTH(f)
	{
		struct page page;
		f->source->calls->close(f->source);
		f->server.timeout_ms = 1000;
		f->source = bugzilla_open(&f->server, &f->err);
		assert_non_null(f->source);
		assert_true(f->source->calls->connect(f->source, &f->err));
		expect(f, &all_bugs); /* of which there are none: few bytes */
		assert_false(fake_wait_count(f->fake, "/bug", 2, 2200));
		must_search(f, &all_bugs, &page);
		assert_int_equal(page.n, 0);
	}
}

static void connect_with_key(struct fixture *f)
{
	fake_fill(f->fake, 20);
	fake_put_user(f->fake, &(struct fake_user){.login = LOGIN, .key = KEY});
	f->source->calls->close(f->source);
	f->server.api_key = KEY;
	f->server.login = LOGIN;
	f->source = bugzilla_open(&f->server, &f->err);
	assert_non_null(f->source);
	assert_true(f->source->calls->connect(f->source, &f->err));
	assert_true(f->source->facts.is_authenticated);
}

static void a_key_that_is_refused_meanwhile_is_sent_no_more(void **state)
{
	(void)state;
	FOR_BOTH(f)
	{
		struct page page;
		connect_with_key(f);
		fake_put_user(f->fake,
			      &(struct fake_user){.login = LOGIN, .key = KEY, .key_is_revoked = true});
		fake_forget_requests(f->fake);
		expect(f, &all_bugs);
		must_search(f, &all_bugs, &page);
		assert_int_equal(page.n, 20);
		assert_true(f->source->facts.key_refused);
		size_t n;
		struct fake_request *requests = fake_requests(f->fake, &n);
		assert_int_equal(n, 2);
		assert_true(requests[0].has_key && !requests[1].has_key);
		free(requests);
	}
}

static void a_key_that_another_call_finds_refused_takes_the_expected_search_along(void **state)
{
	const struct fake_fault refused = {
		.path = "/time", .status = 400, .body = FAKE_BODY_ERROR, .code = 306, .times = 1};
	(void)state;
	FOR_BOTH(f)
	{
		struct page page;
		int64_t server_utc;
		connect_with_key(f);
		expect(f, &all_bugs);
		assert_true(fake_wait_count(f->fake, "/bug", 1, 5000));
		fake_add_fault(f->fake, &refused);
		assert_true(f->source->calls->clock(f->source, &server_utc, &f->err));
		assert_true(f->source->facts.key_refused);
		fake_forget_requests(f->fake);
		must_search(f, &all_bugs, &page);
		size_t n;
		struct fake_request *requests = fake_requests(f->fake, &n);
		assert_int_equal(n, 1);
		assert_false(requests[0].has_key);
		assert_int_equal(page.n, 20);
		free(requests);
	}
}

static void the_servers_clock_is_read(void **state)
{
	(void)state;
	FOR_BOTH(f)
	{
		int64_t server_utc = 0, there_utc = 0;
		assert_true(utc_parse("2026-11-20T10:00:00Z", &there_utc));
		fake_set_clock(f->fake, there_utc);
		assert_true(f->source->calls->clock(f->source, &server_utc, &f->err));
		assert_int_equal(server_utc, there_utc);
		fake_add_fault(f->fake, &(struct fake_fault){.path = "/time", .body = FAKE_BODY_NO_BUGS});
		assert_false(f->source->calls->clock(f->source, &server_utc, &f->err));
		assert_non_null(strstr(f->err.text, "the answer to /rest/time is not as expected"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_names_of_all_bugs_come_in_one_answer),
		cmocka_unit_test(a_search_that_is_expected_is_asked_before_it_is_made),
		cmocka_unit_test(another_search_than_the_expected_one_forgets_it),
		cmocka_unit_test(an_expectation_can_be_taken_back),
		cmocka_unit_test(what_becomes_of_an_expected_search_is_told_when_it_is_made),
		cmocka_unit_test(an_expected_search_may_be_made_after_any_time),
		cmocka_unit_test(a_key_that_is_refused_meanwhile_is_sent_no_more),
		cmocka_unit_test(a_key_that_another_call_finds_refused_takes_the_expected_search_along),
		cmocka_unit_test(the_servers_clock_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
