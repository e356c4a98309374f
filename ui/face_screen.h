/* ui/face_screen.h - a dialogue (app/face.h) on the whole screen: what was told and answered so far, and
 * below it the question, with our prompt and what completes it. What takes long is done on a thread of its
 * own, so that keys and signals are heard; Esc and ^C leave. Main thread only. */
#ifndef UI_FACE_SCREEN_H
#define UI_FACE_SCREEN_H

#include "app/face.h"
#include "base/error.h"

/* NULL and *err as term_enter: there is no terminal, or none that can place a cursor. */
struct face *face_screen_open(struct error *err);

#endif
