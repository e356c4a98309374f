/* base/json.h - JSON from outside, through cJSON, with every expectation checked.
 * json_parse cleans the text before cJSON sees it: raw NUL, \u0000, halves of surrogates and broken UTF-8
 * become U+FFFD (cJSON cuts strings at NUL, and refuses a whole answer for half a surrogate). Any thread. The
 * getters say which member is wrong; the caller prefixes the file or request. Unknown members are ignored:
 * servers add them (bugzilla.md, quirk 14). */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

/* From here on cJSON allocates as base/mem.h does: what it makes is there, or the program ends. json_parse
 * does this too; who builds a value calls it before. Any thread, any number of times. */
void json_use_our_memory(void);

/* The whole text must be one value and nothing after it. NULL and FAULT_DATA ("not JSON at byte N")
 * otherwise; the caller ends it with cJSON_Delete. */
cJSON *json_parse(const char *text, size_t len, struct error *err);

/* The member of an object, or NULL when absent or null. Names are compared with regard to case. */
const cJSON *json_member(const cJSON *object, const char *key);

/* Required members: false and FAULT_DATA ("`id` is missing", "`id` is not a whole number"). */
bool json_get_int(const cJSON *object, const char *key, int64_t *out, struct error *err);
bool json_get_string(const cJSON *object, const char *key, struct arena *home, const char **out,
		     struct error *err);
bool json_get_time(const cJSON *object, const char *key, int64_t *out_utc, struct error *err); /* RFC 3339 */
bool json_get_array(const cJSON *object, const char *key, const cJSON **out, struct error *err);
bool json_get_object(const cJSON *object, const char *key, const cJSON **out, struct error *err);

/* Optional ones: absent or null leaves *out as it is; a wrong type is still an error. */
bool json_opt_int(const cJSON *object, const char *key, int64_t *out, struct error *err);
bool json_opt_bool(const cJSON *object, const char *key, bool *out, struct error *err);
bool json_opt_string(const cJSON *object, const char *key, struct arena *home, const char **out,
		     struct error *err);
bool json_opt_time(const cJSON *object, const char *key, int64_t *out_utc,
		   struct error *err); /* "" is absent too */
bool json_opt_array(const cJSON *object, const char *key, const cJSON **out, struct error *err);

#endif
