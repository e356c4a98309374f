/* view/sort.h - the order of rows: any field, several keys, each forwards or reversed. Equal rows stand by
 * id, so an order is total. What is absent comes last in both directions. Pure. */
#ifndef VIEW_SORT_H
#define VIEW_SORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "view/field.h"

#define SORT_KEYS_MAX 8

struct sort {
	struct {
		const struct field *field;
		bool is_reversed;
	} keys[SORT_KEYS_MAX];
	size_t n;
};

/* "owner,-asked": field keys by comma, `-` before one reverses it. FAULT_USAGE: an unknown key (the known
 * ones are listed), more than SORT_KEYS_MAX. */
bool sort_parse(const char *text, struct sort *sort, struct error *err);
/* The text that sort_parse reads back. */
void sort_print(const struct sort *sort, struct str *out);

/* Orders the entries in place. */
void sort_entries(const struct sort *sort, const struct moment *at, const struct entry **entries, size_t n);

#endif
