/* deadline/scan.h - reading text that people typed, from left to right. Pure.
 * `rest` is what is not read yet. Each function takes something off its front and says so; when that is not
 * there, it takes nothing. Case never matters. A blank is any white space (utf8_is_space), a hyphen also one
 * of U+2010 to U+2015 (deadlines.md, Whiteboard grammar). */
#ifndef DEADLINE_SCAN_H
#define DEADLINE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

bool scan_char(struct span *rest, char c);
bool scan_hyphen(struct span *rest);
bool scan_blanks(struct span *rest); /* a run of at least one */
bool scan_gap(struct span *rest);    /* a run of blanks and hyphens */
bool scan_prefix(struct span *rest, const char *text);
/* The text with any run of blanks for each of its blanks. */
bool scan_phrase(struct span *rest, const char *phrase);
/* The text, and no letter after it. */
bool scan_word(struct span *rest, const char *word);
/* The longest run of letters. */
bool scan_letters(struct span *rest, struct span *letters);
/* The longest run of digits; returns how many. What is too large for *number is INT64_MAX. */
size_t scan_digits(struct span *rest, int64_t *number);

/* Without the blanks at both ends. */
struct span scan_trim(struct span span);
/* The word stands somewhere in the span, with neither letters nor digits beside it. */
bool scan_has_word(struct span span, const char *word);

#endif
