/* The rows of speed.md that can be measured today (bench.h). */
#include "tests/bench/bench.h"

#define PAGE_DOWN "\033[6~"
#define PAGE_UP "\033[5~"
#define WATCH "5" /* the view of others' bugs */
#define WIDE .rows = 60, .cols = 200

/* A sync takes seconds. */
#define FEW .pairs = 3
/* Counted, not timed: it comes out the same each time. */
#define ONCE .pairs = 1

const struct row bench_rows[] = {
	{"1", "first frame, 80x24", "ms", 1.5, AT_S, .sample = sample_first_frame,
	 .subjects = {SUBJECT_PAGE, SUBJECT_HELLO}},
	{"1", "first frame, 200x60", "ms", 1.5, AT_S, .sample = sample_first_frame,
	 .subjects = {SUBJECT_PAGE, SUBJECT_HELLO}, WIDE},
	{"2", "first frame at L, to S", "ms", 1.1, AT_L, .sample = sample_first_frame,
	 .subjects = {SUBJECT_PAGE_L, SUBJECT_PAGE}},
	{"3", "first frame, to less", "ms", 0, AT_S, .sample = sample_first_frame,
	 .subjects = {SUBJECT_PAGE, SUBJECT_LESS}},
	{"3", "first frame, to newsboat", "ms", 0.5, AT_S, .sample = sample_first_frame,
	 .subjects = {SUBJECT_PAGE, SUBJECT_NEWSBOAT}},
	{"3", "first frame, to tig", "ms", 0.33, AT_S, .sample = sample_first_frame,
	 .subjects = {SUBJECT_PAGE, SUBJECT_TIG}},

	{"4", "j", "ms", 1.5, AT_S, .open = open_screens, .sample = sample_key,
	 .subjects = {SUBJECT_PAGE, SUBJECT_HELLO}, .keys = "j", .back = "k"},
	{"4", "page down", "ms", 2, AT_S, .open = open_screens, .sample = sample_key,
	 .subjects = {SUBJECT_PAGE, SUBJECT_HELLO}, .keys = PAGE_DOWN, .back = PAGE_UP},
	{"4", "sort of 25,000", "ms", 10, AT_S, .open = open_screens, .sample = sample_key,
	 .subjects = {SUBJECT_PAGE_ROWS, SUBJECT_HELLO}, .setup = WATCH, .keys = "S", .back = "S"},
	{"4", "filter of 25,000", "ms", 10, AT_S, .open = open_screens, .sample = sample_key,
	 .subjects = {SUBJECT_PAGE_ROWS, SUBJECT_HELLO}, .setup = WATCH, .before = "fharbor", .keys = "\r",
	 .back = "F"},
	{"4", "sort of 25,000, in a frame", "ms", 1, AT_S, .open = open_screens,
	 .sample = sample_key_in_frame, .subjects = {SUBJECT_PAGE_ROWS}, .setup = WATCH, .keys = "S",
	 .back = "S"},
	{"4", "filter of 25,000, in a frame", "ms", 1, AT_S, .open = open_screens,
	 .sample = sample_key_in_frame, .subjects = {SUBJECT_PAGE_ROWS}, .setup = WATCH, .before = "fharbor",
	 .keys = "\r", .back = "F"},

	{"5", "bytes for j, 80x24", "bytes", 2, AT_S, .open = open_screens, .sample = sample_key_bytes,
	 .subjects = {SUBJECT_PAGE, SUBJECT_HELLO}, .keys = "j", .back = "k"},
	{"5", "bytes for j, 200x60", "bytes", 2, AT_S, .open = open_screens, .sample = sample_key_bytes,
	 .subjects = {SUBJECT_PAGE, SUBJECT_HELLO}, .keys = "j", .back = "k", WIDE},

	{"6", "j while a sync is at work", "ms", 2, AT_S, .pairs = 40, .percent = 95,
	 .open = open_busy_screens, .sample = sample_key, .subjects = {SUBJECT_NONE, SUBJECT_PAGE},
	 .delay_ms = 80, .keys = "j", .back = "k"},
	{"6", "j while a server is slow", "ms", 2, AT_S, .pairs = 40, .percent = 95,
	 .open = open_slow_screens, .sample = sample_key, .subjects = {SUBJECT_NONE, SUBJECT_PAGE},
	 .keys = "j", .back = "k"},

	{"7", "CPU of an idle minute", "ticks", 0, AT_S, ONCE, .sample = sample_idle_ticks},
	{"7", "wake-ups of an idle minute", "", 1, AT_S, ONCE, .sample = sample_idle_wakeups},

	{"11", "first sync", "ms", 8, AT_S, FEW, .open = open_warm_server, .sample = sample_first_sync,
	 .has_key = true},
	{"12", "first sync at 80 ms, no key", "ms", 1.3, AT_S, FEW, .open = open_warm_server,
	 .sample = sample_delayed_sync, .delay_ms = 80},
	{"12", "first sync at 80 ms, key", "ms", 1.3, AT_S, FEW, .open = open_warm_server,
	 .sample = sample_delayed_sync, .delay_ms = 80, .has_key = true},
	{"12", "counted calls in 60 s, no key", "", 1, AT_S, ONCE, .sample = sample_counted_calls},
	{"13", "requests of a first sync, BMO", "", 1.2, AT_S, ONCE, .sample = sample_first_requests},
	{"13", "requests of a first sync, 5.x", "", 3.6, AT_S, ONCE, .sample = sample_first_requests,
	 .kind = FAKE_5X},
	{"14", "requests when nothing is new, sync", "", 4, AT_S, ONCE, .sample = sample_later_requests,
	 .has_key = true},
	{"14", "requests when nothing is new, page", "", 2, AT_S, ONCE, .sample = sample_dashboard_requests,
	 .has_key = true},
	{"15", "our bugs on screen, first sync", "ms", 1.2, AT_S, FEW, .open = open_warm_server,
	 .sample = sample_usable, .delay_ms = 80, .has_key = true},

	{"19", "list, to sqlite3", "ms", 1, AT_S, .sample = sample_process,
	 .subjects = {SUBJECT_LIST, SUBJECT_SQLITE}},
	{"19", "check, to sqlite3", "ms", 1, AT_S, .sample = sample_process,
	 .subjects = {SUBJECT_CHECK, SUBJECT_SQLITE}},
	{"19", "why, to sqlite3", "ms", 1, AT_S, .sample = sample_process,
	 .subjects = {SUBJECT_WHY, SUBJECT_SQLITE}},
	{"19", "list at L, to S", "ms", 1.1, AT_L, .sample = sample_process,
	 .subjects = {SUBJECT_LIST_L, SUBJECT_LIST}},
	{"19", "check at L, to S", "ms", 1.1, AT_L, .sample = sample_process,
	 .subjects = {SUBJECT_CHECK_L, SUBJECT_CHECK}},
	{"19", "why at L, to S", "ms", 1.1, AT_L, .sample = sample_process,
	 .subjects = {SUBJECT_WHY_L, SUBJECT_WHY}},

	{"20", "cache on disk, to its text", "bytes", 1.9, AT_S, ONCE, .sample = sample_cache_size,
	 .data = DATA_S},
	{"20", "cache at L, to its text", "bytes", 1.9, AT_L, ONCE, .sample = sample_cache_size,
	 .data = DATA_L},
	{"21", "memory of the page", "KB", 5, AT_S, .sample = sample_memory,
	 .subjects = {SUBJECT_PAGE, SUBJECT_HELLO}},
	{"22", "memory of more comments, to text", "KB", 0.001, AT_S, FEW, .sample = sample_comment_memory,
	 .subjects = {SUBJECT_PAGE_TALK, SUBJECT_PAGE}},
	{"21", "memory of the page at L, to S", "KB", 1.3, AT_L, .sample = sample_memory,
	 .subjects = {SUBJECT_PAGE_L, SUBJECT_PAGE}},
};
const size_t n_bench_rows = sizeof bench_rows / sizeof *bench_rows;
