/*
 * Composing a screen: header, panels in their frames, timeline and REPL.
 */
#ifndef MMSCOPE_TUI_COMPOSE_H
#define MMSCOPE_TUI_COMPOSE_H

#include "tui/line_view.h"
#include "tui/scrollback.h"
#include "tui/shown.h"

struct repl_view {
	const struct scrollback *scrollback;
	int scrolled; /* rows that the REPL is scrolled back, if it is read */
	const struct line_view *prompt;
	size_t latest; /* lines at the end that the last command said */
	bool reading;  /* it has the place of the panels */
};

/* Draws the whole screen; below the minimum size, one sentence.  A REPL that
 * is read back has the place of the panels. */
void compose(const struct view *v, const struct repl_view *repl,
	     struct canvas *c);
/* On what was composed: the cell of the focused panel that Enter would
 * follow, and what that runs.  The terminal's cursor rests there. */
void compose_cell(const struct view *v, struct cell_place cell,
		  struct canvas *c);
/* Rows of the REPL in this size. */
int compose_repl_rows(const struct view *v, const struct repl_view *repl,
		      struct rect screen);
/* Rows that the REPL can be scrolled back in this size. */
int compose_scroll_limit(const struct view *v, const struct repl_view *repl,
			 struct rect screen);

#endif
