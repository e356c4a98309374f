/* ui/screen_page.h - the one page: the team's bugs, their countdowns, and why (screens.md, "The one page").
 * The verbs work on the page even when another screen lies above it. */
#ifndef UI_SCREEN_PAGE_H
#define UI_SCREEN_PAGE_H

#include "app/command.h"
#include "ui/screen.h"

extern const struct screen screen_page;

bool page_view(struct invocation *invocation, struct error *err);
bool page_sort(struct invocation *invocation, struct error *err);
bool page_reverse(struct invocation *invocation, struct error *err);
bool page_sort_column(struct invocation *invocation, struct error *err);
bool page_choose_columns(struct invocation *invocation, struct error *err);
bool page_filter(struct invocation *invocation, struct error *err);
bool page_select(struct invocation *invocation, struct error *err);
bool page_select_all(struct invocation *invocation, struct error *err);
bool page_unselect(struct invocation *invocation, struct error *err);
bool page_clear_filter(struct invocation *invocation, struct error *err);

#endif
