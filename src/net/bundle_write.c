/* The cache as a bundle (net/bundle.h). The three parts of the format follow each other, so the bugs are gone
 * through three times, each time one after the other: memory holds one of them. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/json.h"
#include "base/str.h"
#include "base/utc.h"
#include "net/bundle.h"
#include "net/copy.h"

#define HEAD "{\"bundle\":1,\"base_url\":" /* by which ours are known */

/* --- values as Bugzilla writes them --- */

static void add_time(cJSON *object, const char *key, int64_t utc)
{
	char text[UTC_TEXT_BYTES];
	if (utc == UTC_NONE)
		cJSON_AddNullToObject(object, key);
	else
		cJSON_AddStringToObject(object, key, utc_print(utc, text));
}

/* As it is: cJSON's own numbers are doubles. */
static cJSON *number(int64_t number)
{
	char text[24];
	snprintf(text, sizeof text, "%" PRId64, number);
	return cJSON_CreateRaw(text);
}

/* 0 is none. */
static void add_optional_number(cJSON *object, const char *key, int64_t value)
{
	cJSON_AddItemToObject(object, key, value ? number(value) : cJSON_CreateNull());
}

static void add_texts(cJSON *object, const char *key, const char *const *texts, size_t n)
{
	cJSON *array = cJSON_AddArrayToObject(object, key);
	for (size_t i = 0; i < n; i++)
		cJSON_AddItemToArray(array, cJSON_CreateString(texts[i]));
}

static void add_numbers(cJSON *object, const char *key, const int64_t *numbers, size_t n)
{
	cJSON *array = cJSON_AddArrayToObject(object, key);
	for (size_t i = 0; i < n; i++)
		cJSON_AddItemToArray(array, number(numbers[i]));
}

/* --- a bug --- */

static void add_flags(cJSON *object, const struct bug *bug)
{
	cJSON *array = cJSON_AddArrayToObject(object, "flags");
	for (size_t i = 0; i < bug->n_flags; i++) {
		const struct flag *flag = &bug->flags[i];
		cJSON *item = cJSON_CreateObject();
		cJSON_AddItemToObject(item, "id", number(flag->id));
		cJSON_AddStringToObject(item, "name", flag->name);
		cJSON_AddStringToObject(item, "status", (const char[]){flag->status, '\0'});
		cJSON_AddStringToObject(item, "setter", flag->setter);
		if (flag->requestee) /* absent, not null, when anybody may answer */
			cJSON_AddStringToObject(item, "requestee", flag->requestee);
		add_time(item, "creation_date", flag->created_utc);
		add_time(item, "modification_date", flag->modified_utc);
		cJSON_AddItemToArray(array, item);
	}
}

static void add_people(cJSON *object, const struct bug *bug)
{
	cJSON *detail = cJSON_CreateObject();
	cJSON_AddStringToObject(object, "creator", bug->creator);
	cJSON_AddStringToObject(object, "assigned_to", bug->assignee);
	cJSON_AddStringToObject(detail, "name", bug->assignee);
	cJSON_AddStringToObject(detail, "real_name", bug->assignee_name);
	cJSON_AddItemToObject(object, "assigned_to_detail", detail);
	add_texts(object, "cc", bug->cc, bug->n_cc);
}

static cJSON *json_of_bug(const struct bug *bug)
{
	cJSON *object = cJSON_CreateObject();
	cJSON_AddItemToObject(object, "id", number(bug->id));
	cJSON_AddStringToObject(object, "summary", bug->summary);
	cJSON_AddStringToObject(object, "whiteboard", bug->whiteboard);
	cJSON_AddStringToObject(object, "status", bug->status);
	cJSON_AddStringToObject(object, "resolution", bug->resolution);
	cJSON_AddBoolToObject(object, "is_open", bug_is_open(bug));
	cJSON_AddStringToObject(object, "product", bug->product);
	cJSON_AddStringToObject(object, "component", bug->component);
	add_people(object, bug);
	add_time(object, "creation_time", bug->created_utc);
	add_time(object, "last_change_time", bug->changed_utc);
	add_time(object, "cf_last_resolved", bug->resolved_utc);
	add_optional_number(object, "dupe_of", bug->dupe_of);
	add_texts(object, "keywords", bug->keywords, bug->n_keywords);
	add_texts(object, "see_also", bug->see_also, bug->n_see_also);
	add_numbers(object, "depends_on", bug->depends_on, bug->n_depends_on);
	add_numbers(object, "blocks", bug->blocks, bug->n_blocks);
	add_flags(object, bug);
	return object;
}

/* --- what was said and done --- */

static cJSON *json_of_comment(const struct comment *comment)
{
	cJSON *object = cJSON_CreateObject();
	cJSON_AddItemToObject(object, "id", number(comment->id));
	cJSON_AddItemToObject(object, "count", number(comment->number));
	cJSON_AddStringToObject(object, "creator", comment->author);
	add_time(object, "time", comment->time_utc);
	cJSON_AddBoolToObject(object, "is_private", comment->is_private);
	add_optional_number(object, "attachment_id", comment->attachment_id);
	cJSON_AddStringToObject(object, "text", comment->text);
	return object;
}

static cJSON *json_of_comments(const struct conversation *conversation, struct bundle_written *written)
{
	cJSON *array = cJSON_CreateArray();
	for (size_t i = 0; i < conversation->n_comments; i++) {
		const struct comment *comment = &conversation->comments[i];
		if (comment->is_private)
			written->n_private++;
		else
			cJSON_AddItemToArray(array, json_of_comment(comment));
	}
	return array;
}

/* Together with the one before it in one save: the server tells no more than moment and person. */
static bool is_same_save(const struct change *change, const struct change *before)
{
	return change->when_utc == before->when_utc && str_equals(change->who, before->who);
}

static cJSON *json_of_history(const struct conversation *conversation)
{
	cJSON *array = cJSON_CreateArray(), *changes = NULL;
	for (size_t i = 0; i < conversation->n_changes; i++) {
		const struct change *change = &conversation->changes[i];
		cJSON *item = cJSON_CreateObject();
		if (i == 0 || !is_same_save(change, change - 1)) {
			cJSON *save = cJSON_CreateObject();
			add_time(save, "when", change->when_utc);
			cJSON_AddStringToObject(save, "who", change->who);
			changes = cJSON_AddArrayToObject(save, "changes");
			cJSON_AddItemToArray(array, save);
		}
		cJSON_AddStringToObject(item, "field_name", change->field);
		cJSON_AddStringToObject(item, "removed", change->removed);
		cJSON_AddStringToObject(item, "added", change->added);
		cJSON_AddItemToArray(changes, item);
	}
	return array;
}

/* --- the three parts --- */

struct writer {
	struct cache *cache;
	struct os_draft *draft;
	struct bundle_written *written;
	const int64_t *ids;
	size_t n;
};

static bool add_text(struct writer *writer, const char *text, struct error *err)
{
	size_t len = strlen(text);
	writer->written->bytes += len;
	return os_draft_add(writer->draft, text, len, err);
}

/* Deletes the value. `before` stands in front of it: a comma and the like. */
static bool add_value(struct writer *writer, const char *before, cJSON *value, struct error *err)
{
	char *text = cJSON_PrintUnformatted(value);
	bool ok = add_text(writer, before, err) && add_text(writer, text, err);
	cJSON_free(text);
	cJSON_Delete(value);
	return ok;
}

static bool add_bug(struct writer *writer, size_t nth, struct arena *home, struct error *err)
{
	const struct bug *bug;
	if (!cache_get_bug(writer->cache, writer->ids[nth], home, &bug, NULL, err))
		return false;
	return add_value(writer, nth ? ",\n" : "\n", json_of_bug(bug), err);
}

static bool add_conversation(struct writer *writer, size_t nth, bool is_history, struct arena *home,
			     struct error *err)
{
	char before[40];
	struct conversation conversation;
	if (!cache_get_conversation(writer->cache, writer->ids[nth], home, &conversation, err))
		return false;
	snprintf(before, sizeof before, "%s\"%" PRId64 "\":", nth ? ",\n" : "\n", writer->ids[nth]);
	return add_value(writer, before,
			 is_history ? json_of_history(&conversation)
				    : json_of_comments(&conversation, writer->written),
			 err);
}

static bool add_comments(struct writer *writer, size_t nth, struct arena *home, struct error *err)
{
	return add_conversation(writer, nth, false, home, err);
}

static bool add_history(struct writer *writer, size_t nth, struct arena *home, struct error *err)
{
	return add_conversation(writer, nth, true, home, err);
}

static bool add_part(struct writer *writer,
		     bool (*add)(struct writer *writer, size_t nth, struct arena *home, struct error *err),
		     struct error *err)
{
	for (size_t i = 0; i < writer->n; i++) {
		struct arena *home = arena_new();
		bool ok = add(writer, i, home, err);
		arena_free(home);
		if (!ok)
			return false;
	}
	return true;
}

static bool add_head(struct writer *writer, const struct copy *copy, struct error *err)
{
	/* A live server's origin goes on with product and component (net/source.h). */
	struct span rest = span_of(copy->origin), server;
	struct str url = {0};
	char fetched[UTC_TEXT_BYTES];
	span_next_part(&rest, ' ', &server);
	str_add_bytes(&url, server.at, server.len);
	bool ok =
		add_value(writer, HEAD, cJSON_CreateString(str_text(&url)), err) &&
		add_value(writer,
			  ",\"fetched_at\":", cJSON_CreateString(utc_print(copy->synced_utc, fetched)), err);
	str_free(&url);
	return ok;
}

static bool write_parts(struct writer *writer, const struct copy *copy, struct error *err)
{
	return add_head(writer, copy, err) && add_text(writer, ",\n\"bugs\":[", err) &&
	       add_part(writer, add_bug, err) && add_text(writer, "],\n\"comments\":{", err) &&
	       add_part(writer, add_comments, err) && add_text(writer, "},\n\"history\":{", err) &&
	       add_part(writer, add_history, err) && add_text(writer, "}}\n", err);
}

bool bundle_write(struct cache *cache, struct os_draft *draft, struct bundle_written *written,
		  struct error *err)
{
	struct writer writer = {.cache = cache, .draft = draft, .written = written};
	struct arena *home = arena_new();
	struct copy copy;
	bool ok;
	*written = (struct bundle_written){0};
	json_use_our_memory();
	ok = cache_begin_read(cache, err) && copy_read(cache, home, &copy, err) &&
	     cache_ids(cache, CACHE_ALL, home, &writer.ids, &writer.n, err);
	if (ok && (!copy.origin || copy.synced_utc == UTC_NONE))
		ok = error_set(err, FAULT_DATA, "there is no whole copy of a server yet: `sync` first");
	ok = ok && write_parts(&writer, &copy, err);
	cache_rollback(cache);
	arena_free(home);
	return ok;
}

bool bundle_may_replace(const char *path, struct error *err)
{
	static const char head[] = HEAD;
	char begins[sizeof head] = "";
	struct stat status;
	FILE *file;
	size_t got;
	if (str_equals(path, "-") || stat(path, &status) != 0)
		return true;
	if (!S_ISREG(status.st_mode))
		return error_set(err, FAULT_USAGE, "%s is no file; `bundle -` writes to standard output",
				 path);
	file = fopen(path, "re");
	if (!file)
		return error_set(err, FAULT_IO, "cannot read %s: %s", path, strerror(errno));
	got = fread(begins, 1, sizeof head - 1, file);
	fclose(file);
	return got == 0 || str_equals(begins, head) ||
	       error_set(err, FAULT_USAGE,
			 "%s is there and is no bundle of bugclock's; name another file, or remove it", path);
}
