/* app/config.h - what the user has written down: an INI file, the team's shared file beside it, the
 * environment and the global options. One table of options says everything about a key: section, type,
 * default, help; the reader, the man page and the `config` command walk it.
 * An unknown key, a key given twice or a value that cannot be read is an error that names file and line.
 * A loaded configuration is immutable, but for its count: threads share it. It outlives every session and
 * snapshot. */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "model/team.h"
#include "view/view.h"

/* The global options of the command line. The strings outlive the configuration, which has a copy of the key.
 */
struct globals {
	const char *config_path; /* --config; NULL: the profile's place in $XDG_CONFIG_HOME */
	const char *ca;          /* --ca: whose page, names by comma; NULL: as configured */
	const char *bundle_path; /* --bundle; NULL: none; "-" is standard input */
	bool is_demo;            /* --demo */
	bool keep;               /* --keep: the profile's databases for a bundle or the demo too */
	bool is_offline;         /* --offline */
	bool is_read_only;       /* --read-only: no verb writes, and nothing is kept of this run */
	const char *profile;     /* --profile; NULL: "default" */
	int64_t now_utc;         /* --now or BUGCLOCK_NOW; UTC_NONE: the machine's clock */
	int64_t start_utc;       /* the moment of the start, by that clock: what the demo counts from */
	const char *api_key;     /* what BUGCLOCK_API_KEY was; NULL: it was not set, or empty */
};

enum option_type {
	OPTION_TEXT,
	OPTION_LIST,     /* by comma */
	OPTION_LOGINS,   /* by comma: accounts, with or without their domain */
	OPTION_DOMAINS,  /* by comma: what stands behind the @ */
	OPTION_PATH,     /* ~/ is HOME; relative to the folder of the file it stands in */
	OPTION_URL,      /* https://, or http:// on loopback; without the / at its end */
	OPTION_DURATION, /* 30s 5m 48h 7d 2w, more than nothing, and in ms no more than an int holds */
	OPTION_YES_NO,
	OPTION_MEMBER,   /* key of a member */
	OPTION_DAYS,     /* Mon-Fri, Sun */
	OPTION_MEETINGS, /* Mon 14:00, Thu 14:00 UTC */
	OPTION_ABSENCES, /* 2026-12-20..2027-01-03, or one day */
	OPTION_FILTER,   /* as after `f` */
	OPTION_SORT,     /* keys of fields by comma, as --sort takes them */
	OPTION_COLUMNS,  /* keys of fields by blank or comma */
};

enum section_id {
	SECTION_ME,
	SECTION_TEAM,
	SECTION_MEMBER,
	SECTION_BUGZILLA,
	SECTION_SCREEN,
	SECTION_VIEW,
	SECTION_KEYS,
	SECTIONS
};

struct section {
	const char *name;
	const char *instance; /* [member KEY] stands once for each KEY; NULL: the section stands once */
	bool is_shared;       /* may stand in the team's file */
	const char *help;
};
extern const struct section config_sections[SECTIONS]; /* by enum section_id */

struct option {
	enum section_id section;
	const char *key; /* NULL: any key ([keys]) */
	enum option_type type;
	const char *fallback; /* the default, as it would be written; NULL: none */
	size_t at;            /* where in the struct of its section the value goes */
	const char *help;
};

/* Grouped by section, in the order of the man page. */
extern const struct option config_options[];
extern const size_t n_config_options;

/* One effective value and where it comes from. */
struct setting {
	const struct option *option;
	const char *instance; /* ana of [member ana]; the key of [keys]; NULL: none */
	const char *value;    /* as written; NULL: not set and without a default */
	const char *file;     /* NULL: it is the default */
	unsigned line;        /* 0: `file` is an option of the command line */
};

/* A [section] as it stands in a file. */
struct seen_section {
	enum section_id id;
	const char *instance; /* "" when there is none */
	const char *file;
	unsigned line;
};

struct text_list {
	const char **at;
	size_t n;
};

struct meeting {
	int weekday; /* 0 Monday .. 6 Sunday */
	int minute;  /* of the day */
	bool is_utc; /* else this machine's zone */
};

struct bugzilla_config {
	const char *url, *product, *component;
	const char *api_key_command, *api_key_file; /* at most one of them; NULL: not set */
	const char *ca_file;                        /* NULL: none */
	int64_t interval_s, timeout_s;
};

struct screen_config {
	const char *theme;
	bool mouse;
	bool plain;
	const char *columns; /* of the views of our own bugs; NULL: each view's own */
};

struct config {
	atomic_int *refs;
	struct globals globals;
	const char *path;     /* of the file read; NULL: none */
	struct roster roster; /* checked */
	struct meeting *meetings;
	size_t n_meetings;
	struct bugzilla_config bugzilla;
	struct screen_config screen;
	struct view_list views; /* bugclock's own, then those of the files */
	const struct setting
		*settings; /* in the order of the table, then of the files; [keys] is only here */
	size_t n_settings;
	const struct seen_section *sections; /* in the order of the files */
	size_t n_sections;
	struct arena *home; /* of everything here */
};

/* Reads the configuration: --config, which must be there; else the profile's file. Without one a live
 * Bugzilla cannot be told whose bugs to watch (FAULT_CONFIG says what to do); a bundle can be read without,
 * and the demo brings its own. FAULT_CONFIG for every mistake in the files. */
struct config *config_load(const struct globals *globals, struct error *err);
/* The same from a text that stands, or will stand, at this path. */
struct config *config_load_text(const struct globals *globals, const char *path, const char *text, size_t len,
				struct error *err);
/* FAULT_CONFIG for a file that cannot be read, whatever stands in it. */
bool config_check_file(const char *path, struct error *err);
/* Where the configuration is, or would be; the caller frees. NULL and FAULT_CONFIG without HOME. */
char *config_file(const struct globals *globals, struct error *err);
/* A live Bugzilla is wanted, no file was named, and the profile has none: the very first start. */
bool config_is_missing(const struct globals *globals);
/* Counted, so that a thread may outlive who started it: freed with the last reference. */
const struct config *config_ref(const struct config *config);
void config_unref(const struct config *config); /* NULL is fine */

/* The effective value of the option whose place in its section's struct this is; in a section that stands
 * several times, the first. NULL: it was not given and has no default. */
const struct setting *config_setting(const struct config *config, enum section_id section, size_t at);

/* Appends what is in force as an INI file, each value with its origin in a comment, so that reading it back
 * gives the same: paths are whole, and the team's file is not named, since its sections are there. Never a
 * key; `key_origin` is what else says one and goes before (NULL: nothing). */
void config_print(const struct config *config, const char *key_origin, struct str *out);

/* The name of the folders in which this run's databases are: of --ca one that no --profile can name, since
 * all CAs are on one public server, of which one copy is enough. */
const char *config_profile(const struct globals *globals);

/* How this command is typed in a shell to mean the configuration and the databases of this run: `bugclock
 * --ca 'Example Trust' sync`. For messages that name it as the cure. */
const char *config_command(const struct globals *globals, const char *command, struct arena *home);

/* A bundle or the demo: no network, and nothing outside a private store unless --keep. */
bool config_is_bundle(const struct config *config);

#define CONFIG_KEY_VARIABLE "BUGCLOCK_API_KEY"

/* The API key, from BUGCLOCK_API_KEY, api_key_file or api_key_command, in this order; *key is NULL when none
 * is configured, else the caller frees it. It is a secret from then on (base/secret.h), and the process
 * leaves no core file. A command may take its time: never call this on the screen's thread; it is ended soon
 * after *stop (may be NULL) was set. FAULT_CONFIG for a file that others can read or put another in place of,
 * FAULT_IO for one that cannot be read or a command that fails. */
bool config_api_key(const struct config *config, const atomic_bool *stop, char **key, struct error *err);
/* What can be one: it goes into a header line, so nothing but visible ASCII. The error names where it is
 * `from`, and does not hold it. */
bool config_check_key(const char *key, const char *from, struct error *err);

#endif
