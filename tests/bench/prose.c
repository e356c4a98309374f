#include "tests/bench/prose.h"

#include <stdlib.h>

#include "base/mem.h"

#define WORDS 8000
#define WORD_BYTES 20

struct prose {
	uint64_t state;
	char words[WORDS][WORD_BYTES];
	double up_to[WORDS]; /* the share of this word and all before it, of 1 */
};

/* The words that the engine looks for are among the frequent ones, as they are there. */
static const char *const frequent[] = {
	"the",         "of",          "to",       "and",         "in",       "certificates", "we",
	"was",         "a",           "for",      "is",          "that",     "this",         "incident",
	"revocation",  "report",      "on",       "by",          "our",      "will",         "update",
	"certificate", "with",        "CA",       "subscribers", "be",       "as",           "are",
	"root",        "action",      "items",    "weekly",      "next",     "review",       "closure",
	"summary",     "policy",      "linting",  "issued",      "question", "please",       "compliance",
	"validation",  "requirement", "timeline", "revoked",     "provide",  "completed",    "Mozilla"};
#define FREQUENT (sizeof frequent / sizeof *frequent)

/* splitmix64. */
static uint64_t next(struct prose *prose)
{
	uint64_t z = prose->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

uint64_t prose_chance(struct prose *prose, uint64_t n)
{
	return next(prose) % n;
}

static void make_word(struct prose *prose, size_t i)
{
	static const char *const syllables[] = {"co", "re", "ti", "va", "lo", "men", "ser", "ip",
						"tu", "an", "el", "or", "di", "pli", "ca",  "gen"};
	struct str word = {0};

	if (i < FREQUENT)
		str_add(&word, frequent[i]);
	else
		for (uint64_t n = 2 + prose_chance(prose, 3); n > 0; n--)
			str_add(&word, syllables[prose_chance(prose, sizeof syllables / sizeof *syllables)]);
	for (size_t at = 0; at < word.len; at++)
		prose->words[i][at] = word.at[at];
	str_free(&word);
}

struct prose *prose_new(uint64_t seed)
{
	struct prose *prose = mem_alloc(sizeof *prose);
	double sum = 0;

	prose->state = seed;
	for (size_t i = 0; i < WORDS; i++) {
		make_word(prose, i);
		sum += 1.0 / (double)(i + 1);
		prose->up_to[i] = sum;
	}
	for (size_t i = 0; i < WORDS; i++)
		prose->up_to[i] /= sum;
	return prose;
}

void prose_free(struct prose *prose)
{
	free(prose);
}

static const char *word(struct prose *prose)
{
	double share = (double)(next(prose) >> 11) / (double)(UINT64_C(1) << 53);
	size_t low = 0, high = WORDS - 1;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (prose->up_to[middle] < share)
			low = middle + 1;
		else
			high = middle;
	}
	return prose->words[low];
}

void prose_add_words(struct prose *prose, size_t n, struct str *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			str_add_char(out, ' ');
		str_add(out, word(prose));
	}
}

static void add_date(struct prose *prose, struct str *out)
{
	static const char *const months[] = {"January", "March", "May", "August", "October", "December"};
	unsigned year = 2020 + (unsigned)prose_chance(prose, 7), day = 1 + (unsigned)prose_chance(prose, 28);

	if (prose_chance(prose, 3) == 0)
		str_addf(out, "%s %u, %u", months[prose_chance(prose, sizeof months / sizeof *months)], day,
			 year);
	else
		str_addf(out, "%u-%02u-%02u", year, 1 + (unsigned)prose_chance(prose, 12), day);
}

/* One in eight is a question, one in eight names a date. */
void prose_add_sentence(struct prose *prose, struct str *out)
{
	uint64_t kind = prose_chance(prose, 8);

	str_add(out, kind == 0 ? "How many " : kind == 1 ? "On " : "We ");
	if (kind == 1) {
		add_date(prose, out);
		str_add(out, ", ");
	}
	prose_add_words(prose, 5 + prose_chance(prose, 14), out);
	str_add(out, kind == 0 ? "? " : ". ");
}

static void add_paragraph(struct prose *prose, struct str *out)
{
	for (uint64_t n = 2 + prose_chance(prose, 4); n > 0; n--)
		prose_add_sentence(prose, out);
	str_add(out, "\n\n");
}

static void add_table(struct prose *prose, struct str *out)
{
	str_add(out, "| Action Item | Kind | Due Date | Status |\n|---|---|---|---|\n");
	for (uint64_t n = 2 + prose_chance(prose, 6); n > 0; n--) {
		str_add(out, "| ");
		prose_add_words(prose, 4 + prose_chance(prose, 6), out);
		str_add(out, " | Prevent | ");
		add_date(prose, out);
		str_add(out, prose_chance(prose, 2) ? " | Complete |\n" : " | Ongoing |\n");
	}
	str_add(out, "\n");
}

static void add_timeline(struct prose *prose, struct str *out)
{
	for (uint64_t n = 3 + prose_chance(prose, 6); n > 0; n--) {
		str_add(out, "- ");
		add_date(prose, out);
		str_addf(out, " %02u:%02u UTC ", (unsigned)prose_chance(prose, 24),
			 (unsigned)prose_chance(prose, 60));
		prose_add_words(prose, 6 + prose_chance(prose, 8), out);
		str_add(out, "\n");
	}
	str_add(out, "\n");
}

void prose_add_report(struct prose *prose, size_t bytes, struct str *out)
{
	static const char *const headings[] = {"### Impact", "### Timeline", "### Root Cause Analysis",
					       "### Lessons Learned", "### Action Items"};
	size_t end = out->len + bytes;

	str_add(out, "## Full Incident Report\n\n### Summary\n\n");
	for (size_t i = 0; out->len < end; i++) {
		add_paragraph(prose, out);
		str_addf(out, "%s\n\n", headings[i % (sizeof headings / sizeof *headings)]);
		if (i % 5 == 1)
			add_timeline(prose, out);
		if (i % 5 == 4)
			add_table(prose, out);
	}
}

void prose_add_reply(struct prose *prose, size_t bytes, struct str *out)
{
	size_t end = out->len + bytes;

	while (out->len < end) {
		if (prose_chance(prose, 4) == 0) {
			str_add(out, "> ");
			prose_add_sentence(prose, out);
			str_add(out, "\n\n");
		}
		add_paragraph(prose, out);
	}
}
