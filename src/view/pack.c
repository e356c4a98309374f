/* view/pack.c - see pack.h. Each struct has one function that both writes and reads it, so that the two
 * cannot differ: writing, a call hands back the value it was given; reading, the value that comes next.
 *   bug->id = pack_int(pack, bug->id);
 * Whole numbers are seven bits a byte, the lowest first; texts their length plus one, then their bytes (0:
 * NULL); lists their length, then their items. A checksum comes first, so that a flipped bit is found where
 * every value would do. */
#include "view/pack.h"

#include <limits.h>
#include <string.h>

#include "base/hash.h"
#include "base/utc.h"

struct pack {
	struct str *out;    /* what is written; NULL: reading */
	struct span rest;   /* what is left to be read */
	struct arena *home; /* reading: of the entry; writing: of the lists that pack_items copies */
	bool is_broken;     /* what was read makes no entry */
};

static bool is_reading(const struct pack *pack)
{
	return !pack->out;
}

/* Always 0. */
static uint64_t reject(struct pack *pack)
{
	pack->is_broken = true;
	pack->rest.len = 0;
	return 0;
}

/* --- numbers --- */

static void write_number(struct pack *pack, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		str_add_char(pack->out, (char)(number | 0x80));
	str_add_char(pack->out, (char)number);
}

static uint64_t read_number(struct pack *pack)
{
	uint64_t number = 0;
	for (unsigned shift = 0; shift < 64 && pack->rest.len > 0; shift += 7) {
		uint64_t byte = (unsigned char)*pack->rest.at;
		pack->rest = span_sub(pack->rest, 1, pack->rest.len);
		number |= (byte & 0x7f) << shift;
		if (byte < 0x80)
			return number;
	}
	return reject(pack);
}

static uint64_t pack_number(struct pack *pack, uint64_t number)
{
	if (is_reading(pack))
		return read_number(pack);
	write_number(pack, number);
	return number;
}

/* The sign goes to the lowest bit: -1 is one byte, as 1 is. */
static int64_t pack_int(struct pack *pack, int64_t value)
{
	uint64_t number = ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0);
	number = pack_number(pack, number);
	return (int64_t)((number >> 1) ^ (number & 1 ? UINT64_MAX : 0));
}

/* One of n. */
static unsigned pack_choice(struct pack *pack, unsigned choice, unsigned n)
{
	uint64_t number = pack_number(pack, choice);
	return (unsigned)(number < n ? number : reject(pack));
}

static bool pack_bool(struct pack *pack, bool value)
{
	return pack_choice(pack, value, 2);
}

static unsigned pack_count(struct pack *pack, unsigned count)
{
	return pack_choice(pack, count, UINT32_MAX);
}

/* --- texts --- */

static const char *read_text(struct pack *pack)
{
	uint64_t len = read_number(pack);
	if (len == 0)
		return NULL;
	len--;
	if (len > pack->rest.len || memchr(pack->rest.at, '\0', len)) {
		reject(pack);
		return NULL;
	}
	const char *text = arena_strndup(pack->home, pack->rest.at, len);
	pack->rest = span_sub(pack->rest, len, pack->rest.len);
	return text;
}

static const char *pack_text_or_null(struct pack *pack, const char *text)
{
	if (is_reading(pack))
		return read_text(pack);
	write_number(pack, text ? strlen(text) + 1 : 0);
	str_add(pack->out, text ? text : "");
	return text;
}

static const char *pack_text(struct pack *pack, const char *text)
{
	text = pack_text_or_null(pack, text);
	if (!text)
		reject(pack);
	return text ? text : "";
}

/* --- lists --- */

/* A list to be packed item by item: of zeros while reading, a copy while writing, since the entry's own is
 * shared with other threads. Each item takes a byte at least, so that a length without its bytes is found
 * before room is made for it. */
static void *pack_items(struct pack *pack, const void *items, size_t *n, size_t size)
{
	uint64_t count = pack_number(pack, *n);
	if (is_reading(pack) && count > pack->rest.len)
		count = reject(pack);
	*n = count;
	void *list = arena_array(pack->home, *n, size);
	if (!is_reading(pack) && *n > 0)
		memcpy(list, items, *n * size);
	return list;
}

static const char **pack_texts(struct pack *pack, const char *const *texts, size_t *n)
{
	const char **list = pack_items(pack, texts, n, sizeof *list);
	for (size_t i = 0; i < *n; i++)
		list[i] = pack_text(pack, list[i]);
	return list;
}

static int64_t *pack_ids(struct pack *pack, const int64_t *ids, size_t *n)
{
	int64_t *list = pack_items(pack, ids, n, sizeof *list);
	for (size_t i = 0; i < *n; i++)
		list[i] = pack_int(pack, list[i]);
	return list;
}

/* --- the bug --- */

static void pack_flag(struct pack *pack, struct flag *flag)
{
	flag->id = pack_int(pack, flag->id);
	flag->name = pack_text(pack, flag->name);
	flag->status = (char)pack_choice(pack, (unsigned char)flag->status, UCHAR_MAX + 1);
	flag->setter = pack_text(pack, flag->setter);
	flag->requestee = pack_text_or_null(pack, flag->requestee);
	flag->created_utc = pack_int(pack, flag->created_utc);
	flag->modified_utc = pack_int(pack, flag->modified_utc);
}

static void pack_bug(struct pack *pack, struct bug *bug)
{
	bug->id = pack_int(pack, bug->id);
	bug->summary = pack_text(pack, bug->summary);
	bug->whiteboard = pack_text(pack, bug->whiteboard);
	bug->status = pack_text(pack, bug->status);
	bug->resolution = pack_text(pack, bug->resolution);
	bug->product = pack_text(pack, bug->product);
	bug->component = pack_text(pack, bug->component);
	bug->creator = pack_text(pack, bug->creator);
	bug->assignee = pack_text(pack, bug->assignee);
	bug->assignee_name = pack_text(pack, bug->assignee_name);
	bug->created_utc = pack_int(pack, bug->created_utc);
	bug->changed_utc = pack_int(pack, bug->changed_utc);
	bug->resolved_utc = pack_int(pack, bug->resolved_utc);
	bug->dupe_of = pack_int(pack, bug->dupe_of);
	bug->cc = pack_texts(pack, bug->cc, &bug->n_cc);
	bug->keywords = pack_texts(pack, bug->keywords, &bug->n_keywords);
	bug->see_also = pack_texts(pack, bug->see_also, &bug->n_see_also);
	bug->depends_on = pack_ids(pack, bug->depends_on, &bug->n_depends_on);
	bug->blocks = pack_ids(pack, bug->blocks, &bug->n_blocks);
	bug->flags = pack_items(pack, bug->flags, &bug->n_flags, sizeof *bug->flags);
	for (size_t i = 0; i < bug->n_flags; i++)
		pack_flag(pack, &bug->flags[i]);
}

/* --- what is owed --- */

static struct cause pack_cause(struct pack *pack, struct cause cause)
{
	cause.type = pack_choice(pack, cause.type, CAUSE_WHITEBOARD + 1);
	cause.number = pack_int(pack, cause.number);
	cause.date_utc = pack_int(pack, cause.date_utc);
	return cause;
}

static const struct dismissal *pack_dismissal(struct pack *pack, const struct dismissal *dismissal)
{
	struct dismissal *copy;
	if (!pack_bool(pack, dismissal != NULL))
		return NULL;
	copy = arena_alloc(pack->home, sizeof *copy);
	if (dismissal)
		*copy = *dismissal;
	copy->kind = pack_choice(pack, copy->kind, KINDS);
	copy->cause = pack_cause(pack, copy->cause);
	copy->at_utc = pack_int(pack, copy->at_utc);
	copy->who = pack_text(pack, copy->who);
	copy->reason = pack_text(pack, copy->reason);
	return copy;
}

/* A row of the table, by the name and the day that tell it from the others. */
static const struct rule *pack_rule(struct pack *pack, const struct rule *rule)
{
	const char *id = pack_text(pack, rule ? rule->id : NULL);
	int64_t from_utc = pack_int(pack, rule ? rule->from_utc : 0);
	if (!is_reading(pack))
		return rule;
	rule = rule_find(id, from_utc);
	if (!rule || rule->from_utc != from_utc)
		reject(pack);
	return rule;
}

static void pack_obligation(struct pack *pack, struct obligation *obligation)
{
	obligation->kind = pack_choice(pack, obligation->kind, KINDS);
	obligation->level = pack_choice(pack, obligation->level, LEVEL_SHOULD + 1);
	obligation->state = pack_choice(pack, obligation->state, STATE_DISMISSED + 1);
	obligation->since_utc = pack_int(pack, obligation->since_utc);
	obligation->due_utc = pack_int(pack, obligation->due_utc);
	obligation->rule = pack_rule(pack, obligation->rule);
	obligation->cause = pack_cause(pack, obligation->cause);
	obligation->asks = pack_bool(pack, obligation->asks);
	obligation->dismissal = pack_dismissal(pack, obligation->dismissal);
	obligation->text = pack_text(pack, obligation->text);
}

/* Which of the obligations is the countdown: its place, counted from 1. */
static const struct obligation *pack_countdown(struct pack *pack, const struct obligation *obligations,
					       size_t n, const struct obligation *countdown,
					       const struct obligation *first)
{
	uint64_t place = pack_number(pack, countdown ? (uint64_t)(countdown - first) + 1 : 0);
	if (place > n)
		place = reject(pack);
	return place ? &obligations[place - 1] : NULL;
}

static void pack_obligations(struct pack *pack, struct assessment *assessment)
{
	const struct obligation *first = assessment->obligations;
	assessment->obligations = pack_items(pack, assessment->obligations, &assessment->n_obligations,
					     sizeof *assessment->obligations);
	for (size_t i = 0; i < assessment->n_obligations; i++)
		pack_obligation(pack, &assessment->obligations[i]);
	assessment->countdown = pack_countdown(pack, assessment->obligations, assessment->n_obligations,
					       assessment->countdown, first);
}

static void pack_assessment(struct pack *pack, struct assessment *assessment)
{
	assessment->is_ours = pack_bool(pack, assessment->is_ours);
	assessment->names_hidden = pack_bool(pack, assessment->names_hidden);
	pack_obligations(pack, assessment);
	assessment->asked = pack_count(pack, assessment->asked);
	assessment->acknowledged = pack_count(pack, assessment->acknowledged);
	assessment->asked_since_utc = pack_int(pack, assessment->asked_since_utc);
	assessment->last_update_utc = pack_int(pack, assessment->last_update_utc);
	assessment->next_update_utc = pack_int(pack, assessment->next_update_utc);
	assessment->next_update_state =
		pack_choice(pack, assessment->next_update_state, NEXT_UPDATE_UNREADABLE + 1);
	assessment->next_update_by = pack_text_or_null(pack, assessment->next_update_by);
	assessment->close_on_utc = pack_int(pack, assessment->close_on_utc);
	assessment->labels = pack_texts(pack, assessment->labels, &assessment->n_labels);
	assessment->is_closing = pack_bool(pack, assessment->is_closing);
	assessment->closing_lacks_needinfo = pack_bool(pack, assessment->closing_lacks_needinfo);
	assessment->closing_since_utc = pack_int(pack, assessment->closing_since_utc);
	assessment->full_report_utc = pack_int(pack, assessment->full_report_utc);
	assessment->remarks = pack_texts(pack, assessment->remarks, &assessment->n_remarks);
}

/* --- the rest, and the whole --- */

static void pack_team(struct pack *pack, struct bug_team *team)
{
	team->owner = pack_text_or_null(pack, team->owner);
	team->buddy = pack_text_or_null(pack, team->buddy);
	team->poster = pack_text_or_null(pack, team->poster);
	team->ticket = pack_text_or_null(pack, team->ticket);
	team->aware_utc = pack_int(pack, team->aware_utc);
	team->tasks_open = pack_number(pack, team->tasks_open);
	team->tasks_total = pack_number(pack, team->tasks_total);
}

static void pack_activity(struct pack *pack, struct activity *activity)
{
	activity->others_changed_utc = pack_int(pack, activity->others_changed_utc);
	activity->unlisted = pack_text_or_null(pack, activity->unlisted);
}

/* All that an entry is made of. */
struct parts {
	struct bug bug;
	struct assessment assessment;
	struct bug_team team;
	struct activity activity;
	const char *perhaps_ours;
};

static void pack_parts(struct pack *pack, struct parts *parts)
{
	pack_bug(pack, &parts->bug);
	pack_assessment(pack, &parts->assessment);
	pack_team(pack, &parts->team);
	pack_activity(pack, &parts->activity);
	parts->perhaps_ours = pack_text_or_null(pack, parts->perhaps_ours);
}

static void write_checksum(struct str *out, struct span body)
{
	uint64_t sum = hash_bytes(HASH_START, body.at, body.len);
	for (size_t i = 0; i < sizeof sum; i++, sum >>= 8)
		str_add_char(out, (char)(sum & 0xff));
}

void entry_pack(const struct entry *entry, struct str *out)
{
	struct str body = {0};
	struct pack pack = {.out = &body, .home = arena_new()};
	struct parts parts = {*entry->bug, *entry->assessment, entry->team, entry->activity,
			      entry->perhaps_ours};
	pack_parts(&pack, &parts);
	write_checksum(out, (struct span){body.at, body.len});
	str_add_bytes(out, body.at, body.len);
	arena_free(pack.home);
	str_free(&body);
}

static bool has_its_checksum(struct span bytes, struct span *body)
{
	struct str sum = {0};
	*body = span_sub(bytes, sizeof(uint64_t), bytes.len);
	write_checksum(&sum, *body);
	bool is_right = bytes.len > sum.len && memcmp(bytes.at, sum.at, sum.len) == 0;
	str_free(&sum);
	return is_right;
}

struct entry *entry_unpack(struct span bytes)
{
	struct pack pack = {0};
	struct parts *parts;
	if (!has_its_checksum(bytes, &pack.rest))
		return NULL;
	pack.home = arena_new();
	parts = arena_alloc(pack.home, sizeof *parts);
	pack_parts(&pack, parts);
	if (pack.is_broken || pack.rest.len > 0) {
		arena_free(pack.home);
		return NULL;
	}
	return entry_new(pack.home, &parts->bug, &parts->assessment, parts->team, parts->activity,
			 parts->perhaps_ours);
}
