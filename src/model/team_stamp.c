/* A number that stands for a roster (model/team.h): rows that were worked out with another one are of no use.
 * Each member of the structs has a line here; how many bytes they have is a test, so that nobody adds one and
 * forgets it. */
#include "base/hash.h"
#include "model/team.h"

static uint64_t add_texts(uint64_t hash, const char *const *texts, size_t n)
{
	hash = hash_int(hash, (int64_t)n);
	for (size_t i = 0; i < n; i++)
		hash = hash_text(hash, texts[i]);
	return hash;
}

static uint64_t add_member(uint64_t hash, const struct member *member)
{
	hash = hash_text(hash, member->key);
	hash = hash_text(hash, member->name);
	hash = add_texts(hash, member->accounts, member->n_accounts);
	hash = hash_text(hash, member->buddy);
	hash = add_texts(hash, member->topics, member->n_topics);
	hash = hash_int(hash, (int64_t)member->n_away);
	for (size_t i = 0; i < member->n_away; i++) {
		hash = hash_int(hash, member->away[i].from_utc);
		hash = hash_int(hash, member->away[i].to_utc);
	}
	return hash;
}

uint64_t roster_stamp(const struct roster *roster)
{
	uint64_t hash = add_texts(HASH_START, roster->ca_names, roster->n_ca_names);
	hash = add_texts(hash, roster->also, roster->n_also);
	hash = add_texts(hash, roster->domains, roster->n_domains);
	hash = add_texts(hash, roster->aliases, roster->n_aliases);
	hash = add_texts(hash, roster->bots, roster->n_bots);
	hash = hash_int(hash, (int64_t)roster->n_members);
	for (size_t i = 0; i < roster->n_members; i++)
		hash = add_member(hash, &roster->members[i]);
	hash = hash_text(hash, roster->me);
	hash = hash_int(hash, roster->workdays);
	return hash_int(hash, roster->is_inferred);
}
