/* ui/undo.h - what `u` takes back and ^R does again: a stack of deeds. A deed keeps what was there before it,
 * and changes places with it: to take it back and to do it again are one act. Whatever can be undone on the
 * screen pushes a deed here; the stack knows nothing of what deeds do. */
#ifndef UI_UNDO_H
#define UI_UNDO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct app;

#define UNDO_DEEDS_MAX 64 /* the oldest is forgotten */

struct deed {
	char *said; /* "12 bugs marked read"; on the heap */
	void *kept; /* what was there before; on the heap, freed with free() */
	/* Puts what is kept in force, and keeps what was. On failure nothing has changed. */
	bool (*swap)(struct app *app, void *kept, struct error *err);
};

struct deeds {
	struct deed at[UNDO_DEEDS_MAX]; /* the newest last */
	size_t n;
};

struct undo {
	struct deeds done, undone;
};

void undo_free(struct undo *undo);
/* Takes the deed over, which was just done; what was taken back before cannot be done again. */
void undo_push(struct undo *undo, struct deed deed);
/* *said is what the deed said, valid until the next call. FAULT_USAGE when there is none left. */
bool undo_take_back(struct undo *undo, struct app *app, const char **said, struct error *err);
bool undo_do_again(struct undo *undo, struct app *app, const char **said, struct error *err);

#endif
