#include "view/markdown.h"

#include <string.h>

#define BLANK "&nbsp;" /* at the beginning of a line, where four blanks would make it code */

static bool is_any_of(char c, const char *signs)
{
	return c != '\0' && strchr(signs, c) != NULL;
}

/* &amp; or &#38; but not a mere &, as addresses have. */
static bool begins_entity(struct span text)
{
	size_t i = 1;

	while (i < text.len && (ascii_is_alnum(text.at[i]) || text.at[i] == '#'))
		i++;
	return i > 1 && i < text.len && text.at[i] == ';';
}

/* Between letters or digits it emphasises nothing, and addresses and names have it there. */
static bool is_inside_word(struct span text, size_t i)
{
	return i > 0 && i + 1 < text.len && ascii_is_alnum(text.at[i - 1]) && ascii_is_alnum(text.at[i + 1]);
}

/* Whether this character would be markup. */
static bool is_sign(struct span text, size_t i)
{
	char c = text.at[i];
	bool is_after_blank = i == 0 || text.at[i - 1] == ' ';

	return is_any_of(c, "\\`*[]|~$") || (c == '_' && !is_inside_word(text, i)) ||
	       (c == '#' && is_after_blank) || (c == '&' && begins_entity(span_sub(text, i, text.len)));
}

static bool begins_address(struct span text, size_t i)
{
	return span_starts_nocase(span_sub(text, i, text.len), "://") ||
	       (i >= 3 && span_starts_nocase(span_sub(text, i - 3, text.len), "www."));
}

/* GitHub links an address up to the next blank, with any backslash in it: one that needs some stays text. */
static void add_sign(struct str *out, struct span text, size_t i, bool signs_follow)
{
	if (text.at[i] == '<') {
		str_add(out, "&lt;");
		return;
	}
	if (is_sign(text, i) || (signs_follow && begins_address(text, i)))
		str_add_char(out, '\\');
	str_add_char(out, text.at[i]);
}

/* The word from `from` on ends at the blank that is returned; *last_sign is the last one in it, or `from`. */
static size_t end_of_word(struct span text, size_t from, size_t *last_sign)
{
	size_t i = from;

	*last_sign = from;
	for (; i < text.len && text.at[i] != ' '; i++)
		if (text.at[i] == '<' || is_sign(text, i))
			*last_sign = i;
	return i;
}

static void add_signs(struct str *out, struct span text, size_t from)
{
	size_t end = from, last_sign = from;

	for (size_t i = from; i < text.len; i++) {
		if (i >= end)
			end = end_of_word(text, i, &last_sign) + 1;
		add_sign(out, text, i, last_sign > i);
	}
}

void markdown_add_line(struct str *out, const char *text)
{
	struct str line = {0};
	struct span rest = span_of(text), word;
	const char *blank = "";

	str_printable(&line, rest.at, rest.len, PRINTABLE_LINE);
	rest = span_trim((struct span){str_text(&line), line.len});
	while (span_next_part(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		str_add(out, blank);
		add_signs(out, word, 0);
		blank = " ";
	}
	str_free(&line);
}

/* A heading, a list or a rule may begin with these, the line under a heading or a table's head with = or :.
 */
static size_t add_line_begin(struct str *out, struct span line)
{
	size_t blanks = 0, digits;

	while (blanks < line.len && line.at[blanks] == ' ')
		blanks++;
	str_add_repeat(out, BLANK, blanks);
	for (digits = blanks; digits < line.len && ascii_is_digit(line.at[digits]); digits++)
		str_add_char(out, line.at[digits]);
	if (digits < line.len && is_any_of(line.at[digits], digits > blanks ? ".)" : "+-=>:"))
		str_addf(out, "\\%c", line.at[digits++]);
	return digits;
}

static void add_quoted_line(struct str *out, struct span line, bool is_last)
{
	if (span_trim(line).len == 0) {
		str_add(out, ">\n");
		return;
	}
	str_add(out, "> ");
	add_signs(out, line, add_line_begin(out, line));
	/* Else the next line would be joined to this one. A backslash would do, but for an address before it.
	 */
	str_add(out, is_last ? "\n" : "  \n");
}

static bool is_blank(struct span rest)
{
	struct span line;

	return !span_next_line(&rest, &line) || span_trim(line).len == 0;
}

void markdown_add_quote(struct str *out, const char *text)
{
	struct str printable = {0};
	struct span rest = span_of(text), line;

	str_printable(&printable, rest.at, rest.len, PRINTABLE_TEXT);
	rest = (struct span){str_text(&printable), printable.len};
	while (rest.len > 0 && ascii_is_space(rest.at[rest.len - 1]))
		rest.len--;
	while (span_next_line(&rest, &line))
		add_quoted_line(out, line, is_blank(rest));
	str_free(&printable);
}

/* What would end the address in Markdown, or the cell it stands in, is written as %28. */
static void add_address(struct str *out, const char *url)
{
	for (; *url; url++) {
		if (ascii_is_alnum(*url) || is_any_of(*url, "-._~:/?#@!$&+,;=%"))
			str_add_char(out, *url);
		else
			str_addf(out, "%%%02X", (unsigned)(unsigned char)*url);
	}
}

void markdown_add_link(struct str *out, const char *text, const char *url)
{
	struct span address = span_of(url);

	if (!span_starts_nocase(address, "https://") && !span_starts_nocase(address, "http://")) {
		markdown_add_line(out, text);
		return;
	}
	str_add_char(out, '[');
	markdown_add_line(out, text);
	str_add(out, "](");
	add_address(out, url);
	str_add_char(out, ')');
}
