#include "app/command.h"

#include <string.h>

#include "app/nearest.h"
#include "base/utc.h"

#define ELLIPSIS "…"
#define ID_MAX INT64_C(999999999999999999) /* 18 digits: one more would be too much */

static void item_of_word(struct span text, struct verb_item *item)
{
	size_t tail = strlen(ELLIPSIS);

	item->name = text;
	if (text.len > tail && memcmp(text.at + text.len - tail, ELLIPSIS, tail) == 0) {
		item->is_many = true;
		item->name = span_sub(text, 0, text.len - tail);
	}
}

bool verb_next_item(struct span *rest, struct verb_item *item)
{
	struct span text = span_trim(*rest);
	const char *end;

	*item = (struct verb_item){0};
	if (text.len == 0)
		return false;
	item->is_optional = text.at[0] == '[';
	end = memchr(text.at, item->is_optional ? ']' : ' ', text.len);
	*rest = span_sub(text, end ? (size_t)(end - text.at) + 1 : text.len, text.len);
	text = span_sub(text, item->is_optional, end ? (size_t)(end - text.at) : text.len);
	item->is_option = span_starts_nocase(text, "--");
	if (!item->is_option) {
		item_of_word(text, item);
		return true;
	}
	span_next_part(&text, ' ', &item->name);
	item->value = span_trim(text);
	return true;
}

/* --- reading words --- */

static bool find_option(const struct verb *verb, struct span name, struct verb_item *item, struct arena *home,
			struct error *err)
{
	struct span rest = span_of(verb->args);
	const char *typed = span_dup(home, name);
	struct nearest nearest = nearest_to(typed);

	while (verb_next_item(&rest, item)) {
		if (!item->is_option)
			continue;
		if (span_equals(item->name, typed))
			return true;
		nearest_try(&nearest, span_dup(home, item->name));
	}
	if (nearest.word)
		return error_set(err, FAULT_USAGE, "%s has no option %s; did you mean %s?", verb->name, typed,
				 nearest.word);
	return error_set(err, FAULT_USAGE,
			 "%s has no option %s; see `bugclock %s --help` (options for all"
			 " commands stand before the command)",
			 verb->name, typed, verb->name);
}

/* "table|json" are all that there are; any other name stands for whatever is written. */
static bool check_choice(struct span of, struct span choices, const char *value, struct error *err)
{
	struct span rest = choices, choice;

	if (!memchr(choices.at, '|', choices.len))
		return true;
	while (span_next_part(&rest, '|', &choice))
		if (span_equals(choice, value))
			return true;
	return error_set(err, FAULT_USAGE, "%.*s cannot be %s; it is one of %.*s", (int)of.len, of.at, value,
			 (int)choices.len, choices.at);
}

/* `word` is --name or --name=value; *next is the index of the word after it. */
static bool read_option(struct invocation *invocation, char *const *words, size_t n, size_t *next,
			struct error *err)
{
	const char *word = words[*next - 1];
	const char *equals = strchr(word, '=');
	struct span name = {word, equals ? (size_t)(equals - word) : strlen(word)};
	struct given_option given = {.value = ""};
	struct verb_item item;

	if (!find_option(invocation->verb, name, &item, invocation->home, err))
		return false;
	given.name = span_dup(invocation->home, name);
	if (invocation_option(invocation, given.name))
		return error_set(err, FAULT_USAGE, "%s is given twice", given.name);
	if (item.value.len == 0 && equals)
		return error_set(err, FAULT_USAGE, "%s takes no value", given.name);
	if (item.value.len > 0) {
		if (equals || *next < n)
			given.value = equals ? equals + 1 : words[(*next)++];
		if (*given.value == '\0')
			return error_set(err, FAULT_USAGE, "%s needs a value: %.*s", given.name,
					 (int)item.value.len, item.value.at);
		if (!check_choice(item.name, item.value, given.value, err))
			return false;
	}
	invocation->options[invocation->n_options++] = given;
	return true;
}

static bool check_words(const struct invocation *invocation, struct error *err)
{
	const struct verb *verb = invocation->verb;
	struct span rest = span_of(verb->args);
	struct verb_item item;
	size_t needed = 0, possible = 0;

	while (verb_next_item(&rest, &item)) {
		if (item.is_option)
			continue;
		needed += !item.is_optional;
		if (invocation->n_words < needed)
			return error_set(err, FAULT_USAGE, "%s needs %.*s: %s %s", verb->name,
					 (int)item.name.len, item.name.at, verb->name, verb->args);
		if (possible < invocation->n_words &&
		    !check_choice(span_of(verb->name), item.name, invocation->words[possible], err))
			return false;
		possible = item.is_many ? SIZE_MAX : possible + 1;
	}
	if (invocation->n_words > possible)
		return error_set(err, FAULT_USAGE, "%s: `%s` is one word too many: %s%s%s", verb->name,
				 invocation->words[possible], verb->name, *verb->args ? " " : "", verb->args);
	return true;
}

bool invocation_read(struct invocation *invocation, const struct verb *verb, char *const *words, size_t n,
		     struct error *err)
{
	bool options_end = false;

	invocation->verb = verb;
	invocation->words = arena_array(invocation->home, n, sizeof *invocation->words);
	invocation->options = arena_array(invocation->home, n, sizeof *invocation->options);
	invocation->n_words = invocation->n_options = 0;
	for (size_t i = 0; i < n;) {
		const char *word = words[i++];

		if (options_end || strncmp(word, "--", 2) != 0)
			invocation->words[invocation->n_words++] = word;
		else if (word[2] == '\0')
			options_end = true;
		else if (!read_option(invocation, words, n, &i, err))
			return false;
	}
	return check_words(invocation, err);
}

const char *invocation_option(const struct invocation *invocation, const char *name)
{
	for (size_t i = 0; i < invocation->n_options; i++)
		if (str_equals(invocation->options[i].name, name))
			return invocation->options[i].value;
	return NULL;
}

bool invocation_bug(const struct invocation *invocation, size_t word, int64_t *bug_id, struct error *err)
{
	const char *text = invocation->words[word];
	int64_t id = 0;

	for (const char *c = text; *c; c++) {
		if (!ascii_is_digit(*c) || id > ID_MAX / 10)
			return error_set(err, FAULT_USAGE, "`%s` is no bug number; write it like 1900412",
					 text);
		id = id * 10 + (*c - '0');
	}
	if (id == 0)
		return error_set(err, FAULT_USAGE, "`%s` is no bug number; write it like 1900412", text);
	*bug_id = id;
	return true;
}

const char *words_join(const char *const *words, size_t n, struct arena *home)
{
	const char *text = n > 0 ? words[0] : "";

	for (size_t i = 1; i < n; i++)
		text = arena_printf(home, "%s %s", text, words[i]);
	return text;
}

const struct verb *verb_find(const struct verb *table, size_t n, const char *name, unsigned where,
			     struct error *err)
{
	struct nearest nearest = nearest_to(name);

	for (size_t i = 0; i < n; i++) {
		if ((table[i].where & where) != where)
			continue;
		if (str_equals(table[i].name, name))
			return &table[i];
		nearest_try(&nearest, table[i].name);
	}
	if (nearest.word)
		error_set(err, FAULT_USAGE, "unknown command `%s`; did you mean `%s`?", name, nearest.word);
	else
		error_set(err, FAULT_USAGE, "unknown command `%s`; `help` lists them", name);
	return NULL;
}

unsigned verbs_refused(const struct globals *globals)
{
	unsigned refused = 0;

	if (globals->is_read_only)
		refused |= VERB_WRITES;
	if (globals->now_utc == UTC_NONE)
		refused |= VERB_STILL;
	return refused;
}

bool verb_allowed(const struct verb *verb, const struct globals *globals, struct error *err)
{
	unsigned refused = verb->where & verbs_refused(globals);

	if (refused & VERB_WRITES)
		return error_set(err, FAULT_USAGE, "%s writes; leave out --read-only", verb->name);
	if (refused & VERB_STILL)
		return error_set(err, FAULT_USAGE, "%s: only with --now, where the clock stands still",
				 verb->name);
	return true;
}

/* --- a line into words --- */

/* Takes one word off *at into `word`; false at a quote that does not end. */
static bool split_word(const char **at, struct str *word)
{
	char quote = '\0';

	for (; **at && (quote || !ascii_is_space(**at)); (*at)++) {
		char c = **at;

		if (c == '\\' && quote != '\'' && (*at)[1])
			str_add_char(word, *++(*at));
		else if (quote ? c == quote : c == '\'' || c == '"')
			quote = quote ? '\0' : c;
		else
			str_add_char(word, c);
	}
	return quote == '\0';
}

bool command_split(const char *line, struct arena *home, char ***words, size_t *n, struct error *err)
{
	struct str word = {0};
	size_t cap = 0;
	bool ok = true;

	*words = NULL;
	*n = 0;
	for (const char *at = line; ok;) {
		while (ascii_is_space(*at))
			at++;
		if (*at == '\0')
			break;
		str_clear(&word);
		ok = split_word(&at, &word);
		*words = arena_push(home, *words, n, &cap, sizeof **words);
		(*words)[*n - 1] = arena_strdup(home, str_text(&word));
	}
	str_free(&word);
	return ok || error_set(err, FAULT_USAGE, "a quote does not end: %s", line);
}

/* --- help --- */

void verb_list(struct str *out, const struct verb *table, size_t n, unsigned where, unsigned without)
{
	for (size_t i = 0; i < n; i++) {
		if ((table[i].where & where) != where || (table[i].where & without))
			continue;
		str_addf(out, "  %s%s%s\n", table[i].name, *table[i].args ? " " : "", table[i].args);
		str_addf(out, "        %s\n", table[i].help);
	}
}

void verb_help(struct str *out, const struct verb *verb)
{
	str_addf(out, "usage: bugclock %s%s%s\n%s\n", verb->name, *verb->args ? " " : "", verb->args,
		 verb->help);
	if (verb->details)
		str_addf(out, "\n%s", verb->details);
	if (verb->example)
		str_addf(out, "\nexample:\n  bugclock %s\n", verb->example);
}
