/* deadline/whiteboard.c - the phrases may begin at any word, within brackets or not; beside that, brackets
 * are labels, unless `next update` or `close on` opens them. */
#include "deadline/whiteboard.h"

#include <stdlib.h>
#include <string.h>

#include "base/utc.h"
#include "deadline/dates.h"
#include "deadline/scan.h"

/* --- phrases --- */

/* A word or sign that may stand before a date; also a bracket: "[Next update] 2025-02-01". */
static bool scan_joint(struct span *rest)
{
	static const char *const words[] = {"due", "on", "by", "at"};
	static const char signs[] = ":=[]";
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (scan_word(rest, words[i]))
			return true;
	for (const char *sign = signs; *sign; sign++)
		if (scan_char(rest, *sign))
			return true;
	return scan_gap(rest);
}

/* "next update" with the run of words and signs that may stand before its date. */
static bool scan_next_update(struct span *rest)
{
	struct span ahead = *rest;
	if (!scan_prefix(&ahead, "next"))
		return false;
	scan_gap(&ahead);
	if (!scan_prefix(&ahead, "update"))
		return false;
	while (scan_joint(&ahead))
		;
	*rest = ahead;
	return true;
}

static bool scan_close_on(struct span *rest, int64_t *date_utc)
{
	struct span ahead = *rest;
	if (!scan_phrase(&ahead, "close on"))
		return false;
	while (scan_joint(&ahead))
		;
	if (!date_scan(&ahead, date_utc))
		return false;
	*rest = ahead;
	return true;
}

/* --- bugs that are named --- */

static bool scan_id(struct span *rest, int64_t *id)
{
	scan_blanks(rest);
	return scan_digits(rest, id) > 0 && (rest->len == 0 || !ascii_is_alnum(rest->at[0]));
}

/* `bug 5`, `Bug #5`, `bugs 5` */
static bool scan_named_bug(struct span *rest, int64_t *id)
{
	struct span ahead = *rest;
	if (!scan_prefix(&ahead, "bug"))
		return false;
	scan_prefix(&ahead, "s");
	scan_blanks(&ahead);
	scan_char(&ahead, '#');
	if (!scan_id(&ahead, id))
		return false;
	*rest = ahead;
	return true;
}

/* `#5`, and `5` where it is neither a date nor the number of something: "Bug 1, 3 certificates left". */
static bool scan_bare_bug(struct span *rest, int64_t *id)
{
	struct span ahead = *rest;
	bool is_marked = scan_char(&ahead, '#');
	if (!scan_id(&ahead, id))
		return false;
	*rest = ahead;
	if (is_marked || ahead.len == 0)
		return true;
	if (ahead.at[0] == '-' || ahead.at[0] == '/' || ahead.at[0] == '.')
		return false;
	scan_blanks(&ahead);
	return ahead.len == 0 || !ascii_is_alpha(ahead.at[0]) || scan_word(&ahead, "and");
}

/* What joins two of several: "Updates in Bug 1, Bug 2 and #3". */
static bool scan_and(struct span *rest)
{
	scan_blanks(rest);
	bool is_joined = scan_char(rest, ',') || scan_char(rest, '&');
	scan_blanks(rest);
	is_joined = scan_word(rest, "and") || is_joined;
	scan_blanks(rest);
	return is_joined;
}

static void add_bug(struct whiteboard *board, int64_t id, size_t *cap, struct arena *home)
{
	board->bugs = arena_push(home, board->bugs, &board->n_bugs, cap, sizeof *board->bugs);
	board->bugs[board->n_bugs - 1] = id;
}

static void read_references(struct whiteboard *board, struct span rest, size_t *cap, struct arena *home)
{
	int64_t id;
	if (!scan_phrase(&rest, "updates in ") || !scan_named_bug(&rest, &id))
		return;
	do {
		add_bug(board, id, cap, home);
	} while (scan_and(&rest) && (scan_named_bug(&rest, &id) || scan_bare_bug(&rest, &id)));
}

static int id_compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
	return a < b ? -1 : a > b;
}

static void drop_repeated(struct whiteboard *board)
{
	size_t kept = 0;
	if (board->n_bugs > 1)
		qsort(board->bugs, board->n_bugs, sizeof *board->bugs, id_compare);
	for (size_t i = 0; i < board->n_bugs; i++)
		if (i == 0 || board->bugs[i] != board->bugs[i - 1])
			board->bugs[kept++] = board->bugs[i];
	board->n_bugs = kept;
}

/* --- labels --- */

static bool is_label(struct span text)
{
	int64_t date_utc;
	return text.len > 0 && !scan_next_update(&text) && !scan_close_on(&text, &date_utc);
}

static void add_label(struct whiteboard *board, struct span text, size_t *cap, struct arena *home)
{
	text = scan_trim(text);
	if (!is_label(text))
		return;
	board->labels = arena_push(home, board->labels, &board->n_labels, cap, sizeof *board->labels);
	board->labels[board->n_labels - 1] = span_dup(home, text);
}

static void read_labels(struct whiteboard *board, struct span text, struct arena *home)
{
	size_t cap = 0, open = 0;
	bool is_open = false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '[') {
			board->has_lone_bracket |= is_open;
			is_open = true;
			open = i + 1;
		} else if (text.at[i] == ']') {
			board->has_lone_bracket |= !is_open;
			if (is_open)
				add_label(board, span_sub(text, open, i), &cap, home);
			is_open = false;
		}
	}
	board->has_lone_bracket |= is_open;
}

bool label_is_revocation_delay(const char *label)
{
	struct span rest = scan_trim(span_of(label));
	struct str plain = {0};
	while (rest.len > 0) {
		if (scan_gap(&rest)) {
			str_add_char(&plain, '-');
		} else {
			str_add_char(&plain, rest.at[0]);
			rest = span_sub(rest, 1, rest.len);
		}
	}
	bool is_delay = str_find_nocase(str_text(&plain), "revocation-delay") ||
			span_starts_nocase(span_of(str_text(&plain)), "delayed-revocation");
	str_free(&plain);
	return is_delay;
}

/* --- the whole --- */

static bool begins_word(struct span text, size_t i)
{
	return ascii_is_alpha(text.at[i]) && (i == 0 || !ascii_is_alnum(text.at[i - 1]));
}

struct next_update {
	int64_t date_utc;  /* of the last readable one; UTC_NONE */
	size_t unreadable; /* where the last unreadable one begins; the text's length: there is none */
};

static struct next_update find_next_update(struct span text)
{
	struct next_update found = {UTC_NONE, text.len};
	for (size_t i = 0; i < text.len; i++) {
		struct span rest = span_sub(text, i, text.len);
		if (begins_word(text, i) && scan_next_update(&rest) && !date_scan(&rest, &found.date_utc))
			found.unreadable = i;
	}
	return found;
}

int64_t whiteboard_next_update(const char *text)
{
	return find_next_update(span_of(text)).date_utc;
}

/* The phrase from there to the bracket that ends it. */
static struct span phrase_at(struct span text, size_t from)
{
	size_t to = from;
	while (to < text.len && text.at[to] != '[' && text.at[to] != ']')
		to++;
	return scan_trim(span_sub(text, from, to));
}

struct whiteboard whiteboard_read(const char *text, struct arena *home)
{
	struct span all = span_of(text);
	struct next_update found = find_next_update(all);
	struct whiteboard board = {
		.next_update_utc = found.date_utc,
		.close_on_utc = UTC_NONE,
		.unreadable = phrase_at(all, found.unreadable),
	};
	size_t cap = 0;
	for (size_t i = 0; i < all.len; i++) {
		struct span rest = span_sub(all, i, all.len);
		if (begins_word(all, i) && !scan_close_on(&rest, &board.close_on_utc))
			read_references(&board, rest, &cap, home);
	}
	drop_repeated(&board);
	read_labels(&board, all, home);
	return board;
}
