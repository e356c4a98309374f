/* app/loader.h - what the files of the configuration's reader share. config.c finds the files and keeps the
 * count, config_read.c takes their lines, config_check.c makes of the values what others get, and finds out
 * what only the whole can tell. */
#ifndef APP_LOADER_H
#define APP_LOADER_H

#include "app/config.h"
#include "app/option.h"
#include "base/arena.h"
#include "base/error.h"

struct loader {
	struct config *config;
	struct arena *home;
	struct error *err;
	struct me_config me;
	struct team_config team;
	struct member_config *members;
	size_t n_members, cap_members;
	struct view_config *views;
	size_t n_views, cap_views;
	const char *key_line; /* of [keys]: ui/keymap reads the settings */
	struct seen_section *seen;
	size_t n_seen, cap_seen;
	struct setting *given; /* values so far */
	size_t n_given, cap_given;
	const char *file;
	bool is_team_file;
	struct option_place values; /* how the values of this file are read */
	enum section_id section;    /* the one being read */
};

/* config_read.c: takes the values of one file's text. FAULT_CONFIG with file and line. */
bool loader_read_text(struct loader *loader, const char *file, const char *text, size_t len);
/* Takes a value that no file says: `origin` is the option of the command line that does. */
bool loader_give(struct loader *loader, const struct option *option, const char *value, const char *origin);
/* Takes a value into the struct of its option's section, as if it stood in a file. */
bool loader_read_value(struct loader *loader, const struct option *option, const char *value);

/* Of the file, "." for one without a slash: relative paths in it begin there. */
const char *loader_folder(struct arena *home, const char *path);

/* config_check.c: the value given for the option whose place in its section's struct this is; NULL: none. */
const struct setting *loader_given(const struct loader *loader, enum section_id section, size_t at);
/* Makes roster, meetings and views; false when something does not fit together. */
bool loader_finish(struct loader *loader);

#endif
