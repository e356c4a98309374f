/* view/reason.h - why the countdown is what it is, in words: the bottom lines of the page, and the head of
 * each obligation in `why`. Pure. Everything appended is printable and without a line end. */
#ifndef VIEW_REASON_H
#define VIEW_REASON_H

#include <stdbool.h>

#include "base/str.h"
#include "view/look.h"
#include "view/row.h"

#define REASON_WORDS_COLS 60 /* of a quotation, where there is room */

/* The comment that caused an obligation; NULL when it is none, or not in the conversation (NULL: not
 * loaded). */
const struct comment *reason_comment(const struct obligation *obligation,
				     const struct conversation *conversation);

/* "answer owed to comment 14 by j.doe, 9d ago"; the author only with a comment. */
void reason_add_phrase(struct str *out, const struct obligation *obligation, const struct comment *comment,
		       int64_t now_utc);
/* The line of the comment that asks, else its first one; empty when all its lines are blank or quotes
 * themselves. Borrowed from the comment. */
struct span reason_words(const struct comment *comment);
/* Those words in quotation marks, cut to width_cols. */
void reason_add_words(struct str *out, struct span words, const struct look *look, size_t width_cols);

/* What a reason may be shortened by and still be true. */
struct reason_room {
	size_t words_cols; /* a quotation is cut to these; 0: none */
	bool is_short;     /* the rule is cited, but not told */
};
#define REASON_WHOLE ((struct reason_room){.words_cols = REASON_WORDS_COLS})

/* What of the bug's conversation the next two read; false when it is nothing. */
bool reason_excerpt(const struct row *row, struct excerpt *excerpt);
/* One line about the row's countdown, to be wrapped:
 *   R answer owed to comment 14 by j.doe, 9d ago: "Can you confirm …"   7 days to answer (IRG 3.2)
 * and, when something else is due before, the question that waits. `conversation` may be NULL: then there is
 * no author and no quote. Says something about every row. */
void reason_text(const struct row *row, const struct conversation *conversation, const struct look *look,
		 struct reason_room room, struct str *out);
/* After it: what others changed since this user last saw the bug, when it is new (view/news.h). */
void reason_add_news(const struct row *row, const struct conversation *conversation, const struct look *look,
		     struct str *out);

#endif
