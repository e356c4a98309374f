/* tests/bench/hello_main.c - the least that a program with ncursesw can do, as a yardstick: it paints the
 * cells of a page that somebody else has painted, and moves a row in reverse on `j` and `k`.
 *   hello CELLS            what CELLS looks like: tests/bench/cells.h */
#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUNS_MAX 8192
#define LINE_BYTES 4096
#define FIRST_ROW 4

/* Neighbours that look alike. */
struct run {
	int row, col;
	attr_t attributes;
	short pair;
	char *text;
};

static struct run runs[RUNS_MAX];
static size_t n_runs;

static short pair_of(short foreground, short background)
{
	static short n_pairs;
	short have_foreground, have_background;

	for (short pair = 1; pair <= n_pairs; pair++)
		if (pair_content(pair, &have_foreground, &have_background) == OK &&
		    have_foreground == foreground && have_background == background)
			return pair;
	init_pair(++n_pairs, foreground, background);
	return n_pairs;
}

static attr_t attributes_of(const char *letters)
{
	static const struct {
		char letter;
		attr_t attribute;
	} table[] = {{'b', A_BOLD}, {'d', A_DIM}, {'u', A_UNDERLINE}, {'r', A_REVERSE}};
	attr_t attributes = A_NORMAL;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strchr(letters, table[i].letter))
			attributes |= table[i].attribute;
	return attributes;
}

static int read_runs(const char *path)
{
	char line[LINE_BYTES], letters[8];
	short foreground, background;
	int text;
	FILE *file = fopen(path, "r");

	if (!file)
		return 0;
	while (n_runs < RUNS_MAX && fgets(line, sizeof line, file)) {
		struct run *run = &runs[n_runs];
		line[strcspn(line, "\n")] = '\0';
		if (sscanf(line, "%d %d %hd %hd %7s%n", &run->row, &run->col, &foreground, &background,
			   letters, &text) != 5)
			break;
		run->attributes = attributes_of(letters);
		run->pair = pair_of(foreground, background);
		run->text = strdup(line + text + 1);
		n_runs++;
	}
	fclose(file);
	return n_runs > 0;
}

/* Row -1 is all of them. */
static void paint(int row, attr_t flip)
{
	for (size_t i = 0; i < n_runs; i++) {
		if (row >= 0 && runs[i].row != row)
			continue;
		attr_set(runs[i].attributes ^ flip, runs[i].pair, NULL);
		mvaddstr(runs[i].row, runs[i].col, runs[i].text);
	}
}

static void move_to(int *row, int next)
{
	if (next < FIRST_ROW || next >= LINES - 1)
		return;
	paint(*row, A_NORMAL);
	paint(next, A_REVERSE);
	*row = next;
	refresh();
}

int main(int argc, char **argv)
{
	int key, row = FIRST_ROW;

	setlocale(LC_ALL, "");
	initscr();
	start_color();
	use_default_colors();
	cbreak();
	noecho();
	curs_set(0);
	if (argc != 2 || !read_runs(argv[1])) {
		endwin();
		fprintf(stderr, "hello: CELLS is missing or not readable\n");
		return EXIT_FAILURE;
	}
	paint(-1, A_NORMAL);
	paint(row, A_REVERSE);
	refresh();
	while ((key = getch()) != 'q' && key != ERR)
		move_to(&row, row + (key == 'j') - (key == 'k'));
	endwin();
	return EXIT_SUCCESS;
}
