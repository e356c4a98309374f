/* tests/unit/live_fixture.h - bugclock as a program, before a Bugzilla of our own. */
#ifndef TESTS_LIVE_FIXTURE_H
#define TESTS_LIVE_FIXTURE_H

#include "program_fixture.h"
#include "tests/fake/fake.h"

#define EXAMPLE_BUGS "tests/data/examples/bundle.json"

static inline struct fake *fake_with(enum fake_kind kind, const char *bundle)
{
	struct error err;
	struct fake *fake = fake_start(kind, 0, &err);

	assert_non_null(fake);
	assert_true(fake_load_file(fake, bundle, &err));
	return fake;
}

/* "--config FILE --now …", where FILE names the fake as the server; the caller frees. */
static inline char *live_options(const struct fake *fake)
{
	struct str text = {0};
	char *path;

	str_addf(&text,
		 "[team]\nca = Example Trust, Example Trust Services\ndomains = example-trust.example\n"
		 "[member ana]\nbugzilla = ana@example-trust.example\n[bugzilla]\nurl = %s\n",
		 fake_url(fake));
	path = write_file("live.config", str_text(&text));
	str_clear(&text);
	str_addf(&text, "--config %s " AT_NOON, path);
	free(path);
	return str_take(&text);
}

/* The same where ana is me, with more lines in [bugzilla] or behind it; the caller frees. */
static inline char *options_with(const struct fake *fake, const char *more)
{
	char *options = live_options(fake), *text = read_back("live.config");
	struct str whole = {0};

	str_addf(&whole, "[me]\nmember = ana\n%s%s\n", text, more);
	free(write_file("live.config", str_text(&whole)));
	str_free(&whole);
	free(text);
	return options;
}

static inline struct result run_live(const char *options, const char *command)
{
	struct str line = {0};
	struct result result;

	str_addf(&line, "%s %s", options, command);
	result = run(str_text(&line));
	str_free(&line);
	return result;
}

static inline void assert_live(const char *options, const char *command, int exit_code, const char *out_says,
			       const char *err_says)
{
	struct result result = run_live(options, command);

	if (result.exit_code != exit_code || !strstr(result.out, out_says) || !strstr(result.err, err_says))
		fail_msg("%s: exit code %d, %s, %s", command, result.exit_code, result.out, result.err);
	result_free(&result);
}

#endif
