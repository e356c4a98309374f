#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/secret.h"
#include "base/str.h"
#include "base/utc.h"

#define FILE_MODE 0600
#define FILE_BYTES_MAX (1024 * 1024)
#define LINE_COLS_MAX 2000 /* a longer text is somebody's input, and would push out what matters */

/* All of it is guarded by `mutex`. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int64_t (*clock_utc)(void);
static char *log_path;
static int log_file = -1;

/* O_APPEND keeps lines of several programs whole. */
static int open_file(const char *path)
{
	int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, FILE_MODE);
	if (file >= 0 && fchmod(file, FILE_MODE) != 0) {
		int reason = errno;
		close(file);
		errno = reason;
		return -1;
	}
	return file;
}

static void close_file(void)
{
	if (log_file >= 0)
		close(log_file);
	log_file = -1;
	free(log_path);
	log_path = NULL;
}

bool log_open(const char *path, struct error *err)
{
	int file = open_file(path);
	if (file < 0)
		return error_set(err, FAULT_IO, "cannot open the log %s: %s", path, strerror(errno));
	pthread_mutex_lock(&mutex);
	close_file();
	log_file = file;
	log_path = mem_strdup(path);
	pthread_mutex_unlock(&mutex);
	return true;
}

void log_close(void)
{
	pthread_mutex_lock(&mutex);
	close_file();
	pthread_mutex_unlock(&mutex);
}

void log_set_clock(int64_t (*now_utc)(void))
{
	pthread_mutex_lock(&mutex);
	clock_utc = now_utc;
	pthread_mutex_unlock(&mutex);
}

/* Masked before anything is escaped or cut: what follows may hide a secret, but not show it. */
static void compose(struct str *line, enum log_level level, const char *text)
{
	static const char *const names[] = {"error", "warn", "info", "debug"};
	char moment[UTC_TEXT_BYTES];
	struct str masked = {0}, shown = {0};
	str_add(&masked, text);
	masked.len = secret_mask(masked.at, masked.len);
	str_printable(&shown, masked.at, masked.len, PRINTABLE_LINE);
	str_addf(line, "%s %-5s ", utc_print(clock_utc ? clock_utc() : UTC_NONE, moment), names[level]);
	str_add_cell(line, shown.at, LINE_COLS_MAX, "...", false);
	str_add_char(line, '\n');
	str_free(&masked);
	str_free(&shown);
}

/* Whether the open file is still what the path names: another program may have moved it away. */
static bool is_current(const struct stat *opened)
{
	struct stat named;
	return stat(log_path, &named) == 0 && named.st_dev == opened->st_dev &&
	       named.st_ino == opened->st_ino;
}

/* When the file is full: keeps it as PATH.1, unless another program did, and goes on with a new one. When
 * that fails, goes on with the old one. */
static void rotate_when_full(void)
{
	struct stat opened;
	if (fstat(log_file, &opened) != 0 || opened.st_size <= FILE_BYTES_MAX)
		return;
	struct str kept = {0};
	str_addf(&kept, "%s.1", log_path);
	bool is_moved = !is_current(&opened) || rename(log_path, kept.at) == 0;
	int file = is_moved ? open_file(log_path) : -1;
	if (file >= 0) {
		close(log_file);
		log_file = file;
	}
	str_free(&kept);
}

/* One write, so that lines of several programs do not mix. Where should a failure be logged? */
static void put_line(enum log_level level, const char *text)
{
	struct str line = {0};
	compose(&line, level, text);
	rotate_when_full();
	ssize_t done = write(log_file, line.at, line.len);
	(void)done;
	str_free(&line);
}

void log_line(enum log_level level, const char *format, ...)
{
	va_list args;
	pthread_mutex_lock(&mutex);
	if (log_file >= 0) {
		struct str text = {0};
		va_start(args, format);
		str_vaddf(&text, format, args);
		va_end(args);
		put_line(level, str_text(&text));
		str_free(&text);
	}
	pthread_mutex_unlock(&mutex);
}
