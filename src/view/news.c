#include "view/news.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utc.h"
#include "view/news_words.h"
#include "view/reason.h"

/* --- reading --- */

struct reader {
	const struct roster *roster;
	const struct look *look;
	struct arena *home;
	struct news news;
	size_t cap;
};

static const char *name_of(const char *login, struct arena *home)
{
	struct str name = {0};
	news_add_name(&name, span_of(login));
	const char *kept = arena_strdup(home, str_text(&name));
	str_free(&name);
	return kept;
}

static void push(struct reader *reader, int64_t at_utc, const char *who, const char *words,
		 const struct comment *comment)
{
	struct news *news = &reader->news;
	news->items = arena_push(reader->home, news->items, &news->n, &reader->cap, sizeof *news->items);
	news->items[news->n - 1] = (struct news_item){.at_utc = at_utc,
						      .who = name_of(who, reader->home),
						      .words = arena_strdup(reader->home, words),
						      .comment = comment};
}

static void read_comment(struct reader *reader, const struct comment *comment)
{
	struct str words = {0};
	struct span quoted = reason_words(comment);
	if (comment->number == 0)
		str_add(&words, "filed this bug");
	else
		str_addf(&words, "comment %d", comment->number);
	if (comment->is_private)
		str_add(&words, " (private)");
	if (quoted.len > 0) {
		str_add(&words, ": ");
		reason_add_words(&words, quoted, reader->look, REASON_WORDS_COLS);
	}
	push(reader, comment->time_utc, comment->author, str_text(&words), comment);
	str_free(&words);
}

static void read_change(struct reader *reader, const struct change *change,
			const struct conversation *conversation)
{
	struct str words = {0};
	news_add_change(&words, change, conversation, reader->roster, reader->look);
	if (words.len > 0)
		push(reader, change->when_utc, change->who, str_text(&words), NULL);
	str_free(&words);
}

/* A comment stands before the change that was saved with it; comments and changes of their own keep their
 * order. */
static int by_time(const void *a, const void *b)
{
	const struct news_item *first = a, *second = b;
	if (first->at_utc != second->at_utc)
		return first->at_utc < second->at_utc ? -1 : 1;
	if (!first->comment != !second->comment)
		return first->comment ? -1 : 1;
	if (first->comment)
		return first->comment->number - second->comment->number;
	return strcmp(first->words, second->words);
}

struct news news_read(const struct roster *roster, const struct conversation *conversation, int64_t since_utc,
		      const struct look *look, struct arena *home)
{
	struct reader reader = {.roster = roster, .look = look, .home = home};
	for (size_t i = 0; i < conversation->n_comments; i++) {
		const struct comment *comment = &conversation->comments[i];
		if (comment->time_utc > since_utc && !roster_is_me(roster, comment->author))
			read_comment(&reader, comment);
	}
	for (size_t i = 0; i < conversation->n_changes; i++) {
		const struct change *change = &conversation->changes[i];
		if (change->when_utc > since_utc && !roster_is_me(roster, change->who))
			read_change(&reader, change, conversation);
	}
	if (reader.news.n > 1)
		qsort(reader.news.items, reader.news.n, sizeof *reader.news.items, by_time);
	return reader.news;
}

/* --- one line --- */

/* What is told together: an author's comments, or one item. */
struct group {
	const struct news_item *newest;
	unsigned n_comments; /* 0: no comment. The filing is none to a reader. */
};

static bool is_comment(const struct news_item *item)
{
	return item->comment && item->comment->number != 0;
}

/* The comment joins those of its author, if any of them stand there. */
static bool joins(struct group groups[], size_t n, const struct news_item *item)
{
	for (size_t i = 0; is_comment(item) && i < n; i++)
		if (groups[i].n_comments > 0 && str_equals(groups[i].newest->who, item->who)) {
			groups[i].n_comments++;
			return true;
		}
	return false;
}

/* The newest first. Returns how many. */
static size_t group_items(const struct news *news, const struct comment *said, struct group groups[])
{
	size_t n = 0;
	for (size_t i = news->n; i-- > 0;) {
		const struct news_item *item = &news->items[i];
		if ((item->comment && item->comment == said) || joins(groups, n, item))
			continue;
		groups[n++] = (struct group){.newest = item, .n_comments = is_comment(item)};
	}
	return n;
}

static void add_group(struct str *out, const struct group *group, int64_t now_utc)
{
	const struct news_item *item = group->newest;
	char age[UTC_TEXT_BYTES];
	if (group->n_comments > 0)
		str_addf(out, "%u comment%s by %s", group->n_comments, group->n_comments > 1 ? "s" : "",
			 item->who);
	else if (item->comment)
		str_addf(out, "filed by %s", item->who);
	else
		str_addf(out, "%s, %s", item->words, item->who);
	str_addf(out, ", %s ago", utc_print_age(now_utc - item->at_utc, age));
}

void news_add_line(struct str *out, const struct news *news, const struct comment *said, size_t most,
		   int64_t now_utc)
{
	struct group *groups = mem_array(news->n, sizeof *groups);
	size_t n = group_items(news, said, groups);
	for (size_t i = 0; i < n && i < most; i++) {
		str_add(out, i > 0 ? "; " : "");
		add_group(out, &groups[i], now_utc);
	}
	if (n > most)
		str_addf(out, "; %zu more", n - most);
	free(groups);
}
