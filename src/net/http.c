#include "net/http.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/secret.h"
#include "net/http_trust.h"
#include "net/libs.h"

/* How long a call may overlook *stop: only when nobody wakes it, and it was set by a signal between the look
 * and the sleep. */
#define STOP_POLL_MS 1000
#define SECOND_MS 1000
/* Fewer bytes a second, all through the time-out, are no progress. */
#define SLOWEST_BYTES_PER_S 100
/* What trickles in forever ends too: a whole answer may take so many time-outs. */
#define WHOLE_TIMEOUTS 20

struct http {
	const struct libs_curl *curl;
	CURLM *multi;
	struct curl_slist *headers;
	char *base_url;
	struct str certificates; /* that are trusted; empty: those libcurl trusts by itself */
	bool is_plain;           /* http, which is loopback only */
	int timeout_ms;
	size_t body_max_bytes;
	enum http_key key_how;
	char *key;
	size_t n_transfers; /* on their way: they hold on to `headers` */
};

struct http_transfer {
	struct http *http;
	CURL *easy;
	char *target;
	struct http_answer answer;
	bool is_done;
	CURLcode code; /* how it ended */
	bool is_too_large;
	char detail[CURL_ERROR_SIZE];
};

/* --- the address --- */

/* A name that only begins like a number of loopback (127.example.org) may be anywhere. */
static bool is_loopback(const char *host)
{
	bool is_127 = strncmp(host, "127.", strlen("127.")) == 0 && !host[strspn(host, "0123456789.")];
	return is_127 || str_equals_nocase(host, "localhost") || str_equals(host, "[::1]");
}

static bool check_part(const struct libs_curl *curl, CURLU *url, CURLUPart part, const char *name,
		       const char *whole, struct error *err)
{
	char *value = NULL;
	if (curl->url_get(url, part, &value, 0) != CURLUE_OK)
		return true; /* not there, as it should be */
	curl->free(value);
	return error_set(err, FAULT_CONFIG, "%s: an address of a Bugzilla holds no %s", whole, name);
}

static bool check_scheme(struct http *http, const char *scheme, const char *host, struct error *err)
{
	http->is_plain = str_equals(scheme, "http");
	if (!http->is_plain && !str_equals(scheme, "https"))
		return error_set(err, FAULT_CONFIG, "%s: only https:// is spoken", http->base_url);
	if (http->is_plain && !is_loopback(host))
		return error_set(err, FAULT_CONFIG,
				 "%s: plain http is for loopback only; write https:// if the server can",
				 http->base_url);
	return true;
}

static bool read_address(struct http *http, struct error *err)
{
	const struct libs_curl *curl = http->curl;
	bool ok = false;
	char *scheme = NULL, *host = NULL;
	CURLU *url = curl->url();
	if (!url ||
	    curl->url_set(url, CURLUPART_URL, http->base_url, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
	    curl->url_get(url, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	    curl->url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK) {
		error_set(err, FAULT_CONFIG, "%s: not an address like https://bugzilla.mozilla.org",
			  http->base_url);
		goto out;
	}
	ok = check_scheme(http, scheme, host, err) &&
	     check_part(curl, url, CURLUPART_USER, "user name", http->base_url, err) &&
	     check_part(curl, url, CURLUPART_QUERY, "?", http->base_url, err) &&
	     check_part(curl, url, CURLUPART_FRAGMENT, "#", http->base_url, err);
out:
	curl->free(host);
	curl->free(scheme);
	curl->url_cleanup(url);
	return ok;
}

/* --- open, close, key --- */

static void add_header(struct http *http, const char *line)
{
	struct curl_slist *longer = http->curl->slist_append(http->headers, line);
	if (longer) /* else out of memory: the next allocation of ours says so */
		http->headers = longer;
}

/* The list of headers is made anew: libcurl has no way to take one out. */
static void make_headers(struct http *http)
{
	http->curl->slist_free_all(http->headers);
	http->headers = NULL;
	/* 5.x answers with a page, and 200, to whoever does not ask for JSON. */
	add_header(http, "Accept: application/json");
	if (http->key_how == HTTP_KEY_HEADER) {
		struct str line = {0};
		str_addf(&line, "X-BUGZILLA-API-KEY: %s", http->key);
		add_header(http, line.at);
		str_free(&line);
	}
}

struct http *http_open(const struct http_options *options, struct error *err)
{
	const struct libs_curl *curl = libs_curl(err);
	if (!curl)
		return NULL;

	struct http *http = mem_alloc(sizeof *http);
	http->curl = curl;
	http->base_url = mem_strdup(options->base_url);
	http->timeout_ms = options->timeout_ms;
	http->body_max_bytes = options->body_max_bytes;
	http->multi = curl->multi_init();
	make_headers(http);
	if (!http->multi)
		error_set(err, FAULT_UNREACHABLE, "the library for network access cannot be started");
	if (!http->multi || !read_address(http, err) ||
	    !http_trust_read(curl, options->ca_file, &http->certificates, err)) {
		http_close(http);
		return NULL;
	}
	curl->multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)HTTP_CONNECTIONS);
	curl->multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, (long)HTTP_CONNECTIONS);
	return http;
}

static void forget_key(struct http *http)
{
	if (http->key)
		explicit_bzero(http->key, strlen(http->key));
	free(http->key);
	http->key = NULL;
}

void http_close(struct http *http)
{
	if (!http)
		return;
	assert(http->n_transfers == 0);
	http->curl->slist_free_all(http->headers);
	if (http->multi)
		http->curl->multi_cleanup(http->multi);
	forget_key(http);
	str_free(&http->certificates);
	free(http->base_url);
	free(http);
}

void http_set_key(struct http *http, enum http_key how, const char *key)
{
	char *copy =
		how == HTTP_KEY_NONE ? NULL : mem_strdup(key); /* `key` may be the one that is forgotten */
	assert(http->n_transfers == 0);
	forget_key(http);
	http->key = copy;
	http->key_how = how;
	if (copy)
		secret_announce(copy);
	make_headers(http);
}

/* --- parameters --- */

static bool is_unreserved(char c)
{
	return ascii_is_alnum(c) || strchr("-._~", c);
}

void http_add_parameter(struct str *target, const char *name, const char *value)
{
	bool is_first = !strchr(str_text(target), '?');
	str_addf(target, "%c%s=", is_first ? '?' : '&', name);
	for (; *value; value++) {
		/* A comma means itself everywhere, and keeps lists of fields and ids readable and short. */
		if (is_unreserved(*value) || *value == ',')
			str_add_char(target, *value);
		else
			str_addf(target, "%%%02X", (unsigned char)*value);
	}
}

/* --- transfers --- */

static size_t receive(char *at, size_t size, size_t n, void *context)
{
	struct http_transfer *transfer = context;
	struct str *body = &transfer->answer.body;
	transfer->is_too_large = size * n > transfer->http->body_max_bytes - body->len;
	if (transfer->is_too_large)
		return 0; /* libcurl ends the transfer */
	str_add_bytes(body, at, size * n);
	return size * n;
}

static void set_limits(const struct http *http, CURL *easy)
{
	const struct libs_curl *curl = http->curl;
	curl->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)http->timeout_ms);
	curl->easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)http->timeout_ms * WHOLE_TIMEOUTS);
	curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	/* A name that does not resolve must not hold up the end of the program. */
	curl->easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
}

/* Once somebody waits: until then nothing is taken in, and that is not the server's fault. */
static void limit_stall(const struct http_transfer *transfer)
{
	const struct http *http = transfer->http;
	long stall_s = (http->timeout_ms + SECOND_MS - 1) / SECOND_MS;
	if (!transfer->easy)
		return;
	http->curl->easy_setopt(transfer->easy, CURLOPT_LOW_SPEED_LIMIT, (long)SLOWEST_BYTES_PER_S);
	http->curl->easy_setopt(transfer->easy, CURLOPT_LOW_SPEED_TIME, stall_s);
}

static void set_trust(const struct http *http, CURL *easy)
{
	const struct libs_curl *curl = http->curl;
	curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, http->is_plain ? "http" : "https");
	curl->easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl->easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	if (http->certificates.len) {
		struct curl_blob pem = {http->certificates.at, http->certificates.len, CURL_BLOB_NOCOPY};
		curl->easy_setopt(easy, CURLOPT_CAINFO_BLOB, &pem);
	}
	/* What goes to loopback in plain text must not pass a proxy of the environment. */
	if (http->is_plain)
		curl->easy_setopt(easy, CURLOPT_PROXY, "");
}

static void set_request(struct http_transfer *transfer)
{
	const struct http *http = transfer->http;
	const struct libs_curl *curl = http->curl;
	CURL *easy = transfer->easy;
	struct str url = {0};
	str_add(&url, http->base_url);
	str_add(&url, transfer->target);
	if (http->key_how == HTTP_KEY_PARAMETER)
		http_add_parameter(&url, "Bugzilla_api_key", http->key);
	curl->easy_setopt(easy, CURLOPT_URL, url.at);
	curl->easy_setopt(easy, CURLOPT_HTTPHEADER, http->headers);
	curl->easy_setopt(easy, CURLOPT_USERAGENT, "bugclock/" BUGCLOCK_VERSION);
	curl->easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, ""); /* all that this libcurl can undo */
	curl->easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
	curl->easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	curl->easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->detail);
	curl->easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	explicit_bzero(url.at, url.len);
	str_free(&url);
}

/* Notes how the transfers that are through have ended. */
static void collect(struct http *http)
{
	CURLMsg *message;
	int left = 0;
	while ((message = http->curl->multi_info_read(http->multi, &left))) {
		struct http_transfer *transfer = NULL;
		if (message->msg != CURLMSG_DONE)
			continue;
		http->curl->easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
		transfer->code = message->data.result;
		transfer->is_done = true;
	}
}

/* Moves all transfers on as far as they come without waiting. */
static bool move_on(struct http *http)
{
	int running = 0;
	if (http->curl->multi_perform(http->multi, &running) != CURLM_OK)
		return false;
	collect(http);
	return true;
}

struct http_transfer *http_start(struct http *http, const char *target)
{
	struct http_transfer *transfer = mem_alloc(sizeof *transfer);
	assert(strlen(target) <= HTTP_TARGET_BYTES);
	transfer->http = http;
	transfer->target = mem_strdup(target);
	transfer->code = CURLE_FAILED_INIT;
	transfer->easy = http->curl->easy_init();
	http->n_transfers++;
	if (transfer->easy) {
		set_limits(http, transfer->easy);
		set_trust(http, transfer->easy);
		set_request(transfer);
	}
	/* What libcurl does not take on would be waited for without end. */
	transfer->is_done =
		!transfer->easy || http->curl->multi_add_handle(http->multi, transfer->easy) != CURLM_OK;
	move_on(http); /* over a connection that is there, it is sent now */
	return transfer;
}

static bool is_stopped(const atomic_bool *stop)
{
	return stop && atomic_load(stop);
}

/* False when stopped. */
static bool await_end(const struct http_transfer *transfer, const atomic_bool *stop)
{
	struct http *http = transfer->http;
	while (!is_stopped(stop)) {
		/* When libcurl itself is at its end the transfer keeps CURLE_FAILED_INIT. */
		if (transfer->is_done || !move_on(http) || transfer->is_done)
			return true;
		http->curl->multi_poll(http->multi, NULL, 0, STOP_POLL_MS, NULL);
	}
	return false;
}

/* --- how it went --- */

static bool is_fatal(CURLcode code)
{
	static const CURLcode fatal[] = {
		CURLE_PEER_FAILED_VERIFICATION,
		CURLE_SSL_CACERT_BADFILE,
		CURLE_UNSUPPORTED_PROTOCOL,
		CURLE_URL_MALFORMAT,
		CURLE_WRITE_ERROR, /* ours: too large */
	};
	for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
		if (fatal[i] == code)
			return true;
	return false;
}

/* Where a redirect leads, without the query: a server may have put ours there, with the key in it. */
static void refuse_redirect(const struct http_transfer *transfer, struct error *err)
{
	char *to = NULL;
	transfer->http->curl->easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &to);
	if (!to) {
		error_set(err, FAULT_UNREACHABLE, "it answers with status %d and no address to go to",
			  transfer->answer.status);
		return;
	}
	error_set(err, FAULT_UNREACHABLE,
		  "it redirects to %.*s, which is not followed; if your Bugzilla is there, make it the `url`",
		  (int)strcspn(to, "?#"), to);
}

/* Where libcurl tells how many milliseconds it took, the same failure would be news each time. */
static const char *words_of(const struct http_transfer *transfer)
{
	bool is_timed = transfer->code == CURLE_COULDNT_CONNECT || transfer->code == CURLE_OPERATION_TIMEDOUT;
	return transfer->detail[0] && !is_timed ? transfer->detail
						: transfer->http->curl->easy_strerror(transfer->code);
}

/* What may be done about it, where libcurl's words alone do not tell. */
static const char *advice_on(const struct http_transfer *transfer)
{
	long verify_result = 0;

	switch (transfer->code) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
		return "; is the network up, and `url` right?";
	case CURLE_SSL_CACERT_BADFILE:
		return "; `ca_file` is damaged";
	case CURLE_PEER_FAILED_VERIFICATION:
		transfer->http->curl->easy_getinfo(transfer->easy, CURLINFO_SSL_VERIFYRESULT, &verify_result);
		return http_trust_advice(verify_result);
	default:
		return "";
	}
}

static void say_failure(const struct http_transfer *transfer, struct error *err)
{
	const struct http *http = transfer->http;
	const char *why = words_of(transfer);
	const char *advice = advice_on(transfer);
	if (transfer->is_too_large)
		error_set(err, FAULT_UNREACHABLE, "an answer of more than %zu MiB is refused",
			  http->body_max_bytes >> 20);
	else
		error_set(err, FAULT_UNREACHABLE, "%s%s", why, advice);
}

static enum http_result judge(struct http_transfer *transfer, struct error *err)
{
	const struct libs_curl *curl = transfer->http->curl;
	struct http_answer *answer = &transfer->answer;
	long status = 0;
	curl_off_t retry_after_s = 0;
	if (transfer->code != CURLE_OK) {
		say_failure(transfer, err);
		return is_fatal(transfer->code) ? HTTP_FATAL : HTTP_TRANSIENT;
	}
	curl->easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	curl->easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &retry_after_s);
	answer->status = (int)status;
	answer->retry_after_s = retry_after_s > 0 ? (int64_t)retry_after_s : 0;
	/* A server may repeat the key, in an error or anywhere: it gets no further than here. */
	answer->body.len = secret_mask(answer->body.at, answer->body.len);
	if (status >= 300 && status < 400) {
		refuse_redirect(transfer, err);
		return HTTP_FATAL;
	}
	return HTTP_ANSWERED;
}

static void log_transfer(const struct http_transfer *transfer)
{
	curl_off_t took_us = 0;
	transfer->http->curl->easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &took_us);
	log_line(LOG_DEBUG, "GET %s: %d, %zu bytes, %" PRId64 " ms", transfer->target,
		 transfer->answer.status, transfer->answer.body.len, (int64_t)took_us / SECOND_MS);
}

void http_drop(struct http_transfer *transfer)
{
	if (!transfer)
		return;
	struct http *http = transfer->http;
	if (transfer->easy) {
		http->curl->multi_remove_handle(http->multi, transfer->easy);
		http->curl->easy_cleanup(transfer->easy);
	}
	http->n_transfers--;
	http_answers_free(&transfer->answer, 1);
	free(transfer->target);
	free(transfer);
}

enum http_result http_finish(struct http_transfer *transfer, struct http_answer *answer,
			     const atomic_bool *stop, struct error *err)
{
	enum http_result result = HTTP_STOPPED;
	*answer = (struct http_answer){0};
	limit_stall(transfer);
	if (await_end(transfer, stop))
		result = judge(transfer, err);
	else
		error_set(err, FAULT_UNREACHABLE, "stopped");
	if (result == HTTP_ANSWERED) {
		log_transfer(transfer);
		*answer = transfer->answer;
		transfer->answer = (struct http_answer){0};
	}
	http_drop(transfer);
	return result;
}

enum http_result http_get(struct http *http, const char *const *targets, size_t n,
			  struct http_answer *answers, const atomic_bool *stop, struct error *err)
{
	enum http_result result = HTTP_ANSWERED;
	size_t done = 0;
	if (is_stopped(stop)) {
		error_set(err, FAULT_UNREACHABLE, "stopped");
		return HTTP_STOPPED;
	}
	struct http_transfer **transfers = mem_array(n, sizeof *transfers);
	for (size_t i = 0; i < n; i++) {
		transfers[i] = http_start(http, targets[i]);
		limit_stall(transfers[i]);
	}
	for (; done < n && result == HTTP_ANSWERED; done++)
		result = http_finish(transfers[done], &answers[done], stop, err);
	if (result != HTTP_ANSWERED)
		http_answers_free(answers, done);
	for (; done < n; done++)
		http_drop(transfers[done]);
	free(transfers);
	return result;
}

void http_answers_free(struct http_answer *answers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_free(&answers[i].body);
}

/* --- waiting --- */

bool http_wait(struct http *http, int64_t ms, const atomic_bool *stop)
{
	int64_t end_ms = os_monotonic_ms() + ms, left_ms = ms;
	while (left_ms > 0 && !is_stopped(stop)) {
		int step_ms = left_ms < STOP_POLL_MS ? (int)left_ms : STOP_POLL_MS;
		move_on(http); /* what comes in meanwhile would wake us for nothing */
		http->curl->multi_poll(http->multi, NULL, 0, step_ms, NULL);
		left_ms = end_ms - os_monotonic_ms();
	}
	return !is_stopped(stop);
}

void http_wake(struct http *http)
{
	http->curl->multi_wakeup(http->multi);
}
