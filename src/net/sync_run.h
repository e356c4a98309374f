/* net/sync_run.h - the inside of net/sync: one run over a source, shared by the driver (sync.c), the page
 * (sync_page.c) and the comparison (sync_compare.c). Nobody else includes it. */
#ifndef NET_SYNC_RUN_H
#define NET_SYNC_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "net/copy.h"
#include "net/plan.h"
#include "net/source.h"
#include "net/sync.h"
#include "store/cache.h"

struct run {
	struct source *source;
	struct cache *cache;
	const struct sync_options *options;
	const struct sync_events *events;
	struct sync_report *report;
	struct arena *home; /* of the copy's texts */
	struct copy copy;   /* as it is stored */
	struct pass pass;   /* what is left to do */
	bool has_begun;     /* `pass` is chosen */
	bool is_resumed;    /* it is one that was interrupted */
	bool must_empty;    /* the copy is of another origin: it goes when the first page of this one comes */
	size_t done, total; /* bugs */
	unsigned failures;  /* of the present step, in a row */
	int64_t started_ms;
};

/* Adds a line for people to the report. */
void run_add_notice(struct run *run, const char *text);

/* The present phase's next page: searched, completed, stored with what is left of the pass, told. */
bool run_page(struct run *run, struct arena *home, struct error *err);
/* The same for records that were found otherwise; `next` is what is left of the pass afterwards. */
bool run_take_page(struct run *run, const struct page *page, const struct pass *next, struct arena *home,
		   struct error *err);
/* Deletes these bugs, if any, and stores what is left of the pass: one transaction. */
bool run_drop(struct run *run, const int64_t *ids, size_t n, const struct pass *next, struct error *err);

/* PHASE_COMPARE: drops what the server no longer shows, fetches what was never seen. */
bool run_comparison(struct run *run, struct arena *home, struct error *err);

#endif
