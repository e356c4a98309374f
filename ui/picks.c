#include "ui/picks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void picks_free(struct picks *picks)
{
	free(picks->ids);
	*picks = (struct picks){0};
}

/* Where the id is, or would be. */
static size_t place_of(const struct picks *picks, int64_t id)
{
	size_t low = 0, high = picks->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (picks->ids[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct picks *picks, size_t place, int64_t id)
{
	return place < picks->n && picks->ids[place] == id;
}

bool picks_has(const struct picks *picks, int64_t id)
{
	return is_at(picks, place_of(picks, id), id);
}

static void add(struct picks *picks, size_t place, int64_t id)
{
	if (picks->n == picks->cap) {
		picks->cap = picks->cap ? 2 * picks->cap : 16;
		picks->ids = mem_resize(picks->ids, picks->cap, sizeof *picks->ids);
	}
	memmove(picks->ids + place + 1, picks->ids + place, (picks->n - place) * sizeof *picks->ids);
	picks->ids[place] = id;
	picks->n++;
}

static void take_out(struct picks *picks, size_t place)
{
	picks->n--;
	memmove(picks->ids + place, picks->ids + place + 1, (picks->n - place) * sizeof *picks->ids);
}

void picks_toggle(struct picks *picks, int64_t id)
{
	size_t place = place_of(picks, id);
	if (is_at(picks, place, id))
		take_out(picks, place);
	else
		add(picks, place, id);
}

void picks_toggle_all(struct picks *picks, const int64_t *ids, size_t n)
{
	bool has_all = picks->n == n; /* never more than are shown */
	picks->n = 0;
	for (size_t i = 0; !has_all && i < n; i++)
		picks_toggle(picks, ids[i]);
}

void picks_retain(struct picks *picks, const int64_t *shown, size_t n)
{
	struct picks kept = {0};
	if (picks->n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (picks_has(picks, shown[i]))
			add(&kept, place_of(&kept, shown[i]), shown[i]);
	picks_free(picks);
	*picks = kept;
}
