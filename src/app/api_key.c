#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/config.h"
#include "app/loader.h"
#include "base/arena.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/secret.h"
#include "base/str.h"

#define KEY_BYTES_MAX 4096
/* Somebody may have to unlock a key store first. */
#define KEY_COMMAND_TIMEOUT_MS 120000

/* Where anybody may put a file in place of another, the key that is sent may be anybody's. */
static bool check_folder(const char *path, struct error *err)
{
	struct arena *scratch = arena_new();
	const char *folder = loader_folder(scratch, path);
	struct stat status;
	bool is_open = stat(folder, &status) == 0 && status.st_mode & S_IWOTH && !(status.st_mode & S_ISVTX);

	if (is_open)
		error_set(err, FAULT_CONFIG,
			  "%s: anybody can put another API key here, as its folder is open to all; run `chmod"
			  " o-w %s`",
			  path, folder);
	arena_free(scratch);
	return !is_open;
}

/* Looked at before a byte is read. A file that is not there is the reader's to say. */
static bool check_file(const char *path, struct error *err)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return true;
	if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return error_set(err, FAULT_CONFIG, "%s: others can read the API key; run `chmod 600 %s`",
				 path, path);
	if (status.st_uid != geteuid() && status.st_uid != 0)
		return error_set(err, FAULT_CONFIG,
				 "%s: the file of the API key is not yours; run `chown %u"
				 " %s`",
				 path, (unsigned)geteuid(), path);
	return check_folder(path, err);
}

static char *key_from_file(const char *path, struct error *err)
{
	char *key;

	if (!check_file(path, err))
		return NULL;
	key = os_read_file(path, KEY_BYTES_MAX, NULL, err);
	if (!key)
		error_set(err, err->fault, "%s; write the key there, or name another in `api_key_file`",
			  err->text);
	return key;
}

static char *key_from_command(const char *command, const atomic_bool *stop, struct error *err)
{
	char *key = os_run(command, KEY_BYTES_MAX, KEY_COMMAND_TIMEOUT_MS, stop, err);

	if (!key)
		error_set(err, err->fault, "api_key_command: %s; try it in a shell", err->text);
	return key;
}

bool config_check_key(const char *key, const char *from, struct error *err)
{
	if (*key == '\0')
		return error_set(err, FAULT_CONFIG,
				 "%s: the API key is empty; it should be one word of letters and digits",
				 from);
	for (const char *c = key; *c; c++)
		if (*c <= ' ' || *c > '~')
			return error_set(err, FAULT_CONFIG,
					 "%s: more than an API key; it is one word of letters and digits",
					 from);
	return true;
}

/* The text of whatever says the key; NULL with *from set: it failed; with *from NULL: nothing does. */
static char *key_text(const struct config *config, const atomic_bool *stop, const char **from,
		      struct error *err)
{
	const struct bugzilla_config *bugzilla = &config->bugzilla;

	if (config->globals.api_key) {
		*from = CONFIG_KEY_VARIABLE;
		return mem_strdup(config->globals.api_key);
	}
	if (bugzilla->api_key_file) {
		*from = bugzilla->api_key_file;
		return key_from_file(bugzilla->api_key_file, err);
	}
	*from = bugzilla->api_key_command ? "api_key_command" : NULL;
	return *from ? key_from_command(bugzilla->api_key_command, stop, err) : NULL;
}

bool config_api_key(const struct config *config, const atomic_bool *stop, char **key, struct error *err)
{
	const char *from;
	struct span trimmed;
	char *text;

	*key = NULL;
	os_leave_no_core();
	text = key_text(config, stop, &from, err);
	if (!text)
		return !from;
	trimmed = span_trim(span_of(text));
	*key = mem_strndup(trimmed.at, trimmed.len);
	explicit_bzero(text, strlen(text));
	free(text);
	if (!config_check_key(*key, from, err)) {
		free(*key);
		*key = NULL;
		return false;
	}
	secret_announce(*key);
	return true;
}
