#include "net/copy.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utc.h"
#include "net/source.h"

#define ORIGIN "sync-origin"
#define MARK "sync-mark"
#define COMPARED "sync-compared"
#define SYNCED "sync-synced"
#define BLOCKED_SINCE "sync-blocked-since"
#define BLOCKED_UNTIL "sync-blocked-until"
#define BLOCKED_BY "sync-blocked-by"
#define HIDDEN_NAMES "sync-hidden-names"
#define LARGEST_PAGE "sync-largest-page"
#define LEFT_OUT "sync-left-out"
#define PASS "sync-pass"

#define YES "yes"

static bool read_time(struct cache *cache, const char *name, struct arena *home, int64_t *utc,
		      struct error *err)
{
	const char *text = NULL;
	*utc = UTC_NONE;
	if (!cache_get_mark(cache, name, home, &text, err))
		return false;
	if (text && !utc_parse(text, utc))
		*utc = UTC_NONE;
	return true;
}

static bool write_time(struct cache *cache, const char *name, int64_t utc, struct error *err)
{
	char text[UTC_TEXT_BYTES];
	return cache_put_mark(cache, name, utc == UTC_NONE ? NULL : utc_print(utc, text), err);
}

/* Believed, a page larger than any that is asked for would make each page the last one. */
static size_t page_size(const char *text)
{
	char *end = NULL;
	unsigned long n = text ? strtoul(text, &end, 10) : 0;
	return end && end != text && !*end && n <= LIST_BUGS ? n : 0;
}

/* Lines as copy_leave_out makes them; NULL for others. */
static const char *whole_lines(const char *lines)
{
	for (const char *at = lines; at && *at;) {
		char *blank;
		const char *end = strchr(at, '\n');
		if (!end || strtoll(at, &blank, 10) <= 0 || *blank != ' ' || blank > end)
			return NULL;
		at = end + 1;
	}
	return lines;
}

bool copy_read(struct cache *cache, struct arena *home, struct copy *copy, struct error *err)
{
	const char *hidden = NULL, *largest = NULL, *pass = NULL;
	*copy = (struct copy){0};
	if (!cache_get_mark(cache, ORIGIN, home, &copy->origin, err) ||
	    !read_time(cache, MARK, home, &copy->mark_utc, err) ||
	    !read_time(cache, COMPARED, home, &copy->compared_utc, err) ||
	    !read_time(cache, SYNCED, home, &copy->synced_utc, err) ||
	    !cache_get_mark(cache, HIDDEN_NAMES, home, &hidden, err) ||
	    !cache_get_mark(cache, LARGEST_PAGE, home, &largest, err) ||
	    !cache_get_mark(cache, LEFT_OUT, home, &copy->left_out, err) ||
	    !cache_get_mark(cache, PASS, home, &pass, err))
		return false;
	copy->names_are_hidden = hidden != NULL;
	copy->largest_page = page_size(largest);
	copy->left_out = whole_lines(copy->left_out);
	copy->has_pass = pass && plan_parse(pass, &copy->pass);
	return true;
}

bool copy_write(struct cache *cache, const struct copy *copy, struct error *err)
{
	char largest[24], pass[PLAN_TEXT_BYTES];
	snprintf(largest, sizeof largest, "%zu", copy->largest_page);
	return cache_put_mark(cache, ORIGIN, copy->origin, err) &&
	       write_time(cache, MARK, copy->mark_utc, err) &&
	       write_time(cache, COMPARED, copy->compared_utc, err) &&
	       write_time(cache, SYNCED, copy->synced_utc, err) &&
	       cache_put_mark(cache, HIDDEN_NAMES, copy->names_are_hidden ? YES : NULL, err) &&
	       cache_put_mark(cache, LARGEST_PAGE, largest, err) &&
	       cache_put_mark(cache, LEFT_OUT, copy->left_out, err) &&
	       cache_put_mark(cache, PASS, copy->has_pass ? plan_print(&copy->pass, pass) : NULL, err);
}

/* --- what could not be read --- */

const char *copy_leave_out(const char *lines, int64_t bug_id, const char *why, struct arena *home)
{
	if (!lines && !why)
		return NULL;

	struct str out = {0};
	for (const char *at = lines ? lines : "", *end; *at; at = end) {
		end = at + strcspn(at, "\n");
		end += *end == '\n';
		if (strtoll(at, NULL, 10) != bug_id)
			str_add_bytes(&out, at, (size_t)(end - at));
	}
	if (why) {
		str_addf(&out, "%" PRId64 " ", bug_id);
		str_printable(&out, why, strlen(why), PRINTABLE_LINE);
		str_add_char(&out, '\n');
	}
	const char *left = out.len ? arena_strdup(home, out.at) : NULL;
	str_free(&out);
	return left;
}

/* --- a server that wants to be left alone --- */

bool copy_read_block(struct cache *cache, const char *server, struct arena *home, struct block *block,
		     struct error *err)
{
	const char *by = NULL;
	if (!cache_get_mark(cache, BLOCKED_BY, home, &by, err) ||
	    !read_time(cache, BLOCKED_SINCE, home, &block->since_utc, err) ||
	    !read_time(cache, BLOCKED_UNTIL, home, &block->until_utc, err))
		return false;
	if (!str_equals(by, server))
		block->until_utc = UTC_NONE;
	return true;
}

bool copy_write_block(struct cache *cache, const char *server, const struct block *block, struct error *err)
{
	return cache_put_mark(cache, BLOCKED_BY, server, err) &&
	       write_time(cache, BLOCKED_SINCE, block->since_utc, err) &&
	       write_time(cache, BLOCKED_UNTIL, block->until_utc, err);
}
