#include "ui/browser.h"

#include <stdlib.h>

#include "base/os.h"

#define DESKTOP_COMMAND "xdg-open"

char **browser_words(struct span command, const char *url, struct arena *home)
{
	char **words = NULL;
	size_t n = 0, cap = 0;
	struct span word;
	bool has_url = false;
	while (span_next_part(&command, ' ', &word)) {
		bool is_url = span_equals(word, "%s");
		if (word.len == 0)
			continue;
		words = arena_push(home, words, &n, &cap, sizeof *words);
		words[n - 1] = is_url ? arena_strdup(home, url) : span_dup(home, word);
		has_url = has_url || is_url;
	}
	if (n == 0)
		return NULL;
	if (!has_url) {
		words = arena_push(home, words, &n, &cap, sizeof *words);
		words[n - 1] = arena_strdup(home, url);
	}
	return arena_push(home, words, &n, &cap, sizeof *words); /* and NULL */
}

static const char *commands(void)
{
	const char *chosen = getenv("BROWSER");
	if (chosen && *chosen)
		return chosen;
	return getenv("DISPLAY") || getenv("WAYLAND_DISPLAY") ? DESKTOP_COMMAND : "";
}

bool browser_show(const char *url, struct arena *home, const char **program, struct error *err)
{
	struct span rest = span_of(commands()), command;
	error_set(err, FAULT_USAGE, "no browser here: set BROWSER, or copy the address: :copy-url");
	while (span_next_part(&rest, ':', &command)) {
		char **words = browser_words(command, url, home);
		if (words && os_start(words, err)) {
			*program = words[0];
			return true;
		}
	}
	return false;
}
