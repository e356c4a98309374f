/* What `doctor` finds out about the key and from the server (app/doctor.h). */
#include <stdlib.h>
#include <string.h>

#include "app/doctor.h"
#include "app/fetch.h"
#include "app/session.h"
#include "base/utc.h"
#include "net/copy.h"

#define CLOCK_MAX_S 60 /* countdowns are shown to the minute */

static const char *key_origin(const struct config *config)
{
	if (config->globals.api_key)
		return CONFIG_KEY_VARIABLE;
	return config->bugzilla.api_key_file ? config->bugzilla.api_key_file : "api_key_command";
}

void check_key(struct doctor *doctor)
{
	const char *command = doctor->config->bugzilla.api_key_command;
	struct error err;

	if (config_is_bundle(doctor->config))
		return;
	if (!config_api_key(doctor->config, doctor->invocation->stop, &doctor->api_key, &err))
		doctor_wrong(doctor, err.fault, "%s", err.text);
	else if (!doctor->api_key)
		doctor_warn(doctor,
			    "there is none, so names may be hidden; make one in the preferences of your"
			    " account at the server, and set `api_key_command`");
	else if (command && strstr(command, doctor->api_key))
		doctor_warn(doctor, "it stands in api_key_command, where others can see it while the command"
				    " runs; keep it in a key store or in `api_key_file`");
	else
		doctor_ok(doctor, "from %s", key_origin(doctor->config));
}

/* Each request would prolong a block (bugzilla.md, quirk 18). */
static bool is_blocked(struct doctor *doctor)
{
	char until[UTC_TEXT_BYTES];
	struct block block;
	struct error err;

	if (!doctor->cache ||
	    !copy_read_block(doctor->cache, doctor->server.url, doctor->home, &block, &err) ||
	    block.until_utc == UTC_NONE || block.until_utc <= session_machine_now())
		return false;
	doctor_warn(doctor, "%s: it wants to be left alone until %s; wait, and set an API key",
		    doctor->server.url, utc_print_human(block.until_utc, until));
	return true;
}

static void connect_server(struct doctor *doctor)
{
	struct error err;
	struct source *source = bugzilla_open(&doctor->server, &err);

	if (source)
		source->stop = doctor->invocation->stop;
	if (source && source->calls->connect(source, &err)) {
		doctor->source = source;
		doctor_ok(doctor, "%s answers: %s%s%s", doctor->server.url, source->facts.kind,
			  *source->facts.version ? ", version " : "", source->facts.version);
		return;
	}
	doctor_wrong(doctor, err.fault, "%s", err.text);
	if (source)
		source->calls->close(source);
}

void check_server(struct doctor *doctor)
{
	const struct globals *globals = &doctor->config->globals;

	doctor->server = fetch_server(doctor->config, doctor->api_key);
	if (config_is_bundle(doctor->config))
		doctor_ok(doctor, "none is asked: %s",
			  globals->is_demo ? "this is the demo" : globals->bundle_path);
	else if (globals->is_offline)
		doctor_ok(doctor, "%s is not asked: --offline", doctor->server.url);
	else if (!is_blocked(doctor))
		connect_server(doctor);
}

/* A key that is somebody else's writes in that person's name. */
static bool is_mine(const struct doctor *doctor, const char *login)
{
	return !doctor->config->roster.me || roster_is_me(&doctor->config->roster, login);
}

void check_login(struct doctor *doctor)
{
	const struct source_facts *facts = &doctor->source->facts;

	if (facts->key_refused)
		doctor_wrong(doctor, FAULT_KEY,
			     "the server refused the API key; make a new one in the"
			     " preferences of your account there");
	else if (!doctor->api_key)
		doctor_ok(doctor, "none: only public data is read");
	else if (!facts->is_authenticated)
		doctor_warn(doctor, "%s", facts->notice);
	else if (!is_mine(doctor, facts->login))
		doctor_warn(doctor,
			    "the key is %s's, which is no account of member %s; add it to `bugzilla` there,"
			    " or use another key",
			    facts->login, doctor->config->roster.me);
	else
		doctor_ok(doctor, "the server takes the key for %s's", facts->login);
}

void check_clock(struct doctor *doctor)
{
	char off[UTC_TEXT_BYTES];
	int64_t server_utc, off_s;
	struct error err;

	if (!doctor->source->calls->clock(doctor->source, &server_utc, &err)) {
		doctor_warn(doctor, "%s", err.text);
		return;
	}
	off_s = session_machine_now() - server_utc;
	if (llabs((long long)off_s) <= CLOCK_MAX_S)
		doctor_ok(doctor, "this machine's agrees with the server's");
	else
		doctor_warn(doctor,
			    "this machine's is %s %s the server's, and so are all countdowns; let NTP set it",
			    utc_print_left(off_s < 0 ? -off_s : off_s, off),
			    off_s < 0 ? "behind" : "ahead of");
}
