/* app/shell_completion.h - scripts that let a shell complete `bugclock …`: commands, options, their values,
 * terms of a filter. They are made from the tables, so that they know what the program knows; names of
 * members and views are asked for when they are wanted (`bugclock config`). Pure. */
#ifndef APP_SHELL_COMPLETION_H
#define APP_SHELL_COMPLETION_H

#include "base/str.h"

struct shell {
	const char *name; /* bash */
	void (*script)(struct str *out);
};

extern const struct shell shells[];
extern const size_t n_shells;

void completion_bash(struct str *out);
void completion_zsh(struct str *out);
void completion_fish(struct str *out);

#endif
