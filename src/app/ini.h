/* app/ini.h - the lines of an INI file with their numbers; what they mean is app/config's business.
 * A comment begins with ; or # at the start of a line or after a blank. A byte-order mark, CRLF, long lines
 * and a missing line end at the end are fine. */
#ifndef APP_INI_H
#define APP_INI_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

struct ini_line {
	const char *section, *instance; /* [member ana]: member, ana; instance "" when there is none */
	const char *key, *value;        /* NULL: the line is the [section] itself */
	unsigned line;
};

/* All lines but blanks and comments, in `home`. FAULT_CONFIG "FILE:LINE: …" for a line that is none of
 * these, and for what is not UTF-8. */
bool ini_read(const char *file, const char *text, size_t len, struct arena *home, struct ini_line **lines,
	      size_t *n, struct error *err);

/* Whether the value, written behind `key = `, is read back as it is: one line, no blanks around it, nothing
 * in it that begins a comment. */
bool ini_can_hold(const char *value);

#endif
