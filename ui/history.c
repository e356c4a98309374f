#include "ui/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

static void take_out(struct history *history, size_t i)
{
	free(history->at[i].name);
	free(history->at[i].line);
	history->n--;
	memmove(history->at + i, history->at + i + 1, (history->n - i) * sizeof *history->at);
}

void history_free(struct history *history)
{
	while (history->n > 0)
		take_out(history, history->n - 1);
	free(history->at);
	*history = (struct history){0};
}

/* The same line again takes the old one's place; too many of one question push out the oldest. */
static void make_room(struct history *history, const char *name, const char *line)
{
	size_t others = 0;
	for (size_t i = history->n; i > 0; i--) {
		if (!str_equals(history->at[i - 1].name, name))
			continue;
		if (str_equals(history->at[i - 1].line, line) || ++others == HISTORY_MAX)
			take_out(history, i - 1);
	}
}

void history_add(struct history *history, const char *name, const char *line)
{
	if (!*line || strlen(line) > HISTORY_LINE_BYTES_MAX)
		return;
	make_room(history, name, line);
	if (history->n == history->cap) {
		history->cap = history->cap ? 2 * history->cap : 32;
		history->at = mem_resize(history->at, history->cap, sizeof *history->at);
	}
	history->at[history->n++] = (struct history_line){.name = mem_strdup(name), .line = mem_strdup(line)};
}

static bool fits(const struct history_line *line, const char *name, const char *prefix)
{
	return str_equals(line->name, name) && strncmp(line->line, prefix, strlen(prefix)) == 0;
}

const char *history_newest(const struct history *history, const char *name)
{
	size_t at = history->n;
	return history_older(history, name, "", &at);
}

const char *history_older(const struct history *history, const char *name, const char *prefix, size_t *at)
{
	for (size_t i = *at; i > 0; i--)
		if (fits(&history->at[i - 1], name, prefix)) {
			*at = i - 1;
			return history->at[i - 1].line;
		}
	return NULL;
}

const char *history_newer(const struct history *history, const char *name, const char *prefix, size_t *at)
{
	for (size_t i = *at + 1; i < history->n; i++)
		if (fits(&history->at[i], name, prefix)) {
			*at = i;
			return history->at[i].line;
		}
	return NULL;
}
