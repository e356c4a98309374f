/* tests/fake/parts.h - how the files of the fake fit together; tests include fake.h only.
 *
 *   fake.c     the server's life, and its lock
 *   serve.c    libmicrohttpd: a request in, an answer out, with its faults
 *   answer.c   the routes: request → answer, pure but for the meter of BMO
 *   search.c   GET /bug
 *   shape.c    a stored bug → what this reader sees of it on this kind of server
 *   store.c    the data;  change.c  the functions of fake.h that move it
 *   tls.c      the certificates of a server over TLS
 *   cable.c    stands between a client and the server, and is cut
 *   kept.c     answers that are given again
 *   fault.c    which fault hits a request;  log.c  what was asked;  gzip.c  the coding of answers
 *
 * One mutex guards all of `struct fake`. It is held while an answer is made, never while one is sent or
 * delayed. */
#ifndef TESTS_FAKE_PARTS_H
#define TESTS_FAKE_PARTS_H

#include <pthread.h>

#include "base/str.h"
#include "tests/fake/fake.h"
#include "tests/fake/store.h"
#include "tests/fake/tls.h"

/* --- a request --- */

struct param {
	char *name, *value;
};

struct request {
	char *method, *path; /* the path after /rest, without doubled or closing slashes */
	bool is_rest;        /* there was a /rest */
	char *query;         /* as sent */
	struct param *params;
	size_t n_params;
	char *header_key, *accept;
};

/* The first value of the name, or NULL. */
const char *request_param(const struct request *request, const char *name);

/* --- an answer --- */

struct answer {
	int status;
	struct str body;
	const char *type; /* of the content; NULL is JSON */
	const char
		*login; /* whose key it was; NULL for an anonymous reader; the store's, good under the lock */
};

/* Answers by what was asked, and by whom. */
struct kept_answers {
	struct kept_answer {
		char *key;
		struct answer answer;
	} * at;
	size_t n;
	bool is_on;
};

/* A copy of it, with a body of its own. False when there is none. */
bool kept_find(const struct kept_answers *kept, const struct request *request, struct answer *answer);
/* Copies; nothing unless they are to be kept. */
void kept_add(struct kept_answers *kept, const struct request *request, const struct answer *answer);
void kept_free(struct kept_answers *kept);

/* Ends the process: a test that misuses the fake would fail for reasons nobody finds. */
_Noreturn void fake_die(const char *format, ...) PRINTF_LIKE(1, 2);

/* --- counting what BMO counts --- */

#define METER_MAX 256
struct meter {
	int64_t at_ms[METER_MAX]; /* the calls of the last minute */
	size_t n;
};

/* --- the log --- */

struct log {
	struct fake_request *entries; /* their texts are on the heap, each its own */
	size_t n;
	size_t first; /* the serial number of entries[0]; earlier ones were forgotten */
	size_t connections;
};

size_t log_add(struct log *log, const struct fake_request *request); /* copies; the entry's serial number */
struct fake_request *log_entry(struct log *log, size_t serial);      /* NULL when forgotten */
size_t log_count(const struct log *log, const char *path);
void log_forget(struct log *log);
/* "/bug/N" stands for any id. */
bool path_matches(const char *pattern, const char *path);

/* --- faults --- */

struct faults {
	struct armed_fault {
		struct fake_fault fault; /* its texts are ours */
		int seen;                /* requests that matched so far */
	} * items;
	size_t n;
};

void faults_add(struct faults *faults, const struct fake_fault *fault);
void faults_clear(struct faults *faults);
/* What befalls this request; {0} when nothing does. A copy, since the fault may be cleared meanwhile; ended
 * by fault_free. */
struct fake_fault faults_hit(struct faults *faults, const char *path);
void fault_free(struct fake_fault *fault);

/* --- the server --- */

struct MHD_Daemon;

struct fake {
	enum fake_kind kind;
	int port;
	char url[64];
	struct tls tls;            /* {0}: plain HTTP */
	int reservation;           /* bound and never listening: keeps the port ours while we are down */
	struct MHD_Daemon *daemon; /* NULL while down; touched by the caller's thread only */

	pthread_mutex_t lock;
	pthread_cond_t news; /* a request came, or all must end */
	bool is_ending;      /* delays are cut short */
	unsigned n_cures;    /* how often the faults were cleared, which ends delays too */
	struct store store;
	struct fake_site site;
	struct faults faults;
	struct log log;
	struct kept_answers kept;
	struct meter bug_reads, comment_reads, wrong_keys;
	bool is_blocked;
};

/* In which kinds of server a member or route is. */
enum { ON_5X = 1, ON_BMO = 2, ON_BOTH = 3 };
bool fake_has(const struct fake *fake, int kinds);

struct MHD_Daemon *serve_start(struct fake *fake, int socket);
/* Waits until ms have passed or all must end, the lock not held; false in the latter case. With n_cures also
 * until the faults are cleared once more than so often. */
bool fake_pause(struct fake *fake, int ms, const unsigned *n_cures);

/* Appends the bytes as a gzip file that holds them uncompressed: enough to see whether a client decodes. */
void gzip_add(struct str *out, const char *at, size_t len);

/* --- making answers (the lock is held) --- */

/* Who reads: what they see depends on it. */
struct view {
	struct fake *fake;
	const struct request *request;
	const struct user *reader; /* NULL: anonymous */
};

void answer_request(struct fake *fake, const struct request *request, struct answer *answer);

/* False, so that a refusal is one statement. */
bool answer_error(struct answer *answer, int status, int code, const char *format, ...) PRINTF_LIKE(4, 5);
/* The value becomes the body and is freed. True. */
bool answer_json(struct answer *answer, cJSON *value);

/* A page of HTML. */
void answer_page(struct answer *answer, int status, const char *title);

bool answer_search(const struct view *view, struct answer *answer);

/* Which bugs this reader finds. */
bool view_sees(const struct view *view, const struct stored_bug *bug);
/* The login as this reader sees it: without its domain when the site hides it. `buffer` may be used. */
const char *view_login(const struct view *view, const char *login, struct str *buffer);

enum field_type { FIELD_DEFAULT, FIELD_CUSTOM, FIELD_EXTRA };
/* Whether include_fields and exclude_fields want it; `prefix` (or NULL) is the member it is in. */
bool view_wants(const struct view *view, const char *field, enum field_type type, const char *prefix);

/* Adds `nick`: the login without its domain. */
void shape_nick(cJSON *object, const char *login);
cJSON *shape_bug(const struct view *view, const struct stored_bug *bug);
/* Comments after `since_utc` (UTC_NONE: all). `prefix` "comments" inside a bug, else NULL. */
cJSON *shape_comments(const struct view *view, const struct stored_bug *bug, int64_t since_utc,
		      const char *prefix);
cJSON *shape_history(const struct view *view, const struct stored_bug *bug, int64_t since_utc,
		     const char *prefix);

/* A date as the server reads it: without a zone it is the server's local time. */
bool read_time(const struct fake *fake, const char *text, int64_t *utc);

#endif
