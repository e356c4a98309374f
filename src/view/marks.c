#include "view/marks.h"

#include <string.h>

#include "base/utc.h"

/* Where the bug's mark is, or would be. */
static size_t place_of(const struct marks *marks, int64_t bug_id)
{
	size_t low = 0, high = marks->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (marks->at[middle].bug_id < bug_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct marks *marks, size_t place, int64_t bug_id)
{
	return place < marks->n && marks->at[place].bug_id == bug_id;
}

int64_t marks_get(const struct marks *marks, int64_t bug_id)
{
	size_t place = place_of(marks, bug_id);
	return is_at(marks, place, bug_id) ? marks->at[place].seen_utc : UTC_NONE;
}

int64_t marks_seen(const struct marks *marks, int64_t bug_id)
{
	if (!marks)
		return UTC_NONE;
	int64_t seen_utc = marks_get(marks, bug_id);
	return seen_utc != UTC_NONE ? seen_utc : marks->baseline_utc;
}

static void take_out(struct marks *marks, size_t place)
{
	marks->n--;
	memmove(&marks->at[place], &marks->at[place + 1], (marks->n - place) * sizeof *marks->at);
}

static void put_in(struct marks *marks, size_t place, struct arena *home)
{
	marks->at = arena_push(home, marks->at, &marks->n, &marks->cap, sizeof *marks->at);
	memmove(&marks->at[place + 1], &marks->at[place], (marks->n - 1 - place) * sizeof *marks->at);
}

void marks_put(struct marks *marks, struct mark mark, struct arena *home)
{
	size_t place = place_of(marks, mark.bug_id);
	bool is_there = is_at(marks, place, mark.bug_id);
	if (mark.seen_utc == UTC_NONE) {
		if (is_there)
			take_out(marks, place);
		return;
	}
	if (!is_there)
		put_in(marks, place, home);
	marks->at[place] = mark;
}
