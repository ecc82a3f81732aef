/*
 * The prompt's line as it is shown: control bytes visible, the part around
 * the cursor when it is longer than the row, and the cursor's column.
 *
 * readline edits bytes and does not say where its cursor stands on the
 * screen, so it is worked out here.
 */
#ifndef MMSCOPE_TUI_LINE_VIEW_H
#define MMSCOPE_TUI_LINE_VIEW_H

#include <stddef.h>

struct line_view {
	char text[2048];
	int cursor; /* column */
};

/* `point` counts bytes of the line.  Rows wider than about 500 columns show
 * the first 500. */
void line_view_take(const char *prompt, const char *line, size_t point,
		    int cols, struct line_view *ret);

#endif
