/* deadline/final_call.c - "I intend to close this bug next week" (deadlines.md, detail 3), told from "we will
 * need more data before we close": the cue and `close` stand in one sentence, not far apart, and no word
 * between them turns it round. Taking too little for a final call costs a dismissal; taking too much would
 * hide a question. */
#include <string.h>

#include "deadline/answers.h"
#include "deadline/lines.h"
#include "deadline/scan.h"

#define REACH_WORDS 16

/* What comes before the last word of a cue; NULL: nothing. */
static const struct {
	const char *before, *last;
} cues[] = {{NULL, "will"}, {"intend", "to"}, {"plan", "to"}, {"going", "to"}};

static const char *const turns[] = {"not", "never", "before", "until", "after", "once", "so", "need", "have"};

/* How far a sentence has been read. Words are empty when there is none. */
struct sentence {
	struct span last, before_last, third_last;
	size_t reach; /* words within which `close` may still come; 0: no cue */
	bool has_be;  /* since the cue */
};

static bool is_one_of(struct span word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_equals_nocase(word, list[i]))
			return true;
	return false;
}

static bool ends_with(struct span word, const char *end)
{
	size_t len = strlen(end);
	return word.len >= len && span_equals_nocase(span_sub(word, word.len - len, word.len), end);
}

static bool is_negation(struct span word)
{
	return ends_with(word, "not") || ends_with(word, "never") || ends_with(word, "n't") ||
	       ends_with(word, "n\u2019t");
}

/* The sentence ends in a cue that is not negated ("not going to", "don't plan to"). */
static bool ends_in_cue(const struct sentence *sentence)
{
	for (size_t i = 0; i < sizeof cues / sizeof *cues; i++) {
		if (!span_equals_nocase(sentence->last, cues[i].last))
			continue;
		if (!cues[i].before)
			return true;
		if (span_equals_nocase(sentence->before_last, cues[i].before))
			return !is_negation(sentence->third_last);
	}
	return false;
}

/* Tells whether the word completes a final call. */
static bool take_word(struct sentence *sentence, struct span word)
{
	if (span_equals_nocase(word, "call") && span_equals_nocase(sentence->last, "final"))
		return true;
	if (sentence->reach > 0) {
		if (span_equals_nocase(word, "close") ||
		    (sentence->has_be && span_equals_nocase(word, "closed")))
			return true;
		sentence->reach--;
		sentence->has_be |= span_equals_nocase(word, "be");
		if (is_one_of(word, turns, sizeof turns / sizeof *turns))
			sentence->reach = 0;
	}
	sentence->third_last = sentence->before_last;
	sentence->before_last = sentence->last;
	sentence->last = word;
	if (ends_in_cue(sentence)) {
		sentence->reach = REACH_WORDS;
		sentence->has_be = false;
	}
	return false;
}

/* Letters, with the apostrophes among them. */
static struct span take_letters(struct span *rest)
{
	struct span word = *rest, letters;
	while (scan_letters(rest, &letters))
		if (!scan_char(rest, '\''))
			scan_prefix(rest, "\u2019");
	word.len -= rest->len;
	return word;
}

static bool ends_sentence(struct span rest)
{
	char c = rest.at[0];
	return c == '!' || c == ';' || (c == '.' && (rest.len == 1 || ascii_is_space(rest.at[1])));
}

static bool line_completes_call(struct sentence *sentence, struct span rest)
{
	while (rest.len > 0) {
		struct span word = take_letters(&rest);
		if (word.len > 0) {
			if (take_word(sentence, word))
				return true;
			continue;
		}
		if (ends_sentence(rest))
			*sentence = (struct sentence){0};
		rest = span_sub(rest, 1, rest.len);
	}
	return false;
}

bool comment_is_final_call(const char *text)
{
	struct lines lines = lines_of(text);
	struct line line;
	struct sentence sentence = {0};
	while (lines_next(&lines, &line)) {
		if (line.class != LINE_TEXT || span_trim(line.text).len == 0)
			sentence = (struct sentence){0};
		else if (line_completes_call(&sentence, line.text))
			return true;
	}
	return false;
}
