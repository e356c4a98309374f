/* Rows and bugs as Markdown, to be pasted into a report or a chat: read elsewhere and later, so moments are
 * in UTC with their date, and numbers of bugs are links. */
#include <inttypes.h>

#include "base/utc.h"
#include "view/format.h"
#include "view/format_text.h"
#include "view/markdown.h"
#include "view/reason.h"

void format_bug_url(const char *server, int64_t bug_id, struct str *out)
{
	str_addf(out, "%s/show_bug.cgi?id=%" PRId64, server, bug_id);
}

static void add_bug_link(struct str *out, int64_t bug_id, const char *server)
{
	struct str url = {0}, number = {0};

	str_addf(&number, "%" PRId64, bug_id);
	if (server)
		format_bug_url(server, bug_id, &url);
	markdown_add_link(out, str_text(&number), str_text(&url));
	str_free(&url);
	str_free(&number);
}

/* --- list --- */

static void add_head(const struct columns *columns, struct str *out)
{
	str_add_char(out, '|');
	for (size_t i = 0; i < columns->n; i++)
		str_addf(out, " %s |", columns->fields[i]->title);
	str_add(out, "\n|");
	for (size_t i = 0; i < columns->n; i++)
		str_add(out, columns->fields[i]->is_right ? " ---: |" : " --- |");
	str_add_char(out, '\n');
}

static void add_cell(const struct field *field, const struct row *row, const struct look *look,
		     const char *server, struct str *out)
{
	struct str text = {0};

	if (field->is_bug) {
		add_bug_link(out, field->get(row).number, server);
		return;
	}
	field_text(field, row, look, 0, &text);
	markdown_add_line(out, str_text(&text));
	str_free(&text);
}

void format_list_md(const struct selection *selection, const struct moment *at, const struct columns *columns,
		    const char *server, struct str *out)
{
	add_head(columns, out);
	for (size_t i = 0; i < selection->n; i++) {
		struct row row = {.entry = selection->entries[i], .at = at};

		str_add_char(out, '|');
		for (size_t k = 0; k < columns->n; k++) {
			str_add_char(out, ' ');
			add_cell(columns->fields[k], &row, &look_document, server, out);
			str_add(out, " |");
		}
		str_add_char(out, '\n');
	}
}

/* --- show --- */

static void add_item(struct str *out, const char *label, const struct str *text)
{
	str_addf(out, "- **%s**: ", label);
	markdown_add_line(out, str_text(text));
	str_add_char(out, '\n');
}

static void add_facts(const struct row *row, struct str *out)
{
	struct str text = {0};
	const char *label;

	for (size_t i = 0; (label = format_fact(i, row, &text)); i++) {
		if (text.len > 0)
			add_item(out, label, &text);
		str_clear(&text);
	}
	str_free(&text);
}

/* - **weekly**, MUST, open, due 2026-11-24 13:05 UTC: weekly update owed after comment 1 by ana, 8d ago. … */
static void add_obligation(const struct obligation *obligation, const struct conversation *conversation,
			   const struct row *row, struct str *out)
{
	int64_t now_utc = row->at->now_utc;
	struct str text = {0};
	char due[UTC_TEXT_BYTES];

	str_addf(out, "- **%s**, %s, %s", kinds[obligation->kind].label, level_word(obligation->level),
		 state_word(obligation->state));
	if (obligation->due_utc != UTC_NONE)
		str_addf(out, ", due %s%s%s", row_about(row, &look_document),
			 utc_print_human(obligation->due_utc, due),
			 obligation->due_utc < now_utc ? " (overdue)" : "");
	str_add(out, ": ");
	reason_add_phrase(&text, obligation, reason_comment(obligation, conversation), now_utc);
	str_addf(&text, ". %s: %s", obligation->rule->citation, obligation->rule->demands);
	markdown_add_line(out, str_text(&text));
	str_add_char(out, '\n');
	str_free(&text);
}

static void add_note(struct str *out, const char *text)
{
	str_add(out, "- note: ");
	markdown_add_line(out, text);
	str_add_char(out, '\n');
}

static void add_debts(const struct row *row, const struct conversation *conversation, struct str *out)
{
	const struct assessment *assessment = row->entry->assessment;

	for (size_t i = 0; i < assessment->n_obligations; i++)
		add_obligation(&assessment->obligations[i], conversation, row, out);
	if (!assessment->countdown) {
		struct str text = {0};
		reason_text(row, conversation, &look_document, REASON_WHOLE, &text);
		str_add(out, "- ");
		markdown_add_line(out, str_text(&text));
		str_add_char(out, '\n');
		str_free(&text);
	}
	for (size_t i = 0; i < assessment->n_remarks; i++)
		add_note(out, assessment->remarks[i]);
	if (assessment->names_hidden)
		add_note(out, format_names_hidden);
}

static void add_comment(const struct row *row, const struct comment *comment, struct str *out)
{
	const char *debt = format_debt(row->entry->assessment, comment);
	char time[UTC_TEXT_BYTES];

	str_addf(out, "\n### Comment %d by ", comment->number);
	markdown_add_line(out, comment->author);
	str_addf(out, ", %s, %s%s", party_word(roster_party(row->at->roster, comment->author)),
		 utc_print_human(comment->time_utc, time), comment->is_private ? ", private" : "");
	if (debt)
		str_addf(out, ", %s", debt);
	str_add(out, "\n\n");
	markdown_add_quote(out, comment->text);
}

void format_show_md(const struct row *row, const struct conversation *conversation, const char *server,
		    struct str *out)
{
	const struct bug *bug = row->entry->bug;
	char now[UTC_TEXT_BYTES];

	str_add(out, "# ");
	add_bug_link(out, bug->id, server);
	str_add_char(out, ' ');
	markdown_add_line(out, bug->summary);
	str_addf(out, "\n\nAs of %s\n\n", utc_print_human(row->at->now_utc, now));
	add_facts(row, out);
	str_add(out, "\n## What is owed\n\n");
	add_debts(row, conversation, out);
	str_add(out, "\n## Conversation\n");
	for (size_t i = 0; i < conversation->n_comments; i++)
		add_comment(row, &conversation->comments[i], out);
}
