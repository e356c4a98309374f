/* base/str.h - text: growing buffers, spans, UTF-8, and the width of it on a terminal.
 * Text from the network passes json_parse once and is valid UTF-8 without NUL from there on.
 * str_printable stands between data and any terminal. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

/* --- a growing buffer; {0} is an empty one; `at` is NUL-terminated as soon as anything was added --- */
struct str {
	char *at;
	size_t len, cap;
};

void str_free(struct str *str);  /* leaves an empty one */
void str_clear(struct str *str); /* keeps the memory */
void str_add(struct str *str, const char *text);
void str_add_bytes(struct str *str, const char *at, size_t len);
void str_add_char(struct str *str, char c);
void str_add_repeat(struct str *str, const char *text, size_t times);
void str_addf(struct str *str, const char *format, ...) PRINTF_LIKE(2, 3);
void str_vaddf(struct str *str, const char *format, va_list args) PRINTF_LIKE(2, 0);
void str_add_base64(struct str *str, const char *at, size_t len); /* RFC 4648, with padding */
const char *str_text(const struct str *str);                      /* "" when nothing was added */
char *str_take(struct str *str); /* the caller frees; never NULL; leaves an empty one */

/* --- spans: a stretch of somebody else's text --- */
struct span {
	const char *at;
	size_t len;
};

struct span span_of(const char *text);                          /* NULL is an empty span */
struct span span_sub(struct span span, size_t from, size_t to); /* bytes from..to-1, as far as they exist */
struct span span_trim(struct span span);                        /* white space of ASCII at both ends */
bool span_equals(struct span span, const char *text);
bool span_equals_nocase(struct span span, const char *text);
bool span_starts_nocase(struct span span, const char *prefix);
/* Takes the next line (without \n and \r before it) off the front of *rest; false when nothing is left. */
bool span_next_line(struct span *rest, struct span *line);
/* Takes the next piece up to `separator` off *rest, trimmed; false when nothing is left (so a separator at
 * the very end opens no further piece). */
bool span_next_part(struct span *rest, char separator, struct span *part);
char *span_dup(struct arena *home, struct span span);

/* --- ASCII without regard to locale --- */
bool str_equals(const char *a, const char *b);        /* NULL equals NULL only */
bool str_equals_nocase(const char *a, const char *b); /* ASCII letters */
/* The first place of `needle` in `text`, without regard to ASCII case; NULL when absent. */
const char *str_find_nocase(const char *text, const char *needle);
char ascii_lower(char c);
bool ascii_is_alpha(char c);
bool ascii_is_digit(char c);
bool ascii_is_alnum(char c);
bool ascii_is_space(char c); /* blank, \t \n \v \f \r */

/* --- UTF-8 --- */
#define UTF8_REPLACEMENT 0xFFFD
#define UTF8_BYTES_MAX 4
/* Reads one code point; a broken sequence is U+FFFD and one byte. Returns the bytes taken: 0 if len is 0. */
size_t utf8_decode(const char *at, size_t len, uint32_t *code_point);
/* Returns the bytes written, 1 to 4; what is no Unicode scalar value is written as U+FFFD. */
size_t utf8_encode(uint32_t code_point, char out[UTF8_BYTES_MAX]);
bool utf8_is_space(uint32_t code_point); /* ASCII's, and U+00A0, U+2000-200A, U+202F, U+3000 */
/* C0, DEL, C1, and what commands or hides without being seen: bidi controls, characters of no width,
 * tags, fillers, separators of lines. */
bool utf8_is_control(uint32_t code_point);

/* --- what a terminal shows --- */
enum printable {
	PRINTABLE_LINE, /* one line: tabs and line ends become blanks */
	PRINTABLE_TEXT, /* keeps \n; tabs become blanks up to the next multiple of 8 columns */
};
/* Appends `at` so that no byte of it can command a terminal: C0 and DEL as ^[ , C1, bidi controls and other
 * controls (utf8_is_control) as <U+202E>, what is broken, of private use or unknown to wcwidth as U+FFFD. A
 * mark that combines stays with its letter, at most four of them (as many as a cell of ncursesw holds); one
 * without a letter gets a blank. The signs that choose between text and picture (U+FE0E, U+FE0F) are left
 * out: terminals disagree about the width they give. A line ends with \n or \r\n; PRINTABLE_LINE takes a
 * lone \r for an end too. Outside UTF-8 locales whatever is not ASCII is "?". Linear in len. */
void str_printable(struct str *out, const char *at, size_t len, enum printable how);

/* Columns of printable text, as wcwidth counts them (and ncursesw does). Needs setlocale(LC_CTYPE); what
 * wcwidth does not know counts 1. */
size_t str_width_cols(const char *text);
/* The longest beginning of printable text that fits: returns its bytes and sets *cols to its columns
 * (cols may be NULL). Never cuts a character or takes a mark from its letter. */
size_t str_fit(const char *text, size_t width_cols, size_t *cols);
/* The text in exactly or at most width_cols columns; what is cut ends in `ellipsis` ("…", ASCII ">").
 * Pads on the right with blanks when `pad`. */
void str_add_cell(struct str *out, const char *text, size_t width_cols, const char *ellipsis, bool pad);

#endif
