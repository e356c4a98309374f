/* The verb `doctor`: the table of checks, and its sheet of findings. */
#include "app/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cmd_data.h"
#include "app/cmd_setup.h"
#include "app/session.h"
#include "base/utc.h"

#define DEFAULT_TIMEOUT_MS 30000

/* What a check cannot do without; where it is not there, another check has said so. */
enum need { NEEDS_NOTHING, NEEDS_CONFIG, NEEDS_CACHE, NEEDS_SERVER };

struct check {
	const char *what;
	enum need need;
	void (*run)(struct doctor *doctor);
};

static void check_terminal(struct doctor *doctor);

/* In the order in which things are mended. */
static const struct check checks[] = {
	{"configuration", NEEDS_NOTHING, check_config},
	{"permissions", NEEDS_CONFIG, check_rights},
	{"API key", NEEDS_CONFIG, check_key},
	{"server", NEEDS_CONFIG, check_server},
	{"login", NEEDS_SERVER, check_login},
	{"clock", NEEDS_SERVER, check_clock},
	{"copy", NEEDS_CONFIG, check_cache},
	{"team data", NEEDS_CONFIG, check_journal},
	{"disk", NEEDS_CONFIG, check_disk},
	{"terminal", NEEDS_NOTHING, check_terminal},
	{"members", NEEDS_CONFIG, check_members},
	{"our bugs", NEEDS_CACHE, check_ours},
	{"perhaps ours", NEEDS_CACHE, check_perhaps_ours},
	{"authors", NEEDS_CACHE, check_authors},
};
#define N_CHECKS (sizeof checks / sizeof checks[0])
#define WHAT_COLS 16 /* the longest, a colon and two blanks */

/* --- findings --- */

static void add(struct doctor *doctor, enum health health, enum fault fault, const char *format, va_list args)
{
	struct str text = {0}, shown = {0};
	struct finding *finding;

	/* Names of files, people and servers are whatever somebody made them. */
	str_vaddf(&text, format, args);
	str_printable(&shown, str_text(&text), text.len, PRINTABLE_LINE);
	doctor->findings = arena_push(doctor->home, doctor->findings, &doctor->n_findings, &doctor->cap,
				      sizeof *doctor->findings);
	finding = &doctor->findings[doctor->n_findings - 1];
	*finding =
		(struct finding){health, fault, doctor->what, arena_strdup(doctor->home, str_text(&shown))};
	str_free(&text);
	str_free(&shown);
}

void doctor_ok(struct doctor *doctor, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(doctor, HEALTH_OK, FAULT_NONE, format, args);
	va_end(args);
}

void doctor_warn(struct doctor *doctor, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(doctor, HEALTH_WARN, FAULT_NONE, format, args);
	va_end(args);
}

void doctor_wrong(struct doctor *doctor, enum fault fault, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(doctor, HEALTH_WRONG, fault, format, args);
	va_end(args);
}

int64_t doctor_timeout_ms(const struct doctor *doctor)
{
	return doctor->config ? doctor->config->bugzilla.timeout_s * 1000 : DEFAULT_TIMEOUT_MS;
}

/* What only the screen knows comes through main. */
static void check_terminal(struct doctor *doctor)
{
	struct str text = {0};
	struct error err;

	if (!doctor->invocation->describe_terminal(&text, &err))
		doctor_warn(doctor, "%s", err.text);
	else
		doctor_ok(doctor, "%s", str_text(&text));
	str_free(&text);
}

/* --- what the checks look at --- */

static bool open_bundle(struct doctor *doctor, struct error *err)
{
	if (!places_open(&doctor->places, doctor->config, err))
		return false;
	doctor->session = session_open(doctor->config, &doctor->places, SESSION_WRITES, NULL, err);
	if (!doctor->session || !data_fill(doctor->session, doctor->invocation->stop, err))
		return false;
	doctor->cache = session_cache(doctor->session);
	return true;
}

static bool read_bugs(struct doctor *doctor, struct error *err)
{
	const int64_t *ids;

	if (!cache_ids(doctor->cache, CACHE_ALL, doctor->home, &ids, &doctor->n_bugs, err))
		return false;
	doctor->bugs = arena_array(doctor->home, doctor->n_bugs, sizeof *doctor->bugs);
	for (size_t i = 0; i < doctor->n_bugs; i++)
		if (!cache_get_bug(doctor->cache, ids[i], doctor->home, &doctor->bugs[i], NULL, err))
			return false;
	return true;
}

/* Without a copy there is less to look at; the check of the copy says why. */
static void open_copy(struct doctor *doctor)
{
	struct error err;

	if (!doctor->session && places_find(&doctor->places, doctor->config, &err))
		doctor->cache = cache_open_read(doctor->places.cache_path, &err);
	if (doctor->cache && !cache_begin_read(doctor->cache, &err))
		doctor->n_bugs = 0;
	else if (doctor->cache && !read_bugs(doctor, &err))
		doctor->n_bugs = 0;
}

static bool close_all(struct doctor *doctor, struct error *err)
{
	bool ok = true;

	if (doctor->source)
		doctor->source->calls->close(doctor->source);
	free(doctor->api_key);
	if (doctor->cache)
		cache_rollback(doctor->cache);
	if (doctor->session)
		session_close(doctor->session);
	else
		cache_close(doctor->cache);
	if (doctor->places.temporary)
		ok = places_close(&doctor->places, err);
	else
		places_free(&doctor->places);
	return ok;
}

static bool can_run(const struct doctor *doctor, const struct check *check)
{
	switch (check->need) {
	case NEEDS_NOTHING:
		return true;
	case NEEDS_CONFIG:
		return doctor->config;
	case NEEDS_CACHE:
		return doctor->cache;
	case NEEDS_SERVER:
		return doctor->source;
	}
	return false;
}

static bool is_stopped(const struct doctor *doctor)
{
	return doctor->invocation->stop && atomic_load(doctor->invocation->stop);
}

static void examine(struct doctor *doctor)
{
	for (size_t i = 0; i < N_CHECKS && !is_stopped(doctor); i++) {
		doctor->what = checks[i].what;
		if (can_run(doctor, &checks[i]))
			checks[i].run(doctor);
	}
}

/* --- the sheet --- */

static const struct {
	const char *word, *colour;
} healths[] = {
	[HEALTH_OK] = {"ok", "\x1b[32m"},
	[HEALTH_WARN] = {"warn", "\x1b[35m"},
	[HEALTH_WRONG] = {"wrong", "\x1b[31m"},
};
#define COLOUR_OFF "\x1b[m"

static bool wants_colour(void)
{
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(none && *none) && term && *term && !str_equals(term, "dumb");
}

static void add_line(const struct finding *finding, bool is_coloured, struct str *out)
{
	const char *word = healths[finding->health].word;
	struct str what = {0};

	str_addf(&what, "%s:", finding->what);
	str_addf(out, "%s%-5s%s  %-*s%s\n", is_coloured ? healths[finding->health].colour : "", word,
		 is_coloured ? COLOUR_OFF : "", WHAT_COLS, str_text(&what), finding->text);
	str_free(&what);
}

/* What is mended first stands first, and gives the exit code. */
static int exit_code_of(const struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->n_findings; i++)
		if (doctor->findings[i].health == HEALTH_WRONG)
			return (int)doctor->findings[i].fault;
	return 0;
}

bool cmd_doctor(struct invocation *invocation, struct error *err)
{
	struct doctor doctor = {
		.invocation = invocation, .home = invocation->home, .config = invocation->config};
	bool is_coloured = wants_colour(), ok = true;

	if (doctor.config && config_is_bundle(doctor.config))
		ok = open_bundle(&doctor, err);
	if (ok && doctor.config)
		open_copy(&doctor);
	if (ok)
		examine(&doctor);
	for (size_t i = 0; i < doctor.n_findings; i++)
		add_line(&doctor.findings[i], is_coloured, invocation->out);
	invocation->exit_code = exit_code_of(&doctor);
	if (ok)
		return close_all(&doctor, err);
	close_all(&doctor, &(struct error){0});
	return false;
}
