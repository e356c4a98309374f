/* The fake Bugzilla where no recording helps: what BMO does otherwise, what goes wrong on purpose, and its
 * life as a server. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/os.h"
#include "base/utc.h"
#include "tests/fake/fake.h"
#include "tests/fake/wire.h"

#define ANA "ana@ca.example"
#define BEN "ben@ca.example"
#define STEWARD "steward@root.example"
#define KEY "secret"
#define LONG_MS (10 * 60 * 1000)
#define DAY_1 1700000000

static struct fake *new_fake(enum fake_kind kind)
{
	static const char bundle[] =
		"{\"bundle\":1,\"fetched_at\":\"2026-11-20T12:00:00Z\",\"bugs\":["
		"{\"id\":1,\"summary\":\"one\",\"product\":\"P\",\"component\":\"C\",\"status\":\"NEW\","
		"\"assigned_to\":\"ana@ca.example\",\"creator\":\"ana@ca.example\",\"alias\":\"first\","
		"\"last_change_time\":\"2026-11-01T10:00:00Z\"},"
		"{\"id\":2,\"summary\":\"two\",\"product\":\"P\",\"component\":\"C\",\"status\":\"NEW\","
		"\"assigned_to\":\"ben@ca.example\",\"creator\":\"ana@ca.example\","
		"\"last_change_time\":\"2026-11-02T10:00:00Z\"}],"
		"\"comments\":{\"1\":["
		"{\"id\":10,\"creator\":\"ana@ca.example\",\"time\":\"2026-11-01T09:00:00Z\",\"text\":"
		"\"said\"},"
		"{\"id\":11,\"creator\":\"ben@ca.example\",\"time\":\"2026-11-01T10:00:00Z\",\"text\":"
		"\"hush\","
		"\"is_private\":true}],\"2\":[]},"
		"\"history\":{\"1\":[{\"who\":\"ana@ca.example\",\"when\":\"2026-11-01T09:30:00Z\","
		"\"changes\":"
		"[{\"field_name\":\"whiteboard\",\"removed\":\"\",\"added\":\"[x]\"}]}]}}";
	struct error err;
	struct fake *fake = fake_start(kind, 0, &err);
	if (!fake || !fake_load(fake, bundle, strlen(bundle), &err))
		fail_msg("%s", err.text);
	fake_put_user(fake, &(struct fake_user){.login = ANA, .real_name = "Ana", .key = KEY});
	return fake;
}

/* --- asking --- */

static int status_of(struct fake *fake, const char *target)
{
	struct wire_answer answer;
	int status = wire_ask(fake_url(fake), "GET", target, "", &answer) ? answer.status : -1;
	wire_free(&answer);
	return status;
}

/* The answer's JSON, which must come with this status. */
static cJSON *ask_with(struct fake *fake, const char *target, const char *headers, int status)
{
	struct wire_answer answer;
	struct error err;
	assert_true(wire_ask(fake_url(fake), "GET", target, headers, &answer));
	assert_int_equal(answer.status, status);
	cJSON *value = json_parse(str_text(&answer.body), answer.body.len, &err);
	if (!value)
		fail_msg("%s: %s", err.text, str_text(&answer.body));
	wire_free(&answer);
	return value;
}

static cJSON *ask(struct fake *fake, const char *target)
{
	return ask_with(fake, target, "", 200);
}

/* Compares without regard to the order of members, and frees. */
static void assert_json(cJSON *actual, const char *expected)
{
	cJSON *value = cJSON_Parse(expected);
	assert_non_null(value);
	if (!cJSON_Compare(actual, value, true))
		fail_msg("%s instead of %s", cJSON_PrintUnformatted(actual), expected);
	cJSON_Delete(actual);
	cJSON_Delete(value);
}

static int code_of(cJSON *error)
{
	int64_t code = 0;
	struct error err;
	assert_true(json_get_int(error, "code", &code, &err));
	cJSON_Delete(error);
	return (int)code;
}

/* The whole answer to a search, whatever it is. */
static struct wire_answer search(struct fake *fake)
{
	struct wire_answer answer;
	assert_true(wire_ask(fake_url(fake), "GET", "/rest/bug?product=P&include_fields=id", "", &answer));
	return answer;
}

/* --- BMO --- */

static void bmo_puts_comments_and_history_into_the_search(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	assert_json(ask(fake, "/rest/bug?id=1&include_fields=id,comments.text,comments.count,history.when"),
		    "{\"bugs\":[{\"id\":1,\"comments\":[{\"text\":\"said\",\"count\":0}],"
		    "\"history\":[{\"when\":\"2026-11-01T09:30:00Z\"}]}]}");
	cJSON *answer = ask(fake, "/rest/bug?id=1&include_fields=_default,comments,history");
	const cJSON *bug = json_member(answer, "bugs")->child;
	assert_string_equal(cJSON_GetStringValue(json_member(bug, "summary")), "one");
	assert_string_equal(cJSON_GetStringValue(json_member(json_member(bug, "comments")->child, "creator")),
			    ANA);
	assert_non_null(json_member(json_member(bug, "history")->child, "changes"));
	cJSON_Delete(answer);
	answer = ask(fake, "/rest/bug?id=1");
	assert_null(json_member(json_member(answer, "bugs")->child, "comments"));
	cJSON_Delete(answer);
	fake_stop(fake);
}

static void a_5x_ignores_the_extra_fields(void **state)
{
	struct fake *fake = new_fake(FAKE_5X);
	(void)state;
	assert_json(ask(fake, "/rest/bug?id=1&include_fields=id,comments,history"),
		    "{\"bugs\":[{\"id\":1}]}");
	fake_stop(fake);
}

static void bmo_honours_the_key_in_the_header_and_as_parameter(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	assert_int_equal(code_of(ask_with(fake, "/rest/whoami", "", 401)), 410);
	cJSON *who = ask_with(fake, "/rest/whoami", "X-BUGZILLA-API-KEY: " KEY "\r\n", 200);
	assert_string_equal(cJSON_GetStringValue(json_member(who, "name")), ANA);
	cJSON_Delete(who);
	assert_json(ask(fake, "/rest/valid_login?login=" ANA "&api_key=" KEY), "true");
	assert_int_equal(code_of(ask_with(fake, "/rest/whoami", "X-BUGZILLA-API-KEY: wrong\r\n", 400)), 306);
	fake_stop(fake);
}

static void a_5x_knows_no_whoami_and_no_key_in_the_header(void **state)
{
	struct fake *fake = new_fake(FAKE_5X);
	static const char header[] = "X-BUGZILLA-API-KEY: " KEY "\r\n";
	(void)state;
	assert_int_equal(code_of(ask_with(fake, "/rest/whoami", header, 404)), 32614);
	assert_json(ask_with(fake, "/rest/valid_login?login=" ANA, header, 200), "{\"result\":false}");
	fake_stop(fake);
}

static void the_alias_has_the_shape_of_its_kind(void **state)
{
	struct fake *bmo = new_fake(FAKE_BMO), *stock = new_fake(FAKE_5X);
	static const char target[] = "/rest/bug?id=1,2&include_fields=alias";
	(void)state;
	assert_json(ask(bmo, target), "{\"bugs\":[{\"alias\":\"first\"},{\"alias\":null}]}");
	assert_json(ask(stock, target), "{\"bugs\":[{\"alias\":[\"first\"]},{\"alias\":[]}]}");
	fake_stop(bmo);
	fake_stop(stock);
}

static void comment_count_counts_what_is_not_shown(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	assert_json(ask(fake, "/rest/bug?id=1&include_fields=comment_count,comments.id"),
		    "{\"bugs\":[{\"comment_count\":2,\"comments\":[{\"id\":10}]}]}");
	fake_put_user(fake, &(struct fake_user){.login = ANA, .key = KEY, .is_insider = true});
	assert_json(ask(fake, "/rest/bug?id=1&include_fields=comments.id&api_key=" KEY),
		    "{\"bugs\":[{\"comments\":[{\"id\":10},{\"id\":11}]}]}");
	fake_stop(fake);
}

static void bmo_counts_when_asked_to_count_only(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	assert_json(ask(fake, "/rest/bug?product=P&count_only=1"), "{\"bug_count\":2}");
	fake_stop(fake);
}

static void hidden_emails_are_cut_in_history_by_bmo_only(void **state)
{
	static const enum fake_kind kinds[] = {FAKE_BMO, FAKE_5X};
	static const char *const who[] = {"ana", ANA};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct fake *fake = new_fake(kinds[i]);
		struct fake_site site = fake_site(fake);
		site.hides_email = true;
		fake_set_site(fake, &site);
		cJSON *answer = ask(fake, "/rest/bug/1/history");
		const cJSON *entry = json_member(json_member(answer, "bugs")->child, "history")->child;
		assert_string_equal(cJSON_GetStringValue(json_member(entry, "who")), who[i]);
		cJSON_Delete(answer);
		fake_stop(fake);
	}
}

static void bmo_leaves_out_what_cannot_be_read_when_asked_to(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	fake_hide_bug(fake, 2, true);
	assert_int_equal(code_of(ask_with(fake, "/rest/bug/1/comment?ids=2", "", 401)), 102);
	assert_json(ask(fake, "/rest/bug/1/comment?ids=2&skip_private=1&include_fields=id"),
		    "{\"bugs\":{\"1\":{\"comments\":[{\"id\":10}]}},\"comments\":{}}");
	fake_stop(fake);
}

static void bmo_blocks_whoever_reads_too_fast_without_a_key(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	struct fake_site site = fake_site(fake);
	struct wire_answer answer;
	struct str value = {0};
	(void)state;
	site.reads_per_minute = 2;
	fake_set_site(fake, &site);
	for (int i = 0; i < 3; i++) /* a key is not counted, nor is a search */
		assert_int_equal(status_of(fake, "/rest/bug/1?api_key=" KEY), 200);
	assert_int_equal(status_of(fake, "/rest/bug/1"), 200);
	assert_int_equal(status_of(fake, "/rest/bug/1"), 200);
	assert_int_equal(code_of(ask_with(fake, "/rest/bug/1", "", 400)), 32000);
	assert_true(fake_is_blocked(fake));
	answer = search(fake);
	assert_int_equal(answer.status, 429);
	assert_non_null(strstr(str_text(&answer.body), "<html>"));
	assert_false(wire_header(&answer, "Retry-After", &value));
	wire_free(&answer);
	fake_unblock(fake);
	assert_int_equal(status_of(fake, "/rest/bug/1"), 200);
	fake_stop(fake);
}

static void bmo_blocks_after_five_wrong_keys(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	for (int i = 0; i < 5; i++)
		assert_int_equal(status_of(fake, "/rest/time?api_key=wrong"), 400);
	assert_int_equal(status_of(fake, "/rest/version"), 429);
	fake_stop(fake);
}

static void a_5x_shows_a_browser_a_page_with_200(void **state)
{
	struct fake *fake = new_fake(FAKE_5X);
	struct wire_answer answer;
	(void)state;
	assert_true(wire_ask(fake_url(fake), "GET", "/rest/version", "Accept: text/html,*/*\r\n", &answer));
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(str_text(&answer.body), "<html>"));
	wire_free(&answer);
	fake_stop(fake);
}

static void bmo_refuses_a_long_request_line_in_plain_text(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	struct wire_answer answer;
	struct str target = {0}, type = {0};
	(void)state;
	str_add(&target, "/rest/bug?id=1");
	str_add_repeat(&target, ",1", 4096);
	assert_true(wire_ask(fake_url(fake), "GET", str_text(&target), "", &answer));
	assert_int_equal(answer.status, 414);
	assert_true(wire_header(&answer, "Content-Type", &type));
	assert_string_equal(str_text(&type), "text/plain; charset=UTF-8");
	wire_free(&answer);
	str_free(&target);
	str_free(&type);
	fake_stop(fake);
}

/* --- data that moves --- */

static void what_people_do_moves_the_time_and_leaves_a_trace(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	fake_change(fake, 2, "status", "RESOLVED", STEWARD, DAY_1);
	fake_change(fake, 2, "resolution", "FIXED", STEWARD, DAY_1);
	assert_json(ask(fake, "/rest/bug?id=2&include_fields=is_open,resolution,cf_last_resolved"),
		    "{\"bugs\":[{\"is_open\":false,\"resolution\":\"FIXED\","
		    "\"cf_last_resolved\":\"2023-11-14T22:13:20Z\"}]}");
	assert_json(ask(fake, "/rest/bug/2/history"),
		    "{\"bugs\":[{\"id\":2,\"alias\":null,\"history\":[{\"who\":\"" STEWARD
		    "\",\"when\":\"2023-11-14T22:13:20Z\",\"changes\":["
		    "{\"field_name\":\"status\",\"removed\":\"NEW\",\"added\":\"RESOLVED\"},"
		    "{\"field_name\":\"resolution\",\"removed\":\"\",\"added\":\"FIXED\"}]}]}]}");
	fake_change(fake, 2, "whiteboard", "[y]", STEWARD, DAY_1 + 100 * DAY_S * 30);
	assert_json(ask(fake, "/rest/bug?product=P&include_fields=id&last_change_time=2026-11-20T12:00:00Z"),
		    "{\"bugs\":[{\"id\":2}]}");
	cJSON *time = ask(fake, "/rest/time"); /* the clock is never behind the data */
	assert_string_equal(cJSON_GetStringValue(json_member(time, "db_time")), "2032-01-31T22:13:20Z");
	cJSON_Delete(time);
	fake_stop(fake);
}

static void a_cleared_flag_is_in_history_only(void **state)
{
	struct fake *fake = new_fake(FAKE_5X);
	int64_t flag = fake_needinfo(fake, 1, STEWARD, NULL, DAY_1);
	(void)state;
	assert_json(ask(fake, "/rest/bug?id=1&include_fields=flags"),
		    "{\"bugs\":[{\"flags\":[{\"id\":1,\"name\":\"needinfo\",\"type_id\":2,\"status\":\"?\","
		    "\"setter\":\"" STEWARD "\",\"creation_date\":\"2023-11-14T22:13:20Z\","
		    "\"modification_date\":\"2023-11-14T22:13:20Z\"}]}]}");
	fake_clear_flag(fake, flag, BEN, DAY_1 + 1);
	assert_json(ask(fake, "/rest/bug?id=1&include_fields=flags"), "{\"bugs\":[{\"flags\":[]}]}");
	assert_json(ask(fake, "/rest/bug/1/history?new_since=2023-11-14T22:13:20Z"),
		    "{\"bugs\":[{\"id\":1,\"alias\":[],\"history\":["
		    "{\"who\":\"" ANA
		    "\",\"when\":\"2026-11-01T09:30:00Z\",\"changes\":[{\"field_name\":\"whiteboard\","
		    "\"removed\":\"\",\"added\":\"[x]\"}]},"
		    "{\"who\":\"" BEN "\",\"when\":\"2023-11-14T22:13:21Z\",\"changes\":["
		    "{\"field_name\":\"flagtypes.name\",\"removed\":\"needinfo?\",\"added\":\"\"}]}]}]}");
	fake_stop(fake);
}

static void an_edited_or_deleted_comment_leaves_the_time_alone(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	fake_edit_comment(fake, 10, "said otherwise");
	assert_json(ask(fake, "/rest/bug?id=1&include_fields=last_change_time,comments.text"),
		    "{\"bugs\":[{\"last_change_time\":\"2026-11-01T10:00:00Z\","
		    "\"comments\":[{\"text\":\"said otherwise\"}]}]}");
	fake_delete_comment(fake, 10);
	assert_json(ask(fake, "/rest/bug?id=1&include_fields=last_change_time,comments.text"),
		    "{\"bugs\":[{\"last_change_time\":\"2026-11-01T10:00:00Z\",\"comments\":[]}]}");
	fake_stop(fake);
}

static void a_deleted_bug_is_gone_and_a_hidden_one_refused(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	fake_hide_bug(fake, 1, true);
	fake_delete_bug(fake, 2);
	assert_json(ask(fake, "/rest/bug?product=P"), "{\"bugs\":[]}");
	assert_int_equal(code_of(ask_with(fake, "/rest/bug/1", "", 401)), 102);
	assert_int_equal(code_of(ask_with(fake, "/rest/bug/2", "", 404)), 101);
	fake_put_bug(fake, "{\"id\":3,\"product\":\"P\"}");
	assert_json(ask(fake, "/rest/bug?product=P&include_fields=id,whiteboard"),
		    "{\"bugs\":[{\"id\":3,\"whiteboard\":\"\"}]}");
	fake_stop(fake);
}

static void a_nul_in_a_text_is_sent_as_an_escape(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	struct wire_answer answer;
	struct error err;
	static const char bundle[] = "{\"bugs\":[{\"id\":5,\"summary\":\"a\\u0000b \\\\u0000\"}]}";
	(void)state;
	assert_true(fake_load(fake, bundle, strlen(bundle), &err));
	assert_true(wire_ask(fake_url(fake), "GET", "/rest/bug?id=5&include_fields=summary", "", &answer));
	assert_string_equal(str_text(&answer.body), "{\"bugs\":[{\"summary\":\"a\\u0000b \\\\u0000\"}]}");
	wire_free(&answer);
	fake_stop(fake);
}

/* --- faults --- */

static void a_fault_hits_as_often_and_where_it_was_told_to(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	fake_add_fault(fake, &(struct fake_fault){.path = "/bug/N", .status = 500, .after = 1, .times = 2});
	assert_int_equal(status_of(fake, "/rest/version"), 200);
	assert_int_equal(status_of(fake, "/rest/bug/1"), 200);
	assert_int_equal(status_of(fake, "/rest/bug/1"), 500);
	assert_int_equal(status_of(fake, "/rest/bug/1/comment"), 200);
	assert_int_equal(status_of(fake, "/rest/bug/2"), 500);
	assert_int_equal(status_of(fake, "/rest/bug/1"), 200);
	fake_add_fault(fake, &(struct fake_fault){.status = 503});
	assert_int_equal(status_of(fake, "/rest/version"), 503);
	fake_clear_faults(fake);
	assert_int_equal(status_of(fake, "/rest/version"), 200);
	fake_stop(fake);
}

static void every_kind_of_bad_body_can_be_had(void **state)
{
	static const struct {
		const char *fault;
		int status;
		const char *body;
	} bad[] = {
		{"body=html", 200,
		 "<!DOCTYPE html>\n<html><head><title>Something is wrong</title></head><body><h1>Something "
		 "is "
		 "wrong</h1></body></html>\n"},
		{"body=empty", 200, ""},
		{"body=bad-json", 200, "{\"bugs\":[{\"id\":1},{"},
		{"body=trailing", 200, "{\"bugs\":[{\"id\":1},{\"id\":2}]}\n{}"},
		{"body=error,code=100500", 200,
		 "{\"error\":true,\"code\":100500,\"message\":\"An error the server did not foresee "
		 "at\\n/srv/x.pm "
		 "line 1.\",\"documentation\":\"https://bugzilla.readthedocs.org/en/5.0/api/\"}"},
		{"body=string,status=400", 400, "{\"error\":\"Contact the administrator\"}"},
		{"body=no-bugs", 200, "{\"bugs\":[]}"},
	};
	struct fake *fake = new_fake(FAKE_BMO);
	struct error err;
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		fake_clear_faults(fake);
		assert_true(fake_add_fault_text(fake, bad[i].fault, &err));
		struct wire_answer answer = search(fake);
		assert_int_equal(answer.status, bad[i].status);
		assert_string_equal(str_text(&answer.body), bad[i].body);
		assert_true(answer.is_whole);
		wire_free(&answer);
	}
	fake_stop(fake);
}

static void headers_say_when_to_come_back_and_where_to_go(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	struct str value = {0};
	struct error err;
	(void)state;
	assert_true(fake_add_fault_text(fake, "status=503,retry-after=3600,times=1", &err));
	assert_true(fake_add_fault_text(fake, "status=302,location=http://elsewhere.example/rest/bug", &err));
	struct wire_answer answer = search(fake);
	assert_int_equal(answer.status, 503);
	assert_true(wire_header(&answer, "Retry-After", &value));
	assert_string_equal(str_text(&value), "3600");
	wire_free(&answer);
	answer = search(fake);
	assert_int_equal(answer.status, 302);
	assert_true(wire_header(&answer, "Location", &value));
	assert_string_equal(str_text(&value), "http://elsewhere.example/rest/bug");
	wire_free(&answer);
	str_free(&value);
	fake_stop(fake);
}

static void an_answer_breaks_off_after_the_bytes_given(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	fake_add_fault(fake, &(struct fake_fault){.cut_bytes = 9, .times = 1});
	fake_add_fault(fake, &(struct fake_fault){.cut_bytes = -1, .times = 1});
	fake_add_fault(fake, &(struct fake_fault){.drop = true, .times = 1});
	struct wire_answer answer = search(fake);
	assert_false(answer.is_whole);
	assert_int_equal(answer.status, 200);
	assert_string_equal(str_text(&answer.body), "{\"bugs\":[");
	wire_free(&answer);
	answer = search(fake);
	assert_false(answer.is_whole);
	assert_int_equal(answer.status, 200);
	assert_int_equal(answer.body.len, 0);
	wire_free(&answer);
	answer = search(fake);
	assert_int_equal(answer.status, 0);
	wire_free(&answer);
	assert_int_equal(status_of(fake, "/rest/version"), 200);
	fake_stop(fake);
}

static void a_dripping_answer_comes_whole_and_late(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	fake_add_fault(fake, &(struct fake_fault){.drip_bytes = 10, .drip_ms = 5});
	int64_t before_ms = os_monotonic_ms();
	struct wire_answer answer = search(fake);
	assert_true(answer.is_whole);
	assert_string_equal(str_text(&answer.body), "{\"bugs\":[{\"id\":1},{\"id\":2}]}");
	assert_true(os_monotonic_ms() - before_ms >= 10); /* 28 bytes are three drops */
	wire_free(&answer);
	fake_stop(fake);
}

static void a_mistake_in_the_text_of_a_fault_is_named(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	struct error err;
	(void)state;
	assert_false(fake_add_fault_text(fake, "status=500,colour=red", &err));
	assert_string_equal(err.text, "fault: `colour` is not known");
	assert_false(fake_add_fault_text(fake, "status=many", &err));
	assert_string_equal(err.text, "fault: `status=many` has no sense");
	assert_false(fake_add_fault_text(fake, "body=nice", &err));
	assert_int_equal(status_of(fake, "/rest/version"), 200);
	fake_stop(fake);
}

/* --- life --- */

static void *ask_version(void *user)
{
	static const int failed = -1;
	struct wire_answer answer;
	int *status = malloc(sizeof *status);
	*status = wire_ask(fake_url(user), "GET", "/rest/version", "", &answer) ? answer.status : failed;
	wire_free(&answer);
	return status;
}

static int join_status(pthread_t thread)
{
	void *result;
	assert_int_equal(pthread_join(thread, &result), 0);
	int status = *(int *)result;
	free(result);
	return status;
}

static void a_delayed_answer_holds_up_nobody_and_ends_with_the_server(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	pthread_t waiting;
	(void)state;
	fake_add_fault(fake, &(struct fake_fault){.path = "/version", .delay_ms = LONG_MS});
	assert_int_equal(pthread_create(&waiting, NULL, ask_version, fake), 0);
	assert_true(fake_wait_count(fake, "/version", 1, LONG_MS));
	assert_int_equal(status_of(fake, "/rest/time"), 200);
	fake_down(fake); /* would wait ten minutes if it did not cut the delay short */
	assert_int_equal(join_status(waiting), 0);
	fake_stop(fake);
}

static void a_delay_ends_when_the_faults_are_cleared(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	pthread_t waiting;
	(void)state;
	fake_add_fault(fake, &(struct fake_fault){.path = "/version", .delay_ms = LONG_MS});
	assert_int_equal(pthread_create(&waiting, NULL, ask_version, fake), 0);
	assert_true(fake_wait_count(fake, "/version", 1, LONG_MS));
	fake_clear_faults(fake);
	assert_int_equal(join_status(waiting), 200);
	fake_stop(fake);
}

static void a_server_that_is_down_refuses_and_comes_back_at_its_place(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	assert_int_equal(status_of(fake, "/rest/version"), 200);
	for (int i = 0; i < 3; i++) {
		fake_down(fake);
		assert_int_equal(status_of(fake, "/rest/version"), -1);
		fake_up(fake);
		assert_int_equal(status_of(fake, "/rest/version"), 200);
	}
	fake_stop(fake);
}

static void a_client_that_breaks_off_does_no_harm(void **state)
{
	static const char *const beginnings[] = {
		"GET /rest/bug?id", "GET /rest/bug?id=1 HTTP/1.1\r\n",
		"GET /rest/bug?id=1 HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /rest/bug HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{", "\x16\x03\x01"};
	struct fake *fake = new_fake(FAKE_BMO);
	(void)state;
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		assert_true(wire_break_off(fake_url(fake), beginnings[i]));
	assert_int_equal(status_of(fake, "/rest/version"), 200);
	fake_stop(fake); /* and ASan sees nothing left behind */
}

static void every_request_is_in_the_log(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	size_t n;
	(void)state;
	status_of(fake, "/rest/bug?id=1&api_key=" KEY);
	status_of(fake, "/rest//bug/1/");
	status_of(fake, "/rest/bug/2/comment");
	status_of(fake, "/elsewhere");
	struct fake_request *requests = fake_requests(fake, &n);
	assert_int_equal(n, 4);
	assert_string_equal(requests[0].method, "GET");
	assert_string_equal(requests[0].path, "/bug");
	assert_string_equal(requests[0].query, "id=1&api_key=" KEY);
	assert_string_equal(requests[0].login, ANA);
	assert_true(requests[0].has_key);
	assert_string_equal(requests[1].path, "/bug/1");
	assert_string_equal(requests[1].login, "");
	assert_false(requests[1].has_key);
	assert_int_equal(requests[3].status, 404);
	free(requests);
	assert_int_equal(fake_count(fake, "/bug/N"), 1);
	assert_int_equal(fake_count(fake, "/bug/N/comment"), 1);
	assert_int_equal(fake_count(fake, NULL), 4);
	assert_int_equal(fake_connections(fake), 4);
	fake_forget_requests(fake);
	assert_int_equal(fake_count(fake, NULL), 0);
	assert_false(fake_wait_count(fake, NULL, 1, 1));
	fake_stop(fake);
}

static void an_unchanged_answer_is_304_with_quotes_and_without(void **state)
{
	struct fake *fake = new_fake(FAKE_5X);
	struct wire_answer answer;
	struct str etag = {0}, headers = {0};
	(void)state;
	answer = search(fake);
	assert_true(wire_header(&answer, "Etag", &etag));
	assert_null(strchr(str_text(&etag), '"'));
	wire_free(&answer);
	for (int i = 0; i < 2; i++) {
		const char *quote = i ? "\"" : "";
		str_clear(&headers);
		str_addf(&headers, "If-None-Match: %s%s%s\r\n", quote, str_text(&etag), quote);
		assert_true(wire_ask(fake_url(fake), "GET", "/rest/bug?product=P&include_fields=id",
				     str_text(&headers), &answer));
		assert_int_equal(answer.status, 304);
		assert_int_equal(answer.body.len, 0);
		wire_free(&answer);
	}
	str_free(&etag);
	str_free(&headers);
	fake_stop(fake);
}

static void an_answer_is_gzip_for_whoever_takes_it(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	struct wire_answer plain = search(fake), coded;
	struct str coding = {0};
	(void)state;
	assert_true(wire_ask(fake_url(fake), "GET", "/rest/bug?product=P&include_fields=id",
			     "Accept-Encoding: deflate, gzip\r\n", &coded));
	assert_true(wire_header(&coded, "Content-Encoding", &coding));
	assert_string_equal(str_text(&coding), "gzip");
	/* One stored block: head of 10, its own of 5, the text, its checksum and length. */
	assert_int_equal(coded.body.len, 10 + 5 + plain.body.len + 8);
	assert_memory_equal(coded.body.at, "\x1f\x8b", 2);
	assert_memory_equal(coded.body.at + 15, plain.body.at, plain.body.len);
	assert_memory_equal(coded.body.at + 15 + plain.body.len, "\x56\xb1\x31\x6c", 4);
	wire_free(&plain);
	wire_free(&coded);
	str_free(&coding);
	fake_stop(fake);
}

/* For TSan: readers on their own connections while the data moves. */
static void *ask_often(void *user)
{
	for (int i = 0; i < 15; i++)
		status_of(user, "/rest/bug?product=P&include_fields=_default,comments,history");
	return NULL;
}

static void many_may_ask_while_the_data_moves(void **state)
{
	struct fake *fake = new_fake(FAKE_BMO);
	pthread_t readers[4];
	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, ask_often, fake), 0);
	for (int i = 0; i < 50; i++) {
		fake_comment(fake, &(struct fake_comment){
					   .bug_id = 1, .who = BEN, .text = "more", .when_utc = DAY_1 + i});
		fake_change(fake, 2, "whiteboard", i % 2 ? "[a]" : "[b]", BEN, DAY_1 + i);
	}
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_join(readers[i], NULL), 0);
	assert_int_equal(fake_count(fake, "/bug"), 60);
	fake_stop(fake);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bmo_puts_comments_and_history_into_the_search),
		cmocka_unit_test(a_5x_ignores_the_extra_fields),
		cmocka_unit_test(bmo_honours_the_key_in_the_header_and_as_parameter),
		cmocka_unit_test(a_5x_knows_no_whoami_and_no_key_in_the_header),
		cmocka_unit_test(the_alias_has_the_shape_of_its_kind),
		cmocka_unit_test(comment_count_counts_what_is_not_shown),
		cmocka_unit_test(bmo_counts_when_asked_to_count_only),
		cmocka_unit_test(hidden_emails_are_cut_in_history_by_bmo_only),
		cmocka_unit_test(bmo_leaves_out_what_cannot_be_read_when_asked_to),
		cmocka_unit_test(bmo_blocks_whoever_reads_too_fast_without_a_key),
		cmocka_unit_test(bmo_blocks_after_five_wrong_keys),
		cmocka_unit_test(a_5x_shows_a_browser_a_page_with_200),
		cmocka_unit_test(bmo_refuses_a_long_request_line_in_plain_text),
		cmocka_unit_test(what_people_do_moves_the_time_and_leaves_a_trace),
		cmocka_unit_test(a_cleared_flag_is_in_history_only),
		cmocka_unit_test(an_edited_or_deleted_comment_leaves_the_time_alone),
		cmocka_unit_test(a_deleted_bug_is_gone_and_a_hidden_one_refused),
		cmocka_unit_test(a_nul_in_a_text_is_sent_as_an_escape),
		cmocka_unit_test(a_fault_hits_as_often_and_where_it_was_told_to),
		cmocka_unit_test(every_kind_of_bad_body_can_be_had),
		cmocka_unit_test(headers_say_when_to_come_back_and_where_to_go),
		cmocka_unit_test(an_answer_breaks_off_after_the_bytes_given),
		cmocka_unit_test(a_dripping_answer_comes_whole_and_late),
		cmocka_unit_test(a_mistake_in_the_text_of_a_fault_is_named),
		cmocka_unit_test(a_delayed_answer_holds_up_nobody_and_ends_with_the_server),
		cmocka_unit_test(a_delay_ends_when_the_faults_are_cleared),
		cmocka_unit_test(a_server_that_is_down_refuses_and_comes_back_at_its_place),
		cmocka_unit_test(a_client_that_breaks_off_does_no_harm),
		cmocka_unit_test(every_request_is_in_the_log),
		cmocka_unit_test(an_unchanged_answer_is_304_with_quotes_and_without),
		cmocka_unit_test(an_answer_is_gzip_for_whoever_takes_it),
		cmocka_unit_test(many_may_ask_while_the_data_moves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
