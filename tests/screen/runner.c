/* tests/screen/runner.c - runs .screen files: keys, a size, a time, and the screen as text.
 *
 *   screen-runner [FILE...]       runs them, all of tests/screen/ without FILE; speaks TAP, a test a file
 *   screen-runner --record FILE   prints the screen at the file's end as a `screen:` block, to be read and
 *                                 pasted; comparisons are passed over, waits are not
 *   screen-runner --show FILE     the same with its colours, for a person's eyes
 *   screen-runner --picture FILE  prints it as SVG; the file's first comment is the title
 *   screen-runner --help          the steps
 *
 * The program under test is `bugclock` beside the runner, in a real pseudo-terminal that libvterm reads. It
 * finds a sealed environment: a HOME and XDG folders of its own that are removed afterwards,
 * TERM=xterm-256color, LANG=C.UTF-8, TZ=UTC, and no other variable than the file names.
 *
 * A file is a list of steps, one a line; `#` begins a comment line. Settings come first and may share a line:
 *
 *   size 80x24; now 2026-11-24T07:00:00Z; demo
 *   keys jj<Enter>
 *   row 1: "1900377  Missing CRL entries in partitioned CRLs"
 *   row -1 has: "Esc"
 *   attr 5: "U" reverse bold
 *   mouse double 4,10
 *   screen:
 *   |the first row                                                                   |
 *   |~                                                                               |
 *
 * Rows and columns count from 1; row -1 is the last. In a block `~` is any row, blanks at the end of a row do
 * not count, and rows below the block are blank. In a "text", \" \\ \n \t \xHH \uHHHH are what they are in C.
 * In any line @URL@ is the fake server's, @HOME@ the folder that all is in. Cells are compared as libvterm
 * 0.1.4 counts them: no characters newer than Unicode 9.
 *
 * Nothing sleeps. Before a key, and before any comparison, the runner waits until the program is at rest: it
 * woke up for what was typed and read all of it, has written nothing for 20 ms, and its main thread is
 * blocked in poll or the like. A comparison that does not hold is then made again whenever something is
 * written, until it holds or SCREEN_WAIT_S (20) seconds have passed: so a slow machine is slow, and no more.
 * What comes from another thread or from the network wants a `wait`, because until then the program may well
 * be at rest. To see a sync stand still, `fake fault delay=600000` and `fake asked` hold an answer, and
 * `fake heal` lets it go. After <Esc> the file must look before it presses on.
 *
 * At the end the program gets SIGTERM, if it still runs, and must go. A report of a sanitizer fails the file.
 */
#include <glob.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "tests/screen/picture.h"
#include "tests/screen/script.h"
#include "tests/screen/steps.h"

#define SCREEN_MAX_BYTES (1 << 20)
#define WAIT_S 20

static const struct step steps[] = {
	{"size", step_size, STEP_SETTING, "size 80x24", "columns and rows (80x24)"},
	{"now", step_now, STEP_SETTING, "now TIME", "--now TIME"},
	{"demo", step_demo, STEP_SETTING, "demo", "--demo"},
	{"bundle", step_bundle, STEP_SETTING, "bundle FILE", "--bundle FILE, from where the runner runs"},
	{"args", step_args, STEP_SETTING, "args WORD \"A WORD\"...",
	 "more arguments; a second time, instead of the first"},
	{"env", step_env, STEP_SETTING, "env NAME=VALUE", "a variable of the environment"},
	{"unset", step_unset, STEP_SETTING, "unset NAME", "takes one away"},
	{"config", step_config, STEP_SETTING, "config <<END",
	 "the configuration: the lines up to END; or config FILE, from where the runner runs"},
	{"file", step_file, STEP_ANY, "file NAME <<END", "a file below @HOME@, also while the program runs"},
	{"program", step_program, STEP_SETTING, "program NAME", "another program beside the runner"},
	{"fake", step_fake, STEP_ANY, "fake WHAT ...", "a Bugzilla of our own: see below"},
	{"beside", step_beside, STEP_ANY, "beside WORD...",
	 "starts a second one without a terminal, with the settings of the first but `args`"},
	{"beside-exit", step_beside_exit, STEP_SCREEN, "beside-exit N", "it ends with this code"},
	{"start", step_start, STEP_ANY, "start",
	 "starts the program, once more after its end; else the first "
	 "step that needs it does"},

	{"keys", step_keys, STEP_SCREEN, "keys jj<Enter>",
	 "<Enter> <Esc> <Tab> <BS> <Up> <Down> <Left> <Right> <PgUp> <PgDn> <Home> <End> <Ins> <Del> <F1>; "
	 "<Space> <lt>; <C-l> <M-x> <S-Tab>"},
	{"mouse", step_mouse, STEP_SCREEN, "mouse click 4,10",
	 "at this row and column: click, double, right, wheel-up or wheel-down"},
	{"resize", step_resize, STEP_SCREEN, "resize 200x60", "the terminal's size changes"},
	{"signal", step_signal, STEP_SCREEN, "signal TERM", "to the program"},
	{"stopped", step_stopped, STEP_SCREEN, "stopped", "the program stops, as by ^Z"},
	{"continue", step_continue, STEP_SCREEN, "continue", "as by fg"},
	{"exit", step_exit, STEP_SCREEN, "exit N [within MS]",
	 "the program ends with this code; MS instead of SCREEN_WAIT_S"},
	{"killed", step_killed, STEP_SCREEN, "killed SEGV", "the program ends by this signal"},

	{"row", step_row, STEP_SCREEN, "row N: \"text\"",
	 "the whole row; or row N starts|ends|has|lacks: \"text\""},
	{"screen", step_screen, STEP_SCREEN, "screen:", "all rows: the lines that follow and begin with |"},
	{"attr", step_attr, STEP_SCREEN, "attr N: WHERE LOOK...",
	 "WHERE is 7, 7-12, all or \"text\"; LOOK bold dim underline italic blink reverse colour plain, with "
	 "no- "
	 "before it, fg=red bg=bright-blue fg=default fg=208"},
	{"cursor", step_cursor, STEP_SCREEN, "cursor ROW[,COLUMN]", "where the terminal's cursor stands"},
	{"wait", step_wait, STEP_SCREEN, "wait \"text\"", "until it stands in some row"},
	{"wait-gone", step_wait_gone, STEP_SCREEN, "wait-gone \"text\"", "until it stands in none"},
	{"raw-has", step_raw_has, STEP_SCREEN, "raw-has \"\\x1b[?1049l\"", "among all bytes written"},
	{"raw-has-not", step_raw_has_not, STEP_SCREEN, "raw-has-not \"\\x1b]\"", "not among them"},
	{"raw-ascii", step_raw_ascii, STEP_SCREEN, "raw-ascii", "all of them are ASCII"},
	{"raw-under", step_raw_under, STEP_SCREEN, "raw-under N", "fewer than N bytes were written"},
	{"raw-order", step_raw_order, STEP_SCREEN, "raw-order \"first\" \"then\"",
	 "both among them, in this order"},
	{"raw-forget", step_raw_forget, STEP_SCREEN, "raw-forget", "counts and compares bytes from here on"},
	{"file-has", step_file_has, STEP_SCREEN, "file-has NAME \"text\"",
	 "until it stands in the file below @HOME@"},
	{"maps-has", step_maps_has, STEP_SCREEN, "maps-has \"libcurl\"", "in /proc/PID/maps"},
	{"maps-has-not", step_maps_has_not, STEP_SCREEN, "maps-has-not \"libcurl\"", "not in it"},
	{"tty", step_tty, STEP_SCREEN, "tty cooked|raw", "how the terminal's line is set"},
	{0},
};

enum mode { MODE_TEST, MODE_RECORD, MODE_SHOW, MODE_PICTURE };

static void help(void)
{
	puts("screen-runner [FILE...] | --record FILE | --show FILE | --picture FILE | --help; the steps of "
	     "a file:\n");
	for (const struct step *step = steps; step->name; step++)
		printf("  %-24s %s\n", step->form, step->help);
	puts("\nThe fake Bugzilla (tests/fake), before the program starts and while it runs:\n");
	for (const struct step *step = fake_steps; step->name; step++)
		printf("  fake %-42s %s\n", step->form, step->help);
}

/* --- one file --- */

static bool read_script(const char *path, char **text, struct script *script)
{
	struct error err;
	size_t len;
	*text = os_read_file(path, SCREEN_MAX_BYTES, &len, &err);
	if (!*text)
		return script_fail(script, "%s", err.text);
	script->rest = (struct span){.at = *text, .len = len};
	return true;
}

static struct script new_script(const char *path, const char *programs, enum mode mode)
{
	const char *wait_s = getenv("SCREEN_WAIT_S");
	return (struct script){.path = path,
			       .programs = programs,
			       .is_recording = mode != MODE_TEST,
			       .wait_ms = (wait_s ? atoi(wait_s) : WAIT_S) * 1000,
			       .program = mem_strdup("bugclock"),
			       .rows = 24,
			       .cols = 80};
}

/* Each line of it a comment of TAP. */
static void print_complaint(const struct script *script)
{
	struct span rest = {.at = str_text(&script->complaint), .len = script->complaint.len}, line;
	struct str screen = {0};
	while (span_next_line(&rest, &line))
		printf("# %.*s\n", (int)line.len, line.at);
	script_describe(script, &screen);
	fputs(str_text(&screen), stdout);
	str_free(&screen);
}

static bool test(const char *path, const char *programs, int number)
{
	struct script script = new_script(path, programs, MODE_TEST);
	char *text = NULL;
	bool ok = read_script(path, &text, &script) && script_run(&script, steps);
	printf("%s %d - %s\n", ok ? "ok" : "not ok", number, path);
	if (!ok)
		print_complaint(&script);
	fflush(stdout);
	script_free(&script);
	free(text);
	return ok;
}

static int test_all(char *const *paths, size_t n, const char *programs)
{
	int failed = 0;
	printf("1..%zu\n", n);
	for (size_t i = 0; i < n; i++)
		failed += !test(paths[i], programs, (int)i + 1);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int test_folder(const char *programs)
{
	glob_t found = {0};
	glob("tests/screen/*.screen", 0, NULL, &found); /* none: 1..0, which tests/run does not let pass */
	int status = test_all(found.gl_pathv, found.gl_pathc, programs);
	globfree(&found);
	return status;
}

/* --- for those who write files --- */

static void print_block(const struct terminal *terminal)
{
	puts("screen:");
	for (int row = 0; row < terminal_rows(terminal); row++) {
		struct str text = {0};
		terminal_add_row(terminal, row, &text);
		str_add_repeat(&text, " ", (size_t)terminal_cols(terminal) - str_width_cols(str_text(&text)));
		printf("|%s|\n", str_text(&text));
		str_free(&text);
	}
	VTermPos at = terminal_cursor(terminal);
	printf("cursor %d,%d\n", at.row + 1, at.col + 1);
}

static void add_colour(const VTermColor *colour, bool is_default, int base, struct str *out)
{
	if (!is_default && VTERM_COLOR_IS_INDEXED(colour))
		str_addf(out, ";%d;5;%d", base + 8, colour->indexed.idx);
	else if (!is_default)
		str_addf(out, ";%d;2;%d;%d;%d", base + 8, colour->rgb.red, colour->rgb.green,
			 colour->rgb.blue);
}

static void add_look(const VTermScreenCell *cell, struct str *out)
{
	str_addf(out, "\x1b[0%s%s%s%s%s", cell->attrs.bold ? ";1" : "", terminal_is_dim(cell) ? ";2" : "",
		 cell->attrs.italic ? ";3" : "", cell->attrs.underline ? ";4" : "",
		 cell->attrs.reverse ? ";7" : "");
	add_colour(&cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg), 30, out);
	add_colour(&cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg), 40, out);
	str_add(out, "m");
}

static void print_looks(const struct terminal *terminal)
{
	for (int row = 0; row < terminal_rows(terminal); row++) {
		struct str text = {0}, look = {0}, last = {0};
		for (int col = 0; col < terminal_cols(terminal); col++) {
			VTermScreenCell cell = terminal_cell(terminal, row, col);
			str_clear(&look);
			add_look(&cell, &look);
			if (!str_equals(str_text(&look), str_text(&last)))
				str_add(&text, str_text(&look));
			str_clear(&last);
			str_add(&last, str_text(&look));
			terminal_add_cell(terminal, row, col, &text);
		}
		printf("%s\x1b[0m\n", str_text(&text));
		str_free(&text);
		str_free(&look);
		str_free(&last);
	}
}

static void print_picture(const struct terminal *terminal, const char *text)
{
	struct span rest = span_of(text), title = {0};
	struct str picture = {0};
	span_next_line(&rest, &title);
	if (title.len > 0 && title.at[0] == '#')
		title = span_trim(span_sub(title, 1, title.len));
	picture_add(terminal, title, &picture);
	fputs(str_text(&picture), stdout);
	str_free(&picture);
}

static int show(const char *path, const char *programs, enum mode mode)
{
	struct script script = new_script(path, programs, mode);
	char *text = NULL;
	bool ok = read_script(path, &text, &script) && script_run(&script, steps);
	/* A file of settings alone shows how the program begins. */
	ok = ok && (script.terminal || script_start(&script)) && script_settle(&script);
	if (!ok)
		print_complaint(&script);
	else if (mode == MODE_RECORD)
		print_block(script.terminal);
	else if (mode == MODE_PICTURE)
		print_picture(script.terminal, text);
	else
		print_looks(script.terminal);
	script_free(&script);
	free(text);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The folder of this program, where the programs under test are too. */
static char *own_folder(void)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
	if (len <= 0)
		return mem_strdup(".");
	path[len] = '\0';
	*strrchr(path, '/') = '\0';
	return mem_strdup(path);
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* and with us the program */
	int status;
	char *programs = own_folder();
	if (argc == 2 && str_equals(argv[1], "--help")) {
		help();
		status = EXIT_SUCCESS;
	} else if (argc == 3 && str_equals(argv[1], "--record")) {
		status = show(argv[2], programs, MODE_RECORD);
	} else if (argc == 3 && str_equals(argv[1], "--show")) {
		status = show(argv[2], programs, MODE_SHOW);
	} else if (argc == 3 && str_equals(argv[1], "--picture")) {
		status = show(argv[2], programs, MODE_PICTURE);
	} else if (argc > 1) {
		status = test_all(argv + 1, (size_t)argc - 1, programs);
	} else {
		status = test_folder(programs);
	}
	free(programs);
	return status;
}
