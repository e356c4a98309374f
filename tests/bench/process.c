/* Whole processes, and what they leave on disk and take in memory (bench.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"
#include "tests/bench/bench.h"
#include "tests/bench/fill.h"

/* Exit codes from here on are failures (cli.md); `check` says 1 and 2. */
#define FAILURE_FIRST 64

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static _Noreturn void become(const struct command *command, struct home *home)
{
	int nothing = open("/dev/null", O_RDWR);

	dup2(nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
	execvpe(command->words[0], (char *const *)(uintptr_t)command->words, home_environment(home));
	_exit(127);
}

bool process_run(const struct command *command, struct home *home, double *ms, struct error *err)
{
	int status = 0;
	double start_ms = now_ms();
	pid_t child = fork();

	if (child == 0)
		become(command, home);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return error_set(err, FAULT_IO, "%s: %s", command->words[0], strerror(errno));
	*ms = now_ms() - start_ms;
	if (!WIFEXITED(status) || WEXITSTATUS(status) >= FAILURE_FIRST)
		return error_set(err, FAULT_IO, "%s %s: ended with status %d", command->words[0],
				 command->words[1] ? command->words[1] : "", status);
	return true;
}

bool sample_process(struct run *run, enum side side, double *ms, struct error *err)
{
	struct command command;

	if (!subject_command(run, side, &command, err))
		return false;
	bool ok = process_run(&command, run->homes[side], ms, err);
	command_free(&command);
	return ok;
}

bool sample_cache_size(struct run *run, enum side side, double *bytes, struct error *err)
{
	enum data data = run->row->data;
	size_t text_bytes;
	struct stat file;

	if (side == YARDSTICK) {
		bool ok = fill_count_text(&data_sizes[data], &text_bytes, err);
		*bytes = (double)text_bytes;
		return ok;
	}
	if (!subject_open_home(run, OURS, data, err))
		return false;
	char *path = subject_cache_path(run->bench, data);
	bool ok = stat(path, &file) == 0 || error_set(err, FAULT_IO, "%s: %s", path, strerror(errno));
	*bytes = ok ? (double)file.st_size : 0;
	free(path);
	return ok;
}
