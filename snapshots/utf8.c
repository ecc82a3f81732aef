/*
 * UTF-8 as RFC 3629 allows it: shortest form only, no surrogates, nothing
 * above U+10FFFF.  What this refuses, a terminal might still act upon.
 */
#include "snapshots/utf8_internal.h"

#include <stdbool.h>

/* Bytes that a first byte announces; 0 when no character begins with it. */
static size_t announced(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2)
		return 0;
	if (first < 0xe0)
		return 2;
	if (first < 0xf0)
		return 3;
	return first < 0xf5 ? 4 : 0;
}

static bool is_shortest(uint32_t character, size_t bytes)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };

	return character >= least[bytes];
}

size_t utf8_decode(const unsigned char *text, size_t length, uint32_t *ret)
{
	size_t bytes = length > 0 ? announced(text[0]) : 0;
	if (bytes == 0 || bytes > length)
		return 0;
	static const unsigned char payload[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t character = text[0] & payload[bytes];
	for (size_t i = 1; i < bytes; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (text[i] & 0x3fU);
	}
	bool surrogate = character >= 0xd800 && character <= 0xdfff;
	if (!is_shortest(character, bytes) || surrogate || character > 0x10ffff)
		return 0;
	*ret = character;
	return bytes;
}
