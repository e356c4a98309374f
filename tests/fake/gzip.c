#include "tests/fake/parts.h"

#define BLOCK_BYTES 65535u

static void fill_table(uint32_t table[256])
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t value = i;
		for (int bit = 0; bit < 8; bit++)
			value = value & 1 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
		table[i] = value;
	}
}

static uint32_t crc32_of(const char *at, size_t len)
{
	uint32_t table[256], crc = ~0u;
	fill_table(table);
	for (size_t i = 0; i < len; i++)
		crc = table[(crc ^ (unsigned char)at[i]) & 0xff] ^ (crc >> 8);
	return ~crc;
}

static void add_little_endian(struct str *out, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		str_add_char(out, (char)(value >> (8 * i) & 0xff));
}

void gzip_add(struct str *out, const char *at, size_t len)
{
	static const char head[] = {'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, '\xff'};
	size_t done = 0;
	str_add_bytes(out, head, sizeof head);
	do { /* stored blocks (RFC 1951, 3.2.4) */
		uint32_t n = len - done < BLOCK_BYTES ? (uint32_t)(len - done) : BLOCK_BYTES;
		str_add_char(out, done + n == len);
		add_little_endian(out, n, 2);
		add_little_endian(out, ~n, 2);
		str_add_bytes(out, at + done, n);
		done += n;
	} while (done < len);
	add_little_endian(out, crc32_of(at, len), 4);
	add_little_endian(out, (uint32_t)len, 4);
}
