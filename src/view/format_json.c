#include "view/format.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/utc.h"
#include "view/condition.h"

#define NUMBER_BYTES 24

/* --- values --- */

/* As it is: cJSON's own numbers are doubles. */
static cJSON *json_number(int64_t number)
{
	char text[NUMBER_BYTES];
	snprintf(text, sizeof text, "%" PRId64, number);
	return cJSON_CreateRaw(text);
}

static cJSON *json_text(const char *text)
{
	return text ? cJSON_CreateString(text) : cJSON_CreateNull();
}

static cJSON *json_span(struct span span)
{
	struct str text = {0};
	str_add_bytes(&text, span.at, span.len);
	cJSON *json = cJSON_CreateString(str_text(&text));
	str_free(&text);
	return json;
}

static cJSON *json_time(int64_t utc)
{
	char text[UTC_TEXT_BYTES];
	return utc == UTC_NONE ? cJSON_CreateNull() : cJSON_CreateString(utc_print(utc, text));
}

static cJSON *json_date(int64_t utc)
{
	char text[UTC_TEXT_BYTES];
	return cJSON_CreateString(utc_print_date(utc, text));
}

static cJSON *json_list(const char *const *texts, size_t n)
{
	cJSON *array = cJSON_CreateArray();
	for (size_t i = 0; i < n; i++)
		cJSON_AddItemToArray(array, json_text(texts[i]));
	return array;
}

static cJSON *json_kinds(const struct kind_list *list)
{
	cJSON *array = cJSON_CreateArray();
	for (size_t i = 0; i < list->n; i++)
		cJSON_AddItemToArray(array, json_text(kinds[list->at[i]].word));
	return array;
}

static cJSON *json_flags(uint32_t flags)
{
	cJSON *array = cJSON_CreateArray();
	for (size_t i = 0; i < n_conditions; i++) {
		if (flags >> i & 1)
			cJSON_AddItemToArray(array, json_text(conditions[i].key));
	}
	return array;
}

static bool is_list(enum field_type type)
{
	return type == FIELD_LIST || type == FIELD_KINDS || type == FIELD_FLAGS;
}

/* A list that is absent is an empty one. */
static cJSON *json_value(enum field_type type, const struct value *value)
{
	if (value->is_absent)
		return is_list(type) ? cJSON_CreateArray() : cJSON_CreateNull();
	switch (type) {
	case FIELD_NUMBER:
		return json_number(value->number);
	case FIELD_TEXT:
	case FIELD_PERSON:
		return json_span(value->text);
	case FIELD_LIST:
		return json_list((const char *const *)value->list.at, value->list.n);
	case FIELD_YES_NO:
		return cJSON_CreateBool(value->number != 0);
	case FIELD_DUE:
	case FIELD_AGE:
		return json_time(value->number);
	case FIELD_DAY:
		return json_date(value->number);
	case FIELD_KIND:
		return json_text(kinds[value->kinds.at[0]].word);
	case FIELD_KINDS:
		return json_kinds(&value->kinds);
	case FIELD_FLAGS:
		return json_flags(value->flags);
	}
	return cJSON_CreateNull();
}

/* --- objects --- */

static cJSON *json_row(const struct row *row)
{
	cJSON *object = cJSON_CreateObject();
	for (size_t i = 0; i < n_fields; i++) {
		struct value value;
		if (!fields[i].json)
			continue;
		value = fields[i].get(row);
		cJSON_AddItemToObject(object, fields[i].json, json_value(fields[i].type, &value));
	}
	return object;
}

/* deadlines.md, "In JSON" */
static cJSON *json_cause(const struct cause *cause)
{
	cJSON *object = cJSON_CreateObject();
	switch (cause->type) {
	case CAUSE_NONE:
		break;
	case CAUSE_COMMENT:
		cJSON_AddItemToObject(object, "comment", json_number(cause->number));
		break;
	case CAUSE_FLAG:
		cJSON_AddItemToObject(object, "flag", json_number(cause->number));
		break;
	case CAUSE_WHITEBOARD:
		cJSON_AddItemToObject(object, "whiteboard", json_date(cause->date_utc));
		break;
	}
	return object;
}

static cJSON *json_obligation(const struct obligation *obligation)
{
	cJSON *object = cJSON_CreateObject();
	cJSON_AddItemToObject(object, "kind", json_text(kinds[obligation->kind].word));
	cJSON_AddItemToObject(object, "level", json_text(level_word(obligation->level)));
	cJSON_AddItemToObject(object, "since", json_time(obligation->since_utc));
	cJSON_AddItemToObject(object, "due", json_time(obligation->due_utc));
	cJSON_AddItemToObject(object, "state", json_text(state_word(obligation->state)));
	cJSON_AddItemToObject(object, "rule", json_text(obligation->rule->id));
	cJSON_AddItemToObject(object, "cause", json_cause(&obligation->cause));
	cJSON_AddItemToObject(object, "text", json_text(obligation->text));
	return object;
}

static cJSON *json_obligations(const struct row *row)
{
	const struct assessment *assessment = row->entry->assessment;
	cJSON *array = cJSON_CreateArray();
	for (size_t i = 0; i < assessment->n_obligations; i++)
		cJSON_AddItemToArray(array, json_obligation(&assessment->obligations[i]));
	return array;
}

static cJSON *json_comment(const struct comment *comment, const struct roster *roster)
{
	cJSON *object = cJSON_CreateObject();
	cJSON_AddItemToObject(object, "number", json_number(comment->number));
	cJSON_AddItemToObject(object, "author", json_text(comment->author));
	cJSON_AddItemToObject(object, "party", json_text(party_word(roster_party(roster, comment->author))));
	cJSON_AddItemToObject(object, "time", json_time(comment->time_utc));
	cJSON_AddItemToObject(object, "text", json_text(comment->text));
	cJSON_AddItemToObject(object, "is_private", cJSON_CreateBool(comment->is_private));
	return object;
}

static cJSON *json_comments(const struct conversation *conversation, const struct roster *roster)
{
	cJSON *array = cJSON_CreateArray();
	for (size_t i = 0; i < conversation->n_comments; i++)
		cJSON_AddItemToArray(array, json_comment(&conversation->comments[i], roster));
	return array;
}

/* --- printing --- */

static void add_escape(struct str *out, uint32_t code_point)
{
	if (code_point >= 0x10000) {
		add_escape(out, 0xD800 + ((code_point - 0x10000) >> 10));
		code_point = 0xDC00 + ((code_point - 0x10000) & 0x3FF);
	}
	str_addf(out, "\\u%04x", (unsigned)code_point);
}

/* cJSON escapes C0 only. Whatever else could command a terminal stands inside strings, where an escape is
 * the same text. */
static void add_harmless(struct str *out, const char *json)
{
	struct span rest = span_of(json);
	while (rest.len) {
		uint32_t code_point;
		size_t taken = utf8_decode(rest.at, rest.len, &code_point);
		if (code_point >= 0x7F && utf8_is_control(code_point))
			add_escape(out, code_point);
		else
			str_add_bytes(out, rest.at, taken);
		rest = span_sub(rest, taken, rest.len);
	}
}

/* Takes over `json`. */
static void print(cJSON *json, enum json_shape shape, struct str *out)
{
	char *text = shape == JSON_INDENTED ? cJSON_Print(json) : cJSON_PrintUnformatted(json);
	add_harmless(out, text);
	str_add_char(out, '\n');
	cJSON_free(text);
	cJSON_Delete(json);
}

void format_list_json(const struct selection *selection, const struct moment *at, enum json_shape shape,
		      struct str *out)
{
	json_use_our_memory();
	cJSON *array = cJSON_CreateArray();
	for (size_t i = 0; i < selection->n; i++) {
		struct row row = {.entry = selection->entries[i], .at = at};
		cJSON_AddItemToArray(array, json_row(&row));
	}
	print(array, shape, out);
}

void format_why_json(const struct row *row, enum json_shape shape, struct str *out)
{
	json_use_our_memory();
	cJSON *object = cJSON_CreateObject();
	cJSON_AddItemToObject(object, "id", json_number(row->entry->bug->id));
	cJSON_AddItemToObject(object, "now", json_time(row->at->now_utc));
	cJSON_AddItemToObject(object, "obligations", json_obligations(row));
	cJSON_AddItemToObject(object, "ledger", cJSON_CreateArray());
	print(object, shape, out);
}

void format_show_json(const struct row *row, const struct conversation *conversation, enum json_shape shape,
		      struct str *out)
{
	json_use_our_memory();
	cJSON *object = json_row(row);
	cJSON_AddItemToObject(object, "comments", json_comments(conversation, row->at->roster));
	cJSON_AddItemToObject(object, "obligations", json_obligations(row));
	cJSON_AddItemToObject(object, "ledger", cJSON_CreateArray());
	cJSON_AddItemToObject(object, "tasks", cJSON_CreateArray());
	cJSON_AddItemToObject(object, "notes", cJSON_CreateArray());
	print(object, shape, out);
}
