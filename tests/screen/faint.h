/* tests/screen/faint.h - dim text for an emulator that knows none. libvterm 0.1 passes over SGR 2 (faint), so
 * what the program writes is rewritten on its way: faint is handed over as struck out, which the program
 * never is. Pure; a sequence that is cut between two pieces waits for its end. */
#ifndef TESTS_SCREEN_FAINT_H
#define TESTS_SCREEN_FAINT_H

#include <stddef.h>

#include "base/str.h"

struct faint {
	struct str held; /* the beginning of a sequence */
};

/* Appends to `out` what the emulator shall read. */
void faint_pass(struct faint *faint, const char *bytes, size_t len, struct str *out);
void faint_free(struct faint *faint);

#endif
