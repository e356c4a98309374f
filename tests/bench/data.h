/* tests/bench/data.h - invented bugs for the bench: always the same ones, with what makes real ones slow.
 * Words come by Zipf's law; there are headings, quotes, tables, dates, questions, and the history of a
 * whiteboard. The bugs are made one by one, so that their number costs no memory. */
#ifndef TESTS_BENCH_DATA_H
#define TESTS_BENCH_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "model/bug.h"

#define DATA_NOW "2026-11-24T12:00:00Z" /* all of it was written before, the newest an hour ago */
#define DATA_CA "Example Trust"
#define DATA_OURS_OPEN 60
#define DATA_COMMENT_BYTES 1450 /* of text, on average */

enum data {
	DATA_NONE,
	DATA_S,
	DATA_L,
	DATA_ROWS, /* so many open bugs that sorting them is work; little is said on each */
	DATA_TALK, /* S with twice as many comments */
};

struct data_size {
	const char *name; /* of its folder */
	size_t n_bugs, comments_per_bug;
	size_t n_open; /* ours and others' */
};
extern const struct data_size data_sizes[]; /* by enum data */

/* Takes one bug, which lives until the call returns. */
typedef bool data_take(void *context, const struct bug *bug, const struct conversation *conversation,
		       struct error *err);
/* By id. False as soon as a call of `take` is. */
bool data_generate(const struct data_size *size, data_take *take, void *context, struct error *err);

/* One of our open bugs, whose title nobody else's has; i < DATA_OURS_OPEN. */
int64_t data_ours_id(const struct data_size *size, size_t i);

#endif
