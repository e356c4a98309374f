/* What the kernel knows of the program, a second bugclock beside it, and files that others write. */
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/os.h"
#include "tests/screen/steps.h"

/* --- what is mapped into its memory --- */

struct maps_wanted {
	struct str text;
	bool is_there;
};

static bool maps_hold(struct script *script, const void *what)
{
	const struct maps_wanted *wanted = what;
	struct str maps = {0};
	terminal_add_maps(script->terminal, &maps);
	bool ok = maps.len && (strstr(str_text(&maps), str_text(&wanted->text)) != NULL) == wanted->is_there;
	str_free(&maps);
	return ok;
}

static bool look_at_maps(struct script *script, struct span args, bool is_there)
{
	struct maps_wanted wanted = {.is_there = is_there};
	script_look(script);
	bool ok = script_text(script, &args, &wanted.text);
	if (ok && !script->is_recording && !script_await(script, maps_hold, &wanted, true))
		ok = script_fail(script, is_there ? "not in its memory" : "in its memory");
	str_free(&wanted.text);
	return ok;
}

bool step_maps_has(struct script *script, struct span args)
{
	return look_at_maps(script, args, true);
}

bool step_maps_has_not(struct script *script, struct span args)
{
	return look_at_maps(script, args, false);
}

/* --- a second one --- */

static int spawn(struct script *script, const char *path, char *const *argv)
{
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
	/* A socket of the fake's would stay open there when it goes down. */
	posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	posix_spawn_file_actions_addchdir_np(&actions, home_folder(script->home));
	int failure =
		posix_spawn(&script->beside, path, &actions, NULL, argv, home_environment(script->home));
	posix_spawn_file_actions_destroy(&actions);
	return failure;
}

bool step_beside(struct script *script, struct span args)
{
	struct words argv = {0};
	struct span word;
	if (script->beside)
		return script_fail(script, "there is one beside it already");
	words_add(&argv, script->program);
	for (size_t i = 0; i < script->options.n; i++)
		words_add(&argv, script->options.at[i]);
	while (script_word(&args, &word)) {
		struct str text = {0};
		str_add_bytes(&text, word.at, word.len);
		words_add(&argv, str_text(&text));
		str_free(&text);
	}
	char *path = os_path(script->programs, script->program);
	int failure = spawn(script, path, argv.at);
	if (failure)
		script->beside = 0;
	free(path);
	words_free(&argv);
	return !failure || script_fail(script, "%s: %s", script->program, strerror(failure));
}

static bool beside_has_ended(struct script *script, const void *what)
{
	(void)what;
	siginfo_t info = {0};
	return waitid(P_PID, (id_t)script->beside, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid != 0;
}

bool step_beside_exit(struct script *script, struct span args)
{
	int wanted, status = 0;
	if (!script_number(script, &args, &wanted))
		return false;
	if (!script->beside)
		return script_fail(script, "there is none beside it");
	if (!script_await(script, beside_has_ended, NULL, false))
		return script_fail(script, "what runs beside it does not end");
	waitpid(script->beside, &status, 0);
	script->beside = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == wanted)
		return true;
	return script_fail(script, "what ran beside it ended with status %d", status);
}

void beside_end(struct script *script)
{
	if (!script->beside)
		return;
	kill(script->beside, SIGKILL);
	waitpid(script->beside, NULL, 0);
	script->beside = 0;
}

/* --- files --- */

#define FILE_MAX_BYTES 65536

struct file_wanted {
	char *path;
	struct str text;
};

static bool file_holds(struct script *script, const void *what)
{
	const struct file_wanted *wanted = what;
	struct error err;
	(void)script;
	char *text = os_exists(wanted->path) ? os_read_file(wanted->path, FILE_MAX_BYTES, NULL, &err) : NULL;
	bool is_there = text && strstr(text, str_text(&wanted->text));
	free(text);
	return is_there;
}

bool step_file_has(struct script *script, struct span args)
{
	struct file_wanted wanted = {0};
	char *name = script_take(script, &args, "the file's name");
	if (!name)
		return false;
	script_look(script);
	wanted.path = os_path(home_folder(script->home), name);
	bool ok = script_whole_text(script, args, &wanted.text);
	if (ok && !script->is_recording && !script_await(script, file_holds, &wanted, false))
		ok = script_fail(script, "%s has not: %s", name, str_text(&wanted.text));
	str_free(&wanted.text);
	free(wanted.path);
	free(name);
	return ok;
}
