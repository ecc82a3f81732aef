#include "tui/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/glyph.h"

struct canvas {
	int rows;
	int cols;
	int first; /* of the rows that are kept */
	int kept;
	bool ascii;
	int cursor_row;
	int cursor_col;
	/* The rows kept, and one more for all that is drawn elsewhere. */
	struct cell cells[];
};

struct canvas *canvas_create_part(struct rect whole, int first, int kept,
				  bool ascii)
{
	if (kept <= 0 || whole.cols <= 0)
		return NULL;
	size_t cells = (size_t)(kept + 1) * (size_t)whole.cols;
	struct canvas *c = calloc(1, sizeof(*c) + cells * sizeof(*c->cells));

	if (!c)
		return NULL;
	c->rows = whole.rows;
	c->cols = whole.cols;
	c->first = first;
	c->kept = kept;
	c->ascii = ascii;
	canvas_clear(c);
	return c;
}

struct canvas *canvas_create(int rows, int cols, bool ascii)
{
	return canvas_create_part((struct rect){ 0, 0, rows, cols }, 0, rows,
				  ascii);
}

void canvas_destroy(struct canvas *c)
{
	free(c);
}

int canvas_rows(const struct canvas *c)
{
	return c->rows;
}

int canvas_cols(const struct canvas *c)
{
	return c->cols;
}

struct rect canvas_rect(const struct canvas *c)
{
	return (struct rect){ 0, 0, c->rows, c->cols };
}

bool canvas_is_ascii(const struct canvas *c)
{
	return c->ascii;
}

static size_t cell_index(const struct canvas *c, int row, int col)
{
	bool kept = row >= c->first && row < c->first + c->kept;
	int at = kept ? row - c->first : c->kept;

	return (size_t)at * (size_t)c->cols + (size_t)col;
}

static struct cell *cell_at(struct canvas *c, int row, int col)
{
	return &c->cells[cell_index(c, row, col)];
}

const struct cell *canvas_cell(const struct canvas *c, int row, int col)
{
	return &c->cells[cell_index(c, row, col)];
}

void canvas_copy(struct canvas *to, struct rect area, const struct canvas *from)
{
	for (int row = 0; row < area.rows && row < from->kept; row++)
		for (int col = 0; col < area.cols && col < from->cols; col++)
			*cell_at(to, area.row + row, area.col + col) =
				*canvas_cell(from, from->first + row, col);
}

void canvas_restyle(struct canvas *c, int row, int col, unsigned attributes)
{
	cell_at(c, row, col)->style.attributes = (uint8_t)attributes;
}

void canvas_clear(struct canvas *c)
{
	size_t cells = (size_t)(c->kept + 1) * (size_t)c->cols;

	for (size_t i = 0; i < cells; i++)
		c->cells[i] = (struct cell){ .width = 1 };
	canvas_set_cursor(c, -1, -1);
}

void canvas_set_cursor(struct canvas *c, int row, int col)
{
	c->cursor_row = row;
	c->cursor_col = col;
}

void canvas_cursor(const struct canvas *c, int *ret_row, int *ret_col)
{
	*ret_row = c->cursor_row;
	*ret_col = c->cursor_col;
}

/* A wide glyph that loses one half becomes a blank. */
static void unpair(struct canvas *c, int row, int col)
{
	if (cell_at(c, row, col)->width == 0 && col > 0)
		*cell_at(c, row, col - 1) = (struct cell){ .width = 1 };
	if (cell_at(c, row, col)->width == 2 && col + 1 < c->cols)
		*cell_at(c, row, col + 1) = (struct cell){ .width = 1 };
}

static void put_glyph(struct pen *p, const struct glyph *g)
{
	int row = p->area.row + p->row;
	int col = p->area.col + p->col;
	struct cell *cell = cell_at(p->canvas, row, col);

	unpair(p->canvas, row, col);
	*cell = (struct cell){ .width = (uint8_t)g->width, .style = p->style };
	if (g->length < CELL_BYTES)
		memcpy(cell->glyph, g->bytes, g->length);
	if (g->width == 2) {
		unpair(p->canvas, row, col + 1);
		*cell_at(p->canvas, row, col + 1) =
			(struct cell){ .width = 0, .style = p->style };
	}
	p->col += g->width;
}

/* A combining mark joins the glyph to the left of the pen. */
static void join_glyph(struct pen *p, const struct glyph *g)
{
	if (p->col == 0)
		return;
	struct cell *cell = cell_at(p->canvas, p->area.row + p->row,
				    p->area.col + p->col - 1);
	if (cell->width == 0 && p->col > 1)
		cell--;
	size_t length = strlen(cell->glyph);
	if (length > 0 && length + g->length < CELL_BYTES)
		memcpy(cell->glyph + length, g->bytes, g->length);
}

static int clamp(int value, int low, int high)
{
	if (value < low)
		return low;
	return value > high ? high : value;
}

struct pen pen_in(struct canvas *c, struct rect area)
{
	int row = clamp(area.row, 0, c->rows);
	int col = clamp(area.col, 0, c->cols);
	int bottom = clamp(area.row + area.rows, row, c->rows);
	int right = clamp(area.col + area.cols, col, c->cols);

	return (struct pen){
		.canvas = c,
		.area = { row, col, bottom - row, right - col },
	};
}

void pen_move(struct pen *p, int row, int col)
{
	p->row = row;
	p->col = col;
}

void pen_style(struct pen *p, unsigned attributes, enum color_role role)
{
	p->style.attributes = (uint8_t)attributes;
	p->style.role = (uint8_t)role;
}

static bool pen_outside(const struct pen *p)
{
	return p->row < 0 || p->row >= p->area.rows || p->col < 0 ||
	       p->area.cols <= 0;
}

static void put_cut_sign(struct pen *p)
{
	static const char sign[] = "…";
	struct glyph g = glyph_next(sign, strlen(sign), p->canvas->ascii);

	p->col = p->area.cols - 1;
	put_glyph(p, &g);
}

static void put_text(struct pen *p, const char *text, size_t length)
{
	bool blank = strspn(text, " ") >= length;

	if (pen_outside(p) || length == 0 || (blank && p->col >= p->area.cols))
		return;
	while (length > 0) {
		struct glyph g = glyph_next(text, length, p->canvas->ascii);
		if (p->col + g.width > p->area.cols) {
			if (strspn(text, " ") < length)
				put_cut_sign(p);
			return;
		}
		if (g.width == 0)
			join_glyph(p, &g);
		else
			put_glyph(p, &g);
		text += g.source;
		length -= g.source;
	}
}

void pen_text(struct pen *p, const char *text)
{
	put_text(p, text, strlen(text));
}

void pen_print(struct pen *p, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	/* The analyzer does not see that va_start() sets args.
	 * NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	pen_text(p, text);
}

void pen_repeat(struct pen *p, const char *glyph, int times)
{
	for (int i = 0; i < times && p->col < p->area.cols; i++)
		pen_text(p, glyph);
}

/* Bytes of the text that go on a line of `cols` columns: up to a newline,
 * else to the last blank that fits, else as much as fits. */
static size_t line_break(const char *text, int cols)
{
	size_t whole = strcspn(text, "\n");
	size_t fits = glyphs_fitting(text, whole, cols);

	if (fits == whole)
		return whole;
	for (size_t at = fits; at > 0; at--)
		if (text[at] == ' ')
			return at;
	return fits > 0 ? fits : glyph_next(text, whole, false).source;
}

void pen_wrap(struct pen *p, int indent, int rows, const char *text)
{
	int last = p->row + rows - 1;

	if (last >= p->area.rows)
		last = p->area.rows - 1;
	if (indent >= p->area.cols)
		indent = 0;
	while (!pen_outside(p)) {
		int room = p->area.cols - p->col;
		size_t take = line_break(text, room > 0 ? room : 1);
		if (p->row >= last || !text[take]) {
			put_text(p, text, strcspn(text, "\n"));
			return;
		}
		put_text(p, text, take);
		text += take;
		text += *text == '\n' ? 1 : strspn(text, " ");
		pen_move(p, p->row + 1, indent);
	}
}

const char *wrapped_row(const char *text, int cols, int row)
{
	while (row-- > 0) {
		text += line_break(text, cols);
		text += *text == '\n' ? 1 : strspn(text, " ");
	}
	return text;
}

int wrapped_rows(const char *text, int cols)
{
	int rows = 1;

	while (text[line_break(text, cols)]) {
		text = wrapped_row(text, cols, 1);
		rows++;
	}
	return rows;
}

static char attribute_letter(struct style style)
{
	static const char letters[] = ".bdBrRDR";

	return letters[style.attributes & 7];
}

char *canvas_text(const struct canvas *c)
{
	size_t row_bytes = (size_t)c->cols * CELL_BYTES + 1;
	char *text = malloc((size_t)c->rows * row_bytes + 1);
	char *end = text;

	for (int row = 0; text && row < c->rows; row++) {
		char *last = end;
		for (int col = 0; col < c->cols; col++) {
			const struct cell *cell = canvas_cell(c, row, col);
			size_t length = strlen(cell->glyph);
			memcpy(end, cell->glyph, length);
			end += length;
			if (length > 0 && strcmp(cell->glyph, " ") != 0)
				last = end;
			else if (length == 0 && cell->width == 1)
				*end++ = ' ';
		}
		end = last;
		*end++ = '\n';
	}
	if (text)
		*end = '\0';
	return text;
}

/* The first letters of the roles, capitals for the migratetypes. */
static char role_letter(struct style style)
{
	static const char letters[NR_COLOR_ROLES + 1] = ".fUMRHCIhse";

	return letters[style.role];
}

static char *letters_of_cells(const struct canvas *c,
			      char (*letter)(struct style style))
{
	char *text = malloc((size_t)c->rows * ((size_t)c->cols + 1) + 1);
	char *end = text;

	for (int row = 0; text && row < c->rows; row++) {
		for (int col = 0; col < c->cols; col++)
			*end++ = letter(canvas_cell(c, row, col)->style);
		*end++ = '\n';
	}
	if (text)
		*end = '\0';
	return text;
}

char *canvas_attributes(const struct canvas *c)
{
	return letters_of_cells(c, attribute_letter);
}

char *canvas_colors(const struct canvas *c)
{
	return letters_of_cells(c, role_letter);
}
