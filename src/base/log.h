/* base/log.h - what happened, for the person who has to find out why. Safe from any thread.
 * Nothing is written until log_open. Lines are printable text, a moment and a level before each, without
 * the secrets that base/secret knows. The log is for diagnosis only: an error is returned, not
 * logged and returned; a line that cannot be written is lost. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

#include "base/error.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Appends to a file of mode 0600; above 1 MiB the old one is kept as PATH.1. Several programs may write to
 * it. Opening another file closes the first. */
bool log_open(const char *path, struct error *err);
void log_close(void);
void log_line(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

/* Where moments come from; without it they are "-". Called from any thread. */
void log_set_clock(int64_t (*now_utc)(void));

#endif
