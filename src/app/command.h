/* app/command.h - verbs: what can be asked of the program by name, from the shell, a key or the `:` line.
 * A verb is one row; its `args` are both the help text and the grammar by which its words are read, so that
 * they cannot drift apart (getopt would also take `-is:closed`, which is a filter, for options). This table
 * holds the verbs of the shell; ui/keys.c has one of screen verbs, of the same struct. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

struct face;
struct state;
struct app; /* the screen's (ui/app.h); here it is only carried along */
struct invocation;

enum verb_where {
	VERB_SHELL = 1 << 0,   /* bugclock VERB */
	VERB_SCREEN = 1 << 1,  /* keys and `:` */
	VERB_STILL = 1 << 2,   /* only with --now */
	VERB_BARE = 1 << 3,    /* needs no configuration: the session is NULL */
	VERB_WRITES = 1 << 4,  /* changes what the team decided or this user has seen: not with --read-only */
	VERB_MOVES = 1 << 5,   /* only goes to another place of what is shown */
	VERB_CONFIG = 1 << 6,  /* needs the configuration alone: the session is NULL */
	VERB_ANYHOW = 1 << 7,  /* the same, but runs without one too: then config_error says why */
	VERB_FETCHES = 1 << 8, /* changes the local copy */
};

struct verb {
	const char *name;
	/* The grammar, separated by blanks: ID a word that must be there, ID… one or more, [ID] at most one,
	 * [ID…] any number, left|right one of these, [--full] an option, [--view NAME] with a value,
	 * [--format table|json] with one of these. Only a word that begins with -- is an option, and none is
	 * after a -- alone. */
	const char *args;
	const char *help;    /* one line */
	const char *details; /* more for `VERB --help`, whole lines; NULL: nothing */
	const char
		*example; /* of the shell: a line behind `bugclock` that works with --demo; a test runs it */
	unsigned where;   /* enum verb_where */
	bool (*run)(struct invocation *invocation, struct error *err);
};

/* One part of a verb's grammar. */
struct verb_item {
	struct span name;  /* --view, or ID */
	struct span value; /* of an option: NAME, or table|json; empty: it takes none */
	bool is_option, is_optional, is_many;
};
/* Takes the next part off the front of a verb's args; false when there is none left. */
bool verb_next_item(struct span *args, struct verb_item *item);

/* The verbs of the shell. */
extern const struct verb shell_verbs[];
extern const size_t n_shell_verbs;

struct given_option {
	const char *name;  /* --view */
	const char *value; /* "" for one without */
};

/* A verb with its words, and what it may use. */
struct invocation {
	const struct verb *verb;
	struct arena *home;
	const char **words; /* those that are not options */
	size_t n_words;
	const char *rest; /* what stands behind the verb in the line, quotes and all; NULL in the shell */
	struct given_option *options;
	size_t n_options;
	const struct globals *globals; /* never NULL */
	const struct config *config;   /* NULL with VERB_BARE, and on the screen, where the session has it */
	const struct error *config_error; /* with VERB_ANYHOW, when the configuration cannot be read */
	/* What the screen finds in this terminal, in a line; false when it cannot open there. Set by main. */
	bool (*describe_terminal)(struct str *out, struct error *err);
	struct session *session;
	const struct state *state; /* what this user has chosen and seen; NULL as the session is */
	const struct places *places;
	struct app *app;         /* NULL in the shell */
	const atomic_bool *stop; /* set when the user wants no more; NULL: cannot be stopped */
	struct face *(*open_face)(const atomic_bool *stop); /* for a dialogue (app/face.h); NULL on the
							     * screen */
	struct str *out;    /* standard output, or the message line: shown after success only */
	struct str *notes;  /* lines that the user should see beside it */
	int exit_code;      /* of a success; 0, or what `check` says */
	bool leads_to_page; /* the dashboard follows a success */
};

/* Reads the words after the verb by its grammar, in invocation->home. FAULT_USAGE for an unknown option, a
 * value that is missing, a value or word that is not one of those that are possible, a word too many or too
 * few. */
bool invocation_read(struct invocation *invocation, const struct verb *verb, char *const *words, size_t n,
		     struct error *err);
/* The value of "--view"; NULL when it was not given. */
const char *invocation_option(const struct invocation *invocation, const char *name);
/* As if they had been typed as one, with a blank between; "" for none. */
const char *words_join(const char *const *words, size_t n, struct arena *home);
/* A word that must be a bug's number. */
bool invocation_bug(const struct invocation *invocation, size_t word, int64_t *bug_id, struct error *err);

/* The verb of that name that is there in all of `where`; NULL and FAULT_USAGE, with the nearest name if there
 * is one, otherwise. */
const struct verb *verb_find(const struct verb *table, size_t n, const char *name, unsigned where,
			     struct error *err);

/* The bits of the verbs that these options refuse: help, hints and completion leave them out. */
unsigned verbs_refused(const struct globals *globals);
/* FAULT_USAGE says which option stands in the way. */
bool verb_allowed(const struct verb *verb, const struct globals *globals, struct error *err);

/* Splits a line into words as a shell does: blanks separate, '…' and "…" hold together, \ takes the next
 * character as it is. FAULT_USAGE for a quote that does not end. */
bool command_split(const char *line, struct arena *home, char ***words, size_t *n, struct error *err);

/* "  list [FILTER…] …   what the page shows": the verbs that are there in all of `where` and have none of the
 * bits `without`, appended. */
void verb_list(struct str *out, const struct verb *table, size_t n, unsigned where, unsigned without);
/* All about one. */
void verb_help(struct str *out, const struct verb *verb);
/* What `help` alone prints: options and verbs of the shell. */
void program_help(struct str *out, const struct globals *globals);

#endif
