/*
 * A canvas: a grid of character cells with their attributes.
 *
 * Panels draw on it, the terminal shows it, tests read it as text.  Drawing
 * is done with a pen that stays inside its rectangle: whatever is too long
 * is cut, and `…` in the last column says so.
 */
#ifndef MMSCOPE_TUI_CANVAS_H
#define MMSCOPE_TUI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/palette.h"

struct rect {
	int row;
	int col;
	int rows;
	int cols;
};

enum attribute {
	ATTR_NORMAL = 0,
	ATTR_BOLD = 1,
	ATTR_DIM = 2,
	ATTR_REVERSE = 4,
};

struct style {
	uint8_t attributes; /* enum attribute, joined */
	uint8_t role;       /* enum color_role */
};

enum { CELL_BYTES = 13 };

struct cell {
	char glyph[CELL_BYTES]; /* UTF-8 with its combining marks; "": blank */
	uint8_t width;          /* 0: right half of the glyph to the left */
	struct style style;
};

struct canvas;

/* NULL when memory is short or a size is not positive. */
struct canvas *canvas_create(int rows, int cols, bool ascii);
/* One that is as large as `whole` but keeps `kept` rows from `first` on only:
 * what is drawn on the others is dropped. */
struct canvas *canvas_create_part(struct rect whole, int first, int kept,
				  bool ascii);
void canvas_destroy(struct canvas *c);

int canvas_rows(const struct canvas *c);
int canvas_cols(const struct canvas *c);
struct rect canvas_rect(const struct canvas *c);
bool canvas_is_ascii(const struct canvas *c);
const struct cell *canvas_cell(const struct canvas *c, int row, int col);
void canvas_clear(struct canvas *c);
/* The rows that `from` keeps, as many of them as the area has. */
void canvas_copy(struct canvas *to, struct rect area,
		 const struct canvas *from);
void canvas_restyle(struct canvas *c, int row, int col, unsigned attributes);
/* Where the terminal's cursor rests; -1, -1: hidden. */
void canvas_set_cursor(struct canvas *c, int row, int col);
void canvas_cursor(const struct canvas *c, int *ret_row, int *ret_col);

/* Lines without trailing blanks; the caller frees them.  The attributes are
 * one letter a cell: b bold, d dim, r reverse, capital: several; `.` none.
 * The colours too: U M R H C I for the migratetypes, f frame, h here, s stop,
 * e error; `.` that of the text. */
char *canvas_text(const struct canvas *c);
char *canvas_attributes(const struct canvas *c);
char *canvas_colors(const struct canvas *c);

struct pen {
	struct canvas *canvas;
	struct rect area; /* clipped to the canvas */
	int row;          /* inside the area */
	int col;
	struct style style;
};

struct pen pen_in(struct canvas *c, struct rect area);
void pen_move(struct pen *p, int row, int col);
void pen_style(struct pen *p, unsigned attributes, enum color_role role);
/* One line from the pen's place on; the pen moves to its end. */
void pen_text(struct pen *p, const char *text);
void pen_print(struct pen *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void pen_repeat(struct pen *p, const char *glyph, int times);
/* Wraps at blanks, further lines begin at column `indent`; the pen ends on
 * the last line.  Uses no more than `rows` lines. */
void pen_wrap(struct pen *p, int indent, int rows, const char *text);
/* Rows of a text wrapped without indent, and its tail from a row on. */
int wrapped_rows(const char *text, int cols);
const char *wrapped_row(const char *text, int cols, int row);

#endif
