/* app/cmd_read.h - the verbs that only read: list, show, why, check. Each is a row of shell_verbs. */
#ifndef APP_CMD_READ_H
#define APP_CMD_READ_H

#include "app/command.h"

bool cmd_list(struct invocation *invocation, struct error *err);
bool cmd_show(struct invocation *invocation, struct error *err);
bool cmd_why(struct invocation *invocation, struct error *err);
/* exit_code: 2 something is overdue, 1 due, 0 neither. FAULT_UNREACHABLE: the data is too old to say so. */
bool cmd_check(struct invocation *invocation, struct error *err);

#endif
