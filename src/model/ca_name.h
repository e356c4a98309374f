/* model/ca_name.h - the name of a CA as people write it in titles: compared, and found again in other
 * spellings. Letters of Latin, Greek and Cyrillic count without regard to case, whatever the locale says.
 * Pure. */
#ifndef MODEL_CA_NAME_H
#define MODEL_CA_NAME_H

#include <stdbool.h>

#include "base/str.h"

/* The same name: case does not matter, nor how much white space there is. */
bool ca_name_equals(struct span a, struct span b);

/* The name stands somewhere in the title, as whole words. Its words may be joined by blanks, hyphens, dots
 * and the like, or run together where the name is long enough not to be some other word then: Example-Trust
 * and exampletrust are Example Trust, but "act" is not A CT. A capital after a small letter begins a word of
 * the name, so that ExampleTrust is found in "Example Trust" too. */
bool ca_name_is_in(struct span title, const char *name);

#endif
