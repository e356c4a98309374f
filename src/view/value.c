#include "view/value.h"

static int compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare_texts(struct span a, struct span b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	for (size_t i = 0; i < shorter; i++) {
		unsigned char first = (unsigned char)ascii_lower(a.at[i]);
		unsigned char second = (unsigned char)ascii_lower(b.at[i]);
		if (first != second)
			return first < second ? -1 : 1;
	}
	return compare_numbers((int64_t)a.len, (int64_t)b.len);
}

static int compare_lists(const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < a->list.n && i < b->list.n; i++) {
		int order = compare_texts(span_of(a->list.at[i]), span_of(b->list.at[i]));
		if (order)
			return order;
	}
	return compare_numbers((int64_t)a->list.n, (int64_t)b->list.n);
}

static int compare_kinds(const struct kind_list *a, const struct kind_list *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++) {
		if (a->at[i] != b->at[i])
			return a->at[i] < b->at[i] ? -1 : 1;
	}
	return compare_numbers(a->n, b->n);
}

int value_compare(enum field_type type, const struct value *a, const struct value *b)
{
	if (a->is_absent || b->is_absent)
		return a->is_absent - b->is_absent;
	switch (type) {
	case FIELD_TEXT:
	case FIELD_PERSON:
		return compare_texts(a->text, b->text);
	case FIELD_LIST:
		return compare_lists(a, b);
	case FIELD_KIND:
	case FIELD_KINDS:
		return compare_kinds(&a->kinds, &b->kinds);
	case FIELD_FLAGS:
		return compare_numbers(a->flags, b->flags);
	case FIELD_NUMBER:
	case FIELD_YES_NO:
	case FIELD_DUE:
	case FIELD_AGE:
	case FIELD_DAY:
		break;
	}
	return compare_numbers(a->number, b->number);
}

#define RANK_BYTES 8

/* The first letters: the first one weighs most. */
static uint64_t rank_of_text(struct span text)
{
	uint64_t rank = 0;
	for (size_t i = 0; i < RANK_BYTES; i++)
		rank = rank << 8 | (i < text.len ? (unsigned char)ascii_lower(text.at[i]) : 0);
	return rank;
}

static uint64_t rank_of_kinds(const struct kind_list *list)
{
	uint64_t rank = 0;
	for (size_t i = 0; i < RANK_BYTES; i++)
		rank = rank << 8 | (i < list->n ? list->at[i] + 1U : 0);
	return rank;
}

uint64_t value_rank(enum field_type type, const struct value *value)
{
	if (value->is_absent)
		return VALUE_RANK_ABSENT;
	switch (type) {
	case FIELD_TEXT:
	case FIELD_PERSON:
		return rank_of_text(value->text);
	case FIELD_LIST:
		return value->list.n ? rank_of_text(span_of(value->list.at[0])) : 0;
	case FIELD_KIND:
	case FIELD_KINDS:
		return rank_of_kinds(&value->kinds);
	case FIELD_FLAGS:
		return value->flags;
	case FIELD_NUMBER:
	case FIELD_YES_NO:
	case FIELD_DUE:
	case FIELD_AGE:
	case FIELD_DAY:
		break;
	}
	return (uint64_t)value->number ^ UINT64_C(1) << 63; /* below nought comes first */
}

bool value_rank_is_exact(enum field_type type)
{
	return type == FIELD_NUMBER || type == FIELD_YES_NO || type == FIELD_DUE || type == FIELD_AGE ||
	       type == FIELD_DAY || type == FIELD_FLAGS;
}
