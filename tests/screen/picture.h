/* tests/screen/picture.h - the screen that the emulator holds as a picture: SVG, one cell beside the other,
 * in the palette of a terminal, dark or light as whoever looks prefers. Text stays text; lines and bars are
 * drawn, so that they join whatever the font. The same screen gives the same bytes. */
#ifndef TESTS_SCREEN_PICTURE_H
#define TESTS_SCREEN_PICTURE_H

#include "base/str.h"
#include "tests/screen/terminal.h"

/* The title is what is read out where nothing can be seen. */
void picture_add(const struct terminal *terminal, struct span title, struct str *out);

#endif
