/* tests/bench/prose.h - text as people write it in comments, by chance and yet always the same: the same seed
 * gives the same text. */
#ifndef TESTS_BENCH_PROSE_H
#define TESTS_BENCH_PROSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct prose;

struct prose *prose_new(uint64_t seed);
void prose_free(struct prose *prose);

uint64_t prose_chance(struct prose *prose, uint64_t n); /* 0 to n - 1 */
void prose_add_sentence(struct prose *prose, struct str *out);
/* A few words, as a title has them. */
void prose_add_words(struct prose *prose, size_t n, struct str *out);

/* About so many bytes. A report has headings, tables, lists of dates; a reply quotes, asks, tells. */
void prose_add_report(struct prose *prose, size_t bytes, struct str *out);
void prose_add_reply(struct prose *prose, size_t bytes, struct str *out);

#endif
