/*
 * The list of keys, laid over the screen.
 */
#ifndef MMSCOPE_TUI_OVERLAY_H
#define MMSCOPE_TUI_OVERLAY_H

#include "tui/canvas.h"

/* Draws the rows from `first` on, and returns the first that really is at
 * the top; the terminal's cursor is hidden. */
int overlay_draw(struct canvas *c, int first);
/* Rows that it shows of all in this size. */
int overlay_rows(struct rect screen);
int overlay_whole_rows(struct rect screen);

#endif
