#include "view/sort.h"

#include <stdlib.h>

#include "base/arena.h"

static bool unknown_key(struct span key, struct error *err)
{
	struct str known = {0};
	for (size_t i = 0; i < n_fields; i++)
		str_addf(&known, "%s%s", i ? ", " : "", fields[i].key);
	error_set(err, FAULT_USAGE, "cannot sort by `%.*s`; there are: %s", (int)key.len, key.at,
		  str_text(&known));
	str_free(&known);
	return false;
}

static bool add_key(struct sort *sort, struct span key, struct error *err)
{
	bool is_reversed = key.len && key.at[0] == '-';
	struct span name = span_sub(key, is_reversed, key.len);
	const struct field *field = field_find(name);
	if (!field)
		return unknown_key(name, err);
	if (sort->n == SORT_KEYS_MAX)
		return error_set(err, FAULT_USAGE, "more than %d keys to sort by", SORT_KEYS_MAX);
	sort->keys[sort->n].field = field;
	sort->keys[sort->n].is_reversed = is_reversed;
	sort->n++;
	return true;
}

bool sort_parse(const char *text, struct sort *sort, struct error *err)
{
	struct span rest = span_of(text), key;
	sort->n = 0;
	while (span_next_part(&rest, ',', &key)) {
		if (!add_key(sort, key, err))
			return false;
	}
	return true;
}

void sort_print(const struct sort *sort, struct str *out)
{
	for (size_t i = 0; i < sort->n; i++) {
		str_addf(out, "%s%s%s", i ? "," : "", sort->keys[i].is_reversed ? "-" : "",
			 sort->keys[i].field->key);
	}
}

/* A row with the values it is sorted by, read once. */
struct sorted {
	const struct entry *entry;
	const struct sort *sort;
	struct value *values; /* one a key */
};

static int by_keys(const void *first, const void *second)
{
	const struct sorted *const *left = first, *const *right = second;
	const struct sorted *a = *left, *b = *right;
	for (size_t i = 0; i < a->sort->n; i++) {
		int order = value_compare(a->sort->keys[i].field->type, &a->values[i], &b->values[i]);
		bool is_whole = !a->values[i].is_absent && !b->values[i].is_absent;
		if (order)
			return a->sort->keys[i].is_reversed && is_whole ? -order : order;
	}
	return (a->entry->bug->id > b->entry->bug->id) - (a->entry->bug->id < b->entry->bug->id);
}

void sort_entries(const struct sort *sort, const struct moment *at, const struct entry **entries, size_t n)
{
	struct arena *home = arena_new();
	struct sorted **rows = arena_array(home, n, sizeof *rows);
	struct value *values = arena_array(home, n * sort->n, sizeof *values);
	struct sorted *all = arena_array(home, n, sizeof *all);
	for (size_t i = 0; i < n; i++) {
		struct row row = {.entry = entries[i], .at = at};
		rows[i] = &all[i];
		all[i] = (struct sorted){.entry = entries[i], .sort = sort, .values = values + i * sort->n};
		for (size_t k = 0; k < sort->n; k++)
			all[i].values[k] = sort->keys[k].field->get(&row);
	}
	qsort(rows, n, sizeof *rows, by_keys);
	for (size_t i = 0; i < n; i++)
		entries[i] = rows[i]->entry;
	arena_free(home);
}
