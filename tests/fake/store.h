/* tests/fake/store.h - what the fake server knows: bugs as JSON, and people. Nothing here locks: whoever
 * calls holds the lock of the fake (parts.h). */
#ifndef TESTS_FAKE_STORE_H
#define TESTS_FAKE_STORE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

/* U+E000 stands for NUL in all stored text, since cJSON cuts strings there. */
#define NUL_UTF8 "\xee\x80\x80"

struct user {
	int64_t id;
	char *login, *real_name;
	char *key; /* NULL: none */
	bool is_insider, sees_hidden, key_is_revoked, is_disabled;
};

/* Members as in GET /rest/bug but for what is derived from others: *_detail, is_open, comment_count. */
struct stored_bug {
	int64_t id, changed_utc;
	bool is_hidden;
	cJSON *bug;
	cJSON *comments; /* an array, by time */
	cJSON *history;  /* an array, by time */
};

struct store {
	struct stored_bug *bugs; /* by id */
	size_t n_bugs;
	struct user *users;
	size_t n_users;
	int64_t last_comment_id, last_flag_id;
	int64_t now_utc;
};

void store_free(struct store *store); /* what it holds */

/* "\u0000" becomes the mark for NUL, before cJSON sees it. */
void store_mark_nul(const char *json, size_t len, struct str *out);
bool store_load(struct store *store, const char *json, size_t len, struct error *err);

struct stored_bug *store_find(const struct store *store, int64_t bug_id); /* NULL: there is none */
/* The bug, filed now when it is not there; then with every member a new bug has. */
struct stored_bug *store_file(struct store *store, int64_t bug_id);
/* Replaces the members that `members` has. Takes nothing from the caller. */
void store_merge(struct store *store, struct stored_bug *bug, const cJSON *members);
void store_remove(struct store *store, int64_t bug_id);

/* The person, known from now on. Good until the next call. */
struct user *store_user(struct store *store, const char *login);
const struct user *store_find_user(const struct store *store, const char *login);
const struct user *store_key_owner(const struct store *store, const char *key);

/* The value of a text member, "" when there is none. */
const char *store_text(const cJSON *object, const char *name);
/* Whether the status is one of those that still need work. */
bool store_is_open(const struct stored_bug *bug);

#endif
