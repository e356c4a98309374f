/* ui/verbs.h - what the verbs of all screens do; the table that names them is in ui/keys.c, those of the page
 * alone are in ui/screen_page.h. Each has the form of verb.run (app/command.h) and needs a screen. */
#ifndef UI_VERBS_H
#define UI_VERBS_H

#include <stdbool.h>

#include "app/command.h"
#include "base/error.h"

bool verb_down(struct invocation *invocation, struct error *err);
bool verb_up(struct invocation *invocation, struct error *err);
bool verb_page_down(struct invocation *invocation, struct error *err);
bool verb_page_up(struct invocation *invocation, struct error *err);
bool verb_half_down(struct invocation *invocation, struct error *err);
bool verb_half_up(struct invocation *invocation, struct error *err);
bool verb_first(struct invocation *invocation, struct error *err);
bool verb_last(struct invocation *invocation, struct error *err);

/* What the words name by number, or else app_selected: the bugs that a verb acts on, in the invocation's
 * arena, each once. */
bool verb_bugs(struct invocation *invocation, const int64_t **ids, size_t *n, struct error *err);

bool verb_open(struct invocation *invocation, struct error *err);
bool verb_why(struct invocation *invocation, struct error *err);
bool verb_back(struct invocation *invocation, struct error *err);
bool verb_quit(struct invocation *invocation, struct error *err);
bool verb_help_screen(struct invocation *invocation, struct error *err);
/* The `:` line, begun with this text; NULL: empty. */
void command_ask(struct app *app, const char *line);
bool verb_command(struct invocation *invocation, struct error *err);
bool verb_mark_unread(struct invocation *invocation, struct error *err);
bool verb_mark_all_read(struct invocation *invocation, struct error *err);
bool verb_undo(struct invocation *invocation, struct error *err);
bool verb_redo(struct invocation *invocation, struct error *err);
bool verb_browse(struct invocation *invocation, struct error *err);
bool verb_copy_id(struct invocation *invocation, struct error *err);
bool verb_copy_url(struct invocation *invocation, struct error *err);
bool verb_find_text(struct invocation *invocation, struct error *err);
bool verb_find_next(struct invocation *invocation, struct error *err);
bool verb_find_previous(struct invocation *invocation, struct error *err);
bool verb_reload(struct invocation *invocation, struct error *err);
bool verb_sync(struct invocation *invocation, struct error *err);
bool verb_plain(struct invocation *invocation, struct error *err);
bool verb_mouse(struct invocation *invocation, struct error *err);
bool verb_times(struct invocation *invocation, struct error *err);
bool verb_redraw(struct invocation *invocation, struct error *err);
bool verb_suspend(struct invocation *invocation, struct error *err);
bool verb_clock(struct invocation *invocation, struct error *err);

#endif
