/*
 * The legend in the lower edge of a frame: letters and signs of the screen.
 */
#ifndef MMSCOPE_TUI_LEGEND_H
#define MMSCOPE_TUI_LEGEND_H

#include "tui/view.h"

/* As many words as fit between the corners. */
void legend_draw(const struct view *v, struct canvas *c, struct rect edge);

#endif
