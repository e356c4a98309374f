/* ui/picks.h - which bugs of a list are selected, by id, so that a selection survives sorting and new data.
 * What is not shown any more is not selected any more: nobody shall act on a bug out of sight.
 * Pure: no terminal. */
#ifndef UI_PICKS_H
#define UI_PICKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct picks {
	int64_t *ids; /* ascending */
	size_t n, cap;
};

void picks_free(struct picks *picks); /* leaves none selected */
bool picks_has(const struct picks *picks, int64_t id);
/* Selects it, or no more. */
void picks_toggle(struct picks *picks, int64_t id);
/* Selects all of these; none when all of them are selected already. */
void picks_toggle_all(struct picks *picks, const int64_t *ids, size_t n);
/* Leaves out what is not among the ids that are shown now. */
void picks_retain(struct picks *picks, const int64_t *shown, size_t n);

#endif
