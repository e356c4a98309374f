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
		cmocka_unit_test(the_servers_clock_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
