#include "ui/key_line.h"

#include <string.h>

#include "app/command.h"
#include "view/columns.h"
#include "view/filter.h"
#include "view/sort.h"
#include "view/view.h"

/* --- the verb --- */

static size_t words_needed(const struct verb *verb)
{
	struct span rest = span_of(verb->args);
	struct verb_item item;
	size_t n = 0;
	while (verb_next_item(&rest, &item))
		n += !item.is_option && !item.is_optional;
	return n;
}

static size_t words_given(char *const *words, size_t n_words)
{
	size_t n = 0;
	for (size_t i = 0; i < n_words; i++)
		n += strncmp(words[i], "--", 2) != 0;
	return n;
}

static bool lacks_more(const char *line, const struct verb *verb, char *const *words, size_t n)
{
	size_t len = strlen(line);
	return line[len - 1] == '=' || words_given(words, n) < words_needed(verb);
}

bool key_read_line(struct key *key, struct arena *home, struct error *err)
{
	const char *line = key->binding.line;
	struct invocation invocation = {.home = home};
	char **words;
	size_t n;
	if (!command_split(line, home, &words, &n, err))
		return false;
	if (n == 0)
		return true;
	key->verb = keymap_verb(words[0], err);
	if (!key->verb)
		return keymap_is_later(words[0]);
	key->is_begun = lacks_more(line, key->verb, words + 1, n - 1);
	return key->is_begun || invocation_read(&invocation, key->verb, words + 1, n - 1, err);
}

/* --- its words --- */

static bool check_view(const struct config *config, const char *text, struct arena *home, struct error *err)
{
	(void)home;
	return view_find(&config->views, span_of(text), err) != NULL;
}

static bool check_sort(const struct config *config, const char *text, struct arena *home, struct error *err)
{
	struct sort sort;
	(void)config;
	(void)home;
	return sort_parse(text, &sort, err);
}

static bool check_columns(const struct config *config, const char *text, struct arena *home,
			  struct error *err)
{
	struct columns columns;
	(void)config;
	(void)home;
	return columns_parse(text, &columns, err);
}

static bool check_filter(const struct config *config, const char *text, struct arena *home, struct error *err)
{
	return filter_read(text, &config->roster, home, err) != NULL;
}

/* By the name that a word has in a verb's args (app/command.h); a word of any other name may be anything. */
static const struct {
	const char *name;
	bool (*check)(const struct config *config, const char *text, struct arena *home, struct error *err);
} checks[] = {
	{"NAME", check_view},
	{"KEYS", check_sort},
	{"COLUMN", check_columns},
	{"TERM", check_filter},
};

static bool check_word(struct span name, const char *text, const struct config *config, struct arena *home,
		       struct error *err)
{
	for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
		if (span_equals(name, checks[i].name))
			return checks[i].check(config, text, home, err);
	return true;
}

bool key_check_line(const struct key *key, const struct config *config, struct arena *home, struct error *err)
{
	struct invocation invocation = {.home = home};
	struct verb_item item;
	char **words;
	size_t n, at = 0;
	if (!key->verb || key->is_begun)
		return true;
	if (!command_split(key->binding.line, home, &words, &n, err) ||
	    !invocation_read(&invocation, key->verb, words + 1, n - 1, err))
		return false;
	struct span rest = span_of(key->verb->args);
	while (at < invocation.n_words && verb_next_item(&rest, &item)) {
		if (item.is_option)
			continue;
		size_t taken = item.is_many ? invocation.n_words - at : 1;
		if (!check_word(item.name, words_join(&invocation.words[at], taken, home), config, home, err))
			return false;
		at += taken;
	}
	return true;
}
