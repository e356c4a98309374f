/* Syncs against the fake server, which counts requests and can take its time (bench.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"
#include "tests/bench/bench.h"
#include "tests/bench/fill.h"
#include "tests/fake/wire.h"

#define KEY "beefbeefbeefbeefbeefbeefbeefbeefbeefbeef"
#define LOGIN "ana@example-trust.example"
#define PAGE_BUGS 50
#define MINUTE_MS 60000
#define CALLS_PER_MINUTE 60
#define SLOW_MS 30000
#define PATIENCE_MS 60000

static const char *const no_words[] = {NULL};
static const char *const sync_words[] = {"sync", NULL};

/* --- the server, and homes that know it --- */

static void delay_answers(struct run *run, int delay_ms)
{
	fake_clear_faults(run->fake);
	if (delay_ms > 0)
		fake_add_fault(run->fake, &(struct fake_fault){.delay_ms = delay_ms});
}

bool open_server(struct run *run, struct error *err)
{
	if (run->fake)
		return true;
	run->fake = fake_start(run->row->kind, 0, err);
	if (!run->fake || !fill_fake(&data_sizes[DATA_S], run->fake, &run->json_bytes, err))
		return false;
	fake_put_user(run->fake, &(struct fake_user){.login = LOGIN, .key = KEY});
	fake_keep_answers(run->fake);
	delay_answers(run, run->row->delay_ms);
	return true;
}

/* Homes that saw a server before are taken down: a first sync is measured once a home. */
static bool new_home(struct run *run, struct error *err)
{
	home_free(run->homes[OURS]);
	run->homes[OURS] =
		subject_home(run->bench, DATA_NONE, fake_url(run->fake), run->row->has_key ? KEY : NULL, err);
	fake_forget_requests(run->fake);
	return run->homes[OURS] != NULL;
}

static bool run_sync(struct run *run, double *ms, struct error *err)
{
	struct command command = bugclock_command(run->bench, sync_words);
	bool ok = process_run(&command, run->homes[OURS], ms, err);

	command_free(&command);
	return ok;
}

static bool run_first_sync(struct run *run, double *ms, struct error *err)
{
	return open_server(run, err) && new_home(run, err) && run_sync(run, ms, err);
}

/* Making answers costs the fake server more than reading them costs bugclock, so they are made before. */
bool open_warm_server(struct run *run, struct error *err)
{
	double ms;

	if (!open_server(run, err))
		return false;
	delay_answers(run, 0);
	bool ok = run_first_sync(run, &ms, err);
	delay_answers(run, run->row->delay_ms);
	return ok;
}

/* --- first syncs --- */

static bool write_page(int file, const char *page, size_t bytes, struct error *err)
{
	if (write(file, page, bytes) != (ssize_t)bytes || fdatasync(file) != 0)
		return error_set(err, FAULT_IO, "the yardstick's pages: %s", strerror(errno));
	return true;
}

/* The same bytes, a page at a time, on the same file system. */
static bool write_pages(struct run *run, double *ms, struct error *err)
{
	size_t pages = data_sizes[DATA_S].n_bugs / PAGE_BUGS, bytes = run->json_bytes / pages;
	char *path = os_path(home_folder(run->homes[OURS]), "pages"), *page = mem_alloc(bytes);
	int file = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	bool ok = file >= 0 || error_set(err, FAULT_IO, "%s: %s", path, strerror(errno));
	int64_t start_ms = os_monotonic_ms();

	memset(page, 'x', bytes);
	for (size_t i = 0; ok && i < pages; i++)
		ok = write_page(file, page, bytes, err);
	*ms = (double)(os_monotonic_ms() - start_ms);
	if (file >= 0)
		close(file);
	free(page);
	free(path);
	return ok;
}

bool sample_first_sync(struct run *run, enum side side, double *ms, struct error *err)
{
	return side == OURS ? run_first_sync(run, ms, err) : write_pages(run, ms, err);
}

bool sample_delayed_sync(struct run *run, enum side side, double *ms, struct error *err)
{
	size_t before = run->fake ? fake_connections(run->fake) : 0;

	*ms = run->reference;
	if (side == YARDSTICK)
		return true;
	if (!run_first_sync(run, ms, err))
		return false;
	size_t connections = fake_connections(run->fake) - before;
	run->reference = (double)fake_count(run->fake, NULL) / (double)connections * run->row->delay_ms;
	return true;
}

/* What BMO counts of an address without a key (bugzilla.md, Limits on use). */
static bool is_counted(const struct fake_request *request)
{
	return strncmp(request->path, "/bug/", 5) == 0 && !strstr(request->path, "/history");
}

static size_t most_in_a_minute(const struct fake_request *requests, size_t n)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++) {
		size_t calls = 0;
		for (size_t k = i; k < n && requests[k].at_ms < requests[i].at_ms + MINUTE_MS; k++)
			calls += is_counted(&requests[k]);
		most = calls > most ? calls : most;
	}
	return most;
}

bool sample_counted_calls(struct run *run, enum side side, double *calls, struct error *err)
{
	double ms;
	size_t n;

	*calls = CALLS_PER_MINUTE;
	if (side == YARDSTICK)
		return true;
	if (!run_first_sync(run, &ms, err))
		return false;
	struct fake_request *requests = fake_requests(run->fake, &n);
	*calls = (double)most_in_a_minute(requests, n);
	free(requests);
	return true;
}

bool sample_first_requests(struct run *run, enum side side, double *requests, struct error *err)
{
	double ms;

	*requests = (double)data_sizes[DATA_S].n_bugs / PAGE_BUGS;
	if (side == YARDSTICK)
		return true;
	bool ok = run_first_sync(run, &ms, err);
	*requests = ok ? (double)fake_count(run->fake, NULL) : 0;
	return ok;
}

/* --- later ones --- */

bool sample_later_requests(struct run *run, enum side side, double *requests, struct error *err)
{
	double ms;

	*requests = 1;
	if (side == YARDSTICK)
		return true;
	if (!run_first_sync(run, &ms, err))
		return false;
	fake_forget_requests(run->fake);
	bool ok = run_sync(run, &ms, err);
	*requests = (double)fake_count(run->fake, NULL);
	return ok;
}

bool open_live_screen(struct run *run, struct error *err)
{
	double ms;

	return run_first_sync(run, &ms, err) && start_bugclock(run, no_words, err) &&
	       pty_settle(run->ptys[OURS], err);
}

/* The key `r` asks the server at once. */
bool sample_dashboard_requests(struct run *run, enum side side, double *requests, struct error *err)
{
	*requests = 1;
	if (side == YARDSTICK)
		return true;
	if (!open_live_screen(run, err))
		return false;
	fake_forget_requests(run->fake);
	bool ok = pty_press(run->ptys[OURS], "r", err) && pty_settle(run->ptys[OURS], err);
	*requests = (double)fake_count(run->fake, NULL);
	return ok;
}

/* --- what one sees meanwhile --- */

/* A dashboard with an empty cache: until our bugs are on its screen. */
static bool await_bugs(struct run *run, double *ms, struct error *err)
{
	char prefix[SUBJECT_PREFIX_BYTES];

	subject_id_prefix(DATA_S, prefix);
	return open_server(run, err) && new_home(run, err) && start_bugclock(run, no_words, err) &&
	       pty_await(run->ptys[OURS], prefix, PATIENCE_MS, ms, err);
}

/* When the first page of bugs had come: the request is made once more, by a client that does nothing with it.
 */
static bool time_first_answer(struct run *run, double *ms, struct error *err)
{
	struct str target = {0};
	struct wire_answer answer = {0};
	size_t n, first = 0;
	struct fake_request *requests = fake_requests(run->fake, &n);
	bool ok = n > 0;

	while (first + 1 < n && !str_equals(requests[first].path, "/bug"))
		first++;
	if (ok) {
		str_addf(&target, "/rest%s?%s", requests[first].path, requests[first].query);
		int64_t start_ms = os_monotonic_ms();
		ok = wire_ask(fake_url(run->fake), "GET", str_text(&target), "", &answer);
		*ms = (double)(requests[first].at_ms - pty_started_ms(run->ptys[OURS])) +
		      (double)(os_monotonic_ms() - start_ms);
	}
	wire_free(&answer);
	str_free(&target);
	free(requests);
	return ok || error_set(err, FAULT_IO, "the first page cannot be asked for once more");
}

bool sample_usable(struct run *run, enum side side, double *ms, struct error *err)
{
	*ms = run->reference;
	if (side == YARDSTICK)
		return true;
	bool ok = await_bugs(run, ms, err) && time_first_answer(run, &run->reference, err);
	pty_end(run->ptys[OURS]);
	run->ptys[OURS] = NULL;
	return ok;
}

bool open_busy_screens(struct run *run, struct error *err)
{
	double ms;

	return open_warm_server(run, err) && open_screen(run, YARDSTICK, err) && await_bugs(run, &ms, err);
}

/* The server answers so slowly that it answers nothing while we look. */
bool open_slow_screens(struct run *run, struct error *err)
{
	double ms;

	if (!run_first_sync(run, &ms, err))
		return false;
	delay_answers(run, SLOW_MS);
	return open_screen(run, YARDSTICK, err) && start_bugclock(run, no_words, err) &&
	       pty_settle(run->ptys[OURS], err);
}
