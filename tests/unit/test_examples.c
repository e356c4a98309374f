/* The worked examples: twenty small bugs, and what the rules say of them, worked out by hand. The ledger and
 * the action items in them are left out here. */
#include "tests/unit/case.h"

#include <cjson/cJSON.h>

#include "base/json.h"
#include "base/os.h"
#include "net/bundle.h"

#define BUNDLE "tests/data/examples/bundle.json"
#define WANTED "tests/data/examples/why.jsonl"
#define MAX_BYTES (1 << 20)

static struct arena *home;
static struct bundle bundle;

static int read_bundle(void **state)
{
	struct error err = {0};
	(void)state;
	home = arena_new();
	if (bundle_read(BUNDLE, home, &bundle, &err))
		return 0;
	print_error("%s\n", err.text);
	return -1;
}

static int free_bundle(void **state)
{
	(void)state;
	arena_free(home);
	return 0;
}

static const struct record *find_record(int64_t id)
{
	for (size_t i = 0; i < bundle.n; i++)
		if (bundle.records[i].bug->id == id)
			return &bundle.records[i];
	fail_msg("bug %lld is not in the bundle", (long long)id);
	return NULL;
}

static const struct assessment *assess_record(const struct record *record)
{
	static struct roster roster;
	const int64_t *ids;
	size_t n = deadline_references(record->bug, home, &ids);
	struct reference *references = arena_array(home, n, sizeof *references);
	for (size_t i = 0; i < n; i++) {
		const struct conversation *there = &find_record(ids[i])->conversation;
		references[i] = (struct reference){ids[i], there->comments, there->n_comments};
	}
	roster = case_roster();
	return deadline_assess(&(struct deadline_input){.roster = &roster,
							.bug = record->bug,
							.conversation = &record->conversation,
							.references = references,
							.n_references = n,
							.aware_utc = UTC_NONE},
			       home);
}

static cJSON *time_or_null(int64_t utc)
{
	char text[UTC_TEXT_BYTES];
	return utc == UTC_NONE ? cJSON_CreateNull() : cJSON_CreateString(utc_print(utc, text));
}

static cJSON *cause_json(struct cause cause)
{
	char date[UTC_TEXT_BYTES];
	cJSON *json = cJSON_CreateObject();
	if (cause.type == CAUSE_COMMENT)
		cJSON_AddNumberToObject(json, "comment", (double)cause.number);
	if (cause.type == CAUSE_FLAG)
		cJSON_AddNumberToObject(json, "flag", (double)cause.number);
	if (cause.type == CAUSE_WHITEBOARD)
		cJSON_AddStringToObject(json, "whiteboard", utc_print_date(cause.date_utc, date));
	return json;
}

static cJSON *obligation_json(const struct obligation *obligation)
{
	cJSON *json = cJSON_CreateObject();
	cJSON_AddStringToObject(json, "kind", kinds[obligation->kind].word);
	cJSON_AddStringToObject(json, "level", level_word(obligation->level));
	cJSON_AddItemToObject(json, "since", time_or_null(obligation->since_utc));
	cJSON_AddItemToObject(json, "due", time_or_null(obligation->due_utc));
	cJSON_AddStringToObject(json, "state", state_word(obligation->state));
	cJSON_AddStringToObject(json, "rule", obligation->rule->id);
	cJSON_AddItemToObject(json, "cause", cause_json(obligation->cause));
	return json;
}

static void drop_action_items(cJSON *obligations)
{
	for (int i = cJSON_GetArraySize(obligations); i-- > 0;) {
		const cJSON *kind = cJSON_GetObjectItem(cJSON_GetArrayItem(obligations, i), "kind");
		if (strcmp(cJSON_GetStringValue(kind), "action-item") == 0)
			cJSON_DeleteItemFromArray(obligations, i);
	}
}

static void assert_obligations(const struct assessment *assessment, cJSON *wanted, int64_t id)
{
	cJSON *found = cJSON_CreateArray();
	for (size_t i = 0; i < assessment->n_obligations; i++)
		cJSON_AddItemToArray(found, obligation_json(&assessment->obligations[i]));
	drop_action_items(wanted);
	char *found_text = cJSON_Print(found), *wanted_text = cJSON_Print(wanted);
	if (!cJSON_Compare(found, wanted, true))
		fail_msg("bug %lld: found %s, wanted %s", (long long)id, found_text, wanted_text);
	free(found_text);
	free(wanted_text);
	cJSON_Delete(found);
}

static void every_example_comes_out(void **state)
{
	(void)state;
	struct error err = {0};
	size_t len, n = 0;
	char *text = os_read_file(WANTED, MAX_BYTES, &len, &err);
	assert_non_null(text);
	struct span rest = {text, len}, line;
	while (span_next_line(&rest, &line)) {
		int64_t id = 0;
		cJSON *why = json_parse(line.at, line.len, &err);
		assert_non_null(why);
		assert_true(json_get_int(why, "id", &id, &err));
		assert_obligations(assess_record(find_record(id)), cJSON_GetObjectItem(why, "obligations"),
				   id);
		cJSON_Delete(why);
		n++;
	}
	free(text);
	assert_int_equal(n, 20);
}

static void every_obligation_has_a_sentence_with_its_citation(void **state)
{
	(void)state;
	size_t n = 0;
	for (size_t i = 0; i < bundle.n; i++) {
		const struct assessment *assessment = assess_record(&bundle.records[i]);
		for (size_t j = 0; j < assessment->n_obligations; j++, n++)
			assert_non_null(strstr(assessment->obligations[j].text, "(IRG 3.2)"));
	}
	assert_true(n > 20);
}

static void the_countdown_is_the_first_open_must(void **state)
{
	(void)state;
	const struct assessment *assessment = assess_record(find_record(10));
	assert_int_equal(assessment->obligations[0].level, LEVEL_SHOULD);
	assert_int_equal(assessment->countdown->kind, KIND_REVOCATION);
	assert_int_equal(assessment->countdown->due_utc, at("2026-11-22 09:00"));
	assert_null(assess_record(find_record(12))->countdown);
	assert_null(assess_record(find_record(16))->countdown);
	assert_null(assess_record(find_record(19))->countdown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_example_comes_out),
		cmocka_unit_test(every_obligation_has_a_sentence_with_its_citation),
		cmocka_unit_test(the_countdown_is_the_first_open_must),
	};
	return cmocka_run_group_tests(tests, read_bundle, free_bundle);
}
