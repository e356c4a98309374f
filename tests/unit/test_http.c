/* GET requests as net/http.h promises, against the fake Bugzilla and a server that tells what it was sent.
 * TLS is test_http_tls's. */
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cmocka.h>
#include <microhttpd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/os.h"
#include "net/http.h"
#include "tests/fake/fake.h"

#define KEY "Ys8vLk2aQ0zX4wRt6bNm1cHd9eJf3gUp5iOo7kTl"

static struct http *open_at(const char *url, struct error *err)
{
	struct http_options options = {.base_url = url, .timeout_ms = 5000, .body_max_bytes = 1 << 20};
	return http_open(&options, err);
}

static enum http_result get(struct http *http, const char *target, struct http_answer *answer,
			    struct error *err)
{
	return http_get(http, &target, 1, answer, NULL, err);
}

/* The answer's body; the caller frees. */
static char *must_get(struct http *http, const char *target)
{
	struct error err;
	struct http_answer answer;
	if (get(http, target, &answer, &err) != HTTP_ANSWERED)
		fail_msg("%s", err.text);
	assert_int_equal(answer.status, 200);
	return str_take(&answer.body);
}

/* --- addresses --- */

static const struct {
	const char *url;
	const char *says; /* NULL: it is good */
} addresses[] = {
	{"https://bugzilla.mozilla.org", NULL},
	{"https://b.example:8443/bugzilla", NULL},
	{"http://127.0.0.1:8080", NULL},
	{"http://127.8.9.1/x", NULL},
	{"http://localhost", NULL},
	{"http://[::1]:1", NULL},
	{"http://bugzilla.mozilla.org", "plain http is for loopback only"},
	{"http://127.example.org.", "plain http is for loopback only"},
	{"http://localhost.example.org", "plain http is for loopback only"},
	{"ftp://b.example", "only https:// is spoken"},
	{"file:///etc/passwd", "https://"},
	{"bugzilla.mozilla.org", "not an address"},
	{"", "not an address"},
	{"https://", "not an address"},
	{"https://user:secret@b.example", "no user name"},
	{"https://b.example/?x=1", "no ?"},
	{"https://b.example/#x", "no #"},
};

static void only_tls_and_plain_loopback_are_spoken(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		struct error err = {0};
		struct http *http = open_at(addresses[i].url, &err);
		if ((http != NULL) != (addresses[i].says == NULL))
			fail_msg("%s: %s", addresses[i].url, err.text);
		if (!http) {
			assert_int_equal(err.fault, FAULT_CONFIG);
			assert_non_null(strstr(err.text, addresses[i].says));
		}
		http_close(http);
	}
}

static void parameters_are_escaped(void **state)
{
	(void)state;
	struct str target = {0};
	str_add(&target, "/rest/bug");
	http_add_parameter(&target, "product", "CA Program & more=?#%");
	http_add_parameter(&target, "id", "1,2,3");
	http_add_parameter(&target, "summary", "ü");
	assert_string_equal(
		target.at, "/rest/bug?product=CA%20Program%20%26%20more%3D%3F%23%25&id=1,2,3&summary=%C3%BC");
	str_free(&target);
}

/* --- with the fake Bugzilla --- */

static int set_up(void **state)
{
	struct error err;
	*state = fake_start(FAKE_5X, 0, &err);
	return *state == NULL;
}

static int tear_down(void **state)
{
	fake_stop(*state);
	return 0;
}

static struct http *open_fake(struct fake *fake)
{
	struct error err;
	struct http *http = open_at(fake_url(fake), &err);
	assert_non_null(http);
	return http;
}

static void connections_are_kept(void **state)
{
	struct http *http = open_fake(*state);
	for (int i = 0; i < 10; i++)
		free(must_get(http, "/rest/version"));
	http_close(http);
	assert_int_equal(fake_count(*state, "/version"), 10);
	assert_int_equal(fake_connections(*state), 1);
}

static void several_requests_run_at_once_and_keep_their_order(void **state)
{
	struct error err;
	struct http *http = open_fake(*state);
	const char *targets[] = {"/rest/version", "/rest/time", "/rest/version", "/rest/nosuch"};
	struct http_answer answers[4];
	fake_add_fault(*state, &(struct fake_fault){.delay_ms = 300});
	int64_t start_ms = os_monotonic_ms();
	assert_int_equal(http_get(http, targets, 4, answers, NULL, &err), HTTP_ANSWERED);
	assert_in_range(os_monotonic_ms() - start_ms, 300, 1100); /* one after the other: 1200 */
	assert_non_null(strstr(answers[0].body.at, "\"version\""));
	assert_non_null(strstr(answers[1].body.at, "\"db_time\""));
	assert_non_null(strstr(answers[2].body.at, "\"version\""));
	assert_int_equal(answers[3].status, 404);
	http_answers_free(answers, 4);
	http_close(http);
}

/* To the same host neither: who configured one address is told the other, once, and knows. */
static void no_redirect_is_followed_and_none_tells_the_query(void **state)
{
	static const int statuses[] = {301, 302, 303, 307, 308};
	static const char *const places[] = {"http://elsewhere.example/x?key=" KEY, "/moved/here?key=" KEY};
	struct error err;
	struct http_answer answer;
	struct http *http = open_fake(*state);
	for (size_t i = 0; i < 10; i++) {
		struct fake_fault moved = {.status = statuses[i / 2], .location = places[i % 2], .times = 1};
		fake_forget_requests(*state);
		fake_add_fault(*state, &moved);
		assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_FATAL);
		assert_non_null(strstr(err.text, i % 2 ? "/moved/here, which is not followed"
						       : "to http://elsewhere.example/x, which is not"));
		assert_null(strstr(err.text, KEY));
		assert_int_equal(fake_count(*state, NULL), 1);
	}
	fake_add_fault(*state, &(struct fake_fault){.status = 304});
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_FATAL);
	assert_non_null(strstr(err.text, "status 304"));
	http_close(http);
}

static void a_name_that_nobody_has_is_said(void **state)
{
	(void)state;
	struct error err;
	struct http_answer answer;
	struct http *http = open_at("https://bugzilla.invalid", &err);
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_TRANSIENT);
	assert_non_null(strstr(err.text, "esolv")); /* "Could not resolve host", "Resolving timed out" */
	assert_non_null(strstr(err.text, "; is the network up, and `url` right?"));
	http_close(http);
}

static void the_wish_to_be_left_alone_is_told(void **state)
{
	struct error err;
	struct http_answer answer;
	struct http *http = open_fake(*state);
	fake_add_fault(*state, &(struct fake_fault){.status = 503, .retry_after_s = 3600, .times = 1});
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_ANSWERED);
	assert_int_equal(answer.status, 503);
	assert_int_equal(answer.retry_after_s, 3600);
	http_answers_free(&answer, 1);
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_ANSWERED);
	assert_int_equal(answer.retry_after_s, 0);
	http_answers_free(&answer, 1);
	http_close(http);
}

static void what_may_go_well_next_time_is_transient(void **state)
{
	struct error err;
	struct http_answer answer;
	struct http *http = open_fake(*state);
	fake_add_fault(*state, &(struct fake_fault){.cut_bytes = 5, .times = 1});
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_TRANSIENT);
	fake_add_fault(*state, &(struct fake_fault){.cut_bytes = -1, .times = 1});
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_TRANSIENT);
	fake_add_fault(*state, &(struct fake_fault){.drop = true, .times = 1});
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_TRANSIENT);
	fake_down(*state);
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_TRANSIENT);
	assert_int_equal(err.fault, FAULT_UNREACHABLE);
	assert_null(answer.body.at);
	fake_up(*state);
	free(must_get(http, "/rest/version"));
	http_close(http);
}

static void an_answer_without_progress_is_given_up(void **state)
{
	struct error err;
	struct http_answer answer;
	struct http_options options = {
		.base_url = fake_url(*state), .timeout_ms = 1000, .body_max_bytes = 1 << 20};
	struct http *http = http_open(&options, &err);
	fake_add_fault(*state, &(struct fake_fault){.delay_ms = 60000});
	int64_t start_ms = os_monotonic_ms();
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_TRANSIENT);
	assert_in_range(os_monotonic_ms() - start_ms, 900, 10000);
	http_close(http);
}

/* Gets a large answer with this time-out; how long it took. */
static int64_t time_large_answer_ms(struct fake *fake, int timeout_ms, enum http_result expected)
{
	struct error err;
	struct http_answer answer;
	struct http_options options = {
		.base_url = fake_url(fake), .timeout_ms = timeout_ms, .body_max_bytes = 8 << 20};
	struct http *http = http_open(&options, &err);
	int64_t start_ms = os_monotonic_ms();
	enum http_result result = get(http, "/rest/bug?product=CA%20Program", &answer, &err);
	int64_t took_ms = os_monotonic_ms() - start_ms;
	assert_int_equal(result, expected);
	if (result == HTTP_ANSWERED)
		http_answers_free(&answer, 1);
	http_close(http);
	return took_ms;
}

static void what_comes_slowly_but_comes_is_waited_for(void **state)
{
	fake_fill(*state, 40);
	fake_add_fault(*state, &(struct fake_fault){.drip_bytes = 1000, .drip_ms = 50});
	assert_in_range(time_large_answer_ms(*state, 1000, HTTP_ANSWERED), 1100, 20000);
}

static void a_trickle_is_no_progress(void **state)
{
	fake_fill(*state, 20);
	fake_add_fault(*state, &(struct fake_fault){.drip_bytes = 1, .drip_ms = 50});
	assert_in_range(time_large_answer_ms(*state, 1000, HTTP_TRANSIENT), 900, 15000);
}

/* At 10,000 bytes a second there is progress, but no end. */
static void an_answer_as_a_whole_has_its_time(void **state)
{
	fake_fill(*state, 200);
	fake_add_fault(*state, &(struct fake_fault){.drip_bytes = 500, .drip_ms = 50});
	assert_in_range(time_large_answer_ms(*state, 100, HTTP_TRANSIENT), 1900, 5000);
}

/* What this process has used so far. */
static int64_t cpu_ms(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
	       (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

static void waiting_for_a_server_that_stalls_uses_no_cpu(void **state)
{
	struct error err;
	struct rusage before, after;
	struct http_options options = {
		.base_url = fake_url(*state), .timeout_ms = 2000, .body_max_bytes = 1 << 20};
	struct http *http = http_open(&options, &err);
	struct http_answer answer;
	fake_add_fault(*state, &(struct fake_fault){.delay_ms = 60000});
	getrusage(RUSAGE_SELF, &before);
	int64_t start_ms = cpu_ms();
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_TRANSIENT);
	assert_in_range(cpu_ms() - start_ms, 0, 150);
	getrusage(RUSAGE_SELF, &after);
	/* A few timers of libcurl's; ten looks a second would be 20 and more. */
	assert_in_range(after.ru_nvcsw - before.ru_nvcsw, 0, 19);
	http_close(http);
}

static void an_answer_beyond_all_measure_is_refused(void **state)
{
	struct error err;
	struct http_answer answer;
	struct http_options options = {
		.base_url = fake_url(*state), .timeout_ms = 5000, .body_max_bytes = 10};
	struct http *http = http_open(&options, &err);
	assert_int_equal(get(http, "/rest/version", &answer, &err), HTTP_FATAL);
	assert_non_null(strstr(err.text, "an answer of more than"));
	http_close(http);
}

/* --- while other work is done --- */

static void a_request_is_on_its_way_before_its_answer_is_waited_for(void **state)
{
	struct error err;
	struct http_answer answer;
	struct http *http = open_fake(*state);
	free(must_get(http, "/rest/version"));
	struct http_transfer *transfer = http_start(http, "/rest/time");
	assert_true(fake_wait_count(*state, "/time", 1, 5000));
	free(must_get(http, "/rest/version"));
	assert_int_equal(http_finish(transfer, &answer, NULL, &err), HTTP_ANSWERED);
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.body.at, "\"db_time\""));
	http_answers_free(&answer, 1);
	http_close(http);
	assert_int_equal(fake_count(*state, NULL), 3);
}

static void what_is_dropped_is_not_waited_for(void **state)
{
	struct http *http = open_fake(*state);
	free(must_get(http, "/rest/version"));
	fake_add_fault(*state, &(struct fake_fault){.path = "/time", .delay_ms = 60000});
	struct http_transfer *transfer = http_start(http, "/rest/time");
	assert_true(fake_wait_count(*state, "/time", 1, 5000));
	http_drop(transfer);
	free(must_get(http, "/rest/version"));
	http_close(http);
}

static void a_failure_comes_with_the_end_of_a_transfer(void **state)
{
	struct error err;
	struct http_answer answer;
	atomic_bool stop = true;
	struct http *http = open_fake(*state);
	fake_add_fault(*state, &(struct fake_fault){.drop = true, .times = 1});
	assert_int_equal(http_finish(http_start(http, "/rest/time"), &answer, NULL, &err), HTTP_TRANSIENT);
	assert_null(answer.body.at);
	assert_int_equal(http_finish(http_start(http, "/rest/time"), &answer, &stop, &err), HTTP_STOPPED);
	assert_string_equal(err.text, "stopped");
	http_close(http);
}

/* An answer that nobody takes in would wake whoever waits, at once and for ever. */
static void what_comes_in_during_a_wait_uses_no_cpu(void **state)
{
	struct error err;
	struct http_answer answer;
	struct http *http = open_fake(*state);
	free(must_get(http, "/rest/version"));
	struct http_transfer *transfer = http_start(http, "/rest/time");
	assert_true(fake_wait_count(*state, "/time", 1, 5000));
	int64_t start_ms = cpu_ms();
	assert_true(http_wait(http, 1000, NULL));
	assert_in_range(cpu_ms() - start_ms, 0, 150);
	fake_down(*state); /* it is here */
	assert_int_equal(http_finish(transfer, &answer, NULL, &err), HTTP_ANSWERED);
	http_answers_free(&answer, 1);
	http_close(http);
	fake_up(*state);
}

static void a_proxy_of_the_environment_does_not_see_loopback(void **state)
{
	struct http *http = open_fake(*state);
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	free(must_get(http, "/rest/version"));
	unsetenv("http_proxy");
	http_close(http);
}

/* --- stopping --- */

struct stopper {
	struct http *http;
	struct fake *fake;
	atomic_bool stop;
	pthread_t signalled; /* as by ^C, in place of a wake-up; 0: woken */
	int64_t stopped_ms;
};

static void *stop_soon(void *context)
{
	struct stopper *stopper = context;
	if (stopper->fake)
		fake_wait_count(stopper->fake, NULL, 1, 5000);
	stopper->stopped_ms = os_monotonic_ms();
	atomic_store(&stopper->stop, true);
	if (stopper->signalled)
		pthread_kill(stopper->signalled, SIGUSR1);
	else
		http_wake(stopper->http);
	return NULL;
}

static void on_signal(int number)
{
	(void)number;
}

static void a_stop_ends_a_transfer_woken_or_by_a_signal(void **state)
{
	signal(SIGUSR1, on_signal);
	for (int is_signal = 0; is_signal < 2; is_signal++) {
		pthread_t thread;
		struct error err;
		struct http_answer answer;
		struct stopper stopper = {.http = open_fake(*state), .fake = *state};
		const char *target = "/rest/version";
		stopper.signalled = is_signal ? pthread_self() : 0;
		fake_add_fault(*state, &(struct fake_fault){.delay_ms = 60000});
		fake_forget_requests(*state);
		assert_int_equal(pthread_create(&thread, NULL, stop_soon, &stopper), 0);
		assert_int_equal(http_get(stopper.http, &target, 1, &answer, &stopper.stop, &err),
				 HTTP_STOPPED);
		assert_int_equal(pthread_join(thread, NULL), 0);
		/* The signal may come between the look and the sleep. */
		assert_in_range(os_monotonic_ms() - stopper.stopped_ms, 0, is_signal ? 1199 : 199);
		http_close(stopper.http);
	}
}

static void a_stop_ends_a_wait_at_once(void **state)
{
	pthread_t thread;
	struct stopper stopper = {.http = open_fake(*state)};
	assert_int_equal(pthread_create(&thread, NULL, stop_soon, &stopper), 0);
	assert_false(http_wait(stopper.http, 60000, &stopper.stop));
	assert_in_range(os_monotonic_ms() - stopper.stopped_ms, 0, 199);
	assert_int_equal(pthread_join(thread, NULL), 0);
	http_close(stopper.http);
}

static void a_wait_without_a_stop_takes_its_time(void **state)
{
	struct http *http = open_fake(*state);
	int64_t start_ms = os_monotonic_ms();
	assert_true(http_wait(http, 30, NULL));
	assert_true(os_monotonic_ms() - start_ms >= 30);
	http_close(http);
}

/* --- what is sent --- */

/* A server whose answer is what it was sent: "GET URL\nHeader: value\n…". */
static enum MHD_Result add_line(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	str_addf(context, "%s: %s\n", name, value ? value : "");
	return MHD_YES;
}

static enum MHD_Result echo(void *context, struct MHD_Connection *connection, const char *url,
			    const char *method, const char *version, const char *upload, size_t *upload_bytes,
			    void **request)
{
	(void)context, (void)version, (void)upload, (void)upload_bytes, (void)request;
	struct str text = {0};
	str_addf(&text, "%s %s\n", method, url);
	MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, add_line, &text);
	MHD_get_connection_values(connection, MHD_HEADER_KIND, add_line, &text);
	struct MHD_Response *response =
		MHD_create_response_from_buffer(text.len, text.at, MHD_RESPMEM_MUST_COPY);
	MHD_add_response_header(response, "Set-Cookie", "session=1; path=/");
	enum MHD_Result result = MHD_queue_response(connection, 200, response);
	MHD_destroy_response(response);
	str_free(&text);
	return result;
}

struct echo_server {
	struct MHD_Daemon *daemon;
	char url[64];
};

static void start_echo(struct echo_server *server)
{
	struct sockaddr_in loopback = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	server->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO, 0, NULL, NULL, echo,
					  NULL, MHD_OPTION_SOCK_ADDR, &loopback, MHD_OPTION_END);
	assert_non_null(server->daemon);
	unsigned port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
	snprintf(server->url, sizeof server->url, "http://localhost:%u", port);
}

static void stop_echo(struct echo_server *server)
{
	MHD_stop_daemon(server->daemon);
}

static void json_is_asked_for_compressed_and_no_cookie_kept(void **state)
{
	(void)state;
	struct error err;
	struct echo_server server;
	start_echo(&server);
	struct http *http = open_at(server.url, &err);
	free(must_get(http, "/x"));
	char *sent = must_get(http, "/rest/bug");
	assert_non_null(strstr(sent, "GET /rest/bug\n"));
	assert_non_null(strstr(sent, "Accept: application/json\n"));
	assert_non_null(strstr(sent, "gzip"));
	assert_non_null(strstr(sent, "User-Agent: bugclock/" BUGCLOCK_VERSION "\n"));
	assert_null(strstr(sent, "Cookie"));
	free(sent);
	http_close(http);
	stop_echo(&server);
}

/* What the server repeats of the key is masked: that shows that it got all of it. */
static void the_key_goes_as_header_or_parameter_or_not_at_all(void **state)
{
	(void)state;
	struct error err;
	struct echo_server server;
	start_echo(&server);
	struct http *http = open_at(server.url, &err);
	http_set_key(http, HTTP_KEY_HEADER, KEY);
	char *sent = must_get(http, "/rest/bug?id=1");
	assert_non_null(strstr(sent, "X-BUGZILLA-API-KEY: ***\n"));
	assert_null(strstr(sent, "Bugzilla_api_key"));
	free(sent);
	http_set_key(http, HTTP_KEY_PARAMETER, KEY);
	sent = must_get(http, "/rest/bug?id=1");
	assert_non_null(strstr(sent, "id: 1\nBugzilla_api_key: ***\n"));
	assert_null(strstr(sent, "X-BUGZILLA"));
	free(sent);
	http_set_key(http, HTTP_KEY_NONE, NULL);
	sent = must_get(http, "/rest/bug?id=1");
	assert_null(strstr(sent, "***"));
	free(sent);
	http_close(http);
	stop_echo(&server);
}

static void the_key_is_in_no_log(void **state)
{
	(void)state;
	struct error err;
	struct echo_server server;
	char *folder = os_temp_folder(&err), *path = os_path(folder, "log");
	start_echo(&server);
	assert_true(log_open(path, &err));
	struct http *http = open_at(server.url, &err);
	http_set_key(http, HTTP_KEY_PARAMETER, KEY);
	free(must_get(http, "/rest/bug?id=1"));
	log_line(LOG_INFO, "somebody else writes %s", KEY);
	http_close(http);
	log_close();
	char *log = os_read_file(path, 1 << 20, NULL, &err);
	assert_non_null(strstr(log, "GET /rest/bug?id=1: 200"));
	assert_null(strstr(log, KEY));
	assert_non_null(strstr(log, "somebody else writes ***"));
	free(log);
	stop_echo(&server);
	assert_true(os_remove_tree(folder, &err));
	free(path);
	free(folder);
}

#define with_fake(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_tls_and_plain_loopback_are_spoken),
		cmocka_unit_test(parameters_are_escaped),
		with_fake(connections_are_kept),
		with_fake(several_requests_run_at_once_and_keep_their_order),
		with_fake(no_redirect_is_followed_and_none_tells_the_query),
		cmocka_unit_test(a_name_that_nobody_has_is_said),
		with_fake(the_wish_to_be_left_alone_is_told),
		with_fake(what_may_go_well_next_time_is_transient),
		with_fake(an_answer_without_progress_is_given_up),
		with_fake(what_comes_slowly_but_comes_is_waited_for),
		with_fake(a_trickle_is_no_progress),
		with_fake(an_answer_as_a_whole_has_its_time),
		with_fake(waiting_for_a_server_that_stalls_uses_no_cpu),
		with_fake(an_answer_beyond_all_measure_is_refused),
		with_fake(a_request_is_on_its_way_before_its_answer_is_waited_for),
		with_fake(what_is_dropped_is_not_waited_for),
		with_fake(a_failure_comes_with_the_end_of_a_transfer),
		with_fake(what_comes_in_during_a_wait_uses_no_cpu),
		with_fake(a_proxy_of_the_environment_does_not_see_loopback),
		with_fake(a_stop_ends_a_transfer_woken_or_by_a_signal),
		with_fake(a_stop_ends_a_wait_at_once),
		with_fake(a_wait_without_a_stop_takes_its_time),
		cmocka_unit_test(json_is_asked_for_compressed_and_no_cookie_kept),
		cmocka_unit_test(the_key_goes_as_header_or_parameter_or_not_at_all),
		cmocka_unit_test(the_key_is_in_no_log),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
