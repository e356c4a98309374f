/* ui/edit.h - one line that is being typed, edited as in a shell: characters, Backspace, Delete, Left, Right,
 * Home ^A, End ^E, ^W, ^U, ^K. Valid UTF-8 without control characters. Pure: no terminal. */
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
/* False when the stroke (ui/stroke.h) edits nothing by its meaning; the caller may have another for it. */
bool edit_stroke(struct edit *edit, uint32_t stroke);

#endif
