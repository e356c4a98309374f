/* view/value.h - one fact of a bug as data: its type says how it is printed, compared and written in a
 * filter. Values carry absolute times. Pure; texts and lists are borrowed from the entry. */
#ifndef VIEW_VALUE_H
#define VIEW_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "view/row.h"

/* Decides how a value is printed, compared, and written in a filter. */
enum field_type {
	FIELD_NUMBER,
	FIELD_TEXT,
	FIELD_LIST,   /* texts: labels */
	FIELD_PERSON, /* a member key */
	FIELD_YES_NO,
	FIELD_DUE,  /* a moment that lies ahead: told by the time left */
	FIELD_AGE,  /* a moment that lies behind: told by its age */
	FIELD_DAY,  /* a date: 00:00:00 UTC of it */
	FIELD_KIND, /* one of them: a list of one */
	FIELD_KINDS,
	FIELD_FLAGS, /* bit i is conditions[i] (view/condition.h) */
};

struct value {
	bool is_absent; /* null in JSON, last in any order */
	union {
		int64_t number;   /* NUMBER; YES_NO: 0 or 1; DUE, AGE, DAY: seconds, UTC */
		struct span text; /* TEXT, PERSON */
		struct {
			const char **at;
			size_t n;
		} list;                 /* LIST */
		struct kind_list kinds; /* KIND, KINDS */
		uint32_t flags;         /* FLAGS */
	};
};

/* <0, 0, >0 as a comes before, with or after b; both are of this type. What is absent comes last. */
int value_compare(enum field_type type, const struct value *a, const struct value *b);

/* A number that tells most values apart: where the ranks of two differ, value_compare says the same. Equal
 * ones say nothing, but of a type that is_exact; what is absent has VALUE_RANK_ABSENT. */
#define VALUE_RANK_ABSENT UINT64_MAX
uint64_t value_rank(enum field_type type, const struct value *value);
bool value_rank_is_exact(enum field_type type);

#endif
