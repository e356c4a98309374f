/* The script for bash. It needs no package bash-completion. */
#include <string.h>

#include "app/globals.h"
#include "app/shell_completion.h"
#include "app/shell_words.h"

/* Names of sections in force: `_bugclock_own member` prints ana, ben … */
static const char own[] = "_bugclock_own()\n"
			  "{\n"
			  "\t\"$program\" config 2>/dev/null | sed -n \"s/^\\[$1 \\(.*\\)\\]\\$/\\1/p\"\n"
			  "}\n\n";

/* bash cuts words at : and =, so the line is cut here once more, at blanks, and what bash takes for a part
 * that is done is taken off the answers. `pending` is the option whose value is typed. */
static const char head[] = "_bugclock()\n"
			   "{\n"
			   "\tlocal program=$1 line=${COMP_LINE:0:COMP_POINT} IFS=$' \\t\\n'\n"
			   "\tlocal word before= command= pending= words= last i\n"
			   "\tlocal -a typed\n"
			   "\tread -ra typed <<<\"$line\"\n"
			   "\t[[ $line == *[[:blank:]] ]] && typed+=(\"\")\n"
			   "\tlast=$((${#typed[@]} - 1))\n"
			   "\tfor ((i = 1; i < last; i++)); do\n"
			   "\t\tcase $command/${typed[i]} in\n";
static const char after_options[] = ")\n"
				    "\t\t\t((++i == last)) && pending=${typed[i - 1]} ;;\n"
				    "\t\t*/-*) ;;\n"
				    "\t\t/*) command=${typed[i]} ;;\n"
				    "\t\tesac\n"
				    "\tdone\n"
				    "\tword=${typed[last]}\n"
				    "\tif [[ ! $pending && $word == --*=* ]]; then\n"
				    "\t\tpending=${word%%=*} before=${word%%=*}=\n"
				    "\t\tword=${word#*=}\n"
				    "\tfi\n"
				    "\tcase $command/$pending in\n";
static const char tail[] =
	"\tesac\n"
	"\tIFS=$'\\n'\n"
	"\tmapfile -t COMPREPLY < <(compgen -P \"$before\" -W \"$words\" -- \"$word\")\n"
	"\tword=$before$word\n"
	"\tword=${word%\"${word##*[\"$COMP_WORDBREAKS\"]}\"}\n"
	"\tCOMPREPLY=(\"${COMPREPLY[@]#\"$word\"}\")\n"
	"\t[[ ${#COMPREPLY[@]} == 1 && $COMPREPLY == *: ]] && compopt -o nospace 2>/dev/null\n"
	"\treturn 0\n"
	"}\n"
	"complete -F _bugclock bugclock\n";

static void add_words(struct str *out, const struct shell_words *words)
{
	for (size_t i = 0; i < words->n; i++)
		str_addf(out, "%s%s", i ? "\\n" : "", words->at[i].word);
}

/* --- options with a value: list/--view|… --- */

static void add_pattern(struct str *out, const char *command, struct span option)
{
	if (out->len > 0)
		str_add_char(out, '|');
	str_addf(out, "%s/%.*s", command, (int)option.len, option.at);
}

static void add_option_patterns(struct str *out)
{
	struct str patterns = {0};

	for (size_t i = 0; i < n_global_options; i++)
		if (global_options[i].value)
			add_pattern(&patterns, "", span_of(global_options[i].name));
	for (size_t i = 0; i < n_shell_verbs; i++) {
		struct span rest = span_of(shell_verbs[i].args);
		struct verb_item item;

		while (verb_next_item(&rest, &item))
			if (item.is_option && item.value.len > 0)
				add_pattern(&patterns, shell_verbs[i].name, item.name);
	}
	str_addf(out, "\t\t%s", str_text(&patterns));
	str_free(&patterns);
}

/* --- what belongs where --- */

static void add_kind(struct str *out, const struct shell_kind *kind)
{
	str_addf(out, " _bugclock_%s;", kind->label);
}

/* A value, or a word that is no option; false: it is the user's own. */
static bool add_value(struct str *out, struct span name, struct arena *home)
{
	const struct shell_kind *kind = shell_kind_find(name);
	struct shell_words choices = {.home = home};

	if (kind) {
		add_kind(out, kind);
	} else if (shell_words_choices(&choices, name)) {
		str_add(out, " words+=$'\\n");
		add_words(out, &choices);
		str_add(out, "\\n';");
	} else {
		return false;
	}
	return true;
}

static void add_verb(struct str *out, const struct verb *verb, struct arena *home)
{
	struct span rest = span_of(verb->args);
	struct verb_item item;
	struct str words = {0};
	struct shell_words options = {.home = home};

	shell_words_options(&options, verb);
	while (verb_next_item(&rest, &item)) {
		struct str value = {0};

		if (!item.is_option) {
			add_value(&words, item.name, home);
		} else if (add_value(&value, item.value, home)) {
			str_addf(out, "\t%s/%.*s)%s;\n", verb->name, (int)item.name.len, item.name.at,
				 str_text(&value));
		}
		str_free(&value);
	}
	str_addf(out, "\t%s/) words=$'", verb->name);
	add_words(out, &options);
	str_addf(out, "\\n--help\\n';%s;\n", str_text(&words));
	str_free(&words);
}

static void add_globals(struct str *out, struct arena *home)
{
	struct shell_words options = {.home = home};

	for (size_t i = 0; i < n_global_options; i++)
		if (str_equals(global_options[i].value, "FILE"))
			str_addf(out,
				 "\t/%s)\n"
				 "\t\tcompopt -o filenames 2>/dev/null\n"
				 "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
				 "\t\treturn ;;\n",
				 global_options[i].name);
	shell_words_globals(&options);
	str_add(out, "\t/) words=$'");
	add_words(out, &options);
	str_add(out, "\\n'; _bugclock_commands;;\n");
}

/* --- functions that add to `words` --- */

static void add_people(struct str *out, struct arena *home)
{
	struct shell_words people = {.home = home};

	shell_words_people(&people);
	str_add(out, "\tcase $word in\n\t");
	for (size_t i = 0; i < people.n; i++)
		str_addf(out, "%s%s:*", i ? "|" : "", people.at[i].word);
	str_add(out, ")\n\t\tlocal name\n\t\tfor name in me none $(_bugclock_own member); do\n"
		     "\t\t\twords+=${word%%:*}:$name$'\\n'\n\t\tdone ;;\n\tesac\n");
}

static void add_kind_function(struct str *out, const struct shell_kind *kind, struct arena *home)
{
	struct shell_words words = {.home = home};

	kind->add(&words);
	str_addf(out, "_bugclock_%s()\n{\n", kind->label);
	if (kind->is_list)
		str_add(out, "\tbefore+=${word%\"${word##*,}\"} word=${word##*,}\n");
	if (kind->is_list)
		str_add(out, "\t[[ $word == -* ]] && before+=- word=${word#-}\n");
	if (kind->is_filter)
		str_add(out, "\twhile [[ $word == [-!\\(]* && $word != --* ]]; do\n"
			     "\t\tbefore+=${word:0:1} word=${word:1}\n\tdone\n");
	str_add(out, "\twords+=$'");
	add_words(out, &words);
	str_add(out, "\\n'\n");
	if (kind->is_filter)
		add_people(out, home);
	else if (kind->section)
		str_addf(out, "\twords+=$(_bugclock_own %s)\n", kind->section);
	str_add(out, "}\n\n");
}

void completion_bash(struct str *out)
{
	struct arena *home = arena_new();

	str_add(out,
		"# bash completion for bugclock, made by `bugclock completion bash` from its tables\n\n");
	str_add(out, own);
	for (size_t i = 0; i < n_shell_kinds; i++)
		add_kind_function(out, &shell_kinds[i], home);
	str_add(out, head);
	add_option_patterns(out);
	str_add(out, after_options);
	add_globals(out, home);
	for (size_t i = 0; i < n_shell_verbs; i++)
		add_verb(out, &shell_verbs[i], home);
	str_add(out, tail);
	arena_free(home);
}
