#include "ui/term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "ui/stroke.h"

/* term.h makes these common words macros of terminfo. */
#undef lines
#undef columns

/* How long an Esc waits for the rest of a key: less than anybody notices, more than a slow line needs. */
#define ESC_DELAY_MS 25
#define RESTORE_BYTES 512
/* Two clicks on one cell within this time are a double click; the same as elsewhere. */
#define DOUBLE_CLICK_MS 400
#define MOUSE_EVENTS 8 /* as many as curses keeps */
/* A stack that ran over has no room for the handler that restores the terminal. */
#define SPARE_STACK_BYTES 65536

static const int asking_signals[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT};
static const int deadly_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT};
#define N_ASKING (sizeof asking_signals / sizeof asking_signals[0])
#define N_DEADLY (sizeof deadly_signals / sizeof deadly_signals[0])

static struct {
	volatile sig_atomic_t is_entered;
	SCREEN *screen;
	WINDOW *input; /* a pad: reading from it paints nothing */
	int signal_read, signal_write;
	struct termios found;
	char restore[RESTORE_BYTES]; /* what undoes our modes, ready to be written */
	size_t restore_bytes;
	struct sigaction before_asking[N_ASKING], before_deadly[N_DEADLY];
	char spare_stack[SPARE_STACK_BYTES];
	stack_t before_stack;
	MEVENT events[MOUSE_EVENTS]; /* not handed out yet, the newest first */
	size_t n_events;
	struct mouse clicked; /* the last click, unless a double click came of it */
	int64_t clicked_ms;
} term = {.signal_read = -1, .signal_write = -1};

/* --- putting things right, with async-signal-safe calls only --- */

static void restore_terminal(void)
{
	if (!term.is_entered)
		return;
	term.is_entered = 0;
	for (size_t done = 0; done < term.restore_bytes;) {
		ssize_t n = write(STDOUT_FILENO, term.restore + done, term.restore_bytes - done);
		if (n <= 0)
			break; /* the terminal is gone: nothing to put right */
		done += (size_t)n;
	}
	tcsetattr(STDIN_FILENO, TCSANOW, &term.found);
}

/* The signal comes again when this returns, and then meets whoever was there before us: the system, which
 * ends the program, or a sanitizer, which reports. */
static void on_deadly_signal(int number)
{
	restore_terminal();
	for (size_t i = 0; i < N_DEADLY; i++)
		sigaction(deadly_signals[i], &term.before_deadly[i], NULL);
	raise(number);
}

static void on_asking_signal(int number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)number;
	/* A full pipe holds enough to wake the loop. */
	if (write(term.signal_write, &byte, 1) < 0)
		errno = saved;
	errno = saved;
}

/* --- what undoes our modes --- */

/* Padding ("$<5>") is for terminals of the seventies, and tputs is not async-signal-safe. */
static void add_restore(const char *at)
{
	while (*at && term.restore_bytes < RESTORE_BYTES) {
		const char *end = at[0] == '$' && at[1] == '<' ? strchr(at, '>') : NULL;
		if (end)
			at = end + 1;
		else
			term.restore[term.restore_bytes++] = *at++;
	}
}

/* NULL: the terminal has none of that name. */
static const char *capability(const char *name)
{
	const char *text = tigetstr(name);
	return text != (const char *)-1 ? text : NULL;
}

static void prepare_restore(void)
{
	static const char *const capabilities[] = {"rmacs", "sgr0", "op", "cnorm", "rmkx", "rmcup"};
	term.restore_bytes = 0;
	for (size_t i = 0; i < sizeof capabilities / sizeof capabilities[0]; i++)
		if (capability(capabilities[i]))
			add_restore(capability(capabilities[i]));
	if (capability("XM")) /* how the mouse is taken and left */
		add_restore(tparm(capability("XM"), 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
	/* The prompt of the shell comes on a line of its own, also where there is no second screen. */
	if (term.restore_bytes + 2 <= RESTORE_BYTES) {
		term.restore[term.restore_bytes++] = '\r';
		term.restore[term.restore_bytes++] = '\n';
	}
}

/* --- signals --- */

static void catch_asking(int number)
{
	struct sigaction action = {.sa_handler = on_asking_signal, .sa_flags = SA_RESTART};
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

static void catch_signals(void)
{
	struct sigaction deadly = {.sa_handler = on_deadly_signal, .sa_flags = SA_ONSTACK};
	stack_t spare = {.ss_sp = term.spare_stack, .ss_size = SPARE_STACK_BYTES};
	sigfillset(&deadly.sa_mask);
	sigaltstack(&spare, &term.before_stack);
	for (size_t i = 0; i < N_DEADLY; i++)
		sigaction(deadly_signals[i], &deadly, &term.before_deadly[i]);
	for (size_t i = 0; i < N_ASKING; i++) {
		sigaction(asking_signals[i], NULL, &term.before_asking[i]);
		catch_asking(asking_signals[i]);
	}
	mem_set_last_words(restore_terminal);
}

static void release_signals(void)
{
	mem_set_last_words(NULL);
	for (size_t i = 0; i < N_DEADLY; i++)
		sigaction(deadly_signals[i], &term.before_deadly[i], NULL);
	for (size_t i = 0; i < N_ASKING; i++)
		sigaction(asking_signals[i], &term.before_asking[i], NULL);
	sigaltstack(&term.before_stack, NULL);
}

static bool open_signal_pipe(struct error *err)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return error_set(err, FAULT_IO, "cannot make a pipe for signals: %s", strerror(errno));
	term.signal_read = ends[0];
	term.signal_write = ends[1];
	return true;
}

static void close_signal_pipe(void)
{
	if (term.signal_read >= 0)
		close(term.signal_read);
	if (term.signal_write >= 0)
		close(term.signal_write);
	term.signal_read = term.signal_write = -1;
}

int term_signal_fd(void)
{
	return term.signal_read;
}

/* What asked, as bits. */
enum term_signal {
	TERM_RESIZED = 1 << 0,
	TERM_SUSPEND = 1 << 1,
	TERM_CONTINUED = 1 << 2, /* stopped by force and continued */
	TERM_END = 1 << 3,
};

static unsigned take_signals(void)
{
	unsigned taken = 0;
	unsigned char bytes[64];
	ssize_t n;
	while ((n = read(term.signal_read, bytes, sizeof bytes)) > 0)
		for (ssize_t i = 0; i < n; i++) {
			switch (bytes[i]) {
			case SIGWINCH:
				taken |= TERM_RESIZED;
				break;
			case SIGTSTP:
				taken |= TERM_SUSPEND;
				break;
			case SIGCONT:
				taken |= TERM_CONTINUED;
				break;
			default:
				taken |= TERM_END;
			}
		}
	return taken;
}

/* As large as the terminal is now. */
static void fit(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0)
		return;
	if (is_term_resized(size.ws_row, size.ws_col))
		resizeterm(size.ws_row, size.ws_col);
}

bool term_obey_signals(void)
{
	unsigned signals = take_signals();
	if (signals & TERM_SUSPEND)
		term_suspend();
	if (signals & TERM_CONTINUED)
		term_repaint();
	if (signals & TERM_RESIZED)
		fit();
	return !(signals & TERM_END);
}

/* --- enter and leave --- */

/* newterm would end the program by itself; so what it needs is asked for first. */
static bool check_type(int *n_colours, struct error *err)
{
	const char *name = getenv("TERM");
	if (!name || !*name)
		return error_set(
			err, FAULT_USAGE,
			"TERM is not set: say what kind of terminal this is, such as TERM=xterm-256color");
	int status;
	if (setupterm(name, STDOUT_FILENO, &status) == ERR)
		return error_set(err, FAULT_USAGE,
				 "TERM=%s: this system knows no such terminal: install ncurses-term, or try "
				 "TERM=xterm-256color",
				 name);
	const char *place_cursor = tigetstr("cup");
	bool can_place = place_cursor && place_cursor != (const char *)-1;
	*n_colours = tigetnum("colors");
	del_curterm(cur_term);
	if (!can_place)
		return error_set(
			err, FAULT_USAGE,
			"TERM=%s: this terminal cannot place the cursor: use another one, or `bugclock list`",
			name);
	return true;
}

static bool check_terminal(struct error *err)
{
	int n_colours;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return error_set(
			err, FAULT_USAGE,
			"the dashboard needs a terminal for input and output: start it in one, or use "
			"`bugclock list`");
	return check_type(&n_colours, err);
}

bool term_describe(struct str *out, struct error *err)
{
	struct winsize size;
	int n_colours;
	bool is_utf8 = str_equals(nl_langinfo(CODESET), "UTF-8");
	if (!check_type(&n_colours, err))
		return false;
	str_addf(out, "%s, ", getenv("TERM"));
	if (n_colours > 0)
		str_addf(out, "%d colours, ", n_colours);
	else
		str_add(out, "no colours, ");
	str_add(out, is_utf8 ? "UTF-8" : "ASCII signs alone: the locale is not UTF-8");
	/* Standard input is left when the others are redirected. */
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 || ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0)
		str_addf(out, ", %d columns and %d rows", size.ws_col, size.ws_row);
	return true;
}

static void set_modes(void)
{
	raw();
	noecho();
	nonl();
	set_escdelay(ESC_DELAY_MS);
	term.input = newpad(1, 1);
	keypad(term.input, TRUE);
	nodelay(term.input, TRUE);
	leaveok(stdscr, FALSE); /* the cursor stands where we put it: braille displays follow it */
}

bool term_enter(struct error *err)
{
	if (!check_terminal(err))
		return false;
	if (tcgetattr(STDIN_FILENO, &term.found) < 0)
		return error_set(err, FAULT_IO, "cannot ask the terminal for its modes: %s", strerror(errno));
	if (!open_signal_pipe(err))
		return false;
	term.screen = newterm(NULL, stdout, stdin);
	if (!term.screen) {
		close_signal_pipe();
		return error_set(err, FAULT_USAGE, "TERM=%s: curses cannot use this terminal",
				 getenv("TERM"));
	}
	prepare_restore();
	term.is_entered = 1;
	/* After newterm, which sets handlers of its own. */
	catch_signals();
	set_modes();
	return true;
}

void term_leave(void)
{
	if (!term.screen)
		return;
	delwin(term.input);
	endwin();
	term.is_entered = 0;
	release_signals();
	delscreen(term.screen);
	term.screen = NULL;
	close_signal_pipe();
}

void term_suspend(void)
{
	struct sigaction stop = {.sa_handler = SIG_DFL};
	sigemptyset(&stop.sa_mask);
	endwin();
	term.is_entered = 0;
	sigaction(SIGTSTP, &stop, NULL);
	sigaction(SIGCONT, &stop, NULL); /* we paint anew by ourselves */
	kill(0, SIGTSTP);                /* the whole job: `make demo` stops with us */
	catch_asking(SIGTSTP);
	catch_asking(SIGCONT);
	term.is_entered = 1;
	fit();
	term_repaint();
}

void term_repaint(void)
{
	reset_prog_mode();
	clearok(curscr, TRUE);
}

void term_set_look(struct look *look, bool is_plain)
{
	look->is_ascii = !str_equals(nl_langinfo(CODESET), "UTF-8");
	look->signs = is_plain ? &signs_plain : look->is_ascii ? &signs_ascii : &signs_utf8;
}

/* --- the keyboard --- */

static uint32_t named_stroke(wint_t code)
{
	static const struct {
		wint_t code;
		uint32_t stroke;
	} names[] = {
		{KEY_UP, STROKE_UP},       {KEY_DOWN, STROKE_DOWN},     {KEY_LEFT, STROKE_LEFT},
		{KEY_RIGHT, STROKE_RIGHT}, {KEY_PPAGE, STROKE_PAGE_UP}, {KEY_NPAGE, STROKE_PAGE_DOWN},
		{KEY_HOME, STROKE_HOME},   {KEY_FIND, STROKE_HOME}, /* what Home is called on a VT220 */
		{KEY_END, STROKE_END},     {KEY_SELECT, STROKE_END},    {KEY_BACKSPACE, STROKE_BACKSPACE},
		{KEY_DC, STROKE_DELETE},   {KEY_BTAB, STROKE_BACK_TAB}, {KEY_ENTER, STROKE_ENTER},
		{KEY_MOUSE, STROKE_MOUSE},
	};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].code == code)
			return names[i].stroke;
	return STROKE_UNKNOWN;
}

/* Alt with a letter arrives as Esc and the letter, at once; whatever else is at once behind an Esc was typed
 * ahead, and waits. */
static uint32_t stroke_of_escape(void)
{
	wint_t next;
	switch (wget_wch(term.input, &next)) {
	case OK:
		if (next == 'b' || next == 'f' || next == 'd')
			return STROKE_ALT(next);
		unget_wch((wchar_t)next);
		break;
	case KEY_CODE_YES:
		ungetch((int)next);
		break;
	default:
		break;
	}
	return STROKE_ESC;
}

bool term_read_stroke(uint32_t *stroke)
{
	wint_t code;
	switch (wget_wch(term.input, &code)) {
	case OK:
		if (code == STROKE_ESC) {
			*stroke = stroke_of_escape();
			return true;
		}
		*stroke = code == 0x7F || code == '\b' ? (uint32_t)STROKE_BACKSPACE : (uint32_t)code;
		return true;
	case KEY_CODE_YES:
		*stroke = named_stroke(code);
		return true;
	default:
		return false;
	}
}

/* --- the mouse --- */

void term_use_mouse(bool is_wanted)
{
	mouseinterval(0); /* curses would wait to see whether a click becomes two */
	mousemask(is_wanted ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

/* By the monotonic clock: the time of day may stand still, or jump. */
static bool is_second_click(const struct mouse *mouse, int64_t now_ms)
{
	return term.clicked.row == mouse->row && term.clicked.col == mouse->col && term.clicked_ms > 0 &&
	       now_ms - term.clicked_ms <= DOUBLE_CLICK_MS;
}

static void count_click(struct mouse *mouse)
{
	int64_t now_ms = os_monotonic_ms();
	bool is_second = is_second_click(mouse, now_ms);
	mouse->act = is_second ? MOUSE_DOUBLE_CLICK : MOUSE_CLICK;
	term.clicked = *mouse;
	term.clicked_ms = is_second ? 0 : now_ms; /* a third click is a first one again */
}

/* What came in together is one KEY_MOUSE, and curses hands out the newest first. */
static void take_events(void)
{
	while (term.n_events < MOUSE_EVENTS && getmouse(&term.events[term.n_events]) == OK)
		term.n_events++;
}

bool term_read_mouse(struct mouse *mouse)
{
	if (term.n_events == 0)
		take_events();
	while (term.n_events > 0) {
		MEVENT event = term.events[--term.n_events];
		*mouse = (struct mouse){.row = event.y, .col = event.x};
		if (event.bstate & BUTTON1_PRESSED)
			count_click(mouse);
		else if (event.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED))
			mouse->act = event.bstate & BUTTON4_PRESSED ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN;
		else
			continue;
		return true;
	}
	return false;
}
