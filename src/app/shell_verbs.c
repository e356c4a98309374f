#include "app/cmd_data.h"
#include "app/cmd_news.h"
#include "app/cmd_read.h"
#include "app/cmd_setup.h"
#include "app/command.h"
#include "app/globals.h"

static bool cmd_help(struct invocation *invocation, struct error *err)
{
	const struct verb *verb;

	if (invocation->n_words == 0) {
		program_help(invocation->out, invocation->globals);
		return true;
	}
	verb = verb_find(shell_verbs, n_shell_verbs, invocation->words[0], VERB_SHELL, err);
	if (!verb || !verb_allowed(verb, invocation->globals, err))
		return false;
	verb_help(invocation->out, verb);
	return true;
}

const struct verb shell_verbs[] = {
	{
		.name = "sync",
		.args = "[--full]",
		.help = "fetch what changed at the server",
		.details = "--full reads everything again and drops what the server no longer shows.\n"
			   "Exit code 69: the server cannot be reached. 77: it refused the key, and the\n"
			   "public data was read. 74 or 78 can mean that the key could not be had; then\n"
			   "the public data was read, too, and the line says so.\n",
		.example = "sync --full",
		.where = VERB_SHELL | VERB_FETCHES,
		.run = cmd_sync,
	},
	{
		.name = "list",
		.args = "[FILTER…] [--view NAME] [--sort KEYS] [--columns KEYS] "
			"[--format table|json|csv|md]",
		.help = "what the page shows: open bugs of ours, unless the filter says otherwise",
		.details = "--view is a view of the page: ours, or another of bugclock(1).\n"
			   "--sort takes field keys by comma; - before a key reverses it: owner,-asked.\n"
			   "--columns takes field keys by comma or blank; csv has all members of json\n"
			   "without it, and json always.\n"
			   "FILTER is described in bugclock(1): owner:ana due:<48h kind:R is:overdue text\n",
		.example = "list 'is:overdue | asked:>0' --columns due,id,owner --sort owner",
		.where = VERB_SHELL,
		.run = cmd_list,
	},
	{
		.name = "show",
		.args = "ID [--format text|json|md]",
		.help = "one bug: facts, what is owed, conversation",
		.example = "show 1900412 --format md",
		.where = VERB_SHELL,
		.run = cmd_show,
	},
	{
		.name = "why",
		.args = "ID… [--json]",
		.help = "what is owed on these bugs, when, and by which rule",
		.details = "--json prints one object a line.\n",
		.example = "why 1900412 1900377 --json",
		.where = VERB_SHELL,
		.run = cmd_why,
	},
	{
		.name = "check",
		.args = "[--within 48h] [--max-age 2h]",
		.help = "what is overdue or due soon, a line each; for cron and prompts",
		.details = "--within says what is soon (default: the second working day after today).\n"
			   "--max-age says how old the data may be (default: 2h).\n"
			   "Exit code 0: nothing. 1: something is due. 2: something is overdue. 69: the\n"
			   "data is too old to say.\n",
		.example = "check --within 48h",
		.where = VERB_SHELL,
		.run = cmd_check,
	},
	{
		.name = "news",
		.args = "[--since TIME]",
		.help = "what others did: comments, new bugs, whiteboard, flags, deadlines",
		.details = "Since you last left the dashboard, or TIME: 2026-11-24T07:05:00Z, a date, or a\n"
			   "duration before now (2d). Our bugs come first, by what is due; others' have one\n"
			   "line each.\n",
		.example = "news --since 2d",
		.where = VERB_SHELL,
		.run = cmd_news,
	},
	{

		.name = "bundle",
		.args = "FILE",
		.help = "write all that is here into one file, to be read with --bundle",
		.details =
			"- is standard output. A bundle that is there is replaced, any other file is not.\n"
			"Private comments are left out. All else is in it that your key may see.\n"
			"Exit code 65: no sync was complete yet.\n",
		.example = "bundle -",
		.where = VERB_SHELL,
		.run = cmd_bundle,
	},
	{
		.name = "init",
		.args = "[--team FILE]",
		.help = "make a first configuration: asks, tries, and writes it",
		.details =
			"It asks for your CA, proposed from the titles at the server, for the members of\n"
			"your team, and for an API key, which is optional; it shows what it would write\n"
			"before it does. --profile and --config say where to; --offline asks no server.\n"
			"--team joins a team whose part is written down in FILE already.\n"
			"With standard input from elsewhere than a terminal it takes an answer a line, and\n"
			"asks on standard error: an empty line takes what is proposed, - nothing.\n"
			"Exit code 64: it was left before its end, an answer was wrong three times, or a\n"
			"configuration is there already; nothing was written.\n",
		.example = "init --team /srv/compliance/bugclock-team.ini",
		.where = VERB_SHELL | VERB_BARE | VERB_WRITES,
		.run = cmd_init,
	},
	{
		.name = "doctor",
		.args = "",
		.help = "what is wrong, and how to mend it",
		.details =
			"It looks at configuration, key, server, clock, files, terminal and roster, a line\n"
			"each: ok, warn or wrong. It changes nothing.\n"
			"Exit code 0: nothing is wrong. Else that of the first line that says wrong.\n",
		.example = "doctor",
		.where = VERB_SHELL | VERB_ANYHOW,
		.run = cmd_doctor,
	},
	{
		.name = "config",
		.args = "",
		.help = "the configuration in force, and where each value comes from",
		.details = "It is an INI file that can be read back. An API key is never in it.\n",
		.example = "config",
		.where = VERB_SHELL | VERB_CONFIG,
		.run = cmd_config,
	},
	{
		.name = "completion",
		.args = "bash|zsh|fish",
		.help = "a script that lets a shell complete bugclock's commands",
		.details = "`make install` puts all three where the shells look. Without it:\n"
			   "bash: source <(bugclock completion bash)\n"
			   "fish: bugclock completion fish | source\n"
			   "zsh: save it as _bugclock in a folder of $fpath\n",
		.example = "completion bash",
		.where = VERB_SHELL | VERB_BARE,
		.run = cmd_completion,
	},
	{
		.name = "help",
		.args = "[COMMAND]",
		.help = "this text, or more about one command",
		.example = "help list",
		.where = VERB_SHELL | VERB_BARE,
		.run = cmd_help,
	},
};
const size_t n_shell_verbs = sizeof shell_verbs / sizeof shell_verbs[0];

void program_help(struct str *out, const struct globals *globals)
{
	str_add(out,
		"usage: bugclock [OPTION…] [COMMAND …]\n"
		"What a certificate authority owes on its incident bugs, and when. Without a command: the\n"
		"dashboard.\n\noptions:\n");
	global_options_list(out);
	str_add(out, "\ncommands:\n");
	verb_list(out, shell_verbs, n_shell_verbs, VERB_SHELL, verbs_refused(globals));
	str_add(out, "\n`bugclock COMMAND --help` says more; so do bugclock(1) and bugclock-config(5).\n");
}
