/* Files that are there whole or not at all (base/os.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"

#define FILE_MODE 0600

struct os_draft {
	const char *path;
	char *beside;                                 /* where it is written; NULL: standard output */
	int file;                                     /* -1: it was closed, or never there */
	int (*put)(const char *from, const char *to); /* gives it the name that it shall have */
	const atomic_bool *stop;
};

static bool write_failed(const struct os_draft *draft, int reason, struct error *err)
{
	if (!draft->beside && reason == EPIPE)
		return error_set(err, FAULT_NONE, "nobody reads standard output any more");
	return error_set(err, FAULT_IO, "cannot write %s: %s",
			 draft->beside ? draft->path : "to standard output", strerror(reason));
}

/* Forgets what was written, and frees the draft. Always false. */
static bool give_up(struct os_draft *draft)
{
	if (draft->beside && draft->file >= 0) {
		close(draft->file);
		unlink(draft->beside);
	}
	free(draft->beside);
	free(draft);
	return false;
}

static struct os_draft *open_draft(const char *path, int (*put)(const char *from, const char *to),
				   const atomic_bool *stop, struct error *err)
{
	struct os_draft *draft = mem_alloc(sizeof *draft);
	struct str beside = {0};
	*draft = (struct os_draft){.path = path, .file = STDOUT_FILENO, .put = put, .stop = stop};
	if (str_equals(path, "-"))
		return draft;
	str_addf(&beside, "%s.XXXXXX", path);
	draft->beside = str_take(&beside);
	draft->file = mkostemp(draft->beside, O_CLOEXEC);
	if (draft->file >= 0 && fchmod(draft->file, FILE_MODE) == 0)
		return draft;
	write_failed(draft, errno, err);
	give_up(draft);
	return NULL;
}

struct os_draft *os_draft_open(const char *path, const atomic_bool *stop, struct error *err)
{
	return open_draft(path, rename, stop, err);
}

/* Not on and on after a signal: who waits for a slow reader must be able to leave. */
static bool is_stopped(const struct os_draft *draft)
{
	return draft->stop && atomic_load(draft->stop);
}

bool os_draft_add(struct os_draft *draft, const char *bytes, size_t len, struct error *err)
{
	while (len && !is_stopped(draft)) {
		ssize_t done = write(draft->file, bytes, len);
		if (done < 0 && errno != EINTR)
			return write_failed(draft, errno, err);
		if (done > 0) {
			bytes += done;
			len -= (size_t)done;
		}
	}
	return !is_stopped(draft) || error_set(err, FAULT_IO, "%s was stopped before it was written",
					       draft->beside ? draft->path : "standard output");
}

/* The new name is on disk only when its folder is. Some file systems cannot sync a folder; the file itself
 * is safe then, so that is no failure. */
static void sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder =
		!slash ? mem_strdup(".") : mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
	int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (at >= 0) {
		fsync(at);
		close(at);
	}
	free(folder);
}

bool os_draft_end(struct os_draft *draft, bool is_good, struct error *err)
{
	if (is_good && draft->beside) {
		is_good = fsync(draft->file) == 0 && draft->put(draft->beside, draft->path) == 0;
		if (is_good)
			sync_folder_of(draft->path);
		else
			write_failed(draft, errno, err);
	}
	if (!is_good)
		return give_up(draft);
	if (draft->beside)
		close(draft->file);
	free(draft->beside);
	free(draft);
	return true;
}

static bool write_at_once(const char *path, const char *bytes, size_t len,
			  int (*put)(const char *from, const char *to), struct error *err)
{
	struct os_draft *draft = open_draft(path, put, NULL, err);
	return draft && os_draft_end(draft, os_draft_add(draft, bytes, len, err), err);
}

bool os_write_file(const char *path, const char *bytes, size_t len, struct error *err)
{
	return write_at_once(path, bytes, len, rename, err);
}

/* A link is not made over a file, whoever is quicker. */
static int put_new(const char *from, const char *to)
{
	if (link(from, to) != 0)
		return -1;
	unlink(from);
	return 0;
}

bool os_write_new_file(const char *path, const char *bytes, size_t len, struct error *err)
{
	return write_at_once(path, bytes, len, put_new, err);
}
