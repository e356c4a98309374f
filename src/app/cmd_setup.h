/* app/cmd_setup.h - the verbs about the program itself. Each is a row of shell_verbs. */
#ifndef APP_CMD_SETUP_H
#define APP_CMD_SETUP_H

#include "app/command.h"

/* Opens the dashboard afterwards where somebody sits at a screen. */
bool cmd_init(struct invocation *invocation, struct error *err);
/* What is wrong, and how to mend it: the exit code is that of what to mend first. */
bool cmd_doctor(struct invocation *invocation, struct error *err);
bool cmd_config(struct invocation *invocation, struct error *err);
bool cmd_completion(struct invocation *invocation, struct error *err);

#endif
