/* app/nearest.h - "did you mean": the known word that is closest to a mistyped one. Pure. */
#ifndef APP_NEAREST_H
#define APP_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *typed;
	const char *word; /* the best so far; NULL: nothing is close enough to be meant */
	size_t distance;
};

struct nearest nearest_to(const char *typed);
/* Looks at one more known word, which is borrowed. */
void nearest_try(struct nearest *nearest, const char *word);

#endif
