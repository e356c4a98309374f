#include "base/secret.h"

#include <limits.h>
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
static bool begins[UCHAR_MAX + 1]; /* with these bytes a secret begins, as it may be written */

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
		begins[(unsigned char)secret[0]] = begins['%'] = true;
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

/* How many bytes come before the next secret. Answers are long and hold none: most bytes are looked at once.
 */
static size_t bytes_before_secret(const char *text, size_t len)
{
	for (size_t at = 0; at < len; at++)
		if (begins[(unsigned char)text[at]] && secret_at(text + at, len - at) > 0)
			return at;
	return len;
}

size_t secret_mask(char *text, size_t len)
{
	size_t kept, at;

	pthread_mutex_lock(&mutex);
	kept = at = n_secrets > 0 ? bytes_before_secret(text, len) : len;
	while (at < len) {
		size_t plain;

		at += secret_at(text + at, len - at);
		memcpy(text + kept, MASK, MASK_BYTES);
		kept += MASK_BYTES;
		plain = bytes_before_secret(text + at, len - at);
		memmove(text + kept, text + at, plain);
		kept += plain;
		at += plain;
	}
	pthread_mutex_unlock(&mutex);
	if (kept < len)
		text[kept] = '\0';
	return kept;
}
