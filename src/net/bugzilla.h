/* net/bugzilla.h - a live Bugzilla as a source of bugs. It finds out whether the server is
 * bugzilla.mozilla.org's kind ("bmo": a page of bugs with comments and history is one request) or stock
 * Bugzilla ("5.x": comments and history in batches of ids), and sends the key as that kind wants it: to this
 * host only, over TLS or loopback only, and never again once it was refused. Opens libcurl (net/libs.h), so
 * not before first paint. */
#ifndef NET_BUGZILLA_H
#define NET_BUGZILLA_H

#include <stddef.h>

#include "base/error.h"
#include "net/source.h"

struct server {
	const char *url; /* https://bugzilla.mozilla.org, without /rest; http:// for loopback only */
	const char *product, *component;
	const char *api_key; /* NULL: none */
	const char *login;   /* the account whose key it is: how a 5.x server proves a key; NULL: not known */
	const char *ca_file; /* certificates that are trusted beside the system's; NULL: none */
	int timeout_ms;      /* without progress, of one request */
	const char **ca_names; /* what our bugs' summaries begin with: they are asked for first */
	size_t n_ca_names;
};

/* `server` and what it points to outlive the source. No request is made yet. NULL and FAULT_UNREACHABLE when
 * libcurl is missing, FAULT_CONFIG when the address or the file of certificates cannot be used. */
struct source *bugzilla_open(const struct server *server, struct error *err);

#endif
