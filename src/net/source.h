/* net/source.h - where bugs come from: one interface for a live Bugzilla of either kind (net/bugzilla.h)
 * and for a bundle (net/bundle.h). net/sync drives it. One thread makes the calls, the worker or the `sync`
 * command; only `wake` may be called by another. A call may take long; it gives up after *stop was
 * set, with SETBACK_STOPPED: at once when woken, else within a second.
 * Order: bugzilla_open or bundle_source, connect, then searches (expected or not) and conversations, close.
 */
#ifndef NET_SOURCE_H
#define NET_SOURCE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "model/bug.h"

#define PAGE_BUGS 50 /* bugs with all that was said on them: one request where the server allows it */
/* What is asked for when no conversation is wanted; the server gives as many as its cap allows. */
#define LIST_BUGS 10000

/* What a source hands out: the bug, and what was said on it when that came in the same answer. */
struct record {
	struct bug *bug;
	struct conversation conversation;
	bool has_comments, has_history; /* which halves of the conversation are there */
	const char *trouble; /* why it cannot be read: then only the bug's id is right; NULL: it can */
};

struct page {
	struct record *records; /* by id, none twice */
	size_t n;
	bool is_last; /* nothing follows; a short page alone does not say so (bugzilla.md, quirk 3) */
};

/* How much of each bug is wanted. More bugs come in one answer where less is. */
enum query_fields {
	FIELDS_ALL,
	FIELDS_IDS,   /* only id and changed_utc are filled in */
	FIELDS_NAMES, /* these, and summary, status, resolution, assignee and assignee_name: whose bug it is,
		       * and who works for whom */
};

enum which_bugs { WHICH_ALL, WHICH_OPEN, WHICH_CLOSED, WHICH_OURS_OPEN };

struct query {
	enum which_bugs which;     /* OURS_OPEN: as far as the source can tell, never more than OPEN */
	int64_t changed_since_utc; /* at or after; UTC_NONE: all */
	int64_t after_id;          /* paging by key: only larger ids */
	const int64_t *ids;        /* only these; NULL: all */
	size_t n_ids;
	enum query_fields fields;
	bool newest_first; /* those that changed last, as many as come in one answer; after_id is not used */
};

/* Why a call failed, as far as it matters for what to do next. */
enum setback {
	SETBACK_NONE,
	SETBACK_STOPPED,   /* *stop was set */
	SETBACK_TRANSIENT, /* no connection, a broken answer, a server in trouble: try again, later each time
			    */
	SETBACK_BLOCKED,   /* rate limit: no request at all for more than an hour (quirk 18) */
	SETBACK_FATAL,     /* asking again changes nothing: a wrong address, a login that is required */
};

/* What is known of a source after connecting. Texts live as long as the source. */
struct source_facts {
	const char *kind;      /* "bmo", "5.x", "bundle" */
	const char *version;   /* as the server says it; "" when it was not asked */
	const char *server;    /* its address */
	const char *origin;    /* server, product and component: copies of different origins do not mix */
	const char *login;     /* whom the key belongs to; "" when not known */
	bool is_authenticated; /* the key was proved */
	bool key_refused;      /* there was one, it is not good: reading goes on without */
	bool knows_ours;       /* WHICH_OURS_OPEN is less than WHICH_OPEN */
	int64_t as_of_utc;     /* of data that stands still: when it was fetched; UTC_NONE: live */
	const char *notice;    /* a line for people, such as a key that could not be proved; "" */
};

struct source {
	const struct source_calls *calls;
	const atomic_bool *stop; /* set by another thread; NULL: nobody stops us */
	/* Told when a call waits for so long before it asks, because the server wants few requests; by the
	 * thread that made the call. NULL: nobody listens. */
	void (*on_wait)(void *context, int64_t wait_ms);
	void *on_wait_context;
	struct source_facts facts; /* kept current: a key can be refused at any time */
	unsigned requests;         /* made so far */
	size_t largest_page;       /* seen so far: the server's cap is not below it, so a smaller page is the
				    * last one. sync keeps it in the cache, for the next run. */
	enum setback setback;      /* of the call that failed */
	int64_t retry_after_s;     /* how long the server wants to be left alone; 0: it did not say */
};

enum conversation_parts {
	PART_COMMENTS = 1 << 0,
	PART_HISTORY = 1 << 1,
	PART_ALL = PART_COMMENTS | PART_HISTORY
};

struct source_calls {
	/* Finds out what the server is and whose the key is, and fills `facts`. */
	bool (*connect)(struct source *source, struct error *err);
	/* One page of the component's bugs by id, all in `home`. A bug that cannot be read is among them. */
	bool (*search)(struct source *source, const struct query *query, struct arena *home,
		       struct page *page, struct error *err);
	/* The next search will ask this: its answer may be on its way while the caller works on the last one.
	 * A search for anything else forgets it, and so does NULL: what a failure leaves behind is never
	 * taken for news later. */
	void (*expect)(struct source *source, const struct query *query);
	/* Fills the parts of the records' conversations that are asked for and not there. A bug that cannot
	 * be read any more keeps its record as it was: that is no failure. */
	bool (*conversations)(struct source *source, struct record *records, size_t n, unsigned parts,
			      struct arena *home, struct error *err);
	/* Lets ms pass without work; false when *stop was set meanwhile. */
	bool (*wait)(struct source *source, int64_t ms);
	/* Any thread: a call that waits looks at *stop now. */
	void (*wake)(struct source *source);
	/* What time it is there (quirk 23). Of a bundle the moment it was fetched; of the demo its own clock.
	 */
	bool (*clock)(struct source *source, int64_t *server_utc, struct error *err);
	void (*close)(struct source *source); /* frees it */
};

#endif
