/*
 * What panels that show a zone at a time have in common: which zones, in
 * which order, and their names.
 */
#ifndef MMSCOPE_TUI_ZONE_PART_H
#define MMSCOPE_TUI_ZONE_PART_H

#include "tui/sheet.h"

/* "free_area ─ node 0 Normal", or "… all zones". */
void zone_title(const struct view *v, const char *panel, char *ret,
		size_t size);
typedef void (*zone_fn)(const struct view *v, struct sheet *sh, unsigned zone);
/* The zone in view, then the others, each under its name; the chosen one
 * alone when one is chosen.  A name leads to `set zone NAME`. */
void each_zone(const struct view *v, struct sheet *sh, zone_fn write);
/* "node 0 Normal" as a link to `set zone`. */
void zone_link(const struct view *v, struct sheet *sh, unsigned zone);

#endif
