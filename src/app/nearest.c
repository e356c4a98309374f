#include "app/nearest.h"

#include <string.h>

#define WORD_BYTES_MAX 64

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Levenshtein's: how many letters must be put in, taken out or replaced. */
static size_t distance(const char *a, const char *b)
{
	size_t row[WORD_BYTES_MAX + 1];
	size_t n = strlen(b);

	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t above = row[j];

			row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[n];
}

struct nearest nearest_to(const char *typed)
{
	/* Two slips, or a third of a short word, are a typing error; more is another word. */
	size_t bound = strlen(typed) / 3 + 1;

	return (struct nearest){.typed = typed, .distance = (bound < 2 ? bound : 2) + 1};
}

void nearest_try(struct nearest *nearest, const char *word)
{
	size_t d;

	if (strlen(word) > WORD_BYTES_MAX || strlen(nearest->typed) > WORD_BYTES_MAX)
		return;
	d = distance(nearest->typed, word);
	if (d < nearest->distance) {
		nearest->distance = d;
		nearest->word = word;
	}
}
