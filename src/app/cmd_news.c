#include "app/cmd_news.h"

#include <assert.h>
#include <stdlib.h>

#include "app/cmd_read.h"
#include "app/state.h"
#include "base/mem.h"
#include "base/utc.h"
#include "view/news.h"
#include "view/sort.h"

/* --- since when --- */

static bool parse_since(const char *text, int64_t now_utc, int64_t *since_utc, struct error *err)
{
	int64_t seconds;

	if (utc_parse_duration(text, &seconds)) {
		*since_utc = now_utc - seconds;
		return true;
	}
	if (utc_parse_date(text, since_utc) || utc_parse(text, since_utc))
		return true;
	return error_set(err, FAULT_USAGE,
			 "--since: `%s` is no time; write 2d, 2026-11-24 or 2026-11-24T07:05:00Z", text);
}

bool news_since(const struct invocation *invocation, int64_t *since_utc, int64_t *looked_utc,
		struct error *err)
{
	const char *text = invocation_option(invocation, "--since");
	int64_t now_utc = session_now(invocation->session);

	*looked_utc = invocation->state->looked_utc;
	if (*looked_utc > now_utc)
		*looked_utc = UTC_NONE; /* the clock was wrong then */
	*since_utc = *looked_utc == UTC_NONE ? now_utc - NEWS_DAYS * DAY_S : *looked_utc;
	return !text || parse_since(text, now_utc, since_utc, err);
}

/* --- which bugs, in which order --- */

static int newest_first(const void *a, const void *b)
{
	const struct entry *const *first = a, *const *second = b;
	int64_t one = (*first)->activity.others_changed_utc, other = (*second)->activity.others_changed_utc;

	if (one != other)
		return one > other ? -1 : 1;
	return (*first)->bug->id < (*second)->bug->id ? -1 : 1;
}

/* Those that others changed since then. Returns how many. */
static size_t choose(const struct snapshot *snapshot, bool is_ours, int64_t since_utc,
		     const struct entry **chosen)
{
	size_t n = 0;

	for (size_t i = 0; i < snapshot->n; i++) {
		const struct entry *entry = snapshot->entries[i];

		if (entry->assessment->is_ours == is_ours && entry->activity.others_changed_utc > since_utc)
			chosen[n++] = entry;
	}
	return n;
}

/* --- writing --- */

struct writer {
	struct session *session;
	struct moment at;
	int64_t since_utc;
	const struct look *look;
	struct str *out;
};

static bool write_bug(struct writer *writer, const struct entry *entry, struct error *err)
{
	struct arena *home = arena_new();
	struct row row = {.entry = entry, .at = &writer->at};
	bool is_ours = entry->assessment->is_ours;
	const struct assessment *then = NULL;
	struct conversation conversation;
	struct news news;
	bool ok = session_conversation(writer->session, entry->bug->id, home, &conversation, err) &&
		  (!is_ours ||
		   session_assess_past(writer->session, entry->bug->id, writer->since_utc, home, &then, err));

	if (ok) {
		news = news_read(writer->at.roster, &conversation, writer->since_utc, writer->look, home);
		if (is_ours)
			news_add_block(writer->out, &row, &news, then, writer->look);
		else if (news.n > 0)
			news_add_others(writer->out, &row, &news);
	}
	arena_free(home);
	return ok;
}

static bool write_ours(struct writer *writer, const struct snapshot *snapshot, const struct entry **entries,
		       struct error *err)
{
	size_t n = choose(snapshot, true, writer->since_utc, entries);
	struct sort by_due;
	struct error unused;
	bool ok = sort_parse("due", &by_due, &unused);

	assert(ok);
	sort_entries(&by_due, &writer->at, entries, n);
	for (size_t i = 0; ok && i < n; i++)
		ok = write_bug(writer, entries[i], err);
	return ok;
}

static bool write_others(struct writer *writer, const struct snapshot *snapshot, const struct entry **entries,
			 struct error *err)
{
	size_t n = choose(snapshot, false, writer->since_utc, entries);
	bool ok = true;

	if (n > 1)
		qsort(entries, n, sizeof(const struct entry *), newest_first);
	if (n > 0 && writer->out->len > 0)
		str_add_char(writer->out, '\n');
	for (size_t i = 0; ok && i < n; i++)
		ok = write_bug(writer, entries[i], err);
	return ok;
}

bool news_write(struct session *session, int64_t since_utc, const struct look *look, struct str *out,
		struct error *err)
{
	const struct snapshot *snapshot = session_snapshot(session);
	const struct entry **entries = mem_array(snapshot->n, sizeof *entries);
	struct writer writer = {.session = session,
				.at = session_moment(session),
				.since_utc = since_utc,
				.look = look,
				.out = out};
	bool ok =
		write_ours(&writer, snapshot, entries, err) && write_others(&writer, snapshot, entries, err);

	free(entries);
	return ok;
}

static void add_notes(struct invocation *invocation, int64_t since_utc, int64_t looked_utc)
{
	char time[UTC_TEXT_BYTES];

	if (read_note_unfetched(invocation))
		return;
	if (looked_utc == UTC_NONE && !invocation_option(invocation, "--since"))
		str_addf(invocation->notes, "no earlier look is known: this is the news of %d days\n",
			 NEWS_DAYS);
	if (invocation->out->len == 0)
		str_addf(invocation->notes, "nothing new since %s\n", utc_print_human(since_utc, time));
}

bool cmd_news(struct invocation *invocation, struct error *err)
{
	struct look look = read_look();
	int64_t since_utc, looked_utc;

	if (!news_since(invocation, &since_utc, &looked_utc, err) ||
	    !session_refresh_since(invocation->session, since_utc, err) ||
	    !session_check_ca(invocation->session, err) ||
	    !news_write(invocation->session, since_utc, &look, invocation->out, err))
		return false;
	add_notes(invocation, since_utc, looked_utc);
	read_note_old(invocation);
	read_note_inferred(invocation);
	return true;
}
