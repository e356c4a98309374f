#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ui/browser.h"
#include "ui/term.h"

#define URL "https://bugzilla.example/show_bug.cgi?id=1"

static void assert_words(const char *command, const char *const *expected)
{
	struct arena *home = arena_new();
	char **words = browser_words(span_of(command), URL, home);
	size_t i = 0;
	for (; expected[i]; i++)
		assert_string_equal(words[i], expected[i]);
	assert_null(words[i]);
	arena_free(home);
}

static void the_address_is_one_word_at_the_end_or_where_it_is_wanted(void **state)
{
	(void)state;
	assert_words("firefox", (const char *const[]){"firefox", URL, NULL});
	assert_words(" firefox  --new-tab ", (const char *const[]){"firefox", "--new-tab", URL, NULL});
	assert_words("open %s now", (const char *const[]){"open", URL, "now", NULL});
	assert_words("echo 100%s", (const char *const[]){"echo", "100%s", URL, NULL});
}

static void an_empty_command_is_none(void **state)
{
	struct arena *home = arena_new();
	(void)state;
	assert_null(browser_words(span_of("  "), URL, home));
	arena_free(home);
}

static void without_a_browser_another_way_is_offered(void **state)
{
	struct arena *home = arena_new();
	struct error err;
	const char *program;
	(void)state;
	unsetenv("BROWSER");
	unsetenv("DISPLAY");
	unsetenv("WAYLAND_DISPLAY");
	assert_false(browser_show(URL, home, &program, &err));
	assert_string_equal(err.text, "no browser here: set BROWSER, or copy the address: :copy-url");
	arena_free(home);
}

static void the_first_that_can_be_started_is_taken(void **state)
{
	struct arena *home = arena_new();
	struct error err;
	const char *program;
	(void)state;
	setenv("BROWSER", "no-such-browser:true:false", 1);
	assert_true(browser_show(URL, home, &program, &err));
	assert_string_equal(program, "true");
	setenv("BROWSER", "no-such-browser", 1);
	assert_false(browser_show(URL, home, &program, &err));
	assert_string_equal(err.text, "cannot run no-such-browser: No such file or directory");
	arena_free(home);
}

static void a_copy_is_said_to_the_terminal_and_inside_tmux_in_both_ways(void **state)
{
	struct str out = {0};
	(void)state;
	term_add_copy(&out, "1900412", false);
	assert_string_equal(str_text(&out), "\x1b]52;c;MTkwMDQxMg==\a");
	str_clear(&out);
	term_add_copy(&out, "1900412", true);
	assert_string_equal(str_text(&out),
			    "\x1b]52;c;MTkwMDQxMg==\a\x1bPtmux;\x1b\x1b]52;c;MTkwMDQxMg==\a\x1b\\");
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_address_is_one_word_at_the_end_or_where_it_is_wanted),
		cmocka_unit_test(an_empty_command_is_none),
		cmocka_unit_test(without_a_browser_another_way_is_offered),
		cmocka_unit_test(the_first_that_can_be_started_is_taken),
		cmocka_unit_test(a_copy_is_said_to_the_terminal_and_inside_tmux_in_both_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
