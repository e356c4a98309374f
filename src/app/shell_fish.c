/* The script for fish. */
#include <string.h>

#include "app/globals.h"
#include "app/shell_completion.h"
#include "app/shell_words.h"

/* 'text' as fish reads it back. */
static void add_quoted(struct str *out, const char *text)
{
	str_add_char(out, '\'');
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			str_add_char(out, '\\');
		str_add_char(out, *text);
	}
	str_add_char(out, '\'');
}

/* Prints the command of the line; nothing where it is still to come. */
static void add_command_function(struct str *out)
{
	str_add(out, "function __bugclock_command\n"
		     "\tset -l words (commandline -opc)\n"
		     "\tset -e words[1]\n"
		     "\twhile set -q words[1]\n"
		     "\t\tswitch $words[1]\n"
		     "\t\t\tcase");
	for (size_t i = 0; i < n_global_options; i++)
		if (global_options[i].value)
			str_addf(out, " %s", global_options[i].name);
	str_add(out,
		"\n"
		"\t\t\t\tset -e words[1]\n"
		"\t\t\tcase '-*'\n"
		"\t\t\tcase '*'\n"
		"\t\t\t\techo $words[1]\n"
		"\t\t\t\treturn\n"
		"\t\tend\n"
		"\t\tset -e words[1]\n"
		"\tend\n"
		"end\n\n"
		"function __bugclock_in\n"
		"\tset -l command (__bugclock_command)\n"
		"\ttest \"$command\" = \"$argv[1]\"\n"
		"end\n\n"
		"# Names of sections in force.\n"
		"function __bugclock_own\n"
		"\tset -l program (commandline -opc)[1]\n"
		"\t$program config 2>/dev/null | string replace -rf \"^\\\\[$argv[1] (.*)\\\\]\\$\" '$1'\n"
		"end\n\n");
}

/* "view due", and what it is for. */
static void add_words(struct str *out, const struct shell_words *words)
{
	str_add(out, "\tprintf '%s\\t%s\\n'");
	for (size_t i = 0; i < words->n; i++) {
		str_addf(out, " \\\n\t\t%s ", words->at[i].word);
		add_quoted(out, words->at[i].help);
	}
	str_add_char(out, '\n');
}

static void add_kind_function(struct str *out, const struct shell_kind *kind, struct arena *home)
{
	struct shell_words words = {.home = home}, people = {.home = home};

	kind->add(&words);
	str_addf(out, "function __bugclock_%s\n", kind->label);
	add_words(out, &words);
	if (kind->is_filter) {
		shell_words_people(&people);
		str_add(out, "\tset -l names me none (__bugclock_own member)\n");
		for (size_t i = 0; i < people.n; i++)
			str_addf(out, "\tprintf '%s:%%s\\n' $names\n", people.at[i].word);
	} else if (kind->section) {
		str_addf(out, "\t__bugclock_own %s\n", kind->section);
	}
	str_add(out, "end\n\n");
}

/* What comes behind -a; false: the word is the user's own. */
static bool add_answers(struct str *out, struct span name, struct arena *home)
{
	const struct shell_kind *kind = shell_kind_find(name);
	struct shell_words choices = {.home = home};

	if (kind) {
		str_addf(out,
			 kind->is_list ? " -a '(__fish_complete_list , __bugclock_%s)'"
				       : " -a '(__bugclock_%s)'",
			 kind->label);
		return true;
	}
	if (!shell_words_choices(&choices, name))
		return false;
	str_add(out, " -a '");
	for (size_t i = 0; i < choices.n; i++)
		str_addf(out, "%s%s", i ? " " : "", choices.at[i].word);
	str_add_char(out, '\'');
	return true;
}

static void begin_rule(struct str *out, const char *command)
{
	str_addf(out, "complete -c bugclock -n '__bugclock_in \"%s\"'", command);
}

static void add_global(struct str *out, const struct global_option *option)
{
	begin_rule(out, "");
	str_addf(out, " -l %s", option->name + strlen("--"));
	if (option->value)
		str_add(out, str_equals(option->value, "FILE") ? " -rF" : " -x");
	str_add(out, " -d ");
	add_quoted(out, option->help);
	str_add_char(out, '\n');
}

static void add_verb(struct str *out, const struct verb *verb, struct arena *home)
{
	struct span rest = span_of(verb->args);
	struct verb_item item;

	while (verb_next_item(&rest, &item)) {
		struct str answers = {0};
		bool has_answers = add_answers(&answers, item.is_option ? item.value : item.name, home);

		if (item.is_option || has_answers)
			begin_rule(out, verb->name);
		if (item.is_option)
			str_addf(out, " -l %s%s", span_dup(home, item.name) + strlen("--"),
				 item.value.len > 0 ? " -x" : "");
		if (item.is_option || has_answers)
			str_addf(out, "%s\n", str_text(&answers));
		str_free(&answers);
	}
	begin_rule(out, verb->name);
	str_add(out, " -l help\n");
}

void completion_fish(struct str *out)
{
	struct arena *home = arena_new();

	str_add(out,
		"# fish completion for bugclock, made by `bugclock completion fish` from its tables\n\n");
	add_command_function(out);
	for (size_t i = 0; i < n_shell_kinds; i++)
		add_kind_function(out, &shell_kinds[i], home);
	str_add(out, "complete -c bugclock -f\n");
	for (size_t i = 0; i < n_global_options; i++)
		add_global(out, &global_options[i]);
	begin_rule(out, "");
	str_add(out, " -a '(__bugclock_commands)'\n");
	for (size_t i = 0; i < n_shell_verbs; i++)
		add_verb(out, &shell_verbs[i], home);
	arena_free(home);
}
