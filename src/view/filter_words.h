/* view/filter_words.h - the words that may stand for a value behind `KEY:`, by the field's type: what an
 * error names and completion offers. Part of view/filter.h, which says what they mean. Pure. */
#ifndef VIEW_FILTER_WORDS_H
#define VIEW_FILTER_WORDS_H

#include "base/str.h"
#include "view/field.h"

struct filter_word {
	const char *word, *help;
	char letter; /* that stands for it too; NUL: none */
};

/* Calls back with all names that are known: members, kinds, flags. `roster` NULL: no member is. */
void filter_each_name(enum field_type type, const struct roster *roster,
		      void (*take)(void *with, const struct filter_word *word), void *with);
/* The words of the language itself, and examples of what is written with figures; returns how many. */
size_t filter_examples(enum field_type type, const struct filter_word **words);
/* Appends "a duration or a date: <48h, >2d, …". */
void filter_expect(enum field_type type, struct str *out);

#endif
