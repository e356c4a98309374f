#include "view/field_print.h"

#include <inttypes.h>

#include "base/utc.h"
#include "view/condition.h"
#include "view/field_print_inside.h"

#define LETTERS_COLS 3   /* kinds are letters up to this width, then words */
#define BYTES_A_COL 64   /* more than a letter with its marks has */
#define BYTES_UNSEEN 256 /* that may stand before it and take no room */

enum hint print_nothing(struct str *out)
{
	str_add(out, NOTHING_TEXT);
	return HINT_DIM;
}

/* As much of the text as a cell can show: a summary may have a megabyte, and cells are drawn often. Where it
 * ends, be it within a character, is out of sight. */
static void add_printable(struct str *out, struct span text, size_t width_cols)
{
	size_t enough = width_cols * BYTES_A_COL + BYTES_UNSEEN;
	if (width_cols)
		text = span_sub(text, 0, enough);
	str_printable(out, text.at, text.len, PRINTABLE_LINE);
}

/* --- K --- */

static bool wants_an_answer(enum obligation_kind kind)
{
	return kind == KIND_RESPOND || kind == KIND_NEEDINFO;
}

/* R and Q first: the next comment has to answer, whatever else it does. */
static struct kind_list answers_first(struct kind_list list)
{
	struct kind_list sorted = {0};
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < list.n; i++) {
			if (wants_an_answer(list.at[i]) == (pass == 0))
				sorted.at[sorted.n++] = list.at[i];
		}
	}
	return sorted;
}

static void add_letters(struct str *out, const struct kind_list *list)
{
	for (size_t i = 0; i < list->n && i < LETTERS_COLS; i++)
		str_add_char(out, kinds[list->at[i]].letter);
}

static void add_labels(struct str *out, const struct kind_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		str_addf(out, "%s%s", i ? ", " : "", kinds[list->at[i]].label);
}

static void add_closing(struct str *out, const struct row *row, const struct look *look, bool as_words)
{
	bool lacks_needinfo = row->entry->assessment->closing_lacks_needinfo;
	const struct kind *request = &kinds[KIND_CLOSURE_NEEDINFO];
	if (as_words)
		str_add(out, lacks_needinfo ? request->label : "closing");
	else if (lacks_needinfo)
		str_add_char(out, request->letter);
	else
		str_add(out, look->signs->closing);
}

enum hint print_kinds(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	struct kind_list list = answers_first(row_kinds(row));
	bool as_words = width_cols == 0 || width_cols > LETTERS_COLS;
	if (row_waits(row)) {
		add_closing(out, row, look, as_words);
		return row->entry->assessment->closing_lacks_needinfo ? HINT_WARN : HINT_DIM;
	}
	if (list.n == 0)
		return print_nothing(out);
	if (as_words)
		add_labels(out, &list);
	else
		add_letters(out, &list);
	return HINT_PLAIN;
}

/* --- texts and people --- */

/* On our own page our name before the colon says nothing. */
enum hint print_summary(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	(void)look;
	bool is_ours = row->entry->assessment->is_ours;
	struct span summary = is_ours ? row_subject(row) : span_of(row->entry->bug->summary);
	add_printable(out, summary, width_cols);
	return HINT_PLAIN;
}

/* A title that names us is said beside the name that it was filed on. */
enum hint print_ca(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	struct span name = bug_ca(row->entry->bug);
	(void)look;
	if (row_is_perhaps_ours(row))
		str_add(out, name.len > 0 ? "ours? " : "ours?");
	else if (name.len == 0)
		return print_nothing(out);
	add_printable(out, name, width_cols);
	return row_is_perhaps_ours(row) ? HINT_WARN : HINT_PLAIN;
}

/* The name gives way, the signs before and after it do not. */
static enum hint print_person(const struct row *row, const char *key, bool is_poster, const struct look *look,
			      size_t width_cols, struct str *out)
{
	const struct member *member = roster_member(row->at->roster, key);
	bool is_away = member && member_is_away(member, row->at->now_utc);
	if (look_is_plain(look)) {
		add_printable(out, span_of(key), 0);
		str_addf(out, "%s%s", is_poster ? ", " : "", is_poster ? look->signs->poster : "");
		str_addf(out, "%s%s", is_away ? ", " : "", is_away ? look->signs->away : "");
		return is_away ? HINT_AWAY : is_poster ? HINT_POSTER : HINT_PLAIN;
	}
	size_t signs_cols = (is_poster ? str_width_cols(look->signs->poster) : 0) + is_away;
	struct str name = {0};
	add_printable(&name, span_of(key), width_cols);
	if (is_poster)
		str_add(out, look->signs->poster);
	if (width_cols > signs_cols)
		str_add_cell(out, str_text(&name), width_cols - signs_cols, look->signs->ellipsis, false);
	else
		str_add(out, str_text(&name));
	if (is_away)
		str_add(out, look->signs->away);
	str_free(&name);
	return is_away ? HINT_AWAY : is_poster ? HINT_POSTER : HINT_PLAIN;
}

/* Somebody has to be there only for what we owe. */
static enum hint print_nobody(const struct row *row, const struct look *look, struct str *out)
{
	if (!row_is_ours_open(row))
		return print_nothing(out);
	str_add(out, look->signs->nobody);
	return HINT_WARN;
}

enum hint print_owner(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	const struct bug_team *team = &row->entry->team;
	if (!team->owner)
		return print_nobody(row, look, out);
	return print_person(row, team->owner, str_equals(team->owner, team->poster), look, width_cols, out);
}

/* In words there is room for both: the buddy, and a third person who posts the next update. */
/* Of an inferred team nobody knows who stands in for whom. */
static enum hint print_no_buddy(const struct row *row, const struct look *look, struct str *out)
{
	return row->at->roster->is_inferred ? print_nothing(out) : print_nobody(row, look, out);
}

static enum hint print_buddy_plain(const struct row *row, const struct look *look, struct str *out)
{
	const struct bug_team *team = &row->entry->team;
	bool buddy_posts = team->poster && str_equals(team->buddy, team->poster);
	bool third_posts = team->poster && !buddy_posts && !str_equals(team->owner, team->poster);
	enum hint hint = team->buddy ? print_person(row, team->buddy, buddy_posts, look, 0, out)
				     : print_no_buddy(row, look, out);
	if (third_posts)
		str_addf(out, ", %s %s", look->signs->poster, team->poster);
	return hint;
}

/* A third person who posts the next update takes the buddy's cell. */
enum hint print_buddy(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	const struct bug_team *team = &row->entry->team;
	if (look_is_plain(look))
		return print_buddy_plain(row, look, out);
	bool owner_posts = !team->poster || str_equals(team->owner, team->poster);
	const char *key = owner_posts ? team->buddy : team->poster;
	if (!key)
		return print_no_buddy(row, look, out);
	return print_person(row, key, !owner_posts, look, width_cols, out);
}

/* --- ASKED and TASKS --- */

static void add_asked_since(struct str *out, const struct row *row, const struct look *look)
{
	int64_t since_utc = row->entry->assessment->asked_since_utc;
	char text[UTC_TEXT_BYTES];
	if (look->in_utc)
		str_addf(out, " since %s", utc_print_date(since_utc, text));
	else
		str_addf(out, " %s", utc_print_age(row->at->now_utc - since_utc, text));
}

enum hint print_asked(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	const struct assessment *assessment = row->entry->assessment;
	struct str age = {0};
	if (assessment->asked == 0 && assessment->acknowledged == 0)
		return print_nothing(out);
	str_addf(out, "%u", assessment->asked);
	if (assessment->acknowledged)
		str_addf(out, look_is_plain(look) ? " and %u replied to," : "+%u", assessment->acknowledged);
	if (assessment->asked_since_utc != UTC_NONE)
		add_asked_since(&age, row, look);
	if (width_cols == 0 || out->len + age.len <= width_cols)
		str_add(out, str_text(&age));
	str_free(&age);
	return assessment->asked ? HINT_PLAIN : HINT_DIM;
}

/* Open tasks are not all that is left before closing: only the closing request says that nothing is. */
enum hint print_tasks(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	(void)width_cols;
	const struct bug_team *team = &row->entry->team;
	if (team->tasks_open == 0 && row_waits(row) && !row->entry->assessment->closing_lacks_needinfo) {
		str_add(out, look->signs->done);
		return HINT_DONE;
	}
	if (team->tasks_total == 0)
		return print_nothing(out);
	str_addf(out, look_is_plain(look) ? "%zu of %zu" : "%zu/%zu", team->tasks_open, team->tasks_total);
	return HINT_PLAIN;
}

/* --- by type --- */

static void add_list(struct str *out, const struct value *value, size_t width_cols)
{
	for (size_t i = 0; i < value->list.n; i++) {
		if (width_cols && out->len > width_cols * BYTES_A_COL)
			return; /* more than the cell can show */
		str_add(out, i ? ", " : "");
		add_printable(out, span_of(value->list.at[i]), width_cols);
	}
}

/* What each bug of the component carries says nothing beside another one; documents keep it. */
static bool is_everybodys(const char *label, const struct look *look)
{
	return !look->in_utc && str_equals_nocase(label, "ca-compliance");
}

enum hint print_labels(const struct row *row, const struct look *look, size_t width_cols, struct str *out)
{
	const struct assessment *assessment = row->entry->assessment;
	for (size_t i = 0; i < assessment->n_labels; i++) {
		if (is_everybodys(assessment->labels[i], look))
			continue;
		if (width_cols && out->len > width_cols * BYTES_A_COL)
			break; /* more than the cell can show */
		str_add(out, out->len ? ", " : "");
		add_printable(out, span_of(assessment->labels[i]), width_cols);
	}
	return out->len ? HINT_PLAIN : print_nothing(out);
}

static void add_flags(struct str *out, uint32_t flags)
{
	const char *comma = "";
	for (size_t i = 0; i < n_conditions; i++) {
		if (flags >> i & 1) {
			str_addf(out, "%s%s", comma, conditions[i].key);
			comma = ", ";
		}
	}
}

enum hint print_by_type(const struct field *field, const struct row *row, const struct look *look,
			size_t width_cols, struct str *out)
{
	struct value value = field->get(row);
	char text[UTC_TEXT_BYTES];
	if (value.is_absent)
		return print_nothing(out);
	switch (field->type) {
	case FIELD_NUMBER:
		str_addf(out, "%" PRId64, value.number);
		break;
	case FIELD_TEXT:
	case FIELD_PERSON:
		add_printable(out, value.text, width_cols);
		break;
	case FIELD_LIST:
		add_list(out, &value, width_cols);
		break;
	case FIELD_YES_NO:
		str_add(out, value.number ? "yes" : "no");
		break;
	case FIELD_DUE:
		print_left(out, row, look, value.number);
		break;
	case FIELD_AGE:
		print_age(out, row, look, value.number);
		break;
	case FIELD_DAY:
		str_add(out, utc_print_date(value.number, text));
		break;
	case FIELD_KIND:
	case FIELD_KINDS:
		add_labels(out, &value.kinds);
		break;
	case FIELD_FLAGS:
		add_flags(out, value.flags);
		break;
	}
	return HINT_PLAIN;
}
