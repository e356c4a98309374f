/* tests/bench/bench_main.c - `make bench`: goes through the rows of bench.h and says of each how it stands.
 *
 *   bench [--size S|L] [ROW]...     measure all rows of this size, or those with these numbers
 *   bench --fill S|L|rows|talk           make the cache that the rows look at; it must not be there
 *
 * It runs in the project's folder, with build/release beside it, and takes nothing from the user's own
 * configuration. A row that is SLOW does not fail it; one that cannot be measured does, after the others. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"
#include "tests/bench/bench.h"
#include "tests/bench/fill.h"

#define PROGRAMS "build/release"
#define FOLDER "build/bench"
#define JSON_PATH "build/bench.json"
/* A row whose yardstick was disturbed is run again so often. */
#define TRIES 4

/* --- one row --- */

void run_close(struct run *run)
{
	for (enum side side = OURS; side < SIDES; side++) {
		pty_end(run->ptys[side]);
		home_free(run->homes[side]);
	}
	fake_stop(run->fake);
}

static bool take_pairs(struct run *run, double *ours, double *yardstick, size_t n, struct error *err)
{
	const struct row *row = run->row;

	if (row->open && !row->open(run, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!row->sample(run, OURS, &ours[i], err) ||
		    !row->sample(run, YARDSTICK, &yardstick[i], err))
			return false;
	return true;
}

static bool measure_once(struct bench *bench, const struct row *row, struct result *result, struct error *err)
{
	struct run run = {.bench = bench, .row = row};
	size_t n = row->pairs ? row->pairs : PAIRS;
	double *ours = mem_array(n, sizeof *ours), *yardstick = mem_array(n, sizeof *yardstick);
	bool ok = take_pairs(&run, ours, yardstick, n, err);

	run_close(&run);
	if (ok)
		*result = stats_result(ours, yardstick, n, row->percent > 0 ? row->percent : 50, row->bound);
	free(ours);
	free(yardstick);
	return ok;
}

static bool measure(struct bench *bench, const struct row *row, struct result *result, struct error *err)
{
	for (int i = 0; i < TRIES; i++) {
		if (!measure_once(bench, row, result, err))
			return false;
		if (result->verdict != VERDICT_NOISY)
			break;
	}
	return true;
}

/* --- all rows --- */

static bool is_wanted(const struct row *row, unsigned size, char *const *numbers, size_t n)
{
	if (!(row->sizes & size))
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_equals(row->number, numbers[i]))
			return true;
	return n == 0;
}

static bool write_json(const struct str *objects, const char *size, struct error *err)
{
	struct str text = {0};

	str_addf(&text, "{\"size\": \"%s\", \"rows\": [%s\n]}\n", size, str_text(objects));
	bool ok = os_write_file(JSON_PATH, str_text(&text), text.len, err);
	str_free(&text);
	return ok;
}

static bool measure_all(const char *size, char *const *numbers, size_t n, struct error *err)
{
	struct bench bench = {.programs = PROGRAMS, .folder = FOLDER};
	struct str objects = {0};
	size_t n_failed = 0;
	unsigned at = str_equals(size, "L") ? AT_L : AT_S;

	report_head(size);
	for (size_t i = 0; i < n_bench_rows; i++) {
		const struct row *row = &bench_rows[i];
		struct result result;
		if (!is_wanted(row, at, numbers, n))
			continue;
		if (measure(&bench, row, &result, err)) {
			report_line(row, &result);
			report_add_json(row, &result, &objects);
		} else {
			printf("%2s %-35s cannot be measured: %s\n", row->number, row->name, err->text);
			n_failed++;
		}
	}
	bool ok = write_json(&objects, size, err);
	str_free(&objects);
	return ok && (n_failed == 0 || error_set(err, FAULT_IO, "%zu rows cannot be measured", n_failed));
}

static bool fill(const char *name, struct error *err)
{
	struct bench bench = {.programs = PROGRAMS, .folder = FOLDER};

	for (enum data data = DATA_S; data <= DATA_TALK; data++)
		if (str_equals(data_sizes[data].name, name)) {
			char *path = subject_cache_path(&bench, data);
			bool ok = fill_cache(&data_sizes[data], path, err);
			free(path);
			return ok;
		}
	return error_set(err, FAULT_USAGE, "--fill %s: there are S, L, rows and talk", name);
}

static bool run(int argc, char **argv, struct error *err)
{
	const char *size = "S";
	int first = 1;

	if (argc == 3 && str_equals(argv[1], "--fill"))
		return fill(argv[2], err);
	if (argc >= 3 && str_equals(argv[1], "--size")) {
		size = argv[2];
		first = 3;
	}
	if (!str_equals(size, "S") && !str_equals(size, "L"))
		return error_set(err, FAULT_USAGE, "--size %s: there are S and L", size);
	return measure_all(size, argv + first, (size_t)(argc - first), err);
}

int main(int argc, char **argv)
{
	struct error err;

	setlocale(LC_ALL, "C.UTF-8");
	if (run(argc, argv, &err))
		return EXIT_SUCCESS;
	fprintf(stderr, "bench: %s\n", err.text);
	return (int)err.fault;
}
