#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "base/utc.h"
#include "tests/fake/parts.h"

#define DOCUMENTATION "https://bugzilla.readthedocs.org/en/5.0/api/"
#define WRONG_KEYS_MAX 4      /* a fifth in a minute counts as abuse (bugzilla.md, limits on use) */
#define REQUEST_LINE_MAX 8190 /* what the web server in front takes */

/* --- answers --- */

bool answer_json(struct answer *answer, cJSON *value)
{
	char *text = cJSON_PrintUnformatted(value);
	const char *rest = text, *nul;
	while ((nul = strstr(rest, NUL_UTF8))) {
		str_add_bytes(&answer->body, rest, (size_t)(nul - rest));
		str_add(&answer->body, "\\u0000");
		rest = nul + strlen(NUL_UTF8);
	}
	str_add(&answer->body, rest);
	cJSON_free(text);
	cJSON_Delete(value);
	return true;
}

bool answer_error(struct answer *answer, int status, int code, const char *format, ...)
{
	struct error text;
	cJSON *error = cJSON_CreateObject();
	va_list args;
	va_start(args, format);
	vsnprintf(text.text, sizeof text.text, format, args);
	va_end(args);
	cJSON_AddTrueToObject(error, "error");
	cJSON_AddNumberToObject(error, "code", code);
	cJSON_AddStringToObject(error, "message", text.text);
	cJSON_AddStringToObject(error, "documentation", DOCUMENTATION);
	answer->status = status;
	str_clear(&answer->body);
	answer_json(answer, error);
	return false;
}

static bool refuse_anonymous(struct answer *answer)
{
	return answer_error(answer, 401, 410, "You must log in before using this part of Bugzilla.");
}

static bool refuse_param(struct answer *answer, const char *function, const char *param)
{
	return answer_error(answer, 400, 50,
			    "The function %s requires a %s argument, and that argument was not set.",
			    function, param);
}

bool read_time(const struct fake *fake, const char *text, int64_t *utc)
{
	struct str zoned = {0};
	bool ok = utc_parse(text, utc);
	if (!ok) {
		str_addf(&zoned, "%sZ", text);
		ok = utc_parse(str_text(&zoned), utc) || utc_parse_date(text, utc);
		*utc -= fake->site.zone_offset_s;
	}
	str_free(&zoned);
	return ok;
}

const char *request_param(const struct request *request, const char *name)
{
	for (size_t i = 0; i < request->n_params; i++)
		if (str_equals(request->params[i].name, name))
			return request->params[i].value;
	return NULL;
}

/* --- who asks --- */

/* The header counts on BMO only; 5.x takes no notice of it, right or wrong (quirk 12). */
static const char *key_of(const struct fake *fake, const struct request *request)
{
	const char *key = request_param(request, "Bugzilla_api_key");
	if (!key)
		key = request_param(request, "api_key");
	if (!key && fake->kind == FAKE_BMO)
		key = request->header_key;
	return key && *key ? key : NULL;
}

/* The calls of the last minute, this one included, are more than `max`. */
static bool meter_exceeds(struct meter *meter, int max)
{
	int64_t now_ms = os_monotonic_ms();
	size_t kept = 0;
	for (size_t i = 0; i < meter->n; i++)
		if (now_ms - meter->at_ms[i] < MINUTE_S * 1000)
			meter->at_ms[kept++] = meter->at_ms[i];
	if (kept < METER_MAX)
		meter->at_ms[kept++] = now_ms;
	meter->n = kept;
	return max > 0 && kept > (size_t)max;
}

static bool log_in(struct view *view, struct answer *answer)
{
	struct fake *fake = view->fake;
	const char *key = key_of(fake, view->request);
	if (!key)
		return !fake->site.requires_login || refuse_anonymous(answer);
	view->reader = store_key_owner(&fake->store, key);
	if (!view->reader || view->reader->key_is_revoked) {
		if (fake->kind == FAKE_BMO && meter_exceeds(&fake->wrong_keys, WRONG_KEYS_MAX))
			fake->is_blocked = true;
		return answer_error(answer, 400, 306,
				    view->reader
					    ? "The API key you specified has been revoked by the user that "
					      "created it."
					    : "The API key you specified is invalid. Please check that you "
					      "typed it correctly.");
	}
	if (view->reader->is_disabled)
		return answer_error(answer, 401, 301, "Account closed by request.");
	return true;
}

/* BMO counts what anonymous readers read bug by bug; who crosses the line is blocked from then on. */
static bool stay_in_rate(struct view *view, struct meter *meter, struct answer *answer)
{
	struct fake *fake = view->fake;
	if (fake->kind != FAKE_BMO || view->reader || !meter_exceeds(meter, fake->site.reads_per_minute))
		return true;
	fake->is_blocked = true;
	return answer_error(answer, 400, 32000,
			    "You have exceeded the rate limit. Please wait before trying again.");
}

/* --- bugs by id --- */

/* The bug that `text` names, when it can be read; else NULL and the error. */
static const struct stored_bug *read_bug(const struct view *view, const char *text, struct answer *answer)
{
	char *end;
	long long id = strtoll(text, &end, 10);
	if (end == text || *end) {
		answer_error(answer, 400, 100, "'%s' is not a valid bug number nor an alias to a bug.", text);
		return NULL;
	}
	const struct stored_bug *bug = store_find(&view->fake->store, id);
	if (!bug) {
		answer_error(answer, 404, 101, "Bug #%lld does not exist.", id);
		return NULL;
	}
	if (!view_sees(view, bug)) {
		answer_error(answer, 401, 102, "You are not authorized to access bug #%lld.%s", id,
			     view->reader ? ""
					  : " To see this bug, you must first log in to an account with the "
					    "appropriate permissions.");
		return NULL;
	}
	return bug;
}

typedef void add_bug(const struct view *view, const struct stored_bug *bug, int64_t since_utc, cJSON *out);

/* The bug of the path, then those of ids=; one that cannot be read fails them all, unless BMO is asked to
 * leave it out. */
static bool add_bugs(const struct view *view, const char *path_id, int64_t since_utc, add_bug *add,
		     cJSON *out, struct answer *answer)
{
	const struct request *request = view->request;
	bool skips = view->fake->kind == FAKE_BMO && request_param(request, "skip_private");
	const struct stored_bug *bug = read_bug(view, path_id, answer);
	if (bug)
		add(view, bug, since_utc, out);
	bool ok = bug || skips;
	for (size_t i = 0; ok && i < request->n_params; i++) {
		if (!str_equals(request->params[i].name, "ids"))
			continue;
		bug = read_bug(view, request->params[i].value, answer);
		if (bug)
			add(view, bug, since_utc, out);
		ok = bug || skips;
	}
	if (ok && skips) { /* what was left out is no error */
		answer->status = 200;
		str_clear(&answer->body);
	}
	return ok;
}

static void add_whole_bug(const struct view *view, const struct stored_bug *bug, int64_t since_utc,
			  cJSON *out)
{
	(void)since_utc;
	cJSON_AddItemToArray(out, shape_bug(view, bug));
}

static void add_comments(const struct view *view, const struct stored_bug *bug, int64_t since_utc, cJSON *out)
{
	char key[32];
	snprintf(key, sizeof key, "%lld", (long long)bug->id);
	cJSON_DeleteItemFromObjectCaseSensitive(out, key); /* asked for twice */
	cJSON *entry = cJSON_AddObjectToObject(out, key);
	cJSON_AddItemToObject(entry, "comments", shape_comments(view, bug, since_utc, NULL));
}

static void add_history(const struct view *view, const struct stored_bug *bug, int64_t since_utc, cJSON *out)
{
	cJSON *entry = cJSON_CreateObject();
	cJSON_AddNumberToObject(entry, "id", (double)bug->id);
	cJSON_AddItemToObject(entry, "alias",
			      view->fake->kind == FAKE_BMO ? cJSON_CreateNull() : cJSON_CreateArray());
	cJSON_AddItemToObject(entry, "history", shape_history(view, bug, since_utc, NULL));
	cJSON_AddItemToArray(out, entry);
}

/* new_since, UTC_NONE when it is not there. */
static bool read_since(const struct view *view, int64_t *since_utc, struct answer *answer)
{
	const char *text = request_param(view->request, "new_since");
	*since_utc = UTC_NONE;
	return !text || read_time(view->fake, text, since_utc) ||
	       answer_error(answer, 400, 56, "'%s' is not a legal date.", text);
}

/* --- the routes --- */

static bool route_version(struct view *view, const char *id, struct answer *answer)
{
	(void)id;
	cJSON *out = cJSON_CreateObject();
	cJSON_AddStringToObject(out, "version", view->fake->kind == FAKE_BMO ? "20260820.1" : "5.2+");
	return answer_json(answer, out);
}

static bool route_time(struct view *view, const char *id, struct answer *answer)
{
	(void)id;
	char now[UTC_TEXT_BYTES];
	cJSON *out = cJSON_CreateObject();
	utc_print(view->fake->store.now_utc, now);
	cJSON_AddStringToObject(out, "db_time", now);
	cJSON_AddStringToObject(out, "web_time", now);
	cJSON_AddStringToObject(out, "web_time_utc", now);
	cJSON_AddStringToObject(out, "tz_name", "UTC");
	cJSON_AddStringToObject(out, "tz_short_name", "UTC");
	cJSON_AddStringToObject(out, "tz_offset", "+0000");
	return answer_json(answer, out);
}

static bool route_whoami(struct view *view, const char *id, struct answer *answer)
{
	(void)id;
	if (!view->reader)
		return refuse_anonymous(answer);
	cJSON *out = cJSON_CreateObject();
	cJSON_AddNumberToObject(out, "id", (double)view->reader->id);
	cJSON_AddStringToObject(out, "name", view->reader->login);
	cJSON_AddStringToObject(out, "real_name", view->reader->real_name);
	shape_nick(out, view->reader->login);
	cJSON_AddArrayToObject(out, "groups");
	cJSON_AddTrueToObject(out, "mfa_status");
	return answer_json(answer, out);
}

static bool route_valid_login(struct view *view, const char *id, struct answer *answer)
{
	(void)id;
	const char *login = request_param(view->request, "login");
	if (!login)
		return refuse_param(answer, "User.valid_login", "login");
	cJSON *is_valid = cJSON_CreateBool(view->reader && str_equals(view->reader->login, login));
	if (view->fake->kind == FAKE_BMO)
		return answer_json(answer, is_valid);
	cJSON *out = cJSON_CreateObject();
	cJSON_AddItemToObject(out, "result", is_valid);
	return answer_json(answer, out);
}

static bool route_search(struct view *view, const char *id, struct answer *answer)
{
	(void)id;
	return answer_search(view, answer);
}

static bool route_bug(struct view *view, const char *id, struct answer *answer)
{
	cJSON *out = cJSON_CreateObject();
	cJSON *bugs = cJSON_AddArrayToObject(out, "bugs");
	cJSON_AddArrayToObject(out, "faults");
	if (stay_in_rate(view, &view->fake->bug_reads, answer) &&
	    add_bugs(view, id, UTC_NONE, add_whole_bug, bugs, answer))
		return answer_json(answer, out);
	cJSON_Delete(out);
	return false;
}

static bool route_comments(struct view *view, const char *id, struct answer *answer)
{
	int64_t since_utc;
	cJSON *out = cJSON_CreateObject();
	cJSON *bugs = cJSON_AddObjectToObject(out, "bugs");
	cJSON_AddObjectToObject(out, "comments");
	if (stay_in_rate(view, &view->fake->comment_reads, answer) && read_since(view, &since_utc, answer) &&
	    add_bugs(view, id, since_utc, add_comments, bugs, answer))
		return answer_json(answer, out);
	cJSON_Delete(out);
	return false;
}

static bool route_history(struct view *view, const char *id, struct answer *answer)
{
	int64_t since_utc;
	cJSON *out = cJSON_CreateObject();
	cJSON *bugs = cJSON_AddArrayToObject(out, "bugs");
	if (read_since(view, &since_utc, answer) && add_bugs(view, id, since_utc, add_history, bugs, answer))
		return answer_json(answer, out);
	cJSON_Delete(out);
	return false;
}

/* `*` is an id, handed to the function. */
static const struct route {
	const char *path;
	bool (*answer)(struct view *view, const char *id, struct answer *answer);
	int kinds;
	bool needs_no_login;
} routes[] = {
	{"/version", route_version, ON_BOTH, true},
	{"/time", route_time, ON_BOTH, false},
	{"/whoami", route_whoami, ON_BMO, false},
	{"/valid_login", route_valid_login, ON_BOTH, false},
	{"/bug", route_search, ON_BOTH, false},
	{"/bug/*", route_bug, ON_BOTH, false},
	{"/bug/*/comment", route_comments, ON_BOTH, false},
	{"/bug/*/history", route_history, ON_BOTH, false},
};

/* The id is cut out of the path; the caller frees. NULL: it is another route. */
static char *match_route(const char *route, const char *path)
{
	struct str id = {0};
	while (*route && *route != '*' && *route == *path) {
		route++;
		path++;
	}
	if (*route == '*') {
		size_t len = strcspn(path, "/");
		str_add_bytes(&id, path, len);
		path += len;
		route++;
	}
	if (str_equals(route, path))
		return str_take(&id);
	str_free(&id);
	return NULL;
}

static const struct route *find_route(const struct fake *fake, const struct request *request, char **id)
{
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		*id = match_route(routes[i].path, request->path);
		if (*id && fake_has(fake, routes[i].kinds) && str_equals(request->method, "GET"))
			return &routes[i];
		free(*id);
	}
	return NULL;
}

/* --- what the web server in front says --- */

void answer_page(struct answer *answer, int status, const char *title)
{
	answer->status = status;
	answer->type = "text/html";
	str_clear(&answer->body);
	str_addf(&answer->body,
		 "<!DOCTYPE html>\n<html><head><title>%s</title></head><body><h1>%s</h1></body></html>\n",
		 title, title);
}

/* A page from Apache, plain text from BMO's front end (quirk 17). */
static void refuse_length(const struct fake *fake, struct answer *answer)
{
	answer_page(answer, 414, "Request-URI Too Long");
	if (fake->kind != FAKE_BMO)
		return;
	answer->type = "text/plain";
	str_clear(&answer->body);
	str_add(&answer->body, "URI Too Long\n");
}

static bool front_refuses(struct fake *fake, const struct request *request, struct answer *answer)
{
	if (fake->is_blocked)
		answer_page(answer, 429, "Too Many Requests");
	else if (!request->is_rest)
		answer_page(answer, 404, "Not Found");
	else if (strlen(request->path) + strlen(request->query) > REQUEST_LINE_MAX)
		refuse_length(fake, answer);
	else
		return false;
	return true;
}

void answer_request(struct fake *fake, const struct request *request, struct answer *answer)
{
	struct view view = {.fake = fake, .request = request};
	char *id;
	*answer = (struct answer){.status = 200};
	if (front_refuses(fake, request, answer))
		return;
	const struct route *route = find_route(fake, request, &id);
	if (!route) {
		answer_error(answer, 404, 32614, "A REST API resource was not found for '%s %s'.",
			     request->method, request->path);
		return;
	}
	if (route->needs_no_login || log_in(&view, answer))
		route->answer(&view, id, answer);
	free(id);
	answer->login = view.reader ? view.reader->login : NULL;
	/* A browser's header brings a page for people, with 200. */
	if (fake->kind == FAKE_5X && request->accept && strncmp(request->accept, "text/html", 9) == 0)
		answer_page(answer, 200, "Bugzilla");
}
