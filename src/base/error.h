/* base/error.h - how a failure travels: up, in the caller's struct, said once.
 * A function that can fail returns bool or a pointer and fills `struct error`. The layer that knows the
 * file, the bug or the key names it; main prints the one line and exits with the fault. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#define PRINTF_LIKE(template, first) __attribute__((format(printf, template, first)))

/* The value is the exit code (cli.md). */
enum fault {
	FAULT_NONE = 0,
	FAULT_USAGE = 64,       /* unknown command, option, value, filter; no terminal */
	FAULT_DATA = 65,        /* a broken bundle, a bug that is not there, a newer team.db */
	FAULT_UNREACHABLE = 69, /* server not reachable, or data too old */
	FAULT_IO = 74,          /* a file that cannot be read or written, a full disk */
	FAULT_KEY = 77,         /* API key refused */
	FAULT_CONFIG = 78,      /* configuration missing, unreadable or wrong; no HOME */
};

#define ERROR_TEXT_BYTES 2048

/* One line for people: what failed, on what, and what to do. Holds no control characters and no
 * secret (base/secret.h); a text that does not fit ends in "…". */
struct error {
	enum fault fault;
	char text[ERROR_TEXT_BYTES];
};

/* Always false, so that a failure is one statement: return error_set(err, ...). */
bool error_set(struct error *err, enum fault fault, const char *format, ...) PRINTF_LIKE(3, 4);

/* Puts the formatted text before what is there ("FILE: "). Always false. */
bool error_prefix(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
