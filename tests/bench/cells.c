#include "tests/bench/cells.h"

#include <string.h>

#include "base/os.h"
#include "base/str.h"
#include "tests/screen/terminal.h"

#define PATIENCE_MS 60000
#define ATTRIBUTES_BYTES 5

static int colour_of(const VTermColor *colour)
{
	bool is_default = VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour);

	return is_default || !VTERM_COLOR_IS_INDEXED(colour) ? -1 : colour->indexed.idx;
}

/* All that makes two cells look alike. */
struct looks {
	int foreground, background;
	char attributes[ATTRIBUTES_BYTES];
};

static struct looks looks_of(const VTermScreenCell *cell)
{
	const struct {
		bool is_set;
		char letter;
	} table[] = {{cell->attrs.bold, 'b'},
		     {terminal_is_dim(cell), 'd'},
		     {cell->attrs.underline != 0, 'u'},
		     {cell->attrs.reverse, 'r'}};
	struct looks looks = {.foreground = colour_of(&cell->fg), .background = colour_of(&cell->bg)};
	size_t n = 0;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].is_set)
			looks.attributes[n++] = table[i].letter;
	if (n == 0)
		looks.attributes[0] = '-';
	return looks;
}

static bool look_alike(const struct looks *a, const struct looks *b)
{
	return a->foreground == b->foreground && a->background == b->background &&
	       str_equals(a->attributes, b->attributes);
}

static void add_row(const struct terminal *terminal, int row, struct str *out)
{
	struct looks last = {0};

	for (int col = 0; col < terminal_cols(terminal); col++) {
		VTermScreenCell cell = terminal_cell(terminal, row, col);
		struct looks looks = looks_of(&cell);
		if (col == 0 || !look_alike(&looks, &last))
			str_addf(out, "%s%d %d %d %d %s ", col ? "\n" : "", row, col, looks.foreground,
				 looks.background, looks.attributes);
		terminal_add_cell(terminal, row, col, out);
		last = looks;
	}
	str_add(out, "\n");
}

static bool await_rest(struct terminal *terminal, const char *program, struct error *err)
{
	int64_t end_ms = os_monotonic_ms() + PATIENCE_MS;

	do {
		terminal_pump(terminal, PTY_FRAME_SILENCE_MS);
		if (os_monotonic_ms() > end_ms)
			return error_set(err, FAULT_IO, "%s: does not come to rest", program);
	} while (!terminal_is_at_rest(terminal));
	return true;
}

bool cells_capture(const struct pty_launch *launch, const char *path, struct error *err)
{
	struct launch program = {.program = launch->words[0],
				 .argv = (char *const *)(uintptr_t)launch->words,
				 .envp = launch->environment,
				 .folder = ".",
				 .rows = launch->rows,
				 .cols = launch->cols};
	struct str out = {0};
	struct terminal *terminal = terminal_start(&program, err);
	bool ok = terminal && await_rest(terminal, launch->words[0], err);

	for (int row = 0; ok && row < launch->rows; row++)
		add_row(terminal, row, &out);
	ok = ok && os_write_file(path, str_text(&out), out.len, err);
	terminal_free(terminal);
	str_free(&out);
	return ok;
}
