#include "net/bugzilla_json.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utc.h"

/* --- is it an answer? --- */

/* What stands in place of an answer when a server refuses. */
struct refusal {
	int64_t code;        /* 0: none (quirk 19); may be negative */
	const char *message; /* for people, in their words and lines */
};

static bool find_refusal(const cJSON *root, struct refusal *refusal)
{
	const cJSON *error = json_member(root, "error");
	if (!error || cJSON_IsFalse(error))
		return false;

	/* `code` may be absent and `error` the text itself (quirk 19): what is there is taken, no more. */
	const cJSON *code = json_member(root, "code"), *message = json_member(root, "message");
	const cJSON *text = cJSON_IsString(error) ? error : message;
	bool has_code = cJSON_IsNumber(code) && code->valuedouble > INT_MIN && code->valuedouble < INT_MAX;
	refusal->code = has_code ? (int64_t)code->valuedouble : 0;
	refusal->message = cJSON_IsString(text) ? text->valuestring : "";
	return true;
}

struct code_verdict {
	int64_t code;
	enum verdict verdict;
};

/* bugzilla.md, "Transport and errors"; a code that is not here is judged by its status. */
static const struct code_verdict code_verdicts[] = {
	{101, ANSWER_HIDDEN}, {102, ANSWER_HIDDEN},  {301, ANSWER_KEY_REFUSED}, {306, ANSWER_KEY_REFUSED},
	{410, ANSWER_LOGIN},  {1001, ANSWER_BROKEN}, {32614, ANSWER_NO_ROUTE},  {100500, ANSWER_BROKEN},
};

static enum verdict judge_status(int status)
{
	return status >= 500 || status == 408 || (status >= 200 && status < 300) ? ANSWER_BROKEN
										 : ANSWER_WRONG;
}

static enum verdict judge_refusal(int status, const struct refusal *refusal)
{
	/* The number is shared with malformed JSON and the like, and comes with either sign. */
	if ((refusal->code == 32000 || refusal->code == -32000) &&
	    str_find_nocase(refusal->message, "rate limit"))
		return ANSWER_RATE_LIMIT;
	for (size_t i = 0; i < sizeof code_verdicts / sizeof *code_verdicts; i++)
		if (code_verdicts[i].code == refusal->code)
			return code_verdicts[i].verdict;
	return judge_status(status);
}

/* What a body that is no JSON is, for people. */
static const char *describe_body(const char *body, size_t len)
{
	struct span text = span_trim((struct span){body, len});
	if (!text.len)
		return "nothing";
	return text.at[0] == '<' ? "a web page" : "something that is not JSON";
}

static cJSON *refuse(cJSON *root, enum verdict verdict, enum verdict *out)
{
	cJSON_Delete(root);
	*out = verdict;
	return NULL;
}

cJSON *bugzilla_json_answer(int status, const char *body, size_t len, enum verdict *verdict,
			    struct error *err)
{
	struct refusal refusal;
	bool is_2xx = status >= 200 && status < 300;
	*verdict = ANSWER_GOOD;
	if (status == 429) {
		error_set(err, FAULT_UNREACHABLE, "too many requests (status 429)");
		return refuse(NULL, ANSWER_RATE_LIMIT, verdict);
	}
	cJSON *root = json_parse(body, len, err);
	if (!root) {
		error_set(err, FAULT_UNREACHABLE, "the answer is %s (status %d)%s", describe_body(body, len),
			  status, status == 404 ? ": is this the address of a Bugzilla?" : "");
		return refuse(NULL, judge_status(status), verdict);
	}
	if (find_refusal(root, &refusal)) {
		enum verdict why = judge_refusal(status, &refusal);
		error_set(err,
			  why == ANSWER_KEY_REFUSED || why == ANSWER_LOGIN ? FAULT_KEY : FAULT_UNREACHABLE,
			  "the server says (%d/%" PRId64 "): %.300s", status, refusal.code, refusal.message);
		return refuse(root, why, verdict);
	}
	if (!is_2xx) {
		error_set(err, FAULT_UNREACHABLE, "the server answers with status %d", status);
		return refuse(root, judge_status(status), verdict);
	}
	return root;
}

/* Below this, whole numbers are exact in the doubles that cJSON keeps. */
#define BUG_ID_END 9007199254740992.0

/* --- lists in a bug --- */

static bool read_texts(const cJSON *object, const char *key, struct arena *home, const char ***texts,
		       size_t *n, struct error *err)
{
	const cJSON *array = NULL, *item = NULL;
	if (!json_opt_array(object, key, &array, err))
		return false;
	*texts = arena_array(home, (size_t)cJSON_GetArraySize(array), sizeof **texts);
	cJSON_ArrayForEach(item, array) {
		if (!cJSON_IsString(item))
			return error_set(err, FAULT_DATA, "`%s` holds something that is not a text", key);
		(*texts)[(*n)++] = arena_strdup(home, item->valuestring);
	}
	return true;
}

static bool is_bug_id(const cJSON *item)
{
	double id = cJSON_IsNumber(item) ? item->valuedouble : 0;
	return id >= 1 && id < BUG_ID_END && (double)(int64_t)id >= id;
}

static bool read_ids(const cJSON *object, const char *key, struct arena *home, int64_t **ids, size_t *n,
		     struct error *err)
{
	const cJSON *array = NULL, *item = NULL;
	if (!json_opt_array(object, key, &array, err))
		return false;
	*ids = arena_array(home, (size_t)cJSON_GetArraySize(array), sizeof **ids);
	cJSON_ArrayForEach(item, array) {
		if (!is_bug_id(item))
			return error_set(err, FAULT_DATA, "`%s` holds something that is not a bug's number",
					 key);
		(*ids)[(*n)++] = (int64_t)item->valuedouble;
	}
	return true;
}

/* --- flags --- */

static bool read_flag(const cJSON *object, struct arena *home, struct flag *flag, struct error *err)
{
	const char *status = NULL;
	if (!json_get_int(object, "id", &flag->id, err) ||
	    !json_get_string(object, "name", home, &flag->name, err) ||
	    !json_get_string(object, "status", home, &status, err) ||
	    !json_get_string(object, "setter", home, &flag->setter, err) ||
	    !json_opt_string(object, "requestee", home, &flag->requestee, err) ||
	    !json_get_time(object, "creation_date", &flag->created_utc, err))
		return false;
	if (!status[0] || status[1] || !strchr("?+-X", status[0]))
		return error_set(err, FAULT_DATA, "`status` is none of ? + - X");
	flag->status = status[0];
	flag->modified_utc = flag->created_utc;
	return json_opt_time(object, "modification_date", &flag->modified_utc, err);
}

static bool read_flags(const cJSON *object, struct arena *home, struct bug *bug, struct error *err)
{
	const cJSON *array = NULL, *item = NULL;
	if (!json_get_array(object, "flags", &array, err))
		return false;
	bug->flags = arena_array(home, (size_t)cJSON_GetArraySize(array), sizeof *bug->flags);
	cJSON_ArrayForEach(item, array) {
		if (!read_flag(item, home, &bug->flags[bug->n_flags], err))
			return error_prefix(err, "flag %zu: ", bug->n_flags + 1);
		bug->n_flags++;
	}
	return true;
}

/* --- a bug --- */

/* FIELDS_NAMES. */
static bool read_names(const cJSON *object, struct arena *home, struct bug *bug, struct error *err)
{
	const cJSON *assignee = json_member(object, "assigned_to_detail");
	bug->assignee_name = "";
	return json_get_string(object, "summary", home, &bug->summary, err) &&
	       json_get_string(object, "status", home, &bug->status, err) &&
	       json_get_string(object, "resolution", home, &bug->resolution, err) &&
	       json_get_string(object, "assigned_to", home, &bug->assignee, err) &&
	       json_opt_string(assignee, "real_name", home, &bug->assignee_name, err) &&
	       json_get_time(object, "last_change_time", &bug->changed_utc, err);
}

static bool read_other_texts(const cJSON *object, struct arena *home, struct bug *bug, struct error *err)
{
	bug->product = bug->component = "";
	return json_get_string(object, "whiteboard", home, &bug->whiteboard, err) &&
	       json_get_string(object, "creator", home, &bug->creator, err) &&
	       json_opt_string(object, "product", home, &bug->product, err) &&
	       json_opt_string(object, "component", home, &bug->component, err);
}

static bool read_lists_of_bug(const cJSON *object, struct arena *home, struct bug *bug, struct error *err)
{
	return read_texts(object, "cc", home, &bug->cc, &bug->n_cc, err) &&
	       read_texts(object, "keywords", home, &bug->keywords, &bug->n_keywords, err) &&
	       read_texts(object, "see_also", home, &bug->see_also, &bug->n_see_also, err) &&
	       read_ids(object, "depends_on", home, &bug->depends_on, &bug->n_depends_on, err) &&
	       read_ids(object, "blocks", home, &bug->blocks, &bug->n_blocks, err) &&
	       read_flags(object, home, bug, err);
}

static bool read_bug(const cJSON *object, struct arena *home, struct bug *bug, struct error *err)
{
	bug->resolved_utc = UTC_NONE;
	return read_names(object, home, bug, err) && read_other_texts(object, home, bug, err) &&
	       json_get_time(object, "creation_time", &bug->created_utc, err) &&
	       json_opt_time(object, "cf_last_resolved", &bug->resolved_utc, err) &&
	       json_opt_int(object, "dupe_of", &bug->dupe_of, err) &&
	       read_lists_of_bug(object, home, bug, err);
}

/* BMO's search gives both halves of the conversation inside the bug. */
static bool read_conversation(const cJSON *object, struct record *record, struct arena *home,
			      struct error *err)
{
	const cJSON *comments = json_member(object, "comments"), *history = json_member(object, "history");
	return (!comments || bugzilla_json_comments(comments, record, home, err)) &&
	       (!history || bugzilla_json_history(history, record, home, err));
}

static void set_trouble(struct record *record, const struct error *why, struct arena *home)
{
	record->trouble = arena_strdup(home, why->text);
}

static bool read_record(const cJSON *object, enum query_fields fields, struct arena *home,
			struct record *record, struct error *err)
{
	const cJSON *id = json_member(object, "id");
	if (!is_bug_id(id))
		return error_set(err, FAULT_DATA, "a bug's `id` is missing or not a bug's number");

	struct error why;
	struct bug *bug = record->bug = arena_alloc(home, sizeof *bug);
	bug->id = (int64_t)id->valuedouble;
	bug->changed_utc = UTC_NONE;
	bool ok = false;
	switch (fields) {
	case FIELDS_ALL:
		ok = read_bug(object, home, bug, &why) && read_conversation(object, record, home, &why);
		break;
	case FIELDS_NAMES:
		ok = read_names(object, home, bug, &why);
		break;
	case FIELDS_IDS:
		ok = json_get_time(object, "last_change_time", &bug->changed_utc, &why);
		break;
	}
	if (!ok)
		set_trouble(record, &why, home);
	return true;
}

static int by_id(const void *a, const void *b)
{
	const struct record *left = a, *right = b;
	return (left->bug->id > right->bug->id) - (left->bug->id < right->bug->id);
}

bool bugzilla_json_bugs(const cJSON *bugs, enum query_fields fields, struct arena *home, struct page *page,
			struct error *err)
{
	const cJSON *object = NULL;
	*page = (struct page){
		.records = arena_array(home, (size_t)cJSON_GetArraySize(bugs), sizeof *page->records)};
	if (!cJSON_IsArray(bugs))
		return error_set(err, FAULT_DATA, "`bugs` is not a list");
	cJSON_ArrayForEach(object, bugs)
		if (!read_record(object, fields, home, &page->records[page->n++], err))
			return false;

	if (page->n)
		qsort(page->records, page->n, sizeof *page->records, by_id);
	for (size_t i = 1; i < page->n; i++)
		if (page->records[i].bug->id == page->records[i - 1].bug->id)
			return error_set(err, FAULT_DATA, "bug %" PRId64 " is there twice",
					 page->records[i].bug->id);
	return true;
}

bool bugzilla_json_search(const cJSON *root, enum query_fields fields, struct arena *home, struct page *page,
			  struct error *err)
{
	const cJSON *bugs = NULL;
	return json_get_array(root, "bugs", &bugs, err) && bugzilla_json_bugs(bugs, fields, home, page, err);
}

/* --- comments --- */

static bool read_comment(const cJSON *object, struct arena *home, struct comment *comment, struct error *err)
{
	int64_t number = 0;
	if (!json_get_int(object, "id", &comment->id, err))
		return error_prefix(err, "a comment's ");
	bool ok = json_get_int(object, "count", &number, err) &&
		  json_get_string(object, "creator", home, &comment->author, err) &&
		  json_get_time(object, "time", &comment->time_utc, err) &&
		  json_get_string(object, "text", home, &comment->text, err) &&
		  json_opt_bool(object, "is_private", &comment->is_private, err) &&
		  json_opt_int(object, "attachment_id", &comment->attachment_id, err);
	if (ok && (number < 0 || number > INT_MAX))
		ok = error_set(err, FAULT_DATA, "`count` is not a comment's number");
	comment->number = ok ? (int)number : 0;
	return ok || error_prefix(err, "comment %" PRId64 ": ", comment->id);
}

bool bugzilla_json_comments(const cJSON *comments, struct record *record, struct arena *home,
			    struct error *err)
{
	struct conversation *conversation = &record->conversation;
	const cJSON *object = NULL;
	if (!cJSON_IsArray(comments))
		return error_set(err, FAULT_DATA, "`comments` is not a list");

	conversation->n_comments = 0;
	conversation->comments =
		arena_array(home, (size_t)cJSON_GetArraySize(comments), sizeof *conversation->comments);
	cJSON_ArrayForEach(object, comments)
		if (!read_comment(object, home, &conversation->comments[conversation->n_comments++], err))
			return false;
	conversation_sort(conversation);
	record->has_comments = true;
	return true;
}

/* --- history --- */

static bool read_change(const cJSON *object, struct arena *home, struct change *change, struct error *err)
{
	change->removed = change->added = "";
	return json_get_string(object, "field_name", home, &change->field, err) &&
	       json_opt_string(object, "removed", home, &change->removed, err) &&
	       json_opt_string(object, "added", home, &change->added, err);
}

/* The changes of one save, appended: they share time and person. */
static bool read_save(const cJSON *object, struct arena *home, struct conversation *conversation,
		      struct error *err)
{
	struct change save = {0};
	const cJSON *changes = NULL, *item = NULL;
	if (!json_get_time(object, "when", &save.when_utc, err) ||
	    !json_get_string(object, "who", home, &save.who, err) ||
	    !json_get_array(object, "changes", &changes, err))
		return false;
	cJSON_ArrayForEach(item, changes) {
		struct change *change = &conversation->changes[conversation->n_changes];
		*change = save;
		if (!read_change(item, home, change, err))
			return false;
		conversation->n_changes++;
	}
	return true;
}

static size_t count_changes(const cJSON *history)
{
	size_t n = 0;
	const cJSON *object = NULL;
	cJSON_ArrayForEach(object, history)
		n += (size_t)cJSON_GetArraySize(json_member(object, "changes"));
	return n;
}

bool bugzilla_json_history(const cJSON *history, struct record *record, struct arena *home, struct error *err)
{
	struct conversation *conversation = &record->conversation;
	const cJSON *object = NULL;
	size_t nth = 0;
	if (!cJSON_IsArray(history))
		return error_set(err, FAULT_DATA, "`history` is not a list");

	conversation->n_changes = 0;
	conversation->changes = arena_array(home, count_changes(history), sizeof *conversation->changes);
	cJSON_ArrayForEach(object, history) {
		nth++;
		if (!read_save(object, home, conversation, err))
			return error_prefix(err, "history entry %zu: ", nth);
	}
	conversation_sort(conversation);
	record->has_history = true;
	return true;
}

/* --- answers for several bugs --- */

bool bugzilla_json_comment_batch(const cJSON *root, struct record *records, size_t n, struct arena *home,
				 struct error *err)
{
	const cJSON *bugs = NULL;
	if (!json_get_object(root, "bugs", &bugs, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		char key[24]; /* ids are keys here, as text */
		snprintf(key, sizeof key, "%" PRId64, records[i].bug->id);
		const cJSON *bug = json_member(bugs, key), *comments = NULL;
		struct error why;
		if (bug && (!json_get_array(bug, "comments", &comments, &why) ||
			    !bugzilla_json_comments(comments, &records[i], home, &why)))
			set_trouble(&records[i], &why, home);
	}
	return true;
}

static struct record *find_record(struct record *records, size_t n, int64_t bug_id)
{
	for (size_t i = 0; i < n; i++)
		if (records[i].bug->id == bug_id)
			return &records[i];
	return NULL;
}

bool bugzilla_json_history_batch(const cJSON *root, struct record *records, size_t n, struct arena *home,
				 struct error *err)
{
	const cJSON *bugs = NULL, *bug = NULL;
	if (!json_get_array(root, "bugs", &bugs, err))
		return false;
	cJSON_ArrayForEach(bug, bugs) {
		int64_t bug_id = 0;
		const cJSON *history = NULL;
		struct error why;
		if (!json_get_int(bug, "id", &bug_id, err))
			return false;
		struct record *record = find_record(records, n, bug_id);
		if (record && (!json_get_array(bug, "history", &history, &why) ||
			       !bugzilla_json_history(history, record, home, &why)))
			set_trouble(record, &why, home);
	}
	return true;
}

/* --- who and what the server is --- */

bool bugzilla_json_version(const cJSON *root, struct arena *home, const char **version, struct error *err)
{
	return json_get_string(root, "version", home, version, err);
}

bool bugzilla_json_whoami(const cJSON *root, struct arena *home, const char **login, struct error *err)
{
	return json_get_string(root, "name", home, login, err);
}

bool bugzilla_json_valid_login(const cJSON *root, bool *is_valid, struct error *err)
{
	/* BMO answers a bare `true` where 5.x answers {"result":true}. */
	const cJSON *result = cJSON_IsObject(root) ? json_member(root, "result") : root;
	if (!cJSON_IsBool(result))
		return error_set(err, FAULT_DATA, "`result` is missing or not true or false");
	*is_valid = cJSON_IsTrue(result);
	return true;
}

bool bugzilla_json_time(const cJSON *root, int64_t *server_utc, struct error *err)
{
	return json_get_time(root, "db_time", server_utc, err);
}
