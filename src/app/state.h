/* app/state.h - what this user has chosen and seen, kept between runs: view, sort, filter, cursor, the last
 * look. One small file, replaced as a whole; losing it costs nothing but a habit. */
#ifndef APP_STATE_H
#define APP_STATE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

struct state {
	const char *view;   /* name; NULL: the default */
	const char *sort;   /* as --sort takes it; NULL: the view's */
	const char *filter; /* as typed; NULL: none */
	int64_t cursor_bug; /* 0: none */
	int64_t looked_utc; /* when the dashboard was last left; UTC_NONE: never */
};

/* Strings live in `home`. No file is the empty state. False: the file cannot be read, or a line is not what
 * state_save writes (FAULT_DATA); *state is the empty one then. */
bool state_load(const char *path, struct arena *home, struct state *state, struct error *err);
bool state_save(const char *path, const struct state *state, struct error *err);

#endif
