#include "app/globals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/nearest.h"
#include "base/mem.h"
#include "base/utc.h"

#define AT(member) offsetof(struct command_line, member)

/* A row, then its help. */
/* clang-format off */
const struct global_option global_options[] = {
	{.name = "--profile", .value = "NAME", .type = GLOBAL_NAME, .at = AT(globals.profile),
	 .help = "the configuration NAME.config, with databases of its own"},
	{.name = "--config", .value = "FILE", .type = GLOBAL_TEXT, .at = AT(globals.config_path),
	 .help = "read this configuration"},
	{.name = "--ca", .value = "NAME", .type = GLOBAL_TEXT, .at = AT(globals.ca),
	 .help = "the page of any CA, named as before the colon of its bugs: its team is inferred"},
	{.name = "--bundle", .value = "FILE", .type = GLOBAL_TEXT, .at = AT(globals.bundle_path),
	 .help = "take the bugs from a file: no network, and nothing is kept"},
	{.name = "--demo", .type = GLOBAL_FLAG, .at = AT(globals.is_demo),
	 .help = "show invented bugs of an invented CA: no network, and nothing is kept"},
	{.name = "--keep", .type = GLOBAL_FLAG, .at = AT(globals.keep),
	 .help = "with --bundle or --demo: use the profile's databases"},
	{.name = "--now", .value = "TIME", .type = GLOBAL_TIME, .at = AT(globals.now_utc),
	 .help = "the time that it is, like 2026-11-24T07:05:00Z; this clock stands still"},
	{.name = "--offline", .type = GLOBAL_FLAG, .at = AT(globals.is_offline),
	 .help = "show the local copy and ask no server"},
	{.name = "--read-only", .type = GLOBAL_FLAG, .at = AT(globals.is_read_only),
	 .help = "refuse every command that writes; the local copy is still kept fresh"},
	{.name = "--help", .type = GLOBAL_FLAG, .at = AT(wants_help),
	 .help = "show this"},
	{.name = "--version", .type = GLOBAL_FLAG, .at = AT(wants_version),
	 .help = "show the version"},
};
const size_t n_global_options = sizeof global_options / sizeof global_options[0];
#define N_GLOBAL_OPTIONS (sizeof global_options / sizeof global_options[0])
/* clang-format on */

static const struct global_option *find_option(struct span name, struct error *err)
{
	char typed[64];
	struct nearest nearest;

	for (size_t i = 0; i < n_global_options; i++)
		if (span_equals(name, global_options[i].name))
			return &global_options[i];
	snprintf(typed, sizeof typed, "%.*s", (int)(name.len < sizeof typed ? name.len : sizeof typed - 1),
		 name.at);
	nearest = nearest_to(typed);
	for (size_t i = 0; i < n_global_options; i++)
		nearest_try(&nearest, global_options[i].name);
	if (nearest.word)
		error_set(err, FAULT_USAGE, "unknown option %s; did you mean %s?", typed, nearest.word);
	else
		error_set(err, FAULT_USAGE, "unknown option %s; see `bugclock --help`", typed);
	return NULL;
}

static bool set_option(const struct global_option *option, const char *value, struct command_line *line,
		       struct error *err)
{
	void *at = (char *)line + option->at;

	switch (option->type) {
	case GLOBAL_FLAG:
		*(bool *)at = true;
		return true;
	case GLOBAL_NAME:
		/* It becomes the name of a folder and of a file. */
		if (*value == '\0' || *value == '.' || strchr(value, '/'))
			return error_set(err, FAULT_USAGE,
					 "%s: `%s` cannot be a name; take letters and digits", option->name,
					 value);
		*(const char **)at = value;
		return true;
	case GLOBAL_TEXT:
		if (*value == '\0')
			return error_set(err, FAULT_USAGE, "%s needs a value: %s", option->name,
					 option->value);
		*(const char **)at = value;
		return true;
	case GLOBAL_TIME:
		return utc_parse(value, at) ||
		       error_set(err, FAULT_USAGE, "%s: `%s` is no time; write it like 2026-11-24T07:05:00Z",
				 option->name, value);
	}
	return false;
}

/* argv[*next] is --name or --name=value; *next moves behind what was read. */
static bool read_option(int argc, char **argv, int *next, bool seen[], struct command_line *line,
			struct error *err)
{
	const char *word = argv[(*next)++];
	const char *equals = strchr(word, '=');
	struct span name = {word, equals ? (size_t)(equals - word) : strlen(word)};
	const struct global_option *option = find_option(name, err);
	const char *value = equals ? equals + 1 : NULL;

	if (!option)
		return false;
	if (seen[option - global_options])
		return error_set(err, FAULT_USAGE, "%s is given twice", option->name);
	seen[option - global_options] = true;
	if (!option->value)
		return value ? error_set(err, FAULT_USAGE, "%s takes no value", option->name)
			     : set_option(option, NULL, line, err);
	if (!value && *next == argc)
		return error_set(err, FAULT_USAGE, "%s needs a value: %s", option->name, option->value);
	return set_option(option, value ? value : argv[(*next)++], line, err);
}

static void take_key(struct command_line *line)
{
	char *key = getenv(CONFIG_KEY_VARIABLE);

	if (!key)
		return;
	line->api_key = mem_strdup(key);
	if (*key)
		line->globals.api_key = line->api_key;
	explicit_bzero(key, strlen(key)); /* where it stands, for /proc/PID/environ shows that memory */
	unsetenv(CONFIG_KEY_VARIABLE);
}

static bool read_environment(struct command_line *line, struct error *err)
{
	const char *now = getenv("BUGCLOCK_NOW");

	if (line->globals.now_utc != UTC_NONE || !now || !*now)
		return true;
	return utc_parse(now, &line->globals.now_utc) ||
	       error_set(err, FAULT_USAGE,
			 "BUGCLOCK_NOW: `%s` is no time; write it like 2026-11-24T07:05:00Z", now);
}

/* The environment's key is for the server of a configuration: no other is shown it. */
void globals_use_ca(struct globals *globals, const char *ca)
{
	globals->ca = ca;
	globals->profile = NULL;
	if (!globals->config_path)
		globals->api_key = NULL;
}

static bool check_ca(struct globals *globals, struct error *err)
{
	if (!globals->ca)
		return true;
	if (globals->profile)
		return error_set(err, FAULT_USAGE, "--ca and --profile: --ca has a profile of its own");
	globals_use_ca(globals, globals->ca);
	return true;
}

bool command_line_read(int argc, char **argv, struct command_line *line, struct error *err)
{
	bool seen[N_GLOBAL_OPTIONS] = {false};
	int next = 1;

	*line = (struct command_line){.globals.now_utc = UTC_NONE};
	take_key(line);
	while (next < argc && argv[next][0] == '-')
		if (!read_option(argc, argv, &next, seen, line, err))
			return false;
	line->words = argv + next;
	line->n_words = (size_t)(argc - next);
	if (line->globals.is_demo && line->globals.bundle_path)
		return error_set(err, FAULT_USAGE, "--demo and --bundle: only one of them");
	return check_ca(&line->globals, err) && read_environment(line, err);
}

void global_options_list(struct str *out)
{
	for (size_t i = 0; i < n_global_options; i++)
		str_addf(out, "  %s%s%s\n        %s\n", global_options[i].name,
			 global_options[i].value ? " " : "",
			 global_options[i].value ? global_options[i].value : "", global_options[i].help);
}
