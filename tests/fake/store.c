#include "tests/fake/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utc.h"

/* --- people --- */

const struct user *store_find_user(const struct store *store, const char *login)
{
	for (size_t i = 0; i < store->n_users; i++)
		if (str_equals(store->users[i].login, login))
			return &store->users[i];
	return NULL;
}

static int64_t free_user_id(const struct store *store)
{
	int64_t id = 0;
	for (size_t i = 0; i < store->n_users; i++)
		if (store->users[i].id > id)
			id = store->users[i].id;
	return id + 1;
}

struct user *store_user(struct store *store, const char *login)
{
	for (size_t i = 0; i < store->n_users; i++)
		if (str_equals(store->users[i].login, login))
			return &store->users[i];
	store->users = mem_resize(store->users, store->n_users + 1, sizeof *store->users);
	struct user *user = &store->users[store->n_users];
	*user = (struct user){
		.id = free_user_id(store), .login = mem_strdup(login), .real_name = mem_strdup("")};
	store->n_users++;
	return user;
}

const struct user *store_key_owner(const struct store *store, const char *key)
{
	for (size_t i = 0; i < store->n_users; i++)
		if (store->users[i].key && str_equals(store->users[i].key, key))
			return &store->users[i];
	return NULL;
}

/* --- bugs --- */

const char *store_text(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
	return text ? text : "";
}

bool store_is_open(const struct stored_bug *bug)
{
	static const char *const closed[] = {"RESOLVED", "VERIFIED", "CLOSED"};
	const char *status = store_text(bug->bug, "status");
	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
		if (str_equals(status, closed[i]))
			return false;
	return true;
}

static size_t place_of(const struct store *store, int64_t bug_id)
{
	size_t low = 0, high = store->n_bugs;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (store->bugs[middle].id < bug_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct stored_bug *store_find(const struct store *store, int64_t bug_id)
{
	size_t place = place_of(store, bug_id);
	bool is_there = place < store->n_bugs && store->bugs[place].id == bug_id;
	return is_there ? &store->bugs[place] : NULL;
}

struct stored_bug *store_file(struct store *store, int64_t bug_id)
{
	size_t place = place_of(store, bug_id);
	if (place < store->n_bugs && store->bugs[place].id == bug_id)
		return &store->bugs[place];
	store->bugs = mem_resize(store->bugs, store->n_bugs + 1, sizeof *store->bugs);
	struct stored_bug *bug = &store->bugs[place];
	memmove(bug + 1, bug, (store->n_bugs - place) * sizeof *bug);
	store->n_bugs++;
	*bug = (struct stored_bug){.id = bug_id,
				   .bug = cJSON_CreateObject(),
				   .comments = cJSON_CreateArray(),
				   .history = cJSON_CreateArray()};
	return bug;
}

static void free_bug(struct stored_bug *bug)
{
	cJSON_Delete(bug->bug);
	cJSON_Delete(bug->comments);
	cJSON_Delete(bug->history);
}

void store_remove(struct store *store, int64_t bug_id)
{
	struct stored_bug *bug = store_find(store, bug_id);
	if (!bug)
		return;
	free_bug(bug);
	memmove(bug, bug + 1, (size_t)(store->bugs + store->n_bugs - (bug + 1)) * sizeof *bug);
	store->n_bugs--;
}

void store_free(struct store *store)
{
	for (size_t i = 0; i < store->n_bugs; i++)
		free_bug(&store->bugs[i]);
	for (size_t i = 0; i < store->n_users; i++) {
		free(store->users[i].login);
		free(store->users[i].real_name);
		free(store->users[i].key);
	}
	free(store->bugs);
	free(store->users);
}

/* --- members --- */

static void learn_detail(struct store *store, const cJSON *detail)
{
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(detail, "id");
	const char *login = store_text(detail, "name"), *real_name = store_text(detail, "real_name");
	if (!*login)
		return;
	struct user *user = store_user(store, login);
	if (cJSON_IsNumber(id))
		user->id = (int64_t)id->valuedouble;
	free(user->real_name);
	user->real_name = mem_strdup(real_name);
}

/* What is said twice in an answer is kept once: people in the table of users, the rest derived. */
static bool is_derived(const char *name)
{
	static const char *const names[] = {"is_open", "comment_count", "comments", "history"};
	size_t len = strlen(name);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_equals(name, names[i]))
			return true;
	return len > 7 && str_equals(name + len - 7, "_detail");
}

static void learn_people(struct store *store, const cJSON *members)
{
	const cJSON *member, *one;
	cJSON_ArrayForEach(member, members) {
		if (!is_derived(member->string))
			continue;
		if (cJSON_IsObject(member))
			learn_detail(store, member);
		if (!cJSON_IsArray(member))
			continue;
		cJSON_ArrayForEach(one, member)
			learn_detail(store, one);
	}
}

static void learn_logins(struct store *store, const cJSON *bug)
{
	static const char *const names[] = {"assigned_to", "creator"};
	const cJSON *one;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (*store_text(bug, names[i]))
			store_user(store, store_text(bug, names[i]));
	cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(bug, "cc"))
		if (cJSON_IsString(one))
			store_user(store, one->valuestring);
}

static void note_flag_ids(struct store *store, const cJSON *bug)
{
	const cJSON *flag;
	cJSON_ArrayForEach(flag, cJSON_GetObjectItemCaseSensitive(bug, "flags")) {
		const cJSON *id = cJSON_GetObjectItemCaseSensitive(flag, "id");
		if (cJSON_IsNumber(id) && (int64_t)id->valuedouble > store->last_flag_id)
			store->last_flag_id = (int64_t)id->valuedouble;
	}
}

void store_merge(struct store *store, struct stored_bug *bug, const cJSON *members)
{
	const cJSON *member;
	learn_people(store, members);
	cJSON_ArrayForEach(member, members) {
		if (is_derived(member->string))
			continue;
		cJSON_DeleteItemFromObjectCaseSensitive(bug->bug, member->string);
		cJSON_AddItemToObject(bug->bug, member->string, cJSON_Duplicate(member, true));
	}
	learn_logins(store, bug->bug);
	note_flag_ids(store, bug->bug);
	if (!utc_parse(store_text(bug->bug, "last_change_time"), &bug->changed_utc))
		bug->changed_utc = store->now_utc;
}

/* --- bundles --- */

void store_mark_nul(const char *json, size_t len, struct str *out)
{
	static const char nul[] = "\\u0000";
	for (size_t i = 0; i < len; i++) {
		if (json[i] == '\\' && len - i >= sizeof nul - 1 &&
		    memcmp(json + i, nul, sizeof nul - 1) == 0) {
			str_add(out, NUL_UTF8);
			i += sizeof nul - 2;
			continue;
		}
		str_add_char(out, json[i]);
		if (json[i] == '\\' && i + 1 < len) /* an escaped backslash begins nothing */
			str_add_char(out, json[++i]);
	}
}

/* Takes over what a bundle says of one bug's comments; their numbers may be missing. */
static void take_comments(struct store *store, struct stored_bug *bug, const cJSON *comments)
{
	cJSON *comment;
	int count = 0;
	cJSON_Delete(bug->comments);
	bug->comments = cJSON_IsArray(comments) ? cJSON_Duplicate(comments, true) : cJSON_CreateArray();
	cJSON_ArrayForEach(comment, bug->comments) {
		const cJSON *id = cJSON_GetObjectItemCaseSensitive(comment, "id");
		const cJSON *number = cJSON_GetObjectItemCaseSensitive(comment, "count");
		if (cJSON_IsNumber(number))
			count = number->valueint;
		else
			cJSON_AddNumberToObject(comment, "count", count);
		count++;
		if (cJSON_IsNumber(id) && (int64_t)id->valuedouble > store->last_comment_id)
			store->last_comment_id = (int64_t)id->valuedouble;
		if (*store_text(comment, "creator"))
			store_user(store, store_text(comment, "creator"));
	}
}

static bool take_bug(struct store *store, const cJSON *bundle, const cJSON *members, struct error *err)
{
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(members, "id");
	char key[32];
	if (!cJSON_IsNumber(id))
		return error_set(err, FAULT_DATA, "a bug without id");
	struct stored_bug *bug = store_file(store, (int64_t)id->valuedouble);
	snprintf(key, sizeof key, "%lld", (long long)bug->id);
	store_merge(store, bug, members);
	take_comments(
		store, bug,
		cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(bundle, "comments"), key));
	const cJSON *history =
		cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(bundle, "history"), key);
	cJSON_Delete(bug->history);
	bug->history = cJSON_IsArray(history) ? cJSON_Duplicate(history, true) : cJSON_CreateArray();
	return true;
}

bool store_load(struct store *store, const char *json, size_t len, struct error *err)
{
	struct str text = {0};
	const cJSON *members;
	bool ok = true;
	store_mark_nul(json, len, &text);
	cJSON *bundle = cJSON_ParseWithLength(str_text(&text), text.len);
	const cJSON *bugs = cJSON_GetObjectItemCaseSensitive(bundle, "bugs");
	if (!cJSON_IsArray(bugs))
		ok = error_set(err, FAULT_DATA, "not a bundle");
	if (ok)
		utc_parse(store_text(bundle, "fetched_at"), &store->now_utc);
	cJSON_ArrayForEach(members, bugs)
		ok = ok && take_bug(store, bundle, members, err);
	cJSON_Delete(bundle);
	str_free(&text);
	return ok;
}
