/* Selecting bugs on the page (ui/picks.h), for verbs that act on several (ui/screen_page.h). */
#include "ui/page.h"
#include "ui/screen_page.h"

/* Goes on to the next row, so that several in a row are as many presses of one key. */
bool page_select(struct invocation *invocation, struct error *err)
{
	struct page *page = page_of(invocation->app);
	if (page->list.id == 0)
		return error_set(err, FAULT_USAGE, "nothing here to select");
	picks_toggle(&page->picks, page->list.id);
	list_move(&page->list, MOTION_DOWN);
	return true;
}

bool page_select_all(struct invocation *invocation, struct error *err)
{
	struct page *page = page_of(invocation->app);
	(void)err;
	picks_toggle_all(&page->picks, page->list.ids, page->list.n);
	return true;
}

bool page_unselect(struct invocation *invocation, struct error *err)
{
	struct page *page = page_of(invocation->app);
	(void)err;
	if (page->picks.n > 0)
		picks_free(&page->picks);
	else
		find_free(&page->find);
	return true;
}
