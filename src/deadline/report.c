/* deadline/report.c - headings, and whether there is something below them. */
#include "deadline/report.h"

#include <string.h>

#include "deadline/lines.h"
#include "deadline/scan.h"

#define INDENT_MAX 3
#define SUBSTANCE_MIN 200 /* characters: "Full Incident Report: will follow by Friday" is no report */

static const struct {
	const char *name;
	enum heading heading;
} names[] = {
	{"preliminary incident report", HEADING_PRELIMINARY},
	{"full incident report", HEADING_FULL},
	{"audit incident report", HEADING_FULL},
	{"incident report", HEADING_FULL},
	{"closure summary", HEADING_CLOSURE},
	{"report closure summary", HEADING_CLOSURE},
	{"incident closure summary", HEADING_CLOSURE},
	{"incident report closure summary", HEADING_CLOSURE},
	{"action items", HEADING_ACTION_ITEMS},
};

/* --- one line --- */

/* Marks of a heading and of emphasis, with the blanks between them. */
static bool scan_marks(struct span *rest)
{
	size_t before = rest->len;
	while (scan_blanks(rest) || scan_char(rest, '#') || scan_char(rest, '*') || scan_char(rest, '_'))
		;
	return rest->len < before;
}

/* `1.`, `7)`, `2.3`; a bare number is none. */
static bool scan_numbering(struct span *rest)
{
	struct span ahead = *rest;
	int64_t number;
	size_t points = 0;
	if (scan_digits(&ahead, &number) == 0)
		return false;
	while (scan_char(&ahead, '.')) {
		points++;
		if (scan_digits(&ahead, &number) == 0)
			break;
	}
	if (!scan_char(&ahead, ')') && points == 0)
		return false;
	*rest = ahead;
	return true;
}

static void scan_ornaments(struct span *rest)
{
	while (scan_marks(rest) || scan_numbering(rest) || scan_word(rest, "updated") ||
	       scan_word(rest, "revised"))
		;
}

/* `* Incident Report`: an item of a list, not emphasis. */
static bool is_bullet(struct span line)
{
	return line.len > 1 && line.at[0] == '*' && ascii_is_space(line.at[1]) &&
	       line.at[line.len - 1] != '*';
}

/* "(updated)" or "[updated]", whole. */
static bool scan_remark(struct span *rest)
{
	struct span ahead = *rest;
	char open = ahead.len > 0 ? ahead.at[0] : '\0';
	char close = open == '(' ? ')' : ']';
	size_t depth = 0;
	if (open != '(' && open != '[')
		return false;
	for (size_t i = 0; i < ahead.len; i++) {
		depth += ahead.at[i] == open;
		depth -= ahead.at[i] == close;
		if (depth == 0) {
			*rest = span_sub(ahead, i + 1, ahead.len);
			return true;
		}
	}
	return false;
}

/* What may stand behind the name of a heading with #: anything that begins like a remark. */
static bool is_tail(struct span rest)
{
	scan_marks(&rest);
	return rest.len == 0 || scan_char(&rest, ':') || scan_char(&rest, '(') || scan_char(&rest, '[') ||
	       scan_hyphen(&rest);
}

/* What may stand behind the name on any other line: a colon and a remark in brackets, nothing else. */
static bool is_short_tail(struct span rest)
{
	scan_marks(&rest);
	while (scan_char(&rest, ':') || scan_remark(&rest) || scan_marks(&rest))
		;
	return rest.len == 0;
}

static enum heading heading_named(struct span rest, bool (*may_follow)(struct span rest))
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct span behind = rest;
		if (scan_phrase(&behind, names[i].name) && may_follow(behind))
			return names[i].heading;
	}
	return HEADING_NONE;
}

enum heading heading_of(struct span line)
{
	struct span rest = scan_trim(line);
	if (rest.len == 0 || line_indent(line) > INDENT_MAX || memchr(line.at, '|', line.len) ||
	    is_bullet(rest))
		return HEADING_NONE;
	bool has_mark = rest.at[0] == '#';
	scan_ornaments(&rest);
	return heading_named(rest, has_mark ? is_tail : is_short_tail);
}

/* The form of IRG1 and before has no heading, but numbered questions; this is the first one. */
static bool is_first_question(struct span line)
{
	struct span rest = line;
	int64_t number;
	scan_marks(&rest);
	if (scan_digits(&rest, &number) == 0 || number != 1 ||
	    !(scan_char(&rest, '.') || scan_char(&rest, ')')))
		return false;
	scan_marks(&rest);
	return scan_phrase(&rest, "how your ca first became aware");
}

static bool is_called_draft(struct span line)
{
	return scan_has_word(line, "preliminary") || scan_has_word(line, "draft");
}

/* --- the whole comment --- */

static size_t characters(struct span text)
{
	size_t n = 0;
	for (size_t i = 0; i < text.len; i++)
		n += ((unsigned char)text.at[i] & 0xC0) != 0x80;
	return n;
}

/* Where a report begins: as characters of substance above it. Only the first one of a kind counts, since it
 * has the most below it. */
struct beginning {
	bool is_there;
	size_t above;
};

struct reader {
	struct span text;
	struct report report;
	struct beginning full, closure;
	size_t characters; /* of substance so far */
	bool is_full_open; /* the last line that is not blank was a full report's heading */
	size_t open_above; /* characters above that heading's end */
	bool has_question; /* the first question of the form of IRG1 was seen */
};

static void begin(struct beginning *beginning, size_t above)
{
	if (!beginning->is_there)
		*beginning = (struct beginning){true, above};
}

static bool has_substance(struct beginning beginning, size_t total)
{
	return beginning.is_there && total - beginning.above >= SUBSTANCE_MIN;
}

/* A full report's heading waits for the next line that is not blank: it may say that this is a draft. */
static void settle_open(struct reader *reader, struct span line)
{
	if (reader->is_full_open && !is_called_draft(line))
		begin(&reader->full, reader->open_above);
	reader->is_full_open = false;
}

static void read_heading(struct reader *reader, struct span line)
{
	switch (heading_of(line)) {
	case HEADING_PRELIMINARY:
		reader->report.is_preliminary = true;
		break;
	case HEADING_FULL:
		reader->is_full_open = !is_called_draft(line);
		reader->open_above = reader->characters;
		break;
	case HEADING_CLOSURE:
		begin(&reader->closure, reader->characters);
		break;
	case HEADING_ACTION_ITEMS:
	case HEADING_NONE:
		break;
	}
}

/* Only the first one: what stands above it stands above all others. */
static void read_question(struct reader *reader, struct span line)
{
	if (reader->has_question || !is_first_question(line))
		return;
	reader->has_question = true;
	size_t end = (size_t)(line.at + line.len - reader->text.at);
	if (!is_called_draft(span_sub(reader->text, 0, end)))
		begin(&reader->full, reader->characters);
}

static void read_line(struct reader *reader, const struct line *line)
{
	struct span words = scan_trim(line->text);
	if (words.len == 0)
		return;
	settle_open(reader, line->text);
	if (line->class != LINE_TEXT)
		return;
	reader->characters += characters(words);
	read_heading(reader, line->text);
	read_question(reader, line->text);
}

struct report report_read(const char *text)
{
	struct reader reader = {.text = span_of(text)};
	struct lines lines = lines_of(text);
	struct line line;
	while (lines_next(&lines, &line))
		read_line(&reader, &line);
	reader.report.is_full = has_substance(reader.full, reader.characters);
	reader.report.is_closure = has_substance(reader.closure, reader.characters);
	return reader.report;
}
