/* model/bug.h - a bug as Bugzilla tells it: plain data, immutable once made, all strings and arrays in one
 * arena. Strings are valid UTF-8 without NUL and otherwise as they came, hostile bytes included; only
 * `requestee`, `resolution` and the like may be NULL where it is said. */
#ifndef MODEL_BUG_H
#define MODEL_BUG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* A request or mark on a bug; a cleared one disappears from the list (only history remembers it). */
struct flag {
	int64_t id; /* stays when the request is handed to another person */
	const char *name;
	char status; /* ? + - X */
	const char *setter;
	const char *requestee; /* NULL: anybody may answer */
	int64_t created_utc, modified_utc;
};

struct comment {
	int64_t id;
	int number; /* Bugzilla's count: 0 is the description; private and deleted ones leave gaps */
	const char *author;
	int64_t time_utc;
	bool is_private;
	int64_t attachment_id; /* 0: none */
	const char *text;
};

/* One changed field of one save. Values given when the bug was filed are in no change. */
struct change {
	int64_t when_utc;
	const char *who;
	const char *field; /* Bugzilla's name: status, resolution, whiteboard, flagtypes.name, … */
	const char *removed, *added;
};

struct bug {
	int64_t id;
	const char *summary, *whiteboard, *status, *resolution; /* resolution "" while open */
	const char *product, *component;
	const char *creator, *assignee;
	const char *assignee_name; /* real name, or "" */
	int64_t created_utc, changed_utc;
	int64_t resolved_utc; /* cf_last_resolved; UTC_NONE when absent */
	int64_t dupe_of;      /* 0: none */
	const char **cc, **keywords, **see_also;
	size_t n_cc, n_keywords, n_see_also;
	int64_t *depends_on, *blocks;
	size_t n_depends_on, n_blocks;
	struct flag *flags;
	size_t n_flags;
};

/* What was said and done on a bug. Comments by number, changes by time, then as the server listed them. */
struct conversation {
	struct comment *comments;
	size_t n_comments;
	struct change *changes;
	size_t n_changes;
};

/* A part of a conversation: one or two comments, and all comments and changes that are newer. */
struct excerpt {
	int64_t number, other_number; /* -1: none */
	int64_t since_utc;            /* UTC_NONE: from the beginning; INT64_MAX: nothing is newer */
};

/* Open is what has no resolution (deadlines.md, Words). */
bool bug_is_open(const struct bug *bug);

/* The summary before its first colon, trimmed: the CA's name, or names with `/` between. Empty when there
 * is no colon. */
struct span bug_ca(const struct bug *bug);

/* Sorts as struct conversation promises; equal numbers and times keep their order. */
void conversation_sort(struct conversation *conversation);

#endif
