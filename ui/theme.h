/* ui/theme.h - how things look, by what they mean. A theme is a row of paints, one for each style; screens
 * name the style and nothing else. Only the terminal's own sixteen colours are used, on its own background,
 * so that light and dark ones both read well; and no state is told by colour alone: next to each coloured
 * word stands a sign, a letter or a word that says the same. */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <curses.h>
#include <stdbool.h>
#include <stddef.h>

enum style {
	STYLE_TEXT,
	STYLE_NAME,    /* of the program, of screens, of parts of a text */
	STYLE_DIM,     /* what waits: rules, quiet states, what is not there */
	STYLE_HEADING, /* titles of columns */
	STYLE_CURRENT, /* the view that is shown */
	STYLE_KEY,     /* in hints and help */
	STYLE_OVERDUE,
	STYLE_SOON,
	STYLE_WARN, /* nobody, unreadable, offline: somebody should look, no deadline is near */
	STYLE_GOOD,
	STYLE_QUOTE, /* what others wrote */
	STYLE_MATCH, /* where the text that is looked for stands */
	STYLE_FOUND, /* and the place that was found last */
	STYLE_STALE, /* data that must not be trusted */
	STYLE_ERROR, /* a message about something that did not work */
	STYLES
};

struct paint {
	short colour; /* COLOR_RED …; -1: the terminal's own */
	attr_t attributes;
};

struct theme {
	const char *name;
	bool needs_colour;
	struct paint paints[STYLES];
};

/* The names there are, from 0 on; NULL beyond the last. */
const char *theme_name(size_t index);

/* By name, as far as the terminal can; else the one without colours. NULL is the default. */
const struct theme *theme_find(const char *name, bool has_colour);

/* The theme of the configuration on this terminal: NO_COLOR and a terminal without its own background lead
 * to the one without colours. After term_enter; again when another one is wanted. */
const struct theme *theme_start(const char *name);

/* What curses is told for a cell of this style; the row under the cursor is in reverse. */
attr_t theme_attributes(const struct theme *theme, enum style style, bool is_selected);
short theme_pair(const struct theme *theme, enum style style, bool is_selected);

#endif
