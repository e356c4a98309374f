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
