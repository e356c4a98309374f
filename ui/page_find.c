/* Looking for a text on the page (ui/page.h): a place is a row. */
#include "ui/page.h"
#include "view/field.h"

/* As the page shows them: our own name stands in no field of our own bugs, where it would be found in every
 * row. */
static bool row_matches(const struct page *page, size_t index)
{
	struct row row = page_row(page, index);
	struct str text = {0};
	struct span match;
	bool is_there = false;
	for (size_t i = 0; i < n_fields && !is_there; i++) {
		if (fields[i].searched != SEARCHED)
			continue;
		str_clear(&text);
		field_text(&fields[i], &row, &page->look, 0, &text);
		is_there = find_match(page->find.text, span_of(str_text(&text)), 0, &match);
	}
	str_free(&text);
	return is_there;
}

/* Back to the bug where it began; when that has gone, the cursor stays. */
static void go_back(struct page *page)
{
	for (size_t i = 0; i < page->list.n; i++)
		if (page->list.ids[i] == page->find_from_id) {
			page->list.top = page->find_from_top;
			list_go(&page->list, i);
			return;
		}
}

void page_find(void *state, enum find_step step, const char *text, struct found *found)
{
	struct page *page = state;
	found->what = "row";
	find_begin(&page->find, step, text);
	if (step == FIND_BEGIN) {
		page->find_from_id = page->list.id;
		page->find_from_top = page->list.top;
		return;
	}
	if (step == FIND_TYPED || step == FIND_LEAVE)
		go_back(page);
	for (size_t i = 0; page->find.text && i < page->list.n; i++)
		if (row_matches(page, i))
			find_add(&page->find, i);
	if (step != FIND_LEAVE && find_go(&page->find, step, page->list.cursor, found))
		list_go(&page->list, page->find.places[page->find.at]);
}
