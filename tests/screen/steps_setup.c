#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/utc.h"
#include "tests/screen/steps.h"

static char *copy(struct span span)
{
	return mem_strndup(span.len ? span.at : "", span.len);
}

/* "80x24" */
static bool parse_size(struct script *script, struct span args, int *rows, int *cols)
{
	char *text = copy(args);
	char rest;
	bool ok = sscanf(text, "%dx%d%c", cols, rows, &rest) == 2 && *rows > 0 && *cols > 0;
	free(text);
	return ok || script_fail(script, "a size is COLUMNSxROWS, such as 80x24");
}

bool step_size(struct script *script, struct span args)
{
	return parse_size(script, args, &script->rows, &script->cols);
}

bool step_resize(struct script *script, struct span args)
{
	if (!parse_size(script, args, &script->rows, &script->cols))
		return false;
	terminal_resize(script->terminal, script->rows, script->cols);
	return true;
}

bool step_now(struct script *script, struct span args)
{
	char *text = copy(args);
	int64_t now_utc;
	bool ok = utc_parse(text, &now_utc) || script_fail(script, "not a moment: %s", text);
	words_add(&script->options, "--now");
	words_add(&script->options, text);
	free(text);
	return ok;
}

bool step_demo(struct script *script, struct span args)
{
	(void)args;
	words_add(&script->options, "--demo");
	return true;
}

/* The program runs in another folder than the runner: it is told the whole path. */
static bool add_path_option(struct script *script, const char *option, struct span args)
{
	char *name = copy(args);
	char *path = realpath(name, NULL);
	bool ok = path || script_fail(script, "%s: %s", name, strerror(errno));
	if (path) {
		words_add(&script->options, option);
		words_add(&script->options, path);
	}
	free(path);
	free(name);
	return ok;
}

bool step_bundle(struct script *script, struct span args)
{
	return add_path_option(script, "--bundle", args);
}

bool step_args(struct script *script, struct span args)
{
	struct span word;
	bool ok = true;
	words_free(&script->args);
	while (ok && span_trim(args).len) {
		struct str text = {0};
		if (args.at[0] == '"')
			ok = script_text(script, &args, &text);
		else if (script_word(&args, &word))
			str_add_bytes(&text, word.at, word.len);
		words_add(&script->args, str_text(&text));
		str_free(&text);
	}
	return ok;
}

bool step_env(struct script *script, struct span args)
{
	char *text = copy(args);
	char *equals = strchr(text, '=');
	bool ok = equals || script_fail(script, "a variable is NAME=VALUE");
	if (equals) {
		*equals = '\0';
		home_set(script->home, text, equals + 1);
	}
	free(text);
	return ok;
}

bool step_unset(struct script *script, struct span args)
{
	char *name = copy(args);
	home_set(script->home, name, NULL);
	free(name);
	return true;
}

static bool write_file(struct script *script, const char *path, const struct str *text)
{
	struct error err;
	char *folder = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
	bool ok = os_make_folders(folder, &err) && os_write_file(path, str_text(text), text->len, &err);
	free(folder);
	return ok || script_fail(script, "%s", err.text);
}

bool step_config(struct script *script, struct span args)
{
	if (args.len > 0 && args.at[0] != '<')
		return add_path_option(script, "--config", args);
	struct str text = {0};
	char *path = home_config_path(script->home);
	bool ok = script_here_document(script, args, &text) && write_file(script, path, &text);
	free(path);
	str_free(&text);
	return ok;
}

bool step_file(struct script *script, struct span args)
{
	struct str text = {0};
	struct span name;
	if (!script_word(&args, &name))
		return script_fail(script, "the file's name is missing");
	char *below = copy(name);
	char *path = os_path(home_folder(script->home), below);
	bool ok = script_here_document(script, args, &text) && write_file(script, path, &text);
	free(path);
	free(below);
	str_free(&text);
	return ok;
}

bool step_program(struct script *script, struct span args)
{
	free(script->program);
	script->program = copy(args);
	return true;
}

bool step_start(struct script *script, struct span args)
{
	(void)args;
	if (script->terminal && !script_has_ended(script))
		return script_fail(script, "the program runs already");
	return script_start(script);
}
