#include "net/bugzilla.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utc.h"
#include "net/bugzilla_ask.h"

#define BODY_MAX_BYTES ((size_t)128 << 20)
#define BATCH_PARTS 2 /* comments and history, asked for at once */

#define ID_FIELDS "id,last_change_time"
#define NAME_FIELDS "id,summary,status,resolution,assigned_to,last_change_time"
#define BUG_FIELDS                                                                                     \
	"id,summary,whiteboard,status,resolution,product,component,creator,assigned_to,creation_time," \
	"last_change_time,cf_last_resolved,dupe_of,cc,keywords,see_also,depends_on,blocks,flags"
/* BMO only. Not all of `comments`: raw_text would repeat text. */
#define CONVERSATION_FIELDS                                                                            \
	"comments.id,comments.count,comments.creator,comments.time,comments.text,comments.is_private," \
	"comments.attachment_id,history"
#define COMMENT_FIELDS "id,count,creator,time,text,is_private,attachment_id"

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
	return query->fields == FIELDS_ALL ? PAGE_BUGS : LIST_BUGS;
}

static const char *fields_of(const struct bugzilla *self, const struct query *query)
{
	switch (query->fields) {
	case FIELDS_IDS:
		return ID_FIELDS;
	case FIELDS_NAMES:
		return NAME_FIELDS;
	case FIELDS_ALL:
		break;
	}
	return self->is_bmo ? BUG_FIELDS "," CONVERSATION_FIELDS : BUG_FIELDS;
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
	http_add_parameter(target, "include_fields", fields_of(self, query));
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

static bool search_once(struct bugzilla *self, const char *target, enum query_fields fields,
			struct arena *home, struct page *page, struct error *err)
{
	cJSON *root = bugzilla_ask_one(self, target, err);
	bool ok = root && (bugzilla_json_search(root, fields, home, page, err) ||
			   bugzilla_refuse_content(self, "/rest/bug", err));
	cJSON_Delete(root);
	return ok;
}

/* What does not page by number would be read for ever. */
static bool check_progress(struct bugzilla *self, const struct query *query, const struct page *page,
			   struct error *err)
{
	if (query->newest_first || page->n == 0 || page->records[0].bug->id > query->after_id)
		return true;
	error_set(err, FAULT_DATA, "after bug %" PRId64 " it begins again with %" PRId64, query->after_id,
		  page->records[0].bug->id);
	return bugzilla_refuse_content(self, "/rest/bug", err);
}

/* BMO answers a search that its database refuses as if nothing were there (quirk 2), and an empty page is the
 * end of a list: before that is believed it is asked for once more. */
static bool search_server(struct source *source, const struct query *query, struct arena *home,
			  struct page *page, struct error *err)
{
	struct bugzilla *self = (struct bugzilla *)source;
	struct str target = {0};
	make_search(self, query, &target);
	if (!str_equals(self->ahead.target, target.at))
		bugzilla_forget_ahead(self);
	bool ok = search_once(self, target.at, query->fields, home, page, err);
	if (ok && page->n == 0)
		ok = search_once(self, target.at, query->fields, home, page, err);
	ok = ok && check_progress(self, query, page, err);
	if (ok)
		page->is_last = is_last_page(source, query, page->n);
	str_free(&target);
	return ok;
}

static void expect_search(struct source *source, const struct query *query)
{
	struct bugzilla *self = (struct bugzilla *)source;
	struct str target = {0};
	bugzilla_forget_ahead(self);
	if (!query)
		return;
	make_search(self, query, &target);
	bugzilla_ask_ahead(self, target.at);
	str_free(&target);
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
		return bugzilla_refuse_content(self, "/comment", err);
	if (history && !bugzilla_json_history_batch(history->root, records, n, home, err))
		return bugzilla_refuse_content(self, "/history", err);
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
	bool ok = bugzilla_ask(self, targets, n_targets, replies, worst, err);
	if (ok && *worst == ANSWER_GOOD)
		ok = take_batch(self, parts & PART_COMMENTS ? &replies[nth_comments] : NULL,
				parts & PART_HISTORY ? &replies[nth_history] : NULL, records, n, home, err);
	bugzilla_replies_free(replies, n_targets);
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
		return bugzilla_set_back(self, worst, err);
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

static bool clock_server(struct source *source, int64_t *server_utc, struct error *err)
{
	static const char *const target = "/rest/time";
	struct bugzilla *self = (struct bugzilla *)source;
	cJSON *root = bugzilla_ask_one(self, target, err);
	bool ok = root &&
		  (bugzilla_json_time(root, server_utc, err) || bugzilla_refuse_content(self, target, err));
	cJSON_Delete(root);
	return ok;
}

static void close_server(struct source *source)
{
	struct bugzilla *self = (struct bugzilla *)source;
	bugzilla_forget_ahead(self);
	http_close(self->http);
	arena_free(self->home);
	free(self);
}

static const struct source_calls calls = {
	.connect = bugzilla_connect,
	.search = search_server,
	.expect = expect_search,
	.conversations = conversations_server,
	.wait = wait_server,
	.wake = wake_server,
	.clock = clock_server,
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
		.version = "",
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
