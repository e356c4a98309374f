/* What nobody else may see: a key that is looked for everywhere after all that the program does with it, and
 * the modes of all files that it makes. */
#include <ftw.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>

#include "live_fixture.h"

/* Signs that an address writes otherwise; both ends are looked for, so that a part is found as well. */
#define KEY "c4n4ry+K3y/w1th=s1gns"
#define HEAD "c4n4ry"
#define TAIL "s1gns"
#define KEY_IN_ADDRESS "c4n4ry%2bK3y%2Fw1th%3Ds1gns"
#define PATIENCE_MS 60000 /* never reached */

static char *vault; /* where the key lies: a folder that is not looked into */

static int open_vault(void **state)
{
	struct error err;

	unsetenv("TMPDIR"); /* not in the folder of the test before */
	vault = os_temp_folder(&err);
	return vault ? set_up(state) : -1;
}

static int close_vault(void **state)
{
	struct error err;
	bool ok = os_remove_tree(vault, &err);

	free(vault);
	unsetenv("BUGCLOCK_API_KEY");
	return tear_down(state) == 0 && ok ? 0 : -1;
}

static char *write_key(const char *key)
{
	struct error err;
	char *path = os_path(vault, "key");

	assert_true(os_write_file(path, key, strlen(key), &err));
	return path;
}

/* --- looking for it --- */

static void assert_clean(const char *bytes, size_t len, const char *where)
{
	if (memmem(bytes, len, HEAD, strlen(HEAD)) || memmem(bytes, len, TAIL, strlen(TAIL)))
		fail_msg("the key is in %s", where);
}

static int look_into(const char *path, const struct stat *status, int type, struct FTW *place)
{
	struct error err;
	size_t len;
	char *bytes;

	(void)status;
	(void)place;
	if (type != FTW_F)
		return 0;
	bytes = os_read_file(path, OUTPUT_BYTES_MAX, &len, &err);
	assert_non_null(bytes);
	assert_clean(bytes, len, path);
	free(bytes);
	return 0;
}

/* In all that was printed and kept. */
static void assert_nowhere(void)
{
	assert_int_equal(nftw(folder, look_into, 16, FTW_PHYS), 0);
}

static void assert_not_in_proc(pid_t process)
{
	static const char *const names[] = {"environ", "cmdline"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct str path = {0};
		struct error err;
		size_t len;
		char *bytes;

		str_addf(&path, "/proc/%d/%s", (int)process, names[i]);
		bytes = os_read_file(str_text(&path), OUTPUT_BYTES_MAX, &len, &err);
		assert_non_null(bytes);
		assert_clean(bytes, len, str_text(&path));
		free(bytes);
		str_free(&path);
	}
}

/* A server of the kind that takes it as a parameter may find it there, and nowhere else. */
static void assert_not_asked_with(struct fake *fake, enum fake_kind kind)
{
	size_t n, n_with_key = 0;
	struct fake_request *requests = fake_requests(fake, &n);

	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		const char *key = strstr(requests[i].query, "Bugzilla_api_key=");

		n_with_key += requests[i].has_key;
		assert_clean(requests[i].path, strlen(requests[i].path), "an address");
		assert_clean(requests[i].query,
			     key && kind == FAKE_5X ? (size_t)(key - requests[i].query)
						    : strlen(requests[i].query),
			     "a query");
	}
	assert_true(n_with_key > 0); /* else this shows nothing */
	free(requests);
}

/* --- the dashboard on a terminal of its own --- */

struct dashboard {
	pid_t process;
	int terminal;
	struct str shown; /* all bytes */
};

static struct dashboard open_dashboard(const char *line)
{
	struct dashboard dashboard = {.terminal = -1};
	struct winsize size = {.ws_row = 40, .ws_col = 120};

	dashboard.process = forkpty(&dashboard.terminal, NULL, NULL, &size);
	assert_true(dashboard.process >= 0);
	if (dashboard.process == 0) {
		redirect(STDERR_FILENO, "err");
		become_program(line);
	}
	return dashboard;
}

static bool take(struct dashboard *dashboard)
{
	char bytes[4096];
	struct pollfd fd = {.fd = dashboard->terminal, .events = POLLIN};
	ssize_t n;

	if (poll(&fd, 1, PATIENCE_MS) <= 0)
		fail_msg("nothing comes any more; so far: %s", str_text(&dashboard->shown));
	n = read(dashboard->terminal, bytes, sizeof bytes);
	if (n > 0)
		str_add_bytes(&dashboard->shown, bytes, (size_t)n);
	return n > 0;
}

static void await_text(struct dashboard *dashboard, const char *text)
{
	while (!strstr(str_text(&dashboard->shown), text))
		assert_true(take(dashboard));
}

static void press(const struct dashboard *dashboard, const char *keys)
{
	assert_int_equal(write(dashboard->terminal, keys, strlen(keys)), strlen(keys));
}

/* Until it has ended; what it showed becomes a file among the others. */
static struct result close_dashboard(struct dashboard *dashboard, const char *name)
{
	struct result result;
	struct error err;
	char *path = in_folder(name);

	while (take(dashboard))
		;
	result = finish(dashboard->process);
	close(dashboard->terminal);
	assert_true(os_write_file(path, str_text(&dashboard->shown), dashboard->shown.len, &err));
	str_free(&dashboard->shown);
	free(path);
	return result;
}

static void watch_and_leave(const char *options)
{
	struct dashboard dashboard = open_dashboard(options);
	struct result result;

	await_text(&dashboard, "synced");
	assert_not_in_proc(dashboard.process);
	press(&dashboard, "\r"); /* the conversation */
	await_text(&dashboard, "comment");
	press(&dashboard, "qq");
	result = close_dashboard(&dashboard, "watched");
	assert_int_equal(result.exit_code, 0);
	result_free(&result);
}

/* --- the whole run --- */

/* A server that gives it back in all ways. */
static void make_it_talk(struct fake *fake)
{
	const struct fake_user ana = {.login = "ana@example-trust.example", .key = KEY};
	const struct fake_comment comment = {.bug_id = 1,
					     .who = "steward@root.example",
					     .text = "Your key is " KEY ", or " KEY_IN_ADDRESS "!",
					     .when_utc = 1795176000};

	fake_put_user(fake, &ana);
	fake_comment(fake, &comment);
}

static void run_each(const char *options)
{
	static const char *const commands[] = {"sync",
					       "sync --full",
					       "list --format json",
					       "show 1",
					       "show 1 --format json",
					       "why 1",
					       "news --since 9d",
					       "config",
					       "doctor",
					       "bundle -"};

	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		struct result result = run_live(options, commands[i]);

		if (result.exit_code != 0)
			fail_msg("%s: %d: %s", commands[i], result.exit_code, result.err);
		assert_clean(result.out, strlen(result.out), commands[i]);
		assert_clean(result.err, strlen(result.err), commands[i]);
		result_free(&result);
	}
	assert_live(options, "show 1", 0, "Your key is ***, or ***!", "");
}

static void fail_in_each_way(struct fake *fake, const char *options)
{
	const struct fake_fault faults[] = {
		{.path = "/bug", .status = 400, .body = FAKE_BODY_ERROR, .code = 50, .message = "no: " KEY},
		{.path = "/bug", .status = 500, .body = FAKE_BODY_ERROR, .message = KEY_IN_ADDRESS " " KEY},
		{.path = "/bug", .status = 302, .location = "https://b.example/" KEY_IN_ADDRESS "?k=" KEY},
	};

	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		fake_add_fault(fake, &faults[i]);
		assert_live(options, "sync", 69, "", "***");
		fake_clear_faults(fake);
	}
}

static void refuse(struct fake *fake, const char *options)
{
	const struct fake_user revoked = {
		.login = "ana@example-trust.example", .key = KEY, .key_is_revoked = true};

	fake_put_user(fake, &revoked);
	assert_live(options, "sync", 77, "", "refused");
	assert_live(options, "doctor", 77, "refused", "");
}

/* The command looks at what it was given itself, and at who gave it. */
static void keep_to_itself(enum fake_kind kind)
{
	struct fake *fake = fake_with(kind, EXAMPLE_BUGS);
	char *key = write_key(KEY);
	struct str command = {0};
	char *options;

	str_addf(
		&command,
		"api_key_command = cat /proc/self/environ /proc/$PPID/environ /proc/$PPID/cmdline >>%s/spied;"
		" cat %s",
		folder, key);
	options = options_with(fake, str_text(&command));
	make_it_talk(fake);
	run_each(options);
	fail_in_each_way(fake, options);
	watch_and_leave(options);
	refuse(fake, options);
	assert_not_asked_with(fake, kind);
	assert_nowhere();
	fake_stop(fake);
	str_free(&command);
	free(options);
	free(key);
}

static void a_key_is_nowhere_after_all_that_was_done_with_it_at_bmo(void **state)
{
	(void)state;
	keep_to_itself(FAKE_BMO);
}

static void a_key_is_nowhere_after_all_that_was_done_with_it_at_5x(void **state)
{
	(void)state;
	keep_to_itself(FAKE_5X);
}

/* BROWSER is started by a key of the screen, api_key_command would not be: the environment goes first. */
static void a_key_of_the_environment_is_neither_kept_there_nor_handed_on(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *options = options_with(fake, ""), *script = in_folder("browser"), *said = in_folder("said");
	struct dashboard dashboard;
	struct result result;
	struct str browser = {0}, text = {0};

	(void)state;
	make_it_talk(fake);
	str_addf(&text, "cat /proc/self/environ >%s.new; mv %s.new %s\n", said, said, said);
	free(write_file("browser", str_text(&text)));
	str_addf(&browser, "sh %s", script);
	setenv("BROWSER", str_text(&browser), 1);
	setenv("BUGCLOCK_API_KEY", KEY, 1);
	run_each(options);
	dashboard = open_dashboard(options);
	await_text(&dashboard, "synced");
	assert_not_in_proc(dashboard.process);
	press(&dashboard, "v");
	while (!os_exists(said))
		poll(NULL, 0, 5);
	press(&dashboard, "q");
	result = close_dashboard(&dashboard, "watched");
	assert_int_equal(result.exit_code, 0);
	assert_not_asked_with(fake, FAKE_BMO);
	assert_nowhere();
	unsetenv("BROWSER");
	result_free(&result);
	fake_stop(fake);
	str_free(&browser);
	str_free(&text);
	free(said);
	free(script);
	free(options);
}

static void a_crash_tells_nobody(void **state)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *key = write_key(KEY), *file = format("api_key_file = @", key);
	char *options = options_with(fake, file), *limits;
	struct dashboard dashboard;
	struct result result;
	struct str path = {0};
	struct error err;

	(void)state;
	make_it_talk(fake);
	dashboard = open_dashboard(options);
	await_text(&dashboard, "synced");
	str_addf(&path, "/proc/%d/limits", (int)dashboard.process);
	limits = os_read_file(str_text(&path), OUTPUT_BYTES_MAX, NULL, &err);
	assert_non_null(strstr(limits, "Max core file size        0 "));
	assert_int_equal(kill(dashboard.process, SIGABRT), 0);
	result = close_dashboard(&dashboard, "crashed");
	assert_int_equal(result.signal, SIGABRT);
	assert_nowhere();
	result_free(&result);
	fake_stop(fake);
	str_free(&path);
	free(limits);
	free(options);
	free(file);
	free(key);
}

/* --- modes --- */

static int look_at_mode(const char *path, const struct stat *status, int type, struct FTW *place)
{
	mode_t mode = status->st_mode & 07777, wanted = type == FTW_D ? 0700 : 0600;

	if (place->level > 0 && mode != wanted)
		fail_msg("%s has mode %03o", path, (unsigned)mode);
	return 0;
}

static void assert_private(const char *name)
{
	char *path = in_folder(name);

	assert_int_equal(nftw(path, look_at_mode, 16, FTW_PHYS), 0);
	free(path);
}

/* Looked at while it runs, too: -wal, -shm, the lock and the private folder are gone afterwards. */
static void watch_modes(const char *options)
{
	struct dashboard dashboard = open_dashboard(options);
	struct result result;

	await_text(&dashboard, "synced");
	assert_private("home");
	assert_private("tmp");
	press(&dashboard, "jq");
	result = close_dashboard(&dashboard, "watched");
	assert_int_equal(result.exit_code, 0);
	assert_private("home");
	result_free(&result);
}

static void assert_private_with(mode_t mask)
{
	struct fake *fake = fake_with(FAKE_BMO, EXAMPLE_BUGS);
	char *options = options_with(fake, ""), *bundle = in_folder("home/bugs.json");
	char *line = format("bundle @", bundle);

	umask(mask);
	assert_live(options, "sync", 0, "", "");
	assert_live(options, line, 0, "", "");
	watch_modes(options);
	watch_modes("--demo");
	umask(022);
	fake_stop(fake);
	free(line);
	free(bundle);
	free(options);
}

static void with_a_mask_that_takes_nothing_files_are_private_all_the_same(void **state)
{
	(void)state;
	assert_private_with(0);
}

static void with_a_mask_that_takes_all_files_can_be_used_all_the_same(void **state)
{
	(void)state;
	assert_private_with(0777);
}

#define T(test) cmocka_unit_test_setup_teardown(test, open_vault, close_vault)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		T(a_key_is_nowhere_after_all_that_was_done_with_it_at_bmo),
		T(a_key_is_nowhere_after_all_that_was_done_with_it_at_5x),
		T(a_key_of_the_environment_is_neither_kept_there_nor_handed_on),
		T(a_crash_tells_nobody),
		T(with_a_mask_that_takes_nothing_files_are_private_all_the_same),
		T(with_a_mask_that_takes_all_files_can_be_used_all_the_same),
	};
	int failed;

	(void)argc;
	program_find(argv[0]);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(program);
	return failed;
}
