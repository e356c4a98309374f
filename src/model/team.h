/* model/team.h - who is team, outside or bot; whose bug it is; what the team decided about a bug.
 * The roster is made by app/config, checked once by roster_check, and immutable afterwards: threads share
 * it. Where the team may change, the next roster takes its place and each is counted. The team's decisions
 * are the fold of the journal; without events they are what the roster says. */
#ifndef MODEL_TEAM_H
#define MODEL_TEAM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "model/bug.h"

/* Whole days, both included: 00:00:00 UTC of each. */
struct absence {
	int64_t from_utc, to_utc;
};

struct member {
	const char *key; /* the short word used everywhere: ana */
	const char *name;
	const char **accounts; /* Bugzilla logins, present and former */
	size_t n_accounts;
	const char *buddy; /* key of the member who is the default co-owner; NULL: none */
	const char **topics;
	size_t n_topics;
	struct absence *away;
	size_t n_away;
};

struct roster {
	const char **ca_names, **also, **domains, **aliases, **bots;
	size_t n_ca_names, n_also, n_domains, n_aliases, n_bots;
	struct member *members;
	size_t n_members;
	const char *me;     /* key of the member who uses this program; NULL: nobody said */
	uint8_t workdays;   /* bit 0 Monday .. bit 6 Sunday; 0: Monday to Friday */
	bool is_inferred;   /* by model/infer: ours is what a title says, and a countdown is an estimate */
	struct arena *home; /* of a roster that is counted, and all in it; NULL: a configuration's, which */
	atomic_int *refs;   /* outlives who uses it */
};

#define WORKDAYS_MON_FRI 0x1f

const struct roster *roster_ref(const struct roster *roster);
void roster_unref(const struct roster *roster);

/* The same account: case does not matter, nor a domain that only one of them has (an anonymous client sees
 * `ana` in comments and the whole login in history, bugzilla.md). */
bool login_equals(const char *a, const char *b);
/* The same part before the @: where domains are hidden the two cannot be told apart. */
bool login_is_namesake(const char *a, const char *b);
/* The part before the @, as people call each other; the whole login where nothing stands before it. */
struct span login_name(struct span login);

enum party { PARTY_TEAM, PARTY_OUTSIDE, PARTY_BOT };
const char *party_word(enum party party); /* team, outside, bot */

/* deadlines.md, Words: bots first; accounts, aliases and bots also by the part before the @ when the
 * login has none. */
enum party roster_party(const struct roster *roster, const char *login);
/* A login without @ that matches nobody, where domains are configured: perhaps one of ours, unseen. */
bool roster_is_hidden(const struct roster *roster, const char *login);
/* An account of the member who uses this program. */
bool roster_is_me(const struct roster *roster, const char *login);
/* Of the team by the mail domain alone: no member, alias or bot. Somebody should be told of the roster. */
bool roster_is_unlisted(const struct roster *roster, const char *login);
bool roster_is_ours(const struct roster *roster, const struct bug *bug);
/* The CA name or other word of ours (`also`) that the title of a bug names which is not ours: somebody may
 * have filed it on us under a title that no rule reads so. NULL: there is none, or the bug is ours. */
const char *roster_perhaps_ours(const struct roster *roster, const struct bug *bug);
bool roster_is_alias(const struct roster *roster, const char *login);

/* Two rosters with the same stamp (model/team_stamp.c) are alike in every word. */
uint64_t roster_stamp(const struct roster *roster);

/* NULL when there is none. A login matches as in roster_party. */
const struct member *roster_member(const struct roster *roster, const char *key);
const struct member *roster_member_by_login(const struct roster *roster, const char *login);
bool member_is_away(const struct member *member, int64_t utc);

/* Two accounts that cannot be told apart, a buddy who is no member or oneself, `me` who is no member:
 * FAULT_CONFIG. */
bool roster_check(const struct roster *roster, struct error *err);

/* --- what the team decided about one bug --- */
struct bug_team {
	const char *owner, *buddy, *poster; /* member keys; NULL: nobody */
	const char *ticket;                 /* NULL: none */
	int64_t aware_utc;                  /* when the CA learned of the incident; UTC_NONE: not recorded */
	size_t tasks_open, tasks_total;
};

/* Without a decision the assignee is the owner when a member, and the owner's buddy the buddy
 * (cli.md: an assignee who is not team is no owner). The keys belong to the roster. */
struct bug_team team_fold(const struct roster *roster, const struct bug *bug);

#endif
