#include "tui/glyph.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

struct fallback {
	const char *glyph;
	const char *ascii;
};

static const struct fallback fallbacks[] = {
	{ "·", "." }, { "…", "~" }, { "─", "-" }, { "│", "|" }, { "┌", "+" },
	{ "┐", "+" }, { "└", "+" }, { "┘", "+" }, { "├", "+" }, { "┤", "+" },
	{ "┬", "+" }, { "┴", "+" }, { "┼", "+" }, { "◂", "<" }, { "▸", ">" },
	{ "▶", ">" }, { "●", "@" }, { "◆", "*" }, { "▲", "^" }, { "■", "#" },
	{ "▓", "#" }, { "▼", "v" }, { "–", "-" }, { "→", ">" }, { "←", "<" },
	{ "−", "-" }, { "×", "x" }, { "✓", "+" }, { "✗", "x" }, { "░", ":" },
	{ "▾", "v" },
};

static const char *ascii_for(const char *text, size_t length)
{
	for (size_t i = 0; i < sizeof(fallbacks) / sizeof(*fallbacks); i++)
		if (strlen(fallbacks[i].glyph) == length &&
		    memcmp(fallbacks[i].glyph, text, length) == 0)
			return fallbacks[i].ascii;
	return "?";
}

size_t utf8_length(unsigned char lead)
{
	if (lead >= 0xf0 && lead < 0xf5)
		return 4;
	if (lead >= 0xe0 && lead < 0xf0)
		return 3;
	if (lead >= 0xc2 && lead < 0xe0)
		return 2;
	return 1;
}

/* The code point of a whole character; 0 when it is malformed. */
static uint32_t decode(const unsigned char *text, size_t length)
{
	static const unsigned char lead_mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t code = text[0] & lead_mask[length];

	if (length == 1)
		return text[0] < 0x80 ? code : 0;
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	return code >= smallest[length] ? code : 0;
}

struct glyph glyph_next(const char *text, size_t length, bool ascii)
{
	struct glyph unknown = {
		.bytes = "?", .length = 1, .width = 1, .source = 1
	};

	if (length == 0)
		return (struct glyph){ .bytes = "" };
	size_t wanted = utf8_length((unsigned char)text[0]);
	if (wanted > length)
		return unknown;
	uint32_t code = decode((const unsigned char *)text, wanted);
	if (code < 0x20 || (code >= 0x7f && code < 0xa0))
		return unknown;
	unknown.source = wanted;
	if (code < 0x7f)
		return (struct glyph){ text, 1, 1, 1 };
	if (ascii) {
		unknown.bytes = ascii_for(text, wanted);
		return unknown;
	}
	int width = wcwidth((wchar_t)code);
	if (width < 0)
		return unknown;
	return (struct glyph){ text, wanted, width, wanted };
}

int glyphs_width(const char *text)
{
	size_t left = strlen(text);
	int width = 0;

	while (left > 0) {
		struct glyph g = glyph_next(text, left, false);
		width += g.width;
		text += g.source;
		left -= g.source;
	}
	return width;
}

size_t glyphs_fitting(const char *text, size_t length, int cols)
{
	size_t at = 0;

	while (at < length) {
		struct glyph g = glyph_next(text + at, length - at, false);
		if (g.width > cols)
			break;
		cols -= g.width;
		at += g.source;
	}
	return at;
}
