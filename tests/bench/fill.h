/* tests/bench/fill.h - puts the invented bugs (data.h) where they are measured: into a cache, through the
 * store's own functions, and into the fake server. */
#ifndef TESTS_BENCH_FILL_H
#define TESTS_BENCH_FILL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "tests/bench/data.h"
#include "tests/fake/fake.h"

/* Makes the file and its folders; it must not be there yet. */
bool fill_cache(const struct data_size *size, const char *path, struct error *err);
/* *json_bytes: of all bugs as the server tells them. */
bool fill_fake(const struct data_size *size, struct fake *fake, size_t *json_bytes, struct error *err);

/* Bytes of all comments. */
bool fill_count_text(const struct data_size *size, size_t *text_bytes, struct error *err);

#endif
