/* net/libs.h - libraries that are opened when first needed. Being linked with libcurl alone would make the
 * program start three times slower, since its thirty libraries are loaded and relocated before main
 * (speed.md, "What follows", 1). So nothing here is linked: the types come from the library's own header,
 * the code through dlopen. Once opened it stays for the life of the program. Any thread may call. */
#ifndef NET_LIBS_H
#define NET_LIBS_H

/* Its macros would check calls by name; ours go through a table. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stdbool.h>

#include "base/error.h"

/* What we use of libcurl: the table's members, their types and the names looked up are all made from this
 * list, so that they cannot disagree. */
#define LIBS_CURL_FUNCTIONS(_) \
	_(global_init)         \
	_(easy_init)           \
	_(easy_setopt)         \
	_(easy_getinfo)        \
	_(easy_reset)          \
	_(easy_strerror)       \
	_(easy_cleanup)        \
	_(easy_header)         \
	_(multi_init)          \
	_(multi_setopt)        \
	_(multi_strerror)      \
	_(multi_add_handle)    \
	_(multi_remove_handle) \
	_(multi_perform)       \
	_(multi_info_read)     \
	_(multi_poll)          \
	_(multi_wakeup)        \
	_(multi_cleanup)       \
	_(slist_append)        \
	_(slist_free_all)      \
	_(url)                 \
	_(url_set)             \
	_(url_get)             \
	_(url_cleanup)         \
	_(free)

/* curl->easy_init() is curl_easy_init(). */
struct libs_curl {
#define LIBS_MEMBER(name) __typeof__(curl_##name) *name;
	LIBS_CURL_FUNCTIONS(LIBS_MEMBER)
#undef LIBS_MEMBER
};

/* Opens libcurl and initialises it; the first call may take some milliseconds. NULL and FAULT_UNREACHABLE
 * when it is not installed or too old: the line names the package. */
const struct libs_curl *libs_curl(struct error *err);

/* Has it been opened? For the test that painting needs no network. */
bool libs_curl_is_open(void);

#endif
