/* view/completion.h - what may stand where somebody is typing: words that fit what stands there already, each
 * with a line about it. Whoever completes says where the word begins, then adds all that is possible; only
 * what fits is kept. Pure. Everything lives in an arena of the caller. */
#ifndef VIEW_COMPLETION_H
#define VIEW_COMPLETION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct suggestion {
	const char *word;
	const char *args; /* what stands beside the word, to be read and not typed; NULL: nothing */
	const char *help; /* NULL: nothing to say */
	bool goes_on;     /* more belongs to the same word: "owner:" */
};

struct completion {
	/* Given: the line and the byte before which the next character goes. */
	const char *line;
	size_t cursor;
	struct arena *home;

	/* Found. */
	size_t from;       /* the word goes from this byte to the cursor */
	const char *about; /* one line on what belongs here; NULL: nothing to say */
	struct suggestion *at;
	size_t n, cap;
};

/* The word that is completed begins at this byte. */
void completion_word(struct completion *completion, size_t from);
/* What is typed of it. */
struct span completion_typed(const struct completion *completion);
/* Adds the suggestion if what is typed begins its word, without regard to ASCII case or to a quote before it.
 * Its strings are borrowed. */
void completion_add(struct completion *completion, struct suggestion suggestion);
/* How many bytes the words that fit have in common. */
size_t completion_agreed(const struct completion *completion);

#endif
