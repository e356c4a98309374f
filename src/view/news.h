/* view/news.h - what others did on a bug since a moment, in words. Everything made here is printable and
 * without a line end, but for whole lines where it is said. Pure. */
#ifndef VIEW_NEWS_H
#define VIEW_NEWS_H

#include <stdint.h>

#include "base/str.h"
#include "view/look.h"
#include "view/row.h"

/* One thing that somebody did: a comment, or what one change says in words. */
struct news_item {
	int64_t at_utc;
	const char *who;               /* the part before the @ */
	const char *words;             /* comment 14: "Can you confirm …"; Next update 12-15 → none */
	const struct comment *comment; /* NULL: a change */
};

struct news {
	struct news_item *items; /* oldest first */
	size_t n;
};

/* By everybody but this user, later than since_utc. Lives in `home`; comments are borrowed. */
struct news news_read(const struct roster *roster, const struct conversation *conversation, int64_t since_utc,
		      const struct look *look, struct arena *home);

/* In one line, the newest first, an author's comments together, and how many more than `most`:
 *   Next update 12-15 → none, k.stone, 2h ago; 2 comments by j.doe, 3h ago; 1 more
 * `said` (may be NULL) is a comment that was spoken of before and is left out. Appends nothing when there is
 * nothing. */
void news_add_line(struct str *out, const struct news *news, const struct comment *said, size_t most,
		   int64_t now_utc);

/* The two forms of `bugclock news`, whole lines (view/format_news.c).
 * One of ours: id, time left and title, a line an item, and how the countdown changed since. `then` is what
 * was owed at that moment; NULL: the bug was not there yet. */
void news_add_block(struct str *out, const struct row *row, const struct news *news,
		    const struct assessment *then, const struct look *look);
/* One of others: a single line. */
void news_add_others(struct str *out, const struct row *row, const struct news *news);

#endif
