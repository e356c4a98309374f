/* Libraries that are opened when first needed: net/libs.h. This program has a dlopen of its own, so that a
 * library can be missing. */
#include <dlfcn.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "net/bundle.h"
#include "net/libs.h"
#include "net/sync.h"

static bool is_missing;

void *dlopen(const char *file, int mode)
{
	void *(*real)(const char *, int);
	*(void **)&real = dlsym(RTLD_NEXT, "dlopen");
	return is_missing ? real("/nowhere/libcurl.so.4", mode) : real(file, mode);
}

static void a_bundle_opens_no_library(void **state)
{
	static const char text[] =
		"{\"bundle\":1,\"base_url\":\"https://b.example\",\"fetched_at\":\"@-0s\",\"bugs\":[],"
		"\"comments\":{}}";
	(void)state;
	struct error err;
	char *notice = NULL;
	struct bundle bundle;
	struct sync_report report;
	struct sync_options options = {.now_utc = 0};
	struct arena *home = arena_new();
	struct cache *cache = cache_open(":memory:", &notice, &err);
	assert_true(bundle_read_demo(text, strlen(text), 0, home, &bundle, &err));
	struct source *source = bundle_source(&bundle, NULL);
	assert_true(sync_run(source, cache, &options, NULL, &report, &err));
	source->calls->close(source);
	cache_close(cache);
	arena_free(home);
	assert_false(libs_curl_is_open());
}

static void a_missing_library_is_said_with_its_package(void **state)
{
	(void)state;
	struct error err = {0};
	is_missing = true;
	assert_null(libs_curl(&err));
	assert_int_equal(err.fault, FAULT_UNREACHABLE);
	assert_non_null(strstr(err.text, "install the package libcurl4"));
	assert_false(libs_curl_is_open());
}

static void the_library_is_opened_once_it_is_there(void **state)
{
	(void)state;
	struct error err;
	is_missing = false;
	const struct libs_curl *curl = libs_curl(&err);
	assert_non_null(curl);
	assert_true(libs_curl_is_open());
	assert_ptr_equal(libs_curl(&err), curl);
	CURL *easy = curl->easy_init();
	assert_non_null(easy);
	curl->easy_cleanup(easy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bundle_opens_no_library),
		cmocka_unit_test(a_missing_library_is_said_with_its_package),
		cmocka_unit_test(the_library_is_opened_once_it_is_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
