#include "view/sentence.h"

#define TAKER_MIN_COLS 16

static const char separator[] = ", ";

/* "owner ana"; nothing when there is nothing to say. */
static void print_fact(const struct field *field, const struct row *row, const struct look *look,
		       struct str *fact)
{
	struct str value = {0};
	field_text(field, row, look, 0, &value);
	if (value.len > 0 && !str_equals(str_text(&value), NOTHING_TEXT)) {
		const char *spoken = field->spoken ? field->spoken : field->key;
		str_addf(fact, "%s%s%s", spoken, *spoken ? " " : "", str_text(&value));
	}
	str_free(&value);
}

/* What all facts take but the one that can be cut. */
static size_t cols_of_others(const struct row *row, const struct column *columns, size_t n,
			     const struct look *look)
{
	size_t cols = 0;
	for (size_t i = 0; i < n; i++) {
		struct str fact = {0};
		if (!columns[i].field->takes_rest)
			print_fact(columns[i].field, row, look, &fact);
		if (fact.len > 0)
			cols += str_width_cols(str_text(&fact)) + sizeof separator - 1;
		str_free(&fact);
	}
	return cols;
}

void sentence_add(const struct row *row, const struct column *columns, size_t n, const struct look *look,
		  size_t width_cols, struct str *out)
{
	size_t others_cols = cols_of_others(row, columns, n, look);
	size_t taker_cols =
		others_cols + TAKER_MIN_COLS < width_cols ? width_cols - others_cols : TAKER_MIN_COLS;
	const char *before = "";
	for (size_t i = 0; i < n; i++) {
		struct str fact = {0};
		print_fact(columns[i].field, row, look, &fact);
		if (fact.len > 0) {
			str_add(out, before);
			if (columns[i].field->takes_rest)
				str_add_cell(out, str_text(&fact), taker_cols, look->signs->ellipsis, false);
			else
				str_add(out, str_text(&fact));
			before = separator;
		}
		str_free(&fact);
	}
}
