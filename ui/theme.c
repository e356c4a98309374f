#include "ui/theme.h"

#include <stdlib.h>

#include "base/str.h"

#define OWN (-1) /* the terminal's own colour */

static const struct theme themes[] = {
	{.name = "default",
	 .needs_colour = true,
	 .paints = {[STYLE_TEXT] = {OWN, A_NORMAL},
		    [STYLE_NAME] = {OWN, A_BOLD},
		    [STYLE_DIM] = {OWN, A_DIM},
		    [STYLE_HEADING] = {COLOR_CYAN, A_NORMAL},
		    [STYLE_CURRENT] = {COLOR_CYAN, A_BOLD | A_UNDERLINE},
		    [STYLE_KEY] = {COLOR_CYAN, A_NORMAL},
		    [STYLE_OVERDUE] = {COLOR_RED, A_BOLD},
		    [STYLE_SOON] = {COLOR_YELLOW, A_NORMAL},
		    [STYLE_GOOD] = {COLOR_GREEN, A_NORMAL},
		    [STYLE_QUOTE] = {OWN, A_DIM},
		    [STYLE_STALE] = {COLOR_RED, A_BOLD | A_REVERSE},
		    [STYLE_ERROR] = {COLOR_RED, A_NORMAL}}},
	{.name = "mono",
	 .needs_colour = false,
	 .paints = {[STYLE_TEXT] = {OWN, A_NORMAL},
		    [STYLE_NAME] = {OWN, A_BOLD},
		    [STYLE_DIM] = {OWN, A_NORMAL},
		    [STYLE_HEADING] = {OWN, A_UNDERLINE},
		    [STYLE_CURRENT] = {OWN, A_BOLD | A_UNDERLINE},
		    [STYLE_KEY] = {OWN, A_BOLD},
		    [STYLE_OVERDUE] = {OWN, A_BOLD},
		    [STYLE_SOON] = {OWN, A_NORMAL},
		    [STYLE_GOOD] = {OWN, A_NORMAL},
		    [STYLE_QUOTE] = {OWN, A_NORMAL},
		    [STYLE_STALE] = {OWN, A_BOLD | A_REVERSE},
		    [STYLE_ERROR] = {OWN, A_BOLD}}},
};
#define N_THEMES (sizeof themes / sizeof themes[0])

static const struct theme *without_colour(void)
{
	for (size_t i = 0; i < N_THEMES; i++)
		if (!themes[i].needs_colour)
			return &themes[i];
	return &themes[N_THEMES - 1];
}

const struct theme *theme_find(const char *name, bool has_colour)
{
	for (size_t i = 0; i < N_THEMES; i++)
		if (!name || str_equals(themes[i].name, name))
			return has_colour || !themes[i].needs_colour ? &themes[i] : without_colour();
	return has_colour ? &themes[0] : without_colour();
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
	if (!theme->needs_colour || !start_colours())
		return without_colour();
	for (short i = 0; i < STYLES; i++)
		init_pair((short)(i + 1), theme->paints[i].colour, OWN);
	return theme;
}
