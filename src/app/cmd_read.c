#include "app/cmd_read.h"

#include <assert.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include "base/utc.h"
#include "view/filter.h"
#include "view/format.h"
#include "view/format_text.h"
#include "view/whose.h"

#define MAX_AGE_S (2 * HOUR_S)

/* --- what the reading verbs share --- */

struct look read_look(void)
{
	return (struct look){
		.signs = str_equals(nl_langinfo(CODESET), "UTF-8") ? &signs_utf8 : &signs_ascii,
	};
}

/* A document is UTF-8 also where cron makes it, which has no locale. */
bool read_document(struct invocation *invocation, const char **server, struct error *err)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	return session_server(invocation->session, invocation->home, server, err);
}

static bool names_nobody(const struct roster *roster)
{
	return roster->n_ca_names == 0 && roster->n_members == 0 && roster->n_domains == 0 &&
	       roster->n_aliases == 0;
}

static const char *sync_line(const struct invocation *invocation)
{
	return config_command(invocation->globals, "sync", invocation->home);
}

bool read_note_unfetched(struct invocation *invocation)
{
	if (session_snapshot(invocation->session)->synced_utc != UTC_NONE)
		return false;
	str_addf(invocation->notes, "nothing was fetched yet; run `%s`\n", sync_line(invocation));
	return true;
}

void read_note_old(struct invocation *invocation)
{
	int64_t synced_utc = session_snapshot(invocation->session)->synced_utc;
	int64_t now_utc = session_now(invocation->session);
	char age[UTC_TEXT_BYTES];

	if (config_is_bundle(session_config(invocation->session)) || synced_utc == UTC_NONE ||
	    now_utc - synced_utc <= DAY_S)
		return;
	str_addf(invocation->notes, "the data is %s old; run `%s`\n",
		 utc_print_age(now_utc - synced_utc, age), sync_line(invocation));
}

void read_note_inferred(struct invocation *invocation)
{
	const struct roster *roster = session_roster(invocation->session);
	struct look look = read_look();

	if (!roster->is_inferred)
		return;
	whose_add_line(roster, &look, 0, invocation->notes);
	str_add_char(invocation->notes, '\n');
}

void read_note_empty(struct invocation *invocation, const struct view *view)
{
	const struct roster *roster = session_roster(invocation->session);
	struct error err;

	if (names_nobody(roster))
		str_add(invocation->notes, "no bug is ours: no configuration names a CA or members;"
					   " see bugclock-config(5)\n");
	else if (!read_note_unfetched(invocation) &&
		 !filter_parse(view->filter, roster, invocation->home, NULL, &err))
		str_addf(invocation->notes, "%s\n", err.text); /* nobody is me */
}

/* --- show and why --- */

/* Reads and assesses these bugs; one that is not there is an error. */
static bool load_bugs(struct invocation *invocation, const int64_t *ids, size_t n, struct error *err)
{
	if (!session_refresh(invocation->session, ids, n, err) || !session_check_ca(invocation->session, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!snapshot_find(session_snapshot(invocation->session), ids[i]))
			return error_set(
				err, FAULT_DATA,
				config_is_bundle(session_config(invocation->session))
					? "bug %lld is not among the data"
					: "bug %lld is not in the local copy; is it in the component, and"
					  " when was the last `bugclock sync`?",
				(long long)ids[i]);
	return true;
}

static bool show_text(struct invocation *invocation, const struct row *row,
		      const struct conversation *conversation, struct error *err)
{
	struct look look = read_look();

	(void)err;
	read_note_inferred(invocation);
	format_show_text(row, conversation, &look, invocation->out);
	return true;
}

static bool show_json(struct invocation *invocation, const struct row *row,
		      const struct conversation *conversation, struct error *err)
{
	(void)err;
	format_show_json(row, conversation, JSON_INDENTED, invocation->out);
	return true;
}

static bool show_md(struct invocation *invocation, const struct row *row,
		    const struct conversation *conversation, struct error *err)
{
	const char *server;

	if (!read_document(invocation, &server, err))
		return false;
	read_note_inferred(invocation);
	format_show_md(row, conversation, server, invocation->out);
	return true;
}

/* The first is what is printed without --format. */
static const struct show_format {
	const char *name;
	bool (*show)(struct invocation *invocation, const struct row *row,
		     const struct conversation *conversation, struct error *err);
} show_formats[] = {{"text", show_text}, {"json", show_json}, {"md", show_md}};

/* The first one without a name. Any other is not let through by the verb's grammar. */
static const struct show_format *find_show_format(const char *name)
{
	size_t i = 0, n = sizeof show_formats / sizeof show_formats[0];

	while (name && i < n && !str_equals(show_formats[i].name, name))
		i++;
	assert(i < n);
	return &show_formats[i];
}

bool cmd_show(struct invocation *invocation, struct error *err)
{
	const struct show_format *format = find_show_format(invocation_option(invocation, "--format"));
	struct conversation conversation;
	struct moment at;
	struct row row;
	int64_t id;

	if (!invocation_bug(invocation, 0, &id, err) || !load_bugs(invocation, &id, 1, err) ||
	    !session_conversation(invocation->session, id, invocation->home, &conversation, err))
		return false;
	at = session_moment(invocation->session);
	row = (struct row){.entry = snapshot_find(session_snapshot(invocation->session), id), .at = &at};
	return format->show(invocation, &row, &conversation, err);
}

static bool why_one(struct invocation *invocation, int64_t id, const struct moment *at, struct error *err)
{
	struct look look = read_look();
	struct row row = {.entry = snapshot_find(session_snapshot(invocation->session), id), .at = at};
	struct conversation conversation;

	if (invocation_option(invocation, "--json")) {
		format_why_json(&row, JSON_ONE_LINE, invocation->out);
		return true;
	}
	if (!session_conversation(invocation->session, id, invocation->home, &conversation, err))
		return false;
	if (invocation->out->len > 0)
		str_add_char(invocation->out, '\n');
	format_why_text(&row, &conversation, &look, invocation->out);
	return true;
}

bool cmd_why(struct invocation *invocation, struct error *err)
{
	int64_t *ids = arena_array(invocation->home, invocation->n_words, sizeof *ids);
	struct moment at;

	for (size_t i = 0; i < invocation->n_words; i++)
		if (!invocation_bug(invocation, i, &ids[i], err))
			return false;
	if (!load_bugs(invocation, ids, invocation->n_words, err))
		return false;
	at = session_moment(invocation->session);
	if (!invocation_option(invocation, "--json"))
		read_note_inferred(invocation);
	for (size_t i = 0; i < invocation->n_words; i++)
		if (!why_one(invocation, ids[i], &at, err))
			return false;
	return true;
}

/* --- check --- */

static bool read_duration(const struct invocation *invocation, const char *option, int64_t *seconds,
			  struct error *err)
{
	const char *text = invocation_option(invocation, option);

	if (!text || utc_parse_duration(text, seconds))
		return true;
	return error_set(err, FAULT_USAGE, "%s: `%s` is no duration; write 30m, 48h, 7d or 2w", option, text);
}

/* An old all-clear is none. A bundle is as old as its user wants it. */
static bool check_age(const struct invocation *invocation, int64_t max_age_s, struct error *err)
{
	int64_t synced_utc = session_snapshot(invocation->session)->synced_utc;
	int64_t age_s;
	char age[UTC_TEXT_BYTES];

	if (config_is_bundle(session_config(invocation->session)))
		return true;
	if (synced_utc == UTC_NONE)
		return error_set(err, FAULT_UNREACHABLE, "nothing was fetched yet; run `%s`",
				 sync_line(invocation));
	age_s = session_now(invocation->session) - synced_utc;
	if (age_s <= max_age_s)
		return true;
	return error_set(err, FAULT_UNREACHABLE, "the data is %s old; run `%s`, or allow it with --max-age",
			 utc_print_age(age_s, age), sync_line(invocation));
}

/* overdue  -2d 04h  answer  1900412  ana  Example Trust: Delayed revocation of … */
static void add_line(const struct row *row, const struct look *look, struct str *out)
{
	const struct entry *entry = row->entry;
	const struct kind *kind = &kinds[entry->assessment->countdown->kind];
	const struct member *owner = row_owner(row);

	str_addf(out, "%-7s ", row_is_overdue(row) ? "overdue" : "due");
	format_add_left(out, row, look);
	str_addf(out, "  %-13s %8lld  %-7s  ", kind->label, (long long)entry->bug->id,
		 owner ? owner->key : "nobody");
	str_printable(out, entry->bug->summary, strlen(entry->bug->summary), PRINTABLE_LINE);
	str_add_char(out, '\n');
}

bool cmd_check(struct invocation *invocation, struct error *err)
{
	const struct view_query ours = {.view = &views[0]};
	int64_t within_s = -1, max_age_s = MAX_AGE_S;
	struct look look = read_look();
	struct moment at;
	struct selection selection;
	int64_t until_utc;

	if (!read_duration(invocation, "--within", &within_s, err) ||
	    !read_duration(invocation, "--max-age", &max_age_s, err) ||
	    !session_refresh_all(invocation->session, REACH_OURS, err) ||
	    !session_check_ca(invocation->session, err) || !check_age(invocation, max_age_s, err))
		return false;
	at = session_moment(invocation->session);
	until_utc = within_s < 0 ? at.soon_until_utc : at.now_utc + within_s;
	view_select(session_snapshot(invocation->session), &ours, &at, invocation->home, &selection);
	if (selection.n == 0)
		read_note_empty(invocation, ours.view);
	for (size_t i = 0; i < selection.n; i++) {
		struct row row = {.entry = selection.entries[i], .at = &at};
		int64_t due_utc = row_due_utc(&row);

		if (due_utc == UTC_NONE || (due_utc > until_utc && !row_is_overdue(&row)))
			continue;
		add_line(&row, &look, invocation->out);
		if (row_is_overdue(&row))
			invocation->exit_code = 2;
		else if (invocation->exit_code == 0)
			invocation->exit_code = 1;
	}
	if (invocation->out->len > 0)
		read_note_inferred(invocation);
	return true;
}
