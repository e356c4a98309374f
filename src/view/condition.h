/* view/condition.h - the table of yes-or-no facts of a row: the terms of `is:`, the flags of cli.md and the
 * alarms of the page's second line. A new flag is one row here and the function it names. Pure. */
#ifndef VIEW_CONDITION_H
#define VIEW_CONDITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "view/look.h"
#include "view/row.h"

struct condition {
	const char *key;  /* is:uncovered; in JSON's `flags` when is_flag */
	const char *help; /* one phrase */
	bool is_flag;     /* one of the flags of cli.md */
	enum scope scope;
	const char *alarm;   /* the words of line 2: "no owner"; NULL: not there */
	uint8_t alarm_place; /* on line 2, from the left; those on the right give way first */
	enum hint hint;      /* of the alarm */
	bool is_of_others;   /* the alarm counts others' bugs; else it counts open ones of ours */
	bool (*holds)(const struct row *row);
	/* The next moment after now at which the clock alone may change the answer; UTC_NONE: never.
	 * NULL: the clock never does. */
	int64_t (*next_change_utc)(const struct row *row);
};

extern const struct condition conditions[];
extern const size_t n_conditions; /* at most 32: a set of them is a uint32_t */

/* By key, without regard to case; NULL when there is none. */
const struct condition *condition_find(struct span key);
/* Bit i is conditions[i]; only those with is_flag. */
uint32_t condition_flags(const struct row *row);

#endif
