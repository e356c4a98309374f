/* What may befall a pass, swept through: the cable cut at any byte, every status, every member of an answer
 * gone or of another type. After each the copy is whole, and the next pass makes it equal to the server's.
 * The quirks are test_sync_quirks', time-outs test_http's. */
#include <stdio.h>
#include <sys/resource.h>

#include <cjson/cJSON.h>

#include "base/os.h"
#include "sync_fixture.h"
#include "tests/fake/cable.h"
#include "tests/fake/wire.h"

/* --- cut off --- */

/* Each bug of the copy is as it is in the text of a whole one. */
static void assert_part_of(struct cache *cache, const char *whole)
{
	struct error err;
	struct arena *home = arena_new();
	const int64_t *ids = NULL;
	size_t n = 0;
	assert_true(cache_ids(cache, CACHE_ALL, home, &ids, &n, &err));
	for (size_t i = 0; i < n; i++) {
		struct str text = {0};
		dump_one(&text, cache, ids[i]);
		if (!strstr(whole, text.at))
			fail_msg("bug %" PRId64 " is stored in part:\n%s", ids[i], text.at);
		str_free(&text);
	}
	arena_free(home);
}

/* A first sync over a cable that is cut after so many bytes, and then mended. */
static void sync_cut_after(struct fixture *f, struct cable *cable, int64_t bytes, const char *whole)
{
	struct cache *cache = open_cache(":memory:");
	cable_cut_after(cable, bytes, bytes % 2);
	if (sync_into(f, cache))
		fail_msg("the cut after %" PRId64 " bytes was not noticed", bytes);
	assert_int_equal(f->err.fault, FAULT_UNREACHABLE);
	assert_true(f->err.text[0] && f->report.retry_utc > NOW);
	assert_part_of(cache, whole);
	cable_mend(cable);
	if (!sync_into(f, cache))
		fail_msg("mended after %" PRId64 " bytes: %s", bytes, f->err.text);
	char *text = dump(cache);
	assert_string_equal(text, whole);
	free(text);
	cache_close(cache);
}

static void cut_at_all(struct fixture *f, int64_t dense_bytes, int64_t dense_step, int64_t step)
{
	struct cable *cable = cable_start(fake_url(f->fake));
	f->server.url = cable_url(cable);
	must_sync(f);
	int64_t all_bytes = cable_bytes(cable);
	char *whole = dump(f->cache);
	for (int64_t at = 0; at < all_bytes; at += at < dense_bytes ? dense_step : step)
		sync_cut_after(f, cable, at, whole);
	free(whole);
	cable_stop(cable);
}

static void a_cable_cut_at_any_byte_costs_one_pass(void **state)
{
	(void)state;
	FOR_BOTH(12, f)
	{
		cut_at_all(f, 700, 17, 499); /* the first answers' headers more closely */
	}
}

static void a_cable_cut_in_any_part_of_tls_costs_one_pass(void **state)
{
	(void)state;
	struct fixture *f = start_tls(FAKE_BMO, 4);
	cut_at_all(f, 3000, 197, 1500);
	end(f);
}

/* --- what is no HTTP, or no answer yet --- */

static const char *const sayings[] = {
	"",
	"\n",
	"SSH-2.0-OpenSSH_9.2\r\n",
	"HTTP/1.1 100 Continue\r\n\r\n",
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
	"HTTP/1.1 103 Early Hints\r\n\r\n",
	"HTTP/1.1 999 What\r\nContent-Length: 2\r\n\r\n{}",
	"HTTP/1.1 20",
	"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{\"bugs\":[]}",
	"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{\"version\":\"5.2\"}",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
	"HTTP/1.1 200 OK\r\nContent-Encoding: unheard-of\r\nContent-Length: 2\r\n\r\n{}",
	"HTTP/9.9 200 OK\r\n\r\n{}",
	"HTTP/1.1 200 OK\r\n\r\n{\"version\":7}",
	"HTTP/1.1 200 OK\r\n\r\n{\"version\":\"5.2\"",
};

static void what_is_no_answer_is_one_line_and_changes_nothing(void **state)
{
	(void)state;
	FOR_BOTH(5, f)
	{
		struct cable *cable = cable_start(fake_url(f->fake));
		f->server.url = cable_url(cable);
		must_sync(f);
		char *before = dump(f->cache);
		for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++) {
			cable_say(cable, sayings[i]);
			if (sync_once(f))
				fail_msg("taken for an answer: %s", sayings[i]);
			assert_memory_equal(f->err.text, f->server.url, strlen(f->server.url));
			assert_null(strpbrk(f->err.text, "\r\n"));
			char *after = dump(f->cache);
			assert_string_equal(before, after);
			free(after);
		}
		free(before);
		cable_mend(cable);
		must_sync(f);
		cable_stop(cable);
	}
}

/* --- every status --- */

static void assert_status_is_borne(struct fixture *f, int status, const char *before)
{
	fake_add_fault(f->fake, &(struct fake_fault){.path = "/bug", .status = status});
	bool ok = sync_once(f);
	fake_clear_faults(f->fake);
	/* A 2xx with the whole answer in it is one; 204 comes without. */
	if (ok != (status < 300 && status != 204))
		fail_msg("%d: %s", status, ok ? "is no answer" : f->err.text);
	if (ok)
		return;
	char *after = dump(f->cache);
	assert_string_equal(before, after);
	free(after);
	assert_true(f->report.retry_utc > f->options.now_utc);
	assert_int_equal(f->report.is_blocked, status == 429);
	assert_null(strpbrk(f->err.text, "\r\n"));
	if (f->report.is_blocked)
		f->options.now_utc = f->report.retry_utc + 1;
}

static void every_status_is_borne(void **state)
{
	(void)state;
	FOR_BOTH(5, f)
	{
		must_sync(f);
		char *before = dump(f->cache);
		for (int status = 200; status < 600; status++)
			assert_status_is_borne(f, status, before);
		free(before);
		must_sync(f);
		assert_like_new(f);
	}
}

/* --- every member of an answer --- */

/* What a member becomes. */
static const struct {
	const char *what;
	int type;
	double number;
} wrongs[] = {
	{"gone", cJSON_Invalid, 0},
	{"null", cJSON_NULL, 0},
	{"a number", cJSON_Number, -1.5e300},
	{"a list", cJSON_Array, 0},
};

struct sweep {
	struct fixture *f;
	const char *path; /* whose answer it is */
	cJSON *root;      /* the true answer, with one member wrong */
	char *copy_path;  /* the copy before the changes: its bytes */
	char *bytes;
	size_t len;
	char *before;                          /* as text */
	unsigned n, n_taken, n_left, n_failed; /* cases, by their outcome */
};

static char *dump_of(struct cache *cache, int64_t id)
{
	struct str text = {0};
	dump_one(&text, cache, id);
	return str_take(&text);
}

/* Two bugs change. The first is the one that changed last before: it is in every answer, and the first there.
 */
#define SWEPT_ID FIRST_ID
#define OTHER_ID (FIRST_ID + 3)

static void judge_case(struct sweep *sweep, struct cache *cache, bool ok, const char *what)
{
	struct fixture *f = sweep->f;
	const char *left = strstr(f->report.notice, "bug ");
	int64_t left_id = left ? strtoll(left + strlen("bug "), NULL, 10) : SWEPT_ID;
	char *swept = dump_of(cache, left_id), *all = dump(cache);
	char *other = dump_of(cache, left_id == SWEPT_ID ? OTHER_ID : SWEPT_ID);
	sweep->n++;
	if (!ok) {
		sweep->n_failed++;
		if (strcmp(all, sweep->before) != 0 || !f->err.text[0])
			fail_msg("%s: a pass that failed (%s) has changed the copy", what, f->err.text);
	} else if (strstr(f->report.notice, "cannot be read and stays as it was")) {
		sweep->n_left++;
		if (!strstr(sweep->before, swept) || strstr(sweep->before, other))
			fail_msg("%s: %s", what, f->report.notice);
	} else {
		sweep->n_taken++;
	}
	free(swept);
	free(other);
	free(all);
}

static void run_case(struct sweep *sweep, const char *what)
{
	struct fixture *f = sweep->f;
	char *text = cJSON_PrintUnformatted(sweep->root);
	FILE *file = fopen(sweep->copy_path, "wb"); /* os_write_file would wait for the disk */
	assert_non_null(file);
	assert_int_equal(fwrite(sweep->bytes, 1, sweep->len, file), sweep->len);
	assert_int_equal(fclose(file), 0);
	struct cache *cache = open_cache(sweep->copy_path);
	fake_add_fault(f->fake,
		       &(struct fake_fault){.path = sweep->path, .body = FAKE_BODY_TEXT, .text = text});
	bool ok = sync_into(f, cache);
	judge_case(sweep, cache, ok, what);
	fake_clear_faults(f->fake);
	cache_close(cache);
	cJSON_free(text);
}

/* The member keeps its place and its name, but for "gone", which is another name. */
static void spoil_member(struct sweep *sweep, cJSON *member, size_t i)
{
	char what[128], elsewhere[] = "elsewhere";
	cJSON kept = *member;
	snprintf(what, sizeof what, "%s: `%s` is %s", sweep->path, kept.string, wrongs[i].what);
	if (wrongs[i].type == cJSON_Invalid) {
		member->string = elsewhere;
	} else {
		member->type = wrongs[i].type;
		member->valuedouble = wrongs[i].number;
		member->valuestring = NULL;
		member->child = NULL;
	}
	run_case(sweep, what);
	*member = kept;
}

/* Of lists the first item. */
static void sweep_members(struct sweep *sweep, cJSON *item)
{
	if (cJSON_IsArray(item) && item->child)
		sweep_members(sweep, item->child);
	if (!cJSON_IsObject(item))
		return;
	for (cJSON *member = item->child; member; member = member->next) {
		for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++)
			spoil_member(sweep, member, i);
		sweep_members(sweep, member);
	}
}

/* What the server answered to the last request for this path. */
static cJSON *true_answer(struct fixture *f, const char *path)
{
	size_t n = 0;
	struct str target = {0};
	struct wire_answer answer = {0};
	struct fake_request *requests = fake_requests(f->fake, &n);
	size_t tail = strcspn(path + 1, "/") + 1; /* "/bug", and what follows the id */
	for (size_t i = 0; i < n; i++) {
		const char *at = requests[i].path + strcspn(requests[i].path + 1, "/") + 1;
		const char *of = *at ? at + strcspn(at + 1, "/") + 1 : at;
		const char *want = path[tail] ? path + tail + strlen("/N") : "";
		if (strcmp(of, want) != 0 || strncmp(requests[i].path, "/bug", 4) != 0)
			continue;
		str_clear(&target);
		str_addf(&target, "/rest%s?%s", requests[i].path, requests[i].query);
	}
	free(requests);
	assert_non_null(target.at);
	assert_true(wire_ask(fake_url(f->fake), "GET", target.at, "", &answer));
	cJSON *root = cJSON_ParseWithLength(str_text(&answer.body), answer.body.len);
	assert_non_null(root);
	wire_free(&answer);
	str_free(&target);
	return root;
}

/* Two bugs change, in all that there is to a bug. */
static void change_two(struct fixture *f)
{
	for (int64_t id = SWEPT_ID; id <= OTHER_ID; id += OTHER_ID - SWEPT_ID) {
		struct fake_comment comment = {.bug_id = id,
					       .who = "jo@reader.example",
					       .text = "?",
					       .when_utc = SERVER_NOW + HOUR_S};
		fake_comment(f->fake, &comment);
		fake_needinfo(f->fake, id, "k@root.example", ME, SERVER_NOW + HOUR_S);
	}
}

static void sweep_answer(struct fixture *f, const char *path, struct sweep *sweep)
{
	char *folder = os_temp_folder(&f->err);
	*sweep = (struct sweep){.f = f, .path = path, .copy_path = os_path(folder, "cache.db")};
	struct cache *cache = open_cache(sweep->copy_path);
	assert_true(sync_into(f, cache));
	sweep->before = dump(cache);
	cache_close(cache);
	sweep->bytes = os_read_file(sweep->copy_path, 64 << 20, &sweep->len, &f->err);
	assert_non_null(sweep->bytes);

	change_two(f);
	cache = open_cache(sweep->copy_path);
	assert_true(sync_into(f, cache));
	cache_close(cache);
	sweep->root = true_answer(f, path);
	sweep_members(sweep, sweep->root);
	cJSON_Delete(sweep->root);
	free(sweep->before);
	free(sweep->bytes);
	free(sweep->copy_path);
	assert_true(os_remove_tree(folder, &f->err));
	free(folder);
}

static const struct {
	enum fake_kind kind;
	const char *path;
} swept[] = {{FAKE_BMO, "/bug"}, {FAKE_5X, "/bug"}, {FAKE_5X, "/bug/N/comment"}, {FAKE_5X, "/bug/N/history"}};

static void any_member_gone_or_of_another_type_leaves_the_copy_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof swept / sizeof *swept; i++) {
		struct fixture *f = start(swept[i].kind, 5);
		struct sweep sweep;
		f->options.tries = 2;
		f->source = bugzilla_open(&f->server, &f->err);
		assert_non_null(f->source);
		sweep_answer(f, swept[i].path, &sweep);
		/* Some are needed, some are not, and without a bug's number nothing can be said of it. */
		assert_true(sweep.n_left > 10 && sweep.n_failed > 0 && sweep.n_taken > 0);
		assert_int_equal(sweep.n_left + sweep.n_failed + sweep.n_taken, sweep.n);
		end(f);
	}
}

/* --- one bug that cannot be read --- */

static void one_bug_that_cannot_be_read_holds_up_no_other(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		fake_put_bug(f->fake, "{\"id\":110,\"whiteboard\":7}");
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 59);
		assert_non_null(strstr(f->report.notice, "bug 110 cannot be read and stays as it was "
							 "(`whiteboard` is not a text)"));
		make_three_changes(f);
		must_sync(f);
		assert_int_equal(f->report.bugs_changed, 2); /* 110 is the third */
		assert_non_null(strstr(f->report.notice, "bug 110 cannot be read"));
		must_sync(f); /* and so it is said until it can be read */
		assert_non_null(strstr(f->report.notice, "bug 110 cannot be read"));

		fake_put_bug(f->fake, "{\"id\":110,\"whiteboard\":\"\"}");
		f->options.now_utc += DAY_S;
		must_sync(f);
		assert_string_equal(f->report.notice, "");
		assert_like_new(f);
	}
}

static void a_bug_that_cannot_be_read_any_more_stays_as_it_was(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		char *before = dump_of(f->cache, 110);
		fake_put_bug(f->fake, "{\"id\":110,\"summary\":null,"
				      "\"last_change_time\":\"2026-11-20T11:00:00Z\"}");
		for (int day = 0; day < 3; day++) {
			must_sync(f);
			char *after = dump_of(f->cache, 110);
			assert_string_equal(before, after);
			free(after);
			f->options.now_utc += DAY_S;
		}
		fake_hide_bug(f->fake, 110, true);
		must_sync(f);
		assert_int_equal(count_ids(f->cache), 59);
		assert_string_equal(f->report.notice, "");
		free(before);
	}
}

static void a_spoilt_answer_is_asked_for_again(void **state)
{
	(void)state;
	FOR_BOTH(60, f)
	{
		must_sync(f);
		make_three_changes(f);
		struct fake_fault spoilt = {.path = "/bug",
					    .times = 1,
					    .body = FAKE_BODY_TEXT,
					    .text = "{\"bugs\":[{\"id\":110}]}"};
		fake_add_fault(f->fake, &spoilt);
		must_sync(f);
		assert_string_equal(f->report.notice, "");
		assert_int_equal(f->report.bugs_changed, 3);
		assert_like_new(f);
	}
}

static void a_server_that_speaks_otherwise_is_refused_as_a_whole(void **state)
{
	(void)state;
	FOR_BOTH(5, f)
	{
		for (int64_t id = FIRST_ID; id < FIRST_ID + 5; id++) {
			char bug[64];
			snprintf(bug, sizeof bug, "{\"id\":%" PRId64 ",\"status\":3}", id);
			fake_put_bug(f->fake, bug);
		}
		assert_false(sync_once(f));
		assert_int_equal(count_ids(f->cache), 0);
		assert_non_null(strstr(f->err.text, " is not as expected: `status` is not a text"));
	}
}

/* A server that does not page by number would be read for ever. */
static void an_answer_that_comes_again_and_again_is_refused(void **state)
{
	(void)state;
	FOR_BOTH(120, f)
	{
		struct arena *home = arena_new();
		must_sync(f);
		cJSON *root = true_answer(f, "/bug");
		cJSON_Delete(root);
		struct str text = {0};
		str_add(&text, "{\"bugs\":[");
		for (int i = 0; i < PAGE_BUGS; i++)
			str_addf(&text, "%s{\"id\":%d,\"last_change_time\":\"2026-11-20T11:00:00Z\"}",
				 i ? "," : "", FIRST_ID + i);
		str_add(&text, "]}");
		fake_add_fault(f->fake,
			       &(struct fake_fault){.path = "/bug", .body = FAKE_BODY_TEXT, .text = text.at});
		f->options.now_utc += DAY_S;
		assert_false(sync_once(f));
		assert_in_range(fake_count(f->fake, NULL), 1, 30);
		str_free(&text);
		arena_free(home);
	}
}

/* --- waiting --- */

static int64_t cpu_ms(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
	       (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

/* A second between two tries: a server that refuses, drops and stalls is waited for asleep. */
static void waiting_for_the_next_try_uses_no_cpu(void **state)
{
	(void)state;
	struct fixture *f = start(FAKE_BMO, 5);
	f->options.backoff_ms = 1000;
	f->options.tries = 2;
	fake_add_fault(f->fake, &(struct fake_fault){.status = 503});
	int64_t start_ms = os_monotonic_ms(), used_ms = cpu_ms();
	assert_false(sync_once(f));
	used_ms = cpu_ms() - used_ms;
	assert_in_range(os_monotonic_ms() - start_ms, 400, 20000);
	assert_in_range(used_ms, 0, 200);
	end(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cable_cut_at_any_byte_costs_one_pass),
		cmocka_unit_test(a_cable_cut_in_any_part_of_tls_costs_one_pass),
		cmocka_unit_test(what_is_no_answer_is_one_line_and_changes_nothing),
		cmocka_unit_test(every_status_is_borne),
		cmocka_unit_test(any_member_gone_or_of_another_type_leaves_the_copy_whole),
		cmocka_unit_test(one_bug_that_cannot_be_read_holds_up_no_other),
		cmocka_unit_test(a_bug_that_cannot_be_read_any_more_stays_as_it_was),
		cmocka_unit_test(a_spoilt_answer_is_asked_for_again),
		cmocka_unit_test(a_server_that_speaks_otherwise_is_refused_as_a_whole),
		cmocka_unit_test(an_answer_that_comes_again_and_again_is_refused),
		cmocka_unit_test(waiting_for_the_next_try_uses_no_cpu),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
