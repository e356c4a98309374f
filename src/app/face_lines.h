/* app/face_lines.h - a dialogue in plain lines: questions on standard error, an answer a line on standard
 * input. For scripts, screen readers and terminals that cannot place a cursor. An empty line takes what is
 * proposed,
 * `-` takes nothing, `?` lists what might be answered. Three wrong answers to one question end it, since
 * nobody may be there to give a right one. */
#ifndef APP_FACE_LINES_H
#define APP_FACE_LINES_H

#include <stdatomic.h>

#include "app/face.h"

/* *stop: a signal wants the program to end; a read that waits is interrupted by it. */
struct face *face_lines_open(const atomic_bool *stop);

#endif
