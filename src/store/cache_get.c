/* Bugs and their conversations out of the cache (store/cache.h). */
#include "base/str.h"
#include "store/cache_inside.h"

struct bug_lists cache_lists_of(struct bug *bug)
{
	return (struct bug_lists){{
		{"cc", .texts = &bug->cc, .n = &bug->n_cc},
		{"keywords", .texts = &bug->keywords, .n = &bug->n_keywords},
		{"see_also", .texts = &bug->see_also, .n = &bug->n_see_also},
		{"depends_on", .numbers = &bug->depends_on, .n = &bug->n_depends_on},
		{"blocks", .numbers = &bug->blocks, .n = &bug->n_blocks},
	}};
}

static struct bug_list *list_find(struct bug_lists *lists, const char *name)
{
	for (size_t i = 0; i < N_LISTS; i++)
		if (str_equals(lists->of[i].name, name))
			return &lists->of[i];
	return NULL;
}

/* *bug stays NULL when it is not there. */
static bool get_fields(struct cache *cache, int64_t bug_id, struct arena *home, struct bug **bug,
		       unsigned *n_comments, struct error *err)
{
	struct db_query query = db_query(cache->db, GET_BUG);
	db_bind_int(&query, bug_id);
	if (db_next(&query)) {
		struct bug *row = arena_alloc(home, sizeof *row);
		row->id = bug_id;
		*n_comments = (unsigned)db_int(&query);
		row->status = db_text(&query, home);
		row->resolution = db_text(&query, home);
		row->created_utc = db_int(&query);
		row->changed_utc = db_int(&query);
		row->resolved_utc = db_utc(&query);
		row->dupe_of = db_int(&query);
		row->product = db_text(&query, home);
		row->component = db_text(&query, home);
		row->creator = db_text(&query, home);
		row->assignee = db_text(&query, home);
		row->assignee_name = db_text(&query, home);
		row->summary = db_text(&query, home);
		row->whiteboard = db_text(&query, home);
		*bug = row;
	}
	return db_end(&query, err);
}

static void get_list_item(struct db_query *query, struct arena *home, struct bug_list *list)
{
	if (list->texts) {
		*list->texts = arena_push(home, *list->texts, list->n, &list->cap, sizeof **list->texts);
		(*list->texts)[*list->n - 1] = db_text(query, home);
	} else {
		*list->numbers =
			arena_push(home, *list->numbers, list->n, &list->cap, sizeof **list->numbers);
		(*list->numbers)[*list->n - 1] = db_int(query);
	}
}

static bool get_lists(struct cache *cache, struct arena *home, struct bug *bug, struct error *err)
{
	struct bug_lists lists = cache_lists_of(bug);
	struct db_query query = db_query(cache->db, GET_LISTS);
	db_bind_int(&query, bug->id);
	while (db_next(&query)) {
		struct bug_list *list = list_find(&lists, db_peek(&query));
		if (list)
			get_list_item(&query, home, list);
		else
			db_reject(&query);
	}
	return db_end(&query, err);
}

static bool get_flags(struct cache *cache, struct arena *home, struct bug *bug, struct error *err)
{
	size_t cap = 0;
	struct db_query query = db_query(cache->db, GET_FLAGS);
	db_bind_int(&query, bug->id);
	while (db_next(&query)) {
		bug->flags = arena_push(home, bug->flags, &bug->n_flags, &cap, sizeof *bug->flags);
		struct flag *flag = &bug->flags[bug->n_flags - 1];
		flag->id = db_int(&query);
		flag->name = db_text(&query, home);
		flag->status = db_text(&query, home)[0];
		flag->setter = db_text(&query, home);
		flag->requestee = db_text_or_null(&query, home);
		flag->created_utc = db_int(&query);
		flag->modified_utc = db_int(&query);
	}
	return db_end(&query, err);
}

bool cache_get_bug(struct cache *cache, int64_t bug_id, struct arena *home, const struct bug **bug,
		   unsigned *n_comments, struct error *err)
{
	struct bug *found = NULL;
	unsigned stored = 0;
	*bug = NULL;
	if (!cache_run(cache, BEGIN_MOMENT, err) || !get_fields(cache, bug_id, home, &found, &stored, err))
		return false;
	if (found && !(get_lists(cache, home, found, err) && get_flags(cache, home, found, err)))
		return false;
	if (!cache_run(cache, END_MOMENT, err))
		return false;
	*bug = found;
	if (n_comments)
		*n_comments = stored;
	return true;
}

static void read_comments(struct db_query *query, struct arena *home, struct conversation *conversation)
{
	size_t cap = 0;
	while (db_next(query)) {
		conversation->comments = arena_push(home, conversation->comments, &conversation->n_comments,
						    &cap, sizeof *conversation->comments);
		struct comment *comment = &conversation->comments[conversation->n_comments - 1];
		comment->id = db_int(query);
		comment->number = (int)db_int(query);
		comment->author = db_text(query, home);
		comment->time_utc = db_int(query);
		comment->is_private = db_int(query) != 0;
		comment->attachment_id = db_int(query);
		comment->text = db_text(query, home);
	}
}

static void read_changes(struct db_query *query, struct arena *home, struct conversation *conversation)
{
	size_t cap = 0;
	while (db_next(query)) {
		conversation->changes = arena_push(home, conversation->changes, &conversation->n_changes,
						   &cap, sizeof *conversation->changes);
		struct change *change = &conversation->changes[conversation->n_changes - 1];
		change->when_utc = db_int(query);
		change->who = db_text(query, home);
		change->field = db_text(query, home);
		change->removed = db_text(query, home);
		change->added = db_text(query, home);
	}
}

static bool get_comments(struct cache *cache, int64_t bug_id, struct arena *home,
			 struct conversation *conversation, struct error *err)
{
	struct db_query query = db_query(cache->db, GET_COMMENTS);
	db_bind_int(&query, bug_id);
	read_comments(&query, home, conversation);
	return db_end(&query, err);
}

static bool get_changes(struct cache *cache, int64_t bug_id, struct arena *home,
			struct conversation *conversation, struct error *err)
{
	struct db_query query = db_query(cache->db, GET_CHANGES);
	db_bind_int(&query, bug_id);
	read_changes(&query, home, conversation);
	return db_end(&query, err);
}

bool cache_get_conversation(struct cache *cache, int64_t bug_id, struct arena *home,
			    struct conversation *conversation, struct error *err)
{
	*conversation = (struct conversation){0};
	return cache_run(cache, BEGIN_MOMENT, err) && get_comments(cache, bug_id, home, conversation, err) &&
	       get_changes(cache, bug_id, home, conversation, err) && cache_run(cache, END_MOMENT, err);
}

static bool get_excerpt(struct cache *cache, int64_t bug_id, const struct excerpt *excerpt,
			struct arena *home, struct conversation *conversation, struct error *err)
{
	struct db_query query = db_query(cache->db, GET_EXCERPT);
	db_bind_int(&query, bug_id);
	db_bind_int(&query, excerpt->number);
	db_bind_int(&query, excerpt->other_number);
	db_bind_int(&query, excerpt->since_utc);
	read_comments(&query, home, conversation);
	return db_end(&query, err);
}

static bool get_newer_changes(struct cache *cache, int64_t bug_id, int64_t since_utc, struct arena *home,
			      struct conversation *conversation, struct error *err)
{
	struct db_query query = db_query(cache->db, GET_NEWER_CHANGES);
	db_bind_int(&query, bug_id);
	db_bind_int(&query, since_utc);
	read_changes(&query, home, conversation);
	return db_end(&query, err);
}

bool cache_get_excerpt(struct cache *cache, int64_t bug_id, const struct excerpt *excerpt, struct arena *home,
		       struct conversation *conversation, struct error *err)
{
	*conversation = (struct conversation){0};
	return cache_run(cache, BEGIN_MOMENT, err) &&
	       get_excerpt(cache, bug_id, excerpt, home, conversation, err) &&
	       get_newer_changes(cache, bug_id, excerpt->since_utc, home, conversation, err) &&
	       cache_run(cache, END_MOMENT, err);
}
