#include "app/face_lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"

#define TRIES 3
#define LISTED_MAX 200 /* of what might be answered */

struct lines {
	struct face face; /* first: the calls get a pointer to it */
	const atomic_bool *stop;
	struct str read; /* and not yet taken as a line */
};

/* --- what is told --- */

static void put(const char *begin, const char *text, const char *end)
{
	struct str line = {0};

	str_add(&line, begin);
	str_printable(&line, text, strlen(text), PRINTABLE_LINE);
	str_add(&line, end);
	fputs(str_text(&line), stderr);
	str_free(&line);
}

static void tell(struct face *face, enum tone tone, const char *text)
{
	static const char *const begins[] = {
		[TONE_HEADING] = "\n",
		[TONE_QUOTE] = "  ",
		[TONE_WARN] = "! ",
	};
	const char *begin = tone < sizeof begins / sizeof begins[0] ? begins[tone] : NULL;

	(void)face;
	put(begin ? begin : "", text, "\n");
}

static void list_words(const struct ask *ask)
{
	for (size_t i = 0; i < ask->n_words && i < LISTED_MAX; i++) {
		put("  ", ask->words[i].word, ask->words[i].help ? ": " : "\n");
		if (ask->words[i].help)
			put("", ask->words[i].help, "\n");
	}
	if (ask->n_words > LISTED_MAX)
		fprintf(stderr, "  and %zu more\n", ask->n_words - LISTED_MAX);
}

static void put_question(const struct ask *ask)
{
	if (ask->mistake)
		put("! ", ask->mistake, "\n");
	put("", ask->label, "");
	if (*ask->initial)
		put(" [", ask->initial, "]");
	if (ask->n_words > 0)
		fprintf(stderr, " (? lists %zu)", ask->n_words);
	fputs(": ", stderr);
	fflush(stderr);
}

/* --- what is answered --- */

/* Reads on; false at the end, and when a signal wants us to leave. */
static bool read_more(struct lines *self)
{
	char buffer[4096];
	ssize_t got;

	do
		got = atomic_load(self->stop) ? 0 : read(STDIN_FILENO, buffer, sizeof buffer);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		str_add_bytes(&self->read, buffer, (size_t)got);
	return got > 0;
}

/* The last line may lack its end. */
static bool read_line(struct lines *self, struct str *answer)
{
	const char *end;
	struct str rest = {0};
	size_t len;

	while (!(end = self->read.len > 0 ? memchr(self->read.at, '\n', self->read.len) : NULL))
		if (!read_more(self))
			break;
	if (atomic_load(self->stop) || (!end && self->read.len == 0))
		return false;
	len = end ? (size_t)(end - self->read.at) : self->read.len;
	str_clear(answer);
	str_add_bytes(answer, self->read.at, len);
	if (end)
		str_add_bytes(&rest, end + 1, self->read.len - len - 1);
	str_free(&self->read);
	self->read = rest;
	if (answer->len > 0 && answer->at[answer->len - 1] == '\r')
		answer->at[--answer->len] = '\0';
	return true;
}

/* A read that a signal interrupts comes back here, so that the terminal echoes again whatever happens. */
static bool read_secret(struct lines *self, struct str *answer)
{
	struct termios found, silent;
	bool is_terminal = tcgetattr(STDIN_FILENO, &found) == 0;
	bool ok;

	silent = found;
	if (is_terminal) {
		silent.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
	}
	ok = read_line(self, answer);
	if (is_terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &found);
		fputc('\n', stderr);
	}
	return ok;
}

/* What stands for another answer than itself. */
static void resolve(const struct ask *ask, struct str *answer)
{
	if (ask->is_secret)
		return;
	if (answer->len == 0)
		str_add(answer, ask->initial);
	else if (str_equals(answer->at, "-"))
		str_clear(answer);
}

static bool ask_lines(struct face *face, const struct ask *ask, struct str *answer)
{
	struct lines *self = (struct lines *)face;

	do {
		put_question(ask);
		if (!(ask->is_secret ? read_secret(self, answer) : read_line(self, answer))) {
			fputc('\n', stderr);
			face->is_left = true;
			return false;
		}
		if (!isatty(STDIN_FILENO))
			fputc('\n', stderr); /* nobody pressed Enter on the screen */
		if (!str_equals(str_text(answer), "?"))
			break;
		list_words(ask);
	} while (true);
	resolve(ask, answer);
	return true;
}

static bool do_work(struct face *face, struct work *work, struct error *err)
{
	struct lines *self = (struct lines *)face;
	bool ok;

	put("", work->label, " ...\n");
	work->stop = self->stop;
	ok = work->run(work, err);
	face->is_left = atomic_load(self->stop);
	return ok && !face->is_left;
}

static void close_lines(struct face *face)
{
	struct lines *self = (struct lines *)face;

	str_free(&self->read);
	free(self);
}

static const struct face_calls calls = {
	.ask = ask_lines,
	.tell = tell,
	.work = do_work,
	.close = close_lines,
};

struct face *face_lines_open(const atomic_bool *stop)
{
	struct lines *self = mem_alloc(sizeof *self);

	self->face = (struct face){.calls = &calls, .tries = TRIES};
	self->stop = stop;
	return &self->face;
}
