/* deadline/whiteboard.h - what people write on the whiteboard of a bug: labels in brackets, then free text
 * (deadlines.md, Whiteboard grammar). Pure. */
#ifndef DEADLINE_WHITEBOARD_H
#define DEADLINE_WHITEBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct whiteboard {
	int64_t next_update_utc; /* 00:00:00 of the last readable Next update; UTC_NONE */
	int64_t close_on_utc;    /* the same of `close on`; UTC_NONE */
	struct span unreadable;  /* the last `next update` without a date that can be read; empty: none */
	bool has_lone_bracket;   /* a bracket without its partner */
	const char **labels;     /* as typed, without brackets and outer blanks */
	size_t n_labels;
	int64_t *bugs; /* named in `Updates in Bug N`; ascending, each once */
	size_t n_bugs;
};

/* Everything in the answer lives in `home`, but for `unreadable`, which points into the text. */
struct whiteboard whiteboard_read(const char *text, struct arena *home);

/* The Next update that whiteboard_read would give, alone. */
int64_t whiteboard_next_update(const char *text);

/* The label is about a delayed revocation: it contains revocation-delay or starts with delayed-revocation,
 * whatever the case and with blanks for hyphens. */
bool label_is_revocation_delay(const char *label);

#endif
