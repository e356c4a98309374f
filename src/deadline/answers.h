/* deadline/answers.h - which comments want an answer, and which questions have got one (deadlines.md, details
 * 3 and 12). Pure. */
#ifndef DEADLINE_ANSWERS_H
#define DEADLINE_ANSWERS_H

#include <stdbool.h>

#include "base/arena.h"
#include "deadline/facts.h"

/* An outside comment other than the description, neither a final call nor administrative. Before IRG3 it must
 * ask, or come with a needinfo. */
bool note_wants_answer(const struct facts *facts, const struct note *note);

/* Sets is_settled of every question that an update names or quotes, or whose author commented again after
 * the first update that followed. In one walk over the texts; `scratch` is not needed afterwards. */
void notes_settle(struct note *notes, size_t n, struct arena *scratch);

/* Says, outside quotes and code, that the bug will be closed: `final call`, or `will`, `intend to`, `plan to`
 * or `going to` before `close` or `be closed`. */
bool comment_is_final_call(const char *text);

#endif
