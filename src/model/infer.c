#include "model/infer.h"

#include <stdlib.h>
#include <string.h>

#include "model/ca_name.h"

#define NOBODY "nobody"
#define BOT "bot"
#define NO_KEY "member" /* of a login without a letter or digit */

/* One account that is assigned bugs of the CA. */
struct candidate {
	const char *login, *name; /* the titles' */
	bool is_elsewhere;        /* is assigned another CA's bug */
};

struct inference {
	const struct roster *ca;
	struct arena *scratch;
	struct candidate *at;
	size_t n, cap;
};

/* --- who is assigned what --- */

static bool is_ours(const struct roster *ca, const struct title *title)
{
	return roster_is_ours(ca, &(struct bug){.summary = title->summary});
}

/* A name before the colon that holds ours in another spelling is neither ours by the rules nor surely another
 * CA's: it makes nobody a member and costs nobody the place. */
static bool is_of_another(const struct roster *ca, const struct title *title)
{
	struct span names = bug_ca(&(struct bug){.summary = title->summary});

	for (size_t i = 0; i < ca->n_ca_names; i++)
		if (ca_name_is_in(names, ca->ca_names[i]))
			return false;
	return names.len > 0 && !is_ours(ca, title);
}

static struct candidate *find(const struct inference *inference, const char *login)
{
	for (size_t i = 0; i < inference->n; i++)
		if (login_equals(inference->at[i].login, login))
			return &inference->at[i];
	return NULL;
}

/* release-mgmt-account-bot, but not talbot. */
static bool is_called_bot(struct span name)
{
	size_t len = strlen(BOT);
	struct span end = span_sub(name, name.len > len ? name.len - len : 0, name.len);

	return span_equals_nocase(end, BOT) && (name.len == len || !ascii_is_alnum(end.at[-1]));
}

static bool can_be_member(const struct roster *ca, const char *login)
{
	struct span name = login_name(span_of(login));

	for (size_t i = 0; i < ca->n_bots; i++)
		if (login_is_namesake(ca->bots[i], login))
			return false;
	return name.len > 0 && !span_equals_nocase(name, NOBODY) && !is_called_bot(name);
}

static void add_candidate(struct inference *inference, const struct title *title)
{
	struct candidate *found = find(inference, title->assignee);

	if (found || !can_be_member(inference->ca, title->assignee))
		return;
	inference->at =
		arena_push(inference->scratch, inference->at, &inference->n, &inference->cap, sizeof *found);
	inference->at[inference->n - 1] =
		(struct candidate){.login = title->assignee, .name = title->assignee_name};
}

static void mark_elsewhere(struct inference *inference, const struct title *title)
{
	struct candidate *found = find(inference, title->assignee);

	if (found && is_of_another(inference->ca, title))
		found->is_elsewhere = true;
}

/* Of the same letters in another case the capitals come first. */
static int by_login(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;
	const char *l = left->login, *r = right->login;
	int order;

	for (; *l && ascii_lower(*l) == ascii_lower(*r); l++)
		r++;
	order = ascii_lower(*l) - ascii_lower(*r);
	return order ? order : strcmp(left->login, right->login);
}

/* --- how it is called --- */

/* One way to write a name. */
struct spelling {
	struct span text;
	size_t n_titles;
};

struct spellings {
	struct spelling *at;
	size_t n, cap;
};

static int compare_spans(struct span a, struct span b)
{
	int order = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static void count_spelling(struct spellings *all, struct arena *scratch, struct span text)
{
	size_t i = 0;

	while (i < all->n && compare_spans(all->at[i].text, text) != 0)
		i++;
	if (i == all->n) {
		all->at = arena_push(scratch, all->at, &all->n, &all->cap, sizeof *all->at);
		all->at[i].text = text;
	}
	all->at[i].n_titles++;
}

/* Of several the order of the bugs takes none. */
static bool is_better(const struct spelling *one, const struct spelling *other)
{
	if (one->n_titles != other->n_titles)
		return one->n_titles > other->n_titles;
	return compare_spans(one->text, other->text) < 0;
}

/* As most titles have it; as it was typed where none does. */
static const char *spelled(const struct inference *inference, const struct title *titles, size_t n,
			   const char *name, struct arena *home)
{
	struct spellings all = {0};
	const struct spelling *best;

	for (size_t i = 0; i < n; i++) {
		struct span rest = bug_ca(&(struct bug){.summary = titles[i].summary}), part;

		while (span_next_part(&rest, '/', &part))
			if (ca_name_equals(part, span_of(name)))
				count_spelling(&all, inference->scratch, part);
	}
	best = all.at;
	for (size_t i = 1; i < all.n; i++)
		best = is_better(&all.at[i], best) ? &all.at[i] : best;
	return span_dup(home, best ? best->text : span_of(name));
}

static void spell_names(const struct inference *inference, const struct title *titles, size_t n,
			struct roster *roster)
{
	const struct roster *ca = inference->ca;

	roster->ca_names = arena_array(roster->home, ca->n_ca_names, sizeof *roster->ca_names);
	roster->n_ca_names = ca->n_ca_names;
	for (size_t i = 0; i < ca->n_ca_names; i++)
		roster->ca_names[i] = spelled(inference, titles, n, ca->ca_names[i], roster->home);
}

/* --- members --- */

/* A word as a configuration would take it (app/config_read.c), since it is typed in filters. */
static char *key_of(struct arena *home, const char *login)
{
	struct span name = login_name(span_of(login));
	char *key;

	while (name.len > 0 && !ascii_is_alnum(*name.at))
		name = span_sub(name, 1, name.len);
	key = name.len > 0 ? span_dup(home, name) : arena_strdup(home, NO_KEY);
	for (char *c = key; *c; c++)
		if (!ascii_is_alnum(*c) && !strchr("-_.", *c))
			*c = '-';
	return key;
}

static bool is_taken(const struct roster *roster, const char *key)
{
	for (size_t i = 0; i < roster->n_members; i++)
		if (str_equals_nocase(roster->members[i].key, key))
			return true;
	return str_equals_nocase(key, "me") || str_equals_nocase(key, "none");
}

static const char *free_key(const struct roster *roster, const char *login)
{
	const char *key = key_of(roster->home, login), *tried = key;

	for (unsigned i = 2; is_taken(roster, tried); i++)
		tried = arena_printf(roster->home, "%s-%u", key, i);
	return tried;
}

/* Two accounts with the same part before the @ cannot be told apart where domains are hidden, so they are one
 * member (as roster_check demands). */
static struct member *namesake(struct roster *roster, const char *login)
{
	for (size_t i = 0; i < roster->n_members; i++)
		if (login_is_namesake(roster->members[i].accounts[0], login))
			return &roster->members[i];
	return NULL;
}

static void add_member(struct roster *roster, const struct candidate *from, size_t n_accounts)
{
	struct member *member = namesake(roster, from->login);

	if (!member) {
		member = &roster->members[roster->n_members];
		member->key = free_key(roster, from->login);
		member->name = *from->name ? arena_strdup(roster->home, from->name) : member->key;
		member->accounts = arena_array(roster->home, n_accounts, sizeof *member->accounts);
		roster->n_members++;
	}
	member->accounts[member->n_accounts++] = arena_strdup(roster->home, from->login);
}

static struct roster *roster_new(const struct roster *ca, size_t n_members)
{
	struct arena *home = arena_new();
	struct roster *roster = arena_alloc(home, sizeof *roster);

	*roster = (struct roster){
		.bots = ca->bots,
		.n_bots = ca->n_bots,
		.workdays = ca->workdays,
		.is_inferred = true,
		.home = home,
		.refs = arena_alloc(home, sizeof *roster->refs),
		.members = arena_array(home, n_members, sizeof *roster->members),
	};
	atomic_init(roster->refs, 1);
	return roster;
}

const struct roster *infer_team(const struct roster *ca, const struct title *titles, size_t n)
{
	struct inference inference = {.ca = ca, .scratch = arena_new()};
	struct roster *roster;

	for (size_t i = 0; i < n; i++)
		if (is_ours(ca, &titles[i]))
			add_candidate(&inference, &titles[i]);
	for (size_t i = 0; i < n; i++)
		mark_elsewhere(&inference, &titles[i]);
	if (inference.n > 0)
		qsort(inference.at, inference.n, sizeof *inference.at, by_login);
	roster = roster_new(ca, inference.n);
	spell_names(&inference, titles, n, roster);
	for (size_t i = 0; i < inference.n; i++)
		if (!inference.at[i].is_elsewhere)
			add_member(roster, &inference.at[i], inference.n);
	arena_free(inference.scratch);
	return roster;
}
