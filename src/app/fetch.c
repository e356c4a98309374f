#include "app/fetch.h"

#include <stdlib.h>

#include "base/data.h"
#include "base/mem.h"
#include "base/utc.h"
#include "net/bundle.h"

struct fetch {
	struct session *session;
	const atomic_bool *stop;
	struct arena *home;    /* of the bundle */
	struct bundle *bundle; /* NULL: a live server */
	struct server server;
	char *api_key;
	struct error key_failure; /* FAULT_NONE: none */
	struct source *source;
};

static int64_t now_of_session(void *context)
{
	return session_now(context);
}

static bool open_bundle(struct fetch *fetch, struct error *err)
{
	const struct globals *globals = &session_config(fetch->session)->globals;
	struct bundle_clock clock = {.now_utc = now_of_session, .context = fetch->session};
	bool ok;

	fetch->bundle = arena_alloc(fetch->home, sizeof *fetch->bundle);
	if (globals->is_demo)
		ok = bundle_read_demo((const char *)data_demo_json, data_demo_json_bytes, globals->start_utc,
				      fetch->home, fetch->bundle, err);
	else
		ok = bundle_read(globals->bundle_path, fetch->home, fetch->bundle, err);
	if (!ok)
		return false;
	/* Only the demo has things that are still to come; of a file all data counts (deadlines.md, detail
	 * 10). */
	fetch->source = bundle_source(fetch->bundle, globals->is_demo ? &clock : NULL);
	return true;
}

/* The account whose key it most likely is: 5.x wants to know it before it proves a key. */
static const char *login_of_me(const struct roster *roster)
{
	const struct member *me = roster->me ? roster_member(roster, roster->me) : NULL;

	return me && me->n_accounts > 0 ? me->accounts[0] : NULL;
}

struct server fetch_server(const struct config *config, const char *api_key)
{
	return (struct server){
		.url = config->bugzilla.url,
		.product = config->bugzilla.product,
		.component = config->bugzilla.component,
		.api_key = api_key,
		.login = login_of_me(&config->roster),
		.ca_file = config->bugzilla.ca_file,
		.timeout_ms = (int)(config->bugzilla.timeout_s * 1000),
		.ca_names = config->roster.ca_names,
		.n_ca_names = config->roster.n_ca_names,
	};
}

static bool is_stopped(const struct fetch *fetch)
{
	return fetch->stop && atomic_load(fetch->stop);
}

/* Without its key a server is still worth asking. */
static bool open_server(struct fetch *fetch, struct error *err)
{
	const struct config *config = session_config(fetch->session);

	if (!config_api_key(config, fetch->stop, &fetch->api_key, &fetch->key_failure) && is_stopped(fetch)) {
		*err = fetch->key_failure;
		return false;
	}
	fetch->server = fetch_server(config, fetch->api_key);
	fetch->source = bugzilla_open(&fetch->server, err);
	return fetch->source != NULL;
}

struct fetch *fetch_open(struct session *session, const atomic_bool *stop, struct error *err)
{
	struct fetch *fetch = mem_alloc(sizeof *fetch);

	fetch->session = session;
	fetch->stop = stop;
	fetch->home = arena_new();
	if (!(config_is_bundle(session_config(session)) ? open_bundle(fetch, err)
							: open_server(fetch, err))) {
		fetch_close(fetch);
		return NULL;
	}
	fetch->source->stop = stop;
	return fetch;
}

void fetch_close(struct fetch *fetch)
{
	if (!fetch)
		return;
	if (fetch->source)
		fetch->source->calls->close(fetch->source);
	free(fetch->api_key);
	arena_free(fetch->home);
	free(fetch);
}

const struct error *fetch_key_failure(const struct fetch *fetch)
{
	return fetch->key_failure.fault != FAULT_NONE ? &fetch->key_failure : NULL;
}

bool fetch_is_used_up(const struct fetch *fetch)
{
	return fetch_key_failure(fetch) || session_config(fetch->session)->globals.bundle_path;
}

bool fetch_run(struct fetch *fetch, const struct sync_options *options, const struct sync_events *events,
	       struct sync_report *report, struct error *err)
{
	bool ok = sync_run(fetch->source, session_cache(fetch->session), options, events, report, err);

	if (!ok && err->fault == FAULT_KEY && fetch_key_failure(fetch))
		*err = fetch->key_failure;
	return ok;
}

bool fetch_wait(struct fetch *fetch, int64_t ms)
{
	return fetch->source->calls->wait(fetch->source, ms);
}

void fetch_wake(struct fetch *fetch)
{
	fetch->source->calls->wake(fetch->source);
}

int64_t fetch_next_arrival(const struct fetch *fetch)
{
	if (!session_config(fetch->session)->globals.is_demo)
		return UTC_NONE;
	return bundle_next_arrival(fetch->bundle, session_now(fetch->session));
}
