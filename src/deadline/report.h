/* deadline/report.h - reports and closure summaries inside comments (deadlines.md, "Reports inside
 * comments"). Pure. Lines come from deadline/lines.h. */
#ifndef DEADLINE_REPORT_H
#define DEADLINE_REPORT_H

#include <stdbool.h>

#include "base/str.h"

enum heading {
	HEADING_NONE,
	HEADING_PRELIMINARY, /* Preliminary Incident Report */
	HEADING_FULL,        /* Full Incident Report, Audit Incident Report, Incident Report */
	HEADING_CLOSURE,     /* Closure Summary, and with Report, Incident or Incident Report before it */
	HEADING_ACTION_ITEMS,
};

/* What a LINE_TEXT is the heading of. Not yet judged is what follows it: a draft, an announcement. */
enum heading heading_of(struct span line);

/* What a comment gives. */
struct report {
	bool is_preliminary; /* shown; meets nothing but an update */
	bool is_full; /* with substance, neither preliminary nor draft; also in the form of IRG1 and before */
	bool is_closure; /* with substance */
};

struct report report_read(const char *text);

#endif
