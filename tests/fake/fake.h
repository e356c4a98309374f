/* tests/fake/fake.h - a Bugzilla on loopback, in the test's own process or by hand (fake_main.c).
 * It answers as the two kinds of server do that a client meets: BMO and stock 5.x, with their differences,
 * errors and silences. test_fake.c holds it against answers of a real server. It keeps its bugs as JSON and
 * knows nothing of src/net, so that a misreading there is not repeated here.
 *
 * Order: fake_start, then anything from any thread (fake_down and fake_up from one), fake_stop. fake_stop
 * ends every delay and joins every thread. Each connection has a thread of its own (at most
 * FAKE_CONNECTIONS), so that a delayed answer holds up nobody else. Misuse by a test (a bug that is not
 * there, broken JSON) ends the process with a message.
 *
 * The server's clock stands still: at the bundle's `fetched_at`, later at the newest moment given to a
 * change, or where fake_set_clock puts it. */
#ifndef TESTS_FAKE_H
#define TESTS_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define FAKE_CONNECTIONS 32

enum fake_kind { FAKE_BMO, FAKE_5X };

struct fake;

/* Listens on 127.0.0.1; port 0 picks a free one. NULL and *err when that fails; else ended by fake_stop. */
struct fake *fake_start(enum fake_kind kind, int port, struct error *err);
void fake_stop(struct fake *fake); /* NULL is fine */

/* Over TLS, with a certificate for "localhost" and 127.0.0.1 that is made at the start and vouched for by an
 * authority of its own; all kinds but the first must be refused. */
enum fake_certificate { FAKE_GOOD, FAKE_EXPIRED, FAKE_NOT_YET, FAKE_OTHER_HOST, FAKE_SELF_SIGNED };
struct fake *fake_start_tls(enum fake_kind kind, int port, enum fake_certificate certificate,
			    struct error *err);
/* The authority's certificate, as the text of a `ca_file`; NULL without TLS. */
const char *fake_authority(const struct fake *fake);

/* "http://127.0.0.1:PORT" or "https://…", as [bugzilla] url takes it. Lives as long as the fake. */
const char *fake_url(const struct fake *fake);

/* --- the data --- */

/* Adds a bundle (cli.md) from bytes or a file. In it U+E000 stands for NUL, and "\u0000" is taken as that:
 * answers then hold \u0000, which cJSON could not keep. */
bool fake_load(struct fake *fake, const char *json, size_t len, struct error *err);
bool fake_load_file(struct fake *fake, const char *path, struct error *err);

/* Adds n invented bugs, always the same, with three comments each, of CA Program / CA Certificate Compliance:
 * half of them Example Trust's, a fifth closed, one changed every five hours before the clock (which is
 * 2026-11-24T07:00:00Z when nobody set it). The ids are 1900000, 1900007, … */
void fake_fill(struct fake *fake, size_t n);

/* Everybody named on a bug becomes a user without a key; this adds to what is known of one. */
struct fake_user {
	const char *login;
	const char *real_name; /* NULL: as it was */
	const char *key;       /* NULL: none */
	bool is_insider;       /* reads private comments */
	bool sees_hidden;      /* reads hidden bugs */
	bool key_is_revoked;   /* 400/306 */
	bool is_disabled;      /* 401/301 */
};
void fake_put_user(struct fake *fake, const struct fake_user *user);

/* Files the bug, or replaces the members given: an object as in GET /rest/bug, `id` required. What a new
 * bug lacks is filled in. Neither history nor times move, but those given. */
void fake_put_bug(struct fake *fake, const char *json);
void fake_hide_bug(struct fake *fake, int64_t bug_id, bool is_hidden);
void fake_delete_bug(struct fake *fake, int64_t bug_id);

/* The rest moves last_change_time, and writes history where a server does. */
void fake_change(struct fake *fake, int64_t bug_id, const char *field, const char *value, const char *who,
		 int64_t when_utc); /* a text member: summary, whiteboard, status, assigned_to, component … */

struct fake_comment {
	int64_t bug_id;
	const char *who, *text;
	int64_t when_utc;
	bool is_private;
};
int64_t fake_comment(struct fake *fake, const struct fake_comment *comment); /* the comment's id */
/* Without moving last_change_time, as on a server. */
void fake_edit_comment(struct fake *fake, int64_t comment_id, const char *text);
void fake_delete_comment(struct fake *fake, int64_t comment_id);

/* needinfo? for `requestee`, or anybody (NULL). The flag's id. */
int64_t fake_needinfo(struct fake *fake, int64_t bug_id, const char *setter, const char *requestee,
		      int64_t when_utc);
void fake_retarget_flag(struct fake *fake, int64_t flag_id, const char *who, const char *requestee,
			int64_t when_utc);
void fake_clear_flag(struct fake *fake, int64_t flag_id, const char *who, int64_t when_utc);

void fake_set_clock(struct fake *fake, int64_t now_utc);

/* --- the site: what its administrator chose --- */

struct fake_site {
	int search_cap;       /* max_search_results: a larger limit is lowered in silence (10000) */
	bool hides_email;     /* @domain is cut for anonymous readers */
	bool requires_login;  /* anonymous reads are 401/410, /version excepted */
	bool is_terse;        /* BMO: search brings neither comments nor history */
	int zone_offset_s;    /* the server's local time, which a time without a zone means (0) */
	int reads_per_minute; /* BMO: anonymous GET /bug/ID, and as many /comment (75); 0: no limit. One more
			       * is 400/32000, and from then on every request 429 until fake_unblock */
};
struct fake_site fake_site(struct fake *fake);
void fake_set_site(struct fake *fake, const struct fake_site *site);
bool fake_is_blocked(struct fake *fake);
void fake_unblock(struct fake *fake);

/* --- faults --- */

enum fake_body {
	FAKE_BODY_OWN,      /* the true answer; with a `status` of 300 or more a page of HTML */
	FAKE_BODY_HTML,     /* a page of HTML */
	FAKE_BODY_EMPTY,    /* nothing */
	FAKE_BODY_BAD_JSON, /* the true answer without its last third */
	FAKE_BODY_TRAILING, /* the true answer and a second value after it */
	FAKE_BODY_ERROR,    /* Bugzilla's error object with `code` */
	FAKE_BODY_STRING,   /* {"error":"Contact …"}: no code (bugzilla.md, quirk 19) */
	FAKE_BODY_NO_BUGS,  /* {"bugs":[]} (quirk 2) */
	FAKE_BODY_MIXED, /* the true answer in another order: members, changes of a set, depends_on (quirk 16)
			  */
	FAKE_BODY_TEXT,  /* `text` */
};

/* What is done to an answer; {0} does nothing. The first fault that matches a request and is not used up
 * applies. */
struct fake_fault {
	const char *path; /* as in fake_count */
	int after;        /* so many matching requests pass first */
	int times;        /* then so many are hit; 0: all */
	int delay_ms;     /* before the answer */
	bool drop;        /* the connection is closed without an answer */
	int status;       /* 0: the true one */
	enum fake_body body;
	int code;             /* of FAKE_BODY_ERROR */
	const char *message;  /* of it too; NULL: one of its own */
	const char *text;     /* of FAKE_BODY_TEXT */
	int retry_after_s;    /* the header Retry-After; 0: none */
	const char *location; /* the header Location, for redirects */
	int cut_bytes; /* the connection breaks after so many bytes of the body; 0: never, -1: at once */
	int drip_bytes, drip_ms; /* so many bytes each so many ms */
};
void fake_add_fault(struct fake *fake, const struct fake_fault *fault);
/* No faults from here on; a delay under way ends at once, and the answer goes out. */
void fake_clear_faults(struct fake *fake);
/* The same as text, for command lines: "status=503,retry-after=40,path=/bug,after=1,times=2". Names are the
 * members', with - for _ and without units: path after times delay drop status body code message retry-after
 * location cut drip-bytes drip; body=html|empty|bad-json|trailing|error|string|no-bugs|mixed. */
bool fake_add_fault_text(struct fake *fake, const char *text, struct error *err);

/* From now on each answer is made once and then given again, whatever changes: for who measures a client and
 * not this server. */
void fake_keep_answers(struct fake *fake);

/* Connections are refused and open ones closed; fake_up listens again on the same port, which nobody else
 * can take meanwhile. */
void fake_down(struct fake *fake);
void fake_up(struct fake *fake);

/* --- what was asked --- */

struct fake_request {
	int64_t at_ms; /* of a monotonic clock */
	const char *method;
	const char *path;  /* after /rest: "/bug/7/comment" */
	const char *query; /* as sent, "" without one */
	const char *login; /* whose key it was; "" for an anonymous reader */
	bool has_key;      /* header or parameter, right or wrong */
	int status;        /* 0: dropped */
};

/* Requests so far for this path: "/bug"; "/bug/7/comment"; "/bug/N" and "/bug/N/comment" for any id;
 * NULL for all. */
size_t fake_count(struct fake *fake, const char *path);
/* Waits until fake_count reaches n; false when timeout_ms pass first. */
bool fake_wait_count(struct fake *fake, const char *path, size_t n, int timeout_ms);
/* All requests in order of their arrival; the caller frees the one block. */
struct fake_request *fake_requests(struct fake *fake, size_t *n);
void fake_forget_requests(struct fake *fake);
/* TCP connections accepted so far: fewer than requests when they are kept alive. */
size_t fake_connections(struct fake *fake);

#endif
