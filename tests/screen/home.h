/* tests/screen/home.h - a sealed place to run a program in: a folder of its own with HOME and the XDG
 * folders, and an environment of exactly the variables named here. All of it is removed with it. */
#ifndef TESTS_SCREEN_HOME_H
#define TESTS_SCREEN_HOME_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"

struct home;

struct home *home_new(struct error *err);
void home_free(struct home *home); /* removes the folder; NULL is fine */

const char *home_folder(const struct home *home);
/* $XDG_CONFIG_HOME/bugclock/config; the caller frees. */
char *home_config_path(const struct home *home);

void home_set(struct home *home, const char *name, const char *value); /* value NULL: not in it at all */
/* NAME=VALUE…, NULL; lives until home_set or home_free. */
char *const *home_environment(struct home *home);

/* What a sanitizer reported since the start, so that a report cannot go unseen behind a full screen. False
 * when there is none. */
bool home_sanitizer_report(const struct home *home, struct str *out);

#endif
