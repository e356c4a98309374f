/* The Bugzilla that the program under test talks to: tests/fake/fake.h, word by word. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utc.h"
#include "tests/fake/fake.h"
#include "tests/screen/steps.h"

static bool start(struct script *script, enum fake_kind kind)
{
	struct error err;
	if (script->fake)
		return script_fail(script, "there is a fake already");
	script->fake = fake_start(kind, 0, &err);
	return script->fake || script_fail(script, "%s", err.text);
}

static bool start_bmo(struct script *script, struct span args)
{
	(void)args;
	return start(script, FAKE_BMO);
}

static bool start_5x(struct script *script, struct span args)
{
	(void)args;
	return start(script, FAKE_5X);
}

static bool start_bad_tls(struct script *script, struct span args)
{
	struct error err;
	(void)args;
	if (script->fake)
		return script_fail(script, "there is a fake already");
	script->fake = fake_start_tls(FAKE_BMO, 0, FAKE_EXPIRED, &err);
	return script->fake || script_fail(script, "%s", err.text);
}

static bool load(struct script *script, struct span args)
{
	struct error err;
	char *path = script_take(script, &args, "the bundle's name");
	if (!path)
		return false;
	bool ok = fake_load_file(script->fake, path, &err) || script_fail(script, "%s", err.text);
	free(path);
	return ok;
}

static bool fill(struct script *script, struct span args)
{
	int n;
	if (!script_number(script, &args, &n))
		return false;
	fake_fill(script->fake, (size_t)n);
	return true;
}

static bool put_user(struct script *script, struct span args)
{
	char *login = script_take(script, &args, "the login");
	char *key = login ? script_take(script, &args, "the key") : NULL;
	if (key)
		fake_put_user(script->fake, &(struct fake_user){.login = login, .key = key});
	free(login);
	free(key);
	return key != NULL;
}

static bool put_bug(struct script *script, struct span args)
{
	char *json = mem_strndup(args.len ? args.at : "", args.len);
	fake_put_bug(script->fake, json);
	free(json);
	return true;
}

static bool hide(struct script *script, struct span args)
{
	int bug_id;
	if (!script_number(script, &args, &bug_id))
		return false;
	fake_hide_bug(script->fake, bug_id, true);
	return true;
}

static bool read_time(struct script *script, struct span *args, int64_t *at_utc)
{
	char *text = script_take(script, args, "the time");
	if (!text)
		return false;
	bool ok = utc_parse(text, at_utc) || script_fail(script, "not a moment: %s", text);
	free(text);
	return ok;
}

static bool set_clock(struct script *script, struct span args)
{
	int64_t now_utc;
	if (!read_time(script, &args, &now_utc))
		return false;
	fake_set_clock(script->fake, now_utc);
	return true;
}

/* BUG WHO TIME, which every deed of a person begins with. */
struct deed {
	int bug_id;
	char *who;
	int64_t when_utc;
};

static bool read_deed(struct script *script, struct span *args, struct deed *deed)
{
	deed->who = NULL;
	if (!script_number(script, args, &deed->bug_id))
		return false;
	deed->who = script_take(script, args, "who does it");
	return deed->who && read_time(script, args, &deed->when_utc);
}

static bool comment(struct script *script, struct span args)
{
	struct str text = {0};
	struct deed deed;
	bool ok = read_deed(script, &args, &deed) && script_whole_text(script, args, &text);
	if (ok)
		fake_comment(script->fake, &(struct fake_comment){.bug_id = deed.bug_id,
								  .who = deed.who,
								  .text = str_text(&text),
								  .when_utc = deed.when_utc});
	free(deed.who);
	str_free(&text);
	return ok;
}

static bool change(struct script *script, struct span args)
{
	struct str value = {0};
	struct deed deed;
	bool ok = read_deed(script, &args, &deed);
	char *field = ok ? script_take(script, &args, "the field") : NULL;
	ok = field && script_whole_text(script, args, &value);
	if (ok)
		fake_change(script->fake, deed.bug_id, field, str_text(&value), deed.who, deed.when_utc);
	free(field);
	free(deed.who);
	str_free(&value);
	return ok;
}

static bool needinfo(struct script *script, struct span args)
{
	struct deed deed;
	bool ok = read_deed(script, &args, &deed);
	char *requestee = args.len && ok ? mem_strndup(args.at, args.len) : NULL;
	if (ok)
		fake_needinfo(script->fake, deed.bug_id, deed.who, requestee, deed.when_utc);
	free(requestee);
	free(deed.who);
	return ok;
}

static bool add_fault(struct script *script, struct span args)
{
	struct error err;
	char *text = mem_strndup(args.len ? args.at : "", args.len);
	bool ok = fake_add_fault_text(script->fake, text, &err) || script_fail(script, "%s", err.text);
	free(text);
	return ok;
}

static bool clear_faults(struct script *script, struct span args)
{
	(void)args;
	fake_clear_faults(script->fake);
	return true;
}

static bool go_down(struct script *script, struct span args)
{
	(void)args;
	fake_down(script->fake);
	return true;
}

static bool come_up(struct script *script, struct span args)
{
	(void)args;
	fake_up(script->fake);
	return true;
}

static bool hide_email(struct script *script, struct span args)
{
	struct fake_site site = fake_site(script->fake);
	(void)args;
	site.hides_email = true;
	fake_set_site(script->fake, &site);
	return true;
}

static bool require_login(struct script *script, struct span args)
{
	struct fake_site site = fake_site(script->fake);
	(void)args;
	site.requires_login = true;
	fake_set_site(script->fake, &site);
	return true;
}

static bool set_cap(struct script *script, struct span args)
{
	struct fake_site site = fake_site(script->fake);
	if (!script_number(script, &args, &site.search_cap))
		return false;
	fake_set_site(script->fake, &site);
	return true;
}

/* Until so many requests for the path have come, the screen being read meanwhile. */
struct asked {
	const char *path;
	size_t n;
};

static bool was_asked(struct script *script, const void *what)
{
	const struct asked *asked = what;
	return fake_count(script->fake, asked->path) >= asked->n;
}

static bool await_asked(struct script *script, struct span args)
{
	int n;
	char *path = script_take(script, &args, "the path");
	if (!path || !script_number(script, &args, &n)) {
		free(path);
		return false;
	}
	struct asked asked = {.path = path, .n = (size_t)n};
	bool ok = script->terminal ? script_await(script, was_asked, &asked, false)
				   : fake_wait_count(script->fake, path, asked.n, script->wait_ms);
	if (!ok)
		script_fail(script, "%s was asked for %zu times", path, fake_count(script->fake, path));
	free(path);
	return ok;
}

static bool forget(struct script *script, struct span args)
{
	(void)args;
	fake_forget_requests(script->fake);
	return true;
}

const struct step fake_steps[] = {
	{"bmo", start_bmo, STEP_ANY, "bmo", "starts one like bugzilla.mozilla.org; @URL@ is its address"},
	{"5.x", start_5x, STEP_ANY, "5.x", "starts a stock one"},
	{"expired", start_bad_tls, STEP_ANY, "expired", "starts one whose certificate is not good any more"},
	{"bundle", load, STEP_ANY, "bundle FILE", "with these bugs, from where the runner runs"},
	{"fill", fill, STEP_ANY, "fill N", "with N invented bugs"},
	{"user", put_user, STEP_ANY, "user LOGIN KEY", "a person with a key"},
	{"bug", put_bug, STEP_ANY, "bug {\"id\":7,...}", "files a bug, or replaces members"},
	{"hide", hide, STEP_ANY, "hide BUG", "not for the public any more"},
	{"comment", comment, STEP_ANY, "comment BUG WHO TIME \"text\"", "somebody comments"},
	{"change", change, STEP_ANY, "change BUG WHO TIME FIELD \"value\"", "somebody changes a field"},
	{"needinfo", needinfo, STEP_ANY, "needinfo BUG WHO TIME [WHOM]", "somebody asks"},
	{"clock", set_clock, STEP_ANY, "clock TIME", "the server's clock; it stands still"},
	{"fault", add_fault, STEP_ANY, "fault status=503,retry-after=40,path=/bug",
	 "as fake.h's fake_add_fault_text"},
	{"heal", clear_faults, STEP_ANY, "heal", "no faults from here on; what is delayed is answered"},
	{"down", go_down, STEP_ANY, "down", "connections are refused and broken"},
	{"up", come_up, STEP_ANY, "up", "and accepted again"},
	{"hide-email", hide_email, STEP_ANY, "hide-email", "from anonymous readers"},
	{"require-login", require_login, STEP_ANY, "require-login", "anonymous readers get 401"},
	{"cap", set_cap, STEP_ANY, "cap N", "the largest page of a search"},
	{"asked", await_asked, STEP_ANY, "asked PATH N", "waits until N requests for the path came"},
	{"forget", forget, STEP_ANY, "forget", "counts requests from here on"},
	{0},
};

bool step_fake(struct script *script, struct span args)
{
	struct span name = {0};
	script_word(&args, &name);
	for (const struct step *step = fake_steps; step->name; step++) {
		if (!span_equals(name, step->name))
			continue;
		if (!script->fake && step->run != start_bmo && step->run != start_5x &&
		    step->run != start_bad_tls)
			return script_fail(script, "no fake was started: fake bmo, or fake 5.x");
		return step->run(script, args);
	}
	return script_fail(script, "unknown step `fake %.*s`", (int)name.len, name.at);
}
