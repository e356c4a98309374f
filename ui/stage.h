/* ui/stage.h - the terminal before there is a dashboard: for the first start and for the dialogue of a
 * set-up, which have neither configuration nor bugs. It paints what its user draws and waits for what is
 * typed; signals are obeyed as the dashboard does. Main thread only. Order: stage_open, any number of
 * stage_next, stage_close. */
#ifndef UI_STAGE_H
#define UI_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "ui/draw.h"

struct stage {
	const struct theme *theme;
	struct look look;
};

/* Errors as term_enter. */
bool stage_open(struct stage *stage, struct error *err);
void stage_close(struct stage *stage);

enum stage_event {
	STAGE_STROKE, /* *stroke was typed */
	STAGE_AWAKE,  /* `fd` is readable, or the time has passed, or the screen has another size */
	STAGE_OVER,   /* the terminal is gone, or a signal ends the program */
};

/* What is drawn, on the whole screen. It puts the hardware cursor last, with draw_cursor. */
struct scene {
	void (*draw)(const void *state, struct canvas canvas);
	const void *state;
	int fd;         /* -1: none */
	int timeout_ms; /* -1: none */
};

/* Paints, then waits. */
enum stage_event stage_next(const struct stage *stage, const struct scene *scene, uint32_t *stroke);

#endif
