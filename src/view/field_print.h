/* view/field_print.h - how the cells are written whose type alone does not tell: the printers that the
 * table in field.c names (struct field says what a printer is), and the one for all others. */
#ifndef VIEW_FIELD_PRINT_H
#define VIEW_FIELD_PRINT_H

#include "view/field.h"

enum hint print_pending(const struct field *field, const struct look *look, size_t width_cols,
			struct str *out);
enum hint print_due(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_when(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_fuse(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_kinds(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_summary(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_owner(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_buddy(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_asked(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_tasks(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_labels(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_next_update(const struct row *row, const struct look *look, size_t width_cols,
			    struct str *out);
enum hint print_changed(const struct row *row, const struct look *look, size_t width_cols, struct str *out);
enum hint print_ca(const struct row *row, const struct look *look, size_t width_cols, struct str *out);

enum hint print_by_type(const struct field *field, const struct row *row, const struct look *look,
			size_t width_cols, struct str *out);

#endif
