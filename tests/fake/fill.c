/* Invented bugs, always the same ones: for syncs whose content does not matter but whose size does. */
#include <stdio.h>
#include <string.h>

#include "base/utc.h"
#include "tests/fake/parts.h"

#define FIRST_ID 1900000
#define ID_STEP 7 /* ids have gaps, as on a server with other components */

static const char *const cas[] = {"Example Trust", "Example Trust", "Harbor Sign", "Bluefin PKI"};
static const char *const assignees[] = {"ana@example-trust.example", "ben@example-trust.example",
					"ops@harborsign.example", "pki@bluefin.example"};
static const char *const subjects[] = {"Missing CRL entries in partitioned CRLs",
				       "Wrong policy OID in S/MIME certificates",
				       "Delayed revocation of OV certificates", "CPS out of date in CCADB",
				       "OCSP responder returned \"unauthorized\""};
#define CAS (sizeof cas / sizeof *cas)
#define SUBJECTS (sizeof subjects / sizeof *subjects)

static void add_time(cJSON *object, const char *name, int64_t at_utc)
{
	char text[UTC_TEXT_BYTES];
	cJSON_AddStringToObject(object, name, utc_print(at_utc, text));
}

static void add_bug(cJSON *bugs, int64_t id, size_t i, int64_t created_utc, int64_t changed_utc)
{
	bool is_closed = i % 5 == 4;
	char summary[128];
	cJSON *bug = cJSON_CreateObject();
	snprintf(summary, sizeof summary, "%s: %s (%zu)", cas[i % CAS], subjects[i % SUBJECTS], i + 1);
	cJSON_AddNumberToObject(bug, "id", (double)id);
	cJSON_AddStringToObject(bug, "summary", summary);
	cJSON_AddStringToObject(bug, "product", "CA Program");
	cJSON_AddStringToObject(bug, "component", "CA Certificate Compliance");
	cJSON_AddStringToObject(bug, "whiteboard", "[ca-compliance]");
	cJSON_AddStringToObject(bug, "status", is_closed ? "RESOLVED" : "ASSIGNED");
	cJSON_AddStringToObject(bug, "resolution", is_closed ? "FIXED" : "");
	cJSON_AddStringToObject(bug, "creator", assignees[i % CAS]);
	cJSON_AddStringToObject(bug, "assigned_to", assignees[i % CAS]);
	add_time(bug, "creation_time", created_utc);
	add_time(bug, "last_change_time", changed_utc);
	cJSON_AddItemToArray(bugs, bug);
}

static void add_comment(cJSON *comments, int64_t id, const char *who, int64_t at_utc, const char *text)
{
	cJSON *comment = cJSON_CreateObject();
	cJSON_AddNumberToObject(comment, "id", (double)id);
	cJSON_AddStringToObject(comment, "creator", who);
	cJSON_AddStringToObject(comment, "text", text);
	add_time(comment, "time", at_utc);
	cJSON_AddItemToArray(comments, comment);
}

static void add_conversation(cJSON *bundle_comments, int64_t id, size_t i, int64_t created_utc,
			     int64_t changed_utc)
{
	char key[32];
	snprintf(key, sizeof key, "%lld", (long long)id);
	cJSON *comments = cJSON_AddArrayToObject(bundle_comments, key);
	add_comment(
		comments, id * 10, assignees[i % CAS], created_utc,
		"## Preliminary Incident Report\n\n### Summary\n\nNoticed by our own linting. A full report "
		"follows.");
	add_comment(comments, id * 10 + 1, "steward@root.example", created_utc + DAY_S,
		    "How many certificates are affected?");
	add_comment(comments, id * 10 + 2, assignees[i % CAS], changed_utc,
		    "> How many certificates are affected?\n\n312.");
}

void fake_fill(struct fake *fake, size_t n)
{
	struct error err;
	cJSON *bundle = cJSON_CreateObject();
	cJSON *bugs = cJSON_AddArrayToObject(bundle, "bugs");
	cJSON *comments = cJSON_AddObjectToObject(bundle, "comments");
	pthread_mutex_lock(&fake->lock);
	if (fake->store.now_utc == 0)
		utc_parse("2026-11-24T07:00:00Z", &fake->store.now_utc);
	for (size_t i = 0; i < n; i++) {
		int64_t id = FIRST_ID + (int64_t)i * ID_STEP;
		int64_t changed_utc = fake->store.now_utc - (int64_t)(n - i) * 5 * HOUR_S;
		int64_t created_utc = changed_utc - 20 * DAY_S;
		add_bug(bugs, id, i, created_utc, changed_utc);
		add_conversation(comments, id, i, created_utc, changed_utc);
	}
	char *json = cJSON_PrintUnformatted(bundle);
	if (!store_load(&fake->store, json, strlen(json), &err))
		fake_die("%s", err.text);
	cJSON_free(json);
	cJSON_Delete(bundle);
	pthread_mutex_unlock(&fake->lock);
}
