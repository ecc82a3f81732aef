/*
 * The built-in layouts, for layout.c only.
 */
#ifndef MMSCOPE_TUI_LAYOUT_INTERNAL_H
#define MMSCOPE_TUI_LAYOUT_INTERNAL_H

#include "tui/layout.h"

/* Of both columns of a user's layout, one for the focus, the end. */
enum { MAX_SLOTS = LAYOUT_COLUMNS * LAYOUT_SLOTS + 2 };

/* A panel's place in a column: the rows it wants, in falling importance. */
struct slot {
	const struct panel_class *panel; /* NULL ends the column */
	int rows;
	bool grows; /* takes the rows to spare */
};

struct plan {
	const char *name;
	int wide_cols; /* two columns from here on; 0: as always */
	struct slot narrow[MAX_SLOTS];
	struct slot left[MAX_SLOTS];
	struct slot right[MAX_SLOTS];
};

/* The layout of that name, or the first one. */
const struct plan *plan_find(const char *name);
const struct plan *plan_of_imported(void);

#endif
