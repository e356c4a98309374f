#include "app/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "base/str.h"
#include "base/utc.h"

#define STATE_BYTES_MAX (4u << 20)

struct reader {
	struct state *state;
	struct arena *home;
};

/* The first word of a line, and how what follows it is read and written: "cursor 1900412". A new thing to
 * remember is a row. `at` is where in struct state it is kept, or in struct view_choice for what each view
 * has. */
struct item {
	const char *word;
	bool (*read)(const struct item *item, struct span value, struct reader *reader);
	void (*write)(const struct item *item, const struct state *state, struct str *out);
	size_t at;
};

/* Takes what stands before the separator off *rest; false when there is none. */
static bool take_until(struct span *rest, char separator, struct span *part)
{
	const char *end = memchr(rest->at, separator, rest->len);

	if (!end)
		return false;
	*part = span_sub(*rest, 0, (size_t)(end - rest->at));
	*rest = span_sub(*rest, part->len + 1, rest->len);
	return true;
}

/* --- a text, a number, a moment --- */

static bool read_text(const struct item *item, struct span value, struct reader *reader)
{
	*(const char **)((char *)reader->state + item->at) = span_dup(reader->home, value);
	return true;
}

static void write_text(const struct item *item, const struct state *state, struct str *out)
{
	const char *text = *(const char *const *)((const char *)state + item->at);

	if (text)
		str_addf(out, "%s %s\n", item->word, text);
}

static bool parse_number(struct reader *reader, struct span value, int64_t *number)
{
	const char *text = span_dup(reader->home, value);
	char *end;

	*number = strtoll(text, &end, 10);
	return end != text && *end == '\0';
}

static bool read_number(const struct item *item, struct span value, struct reader *reader)
{
	int64_t number;

	if (!parse_number(reader, value, &number))
		return false;
	*(int64_t *)((char *)reader->state + item->at) = number;
	return true;
}

static void write_number(const struct item *item, const struct state *state, struct str *out)
{
	int64_t number = *(const int64_t *)((const char *)state + item->at);

	if (number != 0)
		str_addf(out, "%s %lld\n", item->word, (long long)number);
}

static bool read_time(const struct item *item, struct span value, struct reader *reader)
{
	return utc_parse(span_dup(reader->home, value), (int64_t *)((char *)reader->state + item->at));
}

static void write_time(const struct item *item, const struct state *state, struct str *out)
{
	int64_t utc = *(const int64_t *)((const char *)state + item->at);
	char time[UTC_TEXT_BYTES];

	if (utc != UTC_NONE)
		str_addf(out, "%s %s\n", item->word, utc_print(utc, time));
}

/* --- what each view has: "sort due -changed" --- */

static bool read_of_view(const struct item *item, struct span value, struct reader *reader)
{
	struct span view;
	const char *name = reader->state->view;
	struct view_choice *choice;

	if (take_until(&value, ' ', &view))
		name = span_dup(reader->home, view);
	if (!name) /* the first versions kept one sort, that of the view named above it */
		return false;
	choice = state_change_view(reader->state, reader->home, name);
	*(const char **)((char *)choice + item->at) = span_dup(reader->home, value);
	return true;
}

static void write_of_view(const struct item *item, const struct state *state, struct str *out)
{
	for (size_t i = 0; i < state->n_views; i++) {
		const struct view_choice *choice = &state->views[i];
		const char *text = *(const char *const *)((const char *)choice + item->at);

		if (text)
			str_addf(out, "%s %s %s\n", item->word, choice->view, text);
	}
}

/* --- what was typed: the label, a tab, the line --- */

static bool read_typed(const struct item *item, struct span value, struct reader *reader)
{
	struct span label;

	(void)item;
	if (!take_until(&value, '\t', &label))
		return false;
	state_add_typed(reader->state, reader->home, span_dup(reader->home, label),
			span_dup(reader->home, value));
	return true;
}

static void write_typed(const struct item *item, const struct state *state, struct str *out)
{
	for (size_t i = 0; i < state->n_typed; i++)
		str_addf(out, "%s %s\t%s\n", item->word, state->typed[i].label, state->typed[i].line);
}

/* --- what was read: "mark 1900412 2026-11-24T07:05:00Z" --- */

static bool read_mark(const struct item *item, struct span value, struct reader *reader)
{
	struct span bug;
	struct mark mark;

	(void)item;
	if (!take_until(&value, ' ', &bug) || !parse_number(reader, bug, &mark.bug_id) ||
	    !utc_parse(span_dup(reader->home, value), &mark.seen_utc))
		return false;
	marks_put(&reader->state->marks, mark, reader->home);
	return true;
}

static void write_marks(const struct item *item, const struct state *state, struct str *out)
{
	char time[UTC_TEXT_BYTES];

	for (size_t i = 0; i < state->marks.n; i++)
		str_addf(out, "%s %lld %s\n", item->word, (long long)state->marks.at[i].bug_id,
			 utc_print(state->marks.at[i].seen_utc, time));
}

/* --- the file --- */

static const struct item items[] = {
	{"view", read_text, write_text, offsetof(struct state, view)},
	{"filter", read_text, write_text, offsetof(struct state, filter)},
	{"cursor", read_number, write_number, offsetof(struct state, cursor_bug)},
	{"looked", read_time, write_time, offsetof(struct state, looked_utc)},
	{"sort", read_of_view, write_of_view, offsetof(struct view_choice, sort)},
	{"columns", read_of_view, write_of_view, offsetof(struct view_choice, columns)},
	{"typed", read_typed, write_typed, 0},
	{"baseline", read_time, write_time, offsetof(struct state, marks.baseline_utc)},
	{"mark", read_mark, write_marks, 0},
};
#define N_ITEMS (sizeof items / sizeof items[0])

static bool read_line(struct reader *reader, struct span line)
{
	struct span word;

	if (!take_until(&line, ' ', &word))
		return false;
	for (size_t i = 0; i < N_ITEMS; i++)
		if (span_equals(word, items[i].word))
			return items[i].read(&items[i], line, reader);
	return false;
}

bool state_load(const char *path, struct arena *home, struct state *state, struct error *err)
{
	struct reader reader = {.state = state, .home = home};
	struct span rest, line;
	unsigned first_bad = 0, n_bad = 0;
	char *text;
	size_t len;

	*state = (struct state){.looked_utc = UTC_NONE, .marks = MARKS_NONE};
	if (!os_exists(path))
		return true;
	text = os_read_file(path, STATE_BYTES_MAX, &len, err);
	if (!text)
		return false;
	rest = (struct span){text, len};
	for (unsigned n = 1; span_next_line(&rest, &line); n++)
		if (!read_line(&reader, line) && n_bad++ == 0)
			first_bad = n;
	free(text);
	if (n_bad == 0)
		return true;
	return error_set(err, FAULT_DATA, "%s:%u: not readable%s; the rest of what was chosen is kept", path,
			 first_bad, n_bad > 1 ? ", nor are others" : "");
}

bool state_save(const char *path, const struct state *state, struct error *err)
{
	struct str out = {0};
	bool ok;

	for (size_t i = 0; i < N_ITEMS; i++)
		items[i].write(&items[i], state, &out);
	ok = os_write_file(path, str_text(&out), out.len, err);
	str_free(&out);
	return ok;
}

/* --- a file that several write --- */

#define LOCK_TIMEOUT_MS 500 /* it is held while a few kilobytes are written */

static int lock(const char *path, struct error *err)
{
	struct str lock_path = {0};
	int descriptor;

	str_addf(&lock_path, "%s.lock", path);
	descriptor = os_lock_wait(str_text(&lock_path), LOCK_TIMEOUT_MS, err);
	str_free(&lock_path);
	return descriptor;
}

/* What the file holds now; a baseline of our own stands where it has none. Lines that nobody understands are
 * no reason to keep nothing more: they were told when the program started. */
static bool reload(const char *path, struct arena *home, const struct state *state, struct state *kept,
		   struct error *err)
{
	if (!state_load(path, home, kept, err) && err->fault != FAULT_DATA)
		return false;
	if (kept->marks.baseline_utc == UTC_NONE)
		kept->marks.baseline_utc = state->marks.baseline_utc;
	return true;
}

/* The room of the old ones is used again: this may happen for years. */
static void take_marks(struct state *state, const struct marks *marks, struct arena *home)
{
	state->marks.baseline_utc = marks->baseline_utc;
	state->marks.n = 0;
	for (size_t i = 0; i < marks->n; i++)
		marks_put(&state->marks, marks->at[i], home);
}

/* The file while nobody else may write it. */
struct held {
	int lock;
	struct arena *scratch; /* of `kept` */
	struct state kept;
};

/* Whatever comes of it, let_go follows. */
static bool hold(struct held *held, const char *path, const struct state *state, struct error *err)
{
	held->scratch = arena_new();
	held->lock = lock(path, err);
	return held->lock >= 0 && reload(path, held->scratch, state, &held->kept, err);
}

static void let_go(struct held *held)
{
	if (held->lock >= 0)
		os_unlock(held->lock);
	arena_free(held->scratch);
}

bool state_put_marks(const char *path, const struct mark marks[], size_t n, struct arena *home,
		     struct state *state, struct error *err)
{
	struct held held;
	bool ok = hold(&held, path, state, err);

	for (size_t i = 0; ok && i < n; i++)
		marks_put(&held.kept.marks, marks[i], held.scratch);
	ok = ok && state_save(path, &held.kept, err);
	if (ok)
		take_marks(state, &held.kept.marks, home);
	let_go(&held);
	return ok;
}

bool state_keep(const char *path, struct arena *home, struct state *state, struct error *err)
{
	struct held held;
	bool ok = hold(&held, path, state, err);

	if (ok) {
		take_marks(state, &held.kept.marks, home);
		ok = state_save(path, state, err);
	}
	let_go(&held);
	return ok;
}

/* --- lists --- */

static struct view_choice *find_view(const struct state *state, const char *view)
{
	for (size_t i = 0; i < state->n_views; i++)
		if (str_equals(state->views[i].view, view))
			return &state->views[i];
	return NULL;
}

const struct view_choice *state_view(const struct state *state, const char *view)
{
	return find_view(state, view);
}

struct view_choice *state_change_view(struct state *state, struct arena *home, const char *view)
{
	struct view_choice *choice = find_view(state, view);

	if (choice)
		return choice;
	state->views =
		arena_push(home, state->views, &state->n_views, &state->cap_views, sizeof *state->views);
	choice = &state->views[state->n_views - 1];
	choice->view = arena_strdup(home, view);
	return choice;
}

void state_add_typed(struct state *state, struct arena *home, const char *label, const char *line)
{
	state->typed =
		arena_push(home, state->typed, &state->n_typed, &state->cap_typed, sizeof *state->typed);
	state->typed[state->n_typed - 1] =
		(struct typed_line){arena_strdup(home, label), arena_strdup(home, line)};
}
