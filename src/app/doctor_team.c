/* What the copy says of the roster (app/doctor.h). */
#include <inttypes.h>

#include "app/doctor.h"
#include "app/inferred.h"
#include "base/str.h"
#include "view/whose.h"

#define NAMED_MAX 8 /* of a list in one line */

/* "a, b and 3 more" */
static void add_name(struct str *list, size_t nth, const char *name)
{
	if (nth < NAMED_MAX)
		str_addf(list, "%s%s", nth > 0 ? ", " : "", name);
}

static void end_list(struct str *list, size_t n)
{
	if (n > NAMED_MAX)
		str_addf(list, " and %zu more", n - NAMED_MAX);
}

/* --- members --- */

static void say_accountless(struct doctor *doctor)
{
	const struct roster *roster = &doctor->config->roster;
	struct str list = {0};
	size_t n = 0;

	for (size_t i = 0; i < roster->n_members; i++)
		if (roster->members[i].n_accounts == 0)
			add_name(&list, n++, roster->members[i].key);
	end_list(&list, n);
	if (n > 0)
		doctor_warn(doctor, "without an account: %s; set `bugzilla` in [member …]", str_text(&list));
	str_free(&list);
}

static bool is_on_a_bug(const struct doctor *doctor, const struct member *member)
{
	const struct roster *roster = &doctor->config->roster;

	for (size_t i = 0; i < doctor->n_bugs; i++)
		if (roster_member_by_login(roster, doctor->bugs[i]->assignee) == member ||
		    roster_member_by_login(roster, doctor->bugs[i]->creator) == member)
			return true;
	return false;
}

static bool has_written(const struct doctor *doctor, const struct member *member,
			const struct cache_author *authors, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (roster_member_by_login(&doctor->config->roster, authors[i].login) == member)
			return true;
	return false;
}

static void say_unseen(struct doctor *doctor)
{
	const struct roster *roster = &doctor->config->roster;
	struct cache_author *authors;
	struct str list = {0};
	struct error err;
	size_t n = 0, n_authors;

	if (doctor->n_bugs == 0 || !cache_authors(doctor->cache, doctor->home, &authors, &n_authors, &err))
		return;
	for (size_t i = 0; i < roster->n_members; i++)
		if (roster->members[i].n_accounts > 0 && !is_on_a_bug(doctor, &roster->members[i]) &&
		    !has_written(doctor, &roster->members[i], authors, n_authors))
			add_name(&list, n++, roster->members[i].key);
	end_list(&list, n);
	if (n > 0)
		doctor_warn(doctor, "on no bug here: %s; look whether `bugzilla` in [member …] is right",
			    str_text(&list));
	str_free(&list);
}

static void say_inferred(struct doctor *doctor)
{
	const struct roster *team;
	struct str list = {0};
	struct error err;

	if (!doctor->cache) {
		doctor_ok(doctor, "inferred, as soon as there is a copy");
		return;
	}
	if (!inferred_team(doctor->cache, &doctor->config->roster, &team, &err)) {
		doctor_wrong(doctor, err.fault, "%s", err.text);
		return;
	}
	whose_add_members(team, &list);
	doctor_ok(doctor, "inferred: %s", str_text(&list));
	str_free(&list);
	roster_unref(team);
}

void check_members(struct doctor *doctor)
{
	size_t n = doctor->config->roster.n_members, n_before = doctor->n_findings;

	if (doctor->config->roster.is_inferred) {
		say_inferred(doctor);
		return;
	}
	if (n == 0)
		doctor_warn(doctor, "there are none, so nobody can own a bug; add [member …]");
	say_accountless(doctor);
	say_unseen(doctor);
	if (doctor->n_findings == n_before)
		doctor_ok(doctor, "%zu, each with an account", n);
}

/* --- bugs --- */

void check_ours(struct doctor *doctor)
{
	size_t n = 0, n_open = 0;

	for (size_t i = 0; i < doctor->n_bugs; i++) {
		bool is_ours = roster_is_ours(&doctor->config->roster, doctor->bugs[i]);

		n += is_ours;
		n_open += is_ours && bug_is_open(doctor->bugs[i]);
	}
	if (n == 0 && doctor->n_bugs > 0)
		doctor_warn(doctor, "none of %zu; `ca` is what stands before the colon of their titles",
			    doctor->n_bugs);
	else
		doctor_ok(doctor, "%zu, of which %zu are open", n, n_open);
}

void check_perhaps_ours(struct doctor *doctor)
{
	struct str list = {0};
	size_t n = 0;

	for (size_t i = 0; i < doctor->n_bugs; i++) {
		const struct bug *bug = doctor->bugs[i];

		if (bug_is_open(bug) && roster_perhaps_ours(&doctor->config->roster, bug))
			add_name(&list, n++, arena_printf(doctor->home, "%" PRId64, bug->id));
	}
	end_list(&list, n);
	if (n > 0)
		doctor_warn(doctor, "titles name us: %s; look at them, and add to %s what they call us",
			    str_text(&list), doctor->config->globals.ca ? "--ca" : "`ca`");
	else
		doctor_ok(doctor, "no title of another's open bug names us");
	str_free(&list);
}

void check_authors(struct doctor *doctor)
{
	const struct roster *roster = &doctor->config->roster;
	struct cache_author *authors;
	struct error err;
	size_t n, n_before = doctor->n_findings;

	if (roster->is_inferred) {
		doctor_ok(doctor, "an inferred team has no mail domains");
		return;
	}
	if (roster->n_domains == 0) {
		doctor_warn(doctor,
			    "no `domains` in [team], so whoever is no member counts as somebody else");
		return;
	}
	if (!cache_authors(doctor->cache, doctor->home, &authors, &n, &err)) {
		doctor_wrong(doctor, err.fault, "%s", err.text);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (roster_is_unlisted(roster, authors[i].login))
			doctor_warn(doctor,
				    "%s of our domains is no member; last on bug %" PRId64
				    ": add a [member …], or the account to `bots`",
				    authors[i].login, authors[i].bug_id);
	if (doctor->n_findings == n_before)
		doctor_ok(doctor, "everybody of our domains is a member");
}
