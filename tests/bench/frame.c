/* What a program on a terminal costs (bench.h): each one is started by its words alone, and watched from
 * outside. */
#include "tests/bench/bench.h"
#include "tests/bench/fill.h"

#define ROWS 24
#define COLS 80
/* One frame of a screen that shows sixty a second. */
#define FRAME_MS 16
#define IDLE_MS (60 * 1000)

static bool start_command(struct run *run, enum side side, const struct command *command, struct error *err)
{
	struct pty_launch launch = {.words = command->words,
				    .environment = home_environment(run->homes[side]),
				    .rows = run->row->rows ? run->row->rows : ROWS,
				    .cols = run->row->cols ? run->row->cols : COLS};

	run->ptys[side] = pty_start(&launch, err);
	return run->ptys[side] != NULL;
}

static bool start(struct run *run, enum side side, struct error *err)
{
	struct command command;

	if (!subject_command(run, side, &command, err))
		return false;
	bool ok = start_command(run, side, &command, err);
	command_free(&command);
	return ok;
}

bool start_bugclock(struct run *run, const char *const *words, struct error *err)
{
	struct command command = bugclock_command(run->bench, words);
	bool ok = start_command(run, OURS, &command, err);

	command_free(&command);
	return ok;
}

static void stop(struct run *run, enum side side)
{
	pty_end(run->ptys[side]);
	run->ptys[side] = NULL;
}

bool sample_first_frame(struct run *run, enum side side, double *ms, struct error *err)
{
	struct pty_writing writing;

	if (!start(run, side, err))
		return false;
	bool ok = pty_read(run->ptys[side], PTY_FRAME_SILENCE_MS, &writing, err);
	if (ok && writing.bytes == 0)
		ok = error_set(err, FAULT_IO, "%s: nothing was painted; is it installed?", run->row->name);
	*ms = writing.last_ms;
	stop(run, side);
	return ok;
}

/* --- programs that stay --- */

static bool type(struct pty *pty, const char *keys, struct pty_writing *writing, struct error *err)
{
	*writing = (struct pty_writing){0};
	return !keys || (pty_press(pty, keys, err) && pty_read(pty, PTY_KEY_SILENCE_MS, writing, err));
}

bool open_screen(struct run *run, enum side side, struct error *err)
{
	return run->row->subjects[side] == SUBJECT_NONE ||
	       (start(run, side, err) && pty_settle(run->ptys[side], err));
}

bool open_screens(struct run *run, struct error *err)
{
	struct pty_writing writing;

	return open_screen(run, OURS, err) && open_screen(run, YARDSTICK, err) &&
	       type(run->ptys[OURS], run->row->setup, &writing, err) && pty_settle(run->ptys[OURS], err);
}

/* hello has one thing to do, whatever it is beside; the dashboard does as the row says. */
static bool press(struct run *run, enum side side, struct pty_writing *writing, struct error *err)
{
	const struct row *row = run->row;
	bool is_hello = row->subjects[side] == SUBJECT_HELLO;
	struct pty *pty = run->ptys[side];
	struct pty_writing ignored;

	if (!type(pty, is_hello ? NULL : row->before, &ignored, err) ||
	    !type(pty, is_hello ? "j" : row->keys, writing, err) ||
	    !type(pty, is_hello ? "k" : row->back, &ignored, err))
		return false;
	if (writing->bytes == 0)
		return error_set(err, FAULT_IO, "row %s, %s: the key changes nothing", row->number,
				 row->name);
	return true;
}

bool sample_key(struct run *run, enum side side, double *ms, struct error *err)
{
	struct pty_writing writing;
	bool ok = press(run, side, &writing, err);

	*ms = writing.last_ms;
	return ok;
}

bool sample_key_bytes(struct run *run, enum side side, double *bytes, struct error *err)
{
	struct pty_writing writing;
	bool ok = press(run, side, &writing, err);

	*bytes = (double)writing.bytes;
	return ok;
}

bool sample_key_in_frame(struct run *run, enum side side, double *ms, struct error *err)
{
	*ms = FRAME_MS;
	return side == YARDSTICK || sample_key(run, side, ms, err);
}

bool sample_memory(struct run *run, enum side side, double *kb, struct error *err)
{
	struct pty_usage usage;
	bool ok = start(run, side, err) && pty_settle(run->ptys[side], err) &&
		  pty_usage(run->ptys[side], &usage, err);

	if (ok)
		*kb = (double)usage.resident_kb;
	stop(run, side);
	return ok;
}

static bool text_kb(enum data data, double *kb, struct error *err)
{
	size_t bytes;
	bool ok = fill_count_text(&data_sizes[data], &bytes, err);

	*kb = ok ? (double)bytes / 1024 : 0;
	return ok;
}

bool sample_comment_memory(struct run *run, enum side side, double *kb, struct error *err)
{
	double more, less;
	bool ok = side == OURS
			  ? sample_memory(run, OURS, &more, err) && sample_memory(run, YARDSTICK, &less, err)
			  : text_kb(DATA_TALK, &more, err) && text_kb(DATA_S, &less, err);

	*kb = ok && more > less ? more - less : 0;
	return ok;
}

/* --- idle --- */

static bool watch_idle(struct run *run, struct idle *idle, struct error *err)
{
	struct pty_usage before, after;
	struct pty_writing writing;
	struct pty *pty = NULL;

	if (!open_live_screen(run, err))
		return false;
	pty = run->ptys[OURS];
	/* For a minute the page counts the seconds since the sync: something changes. */
	pty_listen(pty, IDLE_MS, PTY_KEY_SILENCE_MS, &writing);
	if (!pty_usage(pty, &before, err))
		return false;
	pty_listen(pty, IDLE_MS, PTY_KEY_SILENCE_MS, &writing);
	if (!pty_usage(pty, &after, err))
		return false;
	*idle = (struct idle){.is_known = true,
			      .ticks = after.ticks - before.ticks,
			      .wakeups = after.wakeups - before.wakeups,
			      .changes = writing.bursts};
	return true;
}

static bool idle_minute(struct run *run, struct error *err)
{
	return run->bench->idle.is_known || watch_idle(run, &run->bench->idle, err);
}

bool sample_idle_ticks(struct run *run, enum side side, double *ticks, struct error *err)
{
	bool ok = idle_minute(run, err);

	*ticks = side == OURS ? (double)run->bench->idle.ticks : 0;
	return ok;
}

bool sample_idle_wakeups(struct run *run, enum side side, double *wakeups, struct error *err)
{
	bool ok = idle_minute(run, err);

	*wakeups = side == OURS ? (double)run->bench->idle.wakeups : 1.0 + run->bench->idle.changes;
	return ok;
}
