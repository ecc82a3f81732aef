#include "tui/picture.h"

#include <stdlib.h>
#include <string.h>

#include "tui/picture_internal.h"

static bool same_style(struct style a, struct style b)
{
	return a.attributes == b.attributes && a.role == b.role;
}

bool run_at(const struct canvas *c, int row, int col, struct run *ret)
{
	if (col >= canvas_cols(c))
		return false;
	*ret = (struct run){ row, col, 1, canvas_cell(c, row, col)->style };
	while (col + ret->cols < canvas_cols(c) &&
	       same_style(canvas_cell(c, row, col + ret->cols)->style,
			  ret->style))
		ret->cols++;
	return true;
}

static void add_cells(const struct canvas *c, const struct run *run,
		      struct text *out)
{
	for (int col = run->col; col < run->col + run->cols; col++) {
		const struct cell *cell = canvas_cell(c, run->row, col);

		if (cell->width > 0)
			text_add(out, "%s", cell->glyph[0] ? cell->glyph : " ");
	}
}

/* ECMA-48: bold 1, faint 2, reverse 7, colours by number. */
static void add_ansi_run(const struct canvas *c, const struct run *run,
			 const struct palette *palette, struct text *out)
{
	unsigned attributes = run->style.attributes;
	int color = palette ? palette_color(palette,
					    (enum color_role)run->style.role)
			    : COLOR_DEFAULT;

	text_add(out, "\033[0%s%s%s", attributes & ATTR_BOLD ? ";1" : "",
		 attributes & ATTR_DIM ? ";2" : "",
		 attributes & ATTR_REVERSE ? ";7" : "");
	if (color != COLOR_DEFAULT)
		text_add(out, ";38;5;%d", color);
	text_add(out, "m");
	add_cells(c, run, out);
}

static void ansi_print(const struct canvas *c, const struct palette *palette,
		       struct text *out)
{
	struct run run;

	for (int row = 0; row < canvas_rows(c); row++) {
		for (int col = 0; run_at(c, row, col, &run); col += run.cols)
			add_ansi_run(c, &run, palette, out);
		text_add(out, "\033[0m\n");
	}
}

char *picture_print(const struct canvas *c, enum picture_format format,
		    const struct palette *palette)
{
	struct text out;

	if (format == PICTURE_TEXT)
		return canvas_text(c);
	text_init(&out);
	if (format == PICTURE_ANSI)
		ansi_print(c, palette, &out);
	else
		svg_print(c, palette, &out);
	return out.start;
}
