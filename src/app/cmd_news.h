/* app/cmd_news.h - what others did since this user last looked: the verb of the shell, and what it shares
 * with the screen of that name. */
#ifndef APP_CMD_NEWS_H
#define APP_CMD_NEWS_H

#include "app/command.h"
#include "view/look.h"

bool cmd_news(struct invocation *invocation, struct error *err);

/* From when on: --since, a moment, a date, or a duration before now; else this user's last look. UTC_NONE in
 * *looked_utc: he never did, and it is NEWS_DAYS ago. FAULT_USAGE: no such time. */
#define NEWS_DAYS 7
bool news_since(const struct invocation *invocation, int64_t *since_utc, int64_t *looked_utc,
		struct error *err);
/* Bugs of ours by due, then others', the newest change first, out of the session's snapshot. Nothing when
 * nothing is new. */
bool news_write(struct session *session, int64_t since_utc, const struct look *look, struct str *out,
		struct error *err);

#endif
