/* ui/app.h - the dashboard: one loop over a stack of screens, from the first paint to the last key.
 * It owns the terminal while it runs, opens a session of its own, and starts the worker only after the
 * first paint. Called once, from the main thread, with LC_ALL set from the environment. */
#ifndef UI_APP_H
#define UI_APP_H

#include <stdbool.h>

#include "app/config.h"
#include "app/places.h"
#include "base/error.h"

/* Returns when the user quits or a signal ends the program, with the terminal as it was found. False:
 * FAULT_USAGE without a terminal or with a TERM that cannot do it, else what the session could not open.
 * `config` and `places` are borrowed. */
bool app_run(const struct config *config, const struct places *places, struct error *err);

#endif
