#include "ui/theme.h"

#include <stdlib.h>

#include "base/str.h"

#define OWN (-1) /* the terminal's own colour */

/* Of the sixteen colours only red and magenta can be read on black and on white in nearly every palette that
 * terminals come with: yellow, cyan and green fade on white, blue drowns in black. So the default has these
 * two, red for one thing alone; all else is told by weight, as in the others. Dim is an attribute and never
 * the bright black, which some palettes give the ground's own colour; a terminal without it shows plain text.
 */
static const struct theme themes[] = {
	{.name = "default",
	 .needs_colour = true,
	 .paints = {[STYLE_TEXT] = {OWN, A_NORMAL},
		    [STYLE_NAME] = {OWN, A_BOLD},
		    [STYLE_DIM] = {OWN, A_DIM},
		    [STYLE_HEADING] = {OWN, A_UNDERLINE},
		    [STYLE_CURRENT] = {OWN, A_BOLD | A_UNDERLINE},
		    [STYLE_KEY] = {OWN, A_BOLD},
		    [STYLE_OVERDUE] = {COLOR_RED, A_BOLD},
		    [STYLE_SOON] = {COLOR_MAGENTA, A_NORMAL},
		    [STYLE_WARN] = {OWN, A_NORMAL},
		    [STYLE_GOOD] = {OWN, A_NORMAL},
		    [STYLE_QUOTE] = {OWN, A_DIM},
		    [STYLE_MATCH] = {OWN, A_BOLD | A_UNDERLINE},
		    [STYLE_FOUND] = {OWN, A_BOLD | A_REVERSE},
		    [STYLE_STALE] = {COLOR_RED, A_BOLD | A_REVERSE},
		    [STYLE_ERROR] = {COLOR_RED, A_NORMAL}}},
	{.name = "high-contrast",
	 .paints = {[STYLE_TEXT] = {OWN, A_NORMAL},
		    [STYLE_NAME] = {OWN, A_BOLD},
		    [STYLE_DIM] = {OWN, A_NORMAL},
		    [STYLE_HEADING] = {OWN, A_BOLD | A_UNDERLINE},
		    [STYLE_CURRENT] = {OWN, A_BOLD | A_REVERSE},
		    [STYLE_KEY] = {OWN, A_BOLD},
		    [STYLE_OVERDUE] = {OWN, A_BOLD | A_REVERSE},
		    [STYLE_SOON] = {OWN, A_BOLD | A_UNDERLINE},
		    [STYLE_WARN] = {OWN, A_BOLD},
		    [STYLE_GOOD] = {OWN, A_BOLD},
		    [STYLE_QUOTE] = {OWN, A_NORMAL},
		    [STYLE_MATCH] = {OWN, A_BOLD | A_UNDERLINE},
		    [STYLE_FOUND] = {OWN, A_BOLD | A_REVERSE},
		    [STYLE_STALE] = {OWN, A_BOLD | A_REVERSE},
		    [STYLE_ERROR] = {OWN, A_BOLD | A_REVERSE}}},
	{.name = "mono",
	 .paints = {[STYLE_TEXT] = {OWN, A_NORMAL},
		    [STYLE_NAME] = {OWN, A_BOLD},
		    [STYLE_DIM] = {OWN, A_NORMAL},
		    [STYLE_HEADING] = {OWN, A_UNDERLINE},
		    [STYLE_CURRENT] = {OWN, A_BOLD | A_UNDERLINE},
		    [STYLE_KEY] = {OWN, A_BOLD},
		    [STYLE_OVERDUE] = {OWN, A_BOLD},
		    [STYLE_SOON] = {OWN, A_NORMAL},
		    [STYLE_WARN] = {OWN, A_NORMAL},
		    [STYLE_GOOD] = {OWN, A_NORMAL},
		    [STYLE_QUOTE] = {OWN, A_NORMAL},
		    [STYLE_MATCH] = {OWN, A_BOLD | A_UNDERLINE},
		    [STYLE_FOUND] = {OWN, A_BOLD | A_REVERSE},
		    [STYLE_STALE] = {OWN, A_BOLD | A_REVERSE},
		    [STYLE_ERROR] = {OWN, A_BOLD}}},
};
#define N_THEMES (sizeof themes / sizeof themes[0])

/* The last row: no colour, and nothing louder than it must be. */
static const struct theme *without_colour(void)
{
	return &themes[N_THEMES - 1];
}

const char *theme_name(size_t index)
{
	return index < N_THEMES ? themes[index].name : NULL;
}

const struct theme *theme_find(const char *name, bool has_colour)
{
	const struct theme *theme = &themes[0];
	for (size_t i = 0; i < N_THEMES; i++)
		if (str_equals(themes[i].name, name))
			theme = &themes[i];
	return has_colour || !theme->needs_colour ? theme : without_colour();
}

/* no-color.org: set and not empty, whatever it says. */
static bool wants_colour(void)
{
	const char *no_colour = getenv("NO_COLOR");
	return (!no_colour || !*no_colour) && has_colors();
}

/* Once started, curses names a colour for every cell; only with default colours that is the terminal's own.
 */
static bool start_colours(void)
{
	return start_color() == OK && use_default_colors() == OK && COLORS >= 8;
}

const struct theme *theme_start(const char *name)
{
	const struct theme *theme = theme_find(name, wants_colour());
	if (!theme->needs_colour)
		return theme;
	if (!start_colours())
		return theme_find(name, false);
	for (short i = 0; i < STYLES; i++)
		init_pair((short)(i + 1), theme->paints[i].colour, OWN);
	return theme;
}

attr_t theme_attributes(const struct theme *theme, enum style style, bool is_selected)
{
	attr_t attributes = theme->paints[style].attributes;
	/* Dim in reverse is hard to read, underlines cut it up; what is in reverse already is turned back,
	 * and so stands out again. */
	return is_selected ? (attributes & ~(A_DIM | A_UNDERLINE)) ^ A_REVERSE : attributes;
}

short theme_pair(const struct theme *theme, enum style style, bool is_selected)
{
	/* One bar: a coloured word would be a block of another colour in it. */
	enum style shown = is_selected ? STYLE_TEXT : style;
	return theme->needs_colour ? (short)(shown + 1) : 0;
}
