/* tests/fake/wire.h - the simplest HTTP client there is, to see what the fake really sends: one request a
 * connection, and the bytes of the answer as they came. Not the product's client, and knows none of its
 * rules. */
#ifndef TESTS_FAKE_WIRE_H
#define TESTS_FAKE_WIRE_H

#include <stdbool.h>

#include "base/str.h"

struct wire_answer {
	bool is_whole;      /* the answer ended as it announced */
	int status;         /* 0: no answer at all */
	struct str headers; /* all lines, with the first */
	struct str body;    /* without the marks of chunks */
};

/* Connects to `url`, asks METHOD TARGET with these header lines ("Name: value\r\n", or ""), and reads to the
 * end. False when the connection is refused. */
bool wire_ask(const char *url, const char *method, const char *target, const char *headers,
	      struct wire_answer *answer);
/* Connects, says no more than this, and goes away. */
bool wire_break_off(const char *url, const char *bytes);
void wire_free(struct wire_answer *answer);

/* A header's value in `out`; false when it is not there. */
bool wire_header(const struct wire_answer *answer, const char *name, struct str *out);

#endif
