/* ui/browser.h - showing an address in the user's browser: a program of its own, which is started and left to
 * itself. It is $BROWSER, or xdg-open where there is a desktop. The address is one word of its command line,
 * and no shell sees it; whoever asks has seen to it that it is one of the web, and neither option nor file.
 */
#ifndef UI_BROWSER_H
#define UI_BROWSER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

/* A command of $BROWSER with the address, ready to be started; %s in it stands for the address, which else
 * comes last. In `home`; NULL for an empty one. */
char **browser_words(struct span command, const char *url, struct arena *home);

/* Tries the commands of $BROWSER, which stand there with `:` between, else the desktop's. *program becomes
 * the name of the one that was started, in `home`. FAULT_USAGE when there is none, FAULT_IO when none could
 * be started. */
bool browser_show(const char *url, struct arena *home, const char **program, struct error *err);

#endif
