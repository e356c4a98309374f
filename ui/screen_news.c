/* The text of app/cmd_news.h in a pager; it is made anew with each snapshot, and when a word of it ages. */
#include "ui/screen_news.h"

#include "app/cmd_news.h"
#include "base/utc.h"
#include "ui/pager.h"
#include "ui/screen.h"
#include "ui/tick.h"

#define TITLE_ROWS 1

struct news_screen {
	int64_t since_utc;
	struct pager pager;
	unsigned generation; /* of the snapshot that the text tells of */
	bool is_written;
	int64_t wake_utc; /* when an age in it changes */
};

/* The verb says since when, right after this. */
static bool news_open(void *state, struct app *app, int64_t bug_id, struct error *err)
{
	(void)state;
	(void)app;
	(void)bug_id;
	(void)err;
	return true;
}

/* Of a bug of ours what is left is told, of others' how long ago something was done: the newest changes most
 * often, what is older at the latest with the minute. */
static int64_t next_change(const struct news_screen *news, struct app *app)
{
	const struct snapshot *snapshot = session_snapshot(app_session(app));
	int64_t now_utc = app_now(app), wake_utc = tick_minute(now_utc);
	for (size_t i = 0; i < snapshot->n; i++) {
		const struct entry *entry = snapshot->entries[i];
		int64_t changed_utc = entry->activity.others_changed_utc;
		struct row row = {.entry = entry};
		if (changed_utc <= news->since_utc)
			continue;
		wake_utc = tick_earlier(wake_utc, entry->assessment->is_ours
							  ? tick_left(row_due_utc(&row), now_utc)
							  : tick_age(changed_utc, now_utc));
	}
	return wake_utc;
}

static void write_text(struct news_screen *news, struct app *app)
{
	struct str out = {0};
	struct error err;
	if (!app_load_since(app, news->since_utc, &err) ||
	    !news_write(app_session(app), news->since_utc, app_look(app), &out, &err))
		app_say(app, STYLE_ERROR, err.text);
	if (out.len == 0)
		str_add(&out, "nothing new\n");
	pager_renew(&news->pager, str_take(&out), app_rows(app) - TITLE_ROWS, app_cols(app));
	news->generation = app_generation(app);
	news->is_written = true;
	news->wake_utc = next_change(news, app);
}

static void news_renew(void *state, struct app *app)
{
	struct news_screen *news = state;
	bool fits = news->pager.rows == app_rows(app) - TITLE_ROWS && news->pager.cols == app_cols(app);
	bool is_late = news->wake_utc <= app_now(app);
	if (!news->is_written || !fits || is_late || news->generation != app_generation(app))
		write_text(news, app);
}

static void news_draw(const void *state, const struct frame *frame)
{
	const struct news_screen *news = state;
	struct canvas canvas = frame->canvas;
	struct str place = {0}, since = {0};
	char time[UTC_TEXT_BYTES];
	str_addf(&since, "since %s", utc_print_human(news->since_utc, time));
	pager_print_place(&news->pager, &place);
	int place_cols = (int)str_width_cols(str_text(&place));
	int col = draw_text(canvas, 0, 0, canvas.cols, STYLE_NAME, "News") + 2;
	draw_text(canvas, 0, col, canvas.cols - col - place_cols - 1, STYLE_TEXT, str_text(&since));
	draw_right(canvas, 0, canvas.cols - place_cols, place_cols, STYLE_DIM, str_text(&place));
	pager_draw(&news->pager, canvas_part(canvas, TITLE_ROWS, canvas.rows));
	str_free(&place);
	str_free(&since);
}

static void news_motion(void *state, enum motion motion)
{
	struct news_screen *news = state;
	pager_move(&news->pager, motion);
}

static void news_find(void *state, enum find_step step, const char *text, struct found *found)
{
	struct news_screen *news = state;
	pager_find(&news->pager, step, text, found);
}

static int64_t news_wake(const void *state, int64_t now_utc)
{
	const struct news_screen *news = state;
	(void)now_utc;
	return news->wake_utc;
}

static void news_close(void *state)
{
	struct news_screen *news = state;
	pager_free(&news->pager);
}

static const struct screen screen_news = {
	.name = "news",
	.scope = SCOPE_NEWS,
	.state_size = sizeof(struct news_screen),
	.open = news_open,
	.renew = news_renew,
	.motion = news_motion,
	.draw = news_draw,
	.wake = news_wake,
	.find = news_find,
	.close = news_close,
};

bool verb_news(struct invocation *invocation, struct error *err)
{
	int64_t since_utc, looked_utc;
	if (!news_since(invocation, &since_utc, &looked_utc, err) ||
	    !app_push(invocation->app, &screen_news, 0, err))
		return false;
	struct news_screen *news = app_state(invocation->app, &screen_news);
	news->since_utc = since_utc;
	return true;
}
