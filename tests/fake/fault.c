#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tests/fake/parts.h"

static char *copy(const char *text)
{
	return text ? mem_strdup(text) : NULL;
}

void fault_free(struct fake_fault *fault)
{
	free((char *)fault->path);
	free((char *)fault->location);
	free((char *)fault->message);
	free((char *)fault->text);
}

static struct fake_fault fault_copy(const struct fake_fault *fault)
{
	struct fake_fault out = *fault;
	out.path = copy(fault->path);
	out.location = copy(fault->location);
	out.message = copy(fault->message);
	out.text = copy(fault->text);
	return out;
}

void faults_add(struct faults *faults, const struct fake_fault *fault)
{
	faults->items = mem_resize(faults->items, faults->n + 1, sizeof *faults->items);
	faults->items[faults->n++] = (struct armed_fault){.fault = fault_copy(fault)};
}

void faults_clear(struct faults *faults)
{
	for (size_t i = 0; i < faults->n; i++)
		fault_free(&faults->items[i].fault);
	free(faults->items);
	*faults = (struct faults){0};
}

struct fake_fault faults_hit(struct faults *faults, const char *path)
{
	for (size_t i = 0; i < faults->n; i++) {
		struct armed_fault *armed = &faults->items[i];
		const struct fake_fault *fault = &armed->fault;
		if (fault->path && !path_matches(fault->path, path))
			continue;
		int past = armed->seen - fault->after;
		if (fault->times > 0 && past >= fault->times)
			continue; /* used up */
		armed->seen++;
		if (past >= 0)
			return fault_copy(fault);
	}
	return (struct fake_fault){0};
}

void fake_add_fault(struct fake *fake, const struct fake_fault *fault)
{
	pthread_mutex_lock(&fake->lock);
	faults_add(&fake->faults, fault);
	pthread_mutex_unlock(&fake->lock);
}

void fake_clear_faults(struct fake *fake)
{
	pthread_mutex_lock(&fake->lock);
	faults_clear(&fake->faults);
	fake->n_cures++;
	pthread_cond_broadcast(&fake->news);
	pthread_mutex_unlock(&fake->lock);
}

/* --- faults as text --- */

enum kind { KIND_NUMBER, KIND_TEXT, KIND_YES, KIND_BODY };

static const struct {
	const char *name;
	enum kind kind;
	size_t offset;
} members[] = {
	{"path", KIND_TEXT, offsetof(struct fake_fault, path)},
	{"after", KIND_NUMBER, offsetof(struct fake_fault, after)},
	{"times", KIND_NUMBER, offsetof(struct fake_fault, times)},
	{"delay", KIND_NUMBER, offsetof(struct fake_fault, delay_ms)},
	{"drop", KIND_YES, offsetof(struct fake_fault, drop)},
	{"status", KIND_NUMBER, offsetof(struct fake_fault, status)},
	{"body", KIND_BODY, offsetof(struct fake_fault, body)},
	{"code", KIND_NUMBER, offsetof(struct fake_fault, code)},
	{"retry-after", KIND_NUMBER, offsetof(struct fake_fault, retry_after_s)},
	{"location", KIND_TEXT, offsetof(struct fake_fault, location)},
	{"message", KIND_TEXT, offsetof(struct fake_fault, message)},
	{"cut", KIND_NUMBER, offsetof(struct fake_fault, cut_bytes)},
	{"drip-bytes", KIND_NUMBER, offsetof(struct fake_fault, drip_bytes)},
	{"drip", KIND_NUMBER, offsetof(struct fake_fault, drip_ms)},
};

static const char *const bodies[] = {
	[FAKE_BODY_HTML] = "html",         [FAKE_BODY_EMPTY] = "empty", [FAKE_BODY_BAD_JSON] = "bad-json",
	[FAKE_BODY_TRAILING] = "trailing", [FAKE_BODY_ERROR] = "error", [FAKE_BODY_STRING] = "string",
	[FAKE_BODY_NO_BUGS] = "no-bugs",   [FAKE_BODY_MIXED] = "mixed",
};

static bool set_body(enum fake_body *body, const char *value)
{
	for (size_t i = FAKE_BODY_HTML; i < sizeof bodies / sizeof *bodies; i++) {
		if (str_equals(bodies[i], value)) {
			*body = (enum fake_body)i;
			return true;
		}
	}
	return false;
}

static bool set_member(struct fake_fault *fault, enum kind kind, size_t offset, char *value)
{
	char *at = (char *)fault + offset, *end;
	switch (kind) {
	case KIND_NUMBER:
		*(int *)(void *)at = (int)strtol(value, &end, 10);
		return *value && !*end;
	case KIND_TEXT:
		*(const char **)(void *)at = value;
		return *value;
	case KIND_YES:
		*(bool *)at = true;
		return !*value;
	case KIND_BODY:
		return set_body((enum fake_body *)(void *)at, value);
	}
	return false;
}

static bool read_part(char *part, struct fake_fault *fault, struct error *err)
{
	char *value = part + strcspn(part, "=");
	if (*value)
		*value++ = '\0';
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		if (str_equals(members[i].name, part))
			return set_member(fault, members[i].kind, members[i].offset, value) ||
			       error_set(err, FAULT_USAGE, "fault: `%s=%s` has no sense", part, value);
	return error_set(err, FAULT_USAGE, "fault: `%s` is not known", part);
}

bool fake_add_fault_text(struct fake *fake, const char *text, struct error *err)
{
	struct fake_fault fault = {0};
	char *parts = mem_strdup(text), *rest = parts, *part;
	bool ok = true;
	while (ok && (part = strsep(&rest, ",")))
		ok = read_part(part, &fault, err);
	if (ok)
		fake_add_fault(fake, &fault);
	free(parts);
	return ok;
}
