#include "view/columns.h"

/* Columns from this place on in the order of giving way are for wide terminals: they come when what takes all
 * that is left has its full width, and not at its cost (screens.md: "Wider terminals add, in this order"). */
#define GIVES_WAY_EXTRA 8
#define SQUEEZED_COLS 8 /* what takes all that is left is squeezed down to this before it gives way */

/* --- parsing --- */

static bool is_column(const struct field *field)
{
	return field->title != NULL;
}

static bool is_any(const struct field *field)
{
	(void)field;
	return true;
}

static void add_known(struct str *known, bool (*may_be)(const struct field *))
{
	for (size_t i = 0; i < n_fields; i++) {
		if (may_be(&fields[i]))
			str_addf(known, "%s%s", known->len ? ", " : "", fields[i].key);
	}
}

static bool unknown_column(struct span key, bool (*may_be)(const struct field *), struct error *err)
{
	struct str known = {0};
	add_known(&known, may_be);
	error_set(err, FAULT_USAGE, "no column `%.*s`; there are: %s", (int)key.len, key.at,
		  str_text(&known));
	str_free(&known);
	return false;
}

static bool add_column(struct columns *columns, struct span key, bool (*may_be)(const struct field *),
		       struct error *err)
{
	const struct field *field = field_find(key);
	if (!field || !may_be(field))
		return unknown_column(key, may_be, err);
	for (size_t i = 0; i < columns->n; i++) {
		if (columns->fields[i] == field)
			return error_set(err, FAULT_USAGE, "column `%s` is named twice", field->key);
	}
	if (columns->n == COLUMNS_MAX)
		return error_set(err, FAULT_USAGE, "more than %d columns", COLUMNS_MAX);
	columns->fields[columns->n++] = field;
	return true;
}

/* Takes the next key off the front, separated by blanks and commas; false when none is left. */
static bool next_key(struct span *rest, struct span *key)
{
	size_t from = 0;
	while (from < rest->len && (ascii_is_space(rest->at[from]) || rest->at[from] == ','))
		from++;
	size_t to = from;
	while (to < rest->len && !ascii_is_space(rest->at[to]) && rest->at[to] != ',')
		to++;
	*key = span_sub(*rest, from, to);
	*rest = span_sub(*rest, to, rest->len);
	return key->len > 0;
}

static bool parse(const char *text, bool (*may_be)(const struct field *), struct columns *columns,
		  struct error *err)
{
	struct span rest = span_of(text), key;
	*columns = (struct columns){0};
	while (next_key(&rest, &key)) {
		if (!add_column(columns, key, may_be, err))
			return false;
	}
	return columns->n > 0 || error_set(err, FAULT_USAGE, "no columns are named");
}

bool columns_parse(const char *text, struct columns *columns, struct error *err)
{
	return parse(text, is_column, columns, err);
}

bool columns_parse_fields(const char *text, struct columns *columns, struct error *err)
{
	return parse(text, is_any, columns, err);
}

void columns_members(struct columns *columns)
{
	*columns = (struct columns){0};
	for (size_t i = 0; i < n_fields; i++)
		if (fields[i].json && columns->n < COLUMNS_MAX)
			columns->fields[columns->n++] = &fields[i];
}

void columns_print(const struct columns *columns, struct str *out)
{
	for (size_t i = 0; i < columns->n; i++)
		str_addf(out, "%s%s", i ? " " : "", columns->fields[i]->key);
}

/* --- completing --- */

/* Whether the key stands in the line already, elsewhere than at the cursor. */
static bool is_named(const struct completion *completion, const char *name)
{
	struct span rest = span_of(completion->line), key;
	while (next_key(&rest, &key)) {
		if (span_equals_nocase(key, name) && key.at != completion->line + completion->from)
			return true;
	}
	return false;
}

void columns_complete(struct completion *completion)
{
	size_t from = completion->cursor;
	while (from && !ascii_is_space(completion->line[from - 1]) && completion->line[from - 1] != ',')
		from--;
	completion_word(completion, from);
	for (size_t i = 0; i < n_fields; i++) {
		if (fields[i].title && !is_named(completion, fields[i].key))
			completion_add(completion,
				       (struct suggestion){.word = fields[i].key, .help = fields[i].help});
	}
}

/* --- fitting --- */

static size_t width_min(const struct field *field, const struct look *look, bool is_about)
{
	bool is_wider = look->absolute_times && field->width_absolute > field->width_min;
	size_t width_cols = is_wider ? field->width_absolute : field->width_min;
	return is_about && field->width_about > width_cols ? field->width_about : width_cols;
}

static size_t width_of(const struct column *columns, size_t n)
{
	size_t width_cols = n ? n - 1 : 0;
	for (size_t i = 0; i < n; i++)
		width_cols += columns[i].width_cols;
	return width_cols;
}

/* The one that gives way first; of equals the one on the right. */
static size_t weakest(const struct column *columns, size_t n)
{
	size_t found = 0;
	for (size_t i = 1; i < n; i++) {
		if (columns[i].field->gives_way >= columns[found].field->gives_way)
			found = i;
	}
	return found;
}

static void take_out(struct column *columns, size_t n, size_t loser)
{
	for (size_t i = loser; i + 1 < n; i++)
		columns[i] = columns[i + 1];
}

/* Makes the weakest column narrower when that is enough and it can bear it, else takes it out. */
static size_t give_way(struct column *columns, size_t n, size_t missing_cols)
{
	size_t loser = weakest(columns, n);
	if (columns[loser].field->takes_rest && columns[loser].width_cols >= missing_cols + SQUEEZED_COLS) {
		columns[loser].width_cols -= missing_cols;
		return n;
	}
	take_out(columns, n, loser);
	return n - 1;
}

/* The first column that takes what is left; NULL when there is none. */
static struct column *taker_of(struct column *columns, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (columns[i].field->takes_rest)
			return &columns[i];
	}
	return NULL;
}

/* What this column must have before the weakest one may come. */
static size_t width_before(const struct column *column, const struct column *taker, uint8_t weakest_place)
{
	const struct field *field = column->field;
	bool is_first = field->full_before && weakest_place >= field->full_before;
	return column == taker || is_first ? field->width_full : column->width_cols;
}

/* The weakest column takes room that is needed to read what takes the rest, or words instead of letters. */
static bool is_crowded(struct column *columns, size_t n, size_t width_cols)
{
	const struct column *taker = taker_of(columns, n);
	uint8_t place = columns[weakest(columns, n)].field->gives_way;
	size_t needed_cols = n - 1;
	if (!taker || place < GIVES_WAY_EXTRA)
		return false;
	for (size_t i = 0; i < n; i++)
		needed_cols += width_before(&columns[i], taker, place);
	return needed_cols > width_cols;
}

/* The taker grows up to its full width before others do. Another one grows whole or not at all: half a word
 * is worth no more than a letter. */
static void grow(struct column *columns, size_t n, size_t spare_cols)
{
	struct column *taker = taker_of(columns, n);
	if (taker && taker->width_cols < taker->field->width_full) {
		size_t missing = taker->field->width_full - taker->width_cols;
		size_t given = missing < spare_cols ? missing : spare_cols;
		taker->width_cols += given;
		spare_cols -= given;
	}
	for (size_t i = 0; i < n; i++) {
		size_t full = columns[i].field->width_full;
		size_t missing = full > columns[i].width_cols ? full - columns[i].width_cols : 0;
		if (&columns[i] == taker || missing > spare_cols)
			continue;
		columns[i].width_cols += missing;
		spare_cols -= missing;
	}
	if (taker)
		taker->width_cols += spare_cols;
}

size_t columns_fit(const struct columns *columns, const struct look *look, size_t width_cols,
		   struct column fitted[COLUMNS_MAX])
{
	size_t n = columns->n;
	for (size_t i = 0; i < n; i++) {
		fitted[i] = (struct column){.field = columns->fields[i]};
		fitted[i].width_cols = width_min(fitted[i].field, look, columns->are_about);
	}
	for (; !columns->are_chosen && n > 1 && is_crowded(fitted, n, width_cols); n--)
		take_out(fitted, n, weakest(fitted, n));
	while (n > 1 && width_of(fitted, n) > width_cols)
		n = give_way(fitted, n, width_of(fitted, n) - width_cols);
	if (n == 1 && fitted[0].width_cols > width_cols)
		fitted[0].width_cols = width_cols;
	if (width_of(fitted, n) < width_cols)
		grow(fitted, n, width_cols - width_of(fitted, n));
	for (size_t i = 1; i < n; i++)
		fitted[i].x_cols = fitted[i - 1].x_cols + fitted[i - 1].width_cols + 1;
	return n;
}
