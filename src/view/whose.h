/* view/whose.h - whose page it is, where nobody has written the team down: said on every screen, since what
 * is owed then rests on a guess. Pure. */
#ifndef VIEW_WHOSE_H
#define VIEW_WHOSE_H

#include "model/team.h"
#include "view/look.h"

/* "Example Trust, Example Trust Services"; printable. */
void whose_add_names(const struct roster *roster, struct str *out);
/* "≈ inferred team of Example Trust: ana, ben +3", as many as fit (width_cols 0: all); printable. */
void whose_add_line(const struct roster *roster, const struct look *look, size_t width_cols, struct str *out);
/* "Ana Example, ana@example-trust.example": name and accounts; printable. */
void whose_add_member(const struct member *member, struct str *out);
/* "ana, ben": everybody, by key; printable. */
void whose_add_members(const struct roster *roster, struct str *out);

#endif
