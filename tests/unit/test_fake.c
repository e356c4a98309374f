/* The fake Bugzilla held against a real one: it is given the data that the recorded server had, asked what
 * that server was asked, and must answer the same. Compared is what a client reads: the status and the JSON,
 * without regard to the order of members and of the changes in a set (bugzilla.md, quirk 16), and without the
 * texts meant for people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/utc.h"
#include "tests/fake/fake.h"
#include "tests/fake/wire.h"

#define RECORDED "tests/data/recorded/"
#define FILE_MAX_BYTES (1 << 20)
#define ROBIN "robin.keller@exampletrust.example"
#define ANA "ana.silva@exampletrust.example"
#define WEI "li.wei@northwindca.example"
#define STEWARD "steward@rootprogram.example"
#define SECOND "second.steward@rootprogram.example"
#define REVOKED "revoked@exampletrust.example"
#define DISABLED "disabled@exampletrust.example"

/* Keys are blanked in the files; all of them are this one, whosesoever it was. */
#define BLANKED_KEY "KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK"

static int64_t utc(const char *text)
{
	int64_t at_utc;
	assert_true(utc_parse(text, &at_utc));
	return at_utc;
}

/* --- a recorded exchange --- */

struct recorded {
	struct str target, headers; /* of the request */
	char method[16];
	int status;
	struct str body;
};

/* ">>> GET /rest/bug/2", then ">>> curl args: -H Name: value", then what the server sent. */
static void take_request_line(struct span line, struct recorded *recorded)
{
	static const char header[] = "curl args: -H ";
	struct span part;
	if (span_starts_nocase(line, header)) {
		str_add_bytes(&recorded->headers, line.at + sizeof header - 1, line.len - sizeof header + 1);
		str_add(&recorded->headers, "\r\n");
	} else if (!recorded->target.len) {
		span_next_part(&line, ' ', &part);
		snprintf(recorded->method, sizeof recorded->method, "%.*s", (int)part.len, part.at);
		span_next_part(&line, ' ', &part);
		str_add_bytes(&recorded->target, part.at, part.len);
	}
}

static struct recorded read_recorded(const char *name)
{
	static const char mark[] = ">>> ";
	struct recorded recorded = {0};
	struct str path = {0};
	struct error err;
	struct span rest, line;
	size_t len;
	str_addf(&path, RECORDED "%s.http", name);
	char *text = os_read_file(str_text(&path), FILE_MAX_BYTES, &len, &err);
	if (!text)
		fail_msg("%s", err.text);
	rest = (struct span){.at = text, .len = len};
	while (span_next_line(&rest, &line) && span_starts_nocase(line, mark))
		take_request_line(span_sub(line, sizeof mark - 1, line.len), &recorded);
	recorded.status = atoi(line.at + strlen("HTTP/1.1 "));
	while (line.len && span_next_line(&rest, &line)) /* headers */
		;
	str_add_bytes(&recorded.body, rest.at, rest.len);
	free(text);
	str_free(&path);
	return recorded;
}

static void free_recorded(struct recorded *recorded)
{
	str_free(&recorded->target);
	str_free(&recorded->headers);
	str_free(&recorded->body);
}

/* --- comparing --- */

/* Texts for people, and members that only those see who keep time or may write. */
static bool is_noise(const char *name)
{
	static const char *const names[] = {"message",        "documentation",  "actual_time",
					    "estimated_time", "remaining_time", "update_token"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_equals(names[i], name))
			return true;
	return false;
}

static int by_field(const void *a, const void *b)
{
	const cJSON *first = *(cJSON *const *)a, *second = *(cJSON *const *)b;
	return strcmp(cJSON_GetStringValue(json_member(first, "field_name")),
		      cJSON_GetStringValue(json_member(second, "field_name")));
}

static void sort_changes(cJSON *changes)
{
	cJSON *all[32];
	size_t n = 0;
	while (changes->child && n < sizeof all / sizeof *all)
		all[n++] = cJSON_DetachItemFromArray(changes, 0);
	qsort(all, n, sizeof *all, by_field);
	for (size_t i = 0; i < n; i++)
		cJSON_AddItemToArray(changes, all[i]);
}

static void drop_noise(cJSON *value)
{
	cJSON *next;
	for (cJSON *member = value->child; member; member = next) {
		next = member->next;
		if (member->string && is_noise(member->string)) {
			cJSON_Delete(cJSON_DetachItemViaPointer(value, member));
			continue;
		}
		if (member->string && str_equals(member->string, "changes") && cJSON_IsArray(member))
			sort_changes(member);
		drop_noise(member);
	}
}

static cJSON *content_of(const struct str *body)
{
	struct error err;
	cJSON *value = json_parse(str_text(body), body->len, &err);
	if (!value)
		fail_msg("%s in %s", err.text, str_text(body));
	drop_noise(value);
	return value;
}

static void assert_same_content(const char *name, const struct str *actual, const struct str *expected)
{
	cJSON *a = content_of(actual), *b = content_of(expected);
	if (!cJSON_Compare(a, b, true))
		fail_msg("%s\n  recorded %s\n  fake     %s", name, cJSON_PrintUnformatted(b),
			 cJSON_PrintUnformatted(a));
	cJSON_Delete(a);
	cJSON_Delete(b);
}

/* --- the server as it was recorded --- */

static struct fake *recorded_server(const char *key_owner)
{
	struct error err;
	struct fake *fake = fake_start(FAKE_5X, 0, &err);
	if (!fake || !fake_load_file(fake, RECORDED "server.json", &err))
		fail_msg("%s", err.text);
	fake_hide_bug(fake, 40, true);
	struct fake_site site = fake_site(fake);
	site.hides_email = true;
	site.search_cap = 25;
	fake_set_site(fake, &site);
	if (key_owner) {
		bool is_steward = str_equals(key_owner, STEWARD);
		fake_put_user(fake, &(struct fake_user){.login = key_owner,
							.key = BLANKED_KEY,
							.is_insider = is_steward,
							.sees_hidden = is_steward,
							.key_is_revoked = str_equals(key_owner, REVOKED),
							.is_disabled = str_equals(key_owner, DISABLED)});
	}
	return fake;
}

/* What had happened on the server between the first recordings and one of the later ones. */

static void login_is_required(struct fake *fake)
{
	struct fake_site site = fake_site(fake);
	site.requires_login = true;
	fake_set_site(fake, &site);
}

static void emails_are_shown(struct fake *fake)
{
	struct fake_site site = fake_site(fake);
	site.hides_email = false;
	fake_set_site(fake, &site);
}

/* The server in Los Angeles: what it stored at 15:16 is 23:16 UTC. */
static void moved_to_los_angeles(struct fake *fake)
{
	struct fake_site site = fake_site(fake);
	site.zone_offset_s = -8 * HOUR_S;
	fake_set_site(fake, &site);
	fake_put_bug(fake, "{\"id\":3,\"last_change_time\":\"2026-11-23T23:16:00Z\"}");
}

static void bug_2_was_commented_on(struct fake *fake)
{
	fake_comment(fake, &(struct fake_comment){.bug_id = 2,
						  .who = ROBIN,
						  .text = "Key in the body.",
						  .when_utc = utc("2026-11-24T05:42:22Z")});
}

static void two_commented_in_one_second(struct fake *fake)
{
	struct fake_comment comment = {.bug_id = 9,
				       .who = ROBIN,
				       .text = "first in this second",
				       .when_utc = utc("2026-11-24T05:48:32Z")};
	assert_int_equal(fake_comment(fake, &comment), 208);
	comment.text = "second in this second";
	assert_int_equal(fake_comment(fake, &comment), 209);
}

static void bug_2_depends_on_a_hidden_one(struct fake *fake)
{
	fake_put_bug(fake, "{\"id\":2,\"depends_on\":[40]}");
}

static void bug_12_depends_on_13(struct fake *fake)
{
	fake_put_bug(fake, "{\"id\":12,\"depends_on\":[13],\"last_change_time\":\"2026-11-24T05:44:46Z\"}");
	fake_put_bug(fake, "{\"id\":13,\"blocks\":[12],\"last_change_time\":\"2026-11-24T05:44:46Z\"}");
}

static void bug_3_changed_again(struct fake *fake)
{
	fake_put_bug(fake, "{\"id\":3,\"last_change_time\":\"2026-11-24T05:43:55Z\"}");
}

static void robin_was_asked(struct fake *fake)
{
	int64_t id = fake_needinfo(fake, 13, ROBIN, ROBIN, utc("2026-11-24T05:44:46Z"));
	assert_int_equal(id, 22);
}

static void the_request_went_to_wei(struct fake *fake)
{
	robin_was_asked(fake);
	fake_retarget_flag(fake, 22, ROBIN, ANA, utc("2026-11-24T05:44:47Z"));
	fake_retarget_flag(fake, 22, ROBIN, WEI, utc("2026-11-24T05:44:47Z"));
}

/* U+E000 stands for NUL (fake.h). */
static void hostile_text_was_posted(struct fake *fake)
{
	static const char *const texts[] = {"form encoded", "sent as text/plain", "from query", "12",
					    "bell \x07 nul \xee\x80\x80 esc \x1b[31m red \xe2\x80\xae rtl"};
	struct fake_comment other = {
		.bug_id = 20, .who = ROBIN, .text = "elsewhere", .when_utc = utc("2026-11-24T05:43:00Z")};
	while (fake_comment(fake, &other) < 219)
		;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		fake_comment(fake, &(struct fake_comment){.bug_id = 3,
							  .who = ROBIN,
							  .text = texts[i],
							  .when_utc = utc("2026-11-24T05:43:56Z")});
}

/* --- the cases: a recorded file, whose key it had, what had happened before --- */

struct recorded_case {
	const char *name, *key_owner;
	void (*happened)(struct fake *fake);
};

static struct recorded_case cases[] = {
	{"assigned_search_local", NULL, NULL},
	{"auth_bearer", NULL, NULL},
	{"auth_disabled", DISABLED, NULL},
	{"auth_empty", NULL, NULL},
	{"auth_header", ROBIN, NULL}, /* 5.x does not look at it */
	{"auth_header_wrong", NULL, NULL},
	{"auth_key_valid_login", ROBIN, NULL},
	{"auth_lowercased", ROBIN, NULL},
	{"auth_none_valid_login", NULL, NULL},
	{"auth_param", ROBIN, NULL},
	{"auth_param_short", ROBIN, NULL},
	{"auth_revoked", REVOKED, NULL},
	{"auth_wrong", NULL, NULL},
	{"bug_id_param", NULL, NULL},
	{"comment_count_gap", ROBIN, NULL},
	{"comment_ctrl_read", NULL, hostile_text_was_posted},
	{"comments", NULL, NULL},
	{"comments_hidden", NULL, NULL},
	{"comments_insider_count", STEWARD, NULL},
	{"comments_missing", NULL, NULL},
	{"comments_multi", NULL, bug_2_was_commented_on},
	{"comments_multi_commas", NULL, NULL},
	{"comments_multi_missing", NULL, NULL},
	{"comments_public_count", ROBIN, NULL},
	{"comments_since", NULL, NULL},
	{"comments_since_bad", NULL, NULL},
	{"comments_since_eq", NULL, NULL},
	{"component_case", NULL, NULL},
	{"count_only", NULL, NULL},
	{"created", NULL, NULL},
	{"dep_hidden_anon", NULL, bug_2_depends_on_a_hidden_one},
	{"depends_other", NULL, bug_12_depends_on_13},
	{"depends_other_search", NULL, bug_12_depends_on_13},
	{"double_slash", NULL, bug_3_changed_again},
	{"dup", NULL, NULL},
	{"dup_history", NULL, NULL},
	{"email_filter_off", NULL, emails_are_shown},
	{"flag_search", NULL, NULL},
	{"flag_search_gap", NULL, bug_2_was_commented_on},
	{"flag_search_since", NULL, NULL},
	{"flags", NULL, NULL},
	{"flags_anyone", ROBIN, NULL},
	{"flags_none", NULL, NULL},
	{"fx_bad_field", NULL, NULL},
	{"get_alias", NULL, NULL},
	{"get_hidden_anon", NULL, NULL},
	{"get_hidden_steward", STEWARD, NULL},
	{"get_hidden_user", ROBIN, NULL},
	{"get_huge", NULL, NULL},
	{"get_missing", NULL, NULL},
	{"get_multi", NULL, NULL},
	{"get_one", NULL, NULL},
	{"get_permissive", NULL, NULL},
	{"get_zero", NULL, NULL},
	{"history", NULL, NULL},
	{"history_include", NULL, NULL},
	{"history_key", ROBIN, NULL},
	{"history_multi", NULL, NULL},
	{"history_since", NULL, NULL},
	{"ids_list", NULL, NULL},
	{"ids_missing_hidden", NULL, NULL},
	{"ids_order", NULL, NULL},
	{"ids_repeat", NULL, NULL},
	{"include_case", NULL, NULL},
	{"include_default_extra", NULL, NULL},
	{"include_empty", NULL, NULL},
	{"include_extra", NULL, NULL},
	{"include_space", NULL, NULL},
	{"include_sub", NULL, NULL},
	{"is_open_param", NULL, NULL},
	{"keyheader_plus_param", ROBIN, NULL},
	{"keyset", NULL, NULL},
	{"keyset_since", NULL, NULL},
	{"limit_bad", NULL, NULL},
	{"limit_default", NULL, NULL},
	{"limit_negative", NULL, NULL},
	{"limit_over_cap", NULL, NULL},
	{"limit_page2", NULL, NULL},
	{"limit_past_end", NULL, NULL},
	{"limit_zero", NULL, NULL},
	{"moved", NULL, NULL},
	{"new_since_date", NULL, NULL},
	{"ni_after", ROBIN, the_request_went_to_wei},
	{"ni_retarget", ROBIN, robin_was_asked},
	{"no_criteria", NULL, NULL},
	{"no_criteria_limit", NULL, NULL},
	{"noroute", NULL, NULL},
	{"noroute_method", NULL, NULL},
	{"offset_without_limit", NULL, NULL},
	{"order_api_name", NULL, NULL},
	{"order_changeddate_desc", NULL, NULL},
	{"order_delta_ts", NULL, NULL},
	{"requirelogin", NULL, login_is_required},
	{"requirelogin_version", NULL, login_is_required},
	{"resolution_empty", NULL, NULL},
	{"same_sec_read", NULL, two_commented_in_one_second},
	{"same_sec_since", NULL, two_commented_in_one_second},
	{"search_anon", NULL, NULL},
	{"search_key", ROBIN, NULL},
	{"since_bad", NULL, NULL},
	{"since_empty", NULL, NULL},
	{"since_frac", NULL, NULL},
	{"since_future", NULL, NULL},
	{"since_noz", NULL, NULL},
	{"since_offset", NULL, NULL},
	{"since_z", NULL, NULL},
	{"status_closed", NULL, NULL},
	{"status_open", NULL, NULL},
	{"summary_search", NULL, NULL},
	{"time", NULL, NULL},
	{"two_components", NULL, NULL},
	{"tz_since_noz", NULL, moved_to_los_angeles},
	{"tz_since_z", NULL, moved_to_los_angeles},
	{"tz_since_z1", NULL, moved_to_los_angeles},
	{"utf8_summary", NULL, NULL},
	{"valid_login_case", ROBIN, NULL},
	{"valid_login_other", ROBIN, NULL},
	{"valid_login_wrong_key", ROBIN, NULL},
	{"version", NULL, NULL},
	{"whiteboard_search", NULL, NULL},
	{"whoami", ROBIN, NULL},
	{"wrong_component", NULL, NULL},
	{"wrong_field", NULL, NULL},
	{"wrong_param", NULL, NULL},
	{"wrong_product", NULL, NULL},
};
#define CASES (sizeof cases / sizeof *cases)

static void answers_as_recorded(void **state)
{
	const struct recorded_case *it = *state;
	struct recorded recorded = read_recorded(it->name);
	struct wire_answer answer;
	struct fake *fake = recorded_server(it->key_owner);
	if (it->happened)
		it->happened(fake);
	assert_true(wire_ask(fake_url(fake), recorded.method, str_text(&recorded.target),
			     str_text(&recorded.headers), &answer));
	if (answer.status != recorded.status)
		fail_msg("%s: %d instead of %d, %s", it->name, answer.status, recorded.status,
			 str_text(&answer.body));
	assert_true(answer.is_whole);
	assert_same_content(it->name, &answer.body, &recorded.body);
	wire_free(&answer);
	free_recorded(&recorded);
	fake_stop(fake);
}

/* Those whose answer is no JSON. */

static void refuses_a_long_request_line_with_a_page(void **state)
{
	struct recorded recorded = read_recorded("long_url");
	struct wire_answer answer;
	struct fake *fake = recorded_server(NULL);
	(void)state;
	assert_true(wire_ask(fake_url(fake), "GET", str_text(&recorded.target), "", &answer));
	assert_int_equal(answer.status, recorded.status);
	assert_non_null(strstr(str_text(&answer.body), "<html>"));
	wire_free(&answer);
	free_recorded(&recorded);
	fake_stop(fake);
}

static void knows_no_head_as_recorded(void **state)
{
	struct recorded recorded = read_recorded("head");
	struct wire_answer answer;
	struct fake *fake = recorded_server(NULL);
	(void)state;
	assert_true(wire_ask(fake_url(fake), recorded.method, str_text(&recorded.target), "", &answer));
	assert_int_equal(answer.status, recorded.status);
	assert_int_equal(answer.body.len, 0);
	wire_free(&answer);
	free_recorded(&recorded);
	fake_stop(fake);
}

int main(void)
{
	struct CMUnitTest tests[CASES + 2];
	for (size_t i = 0; i < CASES; i++)
		tests[i] = (struct CMUnitTest){
			.name = cases[i].name, .test_func = answers_as_recorded, .initial_state = &cases[i]};
	tests[CASES] = (struct CMUnitTest)cmocka_unit_test(refuses_a_long_request_line_with_a_page);
	tests[CASES + 1] = (struct CMUnitTest)cmocka_unit_test(knows_no_head_as_recorded);
	return cmocka_run_group_tests_name("fake answers as recorded", tests, NULL, NULL);
}
