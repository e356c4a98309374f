#include "ui/screen_help.h"

#include "base/utc.h"
#include "deadline/rules.h"
#include "ui/page.h"
#include "ui/pager.h"
#include "ui/screen_page.h"
#include "view/condition.h"
#include "view/field.h"
#include "view/view.h"
#include "view/whose.h"

#define TITLE_ROWS 1
#define KEYS_COLS 12
#define LINE_COLS 17
#define MEANT_COLS 16 /* the longest condition */

struct help {
	enum key_scope scope; /* of the screen that is explained */
	const char *name;
	const struct signs *signs; /* that the text was written with */
	struct pager pager;
	unsigned generation; /* of what the text was made from */
};

/* One line of a table; the last column takes what is left. */
static void add_row(struct str *out, const char *first, const char *second, const char *third)
{
	str_add(out, "  ");
	str_add_cell(out, first, KEYS_COLS, "", true);
	str_add_char(out, ' ');
	str_add_cell(out, second, LINE_COLS, "", true);
	str_addf(out, " %s\n", third);
}

/* A sign, a title, a word, and what it means. */
static void add_meaning(struct str *out, const char *what, const char *meaning)
{
	str_add(out, "  ");
	str_add_cell(out, what, MEANT_COLS, "", true);
	str_addf(out, " %s\n", meaning);
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
		add_row(out, str_text(&keys), key->binding.line, key->verb->help);
	str_free(&keys);
}

/* Which of the keys a part of the text is about. */
typedef bool choice(const struct key *key);

static bool moves(const struct key *key)
{
	return key->verb && (key->verb->where & VERB_MOVES);
}

/* Views have a part of their own, where each says what it shows. */
static bool acts(const struct key *key)
{
	bool shows_view = key->verb && key->verb->run == page_view && !key->is_begun;
	return !moves(key) && !shows_view;
}

static void add_keys(struct str *out, const struct help *help, const struct keymap *keymap,
		     enum key_scope scope, choice *is_chosen)
{
	for (size_t i = 0; i < keymap->n; i++) {
		const struct key *key = &keymap->keys[i];
		if (key->binding.scope == scope && is_first_of_line(keymap, key) && is_chosen(key))
			add_key(out, keymap, key, help->scope);
	}
}

static void add_keyless(struct str *out, const struct keymap *keymap)
{
	struct str typed = {0};
	for (size_t i = 0; i < n_screen_verbs; i++) {
		const struct verb *verb = &screen_verbs[i];
		if ((verb->where & keymap->refused) || keymap_binds(keymap, verb))
			continue;
		str_clear(&typed);
		str_addf(&typed, ":%s", verb->name);
		add_row(out, str_text(&typed), verb->args, verb->help);
	}
	str_free(&typed);
}

static void add_views(struct str *out, struct app *app)
{
	const struct view_list *all = &session_config(app_session(app))->views;
	add_head(out, app_look(app), "views");
	for (size_t i = 0; i < all->n; i++) {
		const struct view *view = &all->at[i];
		const struct key *key = keymap_key(app_keymap(app), SCOPE_PAGE, "view", view->name);
		add_row(out, key ? key->binding.keys : "", view->title, view->help);
	}
}

/* All of them: the line above the screen has no room. */
static void add_inferred(struct str *out, const struct roster *roster, const struct look *look)
{
	struct str head = {0}, who = {0};
	str_add(&head, "inferred: whoever is assigned bugs of ");
	whose_add_names(roster, &head);
	str_add(&head, ", and of no other CA");
	add_head(out, look, str_text(&head));
	for (size_t i = 0; i < roster->n_members; i++) {
		str_clear(&who);
		whose_add_member(&roster->members[i], &who);
		add_meaning(out, roster->members[i].key, str_text(&who));
	}
	if (roster->n_members == 0)
		str_add(out, "  nobody: all that was said counts as said by others\n");
	str_free(&head);
	str_free(&who);
}

/* --- what the page's words mean --- */

/* Those of the page below, as far as they fit. */
static void add_columns(struct str *out, const struct page *page, const struct look *look)
{
	add_head(out, look, "columns, from left to right");
	for (size_t i = 0; i < page->n_columns; i++)
		add_meaning(out, page->columns[i].field->title, page->columns[i].field->help);
}

static void add_signs(struct str *out, const struct look *look)
{
	add_head(out, look, "signs");
	for (size_t i = 0; i < n_sign_meanings; i++)
		add_meaning(out, sign_text(look->signs, &sign_meanings[i]), sign_meanings[i].meaning);
}

static void add_kinds(struct str *out, const struct look *look)
{
	add_head(out, look, "letters in K: what is owed, and what settles it");
	for (size_t i = 0; i < KINDS; i++) {
		const char letter[] = {kinds[i].letter, '\0'};
		add_row(out, letter, kinds[i].label, kinds[i].meets);
	}
}

static void add_fields(struct str *out, const struct look *look)
{
	add_head(out, look, "what can be a column, sorted by (sort) and filtered by (filter due:<48h)");
	for (size_t i = 0; i < n_fields; i++)
		add_row(out, fields[i].key, fields[i].title ? fields[i].title : "", fields[i].help);
}

static void add_conditions(struct str *out, const struct look *look)
{
	add_head(out, look, "conditions for a filter: is:overdue, -is:soon");
	for (size_t i = 0; i < n_conditions; i++)
		add_meaning(out, conditions[i].key, conditions[i].help);
}

static char *help_text(const struct help *help, struct app *app)
{
	const struct look *look = app_look(app);
	const struct keymap *keymap = app_keymap(app);
	const struct roster *roster = session_roster(app_session(app));
	struct str out = {0};
	add_head(&out, look, help->name);
	add_keys(&out, help, keymap, help->scope, acts);
	if (help->scope == SCOPE_PAGE)
		add_views(&out, app);
	add_head(&out, look, "moving");
	add_keys(&out, help, keymap, help->scope, moves);
	add_keys(&out, help, keymap, SCOPE_ANY, moves);
	add_head(&out, look, "everywhere");
	add_keys(&out, help, keymap, SCOPE_ANY, acts);
	add_head(&out, look, "without a key, to be typed");
	add_keyless(&out, keymap);
	if (roster->is_inferred)
		add_inferred(&out, roster, look);
	if (help->scope == SCOPE_PAGE) {
		add_columns(&out, app_state(app, &screen_page), look);
		if (!look_is_plain(look)) /* there they are words */
			add_signs(&out, look);
		add_kinds(&out, look);
		add_fields(&out, look);
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
	const struct signs *signs = app_look(app)->signs;
	bool is_old = help->generation != app_generation(app) || help->signs != signs;
	help->generation = app_generation(app);
	help->signs = signs;
	if (is_old || help->pager.rows != rows || help->pager.cols != cols)
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
	draw_text(canvas, 0, 0, canvas.cols, STYLE_NAME, "Help");
	draw_right(canvas, 0, 0, canvas.cols, STYLE_DIM, str_text(&place));
	pager_draw(&help->pager, canvas_part(canvas, TITLE_ROWS, canvas.rows));
	str_free(&place);
}

static void help_find(void *state, enum find_step step, const char *text, struct found *found)
{
	struct help *help = state;
	pager_find(&help->pager, step, text, found);
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
	.find = help_find,
	.close = help_close,
};
