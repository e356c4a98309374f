#include "app/option.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/os.h"
#include "base/str.h"
#include "base/utc.h"
#include "view/columns.h"
#include "view/sort.h"

#define AT(type, member) offsetof(struct type, member)

/* A row, then its help. */
/* clang-format off */
const struct section config_sections[SECTIONS] = {
	[SECTION_ME] = {.name = "me", .help = "who uses this program"},
	[SECTION_TEAM] = {.name = "team", .is_shared = true,
		.help = "the CA's team; may stand in the file that `team` names"},
	[SECTION_MEMBER] = {.name = "member", .instance = "KEY", .is_shared = true,
		.help = "a person of the team, by a short key"},
	[SECTION_BUGZILLA] = {.name = "bugzilla", .help = "the server and the component that is watched"},
	[SECTION_SCREEN] = {.name = "screen", .help = "looks"},
	[SECTION_VIEW] = {.name = "view", .instance = "NAME", .help = "a view of one's own, by name"},
	[SECTION_KEYS] = {.name = "keys",
		.help = "a key on the left, what it does on the right, as after `:`"},
};

const struct option config_options[] = {
	{.section = SECTION_ME, .key = "member", .type = OPTION_MEMBER, .at = AT(me_config, member),
	 .help = "key of the member who uses this program"},
	{.section = SECTION_ME, .key = "team", .type = OPTION_PATH, .at = AT(me_config, team_path),
	 .help = "file that all share and in which [team] and [member KEY] stand"},

	{.section = SECTION_TEAM, .key = "ca", .type = OPTION_LIST, .at = AT(team_config, ca),
	 .help = "names of the CA before the colon in bug summaries"},
	{.section = SECTION_TEAM, .key = "also", .type = OPTION_LIST, .at = AT(team_config, also),
	 .help = "other words that make a bug perhaps ours"},
	{.section = SECTION_TEAM, .key = "domains", .type = OPTION_DOMAINS, .at = AT(team_config, domains),
	 .help = "mail domains whose authors are team"},
	{.section = SECTION_TEAM, .key = "aliases", .type = OPTION_LOGINS, .at = AT(team_config, aliases),
	 .help = "shared addresses of the team"},
	{.section = SECTION_TEAM, .key = "bots", .type = OPTION_LOGINS, .at = AT(team_config, bots),
	 .help = "accounts of programs, whose comments count for nobody"},
	{.section = SECTION_TEAM, .key = "workdays", .type = OPTION_DAYS, .fallback = "Mon-Fri",
	 .at = AT(team_config, workdays),
	 .help = "days on which the team works; they decide what is due soon"},
	{.section = SECTION_TEAM, .key = "meetings", .type = OPTION_MEETINGS,
	 .at = AT(team_config, meetings),
	 .help = "when the team meets, in this machine's zone or with UTC behind it: Mon 14:00, Thu 13:00 UTC"},

	{.section = SECTION_MEMBER, .key = "name", .type = OPTION_TEXT, .at = AT(member_config, name),
	 .help = "full name"},
	{.section = SECTION_MEMBER, .key = "bugzilla", .type = OPTION_LOGINS,
	 .at = AT(member_config, bugzilla),
	 .help = "Bugzilla accounts"},
	{.section = SECTION_MEMBER, .key = "former", .type = OPTION_LOGINS, .at = AT(member_config, former),
	 .help = "what the server made of accounts that are gone"},
	{.section = SECTION_MEMBER, .key = "buddy", .type = OPTION_MEMBER, .at = AT(member_config, buddy),
	 .help = "key of the member who stands in"},
	{.section = SECTION_MEMBER, .key = "topics", .type = OPTION_LIST, .at = AT(member_config, topics),
	 .help = "what this person knows best"},
	{.section = SECTION_MEMBER, .key = "away", .type = OPTION_ABSENCES, .at = AT(member_config, away),
	 .help = "days of absence: 2026-12-20..2027-01-03, 2027-02-01"},

	{.section = SECTION_BUGZILLA, .key = "url", .type = OPTION_URL, .fallback = "https://bugzilla.mozilla.org",
	 .at = AT(bugzilla_config, url),
	 .help = "the server; http:// only on this machine"},
	{.section = SECTION_BUGZILLA, .key = "product", .type = OPTION_TEXT, .fallback = "CA Program",
	 .at = AT(bugzilla_config, product),
	 .help = "product of the component"},
	{.section = SECTION_BUGZILLA, .key = "component", .type = OPTION_TEXT, .fallback = "CA Certificate Compliance",
	 .at = AT(bugzilla_config, component),
	 .help = "component that is watched"},
	{.section = SECTION_BUGZILLA, .key = "api_key_command", .type = OPTION_TEXT,
	 .at = AT(bugzilla_config, api_key_command),
	 .help = "command that prints the API key"},
	{.section = SECTION_BUGZILLA, .key = "api_key_file", .type = OPTION_PATH,
	 .at = AT(bugzilla_config, api_key_file),
	 .help = "file that holds the API key and that nobody else can read"},
	{.section = SECTION_BUGZILLA, .key = "ca_file", .type = OPTION_PATH,
	 .at = AT(bugzilla_config, ca_file),
	 .help = "certificates in PEM that are trusted too"},
	{.section = SECTION_BUGZILLA, .key = "interval", .type = OPTION_DURATION, .fallback = "5m",
	 .at = AT(bugzilla_config, interval_s),
	 .help = "time between two syncs of the dashboard"},
	{.section = SECTION_BUGZILLA, .key = "timeout", .type = OPTION_DURATION, .fallback = "30s",
	 .at = AT(bugzilla_config, timeout_s),
	 .help = "time without progress after which a request is given up"},

	{.section = SECTION_SCREEN, .key = "theme", .type = OPTION_TEXT, .fallback = "default",
	 .at = AT(screen_config, theme),
	 .help = "name of the colours"},
	{.section = SECTION_SCREEN, .key = "mouse", .type = OPTION_YES_NO, .fallback = "yes",
	 .at = AT(screen_config, mouse),
	 .help = "whether the mouse selects and scrolls"},
	{.section = SECTION_SCREEN, .key = "plain", .type = OPTION_YES_NO, .fallback = "no",
	 .at = AT(screen_config, plain),
	 .help = "whether the screen is for a screen reader: words instead of signs, no seconds"},
	{.section = SECTION_SCREEN, .key = "columns", .type = OPTION_COLUMNS, .at = AT(screen_config, columns),
	 .help = "columns of the views of our own bugs, from left to right"},

	{.section = SECTION_VIEW, .key = "filter", .type = OPTION_FILTER, .at = AT(view_config, filter),
	 .help = "which bugs it shows"},
	{.section = SECTION_VIEW, .key = "sort", .type = OPTION_SORT, .at = AT(view_config, sort),
	 .help = "by which fields they are sorted: owner,-asked"},
	{.section = SECTION_VIEW, .key = "columns", .type = OPTION_COLUMNS, .at = AT(view_config, columns),
	 .help = "its columns, from left to right"},

	{.section = SECTION_KEYS, .type = OPTION_TEXT,
	 .help = "what the key does"},
};
const size_t n_config_options = sizeof config_options / sizeof config_options[0];
/* clang-format on */

const struct option *option_find(enum section_id section, const char *key)
{
	for (size_t i = 0; i < n_config_options; i++)
		if (config_options[i].section == section &&
		    (!config_options[i].key || str_equals(config_options[i].key, key)))
			return &config_options[i];
	return NULL;
}

const struct option *option_at(enum section_id section, size_t at)
{
	const struct option *option = config_options;

	while (option->section != section || option->at != at)
		option++;
	return option;
}

bool option_is_word(const char *name)
{
	if (!ascii_is_alnum(*name))
		return false;
	for (const char *c = name; *c; c++)
		if (!ascii_is_alnum(*c) && !strchr("-_.", *c))
			return false;
	return true;
}

/* Member keys stand beside `owner:me` and `buddy:none`. */
bool option_check_member_key(const char *key, struct error *err)
{
	if (option_is_word(key) && !str_equals_nocase(key, "me") && !str_equals_nocase(key, "none"))
		return true;
	return error_set(err, FAULT_CONFIG,
			 "`%s` cannot be a member's key; use letters, digits, - _ and . (neither `me` nor "
			 "`none`)",
			 key);
}

static bool value_error(struct error *err, struct span value, const char *right)
{
	return error_set(err, FAULT_CONFIG, "`%.*s` is %s", (int)(value.len < 200 ? value.len : 200),
			 value.at, right);
}

static bool read_text(const char *value, const struct option_place *place, void *at, struct error *err)
{
	(void)err;
	*(const char **)at = *value ? arena_strdup(place->home, value) : NULL;
	return true;
}

static bool read_list(const char *value, const struct option_place *place, void *at, struct error *err)
{
	struct text_list *list = at;
	struct span rest = span_of(value), part;
	size_t cap = 0;

	*list = (struct text_list){0};
	while (span_next_part(&rest, ',', &part)) {
		if (part.len == 0)
			return value_error(err, span_of(value), "a list with nothing between two commas");
		list->at = arena_push(place->home, list->at, &list->n, &cap, sizeof *list->at);
		list->at[list->n - 1] = span_dup(place->home, part);
	}
	return true;
}

/* What has a blank or another sign in it would match nobody, and a countdown be wrong in silence. */
static bool read_list_without(const char *signs, const char *right, const char *value,
			      const struct option_place *place, void *at, struct error *err)
{
	const struct text_list *list = at;

	if (!read_list(value, place, at, err))
		return false;
	for (size_t i = 0; i < list->n; i++)
		if (strpbrk(list->at[i], signs))
			return value_error(err, span_of(list->at[i]), right);
	return true;
}

static bool read_logins(const char *value, const struct option_place *place, void *at, struct error *err)
{
	return read_list_without(" \t", "no account; write ana@ca.example, with commas between several",
				 value, place, at, err);
}

static bool read_domains(const char *value, const struct option_place *place, void *at, struct error *err)
{
	return read_list_without(" \t@", "no domain; write ca.example, with commas between several", value,
				 place, at, err);
}

static bool read_path(const char *value, const struct option_place *place, void *at, struct error *err)
{
	const char **path = at;
	const char *home = getenv("HOME");

	if (*value == '\0' || *value == '/')
		return read_text(value, place, at, err);
	if (strncmp(value, "~/", 2) != 0) {
		*path = arena_printf(place->home, "%s/%s", place->folder, value);
		return true;
	}
	if (!home || !*home)
		return value_error(err, span_of(value), "below HOME, which is not set");
	*path = arena_printf(place->home, "%s%s", home, value + 1);
	return true;
}

/* 127.0.0.1 and all of its net; a name that only begins like that is another machine's. */
static bool is_loopback(struct span host)
{
	if (span_equals_nocase(host, "localhost") || span_equals(host, "[::1]"))
		return true;
	for (size_t i = 0; i < host.len; i++)
		if (!ascii_is_digit(host.at[i]) && host.at[i] != '.')
			return false;
	return span_starts_nocase(host, "127.");
}

/* The host of an address that begins with `scheme`; empty when it does not. */
static struct span url_host(const char *url, const char *scheme)
{
	struct span host = span_of(url);

	if (!span_starts_nocase(host, scheme))
		return (struct span){url, 0};
	host = span_sub(host, strlen(scheme), host.len);
	if (host.len > 0 && host.at[0] == '[') {
		const char *end = memchr(host.at, ']', host.len);
		return end ? span_sub(host, 0, (size_t)(end - host.at) + 1) : span_sub(host, 0, 0);
	}
	return span_sub(host, 0, strcspn(host.at, ":/?#"));
}

static bool read_url(const char *value, const struct option_place *place, void *at, struct error *err)
{
	size_t len = strlen(value);

	if (url_host(value, "https://").len == 0 && !is_loopback(url_host(value, "http://")))
		return value_error(err, span_of(value),
				   "no address; it begins with https://"
				   " (http:// is for this machine only)");
	if (strpbrk(value, " \t@?#"))
		return value_error(err, span_of(value), "more than the address of a server");
	while (value[len - 1] == '/')
		len--;
	*(const char **)at = arena_strndup(place->home, value, len);
	return true;
}

static bool read_duration(const char *value, const struct option_place *place, void *at, struct error *err)
{
	int64_t seconds;

	(void)place;
	if (!utc_parse_duration(value, &seconds) || seconds <= 0)
		return value_error(err, span_of(value), "no duration; write 30s, 5m, 2h or 1d");
	if (seconds > INT_MAX / 1000)
		return value_error(err, span_of(value), "too long; write 3w or less");
	*(int64_t *)at = seconds;
	return true;
}

static bool read_yes_no(const char *value, const struct option_place *place, void *at, struct error *err)
{
	(void)place;
	if (!str_equals_nocase(value, "yes") && !str_equals_nocase(value, "no"))
		return value_error(err, span_of(value), "neither yes nor no");
	*(bool *)at = str_equals_nocase(value, "yes");
	return true;
}

static bool read_weekday(struct span text, int *weekday)
{
	static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

	for (int i = 0; i < 7; i++)
		if (span_equals_nocase(text, names[i])) {
			*weekday = i;
			return true;
		}
	return false;
}

/* "Mon-Fri" or "Sun-Thu", or one day: its bits. */
static bool read_day_range(struct span part, uint8_t *days)
{
	const char *hyphen = memchr(part.at, '-', part.len);
	size_t at = hyphen ? (size_t)(hyphen - part.at) : part.len;
	int from, to;

	if (!read_weekday(span_trim(span_sub(part, 0, at)), &from))
		return false;
	to = from;
	if (hyphen && !read_weekday(span_trim(span_sub(part, at + 1, part.len)), &to))
		return false;
	for (int day = from;; day = (day + 1) % 7) {
		*days = (uint8_t)(*days | 1u << day);
		if (day == to)
			return true;
	}
}

static bool read_days(const char *value, const struct option_place *place, void *at, struct error *err)
{
	struct span rest = span_of(value), part;
	uint8_t days = 0;

	(void)place;
	while (span_next_part(&rest, ',', &part))
		if (!read_day_range(part, &days))
			return value_error(err, part, "no day; write Mon-Fri or Mon, Tue, Thu");
	if (days == 0)
		return error_set(err, FAULT_CONFIG, "no day at all; write Mon-Fri or Mon, Tue, Thu");
	*(uint8_t *)at = days;
	return true;
}

/* "14:00" or "9:30": minutes after midnight. */
static bool read_time(struct span text, int *minute)
{
	int value[2] = {0, 0};
	size_t digits[2] = {0, 0};
	int which = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == ':' && which == 0) {
			which = 1;
			continue;
		}
		if (!ascii_is_digit(text.at[i]) || ++digits[which] > 2)
			return false;
		value[which] = value[which] * 10 + (text.at[i] - '0');
	}
	*minute = value[0] * 60 + value[1];
	return digits[0] > 0 && digits[1] == 2 && value[0] < 24 && value[1] < 60;
}

/* "Mon 14:00" or "Mon 14:00 UTC". */
static bool read_meeting(struct span text, struct meeting *meeting)
{
	struct span day, time, zone;

	if (!span_next_part(&text, ' ', &day) || !read_weekday(day, &meeting->weekday))
		return false;
	text = span_trim(text);
	if (!span_next_part(&text, ' ', &time) || !read_time(time, &meeting->minute))
		return false;
	zone = span_trim(text);
	meeting->is_utc = span_equals_nocase(zone, "UTC");
	return zone.len == 0 || meeting->is_utc;
}

static bool read_meetings(const char *value, const struct option_place *place, void *at, struct error *err)
{
	struct meeting_list *list = at;
	struct span rest = span_of(value), part;
	struct meeting meeting;
	size_t cap = 0;

	while (span_next_part(&rest, ',', &part)) {
		if (!read_meeting(part, &meeting))
			return value_error(err, part, "no meeting; write Mon 14:00 or Mon 14:00 UTC");
		list->at = arena_push(place->home, list->at, &list->n, &cap, sizeof *list->at);
		list->at[list->n - 1] = meeting;
	}
	return true;
}

/* The demo's absences count from the start: @+5d, @-1d. */
static bool read_relative_day(const char *text, const struct option_place *place, int64_t *utc)
{
	int64_t seconds;

	if (!place->is_demo || text[0] != '@' || (text[1] != '+' && text[1] != '-') ||
	    !utc_parse_duration(text + 2, &seconds))
		return false;
	*utc = utc_day_start(place->start_utc + (text[1] == '-' ? -seconds : seconds));
	return true;
}

static bool read_day(struct span text, const struct option_place *place, int64_t *utc)
{
	const char *day = span_dup(place->home, span_trim(text));

	return utc_parse_date(day, utc) || read_relative_day(day, place, utc);
}

static bool read_absence(struct span text, const struct option_place *place, struct absence *absence)
{
	const char *dots = memmem(text.at, text.len, "..", 2);
	size_t at = dots ? (size_t)(dots - text.at) : text.len;

	if (!read_day(span_sub(text, 0, at), place, &absence->from_utc))
		return false;
	absence->to_utc = absence->from_utc;
	return !dots || read_day(span_sub(text, at + 2, text.len), place, &absence->to_utc);
}

static bool read_absences(const char *value, const struct option_place *place, void *at, struct error *err)
{
	struct absence_list *list = at;
	struct span rest = span_of(value), part;
	struct absence absence;
	size_t cap = 0;

	while (span_next_part(&rest, ',', &part)) {
		if (!read_absence(part, place, &absence))
			return value_error(err, part,
					   "no date that exists; write 2026-12-20..2027-01-03, or one day");
		if (absence.to_utc < absence.from_utc)
			return value_error(err, part, "an absence that ends before it begins");
		list->at = arena_push(place->home, list->at, &list->n, &cap, sizeof *list->at);
		list->at[list->n - 1] = absence;
	}
	return true;
}

static bool read_sort(const char *value, const struct option_place *place, void *at, struct error *err)
{
	struct sort sort;

	if (!sort_parse(value, &sort, err)) {
		err->fault = FAULT_CONFIG;
		return false;
	}
	return read_text(value, place, at, err);
}

static bool read_columns(const char *value, const struct option_place *place, void *at, struct error *err)
{
	struct columns columns;

	if (*value && !columns_parse(value, &columns, err)) {
		err->fault = FAULT_CONFIG;
		return false;
	}
	return read_text(value, place, at, err);
}

bool option_read(const struct option *option, const char *value, const struct option_place *place, void *at,
		 struct error *err)
{
	static bool (*const readers[])(const char *, const struct option_place *, void *, struct error *) = {
		[OPTION_TEXT] = read_text,
		[OPTION_LIST] = read_list,
		[OPTION_LOGINS] = read_logins,
		[OPTION_DOMAINS] = read_domains,
		[OPTION_PATH] = read_path,
		[OPTION_URL] = read_url,
		[OPTION_DURATION] = read_duration,
		[OPTION_YES_NO] = read_yes_no,
		[OPTION_MEMBER] = read_text, /* whether there is such a member is known at the end */
		[OPTION_DAYS] = read_days,
		[OPTION_MEETINGS] = read_meetings,
		[OPTION_ABSENCES] = read_absences,
		[OPTION_FILTER] = read_text, /* the same of the members that it names */
		[OPTION_SORT] = read_sort,
		[OPTION_COLUMNS] = read_columns,
	};

	if (*value == '\0' && option->fallback)
		return error_set(err, FAULT_CONFIG, "needs a value; without the line it is %s",
				 option->fallback);
	return readers[option->type](value, place, at, err);
}
