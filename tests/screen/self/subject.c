/* tests/screen/self/subject.c - a small program for the runner to look at when it is tested itself. It says
 * how large its screen is, which key came last, and on request does what programs must not. */
#include <curses.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fake/wire.h"

static void draw(const char *last)
{
	erase();
	mvprintw(0, 0, "subject %dx%d", COLS, LINES);
	mvprintw(1, 0, "key %s", last);
	attron(A_REVERSE);
	mvaddstr(2, 2, "reverse");
	attroff(A_REVERSE);
	attron(A_BOLD | COLOR_PAIR(1));
	mvaddstr(2, 12, "red");
	attroff(A_BOLD | COLOR_PAIR(1));
	attron(A_DIM);
	mvaddstr(2, 18, "dim");
	attroff(A_DIM);
	mvaddstr(3, 0, "wide 漢字 end");
	mvprintw(4, 0, "HOME %s", getenv("HOME") ? "set" : "unset");
	mvprintw(5, 0, "SUBJECT %s", getenv("SUBJECT") ? getenv("SUBJECT") : "unset");
	move(LINES - 1, 3);
	refresh();
}

/* True when the program goes on. */
static bool obey(int key)
{
	switch (key) {
	case 'q':
		return false;
	case 'c':
		abort();
	case 'z':
		endwin();
		raise(SIGTSTP);
		return true;
	case 'l': /* a name that is seldom mistyped, and late: the screen is painted long after the key */
		timeout(300);
		getch();
		timeout(-1);
		return true;
	default:
		return true;
	}
}

/* What a server says: the status, and how the body begins. */
static int get(const char *url, const char *target)
{
	struct wire_answer answer;
	if (!wire_ask(url, "GET", target, "", &answer))
		return puts("refused") < 0;
	printf("%d %.60s\n", answer.status, str_text(&answer.body));
	wire_free(&answer);
	return 0;
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	if (argc == 3 && strcmp(argv[1], "--print") == 0)
		return puts(argv[2]) < 0;
	if (argc == 4 && strcmp(argv[1], "--get") == 0)
		return get(argv[2], argv[3]);
	initscr();
	start_color();
	use_default_colors();
	init_pair(1, COLOR_RED, -1);
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	int key = ERR;
	do {
		draw(key == ERR ? "none" : keyname(key));
		key = getch();
	} while (obey(key));
	endwin();
	return 3;
}
