/* Both screens are a text of view/format.h in a pager. The conversation is read when the
 * screen opens and when the bug has changed; the text is made anew when a word of it may have. */
#include "ui/screen_bug.h"

#include <inttypes.h>

#include "base/mem.h"
#include "base/utc.h"
#include "ui/pager.h"
#include "ui/tick.h"
#include "view/field.h"
#include "view/format.h"

#define TITLE_ROWS 1

/* format_show_text or format_why_text. */
typedef void bug_format(const struct row *row, const struct conversation *conversation,
			const struct look *look, struct str *out);

struct bug_text {
	int64_t bug_id;
	struct entry *entry; /* a reference of our own */
	struct arena *home;  /* of the conversation */
	struct conversation conversation;
	struct str summary; /* without our own name, as on the page */
	struct pager pager;
	unsigned generation; /* of the snapshot that `entry` was looked up in */
	struct look look;    /* that the text was written with */
	int64_t wake_utc;    /* when a word of the text changes */
};

static bool look_up(struct bug_text *text, struct app *app, struct error *err)
{
	const struct entry *entry = app_entry(app, text->bug_id, err);
	text->generation = app_generation(app);
	if (!entry)
		return false;
	if (entry == text->entry)
		return true;
	struct arena *home = arena_new();
	struct conversation conversation;
	if (!session_conversation(app_session(app), text->bug_id, home, &conversation, err)) {
		arena_free(home);
		return false;
	}
	entry_unref(text->entry);
	arena_free(text->home);
	text->entry = entry_ref((struct entry *)entry);
	text->home = home;
	text->conversation = conversation;
	text->wake_utc = UTC_NONE;
	return true;
}

static bool bug_open(void *state, struct app *app, int64_t bug_id, struct error *err)
{
	struct bug_text *text = state;
	text->bug_id = bug_id;
	return look_up(text, app, err);
}

/* Of each obligation both what is left and the age of its cause are told; the rest (who is away, what is
 * soon) changes with a minute. */
static int64_t next_change(const struct bug_text *text, int64_t now_utc)
{
	const struct assessment *assessment = text->entry->assessment;
	const struct conversation *conversation = &text->conversation;
	int64_t wake_utc =
		tick_earlier(tick_minute(now_utc), tick_age(assessment->closing_since_utc, now_utc));
	for (size_t i = 0; i < assessment->n_obligations; i++) {
		const struct obligation *obligation = &assessment->obligations[i];
		wake_utc = tick_earlier(wake_utc, tick_left(obligation->due_utc, now_utc));
		wake_utc = tick_earlier(wake_utc, tick_age(obligation->since_utc, now_utc));
	}
	for (size_t i = 0; i < conversation->n_comments; i++)
		wake_utc = tick_earlier(wake_utc, tick_age(conversation->comments[i].time_utc, now_utc));
	return wake_utc;
}

static void format_text(struct bug_text *text, struct app *app, bug_format *format)
{
	struct moment moment = session_moment(app_session(app));
	struct row row = {.entry = text->entry, .at = &moment};
	struct str out = {0};
	format(&row, &text->conversation, app_look(app), &out);
	struct span body = {.at = str_text(&out), .len = out.len}, title;
	span_next_line(&body, &title); /* the screen has its own */
	pager_renew(&text->pager, mem_strndup(body.at, body.len), app_rows(app) - TITLE_ROWS, app_cols(app));
	str_clear(&text->summary);
	field_text(field_find(span_of("summary")), &row, app_look(app), 0, &text->summary);
	str_free(&out);
	text->look = *app_look(app);
	text->wake_utc = next_change(text, app_now(app));
}

static void renew_text(struct bug_text *text, struct app *app, bug_format *format)
{
	struct error err;
	/* A bug that has gone keeps its last text: somebody is reading it. */
	if (text->generation != app_generation(app) && !look_up(text, app, &err))
		app_say(app, STYLE_ERROR, err.text);
	bool fits = text->pager.rows == app_rows(app) - TITLE_ROWS && text->pager.cols == app_cols(app);
	bool is_late = text->wake_utc == UTC_NONE || text->wake_utc <= app_now(app);
	bool is_as_before = text->look.signs == app_look(app)->signs &&
			    text->look.absolute_times == app_look(app)->absolute_times;
	if (!fits || is_late || !is_as_before)
		format_text(text, app, format);
}

static void draw_bug(const struct bug_text *text, const struct frame *frame, const char *title)
{
	struct str id = {0}, place = {0};
	struct canvas canvas = frame->canvas;
	str_addf(&id, "%s %" PRId64, title, text->bug_id);
	pager_print_place(&text->pager, &place);
	int place_cols = (int)str_width_cols(str_text(&place));
	int col = draw_text(canvas, 0, 0, canvas.cols, STYLE_NAME, str_text(&id)) + 2;
	draw_text(canvas, 0, col, canvas.cols - col - place_cols - 1, STYLE_TEXT, str_text(&text->summary));
	draw_right(canvas, 0, canvas.cols - place_cols, place_cols, STYLE_DIM, str_text(&place));
	pager_draw(&text->pager, canvas_part(canvas, TITLE_ROWS, canvas.rows));
	str_free(&id);
	str_free(&place);
}

static void bug_motion(void *state, enum motion motion)
{
	struct bug_text *text = state;
	pager_move(&text->pager, motion);
}

static void bug_find(void *state, enum find_step step, const char *needle, struct found *found)
{
	struct bug_text *text = state;
	pager_find(&text->pager, step, needle, found);
}

static int64_t bug_wake(const void *state, int64_t now_utc)
{
	const struct bug_text *text = state;
	(void)now_utc;
	return text->wake_utc;
}

static int64_t bug_bug(const void *state)
{
	const struct bug_text *text = state;
	return text->bug_id;
}

static void bug_close(void *state)
{
	struct bug_text *text = state;
	entry_unref(text->entry);
	arena_free(text->home);
	pager_free(&text->pager);
	str_free(&text->summary);
}

/* --- what differs --- */

static void bug_renew(void *state, struct app *app)
{
	renew_text(state, app, format_show_text);
}

static void bug_draw(const void *state, const struct frame *frame)
{
	draw_bug(state, frame, "Bug");
}

static void why_renew(void *state, struct app *app)
{
	renew_text(state, app, format_why_text);
}

static void why_draw(const void *state, const struct frame *frame)
{
	draw_bug(state, frame, "Why");
}

const struct screen screen_bug = {
	.name = "bug",
	.scope = SCOPE_BUG,
	.state_size = sizeof(struct bug_text),
	.open = bug_open,
	.renew = bug_renew,
	.motion = bug_motion,
	.draw = bug_draw,
	.wake = bug_wake,
	.bug = bug_bug,
	.find = bug_find,
	.close = bug_close,
};

const struct screen screen_why = {
	.name = "why",
	.scope = SCOPE_WHY,
	.state_size = sizeof(struct bug_text),
	.open = bug_open,
	.renew = why_renew,
	.motion = bug_motion,
	.draw = why_draw,
	.wake = bug_wake,
	.bug = bug_bug,
	.find = bug_find,
	.close = bug_close,
};
