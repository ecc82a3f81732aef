/*
 * Composing a screen: header, panels in their frames, timeline and REPL.
 */
#ifndef MMSCOPE_TUI_COMPOSE_H
#define MMSCOPE_TUI_COMPOSE_H

#include "tui/line_view.h"
#include "tui/scrollback.h"
#include "tui/view.h"

struct repl_view {
	const struct scrollback *scrollback;
	int scrolled; /* rows that the REPL is scrolled back */
	const struct line_view *prompt;
};

/* Draws the whole screen; below the minimum size, one sentence. */
void compose(const struct view *v, const struct repl_view *repl,
	     struct canvas *c);
/* Rows of the REPL in this size. */
int compose_repl_rows(const struct view *v, struct rect screen);
/* Rows that the REPL can be scrolled back in this size. */
int compose_scroll_limit(const struct view *v, const struct repl_view *repl,
			 struct rect screen);

#endif
