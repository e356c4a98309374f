/* The script for zsh: a file for its $fpath. */
#include <string.h>

#include "app/globals.h"
#include "app/shell_completion.h"
#include "app/shell_words.h"

/* Text inside '…', with a backslash before each of `signs`. */
static void add_inside(struct str *out, const char *text, const char *signs)
{
	for (; *text; text++) {
		if (*text == '\'') {
			str_add(out, "'\\''");
			continue;
		}
		if (strchr(signs, *text))
			str_add_char(out, '\\');
		str_add_char(out, *text);
	}
}

/* A word of _describe: 'is\:open:not resolved'. */
static void add_described(struct str *out, const struct shell_word *word)
{
	str_add(out, "\n\t\t'");
	add_inside(out, word->word, ":\\");
	str_add_char(out, ':');
	add_inside(out, word->help, "\\");
	str_add_char(out, '\'');
}

static void add_array(struct str *out, const char *name, const struct shell_words *words, bool goes_on)
{
	str_addf(out, "\tlocal -a %s=(", name);
	for (size_t i = 0; i < words->n; i++)
		if (shell_word_goes_on(words->at[i].word) == goes_on)
			add_described(out, &words->at[i]);
	str_add(out, "\n\t)\n");
}

static void add_people(struct str *out, struct arena *home)
{
	struct shell_words people = {.home = home};

	shell_words_people(&people);
	str_add(out, "\tlocal name field\n\tfor field in");
	for (size_t i = 0; i < people.n; i++)
		str_addf(out, " %s", people.at[i].word);
	str_add(out, "; do\n\t\t[[ $PREFIX == $field:* ]] || continue\n"
		     "\t\tfor name in me none $(_bugclock_own member); do words_+=($field\\\\:$name); done\n"
		     "\tdone\n");
}

static void add_kind_function(struct str *out, const struct shell_kind *kind, struct arena *home)
{
	struct shell_words words = {.home = home};

	kind->add(&words);
	str_addf(out, "_bugclock_%s()\n{\n", kind->label);
	add_array(out, "words_", &words, false);
	if (kind->is_list)
		str_add(out, "\tcompset -P '*,'\n\tcompset -P '-'\n");
	if (kind->is_filter) {
		str_add(out, "\twhile compset -P '[-!(]'; do :; done\n");
		add_people(out, home);
		add_array(out, "begun", &words, true);
		str_addf(out, "\t_describe -t begun %s begun -S ''\n", kind->label);
	} else if (kind->section) {
		str_addf(out, "\twords_+=($(_bugclock_own %s))\n", kind->section);
	}
	str_addf(out, "\t_describe -t %s %s words_%s\n}\n\n", kind->label, kind->label,
		 kind->is_list ? " -q -S ," : "");
}

/* ":NAME:_bugclock_views", as _arguments wants it behind an option or a place. */
static void add_action(struct str *out, struct span name, struct arena *home)
{
	const struct shell_kind *kind = shell_kind_find(name);
	struct shell_words choices = {.home = home};
	bool is_choice = shell_words_choices(&choices, name);

	str_addf(out, ":%s:", kind ? kind->label : is_choice ? "one of" : span_dup(home, name));
	if (kind)
		str_addf(out, "_bugclock_%s", kind->label);
	if (!is_choice)
		return;
	str_add_char(out, '(');
	for (size_t i = 0; i < choices.n; i++)
		str_addf(out, "%s%s", i ? " " : "", choices.at[i].word);
	str_add_char(out, ')');
}

static void add_global(struct str *out, const struct global_option *option)
{
	str_addf(out, "\t\t'%s[", option->name);
	add_inside(out, option->help, "[]:\\");
	str_add_char(out, ']');
	if (option->value)
		str_addf(out, ":%s:%s", option->value, str_equals(option->value, "FILE") ? "_files" : " ");
	str_add(out, "' \\\n");
}

static void add_verb(struct str *out, const struct verb *verb, struct arena *home)
{
	struct span rest = span_of(verb->args);
	struct verb_item item;

	str_addf(out, "\t%s)\n\t\t_arguments '--help[say more]'", verb->name);
	while (verb_next_item(&rest, &item)) {
		str_add(out, " \\\n\t\t\t'");
		if (item.is_option)
			str_addf(out, "%.*s", (int)item.name.len, item.name.at);
		else
			str_add(out, item.is_many ? "*" : item.is_optional ? ":" : "");
		if (!item.is_option || item.value.len > 0)
			add_action(out, item.is_option ? item.value : item.name, home);
		str_add_char(out, '\'');
	}
	str_add(out, " ;;\n");
}

void completion_zsh(struct str *out)
{
	struct arena *home = arena_new();

	str_add(out, "#compdef bugclock\n"
		     "# made by `bugclock completion zsh` from its tables\n\n"
		     "# Names of sections in force: `_bugclock_own member` prints ana, ben …\n"
		     "_bugclock_own()\n{\n"
		     "\t$_bugclock_program config 2>/dev/null | sed -n \"s/^\\[$1 \\(.*\\)\\]\\$/\\1/p\"\n"
		     "}\n\n");
	for (size_t i = 0; i < n_shell_kinds; i++)
		add_kind_function(out, &shell_kinds[i], home);
	str_add(out, "_bugclock()\n{\n"
		     "\tlocal curcontext=$curcontext state line _bugclock_program=$words[1]\n"
		     "\ttypeset -A opt_args\n\t_arguments -C \\\n");
	for (size_t i = 0; i < n_global_options; i++)
		add_global(out, &global_options[i]);
	str_add(out, "\t\t'1:command:_bugclock_commands' \\\n\t\t'*::word:->words'\n"
		     "\t[[ $state == words ]] || return\n\tcase $line[1] in\n");
	for (size_t i = 0; i < n_shell_verbs; i++)
		add_verb(out, &shell_verbs[i], home);
	str_add(out, "\tesac\n}\n\n_bugclock \"$@\"\n");
	arena_free(home);
}
