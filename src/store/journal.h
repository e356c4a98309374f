/* store/journal.h - team.db: what people decided, as events that are only ever added. Precious: never
 * deleted or rewritten. Before a migration a backup is made; damage stops the program with advice and
 * touches nothing. A handle belongs to the thread that opened it. */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct journal;

/* Makes the file (0600) and its folder when they are not there. A newer schema is FAULT_DATA, a damaged
 * file FAULT_DATA with advice; both leave the file as it is. ":memory:" is a private one. */
struct journal *journal_open(const char *path, struct error *err);
/* Reads only: makes and migrates nothing. An absent file is FAULT_IO. */
struct journal *journal_open_read(const char *path, struct error *err);
void journal_close(struct journal *journal); /* NULL is fine */

/* What is read until the end is of one moment. Many questions cost less than one by one, each of which would
 * lock the file. */
bool journal_begin_read(struct journal *journal, struct error *err);
void journal_end_read(struct journal *journal); /* nothing when none has begun */

/* Number of the newest event, counted on this machine; 0 when there is none. */
bool journal_seq(struct journal *journal, uint64_t *seq, struct error *err);
/* The same of those about one bug. */
bool journal_seq_of(struct journal *journal, int64_t bug_id, int64_t *seq, struct error *err);

/* Reads all of the file: FAULT_DATA for damage, FAULT_IO when timeout_ms is not enough (store/db.h). */
bool journal_check(struct journal *journal, int64_t timeout_ms, struct error *err);

#endif
