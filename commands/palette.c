/*
 * The table of palettes.
 *
 * Each row is chosen so that a contrast of 3:1 holds on its background, and
 * that its colours differ from each other for people who see all hues and
 * for those that the palette is named after: deuteran and protan sight mix
 * red and green, tritan sight blue and yellow.  `universal` holds for all of
 * them, with smaller differences.  tests/test_palette.c checks the figures.
 */
#include "commands/palette.h"

#include <stdlib.h>
#include <string.h>

enum { NR_TYPES = ROLE_ISOLATE - ROLE_UNMOVABLE + 1, NO = COLOR_DEFAULT };

struct palette_row {
	const char *name; /* NULL: every palette that has no row before it */
	enum background background;
	int colors;
	int16_t types[NR_TYPES]; /* U M R H C I */
};

/* Looked through from above: the first row that fits counts. */
static const struct palette_row rows[] = {
	{ "universal", BACKGROUND_DARK, 256, { 136, 46, 39, 197, 163, 63 } },
	{ "universal", BACKGROUND_LIGHT, 256, { 137, 22, 33, 125, 54, 21 } },
	{ "universal", BACKGROUND_ANY, 256, { 202, 29, 33, 160, 93, 61 } },
	{ "deuteran", BACKGROUND_DARK, 256, { 229, 46, 30, 197, 207, 63 } },
	{ "deuteran", BACKGROUND_LIGHT, 256, { 130, 29, 24, 52, 55, 21 } },
	{ "deuteran", BACKGROUND_ANY, 256, { 58, 29, 67, 202, 93, 105 } },
	{ "protan", BACKGROUND_DARK, 256, { 222, 46, 111, 196, 161, 27 } },
	{ "protan", BACKGROUND_LIGHT, 256, { 130, 29, 24, 88, 91, 21 } },
	{ "protan", BACKGROUND_ANY, 256, { 136, 29, 67, 160, 93, 62 } },
	{ "tritan", BACKGROUND_DARK, 256, { 214, 48, 30, 196, 165, 97 } },
	{ "tritan", BACKGROUND_LIGHT, 256, { 166, 100, 30, 52, 91, 57 } },
	{ "tritan", BACKGROUND_ANY, 256, { 130, 64, 33, 197, 128, 97 } },
	{ "deuteran", BACKGROUND_DARK, 16, { 11, 10, 6, 9, 5, 12 } },
	{ "tritan", BACKGROUND_DARK, 16, { 11, 2, 14, 9, 5, 12 } },
	{ NULL, BACKGROUND_DARK, 16, { 11, 3, 14, 9, 5, 12 } },
	/* Too few that can be read: the rest has the colour of the text. */
	{ NULL, BACKGROUND_LIGHT, 16, { NO, 8, 4, 9, 5, 12 } },
	{ NULL, BACKGROUND_ANY, 16, { NO, 8, 12, 1, 5, NO } },
	{ NULL, BACKGROUND_DARK, 8, { 3, NO, 6, 1, 5, NO } },
	{ NULL, BACKGROUND_LIGHT, 8, { NO, NO, 4, 1, 5, NO } },
	{ NULL, BACKGROUND_ANY, 8, { NO, NO, NO, 1, 5, NO } },
};

enum background background_of(const char *wish, const char *hint)
{
	const char *last = hint ? strrchr(hint, ';') : NULL;
	char *end = NULL;

	if (strcmp(wish, "dark") == 0)
		return BACKGROUND_DARK;
	if (strcmp(wish, "light") == 0)
		return BACKGROUND_LIGHT;
	if (!last)
		return BACKGROUND_ANY;
	long color = strtol(last + 1, &end, 10);
	if (end == last + 1 || *end || color < 0 || color > 15)
		return BACKGROUND_ANY;
	return color == 7 || color > 8 ? BACKGROUND_LIGHT : BACKGROUND_DARK;
}

static const struct palette_row *row_of(const struct palette *p)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].background == p->background &&
		    rows[i].colors <= p->colors &&
		    (!rows[i].name || strcmp(rows[i].name, p->name) == 0))
			return &rows[i];
	return NULL;
}

/* What is no type borrows the colour of one; its sign tells them apart. */
static enum color_role lender(enum color_role role)
{
	if (role == ROLE_HERE)
		return ROLE_RECLAIMABLE;
	if (role == ROLE_STOP || role == ROLE_ERROR)
		return ROLE_HIGHATOMIC;
	return role;
}

int palette_color(const struct palette *p, enum color_role role)
{
	const struct palette_row *row = row_of(p);
	int type = (int)lender(role) - ROLE_UNMOVABLE;

	return row && type >= 0 ? row->types[type] : COLOR_DEFAULT;
}

struct rgb color_rgb(int color)
{
	static const struct rgb first[] = {
		{ 0, 0, 0 },       { 205, 0, 0 },     { 0, 205, 0 },
		{ 205, 205, 0 },   { 0, 0, 238 },     { 205, 0, 205 },
		{ 0, 205, 205 },   { 229, 229, 229 }, { 127, 127, 127 },
		{ 255, 0, 0 },     { 0, 255, 0 },     { 255, 255, 0 },
		{ 92, 92, 255 },   { 255, 0, 255 },   { 0, 255, 255 },
		{ 255, 255, 255 },
	};
	static const uint8_t levels[] = { 0, 95, 135, 175, 215, 255 };

	if (color < 16)
		return first[color];
	if (color < 232) {
		int cube = color - 16;
		return (struct rgb){ levels[cube / 36], levels[cube / 6 % 6],
				     levels[cube % 6] };
	}
	uint8_t gray = (uint8_t)(8 + 10 * (color - 232));

	return (struct rgb){ gray, gray, gray };
}

static const struct {
	const char *signs;
	const char *meaning;
} legend[NR_COLOR_ROLES] = {
	[ROLE_UNMOVABLE] = { "U u", "unmovable" },
	[ROLE_MOVABLE] = { "M m", "movable" },
	[ROLE_RECLAIMABLE] = { "R r", "reclaimable" },
	[ROLE_HIGHATOMIC] = { "H h", "highatomic" },
	[ROLE_CMA] = { "C c", "CMA" },
	[ROLE_ISOLATE] = { "I i", "isolate" },
	[ROLE_HERE] = { "▶ ● ■", "the current line, place, free pages" },
	[ROLE_STOP] = { "◆ ▲", "breakpoints and marks" },
	[ROLE_ERROR] = { "error:", "what could not be carried out" },
};

const char *role_meaning(enum color_role role)
{
	return legend[role].meaning;
}

const char *role_signs(enum color_role role)
{
	return legend[role].signs;
}
