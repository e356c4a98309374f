/* cache.db: what store/cache.h promises. */
#include "tests/unit/db_files.h"

#include "base/arena.h"
#include "base/mem.h"
#include "base/utc.h"
#include "store/cache.h"

/* --- bugs to store --- */

static const char *ccs[] = {"ana@example-trust.example", "", "zo\xc3\xab"};
static const char *keywords[] = {"b", "a", "b"}; /* neither sorted nor unique */
static const char *links[] = {"https://crt.sh/?id=1"};
static int64_t needs[] = {9, 3, INT64_C(1) << 52};
static int64_t holds[] = {7};
static struct flag flags[] = {
	{31, "needinfo", '?', "steward@root.example", "ana@example-trust.example", 100, 200},
	{32, "needinfo", '?', "steward@root.example", NULL, 101, INT64_MIN},
	{30, "in-testsuite", '-', "", "", -5, 0},
};

#define HOSTILE                \
	"\x1b]0;owned\x07\x9b" \
	"31m\xe2\x80\xae'; DROP TABLE bug; --\n\t\x01\x7f\xef\xbf\xbd"

static struct bug full_bug(int64_t id)
{
	return (struct bug){
		.id = id,
		.summary = "Example Trust: wrong policy OID",
		.whiteboard = HOSTILE,
		.status = "RESOLVED",
		.resolution = "FIXED",
		.product = "CA Program",
		.component = "CA Certificate Compliance",
		.creator = "steward@root.example",
		.assignee = "ana@example-trust.example",
		.assignee_name = "Ana \xf0\x9f\x98\x80",
		.created_utc = -1,
		.changed_utc = 1795000000,
		.resolved_utc = 1794000000,
		.dupe_of = 12,
		.cc = ccs,
		.n_cc = 3,
		.keywords = keywords,
		.n_keywords = 3,
		.see_also = links,
		.n_see_also = 1,
		.depends_on = needs,
		.n_depends_on = 3,
		.blocks = holds,
		.n_blocks = 1,
		.flags = flags,
		.n_flags = 3,
	};
}

/* Nothing that may be left out is there. */
static struct bug bare_bug(int64_t id)
{
	return (struct bug){
		.id = id,
		.summary = "",
		.whiteboard = "",
		.status = "NEW",
		.resolution = "",
		.product = "",
		.component = "",
		.creator = "",
		.assignee = "",
		.assignee_name = "",
		.changed_utc = 5,
		.resolved_utc = UTC_NONE,
	};
}

static struct comment comments[] = {
	{901, 0, "steward@root.example", 100, false, 0, "Something happened."},
	{902, 1, "", 100, true, 77, ""},
	{905, 4, "ana@example-trust.example", -3, false, 0, HOSTILE},
};
static struct change changes[] = {
	{100, "steward@root.example", "whiteboard", "", HOSTILE},
	{100, "steward@root.example", "status", "NEW", "ASSIGNED"},
	{300, "", "", "", ""},
};
static const struct conversation talk = {comments, 3, changes, 3};

static void assert_same_texts(const char **a, size_t n_a, const char **b, size_t n_b)
{
	assert_int_equal(n_a, n_b);
	for (size_t i = 0; i < n_a; i++)
		assert_string_equal(a[i], b[i]);
}

static void assert_same_numbers(const int64_t *a, size_t n_a, const int64_t *b, size_t n_b)
{
	assert_int_equal(n_a, n_b);
	for (size_t i = 0; i < n_a; i++)
		assert_true(a[i] == b[i]);
}

static void assert_same_flag(const struct flag *a, const struct flag *b)
{
	assert_true(a->id == b->id);
	assert_string_equal(a->name, b->name);
	assert_int_equal(a->status, b->status);
	assert_string_equal(a->setter, b->setter);
	assert_true(!a->requestee == !b->requestee);
	if (a->requestee)
		assert_string_equal(a->requestee, b->requestee);
	assert_true(a->created_utc == b->created_utc && a->modified_utc == b->modified_utc);
}

static void assert_same_bug(const struct bug *a, const struct bug *b)
{
	assert_true(a->id == b->id);
	assert_string_equal(a->summary, b->summary);
	assert_string_equal(a->whiteboard, b->whiteboard);
	assert_string_equal(a->status, b->status);
	assert_string_equal(a->resolution, b->resolution);
	assert_string_equal(a->product, b->product);
	assert_string_equal(a->component, b->component);
	assert_string_equal(a->creator, b->creator);
	assert_string_equal(a->assignee, b->assignee);
	assert_string_equal(a->assignee_name, b->assignee_name);
	assert_true(a->created_utc == b->created_utc && a->changed_utc == b->changed_utc);
	assert_true(a->resolved_utc == b->resolved_utc && a->dupe_of == b->dupe_of);
	assert_same_texts(a->cc, a->n_cc, b->cc, b->n_cc);
	assert_same_texts(a->keywords, a->n_keywords, b->keywords, b->n_keywords);
	assert_same_texts(a->see_also, a->n_see_also, b->see_also, b->n_see_also);
	assert_same_numbers(a->depends_on, a->n_depends_on, b->depends_on, b->n_depends_on);
	assert_same_numbers(a->blocks, a->n_blocks, b->blocks, b->n_blocks);
	assert_int_equal(a->n_flags, b->n_flags);
	for (size_t i = 0; i < a->n_flags; i++)
		assert_same_flag(&a->flags[i], &b->flags[i]);
}

static void assert_same_conversation(const struct conversation *a, const struct conversation *b)
{
	assert_int_equal(a->n_comments, b->n_comments);
	for (size_t i = 0; i < a->n_comments; i++) {
		const struct comment *x = &a->comments[i], *y = &b->comments[i];
		assert_true(x->id == y->id && x->number == y->number && x->time_utc == y->time_utc);
		assert_true(x->is_private == y->is_private && x->attachment_id == y->attachment_id);
		assert_string_equal(x->author, y->author);
		assert_string_equal(x->text, y->text);
	}
	assert_int_equal(a->n_changes, b->n_changes);
	for (size_t i = 0; i < a->n_changes; i++) {
		const struct change *x = &a->changes[i], *y = &b->changes[i];
		assert_true(x->when_utc == y->when_utc);
		assert_string_equal(x->who, y->who);
		assert_string_equal(x->field, y->field);
		assert_string_equal(x->removed, y->removed);
		assert_string_equal(x->added, y->added);
	}
}

/* --- a cache, used as it should be --- */

static struct cache *open_well(const char *path)
{
	struct error err;
	char *notice;
	struct cache *cache = cache_open(path, &notice, &err);
	if (!cache)
		fail_msg("%s", err.text);
	assert_null(notice);
	return cache;
}

static void must(bool ok, const struct error *err)
{
	if (!ok)
		fail_msg("%s", err->text);
}

static void put(struct cache *cache, const struct bug *bug, const struct conversation *conversation)
{
	struct error err;
	must(cache_begin(cache, &err), &err);
	must(cache_put_bug(cache, bug, &err), &err);
	if (conversation)
		must(cache_put_conversation(cache, bug->id, conversation, &err), &err);
	must(cache_commit(cache, &err), &err);
}

static void assert_stored(struct cache *cache, const struct bug *expected, unsigned n_expected)
{
	struct error err;
	struct arena *home = arena_new();
	const struct bug *bug;
	unsigned n_comments = 99;
	must(cache_get_bug(cache, expected->id, home, &bug, &n_comments, &err), &err);
	assert_non_null(bug);
	assert_same_bug(bug, expected);
	assert_int_equal(n_comments, n_expected);
	arena_free(home);
}

static void assert_talk(struct cache *cache, int64_t bug_id, const struct conversation *expected)
{
	struct error err;
	struct arena *home = arena_new();
	struct conversation conversation;
	must(cache_get_conversation(cache, bug_id, home, &conversation, &err), &err);
	assert_same_conversation(&conversation, expected);
	arena_free(home);
}

static bool has_bug(struct cache *cache, int64_t bug_id)
{
	struct error err;
	struct arena *home = arena_new();
	const struct bug *bug;
	must(cache_get_bug(cache, bug_id, home, &bug, NULL, &err), &err);
	bool is_there = bug != NULL;
	arena_free(home);
	return is_there;
}

static int64_t stored_change(struct cache *cache, int64_t bug_id, bool with_conversation)
{
	struct error err;
	int64_t changed_utc;
	must(cache_stored_change(cache, bug_id, with_conversation, &changed_utc, &err), &err);
	return changed_utc;
}

static void assert_ids(struct cache *cache, enum cache_which which, const int64_t *expected,
		       size_t n_expected)
{
	struct error err;
	struct arena *home = arena_new();
	const int64_t *ids;
	size_t n;
	must(cache_ids(cache, which, home, &ids, &n, &err), &err);
	assert_same_numbers(ids, n, expected, n_expected);
	arena_free(home);
}

/* --- what goes in comes out --- */

static void every_field_comes_back_as_it_was(void **state)
{
	char *path = os_path(*state, "cache.db");
	struct bug full = full_bug(1900501), bare = bare_bug(INT64_C(1) << 40);
	struct cache *cache = open_well(path);
	put(cache, &full, &talk);
	put(cache, &bare, NULL);
	assert_stored(cache, &full, 3);
	assert_stored(cache, &bare, 0);
	cache_close(cache);

	struct error err;
	cache = cache_open_read(path, &err);
	must(cache, &err);
	assert_stored(cache, &full, 3);
	assert_stored(cache, &bare, 0);
	assert_talk(cache, full.id, &talk);
	assert_talk(cache, bare.id, &(struct conversation){0});
	cache_close(cache);
	assert_answer(path, "SELECT id FROM bug WHERE resolved_utc IS NULL", "1099511627776");
	free(path);
}

static void what_is_not_there_is_no_error(void **state)
{
	(void)state;
	struct error err;
	struct cache *cache = open_well(":memory:");
	assert_false(has_bug(cache, 1));
	assert_talk(cache, 1, &(struct conversation){0});
	assert_ids(cache, CACHE_ALL, NULL, 0);
	assert_true(stored_change(cache, 1, false) == UTC_NONE);
	assert_true(stored_change(cache, 1, true) == UTC_NONE);
	must(cache_delete_bug(cache, 1, &err), &err);
	cache_rollback(cache);
	cache_close(cache);
	cache_close(NULL);
}

static void a_text_of_a_megabyte_comes_back_whole(void **state)
{
	char *path = os_path(*state, "cache.db");
	size_t len = 1 << 20;
	char *text = mem_alloc(len + 1);
	for (size_t i = 0; i < len; i++)
		text[i] = (char)(i % 255 + 1);
	struct bug bug = bare_bug(1);
	bug.summary = bug.whiteboard = text;
	struct comment comment = {.id = 1, .author = "a", .text = text};
	struct change change = {.who = "a", .field = "comment_revision", .removed = text, .added = text};
	struct conversation conversation = {&comment, 1, &change, 1};
	struct cache *cache = open_well(path);
	put(cache, &bug, &conversation);
	assert_stored(cache, &bug, 1);
	assert_talk(cache, 1, &conversation);
	cache_close(cache);
	free(text);
	free(path);
}

static void a_bug_that_is_stored_again_takes_the_place_of_the_old_one(void **state)
{
	(void)state;
	struct cache *cache = open_well(":memory:");
	struct bug first = full_bug(7), second = bare_bug(7), third = full_bug(7);
	put(cache, &first, NULL);
	put(cache, &second, NULL);
	assert_stored(cache, &second, 0);
	third.n_cc = 1;
	third.n_flags = 2;
	put(cache, &third, NULL);
	assert_stored(cache, &third, 0);
	assert_ids(cache, CACHE_ALL, (int64_t[]){7}, 1);
	cache_close(cache);
}

static void a_bug_that_is_stored_again_keeps_its_conversation(void **state)
{
	(void)state;
	struct cache *cache = open_well(":memory:");
	struct bug bug = full_bug(7);
	put(cache, &bug, &talk);
	bug.changed_utc++;
	put(cache, &bug, NULL);
	assert_talk(cache, 7, &talk);
	assert_stored(cache, &bug, 3);
	assert_true(stored_change(cache, 7, false) == bug.changed_utc);
	assert_true(stored_change(cache, 7, true) == bug.changed_utc - 1);
	cache_close(cache);
}

static void a_conversation_replaces_the_old_one_whole(void **state)
{
	(void)state;
	struct cache *cache = open_well(":memory:");
	struct bug bug = full_bug(7), other = full_bug(8);
	const struct conversation shorter = {&comments[2], 1, &changes[1], 1}, none = {0};
	put(cache, &other, &talk); /* the same comment ids: a bundle may hold anything */
	put(cache, &bug, &talk);
	put(cache, &bug, &shorter);
	assert_talk(cache, 7, &shorter);
	assert_stored(cache, &bug, 1);
	put(cache, &bug, &none);
	assert_talk(cache, 7, &none);
	assert_stored(cache, &bug, 0);
	assert_talk(cache, 8, &talk);
	cache_close(cache);
}

static void an_excerpt_holds_what_it_names_and_what_is_newer(void **state)
{
	(void)state;
	struct cache *cache = open_well(":memory:");
	struct bug bug = full_bug(1);
	struct arena *home = arena_new();
	struct conversation part;
	struct error err;
	put(cache, &bug, &talk);
	const struct excerpt named = {4, -1, INT64_MAX}, newer = {0, 4, 99}, all = {-1, -1, UTC_NONE};
	must(cache_get_excerpt(cache, 1, &named, home, &part, &err), &err);
	assert_same_conversation(&part, &(struct conversation){&comments[2], 1, NULL, 0});
	must(cache_get_excerpt(cache, 1, &newer, home, &part, &err), &err);
	assert_same_conversation(&part, &talk);
	must(cache_get_excerpt(cache, 1, &(struct excerpt){-1, 4, 100}, home, &part, &err), &err);
	assert_same_conversation(&part, &(struct conversation){&comments[2], 1, &changes[2], 1});
	must(cache_get_excerpt(cache, 1, &all, home, &part, &err), &err);
	assert_same_conversation(&part, &talk);
	arena_free(home);
	cache_close(cache);
}

static void a_conversation_without_its_bug_is_refused(void **state)
{
	struct error err;
	char *path = os_path(*state, "cache.db");
	struct cache *cache = open_well(path);
	must(cache_begin(cache, &err), &err);
	assert_false(cache_put_conversation(cache, 7, &talk, &err));
	assert_error(err, FAULT_DATA, path, "FOREIGN KEY");
	assert_false(cache_commit(cache, &err));
	assert_talk(cache, 7, &(struct conversation){0});
	cache_close(cache);
	free(path);
}

static void a_deleted_bug_takes_all_that_is_its_own_with_it(void **state)
{
	static const char *const tables[] = {"bug", "bug_list", "flag", "comment", "change"};
	struct error err;
	char *path = os_path(*state, "cache.db");
	struct bug gone = full_bug(7), kept = full_bug(8);
	struct cache *cache = open_well(path);
	put(cache, &gone, &talk);
	put(cache, &kept, &talk);
	must(cache_delete_bug(cache, 7, &err), &err);
	assert_false(has_bug(cache, 7));
	assert_stored(cache, &kept, 3);
	assert_talk(cache, 8, &talk);
	must(cache_delete_bug(cache, 8, &err), &err);
	cache_close(cache);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		char sql[64];
		snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", tables[i]);
		assert_answer(path, sql, "0");
	}
	free(path);
}

static void ids_come_in_order_and_open_is_what_has_no_resolution(void **state)
{
	(void)state;
	struct cache *cache = open_well(":memory:");
	static const int64_t order[] = {30, 10, 40, 20};
	for (size_t i = 0; i < 4; i++) {
		struct bug bug = bare_bug(order[i]);
		bug.resolution = i < 2 ? "" : "FIXED";
		put(cache, &bug, NULL);
	}
	assert_ids(cache, CACHE_ALL, (int64_t[]){10, 20, 30, 40}, 4);
	assert_ids(cache, CACHE_OPEN, (int64_t[]){10, 30}, 2);
	struct bug reopened = bare_bug(40);
	put(cache, &reopened, NULL);
	assert_ids(cache, CACHE_OPEN, (int64_t[]){10, 30, 40}, 3);
	cache_close(cache);
}

static void a_conversation_is_as_old_as_the_bug_it_was_stored_with(void **state)
{
	(void)state;
	struct cache *cache = open_well(":memory:");
	struct bug bug = full_bug(7);
	const struct conversation none = {0};
	put(cache, &bug, NULL);
	assert_true(stored_change(cache, 7, false) == bug.changed_utc);
	assert_true(stored_change(cache, 7, true) == UTC_NONE);
	put(cache, &bug, &none); /* nothing was said, but that is known now */
	assert_true(stored_change(cache, 7, true) == bug.changed_utc);
	cache_close(cache);
}

static void marks_are_set_replaced_and_deleted(void **state)
{
	(void)state;
	struct error err;
	struct arena *home = arena_new();
	const char *value = "x";
	struct cache *cache = open_well(":memory:");
	must(cache_get_mark(cache, "sync", home, &value, &err), &err);
	assert_null(value);
	must(cache_put_mark(cache, "sync", "2026-11-24T09:00:00Z", &err), &err);
	must(cache_put_mark(cache, "kind", "", &err), &err);
	must(cache_put_mark(cache, "sync", HOSTILE, &err), &err);
	must(cache_get_mark(cache, "sync", home, &value, &err), &err);
	assert_string_equal(value, HOSTILE);
	must(cache_get_mark(cache, "kind", home, &value, &err), &err);
	assert_string_equal(value, "");
	must(cache_put_mark(cache, "sync", NULL, &err), &err);
	must(cache_put_mark(cache, "never set", NULL, &err), &err);
	must(cache_get_mark(cache, "sync", home, &value, &err), &err);
	assert_null(value);
	cache_close(cache);
	arena_free(home);
}

/* --- transactions --- */

static void what_is_rolled_back_was_never_there(void **state)
{
	struct error err;
	char *path = os_path(*state, "cache.db");
	struct bug old = full_bug(7), new = bare_bug(7), other = bare_bug(8);
	struct cache *cache = open_well(path);
	put(cache, &old, &talk);
	must(cache_begin(cache, &err), &err);
	must(cache_put_bug(cache, &new, &err), &err);
	must(cache_put_bug(cache, &other, &err), &err);
	must(cache_put_conversation(cache, 7, &(struct conversation){0}, &err), &err);
	must(cache_put_mark(cache, "sync", "later", &err), &err);
	assert_stored(cache, &new, 0);
	cache_rollback(cache);
	assert_stored(cache, &old, 3);
	assert_talk(cache, 7, &talk);
	assert_false(has_bug(cache, 8));

	must(cache_begin(cache, &err), &err);
	must(cache_delete_bug(cache, 7, &err), &err);
	cache_close(cache); /* as a program that leaves in the middle */
	cache = open_well(path);
	assert_stored(cache, &old, 3);
	cache_close(cache);
	free(path);
}

static void a_put_that_fails_leaves_nothing_to_commit(void **state)
{
	struct error err;
	char *path = os_path(*state, "cache.db");
	struct bug good = bare_bug(1), bad = full_bug(2);
	struct flag nameless = {.id = 1, .setter = ""};
	bad.flags = &nameless;
	bad.n_flags = 1;
	struct cache *cache = open_well(path);
	must(cache_begin(cache, &err), &err);
	must(cache_put_bug(cache, &good, &err), &err);
	assert_false(cache_put_bug(cache, &bad, &err));
	assert_error(err, FAULT_DATA, path, "flag.name");
	assert_false(cache_commit(cache, &err));
	assert_ids(cache, CACHE_ALL, NULL, 0);
	put(cache, &good, NULL);
	assert_stored(cache, &good, 0);
	cache_close(cache);
	free(path);
}

static void a_reader_sees_the_old_until_the_commit_and_never_waits(void **state)
{
	struct error err;
	char *path = os_path(*state, "cache.db");
	struct bug old = full_bug(7), new = bare_bug(7);
	struct cache *writer = open_well(path), *reader = open_well(path);
	put(writer, &old, &talk);
	must(cache_begin(writer, &err), &err);
	must(cache_put_bug(writer, &new, &err), &err);
	int64_t start_ms = os_monotonic_ms();
	assert_stored(reader, &old, 3);
	assert_talk(reader, 7, &talk);
	assert_true(os_monotonic_ms() - start_ms < 1000);
	must(cache_commit(writer, &err), &err);
	assert_stored(reader, &new, 3);
	cache_close(reader);
	cache_close(writer);
	free(path);
}

static void the_version_changes_when_another_connection_has_written(void **state)
{
	struct error err;
	int64_t before, after;
	char *path = os_path(*state, "cache.db");
	struct bug bug = full_bug(7);
	struct cache *writer = open_well(path), *reader = open_well(path);
	must(cache_version(reader, &before, &err), &err);
	must(cache_version(reader, &after, &err), &err);
	assert_true(before == after);
	put(writer, &bug, NULL);
	must(cache_version(reader, &after, &err), &err);
	assert_true(before != after);
	must(cache_version(writer, &before, &err), &err);
	put(writer, &bug, NULL);
	must(cache_version(writer, &after, &err), &err);
	assert_true(before == after);
	cache_close(reader);
	cache_close(writer);
	free(path);
}

/* Bug 7 in its n-th edition: everything about it says n. */
static void put_edition(struct cache *cache, int64_t n, struct error *err)
{
	char number[24];
	snprintf(number, sizeof number, "%lld", (long long)n);
	struct bug bug = bare_bug(7);
	struct comment comment = {.id = n, .author = number, .text = number};
	struct change change = {.who = number, .field = number, .removed = number, .added = number};
	bug.changed_utc = n;
	bug.depends_on = bug.blocks = &n;
	bug.n_depends_on = bug.n_blocks = 1;
	must(cache_put_bug(cache, &bug, err), err);
	must(cache_put_conversation(cache, 7, &(struct conversation){&comment, 1, &change, 1}, err), err);
}

static int64_t assert_one_edition(struct cache *cache)
{
	struct error err;
	struct arena *home = arena_new();
	const struct bug *bug;
	struct conversation conversation;
	must(cache_get_bug(cache, 7, home, &bug, NULL, &err), &err);
	assert_int_equal(bug->n_depends_on, 1);
	assert_true(bug->depends_on[0] == bug->changed_utc && bug->blocks[0] == bug->changed_utc);
	must(cache_get_conversation(cache, 7, home, &conversation, &err), &err);
	assert_int_equal(conversation.n_comments, 1);
	assert_string_equal(conversation.comments[0].text, conversation.changes[0].added);
	int64_t edition = bug->changed_utc;
	arena_free(home);
	return edition;
}

static void a_bug_is_read_as_it_was_at_one_moment(void **state)
{
	enum { LAST = 400 };
	struct error err;
	char *path = os_path(*state, "cache.db");
	struct cache *first = open_well(path);
	must(cache_begin(first, &err), &err);
	put_edition(first, 0, &err);
	must(cache_commit(first, &err), &err);
	cache_close(first);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct cache *writer = open_well(path);
		for (int64_t n = 1; n <= LAST; n++) {
			must(cache_begin(writer, &err), &err);
			put_edition(writer, n, &err);
			must(cache_commit(writer, &err), &err);
		}
		cache_close(writer);
		_exit(0);
	}
	struct cache *reader = open_well(path);
	int64_t edition;
	int status;
	while ((edition = assert_one_edition(reader)) < LAST)
		if (waitpid(child, &status, WNOHANG) == child)
			break;
	assert_int_equal(assert_one_edition(reader), LAST);
	if (edition == LAST)
		waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	cache_close(reader);
	free(path);
}

/* --- killed in the middle --- */

enum { PAGE = 6 };

/* All bugs, in one transaction, as their edition `n` has it. */
static bool put_page(struct cache *cache, int64_t n, struct error *err)
{
	char *text = mem_alloc(3000);
	memset(text, n % 2 ? 'o' : 'e', 2999);
	struct comment two[] = {{.id = 1, .author = "a", .text = text},
				{.id = 2, .author = "b", .text = text}};
	bool ok = cache_begin(cache, err);
	for (int64_t id = 1; ok && id <= PAGE; id++) {
		struct bug bug = full_bug(id);
		bug.changed_utc = n;
		ok = cache_put_bug(cache, &bug, err) &&
		     cache_put_conversation(cache, id, &(struct conversation){two, 2, changes, 3}, err);
	}
	free(text);
	return ok && cache_commit(cache, err);
}

/* Whole, and all of one edition, which is returned. */
static int64_t assert_whole_page(const char *path)
{
	struct cache *cache = open_well(path);
	int64_t edition = stored_change(cache, 1, true);
	for (int64_t id = 1; id <= PAGE; id++) {
		struct bug bug = full_bug(id);
		bug.changed_utc = edition;
		assert_stored(cache, &bug, 2);
		assert_true(stored_change(cache, id, true) == edition);
	}
	cache_close(cache);
	assert_answer(path, "PRAGMA integrity_check", "ok");
	assert_answer(path, "SELECT count(DISTINCT text) FROM comment", "1");
	return edition;
}

/* A writer that is killed before its n-th write, n = 0, 1, 2 ..., until one lives to the end; closing, which
 * moves the -wal into the file, included. */
static void a_writer_killed_before_any_write_leaves_the_old_or_the_new(void **state)
{
	struct error err;
	char *path = os_path(*state, "cache.db");
	struct cache *cache = open_well(path);
	must(put_page(cache, 0, &err), &err);
	cache_close(cache);
	int64_t edition = 0;
	int kills = 0, status = -1;
	for (int n = 0; status != 0; n++) {
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			fail_writes_after(n, 0);
			cache = open_well(path);
			must(put_page(cache, edition + 1, &err), &err);
			cache_close(cache);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(status == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
		kills += status != 0;
		int64_t now = assert_whole_page(path);
		assert_true(now == edition || now == edition + 1);
		edition = now;
	}
	assert_true(kills >= 50);
	assert_true(edition >= 1);
	free(path);
}

static void a_disk_that_fills_up_in_a_page_leaves_the_old_one(void **state)
{
	struct error err = {0};
	char *path = os_path(*state, "cache.db");
	struct cache *cache = open_well(path);
	must(put_page(cache, 0, &err), &err);
	bool ok = false;
	int failures = 0;
	for (int n = 0; !ok; n += 3) {
		fail_writes_after(n, ENOSPC);
		ok = put_page(cache, 1, &err);
		let_writes_pass();
		if (ok)
			break;
		failures++;
		assert_error(err, FAULT_IO, path, "the disk is full");
		cache_rollback(cache);
		assert_true(stored_change(cache, PAGE, true) == 0);
	}
	assert_true(failures > 3);
	cache_close(cache);
	assert_int_equal(assert_whole_page(path), 1);
	free(path);
}

/* --- damage --- */

/* Any byte of the file may be wrong: an answer, or one clear line; never a crash, never a NULL text. */
static void noise_anywhere_in_the_file_is_survived(void **state)
{
	char *path = os_path(*state, "cache.db"), *broken = os_path(*state, "broken.db");
	struct error err;
	struct cache *cache = open_well(path);
	must(put_page(cache, 0, &err), &err);
	cache_close(cache);
	struct bytes whole = read_bytes(path);
	uint64_t seed = 88172645463325252u; /* xorshift */
	int said = 0;
	for (int round = 0; round < 100; round++) {
		char *bytes = mem_alloc(whole.len);
		memcpy(bytes, whole.at, whole.len);
		for (int i = 0; i < 30; i++) {
			seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
			bytes[seed % whole.len] = (char)(seed >> 40);
		}
		write_bytes(broken, bytes, whole.len);
		free(bytes);
		char *notice = NULL;
		cache = cache_open(broken, &notice, &err);
		must(cache, &err);
		free(notice);
		for (int64_t id = 1; id <= PAGE; id++) {
			struct arena *home = arena_new();
			const struct bug *bug = NULL;
			struct conversation conversation;
			err.text[0] = '\0';
			if (!cache_get_bug(cache, id, home, &bug, NULL, &err) ||
			    !cache_get_conversation(cache, id, home, &conversation, &err)) {
				assert_error(err, FAULT_DATA, broken, "damaged");
				said++;
			} else if (bug) {
				assert_true(strlen(bug->whiteboard) + strlen(bug->summary) < whole.len);
				assert_true(!bug->n_flags || bug->flags[bug->n_flags - 1].name);
			}
			arena_free(home);
		}
		cache_close(cache);
	}
	assert_true(said > 0);
	free(whole.at);
	free(broken);
	free(path);
}

/* --- size --- */

static void reading_all_bugs_touches_no_comment(void **state)
{
	enum { BUGS = 100, TEXT_BYTES = 50000 };
	struct error err;
	char *path = os_path(*state, "cache.db");
	char *text = mem_alloc(TEXT_BYTES + 1);
	memset(text, 'x', TEXT_BYTES);
	struct comment comment = {.id = 1, .author = "a", .text = text};
	struct cache *cache = open_well(path);
	for (int64_t id = 1; id <= BUGS; id++) {
		struct bug bug = full_bug(id);
		put(cache, &bug, &(struct conversation){&comment, 1, changes, 3});
	}
	cache_close(cache);

	cache = cache_open_read(path, &err);
	must(cache, &err);
	bytes_read = 0;
	for (int64_t id = 1; id <= BUGS; id++) {
		struct bug bug = full_bug(id);
		assert_stored(cache, &bug, 1);
	}
	assert_true(bytes_read > 0);
	assert_true(bytes_read < BUGS * TEXT_BYTES / 20);
	bytes_read = 0;
	assert_talk(cache, 1, &(struct conversation){&comment, 1, changes, 3});
	assert_true(bytes_read < 2 * TEXT_BYTES);
	cache_close(cache);
	free(text);
	free(path);
}

/* --- opening; the rest is in test_db.c --- */

static void a_newer_cache_is_moved_aside_with_a_line_that_says_so(void **state)
{
	struct error err;
	char *path = os_path(*state, "cache.db"), *old = os_path(*state, "cache.db.old-1"), *notice;
	struct bug bug = full_bug(7);
	struct cache *cache = open_well(path);
	put(cache, &bug, &talk);
	cache_close(cache);
	run_raw(path, "PRAGMA user_version = 3");
	assert_null(cache_open_read(path, &err));
	assert_error(err, FAULT_DATA, path, "newer bugclock");
	cache = cache_open(path, &notice, &err);
	must(cache, &err);
	assert_non_null(strstr(notice, path));
	assert_non_null(strstr(notice, old));
	assert_null(strchr(notice, '\n'));
	assert_false(has_bug(cache, 7));
	put(cache, &bug, &talk);
	assert_stored(cache, &bug, 3);
	cache_close(cache);
	assert_answer(old, "SELECT count(*) FROM bug", "1");
	free(notice);
	free(old);
	free(path);
}

/* A first version, filled: each bug counts as touched, so that whoever follows reads it. */
static void a_filled_cache_of_the_first_version_keeps_all_and_gets_revisions(void **state)
{
	struct error err;
	char *path = os_path(*state, "cache.db"), *old = os_path(*state, "cache.db.old-1");
	struct bug first = full_bug(7), second = full_bug(9);
	struct arena *home = arena_new();
	struct cache *cache = open_well(path);
	const int64_t *ids;
	int64_t revision;
	size_t n;

	must(cache_begin(cache, &err) && cache_put_mark(cache, "sync-mark", "2026-11-20T10:00:00Z", &err) &&
		     cache_commit(cache, &err),
	     &err);
	put(cache, &second, &talk);
	put(cache, &first, &talk);
	cache_close(cache);
	run_raw(path, "DROP TABLE touch; DROP TABLE page; DROP INDEX bug_changed; PRAGMA user_version = 1");
	cache = open_well(path);
	assert_stored(cache, &first, 3);
	assert_stored(cache, &second, 3);
	must(cache_touched(cache, 0, home, &ids, &n, &err), &err);
	assert_int_equal(n, 2);
	assert_int_equal(ids[0], 7);
	assert_int_equal(ids[1], 9);
	must(cache_revision(cache, 7, &revision, &err), &err);
	assert_true(revision > 0);
	must(cache_unready_ids(cache, 1, 10, home, &ids, &n, &err), &err);
	assert_int_equal(n, 2);
	cache_close(cache);
	assert_answer(path, "SELECT value FROM mark WHERE name = 'sync-mark'", "2026-11-20T10:00:00Z");
	assert_answer(path, "PRAGMA user_version", "2");
	assert_false(os_exists(old));
	arena_free(home);
	free(old);
	free(path);
}

static void who_only_reads_finds_no_file_and_makes_none(void **state)
{
	struct error err;
	char *path = os_path(*state, "cache.db");
	assert_null(cache_open_read(path, &err));
	assert_error(err, FAULT_IO, path, "`sync`");
	assert_false(os_exists(path));
	free(path);
}

static void who_only_reads_cannot_write(void **state)
{
	struct error err;
	char *path = os_path(*state, "cache.db");
	cache_close(open_well(path));
	struct cache *cache = cache_open_read(path, &err);
	must(cache, &err);
	assert_false(cache_put_mark(cache, "sync", "now", &err));
	assert_error(err, FAULT_IO, path, "may not be written");
	cache_close(cache);
	free(path);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	watch_system_calls();
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(every_field_comes_back_as_it_was),
		cmocka_unit_test(what_is_not_there_is_no_error),
		IN_A_FOLDER(a_text_of_a_megabyte_comes_back_whole),
		cmocka_unit_test(a_bug_that_is_stored_again_takes_the_place_of_the_old_one),
		cmocka_unit_test(a_bug_that_is_stored_again_keeps_its_conversation),
		cmocka_unit_test(a_conversation_replaces_the_old_one_whole),
		cmocka_unit_test(an_excerpt_holds_what_it_names_and_what_is_newer),
		IN_A_FOLDER(a_conversation_without_its_bug_is_refused),
		IN_A_FOLDER(a_deleted_bug_takes_all_that_is_its_own_with_it),
		cmocka_unit_test(ids_come_in_order_and_open_is_what_has_no_resolution),
		cmocka_unit_test(a_conversation_is_as_old_as_the_bug_it_was_stored_with),
		cmocka_unit_test(marks_are_set_replaced_and_deleted),
		IN_A_FOLDER(what_is_rolled_back_was_never_there),
		IN_A_FOLDER(a_put_that_fails_leaves_nothing_to_commit),
		IN_A_FOLDER(a_reader_sees_the_old_until_the_commit_and_never_waits),
		IN_A_FOLDER(the_version_changes_when_another_connection_has_written),
		IN_A_FOLDER(a_bug_is_read_as_it_was_at_one_moment),
		IN_A_FOLDER(a_writer_killed_before_any_write_leaves_the_old_or_the_new),
		IN_A_FOLDER(a_disk_that_fills_up_in_a_page_leaves_the_old_one),
		IN_A_FOLDER(noise_anywhere_in_the_file_is_survived),
		IN_A_FOLDER(reading_all_bugs_touches_no_comment),
		IN_A_FOLDER(a_filled_cache_of_the_first_version_keeps_all_and_gets_revisions),
		IN_A_FOLDER(a_newer_cache_is_moved_aside_with_a_line_that_says_so),
		IN_A_FOLDER(who_only_reads_finds_no_file_and_makes_none),
		IN_A_FOLDER(who_only_reads_cannot_write),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
