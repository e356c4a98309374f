/* base/hash.h - one number that stands for many values: FNV-1a of 64 bits, for telling whether something is
 * what it was. Not against people who want two things to look alike. Pure. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(0xcbf29ce484222325)

/* Each returns `hash` with one more value in it. The end of a text counts, so that "ab", "c" is not "a",
 * "bc"; NULL is not "". */
uint64_t hash_bytes(uint64_t hash, const void *at, size_t len);
uint64_t hash_text(uint64_t hash, const char *text);
uint64_t hash_int(uint64_t hash, int64_t value);

#endif
