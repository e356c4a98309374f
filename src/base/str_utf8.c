/* UTF-8 and the characters that nobody sees (base/str.h). */
#include <string.h>

#include "base/str.h"

/* The shape of a sequence by its first byte. The range of the second byte shuts out overlong forms,
 * surrogates, and what lies beyond U+10FFFF (Unicode 15, table 3-7). */
struct lead {
	unsigned char first, last;
	unsigned char bytes;
	unsigned char second_min, second_max;
};

static const struct lead leads[] = {
	{0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF}, {0xE1, 0xEC, 3, 0x80, 0xBF},
	{0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF}, {0xF0, 0xF0, 4, 0x90, 0xBF},
	{0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F},
};

static const struct lead *lead_of(unsigned char byte)
{
	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
		if (byte >= leads[i].first && byte <= leads[i].last)
			return &leads[i];
	}
	return NULL;
}

static bool is_well_formed(const unsigned char *at, size_t len, const struct lead *lead)
{
	if (len < lead->bytes || at[1] < lead->second_min || at[1] > lead->second_max)
		return false;
	for (size_t i = 2; i < lead->bytes; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return false;
	}
	return true;
}

size_t utf8_decode(const char *at, size_t len, uint32_t *code_point)
{
	const unsigned char *bytes = (const unsigned char *)at;
	if (len == 0)
		return 0;
	*code_point = bytes[0];
	if (bytes[0] < 0x80)
		return 1;
	const struct lead *lead = lead_of(bytes[0]);
	if (!lead || !is_well_formed(bytes, len, lead)) {
		*code_point = UTF8_REPLACEMENT;
		return 1;
	}
	*code_point &= 0x7Fu >> lead->bytes;
	for (size_t i = 1; i < lead->bytes; i++)
		*code_point = *code_point << 6 | (bytes[i] & 0x3Fu);
	return lead->bytes;
}

size_t utf8_encode(uint32_t code_point, char out[UTF8_BYTES_MAX])
{
	if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
		code_point = UTF8_REPLACEMENT;
	if (code_point < 0x80) {
		out[0] = (char)code_point;
		return 1;
	}
	size_t bytes = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	for (size_t i = bytes - 1; i > 0; i--, code_point >>= 6)
		out[i] = (char)(0x80 | (code_point & 0x3F));
	/* As many ones as bytes, a zero, and the bits that are left. */
	out[0] = (char)((0xF00u >> bytes & 0xFF) | code_point);
	return bytes;
}

bool utf8_is_space(uint32_t code_point)
{
	return (code_point < 0x80 && ascii_is_space((char)code_point)) || code_point == 0xA0 ||
	       (code_point >= 0x2000 && code_point <= 0x200A) || code_point == 0x202F || code_point == 0x3000;
}

/* Ascending. Unicode 15: general category Cf, Default_Ignorable_Code_Point, and the separators of lines and
 * paragraphs. Some of the Arabic and Egyptian ones are seen; their effect reaches beyond their cell. */
static const struct {
	uint32_t first, last;
} controls[] = {
	{0x0000, 0x001F},   {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x0600, 0x0605},
	{0x061C, 0x061C},   {0x06DD, 0x06DD},   {0x070F, 0x070F},   {0x0890, 0x0891},   {0x08E2, 0x08E2},
	{0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
	{0x2060, 0x206F},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
	{0xFFF0, 0xFFFB},   {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3},
	{0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

bool utf8_is_control(uint32_t code_point)
{
	if (code_point >= 0x20 && code_point < 0x7F)
		return false;
	size_t low = 0, high = sizeof controls / sizeof *controls;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (code_point > controls[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sizeof controls / sizeof *controls && code_point >= controls[low].first;
}
