#include "ui/welcome.h"

#include "ui/prompt.h"
#include "ui/stage.h"
#include "ui/stroke.h"

#define MARGIN_COLS 2
#define KEY_COLS 3
#define TITLE_COLS 13
#define HELP_COL (MARGIN_COLS + KEY_COLS + TITLE_COLS)
#define ROWS_FOR_TEXT 9  /* below that the ways alone are shown */
#define ROWS_FOR_GAPS 20 /* from here on each has its command line below it, and room around */

static const struct way {
	enum welcome choice;
	char key;
	const char *title, *help, *command;
	bool writes;
} ways[] = {
	{WELCOME_SET_UP, 'i', "set up", "name your CA and team", "bugclock init", true},
	{WELCOME_CA, 'c', "a CA's page", "any CA's, by its name", "bugclock --ca NAME", false},
	{WELCOME_DEMO, 'd', "demo", "bugs of an invented CA", "bugclock --demo", false},
	{WELCOME_LEAVE, 'q', "leave", "", "", false},
};
#define N_WAYS (sizeof ways / sizeof ways[0])

struct hall {
	const struct way *shown[N_WAYS];
	size_t n, chosen;
	const char *message;
	struct prompt prompt; /* for the name of a CA */
};

/* --- drawing --- */

static void draw_way(const struct hall *hall, size_t at, struct canvas canvas)
{
	const struct way *way = hall->shown[at];
	struct canvas row = canvas_part(canvas, 0, 1);
	row.is_selected = at == hall->chosen && !hall->prompt.is_open;
	draw_blank(row, 0);
	draw_text(row, 0, MARGIN_COLS, KEY_COLS, STYLE_KEY, (const char[]){way->key, '\0'});
	draw_text(row, 0, MARGIN_COLS + KEY_COLS, TITLE_COLS, STYLE_NAME, way->title);
	draw_text(row, 0, HELP_COL, row.cols - HELP_COL, STYLE_TEXT, way->help);
	draw_text(canvas, 1, HELP_COL, row.cols - HELP_COL, STYLE_DIM, way->command);
}

/* Returns the row below it. */
static int draw_text_above(struct canvas body, int gap_rows)
{
	static const char text[] = "What a CA owes on its incident bugs, and when. Nothing is set up yet.";
	struct canvas part = canvas_part(body, gap_rows, body.rows);
	part.col += MARGIN_COLS;
	part.cols -= 2 * MARGIN_COLS;
	int rows = draw_rows_wrapped(text, 0, part.cols);
	draw_wrapped(canvas_part(part, 0, rows), 0, STYLE_TEXT, text);
	return gap_rows + rows + 1;
}

static void draw_foot(const struct hall *hall, struct canvas row)
{
	if (hall->message) {
		draw_text(row, 0, 0, row.cols, STYLE_ERROR, hall->message);
		return;
	}
	int col = draw_text(row, 0, 0, row.cols, STYLE_KEY, "Enter") + 1;
	draw_text(row, 0, col, row.cols, STYLE_TEXT, "choose");
}

static void draw(const void *state, struct canvas all)
{
	const struct hall *hall = state;
	struct canvas body = canvas_part(all, 1, all.rows - 2);
	bool is_roomy = all.rows >= ROWS_FOR_GAPS;
	int step = is_roomy ? 3 : 1;
	int from = all.rows >= ROWS_FOR_TEXT ? draw_text_above(body, is_roomy ? 1 : 0) : 0;
	draw_text(all, 0, 0, all.cols, STYLE_NAME, "bugclock " BUGCLOCK_VERSION);
	for (size_t i = 0; i < hall->n; i++)
		draw_way(hall, i, canvas_part(body, from + (int)i * step, is_roomy ? 2 : 1));
	draw_foot(hall, canvas_part(all, all.rows - 1, 1));
	if (hall->prompt.is_open)
		prompt_draw(&hall->prompt, all);
	else
		draw_cursor(body, from + (int)hall->chosen * step, MARGIN_COLS);
}

/* --- choosing --- */

static const struct question which_ca = {.label = "CA: "};

static void find_ways(struct hall *hall, bool may_write)
{
	for (size_t i = 0; i < N_WAYS; i++)
		if (may_write || !ways[i].writes)
			hall->shown[hall->n++] = &ways[i];
}

static void move_choice(struct hall *hall, uint32_t stroke)
{
	if ((stroke == STROKE_UP || stroke == 'k') && hall->chosen > 0)
		hall->chosen--;
	if ((stroke == STROKE_DOWN || stroke == 'j' || stroke == STROKE_TAB) && hall->chosen + 1 < hall->n)
		hall->chosen++;
}

/* The way that is taken; NULL: none yet. */
static const struct way *way_of(struct hall *hall, uint32_t stroke)
{
	if (stroke == STROKE_ENTER)
		return hall->shown[hall->chosen];
	for (size_t i = 0; i < hall->n; i++) {
		bool leaves = hall->shown[i]->choice == WELCOME_LEAVE;
		if (stroke == (uint32_t)hall->shown[i]->key ||
		    (leaves &&
		     (stroke == STROKE_ESC || stroke == STROKE_CTRL('C') || stroke == STROKE_CTRL('D')))) {
			hall->chosen = i;
			return hall->shown[i];
		}
	}
	move_choice(hall, stroke);
	return NULL;
}

/* True when it is decided. */
static bool take(struct hall *hall, uint32_t stroke)
{
	const struct way *way;
	hall->message = NULL;
	if (hall->prompt.is_open)
		return prompt_stroke(&hall->prompt, stroke) == PROMPT_ANSWERED &&
		       *prompt_answer(&hall->prompt);
	way = way_of(hall, stroke);
	if (way && way->choice == WELCOME_CA)
		prompt_open(&hall->prompt, NULL, &which_ca, "");
	return way && way->choice != WELCOME_CA;
}

/* False: the terminal is gone, or a signal ends the program. */
static bool decide(struct hall *hall, const struct stage *stage)
{
	const struct scene scene = {.draw = draw, .state = hall, .fd = -1, .timeout_ms = -1};
	uint32_t stroke;
	for (;;)
		switch (stage_next(stage, &scene, &stroke)) {
		case STAGE_STROKE:
			if (take(hall, stroke))
				return true;
			break;
		case STAGE_AWAKE:
			break;
		case STAGE_OVER:
			return false;
		}
}

bool welcome(bool may_write, const char *message, enum welcome *choice, struct str *ca, struct error *err)
{
	struct hall hall = {.message = message};
	struct stage stage;
	if (!stage_open(&stage, err))
		return false;
	find_ways(&hall, may_write);
	*choice = decide(&hall, &stage) ? hall.shown[hall.chosen]->choice : WELCOME_LEAVE;
	str_clear(ca);
	if (*choice == WELCOME_CA)
		str_add(ca, prompt_answer(&hall.prompt));
	prompt_free(&hall.prompt);
	stage_close(&stage);
	return true;
}
