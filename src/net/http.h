/* net/http.h - GET requests to one server: over TLS, always verified, or plain to loopback only. Connections
 * are kept, answers may be compressed, several requests run at once. No redirect is followed and no cookie
 * kept: the key goes to the server it was meant for, and to no other (architecture.md, Syncing 5).
 * One thread makes the calls; http_wake is for any. Opens libcurl (net/libs.h).
 * Order: http_open, http_set_key, any number of http_get, http_start to http_finish, and http_wait,
 * http_close. */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

/* Front ends refuse request lines above 8 KiB (bugzilla.md, quirk 17); this leaves room for base and key. */
#define HTTP_TARGET_BYTES 6000
#define HTTP_CONNECTIONS 4

struct http;

struct http_options {
	const char *base_url;  /* scheme://host[:port][/path]; targets are below it */
	const char *ca_file;   /* trusted beside the system's; NULL: none */
	int timeout_ms;        /* to connect, and without progress afterwards (in whole seconds): below 100
				* bytes a second. An answer as a whole gets twenty times as long. */
	size_t body_max_bytes; /* of one answer, uncompressed */
};

/* The options are copied. NULL and FAULT_CONFIG for an address or file that cannot be used, FAULT_UNREACHABLE
 * without libcurl. */
struct http *http_open(const struct http_options *options, struct error *err);
void http_close(struct http *http); /* NULL is fine; no transfer is on its way */

enum http_key { HTTP_KEY_NONE, HTTP_KEY_HEADER, HTTP_KEY_PARAMETER };
/* How the key is sent from now on (no transfer is on its way); it is copied, and a secret (base/secret.h): an
 * answer that repeats it says
 * *** in its place. */
void http_set_key(struct http *http, enum http_key how, const char *key);

struct http_answer {
	int status;
	struct str body;
	int64_t retry_after_s; /* the server's wish; 0: none */
};

enum http_result {
	HTTP_ANSWERED,
	HTTP_STOPPED,   /* *stop was set */
	HTTP_TRANSIENT, /* no connection, no progress, cut off: may go well next time */
	HTTP_FATAL,     /* a certificate that is not trusted, a redirect, an answer beyond all measure */
};

/* Gets these targets ("/rest/version?x=y") at once and waits for all of them; *stop (may be NULL) ends it
 * at once when http_wake follows, else within a second. Only with HTTP_ANSWERED are the answers there,
 * whatever their status, and the caller's to end with http_answers_free; otherwise *err says what happened,
 * without the address. */
enum http_result http_get(struct http *http, const char *const *targets, size_t n,
			  struct http_answer *answers, const atomic_bool *stop, struct error *err);
void http_answers_free(struct http_answer *answers, size_t n);

/* One target whose answer is on its way while the caller does other work: a server takes its time anyway.
 * The time for a whole answer, and for connecting, goes on meanwhile; that without progress counts from
 * http_finish. Each is ended by http_finish, as http_get ends, or by http_drop (NULL is fine). */
struct http_transfer;
struct http_transfer *http_start(struct http *http, const char *target);
enum http_result http_finish(struct http_transfer *transfer, struct http_answer *answer,
			     const atomic_bool *stop, struct error *err);
void http_drop(struct http_transfer *transfer);

/* Lets ms pass; false as soon as *stop is set. */
bool http_wait(struct http *http, int64_t ms, const atomic_bool *stop);
/* Any thread: http_get and http_wait look at *stop now. */
void http_wake(struct http *http);

/* Appends ?name=value or &name=value, escaped. */
void http_add_parameter(struct str *target, const char *name, const char *value);

#endif
