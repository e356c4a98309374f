/* net/bugzilla_json.h - Bugzilla's answers, and the same objects in a bundle, to the model. Pure. All that it
 * makes lives in the caller's arena; the cJSON tree may be deleted afterwards.
 * What a countdown depends on must be there and of the right type: what is not names the comment or change,
 * and the field. In an answer with several bugs that is their record's trouble, since one bug in a hundred
 * thousand must not keep the others from being read; an error (FAULT_DATA) is left for what is no list of
 * bugs at all. Unknown members are ignored (bugzilla.md, quirk 14); the caller prefixes file or request. */
#ifndef NET_BUGZILLA_JSON_H
#define NET_BUGZILLA_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "net/source.h"

/* What an answer is worth, before its members are looked at. */
enum verdict {
	ANSWER_GOOD,     /* 2xx, one JSON value, no error in it */
	ANSWER_BROKEN,   /* the server is in trouble, or this is not what it sent: ask again later */
	ANSWER_WRONG,    /* asking again changes nothing */
	ANSWER_NO_ROUTE, /* this kind of server does not know the request */
	ANSWER_HIDDEN, /* a bug that does not exist or may not be read; says nothing about the key (quirk 11)
			*/
	ANSWER_KEY_REFUSED, /* wrong, revoked, or of a disabled account: never send it again */
	ANSWER_LOGIN,       /* the site shows nothing to anonymous readers */
	ANSWER_RATE_LIMIT,  /* one more request prolongs it (quirk 18) */
};

/* The JSON of a good answer; the caller ends it with cJSON_Delete. Else NULL: *verdict says why, and *err
 * what the server said. An error can come with any status, 200 included (quirk 1). */
cJSON *bugzilla_json_answer(int status, const char *body, size_t len, enum verdict *verdict,
			    struct error *err);

/* GET /bug: {"bugs":[…]}. Comments and history inside the bugs (BMO) fill the records' conversations. Only
 * the members that `fields` names are read. is_last is the caller's to say. */
bool bugzilla_json_search(const cJSON *root, enum query_fields fields, struct arena *home, struct page *page,
			  struct error *err);
/* GET /bug/ID/comment: {"bugs":{"12":{"comments":[…]}}}. Bugs that the answer lacks keep what they had. */
bool bugzilla_json_comment_batch(const cJSON *root, struct record *records, size_t n, struct arena *home,
				 struct error *err);
/* GET /bug/ID/history: {"bugs":[{"id":12,"history":[…]}]}. The same. */
bool bugzilla_json_history_batch(const cJSON *root, struct record *records, size_t n, struct arena *home,
				 struct error *err);

/* The lists alone, as a bundle has them: in place of what the record had. */
bool bugzilla_json_bugs(const cJSON *bugs, enum query_fields fields, struct arena *home, struct page *page,
			struct error *err);
bool bugzilla_json_comments(const cJSON *comments, struct record *record, struct arena *home,
			    struct error *err);
bool bugzilla_json_history(const cJSON *history, struct record *record, struct arena *home,
			   struct error *err);

/* GET /version, /whoami (the login), /valid_login, /time. */
bool bugzilla_json_version(const cJSON *root, struct arena *home, const char **version, struct error *err);
bool bugzilla_json_whoami(const cJSON *root, struct arena *home, const char **login, struct error *err);
bool bugzilla_json_valid_login(const cJSON *root, bool *is_valid, struct error *err);
bool bugzilla_json_time(const cJSON *root, int64_t *server_utc, struct error *err);

#endif
