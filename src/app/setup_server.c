/* Which server, and what its titles tell (app/setup_inside.h). */
#include <string.h>

#include "app/setup_inside.h"
#include "base/utc.h"
#include "net/bugzilla.h"

/* As far as it was told: what else a configuration needs is asked for later. */
static const struct server *told_server(const struct setup *setup)
{
	struct server *server = arena_alloc(setup->home, sizeof *server);
	const char *ca_file = setup_get(setup, SECTION_BUGZILLA, AT(bugzilla_config, ca_file), "");
	int64_t timeout_s = 0;

	utc_parse_duration(setup_get(setup, SECTION_BUGZILLA, AT(bugzilla_config, timeout_s), ""),
			   &timeout_s);
	*server = (struct server){
		.url = setup_get(setup, SECTION_BUGZILLA, AT(bugzilla_config, url), ""),
		.product = setup_get(setup, SECTION_BUGZILLA, AT(bugzilla_config, product), ""),
		.component = setup_get(setup, SECTION_BUGZILLA, AT(bugzilla_config, component), ""),
		.ca_file = *ca_file ? setup_open_path(setup, ca_file) : NULL,
		.timeout_ms = (int)(timeout_s * 1000),
	};
	return server;
}

/* --- reading the titles --- */

struct learning {
	struct work work; /* first: it is handed to learn() */
	const struct server *server;
	struct census census;
};

static bool read_page(struct learning *learning, struct source *source, struct query *query, bool *is_last,
		      struct error *err)
{
	struct arena *scratch = arena_new();
	struct page page = {0};
	bool ok = source->calls->search(source, query, scratch, &page, err);

	for (size_t i = 0; ok && i < page.n; i++) {
		census_add(&learning->census, page.records[i].bug);
		query->after_id = page.records[i].bug->id;
	}
	atomic_store(&learning->work.done, learning->census.n);
	*is_last = page.is_last;
	arena_free(scratch);
	return ok;
}

static bool learn(struct work *work, struct error *err)
{
	struct learning *learning = (struct learning *)work;
	struct query query = {.which = WHICH_ALL, .changed_since_utc = UTC_NONE, .fields = FIELDS_NAMES};
	struct source *source = bugzilla_open(learning->server, err);
	bool is_last = false, ok = source != NULL;

	if (!ok)
		return false;
	source->stop = work->stop;
	ok = source->calls->connect(source, err);
	while (ok && !is_last)
		ok = read_page(learning, source, &query, &is_last, err);
	source->calls->close(source);
	return ok;
}

static bool ask_titles(struct setup *setup, struct error *err)
{
	struct learning learning = {
		.work = {.run = learn, .unit = "bugs"},
		.server = told_server(setup),
		.census = {.home = setup->home},
	};

	learning.work.label = arena_printf(setup->home, "asking %s", learning.server->url);
	if (!setup_work(setup, &learning.work, err))
		return false;
	setup->census = learning.census;
	return true;
}

/* --- what is asked --- */

static bool ask_text(struct setup *setup, const char *label, size_t at, struct error *err)
{
	const struct inquiry inquiry = {
		.ask = {.label = label, .initial = setup_get(setup, SECTION_BUGZILLA, at, "")},
		.option = option_at(SECTION_BUGZILLA, at),
	};

	return setup_ask_option(setup, &inquiry, "", err);
}

static bool ask_address(struct setup *setup, struct error *err)
{
	const struct inquiry inquiry = {
		.ask = {.label = "Server",
			.initial = setup_get(setup, SECTION_BUGZILLA, AT(bugzilla_config, url), "")},
		.option = option_at(SECTION_BUGZILLA, AT(bugzilla_config, url)),
		.is_needed = true,
	};

	return setup_ask_option(setup, &inquiry, "", err);
}

static bool ask_component(struct setup *setup, struct error *err)
{
	return ask_text(setup, "Product", AT(bugzilla_config, product), err) &&
	       ask_text(setup, "Component", AT(bugzilla_config, component), err);
}

static bool ask_certificates(struct setup *setup, struct error *err)
{
	return ask_text(setup, "Certificates (PEM)", AT(bugzilla_config, ca_file), err);
}

static bool change_nothing(struct setup *setup, struct error *err)
{
	(void)setup;
	(void)err;
	return true;
}

/* What may be done about a server that tells nothing. */
static const struct way {
	struct suggestion word;
	bool (*run)(struct setup *setup, struct error *err); /* before it is asked again; NULL: it is not */
} ways[] = {
	{{.word = "again", .help = "ask it once more"}, change_nothing},
	{{.word = "server", .help = "another address"}, ask_address},
	{{.word = "component", .help = "another product and component"}, ask_component},
	{{.word = "certificates", .help = "trust those in a file too"}, ask_certificates},
	{{.word = "hand", .help = "go on without: type all by hand"}, NULL},
};
#define N_WAYS (sizeof ways / sizeof ways[0])

static const struct way *ask_way(struct setup *setup, const char *initial, struct error *err)
{
	struct suggestion words[N_WAYS];
	const struct inquiry inquiry = {
		.ask = {.label = "What now", .initial = initial, .words = words, .n_words = N_WAYS},
		.is_needed = true,
		.must_choose = true,
	};
	const char *word;

	for (size_t i = 0; i < N_WAYS; i++)
		words[i] = ways[i].word;
	word = setup_ask(setup, &inquiry, err);
	for (size_t i = 0; word && i < N_WAYS; i++)
		if (str_equals(words[i].word, word))
			return &ways[i];
	return NULL;
}

/* Tells what came of it; *initial is the way out that is likeliest. */
static bool try_titles(struct setup *setup, const char **initial)
{
	struct error why;
	size_t n;

	*initial = "again";
	if (!ask_titles(setup, &why)) {
		/* The address was looked at when it was typed, so it is the file (net/bugzilla.h). */
		if (why.fault == FAULT_CONFIG)
			*initial = "certificates";
		if (!setup->face->is_left)
			setup_tell(setup, TONE_WARN, "%s", why.text);
		return false;
	}
	if (setup->census.n > 0) {
		n = setup_ca_words(setup, NULL).n;
		setup_tell(setup, TONE_GOOD, "%zu bugs, of %zu CA%s", setup->census.n, n, n == 1 ? "" : "s");
		return true;
	}
	*initial = "component";
	setup_tell(setup, TONE_WARN, "there is no bug in %s / %s: perhaps it has another name",
		   setup_get(setup, SECTION_BUGZILLA, AT(bugzilla_config, product), ""),
		   setup_get(setup, SECTION_BUGZILLA, AT(bugzilla_config, component), ""));
	return false;
}

static bool learn_from_server(struct setup *setup, struct error *err)
{
	const char *initial;

	while (!try_titles(setup, &initial)) {
		const struct way *way;

		if (setup->face->is_left)
			return setup_leave(err);
		way = ask_way(setup, initial, err);
		if (!way)
			return false;
		if (!way->run)
			return true;
		if (!way->run(setup, err))
			return false;
	}
	setup->has_census = true;
	return true;
}

bool setup_ask_server(struct setup *setup, struct error *err)
{
	setup_tell(setup, TONE_HEADING, "Where the bugs are");
	if (!ask_address(setup, err))
		return false;
	if (!setup->globals->is_offline)
		return learn_from_server(setup, err);
	setup_tell(setup, TONE_TEXT, "No server is asked with --offline: all is typed by hand.");
	return true;
}
