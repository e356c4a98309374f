#include "net/bugzilla_ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/os.h"

void bugzilla_replies_free(struct reply *replies, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cJSON_Delete(replies[i].root);
}

static bool set_back(struct bugzilla *self, enum setback setback, struct error *err)
{
	self->source.setback = setback;
	return error_prefix(err, "%s: ", self->server->url);
}

static bool set_back_by_http(struct bugzilla *self, enum http_result result, struct error *err)
{
	if (result == HTTP_STOPPED) {
		self->source.setback = SETBACK_STOPPED;
		return false;
	}
	return set_back(self, result == HTTP_FATAL ? SETBACK_FATAL : SETBACK_TRANSIENT, err);
}

bool bugzilla_set_back(struct bugzilla *self, enum verdict verdict, struct error *err)
{
	if (verdict == ANSWER_LOGIN)
		error_set(err, FAULT_KEY, "nothing is shown without a login: %s",
			  self->source.facts.key_refused ? "the API key was refused"
							 : "configure an API key (`api_key_command`)");
	if (verdict == ANSWER_RATE_LIMIT)
		return set_back(self, SETBACK_BLOCKED, err);
	return set_back(self, verdict == ANSWER_BROKEN ? SETBACK_TRANSIENT : SETBACK_FATAL, err);
}

/* Five wrong keys a minute count as abuse: one refusal is the last time it was sent (quirk 11). */
static void drop_key(struct bugzilla *self)
{
	struct source_facts *facts = &self->source.facts;
	log_line(LOG_WARN, "%s: the API key was refused; going on without it", self->server->url);
	bugzilla_forget_ahead(self); /* it has the key */
	self->key_how = HTTP_KEY_NONE;
	http_set_key(self->http, HTTP_KEY_NONE, NULL);
	facts->key_refused = true;
	facts->is_authenticated = false;
	facts->login = "";
	facts->notice = "the API key was refused: only public data is read";
}

/* Judges each answer; *err is of the first that is not good, *worst its verdict. */
static void read_replies(struct bugzilla *self, const struct http_answer *answers, size_t n,
			 struct reply *replies, enum verdict *worst, struct error *err)
{
	*worst = ANSWER_GOOD;
	for (size_t i = 0; i < n; i++) {
		struct error why;
		replies[i].root = bugzilla_json_answer(answers[i].status, str_text(&answers[i].body),
						       answers[i].body.len, &replies[i].verdict, &why);
		if (answers[i].retry_after_s > self->source.retry_after_s)
			self->source.retry_after_s = answers[i].retry_after_s;
		if (replies[i].verdict != ANSWER_GOOD && *worst == ANSWER_GOOD) {
			*worst = replies[i].verdict;
			*err = why;
		}
	}
}

/* Of one bug, or its comments: searches and history are not counted. */
static bool is_counted(const char *target)
{
	static const char bug[] = "/rest/bug/", history[] = "/history";
	size_t len = strcspn(target, "?"), tail = sizeof history - 1;
	return strncmp(target, bug, sizeof bug - 1) == 0 &&
	       (len < tail || strncmp(target + len - tail, history, tail) != 0);
}

/* Waits until these may be asked without a key: speed.md, "What follows", 3. False when stopped. */
static bool await_turn(struct bugzilla *self, const char *const *targets, size_t n)
{
	struct source *source = &self->source;
	size_t n_counted = 0;
	int64_t wait_ms;
	for (size_t i = 0; i < n; i++)
		n_counted += is_counted(targets[i]);
	if (!self->is_bmo || source->facts.is_authenticated || n_counted == 0)
		return true;
	while ((wait_ms = meter_wait_ms(&self->meter, n_counted, os_monotonic_ms())) > 0) {
		if (source->on_wait)
			source->on_wait(source->on_wait_context, wait_ms);
		if (!http_wait(self->http, wait_ms, source->stop))
			return false;
	}
	meter_count(&self->meter, n_counted, os_monotonic_ms());
	return true;
}

void bugzilla_ask_ahead(struct bugzilla *self, const char *target)
{
	bugzilla_forget_ahead(self);
	self->ahead.target = mem_strdup(target);
	self->ahead.transfer = http_start(self->http, target);
	self->source.requests++;
}

void bugzilla_forget_ahead(struct bugzilla *self)
{
	http_drop(self->ahead.transfer);
	free(self->ahead.target);
	self->ahead = (struct ahead){0};
}

static enum http_result take_ahead(struct bugzilla *self, struct http_answer *answer, struct error *err)
{
	enum http_result result = http_finish(self->ahead.transfer, answer, self->source.stop, err);
	self->ahead.transfer = NULL;
	bugzilla_forget_ahead(self);
	return result;
}

static enum http_result get(struct bugzilla *self, const char *const *targets, size_t n,
			    struct http_answer *answers, struct error *err)
{
	if (n == 1 && str_equals(self->ahead.target, targets[0]))
		return take_ahead(self, answers, err);
	if (!await_turn(self, targets, n)) {
		error_set(err, FAULT_UNREACHABLE, "stopped");
		return HTTP_STOPPED;
	}
	self->source.requests += (unsigned)n;
	return http_get(self->http, targets, n, answers, self->source.stop, err);
}

bool bugzilla_ask(struct bugzilla *self, const char *const *targets, size_t n, struct reply *replies,
		  enum verdict *worst, struct error *err)
{
	struct http_answer *answers = mem_array(n, sizeof *answers);
	bool ok = false;
	*worst = ANSWER_BROKEN;
	memset(replies, 0, n * sizeof *replies);
	self->source.retry_after_s = 0;
	enum http_result result = get(self, targets, n, answers, err);
	if (result != HTTP_ANSWERED) {
		set_back_by_http(self, result, err);
		goto out;
	}
	read_replies(self, answers, n, replies, worst, err);
	http_answers_free(answers, n);
	ok = *worst == ANSWER_GOOD || *worst == ANSWER_HIDDEN || *worst == ANSWER_NO_ROUTE;
	if (*worst == ANSWER_KEY_REFUSED && self->key_how != HTTP_KEY_NONE) {
		bugzilla_replies_free(replies, n);
		drop_key(self);
		ok = bugzilla_ask(self, targets, n, replies, worst,
				  err); /* once more at most: no key is left */
	} else if (!ok) {
		bugzilla_set_back(self, *worst, err);
	}
out:
	free(answers);
	return ok;
}

cJSON *bugzilla_ask_one(struct bugzilla *self, const char *target, struct error *err)
{
	struct reply reply;
	enum verdict verdict;
	if (!bugzilla_ask(self, &target, 1, &reply, &verdict, err)) {
		bugzilla_replies_free(&reply, 1);
		return NULL;
	}
	if (verdict != ANSWER_GOOD)
		bugzilla_set_back(self, verdict, err);
	return reply.root;
}

bool bugzilla_refuse_content(struct bugzilla *self, const char *what, struct error *err)
{
	error_prefix(err, "the answer to %s is not as expected: ", what);
	err->fault = FAULT_UNREACHABLE;
	return set_back(self, SETBACK_TRANSIENT, err);
}
