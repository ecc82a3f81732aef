/*
 * Layouts: where each panel lies in a terminal of a given size.
 *
 * A pure function of size and names, so it is tested without a terminal.
 */
#ifndef MMSCOPE_TUI_LAYOUT_H
#define MMSCOPE_TUI_LAYOUT_H

#include "tui/panel.h"

enum { LAYOUT_MIN_ROWS = 10, LAYOUT_MIN_COLS = 40, LAYOUT_MAX_PANELS = 32 };

struct placed_panel {
	const struct panel_class *panel;
	struct rect title; /* one row */
	struct rect body;
	bool boxed; /* has borders to the left and right */
	bool top;   /* first of its column */
};

struct layout {
	struct rect header;
	struct rect timeline; /* rows 0: no room for it */
	struct rect repl;
	struct rect boxes[2]; /* frames of the two columns; rows 0: none */
	int nr_panels;
	struct placed_panel panels[LAYOUT_MAX_PANELS];
};

/* False when the terminal is smaller than the minimum.  A panel that has the
 * focus has a place, and half of its column; an unknown name means layout
 * `step`. */
bool layout_compute(const char *name, const char *focus, struct rect screen,
		    struct layout *ret);
/* The same for the layout and the focus of a session, whose user may have
 * made layouts of their own. */
bool layout_of_session(const struct session *s, struct rect screen,
		       struct layout *ret);
/* What gets the focus after the present one, or before it: the panels of the
 * layout one by one, those without a place too, then the REPL. */
const char *layout_next_focus(const struct session *s, bool back);
/* Name of the i-th layout; NULL past the last. */
const char *layout_nth(size_t i);

#endif
