/* deadline/answers.c - who has been answered. A question is settled by what a later update names or quotes.
 * Names are few and looked up by number; lines are many, so those of all questions are sorted once, and each
 * quoted line of the updates is looked up among them. */
#include "deadline/answers.h"

#include <stdlib.h>
#include <string.h>

#include "deadline/lines.h"
#include "deadline/scan.h"

#define QUOTE_MIN 20 /* characters: shorter lines are quoted by chance ("Thanks.") */

/* --- detail 3 --- */

static bool set_needinfo_beside(const struct facts *facts, const struct comment *comment)
{
	const struct bug *bug = facts->input->bug;
	for (size_t i = 0; i < bug->n_flags; i++) {
		const struct flag *flag = &bug->flags[i];
		if (str_equals(flag->name, "needinfo") && login_equals(flag->setter, comment->author) &&
		    flag->created_utc > comment->time_utc - BESIDE_S &&
		    flag->created_utc < comment->time_utc + BESIDE_S)
			return true;
	}
	return history_has_beside(&facts->history, comment->author, comment->time_utc, change_sets_needinfo);
}

bool note_wants_answer(const struct facts *facts, const struct note *note)
{
	const struct comment *comment = note->comment;
	if (note->party != PARTY_OUTSIDE || comment->number == 0)
		return false;
	if (note->asks)
		return true;
	if (facts->closure && note > facts->closure && comment_is_final_call(comment->text))
		return false;
	if (history_has_beside(&facts->history, comment->author, comment->time_utc, change_is_administrative))
		return false;
	return comment->time_utc >= IRG3_UTC || set_needinfo_beside(facts, comment);
}

/* --- named: `comment 3`, `comment #3`, `#c3` --- */

static bool scan_name(struct span *rest, int64_t *number)
{
	struct span ahead = *rest;
	if (scan_prefix(&ahead, "comment")) {
		bool is_apart = scan_blanks(&ahead);
		if (!scan_char(&ahead, '#') && !is_apart)
			return false;
	} else if (!scan_prefix(&ahead, "#c")) {
		return false;
	}
	if (scan_digits(&ahead, number) == 0)
		return false;
	*rest = ahead;
	return true;
}

static int number_compare(const void *left, const void *right)
{
	const struct note *a = *(struct note *const *)left, *b = *(struct note *const *)right;
	return a->comment->number < b->comment->number ? -1 : a->comment->number > b->comment->number;
}

struct questions {
	struct note **by_number;
	size_t n;
};

/* Settles the question of that number if it is older than the update. */
static void settle_named(const struct questions *questions, int64_t number, const struct note *update)
{
	size_t low = 0, high = questions->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (questions->by_number[middle]->comment->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < questions->n && questions->by_number[low]->comment->number == number &&
	    questions->by_number[low] < update)
		questions->by_number[low]->is_settled = true;
}

/* A name may begin there: no part of a longer word. */
static bool may_name(struct span text, size_t i)
{
	if (text.at[i] == '#')
		return true;
	return (text.at[i] == 'c' || text.at[i] == 'C') && (i == 0 || !ascii_is_alnum(text.at[i - 1]));
}

static void read_names(const struct questions *questions, const struct note *update)
{
	struct span text = span_of(update->comment->text);
	size_t i = 0;
	while (i < text.len) {
		size_t link = link_bytes(text, i);
		struct span rest = span_sub(text, i, text.len);
		int64_t number;
		if (may_name(text, i) && scan_name(&rest, &number))
			settle_named(questions, number, update);
		i += link > 0 ? link : 1;
	}
}

/* --- quoted --- */

/* A line of a question, blanks evened out, and the newest update that quotes it. */
struct said {
	const char *text;
	struct note *question;
	const struct note *quoted_by; /* kept in the first of several equal ones; NULL: nobody yet */
};

struct sayings {
	struct said *all;
	size_t n, cap;
};

static int said_compare(const void *left, const void *right)
{
	return strcmp(((const struct said *)left)->text, ((const struct said *)right)->text);
}

/* Outer blanks off, runs of blanks as one. */
static const char *even_out(struct span line, struct arena *scratch)
{
	char *text = arena_alloc(scratch, line.len + 1);
	size_t n = 0;
	scan_blanks(&line);
	while (line.len > 0) {
		if (scan_blanks(&line)) {
			text[n++] = ' ';
		} else {
			text[n++] = line.at[0];
			line = span_sub(line, 1, line.len);
		}
	}
	text[n > 0 && text[n - 1] == ' ' ? n - 1 : n] = '\0';
	return text;
}

static bool is_long_enough(const char *text)
{
	size_t characters = 0;
	for (; *text && characters < QUOTE_MIN; text++)
		characters += ((unsigned char)*text & 0xC0) != 0x80;
	return characters >= QUOTE_MIN;
}

static void collect_lines(struct sayings *sayings, struct note *question, struct arena *scratch)
{
	struct span rest = span_of(question->comment->text), line;
	while (span_next_line(&rest, &line)) {
		const char *text = even_out(line, scratch);
		if (!is_long_enough(text))
			continue;
		sayings->all =
			arena_push(scratch, sayings->all, &sayings->n, &sayings->cap, sizeof *sayings->all);
		sayings->all[sayings->n - 1] = (struct said){.text = text, .question = question};
	}
}

/* The first of those with this text. */
static struct said *find_said(const struct sayings *sayings, const char *text)
{
	size_t low = 0, high = sayings->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(sayings->all[middle].text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sayings->n && str_equals(sayings->all[low].text, text) ? &sayings->all[low] : NULL;
}

/* Updates are read oldest first, so the last one to quote a line is the newest. */
static void read_quotes(const struct sayings *sayings, const struct note *update, struct arena *scratch)
{
	struct span rest = span_of(update->comment->text), line;
	while (span_next_line(&rest, &line)) {
		scan_blanks(&line);
		if (!scan_char(&line, '>'))
			continue;
		struct said *said = find_said(sayings, even_out(line, scratch));
		if (said)
			said->quoted_by = update;
	}
}

static void settle_quoted(const struct sayings *sayings)
{
	const struct said *first = NULL;
	for (size_t i = 0; i < sayings->n; i++) {
		struct said *said = &sayings->all[i];
		if (!first || !str_equals(first->text, said->text))
			first = said;
		if (first->quoted_by && said->question < first->quoted_by)
			said->question->is_settled = true;
	}
}

/* --- its author went on --- */

static int login_compare(const char *a, const char *b)
{
	while (*a && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return (unsigned char)ascii_lower(*a) - (unsigned char)ascii_lower(*b);
}

static int author_compare(const void *left, const void *right)
{
	const struct note *a = *(struct note *const *)left, *b = *(struct note *const *)right;
	int order = login_compare(a->comment->author, b->comment->author);
	if (order != 0)
		return order;
	return a < b ? -1 : a > b;
}

/* For each note the first update that is newer; NULL: none. */
static const struct note **updates_after(const struct note *notes, size_t n, struct arena *scratch)
{
	const struct note **after = arena_array(scratch, n, sizeof *after);
	const struct note *update = NULL;
	for (size_t i = n; i-- > 0;) {
		after[i] = update;
		if (notes[i].party == PARTY_TEAM)
			update = &notes[i];
	}
	return after;
}

static void settle_by_author(struct note *notes, size_t n, struct arena *scratch)
{
	const struct note **after = updates_after(notes, n, scratch);
	struct note **by_author = arena_array(scratch, n, sizeof *by_author);
	for (size_t i = 0; i < n; i++)
		by_author[i] = &notes[i];
	if (n > 1)
		qsort(by_author, n, sizeof *by_author, author_compare);
	const struct note *newest = NULL; /* of this author */
	for (size_t i = n; i-- > 0;) {
		struct note *note = by_author[i];
		if (!newest || !str_equals_nocase(newest->comment->author, note->comment->author))
			newest = note;
		const struct note *update = after[note - notes];
		if (note->asks && update && newest > update)
			note->is_settled = true;
	}
}

/* --- detail 12 --- */

void notes_settle(struct note *notes, size_t n, struct arena *scratch)
{
	struct questions questions = {.by_number = arena_array(scratch, n, sizeof *questions.by_number)};
	struct sayings sayings = {0};
	for (size_t i = 0; i < n; i++) {
		if (!notes[i].asks)
			continue;
		questions.by_number[questions.n++] = &notes[i];
		collect_lines(&sayings, &notes[i], scratch);
	}
	if (questions.n == 0)
		return;
	qsort(questions.by_number, questions.n, sizeof *questions.by_number, number_compare);
	if (sayings.n > 1)
		qsort(sayings.all, sayings.n, sizeof *sayings.all, said_compare);
	for (size_t i = 0; i < n; i++) {
		if (notes[i].party != PARTY_TEAM)
			continue;
		read_names(&questions, &notes[i]);
		read_quotes(&sayings, &notes[i], scratch);
	}
	settle_quoted(&sayings);
	settle_by_author(notes, n, scratch);
}
