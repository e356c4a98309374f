#include "view/filter_words.h"

#include "view/condition.h"

#define EXAMPLES_MAX 6

/* What a value of a type is called, and how it may be written. */
struct shape {
	const char *what;
	bool is_shown; /* the examples tell more than `what` */
	struct filter_word examples[EXAMPLES_MAX];
};

static const struct shape shapes[] = {
	[FIELD_NUMBER] = {"a number",
			  true,
			  {{.word = "3", .help = "exactly so many"},
			   {.word = ">0", .help = "more than that"},
			   {.word = "1..3", .help = "from, to"}}},
	[FIELD_TEXT] = {"a part of the text, or none", false, {{.word = "none", .help = "there is none"}}},
	[FIELD_LIST] = {"a part of the text, or none", false, {{.word = "none", .help = "there is none"}}},
	[FIELD_PERSON] = {"a member, me or none",
			  false,
			  {{.word = "me", .help = "who uses this program"},
			   {.word = "none", .help = "nobody"}}},
	[FIELD_YES_NO] = {"yes or no",
			  false,
			  {{.word = "yes", .help = "it is so"}, {.word = "no", .help = "it is not"}}},
	[FIELD_DUE] = {"a duration or a date",
		       true,
		       {{.word = "<48h", .help = "within 48 hours, or passed"},
			{.word = ">2d", .help = "in more than 2 days"},
			{.word = "1d..3d", .help = "in 1 to 3 days"},
			{.word = "2026-12-01", .help = "on that day"},
			{.word = "<meeting", .help = "before the next meeting"},
			{.word = "none", .help = "there is none"}}},
	[FIELD_AGE] = {"a duration or a date",
		       true,
		       {{.word = "<48h", .help = "within the last 48 hours"},
			{.word = ">5d", .help = "more than 5 days ago"},
			{.word = "1d..3d", .help = "1 to 3 days ago"},
			{.word = "2026-12-01", .help = "on that day"},
			{.word = "none", .help = "there is none"}}},
	[FIELD_DAY] = {"a duration or a date",
		       true,
		       {{.word = "<48h", .help = "within 48 hours, or passed"},
			{.word = ">2d", .help = "in more than 2 days"},
			{.word = "1d..3d", .help = "in 1 to 3 days"},
			{.word = "2026-12-01", .help = "on that day"},
			{.word = "none", .help = "there is none"}}},
	[FIELD_KIND] = {"a kind of obligation", false, {{.word = "none", .help = "there is none"}}},
	[FIELD_KINDS] = {"a kind of obligation", false, {{.word = "none", .help = "there is none"}}},
	[FIELD_FLAGS] = {"a flag", false, {{.word = "none", .help = "there is none"}}},
};

size_t filter_examples(enum field_type type, const struct filter_word **words)
{
	size_t n = 0;
	*words = shapes[type].examples;
	while (n < EXAMPLES_MAX && shapes[type].examples[n].word)
		n++;
	return n;
}

void filter_expect(enum field_type type, struct str *out)
{
	const struct filter_word *words;
	size_t n = filter_examples(type, &words);
	str_add(out, shapes[type].what);
	for (size_t i = 0; shapes[type].is_shown && i < n; i++)
		str_addf(out, "%s%s", i ? ", " : ": ", words[i].word);
}

void filter_each_name(enum field_type type, const struct roster *roster,
		      void (*take)(void *with, const struct filter_word *word), void *with)
{
	if (type == FIELD_PERSON) {
		for (size_t i = 0; roster && i < roster->n_members; i++)
			take(with, &(struct filter_word){.word = roster->members[i].key,
							 .help = roster->members[i].name});
	} else if (type == FIELD_KIND || type == FIELD_KINDS) {
		for (size_t i = 0; i < KINDS; i++)
			take(with, &(struct filter_word){kinds[i].word, kinds[i].label, kinds[i].letter});
	} else if (type == FIELD_FLAGS) {
		for (size_t i = 0; i < n_conditions; i++) {
			if (conditions[i].is_flag)
				take(with, &(struct filter_word){.word = conditions[i].key,
								 .help = conditions[i].help});
		}
	}
}
