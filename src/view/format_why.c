/* What is owed, for people: a block an obligation, everything that the countdown depends on. */
#include "base/utc.h"
#include "view/format.h"
#include "view/format_text.h"
#include "view/reason.h"
#include "view/when.h"

const char format_names_hidden[] = "authors are hidden: this needs an API key to be trusted";

static void add_distance(struct str *out, int64_t due_utc, int64_t now_utc, const char *about)
{
	char left[UTC_TEXT_BYTES];
	if (due_utc < now_utc)
		str_addf(out, "overdue by %s%s", about, utc_print_left(now_utc - due_utc, left));
	else
		str_addf(out, "in %s%s", about, utc_print_left(due_utc - now_utc, left));
}

/* "R  due 2026-11-24 10:00 UTC  in 3d 22h    answer owed to comment 2 by jo, 3d ago" */
static void add_head(struct str *out, const struct obligation *obligation, const struct comment *comment,
		     int64_t now_utc, const char *about)
{
	char due[UTC_TEXT_BYTES];
	str_addf(out, "%c  ", kinds[obligation->kind].letter);
	if (obligation->due_utc == UTC_NONE) {
		str_add(out, "no due time");
	} else {
		str_addf(out, "due %s%s  ", about, utc_print_human(obligation->due_utc, due));
		add_distance(out, obligation->due_utc, now_utc, about);
	}
	str_add(out, "    ");
	reason_add_phrase(out, obligation, comment, now_utc);
	str_add_char(out, '\n');
}

static void add_moment(struct str *out, const char *label, const char *about, int64_t utc)
{
	format_add_label(out, label);
	str_add(out, about);
	when_add_both(out, utc);
	str_add_char(out, '\n');
}

static void add_rule(struct str *out, const struct rule *rule)
{
	format_add_label(out, "rule");
	str_addf(out, "%s, %s: %s\n", rule->id, rule->citation, rule->demands);
}

static void add_words(struct str *out, const struct comment *comment, const struct look *look)
{
	struct span words = reason_words(comment);
	if (words.len == 0)
		return;
	format_add_label(out, "words");
	reason_add_words(out, words, look, REASON_WORDS_COLS);
	str_add_char(out, '\n');
}

static void add_dismissal(struct str *out, const struct dismissal *dismissal)
{
	char text[UTC_TEXT_BYTES];
	format_add_label(out, "dismissed");
	str_addf(out, "%s by ", utc_print_human(dismissal->at_utc, text));
	format_add_printable(out, dismissal->who);
	str_add(out, ": ");
	format_add_printable(out, dismissal->reason);
	str_add_char(out, '\n');
}

static void add_obligation(struct str *out, const struct obligation *obligation,
			   const struct conversation *conversation, const struct look *look,
			   const struct row *row)
{
	const struct comment *comment = reason_comment(obligation, conversation);
	const char *about = row_about(row, look);
	add_head(out, obligation, comment, row->at->now_utc, about);
	format_add_label(out, "state");
	str_addf(out, "%s, %s\n", state_word(obligation->state), level_word(obligation->level));
	if (obligation->due_utc != UTC_NONE)
		add_moment(out, "due", about, obligation->due_utc);
	add_moment(out, "since", "", obligation->since_utc);
	if (comment)
		add_words(out, comment, look);
	add_rule(out, obligation->rule);
	format_add_label(out, "why");
	format_add_printable(out, obligation->text);
	str_add_char(out, '\n');
	format_add_label(out, "met by");
	str_addf(out, "%s\n", kinds[obligation->kind].meets);
	if (obligation->dismissal)
		add_dismissal(out, obligation->dismissal);
}

void format_add_obligations(const struct row *row, const struct conversation *conversation,
			    const struct look *look, struct str *out)
{
	const struct assessment *assessment = row->entry->assessment;
	for (size_t i = 0; i < assessment->n_obligations; i++) {
		if (i)
			str_add_char(out, '\n');
		add_obligation(out, &assessment->obligations[i], conversation, look, row);
	}
	if (!assessment->countdown) {
		str_add(out, assessment->n_obligations ? "\n" : "");
		reason_text(row, conversation, look, REASON_WHOLE, out);
		str_add_char(out, '\n');
	}
	if (assessment->n_remarks || assessment->names_hidden)
		str_add_char(out, '\n');
	for (size_t i = 0; i < assessment->n_remarks; i++) {
		str_add(out, "note: ");
		format_add_printable(out, assessment->remarks[i]);
		str_add_char(out, '\n');
	}
	if (assessment->names_hidden)
		str_addf(out, "note: %s\n", format_names_hidden);
}

void format_why_text(const struct row *row, const struct conversation *conversation, const struct look *look,
		     struct str *out)
{
	format_add_heading(out, row->entry->bug);
	format_add_obligations(row, conversation, look, out);
}
