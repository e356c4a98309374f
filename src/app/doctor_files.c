/* What `doctor` finds in the user's files (app/doctor.h). */
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "app/doctor.h"
#include "app/loader.h"
#include "app/session.h"
#include "base/os.h"
#include "base/utc.h"
#include "net/sync.h"
#include "store/journal.h"

#define FREE_MIN_BYTES ((uint64_t)100 << 20)
#define MIB ((double)(1 << 20))
#define STALE_S (2 * HOUR_S) /* as `check` has it */

void check_config(struct doctor *doctor)
{
	const struct config *config = doctor->config;

	if (!config)
		doctor_wrong(doctor, doctor->invocation->config_error->fault, "%s",
			     doctor->invocation->config_error->text);
	else
		doctor_ok(doctor, "%s, profile %s",
			  config->path                                     ? config->path
			  : config->globals.is_demo && !config->globals.ca ? "the demo's own"
									   : "none, and none is needed",
			  config_profile(&config->globals));
	if (config && !config->roster.me && !config->roster.is_inferred)
		doctor_warn(doctor, "nobody says who you are; set `member` in [me]");
}

/* --- rights --- */

static mode_t mode_of(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 ? status.st_mode & 07777 : 0;
}

/* A file of another's in a folder with the sticky bit nobody can put away. */
static bool can_others_write(const char *path)
{
	mode_t mode = mode_of(path);

	return (mode & (S_IWGRP | S_IWOTH)) && !(mode & S_ISVTX);
}

/* Whoever may change it, or put another in its place, may have bugclock run any command. */
static bool warn_of_writers(struct doctor *doctor, const char *path)
{
	const char *const places[] = {path, path ? loader_folder(doctor->home, path) : NULL};
	bool has_warned = false;

	for (size_t i = 0; path && i < 2; i++)
		if (can_others_write(places[i])) {
			doctor_warn(doctor,
				    "others may change %s, and what it says is done as you; run `chmod go-w"
				    " %s`",
				    path, places[i]);
			has_warned = true;
		}
	return has_warned;
}

static bool warn_of_readers(struct doctor *doctor, const char *path)
{
	mode_t mode = mode_of(path);

	if (!(mode & (S_IRWXG | S_IRWXO)))
		return false;
	doctor_warn(doctor, "others have rights to %s (mode %03o); run `chmod go= %s`", path, (unsigned)mode,
		    path);
	return true;
}

static void look_at_rights(struct doctor *doctor)
{
	const struct places *places = &doctor->places;
	const char *const files[] = {places->cache_path, places->team_path, places->state_path,
				     places->log_path};
	bool has_warned = warn_of_writers(doctor, doctor->config->path);

	/* A folder that lets nobody in protects what is in it. */
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		const char *folder = loader_folder(doctor->home, files[i]);

		if (!(mode_of(folder) & (S_IRWXG | S_IRWXO)))
			continue;
		if (i == 0 || !str_equals(folder, loader_folder(doctor->home, files[i - 1])))
			has_warned |= warn_of_readers(doctor, folder);
		has_warned |= warn_of_readers(doctor, files[i]);
	}
	if (!has_warned)
		doctor_ok(doctor, "what bugclock keeps is yours alone");
}

void check_rights(struct doctor *doctor)
{
	struct error err;

	if (doctor->places.cache_path || places_find(&doctor->places, doctor->config, &err))
		look_at_rights(doctor);
	else /* there is no home: the other checks have less to look at */
		doctor_wrong(doctor, err.fault, "%s", err.text);
}

/* --- databases --- */

static const char *sync_line(const struct doctor *doctor)
{
	return config_command(&doctor->config->globals, "sync", doctor->home);
}

static void say_cache(struct doctor *doctor)
{
	char age[UTC_TEXT_BYTES];
	int64_t synced_utc, now_utc = session_machine_now();
	struct error err;

	if (doctor->config->globals.now_utc != UTC_NONE)
		now_utc = doctor->config->globals.now_utc;
	if (!sync_last(doctor->cache, &synced_utc, &err))
		doctor_wrong(doctor, err.fault, "%s", err.text);
	else if (synced_utc == UTC_NONE)
		doctor_warn(doctor, "%zu bugs, and no sync was complete yet; run `%s`", doctor->n_bugs,
			    sync_line(doctor));
	else if (!doctor->session && now_utc - synced_utc > STALE_S)
		doctor_warn(doctor, "%zu bugs, synced %s ago; run `%s`", doctor->n_bugs,
			    utc_print_age(now_utc - synced_utc, age), sync_line(doctor));
	else
		doctor_ok(doctor, "%zu bugs, synced %s ago", doctor->n_bugs,
			  utc_print_age(now_utc - synced_utc, age));
}

/* Another bugclock that syncs just now is no fault, but explains what the rest says. */
static void say_lock(struct doctor *doctor)
{
	struct error err;
	bool is_taken = false;
	int lock =
		os_exists(doctor->places.lock_path) ? os_lock(doctor->places.lock_path, &is_taken, &err) : -1;

	if (lock >= 0)
		os_unlock(lock);
	if (is_taken)
		doctor_ok(doctor, "another bugclock syncs now");
}

void check_cache(struct doctor *doctor)
{
	const char *path = doctor->places.cache_path;
	struct error err;

	if (!doctor->session && path && !os_exists(path)) {
		doctor_warn(doctor, "there is none yet; run `%s`", sync_line(doctor));
		return;
	}
	if (!doctor->cache)
		doctor->cache = path ? cache_open_read(path, &err) : NULL;
	if (!doctor->cache) {
		if (path)
			doctor_wrong(doctor, err.fault, "%s", err.text);
		return;
	}
	if (cache_check(doctor->cache, doctor_timeout_ms(doctor), &err))
		say_cache(doctor);
	else if (err.fault == FAULT_DATA)
		doctor_wrong(doctor, err.fault, "%s", err.text);
	else
		doctor_warn(doctor, "%s", err.text);
	say_lock(doctor);
}

void check_journal(struct doctor *doctor)
{
	const char *path = doctor->places.team_path;
	struct journal *journal;
	struct error err;
	uint64_t seq;

	if (!path)
		return;
	if (!os_exists(path)) {
		doctor_ok(doctor, "nothing was decided yet");
		return;
	}
	journal = journal_open_read(path, &err);
	if (journal && journal_check(journal, doctor_timeout_ms(doctor), &err) &&
	    journal_seq(journal, &seq, &err))
		doctor_ok(doctor, "%s is whole", path);
	else
		doctor_wrong(doctor, err.fault, "%s", err.text);
	journal_close(journal);
}

/* --- the disk --- */

/* The first folder on the way up that is there. */
static const char *nearest_folder(struct doctor *doctor, const char *path)
{
	const char *folder = loader_folder(doctor->home, path);

	while (!os_exists(folder) && !str_equals(folder, loader_folder(doctor->home, folder)))
		folder = loader_folder(doctor->home, folder);
	return folder;
}

void check_disk(struct doctor *doctor)
{
	const char *const paths[] = {doctor->places.cache_path, doctor->places.team_path};
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		struct statvfs disk;
		const char *folder = paths[i] ? nearest_folder(doctor, paths[i]) : NULL;
		uint64_t left;

		if (!folder || statvfs(folder, &disk) != 0)
			continue;
		left = (uint64_t)disk.f_bavail * disk.f_frsize;
		if (left < FREE_MIN_BYTES)
			doctor_warn(doctor, "%s: %.0f MiB are left; free some space", folder,
				    (double)left / MIB);
		least = left < least ? left : least;
	}
	if (least >= FREE_MIN_BYTES && least != UINT64_MAX)
		doctor_ok(doctor, "%.0f MiB are left", (double)least / MIB);
}
