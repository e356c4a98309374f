/* What a reader sees of a stored bug. Members are those a server of the kind has; values that the stored bug
 * lacks are those of a new one. All trees refer to the store's, so they live only while the lock is held. */
#include <string.h>

#include "base/utc.h"
#include "tests/fake/parts.h"

/* The members every bug has, with a new bug's value. People and what is derived are added by code. */
static const struct member {
	const char *name;
	const char *value; /* JSON */
	int kinds;
} members[] = {
	{"blocks", "[]", ON_BOTH},
	{"classification", "\"Other\"", ON_BOTH},
	{"component", "\"\"", ON_BOTH},
	{"creation_time", "null", ON_BOTH},
	{"deadline", "null", ON_5X}, /* BMO: time trackers only */
	{"depends_on", "[]", ON_BOTH},
	{"dupe_of", "null", ON_BOTH},
	{"duplicates", "[]", ON_BMO},
	{"groups", "[]", ON_BOTH},
	{"is_cc_accessible", "true", ON_BOTH},
	{"is_confirmed", "true", ON_BOTH},
	{"is_creator_accessible", "true", ON_BOTH},
	{"keywords", "[]", ON_BOTH},
	{"last_change_time", "null", ON_BOTH},
	{"mentors", "[]", ON_BMO},
	{"op_sys", "\"All\"", ON_BOTH},
	{"platform", "\"All\"", ON_BOTH},
	{"priority", "\"---\"", ON_BOTH},
	{"product", "\"\"", ON_BOTH},
	{"qa_contact", "\"\"", ON_BOTH},
	{"regressed_by", "[]", ON_BMO},
	{"resolution", "\"\"", ON_BOTH},
	{"see_also", "[]", ON_BOTH},
	{"severity", "\"normal\"", ON_BOTH},
	{"status", "\"CONFIRMED\"", ON_BOTH},
	{"summary", "\"\"", ON_BOTH},
	{"target_milestone", "\"---\"", ON_BOTH},
	{"type", "\"task\"", ON_BMO},
	{"url", "\"\"", ON_BOTH},
	{"version", "\"unspecified\"", ON_BOTH},
	{"votes", "0", ON_BMO},
	{"whiteboard", "\"\"", ON_BOTH},
};

/* --- what is wanted --- */

/* Splits at commas and blanks, as servers do. */
static bool list_has(const struct view *view, const char *list, const char *name, bool as_prefix)
{
	size_t len = strlen(name);
	for (size_t i = 0; i < view->request->n_params; i++) {
		if (!str_equals(view->request->params[i].name, list))
			continue;
		const char *at = view->request->params[i].value;
		while (*at) {
			size_t part = strcspn(at, ", \t");
			bool same = as_prefix ? part > len : part == len;
			if (same && strncmp(at, name, len) == 0)
				return true;
			at += part + strspn(at + part, ", \t");
		}
	}
	return false;
}

static bool includes(const struct view *view, const char *name)
{
	return list_has(view, "include_fields", name, false);
}

static bool excludes(const struct view *view, const char *name)
{
	return list_has(view, "exclude_fields", name, false);
}

static bool has_list(const struct view *view, const char *list)
{
	const char *value = request_param(view->request, list);
	return value && *value;
}

static const char *type_name(enum field_type type)
{
	static const char *const names[] = {
		[FIELD_DEFAULT] = "_default", [FIELD_CUSTOM] = "_custom", [FIELD_EXTRA] = "_extra"};
	return names[type];
}

/* In the order of Bugzilla's filter_wants: the name itself, all, its type, the member it is in, its parts. */
bool view_wants(const struct view *view, const char *field, enum field_type type, const char *prefix)
{
	struct str name = {0}, parts = {0};
	str_addf(&name, "%s%s%s", prefix ? prefix : "", prefix ? "." : "", field);
	str_addf(&parts, "%s.", str_text(&name));
	bool is_default =
		type != FIELD_EXTRA && (includes(view, "_default") || !has_list(view, "include_fields"));
	bool wants;
	if (excludes(view, str_text(&name)))
		wants = false;
	else if (includes(view, str_text(&name)))
		wants = true;
	else if (excludes(view, "_all") || excludes(view, type_name(type)))
		wants = false;
	else if (includes(view, "_all") || includes(view, type_name(type)) || is_default)
		wants = true;
	else if (prefix)
		wants = includes(view, prefix);
	else
		wants = list_has(view, "include_fields", str_text(&parts), true);
	str_free(&name);
	str_free(&parts);
	return wants;
}

/* --- people --- */

bool view_sees(const struct view *view, const struct stored_bug *bug)
{
	return !bug->is_hidden || (view->reader && view->reader->sees_hidden);
}

const char *view_login(const struct view *view, const char *login, struct str *buffer)
{
	const char *at = strchr(login, '@');
	if (!at || view->reader || !view->fake->site.hides_email)
		return login;
	str_clear(buffer);
	str_add_bytes(buffer, login, (size_t)(at - login));
	return str_text(buffer);
}

static void add_login(const struct view *view, cJSON *object, const char *name, const char *login)
{
	struct str buffer = {0};
	cJSON_AddStringToObject(object, name, view_login(view, login, &buffer));
	str_free(&buffer);
}

void shape_nick(cJSON *object, const char *login)
{
	char *nick = cJSON_AddStringToObject(object, "nick", login)->valuestring;
	nick[strcspn(nick, "@")] = '\0';
}

static cJSON *shape_person(const struct view *view, const char *login, const char *prefix)
{
	const struct user *user = store_find_user(&view->fake->store, login);
	cJSON *detail = cJSON_CreateObject();
	if (!user)
		return detail;
	if (view_wants(view, "id", FIELD_DEFAULT, prefix))
		cJSON_AddNumberToObject(detail, "id", (double)user->id);
	if (view_wants(view, "real_name", FIELD_DEFAULT, prefix))
		cJSON_AddStringToObject(detail, "real_name", user->real_name);
	if (view_wants(view, "name", FIELD_DEFAULT, prefix))
		add_login(view, detail, "name", login);
	if (view_wants(view, "email", FIELD_DEFAULT, prefix))
		add_login(view, detail, "email", login);
	if (view->fake->kind == FAKE_BMO && view_wants(view, "nick", FIELD_DEFAULT, prefix))
		shape_nick(detail, login);
	return detail;
}

/* Asking for a person brings the detail too (bugzilla.md, the bug object). */
static void add_person(const struct view *view, const struct stored_bug *bug, const char *name,
		       const char *detail, cJSON *out)
{
	const char *login = store_text(bug->bug, name);
	if (!view_wants(view, name, FIELD_DEFAULT, NULL))
		return;
	add_login(view, out, name, login);
	cJSON_AddItemToObject(out, detail, shape_person(view, login, name));
}

static void add_cc(const struct view *view, const struct stored_bug *bug, cJSON *out)
{
	const cJSON *one;
	if (!view_wants(view, "cc", FIELD_DEFAULT, NULL))
		return;
	cJSON *logins = cJSON_AddArrayToObject(out, "cc");
	cJSON *details = cJSON_AddArrayToObject(out, "cc_detail");
	struct str buffer = {0};
	cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(bug->bug, "cc")) {
		cJSON_AddItemToArray(logins, cJSON_CreateString(view_login(view, one->valuestring, &buffer)));
		cJSON_AddItemToArray(details, shape_person(view, one->valuestring, "cc"));
	}
	str_free(&buffer);
}

/* --- flags --- */

static void hide_member(const struct view *view, cJSON *object, const char *name)
{
	struct str buffer = {0};
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
	if (cJSON_IsString(member)) {
		cJSON *shown = cJSON_CreateString(view_login(view, member->valuestring, &buffer));
		cJSON_ReplaceItemInObjectCaseSensitive(object, name, shown);
	}
	str_free(&buffer);
}

static void add_flags(const struct view *view, const struct stored_bug *bug, cJSON *out)
{
	const cJSON *flag;
	if (!view_wants(view, "flags", FIELD_DEFAULT, NULL))
		return;
	cJSON *flags = cJSON_AddArrayToObject(out, "flags");
	cJSON_ArrayForEach(flag, cJSON_GetObjectItemCaseSensitive(bug->bug, "flags")) {
		cJSON *copy = cJSON_Duplicate(flag, true);
		hide_member(view, copy, "setter");
		hide_member(view, copy, "requestee");
		cJSON_AddItemToArray(flags, copy);
	}
}

/* --- the bug --- */

/* An array on 5.x, a string or null on BMO (bugzilla.md, quirk 14). */
static cJSON *shape_alias(const struct view *view, const struct stored_bug *bug)
{
	const cJSON *alias = cJSON_GetObjectItemCaseSensitive(bug->bug, "alias");
	const cJSON *first = cJSON_IsArray(alias) ? alias->child : alias;
	cJSON *shown = cJSON_IsString(first) ? cJSON_CreateString(first->valuestring) : NULL;
	if (view->fake->kind == FAKE_BMO)
		return shown ? shown : cJSON_CreateNull();
	cJSON *list = cJSON_CreateArray();
	if (shown)
		cJSON_AddItemToArray(list, shown);
	return list;
}

static const struct member *find_member(const char *name)
{
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		if (str_equals(members[i].name, name))
			return &members[i];
	return NULL;
}

static bool is_made_by_code(const char *name)
{
	static const char *const names[] = {"id", "alias", "assigned_to", "creator", "cc", "flags"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_equals(names[i], name))
			return true;
	return false;
}

static void add_known(const struct view *view, const struct stored_bug *bug, cJSON *out)
{
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		const struct member *member = &members[i];
		cJSON *stored = cJSON_GetObjectItemCaseSensitive(bug->bug, member->name);
		if (!fake_has(view->fake, member->kinds) ||
		    !view_wants(view, member->name, FIELD_DEFAULT, NULL))
			continue;
		if (stored)
			cJSON_AddItemReferenceToObject(out, member->name, stored);
		else
			cJSON_AddItemToObject(out, member->name, cJSON_Parse(member->value));
	}
}

/* What a bundle has beyond: custom fields, and those of newer servers. */
static void add_others(const struct view *view, const struct stored_bug *bug, cJSON *out)
{
	cJSON *stored;
	cJSON_ArrayForEach(stored, bug->bug) {
		bool is_custom = strncmp(stored->string, "cf_", 3) == 0;
		if (is_made_by_code(stored->string) || find_member(stored->string))
			continue;
		if (view_wants(view, stored->string, is_custom ? FIELD_CUSTOM : FIELD_DEFAULT, NULL))
			cJSON_AddItemReferenceToObject(out, stored->string, stored);
	}
}

/* What BMO has, and 5.x ignores when asked for. */
static void add_extras(const struct view *view, const struct stored_bug *bug, cJSON *out)
{
	if (view->fake->kind != FAKE_BMO)
		return;
	if (view_wants(view, "comment_count", FIELD_DEFAULT, NULL)) /* private ones too (quirk 7) */
		cJSON_AddNumberToObject(out, "comment_count", cJSON_GetArraySize(bug->comments));
	if (view->fake->site.is_terse)
		return;
	if (view_wants(view, "comments", FIELD_EXTRA, NULL))
		cJSON_AddItemToObject(out, "comments", shape_comments(view, bug, UTC_NONE, "comments"));
	if (view_wants(view, "history", FIELD_EXTRA, NULL))
		cJSON_AddItemToObject(out, "history", shape_history(view, bug, UTC_NONE, "history"));
}

cJSON *shape_bug(const struct view *view, const struct stored_bug *bug)
{
	cJSON *out = cJSON_CreateObject();
	if (view_wants(view, "id", FIELD_DEFAULT, NULL))
		cJSON_AddNumberToObject(out, "id", (double)bug->id);
	if (view_wants(view, "alias", FIELD_DEFAULT, NULL))
		cJSON_AddItemToObject(out, "alias", shape_alias(view, bug));
	if (view_wants(view, "is_open", FIELD_DEFAULT, NULL))
		cJSON_AddBoolToObject(out, "is_open", store_is_open(bug));
	add_person(view, bug, "assigned_to", "assigned_to_detail", out);
	add_person(view, bug, "creator", "creator_detail", out);
	add_cc(view, bug, out);
	add_flags(view, bug, out);
	add_known(view, bug, out);
	add_others(view, bug, out);
	add_extras(view, bug, out);
	return out;
}

/* --- comments --- */

static bool is_after(const cJSON *object, const char *name, int64_t since_utc)
{
	int64_t at_utc;
	return since_utc == UTC_NONE || !utc_parse(store_text(object, name), &at_utc) || at_utc > since_utc;
}

/* Comments and history inside a bug are extras, so `_default` does not bring their parts. */
static enum field_type inner_type(const char *prefix)
{
	return prefix ? FIELD_EXTRA : FIELD_DEFAULT;
}

static void add_stored(const struct view *view, cJSON *stored, const char *name, const char *as,
		       const char *fallback, const char *prefix, cJSON *out)
{
	cJSON *value = cJSON_GetObjectItemCaseSensitive(stored, name);
	if (!view_wants(view, as, inner_type(prefix), prefix))
		return;
	if (value)
		cJSON_AddItemReferenceToObject(out, as, value);
	else
		cJSON_AddItemToObject(out, as, cJSON_Parse(fallback));
}

static const char *comment_time(const cJSON *comment)
{
	return *store_text(comment, "time") ? "time" : "creation_time";
}

static cJSON *shape_comment(const struct view *view, const struct stored_bug *bug, cJSON *comment,
			    const char *prefix)
{
	const char *time = comment_time(comment);
	cJSON *out = cJSON_CreateObject();
	if (view_wants(view, "bug_id", inner_type(prefix), prefix))
		cJSON_AddNumberToObject(out, "bug_id", (double)bug->id);
	if (view_wants(view, "creator", inner_type(prefix), prefix))
		add_login(view, out, "creator", store_text(comment, "creator"));
	add_stored(view, comment, "id", "id", "0", prefix, out);
	add_stored(view, comment, "count", "count", "0", prefix, out);
	add_stored(view, comment, time, "time", "null", prefix, out);
	add_stored(view, comment, time, "creation_time", "null", prefix, out);
	add_stored(view, comment, "is_private", "is_private", "false", prefix, out);
	add_stored(view, comment, "text", "text", "\"\"", prefix, out);
	add_stored(view, comment, "attachment_id", "attachment_id", "null", prefix, out);
	add_stored(view, comment, "tags", "tags", "[]", prefix, out);
	if (view->fake->kind == FAKE_BMO) {
		if (view_wants(view, "author", inner_type(prefix), prefix))
			add_login(view, out, "author", store_text(comment, "creator"));
		add_stored(view, comment, "text", "raw_text", "\"\"", prefix, out);
		add_stored(view, comment, "reactions", "reactions", "{}", prefix, out);
	}
	return out;
}

cJSON *shape_comments(const struct view *view, const struct stored_bug *bug, int64_t since_utc,
		      const char *prefix)
{
	cJSON *out = cJSON_CreateArray(), *comment;
	bool is_insider = view->reader && view->reader->is_insider;
	cJSON_ArrayForEach(comment, bug->comments) {
		bool is_private = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(comment, "is_private"));
		if ((!is_private || is_insider) && is_after(comment, comment_time(comment), since_utc))
			cJSON_AddItemToArray(out, shape_comment(view, bug, comment, prefix));
	}
	return out;
}

/* --- history --- */

/* BMO cuts `who` for anonymous readers, 5.x does not; neither cuts what was added and removed. 5.x does not
 * filter the members either. */
static cJSON *shape_change(const struct view *view, cJSON *entry, const char *prefix)
{
	cJSON *out = cJSON_CreateObject();
	if (view->fake->kind == FAKE_5X) {
		cJSON_AddStringToObject(out, "who", store_text(entry, "who"));
		cJSON_AddStringToObject(out, "when", store_text(entry, "when"));
		cJSON_AddItemReferenceToObject(out, "changes",
					       cJSON_GetObjectItemCaseSensitive(entry, "changes"));
		return out;
	}
	if (view_wants(view, "who", inner_type(prefix), prefix))
		add_login(view, out, "who", store_text(entry, "who"));
	add_stored(view, entry, "when", "when", "null", prefix, out);
	add_stored(view, entry, "changes", "changes", "[]", prefix, out);
	return out;
}

cJSON *shape_history(const struct view *view, const struct stored_bug *bug, int64_t since_utc,
		     const char *prefix)
{
	cJSON *out = cJSON_CreateArray(), *entry;
	cJSON_ArrayForEach(entry, bug->history)
		if (is_after(entry, "when", since_utc))
			cJSON_AddItemToArray(out, shape_change(view, entry, prefix));
	return out;
}
