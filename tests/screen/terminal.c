#include "tests/screen/terminal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "tests/screen/faint.h"
#include "tests/screen/keeper.h"

/* How long nothing may have happened before the program counts as at rest. What was typed reaches it through
 * a work queue of the kernel, during which nobody looks busy: so the program must have woken up since, or
 * have had ample time to (a key may be for the line, not for the program). The same ample time has to do
 * where the kernel does not say what a thread waits for. */
#define QUIET_MS 20
#define QUIET_BLIND_MS 300

struct terminal {
	VTerm *vterm;
	VTermScreen *screen;
	bool cursor_is_visible;
	bool wants_mouse;
	int rows, cols;
	int master, slave; /* the slave is open to see what was not read yet, and how the line is set */
	int events, orders;
	pid_t keeper, program;
	enum life life;
	int life_value;
	struct str typed; /* not handed over yet: keys, and the terminal's answers to the program */
	struct str raw;
	struct faint faint;
	int64_t last_ms; /* when something happened last */
	long woken;      /* how often the program had waited when it was last given something to do */
};

/* --- libvterm's calls --- */

static void on_answer(const char *bytes, size_t len, void *user)
{
	struct terminal *terminal = user;
	str_add_bytes(&terminal->typed, bytes, len);
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
	struct terminal *terminal = user;
	if (property == VTERM_PROP_CURSORVISIBLE)
		terminal->cursor_is_visible = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void open_emulator(struct terminal *terminal)
{
	terminal->vterm = vterm_new(terminal->rows, terminal->cols);
	vterm_set_utf8(terminal->vterm, 1);
	vterm_output_set_callback(terminal->vterm, on_answer, terminal);
	terminal->screen = vterm_obtain_screen(terminal->vterm);
	vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
	vterm_screen_enable_altscreen(terminal->screen, 1);
	vterm_screen_reset(terminal->screen, 1);
}

/* --- what the kernel knows of the program --- */

/* The beginning of /proc/PID/NAME; false when it cannot be read. */
static bool read_proc(pid_t program, const char *name, char *text, size_t bytes)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/%s", (int)program, name);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = file < 0 ? -1 : read(file, text, bytes - 1);
	close(file);
	text[n > 0 ? n : 0] = '\0';
	return n > 0;
}

/* How often the program's main thread has gone to sleep; -1 when the kernel does not say. */
static long times_waited(pid_t program)
{
	static const char name[] = "voluntary_ctxt_switches:";
	char text[4096];
	if (!read_proc(program, "status", text, sizeof text))
		return -1;
	const char *at = strstr(text, name);
	return at ? strtol(at + sizeof name - 1, NULL, 10) : -1;
}

/* The program is about to be given something to do. */
static void expect_waking(struct terminal *terminal)
{
	terminal->woken = times_waited(terminal->program);
	terminal->last_ms = os_monotonic_ms();
}

/* --- life --- */

static bool start_keeper(struct terminal *terminal, const struct launch *launch, int events_out,
			 int orders_in, struct error *err)
{
	struct winsize size = {.ws_row = (unsigned short)launch->rows,
			       .ws_col = (unsigned short)launch->cols};
	char slave[64];
	terminal->keeper = forkpty(&terminal->master, NULL, NULL, &size);
	if (terminal->keeper == 0)
		keeper_run(launch->program, launch->argv, launch->envp, launch->folder, events_out,
			   orders_in);
	if (terminal->keeper < 0)
		return error_set(err, FAULT_IO, "no pseudo-terminal: %s", strerror(errno));
	if (ptsname_r(terminal->master, slave, sizeof slave) == 0)
		terminal->slave = open(slave, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (terminal->slave < 0)
		return error_set(err, FAULT_IO, "pseudo-terminal: %s", strerror(errno));
	fcntl(terminal->master, F_SETFL, O_NONBLOCK);
	return true;
}

struct terminal *terminal_start(const struct launch *launch, struct error *err)
{
	struct terminal *terminal = mem_alloc(sizeof *terminal);
	int events[2] = {-1, -1}, orders[2] = {-1, -1};
	bool ok = false;
	*terminal = (struct terminal){.rows = launch->rows,
				      .cols = launch->cols,
				      .master = -1,
				      .slave = -1,
				      .events = -1,
				      .orders = -1,
				      .last_ms = os_monotonic_ms()};
	open_emulator(terminal);
	if (pipe2(events, O_CLOEXEC) != 0 || pipe2(orders, O_CLOEXEC) != 0) {
		error_set(err, FAULT_IO, "no pipe: %s", strerror(errno));
		goto out;
	}
	terminal->events = events[0];
	terminal->orders = orders[1];
	ok = start_keeper(terminal, launch, events[1], orders[0], err);
out:
	close(events[1]);
	close(orders[0]);
	if (!ok) {
		terminal_free(terminal);
		terminal = NULL;
	}
	return terminal;
}

void terminal_free(struct terminal *terminal)
{
	if (!terminal)
		return;
	if (terminal->keeper > 0) {
		kill(terminal->keeper, SIGKILL); /* the program dies with it */
		waitpid(terminal->keeper, NULL, 0);
	}
	close(terminal->orders);
	close(terminal->events);
	close(terminal->slave);
	close(terminal->master);
	vterm_free(terminal->vterm);
	str_free(&terminal->typed);
	str_free(&terminal->raw);
	faint_free(&terminal->faint);
	free(terminal);
}

static void take_event(struct terminal *terminal)
{
	static const enum life lives[] = {[KEEPER_STARTED] = LIFE_RUNNING,
					  [KEEPER_STOPPED] = LIFE_STOPPED,
					  [KEEPER_EXITED] = LIFE_EXITED,
					  [KEEPER_KILLED] = LIFE_KILLED};
	struct keeper_event event;
	if (read(terminal->events, &event, sizeof event) != sizeof event) {
		event = (struct keeper_event){.kind = KEEPER_KILLED, .value = SIGKILL};
		close(terminal->events);
		terminal->events = -1; /* poll passes it over */
	}
	if (event.kind == KEEPER_STARTED)
		terminal->program = event.value;
	terminal->life = lives[event.kind];
	terminal->life_value = event.value;
}

enum life terminal_life(const struct terminal *terminal, int *value)
{
	*value = terminal->life_value;
	return terminal->life;
}

void terminal_signal(struct terminal *terminal, int number)
{
	if (terminal->life != LIFE_RUNNING && terminal->life != LIFE_STOPPED)
		return;
	expect_waking(terminal);
	kill(terminal->program, number);
}

void terminal_continue(struct terminal *terminal)
{
	const char order = KEEPER_CONTINUE;
	expect_waking(terminal);
	if (terminal->life == LIFE_STOPPED && write(terminal->orders, &order, 1) == 1)
		terminal->life = LIFE_RUNNING;
}

/* --- bytes --- */

/* libvterm 0.1 takes only the first of several modes in one sequence, and ncurses asks for the mouse in the
 * second; so it is read here. In one piece: ncurses writes it by itself. */
static void note_mouse(struct terminal *terminal, const char *bytes, size_t len)
{
	static const char mode[] = "1000";
	size_t mode_bytes = sizeof mode - 1;
	for (size_t i = 0; i + mode_bytes < len; i++)
		if (memcmp(bytes + i, mode, mode_bytes) == 0 && strchr("hl", bytes[i + mode_bytes]))
			terminal->wants_mouse = bytes[i + mode_bytes] == 'h';
}

static void take_output(struct terminal *terminal)
{
	char bytes[65536];
	ssize_t n = read(terminal->master, bytes, sizeof bytes);
	if (n <= 0)
		return;
	str_add_bytes(&terminal->raw, bytes, (size_t)n);
	note_mouse(terminal, bytes, (size_t)n);
	struct str shown = {0};
	faint_pass(&terminal->faint, bytes, (size_t)n, &shown);
	vterm_input_write(terminal->vterm, str_text(&shown), shown.len);
	str_free(&shown);
}

static void hand_over(struct terminal *terminal)
{
	expect_waking(terminal);
	ssize_t n = write(terminal->master, terminal->typed.at, terminal->typed.len);
	if (n <= 0)
		return;
	struct str rest = {0};
	str_add_bytes(&rest, terminal->typed.at + n, terminal->typed.len - (size_t)n);
	str_free(&terminal->typed);
	terminal->typed = rest;
}

void terminal_pump(struct terminal *terminal, int timeout_ms)
{
	short wanted = terminal->typed.len ? POLLIN | POLLOUT : POLLIN;
	struct pollfd at[] = {{.fd = terminal->master, .events = wanted},
			      {.fd = terminal->events, .events = POLLIN}};
	if (poll(at, 2, timeout_ms) <= 0)
		return;
	terminal->last_ms = os_monotonic_ms();
	if (at[0].revents & POLLOUT)
		hand_over(terminal);
	if (at[0].revents & POLLIN)
		take_output(terminal);
	else if (at[1].revents) /* all output first: what a program wrote before its end is shown */
		take_event(terminal);
}

/* What the program's main thread waits in, and the call's first argument, as the kernel tells it. */
struct waits_in {
	bool is_known; /* the kernel says it at all */
	long call;     /* -1: in none, it runs */
	unsigned long argument;
};

static struct waits_in waits_in(pid_t program)
{
	struct waits_in at = {.call = -1};
	char text[256];
	at.is_known = read_proc(program, "syscall", text, sizeof text);
	if (sscanf(text, "%ld %lx", &at.call, &at.argument) != 2)
		at.call = -1; /* "running" */
	return at;
}

static bool is_wait_for_news(const struct waits_in *at)
{
	static const long calls[] = {
#ifdef SYS_poll
		SYS_poll,
#endif
#ifdef SYS_select
		SYS_select,
#endif
		SYS_ppoll,  SYS_pselect6, SYS_epoll_pwait, SYS_rt_sigtimedwait};
	if (at->call == SYS_read)
		return at->argument == STDIN_FILENO;
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (at->call == calls[i])
			return true;
	return false;
}

bool terminal_is_at_rest(struct terminal *terminal)
{
	int unread = 0;
	int64_t quiet_ms = os_monotonic_ms() - terminal->last_ms;
	if (quiet_ms < QUIET_MS || terminal->typed.len || terminal->life == LIFE_STARTING)
		return false;
	if (terminal->life != LIFE_RUNNING)
		return true;
	if (ioctl(terminal->slave, FIONREAD, &unread) == 0 && unread > 0)
		return false;
	if (times_waited(terminal->program) == terminal->woken && quiet_ms < QUIET_BLIND_MS)
		return false;
	struct waits_in at = waits_in(terminal->program);
	return at.is_known ? is_wait_for_news(&at) : quiet_ms >= QUIET_BLIND_MS;
}

void terminal_type(struct terminal *terminal, const char *bytes, size_t len)
{
	str_add_bytes(&terminal->typed, bytes, len);
	terminal->last_ms = os_monotonic_ms();
}

void terminal_press(struct terminal *terminal, VTermKey key, VTermModifier modifier)
{
	vterm_keyboard_key(terminal->vterm, key, modifier); /* calls on_answer */
	terminal->last_ms = os_monotonic_ms();
}

void terminal_click(struct terminal *terminal, int button, int row, int col)
{
	if (!terminal->wants_mouse)
		return;
	vterm_mouse_move(terminal->vterm, row, col, VTERM_MOD_NONE);
	vterm_mouse_button(terminal->vterm, button, true, VTERM_MOD_NONE); /* calls on_answer */
	if (button <= 3)
		vterm_mouse_button(terminal->vterm, button, false, VTERM_MOD_NONE);
	terminal->last_ms = os_monotonic_ms();
}

void terminal_resize(struct terminal *terminal, int rows, int cols)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	terminal->rows = rows;
	terminal->cols = cols;
	vterm_set_size(terminal->vterm, rows, cols);
	expect_waking(terminal);
	ioctl(terminal->master, TIOCSWINSZ, &size);
}

void terminal_add_maps(const struct terminal *terminal, struct str *out)
{
	char path[64], bytes[4096];
	ssize_t n;
	snprintf(path, sizeof path, "/proc/%d/maps", (int)terminal->program);
	int file = terminal->life == LIFE_RUNNING ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	while (file >= 0 && (n = read(file, bytes, sizeof bytes)) > 0)
		str_add_bytes(out, bytes, (size_t)n);
	close(file);
}

/* --- the screen --- */

int terminal_rows(const struct terminal *terminal)
{
	return terminal->rows;
}

int terminal_cols(const struct terminal *terminal)
{
	return terminal->cols;
}

VTermScreenCell terminal_cell(const struct terminal *terminal, int row, int col)
{
	VTermScreenCell cell = {0};
	vterm_screen_get_cell(terminal->screen, (VTermPos){.row = row, .col = col}, &cell);
	return cell;
}

bool terminal_is_dim(const VTermScreenCell *cell)
{
	return cell->attrs.strike;
}

void terminal_to_rgb(const struct terminal *terminal, VTermColor *colour)
{
	vterm_screen_convert_color_to_rgb(terminal->screen, colour);
}

VTermPos terminal_cursor(const struct terminal *terminal)
{
	VTermPos at;
	vterm_state_get_cursorpos(vterm_obtain_state(terminal->vterm), &at);
	return at;
}

bool terminal_cursor_is_visible(const struct terminal *terminal)
{
	return terminal->cursor_is_visible;
}

void terminal_add_cell(const struct terminal *terminal, int row, int col, struct str *out)
{
	VTermScreenCell cell = terminal_cell(terminal, row, col);
	if (cell.chars[0] == (uint32_t)-1)
		return; /* the right half of a wide character */
	if (cell.chars[0] == 0)
		str_add_char(out, ' ');
	for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++) {
		char bytes[UTF8_BYTES_MAX];
		str_add_bytes(out, bytes, utf8_encode(cell.chars[i], bytes));
	}
}

void terminal_add_row(const struct terminal *terminal, int row, struct str *out)
{
	size_t start = out->len;
	for (int col = 0; col < terminal->cols; col++)
		terminal_add_cell(terminal, row, col, out);
	while (out->len > start && out->at[out->len - 1] == ' ')
		out->at[--out->len] = '\0';
}

bool terminal_is_cooked(const struct terminal *terminal)
{
	struct termios line;
	return tcgetattr(terminal->slave, &line) == 0 && (line.c_lflag & ICANON) && (line.c_lflag & ECHO);
}

const struct str *terminal_raw(const struct terminal *terminal)
{
	return &terminal->raw;
}

void terminal_forget_raw(struct terminal *terminal)
{
	str_clear(&terminal->raw);
}
