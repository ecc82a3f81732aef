#include "commands/number_text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { NUMBER_SIZE = 80 };

bool number_has_format(char format)
{
	return format && strchr("xduotc", format);
}

/* Beyond 32 bits a number is a mask or an address more often than a count. */
static bool wants_hex(struct number number)
{
	return number.bits > UINT32_MAX || number.bits < INT32_MIN ||
	       (number.is_unsigned && number.bits < 0);
}

static void plain_text(struct number number, char *ret, size_t size)
{
	char hex[32] = "";

	if (wants_hex(number))
		snprintf(hex, sizeof(hex), " (0x%" PRIx64 ")",
			 (uint64_t)number.bits);
	if (number.is_unsigned)
		snprintf(ret, size, "%" PRIu64 "%s", (uint64_t)number.bits,
			 hex);
	else
		snprintf(ret, size, "%" PRId64 "%s", number.bits, hex);
}

/* Without leading zeros. */
static void binary_text(uint64_t bits, char *ret, size_t size)
{
	unsigned length = 1;

	while (length < 64 && bits >> length)
		length++;
	if (size <= length)
		return;
	for (unsigned i = 0; i < length; i++)
		ret[i] = bits >> (length - 1 - i) & 1 ? '1' : '0';
	ret[length] = '\0';
}

static void character_text(uint64_t bits, char *ret, size_t size)
{
	unsigned char byte = (unsigned char)bits;

	if (byte < 0x80 && isprint(byte))
		snprintf(ret, size, "%u '%c'", byte, byte);
	else
		snprintf(ret, size, "%u '\\%03o'", byte, byte);
}

void number_text(struct number number, char format, char *ret, size_t size)
{
	uint64_t bits = (uint64_t)number.bits;

	switch (format) {
	case 'x':
		snprintf(ret, size, "0x%" PRIx64, bits);
		break;
	case 'd':
		snprintf(ret, size, "%" PRId64, number.bits);
		break;
	case 'u':
		snprintf(ret, size, "%" PRIu64, bits);
		break;
	case 'o':
		snprintf(ret, size, "%s%" PRIo64, bits ? "0" : "", bits);
		break;
	case 't':
		binary_text(bits, ret, size);
		break;
	case 'c':
		character_text(bits, ret, size);
		break;
	default:
		plain_text(number, ret, size);
		break;
	}
}

/* JSON numbers are exact within 2^53 only. */
struct json *number_json(struct number number)
{
	const int64_t limit = (int64_t)1 << 53;
	int64_t least = number.is_unsigned ? 0 : -limit;

	if (number.bits >= least && number.bits <= limit)
		return json_number(number.bits);
	return json_word((uint64_t)number.bits);
}

void reply_number_value(struct number number, char format, struct reply *r)
{
	char text[NUMBER_SIZE];

	number_text(number, format, text, sizeof(text));
	reply_text(r, "= %s\n", text);
	reply_value(r, "value", number_json(number));
	reply_word(r, "hex", (uint64_t)number.bits);
	if (format)
		reply_string(r, "text", text);
}
