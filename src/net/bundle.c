#include "net/bundle.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"
#include "base/utc.h"
#include "net/bugzilla_json.h"

#define BUNDLE_VERSION 1

/* --- relative times of the demo --- */

struct unit {
	char letter;
	int64_t seconds;
};

/* In the order in which they may stand. */
static const struct unit units[] = {{'d', DAY_S}, {'h', HOUR_S}, {'m', MINUTE_S}, {'s', 1}};
#define N_UNITS (sizeof units / sizeof *units)

static bool is_word_char(char c)
{
	return ascii_is_alnum(c) || c == '_';
}

/* Reads "12h" and moves *at behind it; *unit is the first unit that may still come. */
static bool read_amount(const char **at, size_t *unit, int64_t *seconds)
{
	const char *p = *at;
	int64_t amount = 0;
	while (ascii_is_digit(*p) && amount < 1000000)
		amount = amount * 10 + (*p++ - '0');
	if (p == *at)
		return false;
	while (*unit < N_UNITS && units[*unit].letter != *p)
		++*unit;
	if (*unit == N_UNITS)
		return false;
	*seconds += amount * units[(*unit)++].seconds;
	*at = p + 1;
	return true;
}

/* The bytes of the relative time that begins at `at` with its @; 0 when there is none. */
static size_t read_relative(const char *at, int64_t *offset_s)
{
	const char *p = at + 2;
	size_t unit = 0;
	int64_t seconds = 0;
	if (at[0] != '@' || (at[1] != '+' && at[1] != '-') || !read_amount(&p, &unit, &seconds))
		return 0;
	while (ascii_is_digit(*p))
		if (!read_amount(&p, &unit, &seconds))
			return 0;
	*offset_s = at[1] == '-' ? -seconds : seconds;
	return is_word_char(*p) ? 0 : (size_t)(p - at);
}

/* The text with its relative times as dates, or, when it is nothing else, as the time. */
static void resolve_text(const char *text, int64_t start_utc, struct str *out)
{
	char print[UTC_TEXT_BYTES];
	int64_t offset_s = 0;
	size_t whole = read_relative(text, &offset_s);
	if (whole && !text[whole]) {
		str_add(out, utc_print(start_utc + offset_s, print));
		return;
	}
	for (const char *at = text; *at;) {
		bool begins = *at == '@' && (at == text || !is_word_char(at[-1]));
		size_t bytes = begins ? read_relative(at, &offset_s) : 0;
		if (bytes)
			str_add(out, utc_print_date(start_utc + offset_s, print));
		else
			str_add_char(out, *at);
		at += bytes ? bytes : 1;
	}
}

/* Every string of the tree, whatever member it is: no knowledge of fields is needed. */
static void resolve_times(cJSON *item, int64_t start_utc)
{
	for (; item; item = item->next) {
		resolve_times(item->child, start_utc);
		if (!cJSON_IsString(item) || !strchr(item->valuestring, '@'))
			continue;
		struct str out = {0};
		resolve_text(item->valuestring, start_utc, &out);
		cJSON_SetValuestring(item, str_text(&out));
		str_free(&out);
	}
}

/* --- reading --- */

/* A link that is opened begins with it: nobody shall be made to open a file, or to paste a command. */
static bool check_address(const char *url, struct error *err)
{
	struct span text = span_of(url);
	const char *host = span_starts_nocase(text, "https://")  ? url + strlen("https://")
			   : span_starts_nocase(text, "http://") ? url + strlen("http://")
								 : "";
	bool is_one = ascii_is_alnum(*host) || *host == '[';
	for (const char *c = url; *c; c++)
		is_one = is_one && *c > ' ' && *c <= '~' && !strchr("\"'<>\\^`{|}@?#", *c);
	return is_one || error_set(err, FAULT_DATA,
				   "`base_url` is no address of a server: write it like "
				   "https://bugzilla.mozilla.org");
}

static bool read_head(const cJSON *root, struct arena *home, struct bundle *bundle, struct error *err)
{
	int64_t version = 0;
	if (!cJSON_IsObject(root) || !json_member(root, "bundle"))
		return error_set(err, FAULT_DATA,
				 "this is no bundle: it does not begin with {\"bundle\": 1, …}");
	if (!json_get_int(root, "bundle", &version, err))
		return false;
	if (version != BUNDLE_VERSION)
		return error_set(err, FAULT_DATA, "`bundle` is %" PRId64 ", but this program reads %d",
				 version, BUNDLE_VERSION);
	return json_get_string(root, "base_url", home, &bundle->base_url, err) &&
	       check_address(bundle->base_url, err) &&
	       json_get_time(root, "fetched_at", &bundle->fetched_utc, err);
}

/* Rules, quotes and people name a comment by its number. Comments stand by it already. */
static bool check_numbers(const struct conversation *conversation, struct error *err)
{
	for (size_t i = 1; i < conversation->n_comments; i++)
		if (conversation->comments[i].number == conversation->comments[i - 1].number)
			return error_set(err, FAULT_DATA, "two comments have the `count` %d",
					 conversation->comments[i].number);
	return true;
}

static bool read_conversation(const cJSON *comments, const cJSON *history, struct record *record,
			      struct arena *home, struct error *err)
{
	char *key = arena_printf(home, "%" PRId64, record->bug->id);
	const cJSON *said = json_member(comments, key), *done = json_member(history, key);
	if (!said)
		return error_set(err, FAULT_DATA,
				 "bug %s is without its comments: `comments` needs a member \"%s\" that "
				 "holds the list from GET /rest/bug/%s/comment",
				 key, key, key);
	if (!bugzilla_json_comments(said, record, home, err) || !check_numbers(&record->conversation, err) ||
	    (done && !bugzilla_json_history(done, record, home, err)))
		return error_prefix(err, "bug %s: ", key);
	record->has_history = true; /* none given is none there */
	return true;
}

static bool read_root(const cJSON *root, struct arena *home, struct bundle *bundle, struct error *err)
{
	struct page page;
	const cJSON *bugs = NULL, *comments = NULL, *history = json_member(root, "history");
	if (!read_head(root, home, bundle, err) || !json_get_array(root, "bugs", &bugs, err) ||
	    !json_get_object(root, "comments", &comments, err))
		return false;
	if (history && !cJSON_IsObject(history))
		return error_set(err, FAULT_DATA, "`history` is not an object");
	if (!bugzilla_json_bugs(bugs, FIELDS_ALL, home, &page, err))
		return false;
	bundle->records = page.records;
	bundle->n = page.n;
	for (size_t i = 0; i < page.n; i++)
		if (page.records[i].trouble)
			return error_set(err, FAULT_DATA, "bug %" PRId64 ": %s", page.records[i].bug->id,
					 page.records[i].trouble);
	for (size_t i = 0; i < page.n; i++)
		if (!read_conversation(comments, history, &page.records[i], home, err))
			return false;
	return true;
}

bool bundle_read(const char *path, struct arena *home, struct bundle *bundle, struct error *err)
{
	bool ok = false;
	size_t len = 0;
	cJSON *root = NULL;
	char *text = os_read_file(path, BUNDLE_MAX_BYTES, &len, err);
	if (!text)
		return false; /* it names the file */
	root = json_parse(text, len, err);
	ok = root && read_root(root, home, bundle, err);
	if (!ok)
		error_prefix(err, "%s: ", str_equals(path, "-") ? "standard input" : path);
	cJSON_Delete(root);
	free(text);
	return ok;
}

bool bundle_read_demo(const char *text, size_t len, int64_t start_utc, struct arena *home,
		      struct bundle *bundle, struct error *err)
{
	cJSON *root = json_parse(text, len, err);
	resolve_times(root, start_utc);
	bool ok = root && read_root(root, home, bundle, err);
	cJSON_Delete(root);
	return ok || error_prefix(err, "demo: ");
}

/* --- what arrives when --- */

static void earlier(int64_t *next_utc, int64_t utc, int64_t now_utc)
{
	if (utc > now_utc && (*next_utc == UTC_NONE || utc < *next_utc))
		*next_utc = utc;
}

int64_t bundle_next_arrival(const struct bundle *bundle, int64_t now_utc)
{
	int64_t next_utc = UTC_NONE;
	for (size_t i = 0; i < bundle->n; i++) {
		const struct record *record = &bundle->records[i];
		const struct conversation *conversation = &record->conversation;
		earlier(&next_utc, record->bug->created_utc, now_utc);
		for (size_t f = 0; f < record->bug->n_flags; f++)
			earlier(&next_utc, record->bug->flags[f].created_utc, now_utc);
		for (size_t c = 0; c < conversation->n_comments; c++)
			earlier(&next_utc, conversation->comments[c].time_utc, now_utc);
		for (size_t c = 0; c < conversation->n_changes; c++)
			earlier(&next_utc, conversation->changes[c].when_utc, now_utc);
	}
	return next_utc;
}

static void later(int64_t *changed_utc, int64_t utc)
{
	if (utc > *changed_utc)
		*changed_utc = utc;
}

/* Keeps the flags that were set by then. */
static void flags_until(struct bug *bug, int64_t now_utc, struct arena *home)
{
	const struct flag *all = bug->flags;
	size_t n_all = bug->n_flags;
	bug->flags = arena_array(home, n_all, sizeof *bug->flags);
	bug->n_flags = 0;
	for (size_t i = 0; i < n_all; i++) {
		if (all[i].created_utc > now_utc)
			continue;
		later(&bug->changed_utc, all[i].created_utc);
		bug->flags[bug->n_flags++] = all[i];
	}
}

/* Keeps what was said and done by then. */
static void conversation_until(struct record *record, int64_t now_utc, struct arena *home)
{
	struct conversation all = record->conversation, *kept = &record->conversation;
	kept->comments = arena_array(home, all.n_comments, sizeof *kept->comments);
	kept->changes = arena_array(home, all.n_changes, sizeof *kept->changes);
	kept->n_comments = kept->n_changes = 0;
	for (size_t i = 0; i < all.n_comments; i++) {
		if (all.comments[i].time_utc > now_utc)
			continue;
		later(&record->bug->changed_utc, all.comments[i].time_utc);
		kept->comments[kept->n_comments++] = all.comments[i];
	}
	for (size_t i = 0; i < all.n_changes; i++) {
		if (all.changes[i].when_utc > now_utc)
			continue;
		later(&record->bug->changed_utc, all.changes[i].when_utc);
		kept->changes[kept->n_changes++] = all.changes[i];
	}
}

/* The record as it was at that moment. */
static struct record record_at(const struct record *record, int64_t now_utc, struct arena *home)
{
	struct record then = *record;
	then.bug = arena_alloc(home, sizeof *then.bug);
	*then.bug = *record->bug;
	if (then.bug->changed_utc > now_utc)
		then.bug->changed_utc = then.bug->created_utc;
	flags_until(then.bug, now_utc, home);
	conversation_until(&then, now_utc, home);
	return then;
}

/* --- as a source --- */

struct bundle_source {
	struct source source; /* first: the calls get a pointer to it */
	const struct bundle *bundle;
	struct bundle_clock clock; /* now_utc NULL: all is shown */
};

static bool source_connect(struct source *source, struct error *err)
{
	(void)source;
	(void)err;
	return true;
}

static bool has_id(const struct query *query, int64_t id)
{
	for (size_t i = 0; i < query->n_ids; i++)
		if (query->ids[i] == id)
			return true;
	return !query->ids;
}

static bool matches(const struct bug *bug, const struct query *query)
{
	bool wants_open = query->which != WHICH_CLOSED;
	if (query->which != WHICH_ALL && bug_is_open(bug) != wants_open)
		return false;
	if (query->changed_since_utc != UTC_NONE && bug->changed_utc < query->changed_since_utc)
		return false;
	return (query->newest_first || bug->id > query->after_id) && has_id(query, bug->id);
}

static int by_change(const void *a, const void *b)
{
	const struct record *left = a, *right = b;
	return (left->bug->changed_utc < right->bug->changed_utc) -
	       (left->bug->changed_utc > right->bug->changed_utc);
}

/* The records that are there by the clock, those not asked for left out. */
static void select_records(const struct bundle_source *self, const struct query *query, struct arena *home,
			   struct page *page)
{
	const struct bundle *bundle = self->bundle;
	const struct bundle_clock *clock = &self->clock;
	int64_t now_utc = clock->now_utc ? clock->now_utc(clock->context) : UTC_NONE;
	page->records = arena_array(home, bundle->n, sizeof *page->records);
	for (size_t i = 0; i < bundle->n; i++) {
		struct record record = bundle->records[i];
		if (clock->now_utc && record.bug->created_utc > now_utc)
			continue;
		if (clock->now_utc)
			record = record_at(&record, now_utc, home);
		if (matches(record.bug, query))
			page->records[page->n++] = record;
	}
}

static bool source_search(struct source *source, const struct query *query, struct arena *home,
			  struct page *page, struct error *err)
{
	(void)err;
	*page = (struct page){.is_last = true};
	select_records((const struct bundle_source *)source, query, home, page);
	if (query->newest_first && page->n)
		qsort(page->records, page->n, sizeof *page->records, by_change);
	if (query->fields == FIELDS_ALL && page->n > PAGE_BUGS) {
		page->is_last = false;
		page->n = PAGE_BUGS;
	}
	return true;
}

static bool source_conversations(struct source *source, struct record *records, size_t n, unsigned parts,
				 struct arena *home, struct error *err)
{
	/* They come with the search. */
	(void)source;
	(void)records;
	(void)n;
	(void)parts;
	(void)home;
	(void)err;
	return true;
}

static bool source_wait(struct source *source, int64_t ms)
{
	/* Nothing here fails for the moment, so there is nothing to wait for. */
	(void)ms;
	return !(source->stop && atomic_load(source->stop));
}

static void source_wake(struct source *source)
{
	(void)source;
}

static bool source_clock(struct source *source, int64_t *server_utc, struct error *err)
{
	const struct bundle_source *self = (const struct bundle_source *)source;
	const struct bundle_clock *clock = &self->clock;
	(void)err;
	*server_utc = clock->now_utc ? clock->now_utc(clock->context) : self->bundle->fetched_utc;
	return true;
}

static void source_close(struct source *source)
{
	free(source);
}

/* It is all here. */
static void expect_nothing(struct source *source, const struct query *query)
{
	(void)source;
	(void)query;
}

static const struct source_calls calls = {
	.connect = source_connect,
	.search = source_search,
	.expect = expect_nothing,
	.conversations = source_conversations,
	.wait = source_wait,
	.wake = source_wake,
	.clock = source_clock,
	.close = source_close,
};

struct source *bundle_source(const struct bundle *bundle, const struct bundle_clock *clock)
{
	struct bundle_source *self = mem_alloc(sizeof *self);
	self->bundle = bundle;
	if (clock)
		self->clock = *clock;
	self->source.calls = &calls;
	self->source.facts = (struct source_facts){
		.kind = "bundle",
		.version = "",
		.server = bundle->base_url,
		.origin = bundle->base_url,
		.login = "",
		.as_of_utc = clock ? UTC_NONE : bundle->fetched_utc,
		.notice = "",
	};
	return &self->source;
}
