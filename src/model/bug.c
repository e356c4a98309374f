/* model/bug.c - the few questions that a bug answers by itself, and the order of a conversation. */
#include "model/bug.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

bool bug_is_open(const struct bug *bug)
{
	return !bug->resolution || bug->resolution[0] == '\0';
}

struct span bug_ca(const struct bug *bug)
{
	const char *colon = bug->summary ? strchr(bug->summary, ':') : NULL;
	struct span name = {bug->summary, colon ? (size_t)(colon - bug->summary) : 0};
	return span_trim(name);
}

/* Where an item stood and what it is sorted by: the place keeps the sort stable, which qsort is not. */
struct place {
	int64_t key;
	size_t at;
};

static int place_compare(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

static void sort_by_key(void *items, size_t n, size_t size, int64_t (*key)(const void *item))
{
	if (n < 2)
		return;
	char *base = items, *copy = mem_array(n, size);
	struct place *places = mem_array(n, sizeof *places);
	memcpy(copy, items, n * size);
	for (size_t i = 0; i < n; i++)
		places[i] = (struct place){key(base + i * size), i};
	qsort(places, n, sizeof *places, place_compare);
	for (size_t i = 0; i < n; i++)
		memcpy(base + i * size, copy + places[i].at * size, size);
	free(places);
	free(copy);
}

static int64_t comment_key(const void *item)
{
	return ((const struct comment *)item)->number;
}

static int64_t change_key(const void *item)
{
	return ((const struct change *)item)->when_utc;
}

void conversation_sort(struct conversation *conversation)
{
	sort_by_key(conversation->comments, conversation->n_comments, sizeof *conversation->comments,
		    comment_key);
	sort_by_key(conversation->changes, conversation->n_changes, sizeof *conversation->changes,
		    change_key);
}
