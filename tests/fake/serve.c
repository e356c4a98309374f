/* libmicrohttpd, a thread a connection: takes a request apart, has it answered, and spoils the answer as the
 * faults say. */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tests/fake/parts.h"

#define REQUEST_BYTES_MAX (128 * 1024) /* so that a line too long is answered by us (quirk 17) */
#define BLOCK_BYTES (64 * 1024)

/* A connection, while it lasts: where the query of its present request waits until the headers are there. A
 * client that goes away before that ends no exchange, so none is begun. */
struct line {
	char *query;
};

/* --- the request --- */

static void *note_query(void *user, const char *uri, struct MHD_Connection *connection)
{
	struct line *line =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	const char *query = strchr(uri, '?');
	(void)user;
	free(line->query);
	line->query = mem_strdup(query ? query + 1 : "");
	return NULL; /* no exchange yet */
}

static void note_connection(void *user, struct MHD_Connection *connection, void **state,
			    enum MHD_ConnectionNotificationCode code)
{
	struct fake *fake = user;
	struct line *line = *state;
	(void)connection;
	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		free(line->query);
		free(line);
		return;
	}
	*state = mem_alloc(sizeof *line);
	pthread_mutex_lock(&fake->lock);
	fake->log.connections++;
	pthread_mutex_unlock(&fake->lock);
}

static enum MHD_Result add_param(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct request *request = user;
	(void)kind;
	request->params = mem_resize(request->params, request->n_params + 1, sizeof *request->params);
	request->params[request->n_params++] =
		(struct param){.name = mem_strdup(name), .value = mem_strdup(value ? value : "")};
	return MHD_YES;
}

static char *header(struct MHD_Connection *connection, const char *name)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
	return value ? mem_strdup(value) : NULL;
}

/* "/rest//bug/3/" is "/bug/3". */
static void set_path(struct request *request, const char *url)
{
	static const char root[] = "/rest/";
	struct str path = {0};
	request->is_rest = strncmp(url, root, sizeof root - 1) == 0;
	const char *at = request->is_rest ? url + sizeof root - 2 : url;
	for (; *at; at++)
		if (*at != '/' || (at[1] != '/' && at[1] != '\0'))
			str_add_char(&path, *at);
	request->path = str_take(&path);
}

static struct request *begin_exchange(struct MHD_Connection *connection, const char *url, const char *method)
{
	struct line *line =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	struct request *request = mem_alloc(sizeof *request);
	request->query = line->query;
	line->query = NULL;
	request->method = mem_strdup(method);
	set_path(request, url);
	MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, add_param, request);
	request->header_key = header(connection, "X-BUGZILLA-API-KEY");
	request->accept = header(connection, "Accept");
	return request;
}

static void end_exchange(void *user, struct MHD_Connection *connection, void **state,
			 enum MHD_RequestTerminationCode code)
{
	struct request *request = *state;
	(void)user;
	(void)connection;
	(void)code;
	if (!request)
		return; /* refused by libmicrohttpd itself */
	for (size_t i = 0; i < request->n_params; i++) {
		free(request->params[i].name);
		free(request->params[i].value);
	}
	free(request->params);
	free(request->method);
	free(request->path);
	free(request->query);
	free(request->header_key);
	free(request->accept);
	free(request);
	*state = NULL;
}

/* --- the answer's body --- */

struct body {
	struct fake *fake;
	struct str bytes;
	bool breaks;
	size_t breaks_at;
	size_t drip_bytes;
	int drip_ms;
};

static void free_body(void *user)
{
	struct body *body = user;
	str_free(&body->bytes);
	free(body);
}

static ssize_t read_body(void *user, uint64_t at, char *out, size_t max)
{
	const struct body *body = user;
	size_t end = body->breaks && body->breaks_at < body->bytes.len ? body->breaks_at : body->bytes.len;
	if (at >= end)
		return body->breaks ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
	if (body->drip_bytes && at > 0 && !fake_pause(body->fake, body->drip_ms, NULL))
		return MHD_CONTENT_READER_END_WITH_ERROR;
	size_t n = end - (size_t)at < max ? end - (size_t)at : max;
	if (body->drip_bytes && n > body->drip_bytes)
		n = body->drip_bytes;
	memcpy(out, body->bytes.at + at, n);
	return (ssize_t)n;
}

/* --- faults --- */

/* The items of an object or array, the last first. */
static void turn_around(cJSON *item)
{
	cJSON *first = item->child, *last = NULL;
	if (!first || !first->next)
		return;
	for (cJSON *at = first, *next; at; at = next) {
		next = at->next;
		at->next = last;
		if (last)
			last->prev = at;
		last = at;
	}
	item->child = last;
	last->prev = first; /* as cJSON keeps the end of a list */
}

static void mix(cJSON *item)
{
	static const char *const orderless[] = {"changes", "depends_on", "blocks"};
	bool is_mixed = cJSON_IsObject(item);
	cJSON *child;
	cJSON_ArrayForEach(child, item)
		mix(child);
	for (size_t i = 0; item->string && i < sizeof orderless / sizeof *orderless; i++)
		is_mixed |= str_equals(item->string, orderless[i]);
	if (is_mixed)
		turn_around(item);
}

static void mix_body(struct answer *answer)
{
	struct str text = {0};
	store_mark_nul(str_text(&answer->body), answer->body.len, &text);
	cJSON *root = cJSON_Parse(str_text(&text));
	str_free(&text);
	if (!root)
		return;
	mix(root);
	str_clear(&answer->body);
	answer_json(answer, root);
}

static void spoil_body(struct answer *answer, const struct fake_fault *fault)
{
	switch (fault->body) {
	case FAKE_BODY_OWN:
		if (fault->status >= 300)
			answer_page(answer, fault->status, "Something is wrong");
		break;
	case FAKE_BODY_HTML:
		answer_page(answer, answer->status, "Something is wrong");
		break;
	case FAKE_BODY_EMPTY:
		str_clear(&answer->body);
		break;
	case FAKE_BODY_BAD_JSON:
		answer->body.len -= answer->body.len / 3;
		break;
	case FAKE_BODY_TRAILING:
		str_add(&answer->body, "\n{}");
		break;
	case FAKE_BODY_ERROR:
		answer_error(answer, answer->status, fault->code, "%s",
			     fault->message ? fault->message
					    : "An error the server did not foresee at\n/srv/x.pm line 1.");
		break;
	case FAKE_BODY_STRING:
		str_clear(&answer->body);
		str_add(&answer->body, "{\"error\":\"Contact the administrator\"}");
		break;
	case FAKE_BODY_NO_BUGS:
		str_clear(&answer->body);
		str_add(&answer->body, "{\"bugs\":[]}");
		break;
	case FAKE_BODY_MIXED:
		mix_body(answer);
		break;
	case FAKE_BODY_TEXT:
		str_clear(&answer->body);
		str_add(&answer->body, fault->text);
		break;
	}
}

static void spoil(struct answer *answer, const struct fake_fault *fault)
{
	spoil_body(answer, fault);
	if (fault->status)
		answer->status = fault->status;
}

/* --- sending --- */

static void add_header(struct MHD_Response *response, const char *name, const char *format, ...)
	PRINTF_LIKE(3, 4);
static void add_header(struct MHD_Response *response, const char *name, const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	MHD_add_response_header(response, name, text);
}

/* FNV-1a: any change of the content changes it. Sent without quotes, as servers do. */
static void print_etag(const struct str *body, char out[17])
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < body->len; i++)
		hash = (hash ^ (unsigned char)body->at[i]) * 0x100000001b3u;
	snprintf(out, 17, "%016llx", (unsigned long long)hash);
}

static bool is_unchanged(struct MHD_Connection *connection, const char *etag)
{
	const char *known = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
	return known && strstr(known, etag); /* with or without quotes */
}

static bool takes_gzip(struct MHD_Connection *connection)
{
	const char *codings = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept-Encoding");
	return codings && strstr(codings, "gzip");
}

/* Takes over the answer's body. Chunked, without a length, as servers send it. */
static struct MHD_Response *new_response(struct fake *fake, struct answer *answer,
					 const struct fake_fault *fault, bool as_gzip)
{
	struct body *body = mem_alloc(sizeof *body);
	*body = (struct body){.fake = fake,
			      .breaks = fault->cut_bytes != 0,
			      .breaks_at = fault->cut_bytes > 0 ? (size_t)fault->cut_bytes : 0,
			      .drip_bytes = (size_t)fault->drip_bytes,
			      .drip_ms = fault->drip_ms};
	if (as_gzip) {
		gzip_add(&body->bytes, str_text(&answer->body), answer->body.len);
		str_free(&answer->body);
	} else {
		body->bytes = answer->body;
		answer->body = (struct str){0};
	}
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, read_body, body, free_body);
}

static enum MHD_Result send_answer(struct fake *fake, struct MHD_Connection *connection,
				   struct answer *answer, const struct fake_fault *fault)
{
	char etag[17];
	print_etag(&answer->body, etag);
	if (answer->status == 200 && is_unchanged(connection, etag)) {
		answer->status = 304;
		str_clear(&answer->body);
	}
	bool as_gzip = answer->body.len && takes_gzip(connection);
	struct MHD_Response *response = new_response(fake, answer, fault, as_gzip);
	add_header(response, "Content-Type", "%s; charset=UTF-8",
		   answer->type ? answer->type : "application/json");
	add_header(response, "Etag", "%s", etag);
	if (as_gzip)
		add_header(response, "Content-Encoding", "gzip");
	if (fake->kind == FAKE_5X && !answer->login)
		add_header(response, "Set-Cookie", "Bugzilla_login_request_cookie=fake; path=/; HttpOnly");
	if (fault->retry_after_s)
		add_header(response, "Retry-After", "%d", fault->retry_after_s);
	if (fault->location)
		add_header(response, "Location", "%s", fault->location);
	enum MHD_Result result = MHD_queue_response(connection, (unsigned)answer->status, response);
	MHD_destroy_response(response);
	return result;
}

/* --- one exchange --- */

static size_t note_request(struct fake *fake, const struct request *request, struct fake_fault *fault,
			   unsigned *n_cures)
{
	struct fake_request entry = {.method = request->method,
				     .path = request->path,
				     .query = request->query,
				     .has_key = request->header_key || request_param(request, "api_key") ||
						request_param(request, "Bugzilla_api_key")};
	pthread_mutex_lock(&fake->lock);
	size_t serial = log_add(&fake->log, &entry);
	*fault = faults_hit(&fake->faults, request->path);
	*n_cures = fake->n_cures;
	pthread_cond_broadcast(&fake->news);
	pthread_mutex_unlock(&fake->lock);
	return serial;
}

static void make_answer(struct fake *fake, const struct request *request, size_t serial,
			const struct fake_fault *fault, struct answer *answer)
{
	pthread_mutex_lock(&fake->lock);
	if (!kept_find(&fake->kept, request, answer)) {
		answer_request(fake, request, answer);
		kept_add(&fake->kept, request, answer);
	}
	spoil(answer, fault);
	struct fake_request *entry = log_entry(&fake->log, serial);
	if (entry)
		entry->status = answer->status;
	if (entry && answer->login) {
		free((char *)entry->login);
		entry->login = mem_strdup(answer->login);
	}
	pthread_mutex_unlock(&fake->lock);
}

static enum MHD_Result answer_exchange(struct fake *fake, struct MHD_Connection *connection,
				       const struct request *request)
{
	struct answer answer = {0};
	struct fake_fault fault;
	enum MHD_Result result = MHD_NO; /* closes the connection */
	unsigned n_cures;
	size_t serial = note_request(fake, request, &fault, &n_cures);
	bool goes_on = fault.delay_ms == 0 || fake_pause(fake, fault.delay_ms, &n_cures);
	if (goes_on && !fault.drop) {
		make_answer(fake, request, serial, &fault, &answer);
		result = send_answer(fake, connection, &answer, &fault);
	}
	str_free(&answer.body);
	fault_free(&fault);
	return result;
}

/* libmicrohttpd calls once with the headers, then with pieces of the body, then for the answer. */
static enum MHD_Result take_request(void *user, struct MHD_Connection *connection, const char *url,
				    const char *method, const char *version, const char *upload,
				    size_t *upload_bytes, void **state)
{
	struct request *request = *state;
	(void)version;
	(void)upload;
	if (!request) {
		*state = begin_exchange(connection, url, method);
		return MHD_YES;
	}
	if (*upload_bytes) { /* nothing takes a body yet */
		*upload_bytes = 0;
		return MHD_YES;
	}
	return answer_exchange(user, connection, request);
}

struct MHD_Daemon *serve_start(struct fake *fake, int socket)
{
	bool is_tls = fake->tls.key != NULL;
	struct MHD_OptionItem options[] = {
		{is_tls ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0, fake->tls.certificate},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, fake->tls.key},
		{MHD_OPTION_END, 0, NULL}};
	return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
					MHD_USE_POLL | MHD_USE_ITC | (is_tls ? MHD_USE_TLS : 0),
				0, NULL, NULL, take_request, fake, MHD_OPTION_LISTEN_SOCKET, socket,
				MHD_OPTION_CONNECTION_LIMIT, (unsigned)FAKE_CONNECTIONS,
				MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)REQUEST_BYTES_MAX,
				MHD_OPTION_URI_LOG_CALLBACK, note_query, fake, MHD_OPTION_NOTIFY_COMPLETED,
				end_exchange, fake, MHD_OPTION_NOTIFY_CONNECTION, note_connection, fake,
				MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}
