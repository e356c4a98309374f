#include "view/whose.h"

#include "view/format_text.h"

#define NOBODY "nobody"

void whose_add_names(const struct roster *roster, struct str *out)
{
	for (size_t i = 0; i < roster->n_ca_names; i++) {
		str_add(out, i ? ", " : "");
		format_add_printable(out, roster->ca_names[i]);
	}
}

static void add_next(const struct roster *roster, size_t i, struct str *out)
{
	str_add(out, i ? ", " : " ");
	format_add_printable(out, roster->members[i].key);
}

static void add_rest(size_t n_left, struct str *out)
{
	if (n_left > 0)
		str_addf(out, " +%zu", n_left);
}

/* Whether the line with this member and the count of those behind it has room. */
static bool fits(const struct roster *roster, size_t i, const struct str *line, size_t width_cols)
{
	struct str longer = {0};
	size_t cols;
	str_add(&longer, str_text(line));
	add_next(roster, i, &longer);
	add_rest(roster->n_members - i - 1, &longer);
	cols = str_width_cols(str_text(&longer));
	str_free(&longer);
	return width_cols == 0 || cols <= width_cols;
}

void whose_add_line(const struct roster *roster, const struct look *look, size_t width_cols, struct str *out)
{
	struct str line = {0};
	size_t i = 0;
	str_addf(&line, "%s%sinferred team of ", look_is_plain(look) ? "" : look->signs->about,
		 look_is_plain(look) ? "" : " ");
	whose_add_names(roster, &line);
	str_addf(&line, ":%s", roster->n_members ? "" : " " NOBODY);
	for (; i < roster->n_members && fits(roster, i, &line, width_cols); i++)
		add_next(roster, i, &line);
	add_rest(roster->n_members - i, &line);
	str_add_cell(out, str_text(&line), width_cols ? width_cols : SIZE_MAX, look->signs->ellipsis, false);
	str_free(&line);
}

void whose_add_member(const struct member *member, struct str *out)
{
	if (!str_equals(member->name, member->key)) {
		format_add_printable(out, member->name);
		str_add(out, ", ");
	}
	for (size_t i = 0; i < member->n_accounts; i++) {
		str_add(out, i ? ", " : "");
		format_add_printable(out, member->accounts[i]);
	}
}

void whose_add_members(const struct roster *roster, struct str *out)
{
	str_add(out, roster->n_members ? "" : NOBODY);
	for (size_t i = 0; i < roster->n_members; i++) {
		str_add(out, i ? ", " : "");
		format_add_printable(out, roster->members[i].key);
	}
}
