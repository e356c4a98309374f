/* view/pack.h - an entry as bytes, for the table of ready rows (store/cache.h), and back. Nothing is left
 * out: what comes back prints, sorts and explains itself as the entry that went in. Pure. */
#ifndef VIEW_PACK_H
#define VIEW_PACK_H

#include "base/str.h"
#include "view/snapshot.h"

/* Appends the bytes. The entry is not pending. */
void entry_pack(const struct entry *entry, struct str *out);
/* An entry with one reference; NULL when the bytes are not those of one, whatever became of them. */
struct entry *entry_unpack(struct span bytes);

#endif
