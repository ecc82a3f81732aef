/*
 * Palettes: what the screen says by colour, and which colours say it.
 *
 * Colour repeats what letters, shapes and attributes say already: a screen
 * without it loses nothing.  The table holds figures only, of the 256 colours
 * that terminals share; with 16 or 8 the terminal decides on the hue.
 */
#ifndef MMSCOPE_COMMANDS_PALETTE_H
#define MMSCOPE_COMMANDS_PALETTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum color_role {
	ROLE_TEXT,
	ROLE_FRAME,
	ROLE_UNMOVABLE, /* the six types in the order of enum migratetype */
	ROLE_MOVABLE,
	ROLE_RECLAIMABLE,
	ROLE_HIGHATOMIC,
	ROLE_CMA,
	ROLE_ISOLATE,
	ROLE_HERE,
	ROLE_STOP,
	ROLE_ERROR,
	NR_COLOR_ROLES,
};

/* BACKGROUND_ANY: nobody knows; the colours can be read on both. */
enum background { BACKGROUND_DARK, BACKGROUND_LIGHT, BACKGROUND_ANY };

enum { COLOR_DEFAULT = -1, PALETTE_MAX_COLORS = 256 };

struct palette {
	const char *name;
	enum background background;
	int colors; /* that the terminal has */
};

/* Names of the palettes, blank-separated, the first is the default. */
#define PALETTE_NAMES "universal deuteran protan tritan"

/* `wish` is auto, dark or light; `hint` is what the terminal says of itself
 * in COLORFGBG ("15;0"), or NULL. */
enum background background_of(const char *wish, const char *hint);

/* Number of the colour, COLOR_DEFAULT for the terminal's own. */
int palette_color(const struct palette *p, enum color_role role);

struct rgb {
	uint8_t red;
	uint8_t green;
	uint8_t blue;
};

/* What terminals show for a number, unless their owner changed it. */
struct rgb color_rgb(int color);

/* "unmovable", "the place of the cursor", …; NULL: it says nothing. */
const char *role_meaning(enum color_role role);
/* The letters or signs that say the same. */
const char *role_signs(enum color_role role);

#endif
