#include "ui/list.h"

size_t motion_apply(enum motion motion, size_t at, size_t n, size_t rows)
{
	/* One line of the old page stays in sight, so that the eye finds its place. */
	size_t page = rows > 1 ? rows - 1 : 1;
	size_t half = rows > 1 ? rows / 2 : 1;
	size_t step = 0;
	switch (motion) {
	case MOTION_FIRST:
		return 0;
	case MOTION_LAST:
		return n > 0 ? n - 1 : 0;
	case MOTION_DOWN:
	case MOTION_UP:
		step = 1;
		break;
	case MOTION_PAGE_DOWN:
	case MOTION_PAGE_UP:
		step = page;
		break;
	case MOTION_HALF_DOWN:
	case MOTION_HALF_UP:
		step = half;
		break;
	}
	bool is_up = motion == MOTION_UP || motion == MOTION_PAGE_UP || motion == MOTION_HALF_UP;
	if (is_up)
		return at > step ? at - step : 0;
	return at + step < n ? at + step : motion_apply(MOTION_LAST, at, n, rows);
}

/* The cursor in sight, no room wasted below the last row; and the id that goes with it. */
static void settle(struct list *list)
{
	size_t rows = list->rows > 0 ? list->rows : 1;
	size_t last_top = list->n > rows ? list->n - rows : 0;
	if (list->cursor < list->top)
		list->top = list->cursor;
	if (list->cursor >= list->top + rows)
		list->top = list->cursor - rows + 1;
	if (list->top > last_top)
		list->top = last_top;
	list->id = list->n > 0 ? list->ids[list->cursor] : 0;
}

static bool find_id(const int64_t *ids, size_t n, int64_t id, size_t *index)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id) {
			*index = i;
			return true;
		}
	return false;
}

/* Where the cursor goes among the new rows. */
static size_t new_cursor(struct list *list, const int64_t *ids, size_t n)
{
	size_t index;
	if (list->hoped_id && find_id(ids, n, list->hoped_id, &index)) {
		list->hoped_id = 0;
		list->is_pinned = false;
		return index;
	}
	if (list->is_pinned)
		return 0;
	if (find_id(ids, n, list->id, &index))
		return index;
	return list->cursor < n ? list->cursor : motion_apply(MOTION_LAST, 0, n, 1);
}

void list_renew(struct list *list, const int64_t *ids, size_t n, size_t rows)
{
	size_t height = list->cursor - list->top;
	list->cursor = new_cursor(list, ids, n);
	list->top = list->cursor > height ? list->cursor - height : 0;
	list->ids = ids;
	list->n = n;
	list->rows = rows;
	settle(list);
}

void list_replace(struct list *list, const int64_t *ids, size_t n, size_t rows)
{
	size_t index;
	if (!find_id(ids, n, list->id, &index))
		*list = (struct list){.hoped_id = list->hoped_id, .is_pinned = list->is_pinned};
	list_renew(list, ids, n, rows);
}

void list_go(struct list *list, size_t index)
{
	list->hoped_id = 0;
	list->is_pinned = false;
	list->cursor = index;
	settle(list);
}

void list_move(struct list *list, enum motion motion)
{
	list->hoped_id = 0;
	list->is_pinned = false;
	list->cursor = motion_apply(motion, list->cursor, list->n, list->rows);
	bool by_window = motion == MOTION_PAGE_DOWN || motion == MOTION_PAGE_UP;
	if (by_window)
		list->top = motion_apply(motion, list->top, list->n, list->rows);
	settle(list);
}
