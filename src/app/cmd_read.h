/* app/cmd_read.h - the verbs that only read: list (cmd_list.c), show, why, check. Each is a row of
 * shell_verbs. */
#ifndef APP_CMD_READ_H
#define APP_CMD_READ_H

#include "app/command.h"
#include "view/look.h"
#include "view/view.h"

bool cmd_list(struct invocation *invocation, struct error *err);
bool cmd_show(struct invocation *invocation, struct error *err);
bool cmd_why(struct invocation *invocation, struct error *err);
/* exit_code: 2 something is overdue, 1 due, 0 neither. FAULT_UNREACHABLE: the data is too old to say so. */
bool cmd_check(struct invocation *invocation, struct error *err);

/* With --ca, for who reads: whose team it is, and that it is inferred. */
void read_note_inferred(struct invocation *invocation);

/* What they share: the signs that this terminal can show; the server to which a document links (its text is
 * UTF-8 from here on, whatever this terminal can show); a note that there is no data at all (true: there is
 * none); a note that what there is is older than a day (bundles excepted); a note why nothing is found, when
 * it is not because all is well. */
struct look read_look(void);
bool read_document(struct invocation *invocation, const char **server, struct error *err);
bool read_note_unfetched(struct invocation *invocation);
void read_note_old(struct invocation *invocation);
void read_note_empty(struct invocation *invocation, const struct view *view);

#endif
