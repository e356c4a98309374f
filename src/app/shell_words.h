/* app/shell_words.h - the words that a shell can offer, from the tables: commands, options, and what the
 * names in a grammar (app/command.h) stand for. Part of app/shell_completion.h. Pure; everything lives in the
 * arena given. */
#ifndef APP_SHELL_WORDS_H
#define APP_SHELL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/command.h"
#include "base/arena.h"
#include "base/str.h"

struct shell_word {
	const char *word, *help; /* help may be "" */
};

struct shell_words {
	struct arena *home;
	struct shell_word *at;
	size_t n, cap;
};

/* What a name in a grammar stands for. */
struct shell_kind {
	const char *name;  /* KEYS */
	const char *label; /* keys: functions of a script are called so; one word */
	void (*add)(struct shell_words *words);
	bool is_list;   /* several by comma, a - before each reverses it */
	bool is_filter; /* a - ! or ( may stand before it */
	const char *
		section; /* of the configuration whose names come to it at the moment of asking; NULL: none */
};
extern const struct shell_kind shell_kinds[];
extern const size_t n_shell_kinds;

/* NULL: the word is the user's own, or one of several that are written out. */
const struct shell_kind *shell_kind_find(struct span name);

/* Whether "table|json" is such a list of words; they are appended. */
bool shell_words_choices(struct shell_words *words, struct span value);
/* The global options. */
void shell_words_globals(struct shell_words *words);
/* The options of a verb. */
void shell_words_options(struct shell_words *words, const struct verb *verb);
/* The word after which one like it may be typed: "owner:". */
bool shell_word_goes_on(const char *word);
/* Fields whose values are names of [member KEY]: owner, buddy, … */
void shell_words_people(struct shell_words *words);

#endif
