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
struct line {
	const struct entry *entry;
	const struct sort *sort;
	struct value *values; /* one a key */
};

/* What is moved about. Nearly every pair is told apart by the rank, without a look at the line. */
struct place {
	uint64_t rank;
	const struct line *line;
};

static int by_values(const struct line *a, const struct line *b)
{
	for (size_t i = 0; i < a->sort->n; i++) {
		int order = value_compare(a->sort->keys[i].field->type, &a->values[i], &b->values[i]);
		bool is_whole = !a->values[i].is_absent && !b->values[i].is_absent;
		if (order)
			return a->sort->keys[i].is_reversed && is_whole ? -order : order;
	}
	return (a->entry->bug->id > b->entry->bug->id) - (a->entry->bug->id < b->entry->bug->id);
}

static int by_places(const void *first, const void *second)
{
	const struct place *a = first, *b = second;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return by_values(a->line, b->line);
}

/* By this key: what is absent comes last in both directions. */
static uint64_t rank_of(const struct line *line, size_t key)
{
	uint64_t rank = value_rank(line->sort->keys[key].field->type, &line->values[key]);
	return line->sort->keys[key].is_reversed && !line->values[key].is_absent ? ~rank : rank;
}

/* Ranks by the first key that is not the same for all: one that is decides nothing. */
static void rank_places(const struct sort *sort, struct place *places, size_t n)
{
	bool is_same = true;
	for (size_t k = 0; k < sort->n && is_same; k++) {
		is_same = value_rank_is_exact(sort->keys[k].field->type);
		for (size_t i = 0; i < n; i++) {
			places[i].rank = rank_of(places[i].line, k);
			is_same = is_same && places[i].rank == places[0].rank;
		}
	}
}

void sort_entries(const struct sort *sort, const struct moment *at, const struct entry **entries, size_t n)
{
	struct arena *home = arena_new();
	struct place *places = arena_array(home, n, sizeof *places);
	struct value *values = arena_array(home, n * sort->n, sizeof *values);
	struct line *lines = arena_array(home, n, sizeof *lines);
	for (size_t i = 0; i < n; i++) {
		struct row row = {.entry = entries[i], .at = at};
		places[i].line = &lines[i];
		lines[i] = (struct line){.entry = entries[i], .sort = sort, .values = values + i * sort->n};
		for (size_t k = 0; k < sort->n; k++)
			lines[i].values[k] = sort->keys[k].field->get(&row);
	}
	rank_places(sort, places, n);
	qsort(places, n, sizeof *places, by_places);
	for (size_t i = 0; i < n; i++)
		entries[i] = places[i].line->entry;
	arena_free(home);
}
