/* net/bugzilla_ask.h - the inside of net/bugzilla: requests to one server and what their answers are worth,
 * shared by the searches (bugzilla.c) and the proof of who is on either side (bugzilla_connect.c). Nobody
 * else includes it. */
#ifndef NET_BUGZILLA_ASK_H
#define NET_BUGZILLA_ASK_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "net/bugzilla.h"
#include "net/bugzilla_json.h"
#include "net/http.h"
#include "net/meter.h"
#include "net/source.h"

struct bugzilla {
	struct source source; /* first: the calls get a pointer to it */
	const struct server *server;
	struct http *http;
	struct arena *home; /* of the facts' texts */
	bool is_connected;
	bool is_bmo;
	enum http_key key_how;
	struct meter meter; /* of the calls that BMO counts */
	struct ahead {
		char *target; /* NULL: there is none */
		struct http_transfer *transfer;
	} ahead; /* what will be asked next, asked already */
};

struct reply {
	cJSON *root; /* NULL unless the verdict is good */
	enum verdict verdict;
};
void bugzilla_replies_free(struct reply *replies, size_t n);

/* Asks for all targets at once. False, with the setback set, when one cannot be had now. *worst is then
 * ANSWER_GOOD, or one of the two that only the caller can judge: ANSWER_HIDDEN and ANSWER_NO_ROUTE, said in
 * *err too. The caller ends the replies with bugzilla_replies_free in either case. A key that is refused is
 * dropped, and everything asked for again without it. */
bool bugzilla_ask(struct bugzilla *self, const char *const *targets, size_t n, struct reply *replies,
		  enum verdict *worst, struct error *err);
/* One request whose answer must be good. NULL, with the setback set, when it is not; else the caller ends it
 * with cJSON_Delete. */
cJSON *bugzilla_ask_one(struct bugzilla *self, const char *target, struct error *err);

/* Begins to ask for what bugzilla_ask_one will be called for: a search, which no server counts. Until then it
 * may be forgotten; when there is none, nothing is. */
void bugzilla_ask_ahead(struct bugzilla *self, const char *target);
void bugzilla_forget_ahead(struct bugzilla *self);

/* Sets the setback for a verdict that the caller cannot live with, or for an answer that is good JSON but not
 * what was asked for. Both return false. */
bool bugzilla_set_back(struct bugzilla *self, enum verdict verdict, struct error *err);
bool bugzilla_refuse_content(struct bugzilla *self, const char *what, struct error *err);

/* `connect` of a source. */
bool bugzilla_connect(struct source *source, struct error *err);

#endif
