#include "ui/undo.h"

#include <stdlib.h>
#include <string.h>

static void forget(struct deeds *deeds, size_t n_oldest)
{
	for (size_t i = 0; i < n_oldest; i++) {
		free(deeds->at[i].said);
		free(deeds->at[i].kept);
	}
	deeds->n -= n_oldest;
	memmove(deeds->at, deeds->at + n_oldest, deeds->n * sizeof *deeds->at);
}

static void push(struct deeds *deeds, struct deed deed)
{
	if (deeds->n == UNDO_DEEDS_MAX)
		forget(deeds, 1);
	deeds->at[deeds->n++] = deed;
}

/* Both ways are the same act. */
static bool swap_newest(struct deeds *from, struct deeds *to, struct app *app, const char **said,
			struct error *err)
{
	struct deed deed = from->at[from->n - 1];
	if (!deed.swap(app, deed.kept, err))
		return false;
	from->n--;
	push(to, deed);
	*said = deed.said;
	return true;
}

void undo_free(struct undo *undo)
{
	forget(&undo->done, undo->done.n);
	forget(&undo->undone, undo->undone.n);
}

void undo_push(struct undo *undo, struct deed deed)
{
	forget(&undo->undone, undo->undone.n);
	push(&undo->done, deed);
}

bool undo_take_back(struct undo *undo, struct app *app, const char **said, struct error *err)
{
	if (undo->done.n == 0)
		return error_set(err, FAULT_USAGE, "nothing to take back");
	return swap_newest(&undo->done, &undo->undone, app, said, err);
}

bool undo_do_again(struct undo *undo, struct app *app, const char **said, struct error *err)
{
	if (undo->undone.n == 0)
		return error_set(err, FAULT_USAGE, "nothing to do again");
	return swap_newest(&undo->undone, &undo->done, app, said, err);
}
