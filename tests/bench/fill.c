#include "tests/bench/fill.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utc.h"
#include "net/copy.h"
#include "store/cache.h"

/* Bugs of one transaction: a page of a sync. */
#define PAGE_BUGS 50

/* --- a cache --- */

struct cache_fill {
	struct cache *cache;
	size_t n;
};

static bool put(void *context, const struct bug *bug, const struct conversation *conversation,
		struct error *err)
{
	struct cache_fill *fill = context;
	struct cache *cache = fill->cache;

	if (fill->n % PAGE_BUGS == 0 && !cache_begin(cache, err))
		return false;
	if (!cache_put_bug(cache, bug, err) || !cache_put_conversation(cache, bug->id, conversation, err))
		return false;
	return ++fill->n % PAGE_BUGS > 0 || cache_commit(cache, err);
}

/* As a complete sync leaves it. Nobody syncs with this cache, so where it comes from is no matter. */
static bool mark(struct cache *cache, struct error *err)
{
	struct copy copy = {.origin = "the bench"};

	utc_parse(DATA_NOW, &copy.synced_utc);
	copy.mark_utc = copy.compared_utc = copy.synced_utc;
	return cache_begin(cache, err) && copy_write(cache, &copy, err) && cache_commit(cache, err);
}

bool fill_cache(const struct data_size *size, const char *path, struct error *err)
{
	char *notice;
	struct cache_fill fill = {.cache = cache_open(path, &notice, err)};
	bool ok = fill.cache && data_generate(size, put, &fill, err) && mark(fill.cache, err);

	cache_close(fill.cache);
	free(notice);
	return ok;
}

/* --- the fake server --- */

/* A bundle of the bugs that were not handed over yet. */
struct fake_fill {
	struct fake *fake;
	cJSON *bundle, *bugs, *comments, *history;
	size_t json_bytes;
};

static void add_time(cJSON *object, const char *name, int64_t utc)
{
	char text[UTC_TEXT_BYTES];

	if (utc != UTC_NONE)
		cJSON_AddStringToObject(object, name, utc_print(utc, text));
}

static cJSON *bug_object(const struct bug *bug)
{
	cJSON *object = cJSON_CreateObject();

	cJSON_AddNumberToObject(object, "id", (double)bug->id);
	cJSON_AddStringToObject(object, "summary", bug->summary);
	cJSON_AddStringToObject(object, "whiteboard", bug->whiteboard);
	cJSON_AddStringToObject(object, "status", bug->status);
	cJSON_AddStringToObject(object, "resolution", bug->resolution);
	cJSON_AddStringToObject(object, "product", bug->product);
	cJSON_AddStringToObject(object, "component", bug->component);
	cJSON_AddStringToObject(object, "creator", bug->creator);
	cJSON_AddStringToObject(object, "assigned_to", bug->assignee);
	add_time(object, "creation_time", bug->created_utc);
	add_time(object, "last_change_time", bug->changed_utc);
	add_time(object, "cf_last_resolved", bug->resolved_utc);
	cJSON *cc = cJSON_AddArrayToObject(object, "cc");
	for (size_t i = 0; i < bug->n_cc; i++)
		cJSON_AddItemToArray(cc, cJSON_CreateString(bug->cc[i]));
	return object;
}

static void add_flags(cJSON *object, const struct bug *bug)
{
	cJSON *flags = cJSON_AddArrayToObject(object, "flags");

	for (size_t i = 0; i < bug->n_flags; i++) {
		const char status[] = {bug->flags[i].status, '\0'};
		cJSON *flag = cJSON_CreateObject();
		cJSON_AddNumberToObject(flag, "id", (double)bug->flags[i].id);
		cJSON_AddNumberToObject(flag, "type_id", 5);
		cJSON_AddStringToObject(flag, "name", bug->flags[i].name);
		cJSON_AddStringToObject(flag, "status", status);
		cJSON_AddStringToObject(flag, "setter", bug->flags[i].setter);
		cJSON_AddStringToObject(flag, "requestee", bug->flags[i].requestee);
		add_time(flag, "creation_date", bug->flags[i].created_utc);
		add_time(flag, "modification_date", bug->flags[i].modified_utc);
		cJSON_AddItemToArray(flags, flag);
	}
}

static void add_comments(cJSON *comments, const struct conversation *conversation)
{
	for (size_t i = 0; i < conversation->n_comments; i++) {
		const struct comment *comment = &conversation->comments[i];
		cJSON *object = cJSON_CreateObject();
		cJSON_AddNumberToObject(object, "id", (double)comment->id);
		cJSON_AddNumberToObject(object, "count", comment->number);
		cJSON_AddStringToObject(object, "creator", comment->author);
		cJSON_AddStringToObject(object, "text", comment->text);
		add_time(object, "time", comment->time_utc);
		cJSON_AddItemToArray(comments, object);
	}
}

static void add_history(cJSON *history, const struct conversation *conversation)
{
	for (size_t i = 0; i < conversation->n_changes; i++) {
		const struct change *change = &conversation->changes[i];
		cJSON *entry = cJSON_CreateObject(), *object = cJSON_CreateObject();
		add_time(entry, "when", change->when_utc);
		cJSON_AddStringToObject(entry, "who", change->who);
		cJSON_AddItemToArray(cJSON_AddArrayToObject(entry, "changes"), object);
		cJSON_AddStringToObject(object, "field_name", change->field);
		cJSON_AddStringToObject(object, "removed", change->removed);
		cJSON_AddStringToObject(object, "added", change->added);
		cJSON_AddItemToArray(history, entry);
	}
}

static void begin_bundle(struct fake_fill *fill)
{
	fill->bundle = cJSON_CreateObject();
	cJSON_AddStringToObject(fill->bundle, "fetched_at", DATA_NOW);
	fill->bugs = cJSON_AddArrayToObject(fill->bundle, "bugs");
	fill->comments = cJSON_AddObjectToObject(fill->bundle, "comments");
	fill->history = cJSON_AddObjectToObject(fill->bundle, "history");
}

static bool hand_over(struct fake_fill *fill, struct error *err)
{
	char *json = cJSON_PrintUnformatted(fill->bundle);
	size_t len = strlen(json);
	bool ok = fake_load(fill->fake, json, len, err);

	fill->json_bytes += len;
	cJSON_free(json);
	cJSON_Delete(fill->bundle);
	fill->bundle = NULL;
	return ok;
}

static bool tell(void *context, const struct bug *bug, const struct conversation *conversation,
		 struct error *err)
{
	struct fake_fill *fill = context;
	char id[32];

	if (!fill->bundle)
		begin_bundle(fill);
	snprintf(id, sizeof id, "%lld", (long long)bug->id);
	cJSON *object = bug_object(bug);
	add_flags(object, bug);
	cJSON_AddItemToArray(fill->bugs, object);
	add_comments(cJSON_AddArrayToObject(fill->comments, id), conversation);
	add_history(cJSON_AddArrayToObject(fill->history, id), conversation);
	return cJSON_GetArraySize(fill->bugs) < PAGE_BUGS || hand_over(fill, err);
}

bool fill_fake(const struct data_size *size, struct fake *fake, size_t *json_bytes, struct error *err)
{
	struct fake_fill fill = {.fake = fake};

	json_use_our_memory();
	bool ok = data_generate(size, tell, &fill, err) && (!fill.bundle || hand_over(&fill, err));
	cJSON_Delete(fill.bundle);
	*json_bytes = fill.json_bytes;
	return ok;
}

/* --- text --- */

static bool count(void *context, const struct bug *bug, const struct conversation *conversation,
		  struct error *err)
{
	size_t *bytes = context;

	(void)bug;
	(void)err;
	for (size_t i = 0; i < conversation->n_comments; i++)
		*bytes += strlen(conversation->comments[i].text);
	return true;
}

bool fill_count_text(const struct data_size *size, size_t *text_bytes, struct error *err)
{
	*text_bytes = 0;
	return data_generate(size, count, text_bytes, err);
}
