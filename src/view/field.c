#include "view/field.h"

#include "base/utc.h"
#include "view/condition.h"
#include "view/field_print.h"

static const struct value absent = {.is_absent = true};

/* --- values --- */

static struct value of_number(int64_t number)
{
	return (struct value){.number = number};
}

static struct value of_moment(int64_t utc)
{
	return utc == UTC_NONE ? absent : of_number(utc);
}

static struct value of_span(struct span text)
{
	return text.len ? (struct value){.text = text} : absent;
}

static struct value of_text(const char *text)
{
	return of_span(span_of(text));
}

static struct value of_kinds(struct kind_list list)
{
	return list.n ? (struct value){.kinds = list} : absent;
}

/* --- what the table names --- */

static struct value get_id(const struct row *row)
{
	return of_number(row->entry->bug->id);
}

static struct value get_summary(const struct row *row)
{
	return of_text(row->entry->bug->summary);
}

static struct value get_subject(const struct row *row)
{
	return of_span(row_subject(row));
}

static struct value get_ca(const struct row *row)
{
	return of_span(bug_ca(row->entry->bug));
}

static struct value get_status(const struct row *row)
{
	return of_text(row->entry->bug->status);
}

static struct value get_assignee(const struct row *row)
{
	return of_text(row->entry->bug->assignee);
}

static struct value get_owner(const struct row *row)
{
	return of_text(row->entry->team.owner);
}

static struct value get_buddy(const struct row *row)
{
	return of_text(row->entry->team.buddy);
}

static struct value get_poster(const struct row *row)
{
	return of_text(row->entry->team.poster);
}

static struct value get_labels(const struct row *row)
{
	const struct assessment *assessment = row->entry->assessment;
	if (assessment->n_labels == 0)
		return absent;
	return (struct value){.list = {.at = assessment->labels, .n = assessment->n_labels}};
}

static struct value get_next_update(const struct row *row)
{
	return of_moment(row->entry->assessment->next_update_utc);
}

static struct value get_last_update(const struct row *row)
{
	return of_moment(row->entry->assessment->last_update_utc);
}

static struct value get_asked(const struct row *row)
{
	return of_number(row->entry->assessment->asked);
}

static struct value get_acknowledged(const struct row *row)
{
	return of_number(row->entry->assessment->acknowledged);
}

static struct value get_due(const struct row *row)
{
	return of_moment(row_due_utc(row));
}

static struct value get_kind(const struct row *row)
{
	const struct obligation *countdown = row->entry->assessment->countdown;
	if (!countdown)
		return absent;
	return of_kinds((struct kind_list){.n = 1, .at = {(uint8_t)countdown->kind}});
}

/* Somebody who asks for kind:R means every bug on which an answer is owed, also when a weekly update is due
 * before it. */
static struct value get_open_kinds(const struct row *row)
{
	return of_kinds(row_open_kinds(row));
}

static struct value get_kinds(const struct row *row)
{
	return of_kinds(row_kinds(row));
}

static struct value get_overdue(const struct row *row)
{
	return of_number(row_is_overdue(row));
}

static struct value get_flags(const struct row *row)
{
	uint32_t flags = condition_flags(row);
	return flags ? (struct value){.flags = flags} : absent;
}

static struct value get_tasks_open(const struct row *row)
{
	return of_number((int64_t)row->entry->team.tasks_open);
}

static struct value get_tasks_total(const struct row *row)
{
	return of_number((int64_t)row->entry->team.tasks_total);
}

static struct value get_ticket(const struct row *row)
{
	return of_text(row->entry->team.ticket);
}

static struct value get_percent_left(const struct row *row)
{
	int percent = row_percent_left(row);
	return percent < 0 ? absent : of_number(percent);
}

static struct value get_changed(const struct row *row)
{
	return of_moment(row->entry->bug->changed_utc);
}

static struct value get_perhaps_ours(const struct row *row)
{
	return of_number(row_is_perhaps_ours(row));
}

static struct value get_waits(const struct row *row)
{
	return of_number(row_waits(row));
}

/* Members of JSON in the order of cli.md, then what only the screen has. */
const struct field fields[] = {
	{.key = "id",
	 .title = "BUG",
	 .json = "id",
	 .spoken = "bug",
	 .help = "number of the bug",
	 .type = FIELD_NUMBER,
	 .get = get_id,
	 .width_min = 7,
	 .width_full = 7,
	 .gives_way = 1,
	 .is_bug = true,
	 .searched = SEARCHED},
	{.key = "summary",
	 .title = "SUMMARY",
	 .json = "summary",
	 .spoken = "",
	 .help = "its title; for our own bugs the page leaves our name out",
	 .type = FIELD_TEXT,
	 .get = get_summary,
	 .print = print_summary,
	 .width_min = 23,
	 .width_full = 40,
	 .gives_way = 3,
	 .takes_rest = true,
	 .searched = SEARCHED},
	{.key = "ca",
	 .title = "CA",
	 .json = "ca",
	 .spoken = "",
	 .help = "the CA's name: the title before its colon; ours? before it: perhaps our bug",
	 .type = FIELD_TEXT,
	 .get = get_ca,
	 .print = print_ca,
	 .width_min = 16,
	 .width_full = 24,
	 .gives_way = 4,
	 .scope = SCOPE_OURS,
	 .searched = SEARCHED_IN_PART},
	{.key = "status",
	 .title = "STATUS",
	 .json = "status",
	 .spoken = "",
	 .help = "Bugzilla's status",
	 .type = FIELD_TEXT,
	 .get = get_status,
	 .width_min = 8,
	 .width_full = 11,
	 .gives_way = 13,
	 .scope = SCOPE_OPEN},
	{.key = "assignee",
	 .title = "ASSIGNEE",
	 .json = "assignee",
	 .help = "login of the assignee in Bugzilla",
	 .type = FIELD_TEXT,
	 .get = get_assignee,
	 .width_min = 12,
	 .width_full = 30,
	 .gives_way = 15},
	{.key = "owner",
	 .title = "OWNER",
	 .json = "owner",
	 .help = "who answers for this bug",
	 .type = FIELD_PERSON,
	 .get = get_owner,
	 .print = print_owner,
	 .width_min = 6,
	 .width_full = 10,
	 .gives_way = 4},
	{.key = "buddy",
	 .title = "BUDDY",
	 .json = "buddy",
	 .help = "who carries it when the owner is away",
	 .type = FIELD_PERSON,
	 .get = get_buddy,
	 .print = print_buddy,
	 .width_min = 6,
	 .width_full = 10,
	 .gives_way = 5},
	{.key = "poster",
	 .title = "POSTER",
	 .json = "poster",
	 .spoken = "posts next",
	 .help = "who posts the next update",
	 .type = FIELD_PERSON,
	 .get = get_poster,
	 .width_min = 6,
	 .width_full = 10,
	 .gives_way = 8},
	{.key = "label",
	 .title = "LABELS",
	 .json = "labels",
	 .help = "labels in the whiteboard",
	 .is_assessed = true,
	 .type = FIELD_LIST,
	 .get = get_labels,
	 .print = print_labels,
	 .width_min = 21,
	 .width_full = 40,
	 .gives_way = 12,
	 .searched = SEARCHED},
	{.key = "next_update",
	 .title = "NEXT UPD",
	 .json = "next_update",
	 .spoken = "next update",
	 .help = "the Next update date in the whiteboard",
	 .is_assessed = true,
	 .type = FIELD_DAY,
	 .get = get_next_update,
	 .print = print_next_update,
	 .width_min = 10,
	 .width_full = 10,
	 .gives_way = 9},
	{.key = "updated",
	 .title = "UPDATED",
	 .json = "last_update",
	 .help = "age of our newest update on this bug",
	 .is_assessed = true,
	 .type = FIELD_AGE,
	 .get = get_last_update,
	 .width_min = 7,
	 .width_absolute = 12,
	 .width_full = 7,
	 .gives_way = 10,
	 .is_right = true},
	{.key = "asked",
	 .title = "ASKED",
	 .json = "asked",
	 .help = "questions that wait, age of the oldest; + replied to but not answered",
	 .is_assessed = true,
	 .type = FIELD_NUMBER,
	 .get = get_asked,
	 .print = print_asked,
	 .width_min = 5,
	 .width_full = 7,
	 .gives_way = 6},
	{.key = "acknowledged",
	 .json = "acknowledged",
	 .help = "obligations that are formally met, work still owed",
	 .is_assessed = true,
	 .type = FIELD_NUMBER,
	 .get = get_acknowledged},
	{.key = "due",
	 .title = "DUE",
	 .json = "due",
	 .spoken = "",
	 .help = "time left until the next thing that MUST happen",
	 .is_assessed = true,
	 .type = FIELD_DUE,
	 .get = get_due,
	 .print = print_due,
	 .width_min = 12,
	 .width_absolute = 16,
	 .width_full = 12},
	{.key = "kind",
	 .json = "kind",
	 .help = "what is due first; as a filter, any kind that is owed",
	 .is_assessed = true,
	 .type = FIELD_KIND,
	 .get = get_kind,
	 .get_filter = get_open_kinds},
	{.key = "kinds",
	 .title = "K",
	 .json = "kinds",
	 .spoken = "",
	 .help = "what the next comment has to serve, answers first: due within 7 days; -: nothing is",
	 .is_assessed = true,
	 .type = FIELD_KINDS,
	 .get = get_kinds,
	 .print = print_kinds,
	 .width_min = 3,
	 .width_full = 19,
	 .gives_way = 2,
	 .full_before = 12},
	{.key = "overdue",
	 .json = "overdue",
	 .help = "its due time has passed",
	 .is_assessed = true,
	 .type = FIELD_YES_NO,
	 .get = get_overdue},
	{.key = "flags",
	 .title = "FLAGS",
	 .json = "flags",
	 .help = "what is amiss",
	 .is_assessed = true,
	 .type = FIELD_FLAGS,
	 .get = get_flags,
	 .width_min = 16,
	 .width_full = 30,
	 .gives_way = 16},
	{.key = "tasks",
	 .title = "TASKS",
	 .json = "tasks_open",
	 .help = "open/all of what is left before closing",
	 .is_assessed = true,
	 .type = FIELD_NUMBER,
	 .get = get_tasks_open,
	 .print = print_tasks,
	 .width_min = 5,
	 .width_full = 5,
	 .gives_way = 7,
	 .is_right = true},
	{.key = "tasks_total",
	 .json = "tasks_total",
	 .help = "all tasks, done ones included",
	 .type = FIELD_NUMBER,
	 .get = get_tasks_total},
	{.key = "ticket",
	 .title = "TICKET",
	 .json = "ticket",
	 .help = "our own ticket",
	 .type = FIELD_TEXT,
	 .get = get_ticket,
	 .width_min = 8,
	 .width_full = 12,
	 .gives_way = 14},
	{.key = "subject",
	 .title = "SUBJECT",
	 .spoken = "",
	 .help = "the title without the CA's name",
	 .type = FIELD_TEXT,
	 .get = get_subject,
	 .width_min = 23,
	 .width_full = 40,
	 .gives_way = 3,
	 .takes_rest = true,
	 .searched = SEARCHED_IN_PART},
	{.key = "when",
	 .title = "WHEN",
	 .help = "when it is due, in this machine's zone",
	 .is_assessed = true,
	 .type = FIELD_DUE,
	 .get = get_due,
	 .print = print_when,
	 .width_min = 12,
	 .width_full = 12,
	 .width_about = 13,
	 .gives_way = 8},
	{.key = "fuse",
	 .title = "FUSE",
	 .spoken = "time left",
	 .help = "the share of the time that is left, in per cent",
	 .is_assessed = true,
	 .type = FIELD_NUMBER,
	 .get = get_percent_left,
	 .print = print_fuse,
	 .width_min = 8,
	 .width_full = 8,
	 .gives_way = 11},
	{.key = "changed",
	 .title = "CHANGED",
	 .help = "age of the newest change, by anybody",
	 .type = FIELD_AGE,
	 .get = get_changed,
	 .print = print_changed,
	 .width_min = 9,
	 .width_absolute = 12,
	 .width_full = 9,
	 .gives_way = 5,
	 .is_right = true},
	{.key = "waits",
	 .help = "owes nothing and waits to be closed",
	 .is_assessed = true,
	 .type = FIELD_YES_NO,
	 .get = get_waits},
	{.key = "maybe_ours",
	 .help = "somebody else's, but its title names us",
	 .type = FIELD_YES_NO,
	 .scope = SCOPE_OURS,
	 .get = get_perhaps_ours},
};

const size_t n_fields = sizeof fields / sizeof *fields;

const struct field *field_find(struct span name)
{
	for (size_t i = 0; i < n_fields; i++) {
		if (span_equals_nocase(name, fields[i].key))
			return &fields[i];
	}
	for (size_t i = 0; i < n_fields; i++) {
		if (fields[i].json && span_equals_nocase(name, fields[i].json))
			return &fields[i];
	}
	return NULL;
}

const char *field_name(const struct field *field)
{
	return field->json ? field->json : field->key;
}

/* --- cells --- */

static void add_aligned(const struct field *field, const char *text, const struct look *look,
			size_t width_cols, struct str *out)
{
	size_t cols = str_width_cols(text);
	if (field->is_right && cols < width_cols)
		str_add_repeat(out, " ", width_cols - cols);
	str_add_cell(out, text, width_cols, look->signs->ellipsis, !field->is_right);
}

enum hint field_text(const struct field *field, const struct row *row, const struct look *look,
		     size_t width_cols, struct str *out)
{
	struct str text = {0};
	enum hint hint = field->is_assessed && row->entry->is_pending
				 ? print_pending(field, look, width_cols, &text)
			 : field->print ? field->print(row, look, width_cols, &text)
					: print_by_type(field, row, look, width_cols, &text);
	if (width_cols == 0)
		str_add(out, str_text(&text));
	else
		add_aligned(field, str_text(&text), look, width_cols, out);
	str_free(&text);
	return hint;
}
