#include "tests/bench/stats.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* Wider than this, the machine was busy with something else (speed.md, How each is measured). */
#define SPREAD_MAX 2.0
#define SPREAD_PERCENT 90

const char *const verdict_words[] = {[VERDICT_OK] = "ok", [VERDICT_SLOW] = "SLOW", [VERDICT_NOISY] = "noisy"};

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double stats_percentile(double *samples, size_t n, double percent)
{
	double place = percent / 100 * (double)(n - 1);
	size_t below = (size_t)place;

	qsort(samples, n, sizeof *samples, compare);
	if (below + 1 >= n)
		return samples[n - 1];
	return samples[below] + (place - (double)below) * (samples[below + 1] - samples[below]);
}

/* A percentile of ours is one of all its samples; the yardstick's is always the median. */
static double ratio_of(const double *ours, const double *yardstick, size_t n, double percent)
{
	double *ratios = mem_array(n, sizeof *ratios), ratio;

	for (size_t i = 0; i < n; i++)
		ratios[i] = ours[i] / yardstick[i];
	ratio = stats_percentile(ratios, n, percent);
	free(ratios);
	return ratio;
}

/* As it is printed: nobody can see that 1.503 is more than 1.5. */
static double rounded(double value)
{
	return round(value * 100) / 100;
}

struct result stats_result(double *ours, double *yardstick, size_t n, double percent, double bound)
{
	struct result result = {.has_ratio = true};

	for (size_t i = 0; i < n; i++)
		result.has_ratio = result.has_ratio && yardstick[i] > 0;
	if (result.has_ratio && percent == 50)
		result.ratio = ratio_of(ours, yardstick, n, percent);
	result.ours = stats_percentile(ours, n, percent);
	result.yardstick_p90 = stats_percentile(yardstick, n, SPREAD_PERCENT);
	result.yardstick = stats_percentile(yardstick, n, 50);
	if (result.has_ratio && percent != 50)
		result.ratio = result.ours / result.yardstick;
	result.has_bound = bound > 0 || !result.has_ratio;
	if (result.yardstick_p90 > SPREAD_MAX * result.yardstick)
		result.verdict = VERDICT_NOISY;
	else if (result.has_bound && rounded(result.has_ratio ? result.ratio : result.ours) > bound)
		result.verdict = VERDICT_SLOW;
	return result;
}
