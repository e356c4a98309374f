/* model/team.c - the roster's answers. Rosters are small (tens of names), so everything is looked up by
 * walking the lists. */
#include "model/team.h"

#include <string.h>

#include "base/utc.h"
#include "model/ca_name.h"

static const char *const party_words[] = {
	[PARTY_TEAM] = "team",
	[PARTY_OUTSIDE] = "outside",
	[PARTY_BOT] = "bot",
};

const char *party_word(enum party party)
{
	return party_words[party];
}

/* --- the count --- */

const struct roster *roster_ref(const struct roster *roster)
{
	if (roster->refs)
		atomic_fetch_add(roster->refs, 1);
	return roster;
}

void roster_unref(const struct roster *roster)
{
	/* The roster lies in its own arena. */
	if (roster->refs && atomic_fetch_sub(roster->refs, 1) == 1)
		arena_free(roster->home);
}

/* --- logins --- */

static bool has_domain(const char *login)
{
	return strchr(login, '@') != NULL;
}

static struct span local_part(const char *login)
{
	return (struct span){login, strcspn(login, "@")};
}

/* An anonymous client sees a login without its domain (bugzilla.md, "E-mail hiding"). */
static bool login_matches(const char *configured, const char *login)
{
	if (has_domain(login))
		return str_equals_nocase(configured, login);
	return login[0] != '\0' && span_equals_nocase(local_part(configured), login);
}

bool login_equals(const char *a, const char *b)
{
	return has_domain(a) ? login_matches(a, b) : login_matches(b, a);
}

struct span login_name(struct span login)
{
	const char *at = login.len > 0 ? memchr(login.at, '@', login.len) : NULL;

	return at && at > login.at ? (struct span){login.at, (size_t)(at - login.at)} : login;
}

static bool any_matches(const char *const *configured, size_t n, const char *login)
{
	for (size_t i = 0; i < n; i++)
		if (login_matches(configured[i], login))
			return true;
	return false;
}

bool login_is_namesake(const char *a, const char *b)
{
	struct span left = local_part(a), right = local_part(b);
	size_t i = 0;
	while (i < left.len && i < right.len && ascii_lower(left.at[i]) == ascii_lower(right.at[i]))
		i++;
	return i == left.len && i == right.len;
}

static bool in_domains(const struct roster *roster, const char *login)
{
	const char *at = strrchr(login, '@');
	for (size_t i = 0; at && i < roster->n_domains; i++)
		if (str_equals_nocase(roster->domains[i], at + 1))
			return true;
	return false;
}

bool roster_is_alias(const struct roster *roster, const char *login)
{
	return any_matches((const char *const *)roster->aliases, roster->n_aliases, login);
}

const struct member *roster_member_by_login(const struct roster *roster, const char *login)
{
	for (size_t i = 0; i < roster->n_members; i++) {
		const struct member *member = &roster->members[i];
		if (any_matches((const char *const *)member->accounts, member->n_accounts, login))
			return member;
	}
	return NULL;
}

enum party roster_party(const struct roster *roster, const char *login)
{
	if (any_matches((const char *const *)roster->bots, roster->n_bots, login))
		return PARTY_BOT;
	if (roster_member_by_login(roster, login) || roster_is_alias(roster, login) ||
	    in_domains(roster, login))
		return PARTY_TEAM;
	return PARTY_OUTSIDE;
}

bool roster_is_me(const struct roster *roster, const char *login)
{
	const struct member *member = roster_member_by_login(roster, login);
	return member && str_equals(member->key, roster->me);
}

bool roster_is_unlisted(const struct roster *roster, const char *login)
{
	return roster_party(roster, login) == PARTY_TEAM && !roster_member_by_login(roster, login) &&
	       !roster_is_alias(roster, login);
}

bool roster_is_hidden(const struct roster *roster, const char *login)
{
	return roster->n_domains > 0 && !has_domain(login) && roster_party(roster, login) == PARTY_OUTSIDE;
}

/* --- whose bug --- */

/* The names from this one on, with commas between them: a name that has a comma itself, like "Example, Inc.",
 * stands in the list as several. */
static bool is_run_of_names(const struct roster *roster, size_t at, struct span name)
{
	struct span part;

	while (span_next_part(&name, ',', &part))
		if (at == roster->n_ca_names || !ca_name_equals(span_of(roster->ca_names[at++]), part))
			return false;
	return true;
}

static bool is_ca_name(const struct roster *roster, struct span name)
{
	for (size_t i = 0; name.len > 0 && i < roster->n_ca_names; i++)
		if (is_run_of_names(roster, i, name))
			return true;
	return false;
}

bool roster_is_ours(const struct roster *roster, const struct bug *bug)
{
	struct span rest = bug_ca(bug), part;
	if (!roster->is_inferred && bug->assignee && roster_party(roster, bug->assignee) == PARTY_TEAM)
		return true;
	if (is_ca_name(roster, rest))
		return true;
	while (span_next_part(&rest, '/', &part))
		if (is_ca_name(roster, part))
			return true;
	return false;
}

static const char *name_in(struct span title, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ca_name_is_in(title, names[i]))
			return names[i];
	return NULL;
}

const char *roster_perhaps_ours(const struct roster *roster, const struct bug *bug)
{
	struct span title = span_of(bug->summary);
	if (roster_is_ours(roster, bug))
		return NULL;
	const char *name = name_in(title, (const char *const *)roster->ca_names, roster->n_ca_names);
	return name ? name : name_in(title, (const char *const *)roster->also, roster->n_also);
}

/* --- members --- */

const struct member *roster_member(const struct roster *roster, const char *key)
{
	for (size_t i = 0; key && i < roster->n_members; i++)
		if (str_equals(roster->members[i].key, key))
			return &roster->members[i];
	return NULL;
}

bool member_is_away(const struct member *member, int64_t utc)
{
	for (size_t i = 0; i < member->n_away; i++)
		if (utc >= member->away[i].from_utc && utc <= utc_day_end(member->away[i].to_utc))
			return true;
	return false;
}

/* --- checks --- */

/* One of the member's accounts has the local part of one of these logins. */
static bool check_against(const struct member *member, const char *const *logins, size_t n, const char *whose,
			  struct error *err)
{
	for (size_t i = 0; i < member->n_accounts; i++)
		for (size_t j = 0; j < n; j++)
			if (login_is_namesake(member->accounts[i], logins[j]))
				return error_set(err, FAULT_CONFIG,
						 "member %s: account %s cannot be told apart from %s of %s: "
						 "both have the same part before the @",
						 member->key, member->accounts[i], logins[j], whose);
	return true;
}

static bool check_accounts(const struct roster *roster, const struct member *member, struct error *err)
{
	for (const struct member *other = roster->members; other < member; other++)
		if (!check_against(member, (const char *const *)other->accounts, other->n_accounts,
				   other->key, err))
			return false;
	return check_against(member, (const char *const *)roster->aliases, roster->n_aliases, "aliases",
			     err) &&
	       check_against(member, (const char *const *)roster->bots, roster->n_bots, "bots", err);
}

static bool check_buddy(const struct roster *roster, const struct member *member, struct error *err)
{
	if (!member->buddy)
		return true;
	if (str_equals(member->buddy, member->key))
		return error_set(err, FAULT_CONFIG, "member %s: buddy must be somebody else", member->key);
	if (!roster_member(roster, member->buddy))
		return error_set(err, FAULT_CONFIG, "member %s: buddy %s is no member", member->key,
				 member->buddy);
	return true;
}

bool roster_check(const struct roster *roster, struct error *err)
{
	for (size_t i = 0; i < roster->n_members; i++)
		if (!check_accounts(roster, &roster->members[i], err) ||
		    !check_buddy(roster, &roster->members[i], err))
			return false;
	if (roster->me && !roster_member(roster, roster->me))
		return error_set(err, FAULT_CONFIG, "member = %s: there is no [member %s]", roster->me,
				 roster->me);
	return true;
}

/* --- decisions --- */

struct bug_team team_fold(const struct roster *roster, const struct bug *bug)
{
	struct bug_team team = {.aware_utc = UTC_NONE};
	const struct member *owner = bug->assignee ? roster_member_by_login(roster, bug->assignee) : NULL;
	if (owner) {
		team.owner = owner->key;
		team.buddy = owner->buddy;
	}
	return team;
}
