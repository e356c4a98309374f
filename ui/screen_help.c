#include "ui/screen_help.h"

#include "base/utc.h"
#include "deadline/rules.h"
#include "ui/pager.h"
#include "view/condition.h"
#include "view/field.h"
#include "view/view.h"

#define TITLE_ROWS 1
#define KEYS_COLS 12
#define LINE_COLS 20

struct help {
	enum key_scope scope; /* of the screen that is explained */
	const char *name;
	struct pager pager;
};

/* One line of a table in three columns; the last takes what is left. */
static void add_row(struct str *out, const char *first, const char *second, const char *third)
{
	str_add(out, "  ");
	str_add_cell(out, first, KEYS_COLS, "", true);
	str_add_char(out, ' ');
	if (second) {
		str_add_cell(out, second, LINE_COLS, "", true);
		str_add_char(out, ' ');
	}
	str_add(out, third);
	str_add_char(out, '\n');
}

static void add_head(struct str *out, const struct look *look, const char *head)
{
	if (out->len > 0)
		str_add_char(out, '\n');
	str_add_repeat(out, look->signs->rule, 2);
	str_addf(out, " %s\n", head);
}

/* --- keys --- */

static bool is_same(const struct key *a, const struct key *b)
{
	return a->binding.scope == b->binding.scope && str_equals(a->binding.line, b->binding.line);
}

static bool is_first_of_line(const struct keymap *keymap, const struct key *key)
{
	for (const struct key *other = keymap->keys; other < key; other++)
		if (is_same(other, key))
			return false;
	return true;
}

/* All keys of one scope that do the same share a row. */
static void add_key(struct str *out, const struct keymap *keymap, const struct key *key, enum key_scope shown)
{
	struct str keys = {0};
	for (size_t i = 0; i < keymap->n; i++) {
		const struct key *same = &keymap->keys[i];
		if (!is_same(same, key) || !keymap_in_force(keymap, same, shown))
			continue;
		if (keys.len > 0)
			str_add_char(&keys, ' ');
		str_add(&keys, same->binding.keys);
	}
	if (keys.len > 0)
		add_row(out, str_text(&keys), key->binding.line, binding_help(&key->binding));
	str_free(&keys);
}

static void add_keys(struct str *out, const struct keymap *keymap, enum key_scope scope, enum key_scope shown)
{
	for (size_t i = 0; i < keymap->n; i++)
		if (keymap->keys[i].binding.scope == scope && is_first_of_line(keymap, &keymap->keys[i]))
			add_key(out, keymap, &keymap->keys[i], shown);
}

/* --- what the page's words mean --- */

static void add_views(struct str *out, const struct view_list *all, const struct look *look)
{
	add_head(out, look, "Views");
	for (size_t i = 0; i < all->n; i++)
		add_row(out, all->at[i].title, all->at[i].name, all->at[i].help);
}

static void add_columns(struct str *out, const struct look *look)
{
	add_head(out, look, "Columns, sort keys, filter terms");
	for (size_t i = 0; i < n_fields; i++)
		add_row(out, fields[i].title ? fields[i].title : "", fields[i].key, fields[i].help);
}

static void add_kinds(struct str *out, const struct look *look)
{
	add_head(out, look, "Letters of what is owed");
	for (size_t i = 0; i < KINDS; i++) {
		const char letter[] = {kinds[i].letter, '\0'};
		add_row(out, letter, kinds[i].label, kinds[i].meets);
	}
}

static void add_conditions(struct str *out, const struct look *look)
{
	add_head(out, look, "Conditions for a filter: is:overdue, -is:soon");
	for (size_t i = 0; i < n_conditions; i++)
		add_row(out, "", conditions[i].key, conditions[i].help);
}

static char *help_text(const struct help *help, struct app *app)
{
	const struct keymap *keymap = app_keymap(app);
	const struct look *look = app_look(app);
	struct str out = {0};
	add_head(&out, look, help->name);
	add_keys(&out, keymap, help->scope, help->scope);
	add_head(&out, look, "everywhere");
	add_keys(&out, keymap, SCOPE_ANY, help->scope);
	if (help->scope == SCOPE_PAGE) {
		add_views(&out, &session_config(app_session(app))->views, look);
		add_columns(&out, look);
		add_kinds(&out, look);
		add_conditions(&out, look);
	}
	return str_take(&out);
}

/* --- the screen --- */

static bool help_open(void *state, struct app *app, int64_t bug_id, struct error *err)
{
	struct help *help = state;
	(void)bug_id;
	(void)err;
	help->scope = app_top(app)->scope;
	help->name = app_top(app)->name;
	return true;
}

static void help_renew(void *state, struct app *app)
{
	struct help *help = state;
	int rows = app_rows(app) - TITLE_ROWS, cols = app_cols(app);
	if (help->pager.rows != rows || help->pager.cols != cols)
		pager_renew(&help->pager, help_text(help, app), rows, cols);
}

static void help_move(void *state, enum motion motion)
{
	struct help *help = state;
	pager_move(&help->pager, motion);
}

static void help_draw(const void *state, const struct frame *frame)
{
	const struct help *help = state;
	struct canvas canvas = frame->canvas;
	struct str place = {0};
	pager_print_place(&help->pager, &place);
	draw_text(canvas, 0, 0, canvas.cols, STYLE_NAME, "Keys");
	draw_right(canvas, 0, 0, canvas.cols, STYLE_DIM, str_text(&place));
	pager_draw(&help->pager, canvas_part(canvas, TITLE_ROWS, canvas.rows));
	str_free(&place);
}

static int64_t help_wake(const void *state, int64_t now_utc)
{
	(void)state;
	(void)now_utc;
	return UTC_NONE;
}

static void help_close(void *state)
{
	struct help *help = state;
	pager_free(&help->pager);
}

const struct screen screen_help = {
	.name = "help",
	.scope = SCOPE_HELP,
	.state_size = sizeof(struct help),
	.open = help_open,
	.renew = help_renew,
	.motion = help_move,
	.draw = help_draw,
	.wake = help_wake,
	.close = help_close,
};
