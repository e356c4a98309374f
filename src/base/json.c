#include "base/json.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/utc.h"

/* Whole numbers up to here are exact in the doubles that cJSON keeps. */
#define WHOLE_MAX INT64_C(9007199254740991)

static void set_hooks(void)
{
	cJSON_Hooks hooks = {.malloc_fn = mem_alloc, .free_fn = free};
	cJSON_InitHooks(&hooks);
}

void json_use_our_memory(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, set_hooks);
}

/* --- cleaning --- */

#define ESCAPE_BYTES 6

/* Not NUL, and no part of a longer character. */
static bool is_ascii(char c)
{
	return c != '\0' && (unsigned char)c < 0x80;
}

/* The four digits of a \uXXXX at `at`; -1 when it is none. */
static int32_t escape_value(const char *at, size_t len)
{
	int32_t value = 0;
	if (len < ESCAPE_BYTES || at[0] != '\\' || at[1] != 'u')
		return -1;
	for (size_t i = 2; i < ESCAPE_BYTES; i++) {
		char c = ascii_lower(at[i]);
		if (!ascii_is_digit(c) && !(c >= 'a' && c <= 'f'))
			return -1;
		value = value * 16 + (ascii_is_digit(c) ? c - '0' : c - 'a' + 10);
	}
	return value;
}

static bool is_surrogate(int32_t value)
{
	return value >= 0xD800 && value <= 0xDFFF;
}

/* The bytes of the escape at `at`, or 0 when cJSON would not read it as it is meant. A \\ is taken whole, so
 * the u0000 after it is no escape. */
static size_t sound_escape(const char *at, size_t len)
{
	if (len < 2 || !is_ascii(at[1]))
		return 0;
	if (at[1] != 'u')
		return 2;
	int32_t value = escape_value(at, len);
	return value > 0 && !is_surrogate(value) ? ESCAPE_BYTES : 0;
}

/* The bytes of the character or escape at `at`; 0 when it needs cleaning, and at the end. */
static size_t sound_character(const char *at, size_t len)
{
	uint32_t code_point = 0;
	if (len && at[0] == '\\')
		return sound_escape(at, len);
	size_t taken = utf8_decode(at, len, &code_point);
	return code_point == 0 || (code_point == UTF8_REPLACEMENT && taken == 1) ? 0 : taken;
}

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

static bool has_zero_byte(uint64_t word)
{
	return (word - EACH_BYTE(1)) & ~word & EACH_BYTE(0x80);
}

/* The bytes from `at` on that are plain ASCII, in steps of a word: byte by byte this would take longer than
 * cJSON does, and answers are nearly all ASCII (speed.md, row 10). */
static size_t plain_bytes(const char *at, size_t len)
{
	size_t n = 0;
	for (uint64_t word; len - n >= sizeof word; n += sizeof word) {
		memcpy(&word, at + n, sizeof word);
		if ((word & EACH_BYTE(0x80)) || has_zero_byte(word) || has_zero_byte(word ^ EACH_BYTE('\\')))
			break;
	}
	while (n < len && is_ascii(at[n]) && at[n] != '\\')
		n++;
	return n;
}

/* The bytes from `at` on that stay as they are. */
static size_t sound_bytes(const char *at, size_t len)
{
	size_t n = 0, taken;
	do {
		n += plain_bytes(at + n, len - n);
		taken = sound_character(at + n, len - n);
		n += taken;
	} while (taken);
	return n;
}

/* Appends what stands for the unsound escape at `at`; returns the bytes taken. cJSON takes \u without four
 * digits for NUL: as \U it is refused. */
static size_t replace_escape(struct str *out, const char *at, size_t len)
{
	int32_t value = escape_value(at, len);
	if (value < 0) {
		bool is_u = len > 1 && at[1] == 'u';
		str_add(out, is_u ? "\\U" : "\\");
		return is_u ? 2 : 1;
	}
	int32_t next = value < 0xDC00 ? escape_value(at + ESCAPE_BYTES, len - ESCAPE_BYTES) : -1;
	if (value && next >= 0xDC00 && is_surrogate(next)) {
		str_add_bytes(out, at, 2 * ESCAPE_BYTES);
		return 2 * ESCAPE_BYTES;
	}
	str_add(out, "\uFFFD");
	return ESCAPE_BYTES;
}

static size_t replace(struct str *out, const char *at, size_t len)
{
	if (at[0] == '\\')
		return replace_escape(out, at, len);
	str_add(out, "\uFFFD");
	return 1;
}

/* Appends the text so that nothing in it cuts a string or makes cJSON refuse the whole: NUL, raw or
 * escaped, halves of surrogates, and broken UTF-8 become U+FFFD. Stops once `out` holds `stop_at` bytes;
 * returns the bytes of the text that were taken. */
static size_t clean(struct str *out, const char *text, size_t len, size_t stop_at)
{
	size_t at = 0, taken;
	for (; at < len && out->len < stop_at; at += taken) {
		taken = sound_bytes(text + at, len - at);
		if (taken > stop_at - out->len)
			taken = stop_at - out->len;
		if (taken)
			str_add_bytes(out, text + at, taken);
		else
			taken = replace(out, text + at, len - at);
	}
	return at;
}

/* Where in the text the cleaned one reaches `offset`. */
static size_t original_offset(const char *text, size_t len, size_t offset)
{
	struct str out = {0};
	size_t at = clean(&out, text, len, offset);
	str_free(&out);
	return at;
}

cJSON *json_parse(const char *text, size_t len, struct error *err)
{
	struct str cleaned = {0};
	const char *stop = NULL;
	json_use_our_memory();
	str_add(&cleaned, "");
	clean(&cleaned, text, len, SIZE_MAX);
	/* Not cJSON_GetErrorPtr, which all threads share. Nesting is limited by CJSON_NESTING_LIMIT. */
	cJSON *root = cJSON_ParseWithOpts(cleaned.at, &stop, true);
	if (!root) {
		size_t offset = stop ? (size_t)(stop - cleaned.at) : 0;
		error_set(err, FAULT_DATA, "not JSON at byte %zu", original_offset(text, len, offset));
	}
	str_free(&cleaned);
	return root;
}

/* --- members --- */

const cJSON *json_member(const cJSON *object, const char *key)
{
	const cJSON *member = cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, key) : NULL;
	return cJSON_IsNull(member) ? NULL : member;
}

static const cJSON *required(const cJSON *object, const char *key, struct error *err)
{
	const cJSON *member = json_member(object, key);
	if (!member)
		error_set(err, FAULT_DATA, "`%s` is missing", key);
	return member;
}

static bool is_not(const char *key, const char *what, struct error *err)
{
	return error_set(err, FAULT_DATA, "`%s` is not %s", key, what);
}

static bool read_int(const cJSON *member, const char *key, int64_t *out, struct error *err)
{
	double number = member->valuedouble;
	/* Said so that NaN fails; within the bounds the cast is defined. */
	if (!cJSON_IsNumber(member) || !(number >= -(double)WHOLE_MAX && number <= (double)WHOLE_MAX))
		return is_not(key, "a whole number", err);
	int64_t whole = (int64_t)number;
	if ((double)whole < number || (double)whole > number)
		return is_not(key, "a whole number", err);
	*out = whole;
	return true;
}

static bool read_string(const cJSON *member, const char *key, struct arena *home, const char **out,
			struct error *err)
{
	if (!cJSON_IsString(member))
		return is_not(key, "a text", err);
	*out = arena_strdup(home, member->valuestring);
	return true;
}

static bool read_time(const cJSON *member, const char *key, int64_t *out_utc, struct error *err)
{
	if (!cJSON_IsString(member) || !utc_parse(member->valuestring, out_utc))
		return is_not(key, "a time like 2026-11-24T07:05:00Z", err);
	return true;
}

static bool read_array(const cJSON *member, const char *key, const cJSON **out, struct error *err)
{
	if (!cJSON_IsArray(member))
		return is_not(key, "a list", err);
	*out = member;
	return true;
}

bool json_get_int(const cJSON *object, const char *key, int64_t *out, struct error *err)
{
	const cJSON *member = required(object, key, err);
	return member && read_int(member, key, out, err);
}

bool json_get_string(const cJSON *object, const char *key, struct arena *home, const char **out,
		     struct error *err)
{
	const cJSON *member = required(object, key, err);
	return member && read_string(member, key, home, out, err);
}

bool json_get_time(const cJSON *object, const char *key, int64_t *out_utc, struct error *err)
{
	const cJSON *member = required(object, key, err);
	return member && read_time(member, key, out_utc, err);
}

bool json_get_array(const cJSON *object, const char *key, const cJSON **out, struct error *err)
{
	const cJSON *member = required(object, key, err);
	return member && read_array(member, key, out, err);
}

bool json_get_object(const cJSON *object, const char *key, const cJSON **out, struct error *err)
{
	const cJSON *member = required(object, key, err);
	if (!member)
		return false;
	if (!cJSON_IsObject(member))
		return is_not(key, "an object", err);
	*out = member;
	return true;
}

bool json_opt_int(const cJSON *object, const char *key, int64_t *out, struct error *err)
{
	const cJSON *member = json_member(object, key);
	return !member || read_int(member, key, out, err);
}

bool json_opt_bool(const cJSON *object, const char *key, bool *out, struct error *err)
{
	const cJSON *member = json_member(object, key);
	if (!member)
		return true;
	if (!cJSON_IsBool(member))
		return is_not(key, "true or false", err);
	*out = cJSON_IsTrue(member);
	return true;
}

bool json_opt_string(const cJSON *object, const char *key, struct arena *home, const char **out,
		     struct error *err)
{
	const cJSON *member = json_member(object, key);
	return !member || read_string(member, key, home, out, err);
}

bool json_opt_time(const cJSON *object, const char *key, int64_t *out_utc, struct error *err)
{
	const cJSON *member = json_member(object, key);
	if (!member || (cJSON_IsString(member) && member->valuestring[0] == '\0'))
		return true;
	return read_time(member, key, out_utc, err);
}

bool json_opt_array(const cJSON *object, const char *key, const cJSON **out, struct error *err)
{
	const cJSON *member = json_member(object, key);
	return !member || read_array(member, key, out, err);
}
