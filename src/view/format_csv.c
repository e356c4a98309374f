/* Rows for programs and spreadsheets: RFC 4180, a head line of JSON member names, cells as in JSON. */
#include "view/format.h"

#include <csv.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utc.h"
#include "view/condition.h"

#define LINE_END "\r\n"

/* --- text from outside --- */

/* A spreadsheet takes a cell that begins so for a formula; in Japanese ones the wide signs too. */
static bool begins_formula(uint32_t code_point)
{
	static const uint32_t wide[] = {0xFF1D, 0xFF0B, 0xFF0D, 0xFF20};

	for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
		if (code_point == wide[i])
			return true;
	return code_point < 0x80 && code_point != 0 && strchr("=+-@", (int)code_point);
}

/* One line, harmless to whoever reads it: what could command a terminal is U+FFFD, and an apostrophe keeps a
 * spreadsheet from computing what somebody wrote into a title. Where lists are written with commas a
 * spreadsheet splits at ; and pays no heed to our quotes, so a cell may begin there as well. */
static void add_foreign(struct str *out, struct span text)
{
	bool is_begin = true;

	for (size_t i = 0, taken; i < text.len; i += taken) {
		uint32_t code_point;

		taken = utf8_decode(text.at + i, text.len - i, &code_point);
		if (is_begin && begins_formula(code_point))
			str_add_char(out, '\'');
		if (utf8_is_space(code_point) && utf8_is_control(code_point))
			str_add_char(out, ' ');
		else if (utf8_is_control(code_point) || (code_point == UTF8_REPLACEMENT && taken == 1))
			str_add(out, "\uFFFD");
		else
			str_add_bytes(out, text.at + i, taken);
		if (!utf8_is_space(code_point) && code_point != '"')
			is_begin = code_point == ';';
	}
}

/* --- cells --- */

static void add_list(struct str *out, const struct value *value)
{
	for (size_t i = 0; i < value->list.n; i++) {
		str_add(out, i ? ", " : "");
		add_foreign(out, span_of(value->list.at[i]));
	}
}

static void add_kinds(struct str *out, const struct kind_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		str_addf(out, "%s%s", i ? ", " : "", kinds[list->at[i]].word);
}

static void add_flags(struct str *out, uint32_t flags)
{
	for (size_t i = 0; i < n_conditions; i++)
		if (flags >> i & 1)
			str_addf(out, "%s%s", out->len ? ", " : "", conditions[i].key);
}

/* The words of JSON; a list is joined by ", ". */
static void add_value(struct str *out, enum field_type type, const struct value *value)
{
	char text[UTC_TEXT_BYTES];

	switch (type) {
	case FIELD_NUMBER:
		str_addf(out, "%" PRId64, value->number);
		break;
	case FIELD_TEXT:
	case FIELD_PERSON:
		add_foreign(out, value->text);
		break;
	case FIELD_LIST:
		add_list(out, value);
		break;
	case FIELD_YES_NO:
		str_add(out, value->number ? "true" : "false");
		break;
	case FIELD_DUE:
	case FIELD_AGE:
		str_add(out, utc_print(value->number, text));
		break;
	case FIELD_DAY:
		str_add(out, utc_print_date(value->number, text));
		break;
	case FIELD_KIND:
	case FIELD_KINDS:
		add_kinds(out, &value->kinds);
		break;
	case FIELD_FLAGS:
		add_flags(out, value->flags);
		break;
	}
}

static void add_quoted(struct str *out, const struct str *cell)
{
	size_t bytes = csv_write(NULL, 0, str_text(cell), cell->len);
	char *quoted = mem_alloc(bytes);

	csv_write(quoted, bytes, str_text(cell), cell->len);
	str_add_bytes(out, quoted, bytes);
	free(quoted);
}

/* What is absent is an empty cell; nothing else is. */
static void add_row(const struct columns *columns, const struct row *row, struct str *out)
{
	struct str cell = {0};

	for (size_t i = 0; i < columns->n; i++) {
		struct value value = columns->fields[i]->get(row);

		str_add(out, i ? "," : "");
		if (value.is_absent)
			continue;
		str_clear(&cell);
		add_value(&cell, columns->fields[i]->type, &value);
		add_quoted(out, &cell);
	}
	str_add(out, LINE_END);
	str_free(&cell);
}

static void add_head(const struct columns *columns, struct str *out)
{
	for (size_t i = 0; i < columns->n; i++)
		str_addf(out, "%s%s", i ? "," : "", field_name(columns->fields[i]));
	str_add(out, LINE_END);
}

void format_list_csv(const struct selection *selection, const struct moment *at,
		     const struct columns *columns, struct str *out)
{
	add_head(columns, out);
	for (size_t i = 0; i < selection->n; i++) {
		struct row row = {.entry = selection->entries[i], .at = at};
		add_row(columns, &row, out);
	}
}
