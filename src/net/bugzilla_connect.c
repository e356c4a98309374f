#include <string.h>

#include "base/log.h"
#include "net/bugzilla_ask.h"

static void use_key(struct bugzilla *self, enum http_key how)
{
	self->key_how = how;
	http_set_key(self->http, how, self->server->api_key);
}

/* BMO's version is a date: 20260820.1. */
static bool is_bmo_version(const char *version)
{
	size_t digits = strspn(version, "0123456789");
	return digits == strlen("20260820");
}

static bool find_kind(struct bugzilla *self, struct error *err)
{
	const char *version = NULL;
	cJSON *root = bugzilla_ask_one(self, "/rest/version", err);
	if (!root)
		return false;
	bool ok = bugzilla_json_version(root, self->home, &version, err);
	cJSON_Delete(root);
	if (!ok)
		return bugzilla_refuse_content(self, "/rest/version", err);
	self->is_bmo = is_bmo_version(version);
	self->source.facts.version = version;
	return true;
}

/* Only BMO has /whoami, and only BMO looks at the header: the answer tells the kind of server as well. */
static bool prove_by_whoami(struct bugzilla *self, bool *is_known, struct error *err)
{
	static const char *const target = "/rest/whoami";
	struct source_facts *facts = &self->source.facts;
	struct reply reply;
	enum verdict verdict;
	use_key(self, HTTP_KEY_HEADER);
	bool ok = bugzilla_ask(self, &target, 1, &reply, &verdict, err);
	if (!ok && (facts->key_refused || self->source.setback == SETBACK_FATAL)) {
		ok = true; /* without the key nobody is told who he is: /version decides the rest */
	} else if (ok && verdict == ANSWER_GOOD) {
		ok = bugzilla_json_whoami(reply.root, self->home, &facts->login, err) ||
		     bugzilla_refuse_content(self, target, err);
		*is_known = self->is_bmo = facts->is_authenticated = ok;
	} else if (ok) {
		*is_known = verdict == ANSWER_NO_ROUTE; /* 5.x */
	}
	bugzilla_replies_free(&reply, 1);
	return ok;
}

static bool prove_by_valid_login(struct bugzilla *self, struct error *err)
{
	struct source_facts *facts = &self->source.facts;
	const char *login = self->server->login;
	bool is_valid = false;
	use_key(self, HTTP_KEY_PARAMETER);
	if (!login) {
		facts->notice = "the API key cannot be proved: `me` has no `bugzilla` account";
		return true;
	}
	struct str target = {0};
	str_add(&target, "/rest/valid_login");
	http_add_parameter(&target, "login", login);
	cJSON *root = bugzilla_ask_one(self, target.at, err);
	bool ok = root && (bugzilla_json_valid_login(root, &is_valid, err) ||
			   bugzilla_refuse_content(self, "/rest/valid_login", err));
	cJSON_Delete(root);
	str_free(&target);
	if (ok && is_valid) {
		facts->is_authenticated = true;
		facts->login = login;
	} else if (ok && !facts->key_refused) {
		facts->notice =
			arena_printf(self->home, "the API key cannot be proved: it is not %s's", login);
	}
	return ok;
}

static bool prove_key(struct bugzilla *self, bool *is_known, struct error *err)
{
	if (!prove_by_whoami(self, is_known, err))
		return false;
	if (self->source.facts.key_refused || (*is_known && self->is_bmo))
		return true;
	if (!*is_known && !find_kind(self, err))
		return false;
	*is_known = true;
	if (!self->is_bmo)
		return prove_by_valid_login(self, err);
	self->source.facts.notice = "the API key cannot be proved: the server does not say whose it is";
	return true;
}

bool bugzilla_connect(struct source *source, struct error *err)
{
	struct bugzilla *self = (struct bugzilla *)source;
	bool is_known = false, has_key = self->server->api_key && self->server->api_key[0];
	if (self->is_connected)
		return true;
	if (has_key && !source->facts.key_refused && !prove_key(self, &is_known, err))
		return false;
	if (!is_known && !find_kind(self, err))
		return false;
	source->facts.kind = self->is_bmo ? "bmo" : "5.x";
	self->is_connected = true;
	log_line(LOG_INFO, "%s: %s, %s", self->server->url, source->facts.kind,
		 source->facts.is_authenticated ? source->facts.login : "anonymous");
	return true;
}
