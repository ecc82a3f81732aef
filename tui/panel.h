/*
 * Panels: one class each, which draws a part of the view into a rectangle.
 *
 * A panel reads the view and nothing else; no panel knows another.  To add
 * one: write a file with its class, name it in tui/panel.c and give it a
 * place in tui/layout.c.
 */
#ifndef MMSCOPE_TUI_PANEL_H
#define MMSCOPE_TUI_PANEL_H

#include "tui/view.h"

struct panel_class {
	const char *name; /* as `focus NAME` and the first title say it */
	/* What the frame says above the panel. */
	void (*title)(const struct view *v, char *ret, size_t size);
	int min_rows; /* without the title */
	int min_cols;
	void (*draw)(const struct view *v, struct canvas *c, struct rect r);
	/* Rows that all it has to say would take in this width, at least 1;
	 * NULL: it says what fits and needs no scrolling.  When that is more
	 * than its place, it draws on a taller rectangle of which a part
	 * shows. */
	int (*rows)(const struct view *v, int cols);
	/* The line that shows what lies further on, way 1, or before, -1; NULL:
	 * its rows are scrolled.  May be NULL. */
	const char *(*turns)(const struct view *v, int way);
	/* The command line that a click on (or Enter at) this cell runs; row
	 * and col count from the rectangle given to draw().  False: nothing is
	 * there.  NULL: nowhere. */
	bool (*line_at)(const struct view *v, struct rect r, int row, int col,
			char *ret, size_t size);
	/* Where a cell with this command line is now that a line has run; row
	 * and col come in as they were.  NULL: where it was. */
	void (*follow_line)(const struct view *v, struct rect r,
			    const char *line, int *row, int *col);
	/* The row that must show when the cursor has moved; -1: none.  NULL:
	 * a panel that stays as it was scrolled. */
	int (*current_row)(const struct view *v, int cols);
	/* It can show imported memory, too. */
	bool of_imported;
};

extern const struct panel_class panel_free_area;
extern const struct panel_class panel_watermarks;
extern const struct panel_class panel_pcp;
extern const struct panel_class panel_step;
extern const struct panel_class panel_locals;
extern const struct panel_class panel_page;
extern const struct panel_class panel_tags;
extern const struct panel_class panel_slabs;
extern const struct panel_class panel_map;
extern const struct panel_class panel_outline;
extern const struct panel_class panel_stack;
extern const struct panel_class panel_zonelist;
extern const struct panel_class panel_compare;
extern const struct panel_class panel_why;

/* The i-th panel; NULL past the last. */
const struct panel_class *panel_nth(size_t i);

/* NULL: no such panel. */
const struct panel_class *panel_find(const char *name);

/* The one line under the panels: operations, cursor, stops and marks. */
void timeline_draw(const struct view *v, struct canvas *c, struct rect r);
/* The position that a column of it stands for; false: none. */
bool timeline_position(const struct view *v, struct rect r, int col,
		       uint64_t *ret);
/* The positions of the columns beside the cursor's, for scrubbing. */
uint64_t timeline_neighbour(const struct view *v, struct rect r, int cols);

#endif
