#include "view/filter.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utc.h"
#include "view/condition.h"
#include "view/filter_value.h"

/* Parentheses are read and matched by recursion: deeper than anybody writes, shallow for the stack. */
#define DEPTH_MAX 64
#define ID_TEXT_BYTES 24
#define PLACE_COLS 40 /* of a filter, from the mistake on, in an error */

enum node_type { NODE_ALL, NODE_ANY, NODE_NOT, NODE_CONDITION, NODE_VALUE, NODE_WORD };

struct node {
	enum node_type type;
	struct node *first, *next; /* ALL, ANY, NOT: children; next is the sibling */
	const struct condition *condition;
	const struct field *field; /* VALUE, with its test */
	struct value_test test;
	const char *word;
};

struct filter {
	const struct node *root; /* NULL: everything */
	unsigned scopes;         /* bit 1 << enum scope */
};

struct parser {
	const char *text;
	size_t at;
	unsigned depth;
	unsigned scopes;
	const struct roster *roster;
	struct arena *home;
	struct error *err;
};

/* --- characters and words --- */

static char peek(const struct parser *parser)
{
	return parser->text[parser->at];
}

static void skip_blanks(struct parser *parser)
{
	while (ascii_is_space(peek(parser)))
		parser->at++;
}

static bool ends_word(char c)
{
	return c == '\0' || ascii_is_space(c) || c == '|' || c == '(' || c == ')';
}

/* Always NULL: the caret goes to byte `at`. */
static struct node *mistake(struct parser *parser, size_t at, const char *text)
{
	error_set(parser->err, FAULT_USAGE, "%s", text);
	parser->at = at;
	return NULL;
}

/* What stands between two quotes; the first one is the next character. */
static bool add_quoted(struct parser *parser, struct str *word)
{
	const char *from = parser->text + parser->at + 1;
	const char *end = strchr(from, '"');
	if (!end) {
		mistake(parser, parser->at, "this quote does not end");
		return false;
	}
	str_add_bytes(word, from, (size_t)(end - from));
	parser->at += (size_t)(end - from) + 2;
	return true;
}

/* The word from here to the next blank or sign, or to a comma in a list of values, without its quotes; in
 * `home`. NULL and *err on a quote that does not end. */
static const char *read_word(struct parser *parser, bool in_list, bool *is_quoted)
{
	struct str word = {0};
	const char *copy = NULL;
	*is_quoted = false;
	while (!ends_word(peek(parser)) && !(in_list && peek(parser) == ',')) {
		if (peek(parser) != '"') {
			str_add_char(&word, parser->text[parser->at++]);
			continue;
		}
		*is_quoted = true;
		if (!add_quoted(parser, &word))
			goto out;
	}
	copy = arena_strdup(parser->home, str_text(&word));
out:
	str_free(&word);
	return copy;
}

static struct node *node_new(struct parser *parser, enum node_type type)
{
	struct node *node = arena_alloc(parser->home, sizeof *node);
	node->type = type;
	return node;
}

/* --- terms --- */

static struct node *unknown_key(struct parser *parser, size_t at, struct span key)
{
	struct str known = {0};
	for (size_t i = 0; i < n_fields; i++)
		str_addf(&known, ", %s", fields[i].key);
	error_set(parser->err, FAULT_USAGE,
		  "no term `%.*s:`; there are: is%s; put quotes around a text that has a colon", (int)key.len,
		  key.at, str_text(&known));
	str_free(&known);
	parser->at = at;
	return NULL;
}

static struct node *unknown_condition(struct parser *parser, size_t at, const char *word)
{
	struct str known = {0};
	for (size_t i = 0; i < n_conditions; i++)
		str_addf(&known, "%s%s", i ? ", " : "", conditions[i].key);
	error_set(parser->err, FAULT_USAGE, "`is:%s`: there are: %s", word, str_text(&known));
	str_free(&known);
	parser->at = at;
	return NULL;
}

static struct node *parse_condition(struct parser *parser)
{
	size_t at = parser->at;
	bool is_quoted;
	const char *word = read_word(parser, true, &is_quoted);
	if (!word)
		return NULL;
	struct node *node = node_new(parser, NODE_CONDITION);
	node->condition = condition_find(span_of(word));
	if (!node->condition)
		return unknown_condition(parser, at, word);
	parser->scopes |= 1u << node->condition->scope;
	return node;
}

static struct node *parse_value(struct parser *parser, const struct field *field)
{
	size_t at = parser->at;
	bool is_quoted;
	const char *word = read_word(parser, true, &is_quoted);
	if (!word)
		return NULL;
	struct node *node = node_new(parser, NODE_VALUE);
	node->field = field;
	if (!value_test_parse(field, word, is_quoted, parser->roster, &node->test, parser->err)) {
		parser->at = at;
		return NULL;
	}
	parser->scopes |= 1u << field->scope;
	return node;
}

/* One value or several by comma, any of which matches; `field` NULL: conditions. */
static struct node *parse_values(struct parser *parser, const struct field *field)
{
	struct node *any = node_new(parser, NODE_ANY);
	struct node **end = &any->first;
	for (;;) {
		*end = field ? parse_value(parser, field) : parse_condition(parser);
		if (!*end)
			return NULL;
		end = &(*end)->next;
		if (peek(parser) != ',')
			return any;
		parser->at++;
	}
}

/* The KEY of "KEY:", or an empty span. */
static struct span key_here(const struct parser *parser)
{
	const char *from = parser->text + parser->at;
	size_t len = 0;
	while (ascii_is_alnum(from[len]) || from[len] == '_' || from[len] == '-')
		len++;
	return (struct span){.at = from, .len = from[len] == ':' ? len : 0};
}

static struct node *parse_word(struct parser *parser)
{
	size_t at = parser->at;
	bool is_quoted;
	const char *word = read_word(parser, false, &is_quoted);
	if (!word)
		return NULL;
	if (!*word)
		return mistake(parser, at, "nothing stands between these quotes");
	struct node *node = node_new(parser, NODE_WORD);
	node->word = word;
	return node;
}

static struct node *parse_key_or_word(struct parser *parser)
{
	size_t at = parser->at;
	struct span key = key_here(parser);
	if (!key.len)
		return parse_word(parser);
	parser->at += key.len + 1;
	if (span_equals_nocase(key, "is"))
		return parse_values(parser, NULL);
	const struct field *field = field_find(key);
	return field ? parse_values(parser, field) : unknown_key(parser, at, key);
}

/* --- terms joined --- */

static struct node *parse_any(struct parser *parser);

static struct node *parse_group(struct parser *parser)
{
	size_t at = parser->at++;
	if (parser->depth == DEPTH_MAX)
		return mistake(parser, at, "too many parentheses inside each other");
	parser->depth++;
	struct node *node = parse_any(parser);
	parser->depth--;
	if (!node)
		return NULL;
	if (peek(parser) != ')')
		return mistake(parser, at, "this `(` has no `)`");
	parser->at++;
	return node;
}

static struct node *parse_not(struct parser *parser)
{
	size_t at = parser->at;
	bool is_not = false;
	for (; peek(parser) == '-' || peek(parser) == '!'; parser->at++)
		is_not = !is_not;
	char next = peek(parser);
	if (next != '(' && ends_word(next))
		return mistake(parser, at,
			       next == ')' ? "a term is missing before this `)`" : "a term is missing here");
	struct node *term = next == '(' ? parse_group(parser) : parse_key_or_word(parser);
	if (!term || !is_not)
		return term;
	struct node *node = node_new(parser, NODE_NOT);
	node->first = term;
	return node;
}

static struct node *parse_all(struct parser *parser)
{
	struct node *all = node_new(parser, NODE_ALL);
	struct node **end = &all->first;
	do {
		skip_blanks(parser);
		*end = parse_not(parser);
		if (!*end)
			return NULL;
		end = &(*end)->next;
		skip_blanks(parser);
	} while (peek(parser) && peek(parser) != '|' && peek(parser) != ')');
	return all;
}

static struct node *parse_any(struct parser *parser)
{
	struct node *any = node_new(parser, NODE_ANY);
	struct node **end = &any->first;
	for (;;) {
		*end = parse_all(parser);
		if (!*end)
			return NULL;
		end = &(*end)->next;
		if (peek(parser) != '|')
			return any;
		parser->at++;
	}
}

const struct filter *filter_parse(const char *text, const struct roster *roster, struct arena *home,
				  size_t *at_byte, struct error *err)
{
	struct parser parser = {.text = text, .roster = roster, .home = home, .err = err};
	struct filter *filter = arena_alloc(home, sizeof *filter);
	skip_blanks(&parser);
	if (!peek(&parser))
		return filter;
	filter->root = parse_any(&parser);
	if (filter->root && peek(&parser) == ')')
		filter->root = mistake(&parser, parser.at, "this `)` has no `(`");
	filter->scopes = parser.scopes;
	if (!filter->root && at_byte)
		*at_byte = parser.at;
	return filter->root ? filter : NULL;
}

const struct filter *filter_read(const char *text, const struct roster *roster, struct arena *home,
				 struct error *err)
{
	size_t at_byte = 0;
	const struct filter *filter = filter_parse(text, roster, home, &at_byte, err);
	if (filter)
		return filter;
	if (text[at_byte] == '\0')
		error_prefix(err, "filter, at its end: ");
	else
		error_prefix(err, "filter, at `%.*s`: ", (int)str_fit(text + at_byte, PLACE_COLS, NULL),
			     text + at_byte);
	return NULL;
}

/* --- matching --- */

static bool word_matches(const char *word, const struct row *row)
{
	const struct assessment *assessment = row->entry->assessment;
	char id[ID_TEXT_BYTES];
	snprintf(id, sizeof id, "%" PRId64, row->entry->bug->id);
	if (text_contains(span_of(id), word) || text_contains(span_of(row->entry->bug->summary), word))
		return true;
	for (size_t i = 0; i < assessment->n_labels; i++) {
		if (label_contains(assessment->labels[i], word))
			return true;
	}
	return false;
}

static bool node_matches(const struct node *node, const struct row *row)
{
	switch (node->type) {
	case NODE_ALL:
	case NODE_ANY:
		/* The first child that decides ends it. */
		for (const struct node *child = node->first; child; child = child->next) {
			if (node_matches(child, row) == (node->type == NODE_ANY))
				return node->type == NODE_ANY;
		}
		return node->type == NODE_ALL;
	case NODE_NOT:
		return !node_matches(node->first, row);
	case NODE_CONDITION:
		return node->condition->holds(row);
	case NODE_VALUE:
		return value_test_matches(node->field, &node->test, row);
	case NODE_WORD:
		return word_matches(node->word, row);
	}
	return false;
}

bool filter_matches(const struct filter *filter, const struct row *row)
{
	return !filter || !filter->root || node_matches(filter->root, row);
}

static int64_t node_next_change(const struct node *node, const struct row *row)
{
	if (node->type == NODE_CONDITION)
		return node->condition->next_change_utc ? node->condition->next_change_utc(row) : UTC_NONE;
	if (node->type == NODE_VALUE)
		return value_test_next_change(node->field, &node->test, row);
	int64_t next_utc = UTC_NONE;
	for (const struct node *child = node->first; child; child = child->next)
		next_utc = sooner_utc(next_utc, node_next_change(child, row));
	return next_utc;
}

int64_t filter_next_change(const struct filter *filter, const struct row *row)
{
	return filter && filter->root ? node_next_change(filter->root, row) : UTC_NONE;
}

bool filter_says(const struct filter *filter, enum scope scope)
{
	return filter && filter->scopes >> scope & 1;
}
