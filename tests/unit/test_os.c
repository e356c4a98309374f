/* Folders, files, locks and children: what base/os.h promises. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/os.h"
#include "base/str.h"

#define LONG_MS 60000 /* never reached */

/* Every test has a folder of its own, and the umask back afterwards. */
static char *folder;

static int make_place(void **state)
{
	(void)state;
	struct error err = {0};
	unsetenv("TMPDIR");
	folder = os_temp_folder(&err);
	return folder ? 0 : -1;
}

static int remove_place(void **state)
{
	(void)state;
	struct error err = {0};
	umask(022);
	bool ok = os_remove_tree(folder, &err);
	free(folder);
	return ok ? 0 : -1;
}

static mode_t mode_of(const char *path)
{
	struct stat status;
	assert_int_equal(lstat(path, &status), 0);
	return status.st_mode & 07777;
}

static void write_text(const char *path, const char *text)
{
	struct error err = {0};
	assert_true(os_write_file(path, text, strlen(text), &err));
}

static void assert_holds(const char *path, const char *expected)
{
	struct error err = {0};
	char *text = os_read_file(path, 1 << 20, NULL, &err);
	assert_string_equal(err.text, "");
	assert_string_equal(text, expected);
	free(text);
}

static size_t entries_of(const char *path)
{
	struct error err = {0};
	struct str command = {0};
	str_addf(&command, "ls -A '%s' | wc -l", path);
	char *count = os_run(command.at, 100, LONG_MS, NULL, &err);
	assert_string_equal(err.text, "");
	size_t n = strtoul(count, NULL, 10);
	free(count);
	str_free(&command);
	return n;
}

/* --- folders --- */

static void assert_home(enum os_place place, const char *expected)
{
	struct error err = {0};
	char *home = os_home(place, &err);
	assert_string_equal(err.text, "");
	assert_string_equal(home, expected);
	free(home);
}

static void set_xdg(const char *config, const char *cache, const char *data, const char *state)
{
	setenv("XDG_CONFIG_HOME", config, 1);
	setenv("XDG_CACHE_HOME", cache, 1);
	setenv("XDG_DATA_HOME", data, 1);
	setenv("XDG_STATE_HOME", state, 1);
}

static void places_are_those_of_the_xdg_variables(void **state)
{
	(void)state;
	set_xdg("/x/config", "/x/cache", "/x/data/", "/");
	setenv("HOME", "/home/ana", 1);
	assert_home(OS_CONFIG, "/x/config/bugclock");
	assert_home(OS_CACHE, "/x/cache/bugclock");
	assert_home(OS_DATA, "/x/data/bugclock");
	assert_home(OS_STATE, "/bugclock");
	unsetenv("HOME");
	assert_home(OS_CACHE, "/x/cache/bugclock");
}

static void assert_default_places(void)
{
	assert_home(OS_CONFIG, "/home/ana/.config/bugclock");
	assert_home(OS_CACHE, "/home/ana/.cache/bugclock");
	assert_home(OS_DATA, "/home/ana/.local/share/bugclock");
	assert_home(OS_STATE, "/home/ana/.local/state/bugclock");
}

static void places_are_below_home_when_xdg_is_unset_empty_or_relative(void **state)
{
	(void)state;
	setenv("HOME", "/home/ana", 1);
	set_xdg("", "", "", "");
	assert_default_places();
	set_xdg("relative", "./cache", "../data", "~/state");
	assert_default_places();
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_CACHE_HOME");
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_STATE_HOME");
	assert_default_places();
}

static void no_home_is_an_error_of_the_configuration(void **state)
{
	(void)state;
	static const char *const homes[] = {NULL, "", "ana", "./"};
	unsetenv("XDG_DATA_HOME");
	for (size_t i = 0; i < sizeof homes / sizeof *homes; i++) {
		struct error err = {0};
		if (homes[i])
			setenv("HOME", homes[i], 1);
		else
			unsetenv("HOME");
		assert_null(os_home(OS_DATA, &err));
		assert_int_equal(err.fault, FAULT_CONFIG);
		assert_non_null(strstr(err.text, "HOME"));
		assert_non_null(strstr(err.text, "XDG_DATA_HOME"));
	}
}

static void a_path_has_one_slash_between(void **state)
{
	(void)state;
	static const struct {
		const char *folder, *name, *path;
	} cases[] = {{"/a", "b", "/a/b"},
		     {"/a/", "b", "/a/b"},
		     {"/", "b", "/b"},
		     {"", "b", "b"},
		     {".", "b", "./b"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *path = os_path(cases[i].folder, cases[i].name);
		assert_string_equal(path, cases[i].path);
		free(path);
	}
}

static void what_is_made_is_private_whatever_the_umask(void **state)
{
	(void)state;
	static const mode_t masks[] = {000, 022, 077, 0777};
	for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
		struct error err = {0};
		struct str deep = {0}, file = {0}, lock = {0};
		bool is_taken;
		str_addf(&deep, "%s/%zu/deep/deeper", folder, i);
		str_addf(&file, "%s/file", deep.at);
		str_addf(&lock, "%s/lock", deep.at);
		umask(masks[i]);
		assert_true(os_make_folders(deep.at, &err));
		write_text(file.at, "x");
		int held = os_lock(lock.at, &is_taken, &err);
		assert_true(held >= 0);
		os_unlock(held);
		char *temp = os_temp_folder(&err);
		umask(022);
		assert_int_equal(mode_of(deep.at), 0700);
		deep.at[deep.len - strlen("/deeper")] = '\0';
		assert_int_equal(mode_of(deep.at), 0700);
		assert_int_equal(mode_of(file.at), 0600);
		assert_int_equal(mode_of(lock.at), 0600);
		assert_int_equal(mode_of(temp), 0700);
		assert_true(os_remove_tree(temp, &err));
		free(temp);
		str_free(&deep);
		str_free(&file);
		str_free(&lock);
	}
}

static void a_file_that_was_open_to_others_is_private_once_written(void **state)
{
	(void)state;
	char *path = os_path(folder, "state");
	write_text(path, "old");
	assert_int_equal(chmod(path, 0666), 0);
	write_text(path, "new");
	assert_int_equal(mode_of(path), 0600);
	free(path);
}

static void folders_that_exist_are_left_as_they_are(void **state)
{
	(void)state;
	struct error err = {0};
	struct str path = {0};
	assert_int_equal(chmod(folder, 0755), 0);
	str_addf(&path, "%s//a/", folder);
	assert_true(os_make_folders(path.at, &err));
	assert_true(os_make_folders(path.at, &err));
	assert_true(os_make_folders("/", &err));
	assert_int_equal(mode_of(folder), 0755);
	str_free(&path);
}

static void a_file_in_the_way_of_a_folder_is_named(void **state)
{
	(void)state;
	struct error err = {0};
	char *file = os_path(folder, "file"), *below = os_path(file, "below");
	write_text(file, "x");
	assert_false(os_make_folders(file, &err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_non_null(strstr(err.text, file));
	assert_false(os_make_folders(below, &err));
	assert_non_null(strstr(err.text, file));
	assert_false(os_make_folders("", &err));
	assert_holds(file, "x");
	free(file);
	free(below);
}

static void what_exists_is_seen(void **state)
{
	(void)state;
	char *path = os_path(folder, "file");
	assert_false(os_exists(path));
	write_text(path, "");
	assert_true(os_exists(path));
	assert_true(os_exists(folder));
	free(path);
}

/* --- files --- */

static void a_file_is_read_whole_with_its_length(void **state)
{
	(void)state;
	struct error err = {0};
	struct str big = {0};
	size_t len = 99;
	char *path = os_path(folder, "file");
	assert_true(os_write_file(path, "a\0b\n", 4, &err));
	char *text = os_read_file(path, 4, &len, &err);
	assert_int_equal(len, 4);
	assert_memory_equal(text, "a\0b\n", 5);
	free(text);
	write_text(path, "");
	text = os_read_file(path, 0, &len, &err);
	assert_string_equal(text, "");
	assert_int_equal(len, 0);
	free(text);
	str_add_repeat(&big, "0123456789", 100000);
	write_text(path, big.at);
	assert_holds(path, big.at);
	str_free(&big);
	free(path);
}

static void a_file_above_the_limit_is_refused(void **state)
{
	(void)state;
	struct error err = {0};
	char *path = os_path(folder, "file");
	write_text(path, "12345");
	assert_null(os_read_file(path, 4, NULL, &err));
	assert_int_equal(err.fault, FAULT_DATA);
	assert_non_null(strstr(err.text, path));
	assert_non_null(strstr(err.text, "larger than 4 bytes"));
	assert_null(os_read_file("/dev/zero", 100000, NULL, &err));
	free(path);
}

static void a_file_that_cannot_be_read_is_named(void **state)
{
	(void)state;
	struct error err = {0};
	char *path = os_path(folder, "absent");
	assert_null(os_read_file(path, 100, NULL, &err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_non_null(strstr(err.text, path));
	assert_non_null(strstr(err.text, "No such file"));
	assert_null(os_read_file(folder, 100, NULL, &err));
	assert_non_null(strstr(err.text, "directory"));
	free(path);
}

static void a_dash_is_standard_input(void **state)
{
	(void)state;
	struct error err = {0};
	int saved = dup(STDIN_FILENO), ends[2];
	size_t len;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "hello", 5), 5);
	close(ends[1]);
	assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
	close(ends[0]);
	char *text = os_read_file("-", 100, &len, &err);
	assert_string_equal(text, "hello");
	assert_int_equal(len, 5);
	free(text);
	assert_true(dup2(saved, STDIN_FILENO) >= 0);
	close(saved);
}

static void writing_replaces_the_whole_file_and_leaves_nothing_beside(void **state)
{
	(void)state;
	char *path = os_path(folder, "file");
	write_text(path, "a long old text");
	write_text(path, "new");
	assert_holds(path, "new");
	assert_int_equal(entries_of(folder), 1);
	free(path);
}

static void a_reader_keeps_the_text_that_it_opened(void **state)
{
	(void)state;
	char *path = os_path(folder, "file");
	char buffer[10] = "";
	write_text(path, "old");
	int reader = open(path, O_RDONLY);
	write_text(path, "new text");
	assert_int_equal(read(reader, buffer, sizeof buffer), 3);
	assert_string_equal(buffer, "old");
	close(reader);
	free(path);
}

static void a_new_file_is_never_written_over_one_that_is_there(void **state)
{
	char *path = os_path(folder, "new");
	struct error err;
	struct stat status;
	mode_t mask = umask(0);
	(void)state;
	assert_true(os_write_new_file(path, "first", 5, &err));
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_int_equal(status.st_nlink, 1);
	assert_false(os_write_new_file(path, "second", 6, &err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_non_null(strstr(err.text, path));
	assert_holds(path, "first");
	assert_int_equal(entries_of(folder), 1);
	umask(mask);
	free(path);
}

static void a_write_that_fails_leaves_the_old_text_and_nothing_beside(void **state)
{
	(void)state;
	struct error err = {0};
	char *path = os_path(folder, "file"), *inside = os_path(path, "inside");
	/* The name is that of a folder: the last step, the renaming, fails. */
	assert_true(os_make_folders(path, &err));
	write_text(inside, "kept");
	assert_false(os_write_file(path, "new", 3, &err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_non_null(strstr(err.text, path));
	assert_holds(inside, "kept");
	assert_int_equal(entries_of(folder), 1);
	free(inside);
	inside = os_path(folder, "absent/file");
	assert_false(os_write_file(inside, "new", 3, &err));
	free(inside);
	free(path);
}

static void a_full_disk_leaves_the_old_text(void **state)
{
	(void)state;
	struct error err = {0};
	struct rlimit saved, small;
	char *path = os_path(folder, "file"), big[4096];
	memset(big, 'x', sizeof big);
	write_text(path, "old");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &saved), 0);
	small = saved;
	small.rlim_cur = 1000; /* writing beyond fails as it does on a full disk */
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	bool ok = os_write_file(path, big, sizeof big, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &saved), 0);
	signal(SIGXFSZ, handler);
	assert_false(ok);
	assert_int_equal(err.fault, FAULT_IO);
	assert_holds(path, "old");
	assert_int_equal(entries_of(folder), 1);
	free(path);
}

static void what_is_moved_aside_gets_the_first_free_number(void **state)
{
	(void)state;
	struct error err = {0};
	char *path = os_path(folder, "cache.db");
	for (int n = 1; n <= 3; n++) {
		struct str expected = {0};
		char *aside = NULL;
		str_addf(&expected, "%s.damaged-%d", path, n);
		write_text(path, expected.at);
		assert_true(os_move_aside(path, "damaged", &aside, &err));
		assert_string_equal(aside, expected.at);
		assert_holds(aside, expected.at);
		assert_false(os_exists(path));
		free(aside);
		str_free(&expected);
	}
	write_text(path, "x");
	assert_true(os_move_aside(path, "newer", NULL, &err));
	assert_false(os_move_aside(path, "damaged", NULL, &err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_non_null(strstr(err.text, path));
	free(path);
}

static void a_dangling_link_is_not_overwritten_when_moving_aside(void **state)
{
	(void)state;
	struct error err = {0};
	char *path = os_path(folder, "cache.db"), *taken = os_path(folder, "cache.db.damaged-1"), *aside;
	assert_int_equal(symlink("/nowhere", taken), 0);
	write_text(path, "x");
	assert_true(os_move_aside(path, "damaged", &aside, &err));
	assert_non_null(strstr(aside, ".damaged-2"));
	free(aside);
	free(taken);
	free(path);
}

static void a_temporary_folder_is_below_tmpdir_and_new(void **state)
{
	(void)state;
	struct error err = {0};
	setenv("TMPDIR", folder, 1);
	char *one = os_temp_folder(&err), *two = os_temp_folder(&err);
	assert_string_not_equal(one, two);
	assert_memory_equal(one, folder, strlen(folder));
	setenv("TMPDIR", "relative", 1);
	char *three = os_temp_folder(&err);
	assert_memory_equal(three, "/tmp/", 5);
	assert_true(os_remove_tree(three, &err));
	setenv("TMPDIR", "/nowhere/at/all", 1);
	assert_null(os_temp_folder(&err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_non_null(strstr(err.text, "TMPDIR"));
	unsetenv("TMPDIR");
	free(one);
	free(two);
	free(three);
}

static void a_tree_is_removed_without_following_links(void **state)
{
	(void)state;
	struct error err = {0};
	char *keep = os_path(folder, "keep"), *kept = os_path(keep, "file");
	char *tree = os_path(folder, "tree"), *deep = os_path(tree, "a/b/c"), *link = os_path(deep, "link"),
	     *file = os_path(deep, "f");
	assert_true(os_make_folders(keep, &err) && os_make_folders(deep, &err));
	write_text(kept, "kept");
	write_text(file, "x");
	assert_int_equal(symlink(keep, link), 0);
	assert_true(os_remove_tree(tree, &err));
	assert_false(os_exists(tree));
	assert_holds(kept, "kept");
	assert_true(os_remove_tree(tree, &err)); /* gone is gone */
	free(keep);
	free(kept);
	free(tree);
	free(deep);
	free(link);
	free(file);
}

/* --- locks --- */

static void a_lock_is_taken_once_and_given_back(void **state)
{
	(void)state;
	struct error err = {0};
	bool is_taken = true;
	char *path = os_path(folder, "lock");
	int lock = os_lock(path, &is_taken, &err);
	assert_true(lock >= 0);
	assert_false(is_taken);
	assert_int_equal(os_lock(path, &is_taken, &err), -1);
	assert_true(is_taken);
	assert_string_equal(err.text, "");
	os_unlock(lock);
	lock = os_lock(path, &is_taken, &err);
	assert_true(lock >= 0);
	assert_false(is_taken);
	os_unlock(lock);
	free(path);
}

static void who_waits_for_a_lock_gets_it_when_it_is_free_or_an_error(void **state)
{
	(void)state;
	bool is_taken;
	struct error err;
	char *path = os_path(folder, "lock");
	int lock = os_lock(path, &is_taken, &err);
	assert_int_equal(os_lock_wait(path, 1, &err), -1);
	assert_int_equal(err.fault, FAULT_IO);
	os_unlock(lock);
	lock = os_lock_wait(path, 0, &err);
	assert_true(lock >= 0);
	os_unlock(lock);
	free(path);
}

static void a_lock_dies_with_its_process(void **state)
{
	(void)state;
	struct error err = {0};
	bool is_taken;
	char *path = os_path(folder, "lock"), ready;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		if (os_lock(path, &is_taken, &err) >= 0 && write(ends[1], "r", 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(ends[0], &ready, 1), 1);
	assert_int_equal(os_lock(path, &is_taken, &err), -1);
	assert_true(is_taken);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	int lock = os_lock(path, &is_taken, &err);
	assert_true(lock >= 0);
	os_unlock(lock);
	close(ends[0]);
	close(ends[1]);
	free(path);
}

static void a_command_that_was_run_does_not_hold_the_lock(void **state)
{
	(void)state;
	struct error err = {0};
	bool is_taken;
	char *path = os_path(folder, "lock");
	int lock = os_lock(path, &is_taken, &err);
	/* A daemon that the command leaves behind, in a session of its own, with no stream of ours. */
	char *text = os_run("setsid sleep 300 >/dev/null 2>&1 & echo $!", 100, LONG_MS, NULL, &err);
	assert_non_null(text);
	os_unlock(lock);
	lock = os_lock(path, &is_taken, &err);
	assert_true(lock >= 0);
	os_unlock(lock);
	assert_int_equal(kill((pid_t)strtol(text, NULL, 10), SIGKILL), 0);
	free(text);
	free(path);
}

static void a_lock_that_cannot_be_made_is_an_error_not_taken(void **state)
{
	(void)state;
	struct error err = {0};
	bool is_taken = true;
	assert_int_equal(os_lock(folder, &is_taken, &err), -1);
	assert_false(is_taken);
	assert_int_equal(err.fault, FAULT_IO);
	assert_non_null(strstr(err.text, folder));
}

/* --- children --- */

static void assert_prints(const char *command, const char *expected)
{
	struct error err = {0};
	char *text = os_run(command, 1000, LONG_MS, NULL, &err);
	assert_string_equal(err.text, "");
	assert_string_equal(text, expected);
	free(text);
}

static void a_command_gives_what_it_prints_without_the_last_line_end(void **state)
{
	(void)state;
	assert_prints("echo key", "key");
	assert_prints("printf key", "key");
	assert_prints("printf 'key\\r\\n'", "key");
	assert_prints("printf 'a\\nb\\n\\n'", "a\nb\n");
	assert_prints(":", "");
	assert_prints("echo complaint >&2; echo key", "key");
	assert_prints("echo \"$(echo 'a b' | tr a-z A-Z)\"", "A B");
	setenv("BUGCLOCK_TEST", "passed on", 1);
	assert_prints("echo $BUGCLOCK_TEST", "passed on");
	unsetenv("BUGCLOCK_TEST");
}

static void a_command_has_no_input_and_no_terminal(void **state)
{
	(void)state;
	int saved = dup(STDIN_FILENO), ends[2];
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "typed ahead\n", 12), 12);
	close(ends[1]);
	assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
	close(ends[0]);
	assert_prints("cat; echo end", "end");
	assert_true(dup2(saved, STDIN_FILENO) >= 0);
	close(saved);
	assert_prints("if (: </dev/tty) 2>/dev/null; then echo terminal; else echo none; fi", "none");
}

static void assert_run_fails(const char *command, size_t max_bytes, int timeout_ms, const char *why)
{
	struct error err = {0};
	assert_null(os_run(command, max_bytes, timeout_ms, NULL, &err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_non_null(strstr(err.text, command));
	if (!strstr(err.text, why))
		fail_msg("\"%s\" does not say \"%s\"", err.text, why);
}

static void a_command_that_fails_says_how_and_what_it_complained_of(void **state)
{
	(void)state;
	assert_run_fails("exit 3", 100, LONG_MS, "ends with status 3");
	assert_run_fails("echo key; echo 'gpg: no key' >&2; echo more >&2; exit 2", 100, LONG_MS,
			 "status 2: gpg: no key");
	assert_run_fails("/nowhere/to/be/found", 100, LONG_MS, "status 127");
	assert_run_fails("kill -TERM $$", 100, LONG_MS, "killed by signal 15");
	struct error err = {0};
	assert_null(os_run("echo secret; exit 1", 100, LONG_MS, NULL, &err));
	assert_null(strstr(err.text, "status 1: secret")); /* what it prints may be a key */
}

static void a_complaint_without_end_is_cut_and_harmless(void **state)
{
	(void)state;
	struct error err = {0};
	assert_null(os_run("head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 1", 100, LONG_MS, NULL, &err));
	assert_true(strlen(err.text) < ERROR_TEXT_BYTES);
	assert_null(os_run("printf '\\033[31m\\233' >&2; exit 1", 100, LONG_MS, NULL, &err));
	assert_null(strpbrk(err.text, "\x1b\x9b"));
}

static void output_up_to_the_limit_is_whole_and_beyond_it_refused(void **state)
{
	(void)state;
	struct error err = {0};
	char *text = os_run("printf 12345", 5, LONG_MS, NULL, &err);
	assert_string_equal(text, "12345");
	free(text);
	text = os_run("head -c 300000 /dev/zero | tr '\\0' x", 300000, LONG_MS, NULL, &err);
	assert_int_equal(strlen(text), 300000);
	free(text);
	assert_run_fails("printf 123456", 5, LONG_MS, "more than 5 bytes");
	assert_run_fails("yes", 100000, LONG_MS, "more than 100000 bytes");
}

static void a_nul_in_the_output_is_refused(void **state)
{
	(void)state;
	struct error err = {0};
	assert_null(os_run("printf 'a\\0b'", 100, LONG_MS, NULL, &err));
	assert_int_equal(err.fault, FAULT_DATA);
	assert_non_null(strstr(err.text, "NUL"));
}

static void a_command_that_takes_too_long_is_killed(void **state)
{
	(void)state;
	int64_t start = os_monotonic_ms();
	assert_run_fails("sleep 300", 100, 50, "takes too long");
	assert_run_fails("trap '' TERM INT HUP; sleep 300", 100, 50, "takes too long");
	assert_run_fails("exec >&- 2>&-; sleep 300", 100, 50, "takes too long");
	assert_run_fails("while :; do echo x; done | cat >/dev/null", 100, 50, "takes too long");
	assert_run_fails("sleep 300", 100, 0, "takes too long");
	assert_true(os_monotonic_ms() - start < LONG_MS);
}

static void a_command_that_nobody_waits_for_any_more_is_killed(void **state)
{
	(void)state;
	struct error err = {0};
	atomic_bool stop = true;
	int64_t start = os_monotonic_ms();
	assert_null(os_run("sleep 300", 100, LONG_MS, &stop, &err));
	assert_null(os_run("exec >&- 2>&-; sleep 300", 100, LONG_MS, &stop, &err));
	assert_non_null(strstr(err.text, "was stopped"));
	assert_true(os_monotonic_ms() - start < LONG_MS);
}

/* The grandchild holds the writing end of a FIFO: when it is dead, and only then, we read its end. */
static void assert_killed_with_its_children(const char *command, size_t max_bytes, int timeout_ms)
{
	char *path = os_path(folder, "fifo"), said[10] = "";
	struct error err = {0};
	assert_int_equal(mkfifo(path, 0600), 0);
	struct pollfd fifo = {.fd = open(path, O_RDONLY | O_NONBLOCK), .events = POLLIN};
	assert_true(fifo.fd >= 0);
	setenv("FIFO", path, 1);
	assert_null(os_run(command, max_bytes, timeout_ms, NULL, &err));
	assert_int_equal(read(fifo.fd, said, sizeof said), 6);
	assert_string_equal(said, "alive\n");
	assert_int_equal(poll(&fifo, 1, LONG_MS), 1);
	assert_int_equal(read(fifo.fd, said, sizeof said), 0);
	close(fifo.fd);
	assert_int_equal(unlink(path), 0);
	free(path);
}

static void what_a_command_started_is_killed_with_it(void **state)
{
	(void)state;
#define GRANDCHILD "(echo alive >&9; exec sleep 300) 9>$FIFO & "
	assert_killed_with_its_children(GRANDCHILD "wait", 100, 1500);
	/* The command is over, but its child holds on to the output. */
	assert_killed_with_its_children(GRANDCHILD, 100, 1500);
	assert_killed_with_its_children(GRANDCHILD "yes", 100000, LONG_MS);
}

static void a_command_starts_with_default_signals(void **state)
{
	(void)state;
	sigset_t term, saved;
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	assert_int_equal(sigprocmask(SIG_BLOCK, &term, &saved), 0);
	void (*handler)(int) = signal(SIGPIPE, SIG_IGN);
	assert_run_fails("kill -PIPE $$; echo alive", 100, LONG_MS, "killed by signal 13");
	assert_run_fails("kill -TERM $$; echo alive", 100, LONG_MS, "killed by signal 15");
	signal(SIGPIPE, handler);
	assert_int_equal(sigprocmask(SIG_SETMASK, &saved, NULL), 0);
}

static size_t open_descriptors(void)
{
	struct str path = {0};
	str_addf(&path, "/proc/%d/fd", (int)getpid());
	size_t n = entries_of(path.at);
	str_free(&path);
	return n;
}

static void nothing_stays_open_and_no_child_stays_behind(void **state)
{
	(void)state;
	struct error err = {0};
	struct rlimit saved, few;
	size_t before = open_descriptors();
	int lowest = dup(STDIN_FILENO);
	close(lowest);
	assert_null(os_run("exit 1", 100, LONG_MS, NULL, &err));
	assert_null(os_run("yes", 100, LONG_MS, NULL, &err));
	assert_null(os_run("sleep 300", 100, 20, NULL, &err));
	char *text = os_run("echo x", 100, LONG_MS, NULL, &err);
	free(text);
	/* No descriptor is left: the first pipe fails, or the second. */
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &saved), 0);
	few = saved;
	for (rlim_t extra = 0; extra <= 2; extra += 2) {
		few.rlim_cur = (rlim_t)lowest + extra;
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
		text = os_run("echo x", 100, LONG_MS, NULL, &err);
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &saved), 0);
		assert_null(text);
		assert_non_null(strstr(err.text, "cannot run `echo x`"));
	}
	assert_int_equal(open_descriptors(), before);
	int next = dup(STDIN_FILENO);
	assert_int_equal(next, lowest);
	close(next);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* --- chance and time --- */

static void random_bytes_differ_and_fill_all_that_was_asked(void **state)
{
	(void)state;
	unsigned char one[1001] = {0}, two[1001] = {0};
	size_t zeros = 0;
	os_random(one, 1000);
	os_random(two, 1000);
	assert_memory_not_equal(one, two, 1000);
	for (size_t i = 0; i < 1000; i++)
		zeros += one[i] == 0;
	assert_true(zeros < 100);
	assert_int_equal(one[1000], 0);
	os_random(one, 0);
}

/* A laptop that was closed for hours must know that they have passed. */
static void the_clock_goes_on_while_the_machine_sleeps(void **state)
{
	(void)state;
	struct timespec awake_and_asleep;
	assert_int_equal(clock_gettime(CLOCK_BOOTTIME, &awake_and_asleep), 0);
	int64_t ms = awake_and_asleep.tv_sec * INT64_C(1000) + awake_and_asleep.tv_nsec / 1000000;
	assert_in_range(os_monotonic_ms() - ms, 0, 1000);
}

static void the_monotonic_clock_never_goes_back(void **state)
{
	(void)state;
	int64_t last = os_monotonic_ms();
	for (int i = 0; i < 1000; i++) {
		int64_t now = os_monotonic_ms();
		assert_true(now >= last);
		last = now;
	}
	assert_true(last > 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

/* --- programs that go on by themselves --- */

/* What a script that was started so writes into a pipe. */
static char *start_and_read(const char *script, const char *first, const char *second)
{
	struct error err = {0};
	struct str whole = {0};
	char *pipe_path = os_path(folder, "pipe");
	unlink(pipe_path);
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	str_addf(&whole, "exec >'%s'; %s", pipe_path, script);
	char *const words[] = {"sh",           "-c", (char *)str_text(&whole), "name", (char *)first,
			       (char *)second, NULL};
	assert_true(os_start(words, &err));
	char *text = os_read_file(pipe_path, 1000, NULL, &err);
	assert_non_null(text);
	str_free(&whole);
	free(pipe_path);
	return text;
}

static void a_program_gets_its_words_as_they_are(void **state)
{
	(void)state;
	char *text = start_and_read("printf '<%s>' \"$@\"", "$HOME; `id` 'x'", "a  b");
	assert_string_equal(text, "<$HOME; `id` 'x'><a  b>");
	free(text);
}

static void a_program_that_goes_on_has_no_terminal_of_ours_and_nobody_waits_for_it(void **state)
{
	(void)state;
	char *text =
		start_and_read("readlink /proc/$$/fd/0 /proc/$$/fd/2; cut -d' ' -f5,6 /proc/$$/stat", "", "");
	char *session = strrchr(text, ' ');
	assert_non_null(strstr(text, "/dev/null\n/dev/null\n"));
	assert_int_not_equal(atoi(session), getsid(0));
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* it is no child of ours */
	free(text);
}

static void a_program_that_is_not_there_is_said(void **state)
{
	struct error err = {0};
	char *const words[] = {"no-such-program-of-ours", "x", NULL};
	(void)state;
	assert_false(os_start(words, &err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_string_equal(err.text, "cannot run no-such-program-of-ours: No such file or directory");
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_file_is_never_written_over_one_that_is_there),
		TEST(places_are_those_of_the_xdg_variables),
		TEST(places_are_below_home_when_xdg_is_unset_empty_or_relative),
		TEST(no_home_is_an_error_of_the_configuration),
		TEST(a_path_has_one_slash_between),
		TEST(what_is_made_is_private_whatever_the_umask),
		TEST(a_file_that_was_open_to_others_is_private_once_written),
		TEST(folders_that_exist_are_left_as_they_are),
		TEST(a_file_in_the_way_of_a_folder_is_named),
		TEST(what_exists_is_seen),
		TEST(a_file_is_read_whole_with_its_length),
		TEST(a_file_above_the_limit_is_refused),
		TEST(a_file_that_cannot_be_read_is_named),
		TEST(a_dash_is_standard_input),
		TEST(writing_replaces_the_whole_file_and_leaves_nothing_beside),
		TEST(a_reader_keeps_the_text_that_it_opened),
		TEST(a_write_that_fails_leaves_the_old_text_and_nothing_beside),
		TEST(a_full_disk_leaves_the_old_text),
		TEST(what_is_moved_aside_gets_the_first_free_number),
		TEST(a_dangling_link_is_not_overwritten_when_moving_aside),
		TEST(a_temporary_folder_is_below_tmpdir_and_new),
		TEST(a_tree_is_removed_without_following_links),
		TEST(a_lock_is_taken_once_and_given_back),
		TEST(who_waits_for_a_lock_gets_it_when_it_is_free_or_an_error),
		TEST(a_lock_dies_with_its_process),
		TEST(a_command_that_was_run_does_not_hold_the_lock),
		TEST(a_lock_that_cannot_be_made_is_an_error_not_taken),
		TEST(a_command_gives_what_it_prints_without_the_last_line_end),
		TEST(a_command_has_no_input_and_no_terminal),
		TEST(a_command_that_fails_says_how_and_what_it_complained_of),
		TEST(a_complaint_without_end_is_cut_and_harmless),
		TEST(output_up_to_the_limit_is_whole_and_beyond_it_refused),
		TEST(a_nul_in_the_output_is_refused),
		TEST(a_command_that_takes_too_long_is_killed),
		TEST(a_command_that_nobody_waits_for_any_more_is_killed),
		TEST(what_a_command_started_is_killed_with_it),
		TEST(a_command_starts_with_default_signals),
		TEST(nothing_stays_open_and_no_child_stays_behind),
		TEST(a_program_gets_its_words_as_they_are),
		TEST(a_program_that_goes_on_has_no_terminal_of_ours_and_nobody_waits_for_it),
		TEST(a_program_that_is_not_there_is_said),
		TEST(random_bytes_differ_and_fill_all_that_was_asked),
		TEST(the_clock_goes_on_while_the_machine_sleeps),
		TEST(the_monotonic_clock_never_goes_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
