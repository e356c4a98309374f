/* The thread that keeps the copy fresh (app/worker.h), against a Bugzilla on loopback. No test sleeps: each
 * waits on the worker's pipe for what it wants to see, as the screen does. Runs under TSan too. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "app/cmd_data.h"
#include "app/session.h"
#include "app/worker.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"
#include "base/utc.h"
#include "store/cache.h"
#include "tests/fake/fake.h"

#define BUNDLE "tests/data/examples/bundle.json"
#define PATIENCE_MS 60000 /* never reached: the machine may be busy */
#define NOON "2026-11-20T12:00:00Z"

static char *folder;
static struct fake *fake;
static struct config *config;
static struct places places;
static struct worker *worker;
static struct snapshot *seen; /* the newest that was taken */
static struct worker_status status;

static int64_t at(const char *text)
{
	int64_t utc;

	assert_true(utc_parse(text, &utc));
	return utc;
}

/* --- configuration, server, worker --- */

static int set_up_home(void **state)
{
	static const char *const places_of_home[] = {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME",
						     "XDG_STATE_HOME", "BUGCLOCK_API_KEY"};
	struct error err;

	(void)state;
	folder = os_temp_folder(&err);
	setenv("HOME", folder, 1);
	for (size_t i = 0; i < sizeof places_of_home / sizeof places_of_home[0]; i++)
		unsetenv(places_of_home[i]);
	status = (struct worker_status){.n_texts = 0};
	return folder ? 0 : -1;
}

static int set_up(void **state)
{
	struct error err;

	assert_int_equal(set_up_home(state), 0);
	fake = fake_start(FAKE_BMO, 0, &err);
	assert_non_null(fake);
	assert_true(fake_load_file(fake, BUNDLE, &err));
	return 0;
}

static int tear_down(void **state)
{
	struct error err;
	bool ok;

	(void)state;
	worker_stop(worker);
	worker = NULL;
	snapshot_free(seen);
	seen = NULL;
	places_close(&places, &err);
	config_unref(config);
	config = NULL;
	fake_stop(fake);
	fake = NULL;
	ok = os_remove_tree(folder, &err);
	free(folder);
	return ok ? 0 : -1;
}

static void load_config(const struct globals *globals)
{
	struct error err;

	config = config_load(globals, &err);
	if (!config)
		fail_msg("%s", err.text);
	if (!places_open(&places, config, &err))
		fail_msg("%s", err.text);
}

/* The configuration of the examples, with the fake as server and more lines in [bugzilla]. */
static void configure_profile(const char *profile, const char *more)
{
	struct globals globals = {.profile = profile, .now_utc = at(NOON), .start_utc = at(NOON)};
	char *path = os_path(folder, "config");
	struct str text = {0};
	struct error err;

	str_addf(&text,
		 "[team]\nca = Example Trust, Example Trust Services\ndomains = example-trust.example\n"
		 "[member ana]\nbugzilla = ana@example-trust.example\n[bugzilla]\nurl = %s\n%s\n",
		 fake ? fake_url(fake) : "http://127.0.0.1:9", more);
	assert_true(os_write_file(path, text.at, text.len, &err));
	globals.config_path = path;
	load_config(&globals);
	str_free(&text);
	free(path);
}

static void configure(const char *more)
{
	configure_profile(NULL, more);
}

static struct worker *start(void)
{
	struct error err;
	struct worker *started = worker_start(config, &places, &err);

	if (!started)
		fail_msg("%s", err.text);
	return started;
}

/* --- waiting for what is wanted --- */

static void look(struct worker *at_worker)
{
	struct snapshot *snapshot;

	worker_drain(at_worker);
	worker_status(at_worker, &status);
	snapshot = worker_take(at_worker);
	if (snapshot) {
		snapshot_free(seen);
		seen = snapshot;
	}
}

typedef bool wish(void);

static void wait_at(struct worker *at_worker, wish *is_so, const char *what)
{
	int64_t until_ms = os_monotonic_ms() + PATIENCE_MS;

	for (look(at_worker); !is_so(); look(at_worker)) {
		struct pollfd fd = {.fd = worker_fd(at_worker), .events = POLLIN};

		if (os_monotonic_ms() > until_ms || poll(&fd, 1, PATIENCE_MS) == 0)
			fail_msg("not seen: %s (phase %d, %zu/%zu, %zu bugs: %s)", what, (int)status.phase,
				 status.done, status.total, seen ? seen->n : 0, status.text);
	}
}

#define WAIT_FOR(wish) wait_at(worker, wish, #wish)

static bool all_is_synced(void)
{
	return seen && seen->n == 19 && status.phase == WORKER_IDLE && status.synced_utc != UTC_NONE;
}

static bool one_bug_is_gone(void)
{
	return seen && seen->n == 18 && status.phase == WORKER_IDLE && status.synced_utc != UTC_NONE;
}

static bool it_is_offline(void)
{
	return status.phase == WORKER_OFFLINE;
}

static bool it_syncs(void)
{
	return status.phase == WORKER_SYNCING;
}

static bool the_key_is_refused(void)
{
	return seen && seen->n == 19 && status.phase == WORKER_KEY_REFUSED;
}

static bool the_key_is_missing(void)
{
	return seen && seen->n == 19 && status.phase == WORKER_KEY_MISSING;
}

/* When somebody else last did something on the bug. */
static int64_t changed_utc(int64_t bug_id)
{
	const struct entry *entry = seen ? snapshot_find(seen, bug_id) : NULL;

	return entry ? entry->activity.others_changed_utc : UTC_NONE;
}

static int64_t newest_change_utc(void)
{
	int64_t newest_utc = UTC_NONE;

	for (size_t i = 0; i < seen->n; i++) {
		int64_t utc = changed_utc(seen->entries[i]->bug->id);

		newest_utc = utc > newest_utc ? utc : newest_utc;
	}
	return newest_utc;
}

static bool the_comment_on_bug_1_is_here(void)
{
	return changed_utc(1) == at(NOON);
}

static bool it_is_blocked(void)
{
	return status.phase == WORKER_BLOCKED;
}

static bool another_syncs(void)
{
	return status.phase == WORKER_ELSEWHERE;
}

static bool it_has_a_snapshot(void)
{
	return seen;
}

/* Until the worker has done what it was asked before: requests are served in order, and this one brings a
 * snapshot. A phase that lasts for a moment only may never be seen. */
static void wait_for_its_turn(void)
{
	look(worker);
	snapshot_free(seen);
	seen = NULL;
	worker_request_refresh(worker);
	WAIT_FOR(it_has_a_snapshot);
}

/* --- tests --- */

static void a_first_sync_brings_all_bugs_assessed(void **state)
{
	(void)state;
	configure("");
	worker = start();
	WAIT_FOR(all_is_synced);
	assert_int_equal(snapshot_find(seen, 1)->assessment->countdown->due_utc, at("2026-11-23T09:00:00Z"));
	assert_int_equal(seen->synced_utc, at(NOON));
	assert_int_equal(status.synced_utc, at(NOON));
	assert_ptr_equal(seen->roster, &config->roster);
}

/* The page of another CA on the same server. Its team comes with the snapshot, and so does the next one. */
static bool ana_and_zoe_are_there(void)
{
	return seen && seen->roster->n_members == 2;
}

static void an_inferred_team_grows_while_the_screen_holds_the_one_before(void **state)
{
	struct globals globals = {.ca = "Example Trust", .now_utc = at(NOON), .start_utc = at(NOON)};
	char *path = os_path(folder, "config");
	struct snapshot *before;
	struct error err;

	(void)state;
	configure("");
	globals.config_path = path;
	places_close(&places, &err);
	config_unref(config);
	load_config(&globals);
	worker = start();
	WAIT_FOR(all_is_synced);
	assert_int_equal(seen->roster->n_members, 1);
	before = seen;
	seen = NULL;
	fake_change(fake, 2, "assigned_to", "zoe@example-trust.example", "jo@reader.example", at(NOON));
	worker_request_sync(worker);
	WAIT_FOR(ana_and_zoe_are_there);
	assert_string_equal(seen->roster->members[1].key, "zoe");
	assert_string_equal(snapshot_find(seen, 2)->team.owner, "zoe");
	assert_int_equal(before->roster->n_members, 1);
	assert_string_equal(snapshot_find(before, 2)->team.owner, "ana");
	snapshot_free(before);
	free(path);
}

static void a_request_finds_what_changed_and_shares_the_rest(void **state)
{
	const struct fake_comment comment = {.bug_id = 1,
					     .who = "ana@example-trust.example",
					     .text = "Nothing new.",
					     .when_utc = at(NOON)};
	struct entry *untouched;

	(void)state;
	configure("");
	worker = start();
	WAIT_FOR(all_is_synced);
	untouched = entry_ref((struct entry *)snapshot_find(seen, 2));
	fake_comment(fake, &comment);
	worker_request_sync(worker);
	WAIT_FOR(the_comment_on_bug_1_is_here);
	assert_int_equal(snapshot_find(seen, 1)->assessment->countdown->due_utc, at("2026-11-27T12:00:00Z"));
	assert_ptr_equal(snapshot_find(seen, 2), untouched);
	entry_unref(untouched);
}

static void what_changed_is_found_after_the_interval_without_being_asked(void **state)
{
	const struct fake_comment comment = {.bug_id = 1,
					     .who = "ana@example-trust.example",
					     .text = "Nothing new.",
					     .when_utc = at(NOON)};

	(void)state;
	configure("interval = 1s");
	worker = start();
	WAIT_FOR(all_is_synced);
	fake_comment(fake, &comment);
	WAIT_FOR(the_comment_on_bug_1_is_here);
}

static void a_stock_server_serves_as_well(void **state)
{
	struct error err;

	(void)state;
	fake_stop(fake);
	fake = fake_start(FAKE_5X, 0, &err);
	assert_non_null(fake);
	assert_true(fake_load_file(fake, BUNDLE, &err));
	configure("");
	worker = start();
	WAIT_FOR(all_is_synced);
	assert_int_not_equal(changed_utc(1), UTC_NONE); /* its comments were read too */
}

static void a_server_that_blocks_us_is_left_alone(void **state)
{
	const struct fake_fault blocked = {.status = 429};
	size_t asked;

	(void)state;
	configure("");
	fake_add_fault(fake, &blocked);
	worker = start();
	WAIT_FOR(it_is_blocked);
	assert_true(status.retry_utc > at(NOON) + HOUR_S);
	assert_non_null(strstr(status.text, fake_url(fake)));
	asked = fake_count(fake, NULL);
	worker_request_sync(worker);
	wait_for_its_turn();
	WAIT_FOR(it_is_blocked);
	assert_int_equal(fake_count(fake, NULL), asked);
}

static void a_server_that_is_gone_is_said_and_found_again(void **state)
{
	unsigned n_texts;

	(void)state;
	configure("");
	worker = start();
	WAIT_FOR(all_is_synced);
	fake_down(fake);
	worker_request_sync(worker);
	WAIT_FOR(it_is_offline);
	assert_int_equal(status.since_utc, at(NOON));
	assert_true(status.retry_utc >= at(NOON));
	assert_non_null(strstr(status.text, fake_url(fake)));
	assert_int_equal(seen->n, 19); /* the last good data stays */
	assert_int_equal(status.synced_utc, at(NOON));
	n_texts = status.n_texts;
	worker_request_sync(worker);
	wait_for_its_turn();
	WAIT_FOR(it_is_offline);
	assert_int_equal(status.n_texts, n_texts); /* the same again is no news */
	fake_up(fake);
	worker_request_sync(worker);
	WAIT_FOR(all_is_synced);
	assert_string_equal(status.text, "");
	assert_int_equal(status.retry_utc, UTC_NONE);
}

static void a_refused_key_is_said_and_the_public_view_is_kept(void **state)
{
	(void)state;
	configure("api_key_command = echo wr0ng");
	worker = start();
	WAIT_FOR(the_key_is_refused);
	assert_true(status.n_texts > 0);
}

/* A key store that is locked, and unlocked while the program runs. */
static void a_key_that_cannot_be_had_is_said_asked_for_again_and_public_data_read_meanwhile(void **state)
{
	const struct fake_user ana = {.login = "ana@example-trust.example", .key = "s3cr3tk3y"};
	struct str command = {0};
	char *path = os_path(folder, "unlocked");
	struct error err;

	(void)state;
	str_addf(&command, "api_key_command = cat %s || exit 1", path);
	configure(str_text(&command));
	worker = start();
	WAIT_FOR(the_key_is_missing);
	assert_non_null(strstr(status.text, "api_key_command"));
	assert_non_null(strstr(status.text, "only public data is read"));
	fake_put_user(fake, &ana);
	assert_true(os_write_file(path, ana.key, strlen(ana.key), &err));
	worker_request_sync(worker);
	WAIT_FOR(all_is_synced);
	assert_string_equal(status.text, "");
	assert_true(fake_count(fake, "/whoami") > 0);
	str_free(&command);
	free(path);
}

static void a_command_that_never_gives_the_key_holds_up_nobody(void **state)
{
	int64_t before_ms;

	(void)state;
	configure("api_key_command = sleep 300");
	worker = start();
	WAIT_FOR(it_syncs);
	before_ms = os_monotonic_ms();
	worker_stop(worker);
	worker = NULL;
	assert_true(os_monotonic_ms() - before_ms < 500);
}

static void a_stop_in_the_middle_of_a_transfer_is_short(void **state)
{
	const struct fake_fault slow = {.path = "/bug", .drip_bytes = 1, .drip_ms = 1000};
	int64_t before_ms;

	(void)state;
	configure("");
	fake_add_fault(fake, &slow);
	worker = start();
	WAIT_FOR(it_syncs);
	assert_true(fake_wait_count(fake, "/bug", 1, PATIENCE_MS));
	before_ms = os_monotonic_ms();
	worker_stop(worker);
	worker = NULL;
	/* 150 ms are promised; the rest is for a machine that is busy. The answer would take a day. */
	assert_true(os_monotonic_ms() - before_ms < 500);
}

/* In a process of its own: what is left behind lives until its end. */
static void leave_behind_and_exit(const char *fifo)
{
	int64_t before_ms;
	struct str command = {0};

	str_addf(&command, "api_key_file = %s", fifo);
	configure(str_text(&command));
	worker = start();
	WAIT_FOR(it_syncs);
	before_ms = os_monotonic_ms();
	worker_stop(worker);
	exit(os_monotonic_ms() - before_ms < 1000 ? 7 : 8);
}

/* Without a fake: a process with threads cannot be forked under TSan. */
static void a_thread_that_hangs_is_left_behind_and_the_exit_code_stays(void **state)
{
	char *fifo = os_path(folder, "fifo");
	int exit_status, end;
	pid_t child;

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	/* Open at both ends: who reads it waits until we close it. */
	end = open(fifo, O_RDWR | O_CLOEXEC);
	assert_true(end >= 0);
	child = fork();
	if (child == 0)
		leave_behind_and_exit(fifo);
	assert_int_equal(waitpid(child, &exit_status, 0), child);
	close(end);
	assert_true(WIFEXITED(exit_status));
	assert_int_equal(WEXITSTATUS(exit_status), 7);
	free(fifo);
}

static void one_of_two_syncs_and_the_other_shows_what_it_stores(void **state)
{
	const struct fake_fault slow = {.path = "/version", .times = 1, .delay_ms = PATIENCE_MS};
	struct worker *second;

	(void)state;
	configure("");
	fake_add_fault(fake, &slow);
	worker = start();
	assert_true(fake_wait_count(fake, "/version", 1, PATIENCE_MS));
	second = start();
	wait_at(second, another_syncs, "another_syncs");
	/* The first is gone in the middle of it: the lock goes with it. */
	worker_stop(worker);
	worker = second;
	WAIT_FOR(all_is_synced);
}

/* It has databases and a lock of its own. */
static void another_profile_syncs_while_this_one_is_held_up(void **state)
{
	const struct fake_fault slow = {.path = "/version", .times = 1, .delay_ms = PATIENCE_MS};
	struct config *first_config;
	struct places first_places;
	struct worker *first;
	struct error err;

	(void)state;
	configure("");
	fake_add_fault(fake, &slow);
	first = start();
	assert_true(fake_wait_count(fake, "/version", 1, PATIENCE_MS));
	first_config = config;
	first_places = places;
	configure_profile("other", "");
	assert_string_not_equal(places.cache_path, first_places.cache_path);
	assert_string_not_equal(places.team_path, first_places.team_path);
	worker = start();
	WAIT_FOR(all_is_synced);
	worker_status(first, &status);
	assert_int_equal(status.phase, WORKER_SYNCING);
	worker_stop(first);
	assert_true(places_close(&first_places, &err));
	config_unref(first_config);
}

static void what_another_stores_is_seen_without_being_fetched_again(void **state)
{
	struct worker *second;
	size_t asked;

	(void)state;
	configure("interval = 1h");
	worker = start();
	WAIT_FOR(all_is_synced);
	asked = fake_count(fake, NULL);
	snapshot_free(seen);
	seen = NULL;
	second = start();
	wait_at(second, all_is_synced, "all_is_synced");
	assert_true(fake_count(fake, NULL) <= asked + 2); /* who starts asks once what is new */
	worker_stop(second);
}

/* As another bugclock stores it. */
static void store_a_comment_on_bug_1(void)
{
	struct arena *home = arena_new();
	struct conversation conversation;
	struct comment comments[64] = {{0}};
	struct error err;
	char *notice;
	struct cache *cache = cache_open(places.cache_path, &notice, &err);

	assert_non_null(cache);
	assert_true(cache_get_conversation(cache, 1, home, &conversation, &err));
	assert_in_range(conversation.n_comments, 1, 63);
	memcpy(comments, conversation.comments, conversation.n_comments * sizeof *comments);
	comments[conversation.n_comments] = (struct comment){.id = 9999,
							     .number = (int)conversation.n_comments,
							     .author = "jo@reader.example",
							     .time_utc = at(NOON),
							     .text = "Any news?"};
	conversation.comments = comments;
	conversation.n_comments++;
	assert_true(cache_begin(cache, &err) && cache_put_conversation(cache, 1, &conversation, &err) &&
		    cache_commit(cache, &err));
	cache_close(cache);
	arena_free(home);
}

/* The next sync is an hour away. */
static void what_another_stores_is_seen_while_the_next_sync_is_waited_for(void **state)
{
	const struct entry *untouched;
	int64_t from_ms;

	(void)state;
	configure("interval = 1h");
	worker = start();
	WAIT_FOR(all_is_synced);
	wait_for_its_turn();
	untouched = entry_ref((struct entry *)snapshot_find(seen, 2));
	from_ms = os_monotonic_ms();
	store_a_comment_on_bug_1();
	WAIT_FOR(the_comment_on_bug_1_is_here);
	assert_true(os_monotonic_ms() - from_ms < PATIENCE_MS / 2);
	assert_ptr_equal(snapshot_find(seen, 2), untouched); /* only what changed was read */
	entry_unref((struct entry *)untouched);
}

/* As if team.db were out of reach for a while. */
static void rename_in_journal(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(places.team_path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* Another bugclock syncs all the while, so that nothing else makes this one read. */
static void what_another_stores_is_seen_once_a_read_that_failed_is_tried_again(void **state)
{
	struct error err;
	bool is_taken;
	int lock;

	(void)state;
	configure("interval = 1h");
	worker = start();
	WAIT_FOR(all_is_synced);
	wait_for_its_turn();
	lock = os_lock(places.lock_path, &is_taken, &err);
	assert_true(lock >= 0);
	rename_in_journal("ALTER TABLE event RENAME TO elsewhere");
	store_a_comment_on_bug_1();
	WAIT_FOR(it_is_offline);
	rename_in_journal("ALTER TABLE elsewhere RENAME TO event");
	worker_request_sync(worker);
	WAIT_FOR(another_syncs);
	assert_true(the_comment_on_bug_1_is_here());
	os_unlock(lock);
}

static bool bug_1_is_here_and_all_is_synced(void)
{
	return all_is_synced() && the_comment_on_bug_1_is_here();
}

/* Whoever throws the cache away, with its folder, while somebody watches. */
static void a_cache_that_is_thrown_away_is_made_and_filled_again(void **state)
{
	char *cache_folder;
	struct error err;

	(void)state;
	configure("interval = 1h");
	worker = start();
	WAIT_FOR(all_is_synced);
	fake_comment(fake, &(struct fake_comment){1, "jo@reader.example", "Any news?", at(NOON), false});
	cache_folder =
		mem_strndup(places.cache_path, (size_t)(strrchr(places.cache_path, '/') - places.cache_path));
	assert_true(os_remove_tree(cache_folder, &err));
	worker_request_sync(worker);
	WAIT_FOR(bug_1_is_here_and_all_is_synced);
	assert_true(os_exists(places.cache_path));
	free(cache_folder);
}

/* Another bugclock has made a new one meanwhile, which must not stay empty. */
static void a_cache_that_another_has_put_in_place_is_used(void **state)
{
	struct error err;
	char *notice;
	struct cache *cache;
	const int64_t *ids;
	size_t n;
	struct arena *home = arena_new();

	(void)state;
	configure("interval = 1h");
	worker = start();
	WAIT_FOR(all_is_synced);
	assert_int_equal(unlink(places.cache_path), 0);
	fake_delete_bug(fake, 7);
	/* The -wal of the old file may still be there: then what is new is moved aside once more, and said.
	 */
	cache = cache_open(places.cache_path, &notice, &err);
	assert_non_null(cache);
	free(notice);
	worker_request_sync(worker);
	WAIT_FOR(one_bug_is_gone);
	assert_true(cache_ids(cache, CACHE_OPEN, home, &ids, &n, &err));
	assert_int_equal(n, seen->n);
	cache_close(cache);
	arena_free(home);
}

/* In a process of its own, until that is killed: syncs as the file says once a byte comes. */
static void sync_in_a_child(int pipe_end)
{
	const struct globals globals = {
		.config_path = os_path(folder, "config"), .now_utc = at(NOON), .start_utc = at(NOON)};
	struct error err;
	char byte;

	if (read(pipe_end, &byte, 1) != 1)
		_exit(1);
	load_config(&globals);
	worker_start(config, &places, &err);
	for (;;)
		pause();
}

/* The child is made while there is no other thread, which TSan wants. */
static void a_sync_whose_process_is_killed_is_taken_over(void **state)
{
	const struct fake_fault slow = {.path = "/version", .times = 1, .delay_ms = PATIENCE_MS};
	int status_of_child, ends[2];
	struct error err;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		sync_in_a_child(ends[0]);
	fake = fake_start(FAKE_BMO, 0, &err);
	assert_non_null(fake);
	assert_true(fake_load_file(fake, BUNDLE, &err));
	(void)state;
	configure("");
	fake_add_fault(fake, &slow);
	assert_int_equal(write(ends[1], "", 1), 1);
	assert_true(fake_wait_count(fake, "/version", 1, PATIENCE_MS));
	worker = start();
	WAIT_FOR(another_syncs);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status_of_child, 0), child);
	close(ends[0]);
	close(ends[1]);
	WAIT_FOR(all_is_synced);
}

static void what_the_demo_has_in_store_arrives_when_the_clock_is_moved(void **state)
{
	const struct globals globals = {.is_demo = true, .now_utc = at(NOON), .start_utc = at(NOON)};
	struct session *session;
	struct error err;
	int64_t before_utc;

	(void)state;
	load_config(&globals);
	session = session_open(config, &places, SESSION_WRITES, NULL, &err);
	assert_true(data_fill(session, NULL, &err));
	assert_true(session_refresh_all(session, REACH_OPEN, &err));
	seen = session_share(session);
	session_close(session);
	before_utc = newest_change_utc();
	worker = start();
	worker_request_clock(worker, at(NOON) + 10 * MINUTE_S);
	while (newest_change_utc() <= before_utc) {
		struct pollfd fd = {.fd = worker_fd(worker), .events = POLLIN};

		assert_int_equal(poll(&fd, 1, PATIENCE_MS), 1);
		look(worker);
	}
	assert_int_equal(fake_count(fake, NULL), 0);
}

/* By the machine's clock, a few seconds before it comes. */
static void what_the_demo_has_in_store_arrives_by_itself_when_its_time_comes(void **state)
{
	const int64_t start_utc = session_machine_now() - 18;
	const struct globals globals = {.is_demo = true, .now_utc = UTC_NONE, .start_utc = start_utc};
	struct session *session;
	struct error err;
	int64_t came_utc;

	(void)state;
	load_config(&globals);
	session = session_open(config, &places, SESSION_WRITES, NULL, &err);
	assert_true(data_fill(session, NULL, &err));
	session_close(session);
	worker = start();
	do {
		struct pollfd fd = {.fd = worker_fd(worker), .events = POLLIN};

		assert_int_equal(poll(&fd, 1, PATIENCE_MS), 1);
		look(worker);
		came_utc = changed_utc(1900377);
	} while (came_utc != start_utc + 20);
	assert_true(session_machine_now() >= came_utc);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static bool it_is_of_next_year(void)
{
	return status.phase == WORKER_IDLE && status.synced_utc == at("2027-11-20T12:00:00Z");
}

/* The clock was a year ahead when the copy was last fetched; since it was put right, the server is not there.
 */
static void a_sync_of_next_year_passes_for_none(void **state)
{
	struct error err;

	(void)state;
	configure("");
	worker = start();
	WAIT_FOR(all_is_synced);
	worker_request_clock(worker, at("2027-11-20T12:00:00Z"));
	worker_request_sync(worker);
	WAIT_FOR(it_is_of_next_year);
	worker_stop(worker);
	worker = NULL;
	fake_down(fake);

	struct session *session = session_open(config, &places, SESSION_READS, NULL, &err);
	assert_non_null(session);
	assert_true(session_refresh_all(session, REACH_ALL, &err));
	assert_int_equal(session_now(session), at(NOON));
	assert_true(session_snapshot(session)->synced_utc == UTC_NONE);
	session_close(session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_sync_of_next_year_passes_for_none),
		T(a_first_sync_brings_all_bugs_assessed),
		T(an_inferred_team_grows_while_the_screen_holds_the_one_before),
		T(a_request_finds_what_changed_and_shares_the_rest),
		T(what_changed_is_found_after_the_interval_without_being_asked),
		T(a_stock_server_serves_as_well),
		T(a_server_that_blocks_us_is_left_alone),
		T(a_server_that_is_gone_is_said_and_found_again),
		T(a_refused_key_is_said_and_the_public_view_is_kept),
		T(a_key_that_cannot_be_had_is_said_asked_for_again_and_public_data_read_meanwhile),
		T(a_command_that_never_gives_the_key_holds_up_nobody),
		T(a_stop_in_the_middle_of_a_transfer_is_short),
		cmocka_unit_test_setup_teardown(a_thread_that_hangs_is_left_behind_and_the_exit_code_stays,
						set_up_home, tear_down),
		T(one_of_two_syncs_and_the_other_shows_what_it_stores),
		T(another_profile_syncs_while_this_one_is_held_up),
		T(what_another_stores_is_seen_without_being_fetched_again),
		T(what_another_stores_is_seen_while_the_next_sync_is_waited_for),
		T(what_another_stores_is_seen_once_a_read_that_failed_is_tried_again),
		T(a_cache_that_is_thrown_away_is_made_and_filled_again),
		T(a_cache_that_another_has_put_in_place_is_used),
		cmocka_unit_test_setup_teardown(a_sync_whose_process_is_killed_is_taken_over, set_up_home,
						tear_down),
		T(what_the_demo_has_in_store_arrives_when_the_clock_is_moved),
		T(what_the_demo_has_in_store_arrives_by_itself_when_its_time_comes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
