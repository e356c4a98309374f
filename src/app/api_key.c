#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/config.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"

#define KEY_BYTES_MAX 4096
/* Somebody may have to unlock a key store first. */
#define KEY_COMMAND_TIMEOUT_MS 120000

static char *key_from_file(const char *path, struct error *err)
{
	struct stat status;

	if (stat(path, &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		error_set(err, FAULT_CONFIG, "%s: others can read the API key; run `chmod 600 %s`", path,
			  path);
		return NULL;
	}
	return os_read_file(path, KEY_BYTES_MAX, NULL, err);
}

static char *key_from_command(const char *command, struct error *err)
{
	char *key = os_run(command, KEY_BYTES_MAX, KEY_COMMAND_TIMEOUT_MS, err);

	if (!key)
		error_prefix(err, "api_key_command: ");
	return key;
}

/* It goes into a header line: nothing but visible ASCII. The text itself stays out of the message. */
static bool check_key(const char *key, const char *from, struct error *err)
{
	if (*key == '\0')
		return error_set(err, FAULT_CONFIG, "%s: the API key is empty", from);
	for (const char *c = key; *c; c++)
		if (*c <= ' ' || *c > '~')
			return error_set(err, FAULT_CONFIG,
					 "%s: more than an API key; it is one word of letters and digits",
					 from);
	return true;
}

bool config_api_key(const struct config *config, char **key, struct error *err)
{
	const struct bugzilla_config *bugzilla = &config->bugzilla;
	const char *given = getenv(CONFIG_KEY_VARIABLE);
	const char *from;
	char *text;
	struct span trimmed;

	*key = NULL;
	if (given && *given) {
		from = CONFIG_KEY_VARIABLE;
		text = mem_strdup(given);
	} else if (bugzilla->api_key_file) {
		from = bugzilla->api_key_file;
		text = key_from_file(bugzilla->api_key_file, err);
	} else if (bugzilla->api_key_command) {
		from = "api_key_command";
		text = key_from_command(bugzilla->api_key_command, err);
	} else {
		return true;
	}
	if (!text)
		return false;
	trimmed = span_trim(span_of(text));
	*key = mem_strndup(trimmed.at, trimmed.len);
	free(text);
	if (!check_key(*key, from, err)) {
		free(*key);
		*key = NULL;
		return false;
	}
	log_mask(*key);
	return true;
}
