/* What was read and what was not, and taking it back (ui/verbs.h). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utc.h"
#include "ui/keymap.h"
#include "ui/page.h"
#include "ui/screen.h"
#include "ui/undo.h"
#include "ui/verbs.h"

struct kept_marks {
	size_t n;
	struct mark at[];
};

static bool swap_marks(struct app *app, void *kept, struct error *err)
{
	struct kept_marks *marks = kept;
	return app_swap_marks(app, marks->at, marks->n, err);
}

/* "3 bugs marked read"; one is named. */
static char *deed_text(const struct mark *marks, size_t n, const char *how)
{
	struct str text = {0};
	if (n == 1)
		str_addf(&text, "bug %" PRId64 " marked %s", marks[0].bug_id, how);
	else
		str_addf(&text, "%zu bugs marked %s", n, how);
	return str_take(&text);
}

/* Sets the marks, as a deed that can be taken back, and says so. */
static bool do_marks(struct invocation *invocation, const struct mark *marks, size_t n, const char *how,
		     struct error *err)
{
	struct app *app = invocation->app;
	struct kept_marks *kept = mem_alloc(sizeof *kept + mem_bytes(n, sizeof *marks));
	kept->n = n;
	memcpy(kept->at, marks, n * sizeof *marks);
	if (!swap_marks(app, kept, err)) {
		free(kept);
		return false;
	}
	struct deed deed = {.said = deed_text(marks, n, how), .kept = kept, .swap = swap_marks};
	str_addf(invocation->out, "%s; ", deed.said);
	keymap_print_way(app_keymap(app), app_top(app)->scope, "undo", invocation->out);
	str_add(invocation->out, " takes it back");
	undo_push(app_undo(app), deed);
	return true;
}

bool verb_mark_unread(struct invocation *invocation, struct error *err)
{
	const int64_t *ids;
	size_t n, n_marks = 0;
	if (!verb_bugs(invocation, &ids, &n, err))
		return false;
	struct mark *marks = arena_array(invocation->home, n, sizeof *marks);
	for (size_t i = 0; i < n; i++) {
		const struct entry *entry = app_entry(invocation->app, ids[i], err);
		/* Its newest change shall be new again. */
		if (entry && entry->activity.others_changed_utc != UTC_NONE)
			marks[n_marks++] = (struct mark){ids[i], entry->activity.others_changed_utc - 1};
	}
	if (n_marks == 0)
		return error_set(err, FAULT_USAGE, "nothing to read there: nobody else has changed it");
	return do_marks(invocation, marks, n_marks, "unread", err);
}

bool verb_mark_all_read(struct invocation *invocation, struct error *err)
{
	struct app *app = invocation->app;
	const struct list *list = &page_of(app)->list;
	struct moment at = session_moment(app_session(app));
	struct mark *marks = arena_array(invocation->home, list->n, sizeof *marks);
	size_t n = 0;
	for (size_t i = 0; i < list->n; i++) {
		struct row row = {.entry = snapshot_find(app_snapshot(app), list->ids[i]), .at = &at};
		if (row.entry && row_is_new(&row))
			marks[n++] = (struct mark){list->ids[i], row.entry->activity.others_changed_utc};
	}
	if (n == 0)
		return error_set(err, FAULT_USAGE, "nothing shown here is new");
	return do_marks(invocation, marks, n, "read", err);
}

/* --- back and again --- */

bool verb_undo(struct invocation *invocation, struct error *err)
{
	const char *said;
	if (!undo_take_back(app_undo(invocation->app), invocation->app, &said, err))
		return false;
	str_addf(invocation->out, "taken back: %s", said);
	return true;
}

bool verb_redo(struct invocation *invocation, struct error *err)
{
	const char *said;
	if (!undo_do_again(app_undo(invocation->app), invocation->app, &said, err))
		return false;
	str_addf(invocation->out, "done again: %s", said);
	return true;
}
