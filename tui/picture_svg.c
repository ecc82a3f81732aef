/*
 * A canvas as SVG: one text element for each run of cells that look alike,
 * held to its columns, so that a browser's fonts cannot move them.
 */
#include "tui/picture_internal.h"

#include <stdio.h>
#include <string.h>

enum {
	CELL_WIDTH = 9,
	CELL_HEIGHT = 18,
	BASELINE = 14, /* below the upper edge of a cell */
	FONT_SIZE = 15,
	MARGIN = 9,
	BLACK = 16,
	WHITE = 231,
	INK_ON_DARK = 252,
};

static void add_color(struct text *out, int color)
{
	struct rgb rgb = color_rgb(color);

	text_add(out, "#%02x%02x%02x", rgb.red, rgb.green, rgb.blue);
}

static int paper_of(const struct palette *palette)
{
	return palette && palette->background == BACKGROUND_LIGHT ? WHITE
								  : BLACK;
}

static int ink_of(const struct palette *palette, enum color_role role)
{
	int color = palette ? palette_color(palette, role) : COLOR_DEFAULT;

	if (color != COLOR_DEFAULT)
		return color;
	return paper_of(palette) == WHITE ? BLACK : INK_ON_DARK;
}

/* One class for the ink of each role (r…) and the same as paper (p…). */
static void add_classes(const struct palette *palette, struct text *out)
{
	text_add(out,
		 "<style>\n"
		 "text { font-family: 'DejaVu Sans Mono', 'Noto Sans "
		 "Mono', 'Liberation Mono', Menlo, Consolas, monospace; "
		 "font-size: %dpx; white-space: pre; }\n"
		 ".b { font-weight: bold; }\n.d { opacity: 0.65; }\n"
		 ".paper { fill: ",
		 FONT_SIZE);
	add_color(out, paper_of(palette));
	text_add(out, "; }\n");
	for (int role = 0; role < NR_COLOR_ROLES; role++) {
		text_add(out, ".r%d { fill: ", role);
		add_color(out, ink_of(palette, (enum color_role)role));
		text_add(out, "; }\n");
	}
	text_add(out, "</style>\n");
}

static void add_escaped(struct text *out, const char *glyph)
{
	if (strcmp(glyph, "&") == 0)
		text_add(out, "&amp;");
	else if (strcmp(glyph, "<") == 0)
		text_add(out, "&lt;");
	else if (strcmp(glyph, ">") == 0)
		text_add(out, "&gt;");
	else
		text_add(out, "%s", glyph[0] ? glyph : " ");
}

static bool is_blank(const struct canvas *c, const struct run *run)
{
	for (int col = run->col; col < run->col + run->cols; col++) {
		const char *glyph = canvas_cell(c, run->row, col)->glyph;

		if (glyph[0] && strcmp(glyph, " ") != 0)
			return false;
	}
	return true;
}

/* Blanks at the ends carry nothing, unless they are seen in reverse. */
static void trim(const struct canvas *c, struct run *run)
{
	struct run end = *run;

	end.cols = 1;
	while (run->cols > 1 && is_blank(c, &end)) {
		run->col++;
		run->cols--;
		end.col = run->col;
	}
	end.col = run->col + run->cols - 1;
	while (run->cols > 1 && is_blank(c, &end)) {
		run->cols--;
		end.col--;
	}
}

static void add_text(const struct canvas *c, const struct run *run,
		     struct text *out)
{
	bool reverse = run->style.attributes & ATTR_REVERSE;
	const char *bold = run->style.attributes & ATTR_BOLD ? " b" : "";
	const char *dim = run->style.attributes & ATTR_DIM ? " d" : "";
	char role[16];

	snprintf(role, sizeof(role), "r%d", run->style.role);
	text_add(out,
		 "<text x=\"%d\" y=\"%d\" textLength=\"%d\" "
		 "lengthAdjust=\"spacingAndGlyphs\" class=\"%s%s%s\">",
		 MARGIN + run->col * CELL_WIDTH,
		 MARGIN + run->row * CELL_HEIGHT + BASELINE,
		 run->cols * CELL_WIDTH, reverse ? "paper" : role, bold, dim);
	for (int col = run->col; col < run->col + run->cols; col++)
		if (canvas_cell(c, run->row, col)->width > 0)
			add_escaped(out, canvas_cell(c, run->row, col)->glyph);
	text_add(out, "</text>\n");
}

static void add_box(const struct run *run, const char *class_name,
		    struct text *out)
{
	text_add(out,
		 "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
		 "class=\"%s\"/>\n",
		 MARGIN + run->col * CELL_WIDTH,
		 MARGIN + run->row * CELL_HEIGHT, run->cols * CELL_WIDTH,
		 CELL_HEIGHT, class_name);
}

static void add_run(const struct canvas *c, struct run run, struct text *out)
{
	char role[16];

	snprintf(role, sizeof(role), "r%d", run.style.role);
	if (run.style.attributes & ATTR_REVERSE)
		add_box(&run, role, out);
	else
		trim(c, &run);
	if (!is_blank(c, &run))
		add_text(c, &run, out);
}

static void add_cursor(const struct canvas *c, struct text *out)
{
	struct run cursor = { .cols = 1 };

	canvas_cursor(c, &cursor.row, &cursor.col);
	if (cursor.row >= 0)
		add_box(&cursor, "r0 d", out);
}

void svg_print(const struct canvas *c, const struct palette *palette,
	       struct text *out)
{
	int width = canvas_cols(c) * CELL_WIDTH + 2 * MARGIN;
	int height = canvas_rows(c) * CELL_HEIGHT + 2 * MARGIN;
	struct run run;

	text_add(out,
		 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		 "<svg xmlns=\"http://www.w3.org/2000/svg\" "
		 "xml:space=\"preserve\" width=\"%d\" "
		 "height=\"%d\" viewBox=\"0 0 %d %d\">\n"
		 "<title>The screen of mmscope</title>\n",
		 width, height, width, height);
	add_classes(palette, out);
	text_add(out, "<rect width=\"%d\" height=\"%d\" class=\"paper\"/>\n",
		 width, height);
	add_cursor(c, out);
	for (int row = 0; row < canvas_rows(c); row++)
		for (int col = 0; run_at(c, row, col, &run); col += run.cols)
			add_run(c, run, out);
	text_add(out, "</svg>\n");
}
