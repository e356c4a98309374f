/* What happened to the bugs, and the ready rows (store/cache.h). */
#include "store/cache_inside.h"

/* --- revisions --- */

static bool take_number(struct db_query *query, int64_t *number, struct error *err)
{
	*number = db_next(query) ? db_int(query) : 0;
	return db_end(query, err);
}

bool cache_revision(struct cache *cache, int64_t bug_id, int64_t *revision, struct error *err)
{
	struct db_query query = db_query(cache->db, REVISION);
	db_bind_int(&query, bug_id);
	return take_number(&query, revision, err);
}

bool cache_newest(struct cache *cache, int64_t *revision, struct error *err)
{
	struct db_query query = db_query(cache->db, NEWEST);
	return take_number(&query, revision, err);
}

bool cache_touched(struct cache *cache, int64_t revision, struct arena *home, const int64_t **ids, size_t *n,
		   struct error *err)
{
	struct db_query query = db_query(cache->db, TOUCHED_IDS);
	db_bind_int(&query, revision);
	return cache_take_ids(&query, home, ids, n, err);
}

bool cache_changed_ids(struct cache *cache, int64_t since_utc, struct arena *home, const int64_t **ids,
		       size_t *n, struct error *err)
{
	struct db_query query = db_query(cache->db, CHANGED_IDS);
	db_bind_int(&query, since_utc);
	return cache_take_ids(&query, home, ids, n, err);
}

/* --- rows --- */

bool cache_get_row(struct cache *cache, int64_t bug_id, struct arena *home, struct cache_row *row,
		   bool *is_there, struct error *err)
{
	struct db_query query = db_query(cache->db, GET_ROW);
	db_bind_int(&query, bug_id);
	*is_there = db_next(&query);
	if (*is_there) {
		row->stamp.maker = db_int(&query);
		row->stamp.revision = db_int(&query);
		row->stamp.elsewhere = db_int(&query);
		row->stamp.event = db_int(&query);
		row->is_first = db_int(&query) != 0;
		row->entry.len = db_bytes(&query, home, &row->entry.at);
	}
	return db_end(&query, err);
}

bool cache_put_row(struct cache *cache, int64_t bug_id, const struct cache_row *row, struct error *err)
{
	struct db_query query = db_query(cache->db, PUT_ROW);
	db_bind_int(&query, bug_id);
	db_bind_int(&query, row->stamp.maker);
	db_bind_int(&query, row->stamp.revision);
	db_bind_int(&query, row->stamp.elsewhere);
	db_bind_int(&query, row->stamp.event);
	db_bind_int(&query, row->is_first);
	db_bind_bytes(&query, row->entry.at, row->entry.len);
	return db_run(&query, err);
}

bool cache_first_ids(struct cache *cache, int64_t maker, struct arena *home, const int64_t **ids, size_t *n,
		     struct error *err)
{
	struct db_query query = db_query(cache->db, FIRST_IDS);
	db_bind_int(&query, maker);
	return cache_take_ids(&query, home, ids, n, err);
}

bool cache_unready_ids(struct cache *cache, int64_t maker, size_t most, struct arena *home,
		       const int64_t **ids, size_t *n, struct error *err)
{
	struct db_query query = db_query(cache->db, UNREADY_IDS);
	db_bind_int(&query, maker);
	db_bind_int(&query, (int64_t)most);
	return cache_take_ids(&query, home, ids, n, err);
}
