#include "app/shell_words.h"

#include <string.h>

#include "app/globals.h"
#include "view/condition.h"
#include "view/field.h"
#include "view/filter_words.h"
#include "view/view.h"

static void add(struct shell_words *words, const char *word, const char *help)
{
	words->at = arena_push(words->home, words->at, &words->n, &words->cap, sizeof *words->at);
	words->at[words->n - 1] = (struct shell_word){word, help ? help : ""};
}

/* --- what the names stand for --- */

static void add_commands(struct shell_words *words)
{
	for (size_t i = 0; i < n_shell_verbs; i++)
		if (shell_verbs[i].where & VERB_SHELL)
			add(words, shell_verbs[i].name, shell_verbs[i].help);
}

static void add_views(struct shell_words *words)
{
	for (size_t i = 0; i < n_views; i++)
		add(words, views[i].name, views[i].help);
}

static void add_keys(struct shell_words *words)
{
	for (size_t i = 0; i < n_fields; i++)
		add(words, fields[i].key, fields[i].help);
}

/* A field's words behind its key: kind:weekly. */
struct values {
	struct shell_words *words;
	const char *key;
};

static void add_value(void *with, const struct filter_word *word)
{
	const struct values *values = with;

	add(values->words, arena_printf(values->words->home, "%s:%s", values->key, word->word), word->help);
}

static void add_terms(struct shell_words *words)
{
	for (size_t i = 0; i < n_conditions; i++)
		add(words, arena_printf(words->home, "is:%s", conditions[i].key), conditions[i].help);
	for (size_t i = 0; i < n_fields; i++) {
		struct values values = {words, fields[i].key};

		add(words, arena_printf(words->home, "%s:", fields[i].key), fields[i].help);
		filter_each_name(fields[i].type, NULL, add_value, &values);
	}
}

void shell_words_people(struct shell_words *words)
{
	for (size_t i = 0; i < n_fields; i++)
		if (fields[i].type == FIELD_PERSON)
			add(words, fields[i].key, fields[i].help);
}

const struct shell_kind shell_kinds[] = {
	{.name = "COMMAND", .label = "commands", .add = add_commands},
	{.name = "NAME", .label = "views", .add = add_views, .section = "view"},
	{.name = "KEYS", .label = "keys", .add = add_keys, .is_list = true},
	{.name = "FILTER", .label = "terms", .add = add_terms, .is_filter = true, .section = "member"},
};
const size_t n_shell_kinds = sizeof shell_kinds / sizeof shell_kinds[0];

const struct shell_kind *shell_kind_find(struct span name)
{
	for (size_t i = 0; i < n_shell_kinds; i++)
		if (span_equals(name, shell_kinds[i].name))
			return &shell_kinds[i];
	return NULL;
}

/* --- options and choices --- */

bool shell_words_choices(struct shell_words *words, struct span value)
{
	struct span choice;

	if (value.len == 0 || !memchr(value.at, '|', value.len))
		return false;
	while (span_next_part(&value, '|', &choice))
		add(words, span_dup(words->home, choice), NULL);
	return true;
}

void shell_words_globals(struct shell_words *words)
{
	for (size_t i = 0; i < n_global_options; i++)
		add(words, global_options[i].name, global_options[i].help);
}

void shell_words_options(struct shell_words *words, const struct verb *verb)
{
	struct span rest = span_of(verb->args);
	struct verb_item item;

	while (verb_next_item(&rest, &item))
		if (item.is_option)
			add(words, span_dup(words->home, item.name), NULL);
}

bool shell_word_goes_on(const char *word)
{
	size_t len = strlen(word);

	return len > 0 && word[len - 1] == ':';
}
