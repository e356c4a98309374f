/* The functions of fake.h that move data, each under the lock. What people do moves last_change_time, writes
 * history, and pulls the clock along; what an administrator does leaves no trace. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/utc.h"
#include "tests/fake/parts.h"

#define BUNDLE_MAX_BYTES ((size_t)1 << 30)
#define TYPE_NEEDINFO 2

static struct stored_bug *need_bug(struct fake *fake, int64_t bug_id)
{
	struct stored_bug *bug = store_find(&fake->store, bug_id);
	if (!bug)
		fake_die("the fake has no bug %lld", (long long)bug_id);
	return bug;
}

static void set_text(cJSON *object, const char *name, const char *value)
{
	cJSON_DeleteItemFromObjectCaseSensitive(object, name);
	cJSON_AddStringToObject(object, name, value);
}

static void set_time(cJSON *object, const char *name, int64_t at_utc)
{
	char text[UTC_TEXT_BYTES];
	set_text(object, name, utc_print(at_utc, text));
}

static void touch(struct fake *fake, struct stored_bug *bug, int64_t when_utc)
{
	if (when_utc > fake->store.now_utc)
		fake->store.now_utc = when_utc;
	if (when_utc < bug->changed_utc)
		return;
	bug->changed_utc = when_utc;
	set_time(bug->bug, "last_change_time", when_utc);
}

/* What one person changes within a second is one entry. */
static void record(struct stored_bug *bug, const char *who, int64_t when_utc, const char *field,
		   const char *removed, const char *added)
{
	char when[UTC_TEXT_BYTES];
	int n = cJSON_GetArraySize(bug->history);
	cJSON *entry = n ? cJSON_GetArrayItem(bug->history, n - 1) : NULL;
	utc_print(when_utc, when);
	if (!str_equals(store_text(entry, "when"), when) || !str_equals(store_text(entry, "who"), who)) {
		entry = cJSON_CreateObject();
		cJSON_AddStringToObject(entry, "who", who);
		cJSON_AddStringToObject(entry, "when", when);
		cJSON_AddArrayToObject(entry, "changes");
		cJSON_AddItemToArray(bug->history, entry);
	}
	cJSON *change = cJSON_CreateObject();
	cJSON_AddStringToObject(change, "field_name", field);
	cJSON_AddStringToObject(change, "removed", removed);
	cJSON_AddStringToObject(change, "added", added);
	cJSON_AddItemToArray(cJSON_GetObjectItemCaseSensitive(entry, "changes"), change);
}

/* --- loading --- */

bool fake_load(struct fake *fake, const char *json, size_t len, struct error *err)
{
	pthread_mutex_lock(&fake->lock);
	bool ok = store_load(&fake->store, json, len, err);
	pthread_mutex_unlock(&fake->lock);
	return ok;
}

bool fake_load_file(struct fake *fake, const char *path, struct error *err)
{
	size_t len;
	char *json = os_read_file(path, BUNDLE_MAX_BYTES, &len, err);
	bool ok = json && (fake_load(fake, json, len, err) || error_prefix(err, "%s: ", path));
	free(json);
	return ok;
}

void fake_put_user(struct fake *fake, const struct fake_user *user)
{
	pthread_mutex_lock(&fake->lock);
	struct user *known = store_user(&fake->store, user->login);
	if (user->real_name) {
		free(known->real_name);
		known->real_name = mem_strdup(user->real_name);
	}
	free(known->key);
	known->key = user->key ? mem_strdup(user->key) : NULL;
	known->is_insider = user->is_insider;
	known->sees_hidden = user->sees_hidden;
	known->key_is_revoked = user->key_is_revoked;
	known->is_disabled = user->is_disabled;
	pthread_mutex_unlock(&fake->lock);
}

/* --- what an administrator does --- */

void fake_put_bug(struct fake *fake, const char *json)
{
	cJSON *members = cJSON_Parse(json);
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(members, "id");
	if (!cJSON_IsNumber(id))
		fake_die("not a bug: %s", json);
	pthread_mutex_lock(&fake->lock);
	store_merge(&fake->store, store_file(&fake->store, (int64_t)id->valuedouble), members);
	pthread_mutex_unlock(&fake->lock);
	cJSON_Delete(members);
}

void fake_hide_bug(struct fake *fake, int64_t bug_id, bool is_hidden)
{
	pthread_mutex_lock(&fake->lock);
	need_bug(fake, bug_id)->is_hidden = is_hidden;
	pthread_mutex_unlock(&fake->lock);
}

void fake_delete_bug(struct fake *fake, int64_t bug_id)
{
	pthread_mutex_lock(&fake->lock);
	need_bug(fake, bug_id);
	store_remove(&fake->store, bug_id);
	pthread_mutex_unlock(&fake->lock);
}

void fake_set_clock(struct fake *fake, int64_t now_utc)
{
	pthread_mutex_lock(&fake->lock);
	fake->store.now_utc = now_utc;
	pthread_mutex_unlock(&fake->lock);
}

/* --- what people do --- */

void fake_change(struct fake *fake, int64_t bug_id, const char *field, const char *value, const char *who,
		 int64_t when_utc)
{
	pthread_mutex_lock(&fake->lock);
	struct stored_bug *bug = need_bug(fake, bug_id);
	record(bug, who, when_utc, field, store_text(bug->bug, field), value);
	set_text(bug->bug, field, value);
	if (str_equals(field, "assigned_to"))
		store_user(&fake->store, value);
	/* BMO keeps when a bug was last resolved; 5.x has the field at most, and leaves it empty. */
	if (fake->kind == FAKE_BMO && str_equals(field, "status") && str_equals(value, "RESOLVED"))
		set_time(bug->bug, "cf_last_resolved", when_utc);
	touch(fake, bug, when_utc);
	pthread_mutex_unlock(&fake->lock);
}

static int next_count(const struct stored_bug *bug)
{
	int n = cJSON_GetArraySize(bug->comments);
	const cJSON *last = n ? cJSON_GetArrayItem(bug->comments, n - 1) : NULL;
	const cJSON *count = cJSON_GetObjectItemCaseSensitive(last, "count");
	return cJSON_IsNumber(count) ? count->valueint + 1 : 0;
}

int64_t fake_comment(struct fake *fake, const struct fake_comment *comment)
{
	pthread_mutex_lock(&fake->lock);
	struct stored_bug *bug = need_bug(fake, comment->bug_id);
	int64_t id = ++fake->store.last_comment_id;
	cJSON *stored = cJSON_CreateObject();
	cJSON_AddNumberToObject(stored, "id", (double)id);
	cJSON_AddNumberToObject(stored, "count", next_count(bug));
	cJSON_AddStringToObject(stored, "creator", comment->who);
	cJSON_AddStringToObject(stored, "text", comment->text);
	cJSON_AddBoolToObject(stored, "is_private", comment->is_private);
	set_time(stored, "time", comment->when_utc);
	cJSON_AddItemToArray(bug->comments, stored);
	store_user(&fake->store, comment->who);
	touch(fake, bug, comment->when_utc);
	pthread_mutex_unlock(&fake->lock);
	return id;
}

/* The comment, and the array it is in. */
static cJSON *need_comment(struct fake *fake, int64_t comment_id, cJSON **array)
{
	for (size_t i = 0; i < fake->store.n_bugs; i++) {
		cJSON *comment;
		*array = fake->store.bugs[i].comments;
		cJSON_ArrayForEach(comment, *array) {
			const cJSON *id = cJSON_GetObjectItemCaseSensitive(comment, "id");
			if (cJSON_IsNumber(id) && (int64_t)id->valuedouble == comment_id)
				return comment;
		}
	}
	fake_die("the fake has no comment %lld", (long long)comment_id);
}

void fake_edit_comment(struct fake *fake, int64_t comment_id, const char *text)
{
	cJSON *array;
	pthread_mutex_lock(&fake->lock);
	set_text(need_comment(fake, comment_id, &array), "text", text);
	pthread_mutex_unlock(&fake->lock);
}

void fake_delete_comment(struct fake *fake, int64_t comment_id)
{
	cJSON *array;
	pthread_mutex_lock(&fake->lock);
	cJSON *comment = need_comment(fake, comment_id, &array);
	cJSON_Delete(cJSON_DetachItemViaPointer(array, comment));
	pthread_mutex_unlock(&fake->lock);
}

/* --- flags --- */

/* "needinfo?(ana@ca.example)", as history tells it. */
static char *flag_text(const cJSON *flag)
{
	struct str text = {0};
	str_addf(&text, "%s%s", store_text(flag, "name"), store_text(flag, "status"));
	if (*store_text(flag, "requestee"))
		str_addf(&text, "(%s)", store_text(flag, "requestee"));
	return str_take(&text);
}

static cJSON *array_of(cJSON *object, const char *name)
{
	cJSON *array = cJSON_GetObjectItemCaseSensitive(object, name);
	return array ? array : cJSON_AddArrayToObject(object, name);
}

/* A request adds whom it asks to cc. */
static void add_to_cc(struct stored_bug *bug, const char *login, const char *who, int64_t when_utc)
{
	cJSON *cc = array_of(bug->bug, "cc");
	const cJSON *one;
	cJSON_ArrayForEach(one, cc)
		if (str_equals(cJSON_GetStringValue(one), login))
			return;
	cJSON_AddItemToArray(cc, cJSON_CreateString(login));
	record(bug, who, when_utc, "cc", "", login);
}

static void set_requestee(struct fake *fake, struct stored_bug *bug, cJSON *flag, const char *requestee,
			  const char *who, int64_t when_utc)
{
	set_text(flag, "setter", who);
	set_time(flag, "modification_date", when_utc);
	cJSON_DeleteItemFromObjectCaseSensitive(flag, "requestee");
	if (!requestee)
		return; /* absent, not null (quirk 10) */
	cJSON_AddStringToObject(flag, "requestee", requestee);
	store_user(&fake->store, requestee);
	add_to_cc(bug, requestee, who, when_utc);
}

static cJSON *need_flag(struct fake *fake, int64_t flag_id, struct stored_bug **bug)
{
	for (size_t i = 0; i < fake->store.n_bugs; i++) {
		cJSON *flag;
		*bug = &fake->store.bugs[i];
		cJSON_ArrayForEach(flag, cJSON_GetObjectItemCaseSensitive((*bug)->bug, "flags")) {
			const cJSON *id = cJSON_GetObjectItemCaseSensitive(flag, "id");
			if (cJSON_IsNumber(id) && (int64_t)id->valuedouble == flag_id)
				return flag;
		}
	}
	fake_die("the fake has no flag %lld", (long long)flag_id);
}

int64_t fake_needinfo(struct fake *fake, int64_t bug_id, const char *setter, const char *requestee,
		      int64_t when_utc)
{
	pthread_mutex_lock(&fake->lock);
	struct stored_bug *bug = need_bug(fake, bug_id);
	int64_t id = ++fake->store.last_flag_id;
	cJSON *flag = cJSON_CreateObject();
	cJSON_AddNumberToObject(flag, "id", (double)id);
	cJSON_AddStringToObject(flag, "name", "needinfo");
	cJSON_AddNumberToObject(flag, "type_id", TYPE_NEEDINFO);
	cJSON_AddStringToObject(flag, "status", "?");
	set_time(flag, "creation_date", when_utc);
	set_requestee(fake, bug, flag, requestee, setter, when_utc);
	cJSON_AddItemToArray(array_of(bug->bug, "flags"), flag);
	char *text = flag_text(flag);
	record(bug, setter, when_utc, "flagtypes.name", "", text);
	free(text);
	touch(fake, bug, when_utc);
	pthread_mutex_unlock(&fake->lock);
	return id;
}

void fake_retarget_flag(struct fake *fake, int64_t flag_id, const char *who, const char *requestee,
			int64_t when_utc)
{
	struct stored_bug *bug;
	pthread_mutex_lock(&fake->lock);
	cJSON *flag = need_flag(fake, flag_id, &bug);
	char *before = flag_text(flag);
	set_requestee(fake, bug, flag, requestee, who, when_utc);
	char *after = flag_text(flag);
	record(bug, who, when_utc, "flagtypes.name", before, after);
	free(before);
	free(after);
	touch(fake, bug, when_utc);
	pthread_mutex_unlock(&fake->lock);
}

void fake_clear_flag(struct fake *fake, int64_t flag_id, const char *who, int64_t when_utc)
{
	struct stored_bug *bug;
	pthread_mutex_lock(&fake->lock);
	cJSON *flag = need_flag(fake, flag_id, &bug);
	char *before = flag_text(flag);
	cJSON *flags = cJSON_GetObjectItemCaseSensitive(bug->bug, "flags");
	cJSON_Delete(cJSON_DetachItemViaPointer(flags, flag));
	record(bug, who, when_utc, "flagtypes.name", before, "");
	free(before);
	touch(fake, bug, when_utc);
	pthread_mutex_unlock(&fake->lock);
}
