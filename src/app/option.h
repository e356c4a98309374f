/* app/option.h - from the text of a value to the value: one reader a type of option. */
#ifndef APP_OPTION_H
#define APP_OPTION_H

#include "app/config.h"
#include "base/arena.h"
#include "base/error.h"

/* What the sections hold that others get as the roster. */
struct me_config {
	const char *member, *team_path;
};

struct absence_list {
	struct absence *at;
	size_t n;
};

struct meeting_list {
	struct meeting *at;
	size_t n;
};

struct team_config {
	struct text_list ca, also, domains, aliases, bots;
	uint8_t workdays;
	struct meeting_list meetings;
};

struct member_config {
	const char *key, *name, *buddy;
	struct text_list bugzilla, former, topics;
	struct absence_list away;
};

struct view_config { /* [view NAME]; what is NULL was not given */
	const char *name, *filter, *sort, *columns;
};

struct option_place {
	struct arena *home;
	const char *folder; /* of the file: relative paths begin here */
	bool is_demo;       /* absences may be written @+5d, from start_utc */
	int64_t start_utc;
};

/* Reads `value` as the option's type into `at`, an object of that type: const char * for texts, paths, urls,
 * members, filters, sorts and columns (NULL for an empty value), struct text_list, int64_t seconds, bool,
 * uint8_t workdays, struct meeting_list, struct absence_list. False: the error says what is wrong with the
 * value and what would be right; the caller puts file, line and key before it. */
bool option_read(const struct option *option, const char *value, const struct option_place *place, void *at,
		 struct error *err);

/* The option of a section by key; NULL when there is none. */
const struct option *option_find(enum section_id section, const char *key);
/* The option whose place in its section's struct this is; there is one. */
const struct option *option_at(enum section_id section, size_t at);

/* Whether [member KEY] can be written: FAULT_CONFIG says what a key is made of. */
bool option_check_member_key(const char *key, struct error *err);
/* What is typed in filters and commands, and kept in files, as one word. */
bool option_is_word(const char *name);

#endif
