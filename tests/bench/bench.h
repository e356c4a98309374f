/* tests/bench/bench.h - what `make bench` measures: rows of speed.md, each beside a yardstick that runs in
 * turn with it. A new row is one row in rows.c and the function it names, if none of those there will do.
 *
 *   rows.c       the table
 *   frame.c      what a program on a terminal costs: first frames, keys, memory, idleness (pty.h)
 *   server.c     syncs against the fake server (tests/fake)
 *   process.c    whole processes, files, memory
 *   subject.c    the programs, and the sealed homes in which they run
 *   data.c       the bugs, prose.c their text, fill.c puts them into a cache or the fake server
 *   stats.c      figures to a verdict;  report.c prints and writes them;  bench_main.c goes through the rows
 *
 * Order for a row: open, then ours and the yardstick in turn, close. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "tests/bench/data.h"
#include "tests/bench/pty.h"
#include "tests/fake/fake.h"
#include "tests/screen/home.h"

struct bench {
	const char *programs;         /* the folder of bugclock and hello */
	const char *folder;           /* of what is made once: caches, and material for other programs */
	bool is_ready[DATA_ROWS + 1]; /* the worker has been over this cache */
	struct idle {                 /* two rows look at the same minute */
		bool is_known;
		long ticks, wakeups;
		unsigned changes; /* on the screen */
	} idle;
};

/* Programs that are measured, or measured against: rows in subject.c. */
enum subject {
	SUBJECT_NONE,
	SUBJECT_PAGE, /* the dashboard on the cache at S, without a server */
	SUBJECT_PAGE_L,
	SUBJECT_PAGE_TALK,
	SUBJECT_PAGE_ROWS, /* on a view of 25,000 bugs */
	SUBJECT_HELLO,
	SUBJECT_LESS,
	SUBJECT_TIG,
	SUBJECT_NEWSBOAT,
	SUBJECT_LIST,
	SUBJECT_CHECK,
	SUBJECT_WHY,
	SUBJECT_LIST_L,
	SUBJECT_CHECK_L,
	SUBJECT_WHY_L,
	SUBJECT_SQLITE,
};

enum side { OURS, YARDSTICK, SIDES };

enum { AT_S = 1, AT_L = 2 }; /* sizes at which a row runs */

struct run;

struct row {
	const char *number; /* of speed.md */
	const char *name, *unit;
	double bound; /* of the ratio; of the value itself where the yardstick is nought; 0 with ratio: none
		       */
	unsigned sizes;
	size_t pairs;   /* 0: PAIRS */
	double percent; /* of our samples; 0: the median */

	bool (*open)(struct run *run, struct error *err); /* NULL: nothing to do */
	bool (*sample)(struct run *run, enum side side, double *value, struct error *err);

	/* What the functions take. */
	enum subject subjects[SIDES];
	enum data data;
	int rows, cols;                   /* of the terminal; 0: 24 x 80 */
	const char *setup;                /* typed once */
	const char *before, *keys, *back; /* typed unmeasured, measured, and to undo it */
	enum fake_kind kind;
	bool has_key; /* the server knows who asks */
	int delay_ms; /* of each answer */
};

#define PAIRS 15

/* A row while it runs. What the functions put here, run_close takes down. */
struct run {
	struct bench *bench;
	const struct row *row;
	struct home *homes[SIDES];
	struct pty *ptys[SIDES];
	struct fake *fake;
	size_t json_bytes; /* of what the fake serves */
	double reference;  /* what the yardstick's side gives, where it is counted or follows from ours */
};
void run_close(struct run *run);

extern const struct row bench_rows[];
extern const size_t n_bench_rows;

/* --- subject.c --- */

#define COMMAND_WORDS_MAX 12
#define SUBJECT_PREFIX_BYTES 4

/* A program with its words spelled out. They live in `texts`. */
struct command {
	const char *words[COMMAND_WORDS_MAX];
	struct arena *texts;
};

/* Caches, and what the programs need, are made when they are not there. The home is made for this side when
 * it has none. The caller ends the command. */
bool subject_command(struct run *run, enum side side, struct command *command, struct error *err);
void command_free(struct command *command);
/* bugclock with these words, NULL at the end, in this home. */
struct command bugclock_command(const struct bench *bench, const char *const *words);

/* A sealed home with a configuration; url NULL: a server that is not there. The cache is that of the data, or
 * an empty one. */
struct home *subject_home(const struct bench *bench, enum data data, const char *url, const char *key,
			  struct error *err);
/* The home of a side with the cache of the data, in which all is worked out. */
bool subject_open_home(struct run *run, enum side side, enum data data, struct error *err);
/* How the ids of all our open bugs begin: a screen that shows one of them shows this. */
const char *subject_id_prefix(enum data data, char out[SUBJECT_PREFIX_BYTES]);
/* DATA's cache.db; the caller frees. */
char *subject_cache_path(const struct bench *bench, enum data data);

/* --- what samples --- */

/* Runs bugclock with these words on a terminal, as our side; homes[OURS] must be there. */
bool start_bugclock(struct run *run, const char *const *words, struct error *err);
/* A dashboard that has everything the server has; it is at rest. */
bool open_live_screen(struct run *run, struct error *err);
/* Starts the subject of the side. */
bool open_screen(struct run *run, enum side side, struct error *err);

/* Two programs on terminals, started anew for each sample, or once for all. */
bool sample_first_frame(struct run *run, enum side side, double *ms, struct error *err);
bool open_screens(struct run *run, struct error *err);
bool sample_key(struct run *run, enum side side, double *ms, struct error *err);
bool sample_key_bytes(struct run *run, enum side side, double *bytes, struct error *err);
bool sample_memory(struct run *run, enum side side, double *kb, struct error *err);
/* What the first subject needs more than the second; the yardstick is the text its cache has more. */
bool sample_comment_memory(struct run *run, enum side side, double *kb, struct error *err);
/* The yardstick is the time one frame has. */
bool sample_key_in_frame(struct run *run, enum side side, double *ms, struct error *err);
/* A dashboard that is in sync, for a minute. */
bool sample_idle_ticks(struct run *run, enum side side, double *ticks, struct error *err);
bool sample_idle_wakeups(struct run *run, enum side side, double *wakeups, struct error *err);

/* Against the fake server. */
bool open_server(struct run *run, struct error *err);
bool open_warm_server(struct run *run, struct error *err);
bool open_busy_screens(struct run *run, struct error *err);
bool open_slow_screens(struct run *run, struct error *err);
bool sample_first_sync(struct run *run, enum side side, double *ms, struct error *err);
bool sample_delayed_sync(struct run *run, enum side side, double *ms, struct error *err);
bool sample_counted_calls(struct run *run, enum side side, double *calls, struct error *err);
bool sample_first_requests(struct run *run, enum side side, double *requests, struct error *err);
bool sample_later_requests(struct run *run, enum side side, double *requests, struct error *err);
bool sample_dashboard_requests(struct run *run, enum side side, double *requests, struct error *err);
bool sample_usable(struct run *run, enum side side, double *ms, struct error *err);

/* Whole processes and what they leave. */
bool sample_process(struct run *run, enum side side, double *ms, struct error *err);
bool sample_cache_size(struct run *run, enum side side, double *bytes, struct error *err);

/* --- report.c --- */

#include "tests/bench/stats.h"

struct str;

void report_head(const char *size);
/* One line for people. */
void report_line(const struct row *row, const struct result *result);
/* The same as an object of JSON, after a comma but for the first. */
void report_add_json(const struct row *row, const struct result *result, struct str *out);

/* Runs the command to its end, its output lost; how long it took. */
bool process_run(const struct command *command, struct home *home, double *ms, struct error *err);

#endif
