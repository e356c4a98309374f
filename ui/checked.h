/* ui/checked.h - a configuration of which everything was tried: what app/config.h reads, and what only the
 * screen knows of, themes and keys. Every command asks for it, so that a mistake is found when it is made and
 * not when a key is pressed. */
#ifndef UI_CHECKED_H
#define UI_CHECKED_H

#include "app/config.h"
#include "base/error.h"

/* As config_load; FAULT_CONFIG with file and line also for a theme that is not there and for what keymap_make
 * refuses. */
struct config *config_load_checked(const struct globals *globals, struct error *err);

#endif
