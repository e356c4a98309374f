/* Whose bugs these are: the names of the CA (app/setup_inside.h). */
#include <string.h>

#include "app/ini.h"
#include "app/setup_inside.h"
#include "model/ca_name.h"

/* --- lists and words, for the other steps too --- */

const char *setup_join(struct setup *setup, const char *list, const char *more)
{
	if (!*list || !*more)
		return *list ? list : more;
	return arena_printf(setup->home, "%s, %s", list, more);
}

bool setup_is_item(const char *text)
{
	uint32_t code_point;

	for (size_t len = strlen(text), at = 0; at < len;) {
		at += utf8_decode(text + at, len - at, &code_point);
		if (code_point == ',' || utf8_is_control(code_point))
			return false;
	}
	return *text && ini_can_hold(text);
}

void setup_add_word(struct setup *setup, struct setup_words *words, const char *word, const char *help)
{
	words->at = arena_push(setup->home, words->at, &words->n, &words->cap, sizeof *words->at);
	words->at[words->n - 1] = (struct suggestion){.word = word, .help = help};
}

const char *setup_bugs_text(struct setup *setup, size_t n_bugs, size_t n_open)
{
	return arena_printf(setup->home, "%zu bug%s, %zu open", n_bugs, n_bugs == 1 ? "" : "s", n_open);
}

/* --- the CA --- */

/* Another name than those in the list, but with one of them in it, or in one of them. */
static bool is_spelling(const char *list, const char *name, struct arena *scratch)
{
	struct span rest = span_of(list), part;
	bool is_one = false;

	while (span_next_part(&rest, ',', &part)) {
		if (ca_name_equals(part, span_of(name)))
			return false;
		is_one = is_one || ca_name_is_in(span_of(name), span_dup(scratch, part)) ||
			 ca_name_is_in(part, name);
	}
	return is_one;
}

struct setup_words setup_ca_words(struct setup *setup, const char *list)
{
	struct setup_words words = {0};
	size_t n = 0;
	struct census_name *names = census_names(&setup->census, &n);

	for (size_t i = 0; i < n; i++)
		if (setup_is_item(names[i].name) && (!list || is_spelling(list, names[i].name, setup->home)))
			setup_add_word(setup, &words, names[i].name,
				       setup_bugs_text(setup, names[i].n_bugs, names[i].n_open));
	return words;
}

static const char *join_words(struct setup *setup, const struct setup_words *words)
{
	const char *list = "";

	for (size_t i = 0; i < words->n; i++)
		list = setup_join(setup, list, words->at[i].word);
	return list;
}

static bool ask_name(struct setup *setup, struct error *err)
{
	struct setup_words words = setup->has_census ? setup_ca_words(setup, NULL) : (struct setup_words){0};
	const struct inquiry inquiry = {
		.ask = {.label = "CA", .words = words.at, .n_words = words.n, .is_list = true},
		.option = option_at(SECTION_TEAM, AT(team_config, ca)),
		.is_needed = true,
	};

	return setup_ask_option(setup, &inquiry, "", err);
}

/* A CA that changed its name, or a colleague who joins the words, is the same one. */
static bool ask_spellings(struct setup *setup, struct error *err)
{
	const char *ca = setup_get(setup, SECTION_TEAM, AT(team_config, ca), "");
	struct setup_words words = setup->has_census ? setup_ca_words(setup, ca) : (struct setup_words){0};
	const struct inquiry inquiry = {
		.ask = {.label = "Also",
			.initial = join_words(setup, &words),
			.words = words.at,
			.n_words = words.n,
			.is_list = true},
		.option = option_at(SECTION_TEAM, AT(team_config, ca)),
	};
	const char *more;

	if (words.n == 0)
		return true;
	setup_tell(setup, TONE_TEXT,
		   "Titles name others that are perhaps the same CA: leave out what is not.");
	more = setup_ask(setup, &inquiry, err);
	if (!more)
		return false;
	setup_set(setup, SECTION_TEAM, AT(team_config, ca), "", setup_join(setup, ca, more));
	return true;
}

static bool count(struct setup *setup, struct census_count *found, struct error *err)
{
	struct config *config = setup_config(setup, err);

	if (!config)
		return false;
	*found = census_count(&setup->census, &config->roster);
	config_unref(config);
	return true;
}

bool setup_tell_count(struct setup *setup, bool *is_known, struct error *err)
{
	struct census_count found;

	*is_known = true;
	if (!setup->has_census)
		return true;
	if (!count(setup, &found, err))
		return false;
	*is_known = found.n_bugs > 0;
	if (*is_known)
		setup_tell(setup, TONE_GOOD, "%zu of the bugs are yours, %zu of them open", found.n_bugs,
			   found.n_open);
	else
		setup_tell(setup, TONE_WARN, "no title has %s before its colon",
			   setup_get(setup, SECTION_TEAM, AT(team_config, ca), ""));
	return true;
}

bool setup_ask_ca(struct setup *setup, struct error *err)
{
	bool is_known = false, is_taken = false;

	setup_tell(setup, TONE_HEADING, "Your CA");
	setup_tell(setup, TONE_TEXT,
		   "Its name as it stands before the colon in titles of bugs; several by comma.");
	while (!is_taken) {
		if (!ask_name(setup, err) || !ask_spellings(setup, err) ||
		    !setup_tell_count(setup, &is_known, err))
			return false;
		is_taken = is_known;
		if (!is_known && !setup_ask_yes_no(setup, "Take it all the same", false, &is_taken, err))
			return false;
	}
	return true;
}
