/*
 * The REPL's part of the screen: the scrollback, wrapped, and the prompt.
 */
#ifndef MMSCOPE_TUI_REPL_H
#define MMSCOPE_TUI_REPL_H

#include "tui/canvas.h"
#include "tui/compose.h"

/* Draws it and rests the terminal's cursor in the prompt. */
void repl_draw(const struct repl_view *repl, struct canvas *c, struct rect r);
/* Rows that can be scrolled back to when the REPL has this size. */
int repl_scroll_limit(const struct repl_view *repl, struct rect r);

#endif
