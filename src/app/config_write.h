/* app/config_write.h - a configuration as a person would begin one: what is set, and beside it everything
 * that may be set, each option with its meaning and its default, commented out; all of it from the table of
 * options (app/config.h). What was set is read back as it was. Pure. */
#ifndef APP_CONFIG_WRITE_H
#define APP_CONFIG_WRITE_H

#include <stddef.h>

#include "app/config.h"
#include "base/str.h"

enum config_part {
	CONFIG_PERSONAL = 1 << 0, /* what stays at home */
	CONFIG_SHARED = 1 << 1,   /* what may stand in the team's file */
	CONFIG_BOTH = CONFIG_PERSONAL | CONFIG_SHARED
};

/* Appends the sections of these parts. Of each setting option, instance and value count, and ini_can_hold the
 * value; a section that stands several times stands once for each instance that has a setting, in the order
 * in which they come first. */
void config_write(const struct setting *settings, size_t n, unsigned parts, struct str *out);

#endif
