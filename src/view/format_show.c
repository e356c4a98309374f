/* One bug for people: facts, what is owed, and the conversation, oldest first. */
#include <inttypes.h>

#include "base/utc.h"
#include "view/condition.h"
#include "view/format.h"
#include "view/format_text.h"
#include "view/whose.h"

/* --- facts --- */

static void show_status(const struct row *row, struct str *out)
{
	const struct bug *bug = row->entry->bug;
	format_add_printable(out, bug->status);
	if (!bug_is_open(bug)) {
		str_add_char(out, ' ');
		format_add_printable(out, bug->resolution);
	}
	if (bug->dupe_of)
		str_addf(out, " of %" PRId64, bug->dupe_of);
}

static void show_assignee(const struct row *row, struct str *out)
{
	const struct bug *bug = row->entry->bug;
	if (bug->assignee_name[0]) {
		format_add_printable(out, bug->assignee_name);
		str_add(out, ", ");
	}
	format_add_printable(out, bug->assignee);
}

static void add_member(struct str *out, const struct row *row, const char *key)
{
	const struct member *member = key ? roster_member(row->at->roster, key) : NULL;
	format_add_printable(out, key ? key : "nobody");
	if (member && member_is_away(member, row->at->now_utc))
		str_add(out, " (away today)");
}

static void show_team(const struct row *row, struct str *out)
{
	const struct bug_team *team = &row->entry->team;
	str_add(out, "owner ");
	add_member(out, row, team->owner);
	str_add(out, ", buddy ");
	add_member(out, row, team->buddy);
	str_add(out, ", posts next: ");
	add_member(out, row, team->poster);
}

static void show_inferred(const struct row *row, struct str *out)
{
	const struct roster *roster = row->at->roster;
	if (!roster->is_inferred)
		return;
	str_add(out, "team of ");
	whose_add_names(roster, out);
	str_add(out, ": ");
	whose_add_members(roster, out);
}

static void show_labels(const struct row *row, struct str *out)
{
	const struct assessment *assessment = row->entry->assessment;
	for (size_t i = 0; i < assessment->n_labels; i++) {
		str_add(out, i ? ", " : "");
		format_add_printable(out, assessment->labels[i]);
	}
}

static void show_next_update(const struct row *row, struct str *out)
{
	static const char *const states[] = {
		[NEXT_UPDATE_NONE] = "",
		[NEXT_UPDATE_LIVE] = "",
		[NEXT_UPDATE_USED_UP] = ", used up by an update",
		[NEXT_UPDATE_SELF_SET] = ", set by ourselves: counts for nothing",
		[NEXT_UPDATE_UNREADABLE] = "unreadable: counts as none",
	};
	const struct assessment *assessment = row->entry->assessment;
	char text[UTC_TEXT_BYTES];
	if (assessment->next_update_utc != UTC_NONE)
		str_add(out, utc_print_date(assessment->next_update_utc, text));
	str_add(out, states[assessment->next_update_state]);
	if (assessment->next_update_by) {
		str_add(out, ", by ");
		format_add_printable(out, assessment->next_update_by);
	}
}

static void show_close_on(const struct row *row, struct str *out)
{
	char text[UTC_TEXT_BYTES];
	if (row->entry->assessment->close_on_utc != UTC_NONE)
		str_add(out, utc_print_date(row->entry->assessment->close_on_utc, text));
}

static void add_ids(struct str *out, const int64_t *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_addf(out, "%s%" PRId64, i ? ", " : "", ids[i]);
}

static void show_depends_on(const struct row *row, struct str *out)
{
	add_ids(out, row->entry->bug->depends_on, row->entry->bug->n_depends_on);
}

static void show_blocks(const struct row *row, struct str *out)
{
	add_ids(out, row->entry->bug->blocks, row->entry->bug->n_blocks);
}

static void show_flags(const struct row *row, struct str *out)
{
	const struct bug *bug = row->entry->bug;
	for (size_t i = 0; i < bug->n_flags; i++) {
		str_add(out, i ? ", " : "");
		format_add_printable(out, bug->flags[i].name);
		str_add_bytes(out, &bug->flags[i].status, 1);
		str_add(out, " by ");
		format_add_printable(out, bug->flags[i].setter);
		if (bug->flags[i].requestee) {
			str_add(out, " to ");
			format_add_printable(out, bug->flags[i].requestee);
		}
	}
}

static void show_cc(const struct row *row, struct str *out)
{
	const struct bug *bug = row->entry->bug;
	for (size_t i = 0; i < bug->n_cc; i++) {
		str_add(out, i ? ", " : "");
		format_add_printable(out, bug->cc[i]);
	}
}

static void show_ticket(const struct row *row, struct str *out)
{
	format_add_printable(out, row->entry->team.ticket);
}

static void show_conditions(const struct row *row, struct str *out)
{
	uint32_t flags = condition_flags(row);
	const char *comma = "";
	for (size_t i = 0; i < n_conditions; i++) {
		if (flags >> i & 1) {
			str_addf(out, "%s%s (%s)", comma, conditions[i].key, conditions[i].help);
			comma = ", ";
		}
	}
}

/* A fact that prints nothing is left out. */
static const struct fact {
	const char *label;
	void (*show)(const struct row *row, struct str *out);
} facts[] = {
	{"status", show_status},           {"assignee", show_assignee},  {"team", show_team},
	{"inferred", show_inferred},       {"ticket", show_ticket},      {"labels", show_labels},
	{"next update", show_next_update}, {"closes on", show_close_on}, {"requests", show_flags},
	{"depends on", show_depends_on},   {"blocks", show_blocks},      {"cc", show_cc},
	{"amiss", show_conditions},
};

const char *format_fact(size_t i, const struct row *row, struct str *out)
{
	if (i == sizeof facts / sizeof *facts)
		return NULL;
	facts[i].show(row, out);
	return facts[i].label;
}

static void add_facts(const struct row *row, struct str *out)
{
	struct str text = {0};
	const char *label;
	for (size_t i = 0; (label = format_fact(i, row, &text)); i++) {
		if (text.len > 0) {
			format_add_label(out, label);
			str_addf(out, "%s\n", str_text(&text));
		}
		str_clear(&text);
	}
	str_free(&text);
}

/* --- conversation --- */

const char *format_debt(const struct assessment *assessment, const struct comment *comment)
{
	for (size_t i = 0; i < assessment->n_obligations; i++) {
		const struct obligation *obligation = &assessment->obligations[i];
		if (obligation->kind != KIND_RESPOND || obligation->cause.number != comment->number)
			continue;
		if (obligation->state == STATE_OPEN)
			return "waits for an answer";
		if (obligation->state == STATE_ACKNOWLEDGED)
			return "replied to, not answered";
	}
	return NULL;
}

/* Nobody can write a line that looks like the head of another comment: those alone begin at the left. */
static void add_indented(struct str *out, const char *text)
{
	struct span trimmed = span_trim(span_of(text)), rest, line;
	struct str printable = {0};
	str_printable(&printable, trimmed.at, trimmed.len, PRINTABLE_TEXT);
	rest = span_of(str_text(&printable));
	while (span_next_line(&rest, &line)) {
		str_add(out, line.len > 0 ? "  " : "");
		str_add_bytes(out, line.at, line.len);
		str_add_char(out, '\n');
	}
	str_free(&printable);
}

static void add_comment(const struct row *row, const struct comment *comment, const struct look *look,
			struct str *out)
{
	char time[UTC_TEXT_BYTES], age[UTC_TEXT_BYTES];
	const char *debt = format_debt(row->entry->assessment, comment);
	str_add_repeat(out, look->signs->rule, 2);
	str_addf(out, " comment %d  ", comment->number);
	format_add_printable(out, comment->author);
	str_addf(out, "  %s  %s ago  %s", party_word(roster_party(row->at->roster, comment->author)),
		 utc_print_age(row->at->now_utc - comment->time_utc, age),
		 utc_print_human(comment->time_utc, time));
	str_addf(out, "%s%s%s\n", comment->is_private ? "  private" : "", debt ? "  " : "", debt ? debt : "");
	add_indented(out, comment->text);
	str_add_char(out, '\n');
}

void format_show_text(const struct row *row, const struct conversation *conversation, const struct look *look,
		      struct str *out)
{
	format_add_heading(out, row->entry->bug);
	add_facts(row, out);
	str_add_char(out, '\n');
	format_add_obligations(row, conversation, look, out);
	str_add_char(out, '\n');
	for (size_t i = 0; i < conversation->n_comments; i++)
		add_comment(row, &conversation->comments[i], look, out);
}
