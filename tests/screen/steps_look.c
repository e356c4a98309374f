#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tests/screen/steps.h"

/* --- rows --- */

enum match { MATCH_WHOLE, MATCH_STARTS, MATCH_ENDS, MATCH_HAS, MATCH_LACKS };

struct row_wanted {
	int row; /* from 0 */
	enum match match;
	struct str text;
};

static bool ends_with(const struct str *text, const struct str *end)
{
	return text->len >= end->len && str_equals(str_text(text) + text->len - end->len, str_text(end));
}

static bool matches(const struct str *actual, enum match match, const struct str *wanted)
{
	switch (match) {
	case MATCH_STARTS:
		return strncmp(str_text(actual), str_text(wanted), wanted->len) == 0;
	case MATCH_ENDS:
		return ends_with(actual, wanted);
	case MATCH_HAS:
		return strstr(str_text(actual), str_text(wanted)) != NULL;
	case MATCH_LACKS:
		return strstr(str_text(actual), str_text(wanted)) == NULL;
	case MATCH_WHOLE:
		break;
	}
	return str_equals(str_text(actual), str_text(wanted));
}

static bool row_holds(struct script *script, const void *what)
{
	const struct row_wanted *wanted = what;
	struct str actual = {0};
	terminal_add_row(script->terminal, wanted->row, &actual);
	bool ok = matches(&actual, wanted->match, &wanted->text);
	str_free(&actual);
	return ok;
}

static bool parse_match(struct span *args, enum match *match)
{
	static const char *const names[] = {[MATCH_STARTS] = "starts",
					    [MATCH_ENDS] = "ends",
					    [MATCH_HAS] = "has",
					    [MATCH_LACKS] = "lacks"};
	struct span rest = *args, word;
	*match = MATCH_WHOLE;
	if (rest.len && rest.at[0] == '"')
		return true;
	if (!script_word(&rest, &word))
		return false;
	for (size_t i = MATCH_STARTS; i < sizeof names / sizeof *names; i++) {
		if (span_equals(word, names[i])) {
			*match = (enum match)i;
			*args = rest;
			return true;
		}
	}
	return false;
}

static bool compare_row(struct script *script, const struct row_wanted *wanted)
{
	struct str actual = {0};
	if (script->is_recording || script_await(script, row_holds, wanted, true))
		return true;
	terminal_add_row(script->terminal, wanted->row, &actual);
	script_fail(script, "row %d differs\n  expected \"%s\"\n  actual   \"%s\"", wanted->row + 1,
		    str_text(&wanted->text), str_text(&actual));
	str_free(&actual);
	return false;
}

bool step_row(struct script *script, struct span args)
{
	struct row_wanted wanted = {0};
	script_look(script);
	bool ok = script_row(script, &args, &wanted.row);
	if (ok && !parse_match(&args, &wanted.match))
		ok = script_fail(script, "a row: \"text\", or one of starts, ends, has, lacks before it");
	ok = ok && script_whole_text(script, args, &wanted.text) && compare_row(script, &wanted);
	str_free(&wanted.text);
	return ok;
}

/* --- the whole screen --- */

#define ANY_ROW "~"

struct screen_wanted {
	struct str *rows;
	size_t n;
};

/* The first row that differs, or -1. Rows below the block are blank. */
static int first_difference(struct script *script, const struct screen_wanted *wanted)
{
	for (int row = 0; row < terminal_rows(script->terminal); row++) {
		const char *text = (size_t)row < wanted->n ? str_text(&wanted->rows[row]) : "";
		struct str actual = {0};
		terminal_add_row(script->terminal, row, &actual);
		bool same = str_equals(text, ANY_ROW) || str_equals(text, str_text(&actual));
		str_free(&actual);
		if (!same)
			return row;
	}
	return -1;
}

static bool screen_holds(struct script *script, const void *what)
{
	return first_difference(script, what) < 0;
}

/* The lines that follow and begin with |. What stands after the last | of a line, or blank before it, is not
 * compared. */
static void take_block(struct script *script, struct screen_wanted *wanted)
{
	struct str buffer = {0};
	struct span line;
	while (script->rest.len && script->rest.at[0] == '|' && script_next_line(script, &buffer, &line)) {
		size_t end = line.len;
		while (end > 1 && ascii_is_space(line.at[end - 1]))
			end--;
		if (end > 1 && line.at[end - 1] == '|')
			end--;
		while (end > 1 && line.at[end - 1] == ' ')
			end--;
		wanted->rows = mem_resize(wanted->rows, wanted->n + 1, sizeof *wanted->rows);
		wanted->rows[wanted->n] = (struct str){0};
		str_add_bytes(&wanted->rows[wanted->n++], line.at + 1, end - 1);
	}
	str_free(&buffer);
}

static bool compare_screen(struct script *script, const struct screen_wanted *wanted)
{
	struct str actual = {0};
	if (script_await(script, screen_holds, wanted, true))
		return true;
	int row = first_difference(script, wanted);
	if (row < 0)
		return script_fail(script, "the program does not come to rest");
	terminal_add_row(script->terminal, row, &actual);
	script_fail(script, "screen differs first in row %d\n  expected \"%s\"\n  actual   \"%s\"", row + 1,
		    (size_t)row < wanted->n ? str_text(&wanted->rows[row]) : "", str_text(&actual));
	str_free(&actual);
	return false;
}

bool step_screen(struct script *script, struct span args)
{
	struct screen_wanted wanted = {0};
	bool ok;
	(void)args;
	script_look(script);
	take_block(script, &wanted);
	if (script->is_recording)
		ok = true; /* the block may be what is to be recorded */
	else if (wanted.n == 0 || wanted.n > (size_t)terminal_rows(script->terminal))
		ok = script_fail(script, "the screen has %d rows, the block %zu",
				 terminal_rows(script->terminal), wanted.n);
	else
		ok = compare_screen(script, &wanted);
	for (size_t i = 0; i < wanted.n; i++)
		str_free(&wanted.rows[i]);
	free(wanted.rows);
	return ok;
}

/* --- waiting --- */

static bool screen_has(struct script *script, const void *what)
{
	struct str row = {0};
	bool found = false;
	for (int i = 0; i < terminal_rows(script->terminal) && !found; i++) {
		str_clear(&row);
		terminal_add_row(script->terminal, i, &row);
		found = strstr(str_text(&row), what) != NULL;
	}
	str_free(&row);
	return found;
}

static bool screen_lacks(struct script *script, const void *what)
{
	return !screen_has(script, what);
}

bool step_wait(struct script *script, struct span args)
{
	struct str text = {0};
	script_look(script);
	bool ok = script_whole_text(script, args, &text);
	if (ok && !script_await(script, screen_has, str_text(&text), false))
		ok = script_fail(script, "never appeared: \"%s\"", str_text(&text));
	str_free(&text);
	return ok;
}

bool step_wait_gone(struct script *script, struct span args)
{
	struct str text = {0};
	script_look(script);
	bool ok = script_whole_text(script, args, &text);
	if (ok && !script_await(script, screen_lacks, str_text(&text), true))
		ok = script_fail(script, "never went: \"%s\"", str_text(&text));
	str_free(&text);
	return ok;
}

/* --- the cursor --- */

static bool cursor_holds(struct script *script, const void *what)
{
	const VTermPos *wanted = what;
	VTermPos at = terminal_cursor(script->terminal);
	return at.row == wanted->row && (wanted->col < 0 || at.col == wanted->col);
}

bool step_cursor(struct script *script, struct span args)
{
	struct span row = args;
	VTermPos wanted = {.col = -1};
	script_look(script);
	if (!span_next_part(&args, ',', &row) || !script_row(script, &row, &wanted.row))
		return false;
	if (args.len && !script_number(script, &args, &wanted.col))
		return false;
	if (wanted.col > 0)
		wanted.col--;
	if (script->is_recording || script_await(script, cursor_holds, &wanted, true))
		return true;
	VTermPos at = terminal_cursor(script->terminal);
	return script_fail(script, "the cursor is at %d,%d", at.row + 1, at.col + 1);
}

/* --- raw bytes --- */

struct raw_wanted {
	struct str bytes;
	bool is_there;
	size_t under;
};

static bool raw_holds(struct script *script, const void *what)
{
	const struct raw_wanted *wanted = what;
	const struct str *raw = terminal_raw(script->terminal);
	if (wanted->under)
		return raw->len < wanted->under;
	bool found = raw->len && memmem(raw->at, raw->len, wanted->bytes.at, wanted->bytes.len);
	return found == wanted->is_there;
}

static bool look_at_raw(struct script *script, struct span args, bool is_there)
{
	struct raw_wanted wanted = {.is_there = is_there};
	script_look(script);
	bool ok = script_whole_text(script, args, &wanted.bytes);
	if (ok && !wanted.bytes.len)
		ok = script_fail(script, "an empty text is in everything");
	if (ok && !script->is_recording && !script_await(script, raw_holds, &wanted, true))
		ok = script_fail(script,
				 is_there ? "not among the bytes written" : "among the bytes written");
	str_free(&wanted.bytes);
	return ok;
}

bool step_raw_has(struct script *script, struct span args)
{
	return look_at_raw(script, args, true);
}

bool step_raw_has_not(struct script *script, struct span args)
{
	return look_at_raw(script, args, false);
}

bool step_raw_under(struct script *script, struct span args)
{
	struct raw_wanted wanted = {0};
	int bytes;
	if (!script_number(script, &args, &bytes))
		return false;
	wanted.under = (size_t)bytes;
	return script->is_recording || script_await(script, raw_holds, &wanted, true) ||
	       script_fail(script, "%zu bytes were written", terminal_raw(script->terminal)->len);
}

static bool raw_is_ascii(struct script *script, const void *what)
{
	const struct str *raw = terminal_raw(script->terminal);
	(void)what;
	for (size_t i = 0; i < raw->len; i++)
		if ((unsigned char)raw->at[i] >= 0x80)
			return false;
	return raw->len > 0;
}

bool step_raw_ascii(struct script *script, struct span args)
{
	script_look(script);
	if (args.len)
		return script_fail(script, "nothing may follow");
	return script->is_recording || script_await(script, raw_is_ascii, NULL, true) ||
	       script_fail(script, "a byte above 0x7f was written, or none at all");
}

static bool raw_is_in_order(struct script *script, const void *what)
{
	const struct str *texts = what;
	const struct str *raw = terminal_raw(script->terminal);
	const char *first = raw->len ? memmem(raw->at, raw->len, texts[0].at, texts[0].len) : NULL;
	const char *second = raw->len ? memmem(raw->at, raw->len, texts[1].at, texts[1].len) : NULL;
	return first && second && first < second;
}

bool step_raw_order(struct script *script, struct span args)
{
	struct str texts[2] = {0};
	script_look(script);
	bool ok = script_text(script, &args, &texts[0]) && script_text(script, &args, &texts[1]);
	if (ok && (!texts[0].len || !texts[1].len))
		ok = script_fail(script, "an empty text is in everything");
	if (ok && !script->is_recording && !script_await(script, raw_is_in_order, texts, true))
		ok = script_fail(script, "not written in this order");
	str_free(&texts[0]);
	str_free(&texts[1]);
	return ok;
}

bool step_raw_forget(struct script *script, struct span args)
{
	(void)args;
	if (!script_settle(script))
		return false;
	terminal_forget_raw(script->terminal);
	return true;
}

/* --- the line --- */

static bool line_holds(struct script *script, const void *what)
{
	const bool *is_cooked = what;
	return terminal_is_cooked(script->terminal) == *is_cooked;
}

bool step_tty(struct script *script, struct span args)
{
	bool is_cooked = span_equals(args, "cooked");
	if (!is_cooked && !span_equals(args, "raw"))
		return script_fail(script, "cooked or raw?");
	return script_await(script, line_holds, &is_cooked, true) ||
	       script_fail(script, "the line is not %.*s", (int)args.len, args.at);
}
