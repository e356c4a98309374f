/* app/cmd_setup.h - the verbs about the program itself. Each is a row of shell_verbs. */
#ifndef APP_CMD_SETUP_H
#define APP_CMD_SETUP_H

#include "app/command.h"

bool cmd_config(struct invocation *invocation, struct error *err);
bool cmd_completion(struct invocation *invocation, struct error *err);

#endif
