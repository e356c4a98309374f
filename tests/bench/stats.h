/* tests/bench/stats.h - what is made of the figures of one row: a median, a spread, a verdict. Pure. */
#ifndef TESTS_BENCH_STATS_H
#define TESTS_BENCH_STATS_H

#include <stdbool.h>
#include <stddef.h>

/* The value that `percent` of the samples do not exceed; of an even number the median is the mean of the two
 * in the middle. Sorts the samples. n is at least 1. */
double stats_percentile(double *samples, size_t n, double percent);

enum verdict { VERDICT_OK, VERDICT_SLOW, VERDICT_NOISY };
extern const char *const verdict_words[];

struct result {
	double ours, yardstick; /* medians, or the percentile that was asked for */
	double yardstick_p90;
	double ratio; /* of the pairs, not of the medians: what slows the machine down slows both of a pair */
	bool has_ratio; /* false where the yardstick is nought: then the bound is one of the value itself */
	bool has_bound;
	enum verdict verdict;
};

/* Sample i of both sides were taken one after the other. `percent` is what is asked of our side: 50 for the
 * median. A bound of nought is one only where there is no ratio. Both arrays are sorted on the way. */
struct result stats_result(double *ours, double *yardstick, size_t n, double percent, double bound);

#endif
