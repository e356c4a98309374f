/* Cells that hold a time: DUE and its relatives (view/field_print.h). */
#include <inttypes.h>

#include "base/utc.h"
#include "view/field_print_inside.h"
#include "view/when.h"

#define MARKS_COLS 3 /* "! U": before the time in DUE */
#define FUSE_COLS 8
#define EIGHTHS 8

static void add_right(struct str *out, const struct str *text, size_t width_cols)
{
	size_t cols = str_width_cols(str_text(text));
	if (cols < width_cols)
		str_add_repeat(out, " ", width_cols - cols);
	str_add(out, str_text(text));
}

/* Where the value will stand: a time in DUE stands on the right, behind its signs. */
enum hint print_pending(const struct field *field, const struct look *look, size_t width_cols,
			struct str *out)
{
	struct str text = {0};
	str_add(&text, look->signs->pending);
	if (field->type == FIELD_DUE && !look_is_plain(look))
		add_right(out, &text, width_cols);
	else
		str_add(out, str_text(&text));
	str_free(&text);
	return HINT_DIM;
}

static void add_moment(struct str *out, const struct row *row, const struct look *look, int64_t utc)
{
	char text[UTC_TEXT_BYTES];
	if (look->in_utc)
		str_add(out, utc_print_human(utc, text));
	else
		when_add_local(out, utc, row->at->now_utc);
}

/* Two units at most, none of them seconds: a reader that is told each second says nothing else. */
static void add_left_plain(struct str *out, int64_t left_s)
{
	int64_t distance_s = left_s < 0 ? -left_s : left_s;
	int64_t days = distance_s / DAY_S, hours = distance_s % DAY_S / HOUR_S;
	int64_t minutes = distance_s % HOUR_S / MINUTE_S;
	if (days > 0)
		str_addf(out, "%" PRId64 "d", days);
	if (hours > 0)
		str_addf(out, "%s%" PRId64 "h", days ? " " : "", hours);
	if (days == 0 && (minutes > 0 || hours == 0))
		str_addf(out, "%s%" PRId64 "m", hours ? " " : "", minutes);
}

void print_left(struct str *out, const struct row *row, const struct look *look, int64_t due_utc)
{
	char text[UTC_TEXT_BYTES];
	str_add(out, row_about(row, look));
	if (look->absolute_times)
		add_moment(out, row, look, due_utc);
	else if (look_is_plain(look))
		add_left_plain(out, due_utc - row->at->now_utc);
	else
		str_add(out, utc_print_left(due_utc - row->at->now_utc, text));
}

void print_age(struct str *out, const struct row *row, const struct look *look, int64_t utc)
{
	char text[UTC_TEXT_BYTES];
	if (look->absolute_times)
		add_moment(out, row, look, utc);
	else
		str_add(out, utc_print_age(row->at->now_utc - utc, text));
}

/* --- DUE and its relatives --- */

static enum hint due_hint(const struct row *row)
{
	if (row_due_utc(row) == UTC_NONE)
		return HINT_DIM;
	return row_is_overdue(row) ? HINT_ALARM : row_is_soon(row) ? HINT_SOON : HINT_PLAIN;
}

static const char *urgency(const struct row *row, const struct look *look, const char *neither)
{
	return row_is_overdue(row) ? look->signs->overdue : row_is_soon(row) ? look->signs->soon : neither;
}

/* That nobody is there on the due day wins: it needs a person now, what changed only a look. */
static void add_marks(struct str *out, const struct row *row, const struct look *look)
{
	const struct signs *signs = look->signs;
	str_addf(out, "%s %s", urgency(row, look, " "),
		 row_is_uncovered(row) ? signs->uncovered
		 : row_is_new(row)     ? signs->changed
				       : " ");
}

/* A moment that is no due time must say so. */
static void add_waiting(struct str *out, const struct row *row, const struct look *look)
{
	str_add(out, look->in_utc ? "since " : "");
	print_age(out, row, look, row->entry->assessment->closing_since_utc);
}

/* "overdue 2d 4h, uncovered": the word says on which side of now. */
static void print_due_plain(const struct row *row, const struct look *look, struct str *out)
{
	const struct signs *signs = look->signs;
	int64_t due_utc = row_due_utc(row);
	if (due_utc != UTC_NONE) {
		str_addf(out, "%s ", urgency(row, look, "due"));
		print_left(out, row, look, due_utc);
	} else if (row_waits(row)) {
		str_add(out, "waits ");
		print_age(out, row, look, row->entry->assessment->closing_since_utc);
	}
	if (row_is_uncovered(row))
		str_addf(out, ", %s", signs->uncovered);
	if (row_is_new(row))
		str_addf(out, "%s%s", out->len ? ", " : "", signs->changed);
}

enum hint print_due(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	int64_t due_utc = row_due_utc(row);
	struct str time = {0};
	if (look_is_plain(look)) {
		print_due_plain(row, look, out);
		return due_hint(row);
	}
	if (due_utc != UTC_NONE)
		print_left(&time, row, look, due_utc);
	else if (row_waits(row))
		add_waiting(&time, row, look);
	else
		str_add(&time, "-");
	add_marks(out, row, look);
	/* In a cell the blank between them gives way to a time that needs all the room. */
	str_add(out, width_cols == 0 ? " " : "");
	add_right(out, &time, width_cols > MARKS_COLS ? width_cols - MARKS_COLS : 0);
	str_free(&time);
	return due_hint(row);
}

enum hint print_when(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	(void)width_cols;
	int64_t due_utc = row_due_utc(row);
	if (due_utc == UTC_NONE)
		return print_nothing(out);
	str_add(out, row_about(row, look));
	add_moment(out, row, look, due_utc);
	return due_hint(row);
}

enum hint print_fuse(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	int percent = row_percent_left(row);
	if (percent < 0)
		return print_nothing(out);
	if (look_is_plain(look)) {
		str_addf(out, "%d per cent", percent);
		return due_hint(row);
	}
	size_t cells = width_cols ? width_cols : FUSE_COLS;
	size_t eighths = (size_t)percent * cells * EIGHTHS / 100;
	for (size_t i = 0; i < cells; i++) {
		size_t filled = eighths < EIGHTHS ? eighths : EIGHTHS;
		str_add(out, look->signs->fuse[filled]);
		eighths -= filled;
	}
	return due_hint(row);
}

/* Others' bugs have no DUE to carry the sign. */
enum hint print_changed(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	struct str age = {0};
	const char *sign = row_is_new(row) ? look->signs->changed : "";
	size_t sign_cols = str_width_cols(sign);
	print_age(&age, row, look, row->entry->bug->changed_utc);
	str_add(out, sign);
	if (width_cols == 0 && sign_cols)
		str_add_char(out, ' ');
	add_right(out, &age, width_cols > sign_cols ? width_cols - sign_cols : 0);
	str_free(&age);
	return HINT_PLAIN;
}

enum hint print_next_update(const struct row *row, const struct look *look, size_t width_cols,
			    struct str *out)
{
	(void)look;
	(void)width_cols;
	const struct assessment *assessment = row->entry->assessment;
	char text[UTC_TEXT_BYTES];
	if (assessment->next_update_state == NEXT_UPDATE_UNREADABLE) {
		str_add(out, "unreadable");
		return HINT_WARN;
	}
	if (assessment->next_update_utc == UTC_NONE)
		return print_nothing(out);
	str_add(out, utc_print_date(assessment->next_update_utc, text));
	return assessment->next_update_state == NEXT_UPDATE_LIVE ? HINT_PLAIN : HINT_DIM;
}
