#include "app/ini.h"

#include <string.h>

#include "base/str.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct reader {
	const char *file;
	unsigned line;
	struct arena *home;
	struct ini_line *lines;
	size_t n, cap;
	const char *section, *instance;
	struct error *err;
};

static bool is_text(struct span line)
{
	while (line.len > 0) {
		uint32_t code_point;
		size_t taken = utf8_decode(line.at, line.len, &code_point);

		if ((code_point == UTF8_REPLACEMENT && taken == 1) ||
		    (code_point < ' ' && code_point != '\t') || code_point == 0x7f)
			return false;
		line = span_sub(line, taken, line.len);
	}
	return true;
}

static struct span without_comment(struct span line)
{
	for (size_t i = 0; i < line.len; i++) {
		bool begins = i == 0 || line.at[i - 1] == ' ' || line.at[i - 1] == '\t';

		if (begins && (line.at[i] == ';' || line.at[i] == '#'))
			return span_trim(span_sub(line, 0, i));
	}
	return span_trim(line);
}

bool ini_can_hold(const char *value)
{
	struct span line = span_of(value), held = without_comment(line);

	return is_text(line) && !memchr(value, '\n', line.len) && held.at == line.at && held.len == line.len;
}

static void add_line(struct reader *reader, const char *key, const char *value)
{
	reader->lines =
		arena_push(reader->home, reader->lines, &reader->n, &reader->cap, sizeof *reader->lines);
	reader->lines[reader->n - 1] = (struct ini_line){
		.section = reader->section,
		.instance = reader->instance,
		.key = key,
		.value = value,
		.line = reader->line,
	};
}

static bool read_section(struct reader *reader, struct span line)
{
	struct span name, inside;

	if (line.at[line.len - 1] != ']')
		return error_set(reader->err, FAULT_CONFIG,
				 "%s:%u: a section is written [name] and nothing after it", reader->file,
				 reader->line);
	inside = span_trim(span_sub(line, 1, line.len - 1));
	name = inside;
	for (size_t i = 0; i < inside.len; i++)
		if (ascii_is_space(inside.at[i])) {
			name = span_sub(inside, 0, i);
			break;
		}
	reader->section = span_dup(reader->home, name);
	reader->instance = span_dup(reader->home, span_trim(span_sub(inside, name.len, inside.len)));
	add_line(reader, NULL, NULL);
	return true;
}

static bool read_pair(struct reader *reader, struct span line)
{
	/* From the second byte on: `= = triage` gives the key = a meaning. */
	const char *equals = memchr(line.at + 1, '=', line.len - 1);
	size_t at;

	if (!equals)
		return error_set(reader->err, FAULT_CONFIG,
				 "%s:%u: neither `key = value` nor a [section] nor a comment", reader->file,
				 reader->line);
	at = (size_t)(equals - line.at);
	if (!reader->section)
		return error_set(reader->err, FAULT_CONFIG,
				 "%s:%u: a [section] must stand before the first key", reader->file,
				 reader->line);
	add_line(reader, span_dup(reader->home, span_trim(span_sub(line, 0, at))),
		 span_dup(reader->home, span_trim(span_sub(line, at + 1, line.len))));
	return true;
}

/* `[ = previous-comment` gives the key [ a meaning. */
static bool is_section(struct span line)
{
	struct span after = span_trim(span_sub(line, 1, line.len));

	return line.at[0] == '[' && !(after.len > 0 && after.at[0] == '=');
}

static bool read_line(struct reader *reader, struct span line)
{
	if (!is_text(line))
		return error_set(reader->err, FAULT_CONFIG, "%s:%u: not UTF-8 text; save the file as UTF-8",
				 reader->file, reader->line);
	line = without_comment(line);
	if (line.len == 0)
		return true;
	return is_section(line) ? read_section(reader, line) : read_pair(reader, line);
}

bool ini_read(const char *file, const char *text, size_t len, struct arena *home, struct ini_line **lines,
	      size_t *n, struct error *err)
{
	struct reader reader = {.file = file, .home = home, .err = err};
	struct span rest = {text, len}, line;

	if (len >= strlen(BYTE_ORDER_MARK) && memcmp(text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
		rest = span_sub(rest, strlen(BYTE_ORDER_MARK), len);
	while (span_next_line(&rest, &line)) {
		reader.line++;
		if (!read_line(&reader, line))
			return false;
	}
	*lines = reader.lines;
	*n = reader.n;
	return true;
}
