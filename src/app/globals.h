/* app/globals.h - the options that stand before the command: one row each. */
#ifndef APP_GLOBALS_H
#define APP_GLOBALS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/config.h"
#include "base/error.h"
#include "base/str.h"

struct command_line {
	struct globals globals;
	bool wants_help, wants_version;
	char **words; /* the command and what follows it */
	size_t n_words;
	char *api_key; /* what globals.api_key points to; the caller frees */
};

enum global_type { GLOBAL_FLAG, GLOBAL_TEXT, GLOBAL_NAME, GLOBAL_TIME };

struct global_option {
	const char *name;  /* --config */
	const char *value; /* FILE; NULL for a flag */
	enum global_type type;
	size_t at; /* in struct command_line */
	const char *help;
};
extern const struct global_option global_options[];
extern const size_t n_global_options;

/* Reads the words after the program's name, BUGCLOCK_NOW where --now is not given, and BUGCLOCK_API_KEY,
 * which is gone from the environment then: neither children nor /proc/PID/environ have it. So call this
 * before any thread is there. The words are borrowed; start_utc is left to the caller. FAULT_USAGE for an
 * unknown option, one that is given twice, and a value that cannot be. */
bool command_line_read(int argc, char **argv, struct command_line *line, struct error *err);

/* As if --ca NAME had been given, alone. */
void globals_use_ca(struct globals *globals, const char *ca);

void global_options_list(struct str *out);

#endif
