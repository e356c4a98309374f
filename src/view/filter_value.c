#include "view/filter_value.h"

#include <string.h>

#include "base/utc.h"
#include "view/condition.h"
#include "view/filter_words.h"

#define NUMBER_DIGITS_MAX 15

static void add_known(void *with, const struct filter_word *word)
{
	struct str *out = with;
	str_addf(out, "%s%s", out->len ? ", " : "; known: ", word->word);
}

static bool unexpected(const struct field *field, const char *text, const struct roster *roster,
		       struct error *err)
{
	struct str expected = {0}, known = {0};
	filter_expect(field->type, &expected);
	filter_each_name(field->type, roster, add_known, &known);
	error_set(err, FAULT_USAGE, "`%s:%s`: expected %s%s", field->key, text, str_text(&expected),
		  str_text(&known));
	str_free(&expected);
	str_free(&known);
	return false;
}

/* --- ranges: points, comparisons, from..to --- */

/* What one written number, duration or date covers. */
struct point {
	int64_t low, high;
	bool is_distance;
};

static bool parse_number(const char *text, int64_t *number)
{
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits > NUMBER_DIGITS_MAX || text[digits])
		return false;
	*number = 0;
	for (size_t i = 0; i < digits; i++)
		*number = *number * 10 + (text[i] - '0');
	return true;
}

static bool parse_point(enum field_type type, const char *text, struct point *point)
{
	point->is_distance = false;
	if (type == FIELD_NUMBER) {
		bool is_number = parse_number(text, &point->low);
		point->high = point->low;
		return is_number;
	}
	if (utc_parse_date(text, &point->low)) {
		point->high = utc_day_end(point->low);
		return true;
	}
	point->is_distance = utc_parse_duration(text, &point->low);
	point->high = point->low;
	return point->is_distance;
}

static void set_range(struct value_test *test, bool is_distance, int64_t low, int64_t high)
{
	*test = (struct value_test){
		.type = is_distance ? TEST_DISTANCE : TEST_RANGE, .low = low, .high = high};
}

/* "1d..3d" */
static bool parse_from_to(enum field_type type, const char *text, const char *dots, struct value_test *test)
{
	struct point from, to;
	char first[UTC_TEXT_BYTES];
	size_t len = (size_t)(dots - text);
	if (len >= sizeof first)
		return false;
	memcpy(first, text, len);
	first[len] = '\0';
	if (!parse_point(type, first, &from) || !parse_point(type, dots + 2, &to))
		return false;
	set_range(test, from.is_distance, from.low, to.high);
	return from.is_distance == to.is_distance && from.low <= to.high;
}

/* "<48h", ">=2026-12-01" */
static bool parse_comparison(enum field_type type, const char *text, struct value_test *test)
{
	struct point point;
	bool is_less = text[0] == '<';
	bool or_equal = text[1] == '=';
	if (!parse_point(type, text + 1 + or_equal, &point))
		return false;
	if (is_less)
		set_range(test, point.is_distance, INT64_MIN, or_equal ? point.high : point.low - 1);
	else
		set_range(test, point.is_distance, or_equal ? point.low : point.high + 1, INT64_MAX);
	return true;
}

static bool parse_range(enum field_type type, const char *text, struct value_test *test)
{
	const char *dots = strstr(text, "..");
	struct point point;
	if (dots)
		return parse_from_to(type, text, dots, test);
	if (text[0] == '<' || text[0] == '>')
		return parse_comparison(type, text, test);
	/* A bare duration hits one second: nobody means that. */
	if (!parse_point(type, text, &point) || point.is_distance)
		return false;
	set_range(test, false, point.low, point.high);
	return true;
}

/* --- other values --- */

static bool parse_yes_no(const char *text, struct value_test *test)
{
	bool is_yes = str_equals_nocase(text, "yes");
	set_range(test, false, is_yes, is_yes);
	return is_yes || str_equals_nocase(text, "no");
}

static bool parse_person(const char *text, const struct roster *roster, struct value_test *test)
{
	*test = (struct value_test){.type = TEST_TEXT, .text = text};
	return !roster || roster_member(roster, text);
}

static bool parse_flag(const char *text, struct value_test *test)
{
	const struct condition *condition = condition_find(span_of(text));
	if (!condition || !condition->is_flag)
		return false;
	*test = (struct value_test){.type = TEST_FLAG, .flag = UINT32_C(1) << (condition - conditions)};
	return true;
}

static bool parse_typed(const struct field *field, const char *text, const struct roster *roster,
			struct value_test *test)
{
	switch (field->type) {
	case FIELD_NUMBER:
	case FIELD_DUE:
	case FIELD_AGE:
	case FIELD_DAY:
		return parse_range(field->type, text, test);
	case FIELD_YES_NO:
		return parse_yes_no(text, test);
	case FIELD_PERSON:
		return parse_person(text, roster, test);
	case FIELD_KIND:
	case FIELD_KINDS:
		*test = (struct value_test){.type = TEST_KIND};
		return kind_find(span_of(text), &test->kind);
	case FIELD_FLAGS:
		return parse_flag(text, test);
	case FIELD_TEXT:
	case FIELD_LIST:
		break;
	}
	*test = (struct value_test){.type = TEST_TEXT, .text = text};
	return true;
}

/* The words that stand for no written value; false when `text` is none of them. */
static bool parse_special(const struct field *field, const char *text, struct value_test *test)
{
	*test = (struct value_test){.type = TEST_ABSENT};
	if (str_equals_nocase(text, "none"))
		return true;
	test->type = TEST_ME;
	if (field->type == FIELD_PERSON && str_equals_nocase(text, "me"))
		return true;
	test->type = TEST_MEETING;
	return field->type == FIELD_DUE && str_equals_nocase(text, "<meeting");
}

bool value_test_parse(const struct field *field, const char *text, bool is_quoted,
		      const struct roster *roster, struct value_test *test, struct error *err)
{
	if (*text && !is_quoted && parse_special(field, text, test)) {
		if (test->type != TEST_ME || !roster || roster->me)
			return true;
		return error_set(err, FAULT_USAGE, "`%s:me`: nobody is me; set `member` in [me]", field->key);
	}
	if (!*text || !parse_typed(field, text, roster, test))
		return unexpected(field, text, roster, err);
	return true;
}

/* --- matching --- */

/* Does `part` stand somewhere in the text, both folded. */
static bool contains(struct span text, const char *part, char (*fold)(char))
{
	size_t len = strlen(part);
	for (size_t from = 0; from + len <= text.len; from++) {
		size_t i = 0;
		while (i < len && fold(text.at[from + i]) == fold(part[i]))
			i++;
		if (i == len)
			return true;
	}
	return false;
}

static char fold_label(char c)
{
	return c == ' ' ? '-' : ascii_lower(c);
}

bool text_contains(struct span text, const char *part)
{
	return contains(text, part, ascii_lower);
}

bool label_contains(const char *label, const char *part)
{
	return contains(span_of(label), part, fold_label);
}

static bool list_contains(const struct value *value, const char *part)
{
	for (size_t i = 0; i < value->list.n; i++) {
		if (label_contains(value->list.at[i], part))
			return true;
	}
	return false;
}

static bool text_matches(const struct field *field, const struct value *value, const char *text)
{
	if (field->type == FIELD_LIST)
		return list_contains(value, text);
	if (field->type == FIELD_PERSON)
		return span_equals(value->text, text);
	return text_contains(value->text, text);
}

static bool has_kind(const struct kind_list *list, enum obligation_kind kind)
{
	return list->n && memchr(list->at, (int)kind, list->n);
}

/* Seconds from now: ahead, or behind for an age, which is never negative (deadlines.md, detail 10). */
static int64_t distance(const struct field *field, int64_t utc, int64_t now_utc)
{
	if (field->type == FIELD_AGE)
		return now_utc > utc ? now_utc - utc : 0;
	/* A date without a time means the end of that day. */
	return (field->type == FIELD_DAY ? utc_day_end(utc) : utc) - now_utc;
}

static bool is_between(const struct value_test *test, int64_t number)
{
	return number >= test->low && number <= test->high;
}

static struct value value_of(const struct field *field, const struct row *row)
{
	return field->get_filter ? field->get_filter(row) : field->get(row);
}

bool value_test_matches(const struct field *field, const struct value_test *test, const struct row *row)
{
	struct value value = value_of(field, row);
	if (value.is_absent || test->type == TEST_ABSENT)
		return value.is_absent && test->type == TEST_ABSENT;
	switch (test->type) {
	case TEST_ABSENT:
		break;
	case TEST_ME:
		return row->at->roster->me && text_matches(field, &value, row->at->roster->me);
	case TEST_TEXT:
		return text_matches(field, &value, test->text);
	case TEST_RANGE:
		return is_between(test, value.number);
	case TEST_DISTANCE:
		return is_between(test, distance(field, value.number, row->at->now_utc));
	case TEST_MEETING:
		return row->at->next_meeting_utc != UTC_NONE && value.number < row->at->next_meeting_utc;
	case TEST_KIND:
		return has_kind(&value.kinds, test->kind);
	case TEST_FLAG:
		return value.flags & test->flag;
	}
	return false;
}

/* --- when the clock alone changes an answer --- */

/* The time left falls, an age grows: each bound is crossed once. */
static int64_t distance_changes(const struct field *field, const struct value_test *test,
				const struct row *row, int64_t utc)
{
	bool is_age = field->type == FIELD_AGE;
	int64_t low = UTC_NONE, high = UTC_NONE;
	if (field->type == FIELD_DAY)
		utc = utc_day_end(utc);
	if (test->low != INT64_MIN)
		low = row_if_later(row, is_age ? utc + test->low : utc - test->low + 1);
	if (test->high != INT64_MAX)
		high = row_if_later(row, is_age ? utc + test->high + 1 : utc - test->high);
	return sooner_utc(low, high);
}

int64_t value_test_next_change(const struct field *field, const struct value_test *test,
			       const struct row *row)
{
	struct value value = value_of(field, row);
	if (value.is_absent)
		return UTC_NONE;
	if (test->type == TEST_DISTANCE)
		return distance_changes(field, test, row, value.number);
	/* When the meeting has come, the one after it is the next. */
	if (test->type == TEST_MEETING && row->at->next_meeting_utc != UTC_NONE)
		return row_if_later(row, row->at->next_meeting_utc);
	return UTC_NONE;
}
