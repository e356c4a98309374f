/* view/field_print_inside.h - what the files of the printers share: field_print_time.c writes times,
 * field_print.c all else. */
#ifndef VIEW_FIELD_PRINT_INSIDE_H
#define VIEW_FIELD_PRINT_INSIDE_H

#include "view/field_print.h"

enum hint print_nothing(struct str *out);
/* " 1d 02h" or the moment, as `look` wants it; a due time with the sign of an inferred team. */
void print_left(struct str *out, const struct row *row, const struct look *look, int64_t due_utc);
void print_age(struct str *out, const struct row *row, const struct look *look, int64_t utc);

#endif
