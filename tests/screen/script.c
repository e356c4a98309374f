#include "tests/screen/script.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "tests/fake/fake.h"
#include "tests/screen/steps.h"

#define PUMP_MS 5
/* Past this a file fails at whatever it awaits next. */
#define FILE_MS (3 * 60 * 1000)

/* --- words --- */

void words_add(struct words *words, const char *word)
{
	words->at = mem_resize(words->at, words->n + 2, sizeof *words->at);
	words->at[words->n++] = mem_strdup(word);
	words->at[words->n] = NULL;
}

void words_free(struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		free(words->at[i]);
	free(words->at);
	*words = (struct words){0};
}

/* --- complaints --- */

bool script_fail(struct script *script, const char *format, ...)
{
	char text[4096];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	str_addf(&script->complaint, "%s%s:%d: %s", script->complaint.len ? "\n" : "", script->path,
		 script->line, text);
	return false;
}

static void describe_life(const struct script *script, struct str *out)
{
	int value;
	switch (terminal_life(script->terminal, &value)) {
	case LIFE_STARTING:
	case LIFE_RUNNING:
		str_add(out, terminal_is_at_rest(script->terminal) ? "at rest" : "busy");
		break;
	case LIFE_STOPPED:
		str_addf(out, "stopped by SIG%s", sigabbrev_np(value));
		break;
	case LIFE_EXITED:
		str_addf(out, "exited with %d", value);
		break;
	case LIFE_KILLED:
		str_addf(out, "killed by SIG%s", sigabbrev_np(value));
		break;
	}
}

void script_describe(const struct script *script, struct str *out)
{
	if (!script->terminal)
		return;
	VTermPos cursor = terminal_cursor(script->terminal);
	str_addf(out, "# screen %dx%d, cursor %d,%d, program ", terminal_cols(script->terminal),
		 terminal_rows(script->terminal), cursor.row + 1, cursor.col + 1);
	describe_life(script, out);
	str_add(out, "\n");
	for (int row = 0; row < terminal_rows(script->terminal); row++) {
		str_addf(out, "# %3d|", row + 1);
		terminal_add_row(script->terminal, row, out);
		str_add(out, "\n");
	}
}

/* --- lines --- */

static const char *value_of(const struct script *script, struct span name)
{
	if (span_equals(name, "URL") && script->fake)
		return fake_url(script->fake);
	if (span_equals(name, "HOME"))
		return home_folder(script->home);
	return NULL;
}

static void expand(const struct script *script, struct span line, struct str *out)
{
	while (line.len) {
		const char *end =
			line.at[0] == '@' && line.len > 1 ? memchr(line.at + 1, '@', line.len - 1) : NULL;
		size_t len = end ? (size_t)(end - line.at) + 1 : 1;
		const char *value = end ? value_of(script, span_sub(line, 1, len - 1)) : NULL;
		if (value) {
			str_add(out, value);
		} else {
			len = 1;
			str_add_char(out, line.at[0]);
		}
		line = span_sub(line, len, line.len);
	}
}

bool script_next_line(struct script *script, struct str *buffer, struct span *line)
{
	struct span raw;
	if (!span_next_line(&script->rest, &raw))
		return false;
	script->line++;
	str_clear(buffer);
	expand(script, raw, buffer);
	*line = (struct span){.at = str_text(buffer), .len = buffer->len};
	return true;
}

bool script_here_document(struct script *script, struct span args, struct str *out)
{
	struct str buffer = {0}, end = {0};
	struct span line;
	bool is_closed = false;
	if (args.len < 3 || args.at[0] != '<' || args.at[1] != '<')
		return script_fail(script, "<<WORD is missing: the lines up to WORD are the text");
	str_add_bytes(&end, args.at + 2, args.len - 2);
	int first = script->line;
	while (!is_closed && script_next_line(script, &buffer, &line)) {
		is_closed = span_equals(line, str_text(&end));
		if (!is_closed) {
			str_add_bytes(out, line.at, line.len);
			str_add_char(out, '\n');
		}
	}
	if (!is_closed) {
		script->line = first;
		script_fail(script, "no line is %s", str_text(&end));
	}
	str_free(&buffer);
	str_free(&end);
	return is_closed;
}

bool script_word(struct span *args, struct span *word)
{
	*args = span_trim(*args);
	if (!args->len)
		return false;
	size_t len = 0;
	while (len < args->len && !ascii_is_space(args->at[len]))
		len++;
	*word = span_sub(*args, 0, len);
	*args = span_trim(span_sub(*args, len, args->len));
	/* `screen:` and `row 1:` read better with their colons. */
	if (len > 1 && word->at[len - 1] == ':')
		word->len--;
	return true;
}

char *script_take(struct script *script, struct span *args, const char *what)
{
	struct span word;
	if (script_word(args, &word))
		return mem_strndup(word.at, word.len);
	script_fail(script, "%s is missing", what);
	return NULL;
}

bool script_number(struct script *script, struct span *args, int *number)
{
	struct span word;
	char text[16] = "", *end = text;
	if (script_word(args, &word) && word.len < sizeof text) {
		memcpy(text, word.at, word.len);
		*number = (int)strtol(text, &end, 10);
	}
	if (end == text || *end)
		return script_fail(script, "a number is missing");
	return true;
}

bool script_row(struct script *script, struct span *args, int *row)
{
	int rows = terminal_rows(script->terminal);
	if (!script_number(script, args, row))
		return false;
	*row = *row < 0 ? rows + *row : *row - 1;
	return (*row >= 0 && *row < rows) || script_fail(script, "the screen has %d rows", rows);
}

static uint32_t take_hex(struct span *rest, size_t digits)
{
	char text[9] = "";
	if (digits > rest->len)
		digits = rest->len;
	memcpy(text, rest->at, digits);
	*rest = span_sub(*rest, digits, rest->len);
	return (uint32_t)strtoul(text, NULL, 16);
}

/* What follows a backslash; `rest` begins with its letter. */
static void add_escape(struct span *rest, struct str *out)
{
	char bytes[4], letter = rest->at[0];
	*rest = span_sub(*rest, 1, rest->len);
	switch (letter) {
	case 'n':
		str_add_char(out, '\n');
		break;
	case 't':
		str_add_char(out, '\t');
		break;
	case 'x':
		str_add_char(out, (char)take_hex(rest, 2));
		break;
	case 'u':
		str_add_bytes(out, bytes, utf8_encode(take_hex(rest, 4), bytes));
		break;
	default:
		str_add_char(out, letter);
	}
}

bool script_text(struct script *script, struct span *args, struct str *out)
{
	struct span rest = span_trim(*args);
	if (!rest.len || rest.at[0] != '"')
		return script_fail(script, "a \"text\" is missing");
	rest = span_sub(rest, 1, rest.len);
	while (rest.len && rest.at[0] != '"') {
		bool is_escape = rest.at[0] == '\\' && rest.len > 1;
		if (!is_escape)
			str_add_char(out, rest.at[0]);
		rest = span_sub(rest, 1, rest.len);
		if (is_escape)
			add_escape(&rest, out);
	}
	if (!rest.len)
		return script_fail(script, "the text has no closing \"");
	*args = span_trim(span_sub(rest, 1, rest.len));
	return true;
}

bool script_whole_text(struct script *script, struct span args, struct str *out)
{
	return script_text(script, &args, out) &&
	       (args.len == 0 ||
		script_fail(script, "what is this after the text: %.*s", (int)args.len, args.at));
}

/* --- the program --- */

bool script_has_ended(const struct script *script)
{
	int value;
	if (!script->terminal)
		return false;
	enum life life = terminal_life(script->terminal, &value);
	return life == LIFE_EXITED || life == LIFE_KILLED;
}

bool script_start(struct script *script)
{
	struct words argv = {0};
	struct error err;
	char *path = os_path(script->programs, script->program);
	words_add(&argv, script->program);
	for (size_t i = 0; i < script->options.n; i++)
		words_add(&argv, script->options.at[i]);
	for (size_t i = 0; i < script->args.n; i++)
		words_add(&argv, script->args.at[i]);
	terminal_free(script->terminal);
	struct launch launch = {.program = path,
				.argv = argv.at,
				.envp = home_environment(script->home),
				.folder = home_folder(script->home),
				.rows = script->rows,
				.cols = script->cols};
	script->terminal = terminal_start(&launch, &err);
	words_free(&argv);
	free(path);
	return script->terminal || script_fail(script, "%s", err.text);
}

bool script_await(struct script *script, bool (*holds)(struct script *script, const void *what),
		  const void *what, bool at_rest)
{
	int64_t deadline_ms = os_monotonic_ms() + script->wait_ms;
	if (deadline_ms > script->deadline_ms)
		deadline_ms = script->deadline_ms;
	for (;;) {
		terminal_pump(script->terminal, PUMP_MS);
		bool rests = terminal_is_at_rest(script->terminal);
		if ((rests || !at_rest) && holds(script, what))
			return true;
		if ((rests && script_has_ended(script)) || os_monotonic_ms() >= deadline_ms)
			return false;
	}
}

static bool always(struct script *script, const void *what)
{
	(void)script;
	(void)what;
	return true;
}

bool script_settle(struct script *script)
{
	return script_await(script, always, NULL, true) ||
	       script_fail(script, "the program does not come to rest");
}

void script_look(struct script *script)
{
	script->has_looked = true;
	script->after_escape = false;
}

static bool ended(struct script *script, const void *what)
{
	(void)what;
	return script_has_ended(script);
}

/* A file may leave the program running: it is asked to go, so that a leak or a hang at the end is found. */
static bool end_program(struct script *script)
{
	int value;
	if (terminal_life(script->terminal, &value) == LIFE_STOPPED)
		return true;
	terminal_signal(script->terminal, SIGTERM);
	return script_await(script, ended, NULL, false) ||
	       script_fail(script, "the program does not end on SIGTERM");
}

/* The report explains most other failures, so it comes with them. */
static bool report_sanitizers(struct script *script)
{
	struct str report = {0};
	bool any = home_sanitizer_report(script->home, &report);
	if (any) {
		script_fail(script, "a sanitizer reports:\n");
		str_add(&script->complaint, str_text(&report));
	}
	str_free(&report);
	return !any;
}

/* --- the file --- */

static const struct step *find_step(const struct step *steps, struct span name)
{
	for (const struct step *step = steps; step->name; step++)
		if (span_equals(name, step->name))
			return step;
	return NULL;
}

static bool run_step(struct script *script, const struct step *step, struct span text)
{
	struct span name;
	if (step->when == STEP_SETTING && script->terminal && !script_has_ended(script))
		return script_fail(script, "`%s` comes before the program starts", step->name);
	if (step->when == STEP_SCREEN && !script->terminal && !script_start(script))
		return false;
	script_word(&text, &name);
	return step->run(script, text);
}

/* The front of *rest up to a `;` that stands outside a "text". */
static struct span take_setting(struct span *rest)
{
	struct span whole = *rest;
	bool is_quoted = false;
	size_t len = 0;
	for (; len < whole.len && (is_quoted || whole.at[len] != ';'); len++) {
		if (whole.at[len] == '"')
			is_quoted = !is_quoted;
		else if (is_quoted && whole.at[len] == '\\')
			len++;
	}
	*rest = span_sub(whole, len + 1, whole.len);
	return span_trim(span_sub(whole, 0, len));
}

static bool run_line(struct script *script, const struct step *steps, struct span line)
{
	bool ok = true;
	while (ok && line.len) {
		struct span text = line, first = take_setting(&line), rest = first, name = {0};
		script_word(&rest, &name);
		const struct step *step = find_step(steps, name);
		if (!step)
			return script_fail(script, "unknown step `%.*s` (screen-runner --help lists them)",
					   (int)name.len, name.at);
		if (step->when == STEP_SETTING)
			text = first;
		else
			line.len = 0; /* a text may hold `;` */
		ok = run_step(script, step, text);
	}
	return ok;
}

static bool is_comment(struct span line)
{
	line = span_trim(line);
	return line.len == 0 || line.at[0] == '#';
}

bool script_run(struct script *script, const struct step *steps)
{
	struct str buffer = {0};
	struct span line;
	struct error err;
	bool ok = true;
	script->deadline_ms = os_monotonic_ms() + FILE_MS;
	script->home = home_new(&err);
	if (!script->home)
		return script_fail(script, "%s", err.text);
	while (ok && script_next_line(script, &buffer, &line))
		ok = is_comment(line) || run_line(script, steps, line);
	str_free(&buffer);
	if (script->is_recording)
		return ok;
	if (ok && !script->has_looked)
		ok = script_fail(script, "nothing is looked at");
	ok = ok && end_program(script);
	return report_sanitizers(script) && ok;
}

void script_free(struct script *script)
{
	beside_end(script);
	terminal_free(script->terminal);
	fake_stop(script->fake);
	home_free(script->home);
	words_free(&script->options);
	words_free(&script->args);
	free(script->program);
	str_free(&script->complaint);
}
