#include "app/complete.h"

#include <inttypes.h>
#include <string.h>

#include "view/columns.h"
#include "view/field.h"
#include "view/filter_complete.h"

/* --- the line up to the cursor, in words --- */

struct line {
	struct span *words; /* whole ones, quotes included */
	size_t n, cap;
	size_t from; /* of the word under the cursor */
};

/* Blanks separate, as in command_split, unless they are quoted. */
static struct line split(const struct completion *completion)
{
	struct line line = {0};
	char quote = '\0';
	for (size_t i = 0; i < completion->cursor; i++) {
		char c = completion->line[i];
		if (quote ? c == quote : c == '"' || c == '\'') {
			quote = quote ? '\0' : c;
			continue;
		}
		if (quote || !ascii_is_space(c))
			continue;
		if (i > line.from) {
			line.words = arena_push(completion->home, line.words, &line.n, &line.cap,
						sizeof *line.words);
			line.words[line.n - 1] = (struct span){completion->line + line.from, i - line.from};
		}
		line.from = i + 1;
	}
	return line;
}

/* --- what the words of a grammar stand for --- */

static void add_verbs(struct completion *completion, const struct line_words *known)
{
	for (size_t i = 0; i < known->n_verbs; i++)
		completion_add(completion, (struct suggestion){.word = known->verbs[i]->name,
							       .args = known->verbs[i]->args,
							       .help = known->verbs[i]->help});
}

static void add_views(struct completion *completion, const struct line_words *known)
{
	for (size_t i = 0; i < known->views->n; i++)
		completion_add(completion, (struct suggestion){.word = known->views->at[i].name,
							       .help = known->views->at[i].help});
}

static void add_bugs(struct completion *completion, const struct line_words *known)
{
	for (size_t i = 0; i < known->n_bug_ids; i++) {
		const struct entry *entry = snapshot_find(known->snapshot, known->bug_ids[i]);
		completion_add(completion,
			       (struct suggestion){
				       .word = arena_printf(completion->home, "%" PRId64, known->bug_ids[i]),
				       .help = entry ? entry->bug->summary : NULL});
	}
}

/* Several by comma, each with a - before it where it is reversed. */
static void add_keys(struct completion *completion, const struct line_words *known)
{
	size_t from = completion->cursor;
	(void)known;
	while (from > completion->from && completion->line[from - 1] != ',')
		from--;
	if (from < completion->cursor && completion->line[from] == '-')
		from++;
	completion_word(completion, from);
	for (size_t i = 0; i < n_fields; i++)
		completion_add(completion,
			       (struct suggestion){.word = fields[i].key, .help = fields[i].help});
}

static void add_terms(struct completion *completion, const struct line_words *known)
{
	filter_complete(completion, completion->from, known->snapshot, known->at);
}

static void add_columns(struct completion *completion, const struct line_words *known)
{
	(void)known;
	columns_complete(completion);
}

/* By the name that a word or an option's value has in a verb's args (app/command.h). */
static const struct word_kind {
	const char *name;
	void (*add)(struct completion *completion, const struct line_words *known);
	bool is_rest; /* its blanks are its own: it goes on from its first word to the end of the line */
} word_kinds[] = {
	{.name = "COMMAND", .add = add_verbs},  {.name = "ID", .add = add_bugs},
	{.name = "NAME", .add = add_views},     {.name = "KEYS", .add = add_keys},
	{.name = "COLUMN", .add = add_columns}, {.name = "TERM", .add = add_terms, .is_rest = true},
};

static const struct word_kind *find_kind(struct span name)
{
	for (size_t i = 0; i < sizeof word_kinds / sizeof word_kinds[0]; i++)
		if (span_equals(name, word_kinds[i].name))
			return &word_kinds[i];
	return NULL;
}

/* What "table|json" or a name of word_kinds stands for; a word of any other name is the user's own. */
static void add_named(struct completion *completion, const struct line_words *known, struct span name)
{
	const struct word_kind *kind = find_kind(name);
	struct span choice;
	if (kind)
		kind->add(completion, known);
	else if (memchr(name.at, '|', name.len))
		while (span_next_part(&name, '|', &choice))
			completion_add(completion,
				       (struct suggestion){.word = span_dup(completion->home, choice)});
}

/* --- the grammar of one verb --- */

static bool is_same(struct span a, struct span b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

static bool find_option(const struct verb *verb, struct span name, struct verb_item *item)
{
	struct span rest = span_of(verb->args);
	while (verb_next_item(&rest, item))
		if (item->is_option && is_same(item->name, name))
			return true;
	return false;
}

static bool is_option(struct span word)
{
	return word.len >= 2 && memcmp(word.at, "--", 2) == 0;
}

/* The option whose value the word under the cursor is, because it follows it. */
static bool awaits_value(const struct verb *verb, const struct line *line, struct verb_item *option)
{
	struct span last = line->words[line->n - 1];
	return is_option(last) && find_option(verb, last, option) && option->value.len > 0;
}

/* How many words that are no options, and no values of them, stand before the cursor. */
static size_t count_words(const struct verb *verb, const struct line *line)
{
	size_t n = 0;
	struct verb_item option;
	for (size_t i = 1; i < line->n; i++) {
		if (!is_option(line->words[i]))
			n++;
		else if (find_option(verb, line->words[i], &option) && option.value.len > 0)
			i++;
	}
	return n;
}

/* The part of the grammar that the next word is; false: none. */
static bool item_at(const struct verb *verb, size_t index, struct verb_item *item)
{
	struct span rest = span_of(verb->args);
	while (verb_next_item(&rest, item)) {
		if (item->is_option)
			continue;
		if (item->is_many || index-- == 0)
			return true;
	}
	return false;
}

static bool is_given(const struct line *line, struct span option)
{
	for (size_t i = 1; i < line->n; i++)
		if (is_same(line->words[i], option))
			return true;
	return false;
}

static void add_options(struct completion *completion, const struct verb *verb, const struct line *line)
{
	struct span rest = span_of(verb->args);
	struct verb_item item;
	while (verb_next_item(&rest, &item))
		if (item.is_option && !is_given(line, item.name))
			completion_add(completion,
				       (struct suggestion){.word = span_dup(completion->home, item.name),
							   .args = span_dup(completion->home, item.value)});
}

static void add_word(struct completion *completion, const struct line_words *known,
		     const struct verb_item *item, const struct line *line)
{
	const struct word_kind *kind = find_kind(item->name);
	if (kind && kind->is_rest && line->n > 1)
		completion_word(completion, (size_t)(line->words[1].at - completion->line));
	add_named(completion, known, item->name);
}

static void add_words(struct completion *completion, const struct line_words *known, const struct verb *verb,
		      const struct line *line)
{
	struct verb_item item;
	if (awaits_value(verb, line, &item))
		add_named(completion, known, item.value);
	else if (is_option(completion_typed(completion)) || !item_at(verb, count_words(verb, line), &item))
		add_options(completion, verb, line);
	else
		add_word(completion, known, &item, line);
}

void line_complete(struct completion *completion, const struct line_words *known)
{
	struct line line = split(completion);
	completion_word(completion, line.from);
	if (line.n == 0) {
		add_verbs(completion, known);
		return;
	}
	for (size_t i = 0; i < known->n_verbs; i++) {
		const struct verb *verb = known->verbs[i];
		if (!span_equals(line.words[0], verb->name))
			continue;
		completion->about = arena_printf(completion->home, "%s%s%s: %s", verb->name,
						 *verb->args ? " " : "", verb->args, verb->help);
		add_words(completion, known, verb, &line);
	}
}
