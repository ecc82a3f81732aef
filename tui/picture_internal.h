/*
 * What the formats of a picture share; for picture*.c only.
 */
#ifndef MMSCOPE_TUI_PICTURE_INTERNAL_H
#define MMSCOPE_TUI_PICTURE_INTERNAL_H

#include "commands/text.h"
#include "tui/picture.h"

/* Cells of a row that look alike, from `col` on. */
struct run {
	int row;
	int col;
	int cols;
	struct style style;
};

/* The run that begins at a cell; false behind the last column. */
bool run_at(const struct canvas *c, int row, int col, struct run *ret);

void svg_print(const struct canvas *c, const struct palette *palette,
	       struct text *out);

#endif
