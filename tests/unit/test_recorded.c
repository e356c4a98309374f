/* Every answer in tests/data/recorded goes through the parser: what is good is read as what was asked for,
 * what is not is told apart, in one line. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/str.h"
#include "net/bugzilla_json.h"

#define ANSWER_MAX_BYTES (1 << 20)

struct recorded {
	const char *name;
	char *whole; /* of the file */
	const char *target;
	int status;
	const char *body;
	size_t len;
};

static struct recorded read_recorded(const char *path)
{
	struct error err;
	size_t size = 0;
	struct recorded got = {.name = path, .whole = os_read_file(path, ANSWER_MAX_BYTES, &size, &err)};
	if (!got.whole)
		fail_msg("%s", err.text);
	const char *answer = strstr(got.whole, "HTTP/1.1 ");
	assert_non_null(answer);
	got.target = strchr(got.whole + strlen(">>> "), ' ') + 1;
	got.status = atoi(answer + strlen("HTTP/1.1 "));
	got.body = strstr(answer, "\r\n\r\n") + 4;
	got.len = size - (size_t)(got.body - got.whole);
	return got;
}

/* Whether the target's path ends so. */
static bool asks_for(const struct recorded *got, const char *what)
{
	size_t len = strcspn(got->target, "? \n"), tail = strlen(what);
	return len >= tail && memcmp(got->target + len - tail, what, tail) == 0;
}

/* Records for the bugs that the answer is about. */
static struct record *records_of(const cJSON *bugs, size_t *n, struct arena *home)
{
	struct record *records = arena_array(home, (size_t)cJSON_GetArraySize(bugs), sizeof *records);
	const cJSON *bug;
	*n = 0;
	cJSON_ArrayForEach(bug, bugs) {
		const cJSON *id = cJSON_GetObjectItem(bug, "id");
		struct bug *known = arena_alloc(home, sizeof *known);
		known->id = bug->string ? atoll(bug->string) : (int64_t)cJSON_GetNumberValue(id);
		records[(*n)++].bug = known;
	}
	return records;
}

static void assert_no_trouble(const struct recorded *got, const struct record *records, size_t n)
{
	/* Who asks for a few members gets no more than these; one file has them, but not the asking. */
	bool is_part = strstr(got->target, "include_fields") || strstr(got->name, "accept_any");
	for (size_t i = 0; i < n && !is_part; i++)
		if (records[i].trouble)
			fail_msg("%s: bug %lld: %s", got->name, (long long)records[i].bug->id,
				 records[i].trouble);
}

/* What is good, as what it was asked for. */
static void read_good(const struct recorded *got, const cJSON *root, struct arena *home)
{
	struct error err = {0};
	struct page page = {0};
	const char *version;
	bool ok, is_valid;
	int64_t server_utc;
	size_t n = 0;
	struct record *records = records_of(cJSON_GetObjectItem(root, "bugs"), &n, home);
	if (asks_for(got, "/version")) {
		ok = bugzilla_json_version(root, home, &version, &err);
	} else if (asks_for(got, "/time")) {
		ok = bugzilla_json_time(root, &server_utc, &err);
	} else if (asks_for(got, "/valid_login")) {
		ok = bugzilla_json_valid_login(root, &is_valid, &err);
	} else if (asks_for(got, "/comment")) {
		ok = bugzilla_json_comment_batch(root, records, n, home, &err);
	} else if (asks_for(got, "/history")) {
		ok = bugzilla_json_history_batch(root, records, n, home, &err);
	} else {
		/* Without their number nothing can be said of bugs. */
		ok = bugzilla_json_search(root, FIELDS_ALL, home, &page, &err) ||
		     strstr(err.text, "`id` is missing");
		records = page.records;
		n = page.n;
	}
	if (!ok)
		fail_msg("%s: %s", got->name, err.text);
	assert_no_trouble(got, records, n);
}

static void replay(const char *path, size_t *n_good)
{
	struct error err = {0};
	enum verdict verdict;
	struct arena *home = arena_new();
	struct recorded got = read_recorded(path);
	bool is_error = memmem(got.body, got.len, "\"error\":true", 12) != NULL;
	cJSON *root = bugzilla_json_answer(got.status, got.body, got.len, &verdict, &err);
	if ((verdict == ANSWER_GOOD) != (got.status == 200 && !is_error && got.len > 0 && got.body[0] == '{'))
		fail_msg("%s: verdict %d: %s", path, verdict, err.text);
	assert_int_equal(root != NULL, verdict == ANSWER_GOOD);
	if (root)
		read_good(&got, root, home);
	else
		assert_true(err.text[0] && !strpbrk(err.text, "\r\n"));
	*n_good += root != NULL;
	cJSON_Delete(root);
	free(got.whole);
	arena_free(home);
}

static void every_recorded_answer_is_read_or_told_apart(void **state)
{
	(void)state;
	glob_t files;
	size_t n_good = 0;
	assert_int_equal(glob("tests/data/recorded/*.http", 0, NULL, &files), 0);
	assert_true(files.gl_pathc >= 140);
	for (size_t i = 0; i < files.gl_pathc; i++)
		replay(files.gl_pathv[i], &n_good);
	assert_in_range(n_good, 90, files.gl_pathc - 30);
	globfree(&files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_recorded_answer_is_read_or_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
