/* The log: what base/log.h promises. Also run under ThreadSanitizer. */
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/os.h"
#include "base/secret.h"
#include "base/str.h"

static char *folder, *path, *old_path;

static int64_t fixed_now(void)
{
	return 1795503900;
}

static int make_place(void **state)
{
	(void)state;
	struct error err = {0};
	setlocale(LC_CTYPE, "C.UTF-8");
	folder = os_temp_folder(&err);
	path = os_path(folder, "log");
	old_path = os_path(folder, "log.1");
	log_set_clock(fixed_now);
	return 0;
}

static int remove_place(void **state)
{
	(void)state;
	struct error err = {0};
	log_close();
	umask(022);
	bool ok = os_remove_tree(folder, &err);
	free(folder);
	free(path);
	free(old_path);
	return ok ? 0 : -1;
}

static char *content(const char *file)
{
	struct error err = {0};
	char *text = os_read_file(file, 16 << 20, NULL, &err);
	assert_string_equal(err.text, "");
	return text;
}

static void assert_log(const char *expected)
{
	char *text = content(path);
	assert_string_equal(text, expected);
	free(text);
}

static void open_log(void)
{
	struct error err = {0};
	assert_true(log_open(path, &err));
}

static off_t size_of(const char *file)
{
	struct stat status;
	assert_int_equal(stat(file, &status), 0);
	return status.st_size;
}

static void nothing_is_written_until_it_is_open(void **state)
{
	(void)state;
	log_line(LOG_ERROR, "lost");
	assert_false(os_exists(path));
	open_log();
	log_line(LOG_INFO, "kept");
	log_close();
	log_line(LOG_INFO, "lost");
	log_close();
	assert_log("2026-11-24T07:05:00Z info  kept\n");
}

static void a_line_has_a_moment_and_a_level(void **state)
{
	(void)state;
	open_log();
	log_line(LOG_ERROR, "%s", "one");
	log_line(LOG_WARN, "%d", 2);
	log_line(LOG_INFO, "three");
	log_set_clock(NULL);
	log_line(LOG_DEBUG, "four");
	assert_log("2026-11-24T07:05:00Z error one\n"
		   "2026-11-24T07:05:00Z warn  2\n"
		   "2026-11-24T07:05:00Z info  three\n"
		   "- debug four\n");
}

static void opening_appends_and_opening_another_leaves_the_first(void **state)
{
	(void)state;
	struct error err = {0};
	open_log();
	log_line(LOG_INFO, "one");
	open_log();
	log_line(LOG_INFO, "two");
	assert_true(log_open(old_path, &err));
	log_line(LOG_INFO, "elsewhere");
	assert_log("2026-11-24T07:05:00Z info  one\n2026-11-24T07:05:00Z info  two\n");
}

static void the_file_is_private_whatever_the_umask_and_its_mode_was(void **state)
{
	(void)state;
	struct stat status;
	umask(0);
	open_log();
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	log_close();
	assert_int_equal(chmod(path, 0644), 0);
	umask(0777);
	open_log();
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
}

static void a_log_that_cannot_be_opened_is_named_and_the_open_one_stays(void **state)
{
	(void)state;
	struct error err = {0};
	open_log();
	assert_false(log_open(folder, &err));
	assert_int_equal(err.fault, FAULT_IO);
	assert_non_null(strstr(err.text, folder));
	log_line(LOG_INFO, "still here");
	assert_log("2026-11-24T07:05:00Z info  still here\n");
}

static void lines_are_printable(void **state)
{
	(void)state;
	open_log();
	log_line(LOG_WARN, "a\nb\x1b[31m\xff\u202E grün");
	assert_log("2026-11-24T07:05:00Z warn  a b^[[31m\uFFFD<U+202E> grün\n");
}

static void a_line_without_end_is_cut(void **state)
{
	(void)state;
	open_log();
	log_line(LOG_INFO, "%1000000d", 7);
	char *text = content(path);
	assert_true(strlen(text) < 2100);
	assert_string_equal(text + strlen(text) - 4, "...\n");
	free(text);
}

static void secrets_are_masked_wherever_they_stand(void **state)
{
	(void)state;
	open_log();
	secret_announce("k3y-of-ana");
	secret_announce("k3y-of-ana");
	secret_announce("k3y-of-ana-longer");
	log_line(LOG_DEBUG, "X-BUGZILLA-API-KEY: %s", "k3y-of-ana");
	log_line(LOG_DEBUG, "k3y-of-anak3y-of-ana?api_key=k3y-of-ana&x k3y-of-an");
	log_line(LOG_DEBUG, "<k3y-of-ana-longer>");
	assert_log("2026-11-24T07:05:00Z debug X-BUGZILLA-API-KEY: ***\n"
		   "2026-11-24T07:05:00Z debug ******?api_key=***&x k3y-of-an\n"
		   "2026-11-24T07:05:00Z debug <***>\n");
}

static void a_secret_is_masked_even_where_the_line_is_cut(void **state)
{
	(void)state;
	char before[2001];
	open_log();
	secret_announce("s3cr3t-s3cr3t");
	for (int n = 1960; n < 2000; n++) {
		memset(before, '.', sizeof before);
		before[n] = '\0';
		log_line(LOG_INFO, "%ss3cr3t-s3cr3t%s", before, before);
	}
	char *text = content(path);
	assert_null(strstr(text, "s3"));
	free(text);
}

static void a_full_log_is_kept_as_one_old_file(void **state)
{
	(void)state;
	open_log();
	for (int i = 0; i < 1600; i++)
		log_line(LOG_INFO, "%06d %1500d", i, 0);
	/* 2.4 MB were written: the oldest megabyte is gone. */
	assert_in_range(size_of(old_path), 1 << 20, (1 << 20) + 2048);
	assert_true(size_of(path) <= (1 << 20) + 2048);
	char *text = content(path), *old = content(old_path);
	assert_non_null(strstr(text, "info  001599 "));
	assert_null(strstr(old, "info  000000 "));
	int lines = 0;
	for (const char *at = text; (at = strchr(at, '\n')); at++)
		lines++;
	for (const char *at = old; (at = strchr(at, '\n')); at++)
		lines++;
	char first[32];
	snprintf(first, sizeof first, "info  %06d ", 1600 - lines);
	assert_ptr_equal(strstr(old, first), old + strlen("2026-11-24T07:05:00Z "));
	struct stat status;
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	free(text);
	free(old);
}

static void a_log_that_another_program_moved_away_is_not_moved_again(void **state)
{
	(void)state;
	struct error err = {0};
	open_log();
	while (size_of(path) <= 1 << 20)
		log_line(LOG_INFO, "%1500d", 0);
	/* What another program does, and then writes its first line. */
	assert_int_equal(rename(path, old_path), 0);
	assert_true(os_write_file(path, "theirs\n", 7, &err));
	log_line(LOG_INFO, "ours");
	assert_log("theirs\n2026-11-24T07:05:00Z info  ours\n");
	assert_true(size_of(old_path) > 1 << 20);
}

static void a_log_that_cannot_be_rotated_goes_on(void **state)
{
	(void)state;
	struct error err = {0};
	char *inside = os_path(old_path, "folder/that/is/not/empty");
	assert_true(os_make_folders(inside, &err));
	free(inside);
	open_log();
	for (int i = 0; i < 800; i++)
		log_line(LOG_INFO, "%06d %1500d", i, 0);
	char *text = content(path);
	assert_non_null(strstr(text, "info  000000 "));
	assert_non_null(strstr(text, "info  000799 "));
	free(text);
}

#define THREADS 4
#define LINES 500

static void *write_lines(void *number)
{
	for (int i = 0; i < LINES; i++) {
		log_line(LOG_INFO, "thread %c line %03d %600d", *(const char *)number, i, 0);
		if (i % 50 == 0)
			secret_announce("s3cr3t-s3cr3t");
	}
	return NULL;
}

static void lines_of_several_threads_stay_whole_and_none_is_lost(void **state)
{
	(void)state;
	static const char names[THREADS] = {'a', 'b', 'c', 'd'};
	pthread_t threads[THREADS];
	open_log();
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_lines, (void *)&names[i]), 0);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	/* 1.3 MB: one rotation amid the writing. */
	struct str all = {0};
	char *old = content(old_path), *text = content(path);
	str_addf(&all, "%s%s", old, text);
	int next[THREADS] = {0};
	struct span rest = span_of(all.at), line;
	while (span_next_line(&rest, &line)) {
		char expected[64];
		size_t thread = (size_t)(line.at[strlen("2026-11-24T07:05:00Z info  thread ")] - 'a');
		assert_true(thread < THREADS);
		snprintf(expected, sizeof expected, "2026-11-24T07:05:00Z info  thread %c line %03d ",
			 names[thread], next[thread]++);
		assert_true(span_starts_nocase(line, expected));
		assert_int_equal(line.len, strlen(expected) + 600);
	}
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(next[i], LINES);
	free(old);
	free(text);
	str_free(&all);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_written_until_it_is_open),
		TEST(a_line_has_a_moment_and_a_level),
		TEST(opening_appends_and_opening_another_leaves_the_first),
		TEST(the_file_is_private_whatever_the_umask_and_its_mode_was),
		TEST(a_log_that_cannot_be_opened_is_named_and_the_open_one_stays),
		TEST(lines_are_printable),
		TEST(a_line_without_end_is_cut),
		TEST(secrets_are_masked_wherever_they_stand),
		TEST(a_secret_is_masked_even_where_the_line_is_cut),
		TEST(a_full_log_is_kept_as_one_old_file),
		TEST(a_log_that_another_program_moved_away_is_not_moved_again),
		TEST(a_log_that_cannot_be_rotated_goes_on),
		TEST(lines_of_several_threads_stay_whole_and_none_is_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
