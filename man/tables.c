/* man/tables.c - fills the manual pages from the program's own tables, so that they cannot drift apart.
 * A filter: it copies a page from standard input to standard output and writes anew what stands between
 * `.\" begin NAME` and `.\" end NAME`. `make man` runs it over the pages; `make lint` fails when that
 * changes one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "app/config.h"
#include "app/globals.h"
#include "base/str.h"
#include "base/utc.h"
#include "deadline/rules.h"
#include "ui/keymap.h"
#include "view/condition.h"
#include "view/field.h"

/* Text that roff takes for nothing but text: no escape, request or sign of its own. */
static void put_text(const char *text)
{
	if (*text && !ascii_is_alnum(*text))
		fputs("\\&", stdout); /* else "." is a request and ":" punctuation */
	for (size_t len = strlen(text), taken; len > 0; text += taken, len -= taken) {
		uint32_t code_point;
		taken = utf8_decode(text, len, &code_point);
		if (code_point == '\\')
			fputs("\\e", stdout);
		else if (code_point == '-')
			fputs("\\-", stdout);
		else if (code_point == '"')
			fputs("\\(dq", stdout);
		else if (code_point >= 0x80)
			printf("\\[u%04X]", (unsigned)code_point);
		else
			putchar((char)code_point);
	}
}

/* One entry: a line in front, and what it means. */
static void put_item(const char *macro, const char *name, const char *rest, const char *help)
{
	printf(".It %s \"", macro);
	put_text(name);
	putchar('"');
	if (rest && *rest) {
		fputs(" No \"", stdout);
		put_text(rest);
		putchar('"');
	}
	putchar('\n');
	put_text(help);
	fputs("\n", stdout);
}

static void begin_list(void)
{
	puts(".Bl -tag -width Ds -compact");
}

static void end_list(void)
{
	puts(".El");
}

static void put_globals(void)
{
	begin_list();
	for (size_t i = 0; i < n_global_options; i++)
		put_item("Li", global_options[i].name, global_options[i].value, global_options[i].help);
	end_list();
}

static void put_example(const char *example)
{
	fputs(".Dl \"$ bugclock ", stdout);
	put_text(example);
	fputs("\"\n", stdout);
}

static void put_verbs(void)
{
	begin_list();
	for (size_t i = 0; i < n_shell_verbs; i++) {
		put_item("Cm", shell_verbs[i].name, shell_verbs[i].args, shell_verbs[i].help);
		put_example(shell_verbs[i].example);
	}
	end_list();
}

/* Of the tables alone, which are always right. */
static struct keymap own_keymap(struct arena *home)
{
	const struct config no_config = {.globals.now_utc = UTC_NONE};
	struct keymap keymap;
	struct error err;
	keymap_make(&keymap, &no_config, home, &err);
	return keymap;
}

static void put_keys(void)
{
	struct arena *home = arena_new();
	struct keymap keymap = own_keymap(home);
	begin_list();
	for (size_t i = 0; i < keymap.n; i++) {
		const struct key *key = &keymap.keys[i];
		if (keymap_in_force(&keymap, key, SCOPE_PAGE))
			put_item("Ic", key->binding.keys, key->binding.line, key->verb->help);
	}
	end_list();
	arena_free(home);
}

/* Verbs of the screen that are typed. */
static void put_typed(void)
{
	struct arena *home = arena_new();
	struct keymap keymap = own_keymap(home);
	begin_list();
	for (size_t i = 0; i < n_screen_verbs; i++)
		if (!keymap_binds(&keymap, &screen_verbs[i]))
			put_item("Ic", screen_verbs[i].name, screen_verbs[i].args, screen_verbs[i].help);
	end_list();
	arena_free(home);
}

static void put_filters(void)
{
	puts("The words after");
	puts(".Ql is:");
	puts("are:");
	begin_list();
	for (size_t i = 0; i < n_conditions; i++)
		put_item("Li", conditions[i].key, NULL, conditions[i].help);
	end_list();
}

static void put_fields(void)
{
	begin_list();
	for (size_t i = 0; i < n_fields; i++)
		put_item("Li", fields[i].key, fields[i].title, fields[i].help);
	end_list();
}

static void put_flags(void)
{
	begin_list();
	for (size_t i = 0; i < n_conditions; i++)
		if (conditions[i].is_flag)
			put_item("Li", conditions[i].key, NULL, conditions[i].help);
	end_list();
}

static void put_kinds(void)
{
	begin_list();
	for (size_t i = 0; i < KINDS; i++) {
		char letter[2] = {kinds[i].letter, '\0'};
		put_item("Li", letter, kinds[i].word, kinds[i].label);
	}
	end_list();
}

static void put_signs(void)
{
	begin_list();
	for (size_t i = 0; i < n_sign_meanings; i++)
		put_item("Li", sign_text(&signs_utf8, &sign_meanings[i]), NULL, sign_meanings[i].meaning);
	end_list();
}

static void put_section_options(enum section_id section)
{
	begin_list();
	for (size_t i = 0; i < n_config_options; i++) {
		const struct option *option = &config_options[i];
		struct str help = {0};
		if (option->section != section)
			continue;
		str_add(&help, option->help);
		if (option->fallback)
			str_addf(&help, " (default: %s)", option->fallback);
		put_item("Li", option->key ? option->key : "KEY", NULL, str_text(&help));
		str_free(&help);
	}
	end_list();
}

static void put_options(void)
{
	for (size_t i = 0; i < SECTIONS; i++) {
		const struct section *section = &config_sections[i];
		printf(".Ss [%s%s%s]\n", section->name, section->instance ? " " : "",
		       section->instance ? section->instance : "");
		put_text(section->help);
		puts(section->is_shared ? ".\nIt may stand in the team's file." : ".");
		put_section_options((enum section_id)i);
	}
}

static const struct {
	const char *name;
	void (*put)(void);
} tables[] = {
	{"globals", put_globals}, {"verbs", put_verbs},     {"keys", put_keys},   {"typed", put_typed},
	{"filters", put_filters}, {"fields", put_fields},   {"flags", put_flags}, {"kinds", put_kinds},
	{"signs", put_signs},     {"options", put_options},
};

/* A page that names a table that is not there is a mistake of the page: say so and leave no half of it. */
static void put_table(struct span name)
{
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		if (span_equals(name, tables[i].name)) {
			tables[i].put();
			return;
		}
	fprintf(stderr, "man/tables: there is no table \"%.*s\"\n", (int)name.len, name.at);
	exit(1);
}

static const char begin_mark[] = ".\\\" begin ", end_mark[] = ".\\\" end ";

int main(void)
{
	char *line = NULL;
	size_t cap = 0;
	bool is_inside = false;

	while (getline(&line, &cap, stdin) >= 0) {
		if (strncmp(line, end_mark, sizeof end_mark - 1) == 0)
			is_inside = false;
		if (!is_inside)
			fputs(line, stdout);
		if (strncmp(line, begin_mark, sizeof begin_mark - 1) == 0) {
			is_inside = true;
			put_table(span_trim(span_of(line + sizeof begin_mark - 1)));
		}
	}
	free(line);
	return ferror(stdin) || fflush(stdout) != 0;
}
