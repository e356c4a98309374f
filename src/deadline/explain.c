/* deadline/explain.c - a sentence has a cause, what follows from it, the citation, and who put it aside. */
#include "deadline/explain.h"

#include "base/utc.h"

#define EXCERPT_BYTES 60

static const char *person(const char *login, struct arena *home)
{
	return span_dup(home, login_name(span_of(login)));
}

static const char *moment(int64_t utc, struct arena *home)
{
	char text[UTC_TEXT_BYTES];
	return arena_strdup(home, utc_print_human(utc, text));
}

static const struct comment *comment_of(const struct facts *facts, const struct obligation *obligation)
{
	for (size_t i = 0; i < facts->n_notes; i++)
		if (facts->notes[i].comment->number == obligation->cause.number)
			return facts->notes[i].comment;
	return NULL;
}

/* --- because of what --- */

static const char *because_filed(const struct facts *facts, const struct obligation *obligation,
				 struct arena *home)
{
	(void)obligation;
	const struct bug *bug = facts->input->bug;
	return arena_printf(home, "%s filed this bug (%s)", person(bug->creator, home),
			    moment(bug->created_utc, home));
}

static const char *because_no_report(const struct facts *facts, const struct obligation *obligation,
				     struct arena *home)
{
	(void)obligation;
	return arena_printf(home, "No full report was given on this bug (created %s)",
			    moment(facts->input->bug->created_utc, home));
}

static const char *because_said(const struct facts *facts, const struct obligation *obligation,
				struct arena *home)
{
	const struct comment *comment = comment_of(facts, obligation);
	return arena_printf(home, "%s %s (comment %d, %s)", person(comment->author, home),
			    obligation->asks ? "asked" : "commented", comment->number,
			    moment(comment->time_utc, home));
}

static const char *because_flag(const struct facts *facts, const struct obligation *obligation,
				struct arena *home)
{
	const struct flag *flag = facts->input->bug->flags;
	while (flag->id != obligation->cause.number)
		flag++;
	return arena_printf(home, "%s asked %s for information (needinfo, %s)", person(flag->setter, home),
			    flag->requestee ? person(flag->requestee, home) : "us",
			    moment(flag->created_utc, home));
}

static const char *because_date(const struct facts *facts, const struct obligation *obligation,
				struct arena *home)
{
	char date[UTC_TEXT_BYTES];
	utc_print_date(obligation->cause.date_utc, date);
	if (!facts->date_set)
		return arena_printf(home, "Next update is set to %s", date);
	return arena_printf(home, "%s set Next update to %s", person(facts->date_set->who, home), date);
}

static const char *newest_update(const struct facts *facts, struct arena *home)
{
	if (facts->elsewhere_bug)
		return arena_printf(home, "on bug %lld (%s)", (long long)facts->elsewhere_bug,
				    moment(facts->update_utc, home));
	return arena_printf(home, "comment %d (%s)", facts->update->comment->number,
			    moment(facts->update_utc, home));
}

static const char *because_silent(const struct facts *facts, const struct obligation *obligation,
				  struct arena *home)
{
	(void)obligation;
	return arena_printf(home, "Our newest update is %s", newest_update(facts, home));
}

static const char *because_delayed(const struct facts *facts, const struct obligation *obligation,
				   struct arena *home)
{
	(void)obligation;
	return arena_printf(home, "Revocation is delayed and our newest update is %s",
			    newest_update(facts, home));
}

static const char *because_closing(const struct facts *facts, const struct obligation *obligation,
				   struct arena *home)
{
	(void)obligation;
	return arena_printf(home, "The closure summary in comment %d (%s) asks to close this bug",
			    facts->closure->comment->number, moment(facts->closure->comment->time_utc, home));
}

/* --- what follows --- */

struct sentence {
	const char *(*because)(const struct facts *facts, const struct obligation *obligation,
			       struct arena *home);
	const char *what;         /* is owed within the time of the rule */
	const char *otherwise;    /* in place of that; NULL: nothing */
	const char *acknowledged; /* the same in that state */
};

static const struct sentence sentences[KINDS] = {
	[KIND_INITIAL] = {.because = because_filed, .what = "a first answer"},
	[KIND_FULL_REPORT] = {.because = because_no_report, .what = "one"},
	[KIND_RESPOND] = {.because = because_said,
			  .what = "an answer",
			  .acknowledged = "we replied, but no update names or quotes that comment"},
	[KIND_NEEDINFO] = {.because = because_flag,
			   .what = "an answer",
			   .acknowledged = "we replied, but the request still stands"},
	[KIND_NEXT_UPDATE] = {.because = because_date,
			      .otherwise = "an update is owed by the end of that day"},
	[KIND_WEEKLY] = {.because = because_silent, .what = "the next one"},
	[KIND_REVOCATION] = {.because = because_delayed, .what = "the next one"},
	[KIND_CLOSURE_NEEDINFO] = {.because = because_closing,
				   .otherwise = "the needinfo to " CCADB_LOGIN
						" that must come with it is missing"},
};

/* As the guidelines say it: the first answer in hours, all else in days. */
static const char *period(const struct obligation *obligation, struct arena *home)
{
	int64_t seconds = obligation->rule->duration_s;
	if (obligation->kind == KIND_INITIAL && seconds < WEEK_S)
		return arena_printf(home, "%lld hours", (long long)(seconds / HOUR_S));
	return arena_printf(home, "%lld days", (long long)(seconds / DAY_S));
}

/* From when the time runs, where it is not from the cause itself. */
static const char *start(const struct facts *facts, const struct obligation *obligation, struct arena *home)
{
	if (obligation->since_utc == facts->reopened_utc)
		return arena_printf(home, " of the reopening (%s)", moment(obligation->since_utc, home));
	if (obligation->since_utc == facts->input->aware_utc)
		return arena_printf(home, " of our learning of it (%s)", moment(obligation->since_utc, home));
	return "";
}

static const char *consequence(const struct facts *facts, const struct obligation *obligation,
			       struct arena *home)
{
	const struct sentence *sentence = &sentences[obligation->kind];
	if (obligation->state == STATE_ACKNOWLEDGED)
		return sentence->acknowledged;
	if (obligation->state == STATE_SUSPENDED)
		return arena_printf(home, "none is owed while the closure summary in comment %d stands",
				    facts->closure->comment->number);
	if (sentence->otherwise)
		return sentence->otherwise;
	return arena_printf(home, "%s %s within %s%s", sentence->what,
			    obligation->level == LEVEL_SHOULD ? "should come" : "is owed",
			    period(obligation, home), start(facts, obligation, home));
}

static const char *put_aside(const struct obligation *obligation, struct arena *home)
{
	const struct dismissal *dismissal = obligation->dismissal;
	if (!dismissal)
		return "";
	return arena_printf(home, ", %s by %s (%s): %s",
			    obligation->state == STATE_DISMISSED ? "dismissed" : "put off", dismissal->who,
			    moment(dismissal->at_utc, home), dismissal->reason);
}

const char *explain_obligation(const struct facts *facts, const struct obligation *obligation,
			       struct arena *home)
{
	return arena_printf(home, "%s; %s (%s)%s",
			    sentences[obligation->kind].because(facts, obligation, home),
			    consequence(facts, obligation, home), obligation->rule->citation,
			    put_aside(obligation, home));
}

/* --- the whiteboard --- */

struct remarks {
	const char **all;
	size_t n, cap;
	struct arena *home;
};

static void add_remark(struct remarks *remarks, const char *text)
{
	remarks->all =
		arena_push(remarks->home, remarks->all, &remarks->n, &remarks->cap, sizeof *remarks->all);
	remarks->all[remarks->n - 1] = text;
}

/* The beginning of a text that may be long, cut between two characters. */
static const char *excerpt(struct span text, struct arena *home)
{
	size_t len = text.len;
	if (len > EXCERPT_BYTES)
		for (len = EXCERPT_BYTES; len > 0 && ((unsigned char)text.at[len] & 0xC0) == 0x80;)
			len--;
	return arena_printf(home, "%.*s%s", (int)len, text.at, len < text.len ? "…" : "");
}

static bool is_known(const struct deadline_input *input, int64_t bug_id)
{
	for (size_t i = 0; i < input->n_references; i++)
		if (input->references[i].bug_id == bug_id)
			return true;
	return false;
}

static void remark_on_references(const struct facts *facts, struct remarks *remarks)
{
	const struct whiteboard *whiteboard = &facts->whiteboard;
	for (size_t i = 0; i < whiteboard->n_bugs; i++) {
		int64_t id = whiteboard->bugs[i];
		if (id == facts->input->bug->id)
			add_remark(remarks,
				   "the whiteboard names this bug itself in `Updates in Bug`: ignored");
		else if (!is_known(facts->input, id))
			add_remark(
				remarks,
				arena_printf(remarks->home,
					     "the whiteboard says `Updates in Bug %lld`, which is not known "
					     "here: ignored",
					     (long long)id));
	}
}

size_t explain_whiteboard(const struct facts *facts, struct arena *home, const char ***texts)
{
	struct remarks remarks = {.home = home};
	if (facts->whiteboard.unreadable.len > 0)
		add_remark(&remarks, arena_printf(home, "the whiteboard has no date that can be read in `%s`",
						  excerpt(facts->whiteboard.unreadable, home)));
	if (facts->whiteboard.has_lone_bracket)
		add_remark(&remarks, "the whiteboard has a bracket without its partner");
	remark_on_references(facts, &remarks);
	*texts = remarks.all;
	return remarks.n;
}
