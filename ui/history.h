/* ui/history.h - what was answered to questions, to be recalled by typing less; of each question the newest
 * HISTORY_MAX lines, no line twice, none that is longer than anybody types. Pure. */
#ifndef UI_HISTORY_H
#define UI_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#define HISTORY_MAX 100
#define HISTORY_LINE_BYTES_MAX 4096

struct history_line {
	char *name; /* of the question */
	char *line;
};

struct history {
	struct history_line *at; /* the oldest first */
	size_t n, cap;
};

void history_free(struct history *history); /* leaves an empty one */
/* The line becomes the newest of that question; both strings are copied. An empty one, or one
 * that is too long, is not kept. */
void history_add(struct history *history, const char *name, const char *line);
/* NULL: there is none. */
const char *history_newest(const struct history *history, const char *name);
/* The next line of that question, from index *at on, that begins with `prefix`: *at becomes its index. An
 * index of history->n stands for the line that is newer than all. NULL: there is none, *at is unchanged. */
const char *history_older(const struct history *history, const char *name, const char *prefix, size_t *at);
const char *history_newer(const struct history *history, const char *name, const char *prefix, size_t *at);

#endif
