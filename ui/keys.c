#include "ui/keys.h"

#include <string.h>

#include "ui/screen_page.h"
#include "ui/stroke.h"
#include "ui/verbs.h"

/* Hints are shown in this order; the last one, help, stays when there is no room for the others. */
const struct binding bindings[] = {
	{.scope = SCOPE_PAGE, .keys = "Enter", .line = "open", .hint = "open"},
	{.scope = SCOPE_PAGE, .keys = "w", .line = "why", .hint = "why"},
	{.scope = SCOPE_PAGE, .keys = "1", .line = "view ours"},
	{.scope = SCOPE_PAGE, .keys = "2", .line = "view mine"},
	{.scope = SCOPE_PAGE, .keys = "3", .line = "view due"},
	{.scope = SCOPE_PAGE, .keys = "4", .line = "view asked"},
	{.scope = SCOPE_PAGE, .keys = "5", .line = "view watch"},
	{.scope = SCOPE_PAGE, .keys = "s", .line = "sort", .hint = "sort"},
	{.scope = SCOPE_PAGE, .keys = "S", .line = "reverse"},
	{.scope = SCOPE_PAGE, .keys = "<", .line = "sort-column left"},
	{.scope = SCOPE_PAGE, .keys = ">", .line = "sort-column right"},
	{.scope = SCOPE_PAGE, .keys = "f", .line = "filter", .hint = "filter"},
	{.scope = SCOPE_PAGE, .keys = "F", .line = "clear-filter"},

	{.scope = SCOPE_BUG, .keys = "w", .line = "why", .hint = "why"},

	{.scope = SCOPE_ANY, .keys = "j", .line = "down"},
	{.scope = SCOPE_ANY, .keys = "Down", .line = "down"},
	{.scope = SCOPE_ANY, .keys = "k", .line = "up"},
	{.scope = SCOPE_ANY, .keys = "Up", .line = "up"},
	{.scope = SCOPE_ANY, .keys = "PgDn", .line = "page-down"},
	{.scope = SCOPE_ANY, .keys = "PgUp", .line = "page-up"},
	{.scope = SCOPE_ANY, .keys = "^D", .line = "half-down"},
	{.scope = SCOPE_ANY, .keys = "^U", .line = "half-up"},
	{.scope = SCOPE_ANY, .keys = "gg", .line = "first"},
	{.scope = SCOPE_ANY, .keys = "Home", .line = "first"},
	{.scope = SCOPE_ANY, .keys = "G", .line = "last"},
	{.scope = SCOPE_ANY, .keys = "End", .line = "last"},
	{.scope = SCOPE_ANY, .keys = "q", .line = "back", .hint = "back"},
	{.scope = SCOPE_ANY, .keys = "Esc", .line = "back"},
	{.scope = SCOPE_ANY, .keys = "r", .line = "sync", .hint = "sync"},
	{.scope = SCOPE_ANY, .keys = "T", .line = "times", .hint = "times"},
	{.scope = SCOPE_ANY, .keys = ":", .line = "command", .hint = "command"},
	{.scope = SCOPE_ANY, .keys = "^L", .line = "redraw"},
	{.scope = SCOPE_ANY, .keys = "^Z", .line = "suspend"},
	{.scope = SCOPE_PAGE, .keys = "q", .line = "quit", .hint = "quit"},
	{.scope = SCOPE_ANY, .keys = "^C", .line = "quit"},
	{.scope = SCOPE_ANY, .keys = "?", .line = "help", .hint = "help"},
};
const size_t n_bindings = sizeof bindings / sizeof bindings[0];

const struct verb screen_verbs[] = {
	{.name = "open",
	 .args = "[ID]",
	 .help = "the conversation of a bug, and what is left to do",
	 .where = VERB_SCREEN,
	 .run = verb_open},
	{.name = "why",
	 .args = "[ID]",
	 .help = "what is owed, since when, and by which rule",
	 .where = VERB_SCREEN,
	 .run = verb_why},
	{.name = "view", .args = "NAME", .help = "show another view", .where = VERB_SCREEN, .run = page_view},
	{.name = "sort",
	 .args = "[KEYS]",
	 .help = "choose what to sort by; again: a second key",
	 .where = VERB_SCREEN,
	 .run = page_sort},
	{.name = "reverse",
	 .args = "",
	 .help = "the other direction of the sort",
	 .where = VERB_SCREEN,
	 .run = page_reverse},
	{.name = "sort-column",
	 .args = "WAY",
	 .help = "sort by the column to the left or right",
	 .where = VERB_SCREEN,
	 .run = page_sort_column},
	{.name = "filter",
	 .args = "[TERM…]",
	 .help = "show only what matches",
	 .where = VERB_SCREEN,
	 .run = page_filter},
	{.name = "clear-filter",
	 .args = "",
	 .help = "show all of the view again",
	 .where = VERB_SCREEN,
	 .run = page_clear_filter},
	{.name = "down", .args = "", .help = "one line down", .where = VERB_SCREEN, .run = verb_down},
	{.name = "up", .args = "", .help = "one line up", .where = VERB_SCREEN, .run = verb_up},
	{.name = "page-down",
	 .args = "",
	 .help = "one page down",
	 .where = VERB_SCREEN,
	 .run = verb_page_down},
	{.name = "page-up", .args = "", .help = "one page up", .where = VERB_SCREEN, .run = verb_page_up},
	{.name = "half-down",
	 .args = "",
	 .help = "half a page down",
	 .where = VERB_SCREEN,
	 .run = verb_half_down},
	{.name = "half-up", .args = "", .help = "half a page up", .where = VERB_SCREEN, .run = verb_half_up},
	{.name = "first", .args = "", .help = "to the first line", .where = VERB_SCREEN, .run = verb_first},
	{.name = "last", .args = "", .help = "to the last line", .where = VERB_SCREEN, .run = verb_last},
	{.name = "sync", .args = "", .help = "ask the server now", .where = VERB_SCREEN, .run = verb_sync},
	{.name = "times",
	 .args = "",
	 .help = "times relative, or absolute in this machine's zone",
	 .where = VERB_SCREEN,
	 .run = verb_times},
	{.name = "command", .args = "", .help = "type any verb", .where = VERB_SCREEN, .run = verb_command},
	{.name = "redraw",
	 .args = "",
	 .help = "paint the screen anew",
	 .where = VERB_SCREEN,
	 .run = verb_redraw},
	{.name = "suspend",
	 .args = "",
	 .help = "stop, and give the terminal back to the shell",
	 .where = VERB_SCREEN,
	 .run = verb_suspend},
	{.name = "back", .args = "", .help = "back one screen", .where = VERB_SCREEN, .run = verb_back},
	{.name = "quit", .args = "", .help = "leave bugclock", .where = VERB_SCREEN, .run = verb_quit},
	{.name = "help",
	 .args = "",
	 .help = "all keys of this screen",
	 .where = VERB_SCREEN,
	 .run = verb_help_screen},
	{.name = "clock",
	 .args = "TIME",
	 .help = "move the clock: +60s",
	 .where = VERB_SCREEN | VERB_STILL,
	 .run = verb_clock},
};
const size_t n_screen_verbs = sizeof screen_verbs / sizeof screen_verbs[0];

/* --- verbs --- */

static const struct verb *find_in_table(const struct verb *table, size_t n, struct span name)
{
	for (size_t i = 0; i < n; i++)
		if ((table[i].where & VERB_SCREEN) && span_equals(name, table[i].name))
			return &table[i];
	return NULL;
}

static const struct verb *find_verb(struct span name)
{
	const struct verb *verb = find_in_table(screen_verbs, n_screen_verbs, name);
	return verb ? verb : find_in_table(shell_verbs, n_shell_verbs, name);
}

const struct verb *keys_verb(const char *name, struct error *err)
{
	const struct verb *verb = find_verb(span_of(name));
	/* None of both tables: the error names the nearest. */
	return verb ? verb : verb_find(screen_verbs, n_screen_verbs, name, VERB_SCREEN, err);
}

const char *binding_help(const struct binding *binding)
{
	struct span rest = span_of(binding->line), name = {0};
	span_next_part(&rest, ' ', &name);
	const struct verb *verb = find_verb(name);
	return verb ? verb->help : "";
}

/* --- written keys --- */

static const struct {
	const char *name;
	uint32_t stroke;
} names[] = {
	{"Enter", STROKE_ENTER},    {"Esc", STROKE_ESC},
	{"Tab", STROKE_TAB},        {"S-Tab", STROKE_BACK_TAB},
	{"Space", STROKE_SPACE},    {"Up", STROKE_UP},
	{"Down", STROKE_DOWN},      {"Left", STROKE_LEFT},
	{"Right", STROKE_RIGHT},    {"PgUp", STROKE_PAGE_UP},
	{"PgDn", STROKE_PAGE_DOWN}, {"Home", STROKE_HOME},
	{"End", STROKE_END},        {"Backspace", STROKE_BACKSPACE},
	{"Delete", STROKE_DELETE},
};
#define N_NAMES (sizeof names / sizeof names[0])

static bool add_stroke(uint32_t strokes[KEYS_MAX], size_t *n, uint32_t stroke)
{
	if (*n == KEYS_MAX)
		return false;
	strokes[(*n)++] = stroke;
	return true;
}

static bool parse_name(struct span word, uint32_t *stroke)
{
	for (size_t i = 0; i < N_NAMES; i++)
		if (span_equals(word, names[i].name)) {
			*stroke = names[i].stroke;
			return true;
		}
	return false;
}

/* Takes one key off the front of a word that is no name. */
static uint32_t next_key(struct span *word)
{
	uint32_t stroke;
	bool is_control = word->len > 1 && word->at[0] == '^' && word->at[1] >= '@' && word->at[1] <= '_';
	size_t taken = is_control ? 2 : utf8_decode(word->at, word->len, &stroke);
	if (is_control)
		stroke = STROKE_CTRL(word->at[1]);
	*word = span_sub(*word, taken, word->len);
	return stroke;
}

static bool parse_word(struct span word, uint32_t strokes[KEYS_MAX], size_t *n)
{
	uint32_t stroke;
	if (parse_name(word, &stroke))
		return add_stroke(strokes, n, stroke);
	bool is_wrong_name =
		word.len > 1 && word.at[0] >= 'A' && word.at[0] <= 'Z' && ascii_is_alpha(word.at[1]);
	if (is_wrong_name)
		return false;
	while (word.len > 0)
		if (!add_stroke(strokes, n, next_key(&word)))
			return false;
	return true;
}

bool keys_parse(const char *text, uint32_t strokes[KEYS_MAX], size_t *n)
{
	struct span rest = span_of(text), word;
	*n = 0;
	while (span_next_part(&rest, ' ', &word))
		if (!parse_word(word, strokes, n))
			return false;
	return *n > 0;
}

void keys_print(struct str *out, uint32_t stroke)
{
	char bytes[4];
	for (size_t i = 0; i < N_NAMES; i++)
		if (names[i].stroke == stroke) {
			str_add(out, names[i].name);
			return;
		}
	if (stroke < 0x20)
		str_addf(out, "^%c", (char)(stroke | 0x40));
	else if (stroke > 0x10FFFF)
		str_add(out, "this key");
	else
		str_add_bytes(out, bytes, utf8_encode(stroke, bytes));
}

/* --- which binding --- */

static bool begins(const uint32_t *strokes, const uint32_t *typed, size_t n_typed)
{
	return memcmp(strokes, typed, n_typed * sizeof *typed) == 0;
}

/* What this scope, and no other, says of the strokes. */
static enum keys_match find_in(enum key_scope scope, const uint32_t *typed, size_t n,
			       const struct binding **found)
{
	enum keys_match match = KEYS_UNKNOWN;
	for (size_t i = 0; i < n_bindings; i++) {
		uint32_t strokes[KEYS_MAX];
		size_t n_strokes;
		if (bindings[i].scope != scope || !keys_parse(bindings[i].keys, strokes, &n_strokes) ||
		    n_strokes < n || !begins(strokes, typed, n))
			continue;
		match = n_strokes == n ? KEYS_FOUND : KEYS_MORE;
		*found = &bindings[i];
		if (match == KEYS_FOUND)
			break;
	}
	return match;
}

enum keys_match keys_find(enum key_scope scope, const uint32_t *typed, size_t n, const struct binding **found)
{
	enum keys_match match = find_in(scope, typed, n, found);
	return match == KEYS_UNKNOWN ? find_in(SCOPE_ANY, typed, n, found) : match;
}

bool keys_in_force(const struct binding *binding, enum key_scope scope)
{
	uint32_t strokes[KEYS_MAX];
	size_t n;
	const struct binding *found = NULL;
	return keys_parse(binding->keys, strokes, &n) && keys_find(scope, strokes, n, &found) == KEYS_FOUND &&
	       found == binding;
}
