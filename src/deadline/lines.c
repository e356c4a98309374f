/* deadline/lines.c - fences follow CommonMark (section 4.5): three marks or more, indented by less than 4,
 * closed by at least as many of the same kind and nothing behind them. */
#include "deadline/lines.h"

#include <string.h>

#include "deadline/assess.h"

#define INDENT_CODE 4
#define FENCE_MIN 3

struct lines lines_of(const char *text)
{
	return (struct lines){.rest = span_of(text)};
}

size_t line_indent(struct span line)
{
	size_t columns = 0;
	for (size_t i = 0; i < line.len && ascii_is_space(line.at[i]); i++)
		columns =
			line.at[i] == '\t' ? columns / INDENT_CODE * INDENT_CODE + INDENT_CODE : columns + 1;
	return columns;
}

/* The length of the fence that the line begins with; 0 when it begins with none. */
static size_t fence_len(struct span line, char *mark, struct span *info)
{
	struct span rest = span_trim(line);
	size_t n = 0;
	if (line_indent(line) >= INDENT_CODE || rest.len == 0 || (rest.at[0] != '`' && rest.at[0] != '~'))
		return 0;
	while (n < rest.len && rest.at[n] == rest.at[0])
		n++;
	*mark = rest.at[0];
	*info = span_sub(rest, n, rest.len);
	return n < FENCE_MIN ? 0 : n;
}

/* Tells whether the line is a fence, and opens or closes one with it. A mark of ` behind an opening ``` is
 * code within a line. */
static bool take_fence(struct lines *lines, struct span line)
{
	char mark;
	struct span info;
	size_t len = fence_len(line, &mark, &info);
	if (len == 0)
		return false;
	if (lines->fence) {
		if (mark == lines->fence && len >= lines->fence_len && info.len == 0)
			lines->fence = 0;
		return true;
	}
	if (mark == '`' && info.len > 0 && memchr(info.at, '`', info.len))
		return false;
	lines->fence = mark;
	lines->fence_len = len;
	return true;
}

static bool is_quote(struct span line)
{
	struct span rest = span_trim(line);
	return rest.len > 0 && rest.at[0] == '>';
}

bool lines_next(struct lines *lines, struct line *line)
{
	if (!span_next_line(&lines->rest, &line->text))
		return false;
	bool within = lines->fence != 0;
	if (take_fence(lines, line->text) || within)
		line->class = LINE_CODE;
	else
		line->class = is_quote(line->text) ? LINE_QUOTE : LINE_TEXT;
	return true;
}

size_t link_bytes(struct span text, size_t at)
{
	size_t n = 0, bytes;
	uint32_t c;
	if (text.at[at] != 'h' && text.at[at] != 'H') /* most of them: this is asked at every byte */
		return 0;
	struct span rest = span_sub(text, at, text.len);
	if (!span_starts_nocase(rest, "http://") && !span_starts_nocase(rest, "https://"))
		return 0;
	while ((bytes = utf8_decode(rest.at + n, rest.len - n, &c)) > 0 && !utf8_is_space(c))
		n += bytes;
	return n;
}

static bool line_asks(struct span line)
{
	size_t i = 0;
	while (i < line.len) {
		size_t link = link_bytes(line, i);
		if (line.at[i] == '?')
			return true;
		i += link > 0 ? link : 1;
	}
	return false;
}

bool comment_asks(const char *text)
{
	struct lines lines = lines_of(text);
	struct line line;
	if (!strchr(text, '?')) /* most comments: no need to look at their lines */
		return false;
	while (lines_next(&lines, &line))
		if (line.class == LINE_TEXT && line_asks(line.text))
			return true;
	return false;
}
