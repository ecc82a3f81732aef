/*
 * A sheet: what a panel writes on, from its first row down.
 *
 * One function writes a panel; on a canvas it draws, without one it finds out
 * how tall it is, or which command line a cell leads to.  So what is shown,
 * measured and clicked never differs.
 */
#ifndef MMSCOPE_TUI_SHEET_H
#define MMSCOPE_TUI_SHEET_H

#include "tui/view.h"

struct sheet_question;

struct sheet {
	struct pen pen; /* its canvas is NULL when nothing is drawn */
	int rows;       /* of the place; content may be taller */
	int cols;
	int row; /* where the next text goes */
	int col;
	int link_row; /* where the link being written begins */
	int link_col;
	const struct sheet_question *question; /* NULL: none is asked */
	bool found;
};

typedef void (*sheet_fn)(const struct view *v, struct sheet *sh);

void sheet_draw(sheet_fn write, const struct view *v, struct canvas *c,
		struct rect r);
/* Rows of its content in a place of this width, at least 1. */
int sheet_rows(sheet_fn write, const struct view *v, int cols);
/* What panel_class.line_at is asked. */
struct sheet_question {
	struct rect place;
	int row;
	int col;
	char *ret;
	size_t size;
};
bool sheet_line_at(sheet_fn write, const struct view *v,
		   const struct sheet_question *question);

void sheet_style(struct sheet *sh, unsigned attributes, enum color_role role);
void sheet_text(struct sheet *sh, const char *text);
void sheet_print(struct sheet *sh, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* At most so many columns of a text, `…` where it is cut. */
void sheet_within(struct sheet *sh, int cols, const char *text);
/* Blanks up to a column. */
void sheet_to(struct sheet *sh, int col);
void sheet_next_row(struct sheet *sh);
/* Words with `indent` on further rows; a word longer than a row is broken at
 * `|`, as masks are. */
void sheet_wrap(struct sheet *sh, int indent, const char *text);
/* Next row, indented, unless so many columns are left on this one. */
void sheet_need(struct sheet *sh, int cols, int indent);
/* A count or word with its change: star, attributes, text. */
void sheet_changed(struct sheet *sh, const struct view *v, enum change change,
		   const char *text);

/* What is written between the two leads to a command line. */
void sheet_link(struct sheet *sh);
void sheet_leads(struct sheet *sh, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Members of a panel's class, made of the function that writes it.  These are
 * macros because the class holds plain functions, which know no context; it
 * also says how many parameters they have.
 */
/* clang-format off */
#define SHEET_DRAW(write)                                                      \
	static void draw(const struct view *v, struct canvas *c,               \
			 struct rect r)                                        \
	{                                                                      \
		sheet_draw(write, v, c, r);                                    \
	}
#define SHEET_ROWS(write)                                                      \
	static int rows(const struct view *v, int cols)                        \
	{                                                                      \
		return sheet_rows(write, v, cols);                             \
	}
#define SHEET_LINE_AT(write)                                                   \
	static bool line_at(const struct view *v, /* NOLINT */                 \
			    struct rect r, int row, int col,                   \
			    char *ret, size_t size) /* NOLINT */               \
	{                                                                      \
		const struct sheet_question question = { r, row, col, ret,     \
							 size };               \
									       \
		return sheet_line_at(write, v, &question);                     \
	}
/* clang-format on */

#endif
