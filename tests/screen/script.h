/* tests/screen/script.h - runs one .screen file: a line is a step, a step is a row of the table in runner.c
 * and the function it names (steps.h). What they share is `struct script`; the file's end frees it all. */
#ifndef TESTS_SCREEN_SCRIPT_H
#define TESTS_SCREEN_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/str.h"
#include "tests/screen/home.h"
#include "tests/screen/terminal.h"

struct fake;

struct words {
	char **at; /* NULL-terminated as soon as there is one */
	size_t n;
};
void words_add(struct words *words, const char *word);
void words_free(struct words *words);

struct script {
	const char *path;
	const char *programs; /* the folder of the programs under test */
	bool is_recording;    /* comparisons are passed over */
	int wait_ms;          /* how long anything awaited may take */
	int64_t deadline_ms;  /* of the whole file, on the monotonic clock */

	struct span rest; /* lines not run yet */
	int line;         /* of the step being run, from 1 */

	struct home *home;
	struct fake *fake;         /* NULL: none was started */
	struct terminal *terminal; /* NULL before the start */
	pid_t beside;              /* a second bugclock; 0: none */
	struct words options, args;
	char *program; /* its name in `programs` */
	int rows, cols;
	bool after_escape; /* an <Esc> was pressed, and nothing was looked at since */
	bool has_looked;   /* anything was looked at */

	struct str complaint; /* why the file fails */
};

enum step_when {
	STEP_SETTING, /* before the program starts; several may share a line, with `;` between */
	STEP_SCREEN,  /* starts the program when it was not started yet */
	STEP_ANY,
};

struct step {
	const char *name;
	bool (*run)(struct script *script, struct span args); /* false after script_fail */
	enum step_when when;
	const char *form, *help;
};

/* Runs the whole file; `steps` ends with an empty row. False: script->complaint says why. */
bool script_run(struct script *script, const struct step *steps);
/* As much of the present screen as a person wants to see, each line with `# ` before it. */
void script_describe(const struct script *script, struct str *out);
void script_free(struct script *script); /* what it holds, not the struct itself */

/* --- for steps --- */

/* Always false. */
bool script_fail(struct script *script, const char *format, ...) PRINTF_LIKE(2, 3);
bool script_start(struct script *script);
/* The program has run and is no more. */
bool script_has_ended(const struct script *script);

/* Pumps until `holds` is true. False when wait_ms have passed, or when the program is no more and that
 * cannot change. With `at_rest` only a program at rest is looked at. */
bool script_await(struct script *script, bool (*holds)(struct script *script, const void *what),
		  const void *what, bool at_rest);

/* Waits until the program is at rest. */
bool script_settle(struct script *script);
/* Every step that looks at what the program did says so. */
void script_look(struct script *script);

/* The next line, with @URL@ and @HOME@ filled in; false at the end of the file. The span is good until the
 * next call with the same buffer. */
bool script_next_line(struct script *script, struct str *buffer, struct span *line);
/* The lines up to the one that is `end`, joined. */
bool script_here_document(struct script *script, struct span args, struct str *out);

/* Takes the next word (without a colon at its end), "text" or number off the front of *args. A text may hold
 * \" \\ \n \t \xHH \uHHHH. */
bool script_word(struct span *args, struct span *word);
bool script_text(struct script *script, struct span *args, struct str *out);
/* A "text" after which nothing follows. */
bool script_whole_text(struct script *script, struct span args, struct str *out);
bool script_number(struct script *script, struct span *args, int *number);
/* The next word as a string of its own; the caller frees. NULL after script_fail: `what` is missing. */
char *script_take(struct script *script, struct span *args, const char *what);
/* A row of the screen, from 0 in *row: written from 1, or from -1 at the bottom. */
bool script_row(struct script *script, struct span *args, int *row);

#endif
