/* What cells look like: reverse, bold, underline, colours. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tests/screen/steps.h"

#define BRIGHT 8            /* 8 to 15 are the bright ones of the 16 colours */
#define COLOUR_DEFAULT (-1) /* the terminal's own */

static bool is_bold(const VTermScreenCell *cell, int colour)
{
	(void)colour;
	return cell->attrs.bold;
}

static bool is_underlined(const VTermScreenCell *cell, int colour)
{
	(void)colour;
	return cell->attrs.underline != VTERM_UNDERLINE_OFF;
}

static bool is_italic(const VTermScreenCell *cell, int colour)
{
	(void)colour;
	return cell->attrs.italic;
}

static bool is_blinking(const VTermScreenCell *cell, int colour)
{
	(void)colour;
	return cell->attrs.blink;
}

static bool is_reverse(const VTermScreenCell *cell, int colour)
{
	(void)colour;
	return cell->attrs.reverse;
}

static bool is_dim(const VTermScreenCell *cell, int colour)
{
	(void)colour;
	return terminal_is_dim(cell);
}

static bool has_fg(const VTermScreenCell *cell, int colour)
{
	bool is_default = VTERM_COLOR_IS_DEFAULT_FG(&cell->fg);
	if (colour == COLOUR_DEFAULT)
		return is_default;
	return !is_default && VTERM_COLOR_IS_INDEXED(&cell->fg) && cell->fg.indexed.idx == colour;
}

static bool has_bg(const VTermScreenCell *cell, int colour)
{
	bool is_default = VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
	if (colour == COLOUR_DEFAULT)
		return is_default;
	return !is_default && VTERM_COLOR_IS_INDEXED(&cell->bg) && cell->bg.indexed.idx == colour;
}

static bool is_coloured(const VTermScreenCell *cell, int colour)
{
	(void)colour;
	return !has_fg(cell, COLOUR_DEFAULT) || !has_bg(cell, COLOUR_DEFAULT);
}

static bool is_plain(const VTermScreenCell *cell, int colour)
{
	return !is_bold(cell, colour) && !is_underlined(cell, colour) && !is_italic(cell, colour) &&
	       !is_blinking(cell, colour) && !is_reverse(cell, colour) && !is_dim(cell, colour) &&
	       !is_coloured(cell, colour);
}

/* A name that ends in = is followed by a colour. */
static const struct look {
	const char *name;
	bool (*is)(const VTermScreenCell *cell, int colour);
} looks[] = {
	{"bold", is_bold},       {"underline", is_underlined},
	{"italic", is_italic},   {"blink", is_blinking},
	{"dim", is_dim},         {"reverse", is_reverse},
	{"colour", is_coloured}, {"plain", is_plain},
	{"fg=", has_fg},         {"bg=", has_bg},
};

/* One word of the step. */
struct wanted_look {
	struct span word;
	bool (*is)(const VTermScreenCell *cell, int colour);
	int colour;
	bool is_negated;
};

struct wanted {
	int row, first, last; /* from 0 */
	struct str text;      /* when not empty, the columns are where it stands */
	struct wanted_look *looks;
	size_t n;
};

/* --- reading the step --- */

/* "red", "bright-red", "default", or a number of the 256. */
static bool parse_colour(struct span name, int *colour)
{
	static const char *const names[] = {"black", "red",     "green", "yellow",
					    "blue",  "magenta", "cyan",  "white"};
	static const char bright[] = "bright-";
	int base = 0;
	*colour = COLOUR_DEFAULT;
	if (span_equals(name, "default"))
		return true;
	if (span_starts_nocase(name, bright)) {
		base = BRIGHT;
		name = span_sub(name, sizeof bright - 1, name.len);
	}
	for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
		if (span_equals(name, names[i]))
			*colour = base + i;
	if (*colour != COLOUR_DEFAULT || base)
		return *colour != COLOUR_DEFAULT;
	*colour = 0;
	for (size_t i = 0; i < name.len && ascii_is_digit(name.at[i]); i++)
		*colour = *colour * 10 + (name.at[i] - '0');
	return name.len > 0 && name.len <= 3 && ascii_is_digit(name.at[name.len - 1]);
}

static bool parse_look(struct span word, struct wanted_look *wanted)
{
	static const char no[] = "no-";
	*wanted = (struct wanted_look){.word = word, .is_negated = span_starts_nocase(word, no)};
	if (wanted->is_negated)
		word = span_sub(word, sizeof no - 1, word.len);
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
		size_t len = strlen(looks[i].name);
		bool takes_colour = looks[i].name[len - 1] == '=';
		if (!span_starts_nocase(word, looks[i].name) || (!takes_colour && word.len != len))
			continue;
		wanted->is = looks[i].is;
		return !takes_colour || parse_colour(span_sub(word, len, word.len), &wanted->colour);
	}
	return false;
}

/* 7, 7-12, all, or "text". */
static bool parse_where(struct script *script, struct span *args, struct wanted *wanted)
{
	struct span word;
	int cols = terminal_cols(script->terminal);
	if (args->len && args->at[0] == '"')
		return script_text(script, args, &wanted->text);
	if (!script_word(args, &word))
		return script_fail(script, "which cells? 7, 7-12, all or \"text\"");
	wanted->last = cols - 1;
	if (span_equals(word, "all"))
		return true;
	struct span first = word, rest = word;
	span_next_part(&rest, '-', &first);
	if (!script_number(script, &first, &wanted->first))
		return false;
	wanted->last = wanted->first;
	if (rest.len && !script_number(script, &rest, &wanted->last))
		return false;
	wanted->first--;
	wanted->last--;
	return (wanted->first >= 0 && wanted->first <= wanted->last && wanted->last < cols) ||
	       script_fail(script, "the screen has %d columns", cols);
}

static bool parse_looks(struct script *script, struct span args, struct wanted *wanted)
{
	struct span word;
	while (script_word(&args, &word)) {
		wanted->looks = mem_resize(wanted->looks, wanted->n + 1, sizeof *wanted->looks);
		if (!parse_look(word, &wanted->looks[wanted->n++]))
			return script_fail(script, "no look is called %.*s", (int)word.len, word.at);
	}
	return wanted->n > 0 || script_fail(script, "what must the cells look like?");
}

/* --- looking --- */

/* Whether the text stands in the row from this column on; *last is its last cell. */
static bool stands_at(const struct script *script, const struct wanted *wanted, int first, int *last)
{
	struct str shown = {0};
	int col = first;
	while (col < terminal_cols(script->terminal) && shown.len < wanted->text.len)
		terminal_add_cell(script->terminal, wanted->row, col++, &shown);
	bool same = str_equals(str_text(&shown), str_text(&wanted->text));
	*last = col - 1;
	str_free(&shown);
	return same;
}

static bool find_cells(const struct script *script, const struct wanted *wanted, int *first, int *last)
{
	*first = wanted->first;
	*last = wanted->last;
	if (!wanted->text.len)
		return true;
	for (*first = 0; *first < terminal_cols(script->terminal); (*first)++)
		if (stands_at(script, wanted, *first, last))
			return true;
	return false;
}

/* The first cell for which it does not hold, or -1. */
static int first_unlike(const struct script *script, const struct wanted *wanted,
			const struct wanted_look *look, int first, int last)
{
	for (int col = first; col <= last; col++) {
		VTermScreenCell cell = terminal_cell(script->terminal, wanted->row, col);
		if (look->is(&cell, look->colour) == look->is_negated)
			return col;
	}
	return -1;
}

static bool attr_holds(struct script *script, const void *what)
{
	const struct wanted *wanted = what;
	int first, last;
	if (!find_cells(script, wanted, &first, &last))
		return false;
	for (size_t i = 0; i < wanted->n; i++)
		if (first_unlike(script, wanted, &wanted->looks[i], first, last) >= 0)
			return false;
	return true;
}

static bool explain(struct script *script, const struct wanted *wanted)
{
	int first, last;
	if (!find_cells(script, wanted, &first, &last))
		return script_fail(script, "row %d does not have \"%s\"", wanted->row + 1,
				   str_text(&wanted->text));
	for (size_t i = 0; i < wanted->n; i++) {
		const struct wanted_look *look = &wanted->looks[i];
		int col = first_unlike(script, wanted, look, first, last);
		if (col >= 0)
			return script_fail(script, "row %d, column %d is not %.*s", wanted->row + 1, col + 1,
					   (int)look->word.len, look->word.at);
	}
	return script_fail(script, "the program does not come to rest");
}

bool step_attr(struct script *script, struct span args)
{
	struct wanted wanted = {0};
	script_look(script);
	bool ok = script_row(script, &args, &wanted.row) && parse_where(script, &args, &wanted) &&
		  parse_looks(script, args, &wanted);
	if (ok && !script->is_recording && !script_await(script, attr_holds, &wanted, true))
		ok = explain(script, &wanted);
	str_free(&wanted.text);
	free(wanted.looks);
	return ok;
}
