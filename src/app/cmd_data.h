/* app/cmd_data.h - the verbs that move data: sync, bundle. */
#ifndef APP_CMD_DATA_H
#define APP_CMD_DATA_H

#include "app/command.h"

/* FAULT_KEY when the server refused the key: the public data was read. */
bool cmd_sync(struct invocation *invocation, struct error *err);

/* Writes to the file, or to standard output at once. */
bool cmd_bundle(struct invocation *invocation, struct error *err);

/* Reads the bundle or the demo into the session's store, as a sync does; with --keep in place of what is kept
 * there. */
bool data_fill(struct session *session, const atomic_bool *stop, struct error *err);

#endif
