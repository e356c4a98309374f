/* ui/screen_news.h - what others did since a moment, as `bugclock news` prints it. */
#ifndef UI_SCREEN_NEWS_H
#define UI_SCREEN_NEWS_H

#include "app/command.h"

/* The verb that opens it; the form of verb.run (app/command.h). */
bool verb_news(struct invocation *invocation, struct error *err);

#endif
