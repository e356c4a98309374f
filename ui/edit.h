/* ui/edit.h - one line that is being typed, edited as in a shell: characters, Backspace, Delete ^D, Left ^B,
 * Right ^F, Home ^A, End ^E, Alt-B and Alt-F by words, ^W and Alt-D a word, ^U and ^K all before and behind.
 * Valid UTF-8 without control characters; a letter and the marks on it are one character. Pure: no terminal,
 * but needs setlocale(LC_CTYPE). */
#ifndef UI_EDIT_H
#define UI_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct edit {
	struct str line; /* str_text(&edit->line) is the text */
	size_t at;       /* byte before which the next character goes */
};

void edit_free(struct edit *edit);
/* Replaces the text; the cursor goes to its end. */
void edit_set(struct edit *edit, const char *text);
/* What stands between byte `from` and the cursor becomes this text; the cursor goes to its end. */
void edit_replace(struct edit *edit, size_t from, const char *text);
/* False when the stroke (ui/stroke.h) edits nothing by its meaning; the caller may have another for it. */
bool edit_stroke(struct edit *edit, uint32_t stroke);

#endif
