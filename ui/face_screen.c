#include "ui/face_screen.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "ui/prompt.h"
#include "ui/stage.h"
#include "ui/stroke.h"

#define TITLE_ROWS 2 /* and a blank one */
#define HINT_ROWS 1
#define INDENT_COLS 2
#define LOOK_MS 200 /* how often the count of what is being done is read */

struct told {
	enum tone tone;
	const char *label; /* of an answer; NULL: it was told */
	const char *text;
};

struct face_screen {
	struct face face; /* first: the calls get a pointer to it */
	struct stage stage;
	struct arena *home; /* of what was told */
	struct told *told;
	size_t n, cap;
	int rows_back;        /* scrolled back by so many */
	struct prompt prompt; /* open while a question is asked */
	struct work *work;    /* being done; NULL: nothing is */
	atomic_bool stop;
};

/* --- drawing --- */

static const struct {
	enum style style;
	const char *sign; /* before the text, so that the colour is not all that tells */
	int indent_cols;
} tones[] = {
	[TONE_HEADING] = {STYLE_NAME, "", 0},          [TONE_TEXT] = {STYLE_TEXT, "", 0},
	[TONE_GOOD] = {STYLE_GOOD, "= ", 0},           [TONE_WARN] = {STYLE_ERROR, "! ", 0},
	[TONE_QUOTE] = {STYLE_QUOTE, "", INDENT_COLS},
};

static void add_line(const struct told *told, struct str *line)
{
	if (told->label)
		str_addf(line, "%s: ", told->label);
	else
		str_add(line, tones[told->tone].sign);
	str_add(line, told->text);
}

/* A heading stands apart from what is before it. */
static int gap_rows(const struct face_screen *self, size_t at)
{
	return self->told[at].tone == TONE_HEADING && at > 0 ? 1 : 0;
}

static int indent_of(const struct told *told)
{
	return told->label ? INDENT_COLS : tones[told->tone].indent_cols;
}

static int rows_of(const struct face_screen *self, size_t at, int cols)
{
	const struct told *told = &self->told[at];
	struct str line = {0};
	add_line(told, &line);
	int rows = draw_rows_wrapped(str_text(&line), INDENT_COLS, cols - indent_of(told));
	str_free(&line);
	return rows + gap_rows(self, at);
}

static int total_rows(const struct face_screen *self, int cols)
{
	int total = 0;
	for (size_t i = 0; i < self->n; i++)
		total += rows_of(self, i, cols);
	return total;
}

static void draw_told(const struct told *told, struct canvas canvas)
{
	int indent_cols = indent_of(told);
	struct str line = {0};
	canvas.col += indent_cols;
	canvas.cols -= indent_cols;
	add_line(told, &line);
	draw_wrapped(canvas, INDENT_COLS, told->label ? STYLE_TEXT : tones[told->tone].style,
		     str_text(&line));
	if (told->label)
		draw_part(canvas, 0, 0, STYLE_DIM, str_text(&line), 0, strlen(told->label) + 1);
	str_free(&line);
}

/* The last rows of it that have room, or earlier ones when scrolled back. */
static void draw_all_told(const struct face_screen *self, struct canvas canvas)
{
	int total = total_rows(self, canvas.cols);
	int row = canvas.rows - total + self->rows_back;
	if (row > 0)
		row = 0;
	for (size_t i = 0; i < self->n; i++) {
		int rows = rows_of(self, i, canvas.cols), gap = gap_rows(self, i);
		if (row + gap >= 0 && row + gap < canvas.rows)
			draw_told(&self->told[i], canvas_part(canvas, row + gap, rows - gap));
		row += rows;
	}
}

static void draw_hints(const struct face_screen *self, struct canvas canvas)
{
	static const char *const hints[][2] = {
		{"Enter", "take"}, {"Tab", "complete"}, {"PgUp", "back"}, {"Esc", "leave"}};
	int col = 0;
	for (size_t i = self->work ? 3 : 0; i < sizeof hints / sizeof hints[0]; i++) {
		col += draw_text(canvas, 0, col, canvas.cols, STYLE_KEY, hints[i][0]) + 1;
		col += draw_text(canvas, 0, col, canvas.cols, STYLE_TEXT, hints[i][1]) + 2;
	}
}

static void draw_work(const struct face_screen *self, struct canvas canvas)
{
	size_t done = atomic_load(&self->work->done);
	struct str line = {0};
	str_addf(&line, "%s ...", atomic_load(&self->stop) ? "leaving" : self->work->label);
	if (done > 0)
		str_addf(&line, " %zu %s", done, self->work->unit);
	int cols = draw_text(canvas, 0, 0, canvas.cols, STYLE_NAME, str_text(&line));
	draw_cursor(canvas, 0, cols);
	str_free(&line);
}

static void draw(const void *state, struct canvas all)
{
	const struct face_screen *self = state;
	int hint_rows = all.rows > 8 ? HINT_ROWS : 0;
	struct canvas body = canvas_part(all, TITLE_ROWS, all.rows - TITLE_ROWS - hint_rows);
	int asked_rows = self->prompt.is_open ? prompt_rows(&self->prompt, body) : 1;
	draw_text(all, 0, 0, all.cols, STYLE_NAME, "bugclock  set-up");
	if (hint_rows > 0)
		draw_hints(self, canvas_part(all, all.rows - 1, 1));
	draw_all_told(self, canvas_part(body, 0, body.rows - asked_rows));
	if (self->prompt.is_open)
		prompt_draw(&self->prompt, body);
	else if (self->work)
		draw_work(self, canvas_part(body, body.rows - 1, 1));
}

/* --- what is told --- */

static void push(struct face_screen *self, enum tone tone, const char *label, const char *text)
{
	self->told = arena_push(self->home, self->told, &self->n, &self->cap, sizeof *self->told);
	self->told[self->n - 1] = (struct told){.tone = tone,
						.label = arena_strdup(self->home, label),
						.text = arena_strdup(self->home, text)};
	self->rows_back = 0;
}

static void tell(struct face *face, enum tone tone, const char *text)
{
	push((struct face_screen *)face, tone, NULL, text);
}

/* --- what is asked --- */

static void open_prompt(struct face_screen *self, const struct ask *ask)
{
	const char *label = arena_printf(self->home, "%s: ", ask->label);
	const struct question question = {
		.label = label,
		.words = ask->words,
		.n_words = ask->n_words,
		.is_list = ask->is_list,
		.is_secret = ask->is_secret,
	};
	struct error mistake;
	prompt_open(&self->prompt, NULL, &question, ask->typed ? ask->typed : ask->initial);
	if (!ask->mistake)
		return;
	error_set(&mistake, FAULT_USAGE, "%s", ask->mistake);
	prompt_refuse(&self->prompt, NOWHERE, &mistake);
}

static void scroll_told(struct face_screen *self, uint32_t stroke)
{
	enum { STEP_ROWS = 5 };
	int most = total_rows(self, COLS);
	self->rows_back += stroke == STROKE_PAGE_UP ? STEP_ROWS : -STEP_ROWS;
	if (self->rows_back > most)
		self->rows_back = most;
	if (self->rows_back < 0)
		self->rows_back = 0;
}

static enum prompt_event take(struct face_screen *self, uint32_t stroke)
{
	if (stroke != STROKE_PAGE_UP && stroke != STROKE_PAGE_DOWN)
		return prompt_stroke(&self->prompt, stroke);
	scroll_told(self, stroke);
	return PROMPT_GOES_ON;
}

static bool hear(struct face_screen *self)
{
	const struct scene scene = {.draw = draw, .state = self, .fd = -1, .timeout_ms = -1};
	enum prompt_event event = PROMPT_GOES_ON;
	uint32_t stroke;
	while (event == PROMPT_GOES_ON)
		switch (stage_next(&self->stage, &scene, &stroke)) {
		case STAGE_STROKE:
			event = take(self, stroke);
			break;
		case STAGE_AWAKE:
			break;
		case STAGE_OVER:
			return false;
		}
	return event == PROMPT_ANSWERED;
}

static bool ask_screen(struct face *face, const struct ask *ask, struct str *answer)
{
	struct face_screen *self = (struct face_screen *)face;
	if (ask->mistake)
		self->n--; /* the answer that was refused was none */
	open_prompt(self, ask);
	if (!hear(self)) {
		face->is_left = true;
		return false;
	}
	str_clear(answer);
	str_add(answer, prompt_answer(&self->prompt));
	push(self, TONE_TEXT, ask->label, ask->is_secret ? "***" : *str_text(answer) ? answer->at : "-");
	if (ask->is_secret)
		explicit_bzero(self->prompt.edit.line.at, self->prompt.edit.line.len);
	return true;
}

/* --- what takes long --- */

struct job {
	struct work *work;
	struct error *err;
	bool ok;
	int over; /* written to at the end */
};

static void *do_job(void *context)
{
	struct job *job = context;
	job->ok = job->work->run(job->work, job->err);
	close(job->over);
	return NULL;
}

/* Until the other end of the pipe is closed. The thread is never left alone: it gives up within a moment. */
static void wait_for(struct face_screen *self, int fd)
{
	const struct scene scene = {.draw = draw, .state = self, .fd = fd, .timeout_ms = LOOK_MS};
	uint32_t stroke;
	char byte;
	while (read(fd, &byte, 1) < 0 && (errno == EAGAIN || errno == EINTR)) {
		enum stage_event event = stage_next(&self->stage, &scene, &stroke);
		if (event == STAGE_OVER ||
		    (event == STAGE_STROKE && (stroke == STROKE_ESC || stroke == STROKE_CTRL('C'))))
			atomic_store(&self->stop, true);
	}
}

static bool do_work(struct face *face, struct work *work, struct error *err)
{
	struct face_screen *self = (struct face_screen *)face;
	struct job job = {.work = work, .err = err};
	pthread_t thread;
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set(err, FAULT_IO, "cannot make a pipe: %s", strerror(errno));
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	atomic_store(&self->stop, false);
	work->stop = &self->stop;
	job.over = ends[1];
	self->work = work;
	if (pthread_create(&thread, NULL, do_job, &job) == 0) {
		wait_for(self, ends[0]);
		pthread_join(thread, NULL);
	} else {
		close(ends[1]);
		error_set(err, FAULT_IO, "cannot start a thread");
	}
	self->work = NULL;
	close(ends[0]);
	face->is_left = atomic_load(&self->stop);
	return job.ok && !face->is_left;
}

/* --- from beginning to end --- */

static void close_screen(struct face *face)
{
	struct face_screen *self = (struct face_screen *)face;
	stage_close(&self->stage);
	prompt_free(&self->prompt);
	arena_free(self->home);
	free(self);
}

static const struct face_calls calls = {
	.ask = ask_screen,
	.tell = tell,
	.work = do_work,
	.close = close_screen,
};

struct face *face_screen_open(struct error *err)
{
	struct face_screen *self = mem_alloc(sizeof *self);
	if (!stage_open(&self->stage, err)) {
		free(self);
		return NULL;
	}
	self->face = (struct face){.calls = &calls, .is_screen = true};
	self->home = arena_new();
	return &self->face;
}
