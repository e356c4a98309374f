#include "view/filter_complete.h"

#include <stdlib.h>
#include <string.h>

#include "view/condition.h"
#include "view/field.h"
#include "view/filter_words.h"

#define TYPED_BYTES_MAX 200

/* --- where the cursor is --- */

/* The word under the cursor: a term, or a value behind `KEY:`. */
struct place {
	size_t from;
	struct span key; /* empty: a term */
};

static bool is_key(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!ascii_is_alnum(word.at[i]) && word.at[i] != '_' && word.at[i] != '-')
			return false;
	return word.len > 0;
}

/* One character outside quotes; the word begins behind it, or goes on. */
static void take_character(struct place *place, const char *line, size_t i)
{
	struct span word = {line + place->from, i - place->from};
	char c = line[i];
	if (ascii_is_space(c) || c == '|' || c == '(' || c == ')')
		*place = (struct place){.from = i + 1};
	else if ((c == '-' || c == '!') && word.len == 0 && place->key.len == 0)
		place->from = i + 1;
	else if (c == ':' && place->key.len == 0 && is_key(word))
		*place = (struct place){.from = i + 1, .key = word};
	else if (c == ',' && place->key.len > 0)
		place->from = i + 1;
}

static struct place place_of(const char *line, size_t begin, size_t cursor)
{
	struct place place = {.from = begin};
	bool is_quoted = false;
	for (size_t i = begin; i < cursor; i++) {
		if (line[i] == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted)
			take_character(&place, line, i);
	}
	return place;
}

/* --- terms --- */

static void add_term(struct completion *completion, const char *key, const char *help)
{
	completion_add(completion, (struct suggestion){.word = arena_printf(completion->home, "%s:", key),
						       .help = help,
						       .goes_on = true});
}

static void add_terms(struct completion *completion)
{
	add_term(completion, "is", "a condition: overdue, soon, closed …");
	for (size_t i = 0; i < n_fields; i++)
		add_term(completion, fields[i].key, fields[i].help);
}

static void add_conditions(struct completion *completion)
{
	completion->about = "is: a condition, or several by comma";
	for (size_t i = 0; i < n_conditions; i++)
		completion_add(completion,
			       (struct suggestion){.word = conditions[i].key, .help = conditions[i].help});
}

/* --- texts that occur --- */

struct texts {
	struct arena *home;
	struct span *at;
	size_t n, cap;
};

static void add_text(struct texts *texts, struct span text)
{
	texts->at = arena_push(texts->home, texts->at, &texts->n, &texts->cap, sizeof *texts->at);
	texts->at[texts->n - 1] = text;
}

static void collect(struct texts *texts, const struct field *field, const struct row *row)
{
	struct value value = field->get(row);
	if (value.is_absent)
		return;
	if (field->type == FIELD_TEXT)
		add_text(texts, value.text);
	for (size_t i = 0; field->type == FIELD_LIST && i < value.list.n; i++)
		add_text(texts, span_of(value.list.at[i]));
}

static int compare_texts(const void *a, const void *b)
{
	const struct span *first = a, *second = b;
	size_t len = first->len < second->len ? first->len : second->len;
	int order = len ? memcmp(first->at, second->at, len) : 0;
	return order ? order : (first->len > second->len) - (first->len < second->len);
}

/* Neither a quote nor a character that is not seen can be typed, and nobody means to type more than a line.
 */
static bool can_be_typed(struct span text)
{
	uint32_t code_point;
	for (size_t i = 0, taken; i < text.len; i += taken) {
		taken = utf8_decode(text.at + i, text.len - i, &code_point);
		if (code_point == '"' || utf8_is_control(code_point))
			return false;
	}
	return text.len <= TYPED_BYTES_MAX;
}

/* A blank or sign of the language needs quotes; in a label it may be a hyphen instead. */
static const char *written(const struct field *field, struct span text, struct arena *home)
{
	if (!can_be_typed(text))
		return NULL;
	char *word = span_dup(home, text);
	for (char *c = word; field->type == FIELD_LIST && *c; c++)
		if (*c == ' ')
			*c = '-';
	return strpbrk(word, " \t|(),") ? arena_printf(home, "\"%s\"", word) : word;
}

static void add_occurring(struct completion *completion, const struct field *field, struct texts *texts)
{
	for (size_t i = 0, same; i < texts->n; i += same) {
		for (same = 1;
		     i + same < texts->n && compare_texts(&texts->at[i], &texts->at[i + same]) == 0;)
			same++;
		const char *word = written(field, texts->at[i], completion->home);
		const char *help = arena_printf(completion->home, "on %zu bug%s", same, same == 1 ? "" : "s");
		if (word)
			completion_add(completion, (struct suggestion){.word = word, .help = help});
	}
}

/* Prose is different on every bug: nobody would find anything among all summaries. */
static bool is_prose(const struct field *field)
{
	return field->takes_rest;
}

static void add_texts(struct completion *completion, const struct field *field,
		      const struct snapshot *snapshot, const struct moment *at)
{
	struct texts texts = {.home = completion->home};
	for (size_t i = 0; snapshot && !is_prose(field) && i < snapshot->n; i++) {
		struct row row = {.entry = snapshot->entries[i], .at = at};
		collect(&texts, field, &row);
	}
	if (texts.n > 0)
		qsort(texts.at, texts.n, sizeof *texts.at, compare_texts);
	add_occurring(completion, field, &texts);
}

/* --- values --- */

static void add_word(void *with, const struct filter_word *word)
{
	struct completion *completion = with;
	const char *letter = word->letter ? arena_printf(completion->home, "%c", word->letter) : NULL;
	completion_add(completion,
		       (struct suggestion){.word = word->word, .args = letter, .help = word->help});
}

static void add_values(struct completion *completion, const struct field *field,
		       const struct snapshot *snapshot, const struct moment *at)
{
	const struct filter_word *examples;
	size_t n = filter_examples(field->type, &examples);
	completion->about = arena_printf(completion->home, "%s: %s", field->key, field->help);
	filter_each_name(field->type, at->roster, add_word, completion);
	add_texts(completion, field, snapshot, at);
	for (size_t i = 0; i < n; i++)
		add_word(completion, &examples[i]);
}

void filter_complete(struct completion *completion, size_t begin, const struct snapshot *snapshot,
		     const struct moment *at)
{
	struct place place = place_of(completion->line, begin, completion->cursor);
	const struct field *field = field_find(place.key);
	completion_word(completion, place.from);
	if (place.key.len == 0)
		add_terms(completion);
	else if (span_equals_nocase(place.key, "is"))
		add_conditions(completion);
	else if (field)
		add_values(completion, field, snapshot, at);
}
