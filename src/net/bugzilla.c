#include "net/bugzilla.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/utc.h"
#include "net/bugzilla_json.h"
#include "net/http.h"

#define BODY_MAX_BYTES ((size_t)128 << 20)
/* What is asked for when only ids are wanted; the server gives as many as its cap allows. */
#define LIST_BUGS 10000
#define BATCH_PARTS 2 /* comments and history, asked for at once */

#define BUG_FIELDS                                                                                     \
	"id,summary,whiteboard,status,resolution,product,component,creator,assigned_to,creation_time," \
	"last_change_time,cf_last_resolved,dupe_of,cc,keywords,see_also,depends_on,blocks,flags"
/* BMO only. Not all of `comments`: raw_text would repeat text. */
#define CONVERSATION_FIELDS                                                                            \
	"comments.id,comments.count,comments.creator,comments.time,comments.text,comments.is_private," \
	"comments.attachment_id,history"
#define COMMENT_FIELDS "id,count,creator,time,text,is_private,attachment_id"

struct bugzilla {
	struct source source; /* first: the calls get a pointer to it */
	const struct server *server;
	struct http *http;
	struct arena *home; /* of the facts' texts */
	bool is_connected;
	bool is_bmo;
	enum http_key key_how;
};

/* --- asking --- */

struct reply {
	cJSON *root; /* NULL unless the verdict is good */
	enum verdict verdict;
};

static void replies_free(struct reply *replies, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cJSON_Delete(replies[i].root);
}

static bool set_back(struct bugzilla *self, enum setback setback, struct error *err)
{
	self->source.setback = setback;
	return error_prefix(err, "%s: ", self->server->url);
}

static bool set_back_by_http(struct bugzilla *self, enum http_result result, struct error *err)
{
	if (result == HTTP_STOPPED) {
		self->source.setback = SETBACK_STOPPED;
		return false;
	}
	return set_back(self, result == HTTP_FATAL ? SETBACK_FATAL : SETBACK_TRANSIENT, err);
}

static bool set_back_by_verdict(struct bugzilla *self, enum verdict verdict, struct error *err)
{
	if (verdict == ANSWER_LOGIN)
		error_set(err, FAULT_KEY, "nothing is shown without a login: %s",
			  self->source.facts.key_refused ? "the API key was refused"
							 : "configure an API key (`api_key_command`)");
	if (verdict == ANSWER_RATE_LIMIT)
		return set_back(self, SETBACK_BLOCKED, err);
	return set_back(self, verdict == ANSWER_BROKEN ? SETBACK_TRANSIENT : SETBACK_FATAL, err);
}

/* Five wrong keys a minute count as abuse: one refusal is the last time it was sent (quirk 11). */
static void drop_key(struct bugzilla *self)
{
	struct source_facts *facts = &self->source.facts;
	log_line(LOG_WARN, "%s: the API key was refused; going on without it", self->server->url);
	self->key_how = HTTP_KEY_NONE;
	http_set_key(self->http, HTTP_KEY_NONE, NULL);
	facts->key_refused = true;
	facts->is_authenticated = false;
	facts->login = "";
	facts->notice = "the API key was refused: only public data is read";
}

/* Judges each answer; *err is of the first that is not good, *worst its verdict. */
static void read_replies(struct bugzilla *self, const struct http_answer *answers, size_t n,
			 struct reply *replies, enum verdict *worst, struct error *err)
{
	*worst = ANSWER_GOOD;
	for (size_t i = 0; i < n; i++) {
		struct error why;
		replies[i].root = bugzilla_json_answer(answers[i].status, str_text(&answers[i].body),
						       answers[i].body.len, &replies[i].verdict, &why);
		if (answers[i].retry_after_s > self->source.retry_after_s)
			self->source.retry_after_s = answers[i].retry_after_s;
		if (replies[i].verdict != ANSWER_GOOD && *worst == ANSWER_GOOD) {
			*worst = replies[i].verdict;
			*err = why;
		}
	}
}

/* Asks for all targets at once. False, with the setback set, when one cannot be had now. *worst is then
 * ANSWER_GOOD, or one of the two that only the caller can judge: ANSWER_HIDDEN and ANSWER_NO_ROUTE, said in
 * *err too. The caller ends the replies with replies_free in either case. */
static bool ask(struct bugzilla *self, const char *const *targets, size_t n, struct reply *replies,
		enum verdict *worst, struct error *err)
{
	struct http_answer *answers = mem_array(n, sizeof *answers);
	bool ok = false;
	*worst = ANSWER_BROKEN;
	memset(replies, 0, n * sizeof *replies);
	self->source.retry_after_s = 0;
	self->source.requests += (unsigned)n;
	enum http_result result = http_get(self->http, targets, n, answers, self->source.stop, err);
	if (result != HTTP_ANSWERED) {
		set_back_by_http(self, result, err);
		goto out;
	}
	read_replies(self, answers, n, replies, worst, err);
	http_answers_free(answers, n);
	ok = *worst == ANSWER_GOOD || *worst == ANSWER_HIDDEN || *worst == ANSWER_NO_ROUTE;
	if (*worst == ANSWER_KEY_REFUSED && self->key_how != HTTP_KEY_NONE) {
		replies_free(replies, n);
		drop_key(self);
		ok = ask(self, targets, n, replies, worst, err); /* once more at most: no key is left */
	} else if (!ok) {
		set_back_by_verdict(self, *worst, err);
	}
out:
	free(answers);
	return ok;
}

/* One request whose answer must be good. NULL, with the setback set, when it is not; else the caller ends it
 * with cJSON_Delete. */
static cJSON *ask_one(struct bugzilla *self, const char *target, struct error *err)
{
	struct reply reply;
	enum verdict verdict;
	if (!ask(self, &target, 1, &reply, &verdict, err)) {
		replies_free(&reply, 1);
		return NULL;
	}
	if (verdict != ANSWER_GOOD)
		set_back_by_verdict(self, verdict, err);
	return reply.root;
}

/* An answer that is good JSON, but not what was asked for. */
static bool refuse_content(struct bugzilla *self, const char *what, struct error *err)
{
	error_prefix(err, "the answer to %s is not as expected: ", what);
	err->fault = FAULT_UNREACHABLE;
	return set_back(self, SETBACK_TRANSIENT, err);
}

/* --- who and what --- */

static void use_key(struct bugzilla *self, enum http_key how)
{
	self->key_how = how;
	http_set_key(self->http, how, self->server->api_key);
}

/* BMO's version is a date: 20260820.1. */
static bool is_bmo_version(const char *version)
{
	size_t digits = strspn(version, "0123456789");
	return digits == strlen("20260820");
}

static bool find_kind(struct bugzilla *self, struct error *err)
{
	const char *version = NULL;
	cJSON *root = ask_one(self, "/rest/version", err);
	if (!root)
		return false;
	bool ok = bugzilla_json_version(root, self->home, &version, err);
	cJSON_Delete(root);
	if (!ok)
		return refuse_content(self, "/rest/version", err);
	self->is_bmo = is_bmo_version(version);
	return true;
}

/* Only BMO has /whoami, and only BMO looks at the header: the answer tells the kind of server as well. */
static bool prove_by_whoami(struct bugzilla *self, bool *is_known, struct error *err)
{
	static const char *const target = "/rest/whoami";
	struct source_facts *facts = &self->source.facts;
	struct reply reply;
	enum verdict verdict;
	use_key(self, HTTP_KEY_HEADER);
	bool ok = ask(self, &target, 1, &reply, &verdict, err);
	if (!ok && (facts->key_refused || self->source.setback == SETBACK_FATAL)) {
		ok = true; /* without the key nobody is told who he is: /version decides the rest */
	} else if (ok && verdict == ANSWER_GOOD) {
		ok = bugzilla_json_whoami(reply.root, self->home, &facts->login, err) ||
		     refuse_content(self, target, err);
		*is_known = self->is_bmo = facts->is_authenticated = ok;
	} else if (ok) {
		*is_known = verdict == ANSWER_NO_ROUTE; /* 5.x */
	}
	replies_free(&reply, 1);
	return ok;
}

static bool prove_by_valid_login(struct bugzilla *self, struct error *err)
{
	struct source_facts *facts = &self->source.facts;
	const char *login = self->server->login;
	bool is_valid = false;
	use_key(self, HTTP_KEY_PARAMETER);
	if (!login) {
		facts->notice = "the API key cannot be proved: `me` has no `bugzilla` account";
		return true;
	}
	struct str target = {0};
	str_add(&target, "/rest/valid_login");
	http_add_parameter(&target, "login", login);
	cJSON *root = ask_one(self, target.at, err);
	bool ok = root && (bugzilla_json_valid_login(root, &is_valid, err) ||
			   refuse_content(self, "/rest/valid_login", err));
	cJSON_Delete(root);
	str_free(&target);
	if (ok && is_valid) {
		facts->is_authenticated = true;
		facts->login = login;
	} else if (ok && !facts->key_refused) {
		facts->notice =
			arena_printf(self->home, "the API key cannot be proved: it is not %s's", login);
	}
	return ok;
}

static bool prove_key(struct bugzilla *self, bool *is_known, struct error *err)
{
	if (!prove_by_whoami(self, is_known, err))
		return false;
	if (self->source.facts.key_refused || (*is_known && self->is_bmo))
		return true;
	if (!*is_known && !find_kind(self, err))
		return false;
	*is_known = true;
	if (!self->is_bmo)
		return prove_by_valid_login(self, err);
	self->source.facts.notice = "the API key cannot be proved: the server does not say whose it is";
	return true;
}

static bool connect_server(struct source *source, struct error *err)
{
	struct bugzilla *self = (struct bugzilla *)source;
	bool is_known = false, has_key = self->server->api_key && self->server->api_key[0];
	if (self->is_connected)
		return true;
	if (has_key && !source->facts.key_refused && !prove_key(self, &is_known, err))
		return false;
	if (!is_known && !find_kind(self, err))
		return false;
	source->facts.kind = self->is_bmo ? "bmo" : "5.x";
	self->is_connected = true;
	log_line(LOG_INFO, "%s: %s, %s", self->server->url, source->facts.kind,
		 source->facts.is_authenticated ? source->facts.login : "anonymous");
	return true;
}

/* --- searching --- */

static void add_number(struct str *target, const char *name, int64_t number)
{
	char text[24];
	snprintf(text, sizeof text, "%" PRId64, number);
	http_add_parameter(target, name, text);
}

static void add_ids(struct str *target, const int64_t *ids, size_t n)
{
	struct str list = {0};
	for (size_t i = 0; i < n; i++)
		str_addf(&list, "%s%" PRId64, i ? "," : "", ids[i]);
	http_add_parameter(target, "id", str_text(&list));
	str_free(&list);
}

static void add_which(const struct bugzilla *self, struct str *target, const struct query *query)
{
	const struct server *server = self->server;
	http_add_parameter(target, "product", server->product);
	http_add_parameter(target, "component", server->component);
	if (query->which != WHICH_ALL)
		http_add_parameter(target, "status",
				   query->which == WHICH_CLOSED ? "__closed__" : "__open__");
	if (query->which != WHICH_OURS_OPEN)
		return;
	/* Any of these words. More of them than a request line takes are left to the phases that follow. */
	for (size_t i = 0; i < server->n_ca_names && target->len < HTTP_TARGET_BYTES / 2; i++)
		http_add_parameter(target, "summary", server->ca_names[i]);
}

static size_t limit_of(const struct query *query)
{
	return query->ids_only ? LIST_BUGS : PAGE_BUGS;
}

static void make_search(const struct bugzilla *self, const struct query *query, struct str *target)
{
	char since[UTC_TEXT_BYTES];
	str_add(target, "/rest/bug");
	add_which(self, target, query);
	/* With its Z: without a zone it would be the server's local time. */
	if (query->changed_since_utc != UTC_NONE)
		http_add_parameter(target, "last_change_time", utc_print(query->changed_since_utc, since));
	if (query->ids)
		add_ids(target, query->ids, query->n_ids);
	if (query->after_id > 0 && !query->newest_first) {
		http_add_parameter(target, "f1", "bug_id");
		http_add_parameter(target, "o1", "greaterthan");
		add_number(target, "v1", query->after_id);
	}
	http_add_parameter(target, "order", query->newest_first ? "changeddate DESC" : "bug_id");
	add_number(target, "limit", (int64_t)limit_of(query));
	http_add_parameter(target, "include_fields",
			   query->ids_only ? "id,last_change_time"
			   : self->is_bmo  ? BUG_FIELDS "," CONVERSATION_FIELDS
					   : BUG_FIELDS);
}

/* Nothing in an answer says that there is more: the server may have lowered the limit in silence (quirk 3).
 * An empty page is the end; so is one that is smaller than another was, since the cap is not below that. */
static bool is_last_page(struct source *source, const struct query *query, size_t n)
{
	bool is_below_cap = n < limit_of(query) && n < source->largest_page;
	if (n > source->largest_page)
		source->largest_page = n;
	return n == 0 || is_below_cap;
}

static bool search_server(struct source *source, const struct query *query, struct arena *home,
			  struct page *page, struct error *err)
{
	struct bugzilla *self = (struct bugzilla *)source;
	struct str target = {0};
	make_search(self, query, &target);
	cJSON *root = ask_one(self, target.at, err);
	bool ok = root && (bugzilla_json_search(root, query->ids_only, home, page, err) ||
			   refuse_content(self, "/rest/bug", err));
	if (ok)
		page->is_last = is_last_page(source, query, page->n);
	cJSON_Delete(root);
	str_free(&target);
	return ok;
}

/* --- comments and history, in batches --- */

/* The address of the first bug takes the others as parameters; a list by comma it does not (100). */
static void make_batch(const struct record *records, size_t n, const char *what, struct str *target)
{
	str_addf(target, "/rest/bug/%" PRId64 "/%s", records[0].bug->id, what);
	for (size_t i = 1; i < n; i++)
		add_number(target, "ids", records[i].bug->id);
}

static bool take_batch(struct bugzilla *self, const struct reply *comments, const struct reply *history,
		       struct record *records, size_t n, struct arena *home, struct error *err)
{
	if (comments && !bugzilla_json_comment_batch(comments->root, records, n, home, err))
		return refuse_content(self, "/comment", err);
	if (history && !bugzilla_json_history_batch(history->root, records, n, home, err))
		return refuse_content(self, "/history", err);
	return true;
}

static bool get_batch(struct bugzilla *self, struct record *records, size_t n, unsigned parts,
		      struct arena *home, enum verdict *worst, struct error *err)
{
	struct str comments = {0}, history = {0};
	const char *targets[BATCH_PARTS];
	struct reply replies[BATCH_PARTS];
	size_t n_targets = 0, nth_comments = 0, nth_history = 0;
	if (parts & PART_COMMENTS) {
		make_batch(records, n, "comment", &comments);
		http_add_parameter(&comments, "include_fields", COMMENT_FIELDS);
		nth_comments = n_targets;
		targets[n_targets++] = comments.at;
	}
	if (parts & PART_HISTORY) {
		make_batch(records, n, "history", &history);
		nth_history = n_targets;
		targets[n_targets++] = history.at;
	}
	bool ok = ask(self, targets, n_targets, replies, worst, err);
	if (ok && *worst == ANSWER_GOOD)
		ok = take_batch(self, parts & PART_COMMENTS ? &replies[nth_comments] : NULL,
				parts & PART_HISTORY ? &replies[nth_history] : NULL, records, n, home, err);
	replies_free(replies, n_targets);
	str_free(&comments);
	str_free(&history);
	return ok;
}

/* One bug that cannot be read fails the batch it is in: the halves are asked for apart, until it stands
 * alone and is left as it was. */
static bool get_conversations(struct bugzilla *self, struct record *records, size_t n, unsigned parts,
			      struct arena *home, struct error *err)
{
	enum verdict worst;
	if (n == 0)
		return true;
	if (!get_batch(self, records, n, parts, home, &worst, err))
		return false;
	if (worst == ANSWER_GOOD || (worst == ANSWER_HIDDEN && n == 1))
		return true;
	if (worst != ANSWER_HIDDEN)
		return set_back_by_verdict(self, worst, err);
	size_t half = n / 2;
	return get_conversations(self, records, half, parts, home, err) &&
	       get_conversations(self, records + half, n - half, parts, home, err);
}

static bool conversations_server(struct source *source, struct record *records, size_t n, unsigned parts,
				 struct arena *home, struct error *err)
{
	unsigned missing = 0;
	for (size_t i = 0; i < n; i++)
		missing |= (records[i].has_comments ? 0U : PART_COMMENTS) |
			   (records[i].has_history ? 0U : PART_HISTORY);
	parts &= missing;
	for (size_t from = 0; parts && from < n; from += PAGE_BUGS) {
		size_t batch = n - from < PAGE_BUGS ? n - from : PAGE_BUGS;
		if (!get_conversations((struct bugzilla *)source, records + from, batch, parts, home, err))
			return false;
	}
	return true;
}

/* --- the rest of a source --- */

static bool wait_server(struct source *source, int64_t ms)
{
	return http_wait(((struct bugzilla *)source)->http, ms, source->stop);
}

static void wake_server(struct source *source)
{
	http_wake(((struct bugzilla *)source)->http);
}

static void close_server(struct source *source)
{
	struct bugzilla *self = (struct bugzilla *)source;
	http_close(self->http);
	arena_free(self->home);
	free(self);
}

static const struct source_calls calls = {
	.connect = connect_server,
	.search = search_server,
	.conversations = conversations_server,
	.wait = wait_server,
	.wake = wake_server,
	.close = close_server,
};

struct source *bugzilla_open(const struct server *server, struct error *err)
{
	struct http_options options = {
		.base_url = server->url,
		.ca_file = server->ca_file,
		.timeout_ms = server->timeout_ms,
		.body_max_bytes = BODY_MAX_BYTES,
	};
	struct http *http = http_open(&options, err);
	if (!http)
		return NULL;

	struct bugzilla *self = mem_alloc(sizeof *self);
	self->server = server;
	self->http = http;
	self->home = arena_new();
	self->source.calls = &calls;
	self->source.facts = (struct source_facts){
		.kind = "",
		.server = server->url,
		.origin =
			arena_printf(self->home, "%s %s/%s", server->url, server->product, server->component),
		.login = "",
		.knows_ours = server->n_ca_names > 0,
		.as_of_utc = UTC_NONE,
		.notice = "",
	};
	return &self->source;
}
