#include "model/past.h"

#include <stddef.h>
#include <string.h>

#include "base/utc.h"
#include "model/change_text.h"
#include "model/team.h"

struct undoing {
	struct past *past;
	const struct change *changes; /* of the whole history, oldest first */
	struct arena *home;
	int64_t last_id; /* of the flags that were put back */
};

/* A field that history names: how to undo a change of it, and where in struct bug it is. */
struct undo_rule {
	const char *field;
	void (*undo)(struct undoing *undoing, const struct undo_rule *rule, const struct change *change);
	size_t at, n_at;
};

static void *place_in(struct undoing *undoing, size_t offset)
{
	return (char *)&undoing->past->bug + offset;
}

/* --- a text, a moment --- */

static void undo_text(struct undoing *undoing, const struct undo_rule *rule, const struct change *change)
{
	*(const char **)place_in(undoing, rule->at) = change->removed;
}

static void undo_time(struct undoing *undoing, const struct undo_rule *rule, const struct change *change)
{
	int64_t *utc = place_in(undoing, rule->at);
	if (!utc_parse(change->removed, utc))
		*utc = UTC_NONE;
}

/* Nobody tells the real name of who was assigned before. */
static void undo_assignee(struct undoing *undoing, const struct undo_rule *rule, const struct change *change)
{
	undo_text(undoing, rule, change);
	undoing->past->bug.assignee_name = "";
}

/* --- a list of texts --- */

static void take_text(const char **list, size_t *n, struct span item)
{
	for (size_t i = 0; i < *n; i++)
		if (span_equals_nocase(item, list[i])) {
			list[i] = list[--*n];
			return;
		}
}

static void undo_list(struct undoing *undoing, const struct undo_rule *rule, const struct change *change)
{
	const char ***list = place_in(undoing, rule->at);
	size_t *n = place_in(undoing, rule->n_at);
	struct span added = span_of(change->added), removed = span_of(change->removed), item;
	while (change_text_next(&added, &item))
		take_text(*list, n, item);
	while (change_text_next(&removed, &item)) {
		size_t cap = *n; /* the list may have been somebody else's */
		*list = arena_push(undoing->home, *list, n, &cap, sizeof **list);
		(*list)[*n - 1] = span_dup(undoing->home, item);
	}
}

/* --- a list of bugs --- */

static void take_id(int64_t *ids, size_t *n, int64_t id)
{
	for (size_t i = 0; i < *n; i++)
		if (ids[i] == id) {
			ids[i] = ids[--*n];
			return;
		}
}

static int64_t id_of(struct span item)
{
	int64_t id = 0;
	for (size_t i = 0; i < item.len && i < 18 && ascii_is_digit(item.at[i]); i++)
		id = id * 10 + (item.at[i] - '0');
	return id;
}

static void undo_ids(struct undoing *undoing, const struct undo_rule *rule, const struct change *change)
{
	int64_t **ids = place_in(undoing, rule->at);
	size_t *n = place_in(undoing, rule->n_at);
	struct span added = span_of(change->added), removed = span_of(change->removed), item;
	while (change_text_next(&added, &item))
		take_id(*ids, n, id_of(item));
	while (change_text_next(&removed, &item)) {
		size_t cap = *n;
		*ids = arena_push(undoing->home, *ids, n, &cap, sizeof **ids);
		(*ids)[*n - 1] = id_of(item);
	}
}

/* --- flags --- */

/* History keeps whole logins where flags may show them without their domain (bugzilla.md, "E-mail hiding").
 */
static bool is_asked(const struct flag *flag, const char *requestee)
{
	return flag->requestee ? login_equals(flag->requestee, requestee) : requestee[0] == '\0';
}

static void take_flag(struct undoing *undoing, const struct flag_text *text)
{
	struct bug *bug = &undoing->past->bug;
	const char *requestee = span_dup(undoing->home, text->requestee);
	for (size_t i = 0; i < bug->n_flags; i++) {
		const struct flag *flag = &bug->flags[i];
		if (!span_equals(text->name, flag->name) || text->status != flag->status ||
		    !is_asked(flag, requestee))
			continue;
		bug->flags[i] = bug->flags[--bug->n_flags];
		return;
	}
}

static bool same_flag(const struct flag_text *a, const struct flag_text *b)
{
	return a->status == b->status && a->name.len == b->name.len &&
	       memcmp(a->name.at, b->name.at, a->name.len) == 0 && a->requestee.len == b->requestee.len &&
	       memcmp(a->requestee.at, b->requestee.at, a->requestee.len) == 0;
}

/* The newest change before `until` that set it; NULL: the history does not show it. */
static const struct change *setting_of(const struct undoing *undoing, const struct change *until,
				       const struct flag_text *text)
{
	for (const struct change *change = until; change-- > undoing->changes;) {
		struct span rest = span_of(change->added);
		struct flag_text flag;
		while (str_equals(change->field, "flagtypes.name") && change_text_next_flag(&rest, &flag))
			if (same_flag(&flag, text))
				return change;
	}
	return NULL;
}

static void put_flag(struct undoing *undoing, const struct change *until, const struct flag_text *text)
{
	struct bug *bug = &undoing->past->bug;
	const struct change *set = setting_of(undoing, until, text);
	size_t cap = bug->n_flags;
	bug->flags = arena_push(undoing->home, bug->flags, &bug->n_flags, &cap, sizeof *bug->flags);
	bug->flags[bug->n_flags - 1] = (struct flag){
		.id = --undoing->last_id,
		.name = span_dup(undoing->home, text->name),
		.status = text->status,
		.setter = set ? set->who : bug->creator,
		.requestee = text->requestee.len ? span_dup(undoing->home, text->requestee) : NULL,
		.created_utc = set ? set->when_utc : bug->created_utc,
		.modified_utc = set ? set->when_utc : bug->created_utc,
	};
}

static void undo_flags(struct undoing *undoing, const struct undo_rule *rule, const struct change *change)
{
	struct span added = span_of(change->added), removed = span_of(change->removed);
	struct flag_text flag;
	(void)rule;
	while (change_text_next_flag(&added, &flag))
		take_flag(undoing, &flag);
	while (change_text_next_flag(&removed, &flag))
		put_flag(undoing, change, &flag);
}

/* --- all of it --- */

#define AT(name) offsetof(struct bug, name)

static const struct undo_rule rules[] = {
	{"summary", undo_text, AT(summary), 0},
	{"whiteboard", undo_text, AT(whiteboard), 0},
	{"status", undo_text, AT(status), 0},
	{"resolution", undo_text, AT(resolution), 0},
	{"product", undo_text, AT(product), 0},
	{"component", undo_text, AT(component), 0},
	{"assigned_to", undo_assignee, AT(assignee), 0},
	{"cf_last_resolved", undo_time, AT(resolved_utc), 0},
	{"cc", undo_list, AT(cc), AT(n_cc)},
	{"keywords", undo_list, AT(keywords), AT(n_keywords)},
	{"see_also", undo_list, AT(see_also), AT(n_see_also)},
	{"depends_on", undo_ids, AT(depends_on), AT(n_depends_on)},
	{"blocks", undo_ids, AT(blocks), AT(n_blocks)},
	{"flagtypes.name", undo_flags, 0, 0},
};

static void undo(struct undoing *undoing, const struct change *change)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (str_equals(rules[i].field, change->field))
			rules[i].undo(undoing, &rules[i], change);
}

static void *copy(struct arena *home, const void *items, size_t n, size_t size)
{
	void *new = arena_array(home, n, size);
	if (n > 0)
		memcpy(new, items, n * size);
	return new;
}

/* A bug whose lists may be changed without touching the original. */
static struct bug copy_of(const struct bug *bug, struct arena *home)
{
	struct bug new = *bug;
	new.cc = copy(home, bug->cc, bug->n_cc, sizeof *bug->cc);
	new.keywords = copy(home, bug->keywords, bug->n_keywords, sizeof *bug->keywords);
	new.see_also = copy(home, bug->see_also, bug->n_see_also, sizeof *bug->see_also);
	new.depends_on = copy(home, bug->depends_on, bug->n_depends_on, sizeof *bug->depends_on);
	new.blocks = copy(home, bug->blocks, bug->n_blocks, sizeof *bug->blocks);
	new.flags = copy(home, bug->flags, bug->n_flags, sizeof *bug->flags);
	return new;
}

/* Where there is no history, the flags alone tell when they were set. */
static void take_later_flags(struct bug *bug, int64_t at_utc)
{
	size_t kept = 0;
	for (size_t i = 0; i < bug->n_flags; i++)
		if (bug->flags[i].created_utc <= at_utc)
			bug->flags[kept++] = bug->flags[i];
	bug->n_flags = kept;
}

struct comment *past_comments(const struct comment *comments, size_t n_comments, int64_t at_utc,
			      struct arena *home, size_t *n)
{
	struct comment *kept = arena_array(home, n_comments, sizeof *kept);
	*n = 0;
	for (size_t i = 0; i < n_comments; i++)
		if (comments[i].time_utc <= at_utc)
			kept[(*n)++] = comments[i];
	return kept;
}

const struct past *past_of(const struct bug *bug, const struct conversation *conversation, int64_t at_utc,
			   struct arena *home)
{
	if (bug->created_utc > at_utc)
		return NULL;
	struct past *past = arena_alloc(home, sizeof *past);
	struct undoing undoing = {.past = past, .changes = conversation->changes, .home = home};
	size_t n = conversation->n_changes;
	past->bug = copy_of(bug, home);
	past->bug.changed_utc = bug->changed_utc < at_utc ? bug->changed_utc : at_utc;
	for (; n > 0 && conversation->changes[n - 1].when_utc > at_utc; n--)
		undo(&undoing, &conversation->changes[n - 1]);
	take_later_flags(&past->bug, at_utc);
	if (bug_is_open(&past->bug))
		past->bug.dupe_of = 0;
	past->conversation.changes = conversation->changes;
	past->conversation.n_changes = n;
	past->conversation.comments = past_comments(conversation->comments, conversation->n_comments, at_utc,
						    home, &past->conversation.n_comments);
	return past;
}
