/*
 * Making text displayable.
 *
 * Whatever came from a file may hold bytes that a terminal would obey: they
 * are filtered by class, never by recognising whole escape sequences, so an
 * unfinished sequence gets through as little as a finished one.  Shown text
 * passes a second time unchanged.
 */
#include "snapshots/diagnosis.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "snapshots/utf8_internal.h"

enum { SHOWN_MAX = 16 }; /* longest visible form of one character */

struct character_range {
	uint32_t first;
	uint32_t last;
};

/* C1 controls, and characters that reorder or hide their neighbours. */
static const struct character_range unseen[] = {
	{ 0x80, 0x9f },     { 0x61c, 0x61c },   { 0x200b, 0x200b },
	{ 0x200e, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x2069 },
	{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
};

static bool is_unseen(uint32_t character)
{
	for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++)
		if (character >= unseen[i].first && character <= unseen[i].last)
			return true;
	return false;
}

/* The visible form of what stands at the start of `text`; returns how many
 * bytes of it that was. */
static size_t show(const unsigned char *text, size_t length,
		   char shown[SHOWN_MAX])
{
	uint32_t character = 0;
	size_t bytes = utf8_decode(text, length, &character);
	if (bytes == 0) {
		snprintf(shown, SHOWN_MAX, "\\x%02X", text[0]);
		return 1;
	}
	if (character < 0x20 || character == 0x7f)
		snprintf(shown, SHOWN_MAX, "^%c", (char)(character ^ 0x40));
	else if (is_unseen(character))
		snprintf(shown, SHOWN_MAX,
			 character < 0x100 ? "\\x%02X" : "\\u%04X",
			 (unsigned)character);
	else
		snprintf(shown, SHOWN_MAX, "%.*s", (int)bytes,
			 (const char *)text);
	return bytes;
}

size_t text_displayable(const char *text, size_t length, char *ret, size_t size)
{
	size_t written = 0;

	if (size == 0)
		return 0;
	while (length > 0) {
		char shown[SHOWN_MAX];
		size_t taken = show((const unsigned char *)text, length, shown);
		size_t needed = strlen(shown);
		/* A cut never leaves half a character behind. */
		if (written + needed >= size)
			break;
		memcpy(ret + written, shown, needed);
		written += needed;
		text += taken;
		length -= taken;
	}
	ret[written] = '\0';
	return written;
}

void diagnose(struct diagnosis *why, const char *format, ...)
{
	char raw[sizeof why->text];
	va_list args;

	va_start(args, format);
	vsnprintf(raw, sizeof raw, format, args);
	va_end(args);
	text_displayable(raw, strlen(raw), why->text, sizeof why->text);
}
