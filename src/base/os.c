#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

#define FILE_MODE 0600
#define FOLDER_MODE 0700

/* --- folders and names --- */

/* An absolute path, or NULL: the XDG specification says that relative ones are ignored. */
static const char *path_from_environment(const char *name)
{
	const char *path = getenv(name);
	return path && path[0] == '/' ? path : NULL;
}

char *os_home(enum os_place place, struct error *err)
{
	static const struct {
		const char *variable, *below_home;
	} places[] = {
		[OS_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
		[OS_CACHE] = {"XDG_CACHE_HOME", ".cache"},
		[OS_DATA] = {"XDG_DATA_HOME", ".local/share"},
		[OS_STATE] = {"XDG_STATE_HOME", ".local/state"},
	};
	const char *folder = path_from_environment(places[place].variable);
	if (folder)
		return os_path(folder, "bugclock");
	const char *home = path_from_environment("HOME");
	if (!home) {
		error_set(err, FAULT_CONFIG,
			  "HOME is not set to a folder; set HOME, or %s, to an absolute path",
			  places[place].variable);
		return NULL;
	}
	char *base = os_path(home, places[place].below_home);
	char *path = os_path(base, "bugclock");
	free(base);
	return path;
}

char *os_path(const char *folder, const char *name)
{
	struct str path = {0};
	str_add(&path, folder);
	if (path.len && path.at[path.len - 1] != '/')
		str_add_char(&path, '/');
	str_add(&path, name);
	return str_take(&path);
}

bool os_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

static bool is_folder(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The mode is set afterwards because the umask takes bits from mkdir's. */
static bool make_folder(const char *path, struct error *err)
{
	if (is_folder(path))
		return true;
	if (mkdir(path, FOLDER_MODE) == 0 && chmod(path, FOLDER_MODE) == 0)
		return true;
	int reason = errno;
	if (is_folder(path)) /* another bugclock was quicker */
		return true;
	return error_set(err, FAULT_IO, "cannot make the folder %s: %s", path, strerror(reason));
}

bool os_make_folders(const char *path, struct error *err)
{
	bool ok = true;
	char *part = mem_strdup(path);
	for (char *at = part; ok && *at; at++) {
		if (*at != '/' || at == part)
			continue;
		*at = '\0';
		ok = make_folder(part, err);
		*at = '/';
	}
	ok = ok && make_folder(part, err);
	free(part);
	return ok;
}

/* --- files --- */

static bool read_failed(const char *path, int reason, struct error *err)
{
	return error_set(err, FAULT_IO, "cannot read %s: %s", path, strerror(reason));
}

/* Up to the end of the file, or one byte beyond max_bytes. */
static bool read_all(int file, const char *path, size_t max_bytes, struct str *out, struct error *err)
{
	char buffer[16384];
	while (out->len <= max_bytes) {
		size_t room = max_bytes - out->len < sizeof buffer ? max_bytes - out->len + 1 : sizeof buffer;
		ssize_t got = read(file, buffer, room);
		if (got == 0)
			return true;
		/* Not again after a signal: who waits for a pipe must be able to leave. */
		if (got < 0)
			return read_failed(path, errno, err);
		str_add_bytes(out, buffer, (size_t)got);
	}
	return error_set(err, FAULT_DATA, "%s is larger than %zu bytes", path, max_bytes);
}

char *os_read_file(const char *path, size_t max_bytes, size_t *len, struct error *err)
{
	struct str text = {0};
	bool is_stdin = str_equals(path, "-");
	int file = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0) {
		read_failed(path, errno, err);
		return NULL;
	}
	bool ok = read_all(file, is_stdin ? "standard input" : path, max_bytes, &text, err);
	if (!is_stdin)
		close(file);
	if (!ok) {
		str_free(&text);
		return NULL;
	}
	if (len)
		*len = text.len;
	return str_take(&text);
}

bool os_move_aside(const char *path, const char *suffix, char **new_path, struct error *err)
{
	struct stat status;
	struct str aside = {0};
	unsigned n = 0;
	do {
		str_clear(&aside);
		str_addf(&aside, "%s.%s-%u", path, suffix, ++n);
	} while (lstat(aside.at, &status) == 0);
	bool ok = rename(path, aside.at) == 0;
	if (!ok)
		error_set(err, FAULT_IO, "cannot move %s to %s: %s", path, aside.at, strerror(errno));
	if (ok && new_path)
		*new_path = str_take(&aside);
	str_free(&aside);
	return ok;
}

char *os_temp_folder(struct error *err)
{
	const char *base = path_from_environment("TMPDIR");
	char *path = os_path(base ? base : "/tmp", "bugclock-XXXXXX");
	if (mkdtemp(path) && chmod(path, FOLDER_MODE) == 0)
		return path;
	error_set(err, FAULT_IO, "cannot make a folder like %s: %s; set TMPDIR to a folder you may write to",
		  path, strerror(errno));
	free(path);
	return NULL;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path) == 0 || errno == ENOENT ? 0 : -1;
}

bool os_remove_tree(const char *path, struct error *err)
{
	enum { DESCRIPTORS = 16 };
	/* Deepest first, and links themselves rather than what they lead to. */
	if (nftw(path, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT)
		return true;
	return error_set(err, FAULT_IO, "cannot delete %s: %s", path, strerror(errno));
}

/* --- locks --- */

int os_lock(const char *path, bool *is_taken, struct error *err)
{
	*is_taken = false;
	int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
	if (lock >= 0 && fchmod(lock, FILE_MODE) == 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
		return lock;
	int reason = errno;
	if (lock >= 0)
		close(lock);
	*is_taken = reason == EWOULDBLOCK;
	if (!*is_taken)
		error_set(err, FAULT_IO, "cannot lock %s: %s", path, strerror(reason));
	return -1;
}

int os_lock_wait(const char *path, int timeout_ms, struct error *err)
{
	enum { PAUSE_NS = 2000000 };
	const struct timespec pause = {.tv_nsec = PAUSE_NS};
	int64_t until_ms = os_monotonic_ms() + timeout_ms;
	bool is_taken;
	int lock;
	while ((lock = os_lock(path, &is_taken, err)) < 0 && is_taken) {
		if (os_monotonic_ms() >= until_ms) {
			error_set(err, FAULT_IO, "%s is held by another bugclock; try again", path);
			return -1;
		}
		nanosleep(&pause, NULL);
	}
	return lock;
}

void os_unlock(int lock)
{
	close(lock);
}

/* --- chance, time, crashes --- */

void os_random(void *out, size_t bytes)
{
	enum { AT_ONCE = 256 }; /* getentropy's limit */
	for (char *at = out; bytes;) {
		size_t n = bytes < AT_ONCE ? bytes : AT_ONCE;
		if (getentropy(at, n) != 0)
			abort(); /* a kernel older than 3.17: going on would be going on with guessable ids */
		at += n;
		bytes -= n;
	}
}

void os_leave_no_core(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_CORE, &limit) != 0)
		abort(); /* it cannot fail */
	limit.rlim_cur = 0;
	setrlimit(RLIMIT_CORE, &limit);
}

/* Elsewhere than on Linux it is said that CLOCK_MONOTONIC goes on. */
#ifndef CLOCK_BOOTTIME
#define CLOCK_BOOTTIME CLOCK_MONOTONIC
#endif

static int64_t clock_ms(clockid_t clock)
{
	struct timespec now;
	if (clock_gettime(clock, &now) != 0)
		abort(); /* both are as old as getentropy */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t os_monotonic_ms(void)
{
	return clock_ms(CLOCK_BOOTTIME);
}

struct timespec os_in_ms(int64_t ms)
{
	int64_t at_ms = clock_ms(CLOCK_MONOTONIC) + ms;
	return (struct timespec){.tv_sec = (time_t)(at_ms / 1000), .tv_nsec = (long)(at_ms % 1000) * 1000000};
}
