/* Bugs and their conversations into the cache (store/cache.h). */
#include <assert.h>

#include "store/cache_inside.h"

static bool put_fields(struct cache *cache, const struct bug *bug, struct error *err)
{
	struct db_query query = db_query(cache->db, PUT_BUG);
	db_bind_int(&query, bug->id);
	db_bind_text(&query, bug->status);
	db_bind_text(&query, bug->resolution);
	db_bind_int(&query, bug->created_utc);
	db_bind_int(&query, bug->changed_utc);
	db_bind_utc(&query, bug->resolved_utc);
	db_bind_int(&query, bug->dupe_of);
	db_bind_text(&query, bug->product);
	db_bind_text(&query, bug->component);
	db_bind_text(&query, bug->creator);
	db_bind_text(&query, bug->assignee);
	db_bind_text(&query, bug->assignee_name);
	db_bind_text(&query, bug->summary);
	db_bind_text(&query, bug->whiteboard);
	return db_run(&query, err);
}

static bool put_list(struct cache *cache, int64_t bug_id, const struct bug_list *list, struct error *err)
{
	for (size_t i = 0; i < *list->n; i++) {
		struct db_query query = db_query(cache->db, PUT_LIST_ITEM);
		db_bind_int(&query, bug_id);
		db_bind_text(&query, list->name);
		db_bind_int(&query, (int64_t)i);
		if (list->texts)
			db_bind_text(&query, (*list->texts)[i]);
		else
			db_bind_int(&query, (*list->numbers)[i]);
		if (!db_run(&query, err))
			return false;
	}
	return true;
}

static bool put_lists(struct cache *cache, const struct bug *bug, struct error *err)
{
	struct bug borrowed = *bug;
	struct bug_lists lists = cache_lists_of(&borrowed);
	if (!cache_run_on_bug(cache, CLEAR_LISTS, bug->id, err))
		return false;
	for (size_t i = 0; i < N_LISTS; i++)
		if (!put_list(cache, bug->id, &lists.of[i], err))
			return false;
	return true;
}

static bool put_flags(struct cache *cache, const struct bug *bug, struct error *err)
{
	if (!cache_run_on_bug(cache, CLEAR_FLAGS, bug->id, err))
		return false;
	for (size_t i = 0; i < bug->n_flags; i++) {
		const struct flag *flag = &bug->flags[i];
		const char status[] = {flag->status, '\0'};
		struct db_query query = db_query(cache->db, PUT_FLAG);
		db_bind_int(&query, bug->id);
		db_bind_int(&query, (int64_t)i);
		db_bind_int(&query, flag->id);
		db_bind_text(&query, flag->name);
		db_bind_text(&query, status);
		db_bind_text(&query, flag->setter);
		db_bind_text(&query, flag->requestee);
		db_bind_int(&query, flag->created_utc);
		db_bind_int(&query, flag->modified_utc);
		if (!db_run(&query, err))
			return false;
	}
	return true;
}

bool cache_put_bug(struct cache *cache, const struct bug *bug, struct error *err)
{
	assert(db_in_transaction(cache->db));
	return put_fields(cache, bug, err) && put_lists(cache, bug, err) && put_flags(cache, bug, err) &&
	       cache_run_on_bug(cache, TOUCH, bug->id, err);
}

static bool put_comments(struct cache *cache, int64_t bug_id, const struct conversation *conversation,
			 struct error *err)
{
	if (!cache_run_on_bug(cache, CLEAR_COMMENTS, bug_id, err))
		return false;
	for (size_t i = 0; i < conversation->n_comments; i++) {
		const struct comment *comment = &conversation->comments[i];
		struct db_query query = db_query(cache->db, PUT_COMMENT);
		db_bind_int(&query, bug_id);
		db_bind_int(&query, (int64_t)i);
		db_bind_int(&query, comment->id);
		db_bind_int(&query, comment->number);
		db_bind_text(&query, comment->author);
		db_bind_int(&query, comment->time_utc);
		db_bind_int(&query, comment->is_private);
		db_bind_int(&query, comment->attachment_id);
		db_bind_text(&query, comment->text);
		if (!db_run(&query, err))
			return false;
	}
	return true;
}

static bool put_changes(struct cache *cache, int64_t bug_id, const struct conversation *conversation,
			struct error *err)
{
	if (!cache_run_on_bug(cache, CLEAR_CHANGES, bug_id, err))
		return false;
	for (size_t i = 0; i < conversation->n_changes; i++) {
		const struct change *change = &conversation->changes[i];
		struct db_query query = db_query(cache->db, PUT_CHANGE);
		db_bind_int(&query, bug_id);
		db_bind_int(&query, (int64_t)i);
		db_bind_int(&query, change->when_utc);
		db_bind_text(&query, change->who);
		db_bind_text(&query, change->field);
		db_bind_text(&query, change->removed);
		db_bind_text(&query, change->added);
		if (!db_run(&query, err))
			return false;
	}
	return true;
}

static bool stamp_conversation(struct cache *cache, int64_t bug_id, size_t n_comments, struct error *err)
{
	struct db_query query = db_query(cache->db, STAMP_CONVERSATION);
	db_bind_int(&query, (int64_t)n_comments);
	db_bind_int(&query, bug_id);
	return db_run(&query, err);
}

bool cache_put_conversation(struct cache *cache, int64_t bug_id, const struct conversation *conversation,
			    struct error *err)
{
	assert(db_in_transaction(cache->db));
	return put_comments(cache, bug_id, conversation, err) &&
	       put_changes(cache, bug_id, conversation, err) &&
	       stamp_conversation(cache, bug_id, conversation->n_comments, err) &&
	       cache_run_on_bug(cache, TOUCH, bug_id, err);
}

bool cache_delete_bug(struct cache *cache, int64_t bug_id, struct error *err)
{
	return cache_run(cache, BEGIN_MOMENT, err) && cache_run_on_bug(cache, DELETE_BUG, bug_id, err) &&
	       cache_run_on_bug(cache, TOUCH, bug_id, err) && cache_run(cache, END_MOMENT, err);
}
