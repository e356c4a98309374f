#include "ui/undo.h"

#include <stdlib.h>
#include <string.h>

static void free_deeds(struct deed deeds[], size_t *n)
{
	for (size_t i = 0; i < *n; i++) {
		free(deeds[i].said);
		free(deeds[i].kept);
	}
	*n = 0;
}

void undo_free(struct undo *undo)
{
	free_deeds(undo->done, &undo->n_done);
	free_deeds(undo->undone, &undo->n_undone);
}

static void push(struct deed deeds[], size_t *n, struct deed deed)
{
	if (*n == UNDO_DEEDS_MAX) {
		size_t oldest = 1;
		free_deeds(deeds, &oldest);
		memmove(deeds, deeds + 1, --*n * sizeof *deeds);
	}
	deeds[(*n)++] = deed;
}

void undo_push(struct undo *undo, struct deed deed)
{
	free_deeds(undo->undone, &undo->n_undone);
	push(undo->done, &undo->n_done, deed);
}

bool undo_take_back(struct undo *undo, struct app *app, const char **said, struct error *err)
{
	if (undo->n_done == 0)
		return error_set(err, FAULT_USAGE, "nothing to take back");
	struct deed deed = undo->done[undo->n_done - 1];
	if (!deed.swap(app, deed.kept, err))
		return false;
	undo->n_done--;
	push(undo->undone, &undo->n_undone, deed);
	*said = deed.said;
	return true;
}

bool undo_do_again(struct undo *undo, struct app *app, const char **said, struct error *err)
{
	if (undo->n_undone == 0)
		return error_set(err, FAULT_USAGE, "nothing to do again");
	struct deed deed = undo->undone[undo->n_undone - 1];
	if (!deed.swap(app, deed.kept, err))
		return false;
	undo->n_undone--;
	push(undo->done, &undo->n_done, deed);
	*said = deed.said;
	return true;
}
