/*
 * What shows of a panel that is taller than its place, and what lies under a
 * cell of the screen.
 */
#ifndef MMSCOPE_TUI_SHOWN_H
#define MMSCOPE_TUI_SHOWN_H

#include "tui/layout.h"

enum { SHOWN_LINE_SIZE = 256 };

struct shown {
	const struct panel_class *panel;
	struct rect title; /* on the screen, as the body */
	struct rect body;
	struct rect whole; /* that the panel draws on; its rows may be more */
	int first;         /* row of it at the top of the body */
	int content;       /* rows that say something */
};

struct shown shown_of(const struct view *v, const struct placed_panel *placed);
/* The panel of this name; false: it has no place on a screen of this size. */
bool shown_find(const struct view *v, struct rect screen, const char *name,
		struct shown *ret);
/* Does it have more rows than it shows? */
bool shown_scrolls(const struct shown *shown);

/* A cell of a panel's whole. */
struct cell_place {
	bool on; /* is there one? */
	int row;
	int col;
};

/* The command line of a cell; false: nothing is there. */
bool shown_line(const struct view *v, const struct shown *shown,
		struct cell_place cell, char *ret, size_t size);
/* The cell that a line has become since it stood at this one. */
struct cell_place shown_followed(const struct view *v,
				 const struct shown *shown,
				 struct cell_place cell, const char *line);
/* The nearest cell in a direction with another line than this one; the same
 * one when there is none. */
struct cell_place shown_neighbour(const struct view *v,
				  const struct shown *shown,
				  struct cell_place from, int rows, int cols);
/* The first cell with a line from the top of what shows; off: there is none. */
struct cell_place shown_first_cell(const struct view *v,
				   const struct shown *shown);

enum target_kind {
	TARGET_NOTHING,
	TARGET_TITLE, /* of a panel */
	TARGET_CELL,  /* of a panel */
	TARGET_TIMELINE,
	TARGET_REPL,
};

struct target {
	enum target_kind kind;
	struct shown shown;
	struct cell_place cell;
	uint64_t position; /* timeline */
};

struct target shown_target(const struct view *v, struct rect screen, int row,
			   int col);

#endif
