#include "view/reason.h"

#include <inttypes.h>
#include <string.h>

#include "base/utc.h"
#include "view/news.h"

#define NEWS_MOST 2 /* on the page: there is no room for more */

/* How a kind reads: OWED CAUSE, … DURATION LIMIT (citation). */
static const struct wording {
	const char *owed, *limit;
} wordings[KINDS] = {
	[KIND_INITIAL] = {"first answer owed to", "to answer"},
	[KIND_FULL_REPORT] = {"full report owed since", "for the report"},
	[KIND_RESPOND] = {"answer owed to", "to answer"},
	[KIND_NEEDINFO] = {"answer owed to", "to answer"},
	[KIND_NEXT_UPDATE] = {"update owed by", "on or before that day"},
	[KIND_WEEKLY] = {"weekly update owed after", "between updates"},
	[KIND_REVOCATION] = {"revocation update owed after", "between updates"},
	[KIND_ACTION_ITEM] = {"word of an action item owed after", "to give it"},
	[KIND_PROMISE] = {"promised in", "as we said"},
	[KIND_CLOSURE_NEEDINFO] = {"needinfo to the CCADB owed with", "with the closure request"},
};

/* --- the cause --- */

const struct comment *reason_comment(const struct obligation *obligation,
				     const struct conversation *conversation)
{
	if (!conversation || obligation->cause.type != CAUSE_COMMENT)
		return NULL;
	for (size_t i = 0; i < conversation->n_comments; i++) {
		if (conversation->comments[i].number == obligation->cause.number)
			return &conversation->comments[i];
	}
	return NULL;
}

/* A short name tells people apart, and that is all a line has room for. */
static void add_author(struct str *out, const struct comment *comment)
{
	struct span name = login_name(span_of(comment->author));

	str_add(out, " by ");
	str_printable(out, name.at, name.len, PRINTABLE_LINE);
}

static void add_cause(struct str *out, const struct cause *cause, const struct comment *comment)
{
	char text[UTC_TEXT_BYTES];
	switch (cause->type) {
	case CAUSE_NONE:
		str_add(out, "our update on another bug");
		break;
	case CAUSE_COMMENT:
		str_addf(out, "comment %" PRId64, cause->number);
		if (comment)
			add_author(out, comment);
		break;
	case CAUSE_FLAG:
		str_add(out, "the needinfo request");
		break;
	case CAUSE_WHITEBOARD:
		str_addf(out, "Next update %s", utc_print_date(cause->date_utc, text));
		break;
	}
}

void reason_add_phrase(struct str *out, const struct obligation *obligation, const struct comment *comment,
		       int64_t now_utc)
{
	char age[UTC_TEXT_BYTES];
	str_addf(out, "%s ", wordings[obligation->kind].owed);
	add_cause(out, &obligation->cause, comment);
	/* The date in the whiteboard has no age that anybody needs. */
	if (obligation->cause.type != CAUSE_WHITEBOARD)
		str_addf(out, ", %s ago", utc_print_age(now_utc - obligation->since_utc, age));
}

/* --- the words --- */

static bool is_quotable(struct span line)
{
	return line.len > 0 && line.at[0] != '>' && !span_starts_nocase(line, "(In reply to ");
}

struct span reason_words(const struct comment *comment)
{
	struct span rest = span_of(comment->text), line, first = {0};
	while (span_next_line(&rest, &line)) {
		line = span_trim(line);
		if (!is_quotable(line))
			continue;
		if (memchr(line.at, '?', line.len))
			return line;
		if (first.len == 0)
			first = line;
	}
	return first;
}

void reason_add_words(struct str *out, struct span words, const struct look *look, size_t width_cols)
{
	struct str printable = {0};
	str_printable(&printable, words.at, words.len, PRINTABLE_LINE);
	str_add_char(out, '"');
	str_add_cell(out, str_text(&printable), width_cols, look->signs->ellipsis, false);
	str_add_char(out, '"');
	str_free(&printable);
}

/* --- the line --- */

/* "7 days to answer (IRG 3.2)" */
static void add_limit(struct str *out, const struct obligation *obligation, struct reason_room room)
{
	const struct rule *rule = obligation->rule;
	if (room.is_short) {
		str_addf(out, " (%s)", rule->citation);
		return;
	}
	str_add(out, "   ");
	if (rule->duration_s > 0 && rule->duration_s % WEEK_S == 0)
		str_addf(out, "%" PRId64 " days ", rule->duration_s / DAY_S);
	else if (rule->duration_s > 0)
		str_addf(out, "%" PRId64 " hours ", rule->duration_s / HOUR_S);
	str_addf(out, "%s (%s)", wordings[obligation->kind].limit, rule->citation);
}

/* What was asked, after a colon. */
static void add_question(struct str *out, const struct comment *comment, const struct look *look,
			 size_t words_cols)
{
	struct span words = comment ? reason_words(comment) : (struct span){0};
	if (words.len == 0 || words_cols == 0)
		return;
	str_add(out, ": ");
	reason_add_words(out, words, look, words_cols);
}

/* Our own updates need neither author nor words: the room is small, and a question may have to share it. */
static void add_countdown(struct str *out, const struct obligation *countdown,
			  const struct conversation *conversation, const struct look *look,
			  struct reason_room room, int64_t now_utc)
{
	bool is_answer = countdown->kind == KIND_RESPOND;
	const struct comment *comment = is_answer ? reason_comment(countdown, conversation) : NULL;
	str_addf(out, "%c ", kinds[countdown->kind].letter);
	reason_add_phrase(out, countdown, comment, now_utc);
	add_question(out, comment, look, room.words_cols);
	add_limit(out, countdown, room);
}

/* The oldest question that waits. NULL: none. */
static const struct obligation *question_of(const struct assessment *assessment)
{
	for (size_t i = 0; i < assessment->n_obligations; i++) {
		const struct obligation *obligation = &assessment->obligations[i];
		if (obligation->kind == KIND_RESPOND && obligation->state == STATE_OPEN && obligation->asks)
			return obligation;
	}
	return NULL;
}

/* The number of the comment that an obligation (or NULL) comes from. */
static int64_t number_of(const struct obligation *obligation)
{
	return obligation && obligation->cause.type == CAUSE_COMMENT ? obligation->cause.number : -1;
}

bool reason_excerpt(const struct row *row, struct excerpt *excerpt)
{
	const struct assessment *assessment = row->entry->assessment;
	bool is_new = row_is_new(row);
	*excerpt = (struct excerpt){
		.number = number_of(assessment->countdown),
		.other_number = number_of(question_of(assessment)),
		.since_utc = is_new ? marks_seen(row->at->marks, row->entry->bug->id) : INT64_MAX,
	};
	return excerpt->number >= 0 || excerpt->other_number >= 0 || is_new;
}

/* A question that is not due first. */
static void add_other_question(struct str *out, const struct row *row,
			       const struct conversation *conversation, const struct look *look,
			       size_t words_cols)
{
	const struct assessment *assessment = row->entry->assessment;
	const struct obligation *question = question_of(assessment);
	char age[UTC_TEXT_BYTES];
	if (!question || assessment->countdown->kind == KIND_RESPOND)
		return;
	const struct comment *comment = reason_comment(question, conversation);
	str_addf(out, "   %c ", kinds[question->kind].letter);
	add_cause(out, &question->cause, comment);
	str_addf(out, ", %s ago", utc_print_age(row->at->now_utc - question->since_utc, age));
	add_question(out, comment, look, words_cols);
}

static void add_waiting(struct str *out, const struct row *row)
{
	const struct assessment *assessment = row->entry->assessment;
	const struct kind *request = &kinds[KIND_CLOSURE_NEEDINFO];
	char age[UTC_TEXT_BYTES];
	utc_print_age(row->at->now_utc - assessment->closing_since_utc, age);
	if (assessment->closing_lacks_needinfo)
		str_addf(out, "%c closure summary posted %s ago, but without what goes with it: %s",
			 request->letter, age, request->meets);
	else
		str_addf(out, "%c waits to be closed: closure summary posted %s ago, nothing is owed",
			 ascii_lower(request->letter), age);
}

static void add_perhaps_ours(struct str *out, const struct row *row)
{
	const char *word = row->entry->perhaps_ours;
	str_add(out, "perhaps ours: the title says \"");
	str_printable(out, word, strlen(word), PRINTABLE_LINE);
	str_add(out, "\", but it is filed on somebody else, so nothing is counted");
}

void reason_text(const struct row *row, const struct conversation *conversation, const struct look *look,
		 struct reason_room room, struct str *out)
{
	const struct obligation *countdown = row->entry->assessment->countdown;
	if (row->entry->is_pending) {
		str_add(out, look->signs->pending);
	} else if (countdown) {
		add_countdown(out, countdown, conversation, look, room, row->at->now_utc);
		add_other_question(out, row, conversation, look, room.words_cols);
	} else if (row_waits(row)) {
		add_waiting(out, row);
	} else if (row_is_perhaps_ours(row)) {
		add_perhaps_ours(out, row);
	} else if (!row->entry->assessment->is_ours) {
		str_add(out, "another CA's bug: we owe nothing");
	} else if (!row->entry->is_open) {
		str_add(out, "closed: nothing is owed");
	} else {
		str_add(out, "nothing is owed");
	}
}

/* --- what is new --- */

/* The comment that reason_text speaks of, so that it is not told as news once more. */
static const struct comment *comment_said(const struct row *row, const struct conversation *conversation)
{
	const struct obligation *question = question_of(row->entry->assessment);
	const struct obligation *countdown = row->entry->assessment->countdown;
	if (countdown && countdown->kind == KIND_RESPOND)
		question = countdown;
	return countdown && question ? reason_comment(question, conversation) : NULL;
}

void reason_add_news(const struct row *row, const struct conversation *conversation, const struct look *look,
		     struct str *out)
{
	if (!conversation || !row_is_new(row))
		return;
	struct arena *home = arena_new();
	struct news news = news_read(row->at->roster, conversation,
				     marks_seen(row->at->marks, row->entry->bug->id), look, home);
	struct str line = {0};
	news_add_line(&line, &news, comment_said(row, conversation), NEWS_MOST, row->at->now_utc);
	if (line.len > 0)
		str_addf(out, "   new: %s", str_text(&line));
	str_free(&line);
	arena_free(home);
}
