/* tests/unit/db_files.h - what the tests of src/store do to files behind SQLite's back: look at them, break
 * them, and make its system calls fail or kill at a chosen moment. For test programs only. */
#ifndef TESTS_DB_FILES_H
#define TESTS_DB_FILES_H

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/error.h"
#include "base/os.h"

#define MAX_FILE_BYTES (64u << 20)

/* --- a folder for one test; *state is its name --- */

static inline int make_folder(void **state)
{
	struct error err;
	char *folder = os_temp_folder(&err);
	*state = folder;
	return folder ? 0 : -1;
}

static inline int remove_folder(void **state)
{
	struct error err;
	bool ok = os_remove_tree(*state, &err);
	free(*state);
	return ok ? 0 : -1;
}

/* --- files --- */

struct bytes {
	char *at;
	size_t len;
};

static inline struct bytes read_bytes(const char *path)
{
	struct error err;
	struct bytes bytes = {0};
	bytes.at = os_read_file(path, MAX_FILE_BYTES, &bytes.len, &err);
	assert_non_null(bytes.at);
	return bytes;
}

static inline void write_bytes(const char *path, const char *at, size_t len)
{
	struct error err;
	assert_true(os_write_file(path, at, len, &err));
}

/* The file holds what `old` holds, byte by byte; frees `old`. */
static inline void assert_unchanged(const char *path, struct bytes old)
{
	struct bytes now = read_bytes(path);
	assert_int_equal(now.len, old.len);
	assert_memory_equal(now.at, old.at, old.len);
	free(now.at);
	free(old.at);
}

static inline void overwrite(const char *path, long offset, const char *at, size_t len)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, at, len, offset), len);
	close(fd);
}

static inline mode_t mode_of(const char *path)
{
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	return info.st_mode & 0777;
}

static inline bool exists_beside(const char *path, const char *suffix)
{
	char name[512];
	snprintf(name, sizeof name, "%s%s", path, suffix);
	return os_exists(name);
}

/* --- a second way into a database --- */

static inline sqlite3 *open_raw(const char *path)
{
	sqlite3 *handle;
	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	return handle;
}

static inline void run_raw(const char *path, const char *sql)
{
	sqlite3 *handle = open_raw(path);
	assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(handle);
}

/* The first column of the first row; the caller frees. */
static inline char *ask_raw(const char *path, const char *sql)
{
	sqlite3 *handle = open_raw(path);
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	const char *text = (const char *)sqlite3_column_text(statement, 0);
	char *answer = strdup(text ? text : "NULL");
	sqlite3_finalize(statement);
	sqlite3_close(handle);
	return answer;
}

static inline void assert_answer(const char *path, const char *sql, const char *expected)
{
	char *answer = ask_raw(path, sql);
	assert_string_equal(answer, expected);
	free(answer);
}

/* --- errors --- */

#define assert_error(err, expected, path, words)                                                         \
	do {                                                                                             \
		assert_int_equal((err).fault, expected);                                                 \
		if (!strstr((err).text, path) || !strstr((err).text, words))                             \
			fail_msg("\"%s\" does not name \"%s\" and say \"%s\"", (err).text, path, words); \
	} while (0)

/* --- SQLite's writes: counted, and from the n-th on refused or deadly --- */

static int writes_before_it_happens = -1; /* negative: never */
static int write_errno;                   /* what a refused write says; 0: SIGKILL instead */
static int writes_seen;
static size_t bytes_read;

static inline ssize_t counted_pwrite(int fd, const void *at, size_t len, off_t offset)
{
	writes_seen++;
	if (writes_before_it_happens == 0) {
		if (!write_errno)
			raise(SIGKILL);
		errno = write_errno;
		return -1;
	}
	if (writes_before_it_happens > 0)
		writes_before_it_happens--;
	return pwrite(fd, at, len, offset);
}

static inline ssize_t counted_pread(int fd, void *at, size_t len, off_t offset)
{
	ssize_t got = pread(fd, at, len, offset);
	if (got > 0)
		bytes_read += (size_t)got;
	return got;
}

/* One request to lock the file itself for writing is refused, as if another program read it just then. SQLite
 * keeps those locks behind the first GiB. */
static int locks_before_one_is_refused = -1; /* negative: none is */

static inline int counted_fcntl(int fd, int command, ...)
{
	va_list args;
	va_start(args, command);
	if (command != F_SETLK && command != F_GETLK) {
		int number = va_arg(args, int);
		va_end(args);
		return fcntl(fd, command, number);
	}
	struct flock *lock = va_arg(args, struct flock *);
	va_end(args);
	if (command == F_SETLK && lock->l_type == F_WRLCK && lock->l_start >= 1 << 30 &&
	    locks_before_one_is_refused-- == 0) {
		errno = EAGAIN;
		return -1;
	}
	return fcntl(fd, command, lock);
}

static inline void watch_system_calls(void)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)counted_pwrite);
	vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)counted_pwrite);
	vfs->xSetSystemCall(vfs, "pread64", (sqlite3_syscall_ptr)counted_pread);
	vfs->xSetSystemCall(vfs, "pread", (sqlite3_syscall_ptr)counted_pread);
	vfs->xSetSystemCall(vfs, "fcntl", (sqlite3_syscall_ptr)counted_fcntl);
}

static inline void fail_writes_after(int n, int with_errno)
{
	writes_before_it_happens = n;
	write_errno = with_errno;
	writes_seen = 0;
}

static inline void let_writes_pass(void)
{
	writes_before_it_happens = -1;
}

#endif
