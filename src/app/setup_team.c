/* Who we are (app/setup_inside.h). */
#include <string.h>

#include "app/ini.h"
#include "app/setup_inside.h"

#define TOLD_MAX 9             /* people with bugs of ours */
#define KEY_OF_NOBODY "member" /* for a login that has no letter or digit */

/* --- members --- */

static bool is_in_list(const char *list, const char *item)
{
	struct span rest = span_of(list), part;

	while (span_next_part(&rest, ',', &part))
		if (span_equals_nocase(part, item))
			return true;
	return false;
}

/* What of them the server does not hide; an account that cannot be told apart from another is refused when it
 * is typed. */
static bool check_accounts(struct setup *setup, const char *answer, struct error *err)
{
	struct span rest = span_of(answer), part;
	struct roster roster = {.members =
					arena_array(setup->home, strlen(answer) + 1, sizeof *roster.members)};

	while (span_next_part(&rest, ',', &part)) {
		struct member *member = &roster.members[roster.n_members++];

		member->key = span_dup(setup->home, part);
		member->accounts = arena_array(setup->home, 1, sizeof *member->accounts);
		member->accounts[0] = member->key;
		member->n_accounts = 1;
	}
	return roster_check(&roster, err);
}

static bool find_people(struct setup *setup, struct census_person **people, size_t *n, struct error *err)
{
	struct config *config = setup_config(setup, err);

	if (!config)
		return false;
	*people = census_people(&setup->census, &config->roster, n);
	config_unref(config);
	return true;
}

static const char *person_text(struct setup *setup, const struct census_person *person)
{
	const char *bugs = setup_bugs_text(setup, person->n_ours, person->n_ours_open);

	if (*person->name)
		bugs = arena_printf(setup->home, "%s, %s", person->name, bugs);
	if (person->n_others > 0)
		bugs = arena_printf(setup->home, "%s; %zu of other CAs", bugs, person->n_others);
	return bugs;
}

/* Of those who are likely of the team, whoever has open bugs is so today. */
static const char *likely(struct setup *setup, const struct census_person *people, size_t n)
{
	const char *list = "";

	for (size_t i = 0; i < n; i++)
		if (people[i].is_inferred && people[i].n_ours_open > 0 && setup_is_item(people[i].login))
			list = setup_join(setup, list, people[i].login);
	return list;
}

/* The line in which they are typed may be too short for all. */
static void tell_people(struct setup *setup, const struct census_person *people, size_t n)
{
	for (size_t i = 0; i < n && i < TOLD_MAX; i++)
		setup_tell(setup, TONE_QUOTE, "%s: %s", people[i].login, person_text(setup, &people[i]));
	if (n > TOLD_MAX)
		setup_tell(setup, TONE_QUOTE, "and %zu more", n - TOLD_MAX);
}

static const char *ask_accounts(struct setup *setup, const struct census_person *people, size_t n,
				struct error *err)
{
	struct setup_words words = {0};
	struct inquiry inquiry = {
		.ask = {.label = "Members", .initial = likely(setup, people, n), .is_list = true},
		.option = option_at(SECTION_MEMBER, AT(member_config, bugzilla)),
		.check = check_accounts,
	};

	for (size_t i = 0; i < n; i++)
		if (setup_is_item(people[i].login))
			setup_add_word(setup, &words, people[i].login, person_text(setup, &people[i]));
	inquiry.ask.words = words.at;
	inquiry.ask.n_words = words.n;
	return setup_ask(setup, &inquiry, err);
}

/* Without a key some servers show `ana` for ana@ca.example (bugzilla.md, "E-mail hiding"). */
static bool is_hidden(const struct census_person *people, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strchr(people[i].login, '@'))
			return true;
	return false;
}

static bool is_taken(struct setup *setup, const char *key)
{
	size_t n;
	const char **keys = setup_members(setup, &n);

	for (size_t i = 0; i < n; i++)
		if (str_equals_nocase(keys[i], key))
			return true;
	return false;
}

static bool check_key(struct setup *setup, const char *answer, struct error *err)
{
	if (!option_check_member_key(answer, err))
		return false;
	return !is_taken(setup, answer) ||
	       error_set(err, FAULT_USAGE, "`%s` is another member's already", answer);
}

/* ana of Ana.Example@…: short, since it is typed in filters. */
static const char *propose_key(struct setup *setup, const char *login)
{
	struct str key = {0};
	struct error ignored;
	const char *proposed, *tried;

	for (const char *c = login; *c && (ascii_is_alnum(*c) || key.len == 0) && *c != '@'; c++)
		if (ascii_is_alnum(*c))
			str_add_char(&key, ascii_lower(*c));
	proposed = tried = arena_strdup(setup->home, key.len > 0 ? key.at : KEY_OF_NOBODY);
	for (unsigned i = 2; !check_key(setup, tried, &ignored); i++)
		tried = arena_printf(setup->home, "%s%u", proposed, i);
	str_free(&key);
	return tried;
}

/* Of "Ana Example [:ana] (away)" the name. */
static const char *propose_name(struct setup *setup, const char *login, const struct census_person *people,
				size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *name;

		if (!login_equals(people[i].login, login))
			continue;
		name = span_dup(setup->home,
				span_trim((struct span){people[i].name, strcspn(people[i].name, "[(")}));
		return ini_can_hold(name) ? name : "";
	}
	return "";
}

static bool ask_member(struct setup *setup, const char *login, const char *name, struct error *err)
{
	const struct inquiry for_key = {
		.ask = {.label = arena_printf(setup->home, "Short name of %s", login),
			.initial = propose_key(setup, login)},
		.is_needed = true,
		.check = check_key,
	};
	struct inquiry for_name = {
		.ask = {.initial = name},
		.option = option_at(SECTION_MEMBER, AT(member_config, name)),
		.is_needed = true,
	};
	const char *key = setup_ask(setup, &for_key, err);

	if (!key)
		return false;
	for_name.ask.label = arena_printf(setup->home, "Full name of %s", key);
	if (!*name)
		for_name.ask.initial = key;
	if (!setup_ask_option(setup, &for_name, key, err))
		return false;
	setup_set(setup, SECTION_MEMBER, AT(member_config, bugzilla), key, login);
	return true;
}

bool setup_ask_members(struct setup *setup, struct error *err)
{
	struct census_person *people = NULL;
	const char *accounts;
	struct span rest, part;
	size_t n = 0;

	setup_tell(setup, TONE_HEADING, "Your team");
	setup_tell(setup, TONE_TEXT, "The Bugzilla accounts of those who answer for your bugs, by comma%s.",
		   setup->has_census ? "; those who have open ones are proposed" : "");
	if (setup->has_census && !find_people(setup, &people, &n, err))
		return false;
	tell_people(setup, people, n);
	if (is_hidden(people, n))
		setup_tell(setup, TONE_WARN,
			   "The server hides what stands behind the @: add it where you know it.");
	accounts = ask_accounts(setup, people, n, err);
	if (!accounts)
		return false;
	rest = span_of(accounts);
	while (span_next_part(&rest, ',', &part)) {
		const char *login = span_dup(setup->home, part);

		if (!ask_member(setup, login, propose_name(setup, login, people, n), err))
			return false;
	}
	return true;
}

/* --- what is between them --- */

static const char *name_of(const struct setup *setup, const char *key)
{
	return setup_get(setup, SECTION_MEMBER, AT(member_config, name), key);
}

/* All members but one; without: NULL, all. */
static struct setup_words member_words(struct setup *setup, const char *without)
{
	struct setup_words words = {0};
	size_t n;
	const char **keys = setup_members(setup, &n);

	for (size_t i = 0; i < n; i++)
		if (!str_equals(keys[i], without))
			setup_add_word(setup, &words, keys[i], name_of(setup, keys[i]));
	return words;
}

/* Of two, each is the other's. */
static bool ask_buddy(struct setup *setup, const char *key, struct error *err)
{
	struct setup_words words = member_words(setup, key);
	const struct inquiry inquiry = {
		.ask = {.label = arena_printf(setup->home, "Buddy of %s", key),
			.initial = words.n == 1 ? words.at[0].word : "",
			.words = words.at,
			.n_words = words.n},
		.option = option_at(SECTION_MEMBER, AT(member_config, buddy)),
		.must_choose = true,
	};

	return setup_ask_option(setup, &inquiry, key, err);
}

bool setup_ask_buddies(struct setup *setup, struct error *err)
{
	size_t n;
	const char **keys = setup_members(setup, &n);

	if (n < 2)
		return true;
	setup_tell(setup, TONE_HEADING, "Who stands in");
	setup_tell(setup, TONE_TEXT,
		   "A buddy shares the bugs of an owner, and answers when that one is away.");
	for (size_t i = 0; i < n; i++)
		if (!ask_buddy(setup, keys[i], err))
			return false;
	return true;
}

/* The domains of the members, but those in which others have their mail too. */
static const char *propose_domains(struct setup *setup, const struct roster *roster)
{
	const char *list = "";

	for (size_t i = 0; i < roster->n_members; i++)
		for (size_t k = 0; k < roster->members[i].n_accounts; k++) {
			const char *at = strrchr(roster->members[i].accounts[k], '@');

			if (at && at[1] && !is_in_list(list, at + 1) &&
			    !census_domain_is_others(&setup->census, roster, at + 1))
				list = setup_join(setup, list, arena_strdup(setup->home, at + 1));
		}
	return list;
}

static bool check_aliases(struct setup *setup, const char *answer, struct error *err)
{
	struct span rest = span_of(answer), part;
	struct config *config = setup_config(setup, err);
	struct roster roster;
	bool ok;

	if (!config)
		return false;
	roster = config->roster;
	roster.aliases = arena_array(setup->home, strlen(answer) + 1, sizeof *roster.aliases);
	roster.n_aliases = 0;
	while (span_next_part(&rest, ',', &part))
		roster.aliases[roster.n_aliases++] = span_dup(setup->home, part);
	ok = roster_check(&roster, err);
	config_unref(config);
	return ok;
}

bool setup_ask_addresses(struct setup *setup, struct error *err)
{
	struct config *config = setup_config(setup, err);
	struct inquiry domains = {
		.ask = {.label = "Mail domains", .is_list = true},
		.option = option_at(SECTION_TEAM, AT(team_config, domains)),
	};
	const struct inquiry aliases = {
		.ask = {.label = "Shared addresses", .is_list = true},
		.option = option_at(SECTION_TEAM, AT(team_config, aliases)),
		.check = check_aliases,
	};

	if (!config)
		return false;
	domains.ask.initial = propose_domains(setup, &config->roster);
	config_unref(config);
	setup_tell(setup, TONE_HEADING, "Your addresses");
	setup_tell(setup, TONE_TEXT, "Whoever writes from one of your mail domains is of your team.");
	if (!setup_ask_option(setup, &domains, "", err))
		return false;
	setup_tell(setup, TONE_TEXT, "Addresses that several read, such as incident-response@...");
	return setup_ask_option(setup, &aliases, "", err);
}

/* --- me --- */

bool setup_tell_team(struct setup *setup, struct error *err)
{
	struct config *config = setup_config(setup, err);
	bool is_known;

	if (!config)
		return false;
	setup_tell(setup, TONE_HEADING, "The team of %s", setup->team_path);
	for (size_t i = 0; i < config->roster.n_members; i++)
		setup_tell(setup, TONE_TEXT, "%s: %s", config->roster.members[i].key,
			   config->roster.members[i].name);
	config_unref(config);
	return setup_tell_count(setup, &is_known, err);
}

static struct setup_words roster_words(struct setup *setup, const struct roster *roster)
{
	struct setup_words words = {0};

	for (size_t i = 0; i < roster->n_members; i++)
		setup_add_word(setup, &words, arena_strdup(setup->home, roster->members[i].key),
			       arena_strdup(setup->home, roster->members[i].name));
	return words;
}

bool setup_ask_me(struct setup *setup, struct error *err)
{
	struct config *config = setup_config(setup, err);
	struct setup_words words;
	struct inquiry inquiry = {
		.ask = {.label = "You are"},
		.option = option_at(SECTION_ME, AT(me_config, member)),
		.must_choose = true,
	};

	if (!config)
		return false;
	words = roster_words(setup, &config->roster);
	config_unref(config);
	setup_tell(setup, TONE_HEADING, "You");
	if (words.n == 0) {
		setup_tell(setup, TONE_TEXT, "There is no member yet.");
		return true;
	}
	inquiry.ask.words = words.at;
	inquiry.ask.n_words = words.n;
	inquiry.ask.initial = words.n == 1 ? words.at[0].word : "";
	setup_tell(setup, TONE_TEXT, "Which of the members you are; nothing, if you are none of them.");
	if (!setup_ask_option(setup, &inquiry, "", err))
		return false;
	if (setup->team_path && !*setup_get(setup, SECTION_ME, AT(me_config, member), ""))
		setup_tell(setup, TONE_WARN, "Ask whoever keeps %s to write you down as a member.",
			   setup->team_path);
	return true;
}
