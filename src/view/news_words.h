/* view/news_words.h - one change of a bug's history in words. Part of view/news.h. */
#ifndef VIEW_NEWS_WORDS_H
#define VIEW_NEWS_WORDS_H

#include "base/str.h"
#include "view/look.h"
#include "view/row.h"

/* Appends what the change says: "Next update 12-15 → none; label external added". Nothing for what says no
 * more than another change of the same save does. `conversation` is where that one is looked for. */
void news_add_change(struct str *out, const struct change *change, const struct conversation *conversation,
		     const struct roster *roster, const struct look *look);
/* The login_name, printable: it tells people apart. */
void news_add_name(struct str *out, struct span login);

#endif
