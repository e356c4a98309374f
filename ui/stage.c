#include "ui/stage.h"

#include <curses.h>
#include <poll.h>
#include <unistd.h>

#include "ui/term.h"

bool stage_open(struct stage *stage, struct error *err)
{
	if (!term_enter(err))
		return false;
	stage->theme = theme_start(NULL);
	term_set_look(&stage->look, false);
	return true;
}

void stage_close(struct stage *stage)
{
	(void)stage;
	term_leave();
}

/* The cursor is seen: it stands where the next letter goes, or on what is chosen. */
static void paint(const struct stage *stage, const struct scene *scene)
{
	struct canvas all = {.rows = LINES, .cols = COLS, .theme = stage->theme, .look = &stage->look};
	erase();
	scene->draw(scene->state, all);
	curs_set(1);
	wnoutrefresh(stdscr);
	doupdate();
}

enum stage_event stage_next(const struct stage *stage, const struct scene *scene, uint32_t *stroke)
{
	enum { KEYBOARD, SIGNALS, OTHER, N_FDS };
	struct pollfd fds[N_FDS] = {
		[KEYBOARD] = {.fd = STDIN_FILENO, .events = POLLIN},
		[SIGNALS] = {.fd = term_signal_fd(), .events = POLLIN},
		[OTHER] = {.fd = scene->fd, .events = POLLIN},
	};
	if (term_read_stroke(stroke)) /* typed ahead: curses may have read more than one */
		return STAGE_STROKE;
	paint(stage, scene);
	if (poll(fds, N_FDS, scene->timeout_ms) < 0)
		return STAGE_AWAKE; /* interrupted: what interrupted is in the pipe by now */
	if (fds[SIGNALS].revents && !term_obey_signals())
		return STAGE_OVER;
	if (fds[KEYBOARD].revents & (POLLHUP | POLLERR | POLLNVAL))
		return STAGE_OVER;
	return fds[KEYBOARD].revents && term_read_stroke(stroke) ? STAGE_STROKE : STAGE_AWAKE;
}
