/* base/os.h - everything that differs from system to system: folders, files, locks, children, chance.
 * The only module with per-system code. Files are 0600 and folders 0700 whatever the umask says. */
#ifndef BASE_OS_H
#define BASE_OS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/error.h"

enum os_place { OS_CONFIG, OS_CACHE, OS_DATA, OS_STATE };
/* "$XDG_…_HOME/bugclock", or its default below HOME; the caller frees. NULL and FAULT_CONFIG without HOME. */
char *os_home(enum os_place place, struct error *err);
char *os_path(const char *folder, const char *name); /* FOLDER/NAME; the caller frees */

bool os_exists(const char *path);
bool os_make_folders(const char *path, struct error *err); /* with parents; 0700 for what it makes */
/* The whole file, NUL-terminated; *len may be NULL. "-" is standard input. The caller frees. */
char *os_read_file(const char *path, size_t max_bytes, size_t *len, struct error *err);
/* Written beside, synced, renamed: readers see the old text or the new one. */
bool os_write_file(const char *path, const char *bytes, size_t len, struct error *err);
/* The same, but never over a file that is there: FAULT_IO says so, also when it came just before. */
bool os_write_new_file(const char *path, const char *bytes, size_t len, struct error *err);

/* As os_write_file in pieces, for what is larger than memory; "-" is standard output, where each piece goes
 * at once. Order: os_draft_open, any number of os_draft_add, os_draft_end. A wait for a slow reader ends when
 * *stop (may be NULL) is set. FAULT_NONE: the reader of standard output went away, which is no error
 * (cli.md). */
struct os_draft;
struct os_draft *os_draft_open(const char *path, const atomic_bool *stop, struct error *err);
bool os_draft_add(struct os_draft *draft, const char *bytes, size_t len, struct error *err);
/* Puts the file in place; !is_good forgets it (and is false, with *err as it was). Frees the draft. */
bool os_draft_end(struct os_draft *draft, bool is_good, struct error *err);
/* Renames PATH to PATH.SUFFIX-N with the first free N; *new_path (may be NULL) is the caller's to free. */
bool os_move_aside(const char *path, const char *suffix, char **new_path, struct error *err);

/* A private folder under $TMPDIR; the caller frees the name. os_remove_tree deletes it with all in it. */
char *os_temp_folder(struct error *err);
bool os_remove_tree(const char *path, struct error *err);

/* An advisory lock that dies with its process; the file stays. Returns a descriptor for os_unlock, or -1:
 * with *is_taken set (and *err as it was) when it is held already, else with an error. */
int os_lock(const char *path, bool *is_taken, struct error *err);
/* The same, but waits up to timeout_ms for who holds it: for locks that are held for an instant. -1 and
 * FAULT_IO when it is still held then. */
int os_lock_wait(const char *path, int timeout_ms, struct error *err);
void os_unlock(int lock);

/* A descriptor that becomes readable when a file in the folder is written, made or moved there, by whomever;
 * os_watch_drain makes it unreadable again, close() ends it. -1 and FAULT_IO when the system has no more of
 * them. */
int os_watch(const char *folder, struct error *err);
void os_watch_drain(int watch);

/* Runs COMMAND with /bin/sh and returns what it printed, last line end cut off; the caller frees. NULL and
 * an error when it fails, prints more than max_bytes (or a NUL), takes longer than timeout_ms or *stop (may
 * be NULL) is set meanwhile: then it is killed with all that it started. It has no terminal and nothing on
 * standard input; what it complains of on standard error begins the error's reason. */
char *os_run(const char *command, size_t max_bytes, int timeout_ms, const atomic_bool *stop,
	     struct error *err);

/* Starts a program, looked for in PATH, with these words (the last is NULL) and no shell between, and leaves
 * it to itself: it has no terminal, reads nothing, what it prints is lost, and how it ends nobody learns.
 * FAULT_IO when it cannot be started. */
bool os_start(char *const words[], struct error *err);

/* From now on a crash leaves no core file, which would hold the secrets in memory; children inherit that. */
void os_leave_no_core(void);

void os_random(void *out, size_t bytes);
/* A clock that nobody sets, and that goes on while the machine sleeps. */
int64_t os_monotonic_ms(void);
/* The moment ms from now, for conditions with CLOCK_MONOTONIC. That one stands still while the machine
 * sleeps: who waits long must look at os_monotonic_ms now and then. */
struct timespec os_in_ms(int64_t ms);

#endif
