/* ui/list.h - a cursor and a window over rows that are known by an id. The cursor follows its id, not its
 * line: when rows are sorted anew under it, it goes with its bug and stays at its height on the screen.
 * Pure: no terminal. */
#ifndef UI_LIST_H
#define UI_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum motion {
	MOTION_DOWN,
	MOTION_UP,
	MOTION_PAGE_DOWN,
	MOTION_PAGE_UP,
	MOTION_HALF_DOWN,
	MOTION_HALF_UP,
	MOTION_FIRST,
	MOTION_LAST,
};

struct list {
	const int64_t *ids; /* borrowed; in the order shown */
	size_t n;
	size_t rows;      /* of the window */
	size_t cursor;    /* index; 0 when there is nothing */
	size_t top;       /* index of the first row shown */
	int64_t id;       /* under the cursor; 0: none */
	int64_t hoped_id; /* where the cursor goes as soon as it appears and nobody has moved it; 0: none */
	bool is_pinned;   /* nobody has moved yet and rows are still coming in: the cursor stays at the top */
};

/* Takes new rows or a new height. The cursor stays on its id; when that is gone, on its line. */
void list_renew(struct list *list, const int64_t *ids, size_t n, size_t rows);
/* Back to the first row, unless the id under the cursor is among these rows. */
void list_replace(struct list *list, const int64_t *ids, size_t n, size_t rows);
void list_move(struct list *list, enum motion motion);
/* The cursor goes to this row. */
void list_go(struct list *list, size_t index);
/* The same motions on a bare position: where `at` goes among n positions seen through `rows`. */
size_t motion_apply(enum motion motion, size_t at, size_t n, size_t rows);

#endif
