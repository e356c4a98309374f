#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"
#include "tests/bench/bench.h"
#include "tests/bench/cells.h"
#include "tests/bench/fill.h"

/* In words: @cells is the file hello paints, @cache the database, @/NAME a file of the material, @ID one of
 * our open bugs. */
static const struct subject_row {
	enum data data;
	const char *words[COMMAND_WORDS_MAX];
} subjects[] = {
	[SUBJECT_PAGE] = {DATA_S, {"bugclock", "--now", DATA_NOW, "--offline"}},
	[SUBJECT_PAGE_TALK] = {DATA_TALK, {"bugclock", "--now", DATA_NOW, "--offline"}},
	[SUBJECT_PAGE_L] = {DATA_L, {"bugclock", "--now", DATA_NOW, "--offline"}},
	[SUBJECT_PAGE_ROWS] = {DATA_ROWS, {"bugclock", "--now", DATA_NOW, "--offline"}},
	[SUBJECT_HELLO] = {DATA_NONE, {"hello", "@cells"}},
	[SUBJECT_LESS] = {DATA_NONE, {"less", "@/text"}},
	[SUBJECT_TIG] = {DATA_NONE, {"tig", "-C@/repository"}},
	[SUBJECT_NEWSBOAT] = {DATA_NONE,
			      {"newsboat", "-C", "@/newsboat.config", "-u", "@/newsboat.urls", "-c",
			       "@/newsboat.cache"}},
	[SUBJECT_LIST] = {DATA_S, {"bugclock", "--now", DATA_NOW, "list"}},
	[SUBJECT_CHECK] = {DATA_S, {"bugclock", "--now", DATA_NOW, "check"}},
	[SUBJECT_WHY] = {DATA_S, {"bugclock", "--now", DATA_NOW, "why", "@ID"}},
	[SUBJECT_LIST_L] = {DATA_L, {"bugclock", "--now", DATA_NOW, "list"}},
	[SUBJECT_CHECK_L] = {DATA_L, {"bugclock", "--now", DATA_NOW, "check"}},
	[SUBJECT_WHY_L] = {DATA_L, {"bugclock", "--now", DATA_NOW, "why", "@ID"}},
	[SUBJECT_SQLITE] = {DATA_S, {"sqlite3", "@cache", "select count(*) from bug"}},
};

#define READY_ROWS 24
#define READY_COLS 80
/* The worker tries the server after its own work; whoever waited for it asks for none. */
#define WORK_IS_DONE "offline since"
#define READY_MS (10 * 60 * 1000)
#define NO_SERVER "http://127.0.0.1:9"

static const char config_head[] = "[me]\nmember = ana\n"
				  "[team]\nca = " DATA_CA "\ndomains = example-trust.example\n"
				  "[member ana]\nbugzilla = ana@example-trust.example\nbuddy = ben\n"
				  "[member ben]\nbugzilla = ben@example-trust.example\n";

/* --- homes --- */

static char *cache_home(const struct bench *bench, enum data data)
{
	struct str path = {0};

	str_addf(&path, "%s/%s", bench->folder, data_sizes[data].name);
	return str_take(&path);
}

char *subject_cache_path(const struct bench *bench, enum data data)
{
	char *folder = cache_home(bench, data);
	char *path = os_path(folder, "bugclock/default/cache.db");

	free(folder);
	return path;
}

static bool write_config(struct home *home, const char *url, struct error *err)
{
	struct str text = {0};
	char *path = home_config_path(home);
	char *folder = mem_strndup(path, (size_t)(strrchr(path, '/') - path));

	str_addf(&text, "%s[bugzilla]\nurl = %s\ninterval = 1h\n", config_head, url);
	bool ok = os_make_folders(folder, err) && os_write_file(path, str_text(&text), text.len, err);
	str_free(&text);
	free(folder);
	free(path);
	return ok;
}

/* The folders of XDG count only when they are absolute. */
static void set_cache(const struct bench *bench, struct home *home, enum data data)
{
	char *folder = cache_home(bench, data), *absolute = realpath(folder, NULL);

	home_set(home, "XDG_CACHE_HOME", absolute ? absolute : folder);
	free(absolute);
	free(folder);
}

struct home *subject_home(const struct bench *bench, enum data data, const char *url, const char *key,
			  struct error *err)
{
	struct home *home = home_new(err);

	if (!home || !write_config(home, url ? url : NO_SERVER, err)) {
		home_free(home);
		return NULL;
	}
	home_set(home, "PATH", getenv("PATH"));
	home_set(home, "BUGCLOCK_API_KEY", key);
	if (data != DATA_NONE)
		set_cache(bench, home, data);
	return home;
}

/* --- words --- */

struct command bugclock_command(const struct bench *bench, const char *const *words)
{
	struct command command = {.texts = arena_new()};
	size_t n = 0;

	command.words[n++] = arena_printf(command.texts, "%s/bugclock", bench->programs);
	for (; *words && n + 1 < COMMAND_WORDS_MAX; words++)
		command.words[n++] = *words;
	return command;
}

void command_free(struct command *command)
{
	arena_free(command->texts);
}

static const char *cells_path(const struct run *run, struct arena *home)
{
	const struct row *row = run->row;

	return arena_printf(home, "%s/cells-%dx%d", run->bench->folder, row->cols ? row->cols : 80,
			    row->rows ? row->rows : 24);
}

static const char *spell(const struct run *run, enum data data, const char *word, struct arena *home)
{
	const struct bench *bench = run->bench;

	if (str_equals(word, "bugclock") || str_equals(word, "hello"))
		return arena_printf(home, "%s/%s", bench->programs, word);
	if (str_equals(word, "@cells"))
		return cells_path(run, home);
	if (str_equals(word, "@ID"))
		return arena_printf(home, "%lld", (long long)data_ours_id(&data_sizes[data], 7));
	if (str_equals(word, "@cache")) {
		char *path = subject_cache_path(bench, data);
		const char *copy = arena_strdup(home, path);
		free(path);
		return copy;
	}
	const char *file = strstr(word, "@/");
	if (!file)
		return word;
	return arena_printf(home, "%.*s%s/material/%s", (int)(file - word), word, bench->folder, file + 2);
}

static struct command spell_words(const struct run *run, const struct subject_row *subject)
{
	struct command command = {.texts = arena_new()};

	for (size_t i = 0; subject->words[i]; i++)
		command.words[i] = spell(run, subject->data, subject->words[i], command.texts);
	return command;
}

const char *subject_id_prefix(enum data data, char out[SUBJECT_PREFIX_BYTES])
{
	char id[24];

	snprintf(id, sizeof id, "%lld", (long long)data_ours_id(&data_sizes[data], 0));
	snprintf(out, SUBJECT_PREFIX_BYTES, "%.3s", id);
	return out;
}

/* What is measured is a start like most: the worker has been over all bugs before. So the dashboard is left
 * alone with the cache until nothing is left to do; the server that is not there takes nothing from it. */
static bool ready_cache(struct run *run, enum data data, struct home *home, struct error *err)
{
	double ms;
	struct command command = bugclock_command(run->bench, (const char *const[]){"--now", DATA_NOW, NULL});
	struct pty_launch launch = {.words = command.words,
				    .environment = home_environment(home),
				    .rows = READY_ROWS,
				    .cols = READY_COLS};
	struct pty *pty = pty_start(&launch, err);
	bool ok = pty && pty_await(pty, WORK_IS_DONE, READY_MS, &ms, err) && pty_settle(pty, err);

	pty_end(pty);
	command_free(&command);
	run->bench->is_ready[data] = ok;
	return ok;
}

bool subject_open_home(struct run *run, enum side side, enum data data, struct error *err)
{
	run->homes[side] = subject_home(run->bench, data, NULL, NULL, err);
	return run->homes[side] && (data == DATA_NONE || run->bench->is_ready[data] ||
				    ready_cache(run, data, run->homes[side], err));
}

/* hello paints what the page looks like today. */
static bool capture_page(struct run *run, const char *cells, struct error *err)
{
	const struct subject_row *page = &subjects[SUBJECT_PAGE];
	struct home *home = subject_home(run->bench, page->data, NULL, NULL, err);

	if (!home)
		return false;
	struct command command = spell_words(run, page);
	struct pty_launch launch = {.words = command.words,
				    .environment = home_environment(home),
				    .rows = run->row->rows ? run->row->rows : 24,
				    .cols = run->row->cols ? run->row->cols : 80};
	bool ok = cells_capture(&launch, cells, err);
	command_free(&command);
	home_free(home);
	return ok;
}

bool subject_command(struct run *run, enum side side, struct command *command, struct error *err)
{
	const struct subject_row *subject = &subjects[run->row->subjects[side]];
	bool is_first = !run->homes[side];

	if (is_first && !subject_open_home(run, side, subject->data, err))
		return false;
	*command = spell_words(run, subject);
	if (is_first && run->row->subjects[side] == SUBJECT_HELLO &&
	    !capture_page(run, command->words[1], err)) {
		command_free(command);
		return false;
	}
	return true;
}
