#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/os.h"
#include "tests/fake/parts.h"

size_t log_add(struct log *log, const struct fake_request *request)
{
	log->entries = mem_resize(log->entries, log->n + 1, sizeof *log->entries);
	struct fake_request *entry = &log->entries[log->n];
	*entry = *request;
	entry->at_ms = os_monotonic_ms();
	entry->method = mem_strdup(request->method);
	entry->path = mem_strdup(request->path);
	entry->query = mem_strdup(request->query);
	entry->login = mem_strdup("");
	return log->first + log->n++;
}

struct fake_request *log_entry(struct log *log, size_t serial)
{
	return serial >= log->first && serial - log->first < log->n ? &log->entries[serial - log->first]
								    : NULL;
}

bool path_matches(const char *pattern, const char *path)
{
	while (*pattern && *path) {
		if (*pattern == 'N' && ascii_is_digit(*path)) {
			pattern++;
			path += strspn(path, "0123456789");
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return *pattern == *path;
}

size_t log_count(const struct log *log, const char *path)
{
	size_t count = 0;
	for (size_t i = 0; i < log->n; i++)
		count += !path || path_matches(path, log->entries[i].path);
	return count;
}

void log_forget(struct log *log)
{
	for (size_t i = 0; i < log->n; i++) {
		free((char *)log->entries[i].method);
		free((char *)log->entries[i].path);
		free((char *)log->entries[i].query);
		free((char *)log->entries[i].login);
	}
	free(log->entries);
	log->entries = NULL;
	log->first += log->n;
	log->n = 0;
}

/* --- fake.h --- */

size_t fake_count(struct fake *fake, const char *path)
{
	pthread_mutex_lock(&fake->lock);
	size_t count = log_count(&fake->log, path);
	pthread_mutex_unlock(&fake->lock);
	return count;
}

size_t fake_connections(struct fake *fake)
{
	pthread_mutex_lock(&fake->lock);
	size_t connections = fake->log.connections;
	pthread_mutex_unlock(&fake->lock);
	return connections;
}

void fake_forget_requests(struct fake *fake)
{
	pthread_mutex_lock(&fake->lock);
	log_forget(&fake->log);
	pthread_mutex_unlock(&fake->lock);
}

/* Copies the text behind the entries; *at is the next free byte. */
static const char *append(char **at, const char *text)
{
	size_t bytes = strlen(text) + 1;
	char *copy = memcpy(*at, text, bytes);
	*at += bytes;
	return copy;
}

static size_t text_bytes(const struct fake_request *request)
{
	return strlen(request->method) + strlen(request->path) + strlen(request->query) +
	       strlen(request->login) + 4;
}

struct fake_request *fake_requests(struct fake *fake, size_t *n)
{
	pthread_mutex_lock(&fake->lock);
	size_t bytes = fake->log.n * sizeof(struct fake_request);
	for (size_t i = 0; i < fake->log.n; i++)
		bytes += text_bytes(&fake->log.entries[i]);
	struct fake_request *copy = mem_alloc(bytes + 1);
	char *at = (char *)(copy + fake->log.n);
	for (size_t i = 0; i < fake->log.n; i++) {
		copy[i] = fake->log.entries[i];
		copy[i].method = append(&at, copy[i].method);
		copy[i].path = append(&at, copy[i].path);
		copy[i].query = append(&at, copy[i].query);
		copy[i].login = append(&at, copy[i].login);
	}
	*n = fake->log.n;
	pthread_mutex_unlock(&fake->lock);
	return copy;
}
