#include "base/hash.h"

#include <string.h>

#define FNV_PRIME UINT64_C(0x100000001b3)

uint64_t hash_bytes(uint64_t hash, const void *at, size_t len)
{
	const unsigned char *bytes = at;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ bytes[i]) * FNV_PRIME;
	return hash;
}

uint64_t hash_text(uint64_t hash, const char *text)
{
	hash = hash_int(hash, text ? (int64_t)strlen(text) : -1);
	return text ? hash_bytes(hash, text, strlen(text)) : hash;
}

/* The lowest byte first, whatever the machine's order: a cache may move with its disk. */
uint64_t hash_int(uint64_t hash, int64_t value)
{
	uint64_t rest = (uint64_t)value;
	for (size_t i = 0; i < sizeof rest; i++, rest >>= 8)
		hash = hash_bytes(hash, &(unsigned char){(unsigned char)rest}, 1);
	return hash;
}
