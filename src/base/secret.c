#include "base/secret.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

#define SECRET_BYTES_MIN 4
#define MASK "***" /* shorter than any secret, so that the text shrinks where it stands */
#define MASK_BYTES (sizeof MASK - 1)

/* All of it is guarded by `mutex`. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char **secrets;
static size_t n_secrets;

static bool is_known(const char *secret)
{
	for (size_t i = 0; i < n_secrets; i++)
		if (str_equals(secrets[i], secret))
			return true;
	return false;
}

void secret_announce(const char *secret)
{
	if (strlen(secret) < SECRET_BYTES_MIN)
		return;
	pthread_mutex_lock(&mutex);
	if (!is_known(secret)) {
		secrets = mem_resize(secrets, n_secrets + 1, sizeof *secrets);
		secrets[n_secrets++] = mem_strdup(secret);
	}
	pthread_mutex_unlock(&mutex);
}

/* 16 and more for what is no digit. */
static unsigned hex_value(char c)
{
	const char *digits = "0123456789abcdef", *at = memchr(digits, ascii_lower(c), 16);

	return at ? (unsigned)(at - digits) : 16;
}

/* The bytes in which `c` is written at the beginning of the text; 0 when it is another character. */
static size_t bytes_of(char c, const char *text, size_t len)
{
	if (len > 0 && text[0] == c)
		return 1;
	if (len < 3 || text[0] != '%')
		return 0;
	return hex_value(text[1]) * 16 + hex_value(text[2]) == (unsigned char)c ? 3 : 0;
}

static size_t bytes_of_secret(const char *secret, const char *text, size_t len)
{
	size_t used = 0;

	for (; *secret; secret++) {
		size_t bytes = bytes_of(*secret, text + used, len - used);

		if (bytes == 0)
			return 0;
		used += bytes;
	}
	return used;
}

/* The bytes of the longest secret that begins here; 0 when there is none. */
static size_t secret_at(const char *text, size_t len)
{
	size_t longest = 0;

	for (size_t i = 0; i < n_secrets; i++) {
		size_t bytes = bytes_of_secret(secrets[i], text, len);

		if (bytes > longest)
			longest = bytes;
	}
	return longest;
}

size_t secret_mask(char *text, size_t len)
{
	size_t kept = 0;

	pthread_mutex_lock(&mutex);
	for (size_t at = 0; at < len && n_secrets > 0;) {
		size_t bytes = secret_at(text + at, len - at);

		if (bytes > 0)
			memcpy(text + kept, MASK, MASK_BYTES);
		else
			text[kept] = text[at];
		kept += bytes > 0 ? MASK_BYTES : 1;
		at += bytes > 0 ? bytes : 1;
	}
	if (n_secrets == 0)
		kept = len;
	pthread_mutex_unlock(&mutex);
	if (kept < len)
		text[kept] = '\0';
	return kept;
}
