#include "net/libs.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

#define CURL_FILE "libcurl.so.4"
#define CURL_PACKAGE "libcurl4"

struct symbol {
	const char *name;
	size_t at; /* of its member in the table */
};

static const struct symbol curl_symbols[] = {
#define LIBS_SYMBOL(name) {"curl_" #name, offsetof(struct libs_curl, name)},
	LIBS_CURL_FUNCTIONS(LIBS_SYMBOL)
#undef LIBS_SYMBOL
};
#define N_CURL_SYMBOLS (sizeof curl_symbols / sizeof *curl_symbols)

/* The one thing that all threads share here: written once, under the lock, before anybody gets it. */
static struct {
	pthread_mutex_t lock;
	bool is_open;
	struct libs_curl table;
} curl = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool look_up(void *library, struct error *err)
{
	for (size_t i = 0; i < N_CURL_SYMBOLS; i++) {
		/* POSIX gives functions as void *; ISO C knows no such cast, so the pointer is written as
		 * one. */
		void **member = (void **)((char *)&curl.table + curl_symbols[i].at);
		*member = dlsym(library, curl_symbols[i].name);
		if (!*member)
			return error_set(err, FAULT_UNREACHABLE,
					 CURL_FILE " is too old: it has no %s; install a newer " CURL_PACKAGE,
					 curl_symbols[i].name);
	}
	return true;
}

static bool open_curl(struct error *err)
{
	void *library = dlopen(CURL_FILE, RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return error_set(
			err, FAULT_UNREACHABLE,
			"cannot open the library for network access; install the package " CURL_PACKAGE
			" (%s)",
			dlerror());
	if (!look_up(library, err))
		return false; /* never closed: it may have threads and exit handlers */
	if (curl.table.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return error_set(err, FAULT_UNREACHABLE, CURL_FILE " cannot be initialised");
	return true;
}

const struct libs_curl *libs_curl(struct error *err)
{
	pthread_mutex_lock(&curl.lock);
	if (!curl.is_open)
		curl.is_open = open_curl(err);
	const struct libs_curl *table = curl.is_open ? &curl.table : NULL;
	pthread_mutex_unlock(&curl.lock);
	return table;
}

bool libs_curl_is_open(void)
{
	pthread_mutex_lock(&curl.lock);
	bool is_open = curl.is_open;
	pthread_mutex_unlock(&curl.lock);
	return is_open;
}
