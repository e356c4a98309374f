/* tests/unit/sync_fixture.h - one pass after another over a fake Bugzilla of either kind, over real HTTP, and
 * what is in the copy then, as text. */
#ifndef TESTS_SYNC_FIXTURE_H
#define TESTS_SYNC_FIXTURE_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"
#include "base/utc.h"
#include "net/bugzilla.h"
#include "net/sync.h"
#include "store/cache.h"
#include "tests/fake/fake.h"

#define FIRST_ID 101
#define NOW INT64_C(1795500000)        /* our clock: 2026-11-24T06:00:00Z */
#define SERVER_NOW INT64_C(1795168800) /* the server's, which is another: 2026-11-20T10:00:00Z */
#define KEY "Ys8vLk2aQ0zX4wRt6bNm1cHd9eJf3gUp5iOo7kTl"
#define ME "ana@example-trust.example"

static inline struct cache *open_cache(const char *path)
{
	struct error err;
	char *notice = NULL;
	struct cache *cache = cache_open(path, &notice, &err);
	assert_non_null(cache);
	assert_null(notice);
	return cache;
}

/* --- a server full of bugs, and a copy --- */

static inline bool is_ours(int i)
{
	return i % 5 == 0;
}

static inline bool is_open(int i)
{
	return i % 3 != 2;
}

static inline void add_bug(struct str *out, int i)
{
	char created[UTC_TEXT_BYTES], changed[UTC_TEXT_BYTES];
	str_addf(out,
		 "%s{'id':%d,'summary':'%s: incident %d','whiteboard':'[ca-compliance] n%d','status':'%s',"
		 "'resolution':'%s','product':'CA Program','component':'CA Certificate Compliance',"
		 "'creator':'jo@reader.example','assigned_to':'" ME "','creation_time':'%s',"
		 "'last_change_time':'%s','cc':['x@y.example'],'keywords':[],'see_also':[],'depends_on':[],"
		 "'blocks':[],'alias':null,'flags':[],'is_open':%s}",
		 i ? "," : "", FIRST_ID + i, is_ours(i) ? "Example Trust" : "Other CA", i, i,
		 is_open(i) ? "ASSIGNED" : "RESOLVED", is_open(i) ? "" : "FIXED",
		 utc_print(SERVER_NOW - (100 - i) * DAY_S, created),
		 utc_print(SERVER_NOW - (i * 37 % 60 + 1) * HOUR_S, changed), is_open(i) ? "true" : "false");
}

static inline void add_comments(struct str *out, int i)
{
	char time[UTC_TEXT_BYTES];
	str_addf(out, "%s'%d':[", i ? "," : "", FIRST_ID + i);
	for (int c = 0; c <= i % 4; c++)
		str_addf(out,
			 "%s{'id':%d,'count':%d,'creator':'jo@reader.example','time':'%s','is_private':false,"
			 "'attachment_id':null,'text':'comment %d of bug %d, \\u001b[31m \\u0000 ü'}",
			 c ? "," : "", 1000 + 10 * i + c, c,
			 utc_print(SERVER_NOW - (100 - i) * DAY_S + c * HOUR_S, time), c, i);
	str_add(out, "]");
}

static inline void add_history(struct str *out, int i)
{
	char time[UTC_TEXT_BYTES];
	str_addf(out,
		 "%s'%d':[{'when':'%s','who':'k@root.example','changes':[{'field_name':'whiteboard',"
		 "'removed':'','added':'[ca-compliance] n%d'},{'field_name':'cc','removed':'','added':"
		 "'x@y.example'}]}]",
		 i ? "," : "", FIRST_ID + i, utc_print(SERVER_NOW - (100 - i) * DAY_S + HOUR_S, time), i);
}

/* A bundle of n bugs; the caller frees. */
static inline char *make_bundle(int n)
{
	struct str out = {0};
	char now[UTC_TEXT_BYTES];
	str_addf(&out, "{'bundle':1,'base_url':'https://b.example','fetched_at':'%s','bugs':[",
		 utc_print(SERVER_NOW, now));
	for (int i = 0; i < n; i++)
		add_bug(&out, i);
	str_add(&out, "],'comments':{");
	for (int i = 0; i < n; i++)
		add_comments(&out, i);
	str_add(&out, "},'history':{");
	for (int i = 0; i < n; i++)
		add_history(&out, i);
	str_add(&out, "}}");
	for (char *at = out.at; (at = strchr(at, '\''));)
		*at = '"';
	return str_take(&out);
}

struct fixture {
	struct fake *fake;
	enum fake_kind kind;
	struct cache *cache;
	const char *ca_names[1];
	char *folder, *ca_file; /* of TLS; NULL without */
	struct server server;
	struct source
		*source; /* open: as in the dashboard; NULL: each sync opens its own, as from the shell */
	struct sync_options options;
	struct sync_report report;
	struct error err;
	int64_t first_stored[PAGE_BUGS]; /* of the first page that came */
	size_t n_first, n_stored;
	size_t n_told; /* a counter for on_stored */
	void (*on_stored)(struct fixture *f);
	void (*on_progress)(struct fixture *f, const struct sync_progress *progress);
};

static inline struct server server_at(const char *url, const char **ca_names)
{
	return (struct server){.url = url,
			       .product = "CA Program",
			       .component = "CA Certificate Compliance",
			       .timeout_ms = 5000,
			       .ca_names = ca_names,
			       .n_ca_names = 1};
}

/* Takes over the server. */
static inline struct fixture *start_with(struct fake *fake, enum fake_kind kind, int n_bugs)
{
	struct fixture *f = mem_alloc(sizeof *f);
	char *bundle = make_bundle(n_bugs);
	f->kind = kind;
	f->fake = fake;
	assert_non_null(f->fake);
	if (!fake_load(f->fake, bundle, strlen(bundle), &f->err))
		fail_msg("%s", f->err.text);
	free(bundle);
	f->cache = open_cache(":memory:");
	f->ca_names[0] = "Example Trust";
	f->server = server_at(fake_url(f->fake), f->ca_names);
	f->options = (struct sync_options){.now_utc = NOW, .backoff_ms = 1};
	return f;
}

static inline struct fixture *start(enum fake_kind kind, int n_bugs)
{
	struct error err;
	return start_with(fake_start(kind, 0, &err), kind, n_bugs);
}

/* Over TLS, with the authority in a file. */
static inline struct fixture *start_tls(enum fake_kind kind, int n_bugs)
{
	struct error err;
	struct fixture *f = start_with(fake_start_tls(kind, 0, FAKE_GOOD, &err), kind, n_bugs);
	const char *authority = fake_authority(f->fake);
	f->folder = os_temp_folder(&err);
	f->ca_file = os_path(f->folder, "ca.pem");
	assert_true(os_write_file(f->ca_file, authority, strlen(authority), &err));
	f->server.ca_file = f->ca_file;
	return f;
}

static inline void give_key(struct fixture *f, const char *key)
{
	struct fake_user user = {.login = ME, .real_name = "Ana", .key = KEY};
	fake_put_user(f->fake, &user);
	f->server.api_key = key;
	f->server.login = ME;
}

static inline void end(struct fixture *f)
{
	if (f->source)
		f->source->calls->close(f->source);
	cache_close(f->cache);
	fake_stop(f->fake);
	if (f->folder)
		assert_true(os_remove_tree(f->folder, &f->err));
	free(f->folder);
	free(f->ca_file);
	free(f);
}

static inline void note_stored(void *context, const int64_t *ids, size_t n)
{
	struct fixture *f = context;
	if (f->n_stored == 0) {
		memcpy(f->first_stored, ids, n * sizeof *ids);
		f->n_first = n;
	}
	f->n_stored += n;
	if (f->on_stored)
		f->on_stored(f);
}

static inline void note_progress(void *context, const struct sync_progress *progress)
{
	struct fixture *f = context;
	if (f->on_progress)
		f->on_progress(f, progress);
}

/* A pass; what was asked of the server before it is forgotten. */
static inline bool sync_into(struct fixture *f, struct cache *cache)
{
	struct source *source = f->source ? f->source : bugzilla_open(&f->server, &f->err);
	struct sync_events events = {.context = f, .progress = note_progress, .stored = note_stored};
	assert_non_null(source);
	fake_forget_requests(f->fake);
	f->n_stored = f->n_first = 0;
	bool ok = sync_run(source, cache, &f->options, &events, &f->report, &f->err);
	if (!f->source)
		source->calls->close(source);
	return ok;
}

static inline bool sync_once(struct fixture *f)
{
	return sync_into(f, f->cache);
}

static inline void must_sync(struct fixture *f)
{
	if (!sync_once(f))
		fail_msg("%s", f->err.text);
}

static inline size_t count_ids(struct cache *cache)
{
	struct error err;
	struct arena *home = arena_new();
	const int64_t *ids = NULL;
	size_t n = 0;
	assert_true(cache_ids(cache, CACHE_ALL, home, &ids, &n, &err));
	arena_free(home);
	return n;
}

/* --- what is in a copy, as text --- */

static inline void dump_texts(struct str *out, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_addf(out, " %s", texts[i]);
	str_add(out, "|");
}

static inline void dump_bug(struct str *out, const struct bug *bug)
{
	str_addf(out,
		 "%" PRId64 "|%s|%s|%s|%s|%s|%s|%s|%s|%s|%" PRId64 "|%" PRId64 "|%" PRId64 "|%" PRId64 "|",
		 bug->id, bug->summary, bug->whiteboard, bug->status, bug->resolution, bug->product,
		 bug->component, bug->creator, bug->assignee, bug->assignee_name, bug->created_utc,
		 bug->changed_utc, bug->resolved_utc, bug->dupe_of);
	dump_texts(out, bug->cc, bug->n_cc);
	dump_texts(out, bug->keywords, bug->n_keywords);
	for (size_t i = 0; i < bug->n_flags; i++)
		str_addf(out, " %" PRId64 " %s%c%s", bug->flags[i].id, bug->flags[i].name,
			 bug->flags[i].status, bug->flags[i].requestee ? bug->flags[i].requestee : "anybody");
	str_add(out, "\n");
}

static inline void dump_conversation(struct str *out, const struct conversation *said)
{
	for (size_t i = 0; i < said->n_comments; i++)
		str_addf(out, "  %" PRId64 " %d %s %" PRId64 " %s\n", said->comments[i].id,
			 said->comments[i].number, said->comments[i].author, said->comments[i].time_utc,
			 said->comments[i].text);
	for (size_t i = 0; i < said->n_changes; i++)
		str_addf(out, "  %" PRId64 " %s %s [%s] [%s]\n", said->changes[i].when_utc,
			 said->changes[i].who, said->changes[i].field, said->changes[i].removed,
			 said->changes[i].added);
}

static inline void dump_one(struct str *out, struct cache *cache, int64_t bug_id)
{
	struct error err;
	struct arena *home = arena_new();
	const struct bug *bug = NULL;
	struct conversation said;
	assert_true(cache_get_bug(cache, bug_id, home, &bug, NULL, &err));
	assert_true(cache_get_conversation(cache, bug_id, home, &said, &err));
	assert_non_null(bug);
	dump_bug(out, bug);
	dump_conversation(out, &said);
	arena_free(home);
}

/* The caller frees. */
static inline char *dump(struct cache *cache)
{
	struct error err;
	struct str out = {0};
	struct arena *home = arena_new();
	const int64_t *ids = NULL;
	size_t n = 0;
	assert_true(cache_ids(cache, CACHE_ALL, home, &ids, &n, &err));
	for (size_t i = 0; i < n; i++)
		dump_one(&out, cache, ids[i]);
	arena_free(home);
	return str_take(&out);
}

/* The copy holds what one holds that is made now, from nothing and undisturbed. */
static inline void assert_like_new(struct fixture *f)
{
	struct cache *fresh = open_cache(":memory:");
	struct source *kept = f->source;
	f->source = NULL;
	fake_clear_faults(f->fake);
	assert_true(sync_into(f, fresh));
	char *here = dump(f->cache), *there = dump(fresh);
	assert_string_equal(here, there);
	free(here);
	free(there);
	cache_close(fresh);
	f->source = kept;
}

/* Runs the body for both kinds of server. */
#define FOR_BOTH(n_bugs, f)                                   \
	for (int kind_ = FAKE_BMO; kind_ <= FAKE_5X; kind_++) \
		for (struct fixture *f = start((enum fake_kind)kind_, n_bugs); f; end(f), f = NULL)

static inline void make_three_changes(struct fixture *f)
{
	struct fake_comment comment = {.bug_id = 110,
				       .who = "jo@reader.example",
				       .text = "a question?",
				       .when_utc = SERVER_NOW + HOUR_S};
	fake_comment(f->fake, &comment);
	fake_change(f->fake, 120, "whiteboard", "[ca-compliance] Next update: 2026-12-01", "k@root.example",
		    SERVER_NOW + HOUR_S + 60);
	fake_needinfo(f->fake, 130, "k@root.example", ME, SERVER_NOW + HOUR_S + 120);
}

#endif
