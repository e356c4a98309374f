/* view/filter_value.h - one value of a filter term, what stands behind `KEY:`: from text to a test of that
 * field. Part of view/filter.h, which says what a value may be. */
#ifndef VIEW_FILTER_VALUE_H
#define VIEW_FILTER_VALUE_H

#include "base/arena.h"
#include "base/error.h"
#include "view/field.h"

enum value_test_type {
	TEST_ABSENT,
	TEST_ME,       /* the person who uses this program */
	TEST_TEXT,     /* a part of the text; of a person the whole key */
	TEST_RANGE,    /* low to high: numbers and moments */
	TEST_DISTANCE, /* low to high: seconds from now, ahead or behind as the field lies */
	TEST_MEETING,  /* before the next meeting */
	TEST_KIND,
	TEST_FLAG,
};

struct value_test {
	enum value_test_type type;
	int64_t low, high;         /* both included */
	const char *text;          /* TEST_TEXT */
	enum obligation_kind kind; /* TEST_KIND */
	uint32_t flag;             /* TEST_FLAG: one bit */
};

/* Quoted text has no special words. FAULT_USAGE when it is no value of that field, with what would be.
 * `text` is borrowed as long as the test is used. */
bool value_test_parse(const struct field *field, const char *text, bool is_quoted,
		      const struct roster *roster, struct value_test *test, struct error *err);
bool value_test_matches(const struct field *field, const struct value_test *test, const struct row *row);
int64_t value_test_next_change(const struct field *field, const struct value_test *test,
			       const struct row *row);

/* Is `part` in the text, without regard to ASCII case. */
bool text_contains(struct span text, const char *part);
/* The same for a label, where a blank is a hyphen (deadlines.md, "Whiteboard grammar"). */
bool label_contains(const char *label, const char *part);

#endif
