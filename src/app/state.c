#include "app/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "base/str.h"
#include "base/utc.h"

#define STATE_BYTES_MAX 65536

/* A line of the file: "cursor 1900412". A new thing to remember is a row. */
enum item_type { ITEM_TEXT, ITEM_NUMBER, ITEM_TIME };

struct item {
	const char *word;
	enum item_type type;
	size_t at;
};

static const struct item items[] = {
	{.word = "view", .type = ITEM_TEXT, .at = offsetof(struct state, view)},
	{.word = "sort", .type = ITEM_TEXT, .at = offsetof(struct state, sort)},
	{.word = "filter", .type = ITEM_TEXT, .at = offsetof(struct state, filter)},
	{.word = "cursor", .type = ITEM_NUMBER, .at = offsetof(struct state, cursor_bug)},
	{.word = "looked", .type = ITEM_TIME, .at = offsetof(struct state, looked_utc)},
};
#define N_ITEMS (sizeof items / sizeof items[0])

static const struct state empty_state = {.looked_utc = UTC_NONE};

static const struct item *find_item(struct span word)
{
	for (size_t i = 0; i < N_ITEMS; i++)
		if (span_equals(word, items[i].word))
			return &items[i];
	return NULL;
}

static bool read_item(const struct item *item, char *value, struct state *state)
{
	void *at = (char *)state + item->at;
	char *end;

	switch (item->type) {
	case ITEM_TEXT:
		*(const char **)at = value;
		return true;
	case ITEM_NUMBER:
		*(int64_t *)at = strtoll(value, &end, 10);
		return end != value && *end == '\0';
	case ITEM_TIME:
		return utc_parse(value, at);
	}
	return false;
}

static bool read_line(struct span line, struct arena *home, struct state *state)
{
	const char *blank = memchr(line.at, ' ', line.len);
	const struct item *item;

	if (!blank)
		return false;
	item = find_item(span_sub(line, 0, (size_t)(blank - line.at)));
	return item &&
	       read_item(item, span_dup(home, span_sub(line, (size_t)(blank - line.at) + 1, line.len)),
			 state);
}

bool state_load(const char *path, struct arena *home, struct state *state, struct error *err)
{
	struct span rest, line;
	char *text;
	size_t len;
	bool ok = true;

	*state = empty_state;
	if (!os_exists(path))
		return true;
	text = os_read_file(path, STATE_BYTES_MAX, &len, err);
	if (!text)
		return false;
	rest = (struct span){text, len};
	for (unsigned n = 1; ok && span_next_line(&rest, &line); n++) {
		ok = read_line(line, home, state);
		if (!ok)
			error_set(err, FAULT_DATA, "%s:%u: not readable; starting with the default view",
				  path, n);
	}
	if (!ok)
		*state = empty_state;
	free(text);
	return ok;
}

static void write_item(const struct item *item, const struct state *state, struct str *out)
{
	const void *at = (const char *)state + item->at;
	char time[UTC_TEXT_BYTES];

	switch (item->type) {
	case ITEM_TEXT:
		if (*(const char *const *)at)
			str_addf(out, "%s %s\n", item->word, *(const char *const *)at);
		break;
	case ITEM_NUMBER:
		if (*(const int64_t *)at != 0)
			str_addf(out, "%s %lld\n", item->word, (long long)*(const int64_t *)at);
		break;
	case ITEM_TIME:
		if (*(const int64_t *)at != UTC_NONE)
			str_addf(out, "%s %s\n", item->word, utc_print(*(const int64_t *)at, time));
		break;
	}
}

bool state_save(const char *path, const struct state *state, struct error *err)
{
	struct str out = {0};
	bool ok;

	for (size_t i = 0; i < N_ITEMS; i++)
		write_item(&items[i], state, &out);
	ok = os_write_file(path, str_text(&out), out.len, err);
	str_free(&out);
	return ok;
}
