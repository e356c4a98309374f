/* The bench itself: its figures, its verdicts, its clock, its data. Nothing here depends on how fast it is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/os.h"
#include "base/str.h"
#include "tests/bench/bench.h"
#include "tests/bench/cells.h"
#include "tests/bench/prose.h"
#include "tests/bench/stats.h"

static void assert_near(double value, double expected)
{
	if (value < expected - 1e-9 || value > expected + 1e-9)
		fail_msg("%f is not %f", value, expected);
}

/* --- figures --- */

static void a_median_is_the_middle_or_the_mean_of_two(void **state)
{
	(void)state;
	assert_near(stats_percentile((double[]){9, 1, 5}, 3, 50), 5);
	assert_near(stats_percentile((double[]){9, 1, 5, 7}, 4, 50), 6);
	assert_near(stats_percentile((double[]){4}, 1, 50), 4);
}

static void a_percentile_lies_between_its_neighbours(void **state)
{
	double samples[] = {11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1};

	(void)state;
	assert_near(stats_percentile(samples, 11, 90), 10);
	assert_near(stats_percentile(samples, 11, 95), 10.5);
	assert_near(stats_percentile(samples, 11, 100), 11);
}

static void a_ratio_is_that_of_pairs(void **state)
{
	/* The second pair met a slow moment, the third a slower one: all say 2. */
	struct result result = stats_result((double[]){2, 4, 8}, (double[]){1, 2, 4}, 3, 50, 2);

	(void)state;
	assert_near(result.ratio, 2);
	assert_near(result.ours, 4);
	assert_near(result.yardstick, 2);
	assert_near(result.yardstick_p90, 3.6);
}

static enum verdict verdict_of(double ours, double yardstick, double bound)
{
	return stats_result((double[]){ours}, (double[]){yardstick}, 1, 50, bound).verdict;
}

static void a_verdict_holds_the_printed_ratio_against_the_bound(void **state)
{
	(void)state;
	assert_int_equal(verdict_of(1.5, 1, 1.5), VERDICT_OK);
	assert_int_equal(verdict_of(1.504, 1, 1.5), VERDICT_OK);
	assert_int_equal(verdict_of(1.506, 1, 1.5), VERDICT_SLOW);
	assert_int_equal(verdict_of(100, 1, 0), VERDICT_OK); /* no bound */
}

static void without_a_yardstick_the_bound_is_one_of_the_value(void **state)
{
	struct result result = stats_result((double[]){1}, (double[]){0}, 1, 50, 0);

	(void)state;
	assert_false(result.has_ratio);
	assert_true(result.has_bound);
	assert_int_equal(result.verdict, VERDICT_SLOW);
	assert_int_equal(verdict_of(0, 0, 0), VERDICT_OK);
}

static void a_yardstick_that_wavers_makes_a_row_noisy(void **state)
{
	double ours[] = {1, 1, 1, 1, 1}, yardstick[] = {1, 1, 1, 5, 5};

	(void)state;
	assert_int_equal(stats_result(ours, yardstick, 5, 50, 2).verdict, VERDICT_NOISY);
}

static void a_percentile_of_ours_stands_beside_the_median_of_the_yardstick(void **state)
{
	double ours[] = {1, 1, 1, 1, 9}, yardstick[] = {2, 2, 2, 2, 3};
	struct result result = stats_result(ours, yardstick, 5, 100, 4);

	(void)state;
	assert_near(result.ratio, 4.5);
	assert_int_equal(result.verdict, VERDICT_SLOW);
}

/* --- the clock --- */

#define LONG_MS 10000

static struct pty *start(const char *script)
{
	struct error err;
	const char *const words[] = {"sh", "-c", script, NULL};
	static char *no_environment[] = {NULL};
	struct pty_launch launch = {.words = words, .environment = no_environment, .rows = 24, .cols = 80};
	struct pty *pty = pty_start(&launch, &err);

	assert_non_null(pty);
	return pty;
}

static void the_clock_runs_from_the_start_to_the_last_byte(void **state)
{
	struct error err;
	struct pty_writing writing;
	struct pty *pty = start("printf abc; sleep 0.05; printf de");

	(void)state;
	assert_true(pty_read(pty, LONG_MS, &writing, &err));
	pty_end(pty);
	assert_int_equal(writing.bytes, 5);
	assert_int_equal(writing.bursts, 1);
	assert_true(writing.last_ms >= 50);
}

static void bursts_are_counted_by_the_silence_between_them(void **state)
{
	struct pty_writing writing;
	struct pty *pty = start("printf a; sleep 0.2; printf b; sleep 0.2; printf c");

	(void)state;
	pty_listen(pty, LONG_MS, 50, &writing);
	pty_end(pty);
	assert_int_equal(writing.bytes, 3);
	assert_int_equal(writing.bursts, 3);
}

static void a_key_starts_the_clock_anew(void **state)
{
	struct error err;
	struct pty_writing writing;
	double at_ms;
	struct pty *pty = start("stty -echo; printf ready; read line; printf pressed");

	(void)state;
	assert_true(pty_await(pty, "ready", LONG_MS, &at_ms, &err));
	assert_true(pty_press(pty, "x\n", &err));
	assert_true(pty_read(pty, LONG_MS, &writing, &err));
	assert_int_equal(writing.bytes, strlen("pressed"));
	assert_true(pty_await(pty, "pressed", LONG_MS, &at_ms, &err));
	assert_true(at_ms >= writing.last_ms);
	pty_end(pty);
}

static void what_never_comes_is_an_error(void **state)
{
	struct error err;
	double at_ms;
	struct pty *pty = start("printf something");

	(void)state;
	assert_false(pty_await(pty, "else", LONG_MS, &at_ms, &err));
	assert_string_equal(err.text, "sh: `else` does not appear");
	pty_end(pty);
}

static void usage_is_that_of_the_program(void **state)
{
	struct error err;
	struct pty_usage usage;
	double at_ms;
	struct pty *pty = start("printf ready; read line");

	(void)state;
	assert_true(pty_await(pty, "ready", LONG_MS, &at_ms, &err));
	assert_true(pty_usage(pty, &usage, &err));
	assert_in_range(usage.resident_kb, 100, 100000);
	pty_end(pty);
}

/* --- the yardstick --- */

static char *program_beside(const char *name)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

	assert_true(n > 0);
	self[n] = '\0';
	*strrchr(self, '/') = '\0';
	return os_path(self, name);
}

/* The screen as it is captured, row 4 in reverse as hello begins. */
static void hello_paints_the_cells_it_is_given(void **state)
{
	static const char cells[] =
		"0 0 -1 -1 b bugclock\n0 8 -1 -1 -   Example Trust \n"
		"1 0 1 -1 bu due\n1 3 -1 -1 -  10:00 ▲       \n"
		"2 0 -1 -1 -                   \n3 0 -1 -1 d faint\n3 5 -1 -1 -               \n"
		"4 0 5 2 r in reverse         \n5 0 -1 -1 - last               \n";
	struct error err;
	char *folder = os_temp_folder(&err), *given = os_path(folder, "given"), *got = os_path(folder, "got");
	char *hello = program_beside("hello");
	const char *const words[] = {hello, given, NULL};
	static char term[] = "TERM=xterm-256color", lang[] = "LC_ALL=C.UTF-8";
	static char *environment[] = {term, lang, NULL};
	struct pty_launch launch = {.words = words, .environment = environment, .rows = 6, .cols = 24};

	(void)state;
	assert_true(os_write_file(given, cells, sizeof cells - 1, &err));
	assert_true(cells_capture(&launch, got, &err));
	char *text = os_read_file(got, 65536, NULL, &err);
	assert_non_null(text);
	assert_non_null(strstr(text, "0 0 -1 -1 b bugclock\n0 8 -1 -1 -   Example Trust"));
	assert_non_null(strstr(text, "\n1 0 1 -1 bu due\n1 3 -1 -1 -  10:00 ▲"));
	assert_non_null(strstr(text, "\n3 0 -1 -1 d faint\n3 5 -1 -1 - "));
	assert_non_null(strstr(text, "\n4 0 5 2 - in reverse")); /* twice reversed */
	assert_true(os_remove_tree(folder, &err));
	free(text);
	free(hello);
	free(got);
	free(given);
	free(folder);
}

/* --- the data --- */

struct tally {
	size_t n, n_open, n_ours, text_bytes;
	int64_t first_ours, last_id;
	uint64_t sum; /* of all text */
};

static bool tally(void *context, const struct bug *bug, const struct conversation *conversation,
		  struct error *err)
{
	struct tally *tally = context;
	bool is_ours = strncmp(bug->summary, DATA_CA ":", sizeof DATA_CA) == 0;

	(void)err;
	assert_true(bug->id > tally->last_id);
	assert_true(bug->created_utc < bug->changed_utc);
	tally->last_id = bug->id;
	tally->n++;
	tally->n_open += bug_is_open(bug);
	tally->n_ours += bug_is_open(bug) && is_ours;
	if (bug_is_open(bug) && is_ours && tally->n_ours == 1)
		tally->first_ours = bug->id;
	for (size_t i = 0; i < conversation->n_comments; i++)
		for (const char *c = conversation->comments[i].text; *c; c++, tally->text_bytes++)
			tally->sum = tally->sum * 31 + (unsigned char)*c;
	return true;
}

static const struct data_size small = {.name = "", .n_bugs = 300, .comments_per_bug = 18, .n_open = 120};

static void the_bugs_are_always_the_same(void **state)
{
	struct error err;
	struct tally first = {0}, second = {0};

	(void)state;
	assert_true(data_generate(&small, tally, &first, &err));
	assert_true(data_generate(&small, tally, &second, &err));
	assert_true(first.sum == second.sum);
	assert_int_equal(first.n, 300);
	assert_int_equal(first.n_open, 120);
	assert_int_equal(first.n_ours, DATA_OURS_OPEN);
	assert_int_equal(first.first_ours, data_ours_id(&small, DATA_OURS_OPEN - 1));
}

static void comments_are_as_long_as_real_ones(void **state)
{
	struct error err;
	struct tally counted = {0};

	(void)state;
	assert_true(data_generate(&small, tally, &counted, &err));
	assert_in_range(counted.text_bytes / (counted.n * small.comments_per_bug),
			DATA_COMMENT_BYTES * 95 / 100, DATA_COMMENT_BYTES * 105 / 100);
}

static void words_come_by_zipfs_law(void **state)
{
	struct prose *prose = prose_new(7);
	struct str text = {0};
	size_t n_the = 0, n_of = 0;

	(void)state;
	prose_add_words(prose, 20000, &text);
	for (const char *at = str_text(&text); (at = strstr(at, " the ")); at++)
		n_the++;
	for (const char *at = str_text(&text); (at = strstr(at, " of ")); at++)
		n_of++;
	str_free(&text);
	prose_free(prose);
	assert_in_range(n_the, n_of * 16 / 10, n_of * 25 / 10); /* the second word half as often */
}

static void every_row_can_be_run(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_bench_rows; i++) {
		assert_non_null(bench_rows[i].sample);
		assert_non_null(bench_rows[i].unit);
		assert_int_not_equal(bench_rows[i].sizes, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_median_is_the_middle_or_the_mean_of_two),
		cmocka_unit_test(a_percentile_lies_between_its_neighbours),
		cmocka_unit_test(a_ratio_is_that_of_pairs),
		cmocka_unit_test(a_verdict_holds_the_printed_ratio_against_the_bound),
		cmocka_unit_test(without_a_yardstick_the_bound_is_one_of_the_value),
		cmocka_unit_test(a_yardstick_that_wavers_makes_a_row_noisy),
		cmocka_unit_test(a_percentile_of_ours_stands_beside_the_median_of_the_yardstick),
		cmocka_unit_test(the_clock_runs_from_the_start_to_the_last_byte),
		cmocka_unit_test(bursts_are_counted_by_the_silence_between_them),
		cmocka_unit_test(a_key_starts_the_clock_anew),
		cmocka_unit_test(what_never_comes_is_an_error),
		cmocka_unit_test(usage_is_that_of_the_program),
		cmocka_unit_test(hello_paints_the_cells_it_is_given),
		cmocka_unit_test(the_bugs_are_always_the_same),
		cmocka_unit_test(comments_are_as_long_as_real_ones),
		cmocka_unit_test(words_come_by_zipfs_law),
		cmocka_unit_test(every_row_can_be_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
