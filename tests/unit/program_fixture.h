/* tests/unit/program_fixture.h - runs the bugclock that lies beside the test, in a home of its own: words in,
 * bytes and exit code out. program_find comes first; set_up and tear_down stand around each test. */
#ifndef TESTS_PROGRAM_FIXTURE_H
#define TESTS_PROGRAM_FIXTURE_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/command.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"

#define EXAMPLES "--config tests/data/examples/config --bundle tests/data/examples/bundle.json"
#define AT_NOON "--now 2026-11-20T12:00:00Z"
#define OUTPUT_BYTES_MAX (64u << 20)

static char *program; /* path of bugclock */
static char *folder;  /* of one test: home/, tmp/, out, err */

/* `program` is the bugclock beside the test that runs as `self`. The caller frees it. */
static inline void program_find(const char *self)
{
	const char *slash = strrchr(self, '/');
	struct str path = {0};

	str_add_bytes(&path, self, slash ? (size_t)(slash - self) + 1 : 0);
	str_add(&path, "bugclock");
	program = str_take(&path);
}

/* --- running it --- */

struct result {
	int exit_code; /* -1: ended by a signal */
	int signal;
	char *out, *err;
};

static inline char *in_folder(const char *name)
{
	return os_path(folder, name);
}

static inline void seal_environment(void)
{
	static const char *const ours[] = {"BUGCLOCK_NOW",   "BUGCLOCK_API_KEY", "XDG_CONFIG_HOME",
					   "XDG_CACHE_HOME", "XDG_DATA_HOME",    "XDG_STATE_HOME",
					   "LC_ALL",         "NO_COLOR"};

	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
		unsetenv(ours[i]);
	setenv("LANG", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	setenv("TERM", "xterm", 1);
}

static inline int set_up(void **state)
{
	struct error err;
	char *home, *tmp;

	(void)state;
	seal_environment();
	unsetenv("TMPDIR");
	folder = os_temp_folder(&err);
	home = in_folder("home");
	tmp = in_folder("tmp");
	assert_true(os_make_folders(home, &err) && os_make_folders(tmp, &err));
	setenv("HOME", home, 1);
	setenv("TMPDIR", tmp, 1);
	free(home);
	free(tmp);
	return 0;
}

static inline int tear_down(void **state)
{
	struct error err;
	bool ok = os_remove_tree(folder, &err);

	(void)state;
	free(folder);
	return ok ? 0 : -1;
}

static inline void redirect(int fd, const char *name)
{
	char *path = name[0] == '/' ? mem_strdup(name) : in_folder(name);
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (file < 0 || dup2(file, fd) < 0)
		_exit(127);
	close(file);
	free(path);
}

/* In the child: becomes `bugclock LINE`. */
static inline void become_program(const char *line)
{
	struct error err;
	struct arena *home = arena_new();
	char **words, **argv;
	size_t n;

	if (!command_split(line, home, &words, &n, &err))
		_exit(127);
	argv = arena_array(home, n + 2, sizeof *argv);
	argv[0] = program;
	for (size_t i = 0; i < n; i++)
		argv[i + 1] = words[i];
	execv(program, argv);
	_exit(127);
}

/* Starts it with standard output to `out`, a name in the folder or a path, and standard input from a file. */
static inline pid_t start_from(const char *line, const char *in, const char *out)
{
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		int input = open(in, O_RDONLY);

		dup2(input, STDIN_FILENO);
		redirect(STDOUT_FILENO, out);
		redirect(STDERR_FILENO, "err");
		become_program(line);
	}
	return child;
}

static inline pid_t start(const char *line, const char *out)
{
	return start_from(line, "/dev/null", out);
}

static inline char *read_back(const char *name)
{
	struct error err;
	char *path = in_folder(name);
	char *text = os_exists(path) ? os_read_file(path, OUTPUT_BYTES_MAX, NULL, &err) : mem_strdup("");

	free(path);
	return text;
}

static inline struct result finish(pid_t child)
{
	struct result result = {.exit_code = -1};
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status))
		result.exit_code = WEXITSTATUS(status);
	else
		result.signal = WTERMSIG(status);
	result.out = read_back("out");
	result.err = read_back("err");
	return result;
}

static inline struct result run(const char *line)
{
	return finish(start(line, "out"));
}

/* With this text on standard input. */
static inline struct result run_with_input(const char *line, const char *text)
{
	struct error err;
	char *path = in_folder("input");
	struct result result;

	assert_true(os_write_file(path, text, strlen(text), &err));
	result = finish(start_from(line, path, "out"));
	free(path);
	return result;
}

static inline void result_free(struct result *result)
{
	free(result->out);
	free(result->err);
}

/* Runs it; it must succeed. The caller frees what it printed. */
static inline char *output_of(const char *line)
{
	struct result result = run(line);

	if (result.exit_code != 0)
		fail_msg("%s: exit code %d: %s", line, result.exit_code, result.err);
	free(result.err);
	return result.out;
}

/* An error is one line on standard error, and standard output stays empty. */
static inline void assert_fails(const char *line, int exit_code, const char *says)
{
	struct result result = run(line);
	const char *end = strchr(result.err, '\n');

	if (result.exit_code != exit_code || !strstr(result.err, says))
		fail_msg("%s: expected exit code %d and \"%s\", got %d: %s", line, exit_code, says,
			 result.exit_code, result.err);
	assert_string_equal(result.out, "");
	assert_true(strncmp(result.err, "bugclock: ", strlen("bugclock: ")) == 0);
	assert_true(end && end[1] == '\0');
	result_free(&result);
}

static inline char *write_file(const char *name, const char *text)
{
	struct error err;
	char *path = in_folder(name);

	assert_true(os_write_file(path, text, strlen(text), &err));
	return path;
}

static inline char *format(const char *template, const char *value)
{
	struct str text = {0};
	const char *at = strchr(template, '@');

	str_add_bytes(&text, template, (size_t)(at - template));
	str_add(&text, value);
	str_add(&text, at + 1);
	return str_take(&text);
}

/* The same with a file of this text in place of @. */
static inline void assert_fails_with_file(const char *line, const char *text, int exit_code, const char *says)
{
	char *path = write_file("input", text);
	char *whole = format(line, path);

	assert_fails(whole, exit_code, says);
	free(whole);
	free(path);
}

static inline bool is_empty_folder(const char *name)
{
	char *path = in_folder(name);
	bool is_empty = rmdir(path) == 0;

	if (is_empty)
		assert_int_equal(mkdir(path, 0700), 0);
	free(path);
	return is_empty;
}

#endif
