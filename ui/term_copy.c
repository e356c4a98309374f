/* The clipboard, through the terminal (ui/term.h). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ui/term.h"

/* Terminals that limit a sequence at all take 100,000 bytes of base64. */
#define COPY_BYTES_MAX 74994

void term_add_copy(struct str *out, const char *text, bool is_in_tmux)
{
	struct str sequence = {0};
	str_add(&sequence, "\x1b]52;c;");
	str_add_base64(&sequence, text, strlen(text));
	str_add(&sequence, "\a");
	str_add(out, str_text(&sequence)); /* tmux: set-clipboard on */
	if (is_in_tmux)                    /* tmux: allow-passthrough on, or a tmux before 3.3 */
		str_addf(out, "\x1bPtmux;\x1b%s\x1b\\", str_text(&sequence));
	str_free(&sequence);
}

static bool write_all(const struct str *bytes, struct error *err)
{
	for (size_t done = 0; done < bytes->len;) {
		ssize_t n = write(STDOUT_FILENO, bytes->at + done, bytes->len - done);
		if (n < 0 && errno != EINTR)
			return error_set(err, FAULT_IO, "cannot write to the terminal: %s", strerror(errno));
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

/* Between two frames: curses has sent all of the last one. */
bool term_copy(const char *text, struct error *err)
{
	struct str sequence = {0};
	if (strlen(text) > COPY_BYTES_MAX)
		return error_set(err, FAULT_USAGE, "too much for a terminal's clipboard: select fewer bugs");
	term_add_copy(&sequence, text, getenv("TMUX") != NULL);
	bool ok = write_all(&sequence, err);
	str_free(&sequence);
	return ok;
}
