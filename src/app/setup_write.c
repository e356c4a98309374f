/* What is written, and where (app/setup_inside.h). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/config_write.h"
#include "app/loader.h"
#include "app/setup_inside.h"
#include "base/os.h"

/* A file that shall be there in the end. */
struct output {
	const char *path;
	struct str text;
};

#define OUTPUTS_MAX 3 /* key, team, configuration */

struct outputs {
	struct output at[OUTPUTS_MAX];
	size_t n;
};

/* --- the team's part --- */

static bool check_share(struct setup *setup, const char *answer, struct error *err)
{
	const char *path = setup_open_path(setup, answer);
	const char *folder = loader_folder(setup->home, path);

	if (os_exists(path))
		return error_set(err, FAULT_USAGE,
				 "%s is there already; to join that team: bugclock init --team %s", path,
				 path);
	return os_exists(folder) ||
	       error_set(err, FAULT_USAGE, "%s: there is no such folder; make it first", folder);
}

bool setup_ask_share(struct setup *setup, struct error *err)
{
	const struct inquiry inquiry = {
		.ask = {.label = "File of the team"},
		.option = option_at(SECTION_ME, AT(me_config, team_path)),
		.check = check_share,
	};
	const char *path;

	setup_tell(setup, TONE_HEADING, "Colleagues");
	setup_tell(setup, TONE_TEXT,
		   "What all share may stand in a file of its own, which they join with "
		   "`bugclock init --team FILE`. Nothing: all in one file.");
	path = setup_ask(setup, &inquiry, err);
	if (!path)
		return false;
	setup->share_path = *path ? setup_open_path(setup, path) : NULL;
	return true;
}

/* --- what is written --- */

static struct str *add_output(struct outputs *outputs, const char *path)
{
	outputs->at[outputs->n].path = path;
	return &outputs->at[outputs->n++].text;
}

/* The configuration comes last: as long as it is not there, nothing is. */
static void make_outputs(struct setup *setup, struct outputs *outputs)
{
	unsigned own = setup->share_path || setup->team_path ? CONFIG_PERSONAL : CONFIG_BOTH;

	if (setup->typed_key)
		str_addf(add_output(outputs, setup_key_path(setup)), "%s\n", setup->typed_key);
	if (setup->share_path) {
		config_write(setup->settings, setup->n, CONFIG_SHARED,
			     add_output(outputs, setup->share_path));
		setup_set(setup, SECTION_ME, AT(me_config, team_path), "", setup->share_path);
	}
	config_write(setup->settings, setup->n, own, add_output(outputs, setup->path));
}

/* What is in force of it: the rest can be read at leisure. */
static void show(struct setup *setup, const struct output *output)
{
	struct span rest = span_of(str_text(&output->text)), section = {0}, line;

	setup_tell(setup, TONE_TEXT, "%s:", output->path);
	if (str_equals(output->path, setup_key_path(setup))) {
		setup_tell(setup, TONE_QUOTE, "(the key)");
		return;
	}
	while (span_next_line(&rest, &line)) {
		if (line.len == 0 || line.at[0] == ';')
			continue;
		if (line.at[0] == '[') {
			section = line;
			continue;
		}
		if (section.len > 0)
			setup_tell(setup, TONE_QUOTE, "%.*s", (int)section.len, section.at);
		section.len = 0;
		setup_tell(setup, TONE_QUOTE, "%.*s", (int)line.len, line.at);
	}
}

static void take_back(const struct outputs *outputs, size_t n)
{
	while (n-- > 0)
		unlink(outputs->at[n].path);
}

static bool store(const struct outputs *outputs, struct error *err)
{
	for (size_t i = 0; i < outputs->n; i++)
		if (!os_write_new_file(outputs->at[i].path, str_text(&outputs->at[i].text),
				       outputs->at[i].text.len, err)) {
			take_back(outputs, i);
			return false;
		}
	return true;
}

static void note(struct setup *setup, const struct outputs *outputs)
{
	for (size_t i = 0; i < outputs->n; i++)
		str_addf(setup->notes, "%s is written\n", outputs->at[i].path);
	if (setup->share_path)
		str_addf(setup->notes, "only you can read %s yet: chmod and chgrp it for your colleagues\n",
			 setup->share_path);
}

static bool show_and_store(struct setup *setup, const struct outputs *outputs, struct error *err)
{
	bool is_wanted;

	setup_tell(setup, TONE_HEADING, "What will be written");
	for (size_t i = 0; i < outputs->n; i++)
		show(setup, &outputs->at[i]);
	setup_tell(setup, TONE_TEXT, "Everything else stands there too, commented out, with what it means.");
	if (!setup_ask_yes_no(setup, "Write it", true, &is_wanted, err))
		return false;
	if (!is_wanted)
		return setup_leave(err);
	if (!os_make_folders(loader_folder(setup->home, setup->path), err) || !store(outputs, err))
		return false;
	note(setup, outputs);
	return true;
}

bool setup_write(struct setup *setup, struct error *err)
{
	struct outputs outputs = {0};
	struct config *config = setup_config(setup, err); /* all of it once more, as it will be read */
	bool ok;

	if (!config)
		return false;
	config_unref(config);
	make_outputs(setup, &outputs);
	ok = show_and_store(setup, &outputs, err);
	for (size_t i = 0; i < outputs.n; i++)
		str_free(&outputs.at[i].text);
	return ok;
}
