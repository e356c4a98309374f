/* deadline/history.c - see history.h. The changes are sorted by time once; what happened within one second
 * is told apart by content, since servers list it in any order (bugzilla.md, quirk 16). */
#include "deadline/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/utc.h"
#include "deadline/whiteboard.h"
#include "model/change_text.h"
#include "model/team.h"

static int change_compare(const void *left, const void *right)
{
	const struct change *a = *(const struct change *const *)left;
	const struct change *b = *(const struct change *const *)right;
	if (a->when_utc != b->when_utc)
		return a->when_utc < b->when_utc ? -1 : 1;
	return strcmp(a->who, b->who);
}

struct history history_of(const struct conversation *conversation, struct arena *home)
{
	struct history history = {.n_changes = conversation->n_changes};
	history.changes = arena_array(home, history.n_changes, sizeof *history.changes);
	for (size_t i = 0; i < history.n_changes; i++)
		history.changes[i] = &conversation->changes[i];
	if (history.n_changes > 1)
		qsort(history.changes, history.n_changes, sizeof *history.changes, change_compare);
	return history;
}

int64_t history_reopened(const struct history *history)
{
	for (size_t i = history->n_changes; i-- > 0;) {
		const struct change *change = history->changes[i];
		if (str_equals(change->field, "resolution") && change->removed[0] != '\0' &&
		    change->added[0] == '\0')
			return change->when_utc;
	}
	return UTC_NONE;
}

const struct change *history_date_change(const struct history *history, int64_t date_utc)
{
	int64_t newest_utc = UTC_NONE;
	for (size_t i = history->n_changes; i-- > 0;) {
		const struct change *change = history->changes[i];
		if (change->when_utc < newest_utc)
			break;
		if (!str_equals(change->field, "whiteboard"))
			continue;
		int64_t after_utc = whiteboard_next_update(change->added);
		if (after_utc == whiteboard_next_update(change->removed))
			continue;
		if (after_utc == date_utc)
			return change;
		newest_utc = change->when_utc; /* only what happened in the same second may still be it */
	}
	return NULL;
}

/* The first change at that moment or later. */
static size_t find_from(const struct history *history, int64_t utc)
{
	size_t low = 0, high = history->n_changes;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (history->changes[middle]->when_utc < utc)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool history_has_beside(const struct history *history, const char *who, int64_t utc,
			bool (*is_such)(const struct change *change))
{
	for (size_t i = find_from(history, utc - BESIDE_S + 1); i < history->n_changes; i++) {
		const struct change *change = history->changes[i];
		if (change->when_utc >= utc + BESIDE_S)
			return false;
		if (is_such(change) && login_equals(change->who, who))
			return true;
	}
	return false;
}

bool change_is_administrative(const struct change *change)
{
	return str_equals(change->field, "whiteboard") ||
	       (str_equals(change->field, "resolution") && change->added[0] != '\0');
}

static bool is_needinfo(const struct flag_text *flag)
{
	return span_equals_nocase(flag->name, "needinfo") && flag->status == '?';
}

bool change_sets_needinfo(const struct change *change)
{
	struct span rest = span_of(change->added);
	struct flag_text flag;
	if (!str_equals(change->field, "flagtypes.name"))
		return false;
	while (change_text_next_flag(&rest, &flag))
		if (is_needinfo(&flag))
			return true;
	return false;
}

static bool sets_needinfo_to(const struct change *change, const char *login)
{
	struct span rest = span_of(change->added);
	struct flag_text flag;
	if (!str_equals(change->field, "flagtypes.name"))
		return false;
	while (change_text_next_flag(&rest, &flag))
		if (is_needinfo(&flag) && span_equals_nocase(flag.requestee, login))
			return true;
	return false;
}

bool history_needinfo_since(const struct history *history, const char *login, int64_t since_utc)
{
	for (size_t i = find_from(history, since_utc); i < history->n_changes; i++)
		if (sets_needinfo_to(history->changes[i], login))
			return true;
	return false;
}
