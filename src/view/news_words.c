#include "view/news_words.h"

#include <string.h>

#include "base/utc.h"
#include "deadline/whiteboard.h"
#include "model/change_text.h"

#define VALUE_COLS 40                      /* of a text that is told as it stands */
#define VALUE_BYTES 4096                   /* nobody reads more; a comment's old text may come as a change */
#define YEAR_BYTES 5                       /* 2026- */
#define SAME_YEAR_S (300 * (int64_t)DAY_S) /* nearer than this, month and day tell the date */

/* What the words are made of. */
struct teller {
	const struct change *change;
	const struct conversation *conversation;
	const struct roster *roster;
	const struct look *look;
	struct str *out;
	size_t begin; /* of this change's words in `out` */
};

/* --- pieces --- */

/* Between the parts of one change. */
static void begin_part(struct teller *teller)
{
	if (teller->out->len > teller->begin)
		str_add(teller->out, "; ");
}

static void add_cut(struct teller *teller, struct span text)
{
	struct str printable = {0};
	text = span_sub(text, 0, VALUE_BYTES);
	str_printable(&printable, text.at, text.len, PRINTABLE_LINE);
	str_add_cell(teller->out, str_text(&printable), VALUE_COLS, teller->look->signs->ellipsis, false);
	str_free(&printable);
}

static void add_value(struct teller *teller, const char *text)
{
	struct span value = span_trim(span_of(text));
	if (value.len > 0)
		add_cut(teller, value);
	else
		str_add(teller->out, "none");
}

static void add_arrow(struct teller *teller)
{
	str_addf(teller->out, " %s ", teller->look->signs->arrow);
}

void news_add_name(struct str *out, struct span login)
{
	struct span name = login_name(login);

	str_printable(out, name.at, name.len, PRINTABLE_LINE);
}

static void add_name(struct teller *teller, const char *login)
{
	struct span name = span_trim(span_of(login));
	if (name.len > 0)
		news_add_name(teller->out, name);
	else
		str_add(teller->out, "nobody");
}

/* --- whiteboard --- */

static void add_date(struct teller *teller, int64_t date_utc)
{
	char text[UTC_TEXT_BYTES];
	int64_t away_s = date_utc == UTC_NONE ? 0 : date_utc - teller->change->when_utc;
	utc_print_date(date_utc, text);
	if (date_utc == UTC_NONE)
		str_add(teller->out, "none");
	else if (away_s > -SAME_YEAR_S && away_s < SAME_YEAR_S)
		str_add(teller->out, text + YEAR_BYTES);
	else
		str_add(teller->out, text);
}

static void tell_dates(struct teller *teller, const char *what, int64_t old_utc, int64_t new_utc)
{
	if (old_utc == new_utc)
		return;
	begin_part(teller);
	str_addf(teller->out, "%s ", what);
	add_date(teller, old_utc);
	add_arrow(teller);
	add_date(teller, new_utc);
}

static bool has_label(const struct whiteboard *whiteboard, const char *label)
{
	for (size_t i = 0; i < whiteboard->n_labels; i++)
		if (str_equals_nocase(whiteboard->labels[i], label))
			return true;
	return false;
}

static size_t count_missing(const struct whiteboard *has, const struct whiteboard *lacks)
{
	size_t n = 0;
	for (size_t i = 0; i < has->n_labels; i++)
		n += !has_label(lacks, has->labels[i]);
	return n;
}

/* The labels that one has and the other lacks: "labels ca-compliance, external added". */
static void tell_labels(struct teller *teller, const struct whiteboard *has, const struct whiteboard *lacks,
			const char *how)
{
	size_t n = count_missing(has, lacks);
	const char *before = n > 1 ? "labels " : "label ";
	if (n == 0)
		return;
	begin_part(teller);
	for (size_t i = 0; i < has->n_labels; i++) {
		if (has_label(lacks, has->labels[i]))
			continue;
		str_add(teller->out, before);
		add_cut(teller, span_of(has->labels[i]));
		before = ", ";
	}
	str_addf(teller->out, " %s", how);
}

static void tell_whiteboard(struct teller *teller)
{
	struct arena *home = arena_new();
	struct whiteboard old = whiteboard_read(teller->change->removed, home);
	struct whiteboard new = whiteboard_read(teller->change->added, home);
	tell_dates(teller, "Next update", old.next_update_utc, new.next_update_utc);
	tell_dates(teller, "closing day", old.close_on_utc, new.close_on_utc);
	tell_labels(teller, &new, &old, "added");
	tell_labels(teller, &old, &new, "taken away");
	if (teller->out->len == teller->begin) {
		str_add(teller->out, "whiteboard now ");
		add_value(teller, teller->change->added);
	}
	arena_free(home);
}

/* --- flags --- */

static void tell_flag(struct teller *teller, const struct flag_text *flag, bool is_set)
{
	struct str *out = teller->out;
	bool is_needinfo = span_equals_nocase(flag->name, "needinfo") && flag->status == '?';
	begin_part(teller);
	if (is_needinfo)
		str_add(out, is_set ? "needinfo asked of " : "needinfo of ");
	else
		add_cut(teller, flag->name);
	if (is_needinfo && flag->requestee.len == 0)
		str_add(out, "anybody");
	else if (is_needinfo)
		news_add_name(out, flag->requestee);
	if (!is_needinfo)
		str_addf(out, "%c %s", flag->status, is_set ? "set" : "cleared");
	else if (!is_set)
		str_add(out, " cleared");
}

static void tell_flags(struct teller *teller)
{
	struct span removed = span_of(teller->change->removed), added = span_of(teller->change->added);
	struct flag_text flag;
	while (change_text_next_flag(&removed, &flag))
		tell_flag(teller, &flag, false);
	while (change_text_next_flag(&added, &flag))
		tell_flag(teller, &flag, true);
}

/* --- open and closed --- */

/* The same save changed that field too. */
static bool has_beside(const struct teller *teller, const char *field)
{
	const struct conversation *conversation = teller->conversation;
	for (size_t i = 0; i < conversation->n_changes; i++) {
		const struct change *other = &conversation->changes[i];
		if (other->when_utc == teller->change->when_utc && str_equals(other->field, field) &&
		    str_equals(other->who, teller->change->who))
			return true;
	}
	return false;
}

static void tell_resolution(struct teller *teller)
{
	if (*teller->change->added == '\0') {
		str_add(teller->out, "reopened");
		return;
	}
	str_add(teller->out, *teller->change->removed == '\0' ? "closed as " : "now closed as ");
	add_value(teller, teller->change->added);
}

static void tell_old_and_new(struct teller *teller, const char *what)
{
	str_addf(teller->out, "%s ", what);
	add_value(teller, teller->change->removed);
	add_arrow(teller);
	add_value(teller, teller->change->added);
}

/* The resolution says it better. */
static void tell_status(struct teller *teller)
{
	if (!has_beside(teller, "resolution"))
		tell_old_and_new(teller, "status");
}

static void tell_nothing(struct teller *teller)
{
	(void)teller;
}

/* --- people and the rest --- */

static void tell_assignee(struct teller *teller)
{
	str_add(teller->out, "assignee ");
	add_name(teller, teller->change->removed);
	add_arrow(teller);
	add_name(teller, teller->change->added);
}

static void tell_summary(struct teller *teller)
{
	str_add(teller->out, "title now \"");
	add_value(teller, teller->change->added);
	str_add_char(teller->out, '"');
}

static void tell_cc_part(struct teller *teller, const char *list, const char *how)
{
	struct span rest = span_of(list), login;
	struct arena *home = arena_new();
	while (change_text_next(&rest, &login)) {
		begin_part(teller);
		if (roster_is_alias(teller->roster, span_dup(home, login)))
			str_add(teller->out, "our alias");
		else
			news_add_name(teller->out, login);
		str_addf(teller->out, " %s CC", how);
	}
	arena_free(home);
}

static void tell_cc(struct teller *teller)
{
	tell_cc_part(teller, teller->change->removed, "off");
	tell_cc_part(teller, teller->change->added, "on");
}

/* The old text and the new one are as long as comments. */
static void tell_revision(struct teller *teller)
{
	str_add(teller->out, "a comment was edited");
}

static void tell_tags(struct teller *teller)
{
	str_add(teller->out, "a comment was tagged");
}

static const struct wording {
	const char *field; /* as history calls it */
	void (*tell)(struct teller *teller);
} wordings[] = {
	{"whiteboard", tell_whiteboard},
	{"flagtypes.name", tell_flags},
	{"resolution", tell_resolution},
	{"status", tell_status},
	{"assigned_to", tell_assignee},
	{"summary", tell_summary},
	{"cc", tell_cc},
	{"comment_tag", tell_tags},
	{"comment_revision", tell_revision},
	{"cf_last_resolved", tell_nothing},
	{"is_confirmed", tell_nothing},
};

/* "depends_on 1, 2 → 1": what no row above knows better. */
static void tell_any(struct teller *teller)
{
	struct str field = {0};
	str_printable(&field, teller->change->field, strlen(teller->change->field), PRINTABLE_LINE);
	tell_old_and_new(teller, str_text(&field));
	str_free(&field);
}

void news_add_change(struct str *out, const struct change *change, const struct conversation *conversation,
		     const struct roster *roster, const struct look *look)
{
	struct teller teller = {.change = change,
				.conversation = conversation,
				.roster = roster,
				.look = look,
				.out = out,
				.begin = out->len};
	for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
		if (str_equals(wordings[i].field, change->field)) {
			wordings[i].tell(&teller);
			return;
		}
	tell_any(&teller);
}
