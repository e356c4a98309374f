/* Memory, arenas, and errors: what base/mem.h, base/arena.h and base/error.h promise. */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mem.h"

/* --- memory --- */

static void say_goodbye(void)
{
	if (write(STDERR_FILENO, "hook ", 5) != 5)
		_exit(1);
}

/* Runs `act` in a child whose standard error is returned in `said`; returns its exit code. */
static int exit_code_of(void (*act)(void), char *said, size_t bytes)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		act();
		_exit(0);
	}
	close(ends[1]);
	size_t len = 0;
	for (ssize_t got; (got = read(ends[0], said + len, bytes - 1 - len)) > 0;)
		len += (size_t)got;
	said[len] = '\0';
	close(ends[0]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void ask_for_an_overflow(void)
{
	mem_set_last_words(say_goodbye);
	free(mem_array(SIZE_MAX / 2, 3));
}

static void ask_for_more_than_an_object_can_hold(void)
{
	mem_set_last_words(say_goodbye);
	mem_set_last_words(NULL);
	free(mem_resize(NULL, (size_t)PTRDIFF_MAX + 1, 1));
}

static void fail_within_the_hook(void)
{
	free(mem_array(SIZE_MAX, 2));
}

static void ask_with_a_hook_that_asks_too(void)
{
	mem_set_last_words(fail_within_the_hook);
	free(mem_array(SIZE_MAX, 2));
}

static void ask_an_arena_for_too_much(void)
{
	arena_array(arena_new(), SIZE_MAX / 2, 3);
}

static void out_of_memory_calls_the_hook_says_so_and_exits_with_74(void **state)
{
	(void)state;
	char said[512];
	assert_int_equal(exit_code_of(ask_for_an_overflow, said, sizeof said), 74);
	assert_ptr_equal(strstr(said, "hook bugclock: out of memory"), said);
	assert_int_equal(said[strlen(said) - 1], '\n');
}

static void out_of_memory_without_a_hook_exits_with_74(void **state)
{
	(void)state;
	char said[512];
	assert_int_equal(exit_code_of(ask_for_more_than_an_object_can_hold, said, sizeof said), 74);
	assert_ptr_equal(strstr(said, "bugclock: out of memory"), said);
	assert_int_equal(exit_code_of(ask_an_arena_for_too_much, said, sizeof said), 74);
}

static void out_of_memory_within_the_hook_still_ends(void **state)
{
	(void)state;
	char said[512];
	assert_int_equal(exit_code_of(ask_with_a_hook_that_asks_too, said, sizeof said), 74);
}

static void memory_is_zeroed_and_there_even_for_nothing(void **state)
{
	(void)state;
	char *at = mem_alloc(1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(at[i], 0);
	free(at);
	at = mem_array(0, 16);
	assert_non_null(at);
	at = mem_resize(at, 0, 16);
	assert_non_null(at);
	free(at);
}

static void strings_are_copied_up_to_the_limit_or_their_end(void **state)
{
	(void)state;
	char *copy = mem_strdup("needinfo");
	assert_string_equal(copy, "needinfo");
	free(copy);
	copy = mem_strndup("needinfo", 4);
	assert_string_equal(copy, "need");
	free(copy);
	copy = mem_strndup("need", 400);
	assert_string_equal(copy, "need");
	free(copy);
	const char unended[4] = {'a', 'b', 'c', 'd'};
	copy = mem_strndup(unended, sizeof unended);
	assert_string_equal(copy, "abcd");
	free(copy);
}

/* --- arenas --- */

static void arena_memory_is_aligned_zeroed_and_its_own(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	unsigned char *at[300];
	for (size_t i = 0; i < 300; i++) {
		at[i] = arena_alloc(arena, i * 7);
		assert_int_equal((uintptr_t)at[i] % alignof(max_align_t), 0);
		for (size_t j = 0; j < i * 7; j++)
			assert_int_equal(at[i][j], 0);
		memset(at[i], (int)(i & 0xFF), i * 7);
	}
	for (size_t i = 0; i < 300; i++) {
		for (size_t j = 0; j < i * 7; j++)
			assert_int_equal(at[i][j], i & 0xFF);
	}
	arena_free(arena);
	arena_free(NULL);
}

static void arena_blocks_of_no_bytes_are_distinct(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	assert_ptr_not_equal(arena_alloc(arena, 0), arena_alloc(arena, 0));
	arena_free(arena);
}

static void arena_counts_what_it_holds_from_the_heap(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	size_t empty = arena_bytes(arena);
	assert_true(empty > 0 && empty < 256);
	arena_alloc(arena, 100);
	size_t small = arena_bytes(arena);
	assert_true(small >= empty + 100 && small <= 2048);
	arena_alloc(arena, 100);
	assert_int_equal(arena_bytes(arena), small);
	arena_alloc(arena, 1000000);
	size_t large = arena_bytes(arena);
	assert_true(large >= small + 1000000 && large < small + 1001000);
	/* What is large has a block of its own: the room that was left is still used. */
	arena_alloc(arena, 100);
	assert_int_equal(arena_bytes(arena), large);
	arena_free(arena);
}

static void arena_of_many_small_blocks_wastes_little(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < 100000; i++)
		arena_alloc(arena, 16);
	assert_true(arena_bytes(arena) < 1600000 + 70000);
	arena_free(arena);
}

static void arena_strings_are_copies(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	char text[] = "weekly";
	char *copy = arena_strdup(arena, text);
	text[0] = 'W';
	assert_string_equal(copy, "weekly");
	assert_null(arena_strdup(arena, NULL));
	assert_string_equal(arena_strndup(arena, "answer owed", 6), "answer");
	assert_string_equal(arena_strndup(arena, "answer", 600), "answer");
	assert_string_equal(arena_strndup(arena, "answer", 0), "");
	assert_string_equal(arena_printf(arena, "%s %d", "comment", 14), "comment 14");
	assert_string_equal(arena_printf(arena, "%s", ""), "");
	char *wide = arena_printf(arena, "%5000d", 7);
	assert_int_equal(strlen(wide), 5000);
	arena_free(arena);
}

static void arena_push_grows_and_keeps_what_is_there(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct pair {
		int64_t id;
		char letter;
	} *pairs = NULL;
	size_t n = 0, cap = 0;
	for (int i = 0; i < 1000; i++) {
		pairs = arena_push(arena, pairs, &n, &cap, sizeof *pairs);
		assert_int_equal(n, i + 1);
		assert_true(cap >= n);
		assert_int_equal(pairs[n - 1].id, 0);
		pairs[n - 1] = (struct pair){.id = i, .letter = 'R'};
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(pairs[i].id, i);
	/* A place that was given up is zeroed when it is taken again. */
	n = 10;
	pairs = arena_push(arena, pairs, &n, &cap, sizeof *pairs);
	assert_int_equal(pairs[10].id, 0);
	assert_int_equal(pairs[10].letter, 0);
	arena_free(arena);
}

/* --- errors --- */

static void error_set_says_it_and_is_false(void **state)
{
	(void)state;
	struct error err = {0};
	assert_false(error_set(&err, FAULT_CONFIG, "%s: unknown key `%s`", "config.ini", "budy"));
	assert_int_equal(err.fault, 78);
	assert_string_equal(err.text, "config.ini: unknown key `budy`");
}

static void error_prefix_goes_before_and_keeps_the_fault(void **state)
{
	(void)state;
	struct error err = {0};
	error_set(&err, FAULT_DATA, "`id` is missing");
	assert_false(error_prefix(&err, "bug %d: ", 3));
	assert_false(error_prefix(&err, "%s: ", "bundle.json"));
	assert_string_equal(err.text, "bundle.json: bug 3: `id` is missing");
	assert_int_equal(err.fault, 65);
}

static void error_may_be_made_from_its_own_text(void **state)
{
	(void)state;
	struct error err = {0};
	error_set(&err, FAULT_DATA, "not JSON");
	error_set(&err, FAULT_UNREACHABLE, "answer: %s", err.text);
	assert_string_equal(err.text, "answer: not JSON");
	error_prefix(&err, "%s / ", err.text);
	assert_string_equal(err.text, "answer: not JSON / answer: not JSON");
}

static void error_text_is_one_line_without_controls(void **state)
{
	(void)state;
	struct error err = {0};
	error_set(&err, FAULT_DATA,
		  "a\nb\r\nc\td\x1b[31me\x7f"
		  "f\x01g");
	assert_string_equal(err.text, "a b  c d [31me f g");
	/* C1, bidi controls, no width, tags: what a terminal obeys or hides. */
	error_set(&err, FAULT_DATA, "x\302\233y\u202ez\u200bw\U000E0041v");
	assert_string_equal(err.text, "x y z w v");
	/* Bytes that are no UTF-8: 0x9b alone is CSI in old terminals. */
	error_set(&err, FAULT_DATA,
		  "x\x9b"
		  "31m\xc3");
	assert_string_equal(err.text, "x?31m?");
	error_set(&err, FAULT_DATA, "grün “…” 日本 \uFFFD");
	assert_string_equal(err.text, "grün “…” 日本 \uFFFD");
	error_set(&err, FAULT_DATA, "ok");
	error_prefix(&err, "a\nb: ");
	assert_string_equal(err.text, "a b: ok");
}

/* Whether `text` is whole UTF-8 made of `letter` and a final "…". */
static void assert_is_cut_text_of(const char *text, const char *letter)
{
	size_t bytes = strlen(letter), len = strlen(text);
	assert_true(len < ERROR_TEXT_BYTES && len > ERROR_TEXT_BYTES - 9);
	assert_string_equal(text + len - 3, "…");
	assert_int_equal((len - 3) % bytes, 0);
	for (size_t i = 0; i < len - 3; i += bytes)
		assert_memory_equal(text + i, letter, bytes);
}

static void error_text_that_is_too_long_ends_in_an_ellipsis(void **state)
{
	(void)state;
	static const char *letters[] = {"a", "é", "日", "😀"};
	struct error err = {0};
	for (size_t i = 0; i < 4; i++) {
		char text[3 * ERROR_TEXT_BYTES] = "";
		size_t bytes = strlen(letters[i]);
		for (size_t len = 0; len + bytes < sizeof text; len += bytes)
			memcpy(text + len, letters[i], bytes);
		error_set(&err, FAULT_DATA, "%s", text);
		assert_is_cut_text_of(err.text, letters[i]);
		error_prefix(&err, "%s", letters[i]);
		assert_is_cut_text_of(err.text, letters[i]);
		error_set(&err, FAULT_DATA, "x");
		error_prefix(&err, "%s", text);
		assert_is_cut_text_of(err.text, letters[i]);
	}
}

static void error_text_of_just_the_limit_is_whole(void **state)
{
	(void)state;
	struct error err = {0};
	error_set(&err, FAULT_DATA, "%*d", ERROR_TEXT_BYTES - 1, 7);
	assert_int_equal(strlen(err.text), ERROR_TEXT_BYTES - 1);
	assert_int_equal(err.text[ERROR_TEXT_BYTES - 2], '7');
	error_set(&err, FAULT_DATA, "%*d", ERROR_TEXT_BYTES, 7);
	assert_string_equal(err.text + ERROR_TEXT_BYTES - 4, "…");
	char broken[2 * ERROR_TEXT_BYTES];
	memset(broken, 0x80, sizeof broken);
	error_set(&err, FAULT_DATA, "%.*s", (int)sizeof broken, broken);
	assert_true(strlen(err.text) > ERROR_TEXT_BYTES - 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(out_of_memory_calls_the_hook_says_so_and_exits_with_74),
		cmocka_unit_test(out_of_memory_without_a_hook_exits_with_74),
		cmocka_unit_test(out_of_memory_within_the_hook_still_ends),
		cmocka_unit_test(memory_is_zeroed_and_there_even_for_nothing),
		cmocka_unit_test(strings_are_copied_up_to_the_limit_or_their_end),
		cmocka_unit_test(arena_memory_is_aligned_zeroed_and_its_own),
		cmocka_unit_test(arena_blocks_of_no_bytes_are_distinct),
		cmocka_unit_test(arena_counts_what_it_holds_from_the_heap),
		cmocka_unit_test(arena_of_many_small_blocks_wastes_little),
		cmocka_unit_test(arena_strings_are_copies),
		cmocka_unit_test(arena_push_grows_and_keeps_what_is_there),
		cmocka_unit_test(error_set_says_it_and_is_false),
		cmocka_unit_test(error_prefix_goes_before_and_keeps_the_fault),
		cmocka_unit_test(error_may_be_made_from_its_own_text),
		cmocka_unit_test(error_text_is_one_line_without_controls),
		cmocka_unit_test(error_text_that_is_too_long_ends_in_an_ellipsis),
		cmocka_unit_test(error_text_of_just_the_limit_is_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
