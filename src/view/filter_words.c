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
			  {{"3", "exactly so many"}, {">0", "more than that"}, {"1..3", "from, to"}}},
	[FIELD_TEXT] = {"a part of the text, or none", false, {{"none", "there is none"}}},
	[FIELD_LIST] = {"a part of the text, or none", false, {{"none", "there is none"}}},
	[FIELD_PERSON] = {"a member, me or none",
			  false,
			  {{"me", "who uses this program"}, {"none", "nobody"}}},
	[FIELD_YES_NO] = {"yes or no", false, {{"yes", "it is so"}, {"no", "it is not"}}},
	[FIELD_DUE] = {"a duration or a date",
		       true,
		       {{"<48h", "within 48 hours, or passed"},
			{">2d", "in more than 2 days"},
			{"1d..3d", "in 1 to 3 days"},
			{"2026-12-01", "on that day"},
			{"<meeting", "before the next meeting"},
			{"none", "there is none"}}},
	[FIELD_AGE] = {"a duration or a date",
		       true,
		       {{"<48h", "within the last 48 hours"},
			{">5d", "more than 5 days ago"},
			{"1d..3d", "1 to 3 days ago"},
			{"2026-12-01", "on that day"},
			{"none", "there is none"}}},
	[FIELD_DAY] = {"a duration or a date",
		       true,
		       {{"<48h", "within 48 hours, or passed"},
			{">2d", "in more than 2 days"},
			{"1d..3d", "in 1 to 3 days"},
			{"2026-12-01", "on that day"},
			{"none", "there is none"}}},
	[FIELD_KIND] = {"a kind of obligation", false, {{"none", "there is none"}}},
	[FIELD_KINDS] = {"a kind of obligation", false, {{"none", "there is none"}}},
	[FIELD_FLAGS] = {"a flag", false, {{"none", "there is none"}}},
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
			take(with, &(struct filter_word){roster->members[i].key, roster->members[i].name});
	} else if (type == FIELD_KIND || type == FIELD_KINDS) {
		for (size_t i = 0; i < KINDS; i++)
			take(with, &(struct filter_word){kinds[i].word, kinds[i].meets});
	} else if (type == FIELD_FLAGS) {
		for (size_t i = 0; i < n_conditions; i++) {
			if (conditions[i].is_flag)
				take(with, &(struct filter_word){conditions[i].key, conditions[i].help});
		}
	}
}
